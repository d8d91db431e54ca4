//! How the failures of the rooms below become words for a person.

use credenza_crypto::{
    header::{ChangeError, HeaderError, UnlockError},
    kdf::KdfError,
    record::SealError,
};
use credenza_model::{
    connection::TargetError,
    credential::CredentialError,
    location::{Location, LocationError},
    name::NameError,
};
use credenza_store::StoreError;
use credenza_vaults::certificate::CertificateError;

use credenza_team::{LogError, ShelfError, location::LocationError as PlaceError};

use super::{AppError, ErrorCode};

impl From<StoreError> for AppError {
    fn from(error: StoreError) -> Self {
        let code = match &error {
            StoreError::WrongKeyOrDamaged | StoreError::Damaged(_) => ErrorCode::StoreDamaged,
            StoreError::NewerFormat { .. } => ErrorCode::NewerFormat,
            StoreError::ReadOnly => ErrorCode::ReadOnly,
            StoreError::DiskFull => ErrorCode::DiskFull,
            StoreError::Busy => ErrorCode::WorkspaceBusy,
            StoreError::Changed => ErrorCode::ChangedMeanwhile,
            StoreError::Exists => ErrorCode::WorkspaceExists,
            StoreError::NotAWorkspace => ErrorCode::NotAWorkspace,
            StoreError::NameTaken => ErrorCode::NameTaken,
            StoreError::NotFound => ErrorCode::NotFound,
            StoreError::InUse(_) => ErrorCode::InUse,
            StoreError::BackupDamaged => ErrorCode::BackupDamaged,
            StoreError::File { .. } => ErrorCode::File,
            StoreError::Database(_) => ErrorCode::Internal,
        };
        let mut shown = match &error {
            StoreError::File { path, source } => {
                Self::about(code, &format!("{} ({source})", path.display()))
            }
            StoreError::Database(inner) => {
                tracing::error!(error = %inner, "the database failed");
                Self::new(code)
            }
            _ => Self::new(code),
        };
        if let StoreError::InUse(users) = error {
            shown.blocked_by = users;
        }
        shown
    }
}

impl From<HeaderError> for AppError {
    fn from(error: HeaderError) -> Self {
        Self::new(match error {
            HeaderError::Damaged => ErrorCode::HeaderDamaged,
            HeaderError::NewerFormat { .. } => ErrorCode::NewerFormat,
        })
    }
}

impl From<UnlockError> for AppError {
    fn from(error: UnlockError) -> Self {
        Self::new(match error {
            UnlockError::Wrong | UnlockError::NotSetUp => ErrorCode::WrongPassword,
            UnlockError::NeedsDeviceSecret => ErrorCode::DeviceSecretMissing,
            UnlockError::OtherDeviceSecret => ErrorCode::WrongDeviceSecret,
            UnlockError::Tampered => ErrorCode::HeaderDamaged,
            UnlockError::Kdf(KdfError::PasswordLength) => ErrorCode::WrongPassword,
            UnlockError::Kdf(_) => ErrorCode::Internal,
        })
    }
}

impl From<ChangeError> for AppError {
    fn from(error: ChangeError) -> Self {
        match error {
            ChangeError::Kdf(KdfError::PasswordLength) => {
                Self::field("password", "Type a password of 1 to 1,024 bytes.")
            }
            _ => Self::new(ErrorCode::Internal),
        }
    }
}

impl From<SealError> for AppError {
    fn from(error: SealError) -> Self {
        match error {
            SealError::TooLong => Self::field("value", "The value is longer than 16 MiB."),
            _ => Self::new(ErrorCode::Internal),
        }
    }
}

impl From<CertificateError> for AppError {
    fn from(error: CertificateError) -> Self {
        Self::new(match error {
            CertificateError::WrongPassword => ErrorCode::CertificateWrongPassword,
            CertificateError::NoPrivateKey => ErrorCode::CertificateNoKey,
            CertificateError::SealedKey
            | CertificateError::KeyForm
            | CertificateError::NotACertificate => ErrorCode::CertificateUnreadable,
        })
    }
}

impl From<PlaceError> for AppError {
    fn from(error: PlaceError) -> Self {
        let code = match error {
            PlaceError::SignIn => ErrorCode::SignInFailed,
            PlaceError::Denied => ErrorCode::NotAllowed,
            PlaceError::TooLarge | PlaceError::NotAnObject | PlaceError::Unexpected => {
                ErrorCode::LocationAlarm
            }
            PlaceError::Settings => {
                return Self::field("location", "These settings of a location can't be right.");
            }
            PlaceError::Missing
            | PlaceError::NoSuchPlace
            | PlaceError::Unreachable
            | PlaceError::Full => ErrorCode::LocationUnavailable,
        };
        let mut shown = Self::new(code);
        shown.message = format!("{} ({error}).", shown.message.trim_end_matches('.'));
        shown
    }
}

impl From<ShelfError> for AppError {
    fn from(_: ShelfError) -> Self {
        Self::new(ErrorCode::StoreDamaged)
    }
}

impl From<LogError> for AppError {
    fn from(error: LogError) -> Self {
        match error {
            LogError::Location(error) => error.into(),
            LogError::Shelf(error) => error.into(),
            LogError::Seal(error) => error.into(),
            LogError::Stopped
            | LogError::BlobTaken(_)
            | LogError::PlacesTaken
            | LogError::TooMany => Self::new(ErrorCode::LocationAlarm),
            LogError::Random(_) | LogError::NoKey | LogError::Sign => {
                Self::new(ErrorCode::Internal)
            }
        }
    }
}

/// The sentence for a name that is refused.
pub(crate) fn name_problem(error: NameError) -> String {
    match error {
        NameError::Empty => "Enter a name.".to_owned(),
        NameError::TooLong { length } => format!("At most 100 characters. This has {length}."),
        NameError::ControlCharacter => "A name is one line without control characters.".to_owned(),
        NameError::NotAVariableName => {
            "Letters, digits and underscore only, and no digit first.".to_owned()
        }
        NameError::RuleNotMet { message } => message,
    }
}

/// The name of a location as people read it.
pub(crate) fn location_name(location: Location) -> &'static str {
    match location {
        Location::Connection => "Connection",
        Location::DesktopFlow => "Desktop flow",
        Location::Network => "Network",
    }
}

impl From<LocationError> for AppError {
    fn from(error: LocationError) -> Self {
        match error {
            LocationError::None => Self::field("locations", "Choose at least one location."),
            LocationError::NotAllowed { location } => Self::field(
                "authentication",
                format!(
                    "Certificate sign-in can't be chosen with these locations, because {} allows user name and password only.",
                    location_name(location)
                ),
            ),
        }
    }
}

impl From<CredentialError> for AppError {
    fn from(error: CredentialError) -> Self {
        match error {
            CredentialError::Location(error) => error.into(),
            CredentialError::NoUserName => {
                Self::field("userName", "Choose a text variable for the user name.")
            }
            CredentialError::UserNameNotText => {
                Self::field("userName", "The user name comes from a text variable.")
            }
            CredentialError::SecretIsText => {
                Self::field("secret", "The password or certificate comes from a secret variable.")
            }
            CredentialError::WrongShape => Self::field(
                "secret",
                "This variable holds another kind of secret than the credential signs in with.",
            ),
        }
    }
}

impl From<TargetError> for AppError {
    fn from(error: TargetError) -> Self {
        let message = match error {
            TargetError::Empty => "Enter a target.",
            TargetError::NotAHost => "Enter a host name or address, with a port if it needs one.",
            TargetError::NotAWebAddress => {
                "Enter a web address that begins with https:// or http://."
            }
            TargetError::HoldsSecret => {
                "Leave out user name and password; they belong in a credential."
            }
        };
        Self::field("target", message)
    }
}
