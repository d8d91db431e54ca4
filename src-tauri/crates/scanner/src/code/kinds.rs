//! Kinds of nodes, of all grammars together.

/// A name.
pub(super) const NAMES: &[&str] =
    &["identifier", "shorthand_property_identifier", "type_identifier", "this"];

/// A member of something.
pub(super) const MEMBERS: &[&str] = &[
    "attribute",
    "member_expression",
    "member_access_expression",
    "field_access",
    "selector_expression",
];

/// An element of something.
pub(super) const ELEMENTS: &[&str] = &[
    "subscript",
    "subscript_expression",
    "element_access_expression",
    "index_expression",
    "array_access",
];

/// What only stands around an expression.
pub(super) const WRAPPERS: &[&str] = &[
    "parenthesized_expression",
    "await",
    "await_expression",
    "as_expression",
    "non_null_expression",
    "satisfies_expression",
    "unary_expression",
    "argument",
    "expression_statement",
    "type_conversion_expression",
    "literal_element",
    "checked_expression",
    "literal_value_element",
];

/// What stands around an expression that comes last.
pub(super) const LAST_COUNTS: &[&str] =
    &["cast_expression", "array_creation_expression", "implicit_array_creation_expression"];

/// Several values.
pub(super) const LISTS: &[&str] = &[
    "list",
    "tuple",
    "array",
    "set",
    "expression_list",
    "array_initializer",
    "initializer_expression",
    "collection_expression",
    "literal_value",
];

/// Whether a node is a call, or makes an object.
pub(super) fn is_call(kind: &str) -> bool {
    matches!(
        kind,
        "call"
            | "call_expression"
            | "invocation_expression"
            | "method_invocation"
            | "new_expression"
            | "object_creation_expression"
            | "composite_literal"
    )
}

/// Whether a node is a literal text.
pub(super) fn is_text(kind: &str) -> bool {
    matches!(
        kind,
        "string"
            | "string_literal"
            | "interpreted_string_literal"
            | "template_string"
            | "verbatim_string_literal"
            | "raw_string_literal"
            | "interpolated_string_expression"
            | "character_literal"
    )
}
