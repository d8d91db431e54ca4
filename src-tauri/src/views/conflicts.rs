//! Fields of which two versions wait for a choice, as the page shows them.

use credenza_app::team::{Conflict, ConflictField, ConflictOf, ConflictVersion, VersionValue};
use serde::{Deserialize, Serialize};

use super::words;

/// One version of a field. No text and no locations: it is a secret.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ConflictVersionView {
    id: String,
    by: Option<String>,
    you: bool,
    at: String,
    text: Option<String>,
    locations: Option<Vec<&'static str>>,
    can_reveal: bool,
}

impl From<ConflictVersion> for ConflictVersionView {
    fn from(version: ConflictVersion) -> Self {
        let (mut text, mut locations, mut can_reveal) = (None, None, false);
        match version.value {
            VersionValue::Text(value) => text = Some(value),
            VersionValue::Locations(all) => {
                locations = Some(all.iter().map(words::location).collect());
            }
            VersionValue::Secret { can_reveal: can } => can_reveal = can,
        }
        let ConflictVersion { id, by, you, at, .. } = version;
        Self { id, by, you, at: at.to_string(), text, locations, can_reveal }
    }
}

/// What is in conflict, and which of its fields.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct ConflictPlace {
    kind: String,
    id: String,
    field: String,
}

impl ConflictPlace {
    /// Both, as a use case takes them.
    pub(crate) fn parse(&self) -> Option<(ConflictOf, ConflictField)> {
        Some((conflict_of(&self.kind, &self.id)?, words::conflict_field_of(&self.field)?))
    }
}

/// What may be in conflict.
pub(crate) fn conflict_of(kind: &str, id: &str) -> Option<ConflictOf> {
    match kind {
        "credential" => id.parse().ok().map(ConflictOf::Credential),
        "variable" => id.parse().ok().map(ConflictOf::Variable),
        _ => None,
    }
}

/// A field of which several versions wait; the first counts until one is chosen.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ConflictView {
    place: ConflictPlace,
    name: String,
    versions: Vec<ConflictVersionView>,
    may_choose: bool,
    among: String,
}

impl From<Conflict> for ConflictView {
    fn from(conflict: Conflict) -> Self {
        let (kind, id) = match conflict.of {
            ConflictOf::Credential(id) => ("credential", id.to_string()),
            ConflictOf::Variable(id) => ("variable", id.to_string()),
        };
        let field = words::conflict_field(conflict.field).to_owned();
        Self {
            place: ConflictPlace { kind: kind.to_owned(), id, field },
            name: conflict.name,
            versions: conflict.versions.into_iter().map(Into::into).collect(),
            may_choose: conflict.may_choose,
            among: conflict.among.to_string(),
        }
    }
}
