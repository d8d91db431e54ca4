//! A process that stays: looks that cost what is new, and that another process does not confuse.

use super::*;

fn description(pair: &Pair, who: &Workspace) -> String {
    pair.robot(who).1
}

#[tokio::test]
async fn a_look_brings_what_is_new_and_sends_what_waits() {
    let pair = Pair::new().await;
    pair.ada.keep_teams_open();
    pair.bob.keep_teams_open();
    assert!(pair.bob.look_at_team(pair.team).await.unwrap().changed, "the first look");
    assert!(!pair.bob.look_at_team(pair.team).await.unwrap().changed, "there is nothing new");
    pair.ada.edit_credential(pair.credential, &edit(None, Some("new"))).unwrap();
    assert!(pair.ada.team_waits(pair.team).unwrap());
    assert!(pair.ada.look_at_team(pair.team).await.unwrap().changed);
    assert!(!pair.ada.team_waits(pair.team).unwrap());
    assert_eq!(description(&pair, &pair.bob), "old");
    assert!(pair.bob.look_at_team(pair.team).await.unwrap().changed);
    assert_eq!(description(&pair, &pair.bob), "new");
    let bobs = &pair.bob.team_details().unwrap()[0];
    assert!(bobs.synced.is_some() && bobs.alarm.is_none() && !bobs.view.offline);
}

#[tokio::test]
async fn what_another_process_wrote_with_this_workspace_is_not_a_copy() {
    let pair = Pair::new().await;
    pair.ada.keep_teams_open();
    pair.ada.look_at_team(pair.team).await.unwrap();
    let other = elsewhere(&pair.ada);
    for (who, text) in [(&other, "by the other"), (&pair.ada, "by this"), (&other, "again")] {
        who.edit_credential(pair.credential, &edit(None, Some(text))).unwrap();
        let view = who.sync_team(pair.team).await.unwrap();
        assert_eq!((view.waiting, view.alarms), (0, Vec::new()), "{text}");
    }
    pair.ada.look_at_team(pair.team).await.unwrap();
    pair.bob.sync_team(pair.team).await.unwrap();
    assert_eq!(description(&pair, &pair.bob), "again");
}

/// The same workspace, as another process has it open.
fn elsewhere(who: &Workspace) -> Workspace {
    let password = Secret::new("violet anchor drifting tundra".to_owned());
    Workspace::unlock(Arc::new(SystemHost), &who.folder(), &password).unwrap()
}

/// Whether the next look goes on where the last one ended, and does not read the log anew.
async fn goes_on(pair: &Pair, who: &Workspace) -> bool {
    let turn = who.team_turn().await.unwrap();
    let mut session = who.take_up(who.stored_team(pair.team).unwrap()).unwrap();
    session.turn = Some(turn);
    session.memory.synced.is_some()
}

#[tokio::test]
async fn what_another_process_reads_or_edits_leaves_the_team_open() {
    let pair = Pair::new().await;
    pair.ada.keep_teams_open();
    pair.ada.look_at_team(pair.team).await.unwrap();
    assert!(goes_on(&pair, &pair.ada).await, "control: nobody did anything");
    let other = elsewhere(&pair.ada);
    for _ in 0..20 {
        other.read_value(pair.credential, Field::Password).await.unwrap();
        assert!(goes_on(&pair, &pair.ada).await);
    }
    variable(&other, "more", NewValue::Text("text".to_owned()));
    other.edit_credential(pair.credential, &edit(None, Some("by the other"))).unwrap();
    assert!(goes_on(&pair, &pair.ada).await);
    // What it changed is sent all the same.
    pair.ada.look_at_team(pair.team).await.unwrap();
    pair.bob.sync_team(pair.team).await.unwrap();
    assert_eq!(description(&pair, &pair.bob), "by the other");

    for what in ["entries", "people"] {
        assert!(goes_on(&pair, &pair.ada).await);
        if what == "entries" {
            other.edit_credential(pair.credential, &edit(None, Some("again"))).unwrap();
            other.sync_team(pair.team).await.unwrap();
        } else {
            let bob = other.find_people(pair.team, &["Bob".to_owned()]).await.unwrap().remove(0);
            other.store().set_verified(bob.as_bytes(), Some(1)).unwrap();
        }
        assert!(!goes_on(&pair, &pair.ada).await, "control: it used the log: {what}");
        pair.ada.look_at_team(pair.team).await.unwrap();
    }
    assert!(!pair.ada.look_at_team(pair.team).await.unwrap().changed);
}

#[tokio::test]
async fn a_location_that_is_gone_is_said_and_found_again() {
    let pair = Pair::new().await;
    pair.bob.keep_teams_open();
    pair.bob.look_at_team(pair.team).await.unwrap();
    let (here, gone) = (pair.home.path().join("team"), pair.home.path().join("gone"));
    std::fs::rename(&here, &gone).unwrap();
    let looked = pair.bob.look_at_team(pair.team).await.unwrap();
    assert!(looked.changed && pair.bob.team_details().unwrap()[0].view.offline);
    assert!(!pair.bob.look_at_team(pair.team).await.unwrap().changed, "it is said once");
    std::fs::rename(&gone, &here).unwrap();
    assert!(pair.bob.look_at_team(pair.team).await.unwrap().changed);
    let details = pair.bob.team_details().unwrap();
    assert!(!details[0].view.offline && details[0].view.alarms.is_empty());
}

#[tokio::test]
async fn an_owner_hears_of_who_asks_and_of_open_invitations() {
    let pair = Pair::new().await;
    pair.ada.keep_teams_open();
    let cleo = person(pair.home.path(), "Cleo");
    let invitation = pair.ada.invite(pair.team, "").await.unwrap();
    let details = || pair.ada.team_details().unwrap().remove(0);
    assert_eq!(details().invitations.len(), 1);
    cleo.join_team(&invitation.text, None).await.unwrap();
    assert!(pair.ada.look_at_team(pair.team).await.unwrap().changed);
    let asked = details();
    assert_eq!((asked.requests.len(), asked.invitations.len()), (1, 0));
    assert_eq!(asked.requests[0].name, "Cleo");
    let person = asked.requests[0].person.to_string();
    pair.ada.approve(pair.team, &person).await.unwrap();
    pair.ada.look_at_team(pair.team).await.unwrap();
    assert_eq!((details().requests.len(), details().view.people), (0, 3));
    cleo.keep_teams_open();
    assert!(cleo.look_at_team(pair.team).await.unwrap().changed);
    assert_eq!(cleo.team_details().unwrap()[0].view.name, "Finance");
}

/// The files of one kind in the team's folder: what is about joining, or blobs.
pub(super) fn files(pair: &Pair, kind: &str) -> Vec<std::path::PathBuf> {
    let mut open = vec![pair.home.path().join("team").join(kind)];
    let mut found = Vec::new();
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
            let path = entry.path();
            if path.is_dir() { open.push(path) } else { found.push(path) }
        }
    }
    found
}

#[tokio::test]
async fn what_nobody_can_open_among_requests_keeps_no_other_from_being_let_in() {
    let pair = Pair::new().await;
    let (cleo, dan) = (person(pair.home.path(), "Cleo"), person(pair.home.path(), "Dan"));
    let mut places = Vec::new();
    for who in [&cleo, &dan] {
        let before = files(&pair, "J");
        let invitation = pair.ada.invite(pair.team, "").await.unwrap();
        who.join_team(&invitation.text, None).await.unwrap();
        let mut made = files(&pair, "J");
        made.retain(|path| !before.contains(path));
        places.push(made.remove(0));
    }
    assert_eq!(pair.ada.join_requests(pair.team).await.unwrap().len(), 2, "control");
    for whole in [false, true] {
        std::fs::remove_file(&places[0]).unwrap();
        if whole {
            std::fs::create_dir(&places[0]).unwrap();
        } else {
            std::fs::File::create(&places[0]).unwrap().set_len(1 << 30).unwrap();
        }
        let asking = pair.ada.join_requests(pair.team).await.unwrap();
        assert_eq!(asking.iter().map(|one| one.name.as_str()).collect::<Vec<_>>(), ["Dan"]);
        pair.ada.look_at_team(pair.team).await.unwrap();
    }
    pair.ada.approve(pair.team, "Dan").await.unwrap();
    let view = dan.sync_team(pair.team).await.unwrap();
    assert_eq!(view.standing, crate::team::Standing::Member);
}
