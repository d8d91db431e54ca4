//! Deterministic CBOR (RFC 8949, 4.2): a writer, and a reader that takes nothing else. The forms of
//! this crate use whole numbers, byte and text strings, arrays, maps, null and the two truths.

use credenza_secret::SecretBytes;
use zeroize::Zeroizing;

/// The bytes are not what a [`Writer`] makes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the content has an unknown form")]
pub struct CborError;

const UINT: u8 = 0;
const NEGATIVE: u8 = 1;
const BYTES: u8 = 2;
const TEXT: u8 = 3;
const ARRAY: u8 = 4;
const MAP: u8 = 5;
const FALSE: u8 = 0xf4;
const TRUE: u8 = 0xf5;
const NULL: u8 = 0xf6;

/// Writes one item after the other.
///
/// What it grows out of stays in memory as it was. So [`secret`] writes what nobody may see, and
/// [`Writer::new`] is for the rest.
pub struct Writer(Storage);

enum Storage {
    Bytes(Vec<u8>),
    /// Of what is only measured.
    Length(usize),
    /// As long as was measured before.
    Sized(Zeroizing<Vec<u8>>),
}

/// What `write` writes, in storage of exactly that length, which is wiped when dropped. `write` is
/// called twice, first to measure, and writes the same both times.
#[must_use]
pub fn secret(write: impl Fn(&mut Writer)) -> SecretBytes {
    let mut measured = Writer(Storage::Length(0));
    write(&mut measured);
    let mut out = Writer(Storage::Sized(Zeroizing::new(Vec::with_capacity(measured.length()))));
    write(&mut out);
    debug_assert_eq!(measured.length(), out.length(), "written as measured");
    SecretBytes::new(out.into_bytes())
}

impl Default for Writer {
    fn default() -> Self {
        Self(Storage::Bytes(Vec::new()))
    }
}

impl Writer {
    /// Nothing written yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// What was written.
    #[must_use]
    pub fn into_bytes(self) -> Vec<u8> {
        match self.0 {
            Storage::Bytes(out) => out,
            Storage::Length(_) => Vec::new(),
            Storage::Sized(mut out) => std::mem::take(&mut *out),
        }
    }

    fn length(&self) -> usize {
        match &self.0 {
            Storage::Bytes(out) => out.len(),
            Storage::Length(length) => *length,
            Storage::Sized(out) => out.len(),
        }
    }

    fn put(&mut self, bytes: &[u8]) -> &mut Self {
        match &mut self.0 {
            Storage::Bytes(out) => out.extend(bytes),
            Storage::Length(length) => *length += bytes.len(),
            Storage::Sized(out) => {
                make_room(out, bytes.len());
                out.extend(bytes);
            }
        }
        self
    }

    fn head(&mut self, major: u8, value: u64) -> &mut Self {
        let major = major << 5;
        let bytes = value.to_be_bytes();
        let (first, rest) = match value {
            0..24 => (bytes[7], &bytes[8..]),
            24..0x100 => (24, &bytes[7..]),
            0x100..0x1_0000 => (25, &bytes[6..]),
            0x1_0000..0x1_0000_0000 => (26, &bytes[4..]),
            _ => (27, &bytes[..]),
        };
        self.put(&[major | first]).put(rest)
    }

    /// A number from 0.
    pub fn uint(&mut self, value: u64) -> &mut Self {
        self.head(UINT, value)
    }

    /// A number.
    pub fn int(&mut self, value: i64) -> &mut Self {
        match u64::try_from(value) {
            Ok(value) => self.uint(value),
            Err(_) => self.head(NEGATIVE, value.unsigned_abs() - 1),
        }
    }

    /// A byte string.
    pub fn bytes(&mut self, value: &[u8]) -> &mut Self {
        self.head(BYTES, value.len() as u64).put(value)
    }

    /// A text.
    pub fn text(&mut self, value: &str) -> &mut Self {
        self.head(TEXT, value.len() as u64).put(value.as_bytes())
    }

    /// The head of an array; its `length` items follow.
    pub fn array(&mut self, length: usize) -> &mut Self {
        self.head(ARRAY, length as u64)
    }

    /// The head of a map; its `length` pairs of key and value follow.
    pub fn map(&mut self, length: usize) -> &mut Self {
        self.head(MAP, length as u64)
    }

    /// True or false.
    pub fn bool(&mut self, value: bool) -> &mut Self {
        self.put(&[if value { TRUE } else { FALSE }])
    }

    /// Nothing.
    pub fn null(&mut self) -> &mut Self {
        self.put(&[NULL])
    }
}

/// Should more be written than was measured, what is outgrown is wiped.
fn make_room(out: &mut Zeroizing<Vec<u8>>, more: usize) {
    if out.capacity() - out.len() < more {
        let mut longer = Zeroizing::new(Vec::with_capacity((out.len() + more) * 2));
        longer.extend(out.iter());
        *out = longer;
    }
}

/// Reads what a [`Writer`] wrote. Each call fails with [`CborError`] on anything else.
#[derive(Debug, Clone)]
pub struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    /// Reads from the start of `bytes`.
    #[must_use]
    pub fn new(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    fn take(&mut self, length: usize) -> Result<&'a [u8], CborError> {
        let (taken, rest) = self.0.split_at_checked(length).ok_or(CborError)?;
        self.0 = rest;
        Ok(taken)
    }

    fn head(&mut self, major: u8) -> Result<u64, CborError> {
        let first = self.take(1)?[0];
        if first >> 5 != major {
            return Err(CborError);
        }
        let (size, least) = match first & 31 {
            small @ 0..24 => return Ok(small.into()),
            24 => (1, 24),
            25 => (2, 1 << 8),
            26 => (4, 1 << 16),
            27 => (8, 1 << 32),
            _ => return Err(CborError),
        };
        let value = self.take(size)?.iter().fold(0, |sum, byte| sum << 8 | u64::from(*byte));
        if value < least { Err(CborError) } else { Ok(value) }
    }

    fn length(&mut self, major: u8) -> Result<usize, CborError> {
        usize::try_from(self.head(major)?).map_err(|_| CborError)
    }

    /// A number from 0.
    ///
    /// # Errors
    /// [`CborError`].
    pub fn uint(&mut self) -> Result<u64, CborError> {
        self.head(UINT)
    }

    /// A number.
    ///
    /// # Errors
    /// [`CborError`].
    pub fn int(&mut self) -> Result<i64, CborError> {
        if self.0.first().is_some_and(|first| first >> 5 == NEGATIVE) {
            let value = i64::try_from(self.head(NEGATIVE)?).map_err(|_| CborError)?;
            return Ok(-1 - value);
        }
        i64::try_from(self.uint()?).map_err(|_| CborError)
    }

    /// A byte string.
    ///
    /// # Errors
    /// [`CborError`].
    pub fn bytes(&mut self) -> Result<&'a [u8], CborError> {
        let length = self.length(BYTES)?;
        self.take(length)
    }

    /// A byte string of one length.
    ///
    /// # Errors
    /// [`CborError`].
    pub fn fixed<const N: usize>(&mut self) -> Result<[u8; N], CborError> {
        self.bytes()?.try_into().map_err(|_| CborError)
    }

    /// A text.
    ///
    /// # Errors
    /// [`CborError`].
    pub fn text(&mut self) -> Result<&'a str, CborError> {
        let length = self.length(TEXT)?;
        std::str::from_utf8(self.take(length)?).map_err(|_| CborError)
    }

    /// The number of items of an array, which has at least a byte for each.
    ///
    /// # Errors
    /// [`CborError`].
    pub fn array(&mut self) -> Result<usize, CborError> {
        let length = self.length(ARRAY)?;
        if length > self.0.len() { Err(CborError) } else { Ok(length) }
    }

    /// An array of exactly `length` items.
    ///
    /// # Errors
    /// [`CborError`].
    pub fn array_of(&mut self, length: usize) -> Result<(), CborError> {
        if self.array()? == length { Ok(()) } else { Err(CborError) }
    }

    /// The number of pairs of a map.
    ///
    /// # Errors
    /// [`CborError`].
    pub fn map(&mut self) -> Result<usize, CborError> {
        self.length(MAP)
    }

    /// All items of an array, each read by `item`.
    ///
    /// # Errors
    /// [`CborError`].
    pub fn list<T>(
        &mut self,
        mut item: impl FnMut(&mut Self) -> Result<T, CborError>,
    ) -> Result<Vec<T>, CborError> {
        let length = self.array()?;
        (0..length).map(|_| item(self)).collect()
    }

    /// True or false.
    ///
    /// # Errors
    /// [`CborError`].
    pub fn bool(&mut self) -> Result<bool, CborError> {
        match self.take(1)?[0] {
            TRUE => Ok(true),
            FALSE => Ok(false),
            _ => Err(CborError),
        }
    }

    /// Whether nothing stands here, which is then passed by.
    pub fn is_null(&mut self) -> bool {
        let null = self.0.first() == Some(&NULL);
        self.0 = if null { &self.0[1..] } else { self.0 };
        null
    }

    /// Nothing may follow.
    ///
    /// # Errors
    /// [`CborError`].
    pub fn end(&self) -> Result<(), CborError> {
        if self.0.is_empty() { Ok(()) } else { Err(CborError) }
    }
}
