//! How a command fails: a code, words, and an exit code.

use credenza_app::{AppError, ErrorCode, vaults::Refusal};

const NOTHING_CHANGED: &str = "Cancelled. Nothing was changed.";

/// A failure on its way to the person.
pub(crate) struct Failure {
    pub(crate) code: String,
    pub(crate) message: String,
    pub(crate) hint: String,
    /// What mends it, for whoever may run it.
    pub(crate) command: Option<String>,
    pub(crate) exit: u8,
}

impl Failure {
    /// The command was called in a way that can't work.
    pub(crate) fn usage(message: &str, hint: &str) -> Self {
        Self {
            code: "usage".to_owned(),
            message: message.to_owned(),
            hint: hint.to_owned(),
            command: None,
            exit: 2,
        }
    }

    /// A vault refused (C9).
    pub(crate) fn refused(refusal: &Refusal) -> Self {
        let ask = "Ask for the right that is named, or choose another secret.";
        Self {
            code: word(ErrorCode::VaultRefused),
            message: format!("{} {}", refusal.sentence, refusal.cause_text),
            hint: ask.to_owned(),
            command: refusal.command.clone(),
            exit: exit(ErrorCode::VaultRefused),
        }
    }

    /// The person went away from a question. Every question comes before what it is about.
    pub(crate) fn cancelled() -> Self {
        let (code, next) = (ErrorCode::Cancelled, "Start it again when you like.");
        Self { code: word(code), exit: exit(code), ..Self::usage(NOTHING_CHANGED, next) }
    }

    /// Input or output failed.
    pub(crate) fn io(what: &str, error: &std::io::Error) -> Self {
        Self {
            code: "file".to_owned(),
            message: format!("{what}: {error}"),
            hint: "Check the path and its rights.".to_owned(),
            command: None,
            exit: 1,
        }
    }
}

impl From<AppError> for Failure {
    fn from(error: AppError) -> Self {
        if let Some(refusal) = error.refusal {
            return Self::refused(&refusal);
        }
        let places = error.places.iter().map(String::as_str);
        let names: Vec<_> =
            error.blocked_by.iter().map(|(_, name)| name.as_str()).chain(places).collect();
        let message = if names.is_empty() {
            error.message
        } else {
            format!("{} {}: {}.", error.message, listed(error.code), names.join(", "))
        };
        Self {
            code: word(error.code).to_owned(),
            message,
            hint: hint(error.code).unwrap_or(error.hint).to_owned(),
            command: None,
            exit: exit(error.code),
        }
    }
}

/// What to do next where it is a command here.
fn hint(code: ErrorCode) -> Option<&'static str> {
    match code {
        ErrorCode::WrongPassword => Some(
            "Check Caps Lock and the keyboard language, or use the recovery code: credenza workspace \
             recover.",
        ),
        ErrorCode::DeviceSecretMissing => Some(
            "Give its groups by --device-secret-file, or use the recovery code: credenza workspace \
             recover.",
        ),
        ErrorCode::WrongDeviceSecret => Some(
            "Compare it with what you wrote down, group by group, or use the recovery code: credenza \
             workspace recover.",
        ),
        ErrorCode::Invalid => Some("Correct it and try again."),
        ErrorCode::NotAWorkspace => Some(
            "Name another folder by --workspace NAME.credenza, or make one: credenza workspace new.",
        ),
        ErrorCode::WorkspaceExists => {
            Some("Name another folder by --workspace NAME.credenza, or use the workspace there.")
        }
        ErrorCode::LocationAlarm => Some(
            "Nothing is written there. Talk to an owner of the team; then go on: credenza team sync \
             --go-on.",
        ),
        _ => None,
    }
}

/// What the things are that stand in the way.
fn listed(code: ErrorCode) -> &'static str {
    if code == ErrorCode::Ambiguous { "Candidates" } else { "Used by" }
}

fn exit(code: ErrorCode) -> u8 {
    match code {
        ErrorCode::Invalid
        | ErrorCode::WeakPassword
        | ErrorCode::CertificateNoKey
        | ErrorCode::CertificateUnreadable => 2,
        ErrorCode::NotFound | ErrorCode::NotAWorkspace => 3,
        ErrorCode::WrongPassword
        | ErrorCode::WrongRecoveryCode
        | ErrorCode::WrongPairingCode
        | ErrorCode::DeviceSecretMissing
        | ErrorCode::DeviceSecretUnreachable
        | ErrorCode::WrongDeviceSecret
        | ErrorCode::CertificateWrongPassword
        | ErrorCode::KeyStoreUnavailable => 4,
        ErrorCode::NotAllowed | ErrorCode::VaultRefused => 5,
        ErrorCode::LocationUnavailable
        | ErrorCode::VaultOffline
        | ErrorCode::VaultThrottled
        | ErrorCode::VaultNotConnected
        | ErrorCode::SignInFailed => 6,
        ErrorCode::NameTaken
        | ErrorCode::Ambiguous
        | ErrorCode::InUse
        | ErrorCode::VaultConflict
        | ErrorCode::WorkspaceBusy
        | ErrorCode::ChangedMeanwhile
        | ErrorCode::WorkspaceExists => 7,
        ErrorCode::Cancelled => 130,
        ErrorCode::LocationAlarm
        | ErrorCode::HeaderDamaged
        | ErrorCode::StoreDamaged
        | ErrorCode::NewerFormat
        | ErrorCode::ReadOnly
        | ErrorCode::DiskFull
        | ErrorCode::BackupDamaged
        | ErrorCode::DeviceSecretNotKept
        | ErrorCode::File
        | ErrorCode::Internal => 1,
    }
}

/// The code as JSON names it: the words of the variant with hyphens.
fn word(code: ErrorCode) -> String {
    let mut out = String::new();
    for c in format!("{code:?}").chars() {
        if c.is_uppercase() && !out.is_empty() {
            out.push('-');
        }
        out.push(c.to_ascii_lowercase());
    }
    out
}
