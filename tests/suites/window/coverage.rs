//! Coverage across people in two windows, one of them dark: numbers of what a colleague uses, and
//! the name of who did not say.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use credenza_testkit::desk::Desk;

use crate::{
    steps::{PASSWORD, choose_theme, journey_ends, new_workspace, seen},
    team::{ESCAPE, VALUE, make_credential},
    team_roles::{copy, take_away_newer},
    themes::seen_in_both,
};

const NAME: &str = "SAP payroll robot";
const USES: &str = "Get-AutomationPSCredential -Name 'SAP payroll robot'\n";

#[tokio::test(flavor = "multi_thread")]
async fn what_colleagues_use_is_counted_and_who_did_not_say_is_named() {
    let (Some(maya), Some(noor)) = (Desk::start().await, Desk::start().await) else { return };
    new_workspace(&maya, "Own", "Maya Lindqvist").await;
    new_workspace(&noor, "Own", "Noor Haddad").await;
    choose_theme(&noor, "Dark").await;
    make_credential(&maya);
    let place = tempfile::tempdir().unwrap();
    let ana = place.path().join("Ana.credenza");
    good(&ana, &["workspace", "new", "--person", "Ana Brandt", "--mail", "ana@contoso.com"], "");
    let (own, noors) = (folder(&maya), folder(&noor));
    good(&own, &["team", "new", "Finance", "--at", &at(place.path(), "team")], "");
    for (who, name) in [(&noors, "Noor Haddad"), (&ana, "Ana Brandt")] {
        let_in(&own, who, name);
    }
    uses(&noors, &at(noor.home(), "jobs"));
    source(&own, &at(maya.home(), "jobs"), "x = 1\n");
    good(&own, &["team", "sync"], "");

    // In Maya's window Noor's numbers, and that nothing came from Ana; in Noor's all of Maya.
    for desk in [&maya, &noor] {
        where_used(desk).await;
        desk.until_text_has("No report from Ana Brandt").await;
    }
    maya.until_text_has("2 connections, 5 places in code").await;
    seen(&maya, "60-used-by-colleagues").await;
    maya.click("used.view.graph").await;
    maya.see("used.graph").await;
    maya.until_text_has("Noor Haddad").await;
    seen(&maya, "60-graph-with-colleagues").await;
    maya.click("used.view.table").await;
    noor.click("used.missing").await;
    noor.see("used.people").await;
    noor.until_text_has("Maya Lindqvist").await;
    seen(&noor, "61-coverage-of-people").await;
    before_a_delete(&maya).await;

    // Ana looks, and has no code at all; then she is in it no more.
    good(&ana, &["team", "sync"], "");
    maya.until_text_has("Ana Brandt’s scan is not complete").await;
    let older = tempfile::tempdir().unwrap();
    copy(place.path(), older.path());
    good(&own, &["unshare", NAME, "--from", "Ana Brandt", "--variables"], "");
    maya.until_text_has("Coverage is complete.").await;
    seen(&maya, "63-coverage-is-complete").await;
    take_away_newer(place.path(), older.path());
    a_team_is_not_seen(&maya).await;
    for desk in [maya, noor] {
        journey_ends(&desk, &[VALUE, PASSWORD], &[]).await;
        desk.stop().await;
    }
}

fn folder(desk: &Desk) -> PathBuf {
    desk.home().join("data/Own.credenza")
}

fn at(folder: &Path, name: &str) -> String {
    folder.join(name).to_str().unwrap().to_owned()
}

fn good(workspace: &Path, arguments: &[&str], input: &str) -> serde_json::Value {
    let cli = std::env::var_os("CREDENZA_CLI_BIN").expect("`cargo xtask test` sets it");
    let mut command = Command::new(cli);
    command.arg("--json").arg("--workspace").arg(workspace).arg("--password-stdin");
    command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let input = format!("{PASSWORD}\n{input}");
    std::io::Write::write_all(&mut child.stdin.take().unwrap(), input.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "{arguments:?}: {output:?}");
    serde_json::from_slice(&output.stdout).unwrap()
}

/// Brings somebody into the team, and shares the credential with them.
fn let_in(owner: &Path, who: &Path, name: &str) {
    let invited = good(owner, &["team", "invite", "--mail", "colleague@contoso.com"], "");
    let invitation = format!("{}\n", invited["invitation"].as_str().unwrap());
    good(who, &["team", "join"], &invitation);
    good(owner, &["team", "approve", name], "");
    good(owner, &["share", NAME, "--with", name, "--role", "view"], "");
}

fn source(workspace: &Path, code: &str, text: &str) {
    fs::create_dir(code).unwrap();
    fs::write(Path::new(code).join("run.ps1"), text).unwrap();
    good(workspace, &["source", "add", code], "");
}

/// Two connections and five places in code, which are told.
fn uses(workspace: &Path, code: &str) {
    good(workspace, &["team", "sync"], "");
    source(workspace, code, &USES.repeat(5));
    for name in ["Payroll", "Ledger"] {
        let rest = ["--kind", "machine", "--target", "FIN-RPA-01", "--credential", NAME];
        good(workspace, &[&["connection", "new", name], &rest[..]].concat(), "");
    }
    good(workspace, &["team", "sync"], "");
}

async fn where_used(desk: &Desk) {
    desk.click("nav.where-used").await;
    desk.click("used.picker").await;
    desk.write("used.find", "payroll robot").await;
    // Noor's connections are offered no more.
    desk.until_source_lacks("FIN-RPA-01").await;
    desk.click_first("[data-testid^='used.option.']").await;
    desk.focus_is_on("used.picker").await;
}

async fn before_a_delete(desk: &Desk) {
    desk.click("nav.credentials").await;
    desk.click_first("[role=row][data-testid^='table.row.']").await;
    desk.see("details.edit").await;
    desk.press("\u{e017}").await;
    desk.see("affected.group.people").await;
    desk.click("affected.group.people").await;
    desk.until_text_has("Noor Haddad: 2 connections, 5 places in code").await;
    seen(desk, "62-delete-of-what-colleagues-use").await;
    desk.press(ESCAPE).await;
    where_used(desk).await;
}

/// The team's location was set back: until somebody decides, nothing is known of colleagues.
async fn a_team_is_not_seen(desk: &Desk) {
    desk.click("nav.people").await;
    desk.click("people.sync").await;
    desk.see("people.goOn").await;
    where_used(desk).await;
    desk.until_text_has("Coverage is not complete.").await;
    desk.click("used.missing").await;
    desk.until_text_has("Look whether its location is reached").await;
    seen_in_both(desk, "64-team-not-seen").await;
    desk.click("nav.credentials").await;
    desk.click_first("[role=row][data-testid^='table.row.']").await;
    desk.see("details.edit").await;
    desk.press("\u{e017}").await;
    desk.see("remove.sheet").await;
    desk.until_text_has("1 team is not seen").await;
    desk.focus_is_on("remove.cancel").await;
    seen_in_both(desk, "65-delete-team-not-seen").await;
}
