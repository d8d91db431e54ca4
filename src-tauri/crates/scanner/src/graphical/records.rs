//! Records of the .NET binary format ([MS-NRBF]), one after another.

/// Most values that one array or one run of nothing may have.
const MOST: usize = 100_000;

/// Reads little-endian numbers and texts.
pub(super) struct Bytes<'b> {
    bytes: &'b [u8],
}

impl<'b> Bytes<'b> {
    pub(super) fn new(bytes: &'b [u8]) -> Self {
        Self { bytes }
    }

    pub(super) fn take(&mut self, count: usize) -> Option<&'b [u8]> {
        let (taken, rest) = self.bytes.split_at_checked(count)?;
        self.bytes = rest;
        Some(taken)
    }

    pub(super) fn byte(&mut self) -> Option<u8> {
        self.take(1)?.first().copied()
    }

    pub(super) fn number(&mut self) -> Option<i32> {
        Some(i32::from_le_bytes(self.take(4)?.try_into().ok()?))
    }

    pub(super) fn count(&mut self) -> Option<usize> {
        usize::try_from(self.number()?).ok().filter(|count| *count <= MOST)
    }

    /// A text: its length, seven bits a byte, and that many bytes.
    pub(super) fn text(&mut self) -> Option<String> {
        let mut length = 0_usize;
        for shift in [0, 7, 14, 21, 28] {
            let byte = self.byte()?;
            length |= usize::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Some(String::from_utf8_lossy(self.take(length)?).into_owned());
            }
        }
        None
    }
}

/// What a member holds.
#[derive(Debug, Clone, Copy)]
pub(super) enum Kind {
    /// So many bytes, or a text when none are said.
    Primitive(Primitive),
    /// A record of its own.
    Record,
}

/// Primitive types that differ in how they are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Primitive {
    Flag,
    Bytes(usize),
    /// One character in UTF-8.
    Character,
    Text,
}

impl Primitive {
    pub(super) fn of(code: u8) -> Option<Self> {
        Some(match code {
            1 => Self::Flag,
            2 | 10 => Self::Bytes(1),
            3 => Self::Character,
            // A decimal is written as a text, as a text is.
            5 | 18 => Self::Text,
            6 | 9 | 12 | 13 | 16 => Self::Bytes(8),
            7 | 14 => Self::Bytes(2),
            8 | 11 | 15 => Self::Bytes(4),
            17 => return None,
            _ => return None,
        })
    }
}

/// The members of a class, in order.
#[derive(Debug, Clone, Default)]
pub(super) struct Class {
    pub(super) name: String,
    pub(super) members: Vec<String>,
    pub(super) kinds: Vec<Kind>,
}

impl Class {
    /// A class with the names of its members; their kinds follow when `typed`.
    pub(super) fn read(bytes: &mut Bytes<'_>, typed: bool) -> Option<Self> {
        let name = bytes.text()?;
        let count = bytes.count()?;
        let members = (0..count).map(|_| bytes.text()).collect::<Option<Vec<_>>>()?;
        let kinds = if typed { kinds(bytes, count)? } else { vec![Kind::Record; count] };
        Some(Self { name, members, kinds })
    }
}

/// The kinds of members: a code each, and then what some codes need.
pub(super) fn kinds(bytes: &mut Bytes<'_>, count: usize) -> Option<Vec<Kind>> {
    let codes = bytes.take(count)?.to_vec();
    codes.into_iter().map(|code| kind(bytes, code)).collect()
}

/// What a code of a type needs is read behind all codes.
pub(super) fn kind(bytes: &mut Bytes<'_>, code: u8) -> Option<Kind> {
    match code {
        0 => Some(Kind::Primitive(Primitive::of(bytes.byte()?)?)),
        3 => {
            bytes.text()?;
            Some(Kind::Record)
        }
        4 => {
            bytes.text()?;
            bytes.number()?;
            Some(Kind::Record)
        }
        7 => {
            bytes.byte()?;
            Some(Kind::Record)
        }
        1 | 2 | 5 | 6 => Some(Kind::Record),
        _ => None,
    }
}
