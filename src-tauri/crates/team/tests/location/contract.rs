//! One suite for all kinds of location.

use std::{collections::BTreeSet, sync::Arc};

use credenza_team::location::{
    Bucket, ChainId, Created, Location, LocationConfig, LocationError, Names, ObjectName, Place,
};
use futures::TryStreamExt as _;

fn entry(chain: u8, sequence: u64) -> ObjectName {
    ObjectName::Entry(Place { chain: ChainId([chain; 16]), sequence })
}

async fn listed(
    location: &dyn Location,
    names: Names,
    after: Option<ObjectName>,
) -> BTreeSet<ObjectName> {
    location.list(names, after).map_ok(|one| one.name).try_collect().await.unwrap()
}

/// Runs everything; `racers` creators meet at one name.
pub(crate) async fn keeps_the_contract(location: Arc<dyn Location>, racers: usize) {
    creates_once(&*location).await;
    lists_what_was_asked(&*location).await;
    one_of_many_wins(location, racers).await;
}

async fn creates_once(location: &dyn Location) {
    assert!(listed(location, Names::Segments, None).await.is_empty());
    assert_eq!(location.get(&entry(1, 0), 10).await, Err(LocationError::Missing));
    assert_eq!(location.create(&entry(1, 0), b"one".to_vec()).await, Ok(Created::New));
    assert_eq!(location.create(&entry(1, 0), b"two".to_vec()).await, Ok(Created::Existed));
    assert_eq!(location.create(&entry(1, 0), b"one".to_vec()).await, Ok(Created::Existed));
    assert_eq!(location.get(&entry(1, 0), 3).await.as_deref(), Ok(&b"one"[..]));
    assert_eq!(location.get(&entry(1, 0), 2).await, Err(LocationError::TooLarge));
    let marker = ObjectName::Marker(Bucket(5), Place { chain: ChainId([1; 16]), sequence: 0 });
    assert_eq!(location.create(&marker, Vec::new()).await, Ok(Created::New));
    assert_eq!(location.get(&marker, 0).await.as_deref(), Ok(&[][..]));
    let large: Vec<u8> = (0..3_000_000_u32).flat_map(u32::to_le_bytes).collect();
    assert_eq!(location.create(&ObjectName::Blob([7; 32]), large.clone()).await, Ok(Created::New));
    assert!(location.get(&ObjectName::Blob([7; 32]), large.len()).await.unwrap() == large);
}

async fn lists_what_was_asked(location: &dyn Location) {
    for sequence in 1..12 {
        location.create(&entry(1, sequence), vec![1; 5]).await.unwrap();
        location.create(&entry(2, sequence), vec![2; 5]).await.unwrap();
        let marker = ObjectName::Marker(
            Bucket(6 + u32::try_from(sequence % 2).unwrap()),
            Place { chain: ChainId([2; 16]), sequence },
        );
        location.create(&marker, Vec::new()).await.unwrap();
    }
    assert_eq!(listed(location, Names::Entries, None).await.len(), 23);
    let chain = Names::Chain(ChainId([1; 16]));
    assert_eq!(listed(location, chain, None).await.len(), 12);
    let after = listed(location, chain, Some(entry(1, 9))).await;
    assert_eq!(after, BTreeSet::from([entry(1, 10), entry(1, 11)]));
    assert_eq!(listed(location, Names::Bucket(Bucket(6)), None).await.len(), 5);
    assert_eq!(listed(location, Names::Markers, None).await.len(), 12);
    assert_eq!(listed(location, Names::Bucket(Bucket(99)), None).await.len(), 0);
    let sizes: BTreeSet<u64> =
        location.list(chain, None).map_ok(|one| one.size).try_collect().await.unwrap();
    assert_eq!(sizes, BTreeSet::from([3, 5]));
}

async fn one_of_many_wins(location: Arc<dyn Location>, racers: usize) {
    let name = ObjectName::Segment(1);
    let mut tasks = tokio::task::JoinSet::new();
    for racer in 0..racers {
        let location = Arc::clone(&location);
        tasks.spawn(async move {
            let bytes = format!("racer {racer}").into_bytes();
            (location.create(&name, bytes.clone()).await, bytes)
        });
    }
    let answers = tasks.join_all().await;
    let winners: Vec<_> = answers.iter().filter(|(came, _)| *came == Ok(Created::New)).collect();
    let lost = answers.iter().filter(|(came, _)| *came == Ok(Created::Existed)).count();
    assert_eq!((winners.len(), lost), (1, racers - 1));
    assert!(location.get(&name, 100).await.unwrap() == winners[0].1);
}

#[tokio::test]
async fn memory_keeps_the_contract() {
    keeps_the_contract(LocationConfig::Memory.open().unwrap(), 1_000).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_folder_keeps_the_contract() {
    let folder = tempfile::tempdir().unwrap();
    let config = LocationConfig::Folder(folder.path().to_owned());
    keeps_the_contract(config.open().unwrap(), 1_000).await;
    println!("R43 folder: 1 winner of 1000, target 1 pass");
}
