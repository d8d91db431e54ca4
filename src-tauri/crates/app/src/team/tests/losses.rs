//! What two people change at once, and what is cut off half way, is not lost.

use credenza_model::{
    ids::{RecordId, VariableId},
    team::{Op, RecordRole},
};
use credenza_secret::Secret;

use super::{Pair, edit, person, variable};
use crate::{
    CredentialQuery, DeletedKind, ErrorCode, VariableQuery, Workspace,
    team::{
        ShareRequest,
        content::{Content, Stamp},
        session::Session,
    },
    variables::NewValue,
};

/// What is changed in a revision.
type Forgery = fn(&mut Content, Stamp);

pub(super) fn only_credential(workspace: &Workspace) -> credenza_model::ids::CredentialId {
    let query = CredentialQuery { limit: 10, ..CredentialQuery::default() };
    workspace.list_credentials(&query).unwrap().rows.remove(0).id
}

fn named(workspace: &Workspace, name: &str) -> Option<VariableId> {
    let query = VariableQuery { limit: 10, ..VariableQuery::default() };
    let rows = workspace.list_variables(&query).unwrap().rows;
    rows.into_iter().find(|row| row.name.as_str() == name).map(|row| row.id)
}

pub(super) fn record_of(workspace: &Workspace, thing: &[u8; 16]) -> RecordId {
    let row = workspace.store().team_record_of(thing).unwrap().unwrap();
    RecordId::from_bytes(row.record)
}

/// Writes a revision of a record as no honest Credenza would.
pub(super) async fn forge(
    session: &mut Session<'_>,
    id: RecordId,
    change: impl FnOnce(&mut Content, Stamp),
) {
    let row = session.row(id).unwrap().unwrap();
    let stamp = session.next_stamp();
    let variables = session.variables().unwrap();
    let mut content = session.workspace.content_of(&row, &variables, stamp).unwrap().unwrap();
    change(&mut content, stamp);
    let epochs = session.record(id).unwrap().epochs.clone();
    let (epoch, key) = session.keys.current(Some(id), &epochs).unwrap();
    let blob = session.seal(id, epoch, key, &content).unwrap();
    let blob = session.put_blob(&credenza_secret::SecretBytes::new(blob)).await.unwrap();
    session.write(vec![Op::Put { record: id, epoch, blob, needs: Vec::new() }]).await.unwrap();
}

#[tokio::test]
async fn two_revisions_side_by_side_both_count_whoever_is_newest() {
    for twice in [true, false] {
        let pair = Pair::new().await;
        let bobs = only_credential(&pair.bob);
        let mut ada = pair.ada.team_session(pair.team).await.unwrap();
        let mut bob = pair.bob.team_session(pair.team).await.unwrap();
        pair.ada.edit_credential(pair.credential, &edit(None, Some("by Ada"))).unwrap();
        ada.publish().await.unwrap();
        // The later of the two has the higher number.
        if twice {
            pair.bob.edit_credential(bobs, &edit(Some("Once"), None)).unwrap();
            bob.publish().await.unwrap();
        }
        pair.bob.edit_credential(bobs, &edit(Some("Robot by Bob"), None)).unwrap();
        bob.publish().await.unwrap();
        drop((ada, bob));
        for who in [&pair.bob, &pair.ada, &pair.bob] {
            assert_eq!(who.sync_team(pair.team).await.unwrap().waiting, 0);
        }
        let expected = ("Robot by Bob".to_owned(), "by Ada".to_owned());
        assert_eq!(pair.robot(&pair.bob), expected);
        assert_eq!(pair.robot(&pair.ada), expected);
    }
}

#[tokio::test]
async fn a_record_that_holds_what_can_not_be_harms_itself_alone() {
    let forgeries: [(bool, Forgery); 4] = [
        (true, |content, stamp| content.set(1, Vec::new(), stamp)),
        (true, |content, stamp| content.set(3, vec![0xff], stamp)),
        (false, |content, stamp| content.set(3, vec![9], stamp)),
        (false, |content, stamp| {
            content.set(4, b"no value".to_vec(), stamp);
            content.set(3, vec![2], stamp);
        }),
    ];
    for (of_credential, forgery) in forgeries {
        let pair = Pair::new().await;
        let thing =
            if of_credential { *pair.credential.as_bytes() } else { *pair.secret.as_bytes() };
        let record = record_of(&pair.ada, &thing);
        let mut bob = pair.bob.team_session(pair.team).await.unwrap();
        forge(&mut bob, record, forgery).await;
        drop(bob);
        let user = named(&pair.bob, "user").unwrap();
        pair.bob.set_text(user, "another".to_owned()).unwrap();
        pair.bob.sync_team(pair.team).await.unwrap();

        pair.ada.sync_team(pair.team).await.unwrap();
        assert_eq!(pair.robot(&pair.ada), ("Robot".to_owned(), "old".to_owned()));
        let user = named(&pair.ada, "user").unwrap();
        let view = pair.ada.store().variable(user).unwrap();
        assert!(format!("{:?}", view.content).contains("another"), "control: the rest comes");
        pair.ada.remove_person(pair.team, "Bob").await.unwrap();
    }
}

#[tokio::test]
async fn a_change_whose_base_is_not_to_be_had_waits() {
    let pair = Pair::new().await;
    let bobs = only_credential(&pair.bob);
    pair.bob.edit_credential(bobs, &edit(Some("Robot by Bob"), None)).unwrap();
    pair.bob.sync_team(pair.team).await.unwrap();
    pair.ada.edit_credential(pair.credential, &edit(None, Some("by Ada"))).unwrap();
    let thing = pair.credential.as_bytes();
    let row = pair.ada.store().team_record_of(thing).unwrap().unwrap();
    let without = credenza_store::TeamRecord { put: Some([9; 32]), ..row.clone() };
    pair.ada.store().put_team_record(&without).unwrap();

    let view = pair.ada.sync_team(pair.team).await.unwrap();
    assert_eq!(view.waiting, 1);
    assert_eq!(pair.robot(&pair.ada), ("Robot".to_owned(), "by Ada".to_owned()));
    pair.ada.store().put_team_record(&row).unwrap();
    let expected = ("Robot by Bob".to_owned(), "by Ada".to_owned());
    for who in [&pair.ada, &pair.bob] {
        assert_eq!(who.sync_team(pair.team).await.unwrap().waiting, 0);
        assert_eq!(pair.robot(who), expected);
    }
}

#[tokio::test]
async fn a_change_made_meanwhile_stays_marked_and_is_not_overwritten() {
    let pair = Pair::new().await;
    let thing = *pair.credential.as_bytes();
    let record = record_of(&pair.ada, &thing);
    let mut session = pair.ada.team_session(pair.team).await.unwrap();
    let before = session.row(record).unwrap().unwrap();
    let variables = session.variables().unwrap();
    let stamp = session.next_stamp();
    let remote = pair.ada.content_of(&before, &variables, stamp).unwrap().unwrap();
    assert!(session.take_in(&before, &remote).unwrap(), "control: nothing was changed");

    pair.ada.edit_credential(pair.credential, &edit(None, Some("once"))).unwrap();
    assert!(!session.take_in(&before, &remote).unwrap());
    assert_eq!(pair.robot(&pair.ada).1, "once");
    let sent = session.row(record).unwrap().unwrap();
    pair.ada.edit_credential(pair.credential, &edit(None, Some("twice"))).unwrap();
    pair.ada.store().put_team_record(&before).unwrap();
    pair.ada.store().clear_team_record(&thing, sent.changed).unwrap();
    assert_eq!(session.row(record).unwrap().unwrap().changed, 2);
    drop(session);
    assert_eq!(pair.ada.sync_team(pair.team).await.unwrap().waiting, 0);
    pair.bob.sync_team(pair.team).await.unwrap();
    assert_eq!(pair.robot(&pair.bob).1, "twice");
}

#[tokio::test]
async fn what_was_deleted_here_goes_although_a_newer_revision_comes() {
    for purged in [false, true] {
        let pair = Pair::new().await;
        let bobs = only_credential(&pair.bob);
        pair.bob.delete_credential(bobs).unwrap();
        if purged {
            pair.bob.purge_deleted(DeletedKind::Credential, bobs.as_bytes()).unwrap();
        }
        pair.ada.edit_credential(pair.credential, &edit(None, Some("by Ada"))).unwrap();
        pair.ada.sync_team(pair.team).await.unwrap();
        assert_eq!(pair.bob.sync_team(pair.team).await.unwrap().waiting, 0);
        pair.bob.sync_team(pair.team).await.unwrap();
        let query = CredentialQuery { limit: 10, ..CredentialQuery::default() };
        assert!(pair.bob.list_credentials(&query).unwrap().rows.is_empty());
        // It began with Ada, who keeps it as her own.
        pair.ada.sync_team(pair.team).await.unwrap();
        assert!(pair.ada.store().team_record_of(pair.credential.as_bytes()).unwrap().is_none());
    }
}

#[tokio::test]
async fn who_was_let_in_without_an_answer_gets_it_from_the_next_approval() {
    let pair = Pair::new().await;
    let cleo = person(pair.home.path(), "Cleo");
    let invitation = pair.ada.invite(pair.team, "Cleo@example.org").await.unwrap();
    cleo.join_team(&invitation.text, None).await.unwrap();
    let mut session = pair.ada.team_session(pair.team).await.unwrap();
    session.admit_without_answer("Cleo").await;
    drop(session);
    let asked = cleo.sync_team(pair.team).await.unwrap();
    assert_eq!(asked.standing, crate::team::Standing::Asked, "control: it was cut off");
    assert_eq!(pair.ada.join_requests(pair.team).await.unwrap().len(), 1);
    pair.ada.approve(pair.team, "Cleo").await.unwrap();
    let view = cleo.sync_team(pair.team).await.unwrap();
    assert_eq!((view.standing, view.people), (crate::team::Standing::Member, 3));
    assert!(pair.ada.join_requests(pair.team).await.unwrap().is_empty());
}

pub(super) async fn with_cleo(pair: &Pair) -> Workspace {
    let cleo = person(pair.home.path(), "Cleo");
    let invitation = pair.ada.invite(pair.team, "Cleo@example.org").await.unwrap();
    cleo.join_team(&invitation.text, None).await.unwrap();
    pair.ada.approve(pair.team, "Cleo").await.unwrap();
    cleo
}

pub(super) async fn share_with_cleo(pair: &Pair) {
    let people = pair.ada.find_people(pair.team, &["Cleo".to_owned()]).await.unwrap();
    let (team, credentials) = (pair.team, vec![pair.credential]);
    let role = RecordRole::CoOwner;
    pair.ada.share(&ShareRequest { team, credentials, people, role }).await.unwrap();
}

#[tokio::test]
async fn a_credential_waits_for_the_variable_of_its_user_name() {
    let pair = Pair::new().await;
    let cleo = with_cleo(&pair).await;
    let user = named(&pair.ada, "user").unwrap();
    let record = record_of(&pair.ada, user.as_bytes());
    let mut ada = pair.ada.team_session(pair.team).await.unwrap();
    forge(&mut ada, record, |content, stamp| content.set(3, vec![9], stamp)).await;
    drop(ada);
    share_with_cleo(&pair).await;
    cleo.sync_team(pair.team).await.unwrap();
    let query = CredentialQuery { limit: 10, ..CredentialQuery::default() };
    assert!(cleo.list_credentials(&query).unwrap().rows.is_empty());
    let mut ada = pair.ada.team_session(pair.team).await.unwrap();
    forge(&mut ada, record, |_, _| ()).await;
    drop(ada);
    cleo.sync_team(pair.team).await.unwrap();
    let cleos = cleo.credential(only_credential(&cleo)).unwrap();
    assert!(cleos.user_name.is_some());
}

#[tokio::test]
async fn nothing_is_written_under_the_key_of_someone_who_left() {
    let pair = Pair::new().await;
    let cleo = with_cleo(&pair).await;
    share_with_cleo(&pair).await;
    cleo.sync_team(pair.team).await.unwrap();
    let cleos = only_credential(&cleo);
    cleo.edit_credential(cleos, &edit(None, Some("before"))).unwrap();
    assert_eq!(cleo.sync_team(pair.team).await.unwrap().waiting, 0, "control");
    pair.bob.leave_team(pair.team).await.unwrap();
    cleo.edit_credential(cleos, &edit(None, Some("after"))).unwrap();
    assert_eq!(cleo.sync_team(pair.team).await.unwrap().waiting, 1);
    let people = cleo.find_people(pair.team, &["Ada".to_owned()]).await.unwrap();
    let own = variable(&cleo, "own", NewValue::Secret(Secret::new("x".to_owned())));
    let draft = crate::credentials::CredentialDraft {
        name: "Own".to_owned(),
        description: String::new(),
        locations: vec![credenza_model::location::Location::Connection],
        authentication: credenza_model::location::Authentication::UserNameAndPassword,
        user_name: named(&cleo, "user"),
        secret: Some(own),
    };
    let credentials = vec![cleo.create_credential(&draft).unwrap().id];
    let request = ShareRequest { team: pair.team, credentials, people, role: RecordRole::View };
    let refused = cleo.share(&request).await.unwrap_err();
    assert_eq!(refused.code, ErrorCode::NotAllowed);
    assert!(refused.message.contains("new key"), "{}", refused.message);

    pair.ada.sync_team(pair.team).await.unwrap();
    assert_eq!(cleo.sync_team(pair.team).await.unwrap().waiting, 0);
    pair.ada.sync_team(pair.team).await.unwrap();
    assert_eq!(pair.robot(&pair.ada).1, "after");
}

impl Session<'_> {
    /// The first half of an approval.
    async fn admit_without_answer(&mut self, name: &str) {
        let waiting = self.waiting().await.unwrap();
        let one = waiting.into_iter().find(|one| one.who.name == name).unwrap();
        self.write(vec![Op::Admit { who: one.who.clone(), invitation: one.invitation }])
            .await
            .unwrap();
    }
}

#[tokio::test]
async fn what_the_location_lost_of_a_record_comes_back_from_who_has_it() {
    for heals in [false, true] {
        let pair = Pair::new().await;
        let cleo = with_cleo(&pair).await;
        share_with_cleo(&pair).await;
        pair.bob.sync_team(pair.team).await.unwrap();
        let blobs = pair.home.path().join("team").join("B");
        for blob in std::fs::read_dir(&blobs).unwrap().map(Result::unwrap) {
            let path = blob.path();
            if path.is_dir() { std::fs::remove_dir_all(path) } else { std::fs::remove_file(path) }
                .unwrap();
        }
        if heals {
            pair.bob.sync_team(pair.team).await.unwrap();
        }
        cleo.sync_team(pair.team).await.unwrap();
        let query = CredentialQuery { limit: 10, ..CredentialQuery::default() };
        let rows = cleo.list_credentials(&query).unwrap().rows;
        assert_eq!(rows.len(), usize::from(heals), "control: without Bob it is lost");
        if heals {
            let field = crate::credentials::Field::Password;
            cleo.read_value(only_credential(&cleo), field).await.unwrap();
        }
    }
}
