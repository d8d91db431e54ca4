//! Who was given access, or let in, while somebody else made a new key, gets that key.

use credenza_crypto::team::boxes::Purpose;
use credenza_model::team::{Op, RecordRole, Subject};

use super::{
    Pair,
    kept::files,
    losses::{only_credential, with_cleo},
    person,
};
use crate::{
    CredentialQuery, Workspace,
    credentials::{CredentialValue, Field},
    team::{ShareRequest, Standing, session::Session},
};

pub(super) async fn join(pair: &Pair, name: &str) -> Workspace {
    let who = person(pair.home.path(), name);
    let invitation = pair.ada.invite(pair.team, name).await.unwrap();
    who.join_team(&invitation.text, None).await.unwrap();
    who
}

pub(super) async fn share_with(pair: &Pair, name: &str) {
    let people = pair.ada.find_people(pair.team, &[name.to_owned()]).await.unwrap();
    let (team, credentials, role) = (pair.team, vec![pair.credential], RecordRole::View);
    pair.ada.share(&ShareRequest { team, credentials, people, role }).await.unwrap();
}

/// Gives the keys that this session has, without looking for news before.
async fn grant_all(session: &mut Session<'_>, name: &str) {
    let person = session.find_person(name).unwrap();
    let mut ops = Vec::new();
    for record in session.state.records.keys().copied().collect::<Vec<_>>() {
        let epochs = session.record(record).unwrap().epochs.clone();
        let content = session.all_keys(Some(record), &epochs);
        let boxes =
            session.put_boxes(Purpose::Keys, Some(record), &[person], &content).await.unwrap();
        let (to, role) = (Subject::Person(person), RecordRole::View);
        ops.push(Op::Grant { record, to, role, may_see: false, boxes });
    }
    session.write(ops).await.unwrap();
}

async fn reads(who: &Workspace, pair: &Pair) -> Option<String> {
    who.sync_team(pair.team).await.unwrap();
    let query = CredentialQuery { limit: 10, ..CredentialQuery::default() };
    if who.list_credentials(&query).unwrap().rows.is_empty() {
        return None;
    }
    let value = who.read_value(only_credential(who), Field::Password).await.unwrap();
    match value {
        CredentialValue::Password(value) => Some(value.expose().to_owned()),
        _ => None,
    }
}

/// Bob shares with Cleo while Ada takes back from Dan, which makes a new key.
async fn shared_meanwhile(also_seen: bool) -> (Pair, Workspace) {
    let pair = Pair::new().await;
    let cleo = with_cleo(&pair).await;
    let dan = join(&pair, "Dan").await;
    pair.ada.approve(pair.team, "Dan").await.unwrap();
    share_with(&pair, "Dan").await;
    assert!(reads(&dan, &pair).await.is_some(), "control: Dan has access");
    let mut bob = pair.bob.team_session(pair.team).await.unwrap();
    if also_seen {
        grant_all(&mut bob, "Cleo").await;
    }
    pair.ada.unshare(pair.credential, "Dan", true).await.unwrap();
    if !also_seen {
        grant_all(&mut bob, "Cleo").await;
    }
    drop(bob);
    (pair, cleo)
}

#[tokio::test]
async fn who_was_given_access_while_a_key_was_made_gets_it_from_who_gave() {
    let (pair, cleo) = shared_meanwhile(true).await;
    let told = reads(&cleo, &pair).await;
    assert_eq!(told.as_deref(), Some("first"), "control: the grant had been seen");

    let (pair, cleo) = shared_meanwhile(false).await;
    assert_eq!(reads(&cleo, &pair).await, None, "control: nobody gave her the new key yet");
    pair.bob.sync_team(pair.team).await.unwrap();
    assert_eq!(reads(&cleo, &pair).await.as_deref(), Some("first"));
    // Cleo's report of what she read goes first.
    cleo.sync_team(pair.team).await.unwrap();
    pair.bob.sync_team(pair.team).await.unwrap();
    let bobs = Session::open(&pair.bob, pair.bob.stored_team(pair.team).unwrap()).unwrap();
    let cleos = bobs.find_person("Cleo").unwrap();
    let by = bobs.state.records.values().flat_map(|record| record.access.clone());
    assert!(by.filter(|a| a.to == Subject::Person(cleos)).all(|a| a.by == Some(bobs.me())));
    let length = bobs.graph.len();
    drop(bobs);
    // Nothing more is to be done, by anybody.
    for who in [&pair.ada, &pair.bob, &cleo, &pair.ada] {
        who.sync_team(pair.team).await.unwrap();
    }
    let after = Session::open(&pair.ada, pair.ada.stored_team(pair.team).unwrap()).unwrap();
    assert_eq!(after.graph.len(), length);
}

#[tokio::test]
async fn who_was_given_access_while_a_key_was_made_gets_it_from_any_co_owner() {
    let (pair, cleo) = shared_meanwhile(false).await;
    assert_eq!(reads(&cleo, &pair).await, None, "control: nobody gave her the new key yet");
    pair.ada.sync_team(pair.team).await.unwrap();
    assert_eq!(reads(&cleo, &pair).await.as_deref(), Some("first"));
    // The grant is Bob's still, who may take it back.
    let adas = Session::open(&pair.ada, pair.ada.stored_team(pair.team).unwrap()).unwrap();
    let (cleos, bobs) = (adas.find_person("Cleo").unwrap(), adas.find_person("Bob").unwrap());
    let by = adas.state.records.values().flat_map(|record| record.access.clone());
    assert!(by.filter(|a| a.to == Subject::Person(cleos)).all(|a| a.by == Some(bobs)));
}

#[tokio::test]
async fn everyone_in_the_team_means_who_comes_later_too() {
    let pair = Pair::new().await;
    let mut ada = pair.ada.team_session(pair.team).await.unwrap();
    let people = ada.everyone_but(&[]);
    let mut ops = Vec::new();
    for record in ada.state.records.keys().copied().collect::<Vec<_>>() {
        let epochs = ada.record(record).unwrap().epochs.clone();
        let content = ada.all_keys(Some(record), &epochs);
        let boxes = ada.put_boxes(Purpose::Keys, Some(record), &people, &content).await.unwrap();
        let (to, role) = (Subject::Everyone, RecordRole::View);
        ops.push(Op::Grant { record, to, role, may_see: false, boxes });
    }
    ada.write(ops).await.unwrap();
    drop(ada);
    let cleo = with_cleo(&pair).await;
    assert_eq!(reads(&cleo, &pair).await.as_deref(), Some("first"));
    let adas = Session::open(&pair.ada, pair.ada.stored_team(pair.team).unwrap()).unwrap();
    let cleos = adas.find_person("Cleo").unwrap();
    let to = adas.state.records.values().flat_map(|record| record.access.clone());
    assert!(to.into_iter().all(|a| a.to != Subject::Person(cleos)), "she has no grant of her own");
}

/// Bob lets Cleo in while Ada removes Dan, which makes a new team key.
async fn admitted_meanwhile() -> (Pair, Workspace, Workspace) {
    admitted_by(false).await
}

/// Ada, who knows that key, lets Cleo in at the same time.
async fn admitted_twice() -> (Pair, Workspace) {
    let (pair, cleo, _) = admitted_by(true).await;
    (pair, cleo)
}

async fn admitted_by(both: bool) -> (Pair, Workspace, Workspace) {
    let pair = Pair::new().await;
    let dan = join(&pair, "Dan").await;
    pair.ada.approve(pair.team, "Dan").await.unwrap();
    dan.sync_team(pair.team).await.unwrap();
    pair.ada.name_owner(pair.team, "Bob").await.unwrap();
    let cleo = person(pair.home.path(), "Cleo");
    let invitation = pair.ada.invite(pair.team, "Cleo").await.unwrap();
    cleo.join_team(&invitation.text, None).await.unwrap();
    let mut bob = pair.bob.team_session(pair.team).await.unwrap();
    pair.ada.remove_person(pair.team, "Dan").await.unwrap();
    let mut ada = pair.ada.team_session(pair.team).await.unwrap();
    bob.admit("Cleo").await;
    if both {
        ada.admit("Cleo").await;
    }
    drop((ada, bob));
    (pair, cleo, dan)
}

#[tokio::test]
async fn who_was_let_in_while_a_team_key_was_made_gets_it_from_any_owner() {
    for by_ada in [true, false] {
        let (pair, cleo, dan) = admitted_meanwhile().await;
        let view = cleo.sync_team(pair.team).await.unwrap();
        assert_eq!(view.standing, Standing::Member);
        let session = Session::open(&cleo, cleo.stored_team(pair.team).unwrap()).unwrap();
        let newest = session.state.epochs.iter().find(|epoch| epoch.current).unwrap().name;
        assert!(session.keys.get(None, newest).is_none(), "control: nobody gave it to her yet");
        drop(session);

        let owner = if by_ada { &pair.ada } else { &pair.bob };
        owner.sync_team(pair.team).await.unwrap();
        if !by_ada {
            pair.ada.sync_team(pair.team).await.unwrap();
        }
        share_with(&pair, "Cleo").await;
        assert_eq!(reads(&cleo, &pair).await.as_deref(), Some("first"));
        assert!(cleo.sync_team(pair.team).await.unwrap().alarms.is_empty());
        let session = Session::open(&cleo, cleo.stored_team(pair.team).unwrap()).unwrap();
        assert!(session.may_write().is_ok());
        // Who was removed gets nothing by it.
        let mut dans = Session::open(&dan, dan.stored_team(pair.team).unwrap()).unwrap();
        dans.pull().await.unwrap();
        assert!(dans.keys.get(None, newest).is_none());
    }
}

#[tokio::test]
async fn who_was_let_in_by_two_owners_at_once_gets_the_key_that_one_did_not_know() {
    let (pair, cleo) = admitted_twice().await;
    cleo.sync_team(pair.team).await.unwrap();
    let newest = |session: &Session<'_>| {
        let epoch = session.state.epochs.iter().find(|epoch| epoch.current).unwrap().name;
        session.keys.get(None, epoch).is_some()
    };
    let session = Session::open(&cleo, cleo.stored_team(pair.team).unwrap()).unwrap();
    assert!(!newest(&session), "control: the answer came from who did not know it");
    drop(session);
    pair.ada.sync_team(pair.team).await.unwrap();
    cleo.sync_team(pair.team).await.unwrap();
    let session = Session::open(&cleo, cleo.stored_team(pair.team).unwrap()).unwrap();
    assert!(newest(&session) && session.may_write().is_ok());
}

#[tokio::test]
async fn what_had_to_wait_for_a_blob_is_done_once_it_came() {
    let (pair, cleo) = shared_meanwhile(false).await;
    let before = files(&pair, "B");
    let mut ada = pair.ada.team_session(pair.team).await.unwrap();
    grant_all(&mut ada, "Dan").await;
    drop(ada);
    let mut late = files(&pair, "B");
    late.retain(|path| !before.contains(path));
    let away = |at: usize| pair.home.path().join(format!("late-{at}"));
    let hidden = late.iter().enumerate();
    hidden.clone().for_each(|(at, path)| std::fs::rename(path, away(at)).unwrap());
    pair.bob.keep_teams_open();
    pair.bob.look_at_team(pair.team).await.unwrap();
    assert_eq!(reads(&cleo, &pair).await, None, "control: for whom those are is not known");
    for _ in 0..3 {
        pair.bob.look_at_team(pair.team).await.unwrap();
    }
    hidden.for_each(|(at, path)| std::fs::rename(away(at), path).unwrap());
    pair.bob.look_at_team(pair.team).await.unwrap();
    assert_eq!(reads(&cleo, &pair).await.as_deref(), Some("first"));
}

impl Session<'_> {
    /// An approval without looking for news before.
    async fn admit(&mut self, name: &str) {
        let waiting = self.waiting().await.unwrap();
        let one = waiting.into_iter().find(|one| one.who.name == name).unwrap();
        let op = Op::Admit { who: one.who.clone(), invitation: one.invitation };
        self.write(vec![op]).await.unwrap();
        self.answer(&one).await.unwrap();
    }
}
