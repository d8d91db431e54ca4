//! Terraform: blocks that read or make secrets, settings in texts, and command lines.

use std::sync::LazyLock;

use serde::Deserialize;

use super::{
    hcl::{self, Attribute, Block},
    manifests,
};
use crate::{
    address, cli,
    expr::{Expr, Shape},
    found::{Field, Findings, Found},
    literals,
    names::{Given, Known, Names},
    reference::{Kind, Operation, Via},
    shell::{self, Dialect},
    table,
    text::Text,
};

/// One rule about blocks.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct BlockRule {
    types: Vec<String>,
    pub(super) kind: Kind,
    /// Arguments with the name, the first that is there.
    name: Vec<String>,
    #[serde(default)]
    vault: Vec<String>,
    /// Whether a resource writes into something that is there already.
    #[serde(default)]
    sets: bool,
    /// Whether everything is read.
    #[serde(default)]
    pub(super) all: bool,
    #[cfg_attr(not(test), expect(dead_code, reason = "examples are for the test"))]
    pub(super) good: Vec<String>,
    #[cfg_attr(not(test), expect(dead_code, reason = "examples are for the test"))]
    pub(super) bad: Vec<String>,
}

#[derive(Deserialize)]
struct Table {
    block: Vec<BlockRule>,
}

static RULES: LazyLock<Vec<BlockRule>> = LazyLock::new(|| {
    table::read::<Table>("terraform", include_str!("../../rules/terraform.toml")).block
});

/// The rules, for the test that walks them.
#[cfg(test)]
pub(super) fn all() -> &'static [BlockRule] {
    &RULES
}

/// Arguments whose texts are command lines.
const COMMANDS: &[&str] =
    &["command", "program", "inline", "script", "user_data", "custom_data", "commandToExecute"];

/// Scans one text.
pub(crate) fn scan(text: &Text, findings: &mut Findings<'_>) {
    let file = hcl::read(&text.text);
    let module = Module { names: names(&file), text };
    for block in &file.blocks {
        if let Some((rule, mode, of)) = rule(block) {
            let found = module.references(rule, mode, of, block);
            found.into_iter().for_each(|found| findings.push(text, found));
        }
        module.texts(block, findings);
        manifests::scan(block, text, findings);
    }
    module.attributes(&file, findings);
}

fn rule(block: &Block) -> Option<(&'static BlockRule, &'static str, &str)> {
    let mode = ["resource", "data", "ephemeral"].into_iter().find(|mode| *mode == block.kind)?;
    let of = block.labels.first()?;
    Some((RULES.iter().find(|rule| rule.types.contains(of))?, mode, of))
}

/// Locals, and the arguments of blocks under their addresses.
fn names(file: &Block) -> Names {
    let mut names = Names::of_blocks();
    let mut locals = Vec::new();
    let mut resources: Vec<(String, Vec<(Expr, Expr)>)> = Vec::new();
    for block in &file.blocks {
        let entries = block.attributes.iter().map(entry);
        match (block.kind.as_str(), block.labels.as_slice()) {
            ("locals", _) => locals.extend(entries),
            ("resource" | "ephemeral", [of, name]) => {
                let one = (key(name, block), dict(entries.collect(), block));
                match resources.iter_mut().find(|(known, _)| known == of) {
                    Some((_, all)) => all.push(one),
                    None => resources.push((of.clone(), vec![one])),
                }
            }
            ("data", [of, name]) => {
                let arguments = dict(entries.collect(), block);
                names.give(0, &format!("data.{of}.{name}"), Given::Value(arguments));
            }
            _ => {}
        }
    }
    names.give(0, "local", Given::Value(dict(locals, file)));
    for (of, all) in resources {
        names.give(0, &of, Given::Value(dict(all, file)));
    }
    names
}

fn entry(attribute: &Attribute) -> (Expr, Expr) {
    (Expr::text(&attribute.key, attribute.start, attribute.start), attribute.value.clone())
}

fn key(name: &str, block: &Block) -> Expr {
    Expr::text(name, block.start, block.start)
}

fn dict(entries: Vec<(Expr, Expr)>, block: &Block) -> Expr {
    Expr::new(Shape::Dict(entries), block.start, block.start)
}

struct Module<'t> {
    names: Names,
    text: &'t Text,
}

impl Module<'_> {
    fn references(&self, rule: &BlockRule, mode: &str, of: &str, block: &Block) -> Vec<Found> {
        let op = match (mode, rule) {
            (_, BlockRule { all: true, .. }) => Operation::List,
            ("resource", BlockRule { sets: true, .. }) => Operation::Set,
            ("resource", _) => Operation::Create,
            _ => Operation::Get,
        };
        let vault = rule.vault.iter().find_map(|key| block.attribute(key));
        let vault = vault.map_or(Field::Absent, |attribute| self.vault(&attribute.value));
        let found = |name: Field, name_at: usize, expression: &str| Found {
            form: format!("terraform.{mode}.{of}"),
            kind: rule.kind,
            op,
            at: block.start,
            name_at,
            vault: vault.clone(),
            name,
            expression: expression.to_owned(),
        };
        if rule.all {
            let all = Field::Known("*".to_owned(), Via::ListAll);
            return vec![found(all, block.start, "")];
        }
        let Some(name) = rule.name.iter().find_map(|key| block.attribute(key)) else {
            return vec![found(Field::Computed, block.start, "")];
        };
        let value = &name.value;
        let expression = self.text.text.get(value.start..value.end).unwrap_or_default();
        match self.named(value, block) {
            Some(known) => {
                let one = |(text, _)| found(Field::Known(text, known.via), name.start, expression);
                known.texts.into_iter().map(one).collect()
            }
            None => vec![found(Field::Computed, name.start, expression)],
        }
    }

    /// A name, also that of the block that is pointed at, or each of a literal list.
    fn named(&self, value: &Expr, block: &Block) -> Option<Known> {
        if let Some(each) = self.each(value, block) {
            return Some(each);
        }
        if let Some(target) = self.target(value) {
            return Some(target);
        }
        self.resolve(value)
    }

    fn each(&self, value: &Expr, block: &Block) -> Option<Known> {
        let Shape::Member(of, part) = &value.shape else { return None };
        if of.shape != Shape::Name("each".to_owned()) {
            return None;
        }
        let over = &block.attribute("for_each")?.value;
        if let Some(entries) = self.names.dict(0, over) {
            let texts = entries.iter().map(|(key, value)| match part.as_str() {
                "key" => Some((key.as_text()?.to_owned(), key.start)),
                _ => Some((self.resolve(value)?.single()?.to_owned(), value.start)),
            });
            return Some(Known { texts: texts.collect::<Option<_>>()?, via: Via::Var });
        }
        let items =
            Expr::new(Shape::List(self.names.list(0, over)?.to_vec()), over.start, over.end);
        Some(Known { via: Via::Var, ..self.resolve(&items)? })
    }

    /// What a block that is pointed at, `TYPE.LABEL.id`, is named.
    fn target(&self, value: &Expr) -> Option<Known> {
        let Shape::Member(block, attribute) = &value.shape else { return None };
        if !matches!(
            attribute.as_str(),
            "id" | "arn" | "name" | "secret_id" | "versionless_id" | "resource_id" | "vault_uri"
        ) {
            return None;
        }
        let name = |key: &str| {
            let of =
                Expr::new(Shape::Member(block.clone(), key.to_owned()), value.start, value.end);
            self.resolve(&of)
        };
        let known = name("name").or_else(|| name("secret_id")).or_else(|| name("path"))?;
        Some(Known { via: Via::SameFileRef, ..known })
    }

    fn resolve(&self, expr: &Expr) -> Option<Known> {
        self.names.resolve(0, &addressed(expr.clone()))
    }

    fn vault(&self, value: &Expr) -> Field {
        let known = self.target(value).or_else(|| self.resolve(value));
        match known {
            Some(known) => known.single().map_or(Field::Computed, |text| {
                let address = address::resource(text).or_else(|| address::read(text));
                Field::Known(address.map_or_else(|| text.to_owned(), |a| a.vault), known.via)
            }),
            None => Field::Computed,
        }
    }

    fn texts(&self, block: &Block, findings: &mut Findings<'_>) {
        self.attributes(block, findings);
        block.blocks.iter().for_each(|inner| self.texts(inner, findings));
    }

    fn attributes(&self, block: &Block, findings: &mut Findings<'_>) {
        for attribute in &block.attributes {
            let runs = COMMANDS.contains(&attribute.key.as_str());
            attribute.value.walk(&mut |expr| self.text(expr, runs, findings));
        }
    }

    fn text(&self, expr: &Expr, runs: bool, findings: &mut Findings<'_>) {
        let parts = match &expr.shape {
            Shape::Text(_) => std::slice::from_ref(expr),
            Shape::Join(parts) => parts.as_slice(),
            _ => return,
        };
        let holds = parts.iter().filter_map(Expr::as_text);
        let holds: String = holds.collect::<Vec<_>>().join(" ");
        let attribute = holds.trim_start_matches('/').starts_with("secrets/");
        if attribute || literals::is_candidate(&holds) {
            let found = literals::of_expr(expr, |part| self.in_text(part));
            found.into_iter().for_each(|found| findings.push(self.text, found));
        } else if runs && cli::WORDS.iter().any(|word| holds.contains(word)) {
            shell::scan(Dialect::Posix, &self.command(parts), findings);
        }
    }

    /// The address of a secret's block counts as an address with its name.
    fn in_text(&self, part: &Expr) -> Option<Known> {
        if let Shape::Member(_, attribute) = &part.shape
            && matches!(attribute.as_str(), "id" | "versionless_id")
            && let Some(known) = self.target(part)
        {
            let text = format!("https://${{}}.vault.azure.net/secrets/{}", known.single()?);
            return Some(Known { texts: vec![(text, part.start)], via: known.via });
        }
        self.resolve(part)
    }

    /// A command line; what is not known of it stays a variable.
    fn command(&self, parts: &[Expr]) -> Text {
        let mut text = Text::empty();
        for part in parts {
            match (part.as_text(), self.resolve(part)) {
                (Some(known), _) => text.push(known, part.start),
                (None, Some(known)) => text.push(known.single().unwrap_or("${_}"), part.start),
                (None, None) => text.push("${_}", part.start),
            }
        }
        text.within(self.text)
    }
}

/// `data.TYPE.LABEL` as one name, so that it does not look like a type called `data`.
fn addressed(expr: Expr) -> Expr {
    let Expr { shape, start, end } = expr;
    let shape = match shape {
        Shape::Member(of, label) => match &of.shape {
            Shape::Member(data, kind) if data.shape == Shape::Name("data".to_owned()) => {
                Shape::Name(format!("data.{kind}.{label}"))
            }
            _ => Shape::Member(Box::new(addressed(*of)), label),
        },
        Shape::Index(of, key) => Shape::Index(Box::new(addressed(*of)), key),
        Shape::Join(parts) => Shape::Join(parts.into_iter().map(addressed).collect()),
        other => other,
    };
    Expr::new(shape, start, end)
}
