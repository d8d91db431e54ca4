//! What the window is allowed: its configuration, its capability and its commands, held against
//! what was agreed. The page is the least trusted part; a wider door is opened here on purpose or
//! not at all.

use std::{collections::BTreeSet, fs};

use serde_json::{Value, json};

use crate::process::{Problem, root};

/// The content security policy: own files, own messages, nothing else and nothing inline.
const CSP: &str = "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
    font-src 'self'; connect-src ipc: http://ipc.localhost; base-uri 'none'; form-action 'none'; \
    frame-ancestors 'none'; object-src 'none'";
/// What the page may do besides its commands.
const CORE: [&str; 2] = ["core:event:allow-listen", "core:event:allow-unlisten"];

/// How the window is built: it goes nowhere, opens nothing, and connects to nothing.
const BUILT: [&str; 3] = [
    ".on_navigation(is_own)",
    ".on_new_window(|_, _| NewWindowResponse::Deny)",
    "if cfg!(dev) { builder } else { builder.proxy_url(nowhere()?) }",
];

/// The files that say what the window is allowed.
struct Files {
    config: Value,
    /// Names beside it.
    beside: Vec<String>,
    /// Name and content of each capability.
    capabilities: Vec<(String, Value)>,
    /// Every manifest that can turn on a feature of the shell.
    manifests: String,
    build: String,
    names: String,
    handler: String,
    isolation: String,
    window: String,
}

/// Every way in which the window is allowed more, or less, than was agreed.
pub(super) fn check() -> Result<Vec<String>, Problem> {
    let files = read()?;
    Ok([config(&files), capability(&files), sources(&files)].concat())
}

fn read() -> Result<Files, Problem> {
    let text =
        |path: &str| fs::read_to_string(root().join(path)).map_err(|e| format!("{path}: {e}"));
    let parsed = |path: &str| -> Result<Value, Problem> {
        serde_json::from_str(&text(path)?).map_err(|e| format!("{path}: {e}"))
    };
    let folder = "src-tauri/capabilities";
    let capabilities = names(folder)?
        .into_iter()
        .map(|name| Ok((name.clone(), parsed(&format!("{folder}/{name}"))?)))
        .collect::<Result<_, Problem>>()?;
    Ok(Files {
        config: parsed("src-tauri/tauri.conf.json")?,
        beside: names("src-tauri")?,
        capabilities,
        manifests: text("Cargo.toml")? + &text("src-tauri/Cargo.toml")?,
        build: text("src-tauri/build.rs")?,
        names: text("src-tauri/src/command_names.rs")?,
        handler: text("src-tauri/src/commands/mod.rs")?,
        window: text("src-tauri/src/window.rs")?,
        isolation: text("ui/isolation/index.html")? + &text("ui/isolation/index.js")?,
    })
}

fn names(folder: &str) -> Result<Vec<String>, Problem> {
    let entries = fs::read_dir(root().join(folder)).map_err(|e| format!("{folder}: {e}"))?;
    Ok(entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok()).collect())
}

/// Tauri merges `tauri.linux.conf.json`, `Tauri.toml` and their like into `tauri.conf.json`.
fn is_merged(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let ending = [".json", ".json5", ".toml"].iter().any(|ending| name.ends_with(ending));
    name.starts_with("tauri") && ending && name != "tauri.conf.json"
}

fn config(files: &Files) -> Vec<String> {
    let agreed = json!({
        "capabilities": ["main"],
        "freezePrototype": true,
        "assetProtocol": { "enable": false },
        "pattern": { "use": "isolation", "options": { "dir": "../ui/isolation" } },
        "csp": CSP,
    });
    let expected = [
        ("/app/security", agreed),
        ("/app/withGlobalTauri", json!(false)),
        ("/app/windows", json!([])),
        ("/build/removeUnusedCommands", json!(true)),
        ("/build/frontendDist", json!("../ui/dist")),
        ("/build/devUrl", json!("http://127.0.0.1:1420")),
    ];
    let wrong = expected.iter().filter(|(at, agreed)| files.config.pointer(at) != Some(agreed));
    let mut found: Vec<String> =
        wrong.map(|(at, agreed)| format!("tauri.conf.json: {at} is not {agreed}")).collect();
    if files.config.get("plugins").is_some() {
        found.push("tauri.conf.json: no plugin is configured there".to_owned());
    }
    let merged = files.beside.iter().filter(|name| is_merged(name));
    found.extend(merged.map(|name| format!("{name}: everything stands in tauri.conf.json")));
    found
}

fn capability(files: &Files) -> Vec<String> {
    let [(name, main)] = files.capabilities.as_slice() else {
        return vec!["capabilities: there is one file, main.json".to_owned()];
    };
    let mut found = Vec::new();
    let fixed = [("identifier", json!("main")), ("windows", json!(["main"]))];
    for (key, agreed) in fixed {
        if main.get(key) != Some(&agreed) {
            found.push(format!("{name}: {key} is not {agreed}"));
        }
    }
    let known = ["identifier", "description", "windows", "permissions", "$schema"];
    let keys = main.as_object().into_iter().flatten().map(|(key, _)| key);
    let foreign = keys.filter(|key| !known.contains(&key.as_str()));
    found.extend(foreign.map(|key| format!("{name}: {key} is not agreed")));
    let list = main["permissions"].as_array().cloned().unwrap_or_default();
    let given: BTreeSet<String> =
        list.iter().map(|item| item.as_str().map_or(item.to_string(), str::to_owned)).collect();
    let commands = quoted(&files.names);
    let agreed: BTreeSet<String> = commands
        .iter()
        .map(|command| format!("allow-{}", command.replace('_', "-")))
        .chain(CORE.map(str::to_owned))
        .collect();
    found.extend(given.difference(&agreed).map(|more| format!("{name}: {more} is not agreed")));
    found.extend(agreed.difference(&given).map(|less| format!("{name}: {less} is missing")));
    found
}

fn sources(files: &Files) -> Vec<String> {
    let mut found = Vec::new();
    if !files.build.contains(".commands(COMMANDS)") {
        found.push("build.rs: the commands are not declared, so that none needs a right".into());
    }
    if files.manifests.lines().any(|line| !line.starts_with('#') && line.contains("devtools")) {
        found.push("Cargo.toml: the window has no developer tools".to_owned());
    }
    if files.isolation.contains("://") {
        found.push("ui/isolation: nothing is loaded from elsewhere".to_owned());
    }
    let lines = files.window.lines().map(str::trim).filter(|line| !line.starts_with("//"));
    let window = lines.collect::<String>();
    let missing = BUILT.iter().filter(|part| !window.contains(**part));
    found.extend(missing.map(|part| format!("window.rs: the window is built without {part}")));
    if window.matches("WindowBuilder::new(").count() != 1 {
        found.push("window.rs: there is one window".to_owned());
    }
    let (declared, registered) = (quoted(&files.names), registered(&files.handler));
    found.extend(
        declared
            .symmetric_difference(&registered)
            .map(|command| format!("{command}: declared and registered are not the same commands")),
    );
    found
}

/// The names in quotation marks outside comments.
fn quoted(text: &str) -> BTreeSet<String> {
    let code = text.lines().filter(|line| !line.trim_start().starts_with("//"));
    code.flat_map(|line| line.split('"').skip(1).step_by(2)).map(str::to_owned).collect()
}

/// The commands in the list of the shell, without their modules.
fn registered(text: &str) -> BTreeSet<String> {
    let list = text.split_once("generate_handler![").map_or("", |(_, rest)| rest);
    let list = list.split_once(']').map_or("", |(list, _)| list);
    let names = list.split(',').filter_map(|item| item.rsplit("::").next());
    names.map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()).collect()
}

#[cfg(test)]
#[path = "tests/window.rs"]
mod tests;
