//! Circles between modules, and what only looks like one.
#![allow(clippy::unwrap_used, reason = "tests")]

use super::*;

/// The circles of a crate of these modules and texts.
fn of(modules: &[(&str, &str)]) -> Vec<String> {
    without(&[], modules)
}

/// The same, where these arrows may run back.
fn without(back: &[(&str, &str)], modules: &[(&str, &str)]) -> Vec<String> {
    let files = modules.iter().map(|(name, text)| {
        let module = if name.is_empty() { Module::new() } else { module(name) };
        (module, syn::parse_file(text).unwrap())
    });
    let back: Vec<_> = back.iter().map(|(from, to)| (module(from), module(to))).collect();
    wrong(imports::arrows(&files.collect()), &back)
}

#[test]
fn a_circle_is_found_by_whatever_way_it_closes() {
    let closing = [
        "use super::read::Open;",
        "use super::read::*;",
        "use crate::{Key, read}; fn f() { read::open() }",
        "use super::read::{self as other}; fn f() { other::open() }",
        "fn f() { super::read::open() }",
        "fn f(open: &crate::read::Open) {}",
        "fn f() { vec![crate::read::Open] }",
        // Through the face of the crate.
        "use super::Open;",
    ];
    let root = "mod hold; mod read; pub use read::Open; pub use hold::Key;";
    for text in closing {
        let found = of(&[("", root), ("read", "use crate::Key; pub struct Open;"), ("hold", text)]);
        assert_eq!(found.len(), 1, "{text}");
        assert!(found[0].starts_with("a circle of 2 modules"), "{}", found[0]);
        assert!(found[0].contains("hold -> read") && found[0].contains("read -> hold"));
    }
}

#[test]
fn a_long_circle_is_one_and_names_no_bystander() {
    let found = of(&[
        ("", "mod a; mod b; mod c; mod d;"),
        ("a", "use super::b::B;"),
        ("b", "use super::c::C;"),
        ("c", "use super::a::A;"),
        ("d", "use super::a::A;"),
    ]);
    assert_eq!(
        found,
        ["a circle of 3 modules that import each other\n    a -> b\n    b -> c\n    c -> a"]
    );
}

#[test]
fn an_order_is_no_circle() {
    let read = "use super::hold::Key; use std::mem; fn f() { other::read::open() }";
    let orders: [&[(&str, &str)]; 5] = [
        &[("", "mod hold; mod read; pub use read::Open;"), ("hold", ""), ("read", read)],
        // Tests may look everywhere.
        &[("", ""), ("hold", "#[cfg(test)] mod t { use crate::read::Open; }"), ("read", read)],
        // Words are no imports.
        &[("", ""), ("hold", "/// See [`super::read::Open`].\nstruct Key;"), ("read", read)],
        // A folder's face that only hands on.
        &[
            ("", "mod team;"),
            ("team", "mod a; mod b; pub use a::A; pub use b::B;"),
            ("team::a", "use super::B; pub struct A;"),
            ("team::b", "pub struct B;"),
        ],
        // The same, with the folder imported for one of its names.
        &[
            ("", "mod team; mod other;"),
            ("team", "mod a; mod b; pub use a::A; pub use b::B;"),
            ("team::a", "use crate::other::Other;"),
            ("team::b", "pub struct B;"),
            ("other", "use crate::team; fn f(b: team::B) {} pub struct Other;"),
        ],
    ];
    for order in orders {
        assert_eq!(of(order), Vec::<String>::new());
    }
}

#[test]
fn what_a_folder_shares_with_its_files_closes_a_circle_only_from_outside() {
    let shared = ("list", "mod page; pub struct Rows; use page::Page;");
    let page = "use super::Rows;";
    let crate_root = ("", "mod list; mod other;");
    assert_eq!(of(&[crate_root, shared, ("list::page", page)]), Vec::<String>::new());
    let page = "use super::Rows; use crate::other::Other;";
    let other = ("other", "use crate::list::Rows; pub struct Other;");
    let found = of(&[crate_root, shared, ("list::page", page), other]);
    assert_eq!(found.len(), 1);
    assert!(found[0].starts_with("a circle of 3 modules"), "{}", found[0]);
}

#[test]
fn an_arrow_that_may_run_back_opens_its_circle_and_no_other_and_must_close_one() {
    let texts = [
        ("", "mod token; mod text; mod other;"),
        ("token", "use super::text::Text;"),
        ("text", "use super::token::Token;"),
        ("other", "use super::token::Token;"),
    ];
    assert_eq!(of(&texts).len(), 1, "control");
    assert_eq!(without(&[("token", "text")], &texts), Vec::<String>::new());
    assert_eq!(without(&[("other", "token")], &texts).len(), 2, "that closes none, and one stays");
    assert_eq!(without(&[("token", "text"), ("token", "other")], &texts).len(), 1, "is not there");
}
