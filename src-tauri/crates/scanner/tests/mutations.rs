//! Broken files: fixtures and examples of rules, changed at random in the same way in each run. No
//! panic, and no file takes longer than a second. A tenth of the full number; all of them with
//! `CREDENZA_SOAK`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stderr, reason = "tests")]

use std::{fs, path::Path, time::Duration};

use credenza_scanner::{SkipReason, scan_bytes};

const FULL: usize = 100_000;
const LONGEST: Duration = Duration::from_secs(1);

/// What this thread has used, so that a busy machine does not count.
fn processor_time() -> Duration {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    Duration::new(u64::try_from(time.tv_sec).unwrap(), u32::try_from(time.tv_nsec).unwrap())
}

/// Numbers that look random and are the same in each run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.roll() % u64::try_from(limit.max(1)).unwrap()).unwrap()
    }
}

/// What readers look for, and what opens without closing.
const PIECES: &[&str] = &[
    "(",
    ")",
    "{",
    "}",
    "[",
    "]",
    "'",
    "\"",
    "`",
    "$(",
    "${",
    "${{",
    "}}",
    "<<EOF\n",
    "@'\n",
    "'@",
    "@\"\n",
    "'''",
    "\"\"\"",
    "/*",
    "*/",
    "//",
    "#",
    "<#",
    "#>",
    "\\",
    "\n",
    "\r\n",
    "\t",
    "  ",
    "- ",
    ": ",
    "|\n",
    ">-\n",
    "\u{feff}",
    "é",
    "\u{1f511}",
    "\0",
    "%",
    "%{",
    "..",
    "=>",
    "=",
    ",",
    ";",
    "&",
    "!",
    "?",
    "{{",
    "<!--",
    "-->",
    "<",
    ">",
    "/>",
    "secrets.",
    "getSecret(",
    "get_secret(",
    "Get-AzKeyVaultSecret -Name ",
    "az keyvault secret show -n ",
    "https://kv.vault.azure.net/secrets/",
    "@Microsoft.KeyVault(SecretUri=",
    "objectName: ",
    "cells",
    "\"source\": [",
    "{{ with secret \"",
    ": !var ",
    "sh '",
    "secretType: ",
    "${sm://",
    "apiVersion: v1\nkind: Pod\n",
    "vault kv get -",
];

fn collect(folder: &Path, into: &mut Vec<(String, Vec<u8>)>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, into);
        } else {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            into.push((name, fs::read(&path).unwrap()));
        }
    }
}

/// Files to begin with: fixtures, and examples of rules under the names of their languages.
fn seeds() -> Vec<(String, Vec<u8>)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut seeds = Vec::new();
    collect(&root.join("tests/fixtures"), &mut seeds);
    let names = [
        ("python", "py"),
        ("csharp", "cs"),
        ("javascript", "ts"),
        ("java", "java"),
        ("go", "go"),
        ("powershell", "ps1"),
        ("terraform", "tf"),
        ("kubernetes", "yaml"),
    ];
    for (rules, extension) in names {
        let text = fs::read_to_string(root.join(format!("rules/{rules}.toml"))).unwrap();
        let table: toml::Table = text.parse().unwrap();
        let rules = table.values().filter_map(toml::Value::as_array).flatten();
        for example in rules.filter_map(|rule| rule.get("good")?.as_array()).flatten() {
            seeds.push((format!("a.{extension}"), example.as_str().unwrap().as_bytes().to_vec()));
        }
    }
    seeds
}

fn mutate(bytes: &mut Vec<u8>, other: &[u8], dice: &mut Dice) {
    let at = dice.below(bytes.len());
    let end = (at + dice.below(80)).min(bytes.len());
    match dice.below(9) {
        0 => bytes.truncate(at),
        1 => drop(bytes.drain(at..end)),
        2 => {
            let part = bytes[at..end].to_vec();
            for _ in 0..=dice.below(200) {
                bytes.splice(at..at, part.iter().copied());
            }
        }
        3 => {
            let from = dice.below(other.len());
            bytes.splice(at..end, other[from..].iter().copied());
        }
        4 => {
            if let Some(byte) = bytes.get_mut(at) {
                *byte = u8::try_from(dice.below(256)).unwrap();
            }
        }
        5 => {
            let piece = PIECES[dice.below(PIECES.len())];
            let count = 1 + dice.below(2_000);
            bytes.splice(at..at, piece.repeat(count).into_bytes());
        }
        _ => {
            let piece = PIECES[dice.below(PIECES.len())];
            bytes.splice(at..at, piece.bytes());
        }
    }
}

/// The same file under another name is read by another reader.
fn name(own: &str, dice: &mut Dice) -> String {
    let others = [
        "a.ps1",
        "a.py",
        "a.ipynb",
        "a.cs",
        "a.ts",
        "a.tsx",
        "a.js",
        "a.java",
        "a.go",
        "a.scala",
        "a.sh",
        "a.cmd",
        "a.yml",
        ".github/workflows/a.yml",
        "a.json",
        "a.tf",
        "a.bicep",
        "a.xml",
        "a.robin",
        "a.graphrunbook",
        "a.zip",
        "a",
        "a.txt",
        "a.ps1.txt",
        "a.properties",
        "a.ctmpl",
        "a.groovy",
        "Jenkinsfile",
        "a.kt",
    ];
    if dice.below(5) == 0 { others[dice.below(others.len())].to_owned() } else { own.to_owned() }
}

#[test]
fn no_broken_file_ends_or_holds_up_a_scan() {
    let full = std::env::var_os("CREDENZA_SOAK").is_some();
    let count = if full { FULL } else { FULL / 10 };
    let seeds = seeds();
    let mut dice = Dice(0x5eed_c0de_1234_5678);
    let (mut slowest, mut found) = ((Duration::ZERO, String::new()), 0);
    for number in 0..count {
        let (own, start) = &seeds[dice.below(seeds.len())];
        let other = &seeds[dice.below(seeds.len())].1;
        let mut bytes = start.clone();
        for _ in 0..=dice.below(6) {
            mutate(&mut bytes, other, &mut dice);
        }
        let path = name(own, &mut dice);
        let begun = processor_time();
        let scan = scan_bytes(&path, &bytes);
        let took = processor_time() - begun;
        found += scan.references.len();
        let failed = scan.gap == Some(SkipReason::Failed);
        if failed || took > LONGEST {
            let kept = std::env::temp_dir().join(format!("credenza-mutation-{number}"));
            fs::write(&kept, &bytes).unwrap();
            panic!("{path} ({number}): failed {failed}, took {took:?}, kept as {}", kept.display());
        }
        if took > slowest.0 {
            slowest = (took, format!("{path} ({number}, {} bytes)", bytes.len()));
        }
    }
    eprintln!("{count} files, {found} references, slowest {slowest:?}");
    assert!(found > count / 2, "most files still hold something");
}
