//! The tables of calls: what a call must look like to be a reference.

use std::{
    collections::{HashMap, HashSet},
    sync::LazyLock,
};

use serde::Deserialize;

use crate::{
    reference::{Kind, Operation},
    table,
};

/// One rule about calls.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CallRule {
    /// The form; `{method}` and `{language}` are filled in.
    pub(crate) form: String,
    /// The methods, exactly.
    pub(crate) methods: Vec<String>,
    pub(crate) kind: Kind,
    pub(crate) op: Operation,
    /// What the receiver's path must end with.
    #[serde(default)]
    pub(crate) paths: Vec<String>,
    /// Words one of which the receiver's path must hold.
    #[serde(default)]
    pub(crate) through: Vec<String>,
    /// The module that a call without a receiver must come from.
    pub(crate) bare: Option<String>,
    /// Types or makers of the receiver.
    #[serde(default)]
    pub(crate) on: Vec<String>,
    /// Parts of a receiver's name that tell its type.
    #[serde(default)]
    pub(crate) like: Vec<String>,
    /// Words one of which the file must hold when nothing is known of the receiver.
    #[serde(default)]
    pub(crate) seen: Vec<String>,
    /// Words one of which the file must hold in any case.
    #[serde(default)]
    pub(crate) seen_always: Vec<String>,
    /// Words that the file must not hold: they make the call something else.
    #[serde(default)]
    pub(crate) never_with: Vec<String>,
    /// Whether the receiver does not matter.
    #[serde(default)]
    pub(crate) any_receiver: bool,
    /// Whether the call makes an object of a type named so.
    #[serde(default)]
    pub(crate) constructs: bool,
    /// Where the name stands: positions and keywords, the first that is there.
    #[serde(default)]
    pub(crate) name: Vec<String>,
    /// Whether only keywords count.
    #[serde(default)]
    pub(crate) only_names: bool,
    /// Where the vault stands.
    #[serde(default)]
    pub(crate) vault_args: Vec<String>,
    /// What is known of the vault otherwise.
    #[serde(default)]
    pub(crate) vault: VaultFrom,
    /// Whether a first argument that is a vault moves the name to the second.
    #[serde(default)]
    pub(crate) url_first: bool,
    /// Whether a first argument that is a context moves the rest by one.
    #[serde(default)]
    pub(crate) context_first: bool,
    /// Whether everything is read.
    #[serde(default)]
    pub(crate) all: bool,
    #[cfg_attr(not(test), expect(dead_code, reason = "examples are for the test"))]
    pub(crate) good: Vec<String>,
    #[cfg_attr(not(test), expect(dead_code, reason = "examples are for the test"))]
    pub(crate) bad: Vec<String>,
}

impl CallRule {
    /// Words of which a text holds one when it calls what this rule is about.
    pub(super) fn evidence(&self) -> impl Iterator<Item = &str> {
        let telling = self.seen.iter().chain(&self.on).map(String::as_str);
        let by_path = !self.paths.is_empty() || !self.through.is_empty() || self.any_receiver;
        let telling: Vec<&str> = if by_path { Vec::new() } else { telling.collect() };
        let telling = if telling.is_empty() { self.words().collect() } else { telling };
        telling.into_iter()
    }

    /// Words of which a text holds one when this rule is about it.
    pub(super) fn words(&self) -> impl Iterator<Item = &str> {
        let first = |path: &'_ str| path.split('.').next().map_or(0, str::len);
        let paths = self.paths.iter().filter_map(move |path| path.get(..first(path)));
        let words: Vec<&str> = match () {
            () if !self.seen_always.is_empty() => {
                self.seen_always.iter().map(String::as_str).collect()
            }
            () if !self.through.is_empty() => self.through.iter().map(String::as_str).collect(),
            () if !self.paths.is_empty() => paths.collect(),
            () => self.methods.iter().map(String::as_str).collect(),
        };
        words.into_iter()
    }
}

/// What is known of the vault when no argument names it.
#[derive(Debug, Default, Deserialize, Clone, Copy, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub(crate) enum VaultFrom {
    /// There is none.
    #[default]
    Absent,
    /// The object that is called was made with it.
    Client,
    /// One of the arguments is its address.
    Arguments,
    /// It is computed.
    Computed,
}

#[derive(Deserialize)]
struct Table {
    language: String,
    call: Vec<CallRule>,
}

/// The rules of one language.
pub(crate) struct Rules {
    pub(crate) calls: Vec<CallRule>,
    pub(crate) methods: HashSet<String>,
}

static TABLES: LazyLock<HashMap<String, Rules>> = LazyLock::new(|| {
    let sources = [
        ("python", include_str!("../../rules/python.toml")),
        ("csharp", include_str!("../../rules/csharp.toml")),
        ("javascript", include_str!("../../rules/javascript.toml")),
        ("java", include_str!("../../rules/java.toml")),
        ("go", include_str!("../../rules/go.toml")),
    ];
    let tables = sources.into_iter().map(|(name, source)| table::read::<Table>(name, source));
    let rules = tables.map(|table| {
        let methods = table.call.iter().flat_map(|rule| rule.methods.iter().cloned()).collect();
        (table.language, Rules { calls: table.call, methods })
    });
    rules.collect()
});

/// The rules of a language.
pub(crate) fn rules(language: &str) -> Option<&'static Rules> {
    TABLES.get(language)
}
