//! Reports of use: who has the record opens them, as what they are and nothing else.

use credenza_crypto::team::{
    epoch::EpochKey,
    uses::{About, COUNTS, open, seal},
};
use credenza_model::{
    ids::{DeviceId, RecordId, TeamId},
    team::EntryId,
};

use crate::people::Repeatable;

const COUNTED: [u8; COUNTS] = [3; COUNTS];

fn about(team: u8, record: u8, epoch: u8, device: u8) -> About {
    About {
        team: TeamId::from_bytes([team; 16]),
        record: RecordId::from_bytes([record; 16]),
        epoch: EntryId([epoch; 32]),
        device: DeviceId::from_bytes([device; 16]),
    }
}

#[test]
fn a_report_opens_with_its_key_for_its_own_device_and_record_alone() {
    let (key, other) = (EpochKey::from_bytes([1; 32]), EpochKey::from_bytes([2; 32]));
    let here = about(1, 2, 3, 4);
    let sealed = seal(&Repeatable::new(5), &key, &here, &COUNTED).unwrap();
    assert_eq!(open(&key, &here, &sealed), Some(COUNTED), "control");
    assert_eq!(open(&other, &here, &sealed), None);
    for wrong in [about(9, 2, 3, 4), about(1, 9, 3, 4), about(1, 2, 9, 4), about(1, 2, 3, 9)] {
        assert_eq!(open(&key, &wrong, &sealed), None, "{wrong:?}");
    }
    for bit in 0..sealed.len() * 8 {
        let mut changed = sealed;
        changed[bit / 8] ^= 1 << (bit % 8);
        assert_eq!(open(&key, &here, &changed), None);
    }
}

#[test]
fn the_same_counts_are_never_sealed_twice_alike() {
    let (key, here, random) =
        (EpochKey::from_bytes([1; 32]), about(1, 2, 3, 4), Repeatable::new(5));
    let once = || seal(&random, &key, &here, &COUNTED).unwrap();
    assert_ne!(once(), once());
}
