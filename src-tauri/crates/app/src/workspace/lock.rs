//! Locking what another process has unlocked.

use std::{thread, time::Duration};

use credenza_store::WorkspaceFolder;

use crate::AppError;

/// The window looks for a request once a second.
const LOOKS: u32 = 100;
const PAUSE: Duration = Duration::from_millis(100);

/// Asks the window that has `folder` unlocked to lock, and waits up to ten seconds for it. False
/// when no window did; nothing is left behind then.
///
/// # Errors
/// When there is no workspace, or its folder can't be written.
pub fn lock_elsewhere(folder: &WorkspaceFolder) -> Result<bool, AppError> {
    folder.request_lock()?;
    for _ in 0..LOOKS {
        thread::sleep(PAUSE);
        if !folder.has_lock_request() {
            return Ok(true);
        }
    }
    // Whoever takes it in this moment locks.
    Ok(!folder.take_lock_request())
}
