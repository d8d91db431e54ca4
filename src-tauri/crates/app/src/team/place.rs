//! Where a team meets.

use std::{path::Path, sync::Arc};

use async_trait::async_trait;
use credenza_team::location::{
    Address, Created, Listing, Location, LocationConfig, LocationError, Names, ObjectName,
};
use futures::StreamExt as _;

use crate::{AppError, ErrorCode, Workspace};

impl Workspace {
    /// The location of an address: an absolute path, or a cloud with this person's sign-in.
    pub(super) fn team_place(&self, at: &str) -> Result<Arc<dyn Location>, AppError> {
        if !is_cloud(at) {
            return Ok(LocationConfig::Folder(at.into()).open()?);
        }
        let address: Address = at.parse().map_err(|_| no_address())?;
        let sign_in = self.sign_in_to(&address)?;
        Ok(address.with(sign_in)?.open()?)
    }

    /// The same, where a folder that is away for now answers like a network that is.
    pub(super) fn team_place_or_away(&self, at: &str) -> Result<Arc<dyn Location>, AppError> {
        if is_cloud(at) {
            return self.team_place(at);
        }
        match LocationConfig::Folder(at.into()).open() {
            Err(LocationError::NoSuchPlace | LocationError::Unreachable) => Ok(Arc::new(Away)),
            other => Ok(other?),
        }
    }

    /// Makes a local folder if it is missing, and gives it its full name. Of a cloud, the whole
    /// address, for whose sign-in the environment is looked at and kept.
    pub(super) fn prepare_place(&self, at: &str) -> Result<String, AppError> {
        if is_cloud(at) {
            let address: Address = self.whole_address(at).parse().map_err(|_| no_address())?;
            self.keep_sign_in_of_environment(&address)?;
            let at = address.to_string();
            return self.team_place(&at).map(|_| at);
        }
        let fail =
            |error: std::io::Error| AppError::about(ErrorCode::File, &format!("{at} ({error})"));
        std::fs::create_dir_all(Path::new(at)).map_err(fail)?;
        let full = std::fs::canonicalize(at).map_err(fail)?;
        full.into_os_string().into_string().map_err(|_| AppError::new(ErrorCode::File))
    }

    /// As [`Workspace::prepare_place`], but a folder is not made, and what is not there now stays as
    /// it was named.
    pub(super) fn prepare_place_if_there(&self, at: &str) -> String {
        if !is_cloud(at) && !Path::new(at).is_dir() {
            return at.to_owned();
        }
        self.prepare_place(at).unwrap_or_else(|_| at.to_owned())
    }

    /// The short forms that other programs use have the rest in the environment.
    fn whole_address(&self, at: &str) -> String {
        let mut at = at.to_owned();
        if let Some(rest) = at.strip_prefix("az://")
            && let Some(account) = self.plain_variable("AZURE_STORAGE_ACCOUNT")
        {
            at = format!("azure://{account}/{rest}");
            self.add_part(&mut at, "endpoint", &["AZURE_STORAGE_ENDPOINT"]);
        }
        if at.starts_with("s3://") && !at.contains("region=") {
            let before = at.len();
            self.add_part(&mut at, "region", &["AWS_REGION", "AWS_DEFAULT_REGION"]);
            if at.len() == before {
                add(&mut at, "region", "us-east-1");
            }
            self.add_part(&mut at, "endpoint", &["AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL"]);
        }
        at
    }

    fn add_part(&self, at: &mut String, part: &str, names: &[&str]) {
        let missing = !at.contains(&format!("{part}="));
        let found = names.iter().find_map(|name| self.plain_variable(name));
        if let Some(value) = found.filter(|_| missing) {
            add(at, part, &value);
        }
    }

    /// A variable of the environment that is no secret.
    pub(super) fn plain_variable(&self, name: &str) -> Option<String> {
        // EXPOSE: names, regions and addresses are not secret.
        self.host.environment(name).map(|value| value.expose().to_owned())
    }
}

pub(super) fn is_cloud(at: &str) -> bool {
    at.contains("://")
}

fn add(at: &mut String, part: &str, value: &str) {
    at.push(if at.contains('?') { '&' } else { '?' });
    at.push_str(part);
    at.push('=');
    at.push_str(value);
}

pub(super) fn no_address() -> AppError {
    let what = "A team meets in a folder, or at azure://ACCOUNT/CONTAINER/FOLDER, \
                s3://BUCKET/FOLDER?region=REGION or gs://BUCKET/FOLDER.";
    AppError::field("location", what)
}

/// Whether a folder can't be opened now.
pub(super) fn is_away(at: &str) -> bool {
    let gone = [LocationError::NoSuchPlace, LocationError::Unreachable];
    !at.contains("://")
        && LocationConfig::Folder(at.into()).open().is_err_and(|error| gone.contains(&error))
}

/// A location that is not reached.
struct Away;

#[async_trait]
impl Location for Away {
    async fn create(&self, _: &ObjectName, _: Vec<u8>) -> Result<Created, LocationError> {
        Err(LocationError::Unreachable)
    }

    async fn get(&self, _: &ObjectName, _: usize) -> Result<Vec<u8>, LocationError> {
        Err(LocationError::Unreachable)
    }

    fn list(&self, _: Names, _: Option<ObjectName>) -> Listing<'_> {
        futures::stream::iter([Err(LocationError::Unreachable)]).boxed()
    }

    fn seeks(&self) -> bool {
        false
    }
}
