//! Where used in the real window: add a folder of code, ask, say "Not this", follow a change of a
//! file, export, and be refused.

use std::fs;

use credenza_testkit::{
    desk::{Desk, PATIENCE},
    wait_until,
};

use crate::{
    make_credential,
    steps::{first_run, seen},
};

const RUN: &str = "$c = Get-AutomationPSCredential -Name 'sap payroll ROBOT'\n";
const DISPATCH: &str = "param([Parameter(Mandatory)] $Which)
Get-AutomationPSCredential -Name $Which
";

#[tokio::test(flavor = "multi_thread")]
async fn from_a_folder_of_code_to_the_file_and_line() {
    let Some(desk) = Desk::start().await else { return };
    let code = desk.home().join("payroll");
    fs::create_dir(&code).unwrap();
    fs::write(code.join("run.ps1"), RUN).unwrap();
    first_run(&desk).await;
    make_credential(&desk).await;

    desk.click("nav.more").await;
    desk.click("nav.pin.sources").await;
    desk.press("\u{e00c}").await;
    desk.click("nav.sources").await;
    desk.choose_file("sources.add", &code).await;
    desk.until_source_has("1 reference").await;
    seen(&desk, "20-sources").await;

    ask(&desk).await;
    desk.until_source_has("Get-AutomationPSCredential").await;
    desk.until_source_has("Coverage is complete.").await;
    desk.picture("21-where-used").await;
    export(&desk).await;
    desk.click("used.view.graph").await;
    desk.see("used.graph").await;
    desk.picture("22-where-used-graph").await;
    desk.click("used.view.table").await;

    // The files are watched: nobody asks for a scan.
    fs::write(code.join("dispatch.ps1"), DISPATCH).unwrap();
    desk.until_source_has("dispatch.ps1").await;
    desk.until_source_has("Coverage is not complete.").await;
    desk.picture("23-where-used-unresolved").await;

    desk.click("nav.credentials").await;
    desk.until_source_has("1 use").await;
    desk.stop().await;
}

async fn ask(desk: &Desk) {
    desk.click("nav.where-used").await;
    desk.click("used.picker").await;
    desk.write("used.find", "payroll robot").await;
    desk.until_source_lacks("SAP payroll user").await;
    desk.click_first("[data-testid^='used.option.']").await;
}

/// Exports what is shown, and reads the file.
async fn export(desk: &Desk) {
    let file = desk.home().join("uses.csv");
    desk.click("used.export").await;
    desk.choose_file("used.export.csv", &file).await;
    assert!(wait_until(|| file.is_file(), PATIENCE), "nothing was written");
    let text = fs::read_to_string(&file).unwrap();
    assert!(text.contains("\"run.ps1:1\""), "{text}");
}
