//! Follows teams while the workspace is unlocked: what colleagues share shows up here, and what is
//! changed here goes to them.

use std::{
    collections::HashMap,
    path::Path,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use credenza_app::{Workspace, team::Looked};
use credenza_model::ids::TeamId;
use jiff::Timestamp;
use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};
use tauri::{AppHandle, Emitter as _, Manager as _};
use tokio::sync::Notify;

use crate::{desktop::Desktop, views::ArrivalView};

/// Between two questions whether a look is due. Asks only this workspace.
const PAUSE: Duration = Duration::from_millis(500);
/// After a look that failed.
const AGAIN: Duration = Duration::from_secs(30);
/// Colleagues write several objects at once; the last of them is the one to wait for.
const SETTLE: Duration = Duration::from_millis(50);

/// A team that is followed.
struct Followed {
    /// When the next look is due.
    due: Timestamp,
    /// Whether the last look could not send what waits here.
    stuck: bool,
    /// Ends the watching of a folder when it is dropped.
    _watcher: Option<RecommendedWatcher>,
}

/// The teams that are followed.
#[derive(Default)]
pub(crate) struct Teams {
    all: Mutex<HashMap<TeamId, Followed>>,
    /// Something may be due at once.
    nudge: Arc<Notify>,
}

impl Teams {
    fn all(&self) -> MutexGuard<'_, HashMap<TeamId, Followed>> {
        self.all.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn stop_all(&self) {
        self.all().clear();
    }

    /// Looks at every team soon.
    pub(crate) fn hurry(&self) {
        self.nudge.notify_one();
    }

    /// Follows these teams and no others.
    fn follow(&self, workspace: &Workspace, teams: &[TeamId], now: Timestamp) {
        self.all().retain(|team, _| teams.contains(team));
        for team in teams {
            if !self.all().contains_key(team) {
                let folder = workspace.team_folder(*team).ok().flatten();
                let watcher = folder.and_then(|folder| watched(&folder, Arc::clone(&self.nudge)));
                let followed = Followed { due: now, stuck: false, _watcher: watcher };
                self.all().insert(*team, followed);
            }
        }
    }

    fn is_due(&self, team: TeamId, waits: bool, now: Timestamp) -> bool {
        let due = |one: &Followed| one.due <= now || waits && !one.stuck;
        self.all().get(&team).is_some_and(due)
    }

    fn wait(&self, team: TeamId, due: Timestamp, stuck: bool) {
        if let Some(followed) = self.all().get_mut(&team) {
            (followed.due, followed.stuck) = (due, stuck);
        }
    }

    /// Folders tell of themselves; they are looked at now.
    fn folders_are_due(&self, now: Timestamp) {
        for followed in self.all().values_mut().filter(|one| one._watcher.is_some()) {
            followed.due = now;
        }
    }
}

/// Where the system has no watches left, and on a network drive, the looks alone find what is new.
fn watched(folder: &Path, nudge: Arc<Notify>) -> Option<RecommendedWatcher> {
    let report = move |event: notify::Result<Event>| {
        if event.is_ok_and(|event| matches!(event.kind, EventKind::Create(_))) {
            nudge.notify_one();
        }
    };
    let mut watcher = notify::recommended_watcher(report).ok()?;
    watcher.watch(folder, RecursiveMode::Recursive).ok()?;
    Some(watcher)
}

/// Looks as long as the program runs. Nothing of it holds up what a person does.
pub(crate) fn watch(app: AppHandle) {
    tauri::async_runtime::spawn(async move {
        let nudge = Arc::clone(&app.state::<Desktop>().teams.nudge);
        loop {
            let told = tokio::time::timeout(PAUSE, nudge.notified()).await.is_ok();
            let desktop = app.state::<Desktop>();
            if told {
                tokio::time::sleep(SETTLE).await;
                desktop.teams.folders_are_due(desktop.host.now());
            }
            if look_once(&desktop).await == Some(true) {
                desktop.changed(&["team", "credential", "variable", "vault"]);
            }
            tell_of_arrivals(&app, &desktop);
        }
    });
}

/// What colleagues shared, by whatever call it came.
fn tell_of_arrivals(app: &AppHandle, desktop: &Desktop) {
    let Ok(workspace) = desktop.workspace() else { return };
    let all: Vec<ArrivalView> = workspace.take_arrivals().into_iter().map(Into::into).collect();
    if !all.is_empty() {
        let _ = app.emit("shared-with-you", all);
    }
}

/// Whether anything changed; none when the workspace is locked. It is taken anew for each team, so
/// that a lock ends it.
async fn look_once(desktop: &Desktop) -> Option<bool> {
    let workspace = desktop.workspace().ok()?;
    let teams = workspace.teams_to_follow().unwrap_or_default();
    desktop.teams.follow(&workspace, &teams, desktop.host.now());
    drop(workspace);
    let mut changed = false;
    for team in teams {
        let workspace = desktop.workspace().ok()?;
        let waits = workspace.team_waits(team).unwrap_or(false);
        if !desktop.teams.is_due(team, waits, desktop.host.now()) {
            continue;
        }
        let look = async move { workspace.look_at_team(team).await };
        let pause = match desktop.stoppable(&desktop.checks.unnamed(), look).await? {
            Ok(Looked { changed: some, pause }) => {
                changed |= some;
                pause
            }
            Err(error) => {
                tracing::warn!(code = ?error.code, "a team could not be looked at");
                AGAIN
            }
        };
        let stuck = desktop.workspace().ok()?.team_waits(team).unwrap_or(true);
        desktop.teams.wait(team, desktop.host.now() + pause, stuck);
    }
    Some(changed)
}
