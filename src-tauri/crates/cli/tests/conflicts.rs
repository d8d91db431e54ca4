//! Two people change the same field at once; one of them chooses, by script.
#![allow(clippy::unwrap_used, reason = "tests")]

mod support;

use serde_json::Value;
use support::{CANARY, Story};

const OTHER: &str = "other-canary-77b2";

fn person(name: &str) -> Story {
    let story = Story::new();
    let mail = format!("{name}@example.org");
    story.good(&["workspace", "new", "--person", name, "--mail", &mail], "");
    story
}

/// Ada and Bob, each Co-owner of the credential `sap`.
fn colleagues(place: &std::path::Path) -> (Story, Story) {
    let (ada, bob) = (person("Ada"), person("Bob"));
    ada.good(&["team", "new", "Finance", "--at", place.to_str().unwrap()], "");
    let invited = ada.good(&["team", "invite", "Finance", "--mail", "Bob@example.org"], "");
    bob.good(&["team", "join"], invited["invitation"].as_str().unwrap());
    ada.good(&["team", "approve", "Bob"], "");
    ada.good(&["variable", "new", "text", "user"], "svc\n");
    ada.good(&["variable", "new", "secret", "password"], "first\n");
    let new = ["credential", "new", "sap", "--location", "connection"];
    ada.good(&[&new[..], &["--username", "user", "--password", "password"]].concat(), "");
    bob.good(&["team", "sync"], "");
    ada.good(&["share", "sap", "--with", "Bob", "--role", "co-owner"], "");
    bob.good(&["team", "sync"], "");
    (ada, bob)
}

/// What waits for a choice; the raw output holds no value.
fn listed(story: &Story) -> Vec<Value> {
    let output = story.run(&["conflict", "list"], "");
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success(), "{text}");
    assert!(![CANARY, OTHER].iter().any(|value| text.contains(value)), "no value in {text}");
    serde_json::from_str::<Value>(&text).unwrap()["conflicts"].as_array().unwrap().clone()
}

fn by<'v>(conflict: &'v Value, name: &str) -> &'v str {
    let versions = conflict["versions"].as_array().unwrap();
    let found = versions.iter().find(|one| one["by"] == name).unwrap();
    found["version"].as_str().unwrap()
}

fn among(conflict: &Value) -> &str {
    conflict["among"].as_str().unwrap()
}

fn apart(place: &std::path::Path, ada: &Story, bob: &Story, change: impl Fn(&Story, &str)) {
    // Bob's folder is away, so that neither knows of the other.
    let away = place.with_extension("away");
    std::fs::rename(place, &away).unwrap();
    change(ada, "Ada");
    change(bob, "Bob");
    std::fs::rename(&away, place).unwrap();
    for story in [ada, bob, ada] {
        story.good(&["team", "sync"], "");
    }
}

#[test]
fn a_conflict_is_listed_without_its_values_and_chosen_for_both() {
    let home = tempfile::tempdir().unwrap();
    let place = home.path().join("team");
    let (ada, bob) = colleagues(&place);
    assert!(listed(&ada).is_empty(), "control");
    apart(&place, &ada, &bob, |story, name| {
        story.good(&["credential", "edit", "sap", "--description", &format!("by {name}")], "");
        let value = if name == "Ada" { CANARY } else { OTHER };
        story.good(&["variable", "set", "password"], &format!("{value}\n"));
    });
    for story in [&ada, &bob] {
        let all = listed(story);
        let of: Vec<String> = all
            .iter()
            .map(|one| format!("{} {} {}", one["kind"], one["name"], one["field"]))
            .collect();
        let [value, note] =
            [r#""variable" "password" "value""#, r#""credential" "sap" "description""#];
        assert_eq!(of, [value, note]);
        assert!(all.iter().all(|one| one["may_choose"] == true));
        assert!(all[0]["versions"].as_array().unwrap().iter().all(|one| one["says"].is_null()));
        assert_eq!(all[1]["versions"][0]["counts"], true);
    }
    let all = listed(&bob);
    let choose = |kind, name, field, of: &Value| {
        let at = ["conflict", "choose", kind, name, "--field", field, "--version", by(of, "Ada")];
        bob.good(&[&at[..], &["--among", among(of)]].concat(), "")
    };
    let chosen = choose("variable", "password", "value", &all[0]);
    assert_eq!((&chosen["name"], &chosen["field"]), (&"password".into(), &"value".into()));
    choose("credential", "sap", "description", &all[1]);
    assert!(listed(&bob).is_empty() && listed(&ada).is_empty());
    for story in [&ada, &bob] {
        assert_eq!(story.good(&["get", "sap"], "")["password"], CANARY);
        let shown = story.good(&["credential", "show", "sap"], "");
        assert_eq!(
            (&shown["description"], &shown["conflicts"]),
            (&"by Ada".into(), &Value::Array(vec![]))
        );
    }
    // What was chosen once is no version any more, nor is what never was.
    for version in [by(&all[1], "Bob"), "7-x"] {
        let at = ["conflict", "choose", "credential", "sap", "--field", "description", "--version"];
        let at = [&at[..], &[version, "--among", among(&all[1])]].concat();
        assert_eq!(bob.bad(&at, ""), (3, "not-found".to_owned()));
    }
    let at = ["conflict", "choose", "credential", "crm", "--field", "name", "--version", "1-x"];
    let at = [&at[..], &["--among", "x"]].concat();
    assert_eq!(bob.bad(&at, ""), (3, "not-found".to_owned()));
}

#[test]
fn who_may_only_use_it_sees_a_conflict_and_chooses_nothing() {
    let home = tempfile::tempdir().unwrap();
    let place = home.path().join("team");
    let (ada, bob) = colleagues(&place);
    let cleo = person("Cleo");
    let invited = ada.good(&["team", "invite", "Finance", "--mail", "Cleo@example.org"], "");
    cleo.good(&["team", "join"], invited["invitation"].as_str().unwrap());
    ada.good(&["team", "approve", "Cleo"], "");
    cleo.good(&["team", "sync"], "");
    ada.good(&["share", "sap", "--with", "Cleo", "--role", "view"], "");
    bob.good(&["team", "sync"], "");
    apart(&place, &ada, &bob, |story, name| {
        story.good(&["credential", "edit", "sap", "--description", &format!("by {name}")], "");
    });
    let all = listed(&cleo);
    assert_eq!((all.len(), &all[0]["may_choose"]), (1, &Value::Bool(false)));
    let at = ["conflict", "choose", "credential", "sap", "--field", "description", "--version"];
    let at = [&at[..], &[by(&all[0], "Ada"), "--among", among(&all[0])]].concat();
    let refused = cleo.bad(&at, "");
    assert_eq!(refused, (5, "not-allowed".to_owned()));
    assert_eq!(listed(&ada).len(), 1);
}

#[test]
fn a_version_that_was_not_listed_is_shown_and_not_chosen_away() {
    let home = tempfile::tempdir().unwrap();
    let place = home.path().join("team");
    let (ada, bob) = colleagues(&place);
    let describe = |story: &Story, text: &str| {
        story.good(&["credential", "edit", "sap", "--description", text], "");
    };
    apart(&place, &ada, &bob, |story, name| describe(story, &format!("by {name}")));
    let old = listed(&ada);
    // Bob's next one comes by the look with which the choice begins.
    describe(&bob, "third");
    let choose = |of: &Value| {
        let at = ["conflict", "choose", "credential", "sap", "--field", "description"];
        let version = ["--version", by(of, "Ada"), "--among", among(of)];
        ada.run(&[&at[..], &version[..]].concat(), "")
    };
    let refused = choose(&old[0]);
    let said: Value = serde_json::from_slice(&refused.stdout).unwrap();
    assert_eq!(refused.status.code(), Some(7), "{said}");
    assert_eq!(said["error"]["code"], "changed-meanwhile");
    let now = listed(&ada);
    let message = said["error"]["message"].as_str().unwrap();
    assert!(message.contains("third") && message.contains(among(&now[0])), "{message}");
    let says = now[0]["versions"].as_array().unwrap().iter().map(|one| one["says"].clone());
    let mut says: Vec<_> = says.map(|one| one.as_str().unwrap().to_owned()).collect();
    says.sort();
    assert_eq!(says, ["by Ada", "third"]);
    // Control: with what is listed now it is chosen.
    assert!(choose(&now[0]).status.success());
    assert!(listed(&ada).is_empty() && listed(&bob).is_empty());
}
