//! Everything that Rust sends to the page: replies and events.

use credenza_testkit::desk::Desk;
use serde_json::json;

/// Events that the window sends.
const EVENTS: &[&str] = &[
    "data-changed",
    "check-progress",
    "clipboard-changed",
    "session-changed",
    "lock-soon",
    "scan-progress",
    "appearance-changed",
    "shared-with-you",
];

/// Begins to record in the page that is shown. A new page needs a new start.
pub(crate) async fn start(desk: &Desk) {
    let script = "
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

/// The commands whose replies, or the events whose contents, held `value`, in order, and how many
/// replies and events there were.
pub(crate) async fn heard(desk: &Desk, value: &str) -> (Vec<String>, usize) {
    let script = "return [window.__heard.filter((one) => one.text.includes(arguments[0]))
        .map((one) => one.command), window.__heard.length];";
    let answer = desk.run(script, vec![json!(value)]).await;
    serde_json::from_value(answer).unwrap()
}
