//! What a text says anywhere, which many of its calls ask: each question is answered once.

use std::{
    cell::{OnceCell, RefCell},
    collections::{HashMap, HashSet},
};

/// One text, and what was asked of it.
pub(super) struct Seen<'t> {
    text: &'t str,
    words: RefCell<HashMap<String, bool>>,
    /// From a name to the one that it was brought in for, by the lines that bring one in.
    imported: OnceCell<HashMap<&'t str, &'t str>>,
    /// Words of lines that bring in from the same project.
    own: OnceCell<HashSet<&'t str>>,
    /// The other names of a type.
    others: RefCell<HashMap<String, HashSet<&'t str>>>,
}

impl<'t> Seen<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self {
            text,
            words: RefCell::default(),
            imported: OnceCell::new(),
            own: OnceCell::new(),
            others: RefCell::default(),
        }
    }

    /// Whether the text holds a word.
    pub(super) fn has(&self, word: &str) -> bool {
        if let Some(known) = self.words.borrow().get(word) {
            return *known;
        }
        let found = self.text.contains(word);
        self.words.borrow_mut().insert(word.to_owned(), found);
        found
    }

    /// The name that another one is brought in for: `import name as other`.
    pub(super) fn imported_as(&self, other: &str) -> Option<&'t str> {
        let text = self.text;
        let imported = self.imported.get_or_init(|| {
            let mut names = HashMap::new();
            for line in text.lines().filter(|line| line.contains("import ")) {
                let words = line.split([' ', ',', '(', ')', '{', '}']);
                let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
                for three in words.windows(3).filter(|three| three.get(1) == Some(&"as")) {
                    if let [name, _, other] = three {
                        names.entry(*other).or_insert(*name);
                    }
                }
            }
            names
        });
        imported.get(other).copied()
    }

    /// Whether a word stands in a line that brings in from another file of the same project.
    pub(super) fn is_own(&self, word: &str) -> bool {
        let text = self.text;
        let own = self.own.get_or_init(|| {
            let of = |line: &&str| {
                let brings = line.contains("import") || line.contains("require(");
                brings && ["'./", "\"./", "'../", "\"../"].iter().any(|path| line.contains(path))
            };
            let lines = text.lines().filter(of);
            lines
                .flat_map(|line| line.split(|c: char| !(c.is_alphanumeric() || c == '_')))
                .collect()
        });
        own.contains(word)
    }

    /// Whether a type is another name for one: `Type as Other`.
    pub(super) fn is_other(&self, of: &str, name: &str) -> bool {
        if let Some(known) = self.others.borrow().get(of) {
            return known.contains(name);
        }
        let mark = format!("{of} as ");
        let names = self.text.match_indices(&mark).filter_map(|(at, _)| {
            let rest = self.text.get(at + mark.len()..)?;
            rest.split(|c: char| !(c.is_alphanumeric() || c == '_')).next()
        });
        let names: HashSet<&str> = names.collect();
        let found = names.contains(name);
        self.others.borrow_mut().insert(of.to_owned(), names);
        found
    }
}
