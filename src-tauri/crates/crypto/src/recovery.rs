//! The recovery code: 128 random bits and a checksum, as people write them down.
//!
//! Eight groups of four characters of Crockford's base 32. 32 characters hold 160 bits: 16 bytes
//! of code, then the first 4 bytes of SHA-256 over `credenza/1/recovery-check` and the code.

use credenza_secret::Secret;
use subtle::ConstantTimeEq as _;
use zeroize::Zeroizing;

use crate::{
    aead,
    random::{Random, RandomError},
};

const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const CHARACTERS: usize = 32;
const LABEL: &[u8] = b"credenza/1/recovery-check";

/// The only other way into a workspace beside its password.
pub struct RecoveryCode(Zeroizing<[u8; 16]>);

/// Why a text is no recovery code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RecoveryCodeError {
    /// Not 32 letters and digits.
    #[error("a recovery code has 32 letters and digits, this has {found}")]
    Length {
        /// How many there are.
        found: usize,
    },
    /// A character that no code has.
    #[error("a recovery code has no '{0}'")]
    Character(char),
    /// Mistyped somewhere.
    #[error("the recovery code is mistyped")]
    Checksum,
}

impl RecoveryCode {
    /// A new one.
    ///
    /// # Errors
    /// [`RandomError`].
    pub fn generate(random: &dyn Random) -> Result<Self, RandomError> {
        Ok(Self(Zeroizing::new(random.bytes()?)))
    }

    pub(crate) fn bytes(&self) -> &[u8; 16] {
        &self.0
    }

    /// The code as it is shown: groups separated by `-`.
    #[must_use]
    pub fn to_text(&self) -> Secret {
        groups(&self.0, LABEL)
    }

    /// Reads a code as people type it: any case, with or without spaces and dashes, `O` for `0`,
    /// `I` and `L` for `1`.
    ///
    /// # Errors
    /// A [`RecoveryCodeError`].
    pub fn parse(text: &Secret) -> Result<Self, RecoveryCodeError> {
        read_groups(text, LABEL).map(Self)
    }
}

/// 128 bits as people write them down, with a checksum for what `label` names.
pub(crate) fn groups(code: &[u8; 16], label: &[u8]) -> Secret {
    let mut bits = Zeroizing::new([0; 20]);
    bits[..16].copy_from_slice(code);
    bits[16..].copy_from_slice(&check(code, label));
    let mut text = String::with_capacity(39);
    for index in 0..CHARACTERS {
        if index > 0 && index % 4 == 0 {
            text.push('-');
        }
        text.push(char::from(ALPHABET[usize::from(five_bits(&bits, index))]));
    }
    Secret::new(text)
}

/// Reads what [`groups`] made.
pub(crate) fn read_groups(
    text: &Secret,
    label: &[u8],
) -> Result<Zeroizing<[u8; 16]>, RecoveryCodeError> {
    let mut bits = Zeroizing::new([0u8; 20]);
    let mut found = 0;
    // EXPOSE: the typed code is decoded into bits.
    for c in text.expose().chars().filter(|c| !c.is_whitespace() && *c != '-') {
        let value = digit(c).ok_or(RecoveryCodeError::Character(c))?;
        if found < CHARACTERS {
            for bit in (0..5).filter(|bit| value & (16 >> bit) != 0) {
                let at = found * 5 + bit;
                bits[at / 8] |= 128 >> (at % 8);
            }
        }
        found += 1;
    }
    if found != CHARACTERS {
        return Err(RecoveryCodeError::Length { found });
    }
    let mut code = Zeroizing::new([0; 16]);
    code.copy_from_slice(&bits[..16]);
    let right = bool::from(check(&code, label).ct_eq(&bits[16..]));
    if right { Ok(code) } else { Err(RecoveryCodeError::Checksum) }
}

fn check(code: &[u8; 16], label: &[u8]) -> [u8; 4] {
    let hash = aead::sha256(&[label, code]);
    [hash[0], hash[1], hash[2], hash[3]]
}

fn five_bits(bits: &[u8; 20], index: usize) -> u8 {
    (0..5).fold(0, |value, bit| {
        let at = index * 5 + bit;
        value << 1 | (bits[at / 8] >> (7 - at % 8)) & 1
    })
}

fn digit(c: char) -> Option<u8> {
    let c = match c.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        c => c,
    };
    ALPHABET.iter().position(|known| char::from(*known) == c).and_then(|at| u8::try_from(at).ok())
}
