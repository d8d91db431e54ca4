//! The content of records of class 2 and 3: deterministic CBOR (RFC 8949, 4.2), one map.
//!
//! A text is `{"value": text}`. A certificate is `{"pfx": bytes, "password": text}`, its keys in
//! the order of their encoded form. A reader takes exactly these and nothing after them.

use credenza_secret::{Secret, SecretBytes};

/// A secret value as it is sealed.
pub enum SecretValue {
    /// A password, or another text.
    Text(Secret),
    /// A PFX file and its password, which is empty when it has none.
    Certificate {
        /// The file's bytes.
        pfx: SecretBytes,
        /// Its password.
        password: Secret,
    },
}

/// The content is not the CBOR that a writer makes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the content of the record has an unknown form")]
pub struct ValueError;

const TEXT: u8 = 3;
const BYTES: u8 = 2;
const MAP: u8 = 5;

impl SecretValue {
    /// The content to be sealed.
    #[must_use]
    pub fn encode(&self) -> SecretBytes {
        let mut out = Vec::with_capacity(self.length());
        match self {
            Self::Text(value) => {
                head(&mut out, MAP, 1);
                // EXPOSE: the value is encoded to be sealed.
                text(&mut out, "value", value.expose());
            }
            Self::Certificate { pfx, password } => {
                head(&mut out, MAP, 2);
                field(&mut out, "pfx");
                head(&mut out, BYTES, pfx.len());
                // EXPOSE: the file is encoded to be sealed.
                out.extend(pfx.expose());
                // EXPOSE: the password is encoded to be sealed.
                text(&mut out, "password", password.expose());
            }
        }
        SecretBytes::new(out)
    }

    /// Room for everything, so that growing leaves no copies behind.
    fn length(&self) -> usize {
        match self {
            // EXPOSE: only the length is read.
            Self::Text(value) => value.expose().len() + 32,
            // EXPOSE: only the lengths are read.
            Self::Certificate { pfx, password } => pfx.len() + password.expose().len() + 48,
        }
    }

    /// Reads what [`SecretValue::encode`] made.
    ///
    /// # Errors
    /// [`ValueError`] for anything else, such as a longer form of a number or bytes at the end.
    pub fn decode(content: &SecretBytes) -> Result<Self, ValueError> {
        // EXPOSE: the content is decoded into the value.
        let mut rest = content.expose();
        let value = match take_head(&mut rest, MAP)? {
            1 => {
                expect(&mut rest, "value")?;
                Self::Text(take_text(&mut rest)?)
            }
            2 => {
                expect(&mut rest, "pfx")?;
                let length = take_head(&mut rest, BYTES)?;
                let pfx = SecretBytes::new(take(&mut rest, length)?.to_vec());
                expect(&mut rest, "password")?;
                Self::Certificate { pfx, password: take_text(&mut rest)? }
            }
            _ => return Err(ValueError),
        };
        if rest.is_empty() { Ok(value) } else { Err(ValueError) }
    }
}

fn head(out: &mut Vec<u8>, major: u8, length: usize) {
    let major = major << 5;
    let length = length as u64;
    match (u8::try_from(length), u16::try_from(length), u32::try_from(length)) {
        (Ok(small), ..) if small < 24 => out.push(major | small),
        (Ok(one), ..) => out.extend([major | 24, one]),
        (_, Ok(two), _) => {
            out.push(major | 25);
            out.extend(two.to_be_bytes());
        }
        (_, _, Ok(four)) => {
            out.push(major | 26);
            out.extend(four.to_be_bytes());
        }
        _ => {
            out.push(major | 27);
            out.extend(length.to_be_bytes());
        }
    }
}

fn field(out: &mut Vec<u8>, name: &str) {
    head(out, TEXT, name.len());
    out.extend(name.as_bytes());
}

fn text(out: &mut Vec<u8>, name: &str, value: &str) {
    field(out, name);
    field(out, value);
}

fn take<'a>(rest: &mut &'a [u8], length: usize) -> Result<&'a [u8], ValueError> {
    let (taken, left) = rest.split_at_checked(length).ok_or(ValueError)?;
    *rest = left;
    Ok(taken)
}

/// The length in a head of `major`, which must have its shortest form.
fn take_head(rest: &mut &[u8], major: u8) -> Result<usize, ValueError> {
    let first = take(rest, 1)?[0];
    if first >> 5 != major {
        return Err(ValueError);
    }
    let (size, least) = match first & 31 {
        small @ 0..24 => return Ok(small.into()),
        24 => (1, 24),
        25 => (2, 1 << 8),
        26 => (4, 1 << 16),
        _ => return Err(ValueError),
    };
    let length = take(rest, size)?.iter().fold(0, |sum, byte| sum << 8 | usize::from(*byte));
    if length < least { Err(ValueError) } else { Ok(length) }
}

fn take_text(rest: &mut &[u8]) -> Result<Secret, ValueError> {
    let length = take_head(rest, TEXT)?;
    SecretBytes::new(take(rest, length)?.to_vec()).into_text().map_err(|_| ValueError)
}

fn expect(rest: &mut &[u8], name: &str) -> Result<(), ValueError> {
    let length = take_head(rest, TEXT)?;
    if take(rest, length)? == name.as_bytes() { Ok(()) } else { Err(ValueError) }
}
