//! One person on two computers, and a colleague: pair, share, lose one of both.
#![allow(clippy::unwrap_used, reason = "tests")]

mod support;

use serde_json::Value;
use support::{CANARY, Story};

/// Ada, with a team, and Bob on two computers, who is User (can view) of a credential.
struct Three {
    place: tempfile::TempDir,
    ada: Story,
    bob: Story,
    laptop: Story,
}

fn text<'a>(value: &'a Value, field: &str) -> &'a str {
    value[field].as_str().unwrap()
}

impl Three {
    fn file(&self) -> String {
        self.place.path().join("pairing").to_str().unwrap().to_owned()
    }

    fn new() -> Self {
        let (place, ada, bob) = (tempfile::tempdir().unwrap(), Story::new(), Story::new());
        let at = place.path().join("team").to_str().unwrap().to_owned();
        for (who, name) in [(&ada, "Ada"), (&bob, "Bob")] {
            let mail = format!("{name}@example.org");
            who.good(&["workspace", "new", "--person", name, "--mail", &mail], "");
        }
        ada.good(&["team", "new", "Finance", "--at", &at], "");
        let invited = ada.good(&["team", "invite", "--mail", "Bob@example.org"], "");
        bob.good(&["team", "join"], text(&invited, "invitation"));
        ada.good(&["team", "approve", "Bob"], "");
        let three = Self { place, ada, bob, laptop: Story::new() };
        three.credential("Robot");
        three.bob.good(&["team", "sync"], "");
        three
    }

    /// A credential of Ada's that Bob may use.
    fn credential(&self, name: &str) {
        let (user, secret) = (format!("{name}_user"), format!("{name}_password"));
        self.ada.good(&["variable", "new", "text", &user], "svc\n");
        self.ada.good(&["variable", "new", "secret", &secret], &format!("{CANARY}\n"));
        let new = ["credential", "new", name, "--location", "connection"];
        let fields = ["--username", &user, "--password", &secret];
        self.ada.good(&[&new[..], &fields[..]].concat(), "");
        self.ada.good(&["share", name, "--with", "Bob", "--role", "view"], "");
    }

    /// Bob's laptop comes to him.
    fn pair(&self) -> Value {
        let made = self.bob.good(&["workspace", "pair", "--out", &self.file()], "");
        let arrive = ["workspace", "new", "--pair", &self.file()];
        self.laptop.good(&arrive, &format!("{}\n", text(&made, "pairing_code")));
        made
    }

    fn laptop_code(&self) -> String {
        let listed = self.laptop.good(&["workspace", "devices"], "");
        assert_eq!(listed["devices"][0]["this"], true);
        text(&listed["devices"][0], "device").to_owned()
    }
}

fn password(story: &Story, name: &str) -> String {
    text(&story.good(&["get", name], ""), "password").to_owned()
}

#[test]
fn both_devices_of_a_person_see_what_is_shared_until_one_is_lost() {
    for is_lost in [true, false] {
        let three = Three::new();
        three.pair();
        assert_eq!(password(&three.laptop, "Robot"), CANARY);
        three.credential("Second");
        for who in [&three.bob, &three.laptop] {
            who.good(&["team", "sync"], "");
            assert_eq!(password(who, "Second"), CANARY);
        }
        let code = three.laptop_code();
        let listed = three.bob.good(&["workspace", "devices"], "");
        assert_eq!(listed["devices"].as_array().unwrap().len(), 2);
        assert_eq!(three.ada.bad(&["workspace", "lose-device", &code], "").0, 3, "not hers");
        if is_lost {
            let plan = three.bob.good(&["workspace", "lose-device", &code, "--plan"], "");
            assert_eq!((plan["lost"].as_bool(), plan["waiting"].as_u64()), (Some(false), Some(6)));
            let done = three.bob.good(&["workspace", "lose-device", &code], "");
            assert_eq!(
                (done["lost"].as_bool(), done["queued"].as_bool()),
                (Some(true), Some(false))
            );
        }
        three.ada.good(&["team", "sync"], "");
        three.credential("Later");
        three.bob.good(&["team", "sync"], "");
        assert_eq!(password(&three.bob, "Later"), CANARY, "who stays goes on");
        let synced = three.laptop.good(&["team", "sync"], "");
        if is_lost {
            assert_eq!(text(&synced, "standing"), "former");
            for name in ["Robot", "Second", "Later"] {
                assert_eq!(three.laptop.bad(&["get", name], "").0, 3, "{name}");
            }
            let status = three.ada.good(&["team", "status"], "");
            let persons: Vec<&str> = status["rotate"]
                .as_array()
                .unwrap()
                .iter()
                .map(|row| text(row, "person"))
                .collect();
            assert_eq!(persons, ["Bob (lost device)"; 2]);
        } else {
            assert_eq!(password(&three.laptop, "Later"), CANARY, "control");
        }
    }
}

#[test]
fn a_pairing_file_without_its_code_opens_nothing() {
    let three = Three::new();
    let made = three.pair();
    let thief = Story::new();
    let arrive = ["workspace", "new", "--pair", &three.file()];
    let other = three.ada.good(&["workspace", "pair", "--out", &format!("{}2", three.file())], "");
    for code in
        ["", "\n", "0000-0000-0000-0000-0000-0000-0000-0000\n", text(&other, "pairing_code")]
    {
        let refused = thief.bad(&arrive, code);
        assert_eq!(refused, (4, "wrong-pairing-code".to_owned()), "{code}");
        assert!(!thief.workspace().exists());
    }
    let file = std::fs::read(three.file()).unwrap();
    for plain in ["Bob", "Finance", CANARY, text(&made, "pairing_code")] {
        assert!(!file.windows(plain.len()).any(|at| at == plain.as_bytes()), "{plain}");
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = std::fs::metadata(three.file()).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
    // Control: with the code it does, a second time as well, and nobody hides it.
    thief.good(&arrive, text(&made, "pairing_code"));
    let listed = three.bob.good(&["workspace", "devices"], "");
    assert_eq!(listed["devices"].as_array().unwrap().len(), 3);
}

#[test]
fn the_words_of_pairing_are_checked_before_anything_is_made() {
    let three = Three::new();
    let made = three.pair();
    let story = Story::new();
    let new = ["workspace", "new", "--pair", &three.file(), "--at"];
    let code = text(&made, "pairing_code");
    assert_eq!(story.bad(&[&new[..], &["Finance"]].concat(), code).0, 2);
    assert_eq!(story.bad(&[&new[..], &["Other=/tmp"]].concat(), code).0, 3);
    assert!(!story.workspace().exists());
    let moved = three.place.path().join("moved");
    std::fs::rename(three.place.path().join("team"), &moved).unwrap();
    let at = format!("Finance={}", moved.to_str().unwrap());
    story.good(&[&new[..], &[at.as_str()]].concat(), code);
    assert_eq!(password(&story, "Robot"), CANARY);
}
