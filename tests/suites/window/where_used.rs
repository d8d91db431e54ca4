//! Where used in the real window: add a folder of code, ask, say "Not this", follow a change of a
//! file, export, and be refused.

use std::{fs, path::Path};

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
    fs::create_dir_all(code.join("flows")).unwrap();
    fs::write(code.join("flows/run.ps1"), RUN).unwrap();
    first_run(&desk).await;
    make_credential(&desk).await;

    go(&desk, "sources").await;
    choose_folder(&desk, &code).await;
    desk.until_source_has("payroll").await;
    desk.until_source_has("PowerShell").await;
    seen(&desk, "20-sources").await;

    ask(&desk).await;
    desk.until_source_has("run.ps1").await;
    desk.until_source_has("Coverage is complete.").await;
    seen(&desk, "21-where-used").await;

    // The files are watched: nobody asks for a scan.
    fs::write(code.join("dispatch.ps1"), DISPATCH).unwrap();
    desk.until_source_has("dispatch.ps1").await;
    desk.until_source_has("Coverage is not complete.").await;
    desk.stop().await;
}

async fn go(desk: &Desk, page: &str) {
    desk.run(&format!("location.hash = '#/{page}'"), Vec::new()).await;
}

async fn choose_folder(desk: &Desk, folder: &Path) {
    desk.choose_file("sources.add", folder).await;
}

async fn ask(desk: &Desk) {
    go(desk, "where-used").await;
    desk.click("used.picker").await;
    desk.write("used.find", "payroll robot").await;
    desk.click_first("[data-testid^='used.option.']").await;
}
