//! Pictures in both themes of one state, which a walk to the settings would end.

use credenza_testkit::desk::Desk;
use serde_json::json;

use crate::steps::seen;

/// Hands the page's own listeners the news of another theme, as the window does.
const SHOW: &str = "
    const event = 'appearance-changed';
    const payload = { theme: arguments[0], systemDark: false, textSizePercent: 100,
        denseRows: false, reduceMotion: false };
    const listeners = window.__internal_unstable_listeners_object_id__?.[event] ?? {};
    const told = Object.getOwnPropertyNames(listeners);
    for (const id of told) {
        window.__TAURI_INTERNALS__.runCallback(listeners[id].handlerId, { event, id, payload });
    }
    return told.length";

/// Shows the page in a theme until the window says otherwise.
pub(crate) async fn show(desk: &Desk, theme: &str) {
    let told = desk.run(SHOW, vec![json!(theme)]).await;
    assert_ne!(told, 0, "nothing listens for the theme");
}

/// A picture of the screen in light and one in dark, and what axe says of each.
pub(crate) async fn seen_in_both(desk: &Desk, name: &str) {
    seen(desk, name).await;
    show(desk, "dark").await;
    seen(desk, &format!("{name}-dark")).await;
    show(desk, "light").await;
}
