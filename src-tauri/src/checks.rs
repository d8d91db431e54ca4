//! Checks that run behind a form, and those that nobody asked for.

use std::{
    collections::HashMap,
    future::Future,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use credenza_app::vaults::{AccessStep, StepState};
use futures::future::{AbortHandle, Abortable};
use tauri::{AppHandle, Emitter as _, Manager as _};

use crate::{desktop::Desktop, pace, views::CheckProgressView};

/// Between two looks at what waits for a check.
const PAUSE: Duration = Duration::from_secs(60);
/// Looks between two questions to each vault whether it answers.
const LOOKS_PER_HEALTH: u32 = 10;

/// Checks that can be stopped, by the page's own name for them.
#[derive(Default)]
pub(crate) struct Checks {
    running: Mutex<HashMap<String, AbortHandle>>,
    unnamed: AtomicU64,
}

impl Checks {
    /// Runs `check` until it ends or is stopped; none when it was stopped, or when `unlocked` is no
    /// longer true at its start.
    pub(crate) async fn run<T>(
        &self,
        id: &str,
        unlocked: impl FnOnce() -> bool,
        check: impl Future<Output = T>,
    ) -> Option<T> {
        let (handle, registration) = AbortHandle::new_pair();
        self.handles().insert(id.to_owned(), handle);
        if !unlocked() {
            self.handles().remove(id);
            return None;
        }
        let answer = Abortable::new(check, registration).await;
        self.handles().remove(id);
        answer.ok()
    }

    /// A name for a check that the page does not stop by itself.
    pub(crate) fn unnamed(&self) -> String {
        format!("unnamed {}", self.unnamed.fetch_add(1, Ordering::Relaxed))
    }

    pub(crate) fn stop(&self, id: &str) {
        if let Some(handle) = self.handles().get(id) {
            handle.abort();
        }
    }

    pub(crate) fn stop_all(&self) {
        self.handles().values().for_each(AbortHandle::abort);
    }

    fn handles(&self) -> std::sync::MutexGuard<'_, HashMap<String, AbortHandle>> {
        self.running.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Tells the page how far a check is.
pub(crate) fn reporter(app: AppHandle, id: String) -> impl Fn(AccessStep, StepState) + Sync + Send {
    let started = Instant::now();
    move |step, state| {
        let elapsed = u64::try_from(started.elapsed().as_millis()).unwrap_or_default();
        let _ = app.emit("check-progress", CheckProgressView::of(&id, step, state, elapsed));
    }
}

/// Checks what was kept without a check or met a silent vault, and whether each vault answers, as
/// long as the workspace is unlocked.
pub(crate) fn watch(app: AppHandle) {
    tauri::async_runtime::spawn(async move {
        for look in 0u32.. {
            tokio::time::sleep(pace::wait(PAUSE)).await;
            let desktop = app.state::<Desktop>();
            if look_once(&desktop, look % LOOKS_PER_HEALTH == 0).await == Some(true) {
                desktop.changed(&["variable", "credential", "vault"]);
            }
        }
    });
}

/// Whether anything changed; none when the workspace was locked meanwhile. The workspace is taken
/// anew for each question, so that a lock ends it.
async fn look_once(desktop: &Desktop, health: bool) -> Option<bool> {
    let waiting = desktop.workspace().ok()?.waiting_for_check().unwrap_or_default();
    let mut changed = false;
    for id in waiting {
        let workspace = desktop.workspace().ok()?;
        let check = async move { workspace.check_variable(id, &|_, _| ()).await.is_ok() };
        changed |= desktop.stoppable(&desktop.checks.unnamed(), check).await?;
    }
    if health {
        for vault in desktop.workspace().ok()?.list_vaults().unwrap_or_default() {
            let workspace = desktop.workspace().ok()?;
            let check = async move { workspace.check_vault(vault.vault.id).await.is_ok() };
            changed |= desktop.stoppable(&desktop.checks.unnamed(), check).await?;
        }
    }
    Some(changed)
}
