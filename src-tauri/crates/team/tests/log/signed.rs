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
    AlarmKind, Extent, Log, MemoryShelf, Setup, SignError, SignedEntries, Slot, TeamKeys,
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
    log.renew_key(team_key(0));
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

#[tokio::test]
async fn an_entry_of_a_later_version_asks_for_an_update_and_stops_writing() {
    let location = EvilLocation::in_memory();
    let [ada, bob] = [(); 2].map(|()| Identity::create(&OsRandom).unwrap());
    let (mut ada_log, mut bob_log) = (open(&location, &ada), open(&location, &bob));
    let first = ada_log.append(at(0), |slot| deletion(&ada, slot, &[])).await.unwrap();
    let place = Place { sequence: 1, ..first.links.place };
    let mut keys = TeamKeys::new(TEAM);
    keys.renew(team_key(0));
    let later = SecretBytes::new([b"CZE9".as_slice(), &[0; 200]].concat());
    let name = ObjectName::Entry(place);
    let sealed = keys.seal(&OsRandom, &name, &later).unwrap().unwrap();
    location.create(&name, sealed).await.unwrap();
    let pulled = bob_log.reconcile(at(1), Extent::Everything).await.unwrap();
    let kinds: Vec<_> = pulled.alarms.iter().map(|alarm| alarm.kind).collect();
    assert_eq!((pulled.entries.len(), kinds), (1, vec![AlarmKind::UpdateNeeded]));
    assert!(bob_log.is_stopped());
}
