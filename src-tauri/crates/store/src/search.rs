//! Long lists: one page along an index, with filters and search.
//!
//! A search first asks the full-text table for the newest hits. Up to [`MOST_SORTED_HITS`] are put
//! in the order that was asked for; more than that are given newest first, since sorting all of
//! them would need every row.

use credenza_model::page::{Direction, LARGEST_PAGE, Page};
use rusqlite::{Connection, Row, types::Value};

use crate::StoreError;

/// Hits that are still put in the order of the list.
pub(crate) const MOST_SORTED_HITS: u64 = 400;
/// Rows that are counted when a filter is set.
const MOST_COUNTED: u64 = 1_000;

/// One list to be read.
pub(crate) struct Listing<'a> {
    /// `credentials c`, with joins.
    pub(crate) from: &'a str,
    /// What is selected; the first two columns are the row number and the sort value.
    pub(crate) columns: &'a str,
    /// The alias of the table whose `row` names a thing.
    pub(crate) alias: &'a str,
    /// The column to sort by, with its alias.
    pub(crate) sort: &'a str,
    /// Its direction.
    pub(crate) direction: Direction,
    /// Conditions with `?`, each true for a row that is wanted.
    pub(crate) conditions: Vec<String>,
    /// Values for the conditions.
    pub(crate) values: Vec<Value>,
    /// Where the last page ended.
    pub(crate) cursor: Option<&'a str>,
    /// Rows in a page, at most [`LARGEST_PAGE`].
    pub(crate) limit: u32,
    /// The counter that knows the size of the unfiltered list.
    pub(crate) counter: &'a str,
    /// The base name of the full-text tables.
    pub(crate) index: &'a str,
    /// What to look for; white space alone is nothing.
    pub(crate) search: &'a str,
}

struct Hits {
    /// Condition that holds for the hits, with its value.
    condition: String,
    pattern: String,
    many: bool,
}

impl Listing<'_> {
    /// Reads the page. `convert` turns a row into what the caller shows.
    pub(crate) fn page<T>(
        mut self,
        connection: &Connection,
        convert: impl Fn(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Page<T>, StoreError> {
        let filtered = self.conditions.len() > 1;
        let hits = self.hits(connection)?;
        let sort = match &hits {
            Some(hits) if hits.many => format!("{}.row", self.alias),
            _ => self.sort.to_owned(),
        };
        let direction = if hits.as_ref().is_some_and(|h| h.many) {
            Direction::Descending
        } else {
            self.direction
        };
        if let Some(hits) = &hits {
            self.conditions.push(hits.condition.clone());
            self.values.push(Value::Text(hits.pattern.clone()));
        }
        let (total, total_is_exact) = match (&hits, filtered) {
            (None, false) => (self.counted(connection)?, true),
            (Some(hits), _) if hits.many => (MOST_SORTED_HITS, false),
            _ => self.bounded_count(connection)?,
        };
        let (rows, next) = self.rows(connection, &sort, direction, convert)?;
        Ok(Page { rows, next, total, total_is_exact })
    }

    fn rows<T>(
        mut self,
        connection: &Connection,
        sort: &str,
        direction: Direction,
        convert: impl Fn(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<(Vec<T>, Option<String>), StoreError> {
        let (order, compare) = match direction {
            Direction::Ascending => ("ASC", ">"),
            Direction::Descending => ("DESC", "<"),
        };
        if let Some((row, value)) = self.cursor.and_then(parse_cursor) {
            self.conditions.push(format!("({sort}, {}.row) {compare} (?, ?)", self.alias));
            self.values.extend([value, Value::Integer(row)]);
        }
        let limit = self.limit.clamp(1, LARGEST_PAGE);
        let sql = format!(
            "SELECT {a}.row, {sort}, {columns} FROM {from} WHERE {conditions} ORDER BY {sort} {order}, {a}.row {order} LIMIT {more}",
            a = self.alias,
            columns = self.columns,
            from = self.from,
            conditions = self.conditions.join(" AND "),
            more = limit + 1,
        );
        let mut statement = connection.prepare_cached(&sql)?;
        let mut found = statement.query(rusqlite::params_from_iter(self.values))?;
        let (mut rows, mut last, mut next) = (Vec::new(), None, None);
        while let Some(row) = found.next()? {
            if rows.len() == limit as usize {
                next = last;
                break;
            }
            last = Some(cursor_of(row)?);
            rows.push(convert(row)?);
        }
        Ok((rows, next))
    }

    fn hits(&self, connection: &Connection) -> Result<Option<Hits>, StoreError> {
        // A NUL would end the pattern for SQLite.
        let term = self.search.replace('\0', " ");
        let term = term.trim();
        if term.is_empty() {
            return Ok(None);
        }
        let long = term.chars().count() >= 3;
        let (table, pattern) = if long {
            (format!("{}_trigrams", self.index), format!("\"{}\"", term.replace('"', "\"\"")))
        } else {
            (format!("{}_words", self.index), format!("\"{}\" *", term.replace('"', "\"\"")))
        };
        let count: u64 = connection
            .prepare_cached(&format!(
                "SELECT count(*) FROM (SELECT rowid FROM {table} WHERE {table} MATCH ? ORDER BY rowid DESC LIMIT {})",
                MOST_SORTED_HITS + 1
            ))?
            .query_row([&pattern], |row| row.get(0))?;
        let many = count > MOST_SORTED_HITS;
        let condition =
            format!("{}.row IN (SELECT rowid FROM {table} WHERE {table} MATCH ?)", self.alias);
        Ok(Some(Hits { condition, pattern, many }))
    }

    fn counted(&self, connection: &Connection) -> Result<u64, StoreError> {
        Ok(connection
            .prepare_cached("SELECT value FROM counters WHERE name = ?")?
            .query_row([self.counter], |row| row.get(0))?)
    }

    fn bounded_count(&self, connection: &Connection) -> Result<(u64, bool), StoreError> {
        let sql = format!(
            "SELECT count(*) FROM (SELECT 1 FROM {} WHERE {} LIMIT {})",
            self.from,
            self.conditions.join(" AND "),
            MOST_COUNTED + 1
        );
        let count: u64 = connection
            .prepare_cached(&sql)?
            .query_row(rusqlite::params_from_iter(&self.values), |row| row.get(0))?;
        Ok((count.min(MOST_COUNTED), count <= MOST_COUNTED))
    }
}

/// `?, ?, ?` for `values`, which are appended to `into`.
pub(crate) fn list_of(into: &mut Vec<Value>, values: impl IntoIterator<Item = i64>) -> String {
    let before = into.len();
    into.extend(values.into_iter().map(Value::Integer));
    vec!["?"; into.len() - before].join(", ")
}

fn cursor_of(row: &Row<'_>) -> rusqlite::Result<String> {
    let number: i64 = row.get(0)?;
    Ok(match row.get::<_, Value>(1)? {
        Value::Integer(value) => format!("{number} i{value}"),
        Value::Text(value) => format!("{number} t{value}"),
        _ => format!("{number} t"),
    })
}

fn parse_cursor(cursor: &str) -> Option<(i64, Value)> {
    let (row, value) = cursor.split_once(' ')?;
    let value = match value.split_at_checked(1)? {
        ("i", number) => Value::Integer(number.parse().ok()?),
        ("t", text) => Value::Text(text.to_owned()),
        _ => return None,
    };
    Some((row.parse().ok()?, value))
}
