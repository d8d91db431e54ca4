//! The log between devices, over locations that are honest and others.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]

mod again;
mod evil;
mod evil_alone;
mod held;
mod history;
mod honest;
mod schedules;
mod signed;
mod strangers;
mod synced_folder;
mod writing;
