//! What a person does on each screen.

use std::path::Path;

use credenza_testkit::{
    azure::{AzureServer, CLIENT_ID, CLIENT_SECRET, SUBSCRIPTION, TENANT},
    desk::Desk,
};

use crate::{leaks, recorder, team::make_credential};

pub(crate) const PASSWORD: &str = "russet harbour quiet lantern";

/// A picture of the screen, and what axe says of it.
pub(crate) async fn seen(desk: &Desk, name: &str) {
    desk.picture(name).await;
    crate::axe::check(desk, name).await;
}

/// The recovery code.
pub(crate) async fn first_run(desk: &Desk) -> String {
    // A page without its content would please the check.
    desk.see("firstRun.name").await;
    seen(desk, "01-first-run").await;
    let code = name_workspace(desk, "Contoso Finance", "Maya Lindqvist").await;
    seen(desk, "02-recovery-code").await;
    keep_code(desk).await;
    assert!(desk.home().join("data").is_dir(), "its files are not the test's own");
    assert!(desk.text("status.space").await.ends_with(" GB free"));
    seen(desk, "03-empty").await;
    code
}

/// The same without pictures.
pub(crate) async fn new_workspace(desk: &Desk, name: &str, person: &str) -> String {
    let code = name_workspace(desk, name, person).await;
    keep_code(desk).await;
    code
}

/// Two people with a window each, the second in the dark theme, and a credential of the first; none
/// where there is no window to be had.
pub(crate) async fn two_people() -> Option<(Desk, Desk)> {
    let (Some(maya), Some(noor)) = (Desk::start().await, Desk::start().await) else { return None };
    new_workspace(&maya, "Own", "Maya Lindqvist").await;
    new_workspace(&noor, "Own", "Noor Haddad").await;
    choose_theme(&noor, "Dark").await;
    make_credential(&maya);
    Some((maya, noor))
}

/// From here on it is recorded what the page gets. The recovery code that is shown then.
pub(crate) async fn name_workspace(desk: &Desk, name: &str, person: &str) -> String {
    desk.see("firstRun.name").await;
    recorder::start(desk).await;
    desk.write("firstRun.name", name).await;
    desk.write("firstRun.person", person).await;
    desk.write("firstRun.password", PASSWORD).await;
    desk.write("firstRun.repeat", PASSWORD).await;
    desk.click("firstRun.next").await;
    groups(desk).await
}

/// The code that is shown, in groups.
pub(crate) async fn groups(desk: &Desk) -> String {
    desk.see("recovery.code").await;
    let mut groups = Vec::new();
    for at in 1..=8 {
        groups.push(desk.text(&format!("recovery.group.{at}")).await);
    }
    groups.join("-")
}

/// How a code may be written: with its hyphens, without, and as the groups in a reply.
pub(crate) fn written(code: &str) -> [String; 4] {
    let joined = |by| code.replace('-', by);
    [code.to_owned(), joined(""), joined("\",\""), code.to_lowercase()]
}

/// A window's journey ends: the page got the values in the replies `shown` and no others, and
/// nothing is left behind. The window is open.
pub(crate) async fn journey_ends(desk: &Desk, secrets: &[&str], shown: &[&str]) {
    recorder::heard_only(desk, secrets, shown).await;
    leaks::hold_none(desk, secrets);
}

/// The same for a part of the journey that ends with a new start of the window.
pub(crate) async fn start_again(desk: &mut Desk, secrets: &[&str], shown: &[&str]) {
    recorder::heard_only(desk, secrets, shown).await;
    desk.restart().await;
    recorder::start(desk).await;
}

async fn keep_code(desk: &Desk) {
    type_code_back(desk).await;
    desk.see("state.empty").await;
}

/// Types the groups back that are asked for, and goes on.
pub(crate) async fn type_code_back(desk: &Desk) {
    for at in 1..=8 {
        if desk.has(&format!("recovery.type.{at}")).await {
            let group = desk.text(&format!("recovery.group.{at}")).await;
            desk.write(&format!("recovery.type.{at}"), &group).await;
        }
    }
    desk.click("recovery.create").await;
}

pub(crate) async fn choose_theme(desk: &Desk, theme: &str) {
    desk.click("nav.settings").await;
    desk.click("settings.look").await;
    desk.choose("settings.theme", theme).await;
}

/// Connects the vault of `server`, whose authority is in the file `ca`.
pub(crate) async fn connect_vault(desk: &Desk, server: &AzureServer, name: &str, ca: &Path) {
    desk.click("nav.vaults").await;
    desk.click("vaults.connect").await;
    desk.write("connect.url", &server.local_url()).await;
    desk.write("connect.name", name).await;
    desk.click("connect.signIn.clientSecret").await;
    desk.write("connect.tenant", TENANT).await;
    desk.write("connect.clientId", CLIENT_ID).await;
    desk.write("connect.clientSecret", CLIENT_SECRET).await;
    desk.click("connect.advanced").await;
    desk.write("connect.authorityHost", &server.local_url()).await;
    desk.write("connect.armUrl", &server.local_url()).await;
    desk.choose_file("connect.ca", ca).await;
    desk.until_source_has(&ca.file_name().unwrap().to_string_lossy()).await;
    desk.click("connect.test").await;
    desk.see("connect.answer").await;
    seen(desk, "11-connect-vault").await;
    desk.click("connect.save").await;
    desk.gone("connect.dialog").await;
    desk.see(&format!("vaults.card.{name}")).await;
}

/// Fills the form of a secret in the connected vault; the secret's name is chosen from its list.
pub(crate) async fn azure_secret(desk: &Desk, display_name: &str, secret: &str) {
    desk.write("newVariable.displayName", display_name).await;
    desk.write("newVariable.subscription", SUBSCRIPTION).await;
    desk.write("newVariable.resourceGroup", "rg-finance").await;
    desk.click("newVariable.secret").await;
    desk.write("newVariable.secret", &secret[..3]).await;
    desk.click(&format!("newVariable.option.{secret}")).await;
}
