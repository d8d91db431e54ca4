//! Names of objects. They are numbers and hashes, so they tell nothing and can't leave the place.
//!
//! | name | object |
//! |---|---|
//! | `L/<chain, 32 hex>/<sequence, 16 hex>` | an entry of a device's chain |
//! | `B/<SHA-256, 64 hex>` | a blob, named by its bytes |
//! | `S/<number, 16 hex>` | a segment: many entries in one object |
//! | `N/<bucket, 8 hex>/<chain>-<sequence>` | a marker, empty: news of that time |
//! | `J/<hash, 64 hex>` | a request to join |

use std::fmt;

/// 32 bytes of a SHA-256.
pub type Digest = [u8; 32];

/// Names a device's chain: 16 random bytes, a pseudonym.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ChainId(pub [u8; 16]);

/// An entry's place: the chain and, from 0, its number there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Place {
    /// The chain.
    pub chain: ChainId,
    /// From 0.
    pub sequence: u64,
}

/// Ten minutes of time (UTC), counted since 1970.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Bucket(pub u32);

impl Bucket {
    const SECONDS: i64 = 600;

    /// The bucket of a moment; the first or the last for one beyond 1970 to 83,000.
    #[must_use]
    pub fn of(now: jiff::Timestamp) -> Self {
        let number = now.as_second().max(0) / Self::SECONDS;
        Self(u32::try_from(number).unwrap_or(u32::MAX))
    }

    /// The bucket `count` before this one.
    #[must_use]
    pub fn before(self, count: u32) -> Self {
        Self(self.0.saturating_sub(count))
    }
}

/// The name of an object.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ObjectName {
    /// An entry.
    Entry(Place),
    /// A blob.
    Blob(Digest),
    /// A segment.
    Segment(u64),
    /// A marker.
    Marker(Bucket, Place),
    /// A request to join.
    Join(Digest),
}

/// Which names a listing is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Names {
    /// All entries.
    Entries,
    /// The entries of one chain.
    Chain(ChainId),
    /// All blobs.
    Blobs,
    /// All segments.
    Segments,
    /// The markers of one bucket.
    Bucket(Bucket),
    /// All markers.
    Markers,
    /// All requests to join.
    Joins,
}

impl Names {
    /// The folder that holds them.
    #[must_use]
    pub fn folder(self) -> String {
        match self {
            Self::Entries => "L".to_owned(),
            Self::Chain(chain) => format!("L/{chain}"),
            Self::Blobs => "B".to_owned(),
            Self::Segments => "S".to_owned(),
            Self::Bucket(bucket) => format!("N/{:08x}", bucket.0),
            Self::Markers => "N".to_owned(),
            Self::Joins => "J".to_owned(),
        }
    }

    /// Whether `name` is among them.
    #[must_use]
    pub fn contain(self, name: &ObjectName) -> bool {
        match (self, name) {
            (Self::Chain(chain), ObjectName::Entry(place)) => place.chain == chain,
            (Self::Bucket(bucket), ObjectName::Marker(of, _)) => *of == bucket,
            (Self::Entries, ObjectName::Entry(_))
            | (Self::Blobs, ObjectName::Blob(_))
            | (Self::Segments, ObjectName::Segment(_))
            | (Self::Markers, ObjectName::Marker(..))
            | (Self::Joins, ObjectName::Join(_)) => true,
            _ => false,
        }
    }
}

impl fmt::Display for ChainId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        hex(f, &self.0)
    }
}

impl fmt::Display for ObjectName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Entry(Place { chain, sequence }) => write!(f, "L/{chain}/{sequence:016x}"),
            Self::Segment(number) => write!(f, "S/{number:016x}"),
            Self::Marker(bucket, Place { chain, sequence }) => {
                write!(f, "N/{:08x}/{chain}-{sequence:016x}", bucket.0)
            }
            Self::Blob(digest) => {
                f.write_str("B/")?;
                hex(f, digest)
            }
            Self::Join(digest) => {
                f.write_str("J/")?;
                hex(f, digest)
            }
        }
    }
}

impl ObjectName {
    /// The name that a text is; none for any text that [`fmt::Display`] does not give.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (kind, rest) = text.split_once('/')?;
        let name = match kind {
            "L" => Self::Entry(place(rest, '/')?),
            "B" => Self::Blob(bytes(rest)?),
            "S" => Self::Segment(number(rest, 16)?),
            "N" => {
                let (bucket, rest) = rest.split_once('/')?;
                let bucket = u32::try_from(number(bucket, 8)?).ok()?;
                Self::Marker(Bucket(bucket), place(rest, '-')?)
            }
            "J" => Self::Join(bytes(rest)?),
            _ => return None,
        };
        // One object, one name: capitals and signs that a parser of numbers takes do not pass.
        (name.to_string() == text).then_some(name)
    }
}

fn place(text: &str, between: char) -> Option<Place> {
    let (chain, sequence) = text.split_once(between)?;
    Some(Place { chain: ChainId(bytes(chain)?), sequence: number(sequence, 16)? })
}

fn number(text: &str, digits: usize) -> Option<u64> {
    (text.len() == digits).then(|| u64::from_str_radix(text, 16).ok())?
}

fn bytes<const N: usize>(text: &str) -> Option<[u8; N]> {
    if text.len() != 2 * N || !text.is_ascii() {
        return None;
    }
    let mut out = [0; N];
    for (at, byte) in out.iter_mut().enumerate() {
        *byte = u8::from_str_radix(&text[2 * at..2 * at + 2], 16).ok()?;
    }
    Some(out)
}

fn hex(f: &mut fmt::Formatter<'_>, bytes: &[u8]) -> fmt::Result {
    bytes.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    fn place() -> Place {
        Place { chain: ChainId([0xab; 16]), sequence: 0x1_0000 }
    }

    #[test]
    fn a_name_is_read_as_it_is_written() {
        let names = [
            ObjectName::Entry(place()),
            ObjectName::Blob([1; 32]),
            ObjectName::Segment(7),
            ObjectName::Marker(Bucket(0x2d_0000), place()),
            ObjectName::Join([255; 32]),
        ];
        for name in names {
            assert_eq!(ObjectName::parse(&name.to_string()), Some(name));
        }
    }

    #[test]
    fn no_other_text_is_a_name() {
        let good = ObjectName::Entry(place()).to_string();
        for bad in [
            "",
            "L",
            "L/",
            "../L/x",
            "S/000000000000000A",
            "S/+00000000000000a",
            "S/0000000000000001/",
            "B/..",
            "S/../../etc/passwd",
            &good.to_uppercase(),
            &format!("{good} (conflicted copy)"),
            &format!("{good}#1"),
            &format!("/{good}"),
            &good.replace('a', "\u{430}"),
        ] {
            assert_eq!(ObjectName::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_bucket_is_ten_minutes() {
        let at = |seconds| Bucket::of(jiff::Timestamp::from_second(seconds).unwrap());
        assert_eq!((at(0), at(599), at(600)), (Bucket(0), Bucket(0), Bucket(1)));
        assert_eq!(at(-5_000), Bucket(0));
        assert_eq!(at(253_000_000_000), Bucket(421_666_666));
    }
}
