//! Random rows in every table, whatever tables there are.

use rusqlite::{Connection, params_from_iter, types::Value};

/// Rows that are tried for each table; those that a constraint refuses are left out.
const TRIES: u64 = 60;
/// Most rows of a table.
const MOST: u64 = 12;

/// A sequence of numbers that depends on its seed alone (SplitMix64).
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut n = self.0;
        n = (n ^ (n >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        n = (n ^ (n >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (n ^ (n >> 31)) % end
    }

    fn text(&mut self) -> String {
        let letters: Vec<char> =
            "aZ0 _-'\"\u{e4}\u{df}\u{43f}\u{6f22}\u{1f511}\n".chars().collect();
        let length = [1, 3, 40, 900][usize::try_from(self.below(4)).unwrap()];
        (0..=self.below(length))
            .map(|_| letters[usize::try_from(self.below(letters.len() as u64)).unwrap()])
            .collect()
    }

    fn bytes(&mut self, length: u64) -> Vec<u8> {
        (0..length).map(|_| u8::try_from(self.below(256)).unwrap()).collect()
    }
}

/// What a column takes.
struct Column {
    kind: String,
    is_required: bool,
    /// The table to one of whose rows it points.
    points_to: Option<String>,
}

/// Puts up to [`MOST`] rows into each table, into the search indexes as well.
pub(super) fn random(connection: &Connection, seed: u64) {
    let mut dice = Dice(seed);
    // What is random refers to nothing else: only what the schema itself asks for holds.
    connection.execute_batch("BEGIN").unwrap();
    for table in tables(connection) {
        let columns = columns(connection, &table);
        let (mut rows, most) = (0, 1 + dice.below(MOST));
        for _ in 0..TRIES {
            if rows < most && insert(connection, &table, &columns, &mut dice) {
                rows += 1;
            }
        }
    }
    for index in ["credential_trigrams", "credential_words", "variable_trigrams", "variable_words"]
    {
        let sql = format!("INSERT INTO {index} (rowid, text) VALUES (?, ?)");
        for row in 0..dice.below(MOST) {
            connection.execute(&sql, (row.cast_signed() + 1, dice.text())).unwrap();
        }
    }
    connection.execute_batch("COMMIT").unwrap();
}

/// Tables of the workspace itself, in the order in which they were made, so that what others point
/// to comes first.
fn tables(connection: &Connection) -> Vec<String> {
    let sql = "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table'
        AND name NOT LIKE 'sqlite_%'";
    let there: Vec<String> = texts(connection, sql);
    let made =
        texts(connection, "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY rowid");
    made.into_iter().filter(|name| there.contains(name)).collect()
}

fn texts(connection: &Connection, sql: &str) -> Vec<String> {
    let mut statement = connection.prepare(sql).unwrap();
    statement.query_map([], |row| row.get(0)).unwrap().collect::<Result<_, _>>().unwrap()
}

fn columns(connection: &Connection, table: &str) -> Vec<Column> {
    let sql = "SELECT c.type, c.\"notnull\" OR c.pk, f.\"table\" FROM pragma_table_info(?1) c
        LEFT JOIN pragma_foreign_key_list(?1) f ON f.\"from\" = c.name ORDER BY c.cid";
    let mut statement = connection.prepare(sql).unwrap();
    let column = |row: &rusqlite::Row<'_>| {
        Ok(Column { kind: row.get(0)?, is_required: row.get(1)?, points_to: row.get(2)? })
    };
    statement.query_map([table], column).unwrap().collect::<Result<_, _>>().unwrap()
}

fn insert(connection: &Connection, table: &str, columns: &[Column], dice: &mut Dice) -> bool {
    let values: Vec<Value> = columns.iter().map(|column| value(connection, column, dice)).collect();
    let marks = vec!["?"; values.len()].join(", ");
    let sql = format!("INSERT INTO {table} VALUES ({marks})");
    connection.prepare_cached(&sql).unwrap().execute(params_from_iter(values)).is_ok()
}

fn value(connection: &Connection, column: &Column, dice: &mut Dice) -> Value {
    if !column.is_required && dice.below(4) == 0 {
        return Value::Null;
    }
    if let Some(table) = &column.points_to {
        let sql = format!("SELECT row FROM {table} ORDER BY row");
        let rows: Vec<i64> = {
            let mut statement = connection.prepare_cached(&sql).unwrap();
            statement.query_map([], |row| row.get(0)).unwrap().collect::<Result<_, _>>().unwrap()
        };
        let one = usize::try_from(dice.below(rows.len().max(1) as u64)).unwrap();
        return rows.get(one).map_or(Value::Null, |row| Value::Integer(*row));
    }
    match (column.kind.as_str(), dice.below(8)) {
        ("INTEGER", 0) => Value::Integer(dice.below(u64::MAX).cast_signed()),
        ("INTEGER", _) => Value::Integer(dice.below(9).cast_signed()),
        ("BLOB", 0) => {
            let length = dice.below(9_000);
            Value::Blob(dice.bytes(length))
        }
        ("BLOB", n) => Value::Blob(dice.bytes(if n < 5 { 16 } else { 32 })),
        _ => Value::Text(dice.text()),
    }
}
