//! The workspace itself: ways in, damage, backups, what lies on the disk.
#![allow(clippy::unwrap_used, reason = "tests")]

mod support;

use std::{
    fs,
    io::{Read as _, Write as _},
    path::Path,
    sync::Arc,
};

use base64::{
    Engine as _,
    engine::general_purpose::{STANDARD, STANDARD_NO_PAD},
};
use credenza_app::{ErrorCode, Workspace, WorkspaceFolder, workspace::restore};
use credenza_crypto::kdf::KdfParams;
use flate2::{Compression, read::GzDecoder, write::GzEncoder};
use support::{PASSWORD, TestHost, create, credential, folder, prepared, secret, unlock};

const OTHER: &str = "seventeen copper umbrellas waltz";

fn code(result: Result<Workspace, credenza_app::AppError>) -> Option<ErrorCode> {
    result.err().map(|error| error.code)
}

#[test]
fn the_password_can_be_changed_and_the_code_recovers() {
    let home = tempfile::tempdir().unwrap();
    let (workspace, recovery) = create(home.path());
    assert_eq!(
        workspace.change_password(&secret(PASSWORD), &secret("password1")).unwrap_err().code,
        ErrorCode::WeakPassword
    );
    assert_eq!(
        workspace.change_password(&secret("wrong"), &secret(OTHER)).unwrap_err().code,
        ErrorCode::WrongPassword
    );
    workspace.change_password(&secret(PASSWORD), &secret(OTHER)).unwrap();
    drop(workspace);
    assert_eq!(code(unlock(home.path(), PASSWORD)), Some(ErrorCode::WrongPassword));
    assert!(unlock(home.path(), OTHER).is_ok());

    let host = || Arc::new(TestHost::default());
    let recover = |with: &credenza_secret::Secret| {
        Workspace::recover(host(), &folder(home.path()), with, &secret(PASSWORD))
    };
    let (_, renewed) = recover(&recovery).ok().unwrap();
    assert!(unlock(home.path(), PASSWORD).is_ok());
    assert_eq!(
        recover(&recovery).err().unwrap().code,
        ErrorCode::WrongRecoveryCode,
        "used codes end"
    );
    assert!(recover(&renewed).is_ok());
}

#[test]
fn weak_parameters_are_raised_at_unlock() {
    let home = tempfile::tempdir().unwrap();
    let (workspace, _) = create(home.path());
    drop(workspace);
    let stronger = KdfParams { memory_kib: 256 * 1024, ..KdfParams::DEFAULT };
    let host = TestHost { params: stronger, ..TestHost::default() };
    let before = fs::read(folder(home.path()).path().join("header")).unwrap();
    drop(Workspace::unlock(Arc::new(host), &folder(home.path()), &secret(PASSWORD)).ok().unwrap());
    let after = fs::read(folder(home.path()).path().join("header")).unwrap();
    assert_ne!(before, after);
    assert!(unlock(home.path(), PASSWORD).is_ok());
}

#[test]
fn two_may_have_it_open_but_none_while_the_header_changes() {
    let home = tempfile::tempdir().unwrap();
    let (first, _) = create(home.path());
    let second = unlock(home.path(), PASSWORD).ok().unwrap();
    let before = first.data_version().unwrap();
    credential(&second, "From the other", "u", "p");
    assert_ne!(first.data_version().unwrap(), before, "the change is noticed");
    assert!(first.credential_by_name("From the other").is_ok());
    let busy = first.change_password(&secret(PASSWORD), &secret(OTHER)).unwrap_err();
    assert_eq!(busy.code, ErrorCode::WorkspaceBusy);
    assert!(unlock(home.path(), PASSWORD).is_ok(), "the password is the former one");
    drop(second);
    first.change_password(&secret(PASSWORD), &secret(OTHER)).unwrap();
}

/// Runs `damage` on a copy of a good workspace and returns the code and whether nothing was changed.
fn after(damage: impl Fn(&Path)) -> (Option<ErrorCode>, bool) {
    let home = tempfile::tempdir().unwrap();
    drop(create(home.path()));
    let path = folder(home.path()).path().to_owned();
    damage(&path);
    let read = || ["header", "store.db"].map(|name| fs::read(path.join(name)).ok());
    let before = read();
    let result = code(unlock(home.path(), PASSWORD));
    (result, before == read())
}

fn patch(path: &Path, at: usize, bytes: &[u8]) {
    let mut content = fs::read(path).unwrap();
    content[at..at + bytes.len()].copy_from_slice(bytes);
    fs::write(path, content).unwrap();
}

#[test]
fn damage_is_named_and_nothing_is_overwritten() {
    assert_eq!(after(|_| {}), (None, true), "the control opens");
    let header =
        |at, bytes: &'static [u8]| move |path: &Path| patch(&path.join("header"), at, bytes);
    assert_eq!(after(header(0, b"XXXX")), (Some(ErrorCode::HeaderDamaged), true));
    assert_eq!(after(header(4, &[0, 9])), (Some(ErrorCode::NewerFormat), true));
    assert_eq!(
        after(header(24, &[0, 0, 0, 0, 0, 0, 0, 9])),
        (Some(ErrorCode::HeaderDamaged), true)
    );
    assert_eq!(
        after(|path| patch(&path.join("store.db"), 100, &[0; 64])),
        (Some(ErrorCode::StoreDamaged), true)
    );
    assert_eq!(
        after(|path| fs::remove_file(path.join("header")).unwrap()),
        (Some(ErrorCode::NotAWorkspace), true)
    );
    assert_eq!(
        after(|path| fs::write(path.join("header"), b"CZH1").unwrap()),
        (Some(ErrorCode::HeaderDamaged), true)
    );
}

#[test]
fn an_older_header_beside_a_newer_database_is_noticed() {
    let home = tempfile::tempdir().unwrap();
    let (workspace, _) = create(home.path());
    let header = folder(home.path()).path().join("header");
    let old = fs::read(&header).unwrap();
    workspace.change_password(&secret(PASSWORD), &secret(OTHER)).unwrap();
    drop(workspace);
    fs::write(&header, old).unwrap();
    assert_eq!(code(unlock(home.path(), PASSWORD)), Some(ErrorCode::HeaderDamaged));
}

#[test]
fn r34_a_backup_restores_and_a_damaged_one_does_not() {
    let home = tempfile::tempdir().unwrap();
    let (workspace, _) = create(home.path());
    for n in 0..20 {
        credential(&workspace, &format!("robot {n}"), "u", &format!("value {n}"));
    }
    let file = home.path().join("backup");
    workspace.backup(&file).unwrap();
    let host = TestHost::default();
    let target = |name: &str| WorkspaceFolder::new(home.path().join(name));
    restore(&host, &file, &secret(PASSWORD), None, &target("copy.credenza")).unwrap();
    let copy = Workspace::unlock(
        Arc::new(TestHost::default()),
        &target("copy.credenza"),
        &secret(PASSWORD),
    );
    assert_eq!(
        copy.ok()
            .unwrap()
            .list_credentials(&credenza_app::CredentialQuery::default())
            .unwrap()
            .total,
        20
    );
    let exists =
        restore(&host, &file, &secret(PASSWORD), None, &target("copy.credenza")).unwrap_err();
    assert_eq!(exists.code, ErrorCode::WorkspaceExists);

    let good = fs::read(&file).unwrap();
    let mut refused = 0;
    for n in 0..200 {
        let mut bad = good.clone();
        let bit = n * (good.len() * 8 / 200);
        bad[bit / 8] ^= 1 << (bit % 8);
        fs::write(&file, bad).unwrap();
        let folder = target("damaged.credenza");
        refused += u32::from(restore(&host, &file, &secret(PASSWORD), None, &folder).is_err());
        assert!(!folder.path().exists(), "nothing is left behind");
    }
    println!("R34 {refused} of 200 damaged backups refused, target 200 pass");
    assert_eq!(refused, 200);
}

#[test]
fn r25_the_disk_shows_no_name_and_no_value() {
    let home = tempfile::tempdir().unwrap();
    let (workspace, _) = create(home.path());
    let canaries: Vec<String> = (0..500)
        .map(|n| format!("canary{n:03}x{:08x}", (n as u32).wrapping_mul(0x0193_1537)))
        .collect();
    for chunk in canaries.chunks(5) {
        let user = support::text(&workspace, &chunk[0], &chunk[1]);
        let value = support::password(&workspace, &chunk[2], &chunk[3]);
        workspace.create_credential(&support::draft(&chunk[4], &user, &value)).unwrap();
    }
    workspace.backup(&home.path().join("backup")).unwrap();
    let everything = bytes_below(home.path());
    let found = hits(&everything, &canaries);
    println!(
        "R25 {found} of 500 canaries found in {} bytes as UTF-8, UTF-16, hexadecimal, base64 or gzip, target 0 pass",
        everything.len()
    );
    assert_eq!(found, 0);

    // The search finds each form wherever it begins.
    let plain = canaries.join(" ").into_bytes();
    let text = String::from_utf8(plain.clone()).unwrap();
    let mut gzip = GzEncoder::new(b"before".to_vec(), Compression::default());
    gzip.write_all(&plain).unwrap();
    let controls = [
        plain.clone(),
        text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
        plain.iter().flat_map(|byte| format!("{byte:02x}").into_bytes()).collect(),
        STANDARD.encode(&plain).into_bytes(),
        gzip.finish().unwrap(),
    ];
    for control in controls {
        assert_eq!(hits(&control, &canaries), 500);
    }
}

fn bytes_below(folder: &Path) -> Vec<u8> {
    let mut all = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        all.extend(path.display().to_string().into_bytes());
        all.extend(if path.is_dir() { bytes_below(&path) } else { fs::read(&path).unwrap() });
    }
    all
}

/// How many canaries stand in `haystack` as UTF-8, UTF-16, hexadecimal or base64, or in what gzip
/// packed there. All begin alike, so one look for the beginning finds where a whole one may stand.
fn hits(haystack: &[u8], canaries: &[String]) -> usize {
    let packed = haystack.windows(3).enumerate().filter(|(_, w)| *w == [0x1f, 0x8b, 8]);
    let unpacked = packed.map(|(at, _)| {
        let mut bytes = Vec::new();
        // What only looks packed ends in an error; what came before it counts.
        let _ = GzDecoder::new(&haystack[at..]).read_to_end(&mut bytes);
        bytes
    });
    let everything = [haystack.to_vec(), unpacked.flatten().collect()].concat();
    let forms: [fn(&str) -> Vec<u8>; 6] = [
        |text| text.as_bytes().to_vec(),
        |text| text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
        |text| text.bytes().flat_map(|byte| format!("{byte:02x}").into_bytes()).collect(),
        |text| base64_inside(text, 0),
        |text| base64_inside(text, 1),
        |text| base64_inside(text, 2),
    ];
    let mut found = std::collections::BTreeSet::new();
    for form in forms {
        let beginning = form("canary");
        let places =
            everything.windows(beginning.len()).enumerate().filter(|(_, w)| *w == beginning);
        for (at, _) in places {
            let whole =
                canaries.iter().filter(|canary| everything[at..].starts_with(&form(canary)));
            found.extend(whole);
        }
    }
    found.len()
}

/// The characters of base64 that `text` alone decides, when `before` bytes of a group of three stand
/// before it.
fn base64_inside(text: &str, before: usize) -> Vec<u8> {
    let coded = STANDARD_NO_PAD.encode([&[0; 2][..before], text.as_bytes()].concat());
    let first = (before * 8).div_ceil(6);
    let whole = (before + text.len()) * 8 / 6;
    coded.into_bytes()[first..whole].to_vec()
}

#[cfg(unix)]
#[test]
fn files_are_for_their_owner_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let home = tempfile::tempdir().unwrap();
    let (workspace, _) = create(home.path());
    credential(&workspace, "Robot", "u", "p");
    let path = folder(home.path()).path().to_owned();
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o700);
    for entry in fs::read_dir(&path).unwrap() {
        let entry = entry.unwrap();
        let mode = entry.metadata().unwrap().permissions().mode() & 0o777;
        assert_eq!(mode, 0o600, "{}", entry.path().display());
    }
}

#[test]
fn one_that_could_not_be_written_is_tried_again_with_the_same_code() {
    let home = tempfile::tempdir().unwrap();
    let (prepared, code) = prepared(home.path());
    let path = folder(home.path()).path().to_owned();
    // Somebody else's folder has this name meanwhile.
    fs::create_dir(&path).unwrap();
    let (prepared, error) = *prepared.create_or_keep().err().unwrap();
    assert_eq!(error.code, ErrorCode::WorkspaceExists);
    assert!(path.exists(), "it is not ours to remove");
    fs::remove_dir(&path).unwrap();
    drop(prepared.create_or_keep().unwrap_or_else(|kept| panic!("{:?}", kept.1)));
    let next = secret("birch ember falcon quartz");
    let host = Arc::new(TestHost::default());
    assert!(Workspace::recover(host, &folder(home.path()), &code, &next).is_ok());
}
