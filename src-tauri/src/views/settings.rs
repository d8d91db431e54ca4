//! Settings as the page shows them.

use std::collections::BTreeMap;

use credenza_model::settings::Settings;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::words;

/// What the page looks like.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct AppearanceView {
    theme: &'static str,
    system_dark: bool,
    text_size_percent: u32,
    dense_rows: bool,
    reduce_motion: bool,
}

impl AppearanceView {
    pub(crate) fn of(settings: &Settings, system_dark: bool) -> Self {
        Self {
            theme: words::theme(settings.theme),
            system_dark,
            text_size_percent: settings.text_size_percent,
            dense_rows: settings.dense_rows,
            reduce_motion: settings.reduce_motion,
        }
    }
}

/// The rule for credential names.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct NamingRuleView {
    expression: String,
    message: String,
}

/// All settings.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SettingsView {
    lock_after_minutes: Option<u32>,
    lock_on_screen_lock: bool,
    lock_on_suspend: bool,
    clear_clipboard_seconds: u32,
    reveal_seconds: u32,
    theme: String,
    text_size_percent: u32,
    dense_rows: bool,
    reduce_motion: bool,
    naming_rule: Option<NamingRuleView>,
    variable_prefix: String,
    pins: Vec<String>,
    banner_hidden_until: Option<String>,
    #[serde(default)]
    tables: BTreeMap<String, String>,
}

impl From<Settings> for SettingsView {
    fn from(settings: Settings) -> Self {
        let until = settings.banner_hidden_until.and_then(|at| Timestamp::from_second(at).ok());
        Self {
            lock_after_minutes: settings.lock_after_minutes,
            lock_on_screen_lock: settings.lock_on_screen_lock,
            lock_on_suspend: settings.lock_on_suspend,
            clear_clipboard_seconds: settings.clear_clipboard_seconds,
            reveal_seconds: settings.reveal_seconds,
            theme: words::theme(settings.theme).to_owned(),
            text_size_percent: settings.text_size_percent,
            dense_rows: settings.dense_rows,
            reduce_motion: settings.reduce_motion,
            naming_rule: settings
                .naming_rule
                .map(|(expression, message)| NamingRuleView { expression, message }),
            variable_prefix: settings.variable_prefix,
            pins: settings.pins,
            banner_hidden_until: until.map(|at| at.to_string()),
            tables: settings.tables,
        }
    }
}

impl From<SettingsView> for Settings {
    fn from(view: SettingsView) -> Self {
        let until = view.banner_hidden_until.and_then(|at| at.parse::<Timestamp>().ok());
        Self {
            lock_after_minutes: view.lock_after_minutes,
            lock_on_screen_lock: view.lock_on_screen_lock,
            lock_on_suspend: view.lock_on_suspend,
            clear_clipboard_seconds: view.clear_clipboard_seconds,
            reveal_seconds: view.reveal_seconds,
            theme: words::theme_of(&view.theme).unwrap_or_default(),
            text_size_percent: view.text_size_percent,
            dense_rows: view.dense_rows,
            reduce_motion: view.reduce_motion,
            naming_rule: view.naming_rule.map(|rule| (rule.expression, rule.message)),
            variable_prefix: view.variable_prefix,
            pins: view.pins,
            banner_hidden_until: until.map(Timestamp::as_second),
            tables: view.tables,
        }
    }
}

/// Whether a name meets a rule that is being written.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct NamingRuleTryView {
    pub(crate) met: bool,
    pub(crate) problem: Option<String>,
}
