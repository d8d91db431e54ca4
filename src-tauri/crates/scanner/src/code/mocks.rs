//! Set-ups of test doubles: a call inside one reads nothing.

use crate::expr::{Call, Expr, Shape};

/// Methods that only test doubles have.
const SURE: &[&str] = &[
    "Setup",
    "SetupSequence",
    "SetupGet",
    "Verify",
    "CallTo",
    "Returns",
    "ReturnsAsync",
    "ReturnsForAnyArgs",
    "thenReturn",
    "willReturn",
];

/// Functions that set up a test double when nothing, or a library of doubles, stands before them.
const BARE: &[&str] = &["when", "verify", "given", "patch", "doReturn", "doThrow"];

/// Whether what stands inside a call is a set-up; `before` is the text in front of its method.
pub(super) fn sets_up(method: &str, before: &str) -> bool {
    let bare = || before.trim().is_empty() || before.to_ascii_lowercase().contains("mock");
    SURE.contains(&method) || (BARE.contains(&method) && bare())
}

/// Whether a call is made on a double: `verify(client).getKey(..)`, or with arguments that match
/// anything.
pub(super) fn is_on_double(call: &Call) -> bool {
    let receiver = call.receiver.as_ref().map(Expr::path).unwrap_or_default();
    let double = |word: &str| {
        let known = ["EXPECT", "Received", "DidNotReceive", "verify", "when", "given"];
        word.to_ascii_lowercase().contains("mock") || known.contains(&word)
    };
    receiver.into_iter().any(double) || call.args.iter().any(|arg| matches_anything(&arg.value))
}

/// `It.IsAny<string>()`, `any(String.class)`, `anyString()`.
fn matches_anything(expr: &Expr) -> bool {
    let Shape::Call(call) = &expr.shape else { return false };
    let of = call.receiver.as_ref().map(Expr::path).unwrap_or_default();
    match call.method.as_str() {
        "IsAny" | "Any" => matches!(of.as_slice(), ["It" | "Arg" | "gomock"]),
        "any" | "anyString" => of.is_empty() || of == ["ArgumentMatchers"],
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_common_word_is_a_set_up_only_by_itself() {
        assert!(sets_up("verify", "") && sets_up("patch", "mock."));
        assert!(!sets_up("verify", "jwt.") && !sets_up("patch", "app."));
        assert!(sets_up("Setup", "client."));
    }
}
