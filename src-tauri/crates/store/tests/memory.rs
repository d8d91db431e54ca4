//! What a closed store leaves in the memory of its process.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "tests")]

use std::{fs::File, os::unix::fs::FileExt as _};

use credenza_crypto::keys::RootKey;
use credenza_store::{Store, VariableQuery, WorkspaceFolder};

/// What is looked for is kept under this mask, so that the search doesn't find itself.
const MASK: u8 = 0x5a;
const BLOCK: usize = 1 << 16;

/// How often the masked text stands in what this process may write of itself.
fn copies(masked: &[u8]) -> usize {
    let memory = File::open("/proc/self/mem").unwrap();
    let maps = std::fs::read_to_string("/proc/self/maps").unwrap();
    let mut block = vec![0; BLOCK + masked.len()];
    let own = block.as_ptr() as u64;
    let own = own..own + block.len() as u64;
    let mut found = 0;
    for line in maps.lines().filter(|line| line.contains(" rw-p ")) {
        let (from, to) = line.split_once(' ').unwrap().0.split_once('-').unwrap();
        let [mut at, to] = [from, to].map(|text| u64::from_str_radix(text, 16).unwrap());
        while at < to {
            if own.contains(&at) {
                at = own.end;
                continue;
            }
            let end = if at < own.start { to.min(own.start) } else { to };
            let wanted = usize::try_from(end.saturating_sub(at)).unwrap().min(block.len());
            let Ok(read) = memory.read_at(&mut block[..wanted], at) else { break };
            block[..read].iter_mut().for_each(|byte| *byte ^= MASK);
            found += block[..read].windows(masked.len()).filter(|part| *part == masked).count();
            at += read.min(BLOCK) as u64;
        }
        block.fill(0);
    }
    found
}

fn digit(masked: u8) -> u8 {
    u8::try_from(char::from(masked ^ MASK).to_digit(16).unwrap()).unwrap()
}

#[test]
fn the_database_key_does_not_outlive_the_store() {
    let home = tempfile::tempdir().unwrap();
    let folder = WorkspaceFolder::new(home.path().join("W.credenza"));
    std::fs::create_dir(folder.path()).unwrap();
    std::fs::write(folder.path().join("header"), []).unwrap();
    let database = || RootKey::from_bytes([7; 32]).database();
    let pragma = database().pragma();
    // EXPOSE: the test looks for the key, and must know it.
    let key = pragma.expose().split('\'').nth(1).unwrap();
    let text: Vec<u8> = key.bytes().map(|byte| byte ^ MASK).collect();
    let raw: Vec<u8> =
        text.chunks_exact(2).map(|two| (digit(two[0]) << 4 | digit(two[1])) ^ MASK).collect();
    let of_both = || [copies(&text), copies(&raw)];

    // The search does see what is there.
    let held = Box::new(raw.iter().map(|byte| byte ^ MASK).collect::<Vec<u8>>());
    assert!(of_both().into_iter().all(|copies| copies > 0), "{:?}", of_both());
    drop(pragma);
    let mut held = *held;
    held.fill(0);
    assert_eq!(of_both(), [0; 2], "before");

    drop(Store::create(&folder, &database()).unwrap());
    let created = of_both();
    let store = Store::open(&folder, &database()).unwrap();
    let listed = store.list_variables(&VariableQuery::default(), jiff::Timestamp::UNIX_EPOCH);
    assert_eq!(listed.unwrap().rows.len(), 0);
    let open = of_both();
    drop(store);
    let closed = of_both();
    println!("copies of the key after it was made {created:?}, open {open:?}, closed {closed:?}");
    assert_eq!([created, closed], [[0; 2]; 2]);
}
