//! A new credential, checked step by step (C2–C5).

use credenza_model::{
    credential::{self, ChosenVariables, Credential, LONGEST_DESCRIPTION},
    ids::{CredentialId, VariableId},
    location::{Authentication, Location, Locations},
    name::{DisplayName, NamingRule},
};
use credenza_store::StoreError;

use crate::{AppError, ErrorCode, FieldProblem, Workspace, error::name_problem};

/// What a person has chosen so far.
#[derive(Debug, Clone)]
pub struct CredentialDraft {
    /// Its name.
    pub name: String,
    /// A note, possibly empty.
    pub description: String,
    /// Where it may be used.
    pub locations: Vec<Location>,
    /// How it signs in.
    pub authentication: Authentication,
    /// The text variable with the user name.
    pub user_name: Option<VariableId>,
    /// The secret variable.
    pub secret: Option<VariableId>,
}

/// A step of the wizard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Name and description.
    Name,
    /// Locations and authentication.
    Location,
    /// User name and secret.
    Values,
}

impl Workspace {
    /// What is not good in one step of a draft; empty when the next may follow.
    ///
    /// # Errors
    /// An [`AppError`] when the workspace can't be asked.
    pub fn check_step(
        &self,
        draft: &CredentialDraft,
        step: Step,
    ) -> Result<Vec<FieldProblem>, AppError> {
        let result = match step {
            Step::Name => self.check_name(&draft.name, &draft.description, None).map(drop),
            Step::Location => locations(draft).map(drop),
            Step::Values => self.check_values(draft).map(drop),
        };
        match result {
            Ok(()) => Ok(Vec::new()),
            Err(error) if error.fields.is_empty() => Err(error),
            Err(error) => Ok(error.fields),
        }
    }

    /// Stores a new credential.
    ///
    /// # Errors
    /// An [`AppError`] with the field that is not good.
    pub fn create_credential(&self, draft: &CredentialDraft) -> Result<Credential, AppError> {
        let (name, description) = self.check_name(&draft.name, &draft.description, None)?;
        let locations = locations(draft)?;
        let variables = self.check_values(draft)?;
        let now = self.host.now();
        let credential = Credential {
            id: CredentialId::from_random(self.random()?),
            name,
            description,
            locations,
            authentication: draft.authentication,
            variables,
            created: now,
            changed: now,
        };
        self.store()
            .insert_credential(&credential)
            .map_err(|error| taken(error, &credential.name))?;
        Ok(credential)
    }

    /// Checks name and description; `except` is the credential that has the name already.
    pub(super) fn check_name(
        &self,
        name: &str,
        description: &str,
        except: Option<CredentialId>,
    ) -> Result<(DisplayName, String), AppError> {
        let field = |error| AppError::field("name", name_problem(error));
        let name = DisplayName::parse(name).map_err(|error| match error {
            credenza_model::name::NameError::Empty => {
                AppError::field("name", "Enter a name for the credential.")
            }
            other => field(other),
        })?;
        let store = self.store();
        if let Some((expression, message)) = store.settings()?.naming_rule {
            let rule = NamingRule::new(&expression, &message)
                .map_err(|_| AppError::new(ErrorCode::Internal))?;
            rule.check(&name).map_err(field)?;
        }
        if store.credential_name_taken(&name, except)? {
            return Err(taken(StoreError::NameTaken, &name));
        }
        let description = description.trim();
        let length = description.chars().count();
        if length > LONGEST_DESCRIPTION {
            return Err(AppError::field(
                "description",
                format!("At most {LONGEST_DESCRIPTION} characters. This has {length}."),
            ));
        }
        Ok((name, description.to_owned()))
    }

    fn check_values(&self, draft: &CredentialDraft) -> Result<ChosenVariables, AppError> {
        let locations = locations(draft)?;
        let what = match draft.authentication {
            Authentication::UserNameAndPassword => "Choose a secret variable for the password.",
            Authentication::Certificate => "Choose a secret variable for the certificate.",
        };
        let secret_id = draft.secret.ok_or_else(|| AppError::field("secret", what))?;
        let store = self.store();
        let gone =
            |field| move |_| AppError::field(field, "This variable was deleted. Choose another.");
        let secret = store.variable(secret_id).map_err(gone("secret"))?;
        let user_name =
            draft.user_name.map(|id| store.variable(id)).transpose().map_err(gone("userName"))?;
        credential::check(locations, draft.authentication, user_name.as_ref(), &secret)?;
        Ok(ChosenVariables { user_name: draft.user_name, secret: secret_id })
    }
}

fn locations(draft: &CredentialDraft) -> Result<Locations, AppError> {
    let locations = Locations::new(draft.locations.iter().copied())?;
    locations.check(draft.authentication)?;
    Ok(locations)
}

/// "Already used", with the name.
pub(super) fn taken(error: StoreError, name: &DisplayName) -> AppError {
    let mut shown = AppError::from(error);
    if shown.code == ErrorCode::NameTaken {
        shown.message = format!("{} is already used in this workspace.", name.as_str());
        shown = shown.in_field("name");
    }
    shown
}
