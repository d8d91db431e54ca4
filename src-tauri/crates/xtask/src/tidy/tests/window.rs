//! R54: what the window is allowed, and that every wider door is noticed.
#![allow(clippy::unwrap_used, reason = "tests")]

use super::*;

/// Something that opens a door.
type Change = Box<dyn Fn(&mut Files)>;

/// What a change to the agreed files leads to.
fn after(change: impl Fn(&mut Files)) -> Vec<String> {
    let mut files = read().unwrap();
    change(&mut files);
    [config(&files), capability(&files), sources(&files)].concat()
}

fn set(at: &'static str, value: Value) -> impl Fn(&mut Files) {
    move |files| {
        let (parent, key) = at.rsplit_once('/').unwrap();
        files.config.pointer_mut(parent).unwrap()[key] = value.clone();
    }
}

fn give(permission: Value) -> impl Fn(&mut Files) {
    move |files| {
        let list = files.capabilities[0].1["permissions"].as_array_mut().unwrap();
        list.push(permission.clone());
    }
}

#[test]
fn r54_the_window_is_allowed_what_was_agreed_and_no_more() {
    assert_eq!(after(|_| {}), Vec::<String>::new(), "as it stands");
    let wider: Vec<Change> = vec![
        Box::new(set(
            "/app/security/csp",
            json!(CSP.replace("style-src", "style-src 'unsafe-inline'")),
        )),
        Box::new(set("/app/security/csp", Value::Null)),
        Box::new(set("/app/security/devCsp", json!("default-src *"))),
        Box::new(set("/app/security/pattern", json!({ "use": "brownfield" }))),
        Box::new(set("/app/security/assetProtocol", json!({ "enable": true, "scope": ["**"] }))),
        Box::new(set("/app/security/freezePrototype", json!(false))),
        Box::new(set("/app/security/dangerousDisableAssetCspModification", json!(true))),
        Box::new(set("/app/security/capabilities", json!(["main", "other"]))),
        Box::new(set("/app/withGlobalTauri", json!(true))),
        Box::new(set("/app/windows", json!([{ "url": "https://example.org" }]))),
        Box::new(set("/build/frontendDist", json!("https://example.org"))),
        Box::new(set("/build/removeUnusedCommands", json!(false))),
        Box::new(set("/plugins", json!({ "shell": { "open": true } }))),
        Box::new(|files| files.beside.push("tauri.linux.conf.json".into())),
        Box::new(|files| files.beside.push("Tauri.toml".into())),
        Box::new(|files| files.capabilities[0].1["windows"] = json!(["*"])),
        Box::new(|files| files.capabilities[0].1["remote"] = json!({ "urls": ["https://*"] })),
        Box::new(|files| files.capabilities[0].1["webviews"] = json!(["*"])),
        Box::new(|files| files.capabilities.push(("other.json".into(), json!({})))),
        Box::new(give(json!("core:default"))),
        Box::new(give(json!("shell:allow-open"))),
        Box::new(give(json!({ "identifier": "fs:allow-read", "allow": [{ "path": "**" }] }))),
        Box::new(|files| files.build = files.build.replace(".commands(COMMANDS)", "")),
        Box::new(|files| files.manifests.push_str("\ntauri = { features = [\"devtools\"] }")),
        Box::new(|files| files.isolation.push_str("<script src=\"https://example.org/x.js\">")),
        Box::new(|files| {
            files.window = files.window.replace(".on_navigation", "// .on_navigation")
        }),
        Box::new(|files| files.window = files.window.replace("Deny)", "Allow)")),
        Box::new(|files| files.window = files.window.replace("builder.proxy_url", "builder; ")),
        Box::new(|files| files.window.push_str("WebviewWindowBuilder::new(app, \"more\", url)")),
        Box::new(|files| files.names = files.names.replace("\"reveal\", ", "")),
        Box::new(|files| files.handler = files.handler.replace("unlock::unlock,", "")),
    ];
    let total = wider.len();
    let noticed = wider.iter().filter(|change| !after(change).is_empty()).count();
    println!("R54 {noticed} of {total} wider doors noticed, target {total} pass");
    assert_eq!(noticed, total);
}
