//! What crosses between Rust and the page. Rust's own types are not serialisable; these are.

mod access;
mod affected;
mod azure_variables;
mod conflicts;
mod connections;
mod coverage;
mod credentials;
mod dependencies;
mod devices;
mod graph;
mod marks;
mod people;
mod session;
mod settings;
mod sharing;
mod sources;
mod teams;
mod variables;
mod vaults;
mod words;

pub(crate) use access::{AccessChangeView, AccessView, EVERYONE, RemovalPlanView, RotationView};
pub(crate) use affected::{AffectedRequestView, AffectedView};
pub(crate) use azure_variables::{AzureEditView, AzureVariableView};
pub(crate) use conflicts::{ConflictPlace, ConflictView, conflict_of};
pub(crate) use connections::{
    ConnectionPage, ConnectionQueryView, ConnectionRequestView, ConnectionView,
};
pub(crate) use credentials::{
    CredentialDraftView, CredentialEditView, CredentialPage, CredentialQueryView, CredentialView,
    DeletePreviewView, DeletedPage, ExpiryView,
};
pub(crate) use dependencies::{
    DependencyGroupView, DependencyQueryView, DependencyView, ExportedView, OpenedView, ThingRef,
    ThingView,
};
pub(crate) use devices::{
    LossDoneView, LossPlanView, OwnDevicesView, PairedCreateView, PairingView,
};
pub(crate) use graph::GraphView;
pub(crate) use marks::{CredentialMarksView, VariableMarksView};
pub(crate) use people::{
    PersonPage, PersonQueryView, PersonRemovalPlan, PersonView, SafetyCodeView, person_of,
};
pub(crate) use session::{
    ClipboardEventView, ClipboardView, DataChangedView, DeviceSecretView, LockSoonView,
    RecoveryCodeView, SessionView, StrengthView, WorkspaceCreateView,
};
pub(crate) use settings::{AppearanceView, NamingRuleTryView, SettingsView};
pub(crate) use sharing::{
    RecipientView, SharePlanView, ShareProgressView, ShareRequestView, ShareResultView, SharedView,
};
pub(crate) use sources::{ScanProgressView, SourceEditView, SourceView};
pub(crate) use teams::{
    ArrivalView, InvitationPreviewView, InvitationView, LocationSignInView, LocationTestView,
    TeamCreateView, TeamLocation, TeamView,
};
pub(crate) use variables::{
    DeviceVariableView, GenerateView, GeneratedView, NewValueView, RevealedView, TextVariableView,
    VariablePage, VariableQueryView, VariableView,
};
pub(crate) use vaults::{
    AzureReferenceView, CertificateVariableView, CheckProgressView, PickedCertificateView,
    PickedFileView, RefusalView, SaveOutcomeView, SignedInView, VaultHealthView, VaultRequestView,
    VaultSecretPageView, VaultView,
};
pub(crate) use words::{field, group_of, item_kind, language, step};

use credenza_model::{certificate::CertificateFacts, status::Status};
use serde::Serialize;

/// A thing that a row or message leads to.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct ItemLink {
    pub(crate) kind: &'static str,
    pub(crate) id: String,
    pub(crate) name: String,
}

/// The state of a credential or variable.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct StatusView {
    kind: &'static str,
    days: Option<i64>,
    expires: Option<String>,
}

impl StatusView {
    pub(crate) fn of(status: &Status, expires: Option<jiff::Timestamp>) -> Self {
        let days = match status {
            Status::Expiring { days } => Some(*days),
            _ => None,
        };
        Self { kind: words::status(status), days, expires: expires.map(|at| at.to_string()) }
    }
}

/// A certificate without its key.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct CertificateView {
    subject: String,
    thumbprint: String,
    not_before: String,
    not_after: String,
}

impl From<CertificateFacts> for CertificateView {
    fn from(facts: CertificateFacts) -> Self {
        Self {
            subject: facts.subject,
            thumbprint: facts.thumbprint,
            not_before: facts.not_before.to_string(),
            not_after: facts.not_after.to_string(),
        }
    }
}

/// Where a secret is.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct StoreView {
    pub(crate) kind: &'static str,
    pub(crate) vault_id: Option<String>,
    pub(crate) vault_name: Option<String>,
    pub(crate) key_vault: Option<String>,
}

impl StoreView {
    /// `place` is `KEY-VAULT/SECRET` for Azure.
    pub(crate) fn of(kind: credenza_model::vault::StoreKind, place: &str) -> Self {
        use credenza_model::vault::StoreKind;
        let key_vault = place.split('/').next().filter(|_| kind == StoreKind::AzureKeyVault);
        Self {
            kind: words::store(kind),
            vault_id: None,
            vault_name: key_vault.map(str::to_owned),
            key_vault: key_vault.map(str::to_owned),
        }
    }
}

/// An identifier as text.
pub(crate) fn hyphenated(id: &[u8; 16]) -> String {
    credenza_model::ids::CredentialId::from_bytes(*id).to_string()
}
