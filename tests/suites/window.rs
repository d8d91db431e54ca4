//! The main job in the real window, by the keyboard and the mouse, through WebDriver.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "tests")]

#[path = "window/desk.rs"]
mod desk;

use desk::Desk;

const PASSWORD: &str = "violet anchor drifting tundra";
const VALUE: &str = "canary-Vq7#lemon";

#[tokio::test(flavor = "multi_thread")]
async fn from_the_first_run_to_a_credential_that_is_read_again() {
    let Some(mut desk) = Desk::start().await else { return };
    first_run(&desk).await;
    make_credential(&desk).await;

    desk.see("drawer.root").await;
    desk.picture("05-details").await;
    assert!(!desk.source().await.contains(VALUE), "no value is in the page before Reveal");
    desk.click("details.reveal.password").await;
    desk.until_source_has(VALUE).await;
    desk.picture("06-reveal").await;
    desk.click("details.reveal.password").await;
    desk.until_source_lacks(VALUE).await;
    desk.click("details.copy.password").await;
    desk.see("status.clipboard").await;
    assert!(!desk.source().await.contains(VALUE), "copying does not bring it into the page");

    desk.click("nav.workspace").await;
    desk.click("nav.lock").await;
    desk.see("unlock.card").await;
    assert!(!desk.source().await.contains("SAP payroll robot"), "nothing stays behind the lock");
    desk.picture("07-locked").await;
    desk.write("unlock.password", "wrong").await;
    desk.click("unlock.button").await;
    desk.until_source_has("That password didn't open this workspace.").await;

    desk.restart().await;
    desk.write("unlock.password", PASSWORD).await;
    desk.click("unlock.button").await;
    desk.until_source_has("SAP payroll robot").await;
    desk.picture("08-unlocked").await;
    desk.stop().await;
}

async fn first_run(desk: &Desk) {
    desk.picture("01-first-run").await;
    desk.write("firstRun.name", "Contoso Finance").await;
    desk.write("firstRun.person", "Maya Lindqvist").await;
    desk.write("firstRun.password", PASSWORD).await;
    desk.write("firstRun.repeat", PASSWORD).await;
    desk.click("firstRun.next").await;
    desk.see("recovery.code").await;
    desk.picture("02-recovery-code").await;
    for at in 1..=8 {
        if desk.has(&format!("recovery.type.{at}")).await {
            let group = desk.text(&format!("recovery.group.{at}")).await;
            desk.write(&format!("recovery.type.{at}"), &group).await;
        }
    }
    desk.click("recovery.create").await;
    desk.see("state.empty").await;
    desk.picture("03-empty").await;
}

async fn make_credential(desk: &Desk) {
    desk.click("credentials.new").await;
    desk.click("wizard.next").await;
    desk.until_source_has("Enter a name for the credential.").await;
    desk.write("wizard.name", "SAP payroll robot\u{e007}").await;
    desk.click("wizard.location.connection").await;
    desk.click("wizard.location.desktopFlow").await;
    desk.picture("04-wizard-location").await;
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
    desk.picture("04-wizard-values").await;
    desk.click("newVariable.save").await;
    desk.gone("newVariable.save").await;
    desk.click("wizard.create").await;
    desk.until_source_has("SAP payroll robot").await;
}
