//! Files with something secret, at a place that a person chose.

use std::{fs::OpenOptions, io::Write as _, path::Path};

use credenza_secret::Secret;

use crate::error::UiError;

/// Writes `text` for its owner alone; what stood there is replaced.
pub(crate) fn write(path: &Path, text: &Secret) -> Result<(), UiError> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let written = options.open(path).and_then(|mut file| {
        // A file that was there keeps its rights otherwise.
        #[cfg(unix)]
        file.set_permissions(std::os::unix::fs::PermissionsExt::from_mode(0o600))?;
        // EXPOSE: the person asked for it as a file at a place of their choice.
        file.write_all(text.expose().as_bytes())?;
        file.sync_all()
    });
    written.map_err(|error| UiError::file(path, &error))
}

#[cfg(all(test, unix))]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use std::{fs, os::unix::fs::PermissionsExt as _};

    use super::*;

    #[test]
    fn only_its_owner_reads_it_also_where_a_file_was() {
        let folder = tempfile::tempdir().unwrap();
        for path in [folder.path().join("new"), folder.path().join("old")] {
            if path.ends_with("old") {
                fs::write(&path, "a longer text than the secret one").unwrap();
                fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
            }
            write(&path, &Secret::new("canary".to_owned())).unwrap();
            assert_eq!(fs::read_to_string(&path).unwrap(), "canary");
            assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        }
    }
}
