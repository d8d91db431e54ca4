//! This device keeps what every vault promises: the contract of the connectors, tried through the
//! workspace's own doors. A secret is a variable with a credential that gives its value.
#![allow(clippy::unwrap_used, reason = "tests")]

mod support;

use async_trait::async_trait;
use credenza_app::{
    AppError, DeletedKind, ErrorCode, VariableQuery, Workspace,
    credentials::{CredentialValue, Field},
    variables::{NewValue, VariableCreateRequest, VariableEdit},
};
use credenza_model::{azure::SecretName, variable::Variable};
use credenza_secret::Secret;
use credenza_testkit::contract::{Expected, contract};
use credenza_vaults::{
    Capabilities, DeletedEntry, Operation, Page, PageToken, SecretAttributes,
    SecretAttributesUpdate, SecretEntry, SecretVersion, SignedInAs, Vault, VaultError,
    VaultErrorKind, VaultSecret, VersionId,
};
use support::{create, draft, text};

/// The workspace as a vault, and the user-name variable of all its credentials.
struct ThisDevice {
    workspace: Workspace,
    user: Variable,
}

/// Variables have no hyphens in their names.
fn variable_name(name: &SecretName) -> String {
    name.as_str().replace('-', "_")
}

fn secret_name(name: &str) -> SecretName {
    SecretName::parse(&name.replace('_', "-")).unwrap()
}

fn refused(operation: Operation, error: &AppError) -> VaultError {
    let too_large = error.fields.iter().any(|field| field.message.contains("25 KB"));
    let kind = match error.code {
        ErrorCode::NotFound => VaultErrorKind::NotFound,
        _ if too_large => VaultErrorKind::TooLarge,
        _ => panic!("{error:?}"),
    };
    VaultError::new(operation, kind)
}

fn unsupported<T>(operation: Operation) -> Result<T, VaultError> {
    Err(VaultError::new(operation, VaultErrorKind::Unsupported))
}

/// The only version that there is.
fn only() -> SecretVersion {
    let id = VersionId::parse("1").unwrap();
    SecretVersion { id, attributes: SecretAttributes::default(), content_type: None }
}

impl ThisDevice {
    fn variable(&self, operation: Operation, name: &SecretName) -> Result<Variable, VaultError> {
        let found = self.workspace.variable_by_name(&variable_name(name));
        found.map(|view| view.variable).map_err(|error| refused(operation, &error))
    }

    fn put(&self, name: &SecretName, value: NewValue) -> Result<(), AppError> {
        if let Ok(view) = self.workspace.variable_by_name(&variable_name(name)) {
            return self
                .workspace
                .edit_variable(
                    view.variable.id,
                    VariableEdit { value: Some(value), ..VariableEdit::default() },
                )
                .map(drop);
        }
        let display_name = name.as_str().to_owned();
        let request = VariableCreateRequest { display_name, name: variable_name(name), value };
        let made = self.workspace.create_variable(request)?;
        self.workspace.create_credential(&draft(name.as_str(), &self.user, &made)).map(drop)
    }
}

#[async_trait]
impl Vault for ThisDevice {
    fn capabilities(&self) -> Capabilities {
        Capabilities {
            list: true,
            versions: false,
            set: true,
            attributes: false,
            delete: true,
            recover: true,
            certificates: true,
            longest_value: Some(25 * 1_024),
        }
    }

    async fn who_am_i(&self) -> Result<SignedInAs, VaultError> {
        let who = self.workspace.person().to_owned();
        Ok(SignedInAs { who, tenant: None, object_id: None })
    }

    async fn list(&self, page: Option<PageToken>) -> Result<Page<SecretEntry>, VaultError> {
        let cursor = page.map(|page| page.as_str().to_owned());
        let query = VariableQuery { cursor, limit: 25, ..VariableQuery::default() };
        let page = self.workspace.list_variables(&query).unwrap();
        let entry = |name: &str| SecretEntry {
            name: secret_name(name),
            attributes: SecretAttributes::default(),
            content_type: None,
            managed: false,
        };
        let items = page.rows.iter().map(|row| entry(row.name.as_str())).collect();
        Ok(Page { items, next: page.next.map(PageToken::new) })
    }

    async fn versions(&self, name: &SecretName) -> Result<Vec<SecretVersion>, VaultError> {
        self.variable(Operation::Versions, name).map(|_| vec![only()])
    }

    async fn get(
        &self,
        name: &SecretName,
        _version: Option<&VersionId>,
    ) -> Result<VaultSecret, VaultError> {
        self.variable(Operation::Get, name)?;
        let credential = self.workspace.credential_by_name(name.as_str()).unwrap().credential;
        let value = self.workspace.read_value(credential.id, Field::Password).await.unwrap();
        let CredentialValue::Password(value) = value else { panic!("no password") };
        let SecretVersion { id: version, attributes, content_type } = only();
        Ok(VaultSecret { value, version, attributes, content_type, managed: false })
    }

    async fn set(
        &self,
        name: &SecretName,
        value: &Secret,
        _attributes: &SecretAttributesUpdate,
    ) -> Result<SecretVersion, VaultError> {
        // EXPOSE: a copy, since a vault takes a value by reference and a variable takes it over.
        let value = NewValue::Secret(Secret::new(value.expose().to_owned()));
        let put = self.put(name, value).map_err(|error| refused(Operation::Set, &error));
        put.map(|()| only())
    }

    async fn update_attributes(
        &self,
        _name: &SecretName,
        _version: &VersionId,
        _attributes: &SecretAttributesUpdate,
    ) -> Result<SecretVersion, VaultError> {
        unsupported(Operation::UpdateAttributes)
    }

    async fn delete(&self, name: &SecretName) -> Result<DeletedEntry, VaultError> {
        let variable = self.variable(Operation::Delete, name)?;
        let credential = self.workspace.credential_by_name(name.as_str()).unwrap().credential;
        self.workspace.delete_credential(credential.id).unwrap();
        self.workspace.delete_variable(variable.id).unwrap();
        Ok(DeletedEntry { name: name.clone(), deleted: None, purged_on: None })
    }

    async fn recover(&self, name: &SecretName) -> Result<(), VaultError> {
        let deleted = self.workspace.list_deleted(None).unwrap().rows;
        for kind in [DeletedKind::Variable, DeletedKind::Credential] {
            let row = deleted.iter().find(|row| row.kind == kind && row.name == name.as_str());
            self.workspace.restore_deleted(kind, &row.unwrap().id).unwrap();
        }
        Ok(())
    }

    async fn deleted(&self, _page: Option<PageToken>) -> Result<Page<DeletedEntry>, VaultError> {
        let rows = self.workspace.list_deleted(None).unwrap().rows;
        let entry =
            |name: &str| DeletedEntry { name: secret_name(name), deleted: None, purged_on: None };
        Ok(Page { items: rows.iter().map(|row| entry(&row.name)).collect(), next: None })
    }
}

#[tokio::test]
async fn this_device_keeps_the_contract() {
    let home = tempfile::tempdir().unwrap();
    let (workspace, _) = create(home.path());
    let user = text(&workspace, "robot", "x");
    let device = ThisDevice { workspace, user };
    // A deleted name is free again, as the words of the page say.
    contract(&device, &Expected { deleted_holds_name: false, ..Expected::azure() }).await;
}
