//! Credentials of colleagues that came and were not told yet.

use std::sync::{Mutex, MutexGuard, PoisonError};

use credenza_model::ids::CredentialId;

/// A credential, who shared it, and the team's name.
type Arrived = (CredentialId, Option<String>, String);

/// Those that were not told yet.
#[derive(Default)]
pub(crate) struct Arrivals(Mutex<Vec<Arrived>>);

impl Arrivals {
    fn all(&self) -> MutexGuard<'_, Vec<Arrived>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn note(&self, arrived: Arrived) {
        self.all().push(arrived);
    }

    /// They are told now.
    pub(crate) fn take(&self) -> Vec<Arrived> {
        std::mem::take(&mut *self.all())
    }
}
