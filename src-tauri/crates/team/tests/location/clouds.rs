//! Servers that speak the languages of the clouds.

use std::{sync::Arc, time::Duration};

use credenza_secret::Secret;
use credenza_team::location::{
    Account, AzureSignIn, ChainId, LocationConfig, LocationError, Names, ObjectName, Place,
};
use credenza_testkit::{
    emulators::{Azurite, FakeGcs, Moto},
    evil::EvilLocation,
    member::Member,
};
use futures::TryStreamExt as _;

use crate::contract::keeps_the_contract;

const RACERS: usize = 1_000;

/// The log's own story: write, pull, reconcile, pack nothing.
async fn two_members_meet(location: Arc<EvilLocation>) {
    let mut ada = Member::new(1, location.clone());
    let mut bob = Member::new(2, location.clone());
    for number in 0..5 {
        ada.write(number, b"from ada").await.unwrap();
    }
    assert_eq!(bob.poll(6).await.unwrap().entries.len(), 5);
    bob.write(7, b"from bob").await.unwrap();
    let pulled = ada.reconcile(8).await.unwrap();
    assert_eq!((pulled.entries.len(), pulled.alarms.len()), (1, 0));
    assert_eq!(ada.contents(), bob.contents());
    assert!(bob.poll(9).await.unwrap().entries.is_empty());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn azurite_keeps_the_contract() {
    let Some(azurite) = Azurite::ready("azurite_keeps_the_contract").await else { return };
    keeps_the_contract(azurite.config("a/team").open().unwrap(), RACERS).await;
    println!("R43 Azurite: 1 winner of {RACERS}, target 1 pass");
    two_members_meet(EvilLocation::new(azurite.config("other").open().unwrap())).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn moto_keeps_the_contract() {
    let Some(moto) = Moto::ready("moto_keeps_the_contract").await else { return };
    keeps_the_contract(moto.config("a/team").open().unwrap(), RACERS).await;
    println!("R43 Moto: 1 winner of {RACERS}, target 1 pass");
    two_members_meet(EvilLocation::new(moto.config("other").open().unwrap())).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn fake_gcs_server_keeps_the_contract() {
    let Some(gcs) = FakeGcs::ready("fake_gcs_server_keeps_the_contract").await else { return };
    keeps_the_contract(gcs.config("a/team").open().unwrap(), RACERS).await;
    println!("R43 fake-gcs-server: 1 winner of {RACERS}, target 1 pass");
    two_members_meet(EvilLocation::new(gcs.config("other").open().unwrap())).await;
}

#[tokio::test]
async fn wrong_sign_ins_and_places_are_told_apart() {
    let Some(azurite) = Azurite::ready("wrong_sign_ins_and_places_are_told_apart").await else {
        return;
    };
    let name = ObjectName::Entry(Place::first(ChainId([1; 16])));
    let with = |change: &dyn Fn(&mut String, &mut AzureSignIn)| {
        let mut config = azurite.config("");
        if let LocationConfig::Azure { container, sign_in, .. } = &mut config {
            change(container, sign_in);
        }
        config.open().unwrap()
    };
    let wrong_key = with(&|_, sign_in| {
        *sign_in = AzureSignIn::AccountKey(Secret::new("d3Jvbmc=".to_owned()));
    });
    assert!(matches!(
        wrong_key.get(&name, 9).await,
        Err(LocationError::Denied | LocationError::SignIn)
    ));
    let no_place = with(&|container, _| "elsewhere".clone_into(container));
    assert_eq!(no_place.get(&name, 9).await, Err(LocationError::NoSuchPlace));
    assert_eq!(no_place.create(&name, vec![1]).await, Err(LocationError::NoSuchPlace));
    let listed: Result<Vec<_>, _> = no_place.list(Names::Entries, None).try_collect().await;
    assert_eq!(listed, Err(LocationError::NoSuchPlace));
    assert_eq!(with(&|_, _| ()).get(&name, 9).await, Err(LocationError::Missing));
}

#[tokio::test]
async fn a_server_that_is_not_there_is_told_in_time() {
    let held = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = held.local_addr().unwrap().port();
    drop(held);
    let location = s3(&format!("http://127.0.0.1:{port}")).unwrap();
    let name = ObjectName::Entry(Place::first(ChainId([1; 16])));
    let asked = tokio::time::timeout(Duration::from_secs(60), location.get(&name, 9)).await;
    assert_eq!(asked.expect("in time"), Err(LocationError::Unreachable));
}

pub(crate) fn s3(
    endpoint: &str,
) -> Result<Arc<dyn credenza_team::location::Location>, LocationError> {
    let account =
        Account { key_id: "any".to_owned(), secret: Secret::new("any".to_owned()), session: None };
    let config = LocationConfig::S3 {
        bucket: "team".to_owned(),
        region: "us-east-1".to_owned(),
        endpoint: Some(endpoint.to_owned()),
        folder: String::new(),
        account,
    };
    config.open()
}

#[test]
fn plain_http_is_for_this_computer_alone() {
    for bad in ["http://example.org", "http://10.0.0.1", "http://localhost", "ftp://127.0.0.1", "x"]
    {
        assert_eq!(s3(bad).err(), Some(LocationError::Settings), "{bad}");
    }
    let gcs = |server: &str| {
        let key = format!(
            r#"{{"private_key":"k","private_key_id":"i","client_email":"m","disable_oauth":true,"gcs_base_url":"{server}"}}"#
        );
        let (bucket, folder) = ("team".to_owned(), String::new());
        LocationConfig::Gcs { bucket, folder, key_file: Secret::new(key) }.open()
    };
    assert_eq!(gcs("http://example.org").err(), Some(LocationError::Settings));
    assert!(gcs("https://example.org").is_ok() && gcs("http://127.0.0.1:9000").is_ok());
    for good in ["https://s3.example.org", "http://127.0.0.1:9000", "http://[::1]:9000"] {
        assert!(s3(good).is_ok(), "{good}");
    }
}
