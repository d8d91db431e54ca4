//! Variables: make, change, read, delete.

mod azure;
mod certificate;
mod create;
mod delete;
mod edit;
mod list;
mod value;

pub use azure::{AzureSecretRequest, AzureVariableEdit, AzureVariableRequest};
pub use certificate::{CertificateFile, read_certificate};
pub use create::{NewValue, VariableCreateRequest};
pub use edit::VariableEdit;
pub use list::VariableView;
pub(crate) use list::{NAMED_USERS, named, place_of};
pub(crate) use value::Standing;
