//! What the fields of a form held when it was filled; it comes back with what is saved.

use credenza_app::{CredentialMarks, VariableMarks};
use serde::{Deserialize, Serialize};

/// Of a credential.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct CredentialMarksView {
    name: String,
    description: String,
    locations: String,
}

impl From<CredentialMarks> for CredentialMarksView {
    fn from(marks: CredentialMarks) -> Self {
        Self {
            name: marks.name.to_string(),
            description: marks.description.to_string(),
            locations: marks.locations.to_string(),
        }
    }
}

impl From<CredentialMarksView> for CredentialMarks {
    fn from(view: CredentialMarksView) -> Self {
        Self {
            name: view.name.into(),
            description: view.description.into(),
            locations: view.locations.into(),
        }
    }
}

/// Of a variable.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct VariableMarksView {
    display_name: String,
    value: String,
}

impl From<VariableMarks> for VariableMarksView {
    fn from(marks: VariableMarks) -> Self {
        Self { display_name: marks.display_name.to_string(), value: marks.value.to_string() }
    }
}

impl From<VariableMarksView> for VariableMarks {
    fn from(view: VariableMarksView) -> Self {
        Self { display_name: view.display_name.into(), value: view.value.into() }
    }
}
