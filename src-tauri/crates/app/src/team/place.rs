//! Where a team meets.

use std::{path::Path, sync::Arc};

use async_trait::async_trait;
use credenza_team::location::{
    Created, Listing, Location, LocationConfig, LocationError, Names, ObjectName,
};
use futures::StreamExt as _;

use crate::{AppError, ErrorCode};

/// The location of an `--at`: an absolute path, or the address of a cloud.
pub(super) fn open(at: &str) -> Result<Arc<dyn Location>, AppError> {
    if at.contains("://") {
        let what = "Only a local or network folder can be a team's location so far.";
        return Err(AppError::field("location", what));
    }
    Ok(LocationConfig::Folder(at.into()).open()?)
}

/// The same, where a folder that is away for now answers like a network that is.
pub(super) fn open_or_away(at: &str) -> Result<Arc<dyn Location>, AppError> {
    if at.contains("://") {
        return open(at);
    }
    match LocationConfig::Folder(at.into()).open() {
        Err(LocationError::NoSuchPlace | LocationError::Unreachable) => Ok(Arc::new(Away)),
        other => Ok(other?),
    }
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

/// Makes a local folder if it is missing, and gives it its full name.
pub(super) fn prepare(at: &str) -> Result<String, AppError> {
    if at.contains("://") {
        return open(at).map(|_| at.to_owned());
    }
    let fail = |error: std::io::Error| AppError::about(ErrorCode::File, &format!("{at} ({error})"));
    std::fs::create_dir_all(Path::new(at)).map_err(fail)?;
    let full = std::fs::canonicalize(at).map_err(fail)?;
    full.into_os_string().into_string().map_err(|_| AppError::new(ErrorCode::File))
}
