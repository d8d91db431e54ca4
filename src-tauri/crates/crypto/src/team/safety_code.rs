//! The safety code: a person's 128-bit name as ten words that two people can compare aloud.
//!
//! The name as a number, written in base 7,776 with ten digits, each a word of the large list of
//! the Electronic Frontier Foundation (CC BY 3.0 US). 7,776^10 is more than 2^128, so that each
//! code is one name's alone.

use std::sync::LazyLock;

use credenza_model::ids::PersonId;

static WORDS: LazyLock<Vec<&str>> =
    LazyLock::new(|| include_str!("words.txt").lines().map(str::trim).collect());

/// Number of words in a code.
pub const LENGTH: usize = 10;

/// The words of a person.
#[must_use]
pub fn words(person: PersonId) -> [&'static str; LENGTH] {
    let mut number = u128::from_be_bytes(*person.as_bytes());
    let base = WORDS.len() as u128;
    let mut out = [""; LENGTH];
    for word in out.iter_mut().rev() {
        // The rest is below 7,776.
        *word = WORDS[usize::try_from(number % base).unwrap_or(0)];
        number /= base;
    }
    out
}

/// The person whom `code` names, whatever stands between the words; none for another text.
#[must_use]
pub fn person(code: &str) -> Option<PersonId> {
    // One word of the list has a hyphen in it, so a hyphen is not between words.
    let given: Vec<String> = code
        .split(|c: char| !c.is_alphabetic() && c != '-')
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    if given.len() != LENGTH {
        return None;
    }
    let mut number = 0u128;
    for word in given {
        let digit = WORDS.binary_search(&word.as_str()).ok()? as u128;
        number = number.checked_mul(WORDS.len() as u128)?.checked_add(digit)?;
    }
    Some(PersonId::from_bytes(number.to_be_bytes()))
}
