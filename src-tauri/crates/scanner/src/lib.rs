//! Finds the places in code that name a credential, variable, connection or secret.
//!
//! [`scan`] walks a folder and gives a [`Scan`]: the references, what could not be read and why, and
//! an [`Index`] that makes the next scan read only what has changed.

mod address;
mod archive;
mod blocks;
mod cli;
mod code;
mod coverage;
mod data;
mod documents;
mod exported;
mod expr;
mod file;
mod found;
mod graphical;
mod index;
mod joined;
mod language;
mod literals;
mod names;
mod notebook;
mod plain;
mod powershell;
mod prefilter;
mod reference;
mod scala;
mod scan;
mod shell;
mod solution;
mod spans;
mod table;
mod templates;
mod text;
mod tracked;
mod walk;
mod work;

pub use coverage::{Coverage, SkipReason, Skipped};
pub use file::{FileScan, scan_bytes};
pub use index::{FileRecord, Fingerprint, Index, Outcome};
pub use language::Language;
pub use prefilter::literals;
pub use reference::{Cell, Kind, Operation, Reference, Via};
pub use scan::{Scan, ScanError, ScanOptions, scan};
pub use work::Progress;
