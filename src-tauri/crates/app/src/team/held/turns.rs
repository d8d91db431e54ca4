//! One at a time: two who wrote to a team's log with the key of one device would look like a copy of
//! the workspace, in this process and in another.

use std::{sync::Arc, time::Duration};

use credenza_store::{FolderLock, StoreError, WorkspaceFolder};
use tokio::sync::{Mutex, OwnedMutexGuard};

use super::{Arrivals, KeptTeams};

/// How often another process is asked whether it is done, and how many times.
const PAUSE: Duration = Duration::from_millis(20);
const TIMES: u32 = 1_500;

/// Whose turn it is among the tasks of this process, and what stays open from turn to turn.
#[derive(Default)]
pub(crate) struct Turns {
    task: Arc<Mutex<()>>,
    pub(crate) kept: KeptTeams,
    pub(crate) arrivals: Arrivals,
}

/// The right to look at teams and to write to them, until it is dropped.
pub(crate) struct Turn {
    _process: FolderLock,
    _task: OwnedMutexGuard<()>,
}

impl Turns {
    /// Waits for the turn of this task and process.
    pub(crate) async fn next(&self, folder: &WorkspaceFolder) -> Result<Turn, StoreError> {
        let task = Arc::clone(&self.task).lock_owned().await;
        for _ in 0..TIMES {
            match folder.lock_teams() {
                Ok(process) => return Ok(Turn { _process: process, _task: task }),
                Err(StoreError::Busy) => tokio::time::sleep(PAUSE).await,
                Err(error) => return Err(error),
            }
        }
        Err(StoreError::Busy)
    }
}
