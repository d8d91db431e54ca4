//! Parsing with a grammar, within a limit.

use std::ops::ControlFlow;

use tree_sitter::{Language, ParseOptions, Parser, Tree};

/// Steps that any text may take; the parser asks once a hundred operations.
const STEPS: usize = 5_000;

/// One more step for so many bytes. Sound code takes one for some four hundred.
const BYTES_A_STEP: usize = 40;

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

    /// The tree of a text; `None` when it takes too many steps.
    pub(crate) fn parse(self, text: &str) -> Option<Tree> {
        let mut parser = Parser::new();
        parser.set_language(&self.language()).ok()?;
        let limit = STEPS + text.len() / BYTES_A_STEP;
        let mut steps = 0;
        let mut stop = |_: &tree_sitter::ParseState| {
            steps += 1;
            if steps > limit { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        };
        let bytes = text.as_bytes();
        let options = ParseOptions::new().progress_callback(&mut stop);
        let mut read = |at: usize, _| bytes.get(at..).unwrap_or_default();
        parser.parse_with_options(&mut read, None, Some(options))
    }
}
