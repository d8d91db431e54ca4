//! `cargo xtask bindings`: whether the page's idea of Rust is still true.
//!
//! `ui/src/api/bindings.*.gen.ts` say which commands there are, what they take, and what the types
//! look like that cross. Here they are held against the commands and views themselves: names, arguments,
//! fields, and which of them may be missing.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
};

use syn::{Attribute, Field, Fields, FnArg, Item, Pat, Type, punctuated::Punctuated};

use crate::process::{Problem, root};

const PAGE: &str = "ui/src/api";
const PAGE_FILES: &str = ".gen.ts";
const COMMANDS: &str = "src-tauri/src/commands";
const VIEWS: &str = "src-tauri/src/views";
const OTHER_VIEWS: &[&str] = &["src-tauri/src/error.rs", "src-tauri/src/clipboard.rs"];
/// What the shell hands in by itself.
const INJECTED: &[&str] = &["State", "AppHandle", "Window", "WebviewWindow"];

/// Fields or arguments by name, with whether each may be missing.
type Parts = BTreeMap<String, bool>;

/// The two sides of the door.
#[derive(Debug, Default, PartialEq, Eq)]
struct Door {
    commands: BTreeMap<String, Parts>,
    types: BTreeMap<String, Parts>,
    /// Types that have all the fields of another one besides their own, and which that is.
    extended: Vec<(String, String)>,
}

impl Door {
    /// Gives what extends another type the fields of that one.
    fn joined(mut self) -> Self {
        for (name, of) in std::mem::take(&mut self.extended) {
            let fields = self.types.get(&of).cloned().unwrap_or_default();
            self.types.entry(name).or_default().extend(fields);
        }
        self
    }
}

pub(crate) fn run() -> Result<(), Problem> {
    let read = |path: &str| {
        fs::read_to_string(root().join(path)).map_err(|error| format!("{path}: {error}"))
    };
    let page = page(&all(PAGE, PAGE_FILES)?.concat());
    let mut sources = OTHER_VIEWS.iter().map(|path| read(path)).collect::<Result<Vec<_>, _>>()?;
    for folder in [COMMANDS, VIEWS] {
        sources.extend(all(folder, ".rs")?);
    }
    let rust = rust(&sources)?;
    let findings = differences(&rust, &page);
    for finding in &findings {
        println!("{PAGE}: {finding}");
    }
    if findings.is_empty() {
        let (commands, types) = (rust.commands.len(), rust.types.len());
        println!("The page's bindings agree with {commands} commands and {types} types.");
        return Ok(());
    }
    Err(format!("{} of the page's bindings are stale", findings.len()))
}

/// The files of `folder` whose names end in `end`.
fn all(folder: &str, end: &str) -> Result<Vec<String>, Problem> {
    let entries = fs::read_dir(root().join(folder)).map_err(|error| error.to_string())?;
    let paths = entries.filter_map(Result::ok).map(|entry| entry.path());
    paths
        .filter(|path| path.to_string_lossy().ends_with(end))
        .map(|path| fs::read_to_string(path).map_err(|error| error.to_string()))
        .collect()
}

fn differences(rust: &Door, page: &Door) -> Vec<String> {
    let mut findings = Vec::new();
    for (name, arguments) in &rust.commands {
        match page.commands.get(name) {
            None => findings.push(format!("{name} is missing")),
            Some(known) => findings.extend(differing(&format!("command {name}"), arguments, known)),
        }
    }
    for name in page.commands.keys().filter(|name| !rust.commands.contains_key(*name)) {
        findings.push(format!("{name} is not a command"));
    }
    for (name, fields) in &rust.types {
        let Some((known_as, known)) = names_of(name).find_map(|n| page.types.get_key_value(&n))
        else {
            findings.push(format!("{name} is missing"));
            continue;
        };
        findings.extend(differing(&format!("type {known_as}"), fields, known));
    }
    findings
}

/// How the page may call what Rust calls `name`.
fn names_of(name: &str) -> impl Iterator<Item = String> {
    let short = name.strip_suffix("View").unwrap_or(name).to_owned();
    let request = format!("{short}Request");
    [name.to_owned(), short, request].into_iter()
}

fn differing(what: &str, rust: &Parts, page: &Parts) -> Vec<String> {
    let names: BTreeSet<&String> = rust.keys().chain(page.keys()).collect();
    let say = |name: &String| match (rust.get(name), page.get(name)) {
        (Some(_), None) => Some(format!("{what} lacks {name}")),
        (None, Some(_)) => Some(format!("{what} has {name}, which Rust does not")),
        (Some(true), Some(false)) => Some(format!("{what}: {name} may be missing")),
        (Some(false), Some(true)) => Some(format!("{what}: {name} is never missing")),
        _ => None,
    };
    names.into_iter().filter_map(say).collect()
}

/// Reads the page's side: one command and one type a line.
fn page(text: &str) -> Door {
    let mut door = Door::default();
    for line in text.lines().map(str::trim) {
        if let Some((head, call)) = line.split_once("return call(\"") {
            let name = call.split('"').next().unwrap_or_default().to_owned();
            let arguments = head.split_once('(').map_or("", |(_, rest)| rest);
            let arguments = arguments.split_once("): Promise<").map_or("", |(list, _)| list);
            door.commands.insert(name, parts(arguments, ','));
        }
        let Some((name, body)) =
            line.strip_prefix("export type ").and_then(|rest| rest.split_once(" = "))
        else {
            continue;
        };
        let body = body.trim_end_matches(';').trim();
        let (of, body) = match body.split_once(" & ").filter(|(of, _)| !of.contains('{')) {
            Some((of, own)) => (Some(of), own),
            None => (None, body),
        };
        door.extended.extend(of.map(|of| (name.to_owned(), of.to_owned())));
        let object = body.strip_prefix("{ ").and_then(|inner| inner.strip_suffix(" }"));
        // A union of objects has a tag, and is no plain record.
        if let Some(fields) = object.filter(|fields| !fields.contains("} | {")) {
            door.types.insert(name.to_owned(), parts(fields, ';'));
        }
    }
    door.joined()
}

/// `name: string; at: string | null` by name.
fn parts(text: &str, separator: char) -> Parts {
    let (mut depth, mut pieces) = (0, vec![String::new()]);
    for letter in text.chars() {
        depth += i32::from(matches!(letter, '{' | '(' | '<' | '['));
        depth -= i32::from(matches!(letter, '}' | ')' | '>' | ']'));
        match pieces.last_mut() {
            Some(_) if letter == separator && depth == 0 => pieces.push(String::new()),
            Some(last) => last.push(letter),
            None => {}
        }
    }
    let named = pieces.iter().filter_map(|piece| piece.split_once(':'));
    named
        .map(|(name, kind)| {
            let name = name.trim();
            let missing = name.ends_with('?') || kind.trim().ends_with("| null");
            (name.trim_end_matches('?').to_owned(), missing)
        })
        .collect()
}

fn rust(sources: &[String]) -> Result<Door, Problem> {
    let mut door = Door::default();
    for source in sources {
        let file = syn::parse_file(source).map_err(|error| error.to_string())?;
        for item in file.items {
            match item {
                Item::Fn(function) if is_command(&function.attrs) => {
                    let arguments = function.sig.inputs.iter().filter_map(argument).collect();
                    door.commands.insert(function.sig.ident.to_string(), arguments);
                }
                Item::Struct(one) if crosses(&one.attrs) && one.generics.params.is_empty() => {
                    let camel = is_said(&one.attrs, "rename_all");
                    if let Fields::Named(fields) = &one.fields {
                        let joined = |field: &&Field| is_said(&field.attrs, "flatten");
                        let of = fields.named.iter().filter(joined);
                        let of = of.filter_map(|field| last_name(&field.ty));
                        door.extended.extend(of.map(|of| (one.ident.to_string(), of)));
                        let own = fields.named.iter().filter(|field| !joined(field));
                        let fields = own.filter_map(|field| {
                            let name = field.ident.as_ref()?.to_string();
                            let name = if camel { camel_case(&name) } else { name };
                            Some((name, is_option(&field.ty)))
                        });
                        door.types.insert(one.ident.to_string(), fields.collect());
                    }
                }
                _ => {}
            }
        }
    }
    Ok(door.joined())
}

fn is_command(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|one| {
        one.path().segments.iter().map(|part| part.ident.to_string()).eq(["tauri", "command"])
    })
}

fn argument(argument: &FnArg) -> Option<(String, bool)> {
    let FnArg::Typed(typed) = argument else { return None };
    let Pat::Ident(name) = typed.pat.as_ref() else { return None };
    let injected = last_name(&typed.ty).is_some_and(|last| INJECTED.contains(&last.as_str()));
    let name = camel_case(name.ident.to_string().trim_start_matches('_'));
    (!injected).then(|| (name, is_option(&typed.ty)))
}

fn crosses(attributes: &[Attribute]) -> bool {
    let derives = attributes.iter().filter(|one| one.path().is_ident("derive"));
    derives
        .filter_map(|one| {
            one.parse_args_with(Punctuated::<syn::Path, syn::Token![,]>::parse_terminated).ok()
        })
        .flatten()
        .any(|path| path.is_ident("Serialize") || path.is_ident("Deserialize"))
}

/// Whether an attribute of serde has a word.
fn is_said(attributes: &[Attribute], word: &str) -> bool {
    let mut said = false;
    for one in attributes.iter().filter(|one| one.path().is_ident("serde")) {
        let _ = one.parse_nested_meta(|meta| {
            said |= meta.path.is_ident(word);
            meta.value().and_then(|value| value.parse::<syn::LitStr>()).map(drop)
        });
    }
    said
}

fn is_option(kind: &Type) -> bool {
    last_name(kind).is_some_and(|last| last == "Option")
}

fn last_name(kind: &Type) -> Option<String> {
    match kind {
        Type::Path(path) => path.path.segments.last().map(|part| part.ident.to_string()),
        _ => None,
    }
}

fn camel_case(name: &str) -> String {
    let mut words = name.split('_');
    let first = words.next().unwrap_or_default().to_owned();
    words.fold(first, |text, word| {
        let mut letters = word.chars();
        letters
            .next()
            .map_or(text.clone(), |l| text + &l.to_uppercase().to_string() + letters.as_str())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const RUST: &str = "
        #[tauri::command(async)]
        pub(crate) fn thing_get(desktop: State<'_, Desktop>, thing_id: &str, at: Option<u32>) {}
        #[derive(Serialize)]
        #[serde(rename_all = \"camelCase\")]
        pub(crate) struct ThingView { id: String, used_by: u64, gone: Option<String> }";
    const PAGE: &str = "
        async thingGet(thingId: string, at: number | null): Promise<Result<ThingView, UiError>> { return call(\"thing_get\", { thingId, at }); },
        export type ThingView = { id: string; usedBy: number; gone: string | null };";

    fn found(page_text: &str) -> Vec<String> {
        differences(&rust(&[RUST.to_owned()]).unwrap_or_default(), &page(page_text))
    }

    #[test]
    fn what_agrees_is_not_reported() {
        assert_eq!(found(PAGE), Vec::<String>::new());
    }

    #[test]
    fn a_type_may_have_the_fields_of_another() {
        let rust_text = format!(
            "{RUST}
            #[derive(Serialize)]
            #[serde(rename_all = \"camelCase\")]
            pub(crate) struct MoreView {{ #[serde(flatten)] thing: ThingView, how_many: u64 }}"
        );
        let page_text = |more: &str| format!("{PAGE}\nexport type MoreView = {more};");
        let found = |more: &str| {
            let rust = rust(std::slice::from_ref(&rust_text)).unwrap_or_default();
            differences(&rust, &page(&page_text(more)))
        };
        assert_eq!(found("ThingView & { howMany: number }"), Vec::<String>::new());
        assert_eq!(found("{ howMany: number }").len(), 3);
        assert_eq!(found("ThingView & { other: number }").len(), 2);
    }

    #[test]
    fn every_difference_is_reported() {
        for (from, to, finding) in [
            ("thing_get", "thing_got", "thing_get is missing"),
            ("thingId: string, ", "", "command thing_get lacks thingId"),
            ("at: number | null", "at: number", "command thing_get: at may be missing"),
            ("usedBy: number; ", "", "type ThingView lacks usedBy"),
            ("gone: string | null", "gone: string", "type ThingView: gone may be missing"),
            ("id: string; ", "id: string; extra: string; ", "type ThingView has extra"),
        ] {
            let findings = found(&PAGE.replace(from, to));
            assert!(findings.iter().any(|one| one.starts_with(finding)), "{finding}: {findings:?}");
        }
    }
}
