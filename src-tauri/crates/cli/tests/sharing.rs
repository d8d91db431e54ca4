//! Several people on one computer tell the whole story of sharing through a folder.
#![allow(clippy::unwrap_used, reason = "tests")]

mod support;

use credenza_testkit::azure::{AzureServer, CLIENT_ID, CLIENT_SECRET, SUBSCRIPTION, TENANT};
use serde_json::Value;
use support::{CANARY, Story};

struct Team {
    place: tempfile::TempDir,
    ada: Story,
}

fn person(name: &str, mail: &str) -> Story {
    let story = Story::new();
    story.good(&["workspace", "new", "--person", name, "--mail", mail], "");
    story
}

fn text<'a>(value: &'a Value, field: &str) -> &'a str {
    value[field].as_str().unwrap()
}

impl Team {
    fn new() -> Self {
        let place = tempfile::tempdir().unwrap();
        let ada = person("Ada", "ada@example.org");
        let at = place.path().join("team");
        let made = ada.good(&["team", "new", "Finance", "--at", at.to_str().unwrap()], "");
        assert_eq!((text(&made, "standing"), made["people"].as_u64()), ("owner", Some(1)));
        Self { place, ada }
    }

    fn invite(&self, mail: &str) -> String {
        let invited = self.ada.good(&["team", "invite", "Finance", "--mail", mail], "");
        text(&invited, "invitation").to_owned()
    }

    /// A colleague who was invited, asked, and was approved.
    fn colleague(&self, name: &str, mail: &str) -> Story {
        let invitation = self.invite(mail);
        let story = person(name, mail);
        let asked = story.good(&["team", "join"], &invitation);
        assert_eq!(text(&asked, "standing"), "asked");
        self.ada.good(&["team", "approve", name], "");
        let joined = story.good(&["team", "sync"], "");
        assert_eq!((text(&joined, "standing"), text(&joined, "name")), ("member", "Finance"));
        story
    }

    fn credential(&self, name: &str) {
        let (user, secret) = (format!("{name}_user"), format!("{name}_password"));
        self.ada.good(&["variable", "new", "text", &user], "CONTOSO\\svc\n");
        self.ada.good(&["variable", "new", "secret", &secret], &format!("{CANARY}\n"));
        self.ada.good(
            &[
                "credential",
                "new",
                name,
                "--location",
                "connection,desktop-flow",
                "--username",
                &user,
                "--password",
                &secret,
            ],
            "",
        );
    }

    fn share(&self, name: &str, with: &str, role: &str) {
        let shared = self.ada.good(&["share", name, "--with", with, "--role", role], "");
        assert_eq!(text(&shared["results"][0], "outcome"), "shared", "{shared}");
    }

    /// Every byte in the location.
    fn bytes(&self) -> Vec<u8> {
        let mut folders = vec![self.place.path().to_owned()];
        let mut out = Vec::new();
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    out.extend(std::fs::read(path).unwrap());
                }
            }
        }
        out
    }
}

fn names(story: &Story) -> Vec<String> {
    let listed = story.good(&["credential", "list"], "");
    let rows = listed["credentials"].as_array().unwrap();
    rows.iter().map(|row| text(row, "name").to_owned()).collect()
}

fn password(story: &Story, name: &str) -> String {
    text(&story.good(&["get", name], ""), "password").to_owned()
}

#[test]
fn invited_approved_and_verified() {
    let team = Team::new();
    let invitation = team.invite("bob@example.org");
    let bob = person("Bob", "bob@example.org");
    bob.good(&["team", "join"], &invitation);
    // Nothing is known of the team before somebody approved.
    assert_eq!(text(&bob.good(&["team", "sync"], ""), "standing"), "asked");
    let requests = team.ada.good(&["team", "requests"], "");
    let request = &requests["requests"][0];
    assert_eq!((text(request, "name"), text(request, "mail")), ("Bob", "bob@example.org"));
    let own = bob.good(&["team", "status"], "");
    assert_eq!(request["safety_code"], own["safety_code"]);
    assert_eq!(own["safety_code"].as_array().unwrap().len(), 10);
    assert_eq!(team.ada.bad(&["team", "approve", "Eve"], "").0, 3);
    team.ada.good(&["team", "approve", "bob@example.org"], "");
    assert_eq!(text(&bob.good(&["team", "sync"], ""), "standing"), "member");
    let verified = team.ada.good(&["team", "verify", "Bob"], "");
    assert_eq!((text(&verified, "key"), text(&verified, "role")), ("verified", "member"));
    let members = bob.good(&["team", "members"], "");
    let seen: Vec<&str> =
        members["members"].as_array().unwrap().iter().map(|row| text(row, "name")).collect();
    assert_eq!(seen, ["Ada", "Bob"]);
    // A member is no owner, an invitation serves once, and the last owner stays.
    assert_eq!(bob.bad(&["team", "invite", "--mail", "eve@example.org"], "").0, 5);
    assert_eq!(bob.bad(&["team", "remove", "Ada"], "").0, 5);
    let eve = person("Eve", "eve@example.org");
    assert_eq!(eve.bad(&["team", "join"], &invitation).0, 5);
    assert_eq!(eve.bad(&["team", "join"], &invitation[..60]).0, 2);
    assert_eq!(team.ada.bad(&["team", "leave"], "").0, 5);
}

#[test]
fn shared_in_each_role_and_the_role_holds() {
    let team = Team::new();
    let bob = team.colleague("Bob", "bob@example.org");
    let cleo = team.colleague("Cleo", "cleo@example.org");
    team.credential("sap");
    let plan = ["share", "sap", "--with", "Bob", "--role", "view", "--plan"];
    let planned = team.ada.good(&plan, "");
    let along = planned["variables"].as_array().unwrap().iter();
    assert_eq!(along.map(|v| text(v, "name")).collect::<Vec<_>>(), ["sap_user", "sap_password"]);
    bob.good(&["team", "sync"], "");
    assert!(names(&bob).is_empty(), "a plan changes nothing");

    team.share("sap", "Bob", "view");
    bob.good(&["team", "sync"], "");
    assert_eq!(password(&bob, "sap"), CANARY);
    for refused in [
        &["credential", "edit", "sap", "--description", "mine"][..],
        &["credential", "delete", "sap", "--yes"],
        &["variable", "set", "sap_password"],
        &["share", "sap", "--with", "Cleo", "--role", "view"],
        &["unshare", "sap", "--from", "Ada"],
    ] {
        assert_eq!(bob.bad(refused, "other\n").0, 5, "{refused:?}");
    }
    assert_eq!(password(&team.ada, "sap"), CANARY);

    team.share("sap", "Bob", "view-and-share");
    bob.good(&["team", "sync"], "");
    let edit = ["credential", "edit", "sap", "--description", "mine"];
    assert_eq!(bob.bad(&edit, "").0, 5);
    let too_much = ["share", "sap", "--with", "Cleo", "--role", "co-owner"];
    assert_eq!(bob.bad(&too_much, "").0, 5);
    bob.good(&["share", "sap", "--with", "Cleo", "--role", "view"], "");
    cleo.good(&["team", "sync"], "");
    assert_eq!(password(&cleo, "sap"), CANARY);
    let access = team.ada.good(&["access", "sap"], "");
    let rows = access["people"].as_array().unwrap().iter();
    let rows: Vec<_> = rows.map(|row| (text(row, "name"), text(row, "role"))).collect();
    assert_eq!(rows, [("Ada", "co-owner"), ("Bob", "view-and-share"), ("Cleo", "view")]);

    team.share("sap", "Bob", "co-owner");
    bob.good(&["team", "sync"], "");
    bob.good(&["credential", "edit", "sap", "--description", "from Bob"], "");
    bob.good(&["variable", "set", "sap_password"], "second value\n");
    for reader in [&team.ada, &cleo] {
        reader.good(&["team", "sync"], "");
        assert_eq!(
            text(&reader.good(&["credential", "show", "sap"], ""), "description"),
            "from Bob"
        );
        assert_eq!(password(reader, "sap"), "second value");
    }
    let bytes = team.bytes();
    for canary in [CANARY, "second value", "sap_password", "Finance", "Bob", "CONTOSO"] {
        let found = bytes.windows(canary.len()).any(|part| part == canary.as_bytes());
        assert!(!found, "the location shows {canary}");
    }
}

#[test]
fn taken_back_and_removed_with_new_keys_and_a_to_do() {
    let team = Team::new();
    let bob = team.colleague("Bob", "bob@example.org");
    team.credential("sap");
    team.credential("crm");
    team.share("sap", "Bob", "view");
    team.share("crm", "Bob", "co-owner");
    bob.good(&["team", "sync"], "");
    assert_eq!(names(&bob), ["crm", "sap"]);

    let done = team.ada.good(&["unshare", "sap", "--from", "Bob"], "");
    assert_eq!(done["kept"].as_array().unwrap().len(), 2, "variables stay unless chosen");
    bob.good(&["team", "sync"], "");
    assert_eq!(names(&bob), ["crm"]);
    let kept = bob.good(&["variable", "list"], "").to_string();
    assert!(kept.contains("sap_password"));
    assert_eq!(team.ada.good(&["team", "status"], "")["rotate"], serde_json::json!([]));

    team.share("sap", "Bob", "view");
    let done = team.ada.good(&["unshare", "sap", "--from", "Bob", "--variables"], "");
    assert_eq!(done["rotate"], serde_json::json!(["sap_password"]));
    bob.good(&["team", "sync"], "");
    assert!(!bob.good(&["variable", "list"], "").to_string().contains("sap_password"));

    let planned = team.ada.good(&["team", "remove", "Bob", "--plan"], "");
    assert_eq!((planned["credentials"].as_u64(), planned["rekeyed"].as_u64()), (Some(1), Some(3)));
    let removed = team.ada.good(&["team", "remove", "Bob"], "");
    assert_eq!(removed["rotate"], serde_json::json!(["crm_password"]));
    let status = team.ada.good(&["team", "status"], "");
    let to_do: Vec<_> =
        status["rotate"].as_array().unwrap().iter().map(|row| text(row, "variable")).collect();
    assert_eq!(to_do, ["sap_password", "crm_password"]);
    team.ada.good(&["variable", "set", "crm_password"], "new value\n");
    let status = team.ada.good(&["team", "status"], "");
    assert_eq!(status["rotate"].as_array().unwrap().len(), 1, "rotated is done");

    let gone = bob.good(&["team", "sync"], "");
    assert_eq!(text(&gone, "standing"), "former");
    assert!(names(&bob).is_empty());
    // Who stayed, and who comes after, reads everything.
    let cleo = team.colleague("Cleo", "cleo@example.org");
    team.share("crm", "Cleo", "view");
    cleo.good(&["team", "sync"], "");
    assert_eq!(password(&cleo, "crm"), "new value");
    assert_eq!(team.ada.good(&["access", "crm"], "")["rekey_pending"], false);
}

#[test]
fn works_without_the_location_and_sends_later() {
    let team = Team::new();
    let bob = team.colleague("Bob", "bob@example.org");
    team.credential("sap");
    team.share("sap", "Bob", "view");
    bob.good(&["team", "sync"], "");
    let (here, away) = (team.place.path().join("team"), team.place.path().join("away"));
    std::fs::rename(&here, &away).unwrap();
    let set = ["variable", "set", "sap_password"];
    assert_eq!(team.ada.good(&set, "written offline\n")["queued"], true);
    let described = ["credential", "edit", "sap", "--description", "offline"];
    assert_eq!(team.ada.good(&described, "")["queued"], true);
    let status = team.ada.good(&["team", "sync"], "");
    assert_eq!((status["offline"].as_bool(), status["queued"].as_bool()), (Some(true), Some(true)));
    assert_eq!(password(&bob, "sap"), CANARY);
    std::fs::rename(&away, &here).unwrap();
    assert_eq!(team.ada.good(&["team", "sync"], "")["queued"], false);
    assert_eq!(
        team.ada.good(&["credential", "edit", "sap", "--description", ""], "")["queued"],
        false
    );
    bob.good(&["team", "sync"], "");
    assert_eq!(password(&bob, "sap"), "written offline");
}

fn connect(story: &Story, server: &AzureServer) {
    let (url, ca) = (server.local_url(), story.home.path().join("ca.pem"));
    std::fs::write(&ca, server.ca_pem()).unwrap();
    let ca = ca.to_str().unwrap();
    let add = [
        "vault",
        "add",
        "azure-key-vault",
        "Finance",
        "--url",
        &url,
        "--sign-in",
        "client-secret",
        "--tenant",
        TENANT,
        "--client-id",
        CLIENT_ID,
        "--authority-host",
        &url,
        "--arm-url",
        &url,
        "--ca-file",
        ca,
    ];
    story.good(&add, CLIENT_SECRET);
}

#[test]
fn of_a_secret_in_a_vault_only_the_reference_is_shared() {
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    let server = runtime.block_on(AzureServer::start());
    server.put("robot-password", CANARY, None, false);
    let team = Team::new();
    let bob = team.colleague("Bob", "bob@example.org");
    let cleo = team.colleague("Cleo", "cleo@example.org");
    connect(&team.ada, &server);
    connect(&bob, &server);
    team.ada.good(&["variable", "new", "text", "robot_user"], "svc\n");
    let reference = [
        "variable",
        "new",
        "secret",
        "robot",
        "--vault",
        "Finance",
        "--subscription",
        SUBSCRIPTION,
        "--resource-group",
        "rg-finance",
        "--key-vault",
        "kv-contoso",
        "--secret",
        "robot-password",
    ];
    team.ada.good(&reference, "");
    let new = [
        "credential",
        "new",
        "robot",
        "--location",
        "connection",
        "--username",
        "robot_user",
        "--password",
        "robot",
    ];
    team.ada.good(&new, "");
    let plan = ["share", "robot", "--with", "Bob", "Cleo", "--role", "view", "--plan"];
    assert_eq!(team.ada.good(&plan, "")["variables"][1]["external"], true);
    team.ada.good(&plan[..7], "");
    bob.good(&["team", "sync"], "");
    assert_eq!(password(&bob, "robot"), CANARY, "read by their own right");
    // Who is not connected gets the connection without a sign-in, and no value.
    cleo.good(&["team", "sync"], "");
    assert_eq!(names(&cleo), ["robot"]);
    assert_ne!(cleo.run(&["get", "robot"], "").status.code(), Some(0));
    let bytes = team.bytes();
    assert!(!bytes.windows(CANARY.len()).any(|part| part == CANARY.as_bytes()));
}

#[test]
fn what_everyone_has_is_taken_back_with_its_variables_if_they_are_chosen() {
    let team = Team::new();
    let bob = team.colleague("Bob", "bob@example.org");
    for name in ["sap", "crm"] {
        team.credential(name);
        let shared = team.ada.good(&["share", name, "--everyone", "--role", "view"], "");
        assert_eq!(text(&shared["results"][0], "person"), "everyone in Finance");
    }
    bob.good(&["team", "sync"], "");
    assert_eq!(names(&bob), ["crm", "sap"]);
    bob.good(&["get", "sap"], "");
    bob.good(&["team", "sync"], "");
    let plan = team.ada.good(&["unshare", "sap", "--everyone", "--plan"], "");
    assert_eq!(plan["variables"].as_array().unwrap().len(), 2);
    assert_eq!(text(&plan["reads"][0], "person"), "Bob");

    team.ada.good(&["unshare", "crm", "--everyone"], "");
    let done = team.ada.good(&["unshare", "sap", "--everyone", "--variables"], "");
    assert_eq!(done["rotate"], serde_json::json!(["sap_password"]));
    bob.good(&["team", "sync"], "");
    assert!(names(&bob).is_empty());
    let kept = bob.good(&["variable", "list"], "").to_string();
    assert!(kept.contains("crm_password") && !kept.contains("sap_password"));
    let status = team.ada.good(&["team", "status"], "");
    assert_eq!(text(&status["rotate"][0], "person"), "Bob");
}
