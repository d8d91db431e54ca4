//! The one window.

use tauri::{
    AppHandle, Manager as _, Url, WebviewUrl, WebviewWindow, WebviewWindowBuilder,
    webview::NewWindowResponse,
};

/// Its label, by which capabilities name it.
pub(crate) const LABEL: &str = "main";

/// An address at which nobody answers, and nobody but root could.
#[cfg(target_os = "linux")]
fn nowhere() -> tauri::Result<Url> {
    Url::parse("http://127.0.0.1:1").map_err(|_| tauri::Error::InvalidWebviewUrl("no address"))
}

/// Opens the window. It goes to no address but the app's own, and opens no other.
pub(crate) fn open(app: &AppHandle) -> tauri::Result<WebviewWindow> {
    let builder = WebviewWindowBuilder::new(app, LABEL, WebviewUrl::App("index.html".into()))
        .title("Credenza")
        .inner_size(1280.0, 800.0)
        .min_inner_size(900.0, 600.0)
        .on_navigation(is_own)
        .on_new_window(|_, _| NewWindowResponse::Deny);
    // WebKit connects to where a link or a hint leads before anybody asks whether it may go there,
    // and asks the network for the name, in which a value could leave.
    #[cfg(target_os = "linux")]
    let builder = if cfg!(dev) { builder } else { builder.proxy_url(nowhere()?) };
    let window = builder.build()?;
    #[cfg(target_os = "linux")]
    paint_without_graphics_card(&window)?;
    Ok(window)
}

/// Without a graphics card the page would be painted by a compiler that imitates one, which takes
/// over 100 MB and is no faster than painting without.
#[cfg(target_os = "linux")]
fn paint_without_graphics_card(window: &WebviewWindow) -> tauri::Result<()> {
    use webkit2gtk::{HardwareAccelerationPolicy, SettingsExt as _, WebViewExt as _};

    if has_graphics_card(std::path::Path::new("/dev/dri")) {
        return Ok(());
    }
    window.with_webview(|webview| {
        if let Some(settings) = webview.inner().settings() {
            settings.set_hardware_acceleration_policy(HardwareAccelerationPolicy::Never);
        }
    })
}

/// Whether the system offers a card that draws: a node that needs no right to the screen.
#[cfg(target_os = "linux")]
fn has_graphics_card(devices: &std::path::Path) -> bool {
    let Ok(mut devices) = std::fs::read_dir(devices) else { return false };
    devices.any(|device| {
        device.is_ok_and(|device| device.file_name().as_encoded_bytes().starts_with(b"renderD"))
    })
}

/// Whether an address is the app's, as each system writes it, or the development server's.
fn is_own(url: &Url) -> bool {
    let place = (url.scheme(), url.host_str(), url.port());
    let own = if cfg!(windows) {
        matches!(place, ("http" | "https", Some("tauri.localhost"), None))
    } else {
        matches!(place, ("tauri", Some("localhost"), None))
    };
    let development = cfg!(dev) && place == ("http", Some("127.0.0.1"), Some(1420));
    // A name or password in an address makes it look like another.
    (own || development) && url.username().is_empty() && url.password().is_none()
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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::*;

    #[cfg(target_os = "linux")]
    #[test]
    fn a_graphics_card_is_a_node_that_draws() {
        let home = tempfile::tempdir().unwrap();
        let found = || super::has_graphics_card(home.path());
        assert!(!super::has_graphics_card(&home.path().join("none")) && !found());
        std::fs::write(home.path().join("card0"), "").unwrap();
        assert!(!found(), "a screen alone draws nothing");
        std::fs::write(home.path().join("renderD128"), "").unwrap();
        assert!(found());
    }

    #[cfg(not(windows))]
    const OWN: &str = "tauri://localhost";
    #[cfg(windows)]
    const OWN: &str = "http://tauri.localhost";

    #[test]
    fn r57_the_window_goes_to_its_own_address_alone() {
        let foreign = [
            "https://example.org/",
            "http://example.org/",
            "http://localhost/",
            "http://127.0.0.1/",
            "http://127.0.0.1:1421/",
            "http://127.0.0.1.example.org:1420/",
            "http://tauri.localhost.example.org/",
            "https://tauri.localhost:8443/",
            "http://isolation-example.org/",
            "isolation://example.org/",
            "tauri://localhost.example.org/",
            "tauri://example.org/",
            "tauri://localhost:81/",
            "tauri://user@localhost/",
            "ipc://localhost/",
            "file:///etc/passwd",
            "data:text/html,<script>1</script>",
            "javascript:alert(1)",
            "about:blank",
            "about:srcdoc",
            "blob:null/1",
            "mailto:a@example.org",
        ];
        let blocked = foreign.iter().filter(|url| !is_own(&url.parse().unwrap())).count();
        let total = foreign.len();
        println!("R57 {blocked} of {total} foreign addresses blocked, target {total} pass");
        assert_eq!(blocked, total);
        for path in ["", "/", "/index.html", "/index.html#/credentials"] {
            assert!(is_own(&format!("{OWN}{path}").parse().unwrap()), "{path}");
        }
    }
}
