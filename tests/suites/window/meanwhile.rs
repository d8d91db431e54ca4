//! A form is open in the window while the command line changes the same thing.

use credenza_testkit::desk::Desk;

use crate::{
    steps::new_workspace,
    team::{cli, make_credential, open_credential},
    themes::seen_in_both,
};

const NAME: &str = "SAP payroll robot";

#[tokio::test(flavor = "multi_thread")]
async fn what_somebody_else_changed_is_shown_and_nothing_typed_is_lost() {
    let Some(desk) = Desk::start().await else { return };
    new_workspace(&desk, "Own", "Maya Lindqvist").await;
    make_credential(&desk);
    desk.click("nav.credentials").await;
    desk.until_text_has(NAME).await;
    open_credential(&desk).await;
    the_same_field_is_refused_and_saved_over(&desk).await;
    another_field_is_merged(&desk).await;
    the_newer_is_taken(&desk).await;
    desk.resize(900, 600).await;
    a_secret_is_not_shown(&desk).await;
    desk.stop().await;
}

fn good(desk: &Desk, arguments: &[&str], input: &str) {
    let output = cli(desk, arguments, input);
    assert!(output.status.success(), "{arguments:?}: {output:?}");
}

fn describe(desk: &Desk, words: &str) {
    good(desk, &["credential", "edit", NAME, "--description", words], "");
}

async fn type_description(desk: &Desk, words: &str) {
    desk.click("details.edit").await;
    desk.replace("edit.description", words).await;
}

async fn the_same_field_is_refused_and_saved_over(desk: &Desk) {
    type_description(desk, "Typed in the window").await;
    describe(desk, "From the command line");
    desk.click("edit.save").await;
    desk.see("newer.bar").await;
    desk.until_text_has("From the command line").await;
    assert_eq!(desk.value("edit.description").await, "Typed in the window");
    seen_in_both(desk, "80-newer").await;
    desk.click("newer.over").await;
    desk.gone("edit.save").await;
    desk.until_text_has("Typed in the window").await;
}

async fn another_field_is_merged(desk: &Desk) {
    desk.click("details.edit").await;
    desk.click("edit.location.desktopFlow").await;
    describe(desk, "Merged");
    desk.click("edit.save").await;
    desk.gone("edit.save").await;
    for words in ["Merged", "Desktop flow"] {
        desk.until_text_has(words).await;
    }
}

async fn the_newer_is_taken(desk: &Desk) {
    type_description(desk, "Given up").await;
    desk.click("edit.location.network").await;
    describe(desk, "Taken");
    desk.click("edit.save").await;
    desk.click("newer.take").await;
    desk.gone("newer.bar").await;
    assert_eq!(desk.value("edit.description").await, "Taken");
    desk.click("edit.save").await;
    desk.gone("edit.save").await;
    for words in ["Taken", "Network"] {
        desk.until_text_has(words).await;
    }
}

async fn a_secret_is_not_shown(desk: &Desk) {
    desk.click("nav.variables").await;
    desk.write("variables.search", "secret").await;
    desk.until_source_lacks("CONTOSO").await;
    open_credential(desk).await;
    desk.write("variables.value", "canary-Mine7+elm").await;
    desk.write("variables.repeat", "canary-Mine7+elm").await;
    good(desk, &["variable", "set", "secret"], "canary-Theirs7+oak\n");
    desk.click("variables.save").await;
    desk.click("affected.go").await;
    desk.see("newer.bar").await;
    desk.until_text_has("another one is stored now").await;
    assert!(!desk.source().await.contains("canary-Theirs"), "it is shown");
    assert_eq!(desk.value("variables.repeat").await, "canary-Mine7+elm");
    seen_in_both(desk, "81-newer-secret").await;
    desk.click("newer.over").await;
    desk.until_source_has("secret saved.").await;
    let kept = cli(desk, &["get", NAME, "--field", "password"], "");
    assert!(String::from_utf8_lossy(&kept.stdout).contains("canary-Mine7+elm"), "{kept:?}");
}
