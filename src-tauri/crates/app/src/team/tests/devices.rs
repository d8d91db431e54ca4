//! A workspace that was copied or restored, and many entries in one object.

use std::{fs, path::Path, sync::Arc};

use credenza_crypto::team::entry;
use credenza_model::{
    ids::ChainId,
    team::{Entry, EntryId},
};
use credenza_secret::Secret;
use credenza_store::WorkspaceFolder;
use credenza_team::{SignError, Slot};

use super::{Pair, edit, late_keys::join, losses::only_credential};
use crate::{SystemHost, Workspace, team::session::Session, workspace::PreparedWorkspace};

pub(super) fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        if entry.path().is_dir() {
            copy(&entry.path(), &to.join(entry.file_name()));
        } else {
            fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
        }
    }
}

pub(super) fn unlock(folder: &Path) -> Workspace {
    let folder = WorkspaceFolder::new(folder.to_owned());
    let password = Secret::new("violet anchor drifting tundra".to_owned());
    Workspace::unlock(Arc::new(SystemHost), &folder, &password).unwrap()
}

/// Bob twice, from one folder.
pub(super) async fn copied() -> (Pair, Workspace) {
    let mut pair = Pair::new().await;
    let (bobs, copys) = (pair.home.path().join("Bob.credenza"), pair.home.path().join("copy"));
    // No second one of Bob is open while his files are copied.
    let ada = unlock(&pair.home.path().join("Ada.credenza"));
    drop(std::mem::replace(&mut pair.bob, ada));
    copy(&bobs, &copys);
    pair.bob = unlock(&bobs);
    (pair, unlock(&copys))
}

fn devices(who: &Workspace, pair: &Pair) -> usize {
    let session = Session::open(who, who.stored_team(pair.team).unwrap()).unwrap();
    let bob = session.find_person("Bob").unwrap();
    session.state.members[&bob].devices.len()
}

#[tokio::test]
async fn a_copied_workspace_goes_on_as_a_device_of_its_own() {
    let (pair, copy) = copied().await;
    pair.bob.edit_credential(only_credential(&pair.bob), &edit(None, Some("by Bob"))).unwrap();
    copy.edit_credential(only_credential(&copy), &edit(Some("by his copy"), None)).unwrap();
    assert_eq!(pair.bob.sync_team(pair.team).await.unwrap().waiting, 0);
    assert_eq!(devices(&pair.bob, &pair), 1);
    for who in [&copy, &pair.bob, &pair.ada, &copy] {
        let view = who.sync_team(pair.team).await.unwrap();
        assert_eq!((view.waiting, view.people, view.alarms), (0, 2, Vec::<String>::new()));
    }
    let expected = ("by his copy".to_owned(), "by Bob".to_owned());
    for who in [&pair.ada, &pair.bob, &copy] {
        assert_eq!((pair.robot(who), devices(who, &pair)), (expected.clone(), 2));
    }
    // Each goes on by its own key.
    for (who, text) in [(&copy, "once"), (&pair.bob, "twice"), (&copy, "thrice")] {
        who.sync_team(pair.team).await.unwrap();
        who.edit_credential(only_credential(who), &edit(None, Some(text))).unwrap();
        assert_eq!(who.sync_team(pair.team).await.unwrap().waiting, 0);
    }
    pair.ada.sync_team(pair.team).await.unwrap();
    assert_eq!((pair.robot(&pair.ada).1.as_str(), devices(&pair.ada, &pair)), ("thrice", 2));
}

#[tokio::test]
async fn two_copies_that_write_at_once_lose_nothing() {
    let (pair, copy) = copied().await;
    let first = pair.bob.team_session(pair.team).await.unwrap();
    let second = copy.team_session(pair.team).await.unwrap();
    for (mut session, name, text) in [(first, Some("Bob"), None), (second, None, Some("copy"))] {
        let who = session.workspace;
        who.edit_credential(only_credential(who), &edit(name, text)).unwrap();
        // The later one finds its place taken, by its own key.
        let _ = session.publish().await;
    }
    for who in [&copy, &pair.bob, &copy, &pair.ada] {
        let view = who.sync_team(pair.team).await.unwrap();
        assert_eq!((view.waiting, view.alarms), (0, Vec::<String>::new()));
    }
    assert_eq!(pair.robot(&pair.ada), ("Bob".to_owned(), "copy".to_owned()));
}

#[tokio::test]
async fn what_a_backup_brought_back_goes_on_as_a_new_device() {
    let (pair, backup) = copied().await;
    drop(backup);
    pair.bob.edit_credential(only_credential(&pair.bob), &edit(None, Some("later"))).unwrap();
    pair.bob.sync_team(pair.team).await.unwrap();
    let restored = unlock(&pair.home.path().join("copy"));
    assert_eq!(restored.sync_team(pair.team).await.unwrap().alarms, Vec::<String>::new());
    restored.edit_credential(only_credential(&restored), &edit(Some("after"), None)).unwrap();
    assert_eq!(restored.sync_team(pair.team).await.unwrap().waiting, 0);
    pair.ada.sync_team(pair.team).await.unwrap();
    assert_eq!(pair.robot(&pair.ada), ("after".to_owned(), "later".to_owned()));
    // Control: who was not copied stays the device that they are.
    pair.ada.edit_credential(pair.credential, &edit(None, Some("x"))).unwrap();
    pair.ada.sync_team(pair.team).await.unwrap();
    let adas = Session::open(&pair.ada, pair.ada.stored_team(pair.team).unwrap()).unwrap();
    assert_eq!(adas.state.members[&adas.me()].devices.len(), 1);
}

/// Opens a workspace by its recovery code, as whoever forgot the password does.
fn recover(folder: &Path, code: &Secret) -> Workspace {
    let folder = WorkspaceFolder::new(folder.to_owned());
    let password = Secret::new("marble lantern quietly seven".to_owned());
    Workspace::recover(Arc::new(SystemHost), &folder, code, &password).unwrap().0
}

#[tokio::test]
async fn a_copy_that_is_opened_first_by_the_recovery_code_goes_on_as_a_device_of_its_own() {
    let (pair, copy) = copied().await;
    let password = Secret::new("violet anchor drifting tundra".to_owned());
    let code = copy.renew_recovery_code(&password).unwrap();
    drop(copy);
    let copy = recover(&pair.home.path().join("copy"), &code);
    pair.bob.edit_credential(only_credential(&pair.bob), &edit(None, Some("by Bob"))).unwrap();
    copy.edit_credential(only_credential(&copy), &edit(Some("by his copy"), None)).unwrap();
    for who in [&pair.bob, &copy, &pair.bob, &pair.ada, &copy] {
        let view = who.sync_team(pair.team).await.unwrap();
        assert_eq!((view.waiting, view.people, view.alarms), (0, 2, Vec::<String>::new()));
    }
    let expected = ("by his copy".to_owned(), "by Bob".to_owned());
    for who in [&pair.ada, &pair.bob, &copy] {
        assert_eq!((pair.robot(who), devices(who, &pair)), (expected.clone(), 2));
    }
    // The code opened the copy, not what was copied.
    let folder = WorkspaceFolder::new(pair.home.path().join("Bob.credenza"));
    let other = Workspace::recover(Arc::new(SystemHost), &folder, &code, &password);
    assert_eq!(other.err().unwrap().code, crate::ErrorCode::WrongRecoveryCode);
}

#[tokio::test]
async fn a_paired_device_that_is_opened_first_by_its_recovery_code_comes_to_the_team() {
    let pair = Pair::new().await;
    let folder = pair.home.path().join("Bob2.credenza");
    let password = Secret::new("violet anchor drifting tundra".to_owned());
    let pairing = pair.opened(&pair.pack().code).unwrap();
    let made = PreparedWorkspace::paired(Arc::new(SystemHost), folder.clone(), password, pairing);
    let (prepared, code) = made.unwrap();
    // It ended before its first look.
    drop(prepared.create().unwrap());
    assert_eq!(devices(&pair.bob, &pair), 1, "control: nobody knows it");
    let second = recover(&folder, &code);
    second.look_at_all_teams().await.unwrap();
    second.edit_credential(only_credential(&second), &edit(None, Some("by the second"))).unwrap();
    for who in [&second, &pair.ada, &pair.bob, &second] {
        let view = who.sync_team(pair.team).await.unwrap();
        assert_eq!((view.waiting, view.people, view.alarms), (0, 2, Vec::<String>::new()));
    }
    for who in [&pair.ada, &pair.bob, &second] {
        assert_eq!((pair.robot(who).1.as_str(), devices(who, &pair)), ("by the second", 2));
    }
    assert_eq!(second.identity_view().unwrap(), pair.bob.identity_view().unwrap());
}

#[tokio::test]
async fn a_thousand_entries_are_packed_by_whoever_looks() {
    let pair = Pair::new().await;
    let mut session = pair.ada.team_session(pair.team).await.unwrap();
    let (team, now) = (session.team(), pair.ada.host.now());
    for _ in 0..1_000 {
        let (identity, next) = (&session.identity, session.graph.next_lamport().unwrap());
        let device_key = identity.device_key();
        let sign = |slot: &Slot| {
            let entry = Entry {
                team,
                chain: ChainId::from_bytes(slot.place.chain.0),
                sequence: slot.place.sequence,
                device_key,
                device: entry::device_id(&device_key),
                previous: EntryId(slot.previous),
                heads: session.graph.frontier(ChainId::from_bytes(slot.place.chain.0), |_| true),
                lamport: next,
                written: 0,
                blocked: None,
                ops: Vec::new(),
            };
            entry::sign(identity, &entry).map(|(_, bytes)| bytes).map_err(|_| SignError)
        };
        let written = session.log.append(now, sign).await.unwrap();
        session.graph.add(EntryId(written.links.id), written.entry).unwrap();
    }
    drop(session);
    let segments = pair.home.path().join("team/S");
    assert!(!segments.exists(), "control: nobody looked yet");
    pair.bob.sync_team(pair.team).await.unwrap();
    assert_eq!(fs::read_dir(&segments).unwrap().count(), 1);
    for who in [&pair.ada, &pair.bob] {
        assert_eq!(who.sync_team(pair.team).await.unwrap().alarms, Vec::<String>::new());
    }
    assert_eq!(fs::read_dir(&segments).unwrap().count(), 1, "once is enough");
    let cleo = join(&pair, "Cleo").await;
    pair.ada.approve(pair.team, "Cleo").await.unwrap();
    let view = cleo.sync_team(pair.team).await.unwrap();
    assert_eq!((view.people, view.alarms), (3, Vec::new()));
}
