//! Where used in the real window: add a folder of code, ask, say "Not this", follow a change of a
//! file, export, and be refused.

use std::{fs, path::Path};

use credenza_testkit::{
    desk::{Desk, PATIENCE},
    wait_until,
};

use crate::{
    VALUE, make_credential,
    steps::{PASSWORD, first_run, journey_ends, seen},
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
    seen(&desk, "21-where-used").await;
    export(&desk).await;
    graph_by_keyboard(&desk).await;

    // The files are watched: nobody asks for a scan.
    fs::write(code.join("dispatch.ps1"), DISPATCH).unwrap();
    desk.until_source_has("dispatch.ps1").await;
    desk.until_source_has("Coverage is not complete.").await;
    seen(&desk, "23-where-used-unresolved").await;

    follow_to_the_file(&desk, &code.join("run.ps1")).await;
    desk.click("nav.credentials").await;
    desk.until_source_has("1 use").await;
    a_delete_is_refused(&desk).await;
    a_new_name_is_thought_over(&desk).await;
    journey_ends(&desk, &[VALUE, PASSWORD], &[]).await;
    desk.stop().await;
}

const TAB: &str = "\u{e004}";
const ENTER: &str = "\u{e007}";
const ESCAPE: &str = "\u{e00c}";
const DELETE: &str = "\u{e017}";
const LEFT: &str = "\u{e012}";
const RIGHT: &str = "\u{e014}";

/// To the graph and through it without a mouse: from the credential to the place in code, and what
/// is known of it.
async fn graph_by_keyboard(desk: &Desk) {
    desk.focus_by_keys("used.view.table", TAB).await;
    desk.press(RIGHT).await;
    desk.see("used.graph").await;
    desk.until_text_has("run.ps1:1").await;
    desk.focus_by_keys("SAP payroll robot", TAB).await;
    desk.press(RIGHT).await;
    desk.focus_is_on("run.ps1:1").await;
    desk.press(ENTER).await;
    desk.until_text_has("Get-AutomationPSCredential").await;
    desk.press(LEFT).await;
    desk.focus_is_on("SAP payroll robot").await;
    desk.press(ENTER).await;
    desk.see("used.startHere").await;
    seen(desk, "22-where-used-graph").await;
    desk.press(ESCAPE).await;
    desk.focus_by_keys("used.view.graph", TAB).await;
    desk.press(LEFT).await;
    desk.gone("used.graph").await;
}

/// Opens a row's file in the person's editor; what stands for it writes down what it was asked, and
/// whether it was told how this window's page runs.
async fn follow_to_the_file(desk: &Desk, file: &Path) {
    let asked = desk.home().join("asked");
    desk.put_program(
        "code",
        &format!("#!/bin/sh\nprintf '%s\\n' \"$@\" \"${{JSC_useJIT-as it likes}}\" > {}.new\nmv {0}.new {0}\n", asked.display()),
    );
    desk.click_first("[aria-label^='Open payroll/run.ps1']").await;
    assert!(wait_until(|| asked.is_file(), PATIENCE), "no editor was started");
    let text = fs::read_to_string(&asked).unwrap();
    assert_eq!(text, format!("--goto\n{}:1:6\nas it likes\n", file.display()));
}

/// A variable that a credential uses stays.
async fn a_delete_is_refused(desk: &Desk) {
    desk.click("nav.variables").await;
    desk.write("variables.search", "payroll pass").await;
    desk.until_source_lacks("SAP payroll user").await;
    desk.click_first("[role=row][data-testid^='table.row.']").await;
    desk.until_text_has("New password").await;
    desk.press(DELETE).await;
    desk.see("affected.sheet").await;
    desk.see("affected.count.places").await;
    desk.until_text_has("SAP payroll robot").await;
    seen(desk, "24-delete-refused").await;
    assert!(desk.is_disabled("affected.go").await);
    desk.click("affected.cancel").await;
    desk.gone("affected.sheet").await;
    desk.until_source_has("SAP payroll password").await;
}

async fn ask(desk: &Desk) {
    desk.click("nav.where-used").await;
    desk.click("used.picker").await;
    desk.write("used.find", "payroll robot").await;
    desk.until_source_lacks("SAP payroll user").await;
    desk.click_first("[data-testid^='used.option.']").await;
    desk.focus_is_on("used.picker").await;
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

/// Code finds a credential by its name: who changes that sees which code has the old one.
async fn a_new_name_is_thought_over(desk: &Desk) {
    desk.click("nav.credentials").await;
    desk.click_first("[role=row][data-testid^='table.row.']").await;
    desk.click("details.edit").await;
    desk.see("edit.name").await;
    desk.replace("edit.name", "SAP robot").await;
    desk.click("edit.save").await;
    desk.see("affected.count.places").await;
    desk.until_text_has("run.ps1").await;
    seen(desk, "25-before-rename").await;
    desk.click("affected.cancel").await;
    desk.gone("affected.sheet").await;
    assert_eq!(desk.value("edit.name").await, "SAP robot", "what was typed is kept");
    desk.click("edit.save").await;
    desk.click("affected.go").await;
    desk.gone("affected.sheet").await;
    desk.until_source_has("Unused").await;
}
