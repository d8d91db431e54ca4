//! Ten words for 128 bits, and back.

use credenza_crypto::team::safety_code::{person, words};
use credenza_model::ids::PersonId;
use sha2::{Digest as _, Sha256};

#[test]
fn the_list_is_that_of_the_foundation() {
    // Their file has the dice numbers before the words; its SHA-256 is known.
    let dice = |mut number: usize| {
        let mut out = [b'1'; 5];
        for place in out.iter_mut().rev() {
            *place += u8::try_from(number % 6).unwrap();
            number /= 6;
        }
        String::from_utf8(out.to_vec()).unwrap()
    };
    let mut file = String::new();
    for (number, word) in include_str!("../../src/team/words.txt").lines().enumerate() {
        file.push_str(&format!("{}\t{word}\n", dice(number)));
    }
    assert_eq!(
        hex::encode(Sha256::digest(file)),
        "addd35536511597a02fa0a9ff1e5284677b8883b83e986e43f15a3db996b903e"
    );
}

#[test]
fn a_code_is_one_persons_alone() {
    let mut number = 1u128;
    for _ in 0..2_000 {
        let who = PersonId::from_bytes(number.to_be_bytes());
        let code = words(who);
        assert_eq!(person(&code.join(" ")), Some(who));
        assert_eq!(person(&code.join(", ").to_uppercase()), Some(who));
        number = number.wrapping_mul(0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835).wrapping_add(7);
    }
    for edge in [0, u128::MAX] {
        let who = PersonId::from_bytes(edge.to_be_bytes());
        assert_eq!(person(&words(who).join(" ")), Some(who));
    }
}

#[test]
fn other_words_are_nobodys() {
    assert_eq!(words(PersonId::from_bytes([0; 16])), ["abacus"; 10], "control");
    assert_eq!(person("abacus abacus"), None);
    assert_eq!(person(&["zoom"; 10].join(" ")), None, "beyond 128 bits");
    assert_eq!(person(&["credenza"; 10].join(" ")), None);
}
