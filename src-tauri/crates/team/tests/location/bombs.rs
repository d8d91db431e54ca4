//! R26 and R27: names and sizes that are meant to harm.

use std::{
    fs,
    path::Path,
    time::{Duration, Instant},
};

use credenza_team::{
    Extent,
    location::{
        ChainId, Created, Listed, Listing, Location, LocationConfig, LocationError, Names,
        ObjectName, Place,
    },
};
use credenza_testkit::{
    evil::EvilLocation,
    member::{Member, Seeded, at},
};
use futures::{StreamExt as _, TryStreamExt as _};

const PARTS: [&str; 24] = [
    "..",
    ".",
    "L",
    "N",
    "S",
    "B",
    "CON",
    "NUL",
    "aux.txt",
    "-rf",
    "~",
    "$HOME",
    "%2e%2e",
    "%00",
    "\u{202e}",
    "\u{fe0f}",
    "\u{0}",
    "a\u{301}",
    "0000000000000000",
    "0000000000000001 ",
    "' OR 1",
    "<script>",
    "\\..\\",
    "//",
];

fn hostile(random: &Seeded) -> String {
    let mut name = String::new();
    for _ in 0..=random.next() % 4 {
        let at = usize::try_from(random.next() % PARTS.len() as u64).unwrap();
        name.push_str(PARTS[at]);
        if random.next().is_multiple_of(2) {
            name.push('/');
        }
    }
    if random.next().is_multiple_of(50) {
        name.push_str(&"x".repeat(4_096));
    }
    name
}

#[test]
fn r26_no_hostile_name_is_one_of_ours() {
    let random = Seeded::new(26);
    let mut taken = 0;
    for _ in 0..10_000 {
        let name = hostile(&random);
        taken += u32::from(ObjectName::parse(&name).is_some_and(|read| read.to_string() != name));
        for folder in ["L", "B", "S", "N", "J"] {
            let read = ObjectName::parse(&format!("{folder}/{name}"));
            taken +=
                u32::from(read.is_some_and(|read| read.to_string().contains(['.', '%', '\\'])));
        }
    }
    println!(
        "R26 {taken} of 10000 hostile names taken, target 0 {}",
        if taken == 0 { "pass" } else { "FAIL" }
    );
    assert_eq!(taken, 0);
}

/// Everything beside the folder, to see that nothing was touched.
fn outside(root: &Path) -> Vec<(std::path::PathBuf, Vec<u8>)> {
    let mut all: Vec<_> = fs::read_dir(root)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_file())
        .map(|path| (path.clone(), fs::read(&path).unwrap()))
        .collect();
    all.sort();
    all
}

#[tokio::test]
async fn r26_a_folder_full_of_traps_leads_nowhere() {
    let root = tempfile::tempdir().unwrap();
    fs::write(root.path().join("private"), "private").unwrap();
    let home = root.path().join("team");
    fs::create_dir(&home).unwrap();
    let location = EvilLocation::new(LocationConfig::Folder(home.clone()).open().unwrap());
    let mut ada = Member::new(1, location.clone());
    ada.write(0, b"one").await.unwrap();
    let before = outside(root.path());
    let random = Seeded::new(27);
    for _ in 0..2_000 {
        let name = hostile(&random).replace("..", "dots");
        let target = home.join("L").join(name.trim_start_matches('/').replace('\0', "0"));
        if let Some(parent) = target.parent().filter(|parent| parent.starts_with(&home)) {
            // What the system itself refuses is no danger.
            let _ = fs::create_dir_all(parent);
            let _ = fs::write(&target, "trap");
        }
    }
    #[cfg(unix)]
    for number in 1..50 {
        let place = Place { chain: ChainId([1; 16]), sequence: number };
        let path = home.join(ObjectName::Entry(place).to_string());
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::os::unix::fs::symlink(root.path().join("private"), path).unwrap();
    }
    let mut bob = Member::new(2, location);
    let looked = tokio::time::timeout(Duration::from_secs(60), bob.reconcile(1)).await;
    assert_eq!(looked.expect("in time").unwrap().entries.len(), 1);
    ada.write(2, b"two").await.unwrap();
    assert_eq!(outside(root.path()), before);
}

/// Peak memory of this process in MiB.
#[cfg(target_os = "linux")]
fn peak() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    line.trim().trim_end_matches(" kB").parse::<u64>().unwrap() / 1_024
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn r27_a_huge_object_is_refused_before_it_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let location = LocationConfig::Folder(folder.path().to_owned()).open().unwrap();
    let name = ObjectName::Blob([1; 32]);
    fs::create_dir(folder.path().join("B")).unwrap();
    // A gibibyte that takes no room on the disk.
    let file = fs::File::create(folder.path().join(name.to_string())).unwrap();
    file.set_len(1 << 30).unwrap();
    let (start, before) = (Instant::now(), peak());
    let read = location.get(&name, credenza_team::location::LARGEST_OBJECT).await;
    let (took, grown) = (start.elapsed(), peak().saturating_sub(before));
    assert_eq!(read, Err(LocationError::TooLarge));
    println!(
        "R27 1 GiB refused in {} ms, {grown} MiB more, target 1000 300 pass",
        took.as_millis()
    );
    assert!(took < Duration::from_secs(1) && grown < 300);
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn r27_a_million_names_are_listed_without_harm() {
    let location = EvilLocation::in_memory();
    let mut ada = Member::new(1, location.clone());
    ada.write(0, b"one").await.unwrap();
    let before = peak();
    let invented = |number: u64| {
        let mut chain = [5; 16];
        chain[..8].copy_from_slice(&(number / 4).wrapping_mul(0x9e37_79b9_7f4a_7c15).to_be_bytes());
        ObjectName::Entry(Place { chain: ChainId(chain), sequence: number % 4 })
    };
    location.invent(invented, 1_000_000);
    let count = |sum, _| async move { Ok(sum + 1) };
    let listed: u64 = location.list(Names::Entries, None).try_fold(0, count).await.unwrap();
    assert_eq!(listed, 1_000_001);
    location.take_asked();
    let mut bob = Member::new(2, location.clone());
    let start = Instant::now();
    bob.log.reconcile(at(1), Extent::Everything).await.unwrap();
    // What is true has a marker, and those come first.
    bob.log.poll(at(1)).await.unwrap();
    let (took, grown) = (start.elapsed(), peak().saturating_sub(before));
    println!(
        "R27 1000000 invented names: {} real entry, {} ms, {grown} MiB more, target 1 - 300 pass",
        bob.log.known().count(),
        took.as_millis()
    );
    assert_eq!(bob.log.known().count(), 1);
    assert!(grown < 300 && location.take_asked().gets < 20_000);
}

/// Every name of an entry holds a mebibyte of nothing.
struct Stuffed;

#[async_trait::async_trait]
impl Location for Stuffed {
    async fn create(&self, _: &ObjectName, _: Vec<u8>) -> Result<Created, LocationError> {
        Ok(Created::New)
    }

    async fn get(&self, name: &ObjectName, _: usize) -> Result<Vec<u8>, LocationError> {
        tokio::task::yield_now().await;
        if matches!(name, ObjectName::Entry(_)) {
            Ok(vec![7; 1024 * 1024])
        } else {
            Err(LocationError::Missing)
        }
    }

    fn list(&self, names: Names, _: Option<ObjectName>) -> Listing<'_> {
        let count = if names == Names::Entries { 600 } else { 0 };
        let name = |number: u16| {
            let mut chain = [5; 16];
            chain[..2].copy_from_slice(&number.to_be_bytes());
            Ok(Listed { name: ObjectName::Entry(Place::first(ChainId(chain))), size: 1 << 20 })
        };
        futures::stream::iter((0..count).map(name)).boxed()
    }

    fn seeks(&self) -> bool {
        false
    }
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn r27_many_large_objects_are_not_held_at_once() {
    let mut bob = Member::new(2, std::sync::Arc::new(Stuffed));
    let before = peak();
    bob.log.reconcile(at(1), Extent::Everything).await.unwrap();
    let grown = peak().saturating_sub(before);
    println!("R27 600 MiB of entries that are none: {grown} MiB more, target 150 pass");
    assert!(grown < 150);
}
