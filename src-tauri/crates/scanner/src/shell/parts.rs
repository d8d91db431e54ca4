//! What a word of a shell is put together of.

use crate::expr::{Expr, Shape};

/// The parts of a word so far.
#[derive(Default)]
pub(super) struct Parts {
    all: Vec<Expr>,
}

impl Parts {
    pub(super) fn push(&mut self, c: char, at: usize) {
        self.text(c.encode_utf8(&mut [0; 4]), at);
    }

    pub(super) fn text(&mut self, text: &str, at: usize) {
        match self.all.last_mut() {
            Some(Expr { shape: Shape::Text(last), end, .. }) => {
                last.push_str(text);
                *end = at + text.len();
            }
            _ => self.all.push(Expr::text(text, at, at + text.len())),
        }
    }

    pub(super) fn name(&mut self, name: &str, start: usize, end: usize) {
        let plain = !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '_');
        let digits = name.chars().all(|c| c.is_ascii_digit());
        let shape = if plain && !digits { Shape::Name(name.to_owned()) } else { Shape::Other };
        self.all.push(Expr::new(shape, start, end));
    }

    pub(super) fn computed(&mut self, start: usize, end: usize) {
        self.all.push(Expr::other(start, end));
    }

    pub(super) fn finish(mut self, start: usize, end: usize) -> Option<Expr> {
        self.all.retain(|part| part.as_text() != Some("") || part.start == start);
        if self.all.len() > 1 {
            self.all.retain(|part| part.as_text() != Some(""));
        }
        match self.all.len() {
            0 => None,
            1 => self.all.pop().map(|part| Expr::new(part.shape, start, end)),
            _ => Some(Expr::new(Shape::Join(self.all), start, end)),
        }
    }
}
