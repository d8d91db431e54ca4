//! A loss that is told late, by another device, or that came before somebody looked.

use super::{
    Pair,
    lost_devices::{code_of, lost_place, opens_later, password, to_do, two_devices},
};
use crate::{ErrorCode, Workspace, team::session::Session};

fn answered(who: &Workspace, team: credenza_model::ids::TeamId) -> Vec<bool> {
    let session = Session::open(who, who.stored_team(team).unwrap()).unwrap();
    session.state.lost.iter().map(|lost| lost.answered).collect()
}

#[tokio::test]
async fn what_a_call_left_undone_is_done_by_the_next_look_of_a_window() {
    let (pair, lost) = two_devices().await;
    pair.ada.keep_teams_open();
    for _ in 0..2 {
        pair.ada.look_at_team(pair.team).await.unwrap();
    }
    pair.bob.lose_device(&code_of(&lost)).await.unwrap();
    // As by a call that fails, or is cut off, before it makes the new keys.
    drop(pair.ada.team_session(pair.team).await.unwrap());
    let waits = || pair.ada.seen(pair.team).unwrap().state.key_pending;
    assert!(waits(), "control");
    pair.ada.look_at_team(pair.team).await.unwrap();
    assert!(!waits());
}

#[tokio::test]
async fn a_loss_that_is_told_after_its_new_key_came_by_another_device_gets_a_further_one() {
    let pair = Pair::new().await;
    let lost = pair.second("Bob2", &pair.pack().code).await;
    pair.bob.sync_team(pair.team).await.unwrap();
    let (there, away) = (pair.home.path().join("team"), pair.home.path().join("unplugged"));
    std::fs::rename(&there, &away).unwrap();
    let done = pair.bob.lose_device(&code_of(&lost)).await.unwrap();
    assert_eq!(done.queued, ["Finance"]);
    let refused = pair.bob.pair_device(&pair.file()).map(drop).unwrap_err();
    assert_eq!(refused.code, ErrorCode::NotAllowed);
    assert!(refused.hint.contains("Finance") || refused.message.contains("Finance"), "{refused:?}");
    let listed = pair.bob.own_devices().unwrap().devices;
    assert_eq!(
        (listed[1].lost, listed[1].untold.as_slice()),
        (None, ["Finance".to_owned()].as_slice())
    );
    // As by a Credenza that does not refuse.
    let team = pair.team.as_bytes();
    let losing = pair.bob.store().team_value(team, "losing").unwrap().unwrap();
    pair.bob.store().set_team_value(team, "losing", None).unwrap();
    let code = pair.pack().code;
    pair.bob.store().set_team_value(team, "losing", Some(&losing)).unwrap();
    std::fs::rename(&away, &there).unwrap();
    let early = pair.second("Bob3", &code).await;
    pair.bob.sync_team(pair.team).await.unwrap();
    pair.ada.sync_team(pair.team).await.unwrap();
    assert_eq!(answered(&pair.ada, pair.team), [true]);
    assert_eq!(opens_later(&pair, &lost).await, (0, 3));
    early.sync_team(pair.team).await.unwrap();
    assert!(early.own_devices().unwrap().needs_keys);
    let pairing = pair.opened(&pair.pack().code).unwrap();
    early.renew_from_pairing(&pairing).await.unwrap();
    assert_eq!(password(&early).await, "later");
}

#[tokio::test]
async fn a_loss_that_comes_with_the_first_look_after_an_update_is_to_be_rotated() {
    for came_before in [false, true] {
        let (pair, lost) = two_devices().await;
        let forget = |who: &Workspace| {
            who.store().set_team_value(pair.team.as_bytes(), "losses", None).unwrap();
        };
        let expected = [("secret".to_owned(), "Bob (lost device)".to_owned())];
        if came_before {
            pair.bob.lose_device(&code_of(&lost)).await.unwrap();
            pair.ada.sync_team(pair.team).await.unwrap();
            let third = pair.second("Bob3", &pair.pack().code).await;
            forget(&third);
            third.sync_team(pair.team).await.unwrap();
            assert_eq!(to_do(&third), [], "lost before it came");
        } else {
            forget(&pair.ada);
            pair.bob.lose_device(&code_of(&lost)).await.unwrap();
            pair.ada.sync_team(pair.team).await.unwrap();
            assert_eq!(to_do(&pair.ada), expected);
        }
    }
}

#[tokio::test]
async fn a_lost_device_is_not_renewed_and_says_what_to_do() {
    let (pair, lost) = two_devices().await;
    pair.bob.lose_device(&code_of(&lost)).await.unwrap();
    pair.ada.sync_team(pair.team).await.unwrap();
    lost.sync_team(pair.team).await.unwrap();
    let pairing = pair.opened(&pair.pack().code).unwrap();
    let before = lost.identity().unwrap().public();
    let refused = lost.renew_from_pairing(&pairing).await.unwrap_err();
    assert_eq!(refused.code, ErrorCode::NotAllowed);
    let words = format!("{} {}", refused.message, refused.hint);
    assert!(words.contains("new workspace from a pairing file"), "{words}");
    assert!(lost.identity().unwrap().public() == before);
    assert!(!lost.own_devices().unwrap().needs_keys, "keys do not help it");
}

#[tokio::test]
async fn another_device_tells_the_teams_that_were_not_reached() {
    let pair = Pair::new().await;
    let other = pair.ada.create_team("Treasury", &lost_place(&pair)).await.unwrap().id;
    let invitation = pair.ada.invite(other, "Bob@example.org").await.unwrap();
    pair.bob.join_team(&invitation.text, None).await.unwrap();
    pair.ada.approve(other, "Bob").await.unwrap();
    pair.bob.sync_team(other).await.unwrap();
    let code = pair.pack().code;
    let (second, lost) = (pair.second("Bob2", &code).await, pair.second("Bob3", &code).await);
    pair.bob.look_at_all_teams().await.unwrap();
    second.look_at_all_teams().await.unwrap();
    let (there, away) = (pair.home.path().join("another"), pair.home.path().join("unplugged"));
    std::fs::rename(&there, &away).unwrap();
    let done = pair.bob.lose_device(&code_of(&lost)).await.unwrap();
    assert_eq!(done.queued, ["Treasury"]);
    std::fs::rename(&away, &there).unwrap();
    // Whoever said it never comes again; the other device hears of it in one team.
    second.sync_team(pair.team).await.unwrap();
    second.sync_team(other).await.unwrap();
    pair.ada.sync_team(other).await.unwrap();
    assert_eq!(answered(&pair.ada, other), [true]);
    // Both have a key that the other lacks, and each gives its own.
    pair.bob.sync_team(other).await.unwrap();
    assert!(pair.bob.own_devices().unwrap().needs_keys);
    let pairing = pair.opened(&pair.pack().code).unwrap();
    second.renew_from_pairing(&pairing).await.unwrap();
    assert!(!second.own_devices().unwrap().needs_keys);
    let code = second.pair_device(&pair.file()).unwrap().code;
    pair.bob.renew_from_pairing(&pair.opened(&code).unwrap()).await.unwrap();
    assert!(!pair.bob.own_devices().unwrap().needs_keys);
}

#[tokio::test]
async fn a_loss_that_every_team_knows_makes_no_further_key() {
    let (pair, lost) = two_devices().await;
    let key = || pair.bob.identity().unwrap().public().sealing;
    let before = key();
    pair.bob.lose_device(&code_of(&lost)).await.unwrap();
    let once = key();
    assert_ne!(before, once, "control");
    pair.bob.lose_device(&code_of(&lost)).await.unwrap();
    assert_eq!((key() == once, answered(&pair.bob, pair.team)), (true, vec![true]));
}
