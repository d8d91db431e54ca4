//! Scanning a folder for which there is no workspace.

use std::{ops::ControlFlow, path::Path, time::SystemTime};

use credenza_scanner::{Scan, ScanOptions};

use crate::{AppError, Host, sources::scan_error};

pub use credenza_scanner::{Coverage, Reference, Skipped};

/// Scans a folder, or one file, and keeps nothing.
///
/// # Errors
/// [`crate::ErrorCode::File`] when it can't be read.
pub fn scan_path(host: &dyn Host, path: &Path) -> Result<Scan, AppError> {
    let options = ScanOptions::at(SystemTime::from(host.now()));
    credenza_scanner::scan(path, &options, None, &|_| ControlFlow::Continue(())).map_err(scan_error)
}
