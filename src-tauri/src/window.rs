//! The one window.

use tauri::{AppHandle, Manager as _, WebviewUrl, WebviewWindow, WebviewWindowBuilder};

/// Its label, by which capabilities name it.
pub(crate) const LABEL: &str = "main";

/// Opens the window. It goes to no address but the app's own, and opens no other.
pub(crate) fn open(app: &AppHandle) -> tauri::Result<WebviewWindow> {
    WebviewWindowBuilder::new(app, LABEL, WebviewUrl::App("index.html".into()))
        .title("Credenza")
        .inner_size(1280.0, 800.0)
        .min_inner_size(900.0, 600.0)
        .on_navigation(|url| is_own(url.as_str()))
        .build()
}

/// Whether an address is the app's, as each system writes it, or the development server's.
fn is_own(url: &str) -> bool {
    let own =
        ["tauri://localhost", "http://tauri.localhost", "https://tauri.localhost", "isolation://"];
    let development = cfg!(dev) && url.starts_with("http://127.0.0.1:1420/");
    development
        || own.iter().any(|prefix| url.starts_with(prefix))
        || url.starts_with("http://isolation-")
}

/// Brings the window to the front, when a second one was started.
pub(crate) fn to_front(app: &AppHandle) {
    let Some(window) = app.get_webview_window(LABEL) else { return };
    for result in [window.unminimize(), window.show(), window.set_focus()] {
        if let Err(error) = result {
            tracing::warn!(%error, "the window did not come to the front");
        }
    }
}

/// Sets the text size in percent.
pub(crate) fn set_text_size(app: &AppHandle, percent: u32) {
    let Some(window) = app.get_webview_window(LABEL) else { return };
    if let Err(error) = window.set_zoom(f64::from(percent) / 100.0) {
        tracing::warn!(%error, "the text size was not changed");
    }
}

/// Whether the desktop is dark; false when it does not say.
pub(crate) fn system_dark(app: &AppHandle) -> bool {
    let theme = app.get_webview_window(LABEL).and_then(|window| window.theme().ok());
    theme == Some(tauri::Theme::Dark)
}
