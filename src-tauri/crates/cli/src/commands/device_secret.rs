//! `credenza workspace device-secret`.

use credenza_app::{
    KeptIn, SystemHost, WorkspaceFolder,
    workspace::{DeviceSecretState, device_secret_state, keep_device_secret, needs_device_secret},
};
use serde_json::json;

use crate::{
    args::{DeviceSecretCommand, Global},
    failure::Failure,
    input,
    output::Output,
    session,
};

pub(super) fn run(
    command: DeviceSecretCommand,
    global: &Global,
    output: &Output,
) -> Result<(), Failure> {
    let folder = session::folder(global)?;
    match command {
        DeviceSecretCommand::Status => status(&folder, output),
        DeviceSecretCommand::On => {
            let password = session::password(global)?;
            let workspace = session::open(global, &folder, &password)?;
            let groups = workspace.turn_on_device_secret(&password)?;
            output.message(
                "The password opens the workspace together with this device secret alone. This device \
                 keeps it; write it down for your other devices, it is shown once:",
            );
            output.value("device_secret", &groups)
        }
        DeviceSecretCommand::Off => {
            let password = session::password(global)?;
            session::open(global, &folder, &password)?.turn_off_device_secret(&password)?;
            let said = "The password opens the workspace alone again.".to_owned();
            output.result(json!({ "device_secret": "off" }), &[said])
        }
        DeviceSecretCommand::Keep => {
            let typed = match session::device_secret(global)? {
                Some(given) => given,
                None => input::value("Device secret", false, global.no_input)?,
            };
            let kept = word(keep_device_secret(&SystemHost, &folder, &typed)?);
            let said = format!("This device keeps the device secret now ({kept}).");
            output.result(json!({ "device_secret": "here", "kept_in": kept }), &[said])
        }
    }
}

fn status(folder: &WorkspaceFolder, output: &Output) -> Result<(), Failure> {
    let (state, kept) = match device_secret_state(&SystemHost, folder)? {
        DeviceSecretState::Off => ("off", None),
        DeviceSecretState::Here(kept) => ("here", Some(word(kept))),
        DeviceSecretState::Missing => ("missing", None),
    };
    let synced = folder.synced_by();
    let lines = [
        format!("Device secret  {state}{}", kept.map_or(String::new(), |by| format!(" ({by})"))),
        format!("Synchronised   {}", synced.unwrap_or("by nothing that is known")),
    ];
    let document = json!({ "device_secret": state, "kept_in": kept, "synchronised_by": synced });
    output.result(document, &lines)
}

/// Says what a copy of a synchronised folder gives away, and what helps.
pub(super) fn offer(folder: &WorkspaceFolder, output: &Output) {
    let Some(program) = folder.synced_by().filter(|_| !needs_device_secret(folder)) else { return };
    output.message(&format!(
        "{program} copies this folder to other computers. `credenza workspace device-secret on` lets the \
         password open it together with a secret of this device alone."
    ));
}

fn word(kept: KeptIn) -> &'static str {
    match kept {
        KeptIn::KeyStore => "key-store",
        KeptIn::File => "file",
    }
}
