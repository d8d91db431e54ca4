//! Two people change one field while their team's location is away.

use std::path::Path;

use credenza_testkit::desk::Desk;

use crate::{
    steps::{PASSWORD, journey_ends, seen, two_people},
    team::{VALUE, cli, open_credential},
};

#[tokio::test(flavor = "multi_thread")]
async fn what_two_change_at_once_in_one_field_is_compared_and_chosen() {
    let Some((maya, noor)) = two_people().await else { return };
    let place = tempfile::tempdir().unwrap();
    share(&maya, &noor, &place.path().join("team"));
    for desk in [&maya, &noor] {
        desk.click("nav.credentials").await;
        desk.until_text_has("SAP payroll robot").await;
        open_credential(desk).await;
    }
    conflict(&maya, &noor, &place.path().join("team")).await;
    for desk in [maya, noor] {
        journey_ends(&desk, &[VALUE, PASSWORD], &[]).await;
        desk.stop().await;
    }
}

/// A team of both, and the credential with a second Co-owner.
fn share(owner: &Desk, colleague: &Desk, place: &Path) {
    let good = |desk: &Desk, arguments: &[&str], input: &str| {
        let output = cli(desk, arguments, input);
        assert!(output.status.success(), "{arguments:?}: {output:?}");
        output.stdout
    };
    good(owner, &["team", "new", "Finance", "--at", place.to_str().unwrap()], "");
    let invited = good(owner, &["--json", "team", "invite", "--mail", "noor@contoso.com"], "");
    let invited: serde_json::Value = serde_json::from_slice(&invited).unwrap();
    let invitation = format!("{}\n", invited["invitation"].as_str().unwrap());
    good(colleague, &["team", "join"], &invitation);
    good(owner, &["team", "approve", "Noor Haddad"], "");
    let with = ["--with", "Noor Haddad", "--role", "co-owner"];
    good(owner, &[&["share", "SAP payroll robot"], &with[..]].concat(), "");
}

/// Both change the description while the location is away: both versions stay until one is chosen.
async fn conflict(owner: &Desk, colleague: &Desk, place: &Path) {
    let away = place.with_extension("away");
    std::fs::rename(place, &away).unwrap();
    for (desk, words) in [(owner, "By Maya"), (colleague, "By Noor")] {
        desk.until_text_has("not reachable, changes wait here").await;
        desk.click("details.edit").await;
        desk.replace("edit.description", words).await;
        desk.click("edit.save").await;
        desk.until_text_has(words).await;
    }
    std::fs::rename(&away, place).unwrap();
    for (desk, name) in [(owner, "55-conflict"), (colleague, "56-conflict")] {
        desk.until_text_has("Two people changed the description at once.").await;
        seen(desk, name).await;
    }
    for (desk, name) in [(owner, "57-compare"), (colleague, "58-compare")] {
        desk.click("conflict.compare").await;
        desk.until_text_has("Counts now").await;
        for words in ["By Maya", "By Noor"] {
            desk.until_text_has(words).await;
        }
        seen(desk, name).await;
    }
    colleague.click("conflict.cancel").await;
    let mine = "//*[starts-with(@data-testid,'conflict.version.')][contains(., 'By Maya')]//input";
    owner.click_path(mine).await;
    owner.click("conflict.save").await;
    owner.gone("conflict.bar").await;
    colleague.gone("conflict.bar").await;
    colleague.until_text_has("By Maya").await;
}
