//! What a scan reports.

use serde::{Deserialize, Serialize};

/// What a reference names.
///
/// The words are those of `model::references`, which has types of its own: an index of a scan is
/// written with serde, and `model` has none. `app::sources` turns one into the other by a match
/// without a default, so that a word that only one of them has does not compile.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A credential: user name and secret.
    Credential,
    /// A variable.
    Variable,
    /// A connection.
    Connection,
    /// A certificate.
    Certificate,
    /// A key.
    Key,
    /// A secret.
    Secret,
}

/// What the code does with it; see [`Kind`] for why `model` has the same words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Operation {
    /// Reads it.
    Get,
    /// Writes it.
    Set,
    /// Makes it.
    Create,
    /// Removes it.
    Remove,
    /// Reads all of them.
    List,
    /// Says that it exists.
    Declare,
    /// Uses what another place has read.
    Use,
}

/// How the name was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Via {
    /// It stands there.
    Literal,
    /// A variable that is one literal in this file.
    Var,
    /// A parameter's default.
    ParamDefault,
    /// Parts that are all known.
    Concat,
    /// An attribute of a block in the same file.
    SameFileRef,
    /// Everything is read: the name is `*`.
    ListAll,
    /// It is computed when the code runs.
    Dynamic,
}

/// A cell of a notebook, and a line in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Cell {
    /// Its number among all cells, from 1.
    pub number: usize,
    /// The line within the cell, from 1.
    pub line: usize,
}

/// One place that names a credential, variable, connection or secret.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Reference {
    /// The file, relative to what was scanned, with `/`; an entry of an archive follows its archive.
    pub path: String,
    /// The line of the form's own word, from 1.
    pub line: usize,
    /// Its column in characters, from 1.
    pub column: usize,
    /// The line of the name, from 1.
    pub name_line: usize,
    /// Which API or syntax.
    pub form: String,
    /// What is named.
    pub kind: Kind,
    /// What is done.
    pub op: Operation,
    /// The vault, scope or store as written; none when absent or computed.
    pub vault: Option<String>,
    /// Whether the vault is computed.
    pub vault_dynamic: bool,
    /// The name; none when it is computed.
    pub name: Option<String>,
    /// Whether the name is computed.
    pub dynamic: bool,
    /// How the name was found.
    pub via: Via,
    /// The text that gives the name, as written.
    pub expression: String,
    /// Where in a notebook; none elsewhere.
    pub cell: Option<Cell>,
}
