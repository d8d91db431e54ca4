//! Certificates from a file (C4, V5).

use credenza_model::certificate::CertificateFacts;
use credenza_secret::{Secret, SecretBytes};
use credenza_vaults::certificate::{self, CertificateView};

use super::NewValue;
use crate::{AppError, ErrorCode};

/// A certificate with its private key that was read from a file and can be stored.
pub struct CertificateFile {
    /// As PFX; a PEM file becomes one.
    pub pfx: SecretBytes,
    /// The PFX's password; empty when it has none.
    pub password: Secret,
    /// What is shown of it.
    pub facts: CertificateFacts,
}

impl From<CertificateFile> for NewValue {
    fn from(file: CertificateFile) -> Self {
        Self::Certificate { pfx: file.pfx, password: file.password, facts: file.facts }
    }
}

/// Reads a PFX or PEM file. PEM is told by its text form; a password serves a PFX alone.
///
/// # Errors
/// `CertificateWrongPassword`, `CertificateNoKey`, `CertificateUnreadable`.
pub fn read_certificate(
    bytes: SecretBytes,
    password: Option<Secret>,
) -> Result<CertificateFile, AppError> {
    let empty = || Secret::new(String::new());
    // EXPOSE: the file is read; what is shown of it holds no key.
    if let Some(text) = pem(bytes.expose()) {
        let facts = certificate::parse_pem(text)?.with_private_key()?;
        let pfx = certificate::pfx_from_pem(text)?;
        return Ok(CertificateFile { pfx, password: empty(), facts });
    }
    // EXPOSE: as above.
    let read = certificate::parse_pfx(bytes.expose(), password.as_ref());
    let facts = read.and_then(CertificateView::with_private_key);
    let facts = facts.map_err(|error| {
        let mut shown = AppError::from(error);
        if shown.code == ErrorCode::CertificateWrongPassword && password.is_none() {
            shown.message = "The certificate is protected by a password.".to_owned();
        }
        shown
    })?;
    Ok(CertificateFile { pfx: bytes, password: password.unwrap_or_else(empty), facts })
}

fn pem(bytes: &[u8]) -> Option<&str> {
    std::str::from_utf8(bytes).ok().filter(|text| text.contains("-----BEGIN "))
}
