//! The devices of one person: pairing, listing, losing.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use credenza_app::{
    SystemHost, Workspace,
    team::{LossPlan, OwnDevice, Pairing},
    workspace::PreparedWorkspace,
};
use credenza_secret::Secret;
use serde_json::{Value, json};

use crate::{
    args::{Global, PairArgs},
    commands::device_secret,
    failure::Failure,
    input,
    names::Found as _,
    output::Output,
    session, terminal,
};

pub(super) fn pair(args: PairArgs, global: &Global, output: &Output) -> Result<(), Failure> {
    let workspace = session::unlock(global)?;
    if let Some(file) = args.out {
        let made = workspace.pair_device(&file)?;
        output.message(&format!(
            "Take {} to your other computer, and this code by another way. Both together are you: \
             they are good until {}.",
            file.display(),
            made.expires
        ));
        return output.value("pairing_code", &made.code);
    }
    let Some(file) = args.from else { return Ok(()) };
    let pairing = open(&file, global)?;
    session::wait(workspace.renew_from_pairing(&pairing))??;
    list(&workspace, output)
}

fn open(file: &Path, global: &Global) -> Result<Pairing, Failure> {
    let code = input::value("Pairing code", global)?;
    Ok(Pairing::open(&SystemHost, file, &code)?)
}

/// A new workspace of a person who has another device.
pub(super) fn arrive(
    file: &Path,
    places: &[String],
    needs_device_secret: bool,
    folder: PathBuf,
    password: Secret,
    global: &Global,
    output: &Output,
) -> Result<(), Failure> {
    let mut pairing = open(file, global)?;
    for place in places {
        let Some((team, at)) = place.split_once('=') else {
            return Err(Failure::usage("--at takes TEAM=URL.", "Name the team, then its address."));
        };
        pairing.meets_at(team, at)?;
    }
    let shown = folder.display().to_string();
    let again = password.duplicate();
    let (mut prepared, code) =
        PreparedWorkspace::paired(Arc::new(SystemHost), folder, password, pairing)?;
    let device = needs_device_secret.then(|| prepared.require_device_secret(&again)).transpose()?;
    let workspace = prepared.create()?;
    // First of all: the workspace is there, and the code is shown nowhere else.
    let said = format!(
        "Created {shown} for {}. What you did not share stays on your other device.",
        workspace.person()
    );
    device_secret::made(&said, &code, device, output)?;
    session::wait(workspace.look_at_all_teams())?.map_err(Into::into)
}

/// The workspace after a look at its teams: a device is known once it wrote to one.
pub(super) fn look(global: &Global) -> Result<Workspace, Failure> {
    let workspace = session::unlock(global)?;
    session::wait(workspace.look_at_all_teams())??;
    Ok(workspace)
}

pub(super) fn list(workspace: &Workspace, output: &Output) -> Result<(), Failure> {
    let own = workspace.own_devices()?;
    let mut lines: Vec<String> = own.devices.iter().map(line).collect();
    if own.needs_keys {
        lines.push(
            "Another device has new keys. There: workspace pair --out FILE, here: workspace pair \
             --from FILE"
                .to_owned(),
        );
    }
    let devices: Vec<Value> = own.devices.iter().map(document).collect();
    output.result(json!({ "devices": devices, "needs_keys": own.needs_keys }), &lines)
}

fn document(device: &OwnDevice) -> Value {
    json!({
        "device": device.code, "this": device.this, "teams": device.teams,
        "added": device.added.map(|at| at.to_string()),
        "last": device.last.map(|at| at.to_string()),
        "lost": device.lost.map(|at| at.to_string()), "untold": device.untold,
    })
}

fn line(device: &OwnDevice) -> String {
    let this = if device.this { "  this device" } else { "" };
    let since = device.added.map_or(String::new(), |at| format!("  since {at}"));
    let lost = device.lost.map_or(String::new(), |at| format!("  lost {at}"));
    let untold = match device.untold.as_slice() {
        [] => String::new(),
        teams => format!("  lost, not told to {} yet", teams.join(", ")),
    };
    format!("{}{this}{since}{lost}{untold}", device.code)
}

/// Shows what the loss means, and asks.
pub(super) fn confirm_loss(workspace: &Workspace, device: &str) -> Result<(), Failure> {
    let plan = workspace.loss_plan(device).listed_by("workspace devices")?;
    terminal::confirm(&words(&plan, &[]), &format!("Shut out {} for good?", plan.code))
}

pub(super) fn lose(
    workspace: &Workspace,
    device: &str,
    only_plan: bool,
    output: &Output,
) -> Result<(), Failure> {
    let (plan, queued) = if only_plan {
        (workspace.loss_plan(device).listed_by("workspace devices")?, Vec::new())
    } else {
        let done = session::wait(workspace.lose_device(device))?.listed_by("workspace devices")?;
        (done.plan, done.queued)
    };
    let document = json!({
        "device": plan.code, "lost": !only_plan, "teams": plan.teams, "rekeyed": plan.rekeyed,
        "waiting": plan.waiting, "owners": plan.owners, "could_read": plan.could_read,
        "queued": !queued.is_empty(), "not_reached": queued,
    });
    output.result(document, &words(&plan, &queued))
}

fn words(plan: &LossPlan, queued: &[String]) -> Vec<String> {
    let mut lines = vec![format!(
        "{}: {} new keys by you, {} wait for a Co-owner.",
        plan.code, plan.rekeyed, plan.waiting
    )];
    lines.extend(plan.owners.iter().map(|team| format!("{team}: its key waits for an owner.")));
    lines.extend(queued.iter().map(|team| format!("{team}: not reached, told at the next look.")));
    lines.extend(plan.could_read.iter().map(|name| format!("Could have read {name}; rotate it.")));
    let unlocked =
        "If somebody may have unlocked it, have an owner remove you and invite you anew.";
    lines.push(unlocked.to_owned());
    lines
}
