//! The sealed record against its published vector, and against attacks.
#![allow(clippy::unwrap_used, reason = "tests")]

mod support;

use credenza_crypto::{
    keys::ScopeKey,
    random::{OsRandom, Random, RandomError},
    record::{self, Class, OpenError, RecordHeader, SealError, Sealer},
    value::SecretValue,
};
use credenza_secret::{Secret, SecretBytes};
use support::{Counting, Format, bound, header};

/// A source that gives known bytes.
struct Fixed(Vec<u8>);

impl Random for Fixed {
    fn fill(&self, out: &mut [u8]) -> Result<(), RandomError> {
        out.iter_mut().zip(self.0.iter().cycle()).for_each(|(to, from)| *to = *from);
        Ok(())
    }
}

fn key() -> ScopeKey {
    ScopeKey::from_bytes(std::array::from_fn(|i| u8::try_from(i).unwrap()))
}

fn hunter2() -> SecretBytes {
    SecretValue::Text(Secret::new("hunter2".to_owned())).encode()
}

fn hex(bytes: &[u8]) -> String {
    hex::encode(bytes)
}

#[test]
fn r4_the_published_vector_is_met_byte_for_byte() {
    let salt = Fixed((0x20..0x40).collect());
    // EXPOSE: the test compares the encoded value that it made.
    assert_eq!(hex(hunter2().expose()), "a16576616c75656768756e74657232");
    let sealed = Sealer::default().seal(&salt, &key(), &header(), &hunter2()).unwrap();
    assert_eq!(sealed.bytes.len(), 168 + 256 + 16);
    assert_eq!(
        hex(&sealed.bytes[132..164]),
        "a7b1a291a59c2998e9844c8c10c04e54882ddd592015cfb29bc18c17e9f0e720"
    );
    assert_eq!(
        hex(&sealed.digest),
        "a3439b88f014359b1bb231434936c94730cc2ff895d33e7f90fe2360b7bd35a7"
    );
    // EXPOSE: as above.
    assert_eq!(
        record::open(&key(), &sealed.bytes, &header()).ok().unwrap().expose(),
        hunter2().expose()
    );
}

#[test]
fn r7_no_flipped_bit_and_no_cut_is_accepted() {
    let classes = [
        Class::Overview,
        Class::Secret,
        Class::Connection,
        Class::Edges,
        Class::Scope,
        Class::Attachment,
        Class::Audit,
        Class::Object,
    ];
    let (random, sealer) = (Counting::default(), Sealer::default());
    let (mut opened, mut tried) = (0, 0);
    for class in classes {
        for number in 0..50u8 {
            let expected = RecordHeader { class, record: [number; 16], ..header() };
            let sealed = sealer.seal(&random, &key(), &expected, &hunter2()).unwrap();
            assert!(record::open(&key(), &sealed.bytes, &expected).is_ok(), "the control opens");
            for bit in 0..sealed.bytes.len() * 8 {
                let mut flipped = sealed.bytes.clone();
                flipped[bit / 8] ^= 1 << (bit % 8);
                tried += 1;
                opened += u32::from(record::open(&key(), &flipped, &expected).is_ok());
            }
            let cuts = (0..sealed.bytes.len())
                .filter(|at| record::open(&key(), &sealed.bytes[..*at], &expected).is_ok());
            assert_eq!(cuts.count(), 0);
        }
    }
    println!(
        "R7 {opened} of {tried} flipped bits accepted, target 0 {}",
        if opened == 0 { "pass" } else { "FAIL" }
    );
    assert_eq!(opened, 0);
}

/// 300 records, each different from the others in one field of the header.
fn family() -> Vec<RecordHeader> {
    let mut all = Vec::new();
    for n in 1..=43u8 {
        let base = header();
        all.push(RecordHeader { schema: u16::from(n) + 1, ..base });
        all.push(RecordHeader { scope: [n; 16], ..base });
        all.push(RecordHeader { record: [n; 16], ..base });
        all.push(RecordHeader { epoch: u32::from(n) + 3, ..base });
        all.push(RecordHeader { revision: u64::from(n) + 7, ..base });
        all.push(RecordHeader { author: [n; 16], ..base });
        all.push(RecordHeader { previous: [n; 32], ..base });
    }
    all.truncate(299);
    all.push(RecordHeader { class: Class::Overview, ..header() });
    all
}

#[test]
fn r9_no_record_stands_in_for_another() {
    let (random, sealer) = (Counting::default(), Sealer::default());
    let family = family();
    assert_eq!(family.len(), 300);
    let sealed: Vec<_> =
        family.iter().map(|h| sealer.seal(&random, &key(), h, &hunter2()).unwrap().bytes).collect();
    let (mut accepted, mut pairs) = (0, 0);
    for (at, expected) in family.iter().enumerate() {
        for (from, bytes) in sealed.iter().enumerate().filter(|(from, _)| *from != at) {
            pairs += 1;
            // The attacker also writes the expected header over the foreign record.
            let mut rewritten = bytes.clone();
            rewritten[..100].copy_from_slice(&sealed[at][..100]);
            let result = record::open(&key(), bytes, expected);
            assert_eq!(result.err(), Some(OpenError::Unexpected), "{from} for {at}");
            accepted += u32::from(record::open(&key(), &rewritten, expected).is_ok());
        }
    }
    assert_eq!((accepted, pairs), (0, 89_700));
    println!("R9 {accepted} of {pairs} transplants accepted, target 0 of 89700 pass");
}

#[test]
fn r9_control_a_record_that_does_not_bind_its_identifier_is_transplanted() {
    let faulty = Format { binds_record: false, ..Format::RIGHT };
    let scope = std::array::from_fn(|i| u8::try_from(i).unwrap());
    let family: Vec<_> = family().iter().map(bound).collect();
    let sealed: Vec<_> = family.iter().map(|h| faulty.seal(&scope, h, &[5; 32], b"x")).collect();
    let mut accepted = 0;
    for (at, expected) in family.iter().enumerate() {
        for (_, bytes) in sealed.iter().enumerate().filter(|(from, _)| *from != at) {
            let rewritten = [&expected[..], &bytes[100..]].concat();
            accepted += u32::from(faulty.open(&scope, &rewritten, expected).is_some());
        }
    }
    println!(
        "R9 control: {accepted} transplants accepted when the record's identifier is not bound"
    );
    assert_eq!(accepted, 43 * 42, "every pair that differs in the identifier alone");
}

#[test]
fn r12_salts_differ_and_a_broken_generator_is_noticed() {
    let sealer = Sealer::default();
    let broken = Fixed(vec![9]);
    assert!(sealer.seal(&broken, &key(), &header(), &hunter2()).is_ok());
    assert_eq!(
        sealer.seal(&broken, &key(), &header(), &hunter2()).err(),
        Some(SealError::RepeatedSalt)
    );
    let count = if std::env::var_os("CREDENZA_SOAK").is_some() { 10_000_000 } else { 100_000 };
    let mut salts = std::collections::HashSet::with_capacity(count);
    for _ in 0..count {
        salts.insert(sealer.seal(&OsRandom, &key(), &header(), &hunter2()).unwrap().salt);
    }
    assert_eq!(salts.len(), count);
    println!("R12 {} salts of {count} seals differ, target all pass", salts.len());
}

#[test]
fn sizes_fall_into_buckets() {
    let sealer = Sealer::default();
    let mut sizes = std::collections::BTreeSet::new();
    for length in 1..4_000 {
        let value = SecretValue::Text(Secret::new("x".repeat(length))).encode();
        sizes.insert(sealer.seal(&OsRandom, &key(), &header(), &value).unwrap().bytes.len());
    }
    assert_eq!(sizes.len(), 5, "{sizes:?}");
}
