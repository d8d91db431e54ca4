//! The main job in the real window, by the keyboard and the mouse, through WebDriver.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout, reason = "tests")]

#[path = "window/axe.rs"]
mod axe;
#[path = "window/conflict.rs"]
mod conflict;
#[path = "window/coverage.rs"]
mod coverage;
#[path = "window/device_secret.rs"]
mod device_secret;
#[path = "window/devices.rs"]
mod devices;
#[path = "window/forms.rs"]
mod forms;
#[path = "window/leaks.rs"]
mod leaks;
#[path = "window/locks.rs"]
mod locks;
#[path = "window/looks.rs"]
mod looks;
#[path = "window/meanwhile.rs"]
mod meanwhile;
#[path = "window/recorder.rs"]
mod recorder;
#[path = "window/second.rs"]
mod second;
#[path = "window/steps.rs"]
mod steps;
#[path = "window/team.rs"]
mod team;
#[path = "window/team_roles.rs"]
mod team_roles;
#[path = "window/themes.rs"]
mod themes;
#[path = "window/vault.rs"]
mod vault;
#[path = "window/ways_in.rs"]
mod ways_in;
#[path = "window/where_used.rs"]
mod where_used;

use credenza_testkit::desk::{Desk, PATIENCE};
use steps::{PASSWORD, first_run, journey_ends, seen, start_again, written};

const VALUE: &str = "canary-Vq7#lemon";
const SECOND: &str = "second-Wq9#mint";

#[tokio::test(flavor = "multi_thread")]
async fn from_the_first_run_to_a_credential_that_is_read_again() {
    let Some(mut desk) = Desk::start().await else { return };
    axe::control(&desk).await;
    let code = first_run(&desk).await;
    make_credential(&desk).await;

    desk.see("drawer.root").await;
    seen(&desk, "05-details").await;
    assert!(!desk.source().await.contains(VALUE), "no value is in the page before Reveal");
    desk.click("details.reveal.password").await;
    desk.until_source_has(VALUE).await;
    seen(&desk, "06-reveal").await;
    desk.click("details.reveal.password").await;
    desk.until_source_lacks(VALUE).await;
    desk.click("details.copy.password").await;
    desk.see("status.clipboard").await;
    assert!(!desk.source().await.contains(VALUE), "copying does not bring it into the page");

    connect(&desk).await;
    change_the_password(&desk).await;
    let generated = generate_a_password(&desk).await;
    pin_and_unpin(&desk).await;

    lock_from_the_command_line(&desk).await;
    assert!(!desk.source().await.contains("SAP payroll robot"), "nothing stays behind the lock");
    seen(&desk, "09-locked").await;
    desk.write("unlock.password", "wrong").await;
    desk.click("unlock.button").await;
    desk.until_source_has("That password didn't open this workspace.").await;
    desk.replace("unlock.password", PASSWORD).await;
    desk.click("unlock.button").await;
    // The page that stood there before comes back.
    desk.until_text_has("Archive password").await;
    desk.click("nav.credentials").await;
    desk.until_text_has("SAP payroll robot").await;
    let codes = written(&code);
    let secrets: Vec<&str> = [VALUE, SECOND, &generated, PASSWORD]
        .into_iter()
        .chain(codes.iter().map(|c| &**c))
        .collect();
    let shown = ["workspace_prepare", "reveal", "reveal", "reveal_generated"];
    start_again(&mut desk, &secrets, &shown).await;

    desk.write("unlock.password", PASSWORD).await;
    desk.click("unlock.button").await;
    desk.until_source_has("SAP payroll robot").await;
    desk.see("nav.sources").await;
    assert!(!desk.has("nav.vaults").await, "what was unpinned is back");
    seen(&desk, "10-unlocked").await;
    journey_ends(&desk, &secrets, &[]).await;
    desk.stop().await;
}

async fn make_credential(desk: &Desk) {
    desk.click("credentials.new").await;
    desk.click("wizard.next").await;
    desk.until_source_has("Enter a name for the credential.").await;
    desk.write("wizard.name", "SAP payroll robot\u{e007}").await;
    desk.click("wizard.location.connection").await;
    desk.click("wizard.location.desktopFlow").await;
    seen(desk, "04-wizard-location").await;
    desk.click("wizard.next").await;
    desk.click("wizard.newUserName").await;
    desk.write("newVariable.displayName", "SAP payroll user").await;
    desk.write("newVariable.value", "CONTOSO\\svc-sap").await;
    desk.click("newVariable.save").await;
    desk.gone("newVariable.save").await;
    desk.click("wizard.newPassword").await;
    desk.write("newVariable.displayName", "SAP payroll password").await;
    desk.write("newVariable.value", VALUE).await;
    desk.write("newVariable.repeat", "another").await;
    desk.click("newVariable.save").await;
    desk.until_source_has("The two entries differ.").await;
    desk.replace("newVariable.repeat", VALUE).await;
    seen(desk, "04-wizard-values").await;
    desk.click("newVariable.save").await;
    desk.gone("newVariable.save").await;
    desk.click("wizard.create").await;
    desk.until_source_has("SAP payroll robot").await;
}

/// C1: what is checked after the next start.
async fn pin_and_unpin(desk: &Desk) {
    desk.see("nav.vaults").await;
    desk.click("nav.more").await;
    desk.click("nav.pin.vaults").await;
    desk.click("nav.pin.sources").await;
    desk.press("\u{e00c}").await;
    desk.see("nav.sources").await;
    desk.gone("nav.vaults").await;
}

/// The window locks when a script asks for it, and the script hears that it did.
async fn lock_from_the_command_line(desk: &Desk) {
    let Some(cli) = std::env::var_os("CREDENZA_CLI_BIN") else {
        panic!("`cargo xtask test` sets CREDENZA_CLI_BIN");
    };
    let folder = desk.home().join("data/Contoso Finance.credenza");
    let lock = || {
        let mut command = std::process::Command::new(&cli);
        command.arg("--workspace").arg(&folder).args(["--json", "workspace", "lock"]);
        let output = command.output().unwrap();
        serde_json::from_slice::<serde_json::Value>(&output.stdout).unwrap()["locked"].clone()
    };
    assert_eq!(lock(), true);
    desk.see("unlock.card").await;
    assert_eq!(lock(), false, "nobody has it unlocked now");
}

async fn connect(desk: &Desk) {
    desk.click("nav.connections").await;
    desk.click("connections.new").await;
    desk.write("connections.name", "Ledger").await;
    desk.write("connections.target", "sap 01").await;
    desk.click("connections.switch").await;
    desk.click("connections.credential").await;
    desk.click("connections.option.SAP payroll robot").await;
    desk.click("connections.save").await;
    desk.until_source_has("Enter a host name or address").await;
    desk.replace("connections.target", "sap01.contoso.com").await;
    desk.click("connections.save").await;
    desk.until_source_has("Ready").await;
    seen(desk, "07-connection").await;
}

/// C13: what uses the variable gets the new value.
async fn change_the_password(desk: &Desk) {
    desk.click("nav.variables").await;
    desk.write("variables.search", "payroll pass").await;
    desk.until_source_lacks("CONTOSO").await;
    desk.click_first("[role=row][data-testid^='table.row.']").await;
    desk.until_source_has("Changing this changes what 1 use gets.").await;
    desk.write("variables.value", SECOND).await;
    desk.write("variables.repeat", SECOND).await;
    seen(desk, "08-variable").await;
    desk.click("variables.save").await;
    desk.see("affected.sheet").await;
    desk.see("affected.count.places").await;
    desk.until_text_has("SAP payroll robot").await;
    seen(desk, "08-affected").await;
    desk.click("affected.go").await;
    desk.until_source_has("SAP payroll password saved.").await;
    desk.click("nav.credentials").await;
    desk.click_first("[role=row][data-testid^='table.row.']").await;
    desk.until_source_has("1 use").await;
    desk.click("details.reveal.password").await;
    desk.until_source_has(SECOND).await;
    desk.click("details.reveal.password").await;
    desk.until_source_lacks(SECOND).await;
}

/// The password is made in Rust; the page has it when Reveal was chosen, and no longer.
async fn generate_a_password(desk: &Desk) -> String {
    desk.click("nav.variables").await;
    desk.click("variables.newSecret").await;
    desk.write("newVariable.displayName", "Archive password").await;
    desk.click("newVariable.generate").await;
    desk.click("newVariable.generateMake").await;
    desk.see("newVariable.generated").await;
    desk.focus_is_on("newVariable.generate").await;
    generated_is_hidden(desk, true).await;
    desk.click("newVariable.revealGenerated").await;
    let generated = generated_is_hidden(desk, false).await;
    desk.click("newVariable.revealGenerated").await;
    generated_is_hidden(desk, true).await;
    desk.click("newVariable.save").await;
    desk.gone("newVariable.save").await;
    desk.until_source_has("Archive password").await;
    generated
}

/// Waits until the generated password of 24 characters stands there as dots, or as itself. What then
/// stands there.
async fn generated_is_hidden(desk: &Desk, hidden: bool) -> String {
    let read = "return document.querySelector('[data-testid=\"newVariable.generated\"]').value";
    let start = std::time::Instant::now();
    loop {
        let shown = desk.run(read, vec![]).await;
        let shown = shown.as_str().unwrap();
        assert_eq!(shown.chars().count(), 24);
        if shown.chars().all(|one| one == '•') == hidden {
            return shown.to_owned();
        }
        assert!(start.elapsed() < PATIENCE, "hidden: {}", !hidden);
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
}
