//! How fast the shell's own waiting goes. A test has no minutes to wait for.

use std::time::Duration;

/// Under this name a build for tests is told how many times faster to wait. A release does not look.
const PACE: &str = "CREDENZA_PACE";

fn pace() -> u32 {
    let told = if cfg!(debug_assertions) { std::env::var(PACE).ok() } else { None };
    told.and_then(|text| text.parse().ok()).filter(|pace| *pace > 0).unwrap_or(1)
}

/// The time to wait in the place of `whole`.
pub(crate) fn wait(whole: Duration) -> Duration {
    whole / pace()
}

/// The time that counts as gone when `real` is.
pub(crate) fn gone(real: Duration) -> Duration {
    real.saturating_mul(pace())
}
