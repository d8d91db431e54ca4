//! Which workspaces there are on this computer: those in the data folder and those opened elsewhere.

use std::{
    fs,
    path::{Path, PathBuf},
};

use credenza_app::WorkspaceFolder;
use jiff::Timestamp;

const RECENT: &str = "recent";

/// A workspace that was opened here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Known {
    pub(crate) folder: WorkspaceFolder,
    pub(crate) opened: Option<Timestamp>,
}

/// All that still exist, the one opened last first.
pub(crate) fn known(home: &Path) -> Vec<Known> {
    let mut found: Vec<Known> = read_recent(home);
    let entries = fs::read_dir(home).into_iter().flatten().filter_map(Result::ok);
    for path in entries.map(|entry| entry.path()) {
        if !found.iter().any(|known| known.folder.path() == path) {
            found.push(Known { folder: WorkspaceFolder::new(path), opened: None });
        }
    }
    found.retain(|known| known.folder.is_workspace());
    found.sort_by_key(|known| std::cmp::Reverse(known.opened));
    found
}

/// Notes that `folder` was opened at `now`.
pub(crate) fn note(home: &Path, folder: &WorkspaceFolder, now: Timestamp) {
    let mut recent = read_recent(home);
    recent.retain(|known| known.folder != *folder);
    recent.insert(0, Known { folder: folder.clone(), opened: Some(now) });
    let lines: Vec<String> = recent
        .iter()
        .take(20)
        .map(|k| format!("{}\t{}\n", k.opened.unwrap_or_default(), k.folder.path().display()))
        .collect();
    let written =
        fs::create_dir_all(home).and_then(|()| fs::write(home.join(RECENT), lines.concat()));
    if let Err(error) = written {
        tracing::warn!(%error, "the list of recent workspaces was not written");
    }
}

fn read_recent(home: &Path) -> Vec<Known> {
    let text = fs::read_to_string(home.join(RECENT)).unwrap_or_default();
    text.lines()
        .filter_map(|line| line.split_once('\t'))
        .map(|(opened, path)| Known {
            folder: WorkspaceFolder::new(PathBuf::from(path)),
            opened: opened.parse().ok(),
        })
        .collect()
}

/// Where workspaces lie when nobody says otherwise.
pub(crate) fn data_folder() -> PathBuf {
    directories::ProjectDirs::from("app", "Credenza", "credenza")
        .map_or_else(|| PathBuf::from("credenza"), |dirs| dirs.data_dir().to_owned())
}
