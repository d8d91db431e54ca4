//! The session: which workspace, locked or not.

use credenza_app::{
    AppError, ErrorCode, KeptIn, Strength, StrengthWord, synced_by,
    workspace::{DeviceSecretState, key_store_is_allowed, needs_device_secret},
};
use credenza_secret::Secret;
use serde::{Deserialize, Serialize};

use super::{AppearanceView, settings};
use crate::{
    desktop::{Desktop, LockReason},
    window, workspaces,
};

/// A workspace in a list.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct WorkspaceEntry {
    name: String,
    path: String,
    last_opened: Option<String>,
}

/// The session.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SessionView {
    state: &'static str,
    workspace: Option<WorkspaceEntry>,
    others: Vec<WorkspaceEntry>,
    locked_why: Option<&'static str>,
    locked_at: Option<String>,
    wait_seconds: Option<u64>,
    key_store: &'static str,
    person: Option<String>,
    appearance: AppearanceView,
    synced_by: Option<&'static str>,
    needs_device_secret: bool,
    /// Why nothing keeps the device secret that was typed.
    device_secret_not_kept: Option<String>,
}

impl SessionView {
    pub(crate) fn of(desktop: &Desktop) -> Self {
        let known = workspaces::known(&desktop.home);
        let key_store = desktop.session().folder.as_ref().is_some_and(key_store_is_allowed);
        let wait_seconds = desktop.seconds_until_next_try();
        let (current, workspace, locked) = {
            let session = desktop.session();
            (session.folder.clone(), session.workspace.clone(), session.locked)
        };
        let entry = |known: &workspaces::Known| WorkspaceEntry {
            name: known.folder.name(),
            path: known.folder.path().display().to_string(),
            last_opened: known.opened.map(|at| at.to_string()),
        };
        let is_current = |known: &&workspaces::Known| current.as_ref() == Some(&known.folder);
        let unlocked = workspace.is_some();
        let state = match (unlocked, &current) {
            (true, _) => "unlocked",
            (false, Some(_)) => "locked",
            (false, None) => "none",
        };
        let settings =
            workspace.as_ref().and_then(|workspace| workspace.settings().ok()).unwrap_or_default();
        Self {
            state,
            workspace: known.iter().find(is_current).map(entry),
            others: known.iter().filter(|known| !is_current(known)).map(entry).collect(),
            locked_why: (state == "locked").then(|| reason(locked.0)),
            locked_at: (state == "locked").then(|| locked.1.to_string()),
            wait_seconds,
            key_store: if key_store { "ready" } else { "notSetUp" },
            person: workspace.as_ref().map(|workspace| workspace.person().to_owned()),
            appearance: settings::AppearanceView::of(&settings, window::system_dark(&desktop.app)),
            device_secret_not_kept: workspace.as_ref().and_then(|workspace| {
                let error = workspace.device_secret_not_kept()?;
                let (why, next) = (&error.message, error.hint);
                Some(format!("The device secret will be asked for again. {why} {next}"))
            }),
            needs_device_secret: current.as_ref().is_some_and(needs_device_secret),
            // A workspace that is yet to be made comes into the home.
            synced_by: synced_by(current.as_ref().map_or(&desktop.home, |folder| folder.path())),
        }
    }
}

fn reason(reason: LockReason) -> &'static str {
    match reason {
        LockReason::Started => "started",
        LockReason::Idle => "idle",
        LockReason::Asked => "asked",
        LockReason::Switched => "switched",
        LockReason::Suspended => "suspended",
        LockReason::ScreenLocked => "screenLocked",
    }
}

/// What a new workspace is made of.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct WorkspaceCreateView {
    pub(crate) name: String,
    pub(crate) person_name: String,
    pub(crate) mail: Option<String>,
    pub(crate) password: String,
}

/// A recovery code, shown once.
#[derive(Serialize)]
pub(crate) struct RecoveryCodeView {
    groups: Vec<String>,
}

impl RecoveryCodeView {
    pub(crate) fn of(code: &Secret) -> Self {
        // EXPOSE: the code is shown to the person, once, to be written down.
        Self { groups: code.expose().split('-').map(str::to_owned).collect() }
    }
}

/// Where the device secret is kept.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct DeviceSecretView {
    kept_in: Option<&'static str>,
    /// Why it is not known who keeps it.
    problem: Option<String>,
}

impl From<DeviceSecretState> for DeviceSecretView {
    fn from(state: DeviceSecretState) -> Self {
        let kept_in = match state {
            DeviceSecretState::Here(KeptIn::KeyStore) => Some("keyStore"),
            DeviceSecretState::Here(KeptIn::File) => Some("file"),
            DeviceSecretState::Unreachable => Some("unreachable"),
            DeviceSecretState::Off | DeviceSecretState::Missing => None,
        };
        let problem = (state == DeviceSecretState::Unreachable)
            .then(|| AppError::new(ErrorCode::DeviceSecretUnreachable).message);
        Self { kept_in, problem }
    }
}

/// How strong a password is.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct StrengthView {
    word: &'static str,
    bars: u8,
    advice: Option<String>,
    acceptable: bool,
}

impl From<Strength> for StrengthView {
    fn from(strength: Strength) -> Self {
        let (word, bars) = match strength.word {
            StrengthWord::Weak => ("weak", 1),
            StrengthWord::Fair => ("fair", 2),
            StrengthWord::Strong => ("strong", 3),
            StrengthWord::VeryStrong => ("veryStrong", 4),
        };
        Self {
            word,
            bars,
            acceptable: strength.is_enough_for_a_workspace(),
            advice: strength.advice,
        }
    }
}

/// When a copied value is cleared.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ClipboardView {
    pub(crate) clears_in_seconds: u32,
}

/// What happened to the clipboard.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ClipboardEventView {
    pub(crate) state: &'static str,
    pub(crate) what: Option<String>,
    pub(crate) clears_in_seconds: Option<u32>,
}

impl ClipboardEventView {
    pub(crate) fn new(state: &'static str) -> Self {
        Self { state, what: None, clears_in_seconds: None }
    }
}

/// Kinds of things that have changed.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct DataChangedView {
    pub(crate) kinds: Vec<&'static str>,
}

/// Seconds until the idle lock; none when someone is there again.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct LockSoonView {
    pub(crate) seconds: Option<u64>,
}
