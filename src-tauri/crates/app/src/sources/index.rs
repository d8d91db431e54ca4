//! The stored form of what the scanner needs for the next scan.

use credenza_scanner::Index;

/// The form's number. Any other one is read as "nothing is known", and every file is read again.
const FORM: u8 = 2;

/// The bytes of an index.
pub(super) fn to_bytes(index: &Index) -> Vec<u8> {
    // An index that can't be written costs a full scan next time, no more.
    postcard::to_extend(index, vec![FORM]).unwrap_or_default()
}

/// The index of these bytes; none when another version wrote them.
pub(super) fn from_bytes(bytes: &[u8]) -> Option<Index> {
    let (form, rest) = bytes.split_first()?;
    if *form != FORM {
        return None;
    }
    postcard::from_bytes(rest).ok()
}
