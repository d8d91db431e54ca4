//! Use cases: what a person can do with a workspace, one operation a file.
//!
//! Front ends convert and show; the rules are those of `credenza-model`. Clock, randomness and key
//! derivation come in through [`Host`].

pub mod connections;
pub mod credentials;
pub mod dependencies;
mod device_secrets;
mod drafts;
mod error;
mod generate;
mod host;
mod marks;
pub mod scan;
pub mod settings;
pub mod sources;
mod strength;
pub mod team;
pub mod variables;
pub mod vaults;
pub mod workspace;

pub use device_secrets::{DeviceSecretFiles, DeviceSecrets, KeptIn};
pub use error::{AppError, ErrorCode, FieldProblem};
pub use generate::{GenerateRequest, generate};
pub use host::{Host, SystemHost};
pub use marks::{CredentialMarks, Mark, VariableMarks};
pub use strength::{Strength, StrengthWord, password_strength};
pub use workspace::Workspace;

pub use credenza_store::{
    ConnectionListRow, ConnectionQuery, ConnectionSort, CredentialFilter, CredentialListRow,
    CredentialQuery, CredentialSort, DeletedKind, DeletedRow, VariableFilter, VariableKind,
    VariableListRow, VariableQuery, VariableSort, VaultUsage, WorkspaceFolder, synced_by,
};
