//! Makes a workspace of many credentials, through the store's own doors.

use std::{
    path::{Path, PathBuf},
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use credenza_app::{
    Host, SystemHost, Workspace, WorkspaceFolder,
    workspace::{CreateRequest, PreparedWorkspace},
};
use credenza_crypto::{
    header::Header,
    kdf::{Argon2idKdf, Kdf, KdfError, KdfParams},
    keys::RootKey,
    random::{OsRandom, Random},
    record::{Class, RecordHeader, Sealer},
    value::SecretValue,
};
use credenza_model::{
    access::AccessState,
    azure::AzureSecretReference,
    credential::{ChosenVariables, Credential},
    ids::{CredentialId, VariableId, VaultId},
    location::{Authentication, Location, Locations},
    name::{DisplayName, VariableName},
    variable::{SecretContent, SecretPlace, SecretShape, Variable, VariableContent},
    vault::{AzureConnection, VaultConnection},
};
use credenza_secret::Secret;
use credenza_store::{SealedValue, Store, ValueOwner};
use jiff::{SignedDuration, Timestamp};
use zeroize::Zeroizing;

use crate::words;

/// The master password of every workspace that is made here.
pub(crate) const PASSWORD: &str = "violet anchor drifting tundra";
/// Credentials in one transaction.
const BATCH: u64 = 5_000;
const SUBSCRIPTION: &str = "0b1f6471-1bf0-4dda-aec3-cb9272f09590";

/// The computer, with a watch on the key derivation.
#[derive(Default)]
pub(crate) struct WatchedHost {
    derivation: Mutex<Duration>,
}

impl WatchedHost {
    /// How long keys were derived since the last question.
    pub(crate) fn derivation(&self) -> Duration {
        std::mem::take(&mut self.derivation.lock().unwrap())
    }
}

impl Kdf for WatchedHost {
    fn derive(
        &self,
        password: &Secret,
        salt: &[u8; 16],
        params: KdfParams,
    ) -> Result<Zeroizing<[u8; 32]>, KdfError> {
        let start = Instant::now();
        let key = Argon2idKdf.derive(password, salt, params);
        *self.derivation.lock().unwrap() += start.elapsed();
        key
    }
}

impl Host for WatchedHost {
    fn now(&self) -> Timestamp {
        SystemHost.now()
    }
    fn random(&self) -> &dyn Random {
        &OsRandom
    }
    fn kdf(&self) -> &dyn Kdf {
        self
    }
    fn kdf_params(&self) -> KdfParams {
        KdfParams::DEFAULT
    }
}

pub(crate) fn password() -> Secret {
    Secret::new(PASSWORD.to_owned())
}

/// The workspace in `home`.
pub(crate) fn folder(home: &Path) -> WorkspaceFolder {
    WorkspaceFolder::new(home.join("Bench.credenza"))
}

/// Opens the workspace in `home`.
pub(crate) fn unlock(home: &Path) -> Workspace {
    Workspace::unlock(Arc::new(SystemHost), &folder(home), &password()).ok().unwrap()
}

/// Makes the workspace, unless an earlier run did, and joins the parts of its search as the window
/// does by itself after a while.
pub(crate) fn make(home: &Path, rows: u64) {
    let done = home.join("made");
    if !done.is_file() {
        if home.exists() {
            std::fs::remove_dir_all(home).unwrap();
        }
        std::fs::create_dir_all(home).unwrap();
        let start = Instant::now();
        let store = empty(home);
        store.fill(rows);
        drop(store);
        eprintln!("made {rows} credentials in {:.1} s", start.elapsed().as_secs_f64());
    }
    // Opening brings states to today and shows that the workspace is whole.
    let workspace = unlock(home);
    if workspace.search_is_in_parts().unwrap() {
        while workspace.join_search_parts().unwrap() {}
    }
    std::fs::write(&done, format!("{rows} credentials")).unwrap();
}

struct Filling {
    store: Store,
    root: RootKey,
    workspace: [u8; 16],
    sealer: Sealer,
    vault: VaultId,
    now: Timestamp,
}

fn empty(home: &Path) -> Filling {
    let request = CreateRequest {
        folder: PathBuf::from(folder(home).path()),
        person: "Maya Lindqvist".to_owned(),
        mail: None,
        password: password(),
    };
    // Every size has the same cost of a guess, so that their memory compares.
    let (prepared, _) =
        PreparedWorkspace::new(Arc::new(WatchedHost::default()), request).ok().unwrap();
    drop(prepared.create().ok().unwrap());
    let folder = folder(home);
    let header = Header::parse(&folder.read_header().unwrap()).unwrap();
    let root = header.unlock_with_password(&Argon2idKdf, &password()).unwrap();
    let store = Store::open(&folder, &root.database()).unwrap();
    let (vault, now) = (VaultId::from_random(bytes(0, 20)), Timestamp::now());
    let filling = Filling {
        store,
        root,
        workspace: header.workspace(),
        sealer: Sealer::default(),
        vault,
        now,
    };
    filling.connect();
    filling
}

/// The same bytes for the same `n` and `salt`.
fn bytes(n: u64, salt: u64) -> [u8; 16] {
    let mut out = [0; 16];
    out[..8].copy_from_slice(&words::mixed(n, salt).to_be_bytes());
    out[8..].copy_from_slice(&words::mixed(n, salt + 1).to_be_bytes());
    out
}

fn secret_id(n: u64) -> VariableId {
    VariableId::from_random(bytes(n, 30))
}

fn user_id(n: u64) -> VariableId {
    VariableId::from_random(bytes(n, 40))
}

impl Filling {
    fn connect(&self) {
        let azure = AzureConnection::by_cli("https://kv-finance-prod.vault.azure.net");
        let connection = VaultConnection {
            id: self.vault,
            name: DisplayName::parse("Production").unwrap(),
            azure,
            signed_in_as: None,
            created: self.now,
            changed: self.now,
        };
        self.store.insert_vault(&connection, None).unwrap();
    }

    fn fill(&self, rows: u64) {
        for from in (0..rows).step_by(usize::try_from(BATCH).unwrap()) {
            let batch = from..(from + BATCH).min(rows);
            let users: Vec<_> =
                batch.clone().filter(|n| n % 10 == 0).map(|n| self.user(n / 10)).collect();
            self.store.insert_variables(users.iter().map(|v| (v, None)), self.now).unwrap();
            let secrets: Vec<_> = batch.clone().map(|n| self.secret(n)).collect();
            let pairs = secrets.iter().map(|(variable, value)| (variable, value.as_ref()));
            self.store.insert_variables(pairs, self.now).unwrap();
            let credentials: Vec<_> = batch.map(|n| self.credential(n)).collect();
            self.store.insert_credentials(credentials.iter()).unwrap();
        }
    }

    /// Some moment of the last two years.
    fn moment(&self, n: u64, salt: u64) -> Timestamp {
        let seconds = words::mixed(n, salt) % (2 * 365 * 86_400);
        self.now - SignedDuration::from_secs(i64::try_from(seconds).unwrap())
    }

    fn user(&self, n: u64) -> Variable {
        let display_name = format!("User {n:06} {}", words::user(n));
        let content = VariableContent::Text(words::user(n));
        self.variable(user_id(n), &display_name, content, n)
    }

    fn variable(
        &self,
        id: VariableId,
        display_name: &str,
        content: VariableContent,
        n: u64,
    ) -> Variable {
        let changed = self.moment(n, 10);
        let name = VariableName::parse(&VariableName::suggest("cz", display_name)).unwrap();
        let display_name = DisplayName::parse(display_name).unwrap();
        Variable { id, display_name, name, content, created: changed, changed }
    }

    /// Two of three secrets are sealed here, the others are in a key vault; half of those expire.
    fn secret(&self, n: u64) -> (Variable, Option<SealedValue>) {
        let sealed = words::mixed(n, 11) % 3 < 2;
        let expires = (!sealed && words::mixed(n, 12).is_multiple_of(2))
            .then(|| self.moment(n, 13) + SignedDuration::from_hours(365 * 24));
        let content = SecretContent {
            place: if sealed { SecretPlace::ThisDevice } else { self.reference(n) },
            shape: SecretShape::Password,
            access: if sealed { AccessState::Readable } else { AccessState::NotChecked },
            checked: None,
            expires,
            certificate: None,
        };
        let display_name = format!("{} password", words::credential(n));
        let content = VariableContent::Secret(Box::new(content));
        let variable = self.variable(secret_id(n), &display_name, content, n);
        let value = sealed.then(|| self.sealed(n, secret_id(n).as_bytes()));
        (variable, value)
    }

    fn reference(&self, n: u64) -> SecretPlace {
        let (vault, secret) = words::secret(n);
        let reference =
            AzureSecretReference::new(SUBSCRIPTION, "rg-prod", &vault, &secret, None).unwrap();
        SecretPlace::Azure { vault: self.vault, reference }
    }

    fn sealed(&self, n: u64, owner: &[u8; 16]) -> SealedValue {
        let header = RecordHeader {
            class: Class::Secret,
            schema: 1,
            scope: self.workspace,
            record: *owner,
            epoch: 1,
            revision: 1,
            author: [0; 16],
            previous: [0; 32],
        };
        let value = SecretValue::Text(Secret::new(format!("value-{n}"))).encode();
        let sealed = self.sealer.seal(&OsRandom, &self.root.local(), &header, &value).unwrap();
        SealedValue {
            owner: *owner,
            kind: ValueOwner::Variable,
            revision: 1,
            salt: sealed.salt,
            digest: sealed.digest,
            record: sealed.bytes,
        }
    }

    fn credential(&self, n: u64) -> Credential {
        let all = [Location::Connection, Location::DesktopFlow, Location::Network];
        let chosen = all[..usize::try_from(words::mixed(n, 14) % 3).unwrap() + 1].to_vec();
        let changed = self.moment(n, 10);
        Credential {
            id: CredentialId::from_random(bytes(n, 50)),
            name: DisplayName::parse(&words::credential(n)).unwrap(),
            description: words::note(n).to_owned(),
            locations: Locations::new(chosen).unwrap(),
            authentication: Authentication::UserNameAndPassword,
            variables: ChosenVariables { user_name: Some(user_id(n / 10)), secret: secret_id(n) },
            created: changed,
            changed,
        }
    }
}
