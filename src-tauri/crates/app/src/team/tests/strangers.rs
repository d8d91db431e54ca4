//! Somebody who is no member any more, and still has an old key and the location.

use std::collections::BTreeMap;

use credenza_crypto::team::entry;
use credenza_model::{
    ids::ChainId,
    team::{Entry, EntryId, Head},
};
use credenza_secret::SecretBytes;
use credenza_team::{
    CheckError, Entries as _, SignError, SignedEntries, Slot, TeamKeys,
    location::{ChainId as LocationChain, ObjectName, Place},
};

use super::{Pair, edit, late_keys::join};
use crate::{ErrorCode, team::session::Session};

/// Puts words of a later version at a place, and an entry that vouches for them.
async fn vouch_for_later(session: &mut Session<'_>) {
    let (epoch, key) = session.keys.current(None, &session.state.epochs).unwrap();
    let mut keys = TeamKeys::new(*session.team().as_bytes());
    keys.renew(epoch.0, key.envelope());
    let bytes = [b"CZE9".as_slice(), &[0; 200]].concat();
    let Err(CheckError::Later(id)) = SignedEntries.check(&bytes) else { panic!("not later") };
    let place = Place::first(LocationChain([9; 16]));
    let name = ObjectName::Entry(place);
    let random = session.workspace.host.random();
    let sealed = keys.seal(random, &name, &SecretBytes::new(bytes)).unwrap().unwrap();
    session.location.create(&name, sealed).await.unwrap();
    let heads = session.graph.heads().map(|head| (head.chain, head));
    let mut heads: BTreeMap<ChainId, Head> = heads.collect();
    let chain = ChainId::from_bytes([9; 16]);
    heads.insert(chain, Head { chain, sequence: 0, entry: EntryId(id) });
    let (team, identity) = (session.team(), &session.identity);
    let sign = |slot: &Slot| {
        let chain = ChainId::from_bytes(slot.place.chain.0);
        heads.remove(&chain);
        let device_key = identity.device_key();
        let entry = Entry {
            team,
            chain,
            sequence: slot.place.sequence,
            device_key,
            device: entry::device_id(&device_key),
            previous: EntryId(slot.previous),
            heads: heads.values().copied().collect(),
            lamport: 99,
            written: 0,
            blocked: None,
            ops: Vec::new(),
        };
        entry::sign(identity, &entry).map(|(_, bytes)| bytes).map_err(|_| SignError)
    };
    session.log.append(session.workspace.host.now(), sign).await.unwrap();
}

#[tokio::test]
async fn a_former_member_stops_nobody_from_writing() {
    for member in [false, true] {
        let pair = Pair::new().await;
        let dan = join(&pair, "Dan").await;
        pair.ada.approve(pair.team, "Dan").await.unwrap();
        dan.sync_team(pair.team).await.unwrap();
        if !member {
            pair.ada.remove_person(pair.team, "Dan").await.unwrap();
        }
        let mut dans = Session::open(&dan, dan.stored_team(pair.team).unwrap()).unwrap();
        vouch_for_later(&mut dans).await;
        drop(dans);
        pair.ada.sync_team(pair.team).await.unwrap();
        let written = pair.ada.invite(pair.team, "Cleo").await;
        // Negative control: the word of a member counts.
        let refused = written.err().map(|error| error.code);
        assert_eq!(refused, member.then_some(ErrorCode::LocationAlarm));
    }
}

#[tokio::test]
async fn what_was_lost_is_put_back_and_a_person_decides_to_go_on() {
    let pair = Pair::new().await;
    let newest = {
        let session = pair.ada.team_session(pair.team).await.unwrap();
        let chain = session.graph.heads().map(|head| head.chain).next().unwrap();
        pair.home.path().join("team/L").join(LocationChain::from(chain).to_string())
    };
    let mut lost: Vec<_> =
        std::fs::read_dir(newest).unwrap().map(|entry| entry.unwrap().path()).collect();
    lost.sort();
    std::fs::remove_file(lost.pop().unwrap()).unwrap();
    pair.ada.edit_credential(pair.credential, &edit(None, Some("by Ada"))).unwrap();
    for _ in 0..2 {
        let view = pair.ada.sync_team(pair.team).await.unwrap();
        assert_eq!((view.stopped, view.alarms.len(), view.waiting), (true, 1, 1));
    }
    let view = pair.ada.go_on(pair.team).await.unwrap();
    assert_eq!((view.stopped, view.alarms, view.waiting), (false, vec![], 0));
    let view = pair.bob.sync_team(pair.team).await.unwrap();
    assert_eq!((view.stopped, pair.robot(&pair.bob).1), (false, "by Ada".to_owned()));
}
