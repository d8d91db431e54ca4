//! What a number in a rule means to the person: the last that is good, and the first that is not.
#![allow(clippy::unwrap_used, reason = "tests")]

mod support;

use std::{path::Path, sync::Arc};

use credenza_app::{
    DeletedKind, ErrorCode, Workspace,
    credentials::{CredentialDraft, Step},
};
use support::{PASSWORD, TestHost, create, credential, draft, folder, password, secret, text};

const DAY: i64 = 24 * 60 * 60;

#[test]
fn the_name_of_a_credential_has_at_most_a_hundred_characters() {
    let home = tempfile::tempdir().unwrap();
    let (workspace, _) = create(home.path());
    let (user, value) = (text(&workspace, "u", "user"), password(&workspace, "p", "value"));
    let of = |name: String| CredentialDraft { name, ..draft("", &user, &value) };

    let longest = of("漢".repeat(100));
    assert!(workspace.check_step(&longest, Step::Name).unwrap().is_empty());
    workspace.create_credential(&longest).unwrap();
    assert!(workspace.credential_by_name(&longest.name).is_ok());

    let longer = of("漢".repeat(101));
    let problems = workspace.check_step(&longer, Step::Name).unwrap();
    let said: Vec<_> = problems.iter().map(|one| (one.field, one.message.as_str())).collect();
    assert_eq!(said, [("name", "At most 100 characters. This has 101.")]);
    let refused = workspace.create_credential(&longer).unwrap_err();
    assert_eq!(refused.fields[0].message, "At most 100 characters. This has 101.");
    assert_eq!(workspace.list_credentials(&Default::default()).unwrap().total, 1);
}

/// The workspace, opened so many days after it was made.
fn after(home: &Path, days: i64) -> Workspace {
    let host = TestHost::default();
    host.seconds.fetch_add(days * DAY, std::sync::atomic::Ordering::Relaxed);
    Workspace::unlock(Arc::new(host), &folder(home), &secret(PASSWORD)).unwrap()
}

#[test]
fn what_was_deleted_is_there_on_the_29th_day_and_destroyed_on_the_31st() {
    let home = tempfile::tempdir().unwrap();
    let (workspace, _) = create(home.path());
    let made = credential(&workspace, "robot", "user", "value");
    let other = credential(&workspace, "other", "user", "value");
    workspace.delete_credential(made.id).unwrap();
    let variables = [made.variables.user_name.unwrap(), made.variables.secret];
    variables.iter().for_each(|id| workspace.delete_variable(*id).unwrap());
    drop(workspace);

    for days in [0, 29] {
        let workspace = after(home.path(), days);
        let page = workspace.list_deleted(None).unwrap();
        assert_eq!(page.rows.len(), 3, "after {days} days");
        let last = page.rows[0].purged.as_second() - page.rows[0].deleted.as_second();
        assert_eq!(last, 30 * DAY, "the list says until when");
    }
    // On the 29th day everything of it can still be had back.
    let copy = tempfile::tempdir().unwrap();
    restore_in_a_copy(home.path(), copy.path(), made.id.as_bytes(), &variables);

    let workspace = after(home.path(), 31);
    assert!(workspace.list_deleted(None).unwrap().rows.is_empty());
    let gone = workspace.restore_deleted(DeletedKind::Credential, made.id.as_bytes()).unwrap_err();
    assert_eq!(gone.code, ErrorCode::NotFound);
    // The control: what was not deleted is as old, and stays.
    assert!(workspace.credential(other.id).is_ok());
}

fn restore_in_a_copy(
    home: &Path,
    copy: &Path,
    credential: &[u8; 16],
    variables: &[credenza_model::ids::VariableId],
) {
    std::fs::create_dir(folder(copy).path()).unwrap();
    for file in ["header", "store.db"] {
        std::fs::copy(folder(home).path().join(file), folder(copy).path().join(file)).unwrap();
    }
    let workspace = after(copy, 29);
    for id in variables {
        workspace.restore_deleted(DeletedKind::Variable, id.as_bytes()).unwrap();
    }
    workspace.restore_deleted(DeletedKind::Credential, credential).unwrap();
    assert!(workspace.credential_by_name("robot").is_ok());
}
