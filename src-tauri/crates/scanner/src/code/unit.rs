//! What is found in one text before the rules are asked.

use std::collections::HashSet;

use crate::{
    expr::{Call, Expr},
    names::Names,
};

/// A call that a rule may be about.
pub(crate) struct Candidate {
    pub(crate) call: Call,
    pub(crate) scope: usize,
    /// Whether it stands inside the set-up of a test double.
    pub(crate) mocked: bool,
    pub(crate) start: usize,
    pub(crate) end: usize,
}

/// What one text holds.
pub(crate) struct Unit {
    pub(crate) names: Names,
    pub(crate) calls: Vec<Candidate>,
    /// Functions and methods that the text defines.
    pub(crate) defined: HashSet<String>,
    /// Literal texts that may be a reference by themselves, and their scope.
    pub(crate) texts: Vec<(Expr, usize)>,
    /// What may be the command line of a program.
    pub(crate) lines: Vec<Line>,
    /// What a host of scripts is given, and its scope.
    pub(crate) scripts: Vec<(Expr, usize)>,
    /// What is added to a command of a host.
    pub(super) added: Vec<Added>,
}

/// The words that a program is run with, or a list of words that looks so.
pub(crate) struct Line {
    pub(crate) words: Vec<Expr>,
    pub(crate) scope: usize,
    pub(crate) end: usize,
}

/// A call that adds to a command of a host, or that begins something else on one, and its scope.
pub(super) struct Added {
    pub(super) call: Call,
    pub(super) scope: usize,
}
