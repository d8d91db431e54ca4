//! Rows of the table of attacks that take more than showing something else.

use std::{collections::BTreeSet, sync::Arc};

use credenza_secret::SecretBytes;
use credenza_team::{
    AlarmKind::Damaged,
    location::{Bucket, ChainId, ObjectName, Place},
};
use credenza_testkit::{
    evil::EvilLocation,
    member::{Member, Seeded, TEAM, at, team_key},
};

use crate::evil::{entry, world};

#[tokio::test]
async fn r16_13_an_older_key_opens_nothing_later() {
    let mut world = world().await;
    let mut left = Member::new(3, world.location.clone());
    left.poll(8).await.unwrap();
    let before = left.seen.len();
    world.ada.log.renew_key([1; 32], team_key(1));
    world.bob.log.renew_key([1; 32], team_key(1));
    world.ada.write(9, b"without her").await.unwrap();
    let blob = world.ada.log.seal_blob(&SecretBytes::new(b"without her".to_vec())).unwrap();
    world.ada.log.put_blob(&blob).await.unwrap();
    assert_eq!(world.bob.poll(10).await.unwrap().entries.len(), 1);
    let pulled = left.poll(10).await.unwrap();
    assert_eq!((pulled.entries.len(), pulled.sealed, left.seen.len()), (0, 1, before));
    assert!(left.log.blob(blob.id).await.is_err());
    // Negative control: with the key it opens.
    left.log.renew_key([1; 32], team_key(1));
    assert_eq!(left.poll(11).await.unwrap().entries.len(), 1);
}

#[tokio::test]
async fn r16_15_who_has_the_newest_key_reads_back_to_the_beginning() {
    let mut world = world().await;
    world.ada.log.renew_key([1; 32], team_key(1));
    world.ada.write(9, b"under the second key").await.unwrap();
    let mut newcomer = Member::new(3, world.location.clone());
    newcomer.log.remember_key([5; 32], team_key(5));
    newcomer.log.renew_key([1; 32], team_key(1));
    assert_eq!(newcomer.reconcile(10).await.unwrap().entries.len(), 6);
    // Negative control: without the older key there is no history.
    let mut lost = Member::new(4, world.location.clone());
    lost.log = {
        let setup = credenza_team::Setup {
            location: world.location.clone(),
            entries: Arc::new(credenza_testkit::member::PlainEntries::default()),
            shelf: Arc::new(credenza_team::MemoryShelf::default()),
            random: Arc::new(Seeded::new(5)),
            team: TEAM,
            device_key: [4; 32],
        };
        credenza_team::Log::open(setup).unwrap()
    };
    lost.log.renew_key([1; 32], team_key(1));
    let pulled = lost.reconcile(10).await.unwrap();
    assert_eq!((pulled.entries.len(), pulled.missing.len()), (0, 1));
}

#[tokio::test]
async fn r16_16_a_late_entry_tells_what_its_author_had_not_seen() {
    let mut world = world().await;
    let mut removed = Member::new(3, world.location.clone());
    removed.poll(8).await.unwrap();
    let removal = world.ada.write(9, b"remove").await.unwrap();
    removed.write(10, b"too late").await.unwrap();
    let pulled = world.bob.poll(11).await.unwrap();
    assert_eq!((pulled.entries.len(), pulled.alarms.len()), (2, 0));
    let late = pulled.entries.iter().find(|(_, content)| content == b"too late").unwrap();
    assert!(late.0.heads.iter().all(|head| head.place != removal));
}

#[tokio::test]
async fn r16_17_and_22_names_that_are_not_ours_are_passed_by() {
    let folder = tempfile::tempdir().unwrap();
    let config = credenza_team::location::LocationConfig::Folder(folder.path().to_owned());
    let location = EvilLocation::new(config.open().unwrap());
    let mut ada = Member::new(1, location.clone());
    ada.write(0, b"one").await.unwrap();
    let chain = folder.path().join("L").read_dir().unwrap().next().unwrap().unwrap().path();
    std::fs::create_dir_all(folder.path().join("E")).unwrap();
    std::fs::write(folder.path().join("E/escrow"), "send your key").unwrap();
    for name in ["..", "0000000000000001.bak", "CON", "\u{fe0f}", "0000000000000001 (1)", "~"] {
        // What the system itself refuses is no danger.
        let _ = std::fs::write(chain.join(name), "x");
    }
    let mut bob = Member::new(2, location);
    let pulled = bob.reconcile(1).await.unwrap();
    assert_eq!((pulled.entries.len(), pulled.alarms.len()), (1, 0));
    assert!(ada.reconcile(2).await.unwrap().alarms.is_empty());
}

#[tokio::test]
async fn r16_18_and_19_no_key_and_no_word_lies_in_the_location() {
    const WORD: &[u8] = b"canary-kv-contoso.vault.azure.net";
    let location = EvilLocation::in_memory();
    let mut ada = Member::new(1, location.clone());
    ada.write(0, WORD).await.unwrap();
    let blob = ada.log.seal_blob(&SecretBytes::new(WORD.to_vec())).unwrap();
    ada.log.put_blob(&blob).await.unwrap();
    let mut key = credenza_team::digest(b"team key").to_vec();
    let mut everything = Vec::new();
    for name in location.names().await {
        everything.extend(name.to_string().into_bytes());
        everything.extend(location.bytes(&name).await.unwrap());
    }
    let holds = |needle: &[u8], all: &[u8]| all.windows(needle.len()).any(|part| part == needle);
    assert!(!holds(WORD, &everything) && !holds(&key, &everything));
    assert!(!holds(ada.key.verifying_key().as_bytes(), &everything));
    // Negative control: what is there is found.
    everything.append(&mut key.clone());
    assert!(holds(&key, &everything));
    key.clear();
}

#[tokio::test]
async fn r16_20_sizes_fall_into_few_classes() {
    let mut ada = Member::new(1, EvilLocation::in_memory());
    let sizes: BTreeSet<usize> = (1..=4_000)
        .map(|size| ada.log.seal_blob(&SecretBytes::new(vec![7; size])).unwrap().bytes.len())
        .collect();
    println!("R25 {} sizes of 4000 secrets of 1 to 4000 bytes, target 12 pass", sizes.len());
    assert!(sizes.len() <= 12, "{sizes:?}");
    ada.write(0, b"x").await.unwrap();
}

#[tokio::test]
async fn r16_21_parts_of_a_segment_may_be_dropped_or_reordered_without_harm() {
    let location = EvilLocation::in_memory();
    let mut ada = Member::new(1, location.clone());
    for number in 0..1_000_u32 {
        ada.write(0, &number.to_be_bytes()).await.unwrap();
    }
    ada.log.pack().await.unwrap();
    let name = ObjectName::Segment(0);
    let good = location.bytes(&name).await.unwrap();
    let size = (good.len() - 4) / 1_000;
    let parts: Vec<&[u8]> = good[4..].chunks(size).collect();
    let reordered =
        [&good[..4], &parts.iter().rev().copied().collect::<Vec<_>>().concat()].concat();
    let mut changed = good.clone();
    changed[300 * size + 200] ^= 1;
    changed[600 * size + 200] ^= 1;
    let acts: [(Vec<u8>, bool); 6] = [
        (good.clone(), false),
        (reordered, false),
        ([&good[..4], &parts[500..].concat()].concat(), false),
        ([&good[..], parts[0]].concat(), true),
        (good[..good.len() - 5].to_vec(), true),
        (changed, false),
    ];
    for (at, (bytes, damaged)) in acts.into_iter().enumerate() {
        location.replace(name, bytes);
        let mut bob = Member::new(2, location.clone());
        bob.reconcile(1).await.unwrap();
        let kinds: BTreeSet<_> = bob.log.alarms().map(|alarm| alarm.kind).collect();
        assert_eq!(kinds, damaged.then_some(Damaged).into_iter().collect(), "{at}");
        assert!(bob.contents() == ada.contents(), "{at}: {} entries", bob.seen.len());
    }
}

#[tokio::test]
async fn r16_23_bombs_are_refused_before_they_are_read() {
    let mut world = world().await;
    let huge = Place::first(ChainId([8; 16]));
    world.location.replace(entry(huge), vec![0; 5 * 1024 * 1024]);
    for number in 0..2_000_u16 {
        let mut chain = [7; 16];
        chain[..2].copy_from_slice(&number.to_be_bytes());
        let endless = Place { chain: ChainId(chain), sequence: u64::MAX };
        world.location.replace(ObjectName::Marker(Bucket::of(at(10)), endless), Vec::new());
    }
    world.location.replace(ObjectName::Segment(u64::MAX), Vec::new());
    let mut lying = b"CZS1".to_vec();
    lying.extend([0xff; 28]);
    world.location.replace(ObjectName::Segment(0), lying);
    world.location.take_asked();
    world.ada.write(8, b"still there").await.unwrap();
    let start = std::time::Instant::now();
    assert_eq!(world.bob.poll(10).await.unwrap().entries.len(), 1);
    world.bob.reconcile(11).await.unwrap();
    let kinds: BTreeSet<_> = world.bob.log.alarms().map(|alarm| alarm.kind).collect();
    assert_eq!(kinds, BTreeSet::from([Damaged]));
    assert!(world.location.take_asked().read < 1_000_000);
    assert!(start.elapsed() < std::time::Duration::from_secs(20), "{:?}", start.elapsed());
}
