//! Follows the files of sources while the workspace is unlocked (W8). What has changed is scanned
//! once it has been quiet for a moment.

use std::{
    collections::HashMap,
    path::Path,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    thread,
    time::Duration,
};

use credenza_model::ids::SourceId;
use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};
use tauri::{AppHandle, Manager as _};

use crate::{desktop::Desktop, scans};

/// Between two looks at what has changed; a change is scanned when a look sees nothing newer.
const PAUSE: Duration = Duration::from_secs(1);

/// One source whose files are watched.
struct Watched {
    /// Ends the watching when it is dropped.
    _watcher: RecommendedWatcher,
    /// Counts changes.
    changes: Arc<AtomicU64>,
    /// The count at the last look.
    seen: u64,
    /// The count that was scanned.
    scanned: Option<u64>,
}

/// The sources that are watched.
#[derive(Default)]
pub(crate) struct Watch(Mutex<HashMap<SourceId, Watched>>);

impl Watch {
    fn all(&self) -> MutexGuard<'_, HashMap<SourceId, Watched>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn stop_all(&self) {
        self.all().clear();
    }

    /// How many changes there were; none when the source is not watched.
    pub(crate) fn changes(&self, source: SourceId) -> Option<u64> {
        Some(self.all().get(&source)?.changes.load(Ordering::SeqCst))
    }

    /// A scan that began at this count has ended, well or not: only a further change asks for the
    /// next one. Whether nothing has changed since.
    pub(crate) fn scanned(&self, source: SourceId, changes: Option<u64>) -> bool {
        let mut all = self.all();
        let Some(watched) = all.get_mut(&source) else { return false };
        watched.scanned = changes;
        changes == Some(watched.changes.load(Ordering::SeqCst))
    }

    /// The sources that have changed since their last scan, and whether each is quiet now.
    fn due(&self) -> Vec<(SourceId, bool)> {
        let mut due = Vec::new();
        for (source, watched) in self.all().iter_mut() {
            let now = watched.changes.load(Ordering::SeqCst);
            let quiet = std::mem::replace(&mut watched.seen, now) == now;
            if watched.scanned != Some(now) {
                due.push((*source, quiet));
            }
        }
        due
    }
}

/// Watches what is to be watched and nothing else, on a thread of its own: a large folder takes a
/// moment.
pub(crate) fn follow(app: &AppHandle) {
    let app = app.clone();
    thread::spawn(move || {
        let Some(desktop) = app.try_state::<Desktop>() else { return };
        let Ok(sources) = desktop.workspace().and_then(|open| Ok(open.list_sources()?)) else {
            return;
        };
        let wanted = |source: &SourceId| sources.iter().any(|one| one.id == *source && one.watched);
        desktop.watch.all().retain(|source, _| wanted(source));
        for source in sources.iter().filter(|source| source.watched) {
            let known = desktop.watch.all().contains_key(&source.id);
            if let Some(watched) = (!known).then(|| watched(Path::new(&source.path))).flatten() {
                desktop.watch.all().insert(source.id, watched);
            }
        }
        if desktop.workspace().is_err() {
            desktop.watch.stop_all();
        }
    });
}

/// Where the system has no watches left, the source is scanned when a person asks.
fn watched(folder: &Path) -> Option<Watched> {
    let changes = Arc::new(AtomicU64::new(0));
    let count = Arc::clone(&changes);
    let report = move |event: notify::Result<Event>| {
        if event.map_or(true, |event| matters(&event)) {
            count.fetch_add(1, Ordering::SeqCst);
        }
    };
    let mut watcher = notify::recommended_watcher(report).ok()?;
    watcher.watch(folder, RecursiveMode::Recursive).ok()?;
    Some(Watched { _watcher: watcher, changes, seen: 0, scanned: None })
}

/// Reading changes nothing, and what git and Credenza keep for themselves is no code: a scan that
/// is stored must not ask for the next one.
fn matters(event: &Event) -> bool {
    let own = |path: &Path| {
        path.components().any(|part| {
            let name = part.as_os_str();
            name == ".git" || Path::new(name).extension().is_some_and(|end| end == "credenza")
        })
    };
    let read = matches!(event.kind, EventKind::Access(_));
    !read && (event.paths.is_empty() || !event.paths.iter().all(|path| own(path)))
}

/// Looks once a second, on its own thread, as long as the program runs.
pub(crate) fn watch(app: AppHandle) {
    thread::spawn(move || {
        loop {
            thread::sleep(PAUSE);
            let Some(desktop) = app.try_state::<Desktop>() else { continue };
            for (source, quiet) in desktop.watch.due() {
                if let Ok(workspace) = desktop.workspace() {
                    workspace.set_fresh(source, false);
                    if quiet {
                        // A scan that can't start is tried again at the next look.
                        let _ = scans::start(&desktop, source);
                    }
                }
            }
        }
    });
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn a_change_counts_and_reading_or_keeping_does_not() {
        let home = tempfile::tempdir().unwrap();
        for folder in ["code", "code/.git", "code/Finance.credenza"] {
            std::fs::create_dir(home.path().join(folder)).unwrap();
        }
        let file = |name: &str| home.path().join("code").join(name);
        std::fs::write(file("old.ps1"), "x").unwrap();
        let source = SourceId::from_random([1; 16]);
        let watch = Watch::default();
        let watched = watched(&home.path().join("code")).unwrap();
        watch.all().insert(source, watched);
        assert_eq!(watch.due(), [(source, true)], "nothing was scanned yet");
        assert!(watch.scanned(source, watch.changes(source)));
        assert!(watch.due().is_empty());
        std::fs::read(file("old.ps1")).unwrap();
        std::fs::write(file(".git/index"), "x").unwrap();
        std::fs::write(file("Finance.credenza/store.db"), "x").unwrap();
        std::fs::write(file("new.ps1"), "x").unwrap();
        // What came before it has been told by the time that it is due.
        let due = || {
            (0..200).any(|_| {
                thread::sleep(Duration::from_millis(50));
                watch.due() == [(source, true)]
            })
        };
        assert!(due(), "the new file is not noticed");
        let changes = watch.changes(source).unwrap();
        assert!((1..=4).contains(&changes), "{changes} changes: not those of the new file alone");
        assert!(!watch.scanned(source, Some(changes - 1)), "it changed while it was scanned");
        assert_eq!(watch.due(), [(source, true)]);
    }
}
