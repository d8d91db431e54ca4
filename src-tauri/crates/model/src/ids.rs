//! Identifiers. Each is a random UUID (version 4), since a time-ordered one would tell when a thing
//! was made.

use uuid::Uuid;

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(Uuid);

        impl $name {
            /// An identifier from 16 random bytes.
            #[must_use]
            pub fn from_random(bytes: [u8; 16]) -> Self {
                Self(uuid::Builder::from_random_bytes(bytes).into_uuid())
            }

            /// The identifier that these bytes are.
            #[must_use]
            pub fn from_bytes(bytes: [u8; 16]) -> Self {
                Self(Uuid::from_bytes(bytes))
            }

            /// Its 16 bytes.
            #[must_use]
            pub fn as_bytes(&self) -> &[u8; 16] {
                self.0.as_bytes()
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                std::fmt::Display::fmt(&self.0, f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = NotAnId;
            fn from_str(text: &str) -> Result<Self, NotAnId> {
                Uuid::try_parse(text).map(Self).map_err(|_| NotAnId)
            }
        }
    };
}

/// The text is not an identifier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the text is not an identifier")]
pub struct NotAnId;

id!(
    /// Names a workspace for ever, whatever its folder is called.
    WorkspaceId
);
id!(
    /// Names a credential.
    CredentialId
);
id!(
    /// Names a variable.
    VariableId
);
id!(
    /// Names a connection.
    ConnectionId
);
id!(
    /// Names a source.
    SourceId
);
id!(
    /// Names a vault connection.
    VaultId
);
id!(
    /// Names a team: the first half of the hash of its first entry.
    TeamId
);
id!(
    /// Names a person: the first half of the hash of their root key.
    PersonId
);
id!(
    /// Names a device of a person: the first half of the hash of its signing key.
    DeviceId
);
id!(
    /// Names one device's chain of entries in a team's log. Random, so that it tells nothing.
    ChainId
);
id!(
    /// Names a credential or variable in a team's log: a hash that only its creator can make.
    RecordId
);
