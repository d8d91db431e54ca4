//! Blobs: sealed records and boxes, named by the hash of what lies in the location.

use std::{collections::BTreeSet, ops::Bound};

use credenza_secret::SecretBytes;

use crate::{
    alarm::{Alarm, AlarmKind},
    entry::Entries,
    envelope::{Unopened, digest},
    location::{Created, Digest, LARGEST_OBJECT, LocationError, ObjectName},
    log::{Log, LogError},
};

/// Blobs for which one look asks again.
const MOST_AGAIN: usize = 16;

/// A blob in its envelope.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealedBlob {
    /// Names it in entries.
    pub id: Digest,
    /// What lies in the location.
    pub bytes: Vec<u8>,
}

impl<E: Entries> Log<E> {
    /// Seals a blob. Nothing is sent.
    ///
    /// # Errors
    /// [`LogError::Seal`] or [`LogError::NoKey`].
    pub fn seal_blob(&self, content: &SecretBytes) -> Result<SealedBlob, LogError> {
        let name = ObjectName::Blob(Digest::default());
        let bytes = self.keys.seal(&*self.random, &name, content)?.ok_or(LogError::NoKey)?;
        Ok(SealedBlob { id: digest(&bytes), bytes })
    }

    /// Uploads a blob; once more is no error. It has to be there before an entry names it.
    ///
    /// # Errors
    /// A [`LogError`].
    pub async fn put_blob(&mut self, blob: &SealedBlob) -> Result<(), LogError> {
        if self.is_stopped() {
            return Err(LogError::Stopped);
        }
        self.restore_blob(blob).await?;
        self.hold(blob)
    }

    /// Puts a blob back that the location lost; allowed while writing is stopped.
    ///
    /// # Errors
    /// A [`LogError`].
    pub async fn restore_blob(&mut self, blob: &SealedBlob) -> Result<(), LogError> {
        let name = ObjectName::Blob(blob.id);
        if self.location.create(&name, blob.bytes.clone()).await? == Created::New {
            return Ok(());
        }
        let there = self.location.get(&name, LARGEST_OBJECT).await;
        match there {
            Ok(bytes) if bytes == blob.bytes => Ok(()),
            Ok(_) | Err(LocationError::TooLarge | LocationError::NotAnObject) => {
                self.raise(Alarm::new(AlarmKind::Damaged, name))?;
                Err(LogError::BlobTaken(blob.id))
            }
            Err(error) => Err(error.into()),
        }
    }

    /// Gets a blob that a signed entry names, with its bytes for keeping. What is not right with it
    /// becomes an alarm when it lasts: in a folder that another program brings up to date, a blob may
    /// come after its entry, and in parts.
    ///
    /// # Errors
    /// [`LocationError::Missing`] when the location does not give it, and `Unexpected` when it gives
    /// something else.
    pub async fn blob(&mut self, id: Digest) -> Result<(SecretBytes, SealedBlob), LogError> {
        match self.open_blob(id).await? {
            Ok(found) => {
                self.came(id)?;
                self.hold(&found.1)?;
                Ok(found)
            }
            Err(kind) => {
                if let Some(found) = self.put_back(id, kind).await? {
                    return Ok(found);
                }
                self.troubles.insert(id, kind);
                Err(told(kind))
            }
        }
    }

    /// Puts a blob back that is held and was not there.
    async fn put_back(
        &mut self,
        id: Digest,
        kind: AlarmKind,
    ) -> Result<Option<(SecretBytes, SealedBlob)>, LogError> {
        let (AlarmKind::Withheld, Some(bytes)) = (kind, self.held(id)?) else { return Ok(None) };
        let Ok(content) = self.keys.open(&ObjectName::Blob(id), &bytes) else { return Ok(None) };
        let blob = SealedBlob { id, bytes };
        if let Err(error) = self.restore_blob(&blob).await {
            tracing::warn!(%error, "a blob was not put back");
        }
        Ok(Some((content, blob)))
    }

    /// Whether something was wrong with a blob when it was asked for last, so that looks ask again.
    #[must_use]
    pub fn misses(&self, id: Digest) -> bool {
        self.troubles.contains_key(&id)
    }

    /// As [`Log::blob`], for what nobody needs: whatever is wrong with it never becomes an alarm.
    ///
    /// # Errors
    /// As [`Log::blob`].
    pub async fn spare_blob(&self, id: Digest) -> Result<(SecretBytes, SealedBlob), LogError> {
        self.open_blob(id).await?.map_err(told)
    }

    /// Whether, since this was last asked, a blob came after all with which something was wrong.
    pub fn take_relieved(&mut self) -> bool {
        std::mem::take(&mut self.relieved)
    }

    /// Asks again for blobs with which something was wrong, so that what came late stops nobody,
    /// not even where nothing else asks for it.
    pub(super) async fn ask_again(&mut self) -> Result<(), LogError> {
        let mut all: BTreeSet<Digest> = self.troubles.keys().copied().collect();
        all.extend(self.alarms.iter().filter_map(|alarm| match alarm.name {
            ObjectName::Blob(id) => Some(id),
            _ => None,
        }));
        let next = self.asked_again.map_or(Bound::Unbounded, Bound::Excluded);
        let later = all.range((next, Bound::Unbounded));
        let ids: Vec<Digest> = later.chain(&all).take(MOST_AGAIN.min(all.len())).copied().collect();
        for id in ids {
            self.asked_again = Some(id);
            match self.open_blob(id).await {
                Ok(Ok(_)) => self.came(id)?,
                // Of what only an alarm tells, a person may decide that it is not needed.
                Ok(Err(kind)) => {
                    self.troubles.entry(id).and_modify(|known| *known = kind);
                }
                Err(LogError::Location(LocationError::Unreachable)) => break,
                Err(LogError::Location(_)) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    fn came(&mut self, id: Digest) -> Result<(), LogError> {
        self.relieved |= self.troubles.remove(&id).is_some();
        self.forget(ObjectName::Blob(id))
    }

    /// A blob as it is there, or what is wrong with it.
    async fn open_blob(
        &self,
        id: Digest,
    ) -> Result<Result<(SecretBytes, SealedBlob), AlarmKind>, LogError> {
        let name = ObjectName::Blob(id);
        let bytes = match self.location.get(&name, LARGEST_OBJECT).await {
            Ok(bytes) => bytes,
            Err(LocationError::Missing) => return Ok(Err(AlarmKind::Withheld)),
            Err(LocationError::TooLarge | LocationError::NotAnObject) => Vec::new(),
            Err(error) => return Err(error.into()),
        };
        if digest(&bytes) != id {
            return Ok(Err(AlarmKind::Replaced));
        }
        Ok(match self.keys.open(&name, &bytes) {
            Ok(content) => Ok((content, SealedBlob { id, bytes })),
            Err(Unopened::Form) => Err(AlarmKind::Damaged),
            Err(Unopened::Elsewhere) => Err(AlarmKind::Swapped),
            Err(Unopened::NoKey) => Err(AlarmKind::Unreadable),
        })
    }
}

fn told(kind: AlarmKind) -> LogError {
    let missing = kind == AlarmKind::Withheld;
    LogError::Location(if missing { LocationError::Missing } else { LocationError::Unexpected })
}
