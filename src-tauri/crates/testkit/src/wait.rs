//! Waiting for something to become true.

use std::{
    thread,
    time::{Duration, Instant},
};

/// Asks `condition` until it holds or `limit` is over; tells whether it held.
pub fn wait_until(mut condition: impl FnMut() -> bool, limit: Duration) -> bool {
    let end = Instant::now() + limit;
    while !condition() {
        if Instant::now() >= end {
            return false;
        }
        thread::sleep(Duration::from_millis(10));
    }
    true
}
