//! How hard a password is to guess.

use credenza_secret::Secret;

/// How strong a password is, in one word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum StrengthWord {
    /// Guessed at once.
    Weak,
    /// Withstands a guesser without the file.
    Fair,
    /// Withstands a guesser with the file for long.
    Strong,
    /// Not guessed.
    VeryStrong,
}

/// How strong a password is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Strength {
    /// In one word.
    pub word: StrengthWord,
    /// One piece of advice.
    pub advice: Option<String>,
}

impl Strength {
    /// Whether it may protect a workspace: score 3 or better of 4.
    #[must_use]
    pub fn is_enough_for_a_workspace(&self) -> bool {
        self.word >= StrengthWord::Strong
    }
}

/// Estimates `password` by zxcvbn, which knows common passwords, words, names, dates and patterns;
/// `hints` are words that a guesser would try first, such as the person's name.
#[must_use]
pub fn password_strength(password: &Secret, hints: &[&str]) -> Strength {
    // EXPOSE: the estimate reads the password and keeps nothing of it.
    let estimate = zxcvbn::zxcvbn(password.expose(), hints);
    let word = match u8::from(estimate.score()) {
        0 | 1 => StrengthWord::Weak,
        2 => StrengthWord::Fair,
        3 => StrengthWord::Strong,
        _ => StrengthWord::VeryStrong,
    };
    let advice = estimate.feedback().and_then(|feedback| {
        let warning = feedback.warning().map(|warning| warning.to_string());
        warning.or_else(|| feedback.suggestions().first().map(ToString::to_string))
    });
    Strength { word, advice }
}
