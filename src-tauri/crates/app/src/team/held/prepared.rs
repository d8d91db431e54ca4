//! Keys whose entry is not written yet, and the form in which they are kept.

use std::collections::BTreeMap;

use credenza_crypto::{
    cbor::{self, CborError, Reader},
    team::epoch::EpochKey,
};
use credenza_model::{
    ids::{PersonId, RecordId},
    team::BlobId,
};
use credenza_secret::SecretBytes;

use super::Sent;

/// A key on its way.
pub(crate) struct OnItsWay {
    /// To whom it is sealed.
    pub(crate) mark: [u8; 32],
    pub(crate) key: EpochKey,
    pub(crate) sent: Sent,
}

/// By its record, none for the team.
pub(crate) type AllOnTheirWay = BTreeMap<Option<RecordId>, OnItsWay>;

/// One key for each record, and for the team, at most.
#[derive(Default)]
pub(crate) struct Prepared {
    /// None while it was not read from the store.
    pub(crate) all: Option<AllOnTheirWay>,
    pub(crate) changed: bool,
}

/// `[[record or none, mark, key, [[last person, blob], …], whole or none], …]`
pub(crate) fn write_prepared(all: &AllOnTheirWay) -> SecretBytes {
    cbor::secret(|out| {
        out.array(all.len());
        for (record, one) in all {
            out.array(5);
            match record {
                Some(record) => out.bytes(record.as_bytes()),
                None => out.null(),
            };
            let key = one.key.to_secret_bytes();
            // EXPOSE: the key is sealed under this workspace's own.
            out.bytes(&one.mark).bytes(key.expose()).array(one.sent.parts.len());
            for (last, blob) in &one.sent.parts {
                out.array(2).bytes(last.as_bytes()).bytes(&blob.0);
            }
            match one.sent.whole {
                Some(blob) => out.bytes(&blob.0),
                None => out.null(),
            };
        }
    })
}

pub(crate) fn read_prepared(content: &SecretBytes) -> Result<AllOnTheirWay, CborError> {
    // EXPOSE: the keys are read into their types.
    let from = &mut Reader::new(content.expose());
    let all = from.list(|from| {
        from.array_of(5)?;
        let record = if from.is_null() { None } else { Some(RecordId::from_bytes(from.fixed()?)) };
        let (mark, key) = (from.fixed()?, EpochKey::from_bytes(from.fixed()?));
        let parts = from.list(|from| {
            from.array_of(2)?;
            Ok((PersonId::from_bytes(from.fixed()?), BlobId(from.fixed()?)))
        })?;
        let whole = if from.is_null() { None } else { Some(BlobId(from.fixed()?)) };
        Ok((record, OnItsWay { mark, key, sent: Sent { parts, whole } }))
    })?;
    from.end()?;
    Ok(all.into_iter().collect())
}
