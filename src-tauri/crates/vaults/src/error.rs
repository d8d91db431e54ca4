//! What can go wrong, as a closed set. No error ever holds a value, a token or a server's answer.

use std::time::Duration;

use credenza_model::access::AccessCause;

/// What was asked of a vault.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Operation {
    /// Build the connector from its settings.
    Connect,
    /// Ask for the identity.
    WhoAmI,
    /// List names.
    List,
    /// List versions.
    Versions,
    /// Read a value.
    Get,
    /// Write a value.
    Set,
    /// Change attributes.
    UpdateAttributes,
    /// Delete.
    Delete,
    /// Bring back.
    Recover,
    /// List what was deleted.
    Deleted,
    /// Read to check access.
    CheckRead,
}

impl Operation {
    /// Its name in traces and copied details.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Connect => "connect",
            Self::WhoAmI => "who am I",
            Self::List => "list",
            Self::Versions => "versions",
            Self::Get => "get",
            Self::Set => "set",
            Self::UpdateAttributes => "update attributes",
            Self::Delete => "delete",
            Self::Recover => "recover",
            Self::Deleted => "list deleted",
            Self::CheckRead => "check read",
        }
    }

    /// Whether doing it twice does the same as once.
    #[must_use]
    pub fn repeatable(self) -> bool {
        !matches!(self, Self::Set | Self::Delete | Self::Recover)
    }
}

/// Why no answer came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unreachable {
    /// The name has no address.
    #[error("the address is not known")]
    NoSuchHost,
    /// Nobody listens, or the network is down.
    #[error("nothing answers there")]
    NoConnection,
    /// The certificate was signed by an authority that is not trusted.
    #[error("its certificate is signed by an authority that is not trusted")]
    UnknownAuthority,
    /// The server shows the authority's own certificate as its own.
    #[error("it shows a certificate authority's certificate as its own")]
    AuthorityAsServer,
    /// The certificate is for another name.
    #[error("its certificate is for another name")]
    CertificateName,
    /// The certificate's time is over or has not begun.
    #[error("its certificate is not valid now")]
    CertificateTime,
    /// Another fault of the TLS handshake.
    #[error("no secure connection could be made")]
    Tls,
    /// The connection broke, or the server failed (5xx).
    #[error("it failed while answering")]
    Broken,
}

/// The kinds of failure.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum VaultErrorKind {
    /// The vault refuses, for this cause.
    #[error("the vault refused")]
    Refused(AccessCause),
    /// There is no such secret or version.
    #[error("not found")]
    NotFound,
    /// A deleted secret holds the name, or somebody changes it at this moment.
    #[error("in conflict with a deleted or changing secret")]
    Conflict,
    /// Too many calls.
    #[error("the vault asks to wait")]
    Throttled,
    /// No answer.
    #[error("the vault can not be reached: {0}")]
    Unreachable(Unreachable),
    /// No answer in time.
    #[error("no answer in time")]
    TimedOut,
    /// The sign-in failed, before or at the vault.
    #[error("the sign-in failed")]
    SignInFailed,
    /// A setting of the connection is missing or has a wrong form.
    #[error("a setting is missing or wrong: {0}")]
    InvalidSetting(&'static str),
    /// The vault does not accept the name or an attribute.
    #[error("the vault does not accept the name or an attribute")]
    InvalidName,
    /// The value, or the vault's answer, is longer than allowed.
    #[error("too large")]
    TooLarge,
    /// This vault does not do that.
    #[error("this vault does not do that")]
    Unsupported,
    /// The person gave up waiting.
    #[error("cancelled")]
    Cancelled,
    /// An answer that makes no sense.
    #[error("an answer that was not understood")]
    Unexpected,
}

/// Whether asking again can help.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RetryAdvice {
    /// It can not.
    No,
    /// After a growing pause.
    Backoff,
    /// After the time that the server named.
    After(Duration),
}

/// What a call took until it failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Spent {
    /// With all pauses.
    pub time: Duration,
    /// How often it was tried.
    pub tries: u32,
}

/// Where it happened; nothing in here is secret.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Context {
    /// Host of the vault.
    pub host: Option<String>,
    /// Name of the secret.
    pub secret: Option<String>,
    /// Status and codes of the answer, such as `403 Forbidden ForbiddenByRbac`, for copied details.
    pub codes: Option<String>,
    /// The server's own identifier of the request.
    pub request_id: Option<String>,
    /// What it took; known to the standard layers alone.
    pub spent: Option<Spent>,
}

/// A failed call.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}: {kind}", operation.as_str())]
pub struct VaultError {
    /// What went wrong.
    pub kind: VaultErrorKind,
    /// Whether asking again can help.
    pub retry: RetryAdvice,
    /// What was asked.
    pub operation: Operation,
    /// Where.
    pub context: Box<Context>,
}

impl VaultError {
    /// An error that asking again does not help.
    #[must_use]
    pub fn new(operation: Operation, kind: VaultErrorKind) -> Self {
        Self { kind, retry: RetryAdvice::No, operation, context: Box::default() }
    }

    /// The same with advice.
    #[must_use]
    pub fn with_retry(mut self, retry: RetryAdvice) -> Self {
        self.retry = retry;
        self
    }

    /// The cause of a refusal, if it is one. A missing secret counts as refused access to it (C9).
    #[must_use]
    pub fn cause(&self) -> Option<AccessCause> {
        match &self.kind {
            VaultErrorKind::Refused(cause) => Some(cause.clone()),
            VaultErrorKind::NotFound => Some(AccessCause::NotFound),
            _ => None,
        }
    }
}
