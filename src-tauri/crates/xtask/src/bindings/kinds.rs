//! What crosses, as far as both languages can say it: texts, numbers, lists, and types by name.

use std::collections::{BTreeMap, BTreeSet};

use syn::{GenericArgument, Item, PathArguments, ReturnType, Type};

/// One thing that crosses, and whether it may be missing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Part {
    pub(super) missing: bool,
    pub(super) kind: Kind,
}

/// The kind of a field, an argument or an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Kind {
    Nothing,
    Text,
    Number,
    Truth,
    List(Box<Kind>),
    /// A type that has a name of its own.
    Named(String),
    /// What this reading does not tell; it agrees with everything.
    Other,
}

impl Kind {
    /// In the words of a finding.
    pub(super) fn word(&self) -> String {
        match self {
            Self::Nothing => "nothing".to_owned(),
            Self::Text => "a text".to_owned(),
            Self::Number => "a number".to_owned(),
            Self::Truth => "true or false".to_owned(),
            Self::List(inner) => format!("a list of {}", inner.word()),
            Self::Named(name) => name.clone(),
            Self::Other => "anything".to_owned(),
        }
    }

    /// Whether Rust's kind `self` is the page's kind `page`.
    pub(super) fn agrees(&self, page: &Self) -> bool {
        match (self, page) {
            (Self::Other, _) | (_, Self::Other) => true,
            (Self::List(one), Self::List(other)) => one.agrees(other),
            (Self::Named(rust), Self::Named(page)) => names_of(rust).any(|name| name == *page),
            (one, other) => one == other,
        }
    }
}

/// How the page may call what Rust calls `name`.
pub(super) fn names_of(name: &str) -> impl Iterator<Item = String> {
    let short = name.strip_suffix("View").unwrap_or(name).to_owned();
    let request = format!("{short}Request");
    [name.to_owned(), short, request].into_iter()
}

/// The types that cross by a name: those whose variants are words alone are texts.
#[derive(Debug, Default)]
pub(super) struct Named {
    texts: BTreeSet<String>,
    others: BTreeSet<String>,
}

impl Named {
    pub(super) fn note(&mut self, item: &Item) {
        match item {
            Item::Enum(one) if one.variants.iter().all(|variant| variant.fields.is_empty()) => {
                self.texts.insert(one.ident.to_string());
            }
            Item::Enum(one) => _ = self.others.insert(one.ident.to_string()),
            Item::Struct(one) if one.generics.params.is_empty() => {
                self.others.insert(one.ident.to_string());
            }
            _ => {}
        }
    }

    /// What a type of Rust is.
    pub(super) fn part(&self, kind: &Type) -> Part {
        match within(kind) {
            Some((name, Some(inner))) if name == "Option" => {
                Part { missing: true, ..self.part(inner) }
            }
            _ => Part { missing: false, kind: self.kind(kind) },
        }
    }

    fn kind(&self, kind: &Type) -> Kind {
        match kind {
            Type::Reference(to) => return self.kind(&to.elem),
            Type::Slice(of) => return Kind::List(Box::new(self.kind(&of.elem))),
            Type::Tuple(of) if of.elems.is_empty() => return Kind::Nothing,
            _ => {}
        }
        let Some((name, inner)) = within(kind) else { return Kind::Other };
        match (name.as_str(), inner) {
            ("String" | "str" | "Secret" | "PathBuf", None) => Kind::Text,
            ("bool", None) => Kind::Truth,
            ("u8" | "u16" | "u32" | "u64" | "usize" | "i64" | "f64", None) => Kind::Number,
            ("Vec", Some(inner)) => Kind::List(Box::new(self.kind(inner))),
            ("Box", Some(inner)) => self.kind(inner),
            (name, None) if self.texts.contains(name) => Kind::Text,
            (name, None) if self.others.contains(name) => Kind::Named(name.to_owned()),
            _ => Kind::Other,
        }
    }

    /// What a command answers when it worked.
    pub(super) fn answer(&self, output: &ReturnType) -> Part {
        let ReturnType::Type(_, kind) = output else {
            return Part { missing: false, kind: Kind::Nothing };
        };
        match within(kind) {
            Some((name, Some(good))) if name.ends_with("Result") => self.part(good),
            _ => self.part(kind),
        }
    }
}

/// The last name of a path, and the first type between its angle brackets.
fn within(kind: &Type) -> Option<(String, Option<&Type>)> {
    let Type::Path(path) = kind else { return None };
    let last = path.path.segments.last()?;
    let inner = match &last.arguments {
        PathArguments::AngleBracketed(list) => list.args.iter().find_map(|one| match one {
            GenericArgument::Type(kind) => Some(kind),
            _ => None,
        }),
        _ => None,
    };
    Some((last.ident.to_string(), inner))
}

/// The page's types by name, each with what stands behind the equals sign.
pub(super) type Aliases = BTreeMap<String, String>;

/// What a type of the page is.
pub(super) fn page_part(text: &str, aliases: &Aliases) -> Part {
    let choices = split(text, '|');
    let missing = choices.len() > 1 && choices.iter().any(|one| one == "null");
    let mut kinds = choices.iter().filter(|one| !missing || *one != "null");
    let first = kinds.next().map_or(Kind::Other, |one| page_kind(one, aliases));
    let same = kinds.all(|one| page_kind(one, aliases) == first);
    Part { missing, kind: if same { first } else { Kind::Other } }
}

fn page_kind(text: &str, aliases: &Aliases) -> Kind {
    if let Some(inner) = text.strip_suffix("[]") {
        let inner = inner.strip_prefix('(').and_then(|one| one.strip_suffix(')')).unwrap_or(inner);
        return Kind::List(Box::new(page_part(inner, aliases).kind));
    }
    match text {
        "null" | "void" => Kind::Nothing,
        "string" => Kind::Text,
        "number" => Kind::Number,
        "boolean" => Kind::Truth,
        literal if literal.starts_with('"') => Kind::Text,
        name => match aliases.get(name) {
            Some(body) if body.starts_with('{') => Kind::Named(name.to_owned()),
            Some(body) => match page_part(body, aliases).kind {
                Kind::Other => Kind::Named(name.to_owned()),
                kind => kind,
            },
            None => Kind::Other,
        },
    }
}

/// The pieces between the separators that stand outside of every bracket.
pub(super) fn split(text: &str, separator: char) -> Vec<String> {
    let (mut depth, mut pieces) = (0, vec![String::new()]);
    for letter in text.chars() {
        depth += i32::from(matches!(letter, '{' | '(' | '<' | '['));
        depth -= i32::from(matches!(letter, '}' | ')' | '>' | ']'));
        match pieces.last_mut() {
            Some(_) if letter == separator && depth == 0 => pieces.push(String::new()),
            Some(last) => last.push(letter),
            None => {}
        }
    }
    pieces.iter().map(|piece| piece.trim().to_owned()).collect()
}
