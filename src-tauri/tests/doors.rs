//! R57: who may call a command. The shell's own access control under the real configuration; the
//! command behind it only says that it was reached.
#![allow(clippy::unwrap_used, reason = "tests")]

use tauri::{
    App, WebviewUrl, WebviewWindow, WebviewWindowBuilder,
    ipc::{CallbackFn, InvokeBody},
    test::{INVOKE_KEY, MockRuntime, get_ipc_response, mock_builder},
    webview::InvokeRequest,
};

include!("../src/command_names.rs");

#[cfg(not(windows))]
const OWN: &str = "tauri://localhost";
#[cfg(windows)]
const OWN: &str = "http://tauri.localhost";

/// Where a frame that someone slipped in may come from.
const FOREIGN: [&str; 8] = [
    "http://example.org",
    "https://example.org",
    "http://localhost",
    "http://127.0.0.1:8080",
    "tauri://example.org",
    "file:///tmp/page.html",
    "data:text/html,x",
    "about:srcdoc",
];

/// What the shell itself could do, and the page never may.
const BUILT_IN: [&str; 14] = [
    "plugin:event|emit",
    "plugin:event|emit_to",
    "plugin:window|create",
    "plugin:window|close",
    "plugin:window|set_title",
    "plugin:webview|create_webview_window",
    "plugin:webview|internal_toggle_devtools",
    "plugin:path|resolve_directory",
    "plugin:app|version",
    "plugin:resources|close",
    "plugin:dialog|open",
    "plugin:dialog|save",
    "plugin:fs|read_file",
    "plugin:shell|execute",
];

fn app() -> App<MockRuntime> {
    mock_builder()
        .invoke_handler(|invoke| {
            invoke.resolver.resolve("reached");
            true
        })
        .build(tauri::generate_context!())
        .unwrap()
}

fn window(app: &App<MockRuntime>, label: &str) -> WebviewWindow<MockRuntime> {
    let url = WebviewUrl::App("index.html".into());
    WebviewWindowBuilder::new(app, label, url).build().unwrap()
}

/// Calls `command` in `window` from a frame of `origin`; the error is what the shell answers.
fn call(window: &WebviewWindow<MockRuntime>, origin: &str, command: &str) -> Result<(), String> {
    let request = InvokeRequest {
        cmd: command.to_owned(),
        callback: CallbackFn(0),
        error: CallbackFn(1),
        url: origin.parse().unwrap(),
        body: InvokeBody::default(),
        headers: Default::default(),
        invoke_key: INVOKE_KEY.to_owned(),
    };
    get_ipc_response(window, request).map(drop).map_err(|error| error.to_string())
}

fn reached(window: &WebviewWindow<MockRuntime>, origin: &str, command: &str) -> bool {
    call(window, origin, command).is_ok()
}

/// Refused by the access control itself, and not for want of a plugin or an argument.
fn is_forbidden(window: &WebviewWindow<MockRuntime>, command: &str) -> bool {
    match call(window, OWN, command) {
        Ok(()) => false,
        Err(error) => error.contains("not allowed"),
    }
}

#[test]
fn r57_only_the_own_page_in_its_own_window_reaches_a_command() {
    let app = app();
    let main = window(&app, "main");
    let others = ["unlock", "main2", "Main", "reveal", "other"].map(|label| window(&app, label));
    let mut tried = 0;
    let mut denied = 0;
    for command in COMMANDS {
        assert!(reached(&main, OWN, command), "the control: {command}");
        let elsewhere = others.iter().map(|window| (window, OWN));
        for (window, origin) in elsewhere.chain(FOREIGN.map(|origin| (&main, origin))) {
            tried += 1;
            let through = reached(window, origin, command);
            assert!(!through, "{command} in {} from {origin}", window.label());
            denied += u32::from(!through);
        }
    }
    for command in BUILT_IN {
        tried += 1;
        assert!(is_forbidden(&main, command), "{command}: {:?}", call(&main, OWN, command));
        denied += 1;
    }
    assert!(!is_forbidden(&main, "plugin:event|listen"), "the control: what the page may");
    println!("R57 {denied} of {tried} calls without a right denied, target {tried} pass");
}

#[test]
fn a_name_that_nobody_declared_is_refused() {
    let app = app();
    let main = window(&app, "main");
    for command in ["", "unlock ", "UNLOCK", "unlock_all", "reveal\0", "plugin:"] {
        assert!(!reached(&main, OWN, command), "{command:?}");
    }
}
