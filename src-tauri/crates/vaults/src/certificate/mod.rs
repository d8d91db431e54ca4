//! Certificates in PFX (PKCS#12) or PEM form, from a vault or a file. Pure: reads no file.

mod convert;

use base64::{Engine, engine::general_purpose::STANDARD};
pub use convert::{pfx_from_pem, pfx_of_secret};
use credenza_model::certificate::CertificateFacts;
use credenza_secret::{Secret, SecretBytes};
use jiff::Timestamp;
use p12_keystore::{KeyStore, KeyStoreEntry, Pkcs12ImportPolicy};
use sha1::{Digest, Sha1};
use x509_parser::{certificate::X509Certificate, pem::Pem, prelude::FromDer};

/// Why a certificate can not be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CertificateError {
    /// The file does not open with this password, or it is damaged in its sealed part.
    #[error("the password does not open the certificate")]
    WrongPassword,
    /// There is a certificate, but its private key is not with it: it was exported without, or its
    /// key may not be exported.
    #[error("the certificate comes without its private key")]
    NoPrivateKey,
    /// The private key is sealed with a password inside the PEM text, which is not supported.
    #[error("the private key is sealed with a password of its own")]
    SealedKey,
    /// The private key is not in PKCS#8 form (`BEGIN PRIVATE KEY`).
    #[error("the private key is not in PKCS#8 form")]
    KeyForm,
    /// Not a certificate at all.
    #[error("this is not a certificate")]
    NotACertificate,
}

/// What is shown of a certificate, and whether its private key is there. Holds no key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CertificateView {
    /// Subject, thumbprint and time.
    pub facts: CertificateFacts,
    /// Whether the private key came with it.
    pub has_private_key: bool,
}

impl CertificateView {
    /// The facts, if the private key is there.
    ///
    /// # Errors
    /// [`CertificateError::NoPrivateKey`].
    pub fn with_private_key(self) -> Result<CertificateFacts, CertificateError> {
        if self.has_private_key { Ok(self.facts) } else { Err(CertificateError::NoPrivateKey) }
    }
}

/// Reads a PFX. An empty password is one that was left out.
///
/// # Errors
/// `WrongPassword`, `NotACertificate`.
pub fn parse_pfx(
    pfx: &[u8],
    password: Option<&Secret>,
) -> Result<CertificateView, CertificateError> {
    // EXPOSE: the password opens the file.
    let password = password.map_or("", Secret::expose);
    let open = |policy| KeyStore::from_pkcs12(pfx, password, policy).map_err(|e| pfx_error(&e));
    let linked = open(Pkcs12ImportPolicy::Relaxed)?;
    if let Some((_, chain)) = linked.private_key_chain()
        && let Some(leaf) = chain.certs().first()
    {
        return view(leaf.as_der(), true);
    }
    // Certificates without a key are dropped unless nothing is linked.
    let store = open(Pkcs12ImportPolicy::Raw)?;
    let alone = store.entries().find_map(|(_, entry)| match entry {
        KeyStoreEntry::Certificate(certificate) => Some(certificate.as_der().to_vec()),
        KeyStoreEntry::PrivateKeyChain(chain) => chain.certs().first().map(|c| c.as_der().to_vec()),
        KeyStoreEntry::Secret(_) => None,
    });
    let alone = alone.ok_or(CertificateError::NotACertificate)?;
    view(&alone, false)
}

/// Reads the value of a secret that holds a certificate, by its content type:
/// `application/x-pkcs12` is base64 of a PFX without a password, anything else is PEM text.
///
/// # Errors
/// Those of [`parse_pfx`] and [`parse_pem`].
pub fn parse_secret(
    value: &Secret,
    content_type: Option<&str>,
) -> Result<CertificateView, CertificateError> {
    // EXPOSE: the certificate is inside the value.
    let text = value.expose();
    if content_type != Some("application/x-pkcs12") {
        return parse_pem(text);
    }
    let pfx = STANDARD.decode(text.trim()).map(SecretBytes::new);
    let pfx = pfx.map_err(|_| CertificateError::NotACertificate)?;
    // EXPOSE: the certificate is inside the file.
    parse_pfx(pfx.expose(), None)
}

/// Reads PEM text: certificates, the first one being the subject's own, and its private key.
///
/// # Errors
/// `NotACertificate`, `SealedKey`.
pub fn parse_pem(text: &str) -> Result<CertificateView, CertificateError> {
    let mut leaf = None;
    let mut has_private_key = false;
    for block in Pem::iter_from_buffer(text.as_bytes()) {
        let block = block.map_err(|_| CertificateError::NotACertificate)?;
        match block.label.as_str() {
            "CERTIFICATE" if leaf.is_none() => leaf = Some(block.contents),
            "ENCRYPTED PRIVATE KEY" => return Err(CertificateError::SealedKey),
            label if label.ends_with("PRIVATE KEY") => {
                has_private_key = true;
                drop(SecretBytes::new(block.contents));
            }
            _ => {}
        }
    }
    view(&leaf.ok_or(CertificateError::NotACertificate)?, has_private_key)
}

fn pfx_error(error: &p12_keystore::error::Error) -> CertificateError {
    use p12_keystore::error::Error;
    match error {
        Error::MacError(_) | Error::UnpadError | Error::Pkcs5Error(_) => {
            CertificateError::WrongPassword
        }
        _ => CertificateError::NotACertificate,
    }
}

fn view(der: &[u8], has_private_key: bool) -> Result<CertificateView, CertificateError> {
    let (_, parsed) =
        X509Certificate::from_der(der).map_err(|_| CertificateError::NotACertificate)?;
    let time =
        |seconds| Timestamp::from_second(seconds).map_err(|_| CertificateError::NotACertificate);
    let validity = parsed.validity();
    Ok(CertificateView {
        facts: CertificateFacts {
            subject: parsed.subject().to_string(),
            thumbprint: hex::encode_upper(Sha1::digest(der)),
            not_before: time(validity.not_before.timestamp())?,
            not_after: time(validity.not_after.timestamp())?,
        },
        has_private_key,
    })
}
