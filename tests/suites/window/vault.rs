//! The main job with a vault: connect it, make a credential of a secret in it, read it, be refused.

use credenza_testkit::{
    azure::{AzureServer, CLIENT_SECRET},
    desk::{Desk, PATIENCE},
    wait_until,
};

use crate::steps::{
    PASSWORD, azure_secret, connect_vault, first_run, journey_ends, seen, start_again,
};

const VALUE: &str = "canary-Kd4%granite";
const NEXT: &str = "canary-Zt8!juniper";
const CLOSED: &str = "canary-Nv3;never";

#[tokio::test(flavor = "multi_thread")]
async fn a_credential_of_a_vault_from_connect_to_delete() {
    let Some(mut desk) = Desk::start().await else { return };
    let server = AzureServer::start().await;
    server.put("payroll-robot", VALUE, None, false);
    server.put("pay-closed", CLOSED, None, false);
    server.enable("pay-closed", false);
    let ca = desk.home().join("authority.pem");
    std::fs::write(&ca, server.ca_pem()).unwrap();

    first_run(&desk).await;
    connect_vault(&desk, &server, "Finance", &ca).await;
    make_credential(&desk).await;
    read_it(&desk, &server).await;
    rename(&desk).await;
    refused(&desk).await;
    delete_keeps_variables(&desk).await;
    let secrets = [VALUE, NEXT, PASSWORD, CLIENT_SECRET, CLOSED];
    start_again(&mut desk, &secrets, &["reveal", "reveal"]).await;

    desk.write("unlock.password", PASSWORD).await;
    desk.click("unlock.button").await;
    desk.click("nav.variables").await;
    desk.until_source_has("Payroll password").await;
    desk.click("nav.vaults").await;
    desk.see("vaults.card.Finance").await;
    journey_ends(&desk, &secrets, &[]).await;
    desk.stop().await;
}

async fn make_credential(desk: &Desk) {
    desk.click("nav.credentials").await;
    desk.click("credentials.new").await;
    desk.write("wizard.name", "Payroll robot").await;
    desk.click("wizard.next").await;
    desk.click("wizard.location.desktopFlow").await;
    desk.click_first("label:has([data-testid='wizard.store.azureKeyVault'])").await;
    seen(desk, "12-wizard-store").await;
    desk.click("wizard.next").await;
    desk.click("wizard.newUserName").await;
    desk.write("newVariable.displayName", "Payroll user").await;
    desk.write("newVariable.value", "CONTOSO\\svc-payroll").await;
    desk.click("newVariable.save").await;
    desk.gone("newVariable.save").await;
    desk.click("wizard.newPassword").await;
    azure_secret(desk, "Payroll password", "payroll-robot").await;
    seen(desk, "13-wizard-vault-secret").await;
    desk.click("newVariable.save").await;
    desk.gone("newVariable.save").await;
    desk.click("wizard.create").await;
    desk.see("details.reveal.password").await;
    seen(desk, "14-vault-details").await;
}

/// What is copied does not cross to the page, and what is in the vault now is read.
async fn read_it(desk: &Desk, server: &AzureServer) {
    desk.click("details.reveal.password").await;
    desk.until_source_has(VALUE).await;
    desk.click("details.reveal.password").await;
    desk.until_source_lacks(VALUE).await;
    server.put("payroll-robot", NEXT, None, false);
    desk.click("details.reveal.password").await;
    desk.until_source_has(NEXT).await;
    desk.click("details.reveal.password").await;
    desk.until_source_lacks(NEXT).await;
    desk.click("details.copy.password").await;
    desk.see("status.clipboard").await;
    let display = desk.display();
    assert!(wait_until(|| display.clipboard() == NEXT, PATIENCE), "the clipboard lacks the value");
    desk.click("status.clearNow").await;
    assert!(wait_until(|| display.clipboard().is_empty(), PATIENCE), "the clipboard keeps it");
}

/// C12: the name changes, the chosen variables do not.
async fn rename(desk: &Desk) {
    desk.click("details.edit").await;
    desk.replace("edit.name", "Payroll robot 2").await;
    assert!(desk.is_disabled("edit.variable.userName").await);
    assert!(desk.is_disabled("edit.variable.secret").await);
    desk.until_text_has("The chosen variables can't be changed, so that").await;
    assert_eq!(desk.text("edit.changeValue").await, "Change the value of Payroll user");
    assert!(desk.text("edit.changeSecret").await.starts_with("Change the secret in "));
    seen(desk, "15-edit").await;
    desk.click("edit.save").await;
    desk.until_source_has("Payroll robot 2").await;
}

/// C9: the exact sentence, the cause, and a form that keeps what was typed.
async fn refused(desk: &Desk) {
    desk.click("nav.variables").await;
    desk.click("variables.newSecret").await;
    desk.click("newVariable.store").await;
    desk.click("newVariable.store.Finance").await;
    azure_secret(desk, "Closed", "pay-closed").await;
    desk.click("newVariable.save").await;
    desk.see("check.refused").await;
    let path = "/secrets/pay-closed'";
    desk.until_source_has("This variable didn't save properly.").await;
    desk.until_source_has("User is not authorized to read secrets from '/subscriptions/").await;
    desk.until_source_has(path).await;
    let cause = desk.text("check.cause").await;
    assert!(cause.contains("disabled"), "{cause}");
    assert_eq!(desk.value("newVariable.displayName").await, "Closed");
    assert_eq!(desk.value("newVariable.secret").await, "pay-closed");
    seen(desk, "16-refused").await;
    desk.click("drawer.close").await;
    if desk.has("confirm.yes").await {
        desk.click("confirm.yes").await;
    }
    desk.gone("newVariable.save").await;
    // Nothing is stored.
    desk.until_source_lacks("pay-closed").await;
    desk.until_source_lacks("Closed").await;
}

async fn delete_keeps_variables(desk: &Desk) {
    desk.click("nav.credentials").await;
    desk.click_first("[role=row][data-testid^='table.row.']").await;
    desk.click("details.more").await;
    desk.click("details.delete").await;
    desk.see("remove.sheet").await;
    desk.see("affected.count.places").await;
    desk.until_text_has("Its variables stay.").await;
    let said = desk.text("remove.sheet").await;
    let sentence = "Deleting a credential doesn't delete its variables: Payroll user";
    assert!(said.contains(sentence) && said.contains("Payroll password"), "{said}");
    seen(desk, "17-delete").await;
    desk.click("remove.delete").await;
    desk.gone("remove.sheet").await;
    desk.click("nav.variables").await;
    desk.until_source_has("Payroll password").await;
}
