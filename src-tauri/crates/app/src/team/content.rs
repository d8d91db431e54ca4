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

use std::collections::BTreeMap;

use credenza_crypto::cbor::{CborError, Reader, Writer};
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
        let mut out = Writer::new();
        out.array(self.0.len());
        for (number, field) in &self.0 {
            out.array(4).uint((*number).into());
            // EXPOSE: the value is encoded to be sealed.
            out.bytes(field.value.expose());
            out.uint(field.stamp.lamport).bytes(field.stamp.device.as_bytes());
        }
        SecretBytes::new(out.into_bytes())
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

    /// Of each field the later one.
    pub(super) fn merge(&mut self, other: Self) {
        for (number, field) in other.0 {
            let older = self.0.get(&number).is_none_or(|own| own.stamp < field.stamp);
            if older {
                self.0.insert(number, field);
            }
        }
    }

    /// Takes over the stamps of `base` where nothing was changed since. True when something was.
    pub(super) fn restamp(&mut self, base: &Self) -> bool {
        let mut changed = false;
        for (number, field) in &mut self.0 {
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
        one.merge(content(("old", 1), ("new note", 4)));
        assert_eq!((one.text(1).unwrap(), one.text(2).unwrap()), ("new".into(), "new note".into()));
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
