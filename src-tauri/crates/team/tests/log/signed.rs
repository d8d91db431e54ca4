//! The log over entries as devices sign them.

use std::sync::Arc;

use credenza_crypto::{
    identity::Identity,
    random::OsRandom,
    team::entry::{device_id, sign},
};
use credenza_model::{
    ids::{ChainId, RecordId, TeamId},
    team::{Entry, EntryId, Head, Op},
};
use credenza_secret::SecretBytes;
use credenza_team::{
    AlarmKind, CheckError, Entries as _, Extent, Log, MemoryShelf, Pulled, Setup, SignError,
    SignedEntries, Slot, TeamKeys,
    location::{Location as _, ObjectName, Place},
};
use credenza_testkit::{
    evil::EvilLocation,
    member::{TEAM, at, team_key},
};

fn open(location: &Arc<EvilLocation>, identity: &Identity) -> Log<SignedEntries> {
    let mut log = Log::open(Setup {
        location: location.clone(),
        entries: Arc::new(SignedEntries),
        shelf: Arc::new(MemoryShelf::default()),
        random: Arc::new(OsRandom),
        team: TEAM,
        device_key: identity.public().device,
    })
    .unwrap();
    log.renew_key([0; 32], team_key(0));
    log
}

fn deletion(identity: &Identity, slot: &Slot, heads: &[Head]) -> Result<Vec<u8>, SignError> {
    let device_key = identity.public().device;
    let entry = Entry {
        team: TeamId::from_bytes(TEAM),
        chain: slot.place.chain.into(),
        sequence: slot.place.sequence,
        device_key,
        device: device_id(&device_key),
        previous: EntryId(slot.previous),
        heads: heads.to_vec(),
        lamport: slot.place.sequence + 10 * heads.len() as u64,
        written: 0,
        blocked: slot.blocked.map(|place| (place.chain.into(), place.sequence)),
        ops: vec![Op::Delete { record: RecordId::from_bytes([7; 16]) }],
    };
    sign(identity, &entry).map(|(_, bytes)| bytes).map_err(|_| SignError)
}

#[tokio::test]
async fn signed_entries_go_through_the_log_as_they_are() {
    let location = EvilLocation::in_memory();
    let [ada, bob] = [(); 2].map(|()| Identity::create(&OsRandom).unwrap());
    let (mut ada_log, mut bob_log) = (open(&location, &ada), open(&location, &bob));
    let first = ada_log.append(at(0), |slot| deletion(&ada, slot, &[])).await.unwrap();
    let pulled = bob_log.look(at(1)).await.unwrap();
    assert_eq!(pulled.entries.len(), 1);
    assert!(pulled.entries[0].1 == first.entry && pulled.entries[0].0 == first.links);

    let chain: ChainId = first.links.place.chain.into();
    let heads = [Head { chain, sequence: 0, entry: EntryId(first.links.id) }];
    bob_log.append(at(2), |slot| deletion(&bob, slot, &heads)).await.unwrap();
    let pulled = ada_log.look(at(3)).await.unwrap();
    assert_eq!(pulled.entries.len(), 1);
    assert_eq!(pulled.entries[0].0.heads[0].place, first.links.place);
    assert!(pulled.alarms.is_empty());
}

/// Bytes that nobody signed, at a place; gives the name of such an entry.
async fn put_later(location: &EvilLocation, place: Place) -> EntryId {
    let mut keys = TeamKeys::new(TEAM);
    keys.renew([0; 32], team_key(0));
    let bytes = [b"CZE9".as_slice(), &[0; 200]].concat();
    let Err(CheckError::Later(id)) = SignedEntries.check(&bytes) else { panic!("not later") };
    let name = ObjectName::Entry(place);
    let sealed = keys.seal(&OsRandom, &name, &SecretBytes::new(bytes)).unwrap().unwrap();
    location.create(&name, sealed).await.unwrap();
    EntryId(id)
}

fn kinds(pulled: &Pulled<Entry>) -> Vec<AlarmKind> {
    pulled.alarms.iter().map(|alarm| alarm.kind).collect()
}

#[tokio::test]
async fn unsigned_words_of_a_later_version_stop_nobody_from_writing() {
    let location = EvilLocation::in_memory();
    let [ada, bob] = [(); 2].map(|()| Identity::create(&OsRandom).unwrap());
    let (mut ada_log, mut bob_log) = (open(&location, &ada), open(&location, &bob));
    let first = ada_log.append(at(0), |slot| deletion(&ada, slot, &[])).await.unwrap();
    let own = Place { sequence: 1, ..first.links.place };
    let apart = Place { chain: credenza_team::location::ChainId([9; 16]), sequence: 0 };
    for place in [own, apart] {
        put_later(&location, place).await;
    }
    let pulled = bob_log.reconcile(at(1), Extent::Everything).await.unwrap();
    assert_eq!((pulled.entries.len(), kinds(&pulled)), (1, vec![AlarmKind::Forged; 2]));
    assert!(!bob_log.is_stopped());
    bob_log.append(at(2), |slot| deletion(&bob, slot, &[])).await.unwrap();
}

#[tokio::test]
async fn an_entry_of_a_later_version_that_one_vouches_for_stops_writing() {
    for (vouched, member) in [(true, true), (false, true), (true, false)] {
        let location = EvilLocation::in_memory();
        let [ada, bob] = [(); 2].map(|()| Identity::create(&OsRandom).unwrap());
        let (mut ada_log, mut bob_log) = (open(&location, &ada), open(&location, &bob));
        let adas = ada.public().device;
        bob_log.hear(move |key| member && *key == adas).unwrap();
        let place = Place { chain: credenza_team::location::ChainId([9; 16]), sequence: 0 };
        let id = put_later(&location, place).await;
        bob_log.reconcile(at(1), Extent::Everything).await.unwrap();
        assert!(!bob_log.is_stopped());
        let entry = if vouched { id } else { EntryId([1; 32]) };
        let heads = [Head { chain: place.chain.into(), sequence: 0, entry }];
        ada_log.append(at(2), |slot| deletion(&ada, slot, &heads)).await.unwrap();
        let pulled = bob_log.poll(at(3)).await.unwrap();
        let told = kinds(&pulled).contains(&AlarmKind::UpdateNeeded);
        let counts = vouched && member;
        assert_eq!((told, bob_log.is_stopped()), (counts, counts));
    }
}
