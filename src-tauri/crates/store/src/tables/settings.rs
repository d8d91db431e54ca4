//! Settings, one row each; what is missing has its first value.

use std::collections::BTreeMap;

use credenza_model::settings::{Settings, Theme};

use crate::{Store, StoreError};

/// What the names of tables' settings begin with.
const TABLE: &str = "table:";

impl Store {
    /// The settings as they are.
    ///
    /// # Errors
    /// A [`StoreError`].
    pub fn settings(&self) -> Result<Settings, StoreError> {
        let mut statement = self.connection.prepare_cached("SELECT name, value FROM settings")?;
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let stored: BTreeMap<String, String> = rows.collect::<Result<_, _>>()?;
        Ok(read(&stored))
    }

    /// Replaces all settings.
    ///
    /// # Errors
    /// A [`StoreError`].
    pub fn set_settings(&self, settings: &Settings) -> Result<(), StoreError> {
        self.write(|transaction| {
            transaction.execute("DELETE FROM settings", [])?;
            for (name, value) in written(settings) {
                transaction.execute("INSERT INTO settings VALUES (?, ?)", (name, value))?;
            }
            Ok(())
        })
    }
}

fn read(stored: &BTreeMap<String, String>) -> Settings {
    let first = Settings::default();
    let text = |name: &str| stored.get(name).map(String::as_str);
    let flag = |name: &str, otherwise: bool| text(name).map_or(otherwise, |v| v == "1");
    let number =
        |name: &str, otherwise: u32| text(name).and_then(|v| v.parse().ok()).unwrap_or(otherwise);
    Settings {
        lock_after_minutes: match text("lock_after_minutes") {
            Some("never") => None,
            Some(value) => value.parse().ok(),
            None => first.lock_after_minutes,
        },
        lock_on_screen_lock: flag("lock_on_screen_lock", first.lock_on_screen_lock),
        lock_on_suspend: flag("lock_on_suspend", first.lock_on_suspend),
        clear_clipboard_seconds: number("clear_clipboard_seconds", first.clear_clipboard_seconds),
        reveal_seconds: number("reveal_seconds", first.reveal_seconds),
        theme: match text("theme") {
            Some("light") => Theme::Light,
            Some("dark") => Theme::Dark,
            Some("high-contrast") => Theme::HighContrast,
            _ => Theme::System,
        },
        text_size_percent: number("text_size_percent", first.text_size_percent),
        dense_rows: flag("dense_rows", first.dense_rows),
        reduce_motion: flag("reduce_motion", first.reduce_motion),
        naming_rule: text("naming_rule")
            .zip(text("naming_message"))
            .map(|(rule, message)| (rule.to_owned(), message.to_owned())),
        variable_prefix: text("variable_prefix").map_or(first.variable_prefix, str::to_owned),
        pins: text("pins").map_or(first.pins, |v| {
            v.split(' ').filter(|pin| !pin.is_empty()).map(str::to_owned).collect()
        }),
        banner_hidden_until: text("banner_hidden_until").and_then(|v| v.parse().ok()),
        tables: stored
            .iter()
            .filter_map(|(name, look)| Some((name.strip_prefix(TABLE)?.to_owned(), look.clone())))
            .collect(),
    }
}

fn written(settings: &Settings) -> Vec<(String, String)> {
    let flag = |value: bool| i32::from(value).to_string();
    let theme = match settings.theme {
        Theme::System => "system",
        Theme::Light => "light",
        Theme::Dark => "dark",
        Theme::HighContrast => "high-contrast",
    };
    let lock = settings.lock_after_minutes.map_or("never".to_owned(), |m| m.to_string());
    let mut rows = vec![
        ("lock_after_minutes", lock),
        ("lock_on_screen_lock", flag(settings.lock_on_screen_lock)),
        ("lock_on_suspend", flag(settings.lock_on_suspend)),
        ("clear_clipboard_seconds", settings.clear_clipboard_seconds.to_string()),
        ("reveal_seconds", settings.reveal_seconds.to_string()),
        ("theme", theme.to_owned()),
        ("text_size_percent", settings.text_size_percent.to_string()),
        ("dense_rows", flag(settings.dense_rows)),
        ("reduce_motion", flag(settings.reduce_motion)),
        ("variable_prefix", settings.variable_prefix.clone()),
        ("pins", settings.pins.join(" ")),
    ];
    if let Some((expression, message)) = &settings.naming_rule {
        rows.push(("naming_rule", expression.clone()));
        rows.push(("naming_message", message.clone()));
    }
    rows.extend(settings.banner_hidden_until.map(|at| ("banner_hidden_until", at.to_string())));
    let mut rows: Vec<_> = rows.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    rows.extend(
        settings.tables.iter().map(|(name, look)| (format!("{TABLE}{name}"), look.clone())),
    );
    rows
}
