//! R41: each device has a folder of its own, and a program that brings both up to date in its way:
//! late, in parts, with copies of its own making and times that mean nothing.

use std::{
    fs::{self, File},
    path::{Path, PathBuf},
    time::{Duration, SystemTime},
};

use credenza_team::location::LocationConfig;
use credenza_testkit::{
    evil::EvilLocation,
    member::{Member, Seeded},
};

use crate::schedules::runs;

fn files(root: &Path) -> Vec<PathBuf> {
    let mut open = vec![root.to_owned()];
    let mut found = Vec::new();
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
            let path = entry.path();
            if path.is_dir() { open.push(path) } else { found.push(path) }
        }
    }
    found.sort();
    found
}

/// Whether a file has one of our names: what the program made by itself it does not carry on.
fn is_ours(relative: &Path) -> bool {
    let name = relative.to_string_lossy();
    // The folders of the layout are capitals.
    let rest = name.get(2..).unwrap_or_default();
    !rest.contains(['.', '(', '~', '#']) && !rest.chars().any(char::is_uppercase)
}

/// One step of the program; with `all` it brings everything over.
fn carry(from: &Path, to: &Path, random: &Seeded, all: bool) {
    for path in files(from) {
        let relative = path.strip_prefix(from).unwrap().to_owned();
        let target = to.join(&relative);
        let bytes = fs::read(&path).unwrap();
        let done = fs::read(&target).is_ok_and(|there| there.len() >= bytes.len());
        if !is_ours(&relative) || done {
            continue;
        }
        fs::create_dir_all(target.parent().unwrap()).unwrap();
        let name = target.file_name().unwrap().to_string_lossy().into_owned();
        let beside = |name: String| target.parent().unwrap().join(name);
        match if all { 0 } else { random.next() % 8 } {
            0..3 => fs::write(&target, &bytes).unwrap(),
            3 => fs::write(&target, &bytes[..bytes.len() / 2]).unwrap(),
            4 => fs::write(beside(format!(".~{name}.tmp")), &bytes[..bytes.len() / 3]).unwrap(),
            5 => fs::write(beside(format!("{name} (conflicted copy)")), &bytes).unwrap(),
            6 => fs::write(beside(name.to_uppercase() + "A"), &bytes).unwrap(),
            _ => {}
        }
        if let Ok(file) = File::options().append(true).open(&target) {
            let travelled = SystemTime::UNIX_EPOCH + Duration::from_secs(random.next() % (1 << 31));
            file.set_modified(travelled).unwrap();
        }
    }
}

async fn comes_together(seed: u64) -> Result<(), String> {
    let random = Seeded::new(seed);
    let homes = [tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap()];
    let mut members: Vec<Member> = (0..2)
        .map(|n| {
            let config = LocationConfig::Folder(homes[n].path().to_owned());
            let location = EvilLocation::new(config.open().unwrap());
            Member::new(seed * 2 + n as u64, location)
        })
        .collect();
    let mut written = 0;
    for step in 0..20_u8 {
        let at = usize::from(random.next().is_multiple_of(2));
        match random.next() % 3 {
            0 => {
                members[at].write(step.into(), &[step]).await.unwrap();
                written += 1;
            }
            1 => drop(members[at].poll(step.into()).await.unwrap()),
            _ => carry(homes[at].path(), homes[1 - at].path(), &random, false),
        }
    }
    for (from, to) in [(0, 1), (1, 0)] {
        carry(homes[from].path(), homes[to].path(), &random, true);
    }
    for member in &mut members {
        member.reconcile(30).await.unwrap();
        member.reconcile(31).await.unwrap();
    }
    let counts = [members[0].contents().len(), members[1].contents().len()];
    let same = members[0].log.known().digest() == members[1].log.known().digest();
    let stopped = members.iter().any(|member| member.log.is_stopped());
    if same && !stopped && counts == [written, written] {
        return Ok(());
    }
    let alarms: Vec<_> = members.iter().flat_map(|member| member.log.alarms()).collect();
    Err(format!("seed {seed}: {counts:?} of {written}, stopped {stopped}: {alarms:?}"))
}

#[tokio::test]
async fn r41_a_synced_folder_loses_and_doubles_nothing() {
    let runs = runs(1_000, 100);
    let mut bad = Vec::new();
    for seed in 0..runs {
        bad.extend(comes_together(seed).await.err());
    }
    let good = runs - bad.len() as u64;
    let word = if bad.is_empty() { "pass" } else { "FAIL" };
    println!("R41 {good} of {runs} synced folders come together, target {runs} {word}");
    assert!(bad.is_empty(), "{}", bad[0]);
}
