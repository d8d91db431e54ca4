//! Invitations, requests and answers, and what a location can do about them.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use credenza_crypto::team::{
    introduction,
    invitation::{Invitation, InvitationError, InvitationSecret},
};
use credenza_model::{
    ids::{PersonId, TeamId},
    team::EntryId,
};
use credenza_secret::Secret;

use crate::people::{Repeatable, person};

fn invitation(location: &str) -> Invitation {
    Invitation {
        genesis: EntryId([1; 32]),
        inviter: PersonId::from_bytes([2; 16]),
        location: location.to_owned(),
        secret: InvitationSecret::generate(&Repeatable::new(8)).unwrap(),
    }
}

#[test]
fn the_text_is_read_as_it_was_made_and_is_base64_of_others() {
    for length in 0..40 {
        let location = "é".repeat(length);
        let text = invitation(&location).to_text();
        let body = text.expose().strip_prefix("credenza-invitation:").unwrap();
        assert!(URL_SAFE_NO_PAD.decode(body).unwrap().windows(32).any(|part| part == [1; 32]));
        let wrapped = Secret::new(format!(" {}\n{}\n", &text.expose()[..50], &text.expose()[50..]));
        let read = Invitation::from_text(&wrapped).unwrap();
        assert_eq!((read.genesis, read.location), (EntryId([1; 32]), location));
        assert_eq!(read.secret.id(), invitation("").secret.id());
    }
}

#[test]
fn a_mistyped_text_is_none() {
    let text = invitation("/srv/team").to_text();
    let good = text.expose();
    assert!(Invitation::from_text(&text).is_ok(), "control");
    for at in 0..good.len() {
        for with in ['A', 'x', '7', '*'] {
            let mut changed: Vec<char> = good.chars().collect();
            if changed[at] == with {
                continue;
            }
            changed[at] = with;
            let changed = Secret::new(changed.into_iter().collect());
            assert!(Invitation::from_text(&changed).is_err(), "{at}");
        }
        assert!(Invitation::from_text(&Secret::new(good[..at].to_owned())).is_err());
    }
}

#[test]
fn r20_a_location_can_not_put_another_person_in_a_request() {
    let team = TeamId::from_bytes([4; 16]);
    let secret = invitation("").secret;
    let (bob, eve) = (person(2), person(3));
    let who = introduction::introduce(&bob, team, "Bob", "bob@example.org");
    let request = secret.seal_request(&Repeatable::new(1), team, &who).unwrap();
    assert_eq!(secret.open_request(team, &request), Ok(who), "control");
    let own = InvitationSecret::generate(&Repeatable::new(99)).unwrap();
    let who = introduction::introduce(&eve, team, "Bob", "bob@example.org");
    let foreign = own.seal_request(&Repeatable::new(1), team, &who).unwrap();
    assert_eq!(secret.open_request(team, &foreign), Err(InvitationError::Sealed));
    let other = TeamId::from_bytes([5; 16]);
    assert_eq!(secret.open_request(other, &request), Err(InvitationError::Sealed));
    for bit in (0..request.len() * 8).step_by(3) {
        let mut changed = request.clone();
        changed[bit / 8] ^= 1 << (bit % 8);
        assert!(secret.open_request(team, &changed).is_err());
    }
}

#[test]
fn r20_swapped_keys_in_a_request_are_refused_even_from_who_has_the_secret() {
    let team = TeamId::from_bytes([4; 16]);
    let secret = invitation("").secret;
    let mut who = introduction::introduce(&person(2), team, "Bob", "");
    who.sealing = person(3).public().sealing;
    let request = secret.seal_request(&Repeatable::new(1), team, &who).unwrap();
    assert_eq!(secret.open_request(team, &request), Err(InvitationError::Sealed));
}

#[test]
fn a_request_is_no_answer_and_an_answer_no_request() {
    let team = TeamId::from_bytes([4; 16]);
    let secret = invitation("").secret;
    let answer = secret.seal_answer(&Repeatable::new(1), team, vec![1, 2, 3]).unwrap();
    assert_eq!(secret.open_answer(team, &answer), Ok(vec![1, 2, 3]), "control");
    assert_eq!(secret.open_request(team, &answer), Err(InvitationError::Sealed));
    assert_ne!(secret.request_name(), secret.answer_name());
}
