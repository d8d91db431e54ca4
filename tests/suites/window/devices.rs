//! One person on two computers: the pairing file and its code, the same credential on both, and a loss.

use std::{
    io::Write as _,
    path::Path,
    process::{Command, Stdio},
};

use credenza_testkit::desk::Desk;
use serde_json::Value;

use crate::{
    recorder,
    steps::{
        PASSWORD, choose_theme, groups, journey_ends, new_workspace, seen, type_code_back, written,
    },
    team::{VALUE, cli, make_credential, open_credential},
};

const MAIL: &str = "ada@contoso.com";
const OTHER_DEVICE: &str = "//*[starts-with(@data-testid,'devices.lose.')]";

#[tokio::test(flavor = "multi_thread")]
async fn a_person_brings_a_second_computer_along_and_loses_it() {
    let (Some(first), Some(second)) = (Desk::start().await, Desk::start().await) else { return };
    let place = tempfile::tempdir().unwrap();
    let file = place.path().join("maya.pairing");
    let first_code = new_workspace(&first, "Own", "Maya Lindqvist").await;
    share_with_ada(&first, place.path());
    first.click("nav.credentials").await;
    first.until_text_has("SAP payroll robot").await;

    let code = pair(&first, &file).await;
    let second_code = arrive(&second, &file, &code).await;
    second.until_text_has("SAP payroll robot").await;
    reads_the_value(&second, "74-same-credential").await;
    second.click("nav.settings").await;
    second.click("settings.devices").await;
    second.until_text_has("This device").await;
    choose_theme(&second, "Dark").await;

    lose(&first).await;
    second.click("nav.credentials").await;
    second.see("state.empty").await;
    assert!(!second.source().await.contains("SAP payroll robot"));
    seen(&second, "77-lost-computer").await;
    let used = cli(&second, &["get", "SAP payroll robot", "--field", "password"], "");
    assert_eq!(used.status.code(), Some(3), "{used:?}");
    first.click("nav.credentials").await;
    reads_the_value(&first, "78-who-stays").await;
    let groups: Vec<&str> = (0..8).map(|at| &code[at * 4..at * 4 + 4]).collect();
    let forms = [written(&groups.join("-")), written(&first_code), written(&second_code)].concat();
    let secrets: Vec<&str> = forms.iter().map(String::as_str).chain([VALUE, PASSWORD]).collect();
    let first_shown = ["workspace_prepare", "device_pair", "reveal"];
    let second_shown = ["workspace_prepare_paired", "reveal"];
    for (desk, shown) in [(first, &first_shown[..]), (second, &second_shown)] {
        journey_ends(&desk, &secrets, shown).await;
        desk.stop().await;
    }
}

/// A credential of Maya's that Ada uses: it lies in their team, and so with each device of both.
fn share_with_ada(maya: &Desk, place: &Path) {
    let at = place.join("team");
    make_credential(maya);
    let by_maya = |arguments: &[&str]| {
        let output = cli(maya, arguments, "");
        assert!(output.status.success(), "{arguments:?}: {output:?}");
        String::from_utf8(output.stdout).unwrap()
    };
    by_maya(&["team", "new", "Finance", "--at", at.to_str().unwrap()]);
    let invited = by_maya(&["--json", "team", "invite", "--mail", MAIL]);
    let invited: Value = serde_json::from_str(&invited).unwrap();
    let folder = place.join("Ada.credenza");
    ada(&folder, &["workspace", "new", "--person", "Ada Berg", "--mail", MAIL], "");
    ada(&folder, &["team", "join"], invited["invitation"].as_str().unwrap());
    by_maya(&["team", "approve", "Ada Berg"]);
    ada(&folder, &["team", "sync"], "");
    by_maya(&["share", "SAP payroll robot", "--with", "Ada Berg", "--role", "view"]);
}

/// Ada has no window.
fn ada(folder: &Path, arguments: &[&str], input: &str) {
    let cli = std::env::var_os("CREDENZA_CLI_BIN").expect("`cargo xtask test` sets it");
    let mut command = Command::new(cli);
    command.arg("--workspace").arg(folder).arg("--password-stdin").args(arguments);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    child.stdin.take().unwrap().write_all(format!("{PASSWORD}\n{input}\n").as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "{arguments:?}: {output:?}");
}

async fn pair(desk: &Desk, file: &Path) -> String {
    desk.click("nav.settings").await;
    desk.click("settings.devices").await;
    desk.see("devices.add").await;
    seen(desk, "70-devices").await;
    desk.choose_file("devices.add", file).await;
    desk.see("devices.pairDialog").await;
    seen(desk, "71-pairing-code").await;
    assert!(file.is_file(), "the sealed file is where it was asked for");
    let code: String = desk.text("devices.code").await.split_whitespace().collect();
    assert_eq!(code.len(), 32);
    desk.press(crate::team::ESCAPE).await;
    desk.gone("devices.pairDialog").await;
    code
}

async fn arrive(desk: &Desk, file: &Path, code: &str) -> String {
    recorder::start(desk).await;
    desk.click("devices.arrive").await;
    desk.see("devices.arriveFile").await;
    seen(desk, "72-arrive").await;
    desk.choose_file("devices.arriveFile", file).await;
    desk.until_text_has("maya.pairing").await;
    let end = if code.ends_with('0') { '1' } else { '0' };
    desk.write("devices.arriveCode", &format!("{}{end}", &code[..31])).await;
    desk.write("devices.arriveName", "Own").await;
    desk.write("devices.password", PASSWORD).await;
    desk.write("devices.repeat", PASSWORD).await;
    desk.click("devices.arriveNext").await;
    desk.until_text_has("That code didn't open the pairing file.").await;
    seen(desk, "73-arrive-wrong-code").await;
    desk.replace("devices.arriveCode", code).await;
    desk.click("devices.arriveNext").await;
    let own = groups(desk).await;
    type_code_back(desk).await;
    own
}

/// A credential's password is the same on each device.
async fn reads_the_value(desk: &Desk, picture: &str) {
    open_credential(desk).await;
    desk.click("details.reveal.password").await;
    desk.until_source_has(VALUE).await;
    desk.click("details.reveal.password").await;
    desk.until_source_lacks(VALUE).await;
    seen(desk, picture).await;
}

async fn lose(desk: &Desk) {
    desk.click_path(OTHER_DEVICE).await;
    desk.see("devices.loseSheet").await;
    desk.until_text_has("Your Credenza makes new keys").await;
    seen(desk, "75-lose").await;
    desk.click("devices.loseGo").await;
    desk.gone("devices.loseSheet").await;
    desk.until_text_has("is lost. What is written from now on").await;
    seen(desk, "76-lost").await;
}
