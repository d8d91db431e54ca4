//! The one place where failures of the official crates become [`VaultError`].

use std::{error::Error as _, time::Duration};

use azure_core::{
    Error,
    error::ErrorKind,
    http::{RawResponse, headers::HeaderName},
};
use credenza_model::access::AccessCause;
use jiff::{Timestamp, fmt::rfc2822};
use serde::Deserialize;

use super::transport::{AnswerTooLong, OtherHost};
use crate::{Context, Operation, RetryAdvice, Unreachable, VaultError, VaultErrorKind};

/// Tokens are refused beyond five minutes of difference.
const LARGEST_SKEW_SECONDS: i64 = 300;

/// What is known besides the failure itself.
#[derive(Debug, Clone, Copy)]
pub(super) struct About<'a> {
    pub(super) operation: Operation,
    pub(super) host: &'a str,
    pub(super) secret: Option<&'a str>,
    /// Tenant that the vault named when it asked for a token.
    pub(super) vault_tenant: Option<&'a str>,
    /// Tenant of the token that was sent.
    pub(super) token_tenant: Option<&'a str>,
    pub(super) now: Timestamp,
}

/// The body of a refusal. Only its codes, and the client's own address, leave this file: a server
/// that repeats the request in its message must not put a value into an error.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Body {
    error: Option<Detail>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Detail {
    code: Option<String>,
    message: Option<String>,
    innererror: Option<Box<Detail>>,
}

pub(super) fn error(about: About<'_>, error: &Error) -> VaultError {
    let mut built = match error.kind() {
        ErrorKind::HttpResponse { raw_response: Some(answer), .. } => from_answer(about, answer),
        ErrorKind::HttpResponse { status, .. } => {
            let kind = VaultErrorKind::Unexpected;
            let mut built = VaultError::new(about.operation, kind);
            built.context.codes = Some(u16::from(*status).to_string());
            built
        }
        ErrorKind::Credential => from_sign_in(about, error),
        _ => without_answer(about, error),
    };
    built.context.host = Some(about.host.to_owned());
    built.context.secret = about.secret.map(str::to_owned);
    built
}

fn from_answer(about: About<'_>, answer: &RawResponse) -> VaultError {
    let status = u16::from(answer.status());
    let detail = serde_json::from_slice::<Body>(answer.body().as_ref())
        .ok()
        .and_then(|body| body.error)
        .unwrap_or_default();
    let (kind, retry) = match status {
        400 => (VaultErrorKind::InvalidName, RetryAdvice::No),
        401 => (unauthorised(about, answer), RetryAdvice::No),
        403 => (VaultErrorKind::Refused(forbidden(&detail)), RetryAdvice::No),
        404 => (VaultErrorKind::NotFound, RetryAdvice::No),
        409 => (VaultErrorKind::Conflict, RetryAdvice::No),
        413 => (VaultErrorKind::TooLarge, RetryAdvice::No),
        429 => (VaultErrorKind::Throttled, wait(answer)),
        408 | 500..=599 => (VaultErrorKind::Unreachable(Unreachable::Broken), wait(answer)),
        _ => (VaultErrorKind::Unexpected, RetryAdvice::No),
    };
    let mut built = VaultError::new(about.operation, kind).with_retry(retry);
    built.context = Box::new(Context {
        codes: Some(codes(about.operation, status, &detail)),
        request_id: header(answer, "x-ms-request-id").and_then(|id| word(about.operation, &id)),
        ..Context::default()
    });
    built
}

fn unauthorised(about: About<'_>, answer: &RawResponse) -> VaultErrorKind {
    if let (Some(vault), Some(signed_in)) = (about.vault_tenant, about.token_tenant)
        && !vault.eq_ignore_ascii_case(signed_in)
    {
        return VaultErrorKind::Refused(AccessCause::WrongTenant {
            vault: vault.to_owned(),
            signed_in: signed_in.to_owned(),
        });
    }
    let date = header(answer, "date").and_then(|date| rfc2822::parse(&date).ok());
    if let Some(date) = date {
        let seconds = about.now.as_second() - date.timestamp().as_second();
        if seconds.abs() > LARGEST_SKEW_SECONDS {
            return VaultErrorKind::Refused(AccessCause::ClockSkew { seconds });
        }
    }
    VaultErrorKind::SignInFailed
}

/// The cause of a 403. Azure puts it into the inner code; some servers tell it in words only.
fn forbidden(detail: &Detail) -> AccessCause {
    let message = detail.message.as_deref().unwrap_or_default();
    let inner = detail.innererror.as_ref().and_then(|i| i.code.as_deref());
    match inner {
        Some("SecretDisabled") => AccessCause::Disabled,
        Some("ForbiddenByRbac") => AccessCause::NoRole,
        Some("AccessDenied" | "ForbiddenByPolicy") => AccessCause::PermissionModel,
        Some("ForbiddenByFirewall" | "ForbiddenByConnection") => {
            AccessCause::Firewall { address: client_address(message) }
        }
        Some("SecretExpired") => AccessCause::Expired { on: None },
        Some("SecretNotYetValid") => AccessCause::NotYetValid { from: None },
        _ => cause_in_words(message),
    }
}

fn cause_in_words(message: &str) -> AccessCause {
    let message = message.to_ascii_lowercase();
    let says = |part: &str| message.contains(part);
    if says("disabled secret") || says("secret is disabled") {
        AccessCause::Disabled
    } else if says("is expired") || says("has expired") || says("expired secret") {
        AccessCause::Expired { on: None }
    } else if says("not yet valid") || says("before the secret's nbf") {
        AccessCause::NotYetValid { from: None }
    } else if says("not authorized to perform action") {
        AccessCause::NoRole
    } else {
        AccessCause::Unknown
    }
}

/// The address in `Client address: 203.0.113.9 …`; nothing else of the message is taken.
fn client_address(message: &str) -> Option<String> {
    let lower = message.to_ascii_lowercase();
    let start = lower.find("client address:")? + "client address:".len();
    let rest = message.get(start..)?.trim_start();
    let word = rest.split([' ', '\r', '\n', ',', ';', '(']).next()?;
    let address: std::net::IpAddr = word.trim_end_matches('.').parse().ok()?;
    Some(address.to_string())
}

fn wait(answer: &RawResponse) -> RetryAdvice {
    let milliseconds = ["x-ms-retry-after-ms", "retry-after-ms"]
        .iter()
        .find_map(|name| header(answer, name)?.trim().parse().ok())
        .map(Duration::from_millis);
    let seconds = || {
        let seconds = header(answer, "retry-after")?.trim().parse().ok()?;
        Some(Duration::from_secs(seconds))
    };
    milliseconds.or_else(seconds).map_or(RetryAdvice::Backoff, RetryAdvice::After)
}

fn header(answer: &RawResponse, name: &str) -> Option<String> {
    let name = HeaderName::from(name.to_owned());
    answer.headers().get_optional_string(&name)
}

fn codes(operation: Operation, status: u16, detail: &Detail) -> String {
    let inner = detail.innererror.as_ref().and_then(|i| i.code.as_deref());
    let mut text = status.to_string();
    for code in [detail.code.as_deref(), inner].into_iter().flatten() {
        if let Some(code) = word(operation, code) {
            text.push(' ');
            text.push_str(&code);
        }
    }
    text
}

/// Codes that Azure answers a write with.
const CODES_OF_WRITES: [&str; 14] = [
    "AccessDenied",
    "BadParameter",
    "Conflict",
    "Forbidden",
    "ForbiddenByConnection",
    "ForbiddenByFirewall",
    "ForbiddenByPolicy",
    "ForbiddenByRbac",
    "InternalError",
    "ObjectIsBeingDeleted",
    "ObjectIsDeletedButRecoverable",
    "ServiceUnavailable",
    "Throttled",
    "Unauthorized",
];

/// A short identifier, or nothing. A write carries a value, and a server or proxy that repeats what
/// it was sent could do so in any field: after a write only known codes pass.
fn word(operation: Operation, text: &str) -> Option<String> {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
    let short = (1..=64).contains(&text.len()) && text.chars().all(plain);
    let passes = match operation {
        Operation::Set => CODES_OF_WRITES.contains(&text),
        _ => short,
    };
    passes.then(|| text.to_owned())
}

fn from_sign_in(about: About<'_>, error: &Error) -> VaultError {
    if let Some(inner) = chain(error).find_map(|e| e.downcast_ref::<Error>()) {
        let transport = matches!(inner.kind(), ErrorKind::Connection | ErrorKind::Io);
        if transport {
            return without_answer(about, inner);
        }
    }
    let kind = VaultErrorKind::SignInFailed;
    let mut built = VaultError::new(about.operation, kind);
    built.context.codes =
        chain(error).find_map(|e| aadsts(&e.to_string())).or_else(|| aadsts(&error.to_string()));
    if let Some(status) =
        chain(error).filter_map(|e| e.downcast_ref::<Error>()).find_map(Error::http_status)
        && (u16::from(status) == 429 || u16::from(status) >= 500)
    {
        built.retry = RetryAdvice::Backoff;
    }
    built
}

/// The number that Entra gives to a failed sign-in; its text is not taken.
fn aadsts(message: &str) -> Option<String> {
    let start = message.find("AADSTS")?;
    let digits: String =
        message[start + 6..].chars().take_while(char::is_ascii_digit).take(12).collect();
    (!digits.is_empty()).then(|| format!("AADSTS{digits}"))
}

fn without_answer(about: About<'_>, error: &Error) -> VaultError {
    if chain(error).any(|e| e.is::<AnswerTooLong>()) {
        return VaultError::new(about.operation, VaultErrorKind::TooLarge);
    }
    if chain(error).any(|e| e.is::<OtherHost>()) {
        return VaultError::new(about.operation, VaultErrorKind::Unexpected);
    }
    match fault(error) {
        Some(Unreachable::Broken | Unreachable::NoConnection) | None
            if matches!(error.kind(), ErrorKind::Connection | ErrorKind::Io) =>
        {
            let fault = fault(error).unwrap_or(Unreachable::Broken);
            VaultError::new(about.operation, VaultErrorKind::Unreachable(fault))
                .with_retry(RetryAdvice::Backoff)
        }
        Some(fault) => VaultError::new(about.operation, VaultErrorKind::Unreachable(fault)),
        None => VaultError::new(about.operation, VaultErrorKind::Unexpected),
    }
}

/// The reason, which the client libraries tell in words only.
fn fault(error: &Error) -> Option<Unreachable> {
    chain(error).find_map(|e| {
        let text = e.to_string().to_ascii_lowercase();
        let says = |parts: &[&str]| parts.iter().any(|p| text.contains(p));
        if says(&["causedasendentity", "ca used as end entity"]) || says(&["causedasend"]) {
            Some(Unreachable::AuthorityAsServer)
        } else if says(&["unknownissuer", "unknown issuer", "self-signed", "self signed"]) {
            Some(Unreachable::UnknownAuthority)
        } else if says(&["notvalidforname", "not valid for name"]) {
            Some(Unreachable::CertificateName)
        } else if says(&["certificate expired", "notvalidyet", "not valid yet"]) {
            Some(Unreachable::CertificateTime)
        } else if says(&["certificate", "handshake", "tls"]) {
            Some(Unreachable::Tls)
        } else if says(&["dns error", "failed to lookup"]) {
            Some(Unreachable::NoSuchHost)
        } else if says(&["refused", "unreachable", "timed out"]) {
            Some(Unreachable::NoConnection)
        } else {
            None
        }
    })
}

type Cause<'a> = &'a (dyn std::error::Error + 'static);

/// The causes of an error.
fn chain(error: &Error) -> impl Iterator<Item = Cause<'_>> {
    let wrapped = error.get_ref().map(|e| e as Cause<'_>);
    std::iter::successors(wrapped.or(error.source()), |e| cause_of(*e))
}

/// `io::Error` hides the error that it wraps from its sources.
fn cause_of(error: Cause<'_>) -> Option<Cause<'_>> {
    let io = error.downcast_ref::<std::io::Error>();
    match io.and_then(std::io::Error::get_ref) {
        Some(hidden) => Some(hidden as Cause<'_>),
        None => error.source(),
    }
}
