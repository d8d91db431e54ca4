//! Checks that run behind a form, and those that nobody asked for.

use std::{
    collections::HashMap,
    future::Future,
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

use credenza_app::vaults::{AccessStep, StepState};
use futures::future::{AbortHandle, Abortable};
use tauri::{AppHandle, Emitter as _, Manager as _};

use crate::{desktop::Desktop, views::CheckProgressView};

/// Between two looks at what waits for a check.
const PAUSE: Duration = Duration::from_secs(60);
/// Looks between two questions to each vault whether it answers.
const LOOKS_PER_HEALTH: u32 = 10;

/// Checks that can be stopped, by the page's own name for them.
#[derive(Default)]
pub(crate) struct Checks(Mutex<HashMap<String, AbortHandle>>);

impl Checks {
    /// Runs `check` until it ends or is stopped; none when it was stopped.
    pub(crate) async fn run<T>(&self, id: &str, check: impl Future<Output = T>) -> Option<T> {
        let (handle, registration) = AbortHandle::new_pair();
        self.handles().insert(id.to_owned(), handle);
        let answer = Abortable::new(check, registration).await;
        self.handles().remove(id);
        answer.ok()
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
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
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
            tokio::time::sleep(PAUSE).await;
            let desktop = app.state::<Desktop>();
            let Ok(workspace) = desktop.workspace() else { continue };
            let mut changed = false;
            for id in workspace.waiting_for_check().unwrap_or_default() {
                changed |= workspace.check_variable(id, &|_, _| ()).await.is_ok();
            }
            if look % LOOKS_PER_HEALTH == 0 {
                for vault in workspace.list_vaults().unwrap_or_default() {
                    changed |= workspace.check_vault(vault.vault.id).await.is_ok();
                }
            }
            if changed {
                desktop.changed(&["variable", "credential", "vault"]);
            }
        }
    });
}
