//! From a node of any grammar to an expression.

use tree_sitter::Node;

use super::kinds::{ELEMENTS, LAST_COUNTS, LISTS, MEMBERS, NAMES, WRAPPERS, is_call, is_text};
use crate::expr::{Arg, Call, Expr, Shape};

/// How deep an expression is followed.
const DEPTH: usize = 48;

/// What stands for the keyword of `**options`.
pub(crate) const SPLAT: &str = "**";

/// Turns nodes of one text into expressions.
#[derive(Clone, Copy)]
pub(crate) struct Lower<'t> {
    pub(crate) text: &'t str,
}

impl<'t> Lower<'t> {
    /// The text of a node.
    pub(crate) fn source(self, node: Node<'_>) -> &'t str {
        self.text.get(node.byte_range()).unwrap_or_default()
    }

    /// The expression of a node.
    pub(crate) fn expr(self, node: Node<'_>) -> Expr {
        self.at(node, DEPTH)
    }

    fn at(self, node: Node<'_>, depth: usize) -> Expr {
        let (start, end) = (node.start_byte(), node.end_byte());
        let Some(depth) = depth.checked_sub(1) else { return Expr::other(start, end) };
        let shape = match node.kind() {
            kind if NAMES.contains(&kind) => Shape::Name(self.source(node).to_owned()),
            kind if is_text(kind) => self.string(node, depth),
            kind if MEMBERS.contains(&kind) => self.member(node, depth),
            kind if ELEMENTS.contains(&kind) => self.index(node, depth),
            // Go: `[]string{"a", "b"}`.
            "composite_literal" if is_slice(node) => {
                let body = field(node, &["body"]);
                Shape::List(body.map(|body| self.all(body, depth)).unwrap_or_default())
            }
            kind if is_call(kind) => {
                self.call(node, depth).map_or(Shape::Other, |call| Shape::Call(Box::new(call)))
            }
            kind if WRAPPERS.contains(&kind) => return self.inner(node, depth),
            kind if LAST_COUNTS.contains(&kind) => return self.last(node, depth),
            kind if LISTS.contains(&kind) => Shape::List(self.all(node, depth)),
            "concatenated_string" => Shape::Join(self.all(node, depth)),
            "binary_operator" | "binary_expression" => self.binary(node, depth),
            "conditional_access_expression" => return self.conditional(node, depth),
            "dictionary" | "object" => Shape::Dict(self.pairs(node, depth)),
            _ => Shape::Other,
        };
        Expr::new(shape, start, end)
    }

    fn all(self, node: Node<'_>, depth: usize) -> Vec<Expr> {
        let mut cursor = node.walk();
        let children: Vec<_> = node.named_children(&mut cursor).collect();
        let useful = children.into_iter().filter(|child| !child.is_extra());
        useful.take(500).map(|child| self.at(child, depth)).collect()
    }

    fn inner(self, node: Node<'_>, depth: usize) -> Expr {
        match node.named_child(0) {
            Some(child) => self.at(child, depth),
            None => Expr::other(node.start_byte(), node.end_byte()),
        }
    }

    fn last(self, node: Node<'_>, depth: usize) -> Expr {
        let count = u32::try_from(node.named_child_count()).unwrap_or(0);
        match count.checked_sub(1).and_then(|at| node.named_child(at)) {
            Some(child) => self.at(child, depth),
            None => Expr::other(node.start_byte(), node.end_byte()),
        }
    }

    fn string(self, node: Node<'_>, depth: usize) -> Shape {
        let mut parts: Vec<Expr> = Vec::new();
        let mut cursor = node.walk();
        for child in node.named_children(&mut cursor) {
            let (start, end) = (child.start_byte(), child.end_byte());
            match child.kind() {
                "interpolation" | "template_substitution" => {
                    parts.push(self.interpolated(child, depth));
                }
                "string_start" | "string_end" | "interpolation_start" | "interpolation_quote" => {}
                "escape_sequence" => {
                    parts.push(Expr::text(unescape(self.source(child)), start, end))
                }
                _ => parts.push(Expr::text(self.source(child), start, end)),
            }
        }
        if parts.is_empty() {
            return Shape::Text(unquote(self.source(node)));
        }
        join(parts)
    }

    /// What stands between the braces of a string.
    fn interpolated(self, node: Node<'_>, depth: usize) -> Expr {
        let mut cursor = node.walk();
        let mut inside = node.named_children(&mut cursor);
        match inside.find(|child| child.kind() != "interpolation_brace") {
            Some(child) => self.at(child, depth),
            None => Expr::other(node.start_byte(), node.end_byte()),
        }
    }

    fn member(self, node: Node<'_>, depth: usize) -> Shape {
        let of = field(node, &["object", "expression", "operand"]);
        let name = field(node, &["attribute", "property", "name", "field"]);
        match (of, name) {
            (Some(of), Some(name)) => {
                Shape::Member(Box::new(self.at(of, depth)), self.source(name).to_owned())
            }
            _ => Shape::Other,
        }
    }

    fn index(self, node: Node<'_>, depth: usize) -> Shape {
        let of = field(node, &["value", "object", "expression", "operand", "array"]);
        let key = field(node, &["subscript", "index"]);
        match (of, key) {
            (Some(of), Some(key)) => {
                let key = if key.kind() == "bracketed_argument_list" {
                    self.inner(key, depth)
                } else {
                    self.at(key, depth)
                };
                Shape::Index(Box::new(self.at(of, depth)), Box::new(key))
            }
            _ => Shape::Other,
        }
    }

    /// `a?.B()`: the same as `a.B()`.
    fn conditional(self, node: Node<'_>, depth: usize) -> Expr {
        let of = field(node, &["condition"]).or_else(|| node.named_child(0));
        let mut whole = self.last(node, depth);
        if let (Shape::Call(call), Some(of)) = (&mut whole.shape, of)
            && call.receiver.is_none()
        {
            call.receiver = Some(self.at(of, depth));
        }
        whole
    }

    fn binary(self, node: Node<'_>, depth: usize) -> Shape {
        let operator = field(node, &["operator"]).map_or("", |node| self.source(node));
        let (Some(left), Some(right)) = (field(node, &["left"]), field(node, &["right"])) else {
            return Shape::Other;
        };
        match operator {
            "+" => join(vec![self.at(left, depth), self.at(right, depth)]),
            _ => Shape::Other,
        }
    }

    fn pairs(self, node: Node<'_>, depth: usize) -> Vec<(Expr, Expr)> {
        let mut cursor = node.walk();
        let pairs = node.named_children(&mut cursor).filter(|child| child.kind() == "pair");
        let pairs = pairs.take(500).filter_map(|pair| {
            let key = field(pair, &["key"])?;
            let key = match key.kind() {
                "property_identifier" => {
                    Expr::text(self.source(key), key.start_byte(), key.end_byte())
                }
                _ => self.at(key, depth),
            };
            Some((key, self.at(field(pair, &["value"])?, depth)))
        });
        pairs.collect()
    }

    /// The method word of a call and its node, without looking at anything else.
    pub(crate) fn method(self, node: Node<'_>) -> Option<(&'t str, Node<'_>)> {
        let word = match node.kind() {
            "method_invocation" => field(node, &["name"])?,
            _ => {
                let mut word = field(node, &["function", "constructor", "type"])?;
                while let Some(inner) = last_word(word) {
                    word = inner;
                }
                word
            }
        };
        Some((self.source(word), word))
    }

    fn call(self, node: Node<'_>, depth: usize) -> Option<Call> {
        let (method, word) = self.method(node)?;
        let constructs = matches!(
            node.kind(),
            "new_expression" | "object_creation_expression" | "composite_literal"
        );
        let receiver = self.receiver(node, depth);
        let args = field(node, &["arguments"]).map(|list| self.args(list, depth));
        let mut args = args.unwrap_or_default();
        if let Some(extra) = field(node, &["initializer", "body"]) {
            args.extend(self.initializers(extra, depth));
        }
        Some(Call { receiver, method: method.to_owned(), at: word.start_byte(), args, constructs })
    }

    fn receiver(self, node: Node<'_>, depth: usize) -> Option<Expr> {
        if node.kind() == "method_invocation" {
            return Some(self.at(field(node, &["object"])?, depth));
        }
        let called = field(node, &["function", "constructor", "type"])?;
        match called.kind() {
            "generic_name" => None,
            "qualified_type" => field(called, &["package"]).map(|package| self.named(package)),
            _ => {
                let of = field(called, &["object", "expression", "operand", "condition"])?;
                Some(self.at(of, depth))
            }
        }
    }

    fn named(self, node: Node<'_>) -> Expr {
        let shape = Shape::Name(self.source(node).to_owned());
        Expr::new(shape, node.start_byte(), node.end_byte())
    }

    fn args(self, list: Node<'_>, depth: usize) -> Vec<Arg> {
        let mut cursor = list.walk();
        let mut args = Vec::new();
        for child in list.named_children(&mut cursor).filter(|child| !child.is_extra()).take(200) {
            if child.kind() == "keyword_argument" {
                if let (Some(name), Some(value)) =
                    (field(child, &["name"]), field(child, &["value"]))
                {
                    let name = Some(self.source(name).to_owned());
                    args.push(Arg { name, value: self.at(value, depth) });
                }
                continue;
            }
            if child.kind() == "dictionary_splat" {
                args.push(Arg { name: Some(SPLAT.to_owned()), value: self.last(child, depth) });
                continue;
            }
            let name = (child.kind() == "argument").then(|| field(child, &["name"])).flatten();
            let value = match name {
                Some(_) => self.last(child, depth),
                None => self.at(child, depth),
            };
            args.push(Arg { name: name.map(|name| self.source(name).to_owned()), value });
        }
        options(&mut args);
        args
    }

    /// `{ Key = value }` of C# and `{Key: value}` of Go after a type.
    fn initializers(self, list: Node<'_>, depth: usize) -> Vec<Arg> {
        let mut cursor = list.walk();
        let mut args = Vec::new();
        for child in list.named_children(&mut cursor).take(200) {
            let (key, value) = match child.kind() {
                "assignment_expression" => (field(child, &["left"]), field(child, &["right"])),
                "keyed_element" => (child.named_child(0), child.named_child(1)),
                _ => continue,
            };
            if let (Some(key), Some(value)) = (key, value) {
                let name = Some(self.source(key).trim().to_owned());
                args.push(Arg { name, value: self.at(value, depth) });
            }
        }
        args
    }
}

/// The entries of an object that comes first count as keywords; a callback may follow it.
fn options(args: &mut Vec<Arg>) {
    let [Arg { value: Expr { shape: Shape::Dict(entries), .. }, .. }, ..] = args.as_slice() else {
        return;
    };
    let named = entries.iter().filter_map(|(key, value)| {
        Some(Arg { name: Some(key.as_text()?.to_owned()), value: value.clone() })
    });
    let named: Vec<Arg> = named.collect();
    args.extend(named);
}

fn is_slice(node: Node<'_>) -> bool {
    let of = field(node, &["type"]).map(|of| of.kind());
    matches!(of, Some("slice_type" | "array_type" | "implicit_length_array_type"))
}

/// The first of some fields that a node has.
pub(crate) fn field<'n>(node: Node<'n>, names: &[&str]) -> Option<Node<'n>> {
    names.iter().find_map(|name| node.child_by_field_name(name))
}

fn last_word(node: Node<'_>) -> Option<Node<'_>> {
    match node.kind() {
        "attribute"
        | "member_expression"
        | "member_access_expression"
        | "selector_expression"
        | "member_binding_expression"
        | "qualified_name"
        | "qualified_type" => field(node, &["attribute", "property", "name", "field"]),
        "generic_name" | "generic_type" => node.named_child(0),
        "conditional_access_expression" => {
            let count = u32::try_from(node.named_child_count()).ok()?;
            node.named_child(count.checked_sub(1)?)
        }
        _ => None,
    }
}

/// Joins parts; neighbouring texts become one.
pub(crate) fn join(parts: Vec<Expr>) -> Shape {
    let mut whole: Vec<Expr> = Vec::new();
    for part in parts {
        let inner = match part.shape {
            Shape::Join(inner) => inner,
            _ => vec![part],
        };
        for part in inner {
            match (whole.last_mut(), &part.shape) {
                (Some(Expr { shape: Shape::Text(text), end, .. }), Shape::Text(more))
                    if *end == part.start =>
                {
                    text.push_str(more);
                    *end = part.end;
                }
                _ => whole.push(part),
            }
        }
    }
    match whole.as_slice() {
        [Expr { shape: Shape::Text(text), .. }] => Shape::Text(text.clone()),
        _ => Shape::Join(whole),
    }
}

fn unescape(escape: &str) -> String {
    match escape {
        "\\n" => "\n".to_owned(),
        "\\t" => "\t".to_owned(),
        "\\r" => "\r".to_owned(),
        _ => escape.strip_prefix('\\').unwrap_or(escape).to_owned(),
    }
}

fn unquote(source: &str) -> String {
    let start = source.find(['"', '\'', '`']).unwrap_or(0);
    source.get(start..).unwrap_or_default().trim_matches(['"', '\'', '`']).to_owned()
}
