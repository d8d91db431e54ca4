//! Names and the rules about them (C2, C7).

use regex::Regex;

/// Longest credential, connection or display name, in Unicode scalar values (C2).
pub const LONGEST_NAME: usize = 100;

/// Why a name is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NameError {
    /// Nothing but white space.
    #[error("the name is empty")]
    Empty,
    /// Longer than [`LONGEST_NAME`].
    #[error("the name has {length} characters")]
    TooLong {
        /// Its length in Unicode scalar values.
        length: usize,
    },
    /// Holds a control character, such as a line break.
    #[error("the name holds a control character")]
    ControlCharacter,
    /// A variable name with something else than letters, digits and underscore, or a digit first.
    #[error("the name holds characters that a variable name can't have")]
    NotAVariableName,
    /// The workspace's naming rule says no.
    #[error("the name does not follow the naming rule")]
    RuleNotMet {
        /// The rule's own message.
        message: String,
    },
}

/// A name for people: trimmed, not empty, at most [`LONGEST_NAME`] characters, one line.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct DisplayName(String);

impl DisplayName {
    /// Checks and trims `text`.
    ///
    /// # Errors
    /// A [`NameError`] that says which rule it breaks.
    pub fn parse(text: &str) -> Result<Self, NameError> {
        let trimmed = text.trim();
        if trimmed.is_empty() {
            return Err(NameError::Empty);
        }
        if trimmed.chars().any(char::is_control) {
            return Err(NameError::ControlCharacter);
        }
        let length = trimmed.chars().count();
        if length > LONGEST_NAME {
            return Err(NameError::TooLong { length });
        }
        Ok(Self(trimmed.to_owned()))
    }

    /// The name as typed, trimmed.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The form in which two names are the same name: without regard to case.
    #[must_use]
    pub fn folded(&self) -> String {
        fold(&self.0)
    }
}

/// The form in which two names are compared: lower case of upper case, so that "ß" and "SS" agree.
#[must_use]
pub fn fold(text: &str) -> String {
    text.trim().to_uppercase().to_lowercase()
}

/// A variable's unique name: letters, digits and underscore, no digit first, at most 100 (C7).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct VariableName(String);

impl VariableName {
    /// Checks `text` as it stands; nothing is trimmed or replaced.
    ///
    /// # Errors
    /// A [`NameError`] that says which rule it breaks.
    pub fn parse(text: &str) -> Result<Self, NameError> {
        if text.is_empty() {
            return Err(NameError::Empty);
        }
        let length = text.chars().count();
        if length > LONGEST_NAME {
            return Err(NameError::TooLong { length });
        }
        let starts_well = text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
        if !starts_well || !text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_') {
            return Err(NameError::NotAVariableName);
        }
        Ok(Self(text.to_owned()))
    }

    /// The name proposed for `display_name`: the workspace's prefix, an underscore, and each word
    /// with a capital first; what is not an ASCII letter or digit separates words.
    #[must_use]
    pub fn suggest(prefix: &str, display_name: &str) -> String {
        let mut body = String::new();
        for word in display_name.split(|c: char| !c.is_ascii_alphanumeric()) {
            let mut letters = word.chars();
            if let Some(first) = letters.next() {
                body.push(first.to_ascii_uppercase());
                body.push_str(letters.as_str());
            }
        }
        if body.is_empty() {
            body.push_str("Variable");
        }
        let mut name = format!("{prefix}_{body}");
        name.truncate(LONGEST_NAME);
        name
    }

    /// The name itself.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The form in which two names are the same name: without regard to case.
    #[must_use]
    pub fn folded(&self) -> String {
        fold(&self.0)
    }
}

/// A workspace's rule for credential names: an expression and what to say when it is not met (C2).
#[derive(Debug, Clone)]
pub struct NamingRule {
    expression: Regex,
    message: String,
}

impl NamingRule {
    /// Compiles the rule. `expression` must match somewhere in a name, as typed by the person.
    ///
    /// # Errors
    /// The reason in the words of the expression's parser.
    pub fn new(expression: &str, message: &str) -> Result<Self, String> {
        let expression = regex::RegexBuilder::new(expression)
            .size_limit(1 << 20)
            .build()
            .map_err(|error| error.to_string())?;
        Ok(Self { expression, message: message.to_owned() })
    }

    /// Whether `name` follows the rule.
    ///
    /// # Errors
    /// [`NameError::RuleNotMet`] with the rule's message.
    pub fn check(&self, name: &DisplayName) -> Result<(), NameError> {
        if self.expression.is_match(name.as_str()) {
            return Ok(());
        }
        Err(NameError::RuleNotMet { message: self.message.clone() })
    }
}
