//! What an assistive technology would stumble over, by axe-core in the real page.

use std::path::Path;

use credenza_testkit::desk::Desk;
use serde_json::{Value, json};

/// Checks the screen that is shown.
pub(crate) async fn check(desk: &Desk, screen: &str) {
    let findings = findings(desk).await;
    assert!(findings.is_empty(), "{screen}: {findings:#?}");
}

async fn findings(desk: &Desk) -> Vec<String> {
    if desk.run("return typeof window.axe", vec![]).await == json!("undefined") {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
        let source = std::fs::read_to_string(root.join("ui/node_modules/axe-core/axe.min.js"));
        desk.run(&format!("{}; return null", source.unwrap()), vec![]).await;
    }
    let script = "
        const done = arguments[0];
        const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
        // Fluent's focus sentinels are not for people: they hand the focus on at once.
        axe.run({ exclude: ['[data-tabster-dummy]'] }, { runOnly: tags })
            .then((found) => done(found.violations.map((one) =>
                one.id + ': ' + one.help + ' ' + one.nodes.map((node) => node.html).join(' | '))))
            .catch((error) => done(['axe itself: ' + error]));";
    // What fades has its colours only when it stands, and a message may come while axe looks.
    let answer = loop {
        desk.until_still().await;
        let answer = desk.run_async(script, vec![]).await;
        if !desk.is_moving().await {
            break answer;
        }
    };
    answer.as_array().into_iter().flatten().map(Value::to_string).collect()
}

/// The check does find what is wrong.
pub(crate) async fn control(desk: &Desk) {
    let wrong = "const wrong = document.createElement('img');
        wrong.id = 'wrong'; wrong.src = 'data:,'; document.body.append(wrong); return null";
    desk.run(wrong, vec![]).await;
    let findings = findings(desk).await;
    desk.run("document.getElementById('wrong').remove(); return null", vec![]).await;
    assert!(findings.iter().any(|one| one.contains("image-alt")), "{findings:?}");
}
