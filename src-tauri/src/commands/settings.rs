//! Settings.

use credenza_model::name::{DisplayName, NamingRule};
use tauri::State;

use crate::{
    desktop::Desktop,
    error::UiError,
    views::{NamingRuleTryView, SettingsView},
};

#[tauri::command(async)]
pub(crate) fn settings_get(desktop: State<'_, Desktop>) -> Result<SettingsView, UiError> {
    Ok(desktop.workspace()?.settings()?.into())
}

#[tauri::command(async)]
pub(crate) fn settings_update(
    desktop: State<'_, Desktop>,
    settings: SettingsView,
) -> Result<SettingsView, UiError> {
    let workspace = desktop.workspace()?;
    workspace.set_settings(&settings.into())?;
    desktop.settings_changed()?;
    Ok(workspace.settings()?.into())
}

#[tauri::command(async)]
pub(crate) fn naming_rule_try(expression: &str, name: &str) -> NamingRuleTryView {
    match NamingRule::new(expression, "") {
        Ok(rule) => {
            let met = DisplayName::parse(name).is_ok_and(|name| rule.check(&name).is_ok());
            NamingRuleTryView { met, problem: None }
        }
        Err(problem) => NamingRuleTryView { met: false, problem: Some(problem) },
    }
}
