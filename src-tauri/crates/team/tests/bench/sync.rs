//! The first look of a newcomer at a folder.

use std::{fs, path::Path, sync::Arc, time::Instant};

use credenza_crypto::random::OsRandom;
use credenza_team::{
    Extent, Log, MemoryShelf, Setup, SignedEntries,
    location::{LocationConfig, ObjectName},
};
use credenza_testkit::{
    evil::EvilLocation,
    member::{TEAM, at, team_key},
};

use crate::{figure, maker::Team};

/// A device that has nothing yet.
pub(crate) fn newcomer(location: &Arc<EvilLocation>) -> Log<SignedEntries> {
    let mut log = Log::open(Setup {
        location: location.clone(),
        entries: Arc::new(SignedEntries),
        shelf: Arc::new(MemoryShelf::default()),
        random: Arc::new(OsRandom),
        team: TEAM,
        device_key: [0; 32],
    })
    .unwrap();
    log.renew_key([0; 32], team_key(0));
    log
}

pub(crate) async fn measure(entries: usize, members: usize) {
    let folder = tempfile::tempdir().unwrap();
    let mut bytes = 0;
    let team = Team::new(members);
    for written in team.write(entries) {
        let sealed = team.sealed(&written);
        bytes += sealed.len();
        put(folder.path(), &ObjectName::Entry(written.place), &sealed);
    }
    figure("entry_size", members, entries, bytes as f64 / entries as f64, "bytes");
    let config = LocationConfig::Folder(folder.path().to_owned());
    let location = EvilLocation::new(config.open().unwrap());

    let mut first = newcomer(&location);
    time("first_sync_alone", &mut first, entries, members, &location).await;
    let start = Instant::now();
    let segments = first.pack().await.unwrap();
    figure("pack", members, entries, start.elapsed().as_secs_f64(), "s");
    assert_eq!(segments, entries / 1_000);
    let mut second = newcomer(&location);
    time("first_sync", &mut second, entries, members, &location).await;
    let start = Instant::now();
    second.reconcile(at(1), Extent::Everything).await.unwrap();
    figure("reconcile", members, entries, start.elapsed().as_secs_f64(), "s");
}

async fn time(
    metric: &str,
    log: &mut Log<SignedEntries>,
    entries: usize,
    members: usize,
    location: &EvilLocation,
) {
    location.take_asked();
    let start = Instant::now();
    let pulled = log.reconcile(at(0), Extent::Everything).await.unwrap();
    figure(metric, members, entries, start.elapsed().as_secs_f64(), "s");
    assert_eq!((pulled.entries.len(), pulled.alarms.len()), (entries, 0));
    let asked = location.take_asked();
    figure(&format!("{metric}_requests"), members, entries, (asked.gets + asked.lists) as f64, "1");
    figure(&format!("{metric}_bytes"), members, entries, asked.read as f64, "bytes");
}

fn put(folder: &Path, name: &ObjectName, bytes: &[u8]) {
    let path = folder.join(name.to_string());
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, bytes).unwrap();
}
