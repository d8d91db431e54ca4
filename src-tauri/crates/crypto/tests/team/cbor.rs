//! The writer against examples of RFC 8949, appendix A, and a reader that takes nothing else.

use credenza_crypto::cbor::{Reader, Writer};

fn written(fill: impl Fn(&mut Writer)) -> String {
    let mut out = Writer::new();
    fill(&mut out);
    hex::encode(out.into_bytes())
}

#[test]
fn numbers_are_those_of_the_standard() {
    let numbers: [(i64, &str); 15] = [
        (0, "00"),
        (1, "01"),
        (10, "0a"),
        (23, "17"),
        (24, "1818"),
        (25, "1819"),
        (100, "1864"),
        (1_000, "1903e8"),
        (1_000_000, "1a000f4240"),
        (1_000_000_000_000, "1b000000e8d4a51000"),
        (-1, "20"),
        (-10, "29"),
        (-100, "3863"),
        (-1_000, "3903e7"),
        (i64::MIN, "3b7fffffffffffffff"),
    ];
    for (number, hex) in numbers {
        assert_eq!(
            written(|out| {
                out.int(number);
            }),
            hex
        );
        assert_eq!(Reader::new(&hex::decode(hex).unwrap()).int(), Ok(number));
    }
    assert_eq!(Reader::new(&hex::decode("1bffffffffffffffff").unwrap()).uint(), Ok(u64::MAX));
    assert!(Reader::new(&hex::decode("3bffffffffffffffff").unwrap()).int().is_err());
}

#[test]
fn strings_arrays_and_simple_values_are_those_of_the_standard() {
    assert_eq!(
        written(|out| {
            out.bytes(&[1, 2, 3, 4]);
        }),
        "4401020304"
    );
    assert_eq!(
        written(|out| {
            out.text("ü");
        }),
        "62c3bc"
    );
    assert_eq!(
        written(|out| {
            out.array(3).uint(1).uint(2).uint(3);
        }),
        "83010203"
    );
    assert_eq!(
        written(|out| {
            out.array(0);
        }),
        "80"
    );
    assert_eq!(
        written(|out| {
            out.bool(false).bool(true).null();
        }),
        "f4f5f6"
    );
}

#[test]
fn r6_longer_forms_and_lies_about_length_are_refused() {
    let bytes = |hex: &str| hex::decode(hex).unwrap();
    for long in ["1817", "1900ff", "1a0000ffff", "1b00000000ffffffff", "1c", "1f"] {
        assert!(Reader::new(&bytes(long)).uint().is_err(), "{long}");
    }
    for (wrong, what) in [("5bffffffffffffffff", "length"), ("5f", "endless"), ("44010203", "cut")]
    {
        assert!(Reader::new(&bytes(wrong)).bytes().is_err(), "{what}");
    }
    assert!(Reader::new(&bytes("61ff")).text().is_err());
    assert!(Reader::new(&bytes("9bffffffffffffffff")).array().is_err());
    assert!(Reader::new(&bytes("9a00ffffff00")).list(|item| item.uint()).is_err());
    assert!(Reader::new(&bytes("f7")).bool().is_err());
    assert!(Reader::new(&bytes("00")).end().is_err());
    assert!(Reader::new(&[]).end().is_ok(), "control");
}
