//! Key epochs: a newer key opens the older, a swapped one is noticed.

use credenza_crypto::team::epoch::{EpochKey, PreviousError};
use credenza_model::team::EntryId;

use crate::people::Repeatable;

#[test]
fn a_chain_of_keys_opens_back_to_the_first() {
    let random = Repeatable::new(5);
    let keys: Vec<EpochKey> = (0..50).map(|_| EpochKey::generate(&random).unwrap()).collect();
    let sealed: Vec<Vec<u8>> = (1..50)
        .map(|at| keys[at].seal_previous(EntryId([at as u8 - 1; 32]), &keys[at - 1]))
        .collect();
    let mut key = keys[49].duplicate();
    for at in (0..49).rev() {
        let name = EntryId([u8::try_from(at).unwrap(); 32]);
        key = key.open_previous(name, &keys[at].commitment(), &sealed[at]).unwrap();
    }
    assert!(key.is_committed(&keys[0].commitment()));
}

#[test]
fn r20_another_key_than_the_log_means_is_refused() {
    let (new, old, other) = (
        EpochKey::from_bytes([1; 32]),
        EpochKey::from_bytes([2; 32]),
        EpochKey::from_bytes([3; 32]),
    );
    let name = EntryId([9; 32]);
    let sealed = new.seal_previous(name, &old);
    assert!(new.open_previous(name, &old.commitment(), &sealed).is_ok(), "control");
    let swapped = new.seal_previous(name, &other);
    let refused = |result: Result<EpochKey, PreviousError>| result.err() == Some(PreviousError);
    assert!(refused(new.open_previous(name, &old.commitment(), &swapped)));
    assert!(refused(new.open_previous(EntryId([8; 32]), &old.commitment(), &sealed)));
    assert!(refused(other.open_previous(name, &old.commitment(), &sealed)));
    for bit in 0..sealed.len() * 8 {
        let mut changed = sealed.clone();
        changed[bit / 8] ^= 1 << (bit % 8);
        assert!(refused(new.open_previous(name, &old.commitment(), &changed)));
    }
}
