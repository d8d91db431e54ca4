//! Variables as the page shows them: never the value of a secret.

use credenza_app::{
    GenerateRequest, VariableFilter, VariableKind, VariableListRow, VariableQuery, team::Shared,
    variables,
};
use credenza_model::{
    ids::CredentialId,
    variable::{SecretContent, SecretPlace, SecretShape, VariableContent},
    vault::{StoreKind, VaultConnection},
};
use serde::{Deserialize, Serialize};

use super::{
    AzureReferenceView, CertificateView, ItemLink, RefusalView, SharedView, StatusView, StoreView,
    VariableMarksView, credentials::PageView, session::StrengthView, words,
};

/// What to list.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct VariableQueryView {
    search: String,
    filter: String,
    kinds: Vec<String>,
    stores: Vec<String>,
    vault_id: Option<String>,
    sort: String,
    direction: String,
    cursor: Option<String>,
    limit: u32,
}

impl From<VariableQueryView> for VariableQuery {
    fn from(view: VariableQueryView) -> Self {
        let mut kinds: Vec<_> =
            view.kinds.iter().filter_map(|word| words::variable_kind_of(word)).collect();
        match view.filter.as_str() {
            "text" => kinds = vec![VariableKind::Text],
            "secret" => kinds = vec![VariableKind::Secret, VariableKind::Certificate],
            _ => {}
        }
        Self {
            search: view.search,
            filter: words::variable_filter(&view.filter).unwrap_or(VariableFilter::All),
            kinds,
            stores: view.stores.iter().filter_map(|word| words::store_of(word)).collect(),
            vault: view.vault_id.and_then(|id| id.parse().ok()),
            sort: words::variable_sort(&view.sort).unwrap_or_default(),
            direction: words::direction(&view.direction).unwrap_or_default(),
            cursor: view.cursor,
            limit: view.limit,
        }
    }
}

/// A variable in a list.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct VariableListView {
    id: String,
    display_name: String,
    name: String,
    kind: &'static str,
    place: String,
    store: Option<StoreView>,
    used_by: u64,
    status: StatusView,
    shared: Option<SharedView>,
    changed: String,
}

impl From<VariableListRow> for VariableListView {
    fn from(row: VariableListRow) -> Self {
        Self {
            id: row.id.to_string(),
            display_name: row.display_name,
            name: row.name,
            kind: words::variable_kind(row.kind),
            store: row.store.map(|store| StoreView::of(store, &row.place)),
            place: row.place,
            used_by: row.used_by,
            status: StatusView::of(&row.status, row.expires),
            shared: None,
            changed: row.changed.to_string(),
        }
    }
}

impl VariablePage {
    /// With what sharing makes of each row, in their order.
    pub(crate) fn with_shared(mut self, shared: Vec<Option<Shared>>) -> Self {
        for (row, shared) in self.rows_mut().iter_mut().zip(shared) {
            row.shared = shared.map(SharedView::from);
        }
        self
    }
}

/// One page of variables.
pub(crate) type VariablePage = PageView<VariableListView>;

/// A variable without the value of a secret.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct VariableView {
    id: String,
    display_name: String,
    name: String,
    kind: &'static str,
    text: Option<String>,
    store: Option<StoreView>,
    azure: Option<AzureReferenceView>,
    certificate: Option<CertificateView>,
    status: StatusView,
    refusal: Option<RefusalView>,
    shared: Option<SharedView>,
    checked: Option<String>,
    used_by: Vec<ItemLink>,
    used_by_total: u64,
    created: String,
    changed: String,
    marks: VariableMarksView,
}

impl From<variables::VariableView> for VariableView {
    fn from(view: variables::VariableView) -> Self {
        let variable = view.variable;
        let (kind, text) = match &variable.content {
            VariableContent::Text(text) => (VariableKind::Text, Some(text.clone())),
            VariableContent::Secret(secret) if secret.shape == SecretShape::Certificate => {
                (VariableKind::Certificate, None)
            }
            VariableContent::Secret(_) => (VariableKind::Secret, None),
        };
        let known = secret(&variable.content);
        let link = |(id, name): (CredentialId, String)| ItemLink {
            kind: "credential",
            id: id.to_string(),
            name,
        };
        Self {
            id: variable.id.to_string(),
            display_name: variable.display_name.as_str().to_owned(),
            name: variable.name.as_str().to_owned(),
            kind: words::variable_kind(kind),
            text,
            store: known.map(|_| store(&variable.content, view.vault.as_ref())),
            azure: AzureReferenceView::of(&variable.content),
            certificate: certificate(&variable.content),
            status: StatusView::of(&view.status, known.and_then(|secret| secret.expires)),
            refusal: view.refusal.map(RefusalView::from),
            shared: view.shared.map(SharedView::from),
            checked: known.and_then(|secret| secret.checked).map(|at| at.to_string()),
            used_by_total: view.used_by_total,
            used_by: view.used_by.into_iter().map(link).collect(),
            created: variable.created.to_string(),
            changed: variable.changed.to_string(),
            marks: view.marks.into(),
        }
    }
}

/// What is known about a secret.
pub(super) fn secret(content: &VariableContent) -> Option<&SecretContent> {
    match content {
        VariableContent::Text(_) => None,
        VariableContent::Secret(secret) => Some(secret),
    }
}

/// The facts of a certificate.
pub(super) fn certificate(content: &VariableContent) -> Option<CertificateView> {
    secret(content)?.certificate.clone().map(CertificateView::from)
}

/// The store of a secret.
pub(super) fn store(content: &VariableContent, vault: Option<&VaultConnection>) -> StoreView {
    match secret(content).map(|secret| &secret.place) {
        Some(SecretPlace::Azure { vault: id, reference }) => StoreView {
            vault_id: Some(id.to_string()),
            vault_name: vault.map(|vault| vault.name.as_str().to_owned()),
            ..StoreView::of(StoreKind::AzureKeyVault, reference.key_vault())
        },
        _ => StoreView::of(StoreKind::ThisDevice, ""),
    }
}

/// A text variable to be made.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct TextVariableView {
    pub(crate) display_name: String,
    pub(crate) name: String,
    pub(crate) value: String,
}

/// A secret variable of This device to be made.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct DeviceVariableView {
    pub(crate) display_name: String,
    pub(crate) name: String,
    pub(crate) value: NewValueView,
}

/// A value that was typed, or the handle of one that Rust generated.
#[derive(Deserialize)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub(crate) enum NewValueView {
    /// Typed twice.
    Typed { value: String, repeat: String },
    /// Generated.
    Handle { handle: String },
}

/// What a generated password is made of.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct GenerateView {
    length: usize,
    upper: bool,
    lower: bool,
    digits: bool,
    symbols: bool,
}

impl From<GenerateView> for GenerateRequest {
    fn from(view: GenerateView) -> Self {
        Self {
            length: view.length,
            upper: view.upper,
            lower: view.lower,
            digits: view.digits,
            symbols: view.symbols,
        }
    }
}

/// A generated password, without the password.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct GeneratedView {
    pub(crate) handle: String,
    pub(crate) strength: StrengthView,
    pub(crate) length: usize,
}

/// A value, shown on request: the only reply that holds one.
#[derive(Serialize)]
pub(crate) struct RevealedView {
    pub(crate) value: String,
    pub(crate) seconds: u32,
}
