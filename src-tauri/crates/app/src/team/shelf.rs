//! A team's log in this workspace's store.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use credenza_crypto::cbor::{CborError, Reader, Writer};
use credenza_store::{Store, StoreError, TeamEntry};
use credenza_team::{
    Alarm, AlarmKind, Kept, Outgoing, Shelf, ShelfError,
    location::{ChainId, Digest, ObjectName, Place},
};

/// The kinds of alarms by the numbers under which they are kept.
const KINDS: [AlarmKind; 10] = [
    AlarmKind::RolledBack,
    AlarmKind::Forked,
    AlarmKind::Withheld,
    AlarmKind::Replaced,
    AlarmKind::CopyInUse,
    AlarmKind::Swapped,
    AlarmKind::Damaged,
    AlarmKind::Unreadable,
    AlarmKind::Forged,
    AlarmKind::UpdateNeeded,
];

const SINCE: &str = "since";
const UNHELD: &str = "unheld";

/// One team's part of the store.
pub(super) struct StoreShelf {
    pub(super) store: Arc<Mutex<Store>>,
    pub(super) team: [u8; 16],
}

impl StoreShelf {
    fn store(&self) -> MutexGuard<'_, Store> {
        self.store.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn failed(error: StoreError) -> ShelfError {
    tracing::error!(%error, "the store failed");
    ShelfError
}

fn damaged(_: CborError) -> ShelfError {
    ShelfError
}

impl Shelf for StoreShelf {
    fn kept(&self) -> Result<Vec<(Place, Digest, [u8; 32])>, ShelfError> {
        let all = self.store().team_entries(&self.team).map_err(failed)?;
        Ok(all.into_iter().map(|(at, id, key)| (place(at), id, key)).collect())
    }

    fn signed(&self, at: Place) -> Result<Option<Vec<u8>>, ShelfError> {
        self.store().team_signed(&self.team, (at.chain.0, at.sequence)).map_err(failed)
    }

    fn keep(&self, entries: &[Kept]) -> Result<(), ShelfError> {
        let entries: Vec<TeamEntry> = entries
            .iter()
            .map(|kept| TeamEntry {
                place: (kept.place.chain.0, kept.place.sequence),
                id: kept.id,
                device_key: kept.device_key,
                signed: kept.signed.clone(),
            })
            .collect();
        self.store().keep_team_entries(&self.team, &entries).map_err(failed)
    }

    fn own_chain(&self) -> Result<Option<ChainId>, ShelfError> {
        let kept = self.store().team_value(&self.team, "own_chain").map_err(failed)?;
        kept.map(|bytes| bytes.try_into().map(ChainId).map_err(|_| ShelfError)).transpose()
    }

    fn set_own_chain(&self, chain: Option<ChainId>) -> Result<(), ShelfError> {
        let chain = chain.map(|chain| chain.0);
        let value = chain.as_ref().map(<[u8; 16]>::as_slice);
        self.store().set_team_value(&self.team, "own_chain", value).map_err(failed)
    }

    fn outgoing(&self) -> Result<Option<Outgoing>, ShelfError> {
        let kept = self.store().team_value(&self.team, "outgoing").map_err(failed)?;
        kept.map(|bytes| read_outgoing(&bytes).map_err(damaged)).transpose()
    }

    fn set_outgoing(&self, outgoing: Option<&Outgoing>) -> Result<(), ShelfError> {
        let bytes = outgoing.map(|outgoing| {
            let mut out = Writer::new();
            out.bytes(&outgoing.place.chain.0).uint(outgoing.place.sequence);
            out.bytes(&outgoing.signed).bytes(&outgoing.sealed);
            out.into_bytes()
        });
        self.store().set_team_value(&self.team, "outgoing", bytes.as_deref()).map_err(failed)
    }

    fn packed(&self) -> Result<Vec<Place>, ShelfError> {
        let all = self.store().team_packed(&self.team).map_err(failed)?;
        Ok(all.into_iter().map(place).collect())
    }

    fn next_segment(&self) -> Result<u64, ShelfError> {
        let kept = self.store().team_value(&self.team, "next_segment").map_err(failed)?;
        let Some(bytes) = kept else { return Ok(0) };
        bytes.try_into().map(u64::from_be_bytes).map_err(|_| ShelfError)
    }

    fn set_packed(&self, next: u64, places: &[Place]) -> Result<(), ShelfError> {
        let places: Vec<_> = places.iter().map(|at| (at.chain.0, at.sequence)).collect();
        self.store().set_team_packed(&self.team, &next.to_be_bytes(), &places).map_err(failed)
    }

    fn alarms(&self) -> Result<Vec<Alarm>, ShelfError> {
        let kept = self.store().team_alarms(&self.team).map_err(failed)?;
        kept.iter().map(|bytes| read_alarm(bytes).map_err(damaged)).collect()
    }

    fn add_alarm(&self, alarm: &Alarm) -> Result<(), ShelfError> {
        self.store().add_team_alarm(&self.team, &write_alarm(alarm)).map_err(failed)
    }

    fn clear_alarms(&self) -> Result<(), ShelfError> {
        self.store().clear_team_alarms(&self.team).map_err(failed)
    }

    fn since(&self) -> Result<Vec<(ObjectName, i64)>, ShelfError> {
        let kept = self.store().team_value(&self.team, SINCE).map_err(failed)?;
        kept.map_or(Ok(Vec::new()), |bytes| read_since(&bytes).map_err(damaged))
    }

    fn set_since(&self, since: &[(ObjectName, i64)]) -> Result<(), ShelfError> {
        let bytes = write_since(since);
        self.store().set_team_value(&self.team, SINCE, Some(&bytes)).map_err(failed)
    }

    fn held_blobs(&self) -> Result<BTreeMap<Digest, u64>, ShelfError> {
        let all = self.store().team_blobs(&self.team).map_err(failed)?;
        Ok(all.into_iter().collect())
    }

    fn held_blob(&self, id: Digest) -> Result<Option<Vec<u8>>, ShelfError> {
        self.store().team_blob(&self.team, &id).map_err(failed)
    }

    fn hold_blobs(
        &self,
        blobs: &BTreeMap<Digest, Vec<u8>>,
        gone: &BTreeSet<Digest>,
    ) -> Result<(), ShelfError> {
        let blobs = blobs.iter().map(|(id, bytes)| (id, bytes.as_slice()));
        self.store().hold_team_blobs(&self.team, blobs, gone).map_err(failed)
    }

    fn unheld(&self) -> Result<BTreeMap<Digest, u64>, ShelfError> {
        let kept = self.store().team_value(&self.team, UNHELD).map_err(failed)?;
        kept.map_or(Ok(BTreeMap::new()), |bytes| read_unheld(&bytes).map_err(damaged))
    }

    fn set_unheld(&self, blobs: &BTreeMap<Digest, u64>) -> Result<(), ShelfError> {
        let bytes = write_unheld(blobs);
        let value = (!blobs.is_empty()).then_some(bytes.as_slice());
        self.store().set_team_value(&self.team, UNHELD, value).map_err(failed)
    }
}

fn place((chain, sequence): ([u8; 16], u64)) -> Place {
    Place { chain: ChainId(chain), sequence }
}

fn write_since(since: &[(ObjectName, i64)]) -> Vec<u8> {
    let mut out = Writer::new();
    out.array(since.len());
    for (name, at) in since {
        out.array(2).text(&name.to_string()).bytes(&at.to_be_bytes());
    }
    out.into_bytes()
}

fn read_since(bytes: &[u8]) -> Result<Vec<(ObjectName, i64)>, CborError> {
    let from = &mut Reader::new(bytes);
    let since = from.list(|from| {
        from.array_of(2)?;
        let name = ObjectName::parse(from.text()?).ok_or(CborError)?;
        Ok((name, i64::from_be_bytes(from.fixed()?)))
    })?;
    from.end()?;
    Ok(since)
}

fn write_unheld(blobs: &BTreeMap<Digest, u64>) -> Vec<u8> {
    let mut out = Writer::new();
    out.array(blobs.len());
    for (id, length) in blobs {
        out.array(2).bytes(id).uint(*length);
    }
    out.into_bytes()
}

fn read_unheld(bytes: &[u8]) -> Result<BTreeMap<Digest, u64>, CborError> {
    let from = &mut Reader::new(bytes);
    let blobs = from.list(|from| {
        from.array_of(2)?;
        Ok((from.fixed()?, from.uint()?))
    })?;
    from.end()?;
    Ok(blobs.into_iter().collect())
}

fn read_outgoing(bytes: &[u8]) -> Result<Outgoing, CborError> {
    let from = &mut Reader::new(bytes);
    let at = place((from.fixed()?, from.uint()?));
    let outgoing =
        Outgoing { place: at, signed: from.bytes()?.to_vec(), sealed: from.bytes()?.to_vec() };
    from.end()?;
    Ok(outgoing)
}

fn write_alarm(alarm: &Alarm) -> Vec<u8> {
    let kind = KINDS.iter().position(|kind| *kind == alarm.kind).unwrap_or_default();
    let mut out = Writer::new();
    out.uint(kind as u64).text(&alarm.name.to_string());
    for digest in [alarm.ours, alarm.theirs] {
        match digest {
            Some(digest) => out.bytes(&digest),
            None => out.null(),
        };
    }
    out.into_bytes()
}

fn read_alarm(bytes: &[u8]) -> Result<Alarm, CborError> {
    let from = &mut Reader::new(bytes);
    let kind = usize::try_from(from.uint()?).map_err(|_| CborError)?;
    let kind = *KINDS.get(kind).ok_or(CborError)?;
    let name = ObjectName::parse(from.text()?).ok_or(CborError)?;
    let ours = if from.is_null() { None } else { Some(from.fixed()?) };
    let theirs = if from.is_null() { None } else { Some(from.fixed()?) };
    from.end()?;
    Ok(Alarm { kind, name, ours, theirs })
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_as_they_were_written() {
        let names = [
            ObjectName::Entry(place(([1; 16], u64::MAX))),
            ObjectName::Blob([2; 32]),
            ObjectName::Segment(7),
        ];
        let since: Vec<_> = names.into_iter().zip([0, -5, i64::MAX]).collect();
        assert_eq!(read_since(&write_since(&since)).unwrap(), since);
        assert!(read_since(&write_since(&since)[1..]).is_err());
    }

    #[test]
    fn lengths_are_read_as_they_were_written() {
        let blobs = BTreeMap::from([([1; 32], 0), ([2; 32], u64::MAX)]);
        assert_eq!(read_unheld(&write_unheld(&blobs)).unwrap(), blobs);
        assert!(read_unheld(&write_unheld(&blobs)[1..]).is_err());
    }
}
