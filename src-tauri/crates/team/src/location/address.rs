//! A location as text, without a sign-in: what an invitation names.
//!
//! | text | location |
//! |---|---|
//! | `/mnt/team`, `\\server\team` | a folder, by its full path |
//! | `s3://BUCKET/FOLDER?region=REGION&endpoint=URL` | S3, or a server that speaks its language |
//! | `azure://ACCOUNT/CONTAINER/FOLDER?endpoint=URL` | Azure Blob Storage |
//! | `gs://BUCKET/FOLDER` | Google Cloud Storage |
//!
//! `FOLDER` and `endpoint` may be missing.

use std::{
    fmt,
    path::{Path, PathBuf},
    str::FromStr,
};

use credenza_secret::Secret;
use url::Url;

use super::{Account, AzureSignIn, LocationConfig, LocationError};

/// Where a team meets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Address {
    /// A folder, by its full path.
    Folder(PathBuf),
    /// S3.
    S3 {
        /// The bucket.
        bucket: String,
        /// The team's folder in it, possibly empty.
        folder: String,
        /// Its region.
        region: String,
        /// The server, unless it is Amazon's.
        endpoint: Option<String>,
    },
    /// Azure Blob Storage.
    Azure {
        /// The storage account.
        account: String,
        /// The container.
        container: String,
        /// The team's folder in it, possibly empty.
        folder: String,
        /// The server, unless it is that of the public cloud.
        endpoint: Option<String>,
    },
    /// Google Cloud Storage.
    Gcs {
        /// The bucket.
        bucket: String,
        /// The team's folder in it, possibly empty.
        folder: String,
    },
}

/// How to sign in to a location.
pub enum SignIn {
    /// A folder needs none.
    None,
    /// To S3.
    S3(Account),
    /// To Azure.
    Azure(AzureSignIn),
    /// To Google Cloud Storage, by a service account's key file (JSON).
    Gcs(Secret),
}

/// The text names no location.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the text names no location")]
pub struct NotAnAddress;

impl Address {
    /// The settings of this location with a sign-in.
    ///
    /// # Errors
    /// [`LocationError::Settings`] when the sign-in is for another kind.
    pub fn with(&self, sign_in: SignIn) -> Result<LocationConfig, LocationError> {
        Ok(match (self.clone(), sign_in) {
            (Self::Folder(path), SignIn::None) => LocationConfig::Folder(path),
            (Self::S3 { bucket, folder, region, endpoint }, SignIn::S3(account)) => {
                LocationConfig::S3 { bucket, region, endpoint, folder, account }
            }
            (Self::Azure { account, container, folder, endpoint }, SignIn::Azure(sign_in)) => {
                LocationConfig::Azure { account, container, endpoint, folder, sign_in }
            }
            (Self::Gcs { bucket, folder }, SignIn::Gcs(key_file)) => {
                LocationConfig::Gcs { bucket, folder, key_file }
            }
            _ => return Err(LocationError::Settings),
        })
    }
}

impl FromStr for Address {
    type Err = NotAnAddress;

    fn from_str(text: &str) -> Result<Self, NotAnAddress> {
        if !text.contains("://") {
            let path = Path::new(text);
            return path.is_absolute().then(|| Self::Folder(path.into())).ok_or(NotAnAddress);
        }
        // What a parser of addresses would quietly make into something else.
        if text.contains(['%', '\\']) || text.split(['/', '?']).any(|part| part == "..") {
            return Err(NotAnAddress);
        }
        let url = Url::parse(text).map_err(|_| NotAnAddress)?;
        let strange = url.fragment().is_some() || !url.username().is_empty();
        // A password here would be shown and sent on wherever the address is.
        if strange || url.password().is_some() || url.port().is_some() {
            return Err(NotAnAddress);
        }
        let host = word(url.host_str().ok_or(NotAnAddress)?)?;
        let path = url.path().trim_matches('/');
        let address = match url.scheme() {
            "s3" => Self::S3 {
                bucket: host,
                folder: folder(path)?,
                region: word(&query(&url, "region").ok_or(NotAnAddress)?)?,
                endpoint: query(&url, "endpoint"),
            },
            "azure" => {
                let (container, rest) = path.split_once('/').unwrap_or((path, ""));
                Self::Azure {
                    account: host,
                    container: word(container)?,
                    folder: folder(rest)?,
                    endpoint: query(&url, "endpoint"),
                }
            }
            "gs" => Self::Gcs { bucket: host, folder: folder(path)? },
            _ => return Err(NotAnAddress),
        };
        let known = url.query_pairs().all(|(name, _)| name == "region" || name == "endpoint");
        if known { Ok(address) } else { Err(NotAnAddress) }
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let below = |folder: &str| {
            if folder.is_empty() { String::new() } else { format!("/{folder}") }
        };
        match self {
            Self::Folder(path) => write!(f, "{}", path.display()),
            Self::S3 { bucket, folder, region, endpoint } => {
                write!(f, "s3://{bucket}{}?region={region}", below(folder))?;
                endpoint.as_ref().map_or(Ok(()), |endpoint| write!(f, "&endpoint={endpoint}"))
            }
            Self::Azure { account, container, folder, endpoint } => {
                write!(f, "azure://{account}/{container}{}", below(folder))?;
                endpoint.as_ref().map_or(Ok(()), |endpoint| write!(f, "?endpoint={endpoint}"))
            }
            Self::Gcs { bucket, folder } => write!(f, "gs://{bucket}{}", below(folder)),
        }
    }
}

fn query(url: &Url, name: &str) -> Option<String> {
    url.query_pairs().find(|(found, _)| found == name).map(|(_, value)| value.into_owned())
}

/// A name as the clouds give them, of which no path can be made.
fn word(text: &str) -> Result<String, NotAnAddress> {
    let good = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    let is_word = !text.is_empty() && text.chars().all(good) && !text.starts_with('.');
    is_word.then(|| text.to_owned()).ok_or(NotAnAddress)
}

fn folder(text: &str) -> Result<String, NotAnAddress> {
    if text.is_empty() {
        return Ok(String::new());
    }
    let words: Result<Vec<_>, _> = text.split('/').map(word).collect();
    Ok(words?.join("/"))
}
