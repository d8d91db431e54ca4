//! `credenza workspace device-secret`.

use credenza_app::{
    KeptIn, SystemHost, WorkspaceFolder,
    workspace::{DeviceSecretState, device_secret_state, keep_device_secret, needs_device_secret},
};
use credenza_secret::Secret;
use serde_json::json;

use crate::{
    args::{DeviceSecretCommand, Global},
    failure::Failure,
    input,
    output::Output,
    session, terminal,
};

pub(super) fn run(
    command: DeviceSecretCommand,
    global: &Global,
    output: &Output,
) -> Result<(), Failure> {
    let folder = session::existing(global)?;
    match command {
        DeviceSecretCommand::Status => status(&folder, output),
        DeviceSecretCommand::On if needs_device_secret(&folder) => Err(Failure {
            code: "device-secret-on".to_owned(),
            message: "The password needs a device secret already.".to_owned(),
            hint: "Another one in its place: credenza workspace device-secret renew.".to_owned(),
            command: None,
            exit: 7,
        }),
        DeviceSecretCommand::On => turn_on(
            "Copies and backups that were made before still open with the password alone: delete what \
             you do not need.",
            &folder,
            global,
            output,
        ),
        DeviceSecretCommand::Renew if needs_device_secret(&folder) => turn_on(
            "Your other devices will ask for the new one. The former one opens backups of its time.",
            &folder,
            global,
            output,
        ),
        DeviceSecretCommand::Renew => {
            let message = "The password needs no device secret.";
            let hint = "Turn it on first: credenza workspace device-secret on.";
            Err(Failure { code: "not-found".to_owned(), exit: 3, ..Failure::usage(message, hint) })
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
                None => input::value("Device secret", global)?,
            };
            let kept = word(keep_device_secret(&SystemHost, &folder, &typed)?);
            let said = format!("This device keeps the device secret now ({kept}).");
            output.result(json!({ "device_secret": "here", "kept_in": kept }), &[said])
        }
    }
}

fn turn_on(
    besides: &str,
    folder: &WorkspaceFolder,
    global: &Global,
    output: &Output,
) -> Result<(), Failure> {
    let password = session::password(global)?;
    let groups = session::open(global, folder, &password)?.turn_on_device_secret(&password)?;
    output.message(besides);
    output.message(
        "The password opens the workspace together with this device secret alone. This device keeps it; \
         write it down for your other devices, it is shown once:",
    );
    output.value("device_secret", &groups)
}

fn status(folder: &WorkspaceFolder, output: &Output) -> Result<(), Failure> {
    let (state, kept) = match device_secret_state(&SystemHost, folder)? {
        DeviceSecretState::Off => ("off", None),
        DeviceSecretState::Here(kept) => ("here", Some(word(kept))),
        DeviceSecretState::Missing => ("missing", None),
        DeviceSecretState::Unreachable => ("unreachable", None),
    };
    let synced = folder.synced_by();
    let lines = [
        format!("Device secret  {state}{}", kept.map_or(String::new(), |by| format!(" ({by})"))),
        format!("Synchronised   {}", synced.unwrap_or("by nothing that is known")),
    ];
    let document = json!({ "device_secret": state, "kept_in": kept, "synchronised_by": synced });
    output.result(document, &lines)
}

/// Whether a new workspace shall need it: as was asked for, or as a person answers where a program
/// copies the folder. Before anything of it is there, for a first copy would stay behind.
pub(super) fn wanted(
    asked_for: bool,
    folder: &WorkspaceFolder,
    global: &Global,
    output: &Output,
) -> Result<bool, Failure> {
    let Some(program) = folder.synced_by().filter(|_| !asked_for) else { return Ok(asked_for) };
    let copies = format!("{program} copies this folder to other computers.");
    if terminal::has_person(global) {
        let shall = "Shall the password open it together with a secret of your devices alone?";
        return terminal::agrees(&format!("{copies} {shall}"), true);
    }
    output.message(&format!(
        "{copies} With --device-secret a copy and a guessed password would open nothing; `credenza \
         workspace device-secret on` does so later."
    ));
    Ok(false)
}

/// A workspace is there: the codes that are shown nowhere else.
pub(super) fn made(
    said: &str,
    code: &Secret,
    device: Option<Secret>,
    output: &Output,
) -> Result<(), Failure> {
    let Some(device) = device else {
        output.message(&format!("{said} Keep this recovery code; it is shown once:"));
        return output.value("recovery_code", code);
    };
    output.message(&format!(
        "{said} Keep this recovery code, and for your other devices the device secret below it; both \
         are shown once:"
    ));
    output.values([("recovery_code", code), ("device_secret", &device)])
}

fn word(kept: KeptIn) -> &'static str {
    match kept {
        KeptIn::KeyStore => "key-store",
        KeptIn::File => "file",
    }
}
