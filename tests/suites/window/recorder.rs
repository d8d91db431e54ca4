//! R47: everything that Rust sends to the page, replies and events, from the first screen on.

use std::{fs, path::Path};

use credenza_testkit::desk::Desk;
use serde_json::json;

use crate::forms;

/// Events that the window sends.
const EVENTS: &[&str] = &[
    "data-changed",
    "check-progress",
    "clipboard-changed",
    "session-changed",
    "prepared-lost",
    "lock-soon",
    "scan-progress",
    "share-progress",
    "appearance-changed",
    "shared-with-you",
];

/// Begins to record in the page that is shown. A new page needs a new start.
pub(crate) async fn start(desk: &Desk) {
    let script = "
        if (window.__heard) return;
        window.__heard = [];
        const real = window.fetch;
        window.fetch = async (address, options) => {
            const answer = await real(address, options);
            const command = String(address.url ?? address).split('/').pop();
            const text = await answer.clone().text();
            window.__heard.push({ command, text });
            return answer;
        };
        const inside = window.__TAURI_INTERNALS__;
        for (const event of arguments[0]) {
            const handler = inside.transformCallback((data) => {
                window.__heard.push({ command: 'event:' + event, text: JSON.stringify(data) });
            });
            inside.invoke('plugin:event|listen', { event, target: { kind: 'Any' }, handler });
        }";
    desk.run(script, vec![json!(EVENTS)]).await;
}

/// Since the start a value of `secrets` came to the page in the replies `shown`, in this order, and
/// in no other reply or event: one reply for each click on Reveal.
pub(crate) async fn heard_only(desk: &Desk, secrets: &[&str], shown: &[&str]) {
    let texts: Vec<String> = secrets.iter().flat_map(|secret| forms::texts(secret)).collect();
    let (holding, all) = heard(desk, &texts).await;
    let verdict = if holding == shown { "pass" } else { "FAIL" };
    println!(
        "R47 {} of {} replies and events hold one of {} secrets, after {} clicks on Reveal, {verdict}",
        holding.len(),
        all.len(),
        secrets.len(),
        shown.len(),
    );
    assert_eq!(holding, shown, "replies and events that hold a value");
    // The recorder does hear replies and events.
    assert!(all.iter().any(|name| name.starts_with("event:")), "no event was heard: {all:?}");
    assert!(all.iter().any(|name| !name.starts_with("event:")), "no reply was heard: {all:?}");
}

/// The replies and events that held one of `texts`, and all, in order.
async fn heard(desk: &Desk, texts: &[String]) -> (Vec<String>, Vec<String>) {
    let script = "
        const names = (all) => all.map((one) => one.command);
        const holds = (one) => arguments[0].some((text) => one.text.includes(text));
        return [names(window.__heard.filter(holds)), names(window.__heard)];";
    serde_json::from_value(desk.run(script, vec![json!(texts)]).await).unwrap()
}

#[test]
fn r47_the_recorder_listens_to_every_event_that_is_sent() {
    let mut sent = Vec::new();
    gather(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../src-tauri/src"), &mut sent);
    sent.sort_unstable();
    sent.dedup();
    let mut known = EVENTS.to_vec();
    known.sort_unstable();
    println!("R47 {} of {} kinds of events are listened to, pass", known.len(), sent.len());
    assert_eq!(sent, known);
}

/// The names of the events that the sources below `folder` send. There is no other way from Rust to
/// the page than these and replies.
fn gather(folder: &Path, sent: &mut Vec<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            gather(&path, sent);
            continue;
        }
        let text = fs::read_to_string(&path).unwrap();
        for other in [
            ".emit_to(",
            ".emit_filter(",
            ".emit_str",
            ".eval(",
            "ipc::Channel",
            "initialization_script",
        ] {
            assert!(!text.contains(other), "{}: {other} is not recorded", path.display());
        }
        for rest in text.split(".emit(").skip(1) {
            let name = rest.trim_start().strip_prefix('"').and_then(|rest| rest.split('"').next());
            let name = name.unwrap_or_else(|| panic!("{}: a name that is no text", path.display()));
            sent.push(name.to_owned());
        }
    }
}
