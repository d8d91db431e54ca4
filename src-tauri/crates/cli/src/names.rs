//! What a person is told where a name leads nowhere: what was looked for, and where the names are.

use credenza_app::{AppError, ErrorCode, Workspace};
use credenza_model::ids::TeamId;

use crate::failure::Failure;

/// A search by name.
pub(crate) trait Found<T> {
    /// Says of which kind the thing was that is not there.
    fn named(self, kind: &str, name: &str) -> Result<T, Failure>;

    /// Says where the names are of what is not there.
    fn listed_by(self, command: &str) -> Result<T, Failure>;
}

impl<T> Found<T> for Result<T, AppError> {
    fn named(self, kind: &str, name: &str) -> Result<T, Failure> {
        self.map_err(|error| match error.code {
            ErrorCode::NotFound => Failure {
                message: format!("There is no {kind} named \"{name}\"."),
                hint: format!("See what there is: credenza {kind} list."),
                ..error.into()
            },
            _ => error.into(),
        })
    }

    fn listed_by(self, command: &str) -> Result<T, Failure> {
        self.map_err(|error| match error.code {
            ErrorCode::NotFound => {
                Failure { hint: format!("See what there is: credenza {command}."), ..error.into() }
            }
            _ => error.into(),
        })
    }
}

/// The team of this name, or the only one.
pub(crate) fn team(workspace: &Workspace, name: Option<&str>) -> Result<TeamId, Failure> {
    let found = workspace.team_named(name);
    match name {
        Some(_) => found.listed_by("team status"),
        None => found.map_err(|error| match error.code {
            ErrorCode::NotFound => Failure {
                message: "You are in no team.".to_owned(),
                hint:
                    "Begin one: credenza team new NAME --at URL, or join one: credenza team join."
                        .to_owned(),
                ..error.into()
            },
            ErrorCode::Ambiguous => {
                let hint = "Name one; share takes --team NAME.".to_owned();
                let message = "You are in several teams.".to_owned();
                let names: Vec<_> = error.blocked_by.iter().map(|(_, name)| &**name).collect();
                let message = format!("{message} Candidates: {}.", names.join(", "));
                Failure { message, hint, ..error.into() }
            }
            _ => error.into(),
        }),
    }
}
