//! What each role may do, in the windows of two people; what an owner does after a removal, and when
//! the location loses something.

use std::{path::Path, time::Instant};

use credenza_testkit::desk::{Desk, PATIENCE};

use crate::{
    steps::{choose_theme, seen},
    team::{ESCAPE, open_credential},
};

const NOTE: &str = "For the monthly payroll run";
pub(crate) const SECOND: &str = "canary-Tn7%alder";

/// The colleague may hand it on, and not as more than a User; they still can't edit.
pub(crate) async fn view_and_share(owner: &Desk, colleague: &Desk) {
    manage(owner).await;
    seen(owner, "46-manage-access").await;
    give(owner, "viewAndShare").await;
    until_enabled(colleague, "details.share").await;
    assert!(colleague.is_disabled("details.edit").await, "who may share can't edit");
    colleague.click("details.share").await;
    colleague.see("share.dialog").await;
    colleague.click("share.role").await;
    colleague.see("share.role.viewAndShare").await;
    assert!(!colleague.has("share.role.coOwner").await, "a User can't make a Co-owner");
    seen(colleague, "47-may-share").await;
    colleague.press(ESCAPE).await;
    colleague.gone("share.role.viewAndShare").await;
    colleague.click("share.cancel").await;
    colleague.gone("share.dialog").await;
}

/// What a Co-owner changes the other one sees.
pub(crate) async fn co_owner(owner: &Desk, colleague: &Desk) {
    manage(owner).await;
    give(owner, "coOwner").await;
    until_enabled(colleague, "details.edit").await;
    manage(colleague).await;
    seen(colleague, "48-manage-access").await;
    colleague.click("access.cancel").await;
    colleague.gone("access.dialog").await;
    colleague.click("details.edit").await;
    colleague.write("edit.description", NOTE).await;
    let clicked = Instant::now();
    colleague.click("edit.save").await;
    owner.until_text_has(NOTE).await;
    println!("an edit is seen after {} ms", clicked.elapsed().as_millis());
    seen(owner, "49-edited").await;
}

/// The colleague loses the credential and its password; what they read is to be rotated.
pub(crate) async fn take_back(owner: &Desk, colleague: &Desk) {
    manage(owner).await;
    choose_role(owner, "remove").await;
    owner.see("access.stops").await;
    let also = "//*[starts-with(@data-testid,'access.also.')][not(@disabled)]";
    owner.click_path(&format!("({also})[last()]")).await;
    owner.until_text_has("1 person will lose access.").await;
    seen(owner, "50-remove-access").await;
    let clicked = Instant::now();
    owner.click("access.save").await;
    colleague.until_text_has("No credentials yet").await;
    println!("a share taken back is seen after {} ms", clicked.elapsed().as_millis());
    owner.gone("access.dialog").await;
}

/// The to-do stays until the value is another.
pub(crate) async fn rotate(owner: &Desk) {
    to_rotations(owner).await;
    seen(owner, "51-rotations").await;
    choose_theme(owner, "Dark").await;
    to_rotations(owner).await;
    seen(owner, "52-rotations-dark").await;
    owner.click_first("[role=row][data-testid^='table.row.']").await;
    owner.click("rotations.change").await;
    owner.write("variables.value", SECOND).await;
    owner.write("variables.repeat", SECOND).await;
    owner.click("variables.save").await;
    owner.click("affected.go").await;
    owner.gone("affected.sheet").await;
    owner.click("nav.people").await;
    owner.gone("people.rotations").await;
    choose_theme(owner, "Light").await;
    owner.click("nav.credentials").await;
}

async fn to_rotations(owner: &Desk) {
    owner.click("nav.people").await;
    owner.click("people.rotations").await;
    owner.until_text_has("Noor Haddad").await;
}

/// The location goes back to an older copy: the owner is told, and decides to go on.
pub(crate) async fn survive_a_rollback(owner: &Desk, place: &Path, older: &Path) {
    owner.click("nav.people").await;
    owner.until_text_has("Synced").await;
    take_away_newer(place, older);
    owner.click("people.sync").await;
    owner.see("people.goOn").await;
    seen(owner, "53-alarm").await;
    choose_theme(owner, "Dark").await;
    owner.click("nav.people").await;
    owner.see("people.goOn").await;
    seen(owner, "54-alarm-dark").await;
    owner.click("people.goOn").await;
    owner.gone("people.goOn").await;
}

/// Deletes what is in `place` and not in `older`, as a location that was set back has it.
pub(crate) fn take_away_newer(place: &Path, older: &Path) {
    for entry in std::fs::read_dir(place).unwrap() {
        let path = entry.unwrap().path();
        let before = older.join(path.file_name().unwrap());
        match (path.is_dir(), before.exists()) {
            (true, _) => take_away_newer(&path, &before),
            (false, false) => std::fs::remove_file(&path).unwrap(),
            (false, true) => {}
        }
    }
}

/// A copy of a folder.
pub(crate) fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &target);
        } else {
            std::fs::copy(&path, &target).unwrap();
        }
    }
}

async fn manage(desk: &Desk) {
    if !desk.has("details.manage").await {
        open_credential(desk).await;
    }
    desk.click("details.manage").await;
    desk.see("access.stopAll").await;
}

async fn give(desk: &Desk, role: &str) {
    choose_role(desk, role).await;
    desk.click("access.save").await;
    desk.gone("access.dialog").await;
}

async fn choose_role(desk: &Desk, role: &str) {
    let row = "//*[starts-with(@data-testid,'access.row.')][contains(., 'Noor Haddad')]//button";
    desk.click_path(row).await;
    desk.click(&format!("share.role.{role}")).await;
}

async fn until_enabled(desk: &Desk, id: &str) {
    let start = Instant::now();
    while desk.is_disabled(id).await {
        assert!(start.elapsed() < PATIENCE, "{id} stays disabled");
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
}
