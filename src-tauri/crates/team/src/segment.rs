//! Many entries in one object, so that a newcomer need not fetch each. Anyone may pack one: the
//! entries in it are the sealed ones of their places, and each is checked as if it came alone.
//!
//! `CZS1`, then for each entry: chain 16, sequence 8, length 4, bytes. Numbers are big-endian.

use crate::location::{ChainId, LARGEST_OBJECT, Place};

const MAGIC: &[u8; 4] = b"CZS1";
const HEAD: usize = 28;
/// Entries in a segment.
pub const SEGMENT: usize = 1_000;
/// Longest sealed entry, in bytes: an entry of a mebibyte, its envelope, and what fills it up.
pub const LONGEST_ENTRY: usize = 1024 * 1024 + 64 * 1024;
/// A segment takes no entry beyond this length, in bytes.
const FULL: usize = LARGEST_OBJECT - LONGEST_ENTRY - HEAD;

/// A segment as it is filled.
#[derive(Debug)]
pub(crate) struct Packer {
    bytes: Vec<u8>,
    places: Vec<Place>,
}

impl Packer {
    pub(crate) fn new() -> Self {
        Self { bytes: MAGIC.to_vec(), places: Vec::new() }
    }

    pub(crate) fn is_full(&self) -> bool {
        self.places.len() >= SEGMENT || self.bytes.len() >= FULL
    }

    pub(crate) fn add(&mut self, place: Place, sealed: &[u8]) {
        let Ok(length) = u32::try_from(sealed.len()) else { return };
        self.bytes.extend(place.chain.0);
        self.bytes.extend(place.sequence.to_be_bytes());
        self.bytes.extend(length.to_be_bytes());
        self.bytes.extend(sealed);
        self.places.push(place);
    }

    pub(crate) fn finish(self) -> (Vec<u8>, Vec<Place>) {
        (self.bytes, self.places)
    }
}

/// The entries in a segment, up to where it stops making sense; whether that is its end.
pub(crate) fn unpack(bytes: &[u8]) -> (Vec<(Place, Vec<u8>)>, bool) {
    let mut found = Vec::new();
    let Some(mut rest) = bytes.strip_prefix(MAGIC) else { return (found, false) };
    while let Some((head, after)) = rest.split_first_chunk::<HEAD>() {
        let Some((place, sealed, left)) = one(head, after) else { return (found, false) };
        if found.len() == SEGMENT {
            return (found, false);
        }
        found.push((place, sealed.to_vec()));
        rest = left;
    }
    (found, rest.is_empty())
}

fn one<'a>(head: &[u8; HEAD], after: &'a [u8]) -> Option<(Place, &'a [u8], &'a [u8])> {
    let (chain, numbers) = head.split_first_chunk::<16>()?;
    let (sequence, length) = numbers.split_first_chunk::<8>()?;
    let length = u32::from_be_bytes(length.try_into().ok()?);
    let (sealed, left) = after.split_at_checked(usize::try_from(length).ok()?)?;
    let sequence = u64::from_be_bytes(*sequence);
    Some((Place { chain: ChainId(*chain), sequence }, sealed, left))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(sequence: u64) -> Place {
        Place { chain: ChainId([9; 16]), sequence }
    }

    fn packed(count: u64) -> Vec<u8> {
        let mut packer = Packer::new();
        for sequence in 0..count {
            packer.add(place(sequence), &[7; 40]);
        }
        packer.finish().0
    }

    #[test]
    fn what_was_packed_comes_out() {
        let (found, whole) = unpack(&packed(3));
        assert!(whole);
        assert_eq!(found, (0..3).map(|at| (place(at), vec![7; 40])).collect::<Vec<_>>());
    }

    #[test]
    fn a_cut_or_swollen_segment_is_seen() {
        let good = packed(3);
        for end in 0..good.len() {
            let (found, whole) = unpack(&good[..end]);
            let at_an_edge = end >= 4 && (end - 4) % (HEAD + 40) == 0;
            assert_eq!(whole, at_an_edge, "{end}");
            assert!(found.len() < 3);
        }
        assert!(!unpack(&packed(1_001)).1);
        assert_eq!(unpack(&packed(1_001)).0.len(), SEGMENT);
        assert!(!unpack(b"CZS2").1);
    }
}
