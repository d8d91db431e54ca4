//! Credentials as the page shows them: never a value.

use credenza_app::{
    CredentialListRow, CredentialQuery, DeletedRow,
    credentials::{self, CredentialDraft, CredentialEditRequest},
    team::Shared,
};
use credenza_model::{
    page::Page,
    variable::{Variable, VariableContent},
};
use serde::{Deserialize, Serialize};

use super::{
    CertificateView, CredentialMarksView, ItemLink, RefusalView, SharedView, StatusView, StoreView,
    hyphenated, variables, words,
};

/// What to list.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct CredentialQueryView {
    search: String,
    filter: String,
    stores: Vec<String>,
    locations: Vec<String>,
    statuses: Vec<String>,
    sort: String,
    direction: String,
    cursor: Option<String>,
    limit: u32,
}

impl From<CredentialQueryView> for CredentialQuery {
    fn from(view: CredentialQueryView) -> Self {
        Self {
            search: view.search,
            filter: words::credential_filter(&view.filter).unwrap_or_default(),
            stores: view.stores.iter().filter_map(|word| words::store_of(word)).collect(),
            locations: view.locations.iter().filter_map(|word| words::location_of(word)).collect(),
            statuses: view.statuses.iter().filter_map(|word| words::status_of(word)).collect(),
            sort: words::credential_sort(&view.sort).unwrap_or_default(),
            direction: words::direction(&view.direction).unwrap_or_default(),
            cursor: view.cursor,
            limit: view.limit,
        }
    }
}

/// A credential in a list.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct CredentialListView {
    id: String,
    name: String,
    description: String,
    store: StoreView,
    locations: Vec<&'static str>,
    authentication: &'static str,
    used_by: u64,
    status: StatusView,
    shared: Option<SharedView>,
    changed: String,
}

impl From<CredentialListRow> for CredentialListView {
    fn from(row: CredentialListRow) -> Self {
        Self {
            id: row.id.to_string(),
            name: row.name,
            description: row.description,
            store: StoreView::of(row.store, &row.place),
            locations: row.locations.iter().map(words::location).collect(),
            authentication: words::authentication(row.authentication),
            used_by: row.used_by,
            status: StatusView::of(&row.status, row.expires),
            shared: None,
            changed: row.changed.to_string(),
        }
    }
}

/// One page of a list.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PageView<T> {
    rows: Vec<T>,
    next: Option<String>,
    total: u64,
    total_is_exact: bool,
}

impl<T, R: From<T>> From<Page<T>> for PageView<R> {
    fn from(page: Page<T>) -> Self {
        Self {
            rows: page.rows.into_iter().map(R::from).collect(),
            next: page.next,
            total: page.total,
            total_is_exact: page.total_is_exact,
        }
    }
}

impl<T> PageView<T> {
    pub(super) fn rows_mut(&mut self) -> &mut [T] {
        &mut self.rows
    }
}

impl CredentialPage {
    /// With what sharing makes of each row, in their order.
    pub(crate) fn with_shared(mut self, shared: Vec<Option<Shared>>) -> Self {
        for (row, shared) in self.rows_mut().iter_mut().zip(shared) {
            row.shared = shared.map(SharedView::from);
        }
        self
    }
}

/// One page of credentials.
pub(crate) type CredentialPage = PageView<CredentialListView>;
/// One page of Recently deleted.
pub(crate) type DeletedPage = PageView<DeletedView>;

/// One of a credential's values, without the value of a secret.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ValueView {
    variable_id: String,
    display_name: String,
    name: String,
    text: Option<String>,
    can_reveal: bool,
    can_copy: bool,
}

impl From<&Variable> for ValueView {
    fn from(variable: &Variable) -> Self {
        let text = match &variable.content {
            VariableContent::Text(text) => Some(text.clone()),
            VariableContent::Secret(_) => None,
        };
        let certificate = variables::certificate(&variable.content).is_some();
        Self {
            variable_id: variable.id.to_string(),
            display_name: variable.display_name.as_str().to_owned(),
            name: variable.name.as_str().to_owned(),
            can_reveal: text.is_none() && !certificate,
            can_copy: !certificate,
            text,
        }
    }
}

impl ValueView {
    /// The secret, with what this person may do with it.
    fn of_secret(variable: &Variable, may_see: bool) -> Self {
        let view = Self::from(variable);
        Self { can_reveal: view.can_reveal && may_see, can_copy: view.can_copy && may_see, ..view }
    }
}

/// A credential with everything but its values.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct CredentialView {
    id: String,
    name: String,
    description: String,
    store: StoreView,
    locations: Vec<&'static str>,
    authentication: &'static str,
    user_name: Option<ValueView>,
    secret: ValueView,
    certificate: Option<CertificateView>,
    used_by: Vec<ItemLink>,
    used_by_total: u64,
    status: StatusView,
    refusal: Option<RefusalView>,
    shared: Option<SharedView>,
    checked: Option<String>,
    created: String,
    changed: String,
    marks: CredentialMarksView,
}

impl From<credentials::CredentialView> for CredentialView {
    fn from(view: credentials::CredentialView) -> Self {
        let credential = view.credential;
        let secret = variables::secret(&view.secret.content);
        let link = |(id, name): (credenza_model::ids::ConnectionId, String)| ItemLink {
            kind: "connection",
            id: id.to_string(),
            name,
        };
        Self {
            id: credential.id.to_string(),
            name: credential.name.as_str().to_owned(),
            description: credential.description,
            store: variables::store(&view.secret.content, view.vault.as_ref()),
            locations: credential.locations.iter().map(words::location).collect(),
            authentication: words::authentication(credential.authentication),
            user_name: view.user_name.as_ref().map(ValueView::from),
            secret: ValueView::of_secret(&view.secret, view.may_see),
            certificate: variables::certificate(&view.secret.content),
            used_by: view.used_by.into_iter().map(link).collect(),
            used_by_total: view.used_by_total,
            status: StatusView::of(&view.status, secret.and_then(|secret| secret.expires)),
            refusal: view.refusal.map(RefusalView::from),
            shared: view.shared.map(SharedView::from),
            checked: secret.and_then(|secret| secret.checked).map(|at| at.to_string()),
            created: credential.created.to_string(),
            changed: credential.changed.to_string(),
            marks: view.marks.into(),
        }
    }
}

/// What a person has chosen so far.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct CredentialDraftView {
    name: String,
    description: String,
    locations: Vec<String>,
    authentication: String,
    user_name_variable_id: Option<String>,
    secret_variable_id: Option<String>,
}

impl From<CredentialDraftView> for CredentialDraft {
    fn from(view: CredentialDraftView) -> Self {
        Self {
            name: view.name,
            description: view.description,
            locations: view.locations.iter().filter_map(|word| words::location_of(word)).collect(),
            authentication: words::authentication_of(&view.authentication)
                .unwrap_or(credenza_model::location::Authentication::UserNameAndPassword),
            user_name: view.user_name_variable_id.and_then(|id| id.parse().ok()),
            secret: view.secret_variable_id.and_then(|id| id.parse().ok()),
        }
    }
}

/// What is to be changed.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct CredentialEditView {
    name: Option<String>,
    description: Option<String>,
    locations: Option<Vec<String>>,
    seen: CredentialMarksView,
}

impl From<CredentialEditView> for CredentialEditRequest {
    fn from(view: CredentialEditView) -> Self {
        Self {
            name: view.name,
            description: view.description,
            locations: view.locations.map(|locations| {
                locations.iter().filter_map(|word| words::location_of(word)).collect()
            }),
            seen: Some(view.seen.into()),
        }
    }
}

/// What deleting credentials would touch.
#[derive(Debug, Clone, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct DeletePreviewView {
    pub(crate) credentials: Vec<ItemLink>,
    pub(crate) variables: Vec<ItemLink>,
    pub(crate) connections: Vec<ItemLink>,
    pub(crate) connections_total: u64,
}

impl DeletePreviewView {
    /// Adds one credential.
    pub(crate) fn add(&mut self, view: credentials::CredentialView) {
        for variable in view.user_name.iter().chain([&view.secret]) {
            self.variables.push(ItemLink {
                kind: "variable",
                id: variable.id.to_string(),
                name: variable.display_name.as_str().to_owned(),
            });
        }
        for (id, name) in view.used_by {
            self.connections.push(ItemLink { kind: "connection", id: id.to_string(), name });
        }
        self.connections_total += view.used_by_total;
        self.credentials.push(ItemLink {
            kind: "credential",
            id: view.credential.id.to_string(),
            name: view.credential.name.as_str().to_owned(),
        });
    }
}

/// What expires soon.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct ExpiryView {
    count: u64,
    first: Option<FirstExpiryView>,
}

/// What expires first.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct FirstExpiryView {
    pub(crate) credential: Option<String>,
    pub(crate) variable: String,
    pub(crate) days: i64,
}

impl From<Option<credentials::Expiring>> for ExpiryView {
    fn from(expiring: Option<credentials::Expiring>) -> Self {
        let Some(expiring) = expiring else { return Self { count: 0, first: None } };
        let first = expiring.first;
        let first = FirstExpiryView {
            credential: first.credential,
            variable: first.variable,
            days: first.days,
        };
        Self { count: expiring.count, first: Some(first) }
    }
}

/// A thing in Recently deleted.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct DeletedView {
    kind: &'static str,
    id: String,
    name: String,
    deleted: String,
    purged: String,
}

impl From<DeletedRow> for DeletedView {
    fn from(row: DeletedRow) -> Self {
        Self {
            kind: words::deleted_kind(row.kind),
            id: hyphenated(&row.id),
            name: row.name,
            deleted: row.deleted.to_string(),
            purged: row.purged.to_string(),
        }
    }
}
