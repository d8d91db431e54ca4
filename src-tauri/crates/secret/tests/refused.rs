//! R47: what a secret can't do is refused by the compiler.

#[test]
fn secrets_cannot_be_printed_cloned_or_serialised() {
    let cases = trybuild::TestCases::new();
    cases.compile_fail("tests/refused/*.rs");
    cases.pass("tests/allowed.rs");
}
