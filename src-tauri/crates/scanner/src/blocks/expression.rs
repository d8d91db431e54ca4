//! Expressions: operands with members, elements and calls; what an operator makes is computed.

use super::token::{Token, What};
use crate::expr::{Arg, Call, Each, Expr, Shape};

/// How deep expressions are followed.
const DEPTH: usize = 60;

/// Signs that join operands.
const OPERATORS: &[&str] = &[
    "==", "!=", "<=", ">=", "&&", "||", "??", "=~", "!~", "<", ">", "+", "-", "*", "/", "%", "?",
    "...",
];

/// Reads tokens from a place on.
pub(super) struct Parser<'t> {
    tokens: &'t [Token],
    pub(super) at: usize,
    depth: usize,
}

impl<'t> Parser<'t> {
    pub(super) fn new(tokens: &'t [Token]) -> Self {
        Self { tokens, at: 0, depth: DEPTH }
    }

    pub(super) fn token(&self) -> Option<&'t Token> {
        self.tokens.get(self.at)
    }

    pub(super) fn after(&self, by: usize) -> Option<&'t What> {
        self.tokens.get(self.at + by).map(|token| &token.what)
    }

    pub(super) fn is_sign(&self, sign: &str) -> bool {
        matches!(self.after(0), Some(What::Sign(found)) if *found == sign)
    }

    pub(super) fn is_word(&self, word: &str) -> bool {
        matches!(self.after(0), Some(What::Word(found)) if found == word)
    }

    pub(super) fn skip_lines(&mut self) {
        while matches!(self.after(0), Some(What::Line)) {
            self.at += 1;
        }
    }

    /// Passes over a sign, if it stands here.
    pub(super) fn take(&mut self, sign: &str) -> bool {
        let here = self.is_sign(sign);
        self.at += usize::from(here);
        here
    }

    fn start(&self) -> usize {
        self.token().or(self.tokens.last()).map_or(0, |token| token.start)
    }

    fn end(&self) -> usize {
        let last = self.at.checked_sub(1).and_then(|at| self.tokens.get(at));
        last.map_or(0, |token| token.end)
    }

    /// One expression, to where it ends.
    pub(super) fn expression(&mut self) -> Expr {
        let start = self.start();
        self.deeper(|parser| parser.operators(start))
    }

    /// Reads something inside of something; what is too deep is passed over, token by token.
    fn deeper(&mut self, read: impl FnOnce(&mut Self) -> Expr) -> Expr {
        let start = self.start();
        let Some(depth) = self.depth.checked_sub(1) else {
            self.at += 1;
            return Expr::other(start, start);
        };
        self.depth = depth;
        let found = read(self);
        self.depth += 1;
        found
    }

    fn operators(&mut self, start: usize) -> Expr {
        let first = self.operand();
        let mut more = Vec::new();
        let mut asks = 0;
        loop {
            let before = self.at;
            // A condition may go on below.
            self.skip_lines();
            let operator = match self.after(0) {
                Some(What::Sign(sign)) => *sign,
                _ => "",
            };
            let below = self.at > before;
            let goes_on = match operator {
                "?" => true,
                ":" => asks > 0,
                "&&" | "||" | "??" => true,
                sign => !below && OPERATORS.contains(&sign),
            };
            if !goes_on {
                self.at = before;
                break;
            }
            asks = if operator == "?" { asks + 1 } else { asks };
            asks = if operator == ":" { asks - 1 } else { asks };
            self.at += 1;
            self.skip_lines();
            more.push(self.operand());
        }
        if more.is_empty() {
            return first;
        }
        more.insert(0, first);
        Expr::new(Shape::Parts(more), start, self.end())
    }

    fn operand(&mut self) -> Expr {
        let start = self.start();
        while self.take("!") || self.take("-") {}
        if self.is_word("if")
            && matches!(self.after(1), Some(What::Sign("(")))
            && !self.is_function()
        {
            self.at += 1;
            let condition = self.primary();
            let body = self.deeper(Self::operand);
            let Expr { shape, start, end } = body;
            return match shape {
                Shape::Dict(_) => Expr::new(shape, start, end),
                other => {
                    let parts = vec![condition, Expr::new(other, start, end)];
                    Expr::new(Shape::Parts(parts), start, end)
                }
            };
        }
        let mut found = self.primary();
        let mut steps = 0;
        while steps < 64 && self.postfix(&mut found, start) {
            steps += 1;
        }
        found
    }

    /// Whether the brackets behind a word hold several arguments.
    fn is_function(&self) -> bool {
        let mut depth = 0_usize;
        for token in self.tokens.iter().skip(self.at + 1).take(2000) {
            match token.what {
                What::Sign("(" | "[" | "{") => depth += 1,
                What::Sign(")" | "]" | "}") => depth = depth.saturating_sub(1),
                What::Sign(",") if depth == 1 => return true,
                _ => {}
            }
            if depth == 0 {
                return false;
            }
        }
        false
    }

    fn primary(&mut self) -> Expr {
        let Some(token) = self.token() else { return Expr::other(self.end(), self.end()) };
        let (start, end) = (token.start, token.end);
        match &token.what {
            What::Text(text) => {
                self.at += 1;
                Expr::new(text.shape.clone(), start, end)
            }
            What::Word(word) => {
                self.at += 1;
                Expr::new(Shape::Name(word.clone()), start, end)
            }
            What::Sign("(") => {
                self.at += 1;
                self.skip_lines();
                let inner = self.expression();
                self.close(")");
                inner
            }
            What::Sign("[") => self.deeper(|parser| parser.bracketed("]", start)),
            What::Sign("{") => self.deeper(|parser| parser.bracketed("}", start)),
            // What closes or separates is left to whoever opened.
            What::Sign(")" | "]" | "}" | ",") | What::Line => Expr::other(start, start),
            What::Sign(_) => {
                self.at += 1;
                Expr::other(start, end)
            }
        }
    }

    /// Goes behind a closing sign, over what can't be read.
    fn close(&mut self, sign: &str) {
        for _ in 0..2000 {
            self.skip_lines();
            if self.take(sign) || self.token().is_none() {
                return;
            }
            self.at += 1;
        }
    }

    fn postfix(&mut self, found: &mut Expr, start: usize) -> bool {
        let of = std::mem::replace(found, Expr::other(start, start));
        let shape = match (self.after(0), self.after(1)) {
            (Some(What::Sign("::")), Some(What::Word(name))) => {
                // A resource inside of another has a symbol of its own.
                self.at += 2;
                Shape::Name(name.clone())
            }
            (Some(What::Sign("." | ".?")), Some(What::Word(name))) => {
                self.at += 2;
                Shape::Member(Box::new(of), name.clone())
            }
            (Some(What::Sign(".")), Some(What::Sign("*"))) => {
                self.at += 2;
                Shape::Other
            }
            (Some(What::Sign("[" | "[?")), _) => {
                self.at += 1;
                let key = self.expression();
                self.close("]");
                Shape::Index(Box::new(of), Box::new(key))
            }
            (Some(What::Sign("!")), _) => {
                self.at += 1;
                of.shape
            }
            (Some(What::Sign("(")), _) => match self.call(of) {
                Some(call) => Shape::Call(Box::new(call)),
                None => Shape::Other,
            },
            _ => {
                *found = of;
                return false;
            }
        };
        *found = Expr::new(shape, start, self.end());
        true
    }

    fn call(&mut self, of: Expr) -> Option<Call> {
        let args = self.arguments();
        let at = of.end;
        let (receiver, method) = match of.shape {
            Shape::Name(name) => (None, name),
            Shape::Member(receiver, name) => (Some(*receiver), name),
            _ => return None,
        };
        let at = at.saturating_sub(method.len());
        Some(Call { receiver, method, at, args, constructs: false })
    }

    fn arguments(&mut self) -> Vec<Arg> {
        self.at += 1;
        let mut args = Vec::new();
        loop {
            self.skip_lines();
            if self.take(")") || self.token().is_none() {
                return args;
            }
            let before = self.at;
            args.push(Arg { name: None, value: self.expression() });
            self.take(",");
            if self.at == before {
                self.at += 1;
            }
        }
    }

    fn bracketed(&mut self, close: &'static str, start: usize) -> Expr {
        self.at += 1;
        self.skip_lines();
        let shape = if self.is_word("for") {
            self.each(close)
        } else if close == "]" {
            Shape::List(self.list())
        } else {
            Shape::Dict(self.entries())
        };
        Expr::new(shape, start, self.end())
    }

    fn list(&mut self) -> Vec<Expr> {
        let mut items = Vec::new();
        loop {
            self.skip_lines();
            if self.take("]") || self.token().is_none() {
                return items;
            }
            let before = self.at;
            items.push(self.expression());
            self.take(",");
            if self.at == before {
                self.at += 1;
            }
        }
    }

    /// `for x in list: body`, `for k, v in map : key => value if condition`.
    fn each(&mut self, close: &'static str) -> Shape {
        self.at += 1;
        let mut names = Vec::new();
        while !self.is_word("in") {
            match self.after(0) {
                Some(What::Word(name)) => names.push(name.clone()),
                Some(What::Sign("(" | ")" | ",")) => {}
                _ => break,
            }
            self.at += 1;
        }
        self.at += 1;
        let of = self.expression();
        self.skip_lines();
        self.take(":");
        self.skip_lines();
        let mut body = vec![self.expression()];
        if self.take("=>") {
            self.skip_lines();
            body.push(self.expression());
        }
        self.close(close);
        Shape::Each(Box::new(Each { names, of, body }))
    }

    /// The entries of an object; resources of Bicep may stand among them.
    fn entries(&mut self) -> Vec<(Expr, Expr)> {
        let mut entries = Vec::new();
        loop {
            self.skip_lines();
            if self.take("}") || self.token().is_none() {
                return entries;
            }
            if self.take("@") {
                self.operand();
                continue;
            }
            let before = self.at;
            entries.extend(self.nested().or_else(|| self.entry()));
            self.take(",");
            if self.at == before {
                self.at += 1;
            }
        }
    }

    fn entry(&mut self) -> Option<(Expr, Expr)> {
        let key = self.primary();
        let key = match key.shape {
            Shape::Name(name) => Expr::text(name, key.start, key.end),
            _ => key,
        };
        if !(self.take(":") || self.take("=") || self.take("=>")) {
            return None;
        }
        Some((key, self.expression()))
    }

    /// `resource name 'type' = body` as an entry.
    fn nested(&mut self) -> Option<(Expr, Expr)> {
        let (Some(What::Word(_)), Some(What::Text(_))) = (self.after(1), self.after(2)) else {
            return None;
        };
        self.is_word("resource").then(|| self.resource()).flatten()
    }

    /// `resource name 'type' [existing] = body`; this stands at `resource`.
    pub(super) fn resource(&mut self) -> Option<(Expr, Expr)> {
        let at = self.start();
        let (Some(What::Word(name)), Some(What::Text(of))) = (self.after(1), self.after(2)) else {
            return None;
        };
        self.at += 3;
        let existing = self.is_word("existing");
        self.at += usize::from(existing);
        self.take("=");
        let value = |value| Arg { name: None, value };
        let body = self.expression();
        let of = Expr::new(of.shape.clone(), of.start, of.end);
        let args = vec![value(of), value(body)];
        let method = if existing { "existing" } else { "resource" }.to_owned();
        let call = Call { receiver: None, method, at, args, constructs: true };
        let resource = Expr::new(Shape::Call(Box::new(call)), at, self.end());
        Some((Expr::new(Shape::Name(name.clone()), at, at), resource))
    }
}
