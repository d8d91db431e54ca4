//! The HTTP client under the official crates: own trust, no redirects, bounded answers, and one
//! host per client, so that no answer can send a token elsewhere.

use std::{
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use async_trait::async_trait;
use azure_core::{
    error::{Error, ErrorKind},
    http::{
        AsyncRawResponse, ClientOptions, HttpClient, Request, RetryOptions, Transport,
        headers::{HeaderName, Headers},
        response::PinnedStream,
    },
};
use futures::StreamExt;
use url::Url;

use super::config::{AzureKeyVaultConfig, invalid};
use crate::VaultError;

const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
const READ_TIMEOUT: Duration = Duration::from_secs(30);
/// A page of 25 entries with 15 tags of 1 KB each stays below 1 MB.
const LONGEST_ANSWER: usize = 4 << 20;

/// Marks an answer that was cut off.
#[derive(Debug, thiserror::Error)]
#[error("the answer is longer than allowed")]
pub(crate) struct AnswerTooLong;

/// Marks a request that was about to leave its host.
#[derive(Debug, thiserror::Error)]
#[error("the server named another host")]
pub(crate) struct OtherHost;

pub(crate) fn http_client(config: &AzureKeyVaultConfig) -> Result<reqwest::Client, VaultError> {
    let mut builder = reqwest::Client::builder()
        .connect_timeout(CONNECT_TIMEOUT)
        .read_timeout(READ_TIMEOUT)
        .redirect(reqwest::redirect::Policy::none());
    if let Some(pem) = &config.ca_pem {
        let unreadable = "the certificate authority is not a PEM certificate";
        let certificates = reqwest::Certificate::from_pem_bundle(pem.as_bytes())
            .map_err(|_| invalid(unreadable))?;
        if certificates.is_empty() {
            return Err(invalid(unreadable));
        }
        builder = builder.tls_certs_merge(certificates);
    }
    for (host, address) in &config.resolve {
        builder = builder.resolve(host, *address);
    }
    builder.build().map_err(|_| invalid("the certificate authority can not be used"))
}

/// Options for one of the official clients. Their own retry is off: ours is bounded.
pub(crate) fn options(client: Arc<dyn HttpClient>) -> ClientOptions {
    ClientOptions {
        retry: RetryOptions::none(),
        transport: Some(Transport::new(client)),
        ..ClientOptions::default()
    }
}

/// What the vault said of itself when it asked for a token.
#[derive(Debug, Default)]
pub(crate) struct Challenge {
    tenant: Mutex<Option<String>>,
}

impl Challenge {
    pub(crate) fn tenant(&self) -> Option<String> {
        self.tenant.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn learn(&self, headers: &Headers) {
        let name = HeaderName::from_static("www-authenticate");
        let Some(tenant) = headers.get_optional_str(&name).and_then(tenant_of) else {
            return;
        };
        *self.tenant.lock().unwrap_or_else(PoisonError::into_inner) = Some(tenant);
    }
}

/// The tenant in `Bearer authorization="https://login…/{tenant}", resource="…"`.
fn tenant_of(challenge: &str) -> Option<String> {
    let parameter = ["authorization=\"", "authorization_uri=\""]
        .iter()
        .find_map(|key| challenge.split_once(key))?;
    let (address, _) = parameter.1.split_once('"')?;
    let url = Url::parse(address).ok()?;
    let tenant = url.path_segments()?.next()?;
    is_tenant(tenant).then(|| tenant.to_owned())
}

/// The id or domain of a tenant: nothing else of what a server says is shown, and a command that
/// mends a refusal names it.
fn is_tenant(text: &str) -> bool {
    (1..=253).contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'.' || b == b'-')
}

/// A client that talks to one host, learns its challenge and cuts long answers off.
#[derive(Debug)]
pub(crate) struct OneHost {
    inner: Arc<dyn HttpClient>,
    host: Url,
    challenge: Arc<Challenge>,
}

impl OneHost {
    pub(crate) fn new(inner: Arc<dyn HttpClient>, host: Url, challenge: Arc<Challenge>) -> Self {
        Self { inner, host, challenge }
    }
}

#[async_trait]
impl HttpClient for OneHost {
    async fn execute_request(&self, request: &Request) -> azure_core::Result<AsyncRawResponse> {
        if request.url().origin() != self.host.origin() {
            return Err(Error::new(ErrorKind::Other, OtherHost));
        }
        let answer = self.inner.execute_request(request).await?;
        if u16::from(answer.status()) == 401 {
            self.challenge.learn(answer.headers());
        }
        Ok(bounded(answer))
    }
}

fn bounded(answer: AsyncRawResponse) -> AsyncRawResponse {
    let (status, headers, body) = answer.deconstruct();
    let seen = AtomicUsize::new(0);
    let body: PinnedStream = Box::pin(body.map(move |piece| {
        let piece = piece?;
        let total = seen.fetch_add(piece.len(), Ordering::Relaxed) + piece.len();
        if total > LONGEST_ANSWER {
            return Err(Error::new(ErrorKind::DataConversion, AnswerTooLong));
        }
        Ok(piece)
    }));
    AsyncRawResponse::new(status, headers, body)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tenant_is_read_from_the_challenge() {
        let azure =
            "Bearer authorization=\"https://login.example/7a\", resource=\"https://v.example\"";
        assert_eq!(tenant_of(azure).as_deref(), Some("7a"));
        assert_eq!(tenant_of("Bearer resource=\"https://v.example\""), None);
        assert_eq!(tenant_of("Bearer authorization=\"https://login.example\""), None);
    }

    #[test]
    fn a_tenant_is_an_id_or_a_domain_and_nothing_else() {
        let named = |tenant: &str| {
            tenant_of(&format!("Bearer authorization=\"https://login.example/{tenant}/oauth2\""))
        };
        for good in ["contoso.onmicrosoft.com", "6f89cf12-978b-4d23-ac18-9ef0c127cf87"] {
            assert_eq!(named(good).as_deref(), Some(good));
        }
        let long = "a".repeat(254);
        for bad in ["a'b", "';calc;'", "$(calc)", "a&calc", "a%0Ab", "a|b", "ä", "", &long] {
            assert_eq!(named(bad), None, "{bad}");
        }
    }
}
