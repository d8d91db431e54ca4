//! The names and calls of one text.

use std::collections::HashSet;

use tree_sitter::{Node, Tree};

use super::{
    commands, hosted,
    kinds::{is_call, is_text},
    lower::{Lower, field},
    mocks, scripts,
    unit::{Added, Candidate, Line, Unit},
};
use crate::{
    expr::{Expr, Shape},
    names::{Given, Names},
};

/// What to look for.
pub(crate) struct Wanted<'w> {
    pub(crate) methods: &'w HashSet<String>,
    /// Whether a literal text is worth keeping.
    pub(crate) text: fn(&str) -> bool,
}

#[derive(Clone, Copy)]
struct Place {
    scope: usize,
    /// The scope of the innermost type.
    owner: usize,
    mocked: bool,
}

/// Walks the tree once.
pub(crate) fn collect(tree: &Tree, lower: Lower<'_>, wanted: &Wanted<'_>) -> Unit {
    let unit = Unit {
        names: Names::new(false),
        calls: Vec::new(),
        defined: HashSet::new(),
        texts: Vec::new(),
        lines: Vec::new(),
        scripts: Vec::new(),
        added: Vec::new(),
    };
    let mut walk = Walk { unit, lower, wanted };
    let mut cursor = tree.walk();
    // The place that the nodes of each level stand in, the innermost last.
    let mut places = vec![Place { scope: 0, owner: 0, mocked: false }];
    while let Some(place) = places.last().copied() {
        let node = cursor.node();
        let inner = if node.is_named() { walk.enter(node, place) } else { place };
        if cursor.goto_first_child() {
            places.push(inner);
            continue;
        }
        while !cursor.goto_next_sibling() {
            places.pop();
            if !cursor.goto_parent() {
                return walk.unit;
            }
        }
    }
    walk.unit
}

struct Walk<'a> {
    unit: Unit,
    lower: Lower<'a>,
    wanted: &'a Wanted<'a>,
}

impl Walk<'_> {
    fn enter(&mut self, node: Node<'_>, mut place: Place) -> Place {
        match node.kind() {
            "class_definition"
            | "class_declaration"
            | "class"
            | "struct_declaration"
            | "record_declaration"
            | "interface_declaration"
            | "object_definition" => {
                place.scope = self.unit.names.scope(place.scope);
                place.owner = place.scope;
            }
            "lambda"
            | "lambda_expression"
            | "arrow_function"
            | "function_expression"
            | "func_literal"
            | "anonymous_method_expression" => {
                place.scope = self.unit.names.scope(place.scope);
                // Of C#, a single name stands where else a list of them does.
                let single = |list: &Node<'_>| list.kind() == "implicit_parameter";
                let only = field(node, &["parameter"]);
                let only = only.or_else(|| field(node, &["parameters"]).filter(single));
                if let Some(only) = only {
                    self.unit.names.parameter(place.scope, self.lower.source(only), None);
                }
            }
            "parameters"
            | "lambda_parameters"
            | "formal_parameters"
            | "parameter_list"
            | "inferred_parameters" => self.parameters(node, place),
            kind if is_definition(kind) => {
                if let Some(name) = field(node, &["name"]) {
                    self.unit.defined.insert(self.lower.source(name).to_owned());
                }
                place.scope = self.unit.names.scope(place.scope);
            }
            kind if is_call(kind) => self.call(node, &mut place),
            kind if commands::is_list(kind, self.lower.source(node)) => {
                if let Shape::List(words) = self.lower.expr(node).shape {
                    self.line(words, node, place);
                }
            }
            kind if is_text(kind) => self.text(node, place),
            _ => self.assignment(node, place),
        }
        place
    }

    fn text(&mut self, node: Node<'_>, place: Place) {
        if (self.wanted.text)(self.lower.source(node)) {
            self.unit.texts.push((self.lower.expr(node), place.scope));
        }
    }

    fn parameters(&mut self, list: Node<'_>, place: Place) {
        let mut cursor = list.walk();
        for child in list.named_children(&mut cursor) {
            let name = match child.kind() {
                "identifier" => Some(child),
                "typed_parameter" => child.named_child(0),
                _ => field(child, &["name", "pattern", "left"]),
            };
            let Some(name) = name else { continue };
            let default = field(child, &["value", "right"]).map(|value| self.lower.expr(value));
            let name = self.lower.source(name);
            self.unit.names.parameter(place.scope, name, default);
            if let Some(of) = field(child, &["type"]) {
                self.unit.names.set_type(place.scope, name, type_word(self.lower.source(of)));
            }
        }
    }

    fn call(&mut self, node: Node<'_>, place: &mut Place) {
        let Some((method, word)) = self.lower.method(node) else { return };
        let before = self.lower.text.get(node.start_byte()..word.start_byte()).unwrap_or_default();
        if mocks::sets_up(method, before.trim_end_matches(['.', '?'])) {
            place.mocked = true;
        }
        let runs = commands::is_runner(method);
        let hosts = scripts::is_host(method);
        let adds = hosted::adds(method);
        if !runs && !hosts && !adds && !self.wanted.methods.contains(method) {
            return;
        }
        if let Shape::Call(call) = self.lower.expr(node).shape {
            if hosts {
                let script = call.args.first().map(|arg| arg.value.clone());
                self.unit.scripts.extend(script.map(|script| (script, place.scope)));
                self.unit.added.push(Added { call: *call, scope: place.scope });
                return;
            }
            if adds {
                self.unit.added.push(Added { call: *call, scope: place.scope });
                return;
            }
            if runs {
                let words = call.args.iter().filter(|arg| arg.name.is_none());
                self.line(words.map(|arg| arg.value.clone()).collect(), node, *place);
                return;
            }
            self.unit.calls.push(Candidate {
                call: *call,
                scope: place.scope,
                mocked: place.mocked,
                start: node.start_byte(),
                end: node.end_byte(),
            });
        }
    }

    fn line(&mut self, words: Vec<Expr>, node: Node<'_>, place: Place) {
        self.unit.lines.push(Line { words, scope: place.scope, end: node.end_byte() });
    }

    fn assignment(&mut self, node: Node<'_>, place: Place) {
        match node.kind() {
            "assignment"
            | "assignment_expression"
            | "short_var_declaration"
            | "assignment_statement"
            | "named_expression" => self.assign(node, place),
            "augmented_assignment" | "augmented_assignment_expression" => {
                if let Some(left) = field(node, &["left"]) {
                    self.give(left, place, Given::Unknown);
                }
            }
            "variable_declarator"
            | "var_spec"
            | "const_spec"
            | "field_definition"
            | "public_field_definition"
            | "property_declaration" => self.declare(node, place),
            "for_statement"
            | "for_in_statement"
            | "for_in_clause"
            | "foreach_statement"
            | "enhanced_for_statement"
            | "range_clause" => self.each(node, place),
            "as_pattern" => self.as_pattern(node, place),
            _ => {}
        }
    }

    fn assign(&mut self, node: Node<'_>, place: Place) {
        let left = field(node, &["left", "name"]);
        let (Some(left), Some(right)) = (left, field(node, &["right", "value"])) else { return };
        let operator = field(node, &["operator"]).map_or("=", |node| self.lower.source(node));
        let simple = matches!(operator, "=" | ":=" | "");
        let value = self.lower.expr(right);
        let value = match value.shape {
            // Go: `a, err := f()` gives the first name the call.
            Shape::List(items) if right.kind() == "expression_list" && items.len() == 1 => {
                items.into_iter().next()
            }
            _ => Some(value),
        };
        let given = |value: Option<Expr>| match value {
            Some(value) if simple => Given::Value(value),
            _ => Given::Unknown,
        };
        if left.kind() == "expression_list" || left.kind() == "pattern_list" {
            let mut cursor = left.walk();
            let mut names = left.named_children(&mut cursor);
            if let Some(first) = names.next() {
                self.give(first, place, given(value));
            }
            names.for_each(|name| self.give(name, place, Given::Unknown));
        } else {
            self.give(left, place, given(value));
            if let Some(of) = field(node, &["type"]) {
                let of = type_word(self.lower.source(of));
                self.unit.names.set_type(place.scope, self.lower.source(left), of);
            }
        }
    }

    fn give(&mut self, left: Node<'_>, place: Place, given: Given) {
        match left.kind() {
            "identifier" => self.unit.names.give(place.scope, self.lower.source(left), given),
            "attribute"
            | "member_expression"
            | "member_access_expression"
            | "field_access"
            | "selector_expression" => {
                let name = field(left, &["attribute", "property", "name", "field"]);
                if let Some(name) = name {
                    self.unit.names.give(place.owner, self.lower.source(name), given);
                }
            }
            _ => {}
        }
    }

    fn declare(&mut self, node: Node<'_>, place: Place) {
        let Some(name) = field(node, &["name", "property"]) else { return };
        let of = field(node, &["type"]).or_else(|| field(node.parent()?, &["type"]));
        let name = self.lower.source(name);
        if let Some(of) = of {
            let of = type_word(self.lower.source(of));
            if of != "var" {
                self.unit.names.set_type(place.scope, name, of);
            }
        }
        let value = field(node, &["value"]).or_else(|| value_after_equals(node));
        if let Some(value) = value {
            let value = match self.lower.expr(value) {
                Expr { shape: Shape::List(mut items), .. }
                    if value.kind() == "expression_list" && items.len() == 1 =>
                {
                    items.remove(0)
                }
                value => value,
            };
            self.unit.names.give(place.scope, name, Given::Value(value));
        }
    }

    fn each(&mut self, node: Node<'_>, place: Place) {
        let name = field(node, &["left", "name"]);
        let (Some(name), Some(values)) = (name, field(node, &["right", "value"])) else { return };
        let name = match name.kind() {
            // Go: `for _, name := range names`.
            "expression_list" => match name.named_child(1) {
                Some(second) => second,
                None => return,
            },
            _ => name,
        };
        let values = Given::Each(self.lower.expr(values));
        self.unit.names.give(place.scope, self.lower.source(name), values);
    }

    fn as_pattern(&mut self, node: Node<'_>, place: Place) {
        if let (Some(value), Some(alias)) = (node.named_child(0), field(node, &["alias"])) {
            let value = Given::Value(self.lower.expr(value));
            self.unit.names.give(place.scope, self.lower.source(alias), value);
        }
    }
}

fn is_definition(kind: &str) -> bool {
    matches!(
        kind,
        "function_definition"
            | "function_declaration"
            | "method_declaration"
            | "method_definition"
            | "local_function_statement"
            | "constructor_declaration"
            | "generator_function_declaration"
            | "method_spec"
            | "method_elem"
            | "method_signature"
            | "function_signature"
    )
}

fn value_after_equals(node: Node<'_>) -> Option<Node<'_>> {
    let mut cursor = node.walk();
    let children: Vec<_> = node.children(&mut cursor).collect();
    let equals = children.iter().position(|child| child.kind() == "=")?;
    children.get(equals + 1).copied()
}

/// The word of a type that tells: without pointers, generics, packages and question marks.
fn type_word(source: &str) -> &str {
    let source = source.trim_start_matches([':', ' ', '*', '&']);
    let source = source.strip_prefix("Lazy<").unwrap_or(source);
    let end = source.find(['<', '>', '?', '[', '|', ' ']).unwrap_or(source.len());
    let source = source.get(..end).unwrap_or(source);
    // A package of Go says more than the word after it.
    match source.split_once('.') {
        Some((package, "Client" | "BaseClient")) => package,
        _ => source.rsplit('.').next().unwrap_or(source),
    }
}
