//! Two workspaces of one process in a team, with a look inside that the command line does not have.
#![allow(clippy::unwrap_used, reason = "tests")]

mod at_once;
mod behind;
mod between;
mod clouds;
mod conflicts;
mod devices;
mod everyone;
mod evil_parts;
mod gated;
mod half_way;
mod kept;
mod killed;
mod late_keys;
mod late_losses;
mod losses;
mod lost_devices;
mod many;
mod pairing;
mod parts;
mod prepared;
mod reads;
mod references;
mod rotations;
mod strangers;
mod unseen;
mod uses;
mod uses_across;
mod uses_stand;
mod uses_told;
mod versions;
mod waiting;
mod who;
mod window;

use std::{path::Path, sync::Arc};

use credenza_model::{
    ids::{CredentialId, TeamId, VariableId},
    location::{Authentication, Location},
    team::{PutState, RecordRole},
};
use credenza_secret::Secret;

use super::{ShareRequest, session::Session};
use crate::{
    SystemHost, Workspace,
    credentials::{CredentialDraft, CredentialEditRequest, Field},
    variables::{NewValue, VariableCreateRequest},
    workspace::{CreateRequest, PreparedWorkspace},
};

fn person(home: &Path, name: &str) -> Workspace {
    person_on(Arc::new(SystemHost), home, name)
}

fn person_on(host: Arc<dyn crate::Host>, home: &Path, name: &str) -> Workspace {
    let request = CreateRequest {
        folder: home.join(format!("{name}.credenza")),
        person: name.to_owned(),
        mail: Some(format!("{name}@example.org")),
        password: Secret::new("violet anchor drifting tundra".to_owned()),
    };
    let (prepared, _) = PreparedWorkspace::new(host, request).unwrap();
    prepared.create().unwrap()
}

fn variable(workspace: &Workspace, name: &str, value: NewValue) -> VariableId {
    let (display_name, name) = (name.to_owned(), name.to_owned());
    let request = VariableCreateRequest { display_name, name, value };
    workspace.create_variable(request).unwrap().id
}

/// Ada and Bob in a team, and a credential of Ada's that Bob is Co-owner of.
struct Pair {
    home: tempfile::TempDir,
    ada: Workspace,
    bob: Workspace,
    team: TeamId,
    secret: VariableId,
    credential: CredentialId,
}

impl Pair {
    async fn new() -> Self {
        let home = tempfile::tempdir().unwrap();
        let (ada, bob) = (person(home.path(), "Ada"), person(home.path(), "Bob"));
        let at = home.path().join("team").to_str().unwrap().to_owned();
        Self::at(home, ada, bob, &at).await
    }

    async fn at(home: tempfile::TempDir, ada: Workspace, bob: Workspace, at: &str) -> Self {
        let team = ada.create_team("Finance", at).await.unwrap().id;
        let invitation = ada.invite(team, "Bob@example.org").await.unwrap();
        bob.join_team(&invitation.text, None).await.unwrap();
        ada.approve(team, "Bob").await.unwrap();
        let user_name = variable(&ada, "user", NewValue::Text("svc".to_owned()));
        let secret = variable(&ada, "secret", NewValue::Secret(Secret::new("first".to_owned())));
        let draft = CredentialDraft {
            name: "Robot".to_owned(),
            description: "old".to_owned(),
            locations: vec![Location::Connection],
            authentication: Authentication::UserNameAndPassword,
            user_name: Some(user_name),
            secret: Some(secret),
        };
        let credential = ada.create_credential(&draft).unwrap().id;
        let people = ada.find_people(team, &["Bob".to_owned()]).await.unwrap();
        let credentials = vec![credential];
        let request = ShareRequest { team, credentials, people, role: RecordRole::CoOwner };
        ada.share(&request).await.unwrap();
        bob.sync_team(team).await.unwrap();
        Self { home, ada, bob, team, secret, credential }
    }

    fn robot(&self, workspace: &Workspace) -> (String, String) {
        let all = workspace.list_credentials(&crate::CredentialQuery {
            limit: 10,
            ..crate::CredentialQuery::default()
        });
        let row = all.unwrap().rows.remove(0);
        (row.name, row.description)
    }
}

fn edit(name: Option<&str>, description: Option<&str>) -> CredentialEditRequest {
    CredentialEditRequest {
        name: name.map(str::to_owned),
        description: description.map(str::to_owned),
        locations: None,
        seen: None,
    }
}

/// Every revision that the log has, with its record.
fn puts(session: &Session<'_>) -> Vec<(credenza_model::ids::RecordId, PutState)> {
    let records = session.state.records.iter();
    records.flat_map(|(id, record)| record.heads.iter().map(|head| (*id, head.clone()))).collect()
}

#[tokio::test]
async fn r23_who_was_removed_opens_nothing_that_was_written_later() {
    let pair = Pair::new().await;
    // Each further credential brings a variable of its own.
    let more = std::env::var("CREDENZA_CASES").ok().and_then(|n| n.parse().ok()).unwrap_or(0u32);
    let credentials: Vec<_> =
        (0..more).map(|n| window::own(&pair.ada, &format!("More {n}"), pair.secret)).collect();
    let people = vec![window::me(&pair.bob)];
    let request = ShareRequest { team: pair.team, credentials, people, role: RecordRole::CoOwner };
    pair.ada.share(&request).await.unwrap();
    pair.bob.sync_team(pair.team).await.unwrap();
    let open = |who| Session::open(who, pair.bob.stored_team(pair.team).unwrap()).unwrap();
    let mut before = open(&pair.bob);
    let old = puts(&before);
    for (record, put) in &old {
        assert!(before.read(*record, put).await.is_some(), "control: a member opens them");
    }
    pair.ada.remove_person(pair.team, "Bob").await.unwrap();
    pair.ada.set_secret(pair.secret, Secret::new("later".to_owned())).unwrap();
    pair.ada.sync_team(pair.team).await.unwrap();

    let mut adas = Session::open(&pair.ada, pair.ada.stored_team(pair.team).unwrap()).unwrap();
    let new = puts(&adas);
    assert_eq!(new.len(), old.len());
    // Everything that Bob's Credenza had, and the whole location.
    let mut bobs = open(&pair.bob);
    bobs.pull().await.unwrap();
    let me = bobs.me();
    assert!(bobs.state.departed.iter().any(|gone| gone.person == me));
    let mut opened = 0;
    for (record, put) in &new {
        assert!(old.iter().all(|(_, before)| before.entry != put.entry), "sealed anew");
        assert!(adas.read(*record, put).await.is_some(), "who stays opens everything");
        opened += u32::from(bobs.read(*record, put).await.is_some());
        assert!(bobs.keys.get(Some(*record), put.epoch).is_none());
    }
    println!("R23 {opened} of {} later revisions opened, target 0", new.len());
    assert_eq!(opened, 0);
    let newest = adas.state.epochs.iter().find(|epoch| epoch.current).unwrap().name;
    assert!(adas.keys.get(None, newest).is_some() && bobs.keys.get(None, newest).is_none());
    assert!(!adas.state.key_pending);
    assert!(adas.state.records.values().all(|record| !record.rekey_pending));
    drop(pair.home);
}

#[tokio::test]
async fn changes_of_two_people_at_once_come_together_field_by_field() {
    let pair = Pair::new().await;
    let bobs = pair.bob.list_credentials(&crate::CredentialQuery {
        limit: 10,
        ..crate::CredentialQuery::default()
    });
    let bobs = bobs.unwrap().rows.remove(0).id;
    pair.ada.edit_credential(pair.credential, &edit(None, Some("by Ada"))).unwrap();
    pair.bob.edit_credential(bobs, &edit(Some("Robot by Bob"), None)).unwrap();
    for who in [&pair.ada, &pair.bob, &pair.ada] {
        assert_eq!(who.sync_team(pair.team).await.unwrap().waiting, 0);
    }
    let expected = ("Robot by Bob".to_owned(), "by Ada".to_owned());
    assert_eq!(pair.robot(&pair.ada), expected);
    assert_eq!(pair.robot(&pair.bob), expected);
}

#[tokio::test]
async fn a_former_member_comes_back_as_a_member() {
    let pair = Pair::new().await;
    pair.bob.leave_team(pair.team).await.unwrap();
    assert!(pair.bob.list_variables(&crate::VariableQuery::default()).unwrap().rows.is_empty());
    pair.ada.sync_team(pair.team).await.unwrap();
    let invitation = pair.ada.invite(pair.team, "Bob@example.org").await.unwrap();
    pair.bob.join_team(&invitation.text, None).await.unwrap();
    pair.ada.approve(pair.team, "Bob").await.unwrap();
    let back = pair.bob.sync_team(pair.team).await.unwrap();
    assert_eq!((back.standing, back.people), (super::Standing::Member, 2));
}

#[tokio::test]
async fn many_at_once_write_one_after_the_other() {
    let pair = Pair::new().await;
    let invite = |mail| pair.ada.invite(pair.team, mail);
    let (a, b, c, d) = (invite("a"), invite("b"), invite("c"), invite("d"));
    let mut invited = futures::future::join_all([a, b, c, d]).await;
    assert!(invited.drain(..).all(|one| one.is_ok()));
    let view = pair.bob.sync_team(pair.team).await.unwrap();
    assert!(view.alarms.is_empty(), "{:?}", view.alarms);
    let session = Session::open(&pair.bob, pair.bob.stored_team(pair.team).unwrap()).unwrap();
    assert_eq!(session.state.invitations.iter().filter(|one| one.open).count(), 4);
}

#[tokio::test]
async fn what_was_taken_back_without_the_right_to_a_new_key_gets_it_from_a_co_owner() {
    let pair = Pair::new().await;
    let cleo = person(pair.home.path(), "Cleo");
    let invitation = pair.ada.invite(pair.team, "Cleo@example.org").await.unwrap();
    cleo.join_team(&invitation.text, None).await.unwrap();
    pair.ada.approve(pair.team, "Cleo").await.unwrap();
    let find = async |who: &Workspace, name: &str| {
        who.find_people(pair.team, &[name.to_owned()]).await.unwrap()
    };
    let share = async |who: &Workspace, to: &str, role, credential| {
        let people = find(who, to).await;
        let request = ShareRequest { team: pair.team, credentials: vec![credential], people, role };
        who.share(&request).await.unwrap()
    };
    // Bob may share from now on, and no more.
    pair.ada.unshare(pair.credential, "Bob", true).await.unwrap();
    share(&pair.ada, "Bob", RecordRole::ViewAndShare, pair.credential).await;
    pair.bob.sync_team(pair.team).await.unwrap();
    let query = crate::CredentialQuery { limit: 10, ..crate::CredentialQuery::default() };
    let bobs = pair.bob.list_credentials(&query).unwrap().rows.remove(0).id;
    share(&pair.bob, "Cleo", RecordRole::View, bobs).await;
    cleo.sync_team(pair.team).await.unwrap();
    let cleos = cleo.list_credentials(&query).unwrap().rows.remove(0).id;
    // Each uses the value; the window shows it to those alone who may share or edit it.
    let (uses, field) =
        ([(&pair.ada, pair.credential), (&pair.bob, bobs), (&cleo, cleos)], Field::Password);
    let mut sees = Vec::new();
    for (who, credential) in uses {
        who.read_value(credential, field).await.unwrap();
        sees.push(who.credential(credential).unwrap().may_see);
    }
    assert_eq!(sees, [true, true, false]);
    let refused = pair.bob.unshare(bobs, "Ada", false).await.unwrap_err();
    assert_eq!(refused.code, crate::ErrorCode::NotAllowed);

    let done = pair.bob.unshare(bobs, "Cleo", false).await.unwrap();
    assert!(done.waits_for_key);
    assert!(pair.bob.access(bobs).await.unwrap().rekey_pending);
    cleo.sync_team(pair.team).await.unwrap();
    assert!(cleo.list_credentials(&query).unwrap().rows.is_empty());
    pair.ada.sync_team(pair.team).await.unwrap();
    let access = pair.bob.access(bobs).await.unwrap();
    assert!(!access.rekey_pending);
    assert_eq!(
        access.people.iter().map(|row| row.name.as_str()).collect::<Vec<_>>(),
        ["Ada", "Bob"]
    );
}
