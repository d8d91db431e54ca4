//! Settings.

use credenza_model::{name::NamingRule, settings::Settings};

use crate::{AppError, Workspace};

impl Workspace {
    /// The settings as they are.
    ///
    /// # Errors
    /// An [`AppError`].
    pub fn settings(&self) -> Result<Settings, AppError> {
        Ok(self.store().settings()?)
    }

    /// Replaces the settings.
    ///
    /// # Errors
    /// An [`AppError`] that names the setting which is out of range.
    pub fn set_settings(&self, settings: &Settings) -> Result<(), AppError> {
        check(settings)?;
        Ok(self.store().set_settings(settings)?)
    }
}

/// Most tables whose look is kept, and most bytes of one name or look.
const MOST_TABLES: usize = 32;
const LONGEST_LOOK: usize = 1_024;

fn check(settings: &Settings) -> Result<(), AppError> {
    let range = |field, value: u32, low: u32, high: u32| {
        if (low..=high).contains(&value) {
            return Ok(());
        }
        Err(AppError::field(field, format!("Choose a number from {low} to {high}.")))
    };
    range("clearClipboardSeconds", settings.clear_clipboard_seconds, 10, 300)?;
    range("revealSeconds", settings.reveal_seconds, 5, 30)?;
    range("textSizePercent", settings.text_size_percent, 100, 200)?;
    range("lockAfterMinutes", settings.lock_after_minutes.unwrap_or(1), 1, 1_440)?;
    if let Some((expression, message)) = &settings.naming_rule {
        NamingRule::new(expression, message).map_err(|reason| {
            AppError::field("namingRule", format!("The expression can't be read: {reason}"))
        })?;
    }
    let long = |(name, look): (&String, &String)| name.len().max(look.len()) > LONGEST_LOOK;
    if settings.tables.len() > MOST_TABLES || settings.tables.iter().any(long) {
        return Err(AppError::field("tables", "The order of this table is too long to be kept."));
    }
    let prefix = &settings.variable_prefix;
    credenza_model::name::VariableName::parse(prefix)
        .map(drop)
        .map_err(|error| AppError::field("variablePrefix", crate::error::name_problem(error)))
}
