//! Which module takes a name from which.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{TokenStream, TokenTree};
use syn::{Attribute, Item, ItemUse, UseTree, Visibility, visit::Visit};

use super::{Arrows, Module};

/// How often a name may be handed on before it is taken as it stands.
const HANDS: usize = 8;

/// Where each file takes names from. A name that a module only hands on (`pub use`) is taken from
/// where it is defined, and handing on is no import: a folder's face would tie all of it together. Nor
/// is what a module takes from the folder in which it stands: there lies what its files share.
pub(super) fn arrows(files: &BTreeMap<Module, syn::File>) -> Arrows {
    let seen: BTreeMap<&Module, Seen> =
        files.iter().map(|(module, file)| (module, Seen::of(module, file))).collect();
    let handed: BTreeMap<Module, Module> =
        seen.values().flat_map(|seen| seen.handed.iter().cloned()).collect();
    let owner = |name: &Module| owner(name, files, &handed);
    seen.iter()
        .map(|(module, seen)| {
            // A module that is imported itself is where longer paths start, and these count.
            let names = seen.names.iter().filter(|name| !files.contains_key(*name));
            let to = names.map(owner).filter(|to| !module.starts_with(to)).collect();
            ((*module).clone(), to)
        })
        .collect()
}

/// The module in which a name is defined.
fn owner(
    name: &Module,
    files: &BTreeMap<Module, syn::File>,
    handed: &BTreeMap<Module, Module>,
) -> Module {
    let mut name = name.clone();
    for _ in 0..HANDS {
        let known = (0..=name.len()).rev().find(|end| files.contains_key(&name[..*end]));
        let at = known.unwrap_or_default();
        let next = name.get(..=at).and_then(|short| handed.get(short));
        match next {
            Some(next) => {
                name = next.iter().chain(name.iter().skip(at + 1)).cloned().collect();
            }
            None => {
                name.truncate(at);
                break;
            }
        }
    }
    name
}

/// The names of its own crate that a file speaks of, each whole from the crate's root.
struct Seen {
    at: Module,
    /// Modules that are declared here, so that a path may start with them.
    children: BTreeSet<String>,
    /// What was imported, by the name that it has here.
    imported: BTreeMap<String, Module>,
    names: BTreeSet<Module>,
    /// What the module hands on: under which name, and whose.
    handed: Vec<(Module, Module)>,
}

impl Seen {
    fn of(module: &Module, file: &syn::File) -> Self {
        let children = file.items.iter().filter_map(|item| match item {
            Item::Mod(child) => Some(child.ident.to_string()),
            _ => None,
        });
        let mut seen = Self {
            at: module.clone(),
            children: children.collect(),
            imported: BTreeMap::new(),
            names: BTreeSet::new(),
            handed: Vec::new(),
        };
        seen.visit_file(file);
        seen
    }

    /// A path from the crate's root; none where it starts at another crate or in the prelude.
    fn whole(&self, path: &[String]) -> Option<Module> {
        let mut at = self.at.clone();
        let mut rest = path.iter();
        match path.first()?.as_str() {
            "crate" => at.clear(),
            "self" => {}
            "super" => {
                at.pop();
            }
            child if self.children.contains(child) => at.push(child.to_owned()),
            name => at.clone_from(self.imported.get(name)?),
        }
        rest.next();
        for part in rest {
            if part == "super" {
                at.pop();
            } else {
                at.push(part.clone());
            }
        }
        Some(at)
    }

    fn note(&mut self, path: &[String]) {
        if path.len() > 1 {
            self.names.extend(self.whole(path));
        }
    }

    fn note_tokens(&mut self, tokens: TokenStream) {
        let mut path: Vec<String> = Vec::new();
        let mut colons = 0;
        for token in tokens {
            match token {
                TokenTree::Punct(mark) if mark.as_char() == ':' => colons += 1,
                TokenTree::Ident(name) => {
                    if colons != 2 {
                        self.note(&std::mem::take(&mut path));
                    }
                    colons = 0;
                    path.push(name.to_string());
                }
                other => {
                    self.note(&std::mem::take(&mut path));
                    colons = 0;
                    if let TokenTree::Group(group) = other {
                        self.note_tokens(group.stream());
                    }
                }
            }
        }
        self.note(&path);
    }
}

impl<'ast> Visit<'ast> for Seen {
    fn visit_item(&mut self, item: &'ast Item) {
        if !attributes(item).iter().any(is_for_tests) {
            syn::visit::visit_item(self, item);
        }
    }

    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        self.at.push(item.ident.to_string());
        syn::visit::visit_item_mod(self, item);
        self.at.pop();
    }

    fn visit_item_use(&mut self, item: &'ast ItemUse) {
        let mut all = Vec::new();
        leaves(&item.tree, &mut Vec::new(), &mut all);
        for (path, name) in all {
            let Some(whole) = self.whole(&path) else { continue };
            self.imported.insert(name.clone(), whole.clone());
            if matches!(item.vis, Visibility::Inherited) {
                self.names.insert(whole);
            } else {
                let mut here = self.at.clone();
                here.push(name);
                self.handed.push((here, whole));
            }
        }
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let parts: Vec<String> = path.segments.iter().map(|part| part.ident.to_string()).collect();
        self.note(&parts);
        syn::visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, call: &'ast syn::Macro) {
        self.note_tokens(call.tokens.clone());
        syn::visit::visit_macro(self, call);
    }
}

fn attributes(item: &Item) -> &[Attribute] {
    match item {
        Item::Mod(item) => &item.attrs,
        Item::Use(item) => &item.attrs,
        Item::Fn(item) => &item.attrs,
        Item::Impl(item) => &item.attrs,
        _ => &[],
    }
}

fn is_for_tests(attribute: &Attribute) -> bool {
    attribute.path().is_ident("cfg")
        && attribute.meta.require_list().is_ok_and(|list| list.tokens.to_string() == "test")
}

/// Every name of a `use`, with the name under which it is known from there on.
fn leaves(tree: &UseTree, path: &mut Vec<String>, all: &mut Vec<(Vec<String>, String)>) {
    match tree {
        UseTree::Path(step) => {
            path.push(step.ident.to_string());
            leaves(&step.tree, path, all);
            path.pop();
        }
        UseTree::Group(group) => group.items.iter().for_each(|tree| leaves(tree, path, all)),
        UseTree::Glob(_) => {
            let whole = path.iter().cloned().chain(["*".to_owned()]);
            all.push((whole.collect(), "*".to_owned()));
        }
        UseTree::Name(name) => leaf(path, &name.ident, &name.ident, all),
        UseTree::Rename(name) => leaf(path, &name.ident, &name.rename, all),
    }
}

fn leaf(
    path: &[String],
    name: &proc_macro2::Ident,
    known_as: &proc_macro2::Ident,
    all: &mut Vec<(Vec<String>, String)>,
) {
    let mut whole = path.to_vec();
    if name != "self" {
        whole.push(name.to_string());
    }
    let known_as =
        if known_as == "self" { whole.last().cloned() } else { Some(known_as.to_string()) };
    all.push((whole, known_as.unwrap_or_default()));
}
