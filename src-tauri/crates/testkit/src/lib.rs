//! What tests share: a bus with a key store, a server that stands in for Azure, emulators of it, the
//! contract that every vault passes, a temporary home, canaries, a desk with the real window, and waiting without fixed pauses.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that can not set its stage up has to end at once"
)]

pub mod azure;
#[cfg(target_os = "linux")]
pub mod bus;
mod canary;
pub mod contract;
#[cfg(feature = "desk")]
pub mod desk;
pub mod emulators;
pub mod evil;
mod home;
pub mod member;
mod ports;
mod python;
pub mod skip;
mod wait;

pub use canary::canary;
pub use home::TempHome;
pub use python::{ClientSettings, MicrosoftClient};
pub use wait::wait_until;
