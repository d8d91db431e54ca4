//! Credentials: make, change, list, read, delete.

mod create;
mod delete;
mod edit;
mod expiring;
mod list;
mod read;
mod snippet;

pub use create::{CredentialDraft, Step};
pub use edit::CredentialEditRequest;
pub use expiring::{Expiring, FirstExpiring};
pub use list::CredentialView;
pub use read::{CredentialValue, Field, Reader};
pub use snippet::{SnippetLanguage, snippet};
