//! A workspace's settings, with the values they have at first.

use std::collections::BTreeMap;

/// Light, dark or high contrast.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Theme {
    /// As the desktop says.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
    /// High contrast.
    HighContrast,
}

/// What a person set in a workspace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// Minutes without use after which the workspace locks; none means never.
    pub lock_after_minutes: Option<u32>,
    /// Lock when the screen locks.
    pub lock_on_screen_lock: bool,
    /// Lock when the computer sleeps.
    pub lock_on_suspend: bool,
    /// Seconds after which a copied value is cleared from the clipboard, 10 to 300.
    pub clear_clipboard_seconds: u32,
    /// Seconds for which a revealed value is shown, 5 to 30 (`decisions` 8).
    pub reveal_seconds: u32,
    /// Colours.
    pub theme: Theme,
    /// Text size in percent, 100 to 200.
    pub text_size_percent: u32,
    /// 32 px rows instead of 40.
    pub dense_rows: bool,
    /// No motion.
    pub reduce_motion: bool,
    /// The rule for credential names: expression and message.
    pub naming_rule: Option<(String, String)>,
    /// What suggested variable names begin with.
    pub variable_prefix: String,
    /// Pinned pages of the navigation, in order.
    pub pins: Vec<String>,
    /// Until when the expiry banner is hidden, Unix seconds.
    pub banner_hidden_until: Option<i64>,
    /// Order and column widths of each table, in the words of the page that shows it.
    pub tables: BTreeMap<String, String>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            lock_after_minutes: Some(5),
            lock_on_screen_lock: true,
            lock_on_suspend: true,
            clear_clipboard_seconds: 30,
            reveal_seconds: 30,
            theme: Theme::System,
            text_size_percent: 100,
            dense_rows: false,
            reduce_motion: false,
            naming_rule: None,
            variable_prefix: "cr".to_owned(),
            pins: ["credentials", "variables", "connections", "vaults", "where-used", "people"]
                .map(str::to_owned)
                .to_vec(),
            banner_hidden_until: None,
            tables: BTreeMap::new(),
        }
    }
}
