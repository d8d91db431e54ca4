//! What the page is told when a command did not work.

use credenza_app::{AppError, ErrorCode};
use serde::Serialize;

use crate::views::{ItemLink, RefusalView, hyphenated};

/// A failure as it crosses to the page. It never holds a value.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct UiError {
    pub(crate) code: &'static str,
    pub(crate) message: String,
    pub(crate) hint: String,
    pub(crate) fields: Vec<FieldProblemView>,
    pub(crate) retry_after_seconds: Option<u64>,
    pub(crate) refusal: Option<Box<RefusalView>>,
    pub(crate) blocked_by: Vec<ItemLink>,
}

/// A field that is not good.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct FieldProblemView {
    pub(crate) field: &'static str,
    pub(crate) message: String,
}

impl UiError {
    pub(crate) fn new(code: &'static str, message: &str, hint: &str) -> Self {
        Self {
            code,
            message: message.to_owned(),
            hint: hint.to_owned(),
            fields: Vec::new(),
            retry_after_seconds: None,
            refusal: None,
            blocked_by: Vec::new(),
        }
    }

    /// The workspace is locked.
    pub(crate) fn locked() -> Self {
        Self::new("locked", "The workspace is locked.", "Unlock it and try again.")
    }

    /// A lock has forgotten the workspace that was made up.
    pub(crate) fn prepared_gone() -> Self {
        Self::new(
            "preparedGone",
            "The computer was locked meanwhile, and the codes are forgotten. Nothing was written.",
            "Go back: what you typed is still there, and new codes are made.",
        )
    }

    /// Wrong passwords must wait.
    pub(crate) fn wait(seconds: u64) -> Self {
        let message = format!("You can try again in {seconds} s.");
        let hint = "Wait, then type the password slowly.";
        Self { retry_after_seconds: Some(seconds), ..Self::new("waitBeforeTrying", &message, hint) }
    }

    /// The page sent an identifier that is none.
    pub(crate) fn not_found() -> Self {
        AppError::new(ErrorCode::NotFound).into()
    }

    /// The person stopped it.
    pub(crate) fn cancelled() -> Self {
        AppError::new(ErrorCode::Cancelled).into()
    }

    /// A file chosen by the person could not be used.
    pub(crate) fn file(path: &std::path::Path, error: &std::io::Error) -> Self {
        AppError::about(ErrorCode::File, &format!("{} ({error})", path.display())).into()
    }

    /// The clipboard can't be reached.
    pub(crate) fn clipboard() -> Self {
        Self::new(
            "clipboardUnavailable",
            "The clipboard can't be reached.",
            "Use Reveal, or try again.",
        )
    }
}

impl From<crate::clipboard::ClipboardGone> for UiError {
    fn from(_: crate::clipboard::ClipboardGone) -> Self {
        Self::clipboard()
    }
}

impl From<AppError> for UiError {
    fn from(error: AppError) -> Self {
        let links = error.blocked_by.iter().map(|(id, name)| ItemLink {
            kind: "credential",
            id: hyphenated(id),
            name: name.clone(),
        });
        let message = match error.places.as_slice() {
            [] => error.message,
            places => format!("{} It is named in code: {}.", error.message, places.join(", ")),
        };
        Self {
            refusal: error.refusal.map(|refusal| Box::new((*refusal).into())),
            blocked_by: links.collect(),
            fields: error
                .fields
                .into_iter()
                .map(|problem| FieldProblemView { field: problem.field, message: problem.message })
                .collect(),
            ..Self::new(code(error.code), &message, error.hint)
        }
    }
}

fn code(code: ErrorCode) -> &'static str {
    match code {
        ErrorCode::Invalid => "invalid",
        ErrorCode::NotFound => "notFound",
        ErrorCode::NameTaken => "nameTaken",
        ErrorCode::InUse => "inUse",
        ErrorCode::NotAllowed => "notAllowed",
        ErrorCode::WrongPassword => "wrongPassword",
        ErrorCode::WrongRecoveryCode => "wrongRecoveryCode",
        ErrorCode::WrongPairingCode => "wrongPairingCode",
        ErrorCode::DeviceSecretMissing => "deviceSecretMissing",
        ErrorCode::DeviceSecretUnreachable => "deviceSecretUnreachable",
        ErrorCode::DeviceSecretNotKept => "deviceSecretNotKept",
        ErrorCode::WrongDeviceSecret => "wrongDeviceSecret",
        ErrorCode::WeakPassword => "weakPassword",
        ErrorCode::HeaderDamaged => "headerDamaged",
        ErrorCode::StoreDamaged => "storeDamaged",
        ErrorCode::NewerFormat => "newerFormat",
        ErrorCode::ReadOnly => "readOnly",
        ErrorCode::DiskFull => "diskFull",
        ErrorCode::WorkspaceBusy => "workspaceBusy",
        ErrorCode::ChangedMeanwhile => "changedMeanwhile",
        ErrorCode::WorkspaceExists => "workspaceExists",
        ErrorCode::NotAWorkspace => "notAWorkspace",
        ErrorCode::BackupDamaged => "backupDamaged",
        ErrorCode::KeyStoreUnavailable => "keyStoreUnavailable",
        ErrorCode::VaultRefused => "vaultRefused",
        ErrorCode::VaultOffline => "vaultOffline",
        ErrorCode::VaultThrottled => "vaultThrottled",
        ErrorCode::VaultNotConnected => "vaultNotConnected",
        ErrorCode::VaultConflict => "vaultConflict",
        ErrorCode::SignInFailed => "signInFailed",
        ErrorCode::CertificateWrongPassword => "certificateWrongPassword",
        ErrorCode::CertificateNoKey => "certificateNoKey",
        ErrorCode::CertificateUnreadable => "certificateUnreadable",
        ErrorCode::Cancelled => "cancelled",
        ErrorCode::Ambiguous => "ambiguous",
        ErrorCode::LocationUnavailable => "locationUnavailable",
        ErrorCode::LocationAlarm => "locationAlarm",
        ErrorCode::File => "file",
        ErrorCode::Internal => "internal",
    }
}
