//! Every rule's own examples, and what the rules share.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]

use super::{rules, scan};
use crate::{
    found::Findings,
    reference::{Reference, Via},
    text::Text,
};

fn references(text: &str) -> Vec<Reference> {
    let mut findings = Findings::new("x", text);
    scan(&Text::whole(text), &mut findings);
    findings.finish().0
}

#[test]
fn good_examples_are_found_and_bad_ones_are_not() {
    let mut wrong = Vec::new();
    assert!(rules::all().len() > 10);
    for rule in rules::all() {
        for good in &rule.good {
            let found = references(good);
            let fits = |r: &Reference| r.name.as_deref() == Some("erp") && r.kind == rule.kind;
            if found.len() != 1 || !found.iter().all(fits) {
                wrong.push(format!("should be found:\n{good}\n{found:#?}"));
            }
        }
        for bad in &rule.bad {
            let found = references(bad);
            if !found.is_empty() {
                wrong.push(format!("should not be found:\n{bad}\n{found:#?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

#[test]
fn names_resolve_only_where_they_are_known() {
    let cases = [
        ("$n = 'a'\nGet-AutomationVariable -Name $n", Some("a"), Via::Var),
        ("$n = 'a'; $n = 'b'\nGet-AutomationVariable -Name $n", None, Via::Dynamic),
        ("$n = 'a'\n$n += 'b'\nGet-AutomationVariable -Name $n", None, Via::Dynamic),
        ("$e = 'p'\nGet-AutomationVariable -Name \"$e-Region\"", Some("p-Region"), Via::Concat),
        ("Get-AutomationVariable -Name \"$Site-Region\"", None, Via::Dynamic),
        ("Get-AutomationVariable -Name ('{0}-x' -f 'a')", Some("a-x"), Via::Concat),
        ("Get-AutomationVariable -Name $item.Name", None, Via::Dynamic),
        ("param([Parameter(Mandatory)] $n = 'a')\nGet-AutomationVariable $n", None, Via::Dynamic),
        ("function f($n) { Get-AutomationVariable $n }\n$n = 'a'", None, Via::Dynamic),
        ("Get-AzKeyVaultSecret -VaultName kv1", Some("*"), Via::ListAll),
    ];
    for (text, name, via) in cases {
        let found = references(text);
        assert_eq!(found.len(), 1, "{text}\n{found:#?}");
        assert_eq!((found[0].name.as_deref(), found[0].via), (name, via), "{text}");
    }
}

#[test]
fn a_name_on_another_line_keeps_both_lines() {
    let found = references("$x = Get-AutomationVariable `\r\n  -Name 'A' `\r\n  -ErrorAction Stop");
    assert_eq!((found[0].line, found[0].name_line), (1, 2));
}

#[test]
fn an_open_here_string_does_not_hide_the_rest() {
    let found = references("$x = @'\nno end\nGet-AutomationVariable -Name 'A'\n");
    assert_eq!(found.len(), 1);
}
