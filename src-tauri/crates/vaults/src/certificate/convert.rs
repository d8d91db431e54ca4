//! PFX from PEM text or from the value of a vault's secret.

use base64::{Engine, engine::general_purpose::STANDARD};
use credenza_secret::{Secret, SecretBytes};
use p12_keystore::{Certificate, KeyStore, KeyStoreEntry, PrivateKey, PrivateKeyChain};
use x509_parser::pem::Pem;

use super::CertificateError;

/// The content type of a secret that holds a PFX.
const PFX_CONTENT: &str = "application/x-pkcs12";

/// A PFX without a password that holds what `text` holds: the private key and its certificates.
///
/// # Errors
/// `NotACertificate`, `NoPrivateKey`, `SealedKey`; `KeyForm` for a key that is not PKCS#8
/// (RFC 5208).
pub fn pfx_from_pem(text: &str) -> Result<SecretBytes, CertificateError> {
    let (mut key, mut chain) = (None, Vec::new());
    for block in Pem::iter_from_buffer(text.as_bytes()) {
        let block = block.map_err(|_| CertificateError::NotACertificate)?;
        let contents = SecretBytes::new(block.contents);
        // EXPOSE: the key and the certificates are put into the file.
        let der = contents.expose();
        match block.label.as_str() {
            "CERTIFICATE" => chain
                .push(Certificate::from_der(der).map_err(|_| CertificateError::NotACertificate)?),
            "PRIVATE KEY" => {
                key = Some(PrivateKey::from_der(der).map_err(|_| CertificateError::KeyForm)?);
            }
            "ENCRYPTED PRIVATE KEY" => return Err(CertificateError::SealedKey),
            label if label.ends_with("PRIVATE KEY") => return Err(CertificateError::KeyForm),
            _ => {}
        }
    }
    if chain.is_empty() {
        return Err(CertificateError::NotACertificate);
    }
    let key = key.ok_or(CertificateError::NoPrivateKey)?;
    let mut store = KeyStore::new();
    let chain = PrivateKeyChain::new("credenza", key, chain);
    store.add_entry("credenza", KeyStoreEntry::PrivateKeyChain(chain));
    let written = store.writer("").write().map_err(|_| CertificateError::KeyForm)?;
    Ok(SecretBytes::new(written))
}

/// The PFX, without a password, of a secret that holds a certificate.
///
/// # Errors
/// Those of [`pfx_from_pem`]; `NotACertificate` when a PFX is not base64.
pub fn pfx_of_secret(
    value: &Secret,
    content_type: Option<&str>,
) -> Result<SecretBytes, CertificateError> {
    // EXPOSE: the certificate is inside the value.
    let text = value.expose();
    if content_type != Some(PFX_CONTENT) {
        return pfx_from_pem(text);
    }
    let pfx = STANDARD.decode(text.trim()).map(SecretBytes::new);
    pfx.map_err(|_| CertificateError::NotACertificate)
}
