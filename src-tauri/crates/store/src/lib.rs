//! The encrypted store of a workspace, and the only SQL of the project.
//!
//! A workspace is a folder `NAME.credenza` with two files: `header` (key envelopes, see
//! `credenza-crypto`) and `store.db` (SQLCipher under a raw key). Values of This device lie in the
//! database as sealed records, so that neither a page cache nor a query yields one.

mod backup;
#[cfg(test)]
mod backups;
mod condition;
mod database;
mod error;
mod folder;
mod leftovers;
mod migrations;
#[cfg(test)]
mod plans;
#[cfg(all(test, target_os = "linux"))]
mod power;
mod search;
mod search_parts;
mod searched;
mod synced;
mod tables;

pub use backup::{BackupContent, read_backup};
pub use database::Store;
pub use error::StoreError;
pub use folder::{
    DATABASE_FILE, FolderLock, HEADER_FILE, LockKind, WorkspaceFolder, write_private_file,
};
pub use migrations::SCHEMA_VERSION;
pub use synced::synced_by;
pub use tables::{
    code::CodePlace,
    connections::{ConnectionListRow, ConnectionQuery, ConnectionSort},
    credentials::{CredentialFilter, CredentialListRow, CredentialQuery, CredentialSort},
    deleted::{DeletedKind, DeletedRow},
    everything::{ConnectionName, CredentialName, VariableName},
    identity::StoredIdentity,
    reads::ObservedRead,
    scans::{FoundReference, ScanRecord, ScannedFile},
    sources::SkippedFile,
    team_log::{TeamEntry, TeamHoldings, TeamLink, TeamPlace},
    team_records::{Edit, Rotation, SealedTeamKey, TeamRecord},
    teams::{Standing, StoredTeam},
    values::{SealedValue, ValueOwner},
    variables::{VariableFilter, VariableKind, VariableListRow, VariableQuery, VariableSort},
    vault_usage::VaultUsage,
    versions::{Choice, KeptVersions},
};
