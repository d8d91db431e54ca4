//! Modules of a crate stand in an order: none imports what, by however many steps, imports it.

mod imports;

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use super::files;
use crate::process::{Problem, root};

/// Arrows that may run back: where they stand, who imports, and whom.
const BACK: &[(&str, &str, &str)] = &[
    // A question is answered by a line like any other.
    ("crates/cli/src", "terminal", "input"),
    // A text holds expressions, which hold texts.
    ("crates/scanner/src", "blocks::token", "blocks::string"),
    ("crates/scanner/src", "powershell::token", "powershell::string"),
    // A manifest holds patches, which are manifests.
    ("crates/scanner/src", "documents::patches", "documents::kubernetes"),
    ("crates/store/src", "tables::code", "tables::scans"),
    ("crates/store/src", "tables::versions", "tables::team_records"),
    ("crates/store/src", "tables::variable_row", "tables::variables"),
    // The window's parts know the state that holds them.
    ("src", "checks", "desktop"),
    ("src", "scans", "desktop"),
    ("src", "system_events", "desktop"),
    ("src", "teams", "desktop"),
    ("src", "views::session", "desktop"),
    ("src", "watch", "desktop"),
    // Views of things that name each other.
    ("src", "views::variables", "views::credentials"),
    ("src", "views::variables", "views::vaults"),
    ("src", "views::vaults", "error"),
];

/// The path of a module below its crate: `team::session`; empty for the root.
type Module = Vec<String>;
type Arrows = BTreeMap<Module, BTreeSet<Module>>;

/// Every circle of every crate of the house, and what need no longer be let pass.
pub(super) fn check() -> Result<Vec<String>, Problem> {
    let house = root().join("src-tauri");
    let mut crates = vec!["src".to_owned()];
    for entry in fs::read_dir(house.join("crates")).map_err(|error| error.to_string())? {
        let name = entry.map_err(|error| error.to_string())?.file_name();
        crates.push(format!("crates/{}/src", name.to_string_lossy()));
    }
    crates.sort();
    let mut found = Vec::new();
    for place in crates {
        let back = BACK.iter().filter(|(of, ..)| *of == place);
        let back: Vec<_> = back.map(|(_, from, to)| (module(from), module(to))).collect();
        let arrows = imports::arrows(&modules(&house.join(&place))?);
        found.extend(wrong(arrows, &back).iter().map(|what| format!("src-tauri/{place}: {what}")));
    }
    Ok(found)
}

fn module(path: &str) -> Module {
    path.split("::").map(str::to_owned).collect()
}

/// Circles without the arrows of `back`, and those of `back` that close none.
fn wrong(mut arrows: Arrows, back: &[(Module, Module)]) -> Vec<String> {
    let closes = |(from, to): &&(Module, Module)| {
        arrows.get(from).is_some_and(|all| all.contains(to)) && reached(&arrows, to).contains(from)
    };
    let idle = back.iter().filter(|arrow| !closes(arrow)).map(|(from, to)| {
        format!("{} -> {} closes no circle: take it off the list", name(from), name(to))
    });
    let mut found: Vec<String> = idle.collect();
    for (from, to) in back {
        arrows.entry(from.clone()).or_default().remove(to);
    }
    found.extend(circles(&arrows));
    found
}

/// The files below `folder` by the module that each is. What only tests have is no part of the order.
fn modules(folder: &Path) -> Result<BTreeMap<Module, syn::File>, Problem> {
    let mut all = BTreeMap::new();
    for path in files(folder, &["."]) {
        let below = path.strip_prefix(folder.join(".")).unwrap_or(&path).with_extension("");
        let mut module: Module =
            below.iter().map(|part| part.to_string_lossy().into_owned()).collect();
        if module.iter().any(|part| part == "tests") {
            continue;
        }
        if matches!(module.last().map(String::as_str), Some("mod" | "lib" | "main")) {
            module.pop();
        }
        let text = fs::read_to_string(&path).map_err(|error| error.to_string())?;
        let file = syn::parse_file(&text).map_err(|e| format!("{}: {e}", path.display()))?;
        all.insert(module, file);
    }
    Ok(all)
}

/// Each circle in words, with the arrows that make it one.
fn circles(arrows: &Arrows) -> Vec<String> {
    let reach: Arrows = arrows.keys().map(|from| (from.clone(), reached(arrows, from))).collect();
    let mut told = BTreeSet::new();
    let mut found = Vec::new();
    for (module, from_here) in &reach {
        if !from_here.contains(module) || told.contains(module) {
            continue;
        }
        let circle: BTreeSet<&Module> = from_here
            .iter()
            .filter(|other| reach.get(*other).is_some_and(|back| back.contains(module)))
            .collect();
        told.extend(circle.iter().map(|module| (*module).clone()));
        found.push(words(&circle, arrows));
    }
    found
}

/// All that `from` imports, by however many steps.
fn reached(arrows: &Arrows, from: &Module) -> BTreeSet<Module> {
    let mut open = vec![from];
    let mut found = BTreeSet::new();
    while let Some(module) = open.pop() {
        for next in arrows.get(module).into_iter().flatten() {
            if found.insert(next.clone()) {
                open.push(next);
            }
        }
    }
    found
}

fn words(circle: &BTreeSet<&Module>, arrows: &Arrows) -> String {
    let mut lines = vec![format!("a circle of {} modules that import each other", circle.len())];
    for from in circle {
        let to = arrows[*from].iter().filter(|to| circle.contains(to)).map(name);
        lines.push(format!("    {} -> {}", name(from), to.collect::<Vec<_>>().join(", ")));
    }
    lines.join("\n")
}

fn name(module: &Module) -> String {
    if module.is_empty() { "crate".to_owned() } else { module.join("::") }
}

#[cfg(test)]
#[path = "tests/circles.rs"]
mod tests;
