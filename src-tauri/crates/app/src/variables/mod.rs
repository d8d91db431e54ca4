//! Variables: make, change, read, delete.

mod create;
mod delete;
mod edit;
mod list;
mod value;

pub use create::{NewValue, VariableCreateRequest};
pub use list::VariableView;
pub(crate) use list::{NAMED_USERS, named};
