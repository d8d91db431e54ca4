//! Ways in when something is in the way: a lock while a workspace is made, a forgotten password, and
//! a key store that is silent.

use std::{
    fs,
    path::PathBuf,
    process::Command,
    time::{Duration, Instant},
};

use credenza_testkit::{
    bus::SECRET_SERVICE,
    desk::{Desk, LOG, PATIENCE},
    wait_until,
};
use zbus::blocking::{Connection, connection::Builder};

use crate::{
    steps::{PASSWORD, name_workspace, new_workspace, seen, type_code_back},
    team::cli,
    themes::seen_in_both,
};

const NEW: &str = "umber canal velvet thimble";

#[tokio::test(flavor = "multi_thread")]
async fn a_lock_comes_while_it_is_made_and_the_recovery_code_opens_it() {
    let Some(desk) = Desk::start().await else { return };
    name_workspace(&desk, "Contoso Finance", "Maya Lindqvist").await;
    let code = groups(&desk).await;
    desk.click("recovery.copy").await;
    assert!(wait_until(|| desk.display().clipboard() == code, PATIENCE), "it is not copied");
    lock_while_it_is_made(&desk).await;
    let cleared = || desk.display().clipboard().is_empty();
    assert!(wait_until(cleared, Duration::from_secs(2)), "the lock leaves the code to be pasted");
    desk.see("unlock.card").await;
    desk.until_text_has("screen").await;
    seen_in_both(&desk, "85-locked-while-it-was-made").await;
    let renewed = recover(&desk, &code).await;
    assert_ne!(renewed, code);
    desk.stop().await;
}

/// The groups that are shown.
async fn groups(desk: &Desk) -> String {
    desk.see("recovery.code").await;
    let mut groups = Vec::new();
    for at in 1..=8 {
        groups.push(desk.text(&format!("recovery.group.{at}")).await);
    }
    groups.join("-")
}

/// The list of workspaces is a pipe here, which holds the window where the new one is written and not
/// yet open, until the screen has locked.
async fn lock_while_it_is_made(desk: &Desk) {
    let recent = desk.home().join("data/recent");
    fs::create_dir_all(desk.home().join("data")).unwrap();
    assert!(Command::new("mkfifo").arg(&recent).status().unwrap().success());
    type_code_back(desk).await;
    let (path, bus) = (recent.clone(), desk.display().bus().to_owned());
    let log = desk.home().join(LOG);
    let held = tokio::task::spawn_blocking(move || {
        let pipe = fs::OpenOptions::new().write(true).open(&path).unwrap();
        let screen = Builder::address(bus.as_str()).unwrap().build().unwrap();
        lock_screen(&screen);
        let says = |line: &str| line.contains("locks") && line.contains("ScreenLocked");
        let locked = || fs::read_to_string(&log).unwrap().lines().any(says);
        assert!(wait_until(locked, PATIENCE), "the screen's lock was not heard");
        fs::remove_file(&path).unwrap();
        drop(pipe);
    });
    tokio::time::timeout(PATIENCE, held).await.expect("it is not made").unwrap();
}

fn lock_screen(bus: &Connection) {
    let name = "org.freedesktop.ScreenSaver";
    bus.emit_signal(None::<&str>, "/org/freedesktop/ScreenSaver", name, "ActiveChanged", &true)
        .unwrap();
}

/// With a wrong code, a mistyped one and the right one; a new one is then shown and typed back.
async fn recover(desk: &Desk, code: &str) -> String {
    desk.click("unlock.useCode").await;
    desk.see("useCode.code").await;
    seen_in_both(desk, "86-use-code").await;
    desk.write("useCode.code", "ABCD").await;
    desk.click("useCode.button").await;
    desk.until_text_has("32 letters and digits").await;
    seen_in_both(desk, "87-use-code-empty").await;
    let last = if code.ends_with('0') { '1' } else { '0' };
    desk.replace("useCode.code", &format!("{}{last}", &code[..38])).await;
    for id in ["useCode.password", "useCode.repeat"] {
        desk.write(id, NEW).await;
    }
    desk.click("useCode.button").await;
    desk.until_text_has("group by group").await;
    desk.focus_is_on("useCode.code").await;
    seen_in_both(desk, "88-use-code-wrong").await;
    desk.replace("useCode.code", &code.to_lowercase()).await;
    desk.click("useCode.button").await;
    let renewed = groups(desk).await;
    seen_in_both(desk, "89-new-code").await;
    type_code_back(desk).await;
    desk.see("state.empty").await;
    renewed
}

/// A key store that takes every question and gives no answer, as one that waits for its own password.
fn silent_key_store(desk: &Desk) -> Connection {
    let bus = Builder::address(desk.display().bus()).unwrap();
    bus.name(SECRET_SERVICE).unwrap().build().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_silent_key_store_holds_nothing_up_and_is_tried_again() {
    let Some(desk) = Desk::start().await else { return };
    new_workspace(&desk, "Own", "Maya Lindqvist").await;
    desk.click("nav.settings").await;
    desk.click("settings.ways").await;
    desk.click("secret.on").await;
    desk.write("secret.password", PASSWORD).await;
    desk.click("secret.go").await;
    desk.click("secret.kept").await;
    desk.until_text_has("in a file that is yours alone").await;
    let away = put_away(&desk);
    let _silent = silent_key_store(&desk);
    assert!(cli(&desk, &["workspace", "lock"], "").status.success());

    desk.write("unlock.password", PASSWORD).await;
    desk.click("unlock.button").await;
    desk.see("secret.retry").await;
    desk.until_text_has("gives no answer").await;
    seen_in_both(&desk, "92-silent-at-unlock").await;
    bring_back(&away);
    desk.click("secret.retry").await;
    desk.click("nav.credentials").await;
    desk.see("credentials.new").await;
    put_away(&desk);
    in_settings(&desk).await;
    bring_back(&away);
    desk.click("secret.again").await;
    desk.until_text_has("in a file that is yours alone").await;
    desk.focus_is_on("secret.off").await;
    desk.stop().await;
}

/// Moves the file that keeps the device secret out of its folder.
fn put_away(desk: &Desk) -> (PathBuf, PathBuf) {
    let folder = desk.home().join("config/credenza/device-secrets");
    let file = fs::read_dir(&folder).unwrap().next().unwrap().unwrap().path();
    let away = desk.home().join("away");
    fs::rename(&file, &away).unwrap();
    (file, away)
}

fn bring_back((file, away): &(PathBuf, PathBuf)) {
    fs::rename(away, file).unwrap();
}

/// Both questions wait for their answer; another page opens meanwhile.
async fn in_settings(desk: &Desk) {
    desk.click("nav.settings").await;
    desk.click("settings.ways").await;
    desk.until_text_has("Asking the key store").await;
    desk.click("settings.keyStore").await;
    seen(desk, "93-asking").await;
    let start = Instant::now();
    desk.click("nav.variables").await;
    desk.until_text_has("No variables yet").await;
    let took = start.elapsed();
    assert!(took < Duration::from_secs(5), "a page waited {took:?} for the key store");
    desk.click("nav.settings").await;
    desk.click("settings.ways").await;
    desk.see("secret.again").await;
    desk.click("settings.keyStore").await;
    desk.see("settings.keyStoreAgain").await;
    desk.resize(900, 600).await;
    seen_in_both(desk, "94-silent-in-settings").await;
}
