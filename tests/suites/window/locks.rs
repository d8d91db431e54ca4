//! What locks an open window without its person, what then becomes of the clipboard, and that the
//! page leads nowhere.

use std::{
    fs,
    net::{TcpListener, TcpStream},
    time::Instant,
};

use credenza_testkit::{
    desk::{Desk, LOG, PATIENCE},
    wait_until,
};
use serde_json::json;
use zbus::blocking::{Connection, connection::Builder};

use crate::{
    second,
    steps::{PASSWORD, journey_ends, new_workspace, start_again, written},
    team::{ESCAPE, VALUE, make_credential, open_credential},
};

/// A minute of idle time takes ten seconds; the warning then stands for five.
const PACE: u32 = 6;
const LOGIND: &str = "org.freedesktop.login1";
const FOREIGN: &str = "copied in another program";
/// What is logged at each try to take it from there, with how that went.
const LEAVES: &str = "what was copied leaves the clipboard";
/// What tells clipboard histories to keep their hands off.
const SECRET_MARK: &str = "x-kde-passwordManagerHint";

#[tokio::test(flavor = "multi_thread")]
async fn an_open_window_is_locked_and_the_clipboard_cleared() {
    let Some(mut desk) = Desk::start_at(PACE).await else { return };
    second::comes_to_the_front(&desk).await;
    let elsewhere = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let code = new_workspace(&desk, "Own", "Maya Lindqvist").await;
    choose(&desk, "settings.idle", "60 minutes").await;
    choose(&desk, "settings.clipboard", "10 seconds").await;
    make_credential(&desk);

    copy(&desk).await;
    let copied = Instant::now();
    leads_nowhere(&desk, &elsewhere).await;
    assert!(desk.display().clipboard_targets().iter().any(|target| target == SECRET_MARK));
    assert!(wait_until(|| desk.display().clipboard().is_empty(), PATIENCE), "it is not cleared");
    println!("a copied value is gone after {} ms, set to 10000", copied.elapsed().as_millis());
    desk.gone("status.clipboard").await;

    idle(&desk).await;
    let bus = Builder::address(desk.display().bus()).unwrap().name(LOGIND).unwrap();
    let bus = bus.build().unwrap();
    suspend(&desk, &bus).await;
    screen_locks(&desk, &bus).await;

    let codes = written(&code);
    let secrets: Vec<&str> = codes.iter().map(String::as_str).chain([VALUE, PASSWORD]).collect();
    start_again(&mut desk, &secrets, &["workspace_prepare"]).await;
    unlock(&desk).await;
    copy(&desk).await;
    journey_ends(&desk, &secrets, &[]).await;
    nothing_left(&elsewhere);
    ends_with_it(&desk).await;
}

async fn choose(desk: &Desk, setting: &str, words: &str) {
    desk.click("nav.settings").await;
    desk.choose(setting, words).await;
}

async fn unlock(desk: &Desk) {
    desk.write("unlock.password", PASSWORD).await;
    desk.click("unlock.button").await;
    desk.gone("unlock.card").await;
}

async fn copy(desk: &Desk) {
    desk.click("nav.credentials").await;
    desk.until_text_has("SAP payroll robot").await;
    open_credential(desk).await;
    desk.click("details.copy.password").await;
    assert!(wait_until(|| desk.display().clipboard() == VALUE, PATIENCE), "it is not copied");
    desk.press(ESCAPE).await;
}

/// R57: neither the page's own address nor a new window, nor anything loaded, leads to `elsewhere`.
async fn leads_nowhere(desk: &Desk, elsewhere: &TcpListener) {
    let address = format!("http://{}/", elsewhere.local_addr().unwrap());
    let windows = desk.display().windows();
    let before = desk.run("return location.href", vec![]).await;
    assert!(before.as_str().unwrap().starts_with("tauri://localhost"), "{before}");
    let script = "
        const [address] = arguments;
        const opened = window.open(address);
        const link = Object.assign(document.createElement('a'), { href: address, target: '_blank' });
        link.click();
        new Image().src = address;
        fetch(address).catch(() => undefined);
        const frame = document.createElement('iframe');
        frame.src = address;
        document.body.append(frame);
        const hint = Object.assign(document.createElement('link'), { rel: 'preconnect', href: address });
        document.head.append(hint);
        setTimeout(() => { frame.remove(); location = address; }, 200);
        return opened === null";
    assert_eq!(desk.run(script, vec![json!(address)]).await, true, "a window was opened");
    desk.see("status.clipboard").await;
    assert_eq!(desk.run("return location.href", vec![]).await, before);
    assert_eq!(desk.display().windows(), windows);
}

/// Nobody came to `elsewhere` until now; whoever does is seen.
fn nothing_left(elsewhere: &TcpListener) {
    elsewhere.set_nonblocking(true).unwrap();
    let came = elsewhere.accept();
    assert!(came.is_err(), "{came:?}");
    let _control = TcpStream::connect(elsewhere.local_addr().unwrap()).unwrap();
    assert!(wait_until(|| elsewhere.accept().is_ok(), PATIENCE));
    println!("R57 0 of 7 ways led out of the window, target 0 pass");
}

/// Says so before, locks, and clears what was copied.
async fn idle(desk: &Desk) {
    copy(desk).await;
    choose(desk, "settings.idle", "1 minute").await;
    desk.until_text_has("Locks in ").await;
    desk.see("unlock.card").await;
    desk.until_text_has("you were away").await;
    assert!(wait_until(|| desk.display().clipboard().is_empty(), PATIENCE), "it is not cleared");
    unlock(desk).await;
    choose(desk, "settings.idle", "60 minutes").await;
}

/// What another program copied meanwhile stays.
async fn suspend(desk: &Desk, bus: &Connection) {
    copy(desk).await;
    desk.display().copy(FOREIGN);
    let begins = true;
    let path = "/org/freedesktop/login1";
    let manager = "org.freedesktop.login1.Manager";
    let asked = Instant::now();
    bus.emit_signal(None::<()>, path, manager, "PrepareForSleep", &begins).unwrap();
    desk.see("unlock.card").await;
    println!("R53 locked {} ms after the computer slept, pass", asked.elapsed().as_millis());
    desk.until_text_has("this computer slept").await;
    // The clipboard's thread comes to it after the lock.
    assert!(!wait_until(
        || desk.display().clipboard() != FOREIGN,
        std::time::Duration::from_secs(1)
    ));
    unlock(desk).await;
}

async fn screen_locks(desk: &Desk, bus: &Connection) {
    desk.see("nav.credentials").await;
    let (path, name) = ("/org/freedesktop/ScreenSaver", "org.freedesktop.ScreenSaver");
    bus.emit_signal(None::<()>, path, name, "ActiveChanged", &true).unwrap();
    desk.see("unlock.card").await;
    desk.until_text_has("your screen locked").await;
}

/// The value does not outlive the window, and it is the window that clears it.
async fn ends_with_it(desk: &Desk) {
    let log = || fs::read_to_string(desk.home().join(LOG)).unwrap();
    let cleared =
        || log().lines().filter(|line| line.contains(LEAVES) && line.contains("cleared")).count();
    assert_eq!(desk.display().clipboard(), VALUE);
    let before = cleared();
    desk.close_by_key().await;
    assert_eq!(cleared(), before + 1, "the clipboard was not cleared at the end");
    assert_eq!(desk.display().clipboard(), "");
}
