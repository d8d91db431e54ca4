//! Connections as the page shows them.

use credenza_app::{
    ConnectionListRow, ConnectionQuery, ConnectionSort, connections::ConnectionRequest,
};
use credenza_model::connection::ConnectionKind;
use serde::{Deserialize, Serialize};

use super::{ItemLink, StatusView, credentials::PageView, words};
use crate::error::UiError;

/// What to list.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct ConnectionQueryView {
    search: String,
    kinds: Vec<String>,
    sort: String,
    direction: String,
    cursor: Option<String>,
    limit: u32,
}

impl From<ConnectionQueryView> for ConnectionQuery {
    fn from(view: ConnectionQueryView) -> Self {
        Self {
            search: view.search,
            kinds: view.kinds.iter().filter_map(|word| words::connection_kind_of(word)).collect(),
            sort: match view.sort.as_str() {
                "target" => ConnectionSort::Target,
                "changed" => ConnectionSort::Changed,
                _ => ConnectionSort::Name,
            },
            direction: words::direction(&view.direction).unwrap_or_default(),
            cursor: view.cursor,
            limit: view.limit,
        }
    }
}

/// A connection, in a list and in its drawer.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct ConnectionView {
    id: String,
    name: String,
    kind: &'static str,
    target: String,
    credential: Option<ItemLink>,
    status: Option<StatusView>,
    created: String,
    changed: String,
}

impl From<ConnectionListRow> for ConnectionView {
    fn from(row: ConnectionListRow) -> Self {
        let connection = row.connection;
        let link = connection.credential.zip(row.credential.as_ref()).map(|(id, (name, _))| {
            ItemLink { kind: "credential", id: id.to_string(), name: name.clone() }
        });
        Self {
            id: connection.id.to_string(),
            name: connection.name.as_str().to_owned(),
            kind: words::connection_kind(connection.kind),
            target: connection.target,
            credential: link,
            status: row.credential.map(|(_, status)| StatusView::of(&status, None)),
            created: connection.created.to_string(),
            changed: connection.changed.to_string(),
        }
    }
}

/// One page of connections.
pub(crate) type ConnectionPage = PageView<ConnectionView>;

/// A connection to be made or changed.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ConnectionRequestView {
    name: String,
    kind: String,
    target: String,
    credential_id: Option<String>,
}

impl TryFrom<ConnectionRequestView> for ConnectionRequest {
    type Error = UiError;

    fn try_from(view: ConnectionRequestView) -> Result<Self, UiError> {
        let kind: ConnectionKind =
            words::connection_kind_of(&view.kind).ok_or_else(UiError::not_found)?;
        let credential = view
            .credential_id
            .map(|id| id.parse())
            .transpose()
            .map_err(|_| UiError::not_found())?;
        Ok(Self { name: view.name, kind, target: view.target, credential })
    }
}
