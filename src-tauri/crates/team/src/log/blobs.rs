//! Blobs: sealed records and boxes, named by the hash of what lies in the location.

use credenza_secret::SecretBytes;

use crate::{
    alarm::{Alarm, AlarmKind},
    entry::Entries,
    envelope::{Unopened, digest},
    location::{Created, Digest, LARGEST_OBJECT, LocationError, ObjectName},
    log::{Log, LogError},
};

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
        self.restore_blob(blob).await
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
        let name = ObjectName::Blob(id);
        let bytes = match self.location.get(&name, LARGEST_OBJECT).await {
            Ok(bytes) => bytes,
            Err(LocationError::Missing) => return Err(self.trouble(id, AlarmKind::Withheld)),
            Err(LocationError::TooLarge | LocationError::NotAnObject) => Vec::new(),
            Err(error) => return Err(error.into()),
        };
        if digest(&bytes) != id {
            return Err(self.trouble(id, AlarmKind::Replaced));
        }
        match self.keys.open(&name, &bytes) {
            Ok(content) => {
                self.troubles.remove(&id);
                self.forget(name)?;
                Ok((content, SealedBlob { id, bytes }))
            }
            Err(Unopened::Form) => Err(self.trouble(id, AlarmKind::Damaged)),
            Err(Unopened::Elsewhere) => Err(self.trouble(id, AlarmKind::Swapped)),
            Err(Unopened::NoKey) => Err(self.trouble(id, AlarmKind::Unreadable)),
        }
    }

    fn trouble(&mut self, id: Digest, kind: AlarmKind) -> LogError {
        self.troubles.insert(id, kind);
        let missing = kind == AlarmKind::Withheld;
        LogError::Location(if missing { LocationError::Missing } else { LocationError::Unexpected })
    }
}
