//! What the system says that a workspace is locked for: sleep, and a screen that locks.

#[cfg(target_os = "linux")]
mod linux;

use std::sync::Arc;

use credenza_model::settings::Settings;
use tauri::{AppHandle, Manager as _};

use crate::desktop::{Desktop, LockReason};

/// News of the system.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SystemEvent {
    /// The computer is about to sleep; it waits a moment until the report has returned.
    Sleeps,
    /// The screen was locked, or another person's session took its place.
    ScreenLocked,
}

/// Who is told. What it does is done when it returns.
pub(crate) type Report = Arc<dyn Fn(SystemEvent) + Send + Sync>;

/// Where the news of one system come from.
pub(crate) trait SystemEvents {
    /// Reports what comes, on threads of its own, as long as the program runs. A system that says
    /// nothing is no error: idle time still locks.
    fn follow(self, report: Report);
}

/// Locks the window's workspace when the system sleeps or its screen locks.
pub(crate) fn watch(app: AppHandle) {
    let report: Report = Arc::new(move |event| {
        if let Some(desktop) = app.try_state::<Desktop>() {
            desktop.heard(event);
        }
    });
    #[cfg(target_os = "linux")]
    linux::Buses::default().follow(report);
    // The other systems are not connected yet.
    #[cfg(not(target_os = "linux"))]
    drop(report);
}

/// Why `event` locks, if the person wants that.
pub(crate) fn lock_reason(settings: &Settings, event: SystemEvent) -> Option<LockReason> {
    match event {
        SystemEvent::Sleeps => settings.lock_on_suspend.then_some(LockReason::Suspended),
        SystemEvent::ScreenLocked => {
            settings.lock_on_screen_lock.then_some(LockReason::ScreenLocked)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_switch_governs_its_own_event() {
        let both = Settings::default();
        assert_eq!(lock_reason(&both, SystemEvent::Sleeps), Some(LockReason::Suspended));
        assert_eq!(lock_reason(&both, SystemEvent::ScreenLocked), Some(LockReason::ScreenLocked));
        let awake = Settings { lock_on_suspend: false, ..both.clone() };
        assert_eq!(lock_reason(&awake, SystemEvent::Sleeps), None);
        assert!(lock_reason(&awake, SystemEvent::ScreenLocked).is_some());
        let screen = Settings { lock_on_screen_lock: false, ..both };
        assert_eq!(lock_reason(&screen, SystemEvent::ScreenLocked), None);
        assert!(lock_reason(&screen, SystemEvent::Sleeps).is_some());
    }
}
