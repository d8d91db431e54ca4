//! Sources: add, list, change, scan, remove.

mod add;
mod found;
mod fresh;
mod index;
mod list;
mod scan;

pub use add::SourceEditRequest;
pub(crate) use fresh::FreshSources;
pub(crate) use scan::scan_error;
pub use scan::{ScanJob, ScanProgress, Scanned};
