//! What is shown of a certificate (V5).

use jiff::Timestamp;

/// A certificate without its private key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CertificateFacts {
    /// The subject, as a distinguished name.
    pub subject: String,
    /// SHA-1 of the DER form, upper-case hexadecimal, as Windows and Azure show it.
    pub thumbprint: String,
    /// First moment of validity.
    pub not_before: Timestamp,
    /// Last moment of validity.
    pub not_after: Timestamp,
}
