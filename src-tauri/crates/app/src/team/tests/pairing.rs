//! A person with a second device, and what a stolen pairing file is good for.

use std::{path::PathBuf, sync::Arc};

use credenza_secret::Secret;

use super::{
    Pair, edit,
    losses::only_credential,
    lost_devices::{code_of, opens_later, password},
};
use crate::{
    AppError, ErrorCode, SystemHost, Workspace,
    team::{NewPairing, Pairing, Standing},
    workspace::PreparedWorkspace,
};

impl Pair {
    pub(super) fn file(&self) -> PathBuf {
        self.home.path().join("pairing")
    }

    pub(super) fn pack(&self) -> NewPairing {
        self.bob.pair_device(&self.file()).unwrap()
    }

    pub(super) fn opened(&self, code: &Secret) -> Result<Pairing, AppError> {
        Pairing::open(&SystemHost, &self.file(), code)
    }

    /// Bob on a new device.
    pub(super) async fn second(&self, name: &str, code: &Secret) -> Workspace {
        let folder = self.home.path().join(format!("{name}.credenza"));
        let password = Secret::new("violet anchor drifting tundra".to_owned());
        let pairing = self.opened(code).unwrap();
        let made = PreparedWorkspace::paired(Arc::new(SystemHost), folder, password, pairing);
        let workspace = made.unwrap().0.create().unwrap();
        workspace.look_at_all_teams().await.unwrap();
        workspace
    }
}

#[tokio::test]
async fn a_second_device_has_what_the_first_one_shares_and_writes_as_the_same_person() {
    let pair = Pair::new().await;
    let own = super::variable(&pair.bob, "own", crate::variables::NewValue::Text("x".to_owned()));
    let second = pair.second("Bob2", &pair.pack().code).await;
    let (a, b) = (pair.bob.identity_view().unwrap(), second.identity_view().unwrap());
    assert_eq!(a, b);
    assert_ne!(code_of(&pair.bob), code_of(&second));
    assert_eq!(password(&second).await, "first");
    assert!(second.variable(own).is_err(), "what is not shared stays where it is");
    second.edit_credential(only_credential(&second), &edit(None, Some("by the second"))).unwrap();
    for who in [&second, &pair.ada, &pair.bob, &second] {
        let view = who.sync_team(pair.team).await.unwrap();
        assert_eq!((view.waiting, view.people, view.alarms), (0, 2, Vec::<String>::new()));
    }
    for who in [&pair.ada, &pair.bob, &second] {
        assert_eq!(pair.robot(who).1, "by the second");
    }
    let listed = pair.bob.own_devices().unwrap().devices;
    assert_eq!((listed.len(), listed[1].code.clone()), (2, code_of(&second)));
}

#[tokio::test]
async fn a_pairing_file_opens_by_its_own_code_alone() {
    let pair = Pair::new().await;
    let (before, code) = (pair.pack().code, pair.pack().code);
    let refused = |code: &str| pair.opened(&Secret::new(code.to_owned())).err().unwrap().code;
    assert_eq!(refused(before.expose()), ErrorCode::WrongPairingCode, "the code of another");
    let mut typo = code.expose().to_owned();
    typo.replace_range(0..1, if typo.starts_with('A') { "B" } else { "A" });
    assert_eq!(refused(&typo), ErrorCode::WrongPairingCode);
    assert_eq!(refused(""), ErrorCode::WrongPairingCode);
    let opened = pair.opened(&code).unwrap();
    assert_eq!((opened.person(), opened.teams().collect::<Vec<_>>()), ("Bob", vec!["Finance"]));
    let bytes = std::fs::read(pair.file()).unwrap();
    for plain in ["Bob", "Finance", "example.org", "team"] {
        let plain = plain.as_bytes();
        assert!(!bytes.windows(plain.len()).any(|at| at == plain));
    }
    std::fs::write(pair.file(), b"something else").unwrap();
    assert_eq!(refused(code.expose()), ErrorCode::Invalid);
}

#[tokio::test]
async fn a_pairing_file_that_is_used_twice_makes_two_devices_that_both_work() {
    let pair = Pair::new().await;
    let code = pair.pack().code;
    let (second, third) = (pair.second("Bob2", &code).await, pair.second("Bob3", &code).await);
    for (who, text) in [(&second, "second"), (&third, "third"), (&pair.bob, "first")] {
        who.sync_team(pair.team).await.unwrap();
        who.edit_credential(only_credential(who), &edit(None, Some(text))).unwrap();
        let view = who.sync_team(pair.team).await.unwrap();
        assert_eq!((view.waiting, view.alarms), (0, Vec::<String>::new()));
        pair.ada.sync_team(pair.team).await.unwrap();
        assert_eq!(pair.robot(&pair.ada).1, text);
    }
    assert_eq!(pair.bob.own_devices().unwrap().devices.len(), 3, "and nobody is hidden");
}

#[tokio::test]
async fn r23_a_paired_device_that_is_lost_opens_nothing_that_is_written_later() {
    for is_lost in [true, false] {
        let pair = Pair::new().await;
        let second = pair.second("Bob2", &pair.pack().code).await;
        pair.bob.sync_team(pair.team).await.unwrap();
        if is_lost {
            pair.bob.lose_device(&code_of(&second)).await.unwrap();
        }
        pair.ada.sync_team(pair.team).await.unwrap();
        let expected = if is_lost { (0, 3) } else { (3, 3) };
        assert_eq!(opens_later(&pair, &second).await, expected, "control when it is not");
        pair.bob.sync_team(pair.team).await.unwrap();
        assert_eq!(password(&pair.bob).await, "later");
    }
}

#[tokio::test]
async fn another_device_takes_the_new_keys_from_a_pairing_file() {
    let pair = Pair::new().await;
    let code = pair.pack().code;
    let (second, lost) = (pair.second("Bob2", &code).await, pair.second("Bob3", &code).await);
    pair.bob.sync_team(pair.team).await.unwrap();
    pair.bob.lose_device(&code_of(&lost)).await.unwrap();
    pair.ada.sync_team(pair.team).await.unwrap();
    assert_eq!(opens_later(&pair, &second).await.0, 0, "it has the old sealing key alone");
    second.sync_team(pair.team).await.unwrap();
    assert!(second.own_devices().unwrap().needs_keys);
    let refused = second.pair_device(&pair.home.path().join("no")).map(drop).unwrap_err();
    assert_eq!(refused.code, ErrorCode::NotAllowed);
    // A file from before the loss brings a device that has no more than the lost one.
    let late = pair.second("Bob4", &code).await;
    assert_eq!(opens_later(&pair, &late).await.0, 0);
    assert!(late.own_devices().unwrap().needs_keys);

    let pairing = pair.opened(&pair.pack().code).unwrap();
    let other = pair.ada.renew_from_pairing(&pairing).await.unwrap_err();
    assert_eq!(other.code, ErrorCode::NotAllowed, "another person's");
    let before = code_of(&second);
    second.renew_from_pairing(&pairing).await.unwrap();
    assert_eq!((password(&second).await.as_str(), code_of(&second)), ("later", before));
    second.edit_credential(only_credential(&second), &edit(None, Some("again"))).unwrap();
    assert_eq!(second.sync_team(pair.team).await.unwrap().waiting, 0);
    pair.ada.sync_team(pair.team).await.unwrap();
    assert_eq!(pair.robot(&pair.ada).1, "again");
}

#[tokio::test]
async fn who_is_paired_while_the_location_is_away_has_everything_once_it_is_back() {
    let pair = Pair::new().await;
    let code = pair.pack().code;
    let (there, away) = (pair.home.path().join("team"), pair.home.path().join("unplugged"));
    std::fs::rename(&there, &away).unwrap();
    let second = pair.second("Bob2", &code).await;
    assert!(second.list_credentials(&crate::CredentialQuery::default()).unwrap().rows.is_empty());
    std::fs::rename(&away, &there).unwrap();
    let view = second.sync_team(pair.team).await.unwrap();
    assert_eq!((view.standing, view.people), (Standing::Member, 2));
    assert_eq!(password(&second).await, "first");
}
