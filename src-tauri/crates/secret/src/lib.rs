//! Secret values in memory.
//!
//! [`Secret`] holds text, [`SecretBytes`] holds bytes. Neither can be cloned, printed, compared or
//! serialised, and both wipe their memory when dropped. The one way to the value is `expose`, and
//! every call of it stands under an `// EXPOSE:` line that says why.

use zeroize::{Zeroize, Zeroizing};

/// A secret text, such as a password. UTF-8, any length.
pub struct Secret(Zeroizing<String>);

impl Secret {
    /// Takes ownership of `text`; the caller keeps no copy.
    #[must_use]
    pub fn new(text: String) -> Self {
        Self(Zeroizing::new(text))
    }

    /// The text itself, for its one destination.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Length in Unicode scalar values.
    #[must_use]
    pub fn char_count(&self) -> usize {
        self.0.chars().count()
    }

    /// Whether nothing was given.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The same value as bytes; the text is moved, not copied.
    #[must_use]
    pub fn into_bytes(mut self) -> SecretBytes {
        SecretBytes::new(std::mem::take(&mut *self.0).into_bytes())
    }

    /// A second copy on purpose, for a value that goes to two places. Each copy wipes itself.
    #[must_use]
    pub fn duplicate(&self) -> Self {
        Self(Zeroizing::new(self.0.as_str().to_owned()))
    }
}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self::new(text)
    }
}

/// Secret bytes, such as a key or a PFX file.
pub struct SecretBytes(Zeroizing<Vec<u8>>);

impl SecretBytes {
    /// Takes ownership of `bytes`; the caller keeps no copy.
    #[must_use]
    pub fn new(bytes: Vec<u8>) -> Self {
        Self(Zeroizing::new(bytes))
    }

    /// The bytes themselves, for their one destination.
    #[must_use]
    pub fn expose(&self) -> &[u8] {
        &self.0
    }

    /// Length in bytes.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether nothing was given.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// A second copy, wiped like the first. It has a name of its own so that no copy is made by
    /// chance.
    #[must_use]
    pub fn duplicate(&self) -> Self {
        Self(self.0.clone())
    }

    /// The same value as text.
    ///
    /// # Errors
    /// [`NotText`] when the bytes are not UTF-8; they are wiped.
    pub fn into_text(mut self) -> Result<Secret, NotText> {
        match String::from_utf8(std::mem::take(&mut *self.0)) {
            Ok(text) => Ok(Secret::new(text)),
            Err(error) => {
                error.into_bytes().zeroize();
                Err(NotText)
            }
        }
    }
}

impl From<Vec<u8>> for SecretBytes {
    fn from(bytes: Vec<u8>) -> Self {
        Self::new(bytes)
    }
}

/// The bytes of a secret are not UTF-8 text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotText;

impl std::fmt::Display for NotText {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the value is not UTF-8 text")
    }
}

impl std::error::Error for NotText {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_and_bytes_keep_the_value() {
        let secret = Secret::new("pässword".to_owned());
        assert_eq!(secret.char_count(), 8);
        let bytes = secret.into_bytes();
        assert_eq!(bytes.len(), 9);
        // EXPOSE: the test compares the value it made.
        assert_eq!(
            bytes.into_text().ok().map(|s| s.expose().to_owned()),
            Some("pässword".to_owned())
        );
        assert!(SecretBytes::new(vec![0xff]).into_text().is_err());
    }
}
