//! Generated passwords.

use credenza_crypto::random::{Random, RandomError};
use credenza_secret::Secret;

/// Signs that are easy to tell apart and need no escaping in most forms.
const SYMBOLS: &str = "!#$%&*+-=?@^_~.:";

/// What a generated password is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GenerateRequest {
    /// Characters, 8 to 128.
    pub length: usize,
    /// Capital letters.
    pub upper: bool,
    /// Small letters.
    pub lower: bool,
    /// Digits.
    pub digits: bool,
    /// Signs.
    pub symbols: bool,
}

/// A password with at least one character of each chosen kind, every other one drawn evenly.
///
/// # Errors
/// [`RandomError`].
pub fn generate(random: &dyn Random, request: GenerateRequest) -> Result<Secret, RandomError> {
    let kinds: Vec<Vec<char>> =
        [(request.upper, 'A'..='Z'), (request.lower, 'a'..='z'), (request.digits, '0'..='9')]
            .into_iter()
            .filter_map(|(chosen, range)| chosen.then(|| range.collect()))
            .chain(request.symbols.then(|| SYMBOLS.chars().collect()))
            .collect();
    let kinds = if kinds.is_empty() { vec![('a'..='z').collect()] } else { kinds };
    let all: Vec<char> = kinds.concat();
    let length = request.length.clamp(8, 128);
    loop {
        // Drawn anew until each kind is there: that keeps all such passwords equally likely.
        let mut text = String::with_capacity(length);
        for _ in 0..length {
            text.push(all[below(random, all.len())?]);
        }
        let complete = kinds.iter().all(|kind| text.chars().any(|c| kind.contains(&c)));
        let password = Secret::new(text);
        if complete {
            return Ok(password);
        }
    }
}

/// An even number below `limit`, at most 256: bytes that would favour small numbers are drawn anew.
fn below(random: &dyn Random, limit: usize) -> Result<usize, RandomError> {
    let even = 256 - 256 % limit;
    loop {
        let [byte] = random.bytes::<1>()?;
        if usize::from(byte) < even {
            return Ok(usize::from(byte) % limit);
        }
    }
}
