//! Pages of long lists, cut by cursor and never by offset.

/// Most rows in one page.
pub const LARGEST_PAGE: u32 = 200;

/// Up or down.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Direction {
    /// Smallest first.
    #[default]
    Ascending,
    /// Largest first.
    Descending,
}

/// One page and the way to the next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page<T> {
    /// The rows, in order.
    pub rows: Vec<T>,
    /// What to pass for the next page; none at the end.
    pub next: Option<String>,
    /// How many rows the whole list has with this search and filter.
    pub total: u64,
    /// False when there are more than `total` and counting them all would take too long.
    pub total_is_exact: bool,
}
