//! Parsing with a grammar, within a limit.

use std::{
    ops::ControlFlow,
    time::{Duration, Instant},
};

use tree_sitter::{Language, ParseOptions, Parser, Tree};

/// Longest time for a text with mistakes in it, which some make a parser lose itself in.
const BROKEN: Duration = Duration::from_millis(300);

/// Longest time for any text.
const LONGEST: Duration = Duration::from_secs(10);

/// Longest time for a short text. A parser that has lost itself does not always know that, and one
/// file may hold cells of several languages.
const SHORT: Duration = Duration::from_millis(400);

/// What each byte of a longer one may take, ten times what sound code does.
const EACH: Duration = Duration::from_micros(2);

/// A language that is parsed by a grammar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Grammar {
    Python,
    CSharp,
    JavaScript,
    TypeScript,
    Tsx,
    Java,
    Go,
}

impl Grammar {
    /// The table of rules that holds for it.
    pub(crate) fn rules(self) -> &'static str {
        match self {
            Self::Python => "python",
            Self::CSharp => "csharp",
            Self::JavaScript | Self::TypeScript | Self::Tsx => "javascript",
            Self::Java => "java",
            Self::Go => "go",
        }
    }

    fn language(self) -> Language {
        match self {
            Self::Python => tree_sitter_python::LANGUAGE.into(),
            Self::CSharp => tree_sitter_c_sharp::LANGUAGE.into(),
            Self::JavaScript => tree_sitter_javascript::LANGUAGE.into(),
            Self::TypeScript => tree_sitter_typescript::LANGUAGE_TYPESCRIPT.into(),
            Self::Tsx => tree_sitter_typescript::LANGUAGE_TSX.into(),
            Self::Java => tree_sitter_java::LANGUAGE.into(),
            Self::Go => tree_sitter_go::LANGUAGE.into(),
        }
    }

    /// The tree of a text; `None` when it takes too long.
    pub(crate) fn parse(self, text: &str) -> Option<Tree> {
        let mut parser = Parser::new();
        parser.set_language(&self.language()).ok()?;
        let start = Instant::now();
        let length = u32::try_from(text.len()).unwrap_or(u32::MAX);
        let longest = LONGEST.min(SHORT + EACH.saturating_mul(length));
        let mut stop = |state: &tree_sitter::ParseState| {
            let took = start.elapsed();
            let over = took > longest || (took > BROKEN && state.has_error());
            if over { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        };
        let bytes = text.as_bytes();
        let options = ParseOptions::new().progress_callback(&mut stop);
        let mut read = |at: usize, _| bytes.get(at..).unwrap_or_default();
        parser.parse_with_options(&mut read, None, Some(options))
    }
}
