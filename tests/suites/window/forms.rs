//! The forms in which a secret may stand somewhere.

use base64::{Engine as _, engine::general_purpose::STANDARD_NO_PAD};

/// The secret as it is, in hexadecimal and in base64.
pub(crate) fn texts(secret: &str) -> Vec<String> {
    let bytes = secret.as_bytes();
    let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    let mut all = vec![secret.to_owned(), hex.to_uppercase(), hex];
    all.extend((0..3).map(|before| base64(bytes, before)));
    all
}

/// The same as bytes in a file, and in UTF-16.
pub(crate) fn bytes(secret: &str) -> Vec<Vec<u8>> {
    let mut all: Vec<Vec<u8>> = texts(secret).into_iter().map(String::into_bytes).collect();
    all.push(secret.encode_utf16().flat_map(u16::to_le_bytes).collect());
    all
}

/// What base64 makes of `bytes` wherever `before` bytes and any number of groups stand in front:
/// without the characters to which the neighbours add.
fn base64(bytes: &[u8], before: usize) -> String {
    let padded = [&[0; 2][..before], bytes].concat();
    let whole = STANDARD_NO_PAD.encode(&padded);
    whole[(before * 8).div_ceil(6)..padded.len() * 8 / 6].to_owned()
}

#[test]
fn a_secret_is_found_in_base64_wherever_it_stands() {
    for before in 0..7 {
        let text = format!("{}canary-Vq7#lemon, and more", &"before "[..before]);
        let encoded = STANDARD_NO_PAD.encode(text);
        let found = texts("canary-Vq7#lemon").into_iter().filter(|form| encoded.contains(form));
        assert_eq!(found.count(), 1, "{before}");
    }
}
