//! A home folder that is gone after the test.

use std::path::Path;

/// A temporary folder to be used as a home; removed when dropped.
#[derive(Debug)]
pub struct TempHome(tempfile::TempDir);

impl TempHome {
    /// Makes an empty one.
    #[must_use]
    pub fn new() -> Self {
        Self(tempfile::tempdir().expect("a temporary folder can be made"))
    }

    /// Where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        self.0.path()
    }
}

impl Default for TempHome {
    fn default() -> Self {
        Self::new()
    }
}
