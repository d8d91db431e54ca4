//! The desktop shell: one window, its commands, and what the computer gives it.

mod checks;
mod clipboard;
mod commands;
mod desktop;
mod editor;
mod error;
mod handles;
mod idle;
mod pace;
mod picture;
mod private_file;
mod scans;
mod start;
mod system_events;
mod teams;
mod views;
mod watch;
mod window;
mod workspaces;

use desktop::Desktop;
use tauri::Manager as _;

/// Starts the window and returns when it was closed.
#[must_use]
pub fn run() -> std::process::ExitCode {
    let filter = tracing_subscriber::EnvFilter::from_env("CREDENZA_LOG");
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
    #[cfg(target_os = "linux")]
    start::with_page_settings();
    let result = tauri::Builder::default()
        .plugin(tauri_plugin_single_instance::init(|app, _, _| window::to_front(app)))
        .plugin(tauri_plugin_dialog::init())
        .invoke_handler(commands::handler())
        .setup(|app| {
            let desktop = Desktop::start(app.handle().clone())?;
            app.manage(desktop);
            window::open(app.handle())?;
            idle::watch(app.handle().clone());
            idle::watch_changes(app.handle().clone());
            idle::join_search_parts(app.handle().clone());
            watch::watch(app.handle().clone());
            checks::watch(app.handle().clone());
            teams::watch(app.handle().clone());
            system_events::watch(app.handle().clone());
            Ok(())
        })
        .build(tauri::generate_context!())
        .map(|app| app.run(at_exit));
    match result {
        Ok(()) => std::process::ExitCode::SUCCESS,
        Err(error) => {
            #[cfg(unix)]
            start::again(&error);
            tracing::error!(%error, "the window could not be opened");
            std::process::ExitCode::FAILURE
        }
    }
}

/// What was copied does not outlive the program: other systems than X11 would keep it.
fn at_exit(app: &tauri::AppHandle, event: tauri::RunEvent) {
    if let (tauri::RunEvent::Exit, Some(desktop)) = (event, app.try_state::<Desktop>()) {
        desktop.clipboard.end();
    }
}
