//! `credenza get`.

use credenza_app::{
    Workspace,
    credentials::{CredentialValue, Field},
};
use credenza_model::{ids::CredentialId, location::Authentication};
use credenza_secret::Secret;

use super::location;
use crate::{
    args::{FieldArg, GetArgs, Global},
    caller::caller,
    failure::Failure,
    names::Found as _,
    output::Output,
    session,
};

pub(super) fn run(arguments: &GetArgs, global: &Global, output: &Output) -> Result<(), Failure> {
    let workspace = session::unlock(global)?;
    let view =
        workspace.credential_by_name(&arguments.name).named("credential", &arguments.name)?;
    let id = view.credential.id;
    if let Some(place) = arguments.location {
        workspace.allow_in(id, location(place))?;
    }
    match (arguments.field, view.credential.authentication) {
        (Some(FieldArg::Username), _) => print(&workspace, id, Field::UserName, "username", output),
        (Some(FieldArg::Password), _) => print(&workspace, id, Field::Password, "password", output),
        (Some(FieldArg::Certificate), _) | (None, Authentication::Certificate) => {
            print(&workspace, id, Field::Certificate, "certificate", output)
        }
        (None, Authentication::UserNameAndPassword) => both(&workspace, id, output),
    }
}

fn print(
    workspace: &Workspace,
    id: CredentialId,
    field: Field,
    name: &str,
    output: &Output,
) -> Result<(), Failure> {
    match session::wait(workspace.give_value(id, field, &caller()))?? {
        CredentialValue::UserName(text) => output.value(name, &Secret::new(text)),
        CredentialValue::Password(value) => output.value(name, &value),
        CredentialValue::Certificate { pfx, .. } => output.file(name, &pfx),
    }
}

fn both(workspace: &Workspace, id: CredentialId, output: &Output) -> Result<(), Failure> {
    let CredentialValue::UserName(username) =
        session::wait(workspace.give_value(id, Field::UserName, &caller()))??
    else {
        return Ok(());
    };
    let CredentialValue::Password(password) =
        session::wait(workspace.give_value(id, Field::Password, &caller()))??
    else {
        return Ok(());
    };
    output.values([("username", &Secret::new(username)), ("password", &password)])
}
