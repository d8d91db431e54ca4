//! Credentials, variables and connections through the use cases.
#![allow(clippy::unwrap_used, reason = "tests")]

mod support;

use credenza_app::{
    ConnectionQuery, CredentialFilter, CredentialQuery, CredentialSort, DeletedKind, ErrorCode,
    VariableQuery,
    connections::ConnectionRequest,
    credentials::{CredentialDraft, CredentialEditRequest, CredentialValue, Field, Step},
};
use credenza_model::{
    connection::ConnectionKind,
    location::{Authentication, Location},
    page::Direction,
};
use support::{create, credential, draft, password, secret, text, unlock};

fn read(workspace: &credenza_app::Workspace, name: &str, field: Field) -> String {
    let id = workspace.credential_by_name(name).unwrap().credential.id;
    match support::wait(workspace.read_value(id, field)).ok().unwrap() {
        CredentialValue::UserName(text) => text,
        // EXPOSE: the test compares the value that it stored.
        CredentialValue::Password(value) => value.expose().to_owned(),
        CredentialValue::Certificate { .. } => unreachable!(),
    }
}

fn query(search: &str) -> CredentialQuery {
    CredentialQuery { search: search.to_owned(), limit: 50, ..CredentialQuery::default() }
}

fn names(workspace: &credenza_app::Workspace, query: &CredentialQuery) -> Vec<String> {
    workspace.list_credentials(query).unwrap().rows.into_iter().map(|row| row.name).collect()
}

#[test]
fn what_was_stored_is_read_again_after_a_lock() {
    let home = tempfile::tempdir().unwrap();
    let (workspace, _) = create(home.path());
    credential(&workspace, "SAP payroll robot", "CONTOSO\\svc", "pa55 wörd");
    drop(workspace);
    let workspace = unlock(home.path(), support::PASSWORD).ok().unwrap();
    assert_eq!(read(&workspace, "sap PAYROLL robot", Field::Password), "pa55 wörd");
    assert_eq!(read(&workspace, "SAP payroll robot", Field::UserName), "CONTOSO\\svc");
}

#[test]
fn changing_a_variable_changes_what_each_credential_gets() {
    let home = tempfile::tempdir().unwrap();
    let (workspace, _) = create(home.path());
    let (user, value) = (text(&workspace, "u", "one"), password(&workspace, "p", "first"));
    for name in ["a", "b"] {
        workspace.create_credential(&draft(name, &user, &value)).unwrap();
    }
    for round in ["second", "third"] {
        workspace.set_secret(value.id, secret(round)).unwrap();
        workspace.set_text(user.id, round.to_owned()).unwrap();
        for name in ["a", "b"] {
            assert_eq!(read(&workspace, name, Field::Password), round);
            assert_eq!(read(&workspace, name, Field::UserName), round);
        }
    }
    assert_eq!(workspace.set_text(value.id, "x".to_owned()).unwrap_err().code, ErrorCode::Invalid);
}

#[test]
fn each_step_says_what_is_not_good() {
    let home = tempfile::tempdir().unwrap();
    let (workspace, _) = create(home.path());
    let made = credential(&workspace, "Taken", "u", "p");
    let empty = CredentialDraft {
        name: " ".to_owned(),
        description: String::new(),
        locations: vec![],
        authentication: Authentication::UserNameAndPassword,
        user_name: None,
        secret: None,
    };
    let problem =
        |draft: &CredentialDraft, step| workspace.check_step(draft, step).unwrap()[0].clone();
    assert_eq!(problem(&empty, Step::Name).message, "Enter a name for the credential.");
    assert_eq!(problem(&empty, Step::Location).message, "Choose at least one location.");
    let taken = CredentialDraft { name: "tAKEN ".to_owned(), ..empty.clone() };
    assert_eq!(problem(&taken, Step::Name).message, "tAKEN is already used in this workspace.");
    let certificate = CredentialDraft {
        locations: vec![Location::Connection, Location::Network],
        authentication: Authentication::Certificate,
        ..empty.clone()
    };
    let blocked = problem(&certificate, Step::Location);
    assert_eq!(blocked.field, "authentication");
    assert!(blocked.message.contains("because Network allows user name and password only"));
    let swapped = CredentialDraft {
        locations: vec![Location::Network],
        user_name: Some(made.variables.secret),
        secret: made.variables.user_name,
        ..empty
    };
    assert_eq!(problem(&swapped, Step::Values).field, "userName");
    let good = CredentialDraft {
        user_name: made.variables.user_name,
        secret: Some(made.variables.secret),
        ..swapped
    };
    assert_eq!(workspace.check_step(&good, Step::Values).unwrap(), []);
}

#[test]
fn deleting_a_credential_keeps_its_variables_and_can_be_undone() {
    let home = tempfile::tempdir().unwrap();
    let (workspace, _) = create(home.path());
    let made = credential(&workspace, "Robot", "u", "p");
    let used = workspace.delete_variable(made.variables.secret).unwrap_err();
    assert_eq!((used.code, used.blocked_by[0].1.as_str()), (ErrorCode::InUse, "Robot"));
    workspace.delete_credential(made.id).unwrap();
    assert_eq!(workspace.credential_by_name("Robot").unwrap_err().code, ErrorCode::NotFound);
    assert_eq!(
        workspace.list_variables(&VariableQuery { limit: 9, ..Default::default() }).unwrap().total,
        2
    );
    workspace.delete_variable(made.variables.secret).unwrap();
    let first = workspace.restore_deleted(DeletedKind::Credential, made.id.as_bytes()).unwrap_err();
    assert_eq!(first.code, ErrorCode::InUse, "its variable has to come back first");
    workspace.restore_deleted(DeletedKind::Variable, made.variables.secret.as_bytes()).unwrap();
    workspace.restore_deleted(DeletedKind::Credential, made.id.as_bytes()).unwrap();
    assert_eq!(read(&workspace, "Robot", Field::Password), "p");
    assert_eq!(workspace.list_deleted(None).unwrap().rows, []);
}

#[test]
fn a_purged_variable_is_gone_with_its_value() {
    let home = tempfile::tempdir().unwrap();
    let (workspace, _) = create(home.path());
    let made = credential(&workspace, "Robot", "u", "p");
    workspace.delete_credential(made.id).unwrap();
    workspace.delete_variable(made.variables.secret).unwrap();
    let id = made.variables.secret.as_bytes();
    assert_eq!(
        workspace.purge_deleted(DeletedKind::Variable, id).unwrap_err().code,
        ErrorCode::InUse
    );
    workspace.purge_deleted(DeletedKind::Credential, made.id.as_bytes()).unwrap();
    workspace.purge_deleted(DeletedKind::Variable, id).unwrap();
    assert_eq!(
        workspace.restore_deleted(DeletedKind::Variable, id).unwrap_err().code,
        ErrorCode::NotFound
    );
}

#[test]
fn search_finds_by_one_two_and_more_characters_and_takes_any_text() {
    let home = tempfile::tempdir().unwrap();
    let (workspace, _) = create(home.path());
    for name in ["SAP payroll robot", "Bank gateway", "Überweisung", "quote \" here", "100% sure"]
    {
        credential(&workspace, name, "u", "p");
    }
    for (search, expected) in [
        ("sap", "SAP payroll robot"),
        ("payr", "SAP payroll robot"),
        ("ba", "Bank gateway"),
        ("g", "Bank gateway"),
        ("über", "Überweisung"),
        ("ü", "Überweisung"),
        ("te \" he", "quote \" here"),
        ("100%", "100% sure"),
    ] {
        assert_eq!(names(&workspace, &query(search)), [expected], "{search}");
    }
    for hostile in
        ["\"", "' OR 1=1 --", "*", "NEAR(a b)", "a\" OR \"b", "\u{0}", "zzz", "^a", "name:x"]
    {
        let found = workspace.list_credentials(&query(hostile));
        assert!(found.is_ok(), "{hostile:?}");
    }
    assert_eq!(names(&workspace, &query("zzz")), Vec::<String>::new());
    let id = workspace.credential_by_name("Bank gateway").unwrap().credential.id;
    let edit = CredentialEditRequest { name: Some("Treasury".to_owned()), ..Default::default() };
    workspace.edit_credential(id, &edit).unwrap();
    assert_eq!(names(&workspace, &query("treas")), ["Treasury"]);
    assert_eq!(names(&workspace, &query("gatew")), ["Treasury"], "its variables keep their names");
}

#[test]
fn pages_hold_every_row_once_in_every_order() {
    let home = tempfile::tempdir().unwrap();
    let (workspace, _) = create(home.path());
    let (user, value) = (text(&workspace, "u", "one"), password(&workspace, "p", "first"));
    for n in 0..57 {
        workspace.create_credential(&draft(&format!("robot {n:02}"), &user, &value)).unwrap();
    }
    let sorts = [
        CredentialSort::Name,
        CredentialSort::Store,
        CredentialSort::UsedBy,
        CredentialSort::Status,
        CredentialSort::Changed,
    ];
    for sort in sorts {
        for direction in [Direction::Ascending, Direction::Descending] {
            for search in ["", "robot"] {
                let mut query = CredentialQuery { sort, direction, limit: 10, ..query(search) };
                let mut seen = Vec::new();
                loop {
                    query.limit = 10;
                    let page = workspace.list_credentials(&query).unwrap();
                    assert_eq!((page.total, page.total_is_exact), (57, true));
                    seen.extend(page.rows.into_iter().map(|row| row.name));
                    let Some(next) = page.next else { break };
                    query.cursor = Some(next);
                }
                let all = seen.clone();
                seen.sort();
                seen.dedup();
                assert_eq!((seen.len(), all.len()), (57, 57), "{sort:?} {direction:?} {search}");
                if sort == CredentialSort::Name && direction == Direction::Descending {
                    assert_eq!(all[0], "robot 56");
                }
            }
        }
    }
}

#[test]
fn a_connection_takes_only_credentials_that_are_allowed_there() {
    let home = tempfile::tempdir().unwrap();
    let (workspace, _) = create(home.path());
    let made = credential(&workspace, "Robot", "u", "p");
    let mut request = ConnectionRequest {
        name: "Ledger".to_owned(),
        kind: ConnectionKind::Postgres,
        target: "db.contoso.com:5432".to_owned(),
        credential: Some(made.id),
    };
    workspace.create_connection(&request).unwrap();
    let view = workspace.credential(made.id).unwrap();
    assert_eq!((view.used_by_total, view.used_by[0].1.as_str()), (1, "Ledger"));
    let unused = CredentialQuery { filter: CredentialFilter::Unused, ..query("") };
    assert_eq!(names(&workspace, &unused), Vec::<String>::new());

    let flow =
        CredentialEditRequest { locations: Some(vec![Location::Network]), ..Default::default() };
    workspace.edit_credential(made.id, &flow).unwrap();
    request.name = "Other".to_owned();
    let refused = workspace.create_connection(&request).unwrap_err();
    assert_eq!(refused.code, ErrorCode::NotAllowed);
    assert_eq!(refused.message, "Robot is not allowed in Connection, only in Network.");
    request.credential = None;
    request.target = "user:pw@db".to_owned();
    assert_eq!(workspace.create_connection(&request).unwrap_err().fields[0].field, "target");

    workspace.delete_credential(made.id).unwrap();
    let rows = workspace
        .list_connections(&ConnectionQuery { limit: 9, ..Default::default() })
        .unwrap()
        .rows;
    assert_eq!((rows.len(), rows[0].credential.is_none()), (1, true), "it asks each time");
}

#[test]
fn a_naming_rule_holds_for_new_names() {
    let home = tempfile::tempdir().unwrap();
    let (workspace, _) = create(home.path());
    let mut settings = workspace.settings().unwrap();
    settings.naming_rule = Some(("^[A-Z]".to_owned(), "Begin with a capital letter.".to_owned()));
    workspace.set_settings(&settings).unwrap();
    let (user, value) = (text(&workspace, "u", "one"), password(&workspace, "p", "first"));
    let refused = workspace.create_credential(&draft("robot", &user, &value)).unwrap_err();
    assert_eq!(refused.fields[0].message, "Begin with a capital letter.");
    assert!(workspace.create_credential(&draft("Robot", &user, &value)).is_ok());
    settings.naming_rule = Some(("(".to_owned(), String::new()));
    assert_eq!(workspace.set_settings(&settings).unwrap_err().fields[0].field, "namingRule");
}

#[test]
fn suggested_names_are_free_and_follow_the_prefix() {
    let home = tempfile::tempdir().unwrap();
    let (workspace, _) = create(home.path());
    assert_eq!(
        workspace.suggest_variable_name("Invoice portal password").unwrap(),
        "cr_InvoicePortalPassword"
    );
    password(&workspace, "Invoice portal password", "x");
    assert_eq!(
        workspace.suggest_variable_name("Invoice portal password").unwrap(),
        "cr_InvoicePortalPassword2"
    );
    assert_eq!(workspace.suggest_variable_name("漢字").unwrap(), "cr_Variable");
}

#[test]
fn all_users_of_a_variable_are_counted_also_those_that_are_not_named() {
    let home = tempfile::tempdir().unwrap();
    let (workspace, _) = support::create(home.path());
    let user = support::text(&workspace, "user", "robot");
    let secret = support::password(&workspace, "password", "pw");
    for n in 0..51 {
        let draft = support::draft(&format!("Robot {n}"), &user, &secret);
        workspace.create_credential(&draft).unwrap();
    }
    let view = workspace.variable(secret.id).unwrap();
    assert_eq!((view.used_by.len(), view.used_by_total), (50, 51));
}
