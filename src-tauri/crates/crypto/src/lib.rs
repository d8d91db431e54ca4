//! Keys and formats: the header's key envelopes, sealed records, and a person's identity.
//!
//! Numbers are big-endian. Labels of key derivation are ASCII, `credenza/1/<purpose>`. Randomness
//! comes in through [`random::Random`], so that a test can see what a broken source does.

mod aead;
pub mod cbor;
pub mod device_secret;
mod envelope;
pub mod header;
pub mod identity;
pub mod kdf;
pub mod keys;
pub mod random;
pub mod record;
pub mod recovery;
pub mod team;
pub mod value;
