//! Locks after a time without use.

use std::{thread, time::Duration};

use tauri::{AppHandle, Emitter as _, Manager as _};

use crate::{
    desktop::{Desktop, LockReason},
    views::LockSoonView,
};

/// Seconds before the lock at which the window says so.
const NOTICE: u64 = 30;

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
            desktop.notice_foreign_changes();
        }
    });
}
