//! Locks after a time without use.

use std::{thread, time::Duration};

use tauri::{AppHandle, Emitter as _, Manager as _};

use crate::{
    desktop::{Desktop, LockReason},
    views::LockSoonView,
};

/// Seconds before the lock at which the window says so.
const NOTICE: u64 = 30;
/// Between two looks whether search is in many parts.
const SEARCH_LOOK: Duration = Duration::from_secs(30);
/// Between two steps that join them.
const SEARCH_PAUSE: Duration = Duration::from_millis(50);

/// Looks once a second whether another process changed the workspace. A thread of its own: the look
/// may have to wait for the store, which no lock must do.
pub(crate) fn watch_changes(app: AppHandle) {
    thread::spawn(move || {
        loop {
            thread::sleep(Duration::from_secs(1));
            if let Some(desktop) = app.try_state::<Desktop>() {
                desktop.notice_foreign_changes();
            }
        }
    });
}

/// Makes search fast again where much was written at once. Between two steps others have their turn,
/// and the workspace is taken anew, so that a lock ends it.
pub(crate) fn join_search_parts(app: AppHandle) {
    thread::spawn(move || {
        loop {
            thread::sleep(SEARCH_LOOK);
            let Some(desktop) = app.try_state::<Desktop>() else { continue };
            let in_parts = || desktop.workspace().ok()?.search_is_in_parts().ok();
            let step = || desktop.workspace().ok()?.join_search_parts().ok();
            if in_parts() == Some(true) {
                while step() == Some(true) {
                    thread::sleep(SEARCH_PAUSE);
                }
            }
        }
    });
}

/// Watches once a second, on its own thread, as long as the program runs.
pub(crate) fn watch(app: AppHandle) {
    thread::spawn(move || {
        let mut told = false;
        loop {
            thread::sleep(Duration::from_secs(1));
            let Some(desktop) = app.try_state::<Desktop>() else { continue };
            let left = desktop.seconds_until_lock();
            if left == Some(0) {
                desktop.lock(LockReason::Idle);
            }
            let soon = left.filter(|left| (1..=NOTICE).contains(left));
            if soon.is_some() || told {
                let _ = app.emit("lock-soon", LockSoonView { seconds: soon });
            }
            told = soon.is_some();
            desktop.heed_lock_request();
        }
    });
}
