//! Filters of long lists.

/// What is true for a row that is wanted, with `?` for values.
pub(crate) struct Condition {
    pub(crate) sql: String,
    /// Whether the column at its beginning has an index.
    pub(crate) indexed: bool,
    /// The column by which its index has the rows of one value in order.
    goes_on: Option<&'static str>,
}

impl Condition {
    /// A condition that begins with a column that has an index.
    pub(crate) fn indexed(sql: impl Into<String>) -> Self {
        Self { sql: sql.into(), indexed: true, goes_on: None }
    }
    /// What a team has: from a colleague, or from here.
    pub(crate) fn shared(alias: &str, received: bool) -> Self {
        let received = u8::from(received);
        Self::indexed(format!(
            "{alias}.id IN (SELECT thing FROM team_records WHERE received = {received})"
        ))
    }
    /// The same, with an index that has the rows of one value in the order of `column`.
    pub(crate) fn in_order_of(self, column: &'static str) -> Self {
        Self { goes_on: Some(column), ..self }
    }
    /// Whether its index finds what is wanted in the order of the list.
    pub(crate) fn is_of(&self, sort: &str) -> bool {
        self.goes_on == Some(sort)
            || self.sql.strip_prefix(sort).is_some_and(|rest| rest.starts_with(' '))
    }
    /// Takes the index away: a unary plus keeps a column from being looked up by it.
    pub(crate) fn check_alone(&mut self) {
        self.sql.insert(0, '+');
        self.indexed = false;
    }
    /// Any other condition.
    pub(crate) fn plain(sql: impl Into<String>) -> Self {
        Self { sql: sql.into(), indexed: false, goes_on: None }
    }
}
