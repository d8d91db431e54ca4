//! Connections (C16): a target and a reference to a credential; values are fetched when it is used.

use credenza_model::{
    connection::{Connection, ConnectionKind},
    ids::{ConnectionId, CredentialId},
    location::Location,
    name::DisplayName,
    page::Page,
};
use credenza_store::StoreError;

use crate::{
    AppError, ConnectionListRow, ConnectionQuery, DeletedKind, ErrorCode, Workspace,
    error::name_problem, variables::named,
};

/// A connection to be made or changed.
#[derive(Debug, Clone)]
pub struct ConnectionRequest {
    /// Its name.
    pub name: String,
    /// What it leads to.
    pub kind: ConnectionKind,
    /// Where that is.
    pub target: String,
    /// The credential; none asks each time.
    pub credential: Option<CredentialId>,
}

impl Workspace {
    /// Stores a new connection.
    ///
    /// # Errors
    /// An [`AppError`] with the field that is not good.
    pub fn create_connection(&self, request: &ConnectionRequest) -> Result<Connection, AppError> {
        let now = self.host.now();
        let (name, target) = self.check_connection(request)?;
        let connection = Connection {
            id: ConnectionId::from_random(self.random()?),
            name,
            kind: request.kind,
            target,
            credential: request.credential,
            created: now,
            changed: now,
        };
        self.store()
            .insert_connection(&connection)
            .map_err(|error| taken(error, &connection.name))?;
        Ok(connection)
    }

    /// Changes a connection.
    ///
    /// # Errors
    /// An [`AppError`] with the field that is not good.
    pub fn edit_connection(
        &self,
        id: ConnectionId,
        request: &ConnectionRequest,
    ) -> Result<Connection, AppError> {
        let mut connection = self.connection(id)?.connection;
        (connection.name, connection.target) = self.check_connection(request)?;
        connection.kind = request.kind;
        connection.credential = request.credential;
        connection.changed = self.host.now();
        self.store()
            .update_connection(&connection)
            .map_err(|error| taken(error, &connection.name))?;
        Ok(connection)
    }

    /// One page of connections.
    ///
    /// # Errors
    /// An [`AppError`].
    pub fn list_connections(
        &self,
        query: &ConnectionQuery,
    ) -> Result<Page<ConnectionListRow>, AppError> {
        Ok(self.store().list_connections(query, self.host.now())?)
    }

    /// One connection.
    ///
    /// # Errors
    /// [`ErrorCode::NotFound`].
    pub fn connection(&self, id: ConnectionId) -> Result<ConnectionListRow, AppError> {
        Ok(self.store().connection(id, self.host.now())?)
    }

    /// The connection with exactly this name.
    ///
    /// # Errors
    /// [`ErrorCode::NotFound`].
    pub fn connection_by_name(&self, name: &str) -> Result<ConnectionListRow, AppError> {
        let found = self.store().connection_by_name(name, self.host.now());
        found.map_err(|error| named(error.into(), name))
    }

    /// Puts a connection into Recently deleted.
    ///
    /// # Errors
    /// [`ErrorCode::NotFound`].
    pub fn delete_connection(&self, id: ConnectionId) -> Result<(), AppError> {
        Ok(self.store().delete(DeletedKind::Connection, id.as_bytes(), self.host.now())?)
    }

    fn check_connection(
        &self,
        request: &ConnectionRequest,
    ) -> Result<(DisplayName, String), AppError> {
        let name = DisplayName::parse(&request.name)
            .map_err(|e| AppError::field("name", name_problem(e)))?;
        let target = request.kind.check_target(&request.target)?;
        if let Some(credential) = request.credential {
            self.allow_in(credential, Location::Connection)
                .map_err(|error| error.in_field("credential"))?;
        }
        Ok((name, target))
    }
}

fn taken(error: StoreError, name: &DisplayName) -> AppError {
    let shown = AppError::from(error);
    if shown.code != ErrorCode::NameTaken {
        return shown;
    }
    AppError::about(ErrorCode::NameTaken, name.as_str()).in_field("name")
}
