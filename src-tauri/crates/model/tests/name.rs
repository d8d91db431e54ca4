//! How long a name may be: characters are counted, not bytes.
#![allow(clippy::unwrap_used, reason = "tests")]

use credenza_model::name::{DisplayName, LONGEST_NAME, NameError, VariableName};

#[test]
fn a_hundred_characters_pass_and_one_more_does_not() {
    // One, two, three and four bytes each.
    for letter in ["a", "ä", "漢", "🔑"] {
        let longest = letter.repeat(100);
        assert_eq!(DisplayName::parse(&longest).unwrap().as_str(), longest);
        let refused = DisplayName::parse(&letter.repeat(101)).unwrap_err();
        assert_eq!(refused, NameError::TooLong { length: 101 }, "{letter}");
    }
    assert_eq!(LONGEST_NAME, 100);
    // A letter and its accent are two of them, as a person's keyboard may send them.
    assert!(DisplayName::parse(&"a\u{308}".repeat(50)).is_ok());
    let refused = DisplayName::parse(&"a\u{308}".repeat(51)).unwrap_err();
    assert_eq!(refused, NameError::TooLong { length: 102 });
}

#[test]
fn spaces_around_a_name_are_not_counted() {
    let name = format!("  {}\n", "x".repeat(100));
    assert_eq!(DisplayName::parse(&name).unwrap().as_str().len(), 100);
    assert_eq!(DisplayName::parse("   "), Err(NameError::Empty));
}

#[test]
fn a_variable_name_is_as_long_and_no_longer() {
    assert!(VariableName::parse(&"v".repeat(100)).is_ok());
    let refused = VariableName::parse(&"v".repeat(101)).unwrap_err();
    assert_eq!(refused, NameError::TooLong { length: 101 });
    // What is proposed is never refused.
    let proposed = VariableName::suggest("cr", &"long ".repeat(60));
    assert_eq!(VariableName::parse(&proposed).unwrap().as_str().len(), 100);
}
