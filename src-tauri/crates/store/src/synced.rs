//! Which program synchronises a folder: other computers, and whoever runs them, have copies of it.

use std::path::Path;

/// How a synchronised folder shows itself.
enum Sign {
    /// A folder on the way has this name, in lower case; ` - ` or ` (` and an account may follow.
    Named(&'static str),
    /// A folder in one called `CloudStorage`, where macOS puts them, begins with this.
    InCloudStorage(&'static str),
    /// A folder on the way holds something with this name.
    Holds(&'static str),
    /// The same with a name that begins and ends like this.
    HoldsLike(&'static str, &'static str),
}

/// How much of a folder is looked through for a name: the window asks with each change of its state.
const MOST_ENTRIES: usize = 5_000;

use Sign::{Holds, HoldsLike, InCloudStorage, Named};

/// The signs of each program. What a program keeps in the home folder for itself is none.
const SIGNS: &[(&str, &[Sign])] = &[
    ("Dropbox", &[Named("dropbox"), InCloudStorage("Dropbox"), Holds(".dropbox.cache")]),
    (
        "OneDrive",
        &[
            Named("onedrive"),
            InCloudStorage("OneDrive"),
            Holds(".849C9593-D756-4E56-8D6E-42412F2A707B"),
        ],
    ),
    (
        "Google Drive",
        &[
            Named("google drive"),
            Named("googledrive"),
            InCloudStorage("GoogleDrive"),
            Holds(".tmp.drivedownload"),
            Holds(".tmp.driveupload"),
        ],
    ),
    (
        "iCloud",
        &[
            Named("icloud"),
            Named("icloud drive"),
            Named("iclouddrive"),
            Named("com~apple~clouddocs"),
            InCloudStorage("iCloud"),
        ],
    ),
    (
        "Nextcloud",
        &[
            Named("nextcloud"),
            InCloudStorage("Nextcloud"),
            Holds(".nextcloudsync.log"),
            HoldsLike(".sync_", ".db"),
            HoldsLike("._sync_", ".db"),
        ],
    ),
    ("ownCloud", &[Named("owncloud"), InCloudStorage("ownCloud"), Holds(".owncloudsync.log")]),
    ("Syncthing", &[Named("syncthing"), Holds(".stfolder")]),
    ("Resilio Sync", &[Named("resilio sync"), Holds(".sync/ID")]),
    ("Box", &[Named("box sync"), InCloudStorage("Box")]),
    ("pCloud", &[Named("pclouddrive"), Named("pcloud drive")]),
    ("MEGA", &[Named("megasync"), Holds(".megaignore")]),
    ("Seafile", &[Named("seafile")]),
];

/// The program that synchronises the folder in which `path` lies; none when none is known to. Links on
/// the way are followed as well.
#[must_use]
pub fn synced_by(path: &Path) -> Option<&'static str> {
    let real = nearest(path).and_then(|path| path.canonicalize().ok());
    by_signs(path).or_else(|| real.filter(|real| real != path).and_then(|real| by_signs(&real)))
}

/// What of `path` is there: a workspace is looked at before it is made.
fn nearest(path: &Path) -> Option<&Path> {
    path.ancestors().find(|path| path.exists())
}

fn by_signs(path: &Path) -> Option<&'static str> {
    let shows = |sign: &Sign| path.ancestors().any(|folder| sign.shows_in(folder));
    SIGNS.iter().find(|(_, signs)| signs.iter().any(shows)).map(|(program, _)| *program)
}

impl Sign {
    fn shows_in(&self, folder: &Path) -> bool {
        let own = folder.file_name().unwrap_or_default().to_string_lossy();
        match self {
            Named(name) => {
                let own = own.to_lowercase();
                let rest = own.strip_prefix(name);
                rest.is_some_and(|rest| {
                    rest.is_empty() || rest.starts_with(" - ") || rest.starts_with(" (")
                })
            }
            InCloudStorage(begin) => {
                let outer = folder.parent().and_then(Path::file_name);
                own.starts_with(begin) && outer.is_some_and(|outer| outer == "CloudStorage")
            }
            Holds(name) => folder.join(name).exists(),
            HoldsLike(begin, end) => {
                let entries = std::fs::read_dir(folder).into_iter().flatten();
                entries.take(MOST_ENTRIES).filter_map(Result::ok).any(|entry| {
                    let name = entry.file_name();
                    let name = name.to_string_lossy();
                    name.starts_with(begin) && name.ends_with(end)
                })
            }
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use std::fs;

    use super::*;

    #[test]
    fn a_folder_is_told_by_the_names_on_the_way() {
        let told = [
            ("/home/maya/Dropbox/Finance.credenza", "Dropbox"),
            ("/home/maya/Dropbox (Contoso)/Work/Finance.credenza", "Dropbox"),
            ("C:/Users/maya/OneDrive - Contoso Ltd/Finance.credenza", "OneDrive"),
            ("/Users/maya/Library/CloudStorage/OneDrive-Contoso/F.credenza", "OneDrive"),
            (
                "/Users/maya/Library/CloudStorage/GoogleDrive-m@contoso.com/F.credenza",
                "Google Drive",
            ),
            ("/Users/maya/Library/Mobile Documents/com~apple~CloudDocs/F.credenza", "iCloud"),
            ("C:/Users/maya/iCloudDrive/F.credenza", "iCloud"),
            ("G:/Google Drive/F.credenza", "Google Drive"),
            ("/home/maya/Nextcloud/F.credenza", "Nextcloud"),
            ("/home/maya/syncthing/F.credenza", "Syncthing"),
        ];
        for (path, program) in told {
            assert_eq!(synced_by(Path::new(path)), Some(program), "{path}");
        }
        let not = [
            "/home/maya/Documents/Finance.credenza",
            "/home/maya/dropbox-scripts/Finance.credenza",
            "/home/maya/OneDriver/Finance.credenza",
            "/home/maya/CloudStorage/Elsewhere/Finance.credenza",
        ];
        for path in not {
            assert_eq!(synced_by(Path::new(path)), None, "{path}");
        }
    }

    /// What stands in its root, and whether it is a folder.
    const MARKS: [(&str, bool, &str); 10] = [
        (".dropbox.cache", true, "Dropbox"),
        (".849C9593-D756-4E56-8D6E-42412F2A707B", false, "OneDrive"),
        (".tmp.driveupload", true, "Google Drive"),
        (".tmp.drivedownload", true, "Google Drive"),
        (".sync_a1b2c3.db", false, "Nextcloud"),
        ("._sync_a1b2c3.db", false, "Nextcloud"),
        (".nextcloudsync.log", false, "Nextcloud"),
        (".owncloudsync.log", false, "ownCloud"),
        (".stfolder", true, "Syncthing"),
        (".megaignore", false, "MEGA"),
    ];

    #[test]
    fn or_by_what_the_program_leaves_there() {
        for (mark, is_folder, program) in MARKS {
            let home = tempfile::tempdir().unwrap();
            let inner = home.path().join("shared/work/Finance.credenza");
            fs::create_dir_all(&inner).unwrap();
            assert_eq!(synced_by(&inner), None, "the control");
            let mark = home.path().join("shared").join(mark);
            if is_folder { fs::create_dir(&mark) } else { fs::write(&mark, "") }.unwrap();
            assert_eq!(synced_by(&inner), Some(program), "{}", mark.display());
            assert_eq!(synced_by(home.path()), None, "what lies beside it is not synchronised");
            let later = home.path().join("shared/New.credenza");
            assert_eq!(synced_by(&later), Some(program), "before it is made");
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_link_into_it_is_followed() {
        let home = tempfile::tempdir().unwrap();
        fs::create_dir_all(home.path().join("Dropbox/work")).unwrap();
        let link = home.path().join("work");
        std::os::unix::fs::symlink(home.path().join("Dropbox/work"), &link).unwrap();
        assert_eq!(synced_by(&link.join("Finance.credenza")), Some("Dropbox"));
    }

    #[test]
    fn what_a_program_keeps_in_the_home_folder_for_itself_is_no_sign() {
        let home = tempfile::tempdir().unwrap();
        for own in [".dropbox", ".config/syncthing", ".local/share/Nextcloud"] {
            fs::create_dir_all(home.path().join(own)).unwrap();
        }
        assert_eq!(synced_by(&home.path().join("Documents/Finance.credenza")), None);
    }
}
