//! The table of cmdlets, and the references of a command.

use std::{collections::HashMap, sync::LazyLock};

use serde::Deserialize;

use super::script::{Argument, Command, Script};
use crate::{
    address,
    expr::{Expr, Shape},
    found::{Field, Found},
    reference::{Kind, Operation, Via},
    table,
};

/// One rule about cmdlets.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CmdletRule {
    pub(super) verbs: Vec<String>,
    /// The nouns that mean the same; the first stands in the form.
    pub(super) nouns: Vec<String>,
    pub(super) kind: Kind,
    /// The parameters of the name.
    name: Vec<String>,
    /// The parameters of the vault.
    #[serde(default)]
    vault: Vec<String>,
    /// Parameters with an address that holds vault and name.
    #[serde(default)]
    id: Vec<String>,
    /// Parameters with an object that holds them.
    #[serde(default)]
    object: Vec<String>,
    /// Parameters by position.
    positions: Vec<String>,
    /// Whether a call without a name reads everything.
    #[serde(default)]
    list: bool,
    /// The parameters besides those above, for a cmdlet whose name others take: a call with any
    /// other parameter is of another cmdlet.
    #[serde(default)]
    only: Option<Vec<String>>,
    #[cfg_attr(not(test), expect(dead_code, reason = "examples are for the test"))]
    pub(super) good: Vec<String>,
    #[cfg_attr(not(test), expect(dead_code, reason = "examples are for the test"))]
    pub(super) bad: Vec<String>,
}

#[derive(Deserialize)]
struct Table {
    /// Parameters without a value.
    switches: Vec<String>,
    /// Parameters that every cmdlet has.
    common: Vec<String>,
    cmdlet: Vec<CmdletRule>,
}

static TABLE: LazyLock<Table> =
    LazyLock::new(|| table::read("powershell", include_str!("../../rules/powershell.toml")));

/// From a cmdlet in lower case to its verb and the place of its rule.
static CMDLETS: LazyLock<HashMap<String, (String, usize)>> = LazyLock::new(|| {
    let mut cmdlets = HashMap::new();
    for (at, rule) in TABLE.cmdlet.iter().enumerate() {
        for verb in &rule.verbs {
            for noun in &rule.nouns {
                let name = format!("{verb}-{noun}").to_ascii_lowercase();
                cmdlets.insert(name, (verb.clone(), at));
            }
        }
    }
    cmdlets
});

/// The rules, for the test that walks them.
#[cfg(test)]
pub(super) fn all() -> &'static [CmdletRule] {
    &TABLE.cmdlet
}

/// The rule of a cmdlet and its form.
fn rule(name: &str) -> Option<(&'static CmdletRule, String, Operation)> {
    let plain = match name.rsplit_once('\\') {
        // A module before the cmdlet; a path to a script is something else.
        Some((module, _)) if module.contains(['\\', '/', ':']) || module.starts_with('.') => {
            return None;
        }
        Some((_, cmdlet)) => cmdlet,
        None => name,
    };
    let (verb, at) = CMDLETS.get(&plain.to_ascii_lowercase())?;
    let rule = TABLE.cmdlet.get(*at)?;
    let form = format!("powershell.{verb}-{}", rule.nouns.first()?);
    let op = match verb.as_str() {
        "Set" | "Update" => Operation::Set,
        "New" | "Import" | "Add" | "Restore" => Operation::Create,
        "Remove" => Operation::Remove,
        _ => Operation::Get,
    };
    Some((rule, form, op))
}

/// The cmdlet's form, kind and operation, by its name alone.
pub(crate) fn cmdlet(name: &str) -> Option<(String, Kind, Operation)> {
    rule(name).map(|(rule, form, op)| (form, rule.kind, op))
}

/// What the arguments say of one thing.
enum Said<'a> {
    Nothing,
    Value(&'a Expr),
    Computed,
}

/// The references of a command: one a name.
pub(super) fn references(script: &Script, command: &Command, text: &str) -> Vec<Found> {
    let Some((rule, form, op)) = rule(&command.name) else { return Vec::new() };
    if script.defined.contains(&command.name.to_ascii_lowercase()) {
        return Vec::new();
    }
    // A bare name of a cmdlet is one of a list of names.
    if command.arguments.is_empty() && !command.piped || rule.is_another(command) {
        return Vec::new();
    }
    let given = Arguments::new(rule, script, command);
    let vault = given.vault(rule);
    let found =
        |name: Field, vault: Field, name_at: usize, expression: &str, op: Operation| Found {
            form: form.clone(),
            kind: rule.kind,
            op,
            at: command.start,
            name_at,
            vault,
            name,
            expression: expression.to_owned(),
        };
    let source = |expr: &Expr| text.get(expr.start..expr.end).unwrap_or_default();
    if let Said::Value(id) = given.find(&rule.id) {
        let known = script.names.resolve(command.scope, id);
        let address = known.and_then(|known| address::read(known.single()?));
        let vault = address.as_ref().map_or(Field::Computed, |a| Field::literal(&a.vault));
        let name = address.and_then(|a| a.item).map_or(Field::Computed, |(_, n)| Field::literal(n));
        return vec![found(name, vault, id.start, source(id), op)];
    }
    match given.find(&rule.name) {
        Said::Value(expr) => match script.names.resolve(command.scope, expr) {
            Some(known) => {
                let names = known.texts.into_iter().map(|(name, at)| {
                    let at = if matches!(expr.shape, Shape::List(_)) { at } else { expr.start };
                    found(Field::Known(name, known.via), vault.clone(), at, source(expr), op)
                });
                names.collect()
            }
            None => vec![found(Field::Computed, vault, expr.start, source(expr), op)],
        },
        Said::Nothing
            if rule.list && op == Operation::Get && !command.piped && !given.object(rule) =>
        {
            let all = Field::Known("*".to_owned(), Via::ListAll);
            vec![found(all, vault, command.start, "", Operation::List)]
        }
        Said::Nothing if let Some(of) = given.made_by(rule) => {
            // An object that another command of this file has read.
            let made = references(script, of, text);
            let made = made.into_iter();
            made.map(|made| found(made.name, made.vault, command.start, &made.expression, op))
                .collect()
        }
        Said::Nothing | Said::Computed => {
            vec![found(Field::Computed, vault, command.start, "", op)]
        }
    }
}

/// The arguments of one command, by parameter.
struct Arguments<'a> {
    script: &'a Script,
    scope: usize,
    named: Vec<(String, Option<&'a Expr>)>,
    splats: Vec<&'a str>,
}

impl CmdletRule {
    /// Whether a command has a parameter that this cmdlet has not.
    fn is_another(&self, command: &Command) -> bool {
        let Some(only) = &self.only else { return false };
        let own = [only, &self.name, &self.vault, &self.object, &self.positions, &TABLE.common];
        let known = |word: &str| {
            let word = word.to_ascii_lowercase();
            own.into_iter().flatten().any(|own| own.to_ascii_lowercase().starts_with(&word))
        };
        command.arguments.iter().any(|argument| match argument {
            Argument::Parameter(word, _) => !known(word),
            Argument::Value(_) | Argument::Splat(_) => false,
        })
    }

    /// The parameter that a word stands for, in lower case; a word that is none stays as it is.
    fn written_out(&self, word: &str) -> String {
        let known = [&self.name, &self.vault, &self.id, &self.object, &self.positions];
        let known = || known.into_iter().flatten();
        let exact = known().find(|parameter| parameter.eq_ignore_ascii_case(word));
        let found = exact.or_else(|| known().find(|parameter| is_short_for(word, parameter)));
        found.map_or_else(|| word.to_owned(), |parameter| parameter.to_ascii_lowercase())
    }
}

impl<'a> Arguments<'a> {
    fn new(rule: &CmdletRule, script: &'a Script, command: &'a Command) -> Self {
        let mut named: Vec<(String, Option<&Expr>)> = Vec::new();
        let mut splats = Vec::new();
        let mut positional = Vec::new();
        let mut arguments = command.arguments.iter().peekable();
        while let Some(argument) = arguments.next() {
            match argument {
                Argument::Parameter(name, colon) => {
                    let value = arguments.next_if(|next| {
                        matches!(next, Argument::Value(_)) && (*colon || !is_switch(name))
                    });
                    let value = match value {
                        Some(Argument::Value(value)) => Some(value),
                        _ => None,
                    };
                    named.push((rule.written_out(name), value));
                }
                Argument::Splat(name) => splats.push(name.as_str()),
                Argument::Value(value) => positional.push(value),
            }
        }
        let taken = |position: &String, named: &[(String, Option<&Expr>)]| {
            let aliases: &[String] = if rule.name.contains(position) {
                &rule.name
            } else if rule.vault.contains(position) {
                &rule.vault
            } else {
                std::slice::from_ref(position)
            };
            named
                .iter()
                .any(|(name, _)| aliases.iter().any(|alias| alias.eq_ignore_ascii_case(name)))
        };
        let free = rule.positions.iter().filter(|position| !taken(position, &named));
        let free: Vec<_> = free.zip(positional).collect();
        named
            .extend(free.into_iter().map(|(name, value)| (name.to_ascii_lowercase(), Some(value))));
        Self { script, scope: command.scope, named, splats }
    }

    /// What is said of one of some parameters.
    fn find(&self, parameters: &[String]) -> Said<'a> {
        for (name, value) in &self.named {
            if parameters.iter().any(|parameter| parameter.eq_ignore_ascii_case(name)) {
                return value.map_or(Said::Computed, Said::Value);
            }
        }
        let mut said = Said::Nothing;
        for splat in &self.splats {
            match self.splatted(splat, parameters) {
                Said::Nothing => {}
                found => said = found,
            }
        }
        said
    }

    fn splatted(&self, table: &str, parameters: &[String]) -> Said<'a> {
        let lower = table.to_ascii_lowercase();
        let added = |entry: &str| self.script.added.contains(&(lower.clone(), entry.to_owned()));
        if added("*") || parameters.iter().any(|p| added(&p.to_ascii_lowercase())) {
            return Said::Computed;
        }
        let value = self.script.names.value(self.scope, table);
        let Some(Expr { shape: Shape::Dict(entries), .. }) = value else { return Said::Computed };
        let wanted = |key: &Expr| {
            key.as_text().is_some_and(|key| parameters.iter().any(|p| key.eq_ignore_ascii_case(p)))
        };
        entries.iter().find(|(key, _)| wanted(key)).map_or(Said::Nothing, |(_, v)| Said::Value(v))
    }

    fn vault(&self, rule: &CmdletRule) -> Field {
        match self.find(&rule.vault) {
            Said::Nothing if self.object(rule) => Field::Computed,
            Said::Nothing => Field::Absent,
            Said::Computed => Field::Computed,
            Said::Value(expr) => match self.script.names.resolve(self.scope, expr) {
                Some(known) => match known.single() {
                    Some(text) => Field::Known(text.to_owned(), known.via),
                    None => Field::Computed,
                },
                None => Field::Computed,
            },
        }
    }

    /// The command whose result the object is, when the variable is given just that.
    fn made_by(&self, rule: &CmdletRule) -> Option<&'a Command> {
        let Said::Value(Expr { shape: Shape::Name(name), .. }) = self.find(&rule.object) else {
            return None;
        };
        let value = self.script.names.value(self.scope, name)?;
        let mut inside = self.script.commands.iter().filter(|command| {
            command.start >= value.start
                && command.end <= value.end
                && !command.arguments.is_empty()
        });
        let first = inside.next()?;
        let (of, ..) = self::rule(&first.name)?;
        (inside.next().is_none() && of.kind == rule.kind && of.vault == rule.vault).then_some(first)
    }

    fn object(&self, rule: &CmdletRule) -> bool {
        !matches!(self.find(&rule.object), Said::Nothing)
    }
}

/// Whether a parameter is written out or shortened. One letter is enough for a name.
fn is_short_for(written: &str, parameter: &str) -> bool {
    let parameter = parameter.to_ascii_lowercase();
    written == parameter
        || (parameter == "name" && parameter.starts_with(written))
        || (written.len() >= 4 && parameter.starts_with(written))
}

fn is_switch(parameter: &str) -> bool {
    TABLE.switches.iter().any(|switch| switch == parameter)
}
