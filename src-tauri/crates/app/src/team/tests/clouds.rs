//! The same story with a cloud as the location, and what an address may not do.

use std::{collections::BTreeMap, sync::Arc};

use credenza_crypto::{
    kdf::{Kdf, KdfParams},
    random::Random,
};
use credenza_secret::Secret;
use credenza_team::location::{Account, Address, AzureSignIn, LocationConfig, LocationError};
use credenza_testkit::emulators::{Azurite, Moto};
use jiff::Timestamp;

use super::{Pair, edit, person, person_on};
use crate::{ErrorCode, Host, SystemHost, Workspace, team::LocationSignIn};

/// This computer with another environment.
struct With(BTreeMap<&'static str, String>);

impl Host for With {
    fn now(&self) -> Timestamp {
        SystemHost.now()
    }

    fn random(&self) -> &dyn Random {
        SystemHost.random()
    }

    fn kdf(&self) -> &dyn Kdf {
        SystemHost.kdf()
    }

    fn kdf_params(&self) -> KdfParams {
        SystemHost.kdf_params()
    }

    fn environment(&self, name: &str) -> Option<Secret> {
        self.0.get(name).cloned().map(Secret::new)
    }
}

/// What a program of the tests gives, as an address and a sign-in.
fn parts(config: LocationConfig) -> (Address, LocationSignIn) {
    match config {
        LocationConfig::S3 { bucket, region, endpoint, folder, account } => {
            let Account { key_id, secret, session } = account;
            let address = Address::S3 { bucket, folder, region, endpoint };
            (address, LocationSignIn::S3Keys { key_id, secret, session })
        }
        LocationConfig::Azure { account, container, endpoint, folder, sign_in } => {
            let AzureSignIn::AccountKey(key) = sign_in else { panic!("a key") };
            let address = Address::Azure { account, container, folder, endpoint };
            (address, LocationSignIn::AzureKey(key))
        }
        _ => panic!("a cloud"),
    }
}

/// Joins, shares, edits and removes, with a sign-in of each for themselves.
async fn the_story(sign_in: impl Fn() -> (Address, LocationSignIn), kind: &str) {
    let home = tempfile::tempdir().unwrap();
    let (ada, bob) = (person(home.path(), "Ada"), person(home.path(), "Bob"));
    for who in [&ada, &bob] {
        let (address, sign_in) = sign_in();
        who.keep_location_sign_in(&address.to_string(), sign_in).unwrap();
    }
    let pair = Pair::at(home, ada, bob, &sign_in().0.to_string()).await;
    pair.ada.edit_credential(pair.credential, &edit(None, Some("by Ada"))).unwrap();
    for who in [&pair.ada, &pair.bob] {
        let view = who.sync_team(pair.team).await.unwrap();
        assert_eq!((view.waiting, view.people, view.alarms, view.offline), (0, 2, vec![], false));
    }
    assert_eq!(pair.robot(&pair.bob).1, "by Ada");
    pair.ada.remove_person(pair.team, "Bob").await.unwrap();
    let view = pair.bob.sync_team(pair.team).await.unwrap();
    assert_eq!(view.standing, crate::team::Standing::Former);
    println!("R43 the whole story over {kind}: same as over a folder, target 1 pass");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_team_meets_in_azure_blob_storage() {
    let Some(azurite) = Azurite::ready("a_team_meets_in_azure_blob_storage").await else { return };
    the_story(|| parts(azurite.config("finance")), "Azurite").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_team_meets_in_s3() {
    let Some(moto) = Moto::ready("a_team_meets_in_s3").await else { return };
    the_story(|| parts(moto.config("finance")), "Moto").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_usual_environment_is_enough_and_is_kept() {
    let Some(moto) = Moto::ready("the_usual_environment_is_enough_and_is_kept").await else {
        return;
    };
    let home = tempfile::tempdir().unwrap();
    let variables = BTreeMap::from([
        ("AWS_ACCESS_KEY_ID", "any".to_owned()),
        ("AWS_SECRET_ACCESS_KEY", "any".to_owned()),
        ("AWS_ENDPOINT_URL", format!("http://{}", moto.address())),
    ]);
    let ada = person_on(Arc::new(With(variables)), home.path(), "Ada");
    let team = ada.create_team("Finance", "s3://team/short").await.unwrap();
    let whole = format!("s3://team/short?region=us-east-1&endpoint=http://{}", moto.address());
    assert_eq!(team.location, whole);
    drop(ada);
    let folder = credenza_store::WorkspaceFolder::new(home.path().join("Ada.credenza"));
    let password = Secret::new("violet anchor drifting tundra".to_owned());
    let later = Workspace::unlock(Arc::new(With(BTreeMap::new())), &folder, &password).unwrap();
    assert!(!later.sync_team(team.id).await.unwrap().offline);
}

/// A chosen sign-in is kept once it was good, and stays the one for its address.
async fn a_chosen_sign_in(parts: impl Fn(bool) -> (Address, LocationSignIn), wrong: LocationError) {
    let home = tempfile::tempdir().unwrap();
    let stale = [("AWS_ACCESS_KEY_ID", "stale"), ("AWS_SECRET_ACCESS_KEY", "stale")];
    let stale = stale.into_iter().chain([("AZURE_STORAGE_KEY", "c3RhbGU=")]);
    let variables = stale.map(|(name, value)| (name, value.to_owned())).collect();
    let ada = person_on(Arc::new(With(variables)), home.path(), "Ada");
    let (address, bad) = parts(false);
    let at = address.to_string();
    let trial = ada.try_location_with(&at, bad).await.unwrap();
    assert_eq!(trial.problem, Some(wrong));
    let (address, good) = parts(true);
    let at = address.to_string();
    let trial = ada.try_location_with(&at, good).await.unwrap();
    assert_eq!(trial.problem, None);
    assert_eq!(ada.try_location(&at).await.unwrap().problem, None, "it is kept");
    let team = ada.create_team("Finance", &at).await.unwrap();
    assert!(!ada.sync_team(team.id).await.unwrap().offline);
    assert_eq!(ada.try_location(&at).await.unwrap().problem, None, "the environment has another");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_wrong_key_of_azure_is_refused_and_the_right_one_kept() {
    let Some(azurite) = Azurite::ready("a_wrong_key_of_azure_is_refused").await else { return };
    let with = |good| {
        let (address, key) = parts(azurite.config("chosen"));
        let bad = LocationSignIn::AzureKey(Secret::new("d3Jvbmc=".to_owned()));
        (address, if good { key } else { bad })
    };
    a_chosen_sign_in(with, LocationError::Denied).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_bucket_that_is_not_there_is_refused_and_another_kept() {
    let Some(moto) = Moto::ready("a_bucket_that_is_not_there_is_refused").await else { return };
    let with = |good| {
        let (mut address, key) = parts(moto.config("chosen"));
        if let (false, Address::S3 { bucket, .. }) = (good, &mut address) {
            "nobody-has-this".clone_into(bucket);
        }
        (address, key)
    };
    a_chosen_sign_in(with, LocationError::NoSuchPlace).await;
}

#[tokio::test]
async fn a_sign_in_of_another_kind_and_a_place_without_an_answer_are_told_apart() {
    let home = tempfile::tempdir().unwrap();
    let ada = person(home.path(), "Ada");
    let keys = || LocationSignIn::S3Keys {
        key_id: "any".to_owned(),
        secret: Secret::new("any".to_owned()),
        session: None,
    };
    let at = "s3://team/f?region=eu-west-1&endpoint=http://127.0.0.1:9";
    let trial = ada.try_location_with(at, keys()).await.unwrap();
    assert_eq!(trial.problem, Some(LocationError::Unreachable));
    assert!(ada.try_location_with("azure://finance/team", keys()).await.is_err());
    let file = LocationSignIn::GcsKeyFile(Secret::new("no key file".to_owned()));
    assert!(ada.try_location_with("gs://team/f", file).await.is_err());
}

#[tokio::test]
async fn a_server_that_an_invitation_names_gets_no_token_of_the_person() {
    let home = tempfile::tempdir().unwrap();
    let ada = person(home.path(), "Ada");
    let own = "azure://finance/team";
    for (at, good) in [
        (own.to_owned(), true),
        (format!("{own}?endpoint=https://finance.blob.core.usgovcloudapi.net"), true),
        (format!("{own}?endpoint=https://evil.example.org"), false),
        (format!("{own}?endpoint=https://blob.core.windows.net.evil.example.org"), false),
        (format!("{own}?endpoint=http://127.0.0.1:9/finance"), false),
    ] {
        let app = LocationSignIn::AzureApp {
            tenant: "contoso.example".to_owned(),
            client_id: "app".to_owned(),
            secret: Secret::new("never sent".to_owned()),
        };
        for sign_in in [LocationSignIn::AzureCli, app] {
            let kept = ada.keep_location_sign_in(&at, sign_in);
            let code = kept.err().map(|error| error.code);
            assert_eq!(code, (!good).then_some(ErrorCode::Invalid), "{at}");
        }
        let key = LocationSignIn::AzureKey(Secret::new("a2V5".to_owned()));
        assert!(ada.keep_location_sign_in(&at, key).is_ok(), "control: a key only signs, {at}");
    }
    let other = LocationSignIn::S3Profile("default".to_owned());
    assert!(ada.keep_location_sign_in(own, other).is_err());
    for none in ["ftp://x/y", "azure://finance", "gs://b", "azure://u:p@finance/team"] {
        let refused = ada.create_team("Finance", none).await.unwrap_err();
        assert!(matches!(refused.code, ErrorCode::Invalid), "{none}: {refused:?}");
    }
}
