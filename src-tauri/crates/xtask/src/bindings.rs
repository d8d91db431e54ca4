//! `cargo xtask bindings`: whether the page's idea of Rust is still true.
//!
//! `ui/src/api/bindings*.ts` say which commands there are, what they take, and what the types
//! look like that cross. Here they are held against the commands and views themselves: names, arguments,
//! fields and answers, of which kind each is, and which may be missing.

mod kinds;

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
};

use syn::{Attribute, Field, Fields, FnArg, Item, Pat, Type, punctuated::Punctuated};

use self::kinds::{Aliases, Named, Part, names_of, page_part, split};
use crate::process::{Problem, root};

const PAGE: &str = "ui/src/api";
const PAGE_FILES: &str = "bindings";
const COMMANDS: &str = "src-tauri/src/commands";
const VIEWS: &str = "src-tauri/src/views";
const OTHER_VIEWS: &[&str] = &["src-tauri/src/error.rs", "src-tauri/src/clipboard.rs"];
/// What the shell hands in by itself.
const INJECTED: &[&str] = &["State", "AppHandle", "Window", "WebviewWindow"];

/// Fields or arguments by name.
type Parts = BTreeMap<String, Part>;
/// Under this name a command's answer stands among its arguments.
const ANSWER: &str = "its answer";

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

/// The files of `folder` whose names have `part`.
fn all(folder: &str, part: &str) -> Result<Vec<String>, Problem> {
    let entries = fs::read_dir(root().join(folder)).map_err(|error| error.to_string())?;
    let paths = entries.filter_map(Result::ok).map(|entry| entry.path());
    paths
        .filter(|path| path.file_name().is_some_and(|name| name.to_string_lossy().contains(part)))
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

fn differing(what: &str, rust: &Parts, page: &Parts) -> Vec<String> {
    let names: BTreeSet<&String> = rust.keys().chain(page.keys()).collect();
    let say = |name: &String| match (rust.get(name), page.get(name)) {
        (Some(_), None) => Some(format!("{what} lacks {name}")),
        (None, Some(_)) => Some(format!("{what} has {name}, which Rust does not")),
        (Some(one), Some(other)) if one.missing != other.missing => {
            let word = if one.missing { "may be" } else { "is never" };
            Some(format!("{what}: {name} {word} missing"))
        }
        (Some(one), Some(other)) if !one.kind.agrees(&other.kind) => {
            let (one, other) = (one.kind.word(), other.kind.word());
            Some(format!("{what}: {name} is {one}, and not {other}"))
        }
        _ => None,
    };
    names.into_iter().filter_map(say).collect()
}

/// Reads the page's side: one command and one type a line.
fn page(text: &str) -> Door {
    let mut door = Door::default();
    let aliases: Aliases = text.lines().filter_map(alias).collect();
    for line in text.lines().map(str::trim) {
        if let Some((head, call)) = line.split_once("return call(\"") {
            let name = call.split('"').next().unwrap_or_default().to_owned();
            let arguments = head.split_once('(').map_or("", |(_, rest)| rest);
            let (arguments, answer) =
                arguments.split_once("): Promise<Result<").unwrap_or((arguments, ""));
            let answer = answer.split_once(", UiError>").map_or("", |(good, _)| good);
            let mut parts = parts(arguments, ',', &aliases);
            parts.insert(ANSWER.to_owned(), page_part(answer, &aliases));
            door.commands.insert(name, parts);
        }
    }
    for (name, body) in &aliases {
        let (of, body) = match body.split_once(" & ").filter(|(of, _)| !of.contains('{')) {
            Some((of, own)) => (Some(of), own),
            None => (None, body.as_str()),
        };
        door.extended.extend(of.map(|of| (name.clone(), of.to_owned())));
        let object = body.strip_prefix("{ ").and_then(|inner| inner.strip_suffix(" }"));
        // A union of objects has a tag, and is no plain record.
        if let Some(fields) = object.filter(|fields| !fields.contains("} | {")) {
            door.types.insert(name.clone(), parts(fields, ';', &aliases));
        }
    }
    door.joined()
}

/// `export type ThingKind = "secret" | "person";` by its name.
fn alias(line: &str) -> Option<(String, String)> {
    let (name, body) = line.trim().strip_prefix("export type ")?.split_once(" = ")?;
    Some((name.to_owned(), body.trim_end_matches(';').trim().to_owned()))
}

/// `name: string; at: string | null` by name.
fn parts(text: &str, separator: char, aliases: &Aliases) -> Parts {
    let pieces = split(text, separator);
    let named = pieces.iter().filter_map(|piece| piece.split_once(':'));
    named
        .map(|(name, kind)| {
            let name = name.trim();
            let part = page_part(kind.trim(), aliases);
            let missing = name.ends_with('?') || part.missing;
            (name.trim_end_matches('?').to_owned(), Part { missing, ..part })
        })
        .collect()
}

fn rust(sources: &[String]) -> Result<Door, Problem> {
    let files = sources.iter().map(|source| syn::parse_file(source));
    let files: Vec<syn::File> =
        files.collect::<Result<_, _>>().map_err(|error| error.to_string())?;
    let mut named = Named::default();
    files.iter().flat_map(|file| &file.items).for_each(|item| named.note(item));
    let mut door = Door::default();
    for item in files.iter().flat_map(|file| &file.items) {
        match item {
            Item::Fn(function) if is_command(&function.attrs) => {
                let inputs = function.sig.inputs.iter();
                let mut parts: Parts = inputs.filter_map(|one| argument(one, &named)).collect();
                parts.insert(ANSWER.to_owned(), named.answer(&function.sig.output));
                door.commands.insert(function.sig.ident.to_string(), parts);
            }
            Item::Struct(one) if crosses(&one.attrs) && one.generics.params.is_empty() => {
                if let Fields::Named(fields_of) = &one.fields {
                    let joined = fields_of.named.iter().filter(|field| is_joined(field));
                    let of = joined.filter_map(|field| last_name(&field.ty));
                    door.extended.extend(of.map(|of| (one.ident.to_string(), of)));
                    door.types.insert(one.ident.to_string(), fields(one, &named));
                }
            }
            _ => {}
        }
    }
    Ok(door.joined())
}

/// Whether the fields of this field's type stand beside the others.
fn is_joined(field: &Field) -> bool {
    is_said(&field.attrs, "flatten")
}

fn fields(one: &syn::ItemStruct, named: &Named) -> Parts {
    let camel = is_said(&one.attrs, "rename_all");
    let fields = one.fields.iter().filter(|field| !is_joined(field)).filter_map(|field| {
        let name = field.ident.as_ref()?.to_string();
        Some((if camel { camel_case(&name) } else { name }, named.part(&field.ty)))
    });
    fields.collect()
}

fn is_command(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|one| {
        one.path().segments.iter().map(|part| part.ident.to_string()).eq(["tauri", "command"])
    })
}

fn argument(argument: &FnArg, named: &Named) -> Option<(String, Part)> {
    let FnArg::Typed(typed) = argument else { return None };
    let Pat::Ident(name) = typed.pat.as_ref() else { return None };
    let injected = last_name(&typed.ty).is_some_and(|last| INJECTED.contains(&last.as_str()));
    let name = camel_case(name.ident.to_string().trim_start_matches('_'));
    (!injected).then(|| (name, named.part(&typed.ty)))
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
        pub(crate) fn thing_get(desktop: State<'_, Desktop>, thing_id: &str, at: Option<u32>)
            -> Result<Vec<ThingView>, UiError> {}
        pub(crate) enum Kind { Near, Far }
        #[derive(Serialize)]
        #[serde(rename_all = \"camelCase\")]
        pub(crate) struct ThingView { id: String, kind: Kind, used_by: u64, gone: Option<String> }";
    const PAGE: &str = "
        async thingGet(thingId: string, at: number | null): Promise<Result<Thing[], UiError>> { return call(\"thing_get\", { thingId, at }); },
        export type Kind = \"near\" | \"far\";
        export type Thing = { id: string; kind: Kind; usedBy: number; gone: string | null };";

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
        assert_eq!(found("Thing & { howMany: number }"), Vec::<String>::new());
        assert_eq!(found("{ howMany: number }").len(), 4);
        assert_eq!(found("Thing & { other: number }").len(), 2);
    }

    #[test]
    fn every_difference_is_reported() {
        for (from, to, finding) in [
            ("thing_get", "thing_got", "thing_get is missing"),
            ("thingId: string, ", "", "command thing_get lacks thingId"),
            ("at: number | null", "at: number", "command thing_get: at may be missing"),
            (
                "thingId: string",
                "thingId: string[]",
                "command thing_get: thingId is a text, and not",
            ),
            ("Thing[]", "Thing", "command thing_get: its answer is a list of ThingView, and not"),
            ("usedBy: number; ", "", "type Thing lacks usedBy"),
            ("usedBy: number", "usedBy: string", "type Thing: usedBy is a number, and not a text"),
            ("kind: Kind", "kind: boolean", "type Thing: kind is a text, and not true or false"),
            ("gone: string | null", "gone: string", "type Thing: gone may be missing"),
            ("id: string; ", "id: string; extra: string; ", "type Thing has extra"),
        ] {
            let findings = found(&PAGE.replace(from, to));
            assert!(findings.iter().any(|one| one.starts_with(finding)), "{finding}: {findings:?}");
        }
    }
}
