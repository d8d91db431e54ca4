//! What is not seen of others is never called safe: credentials that stand in the log alone, a log
//! that was not looked at, people without a device, and other variables of one secret.

use credenza_model::team::{Head, Op};
use credenza_team::location::ChainId as LocationChain;
use jiff::SignedDuration;

use std::collections::HashSet;

use credenza_model::variable::SecretShape;
use credenza_testkit::azure::{AzureServer, CLIENT_SECRET, SUBSCRIPTION};

use super::{
    kept::files,
    uses::{Clocks, DAY, ask, gaps, scan},
    window::*,
    *,
};
use crate::{
    dependencies::{GapKind, NodeKey, Verdict},
    variables::{AzureSecretRequest, AzureVariableRequest},
    vaults::{AccessCheck, SignInSecret, VaultConnectRequest},
};

#[tokio::test]
async fn a_credential_whose_revision_did_not_come_is_counted_from_the_log() {
    let all = Clocks::new().await;
    let pair = &all.pair;
    let bobs = pair.bob.credential(named(&pair.bob, "Robot").unwrap()).unwrap().secret.id;
    let before = files(pair, "B");
    let private = own(&pair.bob, "Private", bobs);
    pair.save(&pair.bob, &pair.sharing(&[private], &[me(&pair.ada)], RecordRole::View)).await;
    let mut blobs = files(pair, "B");
    blobs.retain(|path| !before.contains(path));
    let away = |path: &std::path::PathBuf| path.with_extension("away");
    blobs.iter().for_each(|path| std::fs::rename(path, away(path)).unwrap());
    pair.ada.sync_team(pair.team).await.unwrap();
    assert!(named(&pair.ada, "Private").is_err(), "control: it is not here");
    let answer = ask(&pair.ada, all.secret());
    assert_eq!((answer.coverage.hidden, answer.verdict), (1, Verdict::InUse));
    // Back, it stands here and is named.
    blobs.iter().for_each(|path| std::fs::rename(away(path), path).unwrap());
    all.tell().await;
    let answer = ask(&pair.ada, all.secret());
    assert!(named(&pair.ada, "Private").is_ok());
    assert_eq!(answer.coverage.hidden, 0);
}

#[tokio::test]
async fn a_team_that_was_not_looked_at_for_a_day_is_a_gap() {
    let all = Clocks::new().await;
    let pair = &all.pair;
    let not_seen = (GapKind::TeamNotSeen, String::new(), 1);
    all.wait(DAY - SignedDuration::from_mins(1));
    scan(&pair.ada);
    assert_eq!(gaps(&ask(&pair.ada, all.robot())), [], "a day is good");
    all.wait(SignedDuration::from_mins(1));
    scan(&pair.ada);
    let answer = ask(&pair.ada, all.robot());
    assert_eq!(gaps(&answer), std::slice::from_ref(&not_seen));
    assert_eq!(answer.verdict, Verdict::NoUseFound);
    // A look that does not reach the location is none.
    let (at, away) = (pair.home.path().join("team"), pair.home.path().join("away"));
    std::fs::rename(&at, &away).unwrap();
    let _ = pair.ada.sync_team(pair.team).await;
    assert_eq!(gaps(&ask(&pair.ada, all.robot())), [not_seen]);
    std::fs::rename(&away, &at).unwrap();
    pair.ada.sync_team(pair.team).await.unwrap();
    let answer = ask(&pair.ada, all.robot());
    assert_eq!((gaps(&answer), answer.verdict), (vec![], Verdict::SafeToDelete));
    assert!(answer.coverage.looked.is_some());
}

#[tokio::test]
async fn a_team_whose_location_is_not_to_be_trusted_is_a_gap() {
    let all = Clocks::new().await;
    let pair = &all.pair;
    assert_eq!(ask(&pair.ada, all.robot()).verdict, Verdict::SafeToDelete, "control");
    // The newest entry of Ada is gone from the location.
    let chain = {
        let session = pair.ada.team_session(pair.team).await.unwrap();
        let own = |head: &Head| session.graph.device_of(head.chain) == Some(session.device());
        session.graph.heads().find(own).unwrap().chain
    };
    let chain = format!("L/{}", LocationChain::from(chain));
    let mut entries = files(pair, &chain);
    entries.sort();
    std::fs::remove_file(entries.pop().unwrap()).unwrap();
    let view = pair.ada.sync_team(pair.team).await.unwrap();
    assert!(view.stopped, "control: {:?}", view.alarms);
    let answer = ask(&pair.ada, all.robot());
    assert_eq!(gaps(&answer), [(GapKind::TeamNotSeen, String::new(), 1)]);
    assert_eq!(answer.verdict, Verdict::NoUseFound);
}

#[tokio::test]
async fn who_has_access_and_no_device_left_is_a_gap() {
    let all = Clocks::new().await;
    let pair = &all.pair;
    let mut session = pair.bob.team_session(pair.team).await.unwrap();
    let lose = Op::LoseDevice { device: session.device() };
    session.write(vec![lose]).await.unwrap();
    drop(session);
    pair.ada.sync_team(pair.team).await.unwrap();
    let session = Session::open(&pair.ada, pair.ada.stored_team(pair.team).unwrap()).unwrap();
    assert!(session.state.members[&me(&pair.bob)].devices.is_empty(), "control");
    drop(session);
    let answer = ask(&pair.ada, all.robot());
    assert_eq!(gaps(&answer), [(GapKind::NoReport, "Bob".to_owned(), 1)]);
    assert_eq!(answer.verdict, Verdict::NoUseFound);
}

/// A variable on the secret "robot" of a vault.
async fn on_secret(who: &Workspace, vault: credenza_model::ids::VaultId, name: &str) -> VariableId {
    let request = AzureVariableRequest {
        display_name: name.to_owned(),
        name: String::new(),
        secret: AzureSecretRequest {
            vault,
            subscription: SUBSCRIPTION.to_owned(),
            resource_group: "rg-finance".to_owned(),
            key_vault: "kv-contoso".to_owned(),
            secret: "robot".to_owned(),
            version: None,
        },
        shape: SecretShape::Password,
    };
    match who.create_azure_variable(request, true, &|_, _| ()).await.unwrap() {
        AccessCheck::Saved(variable) => variable.id,
        other => panic!("not saved: {other:?}"),
    }
}

#[tokio::test]
async fn what_uses_the_secret_through_another_variable_is_counted() {
    let home = tempfile::tempdir().unwrap();
    let bob = person(home.path(), "Bob");
    let server = AzureServer::start().await;
    server.put("robot", "one", None, false);
    let secret = Some(SignInSecret::Text(Secret::new(CLIENT_SECRET.to_owned())));
    let (name, azure) = ("Finance".to_owned(), server.connection());
    let request = VaultConnectRequest { name, azure, secret, unchecked: false };
    let vault = bob.connect_vault(request).await.unwrap().id;
    let shared = on_secret(&bob, vault, "Shared").await;
    let used = |of: VariableId| {
        let everything = bob.around(&[NodeKey::Variable(of)]).unwrap();
        bob.count_uses(&everything, &NodeKey::Variable(of), &HashSet::new()).unwrap().unwrap()
    };
    assert_eq!(used(shared).credentials, 0, "control");
    let other = on_secret(&bob, vault, "Other").await;
    assert_eq!(used(shared).credentials, 1, "it keeps the secret, though nothing uses it");
    own(&bob, "One", other);
    assert_eq!((used(shared).credentials, used(other).credentials), (1, 2), "and the other of it");
    own(&bob, "Two", other);
    own(&bob, "Both", shared);
    assert_eq!((used(shared).credentials, used(other).credentials), (3, 3), "each once");
}
