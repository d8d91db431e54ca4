//! What a person is told when something did not work: a closed code with its words.

mod convert;
mod words;

pub(crate) use convert::{location_name, name_problem};

use crate::vaults::Refusal;
use words::WORDS;

/// The kinds of failure. Front ends decide by these and never by words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ErrorCode {
    /// A field of a form is not good; the fields say which and why.
    Invalid,
    /// There is no such thing.
    NotFound,
    /// Another thing has this name.
    NameTaken,
    /// Others use it.
    InUse,
    /// A rule or role does not allow it.
    NotAllowed,
    /// The password does not open the workspace.
    WrongPassword,
    /// The recovery code does not open the workspace.
    WrongRecoveryCode,
    /// The pairing code does not open the pairing file.
    WrongPairingCode,
    /// The password needs the device secret, which this device does not have.
    DeviceSecretMissing,
    /// The keeper that may have the device secret gives no answer.
    DeviceSecretUnreachable,
    /// Nothing on this device keeps the device secret.
    DeviceSecretNotKept,
    /// The device secret is mistyped, or of another workspace or time.
    WrongDeviceSecret,
    /// The new password is too easy to guess.
    WeakPassword,
    /// The header is damaged.
    HeaderDamaged,
    /// The database is damaged.
    StoreDamaged,
    /// A newer version wrote the workspace.
    NewerFormat,
    /// The workspace can't be written.
    ReadOnly,
    /// The disk is full.
    DiskFull,
    /// Another process holds the workspace.
    WorkspaceBusy,
    /// Somebody else changed the thing at the same moment.
    ChangedMeanwhile,
    /// The folder exists already.
    WorkspaceExists,
    /// The folder is no workspace.
    NotAWorkspace,
    /// The key store of the system does not help.
    KeyStoreUnavailable,
    /// The backup is damaged.
    BackupDamaged,
    /// The vault refuses to read the secret.
    VaultRefused,
    /// The vault gave no answer.
    VaultOffline,
    /// The vault asks to wait.
    VaultThrottled,
    /// A colleague named the vault, and the person has not connected it.
    VaultNotConnected,
    /// A deleted secret holds the name, or somebody changes it.
    VaultConflict,
    /// The sign-in to a vault failed.
    SignInFailed,
    /// The password does not open the certificate.
    CertificateWrongPassword,
    /// The certificate comes without its private key.
    CertificateNoKey,
    /// The certificate has a form that can't be used.
    CertificateUnreadable,
    /// The person gave up waiting.
    Cancelled,
    /// Several things have this name.
    Ambiguous,
    /// A team's location is not reached, or does not let this person in.
    LocationUnavailable,
    /// A team's location is not as it should be, and nothing is written there.
    LocationAlarm,
    /// A file could not be read or written.
    File,
    /// Something that should not happen.
    Internal,
}

/// A field that is not good, and why, in a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldProblem {
    /// The field's name in the form: `name`, `locations`, `value` and so on.
    pub field: &'static str,
    /// What is wrong with it.
    pub message: String,
}

/// A failure in the words for a person. It never holds a value.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct AppError {
    /// Its kind.
    pub code: ErrorCode,
    /// What happened, and to what.
    pub message: String,
    /// What to do next.
    pub hint: &'static str,
    /// The fields of the form that are not good.
    pub fields: Vec<FieldProblem>,
    /// Identifiers and names of what stands in the way.
    pub blocked_by: Vec<([u8; 16], String)>,
    /// Places in code that name it: source, path and line.
    pub places: Vec<String>,
    /// What a vault refused, with its cause.
    pub refusal: Option<Box<Refusal>>,
}

impl ErrorCode {
    /// What happened and what to do next.
    #[must_use]
    pub fn words(self) -> (&'static str, &'static str) {
        let found = WORDS.iter().find(|(code, ..)| *code == self);
        found.map_or(("Something went wrong.", "Try again."), |(_, what, next)| (what, next))
    }
}

/// How often a change is made anew on what somebody else left meanwhile.
const PATIENCE: usize = 8;

/// Does `work`, which reads, changes and stores, until nobody else stored in between.
///
/// # Errors
/// Those of `work`; [`ErrorCode::ChangedMeanwhile`] when somebody else was faster each time.
pub(crate) fn undisturbed<T>(mut work: impl FnMut() -> Result<T, AppError>) -> Result<T, AppError> {
    let disturbed = |result: &Result<T, AppError>| matches!(result, Err(error) if error.code == ErrorCode::ChangedMeanwhile);
    let mut last = work();
    for _ in 1..PATIENCE {
        if !disturbed(&last) {
            break;
        }
        last = work();
    }
    last
}

impl AppError {
    /// The error of `code` in its own words.
    #[must_use]
    pub fn new(code: ErrorCode) -> Self {
        let (message, hint) = code.words();
        Self {
            code,
            message: message.to_owned(),
            hint,
            fields: Vec::new(),
            blocked_by: Vec::new(),
            places: Vec::new(),
            refusal: None,
        }
    }

    /// The same with the thing that it happened to.
    #[must_use]
    pub fn about(code: ErrorCode, what: &str) -> Self {
        let mut error = Self::new(code);
        error.message = format!("{what}: {}", error.message);
        error
    }

    /// A role or rule does not allow it, for this reason.
    #[must_use]
    pub fn not_allowed(why: &str) -> Self {
        let mut error = Self::new(ErrorCode::NotAllowed);
        why.clone_into(&mut error.message);
        error.hint = "Ask somebody who has the right.";
        error
    }

    /// A vault refused.
    #[must_use]
    pub fn refused(refusal: Box<Refusal>) -> Self {
        let mut error = Self::new(ErrorCode::VaultRefused);
        error.message = format!("{} {}", refusal.path, refusal.cause_text);
        error.refusal = Some(refusal);
        error
    }

    /// A field that is not good.
    #[must_use]
    pub fn field(field: &'static str, message: impl Into<String>) -> Self {
        let mut error = Self::new(ErrorCode::Invalid);
        let message = message.into();
        error.message.clone_from(&message);
        error.fields.push(FieldProblem { field, message });
        error
    }

    /// Somebody else changed these fields of what a person was shown: each with its name in the form
    /// and in words.
    #[must_use]
    pub(crate) fn changed_fields(fields: &[(&'static str, &'static str)]) -> Self {
        let mut error = Self::new(ErrorCode::ChangedMeanwhile);
        let words: Vec<_> = fields.iter().map(|(_, words)| *words).collect();
        if !words.is_empty() {
            let were = if words.len() == 1 && !words[0].ends_with('s') { "was" } else { "were" };
            let of = format!("The {} {were} changed meanwhile.", words.join(" and the "));
            error.message = of;
        }
        let field = |(field, words): &(&'static str, &str)| FieldProblem {
            field,
            message: format!("Somebody else changed the {words} meanwhile."),
        };
        error.fields = fields.iter().map(field).collect();
        error
    }

    /// The same error, with the field of a form that it belongs to.
    #[must_use]
    pub fn in_field(mut self, field: &'static str) -> Self {
        self.fields.push(FieldProblem { field, message: self.message.clone() });
        self
    }
}
