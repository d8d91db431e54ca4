//! What is held of teams: by the workspace from call to call, and by a session while it lasts. Nothing
//! in here knows either of them.

mod arrivals;
mod behind;
mod boxed;
mod guests;
mod keys;
mod memory;
mod prepared;
mod seen;
mod teams;
mod turns;

use credenza_crypto::record::digest;

pub(crate) use arrivals::Arrivals;
pub(crate) use behind::Behind;
pub(crate) use boxed::{Boxed, Sent};
pub(crate) use guests::Guest;
pub use guests::JoinRequest;
pub(crate) use keys::{KeyName, Keys};
pub(crate) use memory::Memory;
pub(crate) use prepared::{AllOnTheirWay, OnItsWay, Prepared, read_prepared, write_prepared};
pub(crate) use seen::{Heard, Reported, Said, Seen, Shown, Written};
pub(crate) use teams::{Kept, KeptTeams, Left, Lent, Parts};
pub(crate) use turns::{Turn, Turns};

const FINGERPRINT: usize = 16;

/// Stands for a state that need not be looked at twice.
pub(crate) type Fingerprint = [u8; FINGERPRINT];

pub(crate) fn fingerprint(bytes: &[u8]) -> Fingerprint {
    let mut short = [0; FINGERPRINT];
    short.copy_from_slice(&digest(bytes)[..FINGERPRINT]);
    short
}
