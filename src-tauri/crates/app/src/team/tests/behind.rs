//! What can't stand here is tried again when there is a reason for it, and not at each look.

use credenza_model::ids::RecordId;
use credenza_team::location::ObjectName;

use super::{
    losses::{forge, only_credential, record_of, with_cleo},
    *,
};

/// The team as the next look finds it.
async fn kept<'w>(pair: &Pair, who: &'w Workspace) -> Session<'w> {
    let turn = who.team_turn().await.unwrap();
    let mut session = who.take_up(who.stored_team(pair.team).unwrap()).unwrap();
    session.turn = Some(turn);
    session
}

/// Spoils the newest revision in the location, so that one who asks for it misses it.
async fn spoil_newest(pair: &Pair, record: RecordId) -> [u8; 32] {
    let blob = kept(pair, &pair.bob).await.record(record).unwrap().heads[0].blob.0;
    let name = ObjectName::Blob(blob).to_string();
    std::fs::write(pair.home.path().join("team").join(name), b"something else").unwrap();
    blob
}

async fn revise(pair: &Pair, record: RecordId, kind: Option<u8>) {
    let mut bob = pair.bob.team_session(pair.team).await.unwrap();
    let change = |content: &mut crate::team::content::Content, stamp| {
        if let Some(kind) = kind {
            content.set(3, vec![kind], stamp);
        }
    };
    forge(&mut bob, record, change).await;
}

#[tokio::test]
async fn what_can_not_be_is_tried_once() {
    let pair = Pair::new().await;
    pair.ada.keep_teams_open();
    pair.ada.look_at_team(pair.team).await.unwrap();
    let record = record_of(&pair.ada, pair.secret.as_bytes());
    revise(&pair, record, Some(9)).await;
    pair.ada.look_at_team(pair.team).await.unwrap();
    assert!(kept(&pair, &pair.ada).await.behind.has(record), "control: it was tried");

    let blob = spoil_newest(&pair, record).await;
    let description =
        |text| pair.bob.edit_credential(only_credential(&pair.bob), &edit(None, text));
    for text in [None, Some("new"), None] {
        if text.is_some() {
            description(text).unwrap();
            pair.bob.sync_team(pair.team).await.unwrap();
        }
        pair.ada.look_at_team(pair.team).await.unwrap();
        let ada = kept(&pair, &pair.ada).await;
        assert!(ada.behind.has(record) && ada.memory.calm && !ada.log.misses(blob));
    }
    assert_eq!(pair.robot(&pair.ada).1, "new", "what else is new comes");
    let anew = pair.ada.thorough_team_session(pair.team).await.unwrap();
    assert!(anew.log.misses(blob), "control: a thorough look tries it again");
    drop(anew);

    revise(&pair, record, None).await;
    pair.ada.look_at_team(pair.team).await.unwrap();
    assert!(!kept(&pair, &pair.ada).await.behind.has(record), "another revision is another matter");
}

#[tokio::test]
async fn a_change_that_can_not_be_sent_is_not_tried_at_each_look() {
    let pair = Pair::new().await;
    pair.ada.keep_teams_open();
    let record = record_of(&pair.ada, pair.secret.as_bytes());
    revise(&pair, record, Some(9)).await;
    pair.ada.look_at_team(pair.team).await.unwrap();
    pair.ada.set_secret(pair.secret, Secret::new("of Ada".to_owned())).unwrap();
    assert!(pair.ada.look_at_team(pair.team).await.unwrap().changed, "control: it was tried");
    assert!(pair.ada.team_waits(pair.team).unwrap());
    let blob = spoil_newest(&pair, record).await;
    for _ in 0..3 {
        assert!(!pair.ada.look_at_team(pair.team).await.unwrap().changed);
        assert!(!kept(&pair, &pair.ada).await.log.misses(blob));
    }
    revise(&pair, record, None).await;
    pair.ada.look_at_team(pair.team).await.unwrap();
    assert!(!pair.ada.team_waits(pair.team).unwrap(), "with news it is sent");
}

#[tokio::test]
async fn a_credential_comes_as_soon_as_its_variable_does() {
    let pair = Pair::new().await;
    let cleo = with_cleo(&pair).await;
    cleo.keep_teams_open();
    let record = record_of(&pair.ada, pair.secret.as_bytes());
    revise(&pair, record, Some(9)).await;
    let people = pair.ada.find_people(pair.team, &["Cleo".to_owned()]).await.unwrap();
    let (team, credentials) = (pair.team, vec![pair.credential]);
    let request = ShareRequest { team, credentials, people, role: RecordRole::View };
    pair.ada.share(&request).await.unwrap();
    let all = || cleo.list_credentials(&crate::CredentialQuery { limit: 9, ..Default::default() });
    for _ in 0..2 {
        cleo.look_at_team(pair.team).await.unwrap();
        assert!(all().unwrap().rows.is_empty());
    }
    revise(&pair, record, None).await;
    cleo.look_at_team(pair.team).await.unwrap();
    assert_eq!(all().unwrap().rows.len(), 1);
}
