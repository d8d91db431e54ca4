//! Adding, changing and removing a source.

use std::path::Path;

use credenza_model::{
    ids::SourceId,
    name::{DisplayName, LONGEST_NAME},
    source::Source,
};
use credenza_store::StoreError;

use crate::{AppError, ErrorCode, Workspace, error::name_problem};

/// What is to be changed about a source; none keeps what is there.
#[derive(Debug, Clone, Default)]
pub struct SourceEditRequest {
    /// Its name.
    pub name: Option<String>,
    /// What is left out; one rule each, as in `.gitignore`.
    pub ignore: Option<Vec<String>>,
    /// Whether its files are watched.
    pub watched: Option<bool>,
}

impl Workspace {
    /// Adds a folder. It gets the folder's name, with a number if another source has that. Nothing
    /// is scanned yet.
    ///
    /// # Errors
    /// [`ErrorCode::File`] when it is no folder that can be read; [`ErrorCode::NameTaken`] when it
    /// is a source already.
    pub fn add_source(&self, folder: &Path) -> Result<Source, AppError> {
        let unreadable = |error: std::io::Error| {
            AppError::about(ErrorCode::File, &format!("{} ({error})", folder.display()))
        };
        let full = folder.canonicalize().map_err(unreadable)?;
        std::fs::read_dir(&full).map_err(unreadable)?;
        let path = full.to_str().ok_or_else(|| {
            AppError::about(ErrorCode::File, &format!("{} (not Unicode)", full.display()))
        })?;
        let sources = self.store().sources()?;
        if let Some(same) = sources.iter().find(|source| source.path == path) {
            return Err(AppError::about(ErrorCode::NameTaken, same.name.as_str()));
        }
        let source = Source {
            id: SourceId::from_random(self.random()?),
            name: free_name(&full, &sources)?,
            path: path.to_owned(),
            git: full.ancestors().any(|folder| folder.join(".git").exists()),
            ignore: Vec::new(),
            watched: true,
            created: self.host.now(),
            last: None,
        };
        self.store().insert_source(&source)?;
        Ok(source)
    }

    /// Changes a source. Other rules about what is left out hold from the next scan on; until then
    /// what was seen of the source is not complete.
    ///
    /// # Errors
    /// [`ErrorCode::NotFound`]; a field that is not good.
    pub fn edit_source(
        &self,
        id: SourceId,
        request: &SourceEditRequest,
    ) -> Result<Source, AppError> {
        let mut source = self.source(id)?;
        if let Some(name) = &request.name {
            source.name = DisplayName::parse(name)
                .map_err(|error| AppError::field("name", name_problem(error)))?;
        }
        if let Some(ignore) = &request.ignore {
            let rules = ignore.iter().map(|rule| rule.trim()).filter(|rule| !rule.is_empty());
            source.ignore = rules.map(str::to_owned).collect();
        }
        source.watched = request.watched.unwrap_or(source.watched);
        self.store().update_source(&source).map_err(|error| match error {
            StoreError::NameTaken => {
                AppError::about(ErrorCode::NameTaken, source.name.as_str()).in_field("name")
            }
            other => other.into(),
        })?;
        Ok(source)
    }

    /// Forgets a source and everything that was found in it. The folder is not touched.
    ///
    /// # Errors
    /// [`ErrorCode::NotFound`].
    pub fn remove_source(&self, id: SourceId) -> Result<(), AppError> {
        Ok(self.store().remove_source(id)?)
    }
}

/// The folder's name, with the first number that makes it free.
fn free_name(folder: &Path, sources: &[Source]) -> Result<DisplayName, AppError> {
    let whole = folder.file_name().unwrap_or(folder.as_os_str()).to_string_lossy();
    // A control character can stand in a folder's name, and the number needs room.
    let base: String = whole.chars().filter(|c| !c.is_control()).take(LONGEST_NAME - 10).collect();
    let base = if base.trim().is_empty() { "Source".to_owned() } else { base };
    let numbered = (1..).map(|n| if n == 1 { base.clone() } else { format!("{base} {n}") });
    for name in numbered {
        let name = DisplayName::parse(&name)
            .map_err(|error| AppError::field("name", name_problem(error)))?;
        if !sources.iter().any(|source| source.name.folded() == name.folded()) {
            return Ok(name);
        }
    }
    Err(AppError::new(ErrorCode::NameTaken))
}
