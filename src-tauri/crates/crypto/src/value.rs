//! The content of records of class 2 and 3: deterministic CBOR (RFC 8949, 4.2), one map.
//!
//! A text is `{"value": text}`. A certificate is `{"pfx": bytes, "password": text}`, its keys in
//! the order of their encoded form. A reader takes exactly these and nothing after them.

use credenza_secret::{Secret, SecretBytes};

use crate::cbor::{self, CborError, Reader};

/// A secret value as it is sealed.
pub enum SecretValue {
    /// A password, or another text.
    Text(Secret),
    /// A PFX file and its password, which is empty when it has none.
    Certificate {
        /// The file's bytes.
        pfx: SecretBytes,
        /// Its password.
        password: Secret,
    },
}

/// The content is not the CBOR that a writer makes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the content of the record has an unknown form")]
pub struct ValueError;

impl From<CborError> for ValueError {
    fn from(_: CborError) -> Self {
        Self
    }
}

impl SecretValue {
    /// The content to be sealed.
    #[must_use]
    pub fn encode(&self) -> SecretBytes {
        cbor::secret(|out| match self {
            Self::Text(value) => {
                // EXPOSE: the value is encoded to be sealed.
                out.map(1).text("value").text(value.expose());
            }
            Self::Certificate { pfx, password } => {
                // EXPOSE: the file is encoded to be sealed.
                out.map(2).text("pfx").bytes(pfx.expose());
                // EXPOSE: the password is encoded to be sealed.
                out.text("password").text(password.expose());
            }
        })
    }

    /// Reads what [`SecretValue::encode`] made.
    ///
    /// # Errors
    /// [`ValueError`] for anything else, such as a longer form of a number or bytes at the end.
    pub fn decode(content: &SecretBytes) -> Result<Self, ValueError> {
        // EXPOSE: the content is decoded into the value.
        let from = &mut Reader::new(content.expose());
        let value = match from.map()? {
            1 => {
                expect(from, "value")?;
                Self::Text(Secret::new(from.text()?.to_owned()))
            }
            2 => {
                expect(from, "pfx")?;
                let pfx = SecretBytes::new(from.bytes()?.to_vec());
                expect(from, "password")?;
                Self::Certificate { pfx, password: Secret::new(from.text()?.to_owned()) }
            }
            _ => return Err(ValueError),
        };
        from.end()?;
        Ok(value)
    }
}

fn expect(from: &mut Reader<'_>, name: &str) -> Result<(), ValueError> {
    if from.text()? == name { Ok(()) } else { Err(ValueError) }
}
