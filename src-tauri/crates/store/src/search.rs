//! Long lists: one page along an index, with filters and search.
//!
//! A search first asks the full-text table for the newest hits. Up to [`MOST_SORTED_HITS`] are put
//! in the order that was asked for; more than that are given newest first, since sorting all of
//! them would need every row.

use credenza_model::page::{Direction, LARGEST_PAGE, Page};
use rusqlite::{Connection, Row, types::Value};

pub(crate) use crate::condition::Condition;
use crate::{StoreError, searched::Searched};

/// Hits that are still put in the order of the list.
pub(crate) const MOST_SORTED_HITS: u64 = 400;
/// Rows that are counted when a filter is set.
pub(crate) const MOST_COUNTED: u64 = 1_000;
/// Rows up to which all that a filter keeps are read and sorted. Where it keeps more, the list is
/// walked in its order until the page is full, past what its index says is not wanted. At a million
/// rows both take some 15 ms here.
const MOST_SORTED_MATCHES: u64 = 2_000;

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
    /// The index in that order, with what filters ask for; none where there is no such index.
    pub(crate) order: Option<&'a str>,
    /// Its direction.
    pub(crate) direction: Direction,
    /// Each is true for a row that is wanted.
    pub(crate) conditions: Vec<Condition>,
    /// Values for the conditions.
    pub(crate) values: Vec<Value>,
    /// Where the last page ended.
    pub(crate) cursor: Option<&'a str>,
    /// Rows in a page, at most [`LARGEST_PAGE`].
    pub(crate) limit: u32,
    /// The counter that knows the size of the unfiltered list.
    pub(crate) counter: &'a str,
    /// Its full-text tables; none where there are none, and nothing is searched.
    pub(crate) searched: Option<&'a Searched>,
    /// What to look for; white space alone is nothing.
    pub(crate) search: &'a str,
}

/// What the full-text table answered.
enum Hits {
    /// Nothing is searched.
    All,
    /// Few enough to be put in order: their rows.
    Few(Vec<i64>),
    /// More than that: where to find them, newest first, and the first of them.
    Many { table: String, pattern: String, first: Vec<i64> },
}

impl Listing<'_> {
    /// Reads the page. `convert` turns a row into what the caller shows.
    pub(crate) fn page<T>(
        mut self,
        connection: &Connection,
        convert: impl Fn(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Page<T>, StoreError> {
        let filtered = self.conditions.len() > 1;
        self.look_up_by_one_index();
        let hits = self.hits(connection)?;
        self.order = self.order.filter(|_| matches!(hits, Hits::All));
        match hits {
            Hits::Many { first, .. } if !filtered && self.cursor.is_none() => {
                self.first_of_many(connection, &first, convert)
            }
            Hits::Many { table, pattern, .. } => {
                if self.keeps_few(connection)? {
                    self.only_hits(&table, pattern);
                    self.sorted(connection, None, convert)
                } else {
                    self.newest(connection, &table, pattern, convert)
                }
            }
            Hits::Few(rows) if rows.is_empty() => {
                Ok(Page { rows: Vec::new(), next: None, total: 0, total_is_exact: true })
            }
            Hits::Few(rows) => {
                let found = rows.len() as u64;
                self.only(&rows);
                let counted = if filtered { None } else { Some((found, true)) };
                self.sorted(connection, counted, convert)
            }
            Hits::All => {
                let counted = if filtered { None } else { Some((self.counted(connection)?, true)) };
                self.sorted(connection, counted, convert)
            }
        }
    }

    /// The page in the order of the list; `counted` is its size, if that is known.
    fn sorted<T>(
        mut self,
        connection: &Connection,
        counted: Option<(u64, bool)>,
        convert: impl Fn(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Page<T>, StoreError> {
        let (total, total_is_exact) = match counted {
            Some(counted) => counted,
            None => self.matches(connection)?,
        };
        let (sort, direction, from) = (self.sort, self.direction, self.walked());
        let (rows, next) = self.rows(connection, &from, sort, direction, convert)?;
        Ok(Page { rows, next, total, total_is_exact })
    }

    /// Where rows are read when nothing finds them but a walk in the order of the list. A name is
    /// unique, and the index that sees to it would be walked instead, and every row be read.
    fn walked(&self) -> String {
        let looked_up = self.conditions.iter().any(|condition| condition.indexed);
        let order = self.order.filter(|_| !looked_up);
        order.map_or(self.from.to_owned(), |order| format!("{} INDEXED BY {order}", self.from))
    }

    /// The first page of a search that finds many: those that were found already, newest first.
    fn first_of_many<T>(
        mut self,
        connection: &Connection,
        first: &[i64],
        convert: impl Fn(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Page<T>, StoreError> {
        self.only(first);
        let (from, newest) = (self.from, format!("-{}.row", self.alias));
        let (rows, next) = self.rows(connection, from, &newest, Direction::Ascending, convert)?;
        Ok(Page { rows, next, total: MOST_SORTED_HITS, total_is_exact: false })
    }

    /// Keeps these rows alone.
    fn only(&mut self, rows: &[i64]) {
        let listed = format!("{}.row IN (SELECT value FROM json_each(?))", self.alias);
        self.conditions.push(Condition::plain(listed));
        self.values.push(Value::Text(json_list(rows)));
    }

    /// Whether the filters alone leave so little that each row is looked up in the full-text table.
    fn keeps_few(&self, connection: &Connection) -> Result<bool, StoreError> {
        let indexed = self.conditions.iter().any(|condition| condition.indexed);
        Ok(indexed && self.count(connection, "", MOST_COUNTED)? <= MOST_COUNTED)
    }

    /// Keeps what the full-text table has for the pattern.
    fn only_hits(&mut self, table: &str, pattern: String) {
        let hit = format!(
            "EXISTS (SELECT 1 FROM {table} WHERE {table} MATCH ? AND rowid = -{}.row)",
            self.alias
        );
        self.conditions.push(Condition::plain(hit));
        self.values.push(Value::Text(pattern));
    }

    /// Leaves the first column that has an index to be looked up by it: of several the one that
    /// keeps least stands first, and without statistics another might be taken.
    fn look_up_by_one_index(&mut self) {
        let others = self.conditions.iter_mut().filter(|condition| condition.indexed).skip(1);
        others.for_each(Condition::check_alone);
    }

    /// The newest hits of a search that finds many. The full-text table leads, since it knows them
    /// in this order without reading more than the page needs.
    fn newest<T>(
        mut self,
        connection: &Connection,
        table: &str,
        pattern: String,
        convert: impl Fn(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Page<T>, StoreError> {
        let from =
            format!("{table} hit CROSS JOIN {} ON {}.row = -hit.rowid", self.from, self.alias);
        self.conditions.push(Condition::plain(format!("hit.{table} MATCH ?")));
        self.values.push(Value::Text(pattern));
        let begins = self.cursor.is_none();
        if let Some((row, _)) = self.cursor.take().and_then(parse_cursor) {
            self.conditions.push(Condition::plain("hit.rowid > ?"));
            self.values.push(Value::Integer(-row));
        }
        let (rows, next) =
            self.rows(connection, &from, "hit.rowid", Direction::Ascending, convert)?;
        if begins && next.is_none() {
            // The filters left less than a page of many hits.
            let total = rows.len() as u64;
            return Ok(Page { rows, next, total, total_is_exact: true });
        }
        Ok(Page { rows, next, total: MOST_SORTED_HITS, total_is_exact: false })
    }

    fn rows<T>(
        mut self,
        connection: &Connection,
        from: &str,
        sort: &str,
        direction: Direction,
        convert: impl Fn(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<(Vec<T>, Option<String>), StoreError> {
        let (order, compare) = match direction {
            Direction::Ascending => ("ASC", ">"),
            Direction::Descending => ("DESC", "<"),
        };
        if let Some((row, value)) = self.cursor.and_then(parse_cursor) {
            let after = format!("({sort}, {}.row) {compare} (?, ?)", self.alias);
            self.conditions.push(Condition::plain(after));
            self.values.extend([value, Value::Integer(row)]);
        }
        let tie = if sort.ends_with("row") || sort.ends_with("rowid") {
            String::new()
        } else {
            format!(", {}.row {order}", self.alias)
        };
        let limit = self.limit.clamp(1, LARGEST_PAGE);
        let sql = format!(
            "SELECT {a}.row, {sort}, {columns} FROM {from} WHERE {conditions} ORDER BY {sort} {order}{tie} LIMIT {more}",
            a = self.alias,
            columns = self.columns,
            conditions = self.condition(),
            more = limit + 1,
        );
        let mut statement = connection.prepare_cached(&sql)?;
        let mut found = statement.query(rusqlite::params_from_iter(self.values))?;
        let (mut rows, mut last, mut next) = (Vec::new(), None, None);
        while let Some(row) = found.next()? {
            if rows.len() == limit as usize {
                next = last.map(cursor_text);
                break;
            }
            last = Some((row.get(0)?, row.get(1)?));
            rows.push(convert(row)?);
        }
        Ok((rows, next))
    }

    fn hits(&self, connection: &Connection) -> Result<Hits, StoreError> {
        // A NUL would end the pattern for SQLite.
        let term = self.search.replace('\0', " ");
        let term = term.trim();
        let Some(searched) = self.searched.filter(|_| !term.is_empty()) else {
            return Ok(Hits::All);
        };
        let long = term.chars().count() >= 3;
        let (table, pattern) = if long {
            (searched.trigrams(), format!("\"{}\"", term.replace('"', "\"\"")))
        } else {
            (searched.words(), format!("\"{}\" *", term.replace('"', "\"\"")))
        };
        let sql = format!(
            "SELECT -rowid FROM {table} WHERE {table} MATCH ? ORDER BY rowid LIMIT {}",
            MOST_SORTED_HITS + 1
        );
        let mut statement = connection.prepare_cached(&sql)?;
        let rows: Vec<i64> =
            statement.query_map([&pattern], |row| row.get(0))?.collect::<Result<_, _>>()?;
        let many = rows.len() as u64 > MOST_SORTED_HITS;
        Ok(if many { Hits::Many { table, pattern, first: rows } } else { Hits::Few(rows) })
    }

    fn counted(&self, connection: &Connection) -> Result<u64, StoreError> {
        Ok(connection
            .prepare_cached("SELECT value FROM counters WHERE name = ?")?
            .query_row([self.counter], |row| row.get(0))?)
    }

    /// Counts what the filters keep, and has the rows found by the shorter of the two ways.
    fn matches(&mut self, connection: &Connection) -> Result<(u64, bool), StoreError> {
        let count = if self.conditions.iter().any(|condition| condition.indexed) {
            let count = self.count(connection, "", MOST_SORTED_MATCHES)?;
            if count > MOST_SORTED_MATCHES {
                let sort = self.sort;
                let indexed = self.conditions.iter_mut().filter(|condition| condition.indexed);
                let indexed = indexed.filter(|condition| !condition.is_of(sort));
                indexed.for_each(Condition::check_alone);
            }
            count
        } else {
            let order = match self.direction {
                Direction::Ascending => "ASC",
                Direction::Descending => "DESC",
            };
            self.count(connection, &format!("ORDER BY {} {order}", self.sort), MOST_COUNTED)?
        };
        Ok((count.min(MOST_COUNTED), count <= MOST_COUNTED))
    }

    /// Counts up to one more than `most`.
    fn count(&self, connection: &Connection, order: &str, most: u64) -> Result<u64, StoreError> {
        let sql = format!(
            "SELECT count(*) FROM (SELECT 1 FROM {} WHERE {} {order} LIMIT {})",
            self.walked(),
            self.condition(),
            most + 1
        );
        Ok(connection
            .prepare_cached(&sql)?
            .query_row(rusqlite::params_from_iter(&self.values), |row| row.get(0))?)
    }

    fn condition(&self) -> String {
        let all: Vec<&str> = self.conditions.iter().map(|condition| &*condition.sql).collect();
        all.join(" AND ")
    }
}

/// `?, ?, ?` for `values`, which are appended to `into`.
pub(crate) fn list_of(into: &mut Vec<Value>, values: impl IntoIterator<Item = i64>) -> String {
    let before = into.len();
    into.extend(values.into_iter().map(Value::Integer));
    vec!["?"; into.len() - before].join(", ")
}

fn json_list(rows: &[i64]) -> String {
    let numbers: Vec<String> = rows.iter().map(i64::to_string).collect();
    format!("[{}]", numbers.join(","))
}

fn cursor_text((row, value): (i64, Value)) -> String {
    match value {
        Value::Integer(value) => format!("{row} i{value}"),
        Value::Text(value) => format!("{row} t{value}"),
        _ => format!("{row} t"),
    }
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
