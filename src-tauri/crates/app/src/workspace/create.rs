//! A new workspace. Nothing is on the disk before the recovery code was shown and confirmed.

use std::{path::PathBuf, sync::Arc};

use credenza_crypto::{header::Header, identity::Identity, keys::RootKey, record::Sealer};
use credenza_model::name::DisplayName;
use credenza_secret::Secret;
use credenza_store::{Store, StoredIdentity, WorkspaceFolder};

use super::identity_record;
use crate::{
    AppError, ErrorCode, Host, Workspace, error::name_problem, password_strength, team::Pairing,
};

/// What a new workspace is made of.
pub struct CreateRequest {
    /// The folder, `NAME.credenza`.
    pub folder: PathBuf,
    /// The person's shown name.
    pub person: String,
    /// Their mail, if they want to give it.
    pub mail: Option<String>,
    /// The master password.
    pub password: Secret,
}

/// A workspace whose keys exist in memory only.
pub struct PreparedWorkspace {
    pub(super) host: Arc<dyn Host>,
    folder: WorkspaceFolder,
    person: DisplayName,
    mail: Option<String>,
    pub(super) header: Header,
    pub(super) root: RootKey,
    pairing: Option<Pairing>,
}

impl PreparedWorkspace {
    /// Checks the request and makes keys. The recovery code is shown once, by the caller.
    ///
    /// # Errors
    /// An [`AppError`] with the field that is not good.
    pub fn new(host: Arc<dyn Host>, request: CreateRequest) -> Result<(Self, Secret), AppError> {
        let person = DisplayName::parse(&request.person)
            .map_err(|e| AppError::field("personName", name_problem(e)))?;
        let folder = WorkspaceFolder::new(request.folder);
        DisplayName::parse(&folder.name()).map_err(|e| AppError::field("name", name_problem(e)))?;
        if folder.path().exists() {
            return Err(AppError::about(
                ErrorCode::WorkspaceExists,
                &folder.path().display().to_string(),
            )
            .in_field("name"));
        }
        refuse_weak(&request.password, &[person.as_str(), &folder.name()])?;
        let (header, root, code) = Header::create(
            host.random(),
            host.kdf(),
            host.kdf_params_for_new(),
            &request.password,
        )?;
        let mail = request.mail.filter(|mail| !mail.trim().is_empty());
        Ok((Self { host, folder, person, mail, header, root, pairing: None }, code.to_text()))
    }

    /// As [`PreparedWorkspace::new`], for a person who has another device: name, mail, keys and teams
    /// come from its pairing file.
    ///
    /// # Errors
    /// An [`AppError`].
    pub fn paired(
        host: Arc<dyn Host>,
        folder: PathBuf,
        password: Secret,
        pairing: Pairing,
    ) -> Result<(Self, Secret), AppError> {
        let person = pairing.person().to_owned();
        let mail = Some(pairing.mail().to_owned());
        let request = CreateRequest { folder, person, mail, password };
        let (mut prepared, code) = Self::new(host, request)?;
        prepared.pairing = Some(pairing);
        Ok((prepared, code))
    }

    /// Writes the workspace. It is unlocked afterwards.
    ///
    /// # Errors
    /// An [`AppError`]; what was written is removed again.
    pub fn create(self) -> Result<Workspace, AppError> {
        self.create_or_keep().map_err(|kept| kept.1)
    }

    /// The same; what failed comes back with why, to be tried again with the same codes.
    ///
    /// # Errors
    /// As [`PreparedWorkspace::create`].
    pub fn create_or_keep(self) -> Result<Workspace, Box<(Self, AppError)>> {
        if let Err(error) = self.folder.create() {
            return Err(Box::new((self, error.into())));
        }
        let folder = self.folder.clone();
        self.finish().inspect_err(|_| {
            // The folder was made above and holds nothing but this attempt.
            let _ = std::fs::remove_dir_all(folder.path());
        })
    }

    fn finish(self) -> Result<Workspace, Box<(Self, AppError)>> {
        let store = match self.write() {
            Ok(store) => store,
            Err(error) => return Err(Box::new((self, error))),
        };
        let Self { host, folder, person, mail, header, root, pairing } = self;
        let name = person.as_str().to_owned();
        let workspace = Workspace::new(Arc::clone(&host), store, root, header.workspace(), name);
        match pairing.as_ref().map_or(Ok(()), |pairing| workspace.take_teams(pairing)) {
            Ok(()) => Ok(workspace),
            Err(error) => {
                let root = workspace.root;
                let kept = Self { host, folder, person, mail, header, root, pairing };
                Err(Box::new((kept, error)))
            }
        }
    }

    fn identity(&self) -> Result<Identity, AppError> {
        let random = self.host.random();
        let internal = || AppError::new(ErrorCode::Internal);
        match &self.pairing {
            Some(pairing) => {
                Identity::from_person_bytes(random, pairing.keys()).map_err(|_| internal())
            }
            None => Identity::create(random).map_err(|_| internal()),
        }
    }

    fn write(&self) -> Result<Store, AppError> {
        let store = Store::create(&self.folder, &self.root.database())?;
        let identity = self.identity()?;
        let header = identity_record(self.header.workspace());
        let sealed = Sealer::default().seal(
            self.host.random(),
            &self.root.identity(),
            &header,
            &identity.to_secret_bytes(),
        )?;
        store.put_identity(&StoredIdentity {
            workspace: self.header.workspace(),
            person: self.person.as_str().to_owned(),
            mail: self.mail.clone(),
            sealed: sealed.bytes,
            header_counter: self.header.counter(),
        })?;
        self.folder.write_header(&self.header.to_bytes(&self.root))?;
        Ok(store)
    }
}

/// Refuses a master password that is easy to guess.
pub(crate) fn refuse_weak(password: &Secret, hints: &[&str]) -> Result<(), AppError> {
    if password_strength(password, hints).is_enough_for_a_workspace() {
        return Ok(());
    }
    Err(AppError::new(ErrorCode::WeakPassword).in_field("password"))
}
