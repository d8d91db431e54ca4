//! What a team agrees on in bytes, and what happens to bytes that somebody changed.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]

mod boxes;
mod cbor;
mod entry;
mod epoch;
mod invitation;
mod pairing;
mod people;
mod safety_code;
mod secrets;
mod uses;
