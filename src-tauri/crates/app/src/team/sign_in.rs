//! How this person signs in to a cloud where a team meets. An invitation never holds it.

use std::{
    fs::File,
    path::{Path, PathBuf},
    sync::Arc,
};

use async_trait::async_trait;
use credenza_crypto::{
    cbor::{self, CborError, Reader},
    record::{self, Class, RecordHeader, digest},
};
use credenza_secret::{Secret, SecretBytes};
use credenza_team::location::{
    Account, Address, AzureSignIn, Location, SignIn, TokenError, TokenSource, profile,
};
use credenza_vaults::azure::{self, AzureKeyVaultConfig, StorageTokens};

use super::place::{is_cloud, no_address};
use crate::{AppError, ErrorCode, Workspace};

/// Where an identity's token may go: whoever gets it can use it elsewhere.
const CLOUDS: [&str; 3] =
    [".blob.core.windows.net", ".blob.core.chinacloudapi.cn", ".blob.core.usgovcloudapi.net"];
/// Values that belong to no team.
const NO_TEAM: [u8; 16] = [0; 16];

/// Most bytes of a file with a sign-in.
const LONGEST_FILE: usize = 1024 * 1024;

/// After the name of a sign-in that somebody chose in a form.
const CHOSEN: &str = " chosen";

/// A sign-in to be tried.
pub(super) struct ChosenSignIn {
    address: Address,
    content: SecretBytes,
    pub(super) location: Arc<dyn Location>,
}

/// A sign-in to a cloud.
pub enum LocationSignIn {
    /// To Azure, with the account of the Azure CLI.
    AzureCli,
    /// To Azure, as an app registration with a secret.
    AzureApp {
        /// Tenant id or domain.
        tenant: String,
        /// The app registration.
        client_id: String,
        /// Its secret.
        secret: Secret,
    },
    /// To Azure, by the storage account's key, base64.
    AzureKey(Secret),
    /// To S3, by a key pair.
    S3Keys {
        /// Shown to the server.
        key_id: String,
        /// Signs requests.
        secret: Secret,
        /// With sign-ins that end by themselves.
        session: Option<Secret>,
    },
    /// To S3, by a profile of the credentials file.
    S3Profile(String),
    /// To Google Cloud Storage, by a service account's key file (JSON).
    GcsKeyFile(Secret),
}

/// The tokens of a sign-in to Azure.
struct Tokens(StorageTokens);

#[async_trait]
impl TokenSource for Tokens {
    async fn token(&self) -> Result<Secret, TokenError> {
        self.0.token().await.map_err(|_| TokenError)
    }
}

impl Workspace {
    /// Keeps how this person signs in to the location of an address; the location is not asked.
    ///
    /// # Errors
    /// An [`AppError`] about the address, or a sign-in that it does not take.
    pub fn keep_location_sign_in(&self, at: &str, sign_in: LocationSignIn) -> Result<(), AppError> {
        let address: Address = at.parse().map_err(|_| no_address())?;
        let content = write(&sign_in);
        address.with(self.location_settings(&address, sign_in)?)?;
        self.seal_location_sign_in(&address, &content)
    }

    fn seal_location_sign_in(
        &self,
        address: &Address,
        content: &SecretBytes,
    ) -> Result<(), AppError> {
        let (name, header) = self.sign_in_record(address);
        let sealed =
            self.sealer.seal(self.host.random(), &self.root().local(), &header, content)?;
        Ok(self.store().set_team_value(&NO_TEAM, &name, Some(&sealed.bytes))?)
    }

    /// What is kept for an address, for another device of this person; empty when there is nothing.
    pub(super) fn sign_in_to_hand_over(&self, at: &str) -> Result<SecretBytes, AppError> {
        let Some(address) = at.parse().ok().filter(|_| is_cloud(at)) else {
            return Ok(SecretBytes::new(Vec::new()));
        };
        let kept = self.kept_sign_in(&address)?;
        Ok(kept.map_or_else(|| SecretBytes::new(Vec::new()), |kept| write(&kept)))
    }

    /// Keeps what [`Workspace::sign_in_to_hand_over`] gave; nothing where it was empty.
    pub(super) fn take_sign_in(&self, at: &str, handed: &SecretBytes) -> Result<(), AppError> {
        // EXPOSE: whether there is one is no secret.
        if handed.expose().is_empty() {
            return Ok(());
        }
        let sign_in = read(handed).map_err(|_| AppError::new(ErrorCode::StoreDamaged))?;
        self.keep_location_sign_in(at, sign_in)
    }

    /// A location by a sign-in that somebody chose; nothing is kept.
    pub(super) fn choose_sign_in(
        &self,
        at: &str,
        sign_in: LocationSignIn,
    ) -> Result<ChosenSignIn, AppError> {
        let address: Address = at.parse().map_err(|_| no_address())?;
        let content = write(&sign_in);
        let location = address.with(self.location_settings(&address, sign_in)?)?.open()?;
        Ok(ChosenSignIn { address, content, location })
    }

    /// Keeps it, also where the environment has another one.
    pub(super) fn keep_chosen(&self, chosen: &ChosenSignIn) -> Result<(), AppError> {
        self.seal_location_sign_in(&chosen.address, &chosen.content)?;
        let name = self.sign_in_record(&chosen.address).0 + CHOSEN;
        Ok(self.store().set_team_value(&NO_TEAM, &name, Some(&[1]))?)
    }

    /// What is kept, or what this computer has by itself.
    pub(super) fn sign_in_to(&self, address: &Address) -> Result<SignIn, AppError> {
        let kept = self.kept_sign_in(address)?;
        let own = || match address {
            Address::Folder(_) | Address::Gcs { .. } => None,
            Address::S3 { .. } => Some(LocationSignIn::S3Profile("default".to_owned())),
            Address::Azure { .. } => Some(LocationSignIn::AzureCli),
        };
        let found = kept.or_else(|| self.environment_sign_in(address)).or_else(own);
        let none = "Name a service account's key file in GOOGLE_APPLICATION_CREDENTIALS.";
        let found = found.ok_or_else(|| AppError::field("location", none))?;
        self.location_settings(address, found)
    }

    /// What the environment has is kept: the window has another one.
    pub(super) fn keep_sign_in_of_environment(&self, address: &Address) -> Result<(), AppError> {
        let chosen = self.sign_in_record(address).0 + CHOSEN;
        if self.store().team_value(&NO_TEAM, &chosen)?.is_some() {
            return Ok(());
        }
        match self.environment_sign_in(address) {
            Some(found) => self.keep_location_sign_in(&address.to_string(), found),
            None => Ok(()),
        }
    }

    fn environment_sign_in(&self, address: &Address) -> Option<LocationSignIn> {
        let (plain, secret) =
            (|name: &str| self.plain_variable(name), |name: &str| self.host.environment(name));
        match address {
            Address::Folder(_) => None,
            Address::S3 { .. } => {
                let pair = plain("AWS_ACCESS_KEY_ID").zip(secret("AWS_SECRET_ACCESS_KEY"));
                let pair = pair.map(|(key_id, key)| LocationSignIn::S3Keys {
                    key_id,
                    secret: key,
                    session: secret("AWS_SESSION_TOKEN"),
                });
                pair.or_else(|| plain("AWS_PROFILE").map(LocationSignIn::S3Profile))
            }
            Address::Azure { .. } => {
                secret("AZURE_STORAGE_KEY").map(LocationSignIn::AzureKey).or_else(|| {
                    Some(LocationSignIn::AzureApp {
                        tenant: plain("AZURE_TENANT_ID")?,
                        client_id: plain("AZURE_CLIENT_ID")?,
                        secret: secret("AZURE_CLIENT_SECRET")?,
                    })
                })
            }
            Address::Gcs { .. } => {
                let path = plain("GOOGLE_APPLICATION_CREDENTIALS")?;
                Some(LocationSignIn::GcsKeyFile(secret_file(Path::new(&path))?))
            }
        }
    }

    fn location_settings(
        &self,
        address: &Address,
        sign_in: LocationSignIn,
    ) -> Result<SignIn, AppError> {
        Ok(match sign_in {
            LocationSignIn::AzureCli => {
                SignIn::Azure(identity(address, azure::AzureSignIn::Cli, None, None)?)
            }
            LocationSignIn::AzureApp { tenant, client_id, secret } => {
                let sign_in = azure::AzureSignIn::ClientSecret { secret };
                SignIn::Azure(identity(address, sign_in, Some(tenant), Some(client_id))?)
            }
            LocationSignIn::AzureKey(key) => SignIn::Azure(AzureSignIn::AccountKey(key)),
            LocationSignIn::S3Keys { key_id, secret, session } => {
                SignIn::S3(Account { key_id, secret, session })
            }
            LocationSignIn::S3Profile(name) => SignIn::S3(self.aws_profile(&name)?),
            LocationSignIn::GcsKeyFile(file) => SignIn::Gcs(file),
        })
    }

    fn aws_profile(&self, name: &str) -> Result<Account, AppError> {
        let home = || self.plain_variable("HOME").or_else(|| self.plain_variable("USERPROFILE"));
        let named = self.plain_variable("AWS_SHARED_CREDENTIALS_FILE").map(PathBuf::from);
        let path = named.or_else(|| Some(PathBuf::from(home()?).join(".aws").join("credentials")));
        let file = path.and_then(|path| secret_file(&path));
        let account = file.and_then(|file| profile(&file, name));
        account.ok_or_else(|| {
            let what = format!("The AWS credentials file has no key pair of the profile {name}.");
            AppError::field("location", what)
        })
    }

    fn sign_in_record(&self, address: &Address) -> (String, RecordHeader) {
        let hash = digest(address.to_string().as_bytes());
        let mut record = [0; 16];
        record.copy_from_slice(&hash[..16]);
        let name: String = record.iter().map(|byte| format!("{byte:02x}")).collect();
        let header = RecordHeader::local(Class::Scope, 4, self.id, record);
        (format!("sign-in {name}"), header)
    }

    fn kept_sign_in(&self, address: &Address) -> Result<Option<LocationSignIn>, AppError> {
        let damaged = || AppError::new(ErrorCode::StoreDamaged);
        let (name, header) = self.sign_in_record(address);
        let Some(kept) = self.store().team_value(&NO_TEAM, &name)? else { return Ok(None) };
        let content = record::open(&self.root().local(), &kept, &header).map_err(|_| damaged())?;
        read(&content).map(Some).map_err(|_| damaged())
    }
}

fn identity(
    address: &Address,
    sign_in: azure::AzureSignIn,
    tenant: Option<String>,
    client_id: Option<String>,
) -> Result<AzureSignIn, AppError> {
    let Address::Azure { account, endpoint, .. } = address else { return Err(no_address()) };
    let own = format!("https://{account}{}", CLOUDS[0]);
    let url = endpoint.as_deref().unwrap_or(&own);
    let parsed = url::Url::parse(url).map_err(|_| no_address())?;
    let host = parsed.host_str().unwrap_or_default();
    // An invitation names the server. Another than the cloud's own gets no token.
    if parsed.scheme() != "https" || !CLOUDS.iter().any(|cloud| host.ends_with(cloud)) {
        let what = "Only the storage account's key signs in to a server outside Azure.";
        return Err(AppError::field("location", what));
    }
    let config =
        AzureKeyVaultConfig { tenant, client_id, ..AzureKeyVaultConfig::new(url, sign_in) };
    let tokens = StorageTokens::connect(&config);
    let tokens = tokens.map_err(|_| AppError::new(ErrorCode::SignInFailed))?;
    Ok(AzureSignIn::Identity(Arc::new(Tokens(tokens))))
}

fn secret_file(path: &Path) -> Option<Secret> {
    SecretBytes::read(&mut File::open(path).ok()?, LONGEST_FILE).ok()?.into_text().ok()
}

fn write(sign_in: &LocationSignIn) -> SecretBytes {
    // EXPOSE: what is written is sealed.
    let (code, texts): (u64, Vec<&str>) = match sign_in {
        LocationSignIn::AzureCli => (0, vec![]),
        LocationSignIn::AzureApp { tenant, client_id, secret } => {
            // EXPOSE: as above.
            (1, vec![tenant, client_id, secret.expose()])
        }
        // EXPOSE: as above.
        LocationSignIn::AzureKey(key) => (2, vec![key.expose()]),
        LocationSignIn::S3Keys { key_id, secret, session } => {
            // EXPOSE: as above.
            let session = session.as_ref().map_or("", |session| session.expose());
            // EXPOSE: as above.
            (3, vec![key_id, secret.expose(), session])
        }
        LocationSignIn::S3Profile(name) => (4, vec![name]),
        // EXPOSE: as above.
        LocationSignIn::GcsKeyFile(file) => (5, vec![file.expose()]),
    };
    cbor::secret(|out| {
        out.array(2).uint(code).array(texts.len());
        for text in &texts {
            out.text(text);
        }
    })
}

fn read(content: &SecretBytes) -> Result<LocationSignIn, CborError> {
    // EXPOSE: the sign-in is read into its types.
    let from = &mut Reader::new(content.expose());
    from.array_of(2)?;
    let code = from.uint()?;
    let texts: Vec<Secret> = from.list(|from| Ok(Secret::new(from.text()?.to_owned())))?;
    from.end()?;
    let mut texts = texts.into_iter();
    let mut secret = || texts.next().ok_or(CborError);
    // EXPOSE: names of accounts are no secret.
    let plain = |text: Secret| text.expose().to_owned();
    Ok(match code {
        0 => LocationSignIn::AzureCli,
        1 => LocationSignIn::AzureApp {
            tenant: plain(secret()?),
            client_id: plain(secret()?),
            secret: secret()?,
        },
        2 => LocationSignIn::AzureKey(secret()?),
        3 => {
            let (key_id, key, session) = (plain(secret()?), secret()?, secret()?);
            // EXPOSE: whether there is one is no secret.
            let session = Some(session).filter(|session| !session.expose().is_empty());
            LocationSignIn::S3Keys { key_id, secret: key, session }
        }
        4 => LocationSignIn::S3Profile(plain(secret()?)),
        5 => LocationSignIn::GcsKeyFile(secret()?),
        _ => return Err(CborError),
    })
}
