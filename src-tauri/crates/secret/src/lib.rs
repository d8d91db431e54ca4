//! Secret values in memory.
//!
//! [`Secret`] holds text, [`SecretBytes`] holds bytes. Neither can be cloned, printed, compared or
//! serialised, and both wipe their memory when dropped. The one way to the value is `expose`, and
//! every call of it stands under an `// EXPOSE:` line that says why.

use std::io::{self, ErrorKind, Read};

use zeroize::{Zeroize, Zeroizing};

/// Room for what is read at first, in bytes.
const ROOM: usize = 4_096;

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

    /// All that `from` gives. What the bytes outgrow on the way is wiped.
    ///
    /// # Errors
    /// Those of `from`; [`ErrorKind::FileTooLarge`] for more than `most` bytes.
    pub fn read(from: &mut impl Read, most: usize) -> io::Result<Self> {
        let mut bytes = Zeroizing::new(vec![0; ROOM.min(most + 1)]);
        let mut length = 0;
        loop {
            match from.read(&mut bytes[length..]) {
                Ok(0) => break,
                Ok(read) => length += read,
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
            if length > most {
                return Err(ErrorKind::FileTooLarge.into());
            }
            if length == bytes.len() {
                let mut longer = Zeroizing::new(vec![0; (length * 2).min(most + 1)]);
                longer[..length].copy_from_slice(&bytes);
                bytes = longer;
            }
        }
        bytes.truncate(length);
        Ok(Self(bytes))
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

    /// For how many bytes there is room. Hidden because it is of use to tests alone, of the crates that
    /// write secrets: what was written in one piece has just enough.
    #[doc(hidden)]
    #[must_use]
    pub fn capacity(&self) -> usize {
        self.0.capacity()
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
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::*;

    /// Gives `left` bytes, a few at a time.
    struct Slow {
        left: usize,
    }

    impl Read for Slow {
        fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
            let given = into.len().min(self.left).min(1_000);
            into[..given].fill(7);
            self.left -= given;
            Ok(given)
        }
    }

    #[test]
    fn all_is_read_and_no_more_than_is_allowed() {
        for length in [0, 1, ROOM - 1, ROOM, ROOM + 1, 3 * ROOM, 100_000] {
            let read = SecretBytes::read(&mut Slow { left: length }, 100_000).unwrap();
            // EXPOSE: the test compares the value it made.
            assert!(read.len() == length && read.expose().iter().all(|byte| *byte == 7));
            let refused = SecretBytes::read(&mut Slow { left: length + 1 }, length);
            assert_eq!(refused.map(|_| ()).unwrap_err().kind(), ErrorKind::FileTooLarge);
        }
    }

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
