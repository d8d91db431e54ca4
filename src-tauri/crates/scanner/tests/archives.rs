//! Archives, opened entry by entry.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]

use std::io::{Cursor, Write as _};

use credenza_scanner::{Kind, Language, SkipReason, scan_bytes};
use zip::{ZipWriter, write::SimpleFileOptions};

const FLOW: &str = "{ \"properties\": {\n \"connectionReferenceLogicalName\": \"x_mail\" } }";

fn archive(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in entries {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

#[test]
fn entries_are_scanned_also_in_an_archive_inside() {
    let app = archive(&[("Src/App.pa.yaml", b"x: ='Schema Name' = \"x_hour\"\n")]);
    let whole = archive(&[
        ("Workflows/a.json", FLOW.as_bytes()),
        ("CanvasApps/app.msapp", &app),
        ("image.png", b"\x00\x01"),
    ]);
    let scan = scan_bytes("out/solution.zip", &whole);
    assert_eq!((scan.language, scan.gap), (Some(Language::Archive), None));
    let short: Vec<_> = scan.references.iter().map(|r| (r.path.as_str(), r.line, r.kind)).collect();
    let expected = [
        ("out/solution.zip/Workflows/a.json", 2, Kind::Connection),
        ("out/solution.zip/CanvasApps/app.msapp/Src/App.pa.yaml", 1, Kind::Variable),
    ];
    assert_eq!(short, expected);
}

#[test]
fn a_damaged_archive_is_a_gap() {
    let whole = archive(&[("Workflows/a.json", FLOW.as_bytes())]);
    for end in [4, 30, whole.len() / 2, whole.len() - 1] {
        let scan = scan_bytes("solution.zip", &whole[..end]);
        assert_eq!(scan.gap, Some(SkipReason::Damaged), "{end}");
    }
    // An archive in an archive in an archive is not opened.
    let deep = archive(&[("b.zip", &archive(&[("c.zip", &whole)]))]);
    let scan = scan_bytes("a.zip", &deep);
    assert_eq!((scan.references.len(), scan.gap), (0, Some(SkipReason::Damaged)));
}

#[test]
fn an_entry_that_unpacks_to_too_much_is_a_gap() {
    let large = vec![b' '; 17 * 1024 * 1024];
    let whole = archive(&[("large.json", &large), ("Workflows/a.json", FLOW.as_bytes())]);
    let scan = scan_bytes("a.zip", &whole);
    assert_eq!((scan.references.len(), scan.gap), (1, Some(SkipReason::TooLarge)));
}
