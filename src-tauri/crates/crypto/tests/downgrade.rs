//! R14: whole objects of another suite, schema or format are refused, however well they are made.
#![allow(clippy::unwrap_used, reason = "tests")]

mod support;

use credenza_crypto::{
    header::{Header, HeaderError},
    kdf::{Kdf, KdfError, KdfParams},
    keys::{RootKey, ScopeKey},
    record::{self, OpenError, RecordHeader},
};
use credenza_secret::Secret;
use support::{Counting, Format, bound, header};
use zeroize::Zeroizing;

const SCOPE: [u8; 32] = [7; 32];

fn opened(bound: &[u8; 100]) -> Option<OpenError> {
    let bytes = Format::RIGHT.seal(&SCOPE, bound, &[9; 32], b"content");
    record::open(&ScopeKey::from_bytes(SCOPE), &bytes, &header()).err()
}

#[test]
fn r14_a_record_of_another_suite_or_schema_is_refused() {
    assert_eq!(opened(&bound(&header())), None, "the control opens");
    let mut refused = 0;
    for suite in (0..=255).filter(|suite| *suite != 1) {
        let mut other = bound(&header());
        other[4] = suite;
        refused += u32::from(opened(&other) == Some(OpenError::Form));
    }
    for schema in (0..=u16::MAX).filter(|schema| *schema != 1) {
        let other = bound(&RecordHeader { schema, ..header() });
        refused += u32::from(opened(&other) == Some(OpenError::Unexpected));
    }
    let all = 255 + 65_535;
    println!(
        "R14 {refused} of {all} suites and schemas refused, target all {}",
        if refused == all { "pass" } else { "FAIL" }
    );
    assert_eq!(refused, all);
}

/// Gives one key for all: only the form of the header is under test.
struct OneKey;

impl Kdf for OneKey {
    fn derive(
        &self,
        _: &Secret,
        _: &[u8; 16],
        _: KdfParams,
    ) -> Result<Zeroizing<[u8; 32]>, KdfError> {
        Ok(Zeroizing::new([1; 32]))
    }
}

fn a_header() -> (Header, RootKey) {
    let password = Secret::new("correct horse".to_owned());
    let (header, root, _) =
        Header::create(&Counting::default(), &OneKey, KdfParams::DEFAULT, &password).ok().unwrap();
    (header, root)
}

/// The header with other bytes at `at` and a right tag, as someone with the root key could make it.
fn changed(bytes: &[u8], root: &RootKey, at: usize, new: &[u8]) -> Vec<u8> {
    let mut body = bytes[..bytes.len() - 32].to_vec();
    body[at..at + new.len()].copy_from_slice(new);
    let tag = root.state().tag(&body);
    [body, tag.to_vec()].concat()
}

#[test]
fn r14_a_header_of_another_format_is_refused_and_a_newer_one_named() {
    let (header, root) = a_header();
    let good = header.to_bytes(&root);
    assert!(Header::parse(&changed(&good, &root, 0, b"CZH1")).is_ok(), "the control is read");
    for version in (0..=u16::MAX).filter(|version| *version != 1) {
        let expected = match version {
            // Format 2 comes with its flag and the device secret's part.
            0 | 2 => HeaderError::Damaged,
            found => HeaderError::NewerFormat { found },
        };
        let result = Header::parse(&changed(&good, &root, 4, &version.to_be_bytes()));
        assert_eq!(result.err(), Some(expected));
    }
    for (at, good_byte) in [(6, 1), (7, 0), (32, 2)] {
        for byte in (0..=255).filter(|byte| *byte != good_byte) {
            let result = Header::parse(&changed(&good, &root, at, &[byte]));
            assert_eq!(result.err(), Some(HeaderError::Damaged), "{byte} at {at}");
        }
    }
    println!("R14 65535 formats and 765 suites, flags and counts refused, target all pass");
}

#[test]
fn r14_an_older_header_shows_by_its_counter() {
    let (mut header, root) = a_header();
    let old = header.to_bytes(&root);
    header.replace_recovery(&Counting::default(), &root).unwrap();
    let read = |bytes: &[u8]| Header::parse(bytes).ok().unwrap().counter();
    assert!(read(&old) < read(&header.to_bytes(&root)));
}
