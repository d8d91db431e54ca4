//! Values that can be searched for in places where they must not be.

use credenza_secret::Secret;

/// A value that occurs nowhere else: a marker, what it stands for, and a random part.
#[must_use]
pub fn canary(purpose: &str) -> Secret {
    Secret::new(format!("canary-{purpose}-{}", uuid::Uuid::new_v4().simple()))
}
