//! Filters of long lists.

/// What is true for a row that is wanted, with `?` for values.
pub(crate) struct Condition {
    pub(crate) sql: String,
    /// Whether the column at its beginning has an index.
    pub(crate) indexed: bool,
}

impl Condition {
    /// A condition that begins with a column that has an index.
    pub(crate) fn indexed(sql: impl Into<String>) -> Self {
        Self { sql: sql.into(), indexed: true }
    }
    /// What a team has: from a colleague, or from here.
    pub(crate) fn shared(alias: &str, received: bool) -> Self {
        let received = u8::from(received);
        Self::indexed(format!(
            "{alias}.id IN (SELECT thing FROM team_records WHERE received = {received})"
        ))
    }
    /// Takes the index away: a unary plus keeps a column from being looked up by it.
    pub(crate) fn check_alone(&mut self) {
        self.sql.insert(0, '+');
        self.indexed = false;
    }
    /// Any other condition.
    pub(crate) fn plain(sql: impl Into<String>) -> Self {
        Self { sql: sql.into(), indexed: false }
    }
}
