//! Vault connections and what lists know of secrets in vaults, against a server that stands in for
//! Azure.
#![allow(clippy::unwrap_used, reason = "tests")]

mod support;

use credenza_app::{
    ErrorCode, VariableMarks, Workspace,
    credentials::{CredentialValue, Field},
    variables::{AzureVariableEdit, AzureVariableRequest},
    vaults::{
        AccessCheck, AccessStep, CauseKind, NoAnswer, SignInSecret, StepState, VaultConnectRequest,
    },
};
use credenza_model::{status::Status, variable::Variable, vault::AzureConnection};
use credenza_testkit::azure::{AzureServer, Fault};
use support::{
    secret,
    vault::{reference, request, variable},
};

async fn save(
    workspace: &Workspace,
    request: AzureVariableRequest,
    unchecked: bool,
) -> AccessCheck<Variable> {
    workspace.create_azure_variable(request, unchecked, &|_, _| ()).await.unwrap()
}

fn saved(check: AccessCheck<Variable>) -> Variable {
    match check {
        AccessCheck::Saved(variable) => variable,
        other => panic!("not saved: {other:?}"),
    }
}

#[tokio::test]
async fn a_check_tells_its_parts_and_the_list_keeps_what_it_found() {
    let home = tempfile::tempdir().unwrap();
    let (workspace, _) = support::create(home.path());
    let server = AzureServer::start().await;
    server.put("robot", "one", None, false);
    let vault = workspace.connect_vault(request(&server, "Finance")).await.unwrap();
    let seen = std::sync::Mutex::new(Vec::new());
    let note = |step, state| seen.lock().unwrap().push((step, state));
    let made = workspace.create_azure_variable(variable(vault.id, "Robot", "robot"), false, &note);
    let made = saved(made.await.unwrap());
    assert_eq!(
        *seen.lock().unwrap(),
        [
            (AccessStep::SignIn, StepState::Running),
            (AccessStep::SignIn, StepState::Good),
            (AccessStep::Vault, StepState::Running),
            (AccessStep::Vault, StepState::Good),
            (AccessStep::Secret, StepState::Good),
        ]
    );
    server.role(false);
    let view = workspace.check_variable(made.id, &|_, _| ()).await.unwrap();
    assert_eq!(view.status, Status::NoAccess);
    let refusal = view.refusal.unwrap();
    assert_eq!(refusal.cause, CauseKind::Role);
    assert!(refusal.command.unwrap().contains("Key Vault Secrets User"));
    assert_eq!(workspace.list_vaults().unwrap()[0].usage.refused, 1);
    server.role(true);
    assert_eq!(workspace.check_variable(made.id, &|_, _| ()).await.unwrap().status, Status::Ready);
}

#[tokio::test]
async fn what_was_kept_without_a_check_is_checked_when_the_vault_answers() {
    let home = tempfile::tempdir().unwrap();
    let (workspace, _) = support::create(home.path());
    let server = AzureServer::start().await;
    server.put("robot", "one", None, false);
    let vault = workspace.connect_vault(request(&server, "Finance")).await.unwrap();
    let kept = saved(save(&workspace, variable(vault.id, "Robot", "robot"), true).await);
    assert_eq!(workspace.variable(kept.id).unwrap().status, Status::NotChecked);
    assert_eq!(workspace.waiting_for_check().unwrap(), [kept.id]);
    workspace.check_variable(kept.id, &|_, _| ()).await.unwrap();
    assert_eq!(workspace.variable(kept.id).unwrap().status, Status::Ready);
    assert!(workspace.waiting_for_check().unwrap().is_empty());
}

#[tokio::test]
async fn a_read_that_is_refused_shows_in_the_list() {
    let home = tempfile::tempdir().unwrap();
    let (workspace, _) = support::create(home.path());
    let server = AzureServer::start().await;
    server.put("robot", "one", None, false);
    let vault = workspace.connect_vault(request(&server, "Finance")).await.unwrap();
    let made = saved(save(&workspace, variable(vault.id, "Robot", "robot"), false).await);
    let user = support::text(&workspace, "user", "robot");
    let draft = support::draft("Robot", &user, &made);
    let credential = workspace.create_credential(&draft).unwrap();
    let read = workspace.read_value(credential.id, Field::Password).await;
    assert!(matches!(read, Ok(CredentialValue::Password(_))));

    server.enable("robot", false);
    let Err(error) = workspace.read_value(credential.id, Field::Password).await else {
        panic!("a disabled secret was read");
    };
    assert_eq!(error.code, ErrorCode::VaultRefused);
    assert_eq!(error.refusal.unwrap().cause, CauseKind::Disabled);
    assert_eq!(workspace.credential(credential.id).unwrap().status, Status::Disabled);
    drop(server);
    let Err(error) = workspace.read_value(credential.id, Field::Password).await else {
        panic!("a vault that is gone was read");
    };
    assert_eq!(error.code, ErrorCode::VaultOffline);
    assert_eq!(workspace.credential(credential.id).unwrap().status, Status::Offline);
}

#[tokio::test]
async fn a_connection_is_changed_without_typing_its_secret_again() {
    let home = tempfile::tempdir().unwrap();
    let (workspace, _) = support::create(home.path());
    let server = AzureServer::start().await;
    let vault = workspace.connect_vault(request(&server, "Finance")).await.unwrap();
    let renamed = VaultConnectRequest { secret: None, ..request(&server, "Treasury") };
    workspace.edit_vault(vault.id, renamed).await.unwrap();
    assert_eq!(workspace.vault(vault.id).unwrap().vault.name.as_str(), "Treasury");
    let health = workspace.check_vault(vault.id).await.unwrap();
    assert!(health.reachable && health.problem.is_none(), "{health:?}");

    let wrong = VaultConnectRequest {
        secret: Some(SignInSecret::Text(secret("wrong"))),
        ..request(&server, "Treasury")
    };
    assert_eq!(
        workspace.edit_vault(vault.id, wrong).await.unwrap_err().code,
        ErrorCode::SignInFailed
    );
    assert!(workspace.check_vault(vault.id).await.unwrap().reachable, "the old secret stands");
    let taken = workspace.connect_vault(request(&server, "TREASURY")).await.unwrap_err();
    assert_eq!(taken.code, ErrorCode::NameTaken);
    workspace.disconnect_vault(vault.id).unwrap();
    assert!(workspace.list_vaults().unwrap().is_empty());
    drop(server);
}

#[tokio::test]
async fn after_a_lock_the_sign_in_is_opened_again_from_the_store() {
    let home = tempfile::tempdir().unwrap();
    let (workspace, _) = support::create(home.path());
    let server = AzureServer::start().await;
    server.put("robot", "one", None, false);
    let vault = workspace.connect_vault(request(&server, "Finance")).await.unwrap();
    drop(workspace);
    let workspace = support::unlock(home.path(), support::PASSWORD).unwrap();
    let page = workspace.vault_secrets(vault.id, None).await.unwrap();
    assert_eq!(page.rows[0].entry.name.as_str(), "robot");
}

#[tokio::test]
async fn what_a_check_found_is_not_said_of_a_secret_that_was_chosen_meanwhile() {
    let home = tempfile::tempdir().unwrap();
    let (workspace, _) = support::create(home.path());
    let server = AzureServer::start().await;
    server.put("robot", "one", None, false);
    server.put("another", "two", None, false);
    let vault = workspace.connect_vault(request(&server, "Finance")).await.unwrap();
    let made = saved(save(&workspace, variable(vault.id, "Robot", "robot"), false).await);
    let choose = |step, state| {
        if (step, state) == (AccessStep::Secret, StepState::Good) {
            let other = AzureVariableEdit {
                secret: Some(reference(vault.id, "another")),
                ..AzureVariableEdit::default()
            };
            let set = workspace.set_azure_variable(made.id, other, true, &|_, _| ());
            saved(futures::executor::block_on(set).unwrap());
        }
    };
    let view = workspace.check_variable(made.id, &choose).await.unwrap();
    assert_eq!(view.status, Status::NotChecked);
    assert_eq!(workspace.waiting_for_check().unwrap(), [made.id]);
    // Of the secret that is there it is said.
    let view = workspace.check_variable(made.id, &|_, _| ()).await.unwrap();
    assert_eq!(view.status, Status::Ready);
}

#[tokio::test]
async fn a_reference_changes_without_the_name_that_somebody_else_gave_meanwhile() {
    let home = tempfile::tempdir().unwrap();
    let (workspace, _) = support::create(home.path());
    let server = AzureServer::start().await;
    let vault = workspace.connect_vault(request(&server, "Finance")).await.unwrap();
    let made = saved(save(&workspace, variable(vault.id, "Robot", "robot"), true).await);
    let form = || workspace.variable(made.id).unwrap().marks;
    let set = |name: Option<&str>, secret: Option<&str>, seen: &VariableMarks| {
        let edit = AzureVariableEdit {
            display_name: name.map(str::to_owned),
            secret: secret.map(|secret| reference(vault.id, secret)),
            seen: Some(seen.clone()),
        };
        let set = workspace.set_azure_variable(made.id, edit, true, &|_, _| ());
        futures::executor::block_on(set).map(saved)
    };
    let fields = |error: credenza_app::AppError| {
        assert_eq!(error.code, ErrorCode::ChangedMeanwhile);
        error.fields.iter().map(|one| one.field).collect::<Vec<_>>()
    };
    let old = form();
    workspace.rename_variable(made.id, "By Bob").unwrap();
    let kept = set(None, Some("another"), &old).unwrap();
    assert_eq!(kept.display_name.as_str(), "By Bob");
    // What was not touched stays the other way round too, and the same field is refused.
    let renamed = set(Some("By Ada"), None, &form()).unwrap();
    assert_eq!(renamed.content, kept.content);
    assert_eq!(fields(set(None, Some("third"), &old).unwrap_err()), ["value"]);
    assert_eq!(fields(set(Some("x"), None, &old).unwrap_err()), ["displayName"]);
    assert_eq!(fields(set(Some("x"), Some("x"), &old).unwrap_err()), ["displayName", "value"]);
    assert_eq!(workspace.variable(made.id).unwrap().variable, renamed);
}

#[tokio::test]
async fn a_stored_secret_goes_to_no_other_sign_in_without_being_typed_again() {
    let home = tempfile::tempdir().unwrap();
    let (workspace, _) = support::create(home.path());
    let (server, evil) = (AzureServer::start().await, AzureServer::start().await);
    let vault = workspace.connect_vault(request(&server, "Finance")).await.unwrap();
    let kept = || VaultConnectRequest { secret: None, ..request(&server, "Finance") };
    type Change = fn(&mut AzureConnection, &AzureServer);
    let changes: [Change; 5] = [
        |azure, evil| azure.authority_host = Some(evil.local_url()),
        |azure, _| azure.authority_host = None,
        |azure, _| azure.tenant = Some("contoso.example".to_owned()),
        |azure, _| azure.client_id = Some("another".to_owned()),
        |azure, evil| azure.ca_pem = Some(evil.ca_pem().to_owned()),
    ];
    for change in changes {
        for unchecked in [false, true] {
            let mut changed = VaultConnectRequest { unchecked, ..kept() };
            change(&mut changed.azure, &evil);
            let error = workspace.test_vault(&changed, Some(vault.id)).await.unwrap_err();
            assert_eq!(error.fields[0].field, "clientSecret", "{error:?}");
            let error = workspace.edit_vault(vault.id, changed).await.unwrap_err();
            assert_eq!((error.code, error.fields[0].field), (ErrorCode::Invalid, "clientSecret"));
            assert!(error.message.starts_with("Enter the client secret again."), "{error:?}");
        }
    }
    assert_eq!(workspace.vault(vault.id).unwrap().vault.azure.tenant, vault.azure.tenant);
    // What the secret is not sent to may change, and so may all, with the secret.
    let mut moved = kept();
    moved.azure.arm_url = None;
    moved.unchecked = true;
    workspace.test_vault(&kept(), Some(vault.id)).await.unwrap();
    workspace.edit_vault(vault.id, moved).await.unwrap();
    assert_eq!(evil.tokens_given(), 0);
    let typed = request(&evil, "Finance");
    workspace.edit_vault(vault.id, typed).await.unwrap();
    assert!(evil.tokens_given() > 0);
}

async fn silence(workspace: &Workspace, request: AzureVariableRequest) -> NoAnswer {
    match save(workspace, request, false).await {
        AccessCheck::NoAnswer(silence) => *silence,
        other => panic!("it answered: {other:?}"),
    }
}

#[tokio::test]
async fn a_vault_without_an_answer_is_told_as_it_was() {
    let home = tempfile::tempdir().unwrap();
    let (workspace, _) = support::create(home.path());
    let server = AzureServer::start().await;
    server.put("robot", "one", None, false);
    let vault = workspace.connect_vault(request(&server, "Finance")).await.unwrap();
    // Once it asks to wait longer than anybody does, it is asked no more.
    server.meet([Fault::Throttle { retry_after: 3_600 }]);
    let told = silence(&workspace, variable(vault.id, "Robot", "robot")).await;
    assert_eq!(told.error.code, ErrorCode::VaultThrottled);
    assert!(told.error.message.ends_with("The vault asks to wait."), "{told:?}");
    assert_eq!(told.tries, 1, "{told:?}");
    assert!(told.seconds < 10, "{told:?}");
    saved(save(&workspace, variable(vault.id, "Control", "robot"), false).await);
    // Nobody listens: the pauses of four tries are 3.5 seconds.
    drop(server);
    let told = silence(&workspace, variable(vault.id, "Robot", "robot")).await;
    assert_eq!(told.error.code, ErrorCode::VaultOffline);
    assert_eq!(told.tries, 4, "{told:?}");
    assert!((4..30).contains(&told.seconds), "{told:?}");
}
