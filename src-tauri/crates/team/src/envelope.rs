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
    /// Each with the name of the entry that made it; none for one of which that is not sure.
    keys: Vec<(Option<Digest>, ScopeKey)>,
    changes: u64,
    sealer: Sealer,
}

impl TeamKeys {
    /// No key yet.
    #[must_use]
    pub fn new(team: [u8; 16]) -> Self {
        Self { team, keys: Vec::new(), changes: 0, sealer: Sealer::default() }
    }

    /// From now on seals under `key`, which the entry `epoch` made, and opens with it as well.
    pub fn renew(&mut self, epoch: Digest, key: ScopeKey) {
        self.keys.retain(|(name, _)| *name != Some(epoch));
        self.keys.push((Some(epoch), key));
        self.changes += 1;
    }

    /// Opens with an older `key` as well, which the entry `epoch` made.
    pub fn remember(&mut self, epoch: Digest, key: ScopeKey) {
        match self.keys.iter_mut().find(|(name, _)| *name == Some(epoch)) {
            Some((_, kept)) => *kept = key,
            None => self.keys.insert(0, (Some(epoch), key)),
        }
        self.changes += 1;
    }

    /// Opens with a `key` as well of which it is not sure what made it. Nothing is sealed under it.
    pub fn attempt(&mut self, key: ScopeKey) {
        self.keys.insert(0, (None, key));
        self.changes += 1;
    }

    /// How often a key was added: what did not open before may open when it is more.
    pub(crate) fn changes(&self) -> u64 {
        self.changes
    }

    /// The entries that made the keys.
    pub(crate) fn epochs(&self) -> impl Iterator<Item = Digest> + '_ {
        self.keys.iter().filter_map(|(epoch, _)| *epoch)
    }

    /// Seals `content` for the place `name` under the newest key.
    ///
    /// # Errors
    /// A [`SealError`]; none when no key is known.
    pub fn seal(
        &self,
        random: &dyn Random,
        name: &ObjectName,
        content: &SecretBytes,
    ) -> Result<Option<Vec<u8>>, SealError> {
        self.seal_in(random, name, content, None)
    }

    /// The same under the key that the entry `epoch` made; under the newest for none.
    pub(crate) fn seal_in(
        &self,
        random: &dyn Random,
        name: &ObjectName,
        content: &SecretBytes,
        epoch: Option<Digest>,
    ) -> Result<Option<Vec<u8>>, SealError> {
        let fits = |(made, _): &&(Option<Digest>, ScopeKey)| {
            made.is_some() && (epoch.is_none() || *made == epoch)
        };
        let Some((_, key)) = self.keys.iter().rev().find(fits) else { return Ok(None) };
        let sealed = self.sealer.seal(random, key, &self.header(name), content)?;
        Ok(Some(sealed.bytes))
    }

    /// Opens what lies at `name`.
    ///
    /// # Errors
    /// An [`Unopened`].
    pub fn open(&self, name: &ObjectName, bytes: &[u8]) -> Result<SecretBytes, Unopened> {
        let header = self.header(name);
        for (_, key) in self.keys.iter().rev() {
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
