//! The contract that every kind of location keeps, and what a folder may hold that is not ours.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]

mod address;
mod bombs;
mod clouds;
mod contract;
mod faults;
#[cfg(unix)]
mod folder;
