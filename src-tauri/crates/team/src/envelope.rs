//! The outer envelope: every object but a segment and a request to join is sealed under the team's
//! key, to the name under which it lies.
//!
//! The form is that of a sealed record (`CZR1`) of class 8. Scope is the team, schema 1 for an
//! entry and 2 for a blob; the record is SHA-256(`credenza/1/name` ‖ name) cut to 16 bytes for an
//! entry and zero for a blob, whose name is the hash of its envelope; epoch, author and what came
//! before are zero, so that a location sees neither who wrote nor under which of the keys.

use credenza_crypto::{
    keys::ScopeKey,
    random::Random,
    record::{self, Class, OpenError, RecordHeader, SealError, Sealer},
};
use credenza_secret::SecretBytes;

use crate::location::{Digest, ObjectName};

/// Why an object was not opened. Nothing of it may be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
pub enum Unopened {
    /// It is no envelope, or was cut.
    #[error("the object has another form")]
    Form,
    /// It is a whole envelope of another name or team.
    #[error("the object belongs elsewhere")]
    Elsewhere,
    /// None of the keys opens it: it was changed, is foreign, or its key is not known yet.
    #[error("no key opens the object")]
    NoKey,
}

/// A team's keys, the newest last.
pub struct TeamKeys {
    team: [u8; 16],
    keys: Vec<ScopeKey>,
    sealer: Sealer,
}

impl TeamKeys {
    /// No key yet.
    #[must_use]
    pub fn new(team: [u8; 16]) -> Self {
        Self { team, keys: Vec::new(), sealer: Sealer::default() }
    }

    /// From now on seals under `key`, and opens with it as well.
    pub fn renew(&mut self, key: ScopeKey) {
        self.keys.push(key);
    }

    /// Opens with an older `key` as well.
    pub fn remember(&mut self, key: ScopeKey) {
        self.keys.insert(0, key);
    }

    /// How many there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.keys.len()
    }

    /// Seals `content` for the place `name`.
    ///
    /// # Errors
    /// A [`SealError`]; none when no key is known.
    pub fn seal(
        &self,
        random: &dyn Random,
        name: &ObjectName,
        content: &SecretBytes,
    ) -> Result<Option<Vec<u8>>, SealError> {
        let Some(key) = self.keys.last() else { return Ok(None) };
        let sealed = self.sealer.seal(random, key, &self.header(name), content)?;
        Ok(Some(sealed.bytes))
    }

    /// Opens what lies at `name`.
    ///
    /// # Errors
    /// An [`Unopened`].
    pub fn open(&self, name: &ObjectName, bytes: &[u8]) -> Result<SecretBytes, Unopened> {
        let header = self.header(name);
        for key in self.keys.iter().rev() {
            match record::open(key, bytes, &header) {
                Ok(content) => return Ok(content),
                Err(OpenError::Form) => return Err(Unopened::Form),
                Err(OpenError::Unexpected) => return Err(Unopened::Elsewhere),
                Err(OpenError::Sealed) => {}
            }
        }
        Err(Unopened::NoKey)
    }

    fn header(&self, name: &ObjectName) -> RecordHeader {
        let (schema, record) = match name {
            ObjectName::Blob(_) => (2, [0; 16]),
            other => (1, first_half(&digest(format!("credenza/1/name{other}").as_bytes()))),
        };
        RecordHeader {
            class: Class::Object,
            schema,
            scope: self.team,
            record,
            epoch: 0,
            revision: 1,
            author: [0; 16],
            previous: [0; 32],
        }
    }
}

/// SHA-256.
#[must_use]
pub fn digest(bytes: &[u8]) -> Digest {
    record::digest(bytes)
}

fn first_half(digest: &Digest) -> [u8; 16] {
    let mut out = [0; 16];
    out.copy_from_slice(&digest[..16]);
    out
}
