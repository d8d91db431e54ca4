//! The place where a team's objects lie.

mod address;
mod clouds;
mod config;
mod folder;
mod name;
mod objects;
mod profile;
mod sign_in;
mod store_error;

use std::time::Duration;

use async_trait::async_trait;
use futures::stream::BoxStream;

pub use address::{Address, NotAnAddress, SignIn};
pub use config::LocationConfig;
pub use name::{Bucket, ChainId, Digest, Names, ObjectName, Place};
pub use profile::profile;
pub use sign_in::{Account, AzureSignIn, TokenError, TokenSource};

/// Largest object that is ever read, in bytes: a record of the longest content with its envelopes,
/// or a segment.
pub const LARGEST_OBJECT: usize = 24 * 1024 * 1024;

/// What came of creating an object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Created {
    /// It is there, and was not before.
    New,
    /// Something is there already, which may or may not be equal.
    Existed,
}

/// An object as a listing shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Its name.
    pub name: ObjectName,
    /// Its size in bytes.
    pub size: u64,
}

/// Names as they come, in no order that may be relied on. Names that no version of this program
/// gives are left out.
pub type Listing<'a> = BoxStream<'a, Result<Listed, LocationError>>;

/// A place that holds objects under names. Nothing in it is ever changed or deleted by us.
#[async_trait]
pub trait Location: Send + Sync {
    /// Creates an object unless there is one of that name; of many at once exactly one succeeds.
    ///
    /// # Errors
    /// A [`LocationError`]; the object may be there nevertheless when the answer was lost.
    async fn create(&self, name: &ObjectName, bytes: Vec<u8>) -> Result<Created, LocationError>;

    /// An object's bytes.
    ///
    /// # Errors
    /// A [`LocationError`]; `TooLarge` when it has more than `limit` bytes, of which then at most
    /// that many were read.
    async fn get(&self, name: &ObjectName, limit: usize) -> Result<Vec<u8>, LocationError>;

    /// The objects among `names`, those whose name is not greater than `after` left out.
    fn list(&self, names: Names, after: Option<ObjectName>) -> Listing<'_>;

    /// Whether a listing that starts after a name costs no more than what it gives.
    fn seeks(&self) -> bool;

    /// How long to wait between two looks for news. Looking into a folder costs next to nothing.
    fn pause(&self) -> Duration {
        Duration::from_secs(30)
    }
}

/// Why the location did not do what it was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
pub enum LocationError {
    /// There is no object of that name.
    #[error("the object is not there")]
    Missing,
    /// The object is larger than anything of ours.
    #[error("the object is too large")]
    TooLarge,
    /// There is something of that name that is no plain object, such as a link or a pipe.
    #[error("what is there is not an object")]
    NotAnObject,
    /// The sign-in is not accepted.
    #[error("the location does not accept the sign-in")]
    SignIn,
    /// The sign-in has not the right: create, read and list are needed.
    #[error("the sign-in has no right to do this")]
    Denied,
    /// The container, bucket or folder does not exist.
    #[error("the container, bucket or folder does not exist")]
    NoSuchPlace,
    /// No answer, or not in time.
    #[error("the location can't be reached")]
    Unreachable,
    /// There is no room left.
    #[error("the location is full")]
    Full,
    /// The settings can't be right.
    #[error("the settings of the location are not valid")]
    Settings,
    /// It answered something else.
    #[error("the location answered unexpectedly")]
    Unexpected,
}

impl LocationError {
    /// Whether the same call may succeed later by itself.
    #[must_use]
    pub fn may_pass(self) -> bool {
        matches!(self, Self::Unreachable | Self::Full | Self::Unexpected)
    }
}
