//! The fold against a second one that is as plain as possible, and in every order of delivery.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]

mod attacks;
mod every_order;
mod lines;
mod losses;
mod matrix;
mod plain;
mod plain_keys;
mod random;
mod reference;
mod rules;
mod uses;
mod world;
