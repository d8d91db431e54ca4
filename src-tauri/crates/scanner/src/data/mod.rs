//! JSON and YAML, read leniently into one tree that keeps every place.

mod json;
mod line;
mod yaml;

pub(crate) use json::read as read_json;
pub(crate) use yaml::read as read_yaml;

use crate::text::Text;

/// A value of JSON or YAML.
#[derive(Debug, Clone)]
pub(crate) enum Node {
    /// Keys and values, in order.
    Map(Vec<Entry>),
    /// Elements, in order.
    List(Vec<Node>),
    /// A text or any other single value.
    Scalar(Scalar),
}

/// A key and its value.
#[derive(Debug, Clone)]
pub(crate) struct Entry {
    pub(crate) key: String,
    /// Where the key starts, in the text that was read.
    pub(crate) at: usize,
    pub(crate) value: Node,
}

/// A single value.
#[derive(Debug, Clone)]
pub(crate) struct Scalar {
    /// Its characters; places are those of the text that was read.
    pub(crate) text: Text,
    /// Whether it was a block of lines.
    pub(crate) block: bool,
}

impl Scalar {
    pub(crate) fn plain(text: &str, at: usize) -> Self {
        Self { text: Text::at(text, at), block: false }
    }

    /// Where it starts.
    pub(crate) fn at(&self) -> usize {
        self.text.place(0)
    }
}

impl Node {
    /// Nothing.
    pub(crate) fn null(at: usize) -> Self {
        Self::Scalar(Scalar::plain("", at))
    }

    /// The value under a key, without regard to case.
    pub(crate) fn get(&self, key: &str) -> Option<&Node> {
        self.entry(key).map(|entry| &entry.value)
    }

    /// The entry of a key, without regard to case.
    pub(crate) fn entry(&self, key: &str) -> Option<&Entry> {
        self.entries().iter().find(|entry| entry.key.eq_ignore_ascii_case(key))
    }

    /// The entries of a map; none of anything else.
    pub(crate) fn entries(&self) -> &[Entry] {
        match self {
            Self::Map(entries) => entries,
            Self::List(_) | Self::Scalar(_) => &[],
        }
    }

    /// The elements of a list; none of anything else.
    pub(crate) fn items(&self) -> &[Node] {
        match self {
            Self::List(items) => items,
            Self::Map(_) | Self::Scalar(_) => &[],
        }
    }

    /// The single value.
    pub(crate) fn scalar(&self) -> Option<&Scalar> {
        match self {
            Self::Scalar(scalar) => Some(scalar),
            Self::Map(_) | Self::List(_) => None,
        }
    }

    /// The characters of a single value.
    pub(crate) fn text(&self) -> Option<&str> {
        self.scalar().map(|scalar| scalar.text.text.as_str())
    }

    /// The characters under a key.
    pub(crate) fn text_of(&self, key: &str) -> Option<&str> {
        self.get(key)?.text()
    }

    /// The value at the end of a path of keys.
    pub(crate) fn at_path(&self, path: &[&str]) -> Option<&Node> {
        path.iter().try_fold(self, |node, key| node.get(key))
    }

    /// Every node below and including this one, outermost first.
    pub(crate) fn walk(&self) -> Vec<&Node> {
        let mut all = Vec::new();
        let mut open = vec![self];
        while let Some(node) = open.pop() {
            all.push(node);
            match node {
                Self::Map(entries) => open.extend(entries.iter().rev().map(|entry| &entry.value)),
                Self::List(items) => open.extend(items.iter().rev()),
                Self::Scalar(_) => {}
            }
        }
        all
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        // A tree may be deep; its parts are dropped one after another.
        let mut open = Vec::new();
        children(self, &mut open);
        while let Some(mut node) = open.pop() {
            children(&mut node, &mut open);
        }
    }
}

fn children(node: &mut Node, open: &mut Vec<Node>) {
    match node {
        Node::Map(entries) => {
            open.extend(entries.iter_mut().map(|e| std::mem::replace(&mut e.value, EMPTY)));
            entries.clear();
        }
        Node::List(items) => open.append(items),
        Node::Scalar(_) => {}
    }
}

const EMPTY: Node = Node::List(Vec::new());

#[cfg(test)]
mod tests;
