//! `credenza connection`.

use credenza_app::{
    ConnectionListRow, ConnectionQuery, connections::ConnectionRequest, dependencies::NodeKey,
};
use credenza_model::connection::ConnectionKind;
use serde_json::{Value, json};

use super::refuse_used;
use crate::{
    args::{ConnectionCommand, ConnectionKindArg, Global},
    failure::Failure,
    names::Found as _,
    output::Output,
    session,
};

pub(super) fn run(
    command: ConnectionCommand,
    global: &Global,
    output: &Output,
) -> Result<(), Failure> {
    let workspace = session::unlock(global)?;
    match command {
        ConnectionCommand::New { name, kind, target, credential } => {
            let credential = credential
                .map(|name| workspace.credential_by_name(&name).named("credential", &name))
                .transpose()?;
            let credential = credential.map(|view| view.credential.id);
            let request = ConnectionRequest { name, kind: kind_of(kind), target, credential };
            let made = workspace.create_connection(&request)?;
            show(&workspace.connection(made.id)?, output)?;
        }
        ConnectionCommand::List => {
            let mut query = ConnectionQuery { limit: 200, ..ConnectionQuery::default() };
            let next = |cursor| {
                query.cursor = cursor;
                Ok(workspace.list_connections(&query)?)
            };
            output.pages("connections", next, document, line)?;
        }
        ConnectionCommand::Show { name } => {
            show(&workspace.connection_by_name(&name).named("connection", &name)?, output)?
        }
        ConnectionCommand::Delete(arguments) => {
            let id = workspace
                .connection_by_name(&arguments.name)
                .named("connection", &arguments.name)?
                .connection
                .id;
            refuse_used(&workspace, NodeKey::Connection(id), &arguments, global)?;
            workspace.delete_connection(id)?;
            let line = format!("{} is in Recently deleted for 30 days.", arguments.name);
            output.result(json!({ "deleted": arguments.name }), &[line])?;
        }
    }
    Ok(())
}

fn kind_of(kind: ConnectionKindArg) -> ConnectionKind {
    match kind {
        ConnectionKindArg::Machine => ConnectionKind::Machine,
        ConnectionKindArg::Ssh => ConnectionKind::Ssh,
        ConnectionKindArg::Postgres => ConnectionKind::Postgres,
        ConnectionKindArg::Http => ConnectionKind::Http,
    }
}

fn kind_word(kind: ConnectionKind) -> &'static str {
    match kind {
        ConnectionKind::Machine => "machine",
        ConnectionKind::Ssh => "ssh",
        ConnectionKind::Postgres => "postgres",
        ConnectionKind::Http => "http",
    }
}

fn document(row: &ConnectionListRow) -> Value {
    let connection = &row.connection;
    json!({
        "name": connection.name.as_str(), "kind": kind_word(connection.kind), "target": connection.target,
        "credential": row.credential.as_ref().map(|(name, _)| name),
    })
}

fn line(row: &ConnectionListRow) -> String {
    let credential = row.credential.as_ref().map_or("asks each time", |(name, _)| name);
    let connection = &row.connection;
    format!(
        "{}  {}  {}  {credential}",
        connection.name.as_str(),
        kind_word(connection.kind),
        connection.target
    )
}

fn show(row: &ConnectionListRow, output: &Output) -> Result<(), Failure> {
    output.result(document(row), &[line(row)])
}
