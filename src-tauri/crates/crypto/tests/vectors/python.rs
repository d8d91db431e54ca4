//! R3: random cases of Argon2id against the reference implementation in C, through Python.

use std::{
    io::Write as _,
    path::Path,
    process::{Command, Stdio},
};

use argon2::{Algorithm, Argon2, Params, Version};
use credenza_crypto::{
    kdf::{Argon2idKdf, Kdf as _, KdfParams},
    random::Random,
};
use credenza_secret::Secret;
use serde_json::json;

use crate::{skip::missing, support::Counting, verdict};

const CASES: usize = 500;
/// Of these, so many go through the derivation of the product, at the cheapest cost that it takes.
const OURS: usize = 4;

struct Case {
    password: Vec<u8>,
    salt: Vec<u8>,
    params: KdfParams,
    length: usize,
}

/// Small costs of every kind, and a few that the product takes.
fn cases() -> Vec<Case> {
    let random: &dyn Random = &Counting::default();
    let one = |number: usize| {
        let [a, b, c, d, e, f]: [u8; 6] = random.bytes().unwrap();
        let lanes = u32::from(a % 4) + 1;
        let text = random.bytes::<128>().unwrap();
        let ours = number < OURS;
        let password = if ours {
            hex::encode(&text[..1 + usize::from(b % 60)]).into_bytes()
        } else {
            text[..usize::from(b % 129)].to_vec()
        };
        let small = KdfParams {
            memory_kib: 8 * lanes + u32::from(c) * 3,
            passes: u32::from(d % 4) + 1,
            lanes,
        };
        Case {
            password,
            salt: random.bytes::<64>().unwrap()[..if ours { 16 } else { 8 + usize::from(e % 57) }]
                .to_vec(),
            params: if ours { KdfParams { lanes, ..KdfParams::FLOOR } } else { small },
            length: if ours { 32 } else { 4 + usize::from(f % 125) },
        }
    };
    (0..CASES).map(one).collect()
}

fn derived(number: usize, case: &Case) -> Vec<u8> {
    if number < OURS {
        let password = Secret::new(String::from_utf8(case.password.clone()).unwrap());
        let salt = case.salt.as_slice().try_into().unwrap();
        return Argon2idKdf.derive(&password, salt, case.params).unwrap().to_vec();
    }
    let KdfParams { memory_kib, passes, lanes } = case.params;
    let params = Params::new(memory_kib, passes, lanes, Some(case.length)).unwrap();
    let mut out = vec![0; case.length];
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(&case.password, &case.salt, &mut out)
        .unwrap();
    out
}

/// What the other implementation derives, or why there is none.
fn others(cases: &[Case]) -> Result<Vec<Vec<u8>>, String> {
    let python = std::env::var("CREDENZA_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let known = Command::new(&python).args(["-c", "import argon2.low_level"]).output();
    if !known.map_err(|error| error.to_string())?.status.success() {
        return Err(format!("{python} has no argon2-cffi"));
    }
    let script =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../tests/vectors/crypto/argon2_cases.py");
    let mut child = Command::new(&python)
        .arg(script)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    let lines: Vec<_> = cases.iter().map(|case| line(case) + "\n").collect();
    let writer = std::thread::spawn(move || {
        lines.iter().for_each(|line| input.write_all(line.as_bytes()).unwrap());
    });
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    assert!(output.status.success());
    let text = String::from_utf8(output.stdout).unwrap();
    Ok(text.lines().map(|line| hex::decode(line.trim()).unwrap()).collect())
}

fn line(case: &Case) -> String {
    json!({
        "password": hex::encode(&case.password), "salt": hex::encode(&case.salt),
        "passes": case.params.passes, "memory_kib": case.params.memory_kib,
        "lanes": case.params.lanes, "length": case.length,
    })
    .to_string()
}

#[test]
fn r3_argon2id_is_that_of_the_reference_implementation() {
    let mut cases = cases();
    let theirs = match others(&cases) {
        Ok(theirs) => theirs,
        Err(why) => return missing("R3 in Python", &why),
    };
    let equal = |cases: &[Case]| {
        let pairs = cases.iter().zip(&theirs).enumerate();
        pairs.filter(|(number, (case, theirs))| derived(*number, case) == **theirs).count()
    };
    let right = equal(&cases);
    println!(
        "R3 {right} of {CASES} random cases, {OURS} at the product's cost {}",
        verdict(right == CASES)
    );
    assert_eq!(right, CASES);
    // The control: one bit of each password.
    cases.drain(..OURS);
    let theirs: Vec<_> = theirs[OURS..].to_vec();
    let changed = cases.iter_mut().zip(&theirs).filter_map(|(case, theirs)| {
        *case.password.first_mut()? ^= 1;
        Some(derived(OURS, case) == *theirs)
    });
    assert_eq!(changed.filter(|same| *same).count(), 0);
}
