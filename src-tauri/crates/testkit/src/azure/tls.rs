//! A small certificate authority and a server certificate of it.

use std::sync::Arc;

use rcgen::{
    BasicConstraints, Certificate, CertificateParams, IsCa, Issuer, KeyPair, KeyUsagePurpose,
};
use rustls_pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use tokio_rustls::{
    TlsAcceptor,
    rustls::{ServerConfig, crypto::aws_lc_rs},
};

const NAMES: [&str; 5] =
    ["localhost", "*.localhost", "127.0.0.1", "vault.azure.net", "*.vault.azure.net"];

/// An authority, made anew for each server.
pub struct Authority {
    params: CertificateParams,
    key: KeyPair,
    /// Its certificate, PEM.
    pub pem: String,
    der: CertificateDer<'static>,
}

impl Authority {
    /// Makes one.
    #[must_use]
    pub fn new() -> Self {
        let mut params = CertificateParams::new(Vec::new()).expect("no names are valid names");
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign];
        params.distinguished_name.push(rcgen::DnType::CommonName, "Credenza test authority");
        Self::from(params)
    }

    /// One that also carries the names of the server, as home-made certificates often do.
    #[must_use]
    pub fn that_is_a_server() -> Self {
        let mut params = CertificateParams::new(NAMES.map(str::to_owned)).expect("names are valid");
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        Self::from(params)
    }

    fn from(params: CertificateParams) -> Self {
        let key = KeyPair::generate().expect("a key can be made");
        let certificate = params.self_signed(&key).expect("it can sign itself");
        Self { pem: certificate.pem(), der: certificate.der().clone(), params, key }
    }

    /// A server's certificate and its key, both PEM.
    #[must_use]
    pub fn leaf(&self) -> (String, String) {
        let (leaf, key) = self.sign();
        (leaf.pem(), key.serialize_pem())
    }

    /// Accepts connections with a certificate of this authority.
    pub(super) fn acceptor(&self) -> TlsAcceptor {
        let (leaf, key) = self.sign();
        acceptor(leaf.der().clone(), &key)
    }

    fn sign(&self) -> (Certificate, KeyPair) {
        let params = CertificateParams::new(NAMES.map(str::to_owned)).expect("names are valid");
        let key = KeyPair::generate().expect("a key can be made");
        let issuer = Issuer::from_params(&self.params, &self.key);
        let leaf = params.signed_by(&key, &issuer).expect("it can be signed");
        (leaf, key)
    }

    /// Accepts connections with the authority's own certificate, which is wrong.
    pub(super) fn own_acceptor(&self) -> TlsAcceptor {
        acceptor(self.der.clone(), &self.key)
    }
}

impl Default for Authority {
    fn default() -> Self {
        Self::new()
    }
}

fn acceptor(certificate: CertificateDer<'static>, key: &KeyPair) -> TlsAcceptor {
    let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der()));
    let config = ServerConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
        .with_safe_default_protocol_versions()
        .expect("the provider has the default versions")
        .with_no_client_auth()
        .with_single_cert(vec![certificate], key)
        .expect("the key fits the certificate");
    TlsAcceptor::from(Arc::new(config))
}
