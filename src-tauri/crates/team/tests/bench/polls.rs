//! The frequent look, over a store whose listings start where one asks.

use credenza_team::{
    Extent, Log, SignedEntries,
    location::{Bucket, Location as _, ObjectName},
};
use credenza_testkit::{
    evil::{Asked, EvilLocation},
    member::at,
};

use crate::{
    figure,
    maker::{Team, Written},
    sync::newcomer,
};

/// What a store writes about a name when it lists it, in bytes.
const LISTED: f64 = 350.0;
/// New entries of one look.
const NEWS: usize = 10;

pub(crate) async fn measure(entries: usize, members: usize) {
    let location = EvilLocation::in_memory();
    let team = Team::new(members);
    let all: Vec<Written> = team.write(entries + NEWS).collect();
    for (number, written) in all[..entries].iter().enumerate() {
        // A month of work, the last hour of it quiet.
        let seconds = i64::try_from(number * 2_588_400 / entries).unwrap() - 2_592_000;
        upload(&team, &location, written, seconds).await;
    }
    let mut log = newcomer(&location);
    assert_eq!(log.reconcile(at(0), Extent::Everything).await.unwrap().entries.len(), entries);
    log.poll(at(1)).await.unwrap();
    look(&mut log, &location, "idle_poll", (entries, members), 0).await;
    for written in &all[entries..] {
        upload(&team, &location, written, 2).await;
    }
    look(&mut log, &location, "news_poll", (entries, members), NEWS).await;
}

async fn look(
    log: &mut Log<SignedEntries>,
    location: &EvilLocation,
    metric: &str,
    (entries, members): (usize, usize),
    news: usize,
) {
    location.take_asked();
    let pulled = log.poll(at(3)).await.unwrap();
    assert_eq!((pulled.entries.len(), pulled.alarms.len()), (news, 0));
    let Asked { gets, lists, read, names, .. } = location.take_asked();
    figure(&format!("{metric}_requests"), members, entries, (gets + lists) as f64, "1");
    let bytes = read as f64 + names as f64 * LISTED;
    figure(&format!("{metric}_bytes"), members, entries, bytes, "bytes");
}

async fn upload(team: &Team, location: &EvilLocation, written: &Written, seconds: i64) {
    let name = ObjectName::Entry(written.place);
    location.create(&name, team.sealed(written)).await.unwrap();
    let marker = ObjectName::Marker(Bucket::of(at(seconds)), written.place);
    location.create(&marker, Vec::new()).await.unwrap();
}
