//! What a record holds, field by field, so that two changes of different fields merge by themselves.
//!
//! `[[field, value bytes, lamport, device], …]`, ascending by field. The value of a field is UTF-8
//! text unless the table says otherwise.
//!
//! | field | of a credential | of a variable |
//! |---|---|---|
//! | 1 | name | display name |
//! | 2 | description | unique name |
//! | 3 | locations, 1 byte | kind, 1 byte: 0 text, 1 password, 2 certificate, 3 and 4 the same in a vault |
//! | 4 | authentication, 1 byte: 0 password, 1 certificate | text, the secret's own CBOR, or a reference |
//! | 5 | user name's record, 16 bytes or none | |
//! | 6 | secret's record, 16 bytes | |
//!
//! What was changed on two sides at once has several versions. The latest stands at the field's own
//! number, up to three others stand 64, 128 and 192 above it, until somebody chooses.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet},
};

use credenza_crypto::cbor::{self, CborError, Reader};
use credenza_model::ids::DeviceId;
use credenza_secret::SecretBytes;

/// When a field was changed, and where. The later change counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Stamp {
    pub(super) lamport: u64,
    pub(super) device: DeviceId,
}

/// One field.
pub(super) struct Field {
    pub(super) value: SecretBytes,
    pub(super) stamp: Stamp,
}

/// How far above a field its other versions stand.
const BESIDE: u8 = 64;

fn places(number: u8) -> impl Iterator<Item = u8> {
    (0..4).map(move |n| number % BESIDE + n * BESIDE)
}

/// Whether one side of a merge had seen a change.
pub(super) struct Seen<'s> {
    /// The side that is merged into.
    pub(super) own: &'s dyn Fn(Stamp) -> bool,
    /// The other one.
    pub(super) other: &'s dyn Fn(Stamp) -> bool,
}

/// The versions of one field that count, the latest first. What a side had seen and does not hold, it
/// has replaced.
fn both(own: Vec<Field>, others: Vec<Field>, seen: &Seen<'_>) -> Vec<Field> {
    let stamps = |all: &[Field]| all.iter().map(|field| field.stamp).collect::<Vec<_>>();
    let (mine, theirs) = (stamps(&own), stamps(&others));
    let mut all: Vec<(bool, Field)> = Vec::new();
    all.extend(
        own.into_iter().map(|one| (theirs.contains(&one.stamp) || !(seen.other)(one.stamp), one)),
    );
    all.extend(
        others.into_iter().map(|one| (mine.contains(&one.stamp) || !(seen.own)(one.stamp), one)),
    );
    // No honest pair replaces each other; the later counts then.
    if all.iter().all(|(counts, _)| !counts) {
        all.sort_by_key(|(_, field)| field.stamp);
        return all.pop().map(|(_, field)| field).into_iter().collect();
    }
    all.retain(|(counts, _)| *counts);
    all.sort_by_key(|(_, field)| Reverse(field.stamp));
    let mut kept: Vec<Field> = Vec::new();
    for (_, field) in all {
        // EXPOSE: both are compared and stay here.
        if kept.iter().all(|later| later.value.expose() != field.value.expose()) {
            kept.push(field);
        }
    }
    kept
}

impl Field {
    /// The same once more.
    pub(super) fn duplicate(&self) -> Self {
        Self { value: self.value.duplicate(), stamp: self.stamp }
    }
}

/// The fields of a record by number.
#[derive(Default)]
pub(super) struct Content(BTreeMap<u8, Field>);

impl Content {
    pub(super) fn set(&mut self, number: u8, value: Vec<u8>, stamp: Stamp) {
        self.set_secret(number, SecretBytes::new(value), stamp);
    }

    pub(super) fn set_secret(&mut self, number: u8, value: SecretBytes, stamp: Stamp) {
        self.0.insert(number, Field { value, stamp });
    }

    /// The value of a field, empty when there is none.
    pub(super) fn get(&self, number: u8) -> &[u8] {
        // EXPOSE: the value goes into the store's own types.
        self.0.get(&number).map_or(&[], |field| field.value.expose())
    }

    /// The value of a text field.
    pub(super) fn text(&self, number: u8) -> Option<String> {
        String::from_utf8(self.get(number).to_vec()).ok()
    }

    pub(super) fn secret(&self, number: u8) -> Option<SecretBytes> {
        self.0.get(&number).map(|field| field.value.duplicate())
    }

    /// Bytes to be sealed.
    pub(super) fn encode(&self) -> SecretBytes {
        cbor::secret(|out| {
            out.array(self.0.len());
            for (number, field) in &self.0 {
                out.array(4).uint((*number).into());
                // EXPOSE: the value is encoded to be sealed.
                out.bytes(field.value.expose());
                out.uint(field.stamp.lamport).bytes(field.stamp.device.as_bytes());
            }
        })
    }

    /// Reads [`Content::encode`].
    pub(super) fn decode(content: &SecretBytes) -> Result<Self, CborError> {
        // EXPOSE: the content is read into fields.
        let from = &mut Reader::new(content.expose());
        let fields = from.list(|from| {
            from.array_of(4)?;
            let number = u8::try_from(from.uint()?).map_err(|_| CborError)?;
            let value = SecretBytes::new(from.bytes()?.to_vec());
            let stamp =
                Stamp { lamport: from.uint()?, device: DeviceId::from_bytes(from.fixed()?) };
            Ok((number, Field { value, stamp }))
        })?;
        from.end()?;
        if !fields.is_sorted_by(|(a, _), (b, _)| a < b) {
            return Err(CborError);
        }
        Ok(Self(fields.into_iter().collect()))
    }

    /// Every version of a field, the one that counts first.
    pub(super) fn versions(&self, number: u8) -> impl Iterator<Item = &Field> {
        places(number).filter_map(|at| self.0.get(&at))
    }

    fn take_versions(&mut self, number: u8) -> Vec<Field> {
        places(number).filter_map(|at| self.0.remove(&at)).collect()
    }

    /// Puts versions in the place of a field, the latest first; of the earliest there may be too many.
    pub(super) fn set_versions(&mut self, number: u8, mut versions: Vec<Field>) {
        versions.sort_by_key(|field| Reverse(field.stamp));
        self.take_versions(number);
        self.0.extend(places(number).zip(versions));
    }

    /// Gives a field the time of a change, whatever it was before.
    pub(super) fn stamp(&mut self, number: u8, stamp: Stamp) {
        if let Some(field) = self.0.get_mut(&number) {
            field.stamp = stamp;
        }
    }

    /// Both: of each field what the other side had not seen. Of a field that is not in `several`,
    /// and of what is the same, the later one alone.
    pub(super) fn merge(&mut self, mut other: Self, several: &[u8], seen: &Seen<'_>) {
        let numbers = self.0.keys().chain(other.0.keys()).map(|number| number % BESIDE);
        let numbers: BTreeSet<u8> = numbers.collect();
        for number in numbers {
            let (own, others) = (self.take_versions(number), other.take_versions(number));
            let mut kept = both(own, others, seen);
            if !several.contains(&number) {
                kept.truncate(1);
            }
            self.set_versions(number, kept);
        }
    }

    /// Takes over the stamps of `base` where nothing was changed since. True when something was.
    pub(super) fn restamp(&mut self, base: &Self) -> bool {
        let mut changed = false;
        for (number, field) in self.0.range_mut(..BESIDE) {
            match base.0.get(number) {
                // EXPOSE: both are compared and stay here.
                Some(old) if old.value.expose() == field.value.expose() => field.stamp = old.stamp,
                _ => changed = true,
            }
        }
        changed
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    fn stamp(lamport: u64) -> Stamp {
        Stamp { lamport, device: DeviceId::from_bytes([1; 16]) }
    }

    fn content(name: (&str, u64), note: (&str, u64)) -> Content {
        let mut out = Content::default();
        out.set(1, name.0.into(), stamp(name.1));
        out.set(2, note.0.into(), stamp(note.1));
        out
    }

    #[test]
    fn changes_of_different_fields_both_count() {
        let mut one = content(("new", 5), ("old note", 1));
        // The first has seen nothing after 1, the second nothing after 4.
        let seen =
            Seen { own: &|at| at.lamport == 1 || at.lamport == 5, other: &|at| at.lamport < 5 };
        one.merge(content(("old", 1), ("new note", 4)), &[1, 2], &seen);
        assert!(one.versions(1).count() == 1 && one.versions(2).count() == 1);
        assert_eq!((one.text(1).unwrap(), one.text(2).unwrap()), ("new".into(), "new note".into()));
    }

    #[test]
    fn a_field_that_both_changed_keeps_both_until_one_is_chosen() {
        let apart = Seen { own: &|at| at.lamport != 4, other: &|at| at.lamport != 5 };
        let texts = |content: &Content| -> Vec<Vec<u8>> {
            content.versions(1).map(|field| field.value.expose().to_vec()).collect()
        };
        let mut one = content(("a", 5), ("note", 1));
        one.merge(content(("b", 4), ("note", 1)), &[1, 2], &apart);
        assert_eq!(texts(&one), [b"a", b"b"]);
        let read = Content::decode(&one.encode()).unwrap();
        assert_eq!((texts(&read), read.text(1).unwrap()), (texts(&one), "a".to_owned()));
        // Whoever chose had seen both.
        let chose = Seen { own: &|at| at.lamport < 6, other: &|_| true };
        one.merge(content(("b", 6), ("note", 1)), &[1, 2], &chose);
        assert_eq!(texts(&one), [b"b"]);

        let mut same = content(("a", 5), ("note", 1));
        same.merge(content(("a", 4), ("note", 1)), &[1, 2], &apart);
        assert_eq!(texts(&same), [b"a"], "control: the same on both sides");
        let mut fixed = content(("a", 5), ("note", 1));
        fixed.merge(content(("b", 4), ("note", 1)), &[2], &apart);
        assert_eq!(texts(&fixed), [b"a"], "control: a field of which there is one");
    }

    #[test]
    fn what_was_not_changed_keeps_its_time() {
        let base = content(("name", 1), ("note", 2));
        let mut local = content(("name", 9), ("other note", 9));
        assert!(local.restamp(&base));
        assert_eq!((local.0[&1].stamp, local.0[&2].stamp), (stamp(1), stamp(9)));
        assert!(!content(("name", 9), ("note", 9)).restamp(&base));
    }

    #[test]
    fn content_is_read_as_it_was_written() {
        let read = Content::decode(&content(("a", 1), ("b", 2)).encode()).unwrap();
        assert_eq!(read.text(2).unwrap(), "b");
        assert!(Content::decode(&SecretBytes::new(vec![0x82])).is_err());
    }
}
