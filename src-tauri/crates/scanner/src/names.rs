//! Names of constants in one file, and what an expression comes to.

use std::{cell::Cell, collections::HashMap};

use crate::{
    expr::{Expr, Shape},
    reference::Via,
};

/// How deep a name may lead to another.
const DEPTH: usize = 12;

/// How much is read for one expression: each part counts one, and more by its length. Names that lead
/// to others several times each would come to numbers without end.
const EFFORT: usize = 1_000;

/// Bytes of a text that count as one part more.
const UNIT: usize = 64;

/// How many values a name may be given to be followed.
const MANY: usize = 32;

/// A value that is known: each text with where it stands, and how it was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Known {
    pub(crate) texts: Vec<(String, usize)>,
    pub(crate) via: Via,
}

impl Known {
    fn one(text: String, at: usize, via: Via) -> Self {
        Self { texts: vec![(text, at)], via }
    }

    /// The text, when there is exactly one.
    pub(crate) fn single(&self) -> Option<&str> {
        match self.texts.as_slice() {
            [(text, _)] => Some(text),
            _ => None,
        }
    }
}

/// What a name is given.
#[derive(Debug, Clone)]
pub(crate) enum Given {
    /// A value.
    Value(Expr),
    /// Each element of a value in turn.
    Each(Expr),
    /// Something that is not known.
    Unknown,
}

/// A part of the file with names of its own.
#[derive(Debug, Default)]
struct Scope {
    parent: Option<usize>,
    /// A parameter and its default. A mandatory one has none.
    parameters: HashMap<String, Option<Expr>>,
    given: HashMap<String, Vec<Given>>,
    types: HashMap<String, String>,
}

/// Every name of a file. Scope 0 is the file.
#[derive(Debug)]
pub(crate) struct Names {
    scopes: Vec<Scope>,
    fold_case: bool,
    given_via: Via,
}

impl Names {
    pub(crate) fn new(fold_case: bool) -> Self {
        Self { scopes: vec![Scope::default()], fold_case, given_via: Via::Var }
    }

    /// Names whose values count as attributes of blocks in the same file.
    pub(crate) fn of_blocks() -> Self {
        Self { given_via: Via::SameFileRef, ..Self::new(false) }
    }

    fn key(&self, name: &str) -> String {
        if self.fold_case { name.to_ascii_lowercase() } else { name.to_owned() }
    }

    /// A new scope within another.
    pub(crate) fn scope(&mut self, parent: usize) -> usize {
        self.scopes.push(Scope { parent: Some(parent), ..Scope::default() });
        self.scopes.len() - 1
    }

    pub(crate) fn parameter(&mut self, scope: usize, name: &str, default: Option<Expr>) {
        let key = self.key(name);
        if let Some(scope) = self.scopes.get_mut(scope) {
            scope.parameters.insert(key, default);
        }
    }

    /// Whether a name is a parameter.
    pub(crate) fn is_parameter(&self, scope: usize, name: &str) -> bool {
        let key = self.key(name);
        self.up(scope).any(|scope| scope.parameters.contains_key(&key))
    }

    pub(crate) fn give(&mut self, scope: usize, name: &str, given: Given) {
        let key = self.key(name);
        let text = |given: &Given| match given {
            Given::Value(Expr { shape: Shape::Text(text), .. }) => Some(text.clone()),
            _ => None,
        };
        if let Some(scope) = self.scopes.get_mut(scope) {
            let all = scope.given.entry(key).or_default();
            // The same text once more says nothing new.
            let again = all.last().and_then(text).is_some_and(|last| text(&given) == Some(last));
            if !again {
                all.push(given);
            }
        }
    }

    pub(crate) fn set_type(&mut self, scope: usize, name: &str, of: &str) {
        let key = self.key(name);
        if let Some(scope) = self.scopes.get_mut(scope) {
            scope.types.insert(key, of.to_owned());
        }
    }

    /// The declared type of a name.
    pub(crate) fn type_of(&self, scope: usize, name: &str) -> Option<&str> {
        let key = self.key(name);
        self.up(scope).find_map(|scope| scope.types.get(&key)).map(String::as_str)
    }

    /// Whether a scope is another one or lies in it.
    pub(crate) fn is_within(&self, scope: usize, of: usize) -> bool {
        let outer = |scope: &usize| self.scopes.get(*scope).and_then(|scope| scope.parent);
        std::iter::successors(Some(scope), outer).any(|scope| scope == of)
    }

    fn up(&self, scope: usize) -> impl Iterator<Item = &Scope> {
        std::iter::successors(self.scopes.get(scope), |scope| {
            scope.parent.and_then(|parent| self.scopes.get(parent))
        })
    }

    /// The one value that a name is given, if it is given just one.
    pub(crate) fn value(&self, scope: usize, name: &str) -> Option<&Expr> {
        match self.look_up(scope, name)? {
            Meaning::Given([Given::Value(value)]) => Some(value),
            _ => None,
        }
    }

    /// Every value that a name is given, if each of them is one.
    pub(crate) fn values(&self, scope: usize, name: &str) -> Option<Vec<&Expr>> {
        let Meaning::Given(given) = self.look_up(scope, name)? else { return None };
        let values = given.iter().map(|given| match given {
            Given::Value(value) => Some(value),
            Given::Each(_) | Given::Unknown => None,
        });
        values.collect()
    }

    fn look_up(&self, scope: usize, name: &str) -> Option<Meaning<'_>> {
        let key = self.key(name);
        for scope in self.up(scope) {
            let given = scope.given.get(&key).map(Vec::as_slice).unwrap_or_default();
            match (scope.parameters.get(&key), given) {
                (Some(default), []) => return Some(Meaning::Parameter(default.as_ref())),
                (Some(_), _) => return Some(Meaning::Changed),
                (None, []) => {}
                (None, given) => return Some(Meaning::Given(given)),
            }
        }
        None
    }

    /// What an expression comes to, where that is known.
    pub(crate) fn resolve(&self, scope: usize, expr: &Expr) -> Option<Known> {
        self.resolve_in(scope, expr, Way { depth: DEPTH, effort: &Cell::new(EFFORT) })
    }

    fn resolve_in(&self, scope: usize, expr: &Expr, way: Way<'_>) -> Option<Known> {
        let way = way.on(expr)?;
        match &expr.shape {
            Shape::Text(text) => Some(Known::one(text.clone(), expr.start, Via::Literal)),
            Shape::Name(name) => self.named(scope, name, expr.start, way),
            Shape::Join(parts) => self.joined(scope, parts, expr.start, way),
            Shape::List(items) => self.each(scope, items, way),
            Shape::Member(of, name) => {
                let found = self.entry(scope, of, name, way.depth)?;
                self.indirect(scope, found, expr.start, way)
            }
            Shape::Index(of, key) => {
                let key = self.resolve_in(scope, key, way)?;
                let found = self.entry(scope, of, key.single()?, way.depth)?;
                self.indirect(scope, found, expr.start, way)
            }
            Shape::Call(_) | Shape::Dict(_) | Shape::Each(_) | Shape::Parts(_) | Shape::Other => {
                None
            }
        }
    }

    /// A value reached through a name: found here, but known from there.
    fn indirect(&self, scope: usize, value: &Expr, at: usize, way: Way<'_>) -> Option<Known> {
        let known = self.resolve_in(scope, value, way)?;
        let via = if known.via == Via::Literal { self.given_via } else { known.via };
        let texts = match known.texts.as_slice() {
            [(text, _)] => vec![(text.clone(), at)],
            _ => known.texts,
        };
        Some(Known { texts, via })
    }

    fn named(&self, scope: usize, name: &str, at: usize, way: Way<'_>) -> Option<Known> {
        match self.look_up(scope, name)? {
            Meaning::Parameter(default) => {
                let known = self.resolve_in(scope, default?, way)?;
                Some(Known::one(known.single()?.to_owned(), at, Via::ParamDefault))
            }
            Meaning::Changed => None,
            Meaning::Given(given) if given.len() > MANY => None,
            Meaning::Given(given) => {
                let mut known = given.iter().map(|given| self.given(scope, given, at, way));
                let first = known.next()??;
                let same = known.all(|other| other.is_some_and(|o| same(&o.texts, &first.texts)));
                same.then_some(first)
            }
        }
    }

    fn given(&self, scope: usize, given: &Given, at: usize, way: Way<'_>) -> Option<Known> {
        match given {
            Given::Value(value) => {
                if matches!(value.shape, Shape::List(_)) {
                    return None;
                }
                self.indirect(scope, value, at, way)
            }
            Given::Each(values) => {
                let values = self.list(scope, values)?;
                let known = self.each(scope, values, way)?;
                Some(Known { via: self.given_via, ..known })
            }
            Given::Unknown => None,
        }
    }

    /// The elements of a list, also through a name.
    pub(crate) fn list<'e>(&'e self, scope: usize, expr: &'e Expr) -> Option<&'e [Expr]> {
        match &expr.shape {
            Shape::List(items) => Some(items),
            Shape::Name(name) => match &self.value(scope, name)?.shape {
                Shape::List(items) => Some(items),
                _ => None,
            },
            Shape::Member(of, name) => match &self.entry(scope, of, name, DEPTH)?.shape {
                Shape::List(items) => Some(items),
                _ => None,
            },
            _ => None,
        }
    }

    /// The entries of a dictionary, also through a name or in another.
    pub(crate) fn dict<'e>(&'e self, scope: usize, expr: &'e Expr) -> Option<&'e [(Expr, Expr)]> {
        let found = match &expr.shape {
            Shape::Name(name) => self.value(scope, name)?,
            Shape::Member(of, name) => self.entry(scope, of, name, DEPTH)?,
            _ => expr,
        };
        match &found.shape {
            Shape::Dict(entries) => Some(entries),
            _ => None,
        }
    }

    fn entry<'e>(
        &'e self,
        scope: usize,
        of: &'e Expr,
        key: &str,
        depth: usize,
    ) -> Option<&'e Expr> {
        depth.checked_sub(1)?;
        if let Some(entries) = self.dict(scope, of) {
            let wanted = self.key(key);
            let found = |entry: &&(Expr, Expr)| {
                entry.0.as_text().is_some_and(|name| self.key(name) == wanted)
            };
            return entries.iter().find(found).map(|(_, value)| value);
        }
        // A field of the object itself, or a constant of a type in this file.
        let Shape::Name(owner) = &of.shape else { return None };
        let own = matches!(owner.as_str(), "self" | "this" | "cls") || starts_upper(owner);
        if own { self.value(scope, key) } else { None }
    }

    fn each(&self, scope: usize, items: &[Expr], way: Way<'_>) -> Option<Known> {
        let mut texts = Vec::new();
        for item in items.iter().take(200) {
            let known = self.resolve_in(scope, item, way)?;
            texts.push((known.single()?.to_owned(), item.start));
        }
        (!texts.is_empty()).then_some(Known { texts, via: Via::Literal })
    }

    fn joined(&self, scope: usize, parts: &[Expr], at: usize, way: Way<'_>) -> Option<Known> {
        let mut whole = String::new();
        let mut via = Via::Literal;
        for part in parts {
            let known = self.resolve_in(scope, part, way)?;
            let text = known.single()?;
            way.spend(text.len() / UNIT)?;
            whole.push_str(text);
            if known.via != Via::Literal {
                via = known.via;
            }
        }
        let via = match parts.len() {
            0 | 1 => via,
            _ => Via::Concat,
        };
        Some(Known::one(whole, at, via))
    }
}

/// How far an expression is followed yet.
#[derive(Clone, Copy)]
struct Way<'e> {
    depth: usize,
    effort: &'e Cell<usize>,
}

impl Way<'_> {
    /// One deeper; nothing where that is too deep or too much.
    fn on(self, expr: &Expr) -> Option<Self> {
        let depth = self.depth.checked_sub(1)?;
        self.spend(1 + expr.as_text().map_or(0, str::len) / UNIT)?;
        Some(Self { depth, ..self })
    }

    fn spend(self, much: usize) -> Option<()> {
        let left = self.effort.get().checked_sub(much);
        self.effort.set(left.unwrap_or_default());
        left.map(|_| ())
    }
}

enum Meaning<'a> {
    Parameter(Option<&'a Expr>),
    Changed,
    Given(&'a [Given]),
}

fn same(a: &[(String, usize)], b: &[(String, usize)]) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.0 == b.0)
}

fn starts_upper(name: &str) -> bool {
    name.chars().next().is_some_and(char::is_uppercase)
}
