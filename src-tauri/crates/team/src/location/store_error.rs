//! What an object store's errors are to us. Their texts are dropped: they can hold addresses and
//! parts of requests.

use std::io;

use object_store::Error;

use super::LocationError;

pub(super) fn of_store(error: &Error) -> LocationError {
    match error {
        Error::NotFound { source, .. } | Error::Generic { source, .. }
            if is_no_place(source.as_ref()) =>
        {
            LocationError::NoSuchPlace
        }
        Error::NotFound { .. } => LocationError::Missing,
        Error::PermissionDenied { .. } => LocationError::Denied,
        Error::Unauthenticated { .. } => LocationError::SignIn,
        Error::InvalidPath { .. } | Error::UnknownConfigurationKey { .. } => {
            LocationError::Settings
        }
        Error::Generic { source, .. } => of_cause(source.as_ref()),
        _ => LocationError::Unexpected,
    }
}

/// A missing container is told as a missing object, or as any other failure.
fn is_no_place(source: &(dyn std::error::Error + 'static)) -> bool {
    let mut cause = Some(source);
    while let Some(error) = cause {
        let text = error.to_string();
        let codes = ["NoSuchBucket", "ContainerNotFound", "ContainerBeingDeleted"];
        if codes.iter().any(|code| text.contains(code)) {
            return true;
        }
        cause = error.source();
    }
    false
}

fn of_cause(source: &(dyn std::error::Error + 'static)) -> LocationError {
    let mut cause = Some(source);
    while let Some(error) = cause {
        if let Some(error) = error.downcast_ref::<io::Error>() {
            return of_io(error);
        }
        if error.downcast_ref::<object_store::client::HttpError>().is_some() {
            return LocationError::Unreachable;
        }
        if error.downcast_ref::<super::TokenError>().is_some() {
            return LocationError::SignIn;
        }
        cause = error.source();
    }
    LocationError::Unexpected
}

pub(super) fn of_io(error: &io::Error) -> LocationError {
    match error.kind() {
        io::ErrorKind::NotFound => LocationError::Missing,
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
            LocationError::Denied
        }
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => LocationError::Full,
        io::ErrorKind::TimedOut
        | io::ErrorKind::HostUnreachable
        | io::ErrorKind::NetworkUnreachable
        | io::ErrorKind::StaleNetworkFileHandle => LocationError::Unreachable,
        _ => LocationError::Unexpected,
    }
}
