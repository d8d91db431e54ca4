//! What a person is told when something did not work: a closed code with its words.

use credenza_crypto::{
    header::{ChangeError, HeaderError, UnlockError},
    kdf::KdfError,
    record::SealError,
};
use credenza_model::{
    connection::TargetError,
    credential::CredentialError,
    location::{Location, LocationError},
    name::NameError,
};
use credenza_store::StoreError;
use credenza_vaults::certificate::CertificateError;

use crate::vaults::Refusal;

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
    /// What a vault refused, with its cause.
    pub refusal: Option<Box<Refusal>>,
}

/// The words of each code: what happened, and what to do next. One table for all front ends.
const WORDS: &[(ErrorCode, &str, &str)] = &[
    (
        ErrorCode::Invalid,
        "Something in the form is not right yet.",
        "Correct the marked field and try again.",
    ),
    (
        ErrorCode::NotFound,
        "It was not found.",
        "Check the name. Names must match exactly, apart from case.",
    ),
    (ErrorCode::NameTaken, "The name is already used in this workspace.", "Choose another name."),
    (ErrorCode::InUse, "It is still in use.", "Remove what uses it first, then try again."),
    (
        ErrorCode::NotAllowed,
        "This is not allowed.",
        "Choose another credential, or another place to use it.",
    ),
    (
        ErrorCode::WrongPassword,
        "That password didn't open this workspace.",
        "Check Caps Lock and the keyboard language, or use the recovery code.",
    ),
    (
        ErrorCode::WrongRecoveryCode,
        "That recovery code didn't open this workspace.",
        "Compare it with the sheet, group by group.",
    ),
    (
        ErrorCode::WeakPassword,
        "The password is too easy to guess.",
        "Make it longer: four or more unusual words are good.",
    ),
    (
        ErrorCode::HeaderDamaged,
        "The workspace's header is damaged.",
        "Restore a backup. The file was left as it is.",
    ),
    (
        ErrorCode::StoreDamaged,
        "The workspace's database is damaged.",
        "Restore a backup. The file was left as it is.",
    ),
    (
        ErrorCode::NewerFormat,
        "A newer version of Credenza wrote this workspace.",
        "Update Credenza. The workspace was left as it is.",
    ),
    (
        ErrorCode::ReadOnly,
        "The workspace can't be written.",
        "Check the rights of its folder, and whether the disk is read-only.",
    ),
    (
        ErrorCode::DiskFull,
        "The disk is full. Nothing was changed.",
        "Free some space, then try again.",
    ),
    (
        ErrorCode::WorkspaceBusy,
        "Another program is using the workspace.",
        "Wait until it has finished, or lock it there, then try again.",
    ),
    (
        ErrorCode::WorkspaceExists,
        "There is something at this place already.",
        "Choose another name or folder.",
    ),
    (
        ErrorCode::NotAWorkspace,
        "This folder is not a Credenza workspace.",
        "Choose a folder whose name ends in .credenza, or create a workspace.",
    ),
    (
        ErrorCode::KeyStoreUnavailable,
        "The key store of this computer can't be used.",
        "Use the master password. It always works.",
    ),
    (
        ErrorCode::BackupDamaged,
        "The backup is damaged. Nothing was restored.",
        "Use another backup.",
    ),
    (
        ErrorCode::VaultRefused,
        "The vault refuses to read the secret.",
        "Ask for the right that is named, or choose another secret.",
    ),
    (
        ErrorCode::VaultOffline,
        "The vault gave no answer.",
        "Check the network and the address, then try again.",
    ),
    (ErrorCode::VaultThrottled, "The vault asks to wait.", "Try again in a minute."),
    (
        ErrorCode::VaultConflict,
        "A deleted or changing secret holds this name.",
        "Recover or purge the deleted secret in its vault, or choose another name.",
    ),
    (
        ErrorCode::SignInFailed,
        "The sign-in failed.",
        "Check tenant, client id and secret, or sign in again with az login.",
    ),
    (
        ErrorCode::CertificateWrongPassword,
        "The password does not open the certificate.",
        "Type the password that the file was exported with.",
    ),
    (
        ErrorCode::CertificateNoKey,
        "The certificate comes without its private key.",
        "Export it again with its private key, or choose one whose key may be exported.",
    ),
    (
        ErrorCode::CertificateUnreadable,
        "This is not a certificate that can be used.",
        "Choose a PFX file, or a PEM file with the certificate and its private key in PKCS#8 form.",
    ),
    (ErrorCode::Cancelled, "It was stopped.", "Start it again when you like."),
    (ErrorCode::File, "A file could not be read or written.", "Check the path and its rights."),
    (
        ErrorCode::Internal,
        "Something went wrong inside Credenza.",
        "Try again. If it happens again, report it with the details.",
    ),
];

impl ErrorCode {
    /// What happened and what to do next.
    #[must_use]
    pub fn words(self) -> (&'static str, &'static str) {
        let found = WORDS.iter().find(|(code, ..)| *code == self);
        found.map_or(("Something went wrong.", "Try again."), |(_, what, next)| (what, next))
    }
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

    /// The same error, with the field of a form that it belongs to.
    #[must_use]
    pub fn in_field(mut self, field: &'static str) -> Self {
        self.fields.push(FieldProblem { field, message: self.message.clone() });
        self
    }
}

impl From<StoreError> for AppError {
    fn from(error: StoreError) -> Self {
        let code = match &error {
            StoreError::WrongKeyOrDamaged | StoreError::Damaged(_) => ErrorCode::StoreDamaged,
            StoreError::NewerFormat { .. } => ErrorCode::NewerFormat,
            StoreError::ReadOnly => ErrorCode::ReadOnly,
            StoreError::DiskFull => ErrorCode::DiskFull,
            StoreError::Busy => ErrorCode::WorkspaceBusy,
            StoreError::Exists => ErrorCode::WorkspaceExists,
            StoreError::NotAWorkspace => ErrorCode::NotAWorkspace,
            StoreError::NameTaken => ErrorCode::NameTaken,
            StoreError::NotFound => ErrorCode::NotFound,
            StoreError::InUse(_) => ErrorCode::InUse,
            StoreError::BackupDamaged => ErrorCode::BackupDamaged,
            StoreError::File { .. } => ErrorCode::File,
            StoreError::Database(_) => ErrorCode::Internal,
        };
        let mut shown = match &error {
            StoreError::File { path, source } => {
                Self::about(code, &format!("{} ({source})", path.display()))
            }
            StoreError::Database(inner) => {
                tracing::error!(error = %inner, "the database failed");
                Self::new(code)
            }
            _ => Self::new(code),
        };
        if let StoreError::InUse(users) = error {
            shown.blocked_by = users;
        }
        shown
    }
}

impl From<HeaderError> for AppError {
    fn from(error: HeaderError) -> Self {
        Self::new(match error {
            HeaderError::Damaged => ErrorCode::HeaderDamaged,
            HeaderError::NewerFormat { .. } => ErrorCode::NewerFormat,
        })
    }
}

impl From<UnlockError> for AppError {
    fn from(error: UnlockError) -> Self {
        Self::new(match error {
            UnlockError::Wrong | UnlockError::NotSetUp => ErrorCode::WrongPassword,
            UnlockError::Tampered => ErrorCode::HeaderDamaged,
            UnlockError::Kdf(KdfError::PasswordLength) => ErrorCode::WrongPassword,
            UnlockError::Kdf(_) => ErrorCode::Internal,
        })
    }
}

impl From<ChangeError> for AppError {
    fn from(error: ChangeError) -> Self {
        match error {
            ChangeError::Kdf(KdfError::PasswordLength) => {
                Self::field("password", "Type a password of 1 to 1,024 bytes.")
            }
            _ => Self::new(ErrorCode::Internal),
        }
    }
}

impl From<SealError> for AppError {
    fn from(error: SealError) -> Self {
        match error {
            SealError::TooLong => Self::field("value", "The value is longer than 16 MiB."),
            _ => Self::new(ErrorCode::Internal),
        }
    }
}

impl From<CertificateError> for AppError {
    fn from(error: CertificateError) -> Self {
        Self::new(match error {
            CertificateError::WrongPassword => ErrorCode::CertificateWrongPassword,
            CertificateError::NoPrivateKey => ErrorCode::CertificateNoKey,
            CertificateError::SealedKey
            | CertificateError::KeyForm
            | CertificateError::NotACertificate => ErrorCode::CertificateUnreadable,
        })
    }
}

/// The sentence for a name that is refused.
pub(crate) fn name_problem(error: NameError) -> String {
    match error {
        NameError::Empty => "Enter a name.".to_owned(),
        NameError::TooLong { length } => format!("At most 100 characters. This has {length}."),
        NameError::ControlCharacter => "A name is one line without control characters.".to_owned(),
        NameError::NotAVariableName => {
            "Letters, digits and underscore only, and no digit first.".to_owned()
        }
        NameError::RuleNotMet { message } => message,
    }
}

/// The name of a location as people read it.
pub(crate) fn location_name(location: Location) -> &'static str {
    match location {
        Location::Connection => "Connection",
        Location::DesktopFlow => "Desktop flow",
        Location::Network => "Network",
    }
}

impl From<LocationError> for AppError {
    fn from(error: LocationError) -> Self {
        match error {
            LocationError::None => Self::field("locations", "Choose at least one location."),
            LocationError::NotAllowed { location } => Self::field(
                "authentication",
                format!(
                    "Certificate sign-in can't be chosen with these locations, because {} allows user name and password only.",
                    location_name(location)
                ),
            ),
        }
    }
}

impl From<CredentialError> for AppError {
    fn from(error: CredentialError) -> Self {
        match error {
            CredentialError::Location(error) => error.into(),
            CredentialError::NoUserName => {
                Self::field("userName", "Choose a text variable for the user name.")
            }
            CredentialError::UserNameNotText => {
                Self::field("userName", "The user name comes from a text variable.")
            }
            CredentialError::SecretIsText => {
                Self::field("secret", "The password or certificate comes from a secret variable.")
            }
            CredentialError::WrongShape => Self::field(
                "secret",
                "This variable holds another kind of secret than the credential signs in with.",
            ),
        }
    }
}

impl From<TargetError> for AppError {
    fn from(error: TargetError) -> Self {
        let message = match error {
            TargetError::Empty => "Enter a target.",
            TargetError::NotAHost => "Enter a host name or address, with a port if it needs one.",
            TargetError::NotAWebAddress => {
                "Enter a web address that begins with https:// or http://."
            }
            TargetError::HoldsSecret => {
                "Leave out user name and password; they belong in a credential."
            }
        };
        Self::field("target", message)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_words_of_its_own() {
        let mut seen = std::collections::HashSet::new();
        for (code, what, next) in WORDS {
            assert!(seen.insert(code), "{code:?} stands twice");
            assert!(what.ends_with('.') && next.ends_with('.'), "{code:?} is not in sentences");
        }
        // The last code of the enum, which is counted from zero.
        assert_eq!(seen.len(), ErrorCode::Internal as usize + 1, "a code has no words");
    }
}
