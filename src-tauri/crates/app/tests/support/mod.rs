//! A host with a cheap key derivation and a clock that a test moves.
#![allow(dead_code, reason = "each suite uses a part")]

pub(crate) mod code;
pub(crate) mod device;
pub(crate) mod vault;

use std::{
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
};

use credenza_app::{
    Host, Workspace, WorkspaceFolder,
    credentials::CredentialDraft,
    variables::{NewValue, VariableCreateRequest},
    workspace::{CreateRequest, PreparedWorkspace},
};
use credenza_crypto::{
    kdf::{Kdf, KdfError, KdfParams},
    random::{OsRandom, Random},
};
use credenza_model::{
    credential::Credential,
    location::{Authentication, Location},
    variable::Variable,
};
use credenza_secret::Secret;
use jiff::Timestamp;
use zeroize::Zeroizing;

pub(crate) const PASSWORD: &str = "violet anchor drifting tundra";

/// The real Argon2id is tried in its own crate; here it would only cost time.
pub(crate) struct TestHost {
    pub(crate) seconds: AtomicI64,
    pub(crate) params: KdfParams,
}

impl Default for TestHost {
    fn default() -> Self {
        Self { seconds: AtomicI64::new(1_790_000_000), params: KdfParams::DEFAULT }
    }
}

impl Kdf for TestHost {
    fn derive(
        &self,
        password: &Secret,
        salt: &[u8; 16],
        params: KdfParams,
    ) -> Result<Zeroizing<[u8; 32]>, KdfError> {
        params.check()?;
        let mut out = Zeroizing::new([7u8; 32]);
        // EXPOSE: a stand-in for key derivation in a test.
        for (at, byte) in password.expose().bytes().chain(*salt).enumerate() {
            out[at % 32] = out[at % 32].rotate_left(3) ^ byte;
        }
        Ok(out)
    }
}

impl Host for TestHost {
    fn now(&self) -> Timestamp {
        Timestamp::from_second(self.seconds.fetch_add(1, Ordering::Relaxed)).unwrap()
    }
    fn random(&self) -> &dyn Random {
        &OsRandom
    }
    fn kdf(&self) -> &dyn Kdf {
        self
    }
    fn kdf_params(&self) -> KdfParams {
        self.params
    }
}

pub(crate) fn secret(text: &str) -> Secret {
    Secret::new(text.to_owned())
}

pub(crate) fn folder(home: &Path) -> WorkspaceFolder {
    WorkspaceFolder::new(home.join("Finance.credenza"))
}

/// One whose keys exist in memory only, and its recovery code.
pub(crate) fn prepared(home: &Path) -> (PreparedWorkspace, Secret) {
    let request = CreateRequest {
        folder: folder(home).path().to_owned(),
        person: "Maya Lindqvist".to_owned(),
        mail: None,
        password: secret(PASSWORD),
    };
    let prepared = PreparedWorkspace::new(Arc::new(TestHost::default()), request);
    prepared.unwrap_or_else(|error| panic!("{error:?}"))
}

/// A new workspace and its recovery code.
pub(crate) fn create(home: &Path) -> (Workspace, Secret) {
    let (prepared, code) = prepared(home);
    (prepared.create().unwrap_or_else(|error| panic!("{error:?}")), code)
}

pub(crate) fn unlock(home: &Path, password: &str) -> Result<Workspace, credenza_app::AppError> {
    Workspace::unlock(Arc::new(TestHost::default()), &folder(home), &secret(password))
}

pub(crate) fn text(workspace: &Workspace, name: &str, value: &str) -> Variable {
    let value = NewValue::Text(value.to_owned());
    let request =
        VariableCreateRequest { display_name: name.to_owned(), name: String::new(), value };
    workspace.create_variable(request).unwrap()
}

pub(crate) fn password(workspace: &Workspace, name: &str, value: &str) -> Variable {
    let value = NewValue::Secret(secret(value));
    let request =
        VariableCreateRequest { display_name: name.to_owned(), name: String::new(), value };
    workspace.create_variable(request).unwrap()
}

pub(crate) fn draft(name: &str, user_name: &Variable, secret: &Variable) -> CredentialDraft {
    CredentialDraft {
        name: name.to_owned(),
        description: String::new(),
        locations: vec![Location::Connection, Location::DesktopFlow],
        authentication: Authentication::UserNameAndPassword,
        user_name: Some(user_name.id),
        secret: Some(secret.id),
    }
}

/// A credential with both variables.
pub(crate) fn credential(workspace: &Workspace, name: &str, user: &str, value: &str) -> Credential {
    let user_name = text(workspace, &format!("{name} user"), user);
    let secret = password(workspace, &format!("{name} password"), value);
    workspace.create_credential(&draft(name, &user_name, &secret)).unwrap()
}

pub(crate) fn wait<T>(answer: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(answer)
}
