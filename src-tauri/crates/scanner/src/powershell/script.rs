//! The names and commands of a script.

use std::collections::HashSet;

use super::{
    token::{Bracket, Token, What, tokens},
    value::{Where, span, value},
};
use crate::{
    expr::{Expr, Shape},
    literals,
    names::{Given, Names},
};

/// How deep groups are walked.
const DEPTH: usize = 80;

/// One argument of a command.
#[derive(Debug, Clone)]
pub(super) enum Argument {
    /// `-Name`, and whether its value follows a colon.
    Parameter(String, bool),
    Value(Expr),
    Splat(String),
}

/// A command that is called.
#[derive(Debug)]
pub(super) struct Command {
    pub(super) name: String,
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) scope: usize,
    /// Whether something is piped into it.
    pub(super) piped: bool,
    pub(super) arguments: Vec<Argument>,
}

/// What a script holds.
pub(super) struct Script {
    pub(super) names: Names,
    pub(super) commands: Vec<Command>,
    /// Programs of other makers: their words, the first is the program.
    pub(super) programs: Vec<(usize, Vec<Expr>)>,
    /// Functions that the script defines, in lower case.
    pub(super) defined: HashSet<String>,
    /// Tables that get more entries: the table and the entry, in lower case; `*` for any entry.
    pub(super) added: HashSet<(String, String)>,
    /// Texts that may be references by themselves.
    pub(super) texts: Vec<(Expr, usize)>,
}

impl Script {
    pub(super) fn read(text: &str) -> Self {
        let mut script = Self {
            names: Names::new(true),
            commands: Vec::new(),
            programs: Vec::new(),
            defined: HashSet::new(),
            added: HashSet::new(),
            texts: Vec::new(),
        };
        script.walk(&tokens(text), 0, DEPTH);
        script
    }

    fn walk(&mut self, tokens: &[Token], scope: usize, depth: usize) {
        let Some(depth) = depth.checked_sub(1) else { return };
        let mut at = 0;
        let mut starts = true;
        while let Some(token) = tokens.get(at) {
            let next = tokens.get(at + 1).map(|token| &token.what);
            match &token.what {
                What::Line => starts = true,
                What::Sign(sign) => {
                    starts = match *sign {
                        ";" | "|" | "||" | "&&" | "=" | "+=" | "&" | "!" => true,
                        "." => starts,
                        _ => false,
                    };
                }
                // A key of a table, or a property.
                What::Word(_) if matches!(next, Some(What::Sign("=" | "+="))) => {}
                What::Word(word) if starts => {
                    (at, starts) = self.word(tokens, at, word, scope, depth);
                    continue;
                }
                What::Group(of, inner) => {
                    self.walk(inner, scope, depth);
                    starts = *of == Bracket::Curly;
                }
                What::Variable(name) => {
                    self.variable(tokens, at, name, scope);
                    starts = false;
                }
                What::Text(expr, code) => {
                    self.text(expr, scope);
                    self.walk(code, scope, depth);
                    starts = false;
                }
                What::Word(word) => starts = is_logic(word),
                What::Splat(_) => starts = false,
            }
            at += 1;
        }
    }

    fn text(&mut self, expr: &Expr, scope: usize) {
        let worth = match &expr.shape {
            Shape::Text(text) => literals::is_candidate(text),
            Shape::Join(parts) => {
                let text: String = parts.iter().filter_map(Expr::as_text).collect();
                literals::is_candidate(&text)
            }
            _ => false,
        };
        if worth {
            self.texts.push((expr.clone(), scope));
        }
    }

    /// A word where a command may start. Gives where to go on, and whether a command may start there.
    fn word(
        &mut self,
        tokens: &[Token],
        at: usize,
        word: &str,
        scope: usize,
        depth: usize,
    ) -> (usize, bool) {
        match word.to_ascii_lowercase().as_str() {
            "function" | "filter" | "workflow" | "configuration" => {
                (self.function(tokens, at, scope, depth), true)
            }
            "param" => match tokens.get(at + 1).map(|token| &token.what) {
                Some(What::Group(Bracket::Round, inner)) => {
                    self.parameters(inner, scope);
                    // Defaults may call commands; their names are no assignments of the script.
                    let aside = self.names.scope(scope);
                    self.walk(inner, aside, depth);
                    (at + 2, true)
                }
                _ => (at + 1, false),
            },
            "foreach" => {
                if let Some(What::Group(Bracket::Round, inner)) =
                    tokens.get(at + 1).map(|t| &t.what)
                {
                    self.each(inner, scope);
                }
                (at + 1, false)
            }
            "return" | "throw" | "else" | "try" | "finally" | "do" | "begin" | "process"
            | "end" | "exit" | "parallel" | "sequence" | "inlinescript" | "trap" => (at + 1, true),
            "if" | "elseif" | "while" | "until" | "switch" | "for" | "catch" => (at + 1, false),
            _ => self.command(tokens, at, word, scope, depth),
        }
    }

    fn function(&mut self, tokens: &[Token], at: usize, scope: usize, depth: usize) -> usize {
        let mut at = at + 1;
        if let Some(What::Word(name)) = tokens.get(at).map(|token| &token.what) {
            self.defined.insert(name.to_ascii_lowercase());
            at += 1;
        }
        let inner_scope = self.names.scope(scope);
        while let Some(token) = tokens.get(at) {
            match &token.what {
                What::Line => {}
                What::Group(Bracket::Round, inner) => {
                    self.parameters(inner, inner_scope);
                    let aside = self.names.scope(inner_scope);
                    self.walk(inner, aside, depth);
                }
                What::Group(Bracket::Curly, inner) => {
                    self.walk(inner, inner_scope, depth);
                    return at + 1;
                }
                _ => return at,
            }
            at += 1;
        }
        at
    }

    fn parameters(&mut self, tokens: &[Token], scope: usize) {
        for part in tokens.split(|token| matches!(token.what, What::Sign(","))) {
            let variable = part.iter().position(|t| matches!(t.what, What::Variable(_)));
            let Some(at) = variable else { continue };
            let Some(What::Variable(name)) = part.get(at).map(|token| &token.what) else {
                continue;
            };
            let default = match part.get(at + 1).map(|token| &token.what) {
                Some(What::Sign("=")) => part.get(at + 2..),
                _ => None,
            };
            let mandatory = part.get(..at).unwrap_or_default().iter().any(is_mandatory);
            let default = default.filter(|_| !mandatory);
            let default = default.map(|tokens| value(tokens, Where::Expression));
            self.names.parameter(scope, name, default);
        }
    }

    fn each(&mut self, tokens: &[Token], scope: usize) {
        if let [Token { what: What::Variable(name), .. }, _, values @ ..] = tokens {
            let values = value(values, Where::Expression);
            // One text is a list of one.
            let values = match values.shape {
                Shape::Text(_) | Shape::Join(_) => {
                    let (start, end) = (values.start, values.end);
                    Expr::new(Shape::List(vec![values]), start, end)
                }
                _ => values,
            };
            self.names.give(scope, name, Given::Each(values));
        }
    }

    /// An assignment, or an entry that is added to a table.
    fn variable(&mut self, tokens: &[Token], at: usize, name: &str, scope: usize) {
        let table = || name.to_ascii_lowercase();
        match tokens.get(at + 1..).unwrap_or_default() {
            [Token { what: What::Sign("="), .. }, rest @ ..] => {
                let given = statement(rest).map(|tokens| value(tokens, Where::Expression));
                self.names.give(scope, name, given.map_or(Given::Unknown, Given::Value));
            }
            [Token { what: What::Sign("+=" | "-=" | "??="), .. }, ..] => {
                self.names.give(scope, name, Given::Unknown);
                self.added.insert((table(), "*".to_owned()));
            }
            [dot, Token { what: What::Word(method), .. }, next, ..]
                if matches!(dot.what, What::Sign(".")) =>
            {
                match &next.what {
                    What::Group(Bracket::Round, inner) if method.eq_ignore_ascii_case("add") => {
                        let key = inner
                            .first()
                            .map(|key| value(std::slice::from_ref(key), Where::Argument));
                        let key = key.and_then(|key| key.as_text().map(str::to_ascii_lowercase));
                        self.added.insert((table(), key.unwrap_or_else(|| "*".to_owned())));
                    }
                    What::Sign("=") => {
                        self.added.insert((table(), method.to_ascii_lowercase()));
                    }
                    _ => {}
                }
            }
            [
                Token { what: What::Group(Bracket::Square, key), .. },
                Token { what: What::Sign("="), .. },
                ..,
            ] => {
                let key = value(key, Where::Argument);
                let key = key.as_text().map(str::to_ascii_lowercase);
                self.added.insert((table(), key.unwrap_or_else(|| "*".to_owned())));
            }
            _ => {}
        }
    }

    fn command(
        &mut self,
        tokens: &[Token],
        at: usize,
        word: &str,
        scope: usize,
        depth: usize,
    ) -> (usize, bool) {
        let rest = tokens.get(at + 1..).unwrap_or_default();
        let ends = |t: &Token| matches!(t.what, What::Line | What::Sign(";" | "|" | "||" | "&&"));
        let count = rest.iter().position(ends).unwrap_or(rest.len());
        let part = rest.get(..count).unwrap_or_default();
        for token in part {
            match &token.what {
                What::Group(_, inner) => self.walk(inner, scope, depth),
                What::Text(expr, code) => {
                    self.text(expr, scope);
                    self.walk(code, scope, depth);
                }
                _ => {}
            }
        }
        let piped = at.checked_sub(1).and_then(|at| tokens.get(at));
        let piped = piped.is_some_and(|token| matches!(token.what, What::Sign("|")));
        let start = tokens.get(at).map_or(0, |token| token.start);
        let end = part.last().or(tokens.get(at)).map_or(start, |token| token.end);
        let program = word.rsplit(['\\', '/']).next().unwrap_or(word).to_ascii_lowercase();
        if crate::cli::is_program(&program) {
            let mut words = vec![Expr::text(program, start, start + word.len())];
            words.extend(runs(part).into_iter().map(|run| value(run, Where::Argument)));
            self.programs.push((scope, words));
        } else if word.contains('-') {
            let (name, arguments) = (word.to_owned(), arguments(part));
            self.commands.push(Command { name, start, end, scope, piped, arguments });
        }
        // A block may stand at the end of a command, and a command behind it.
        (at + 1 + count, false)
    }
}

/// The tokens of a statement's rest; none of one that assigns once more.
fn statement(tokens: &[Token]) -> Option<&[Token]> {
    let mut end = 0;
    while let Some(token) = tokens.get(end) {
        let goes_on = end.checked_sub(1).and_then(|last| tokens.get(last));
        let goes_on = goes_on.is_some_and(|last| matches!(last.what, What::Sign("+" | "," | "=")));
        match token.what {
            What::Sign(";") => break,
            What::Line if !(goes_on || end == 0) => break,
            What::Sign("=" | "+=") => return None,
            _ => end += 1,
        }
    }
    tokens.get(..end)
}

fn is_mandatory(attribute: &Token) -> bool {
    let What::Group(Bracket::Square, inner) = &attribute.what else { return false };
    let groups = inner.iter().filter_map(|token| match &token.what {
        What::Group(Bracket::Round, inner) => Some(inner),
        _ => None,
    });
    groups.into_iter().any(|tokens| {
        tokens.iter().enumerate().any(|(at, token)| {
            let named = matches!(&token.what, What::Word(w) if w.eq_ignore_ascii_case("mandatory"));
            let not = matches!(tokens.get(at + 2).map(|t| &t.what),
                Some(What::Variable(name)) if name.eq_ignore_ascii_case("false"));
            named && !not
        })
    })
}

fn is_logic(word: &str) -> bool {
    matches!(word.to_ascii_lowercase().as_str(), "-not" | "-and" | "-or" | "-xor" | "else")
}

/// Runs of tokens without space between them; what a comma joins is one run.
fn runs(tokens: &[Token]) -> Vec<&[Token]> {
    let comma = |token: &Token| matches!(token.what, What::Sign(","));
    let mut runs = Vec::new();
    let mut start = 0;
    for at in 1..=tokens.len() {
        let (Some(last), next) = (tokens.get(at - 1), tokens.get(at)) else { continue };
        let joined = next.is_some_and(|next| {
            let splits =
                matches!(&last.what, What::Word(w) if w.starts_with('-') && w.ends_with(':'));
            (next.start == last.end && !splits) || comma(next) || comma(last)
        });
        if !joined {
            runs.extend(tokens.get(start..at));
            start = at;
        }
    }
    runs
}

fn arguments(tokens: &[Token]) -> Vec<Argument> {
    let runs = runs(tokens).into_iter().map(|run| match run {
        [Token { what: What::Word(word), .. }] if word.starts_with('-') && word.len() > 1 => {
            let name = word.trim_start_matches('-').trim_end_matches(':').to_ascii_lowercase();
            Argument::Parameter(name, word.ends_with(':'))
        }
        [Token { what: What::Splat(name), .. }] => Argument::Splat(name.clone()),
        _ => {
            let (start, end) = span(run);
            let value = value(run, Where::Argument);
            Argument::Value(Expr::new(value.shape, start, end))
        }
    });
    runs.collect()
}
