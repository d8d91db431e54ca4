//! Each refusal of a vault has its own cause, and no error shows a value.

use credenza_model::access::AccessCause;
use credenza_testkit::{
    azure::{AzureServer, Fault, TENANT},
    canary,
    contract::{fails, put},
};
use credenza_vaults::{
    SecretAttributesUpdate, Unreachable, Vault, VaultError, VaultErrorKind,
    azure::{AzureKeyVault, AzureKeyVaultConfig, AzureSignIn},
};
use serde_json::json;

use super::{connect, name};

async fn cause_of(status: u16, code: &str, inner: Option<&str>, message: &str) -> VaultError {
    let server = AzureServer::start().await;
    let mut error = json!({"code": code, "message": message});
    if let Some(inner) = inner {
        error["innererror"] = json!({"code": inner});
    }
    let body = json!({"error": error});
    server.meet([Fault::Answer { status, body }]);
    let checked = connect(&server).check_read(&name("robot"), None).await;
    checked.unwrap_err()
}

#[tokio::test]
async fn a_403_is_told_by_its_inner_code() {
    let denied = "Caller is not authorized to perform action on resource.";
    let firewall = "Client address is not authorized and caller is not a trusted service.\r\nClient address: 203.0.113.9\r\nCaller: appid=x";
    let address = Some("203.0.113.9".to_owned());
    let cases = [
        ("ForbiddenByRbac", denied, AccessCause::NoRole),
        ("AccessDenied", "", AccessCause::PermissionModel),
        ("SecretDisabled", "", AccessCause::Disabled),
        ("ForbiddenByFirewall", firewall, AccessCause::Firewall { address }),
        ("ForbiddenByFirewall", "no address", AccessCause::Firewall { address: None }),
        ("SomethingNew", "", AccessCause::Unknown),
    ];
    for (inner, message, cause) in cases {
        let error = cause_of(403, "Forbidden", Some(inner), message).await;
        assert_eq!(error.kind, VaultErrorKind::Refused(cause), "{inner}");
        assert_eq!(error.context.codes, Some(format!("403 Forbidden {inner}")));
        assert_eq!(error.context.secret.as_deref(), Some("robot"));
    }
    let disabled = "Operation get is not allowed on a disabled secret.";
    let error = cause_of(403, "Forbidden", None, disabled).await;
    assert_eq!(error.cause(), Some(AccessCause::Disabled));
    let error = cause_of(403, "Forbidden", None, "").await;
    assert_eq!(error.cause(), Some(AccessCause::Unknown));
}

#[tokio::test]
async fn other_statuses_have_their_kinds() {
    let cases = [
        (400, "BadParameter", VaultErrorKind::InvalidName),
        (404, "SecretNotFound", VaultErrorKind::NotFound),
        (409, "Conflict", VaultErrorKind::Conflict),
        (418, "Odd", VaultErrorKind::Unexpected),
        (503, "Busy", VaultErrorKind::Unreachable(Unreachable::Broken)),
    ];
    for (status, code, kind) in cases {
        assert_eq!(cause_of(status, code, None, "").await.kind, kind);
    }
}

#[tokio::test]
async fn a_role_that_was_taken_away_is_named_and_given_back_it_reads_again() {
    let server = AzureServer::start().await;
    let vault = connect(&server);
    put(&vault, &name("robot"), "value").await;
    server.role(false);
    let refused = vault.check_read(&name("robot"), None).await;
    fails(refused, &VaultErrorKind::Refused(AccessCause::NoRole));
    server.role(true);
    assert!(vault.check_read(&name("robot"), None).await.is_ok());
}

/// What a read finds where the vault refuses without a reason.
async fn searched(server: &AzureServer) -> Option<AccessCause> {
    server.meet([Fault::Answer { status: 403, body: json!({"error": {"code": "Forbidden"}}) }]);
    connect(server).get(&name("robot"), None).await.unwrap_err().cause()
}

#[tokio::test]
async fn a_cause_that_the_vault_keeps_is_found_in_resource_manager() {
    let server = AzureServer::start().await;
    assert_eq!(searched(&server).await, Some(AccessCause::Unknown), "nothing is wrong there");
    server.provider_registered(false);
    assert_eq!(searched(&server).await, Some(AccessCause::ProviderNotRegistered));
    server.role(false);
    assert_eq!(searched(&server).await, Some(AccessCause::NoRole));
    server.uses_roles(false);
    assert_eq!(searched(&server).await, Some(AccessCause::PermissionModel));
    server.role(true);
    assert_eq!(searched(&server).await, Some(AccessCause::ProviderNotRegistered));
    server.arm_answers(false);
    assert_eq!(searched(&server).await, Some(AccessCause::Unknown));
}

#[tokio::test]
async fn a_cause_that_the_vault_names_is_kept() {
    let server = AzureServer::start().await;
    server.provider_registered(false);
    let body = json!({"error": {"code": "Forbidden", "innererror": {"code": "SecretDisabled"}}});
    server.meet([Fault::Answer { status: 403, body }]);
    let refused = connect(&server).check_read(&name("robot"), None).await;
    fails(refused, &VaultErrorKind::Refused(AccessCause::Disabled));
}

#[tokio::test]
async fn a_vault_of_another_tenant_is_named() {
    let server = AzureServer::start().await;
    let other = "11111111-2222-3333-4444-555555555555";
    server.belongs_to(other);
    server.meet([Fault::Unauthorised, Fault::Unauthorised]);
    let refused = connect(&server).check_read(&name("robot"), None).await;
    let cause = AccessCause::WrongTenant { vault: other.to_owned(), signed_in: TENANT.to_owned() };
    fails(refused, &VaultErrorKind::Refused(cause));
}

#[tokio::test]
async fn a_wrong_clock_is_told_from_a_failed_sign_in() {
    let server = AzureServer::start().await;
    server.meet([Fault::Unauthorised, Fault::Unauthorised]);
    let refused = connect(&server).check_read(&name("robot"), None).await;
    fails(refused, &VaultErrorKind::SignInFailed);
    server.shift_clock(7200);
    server.meet([Fault::Unauthorised, Fault::Unauthorised]);
    let error = connect(&server).check_read(&name("robot"), None).await;
    let Some(AccessCause::ClockSkew { seconds }) = error.unwrap_err().cause() else {
        panic!("the clock is not named");
    };
    assert!((-7205..=-7195).contains(&seconds), "{seconds}");
}

#[tokio::test]
async fn an_authority_that_serves_as_itself_is_named() {
    let server = AzureServer::start_as_its_own_authority().await;
    let refused = connect(&server).list(None).await;
    let kind = VaultErrorKind::Unreachable(Unreachable::AuthorityAsServer);
    fails(refused, &kind);
    let server = AzureServer::start().await;
    let mut config = server.config();
    config.ca_pem = None;
    let refused = AzureKeyVault::connect(&config).unwrap().list(None).await;
    let kind = VaultErrorKind::Unreachable(Unreachable::UnknownAuthority);
    fails(refused, &kind);
}

#[tokio::test]
async fn an_address_where_nobody_listens_is_unreachable() {
    let server = AzureServer::start().await;
    let config = server.config();
    drop(server);
    let refused = AzureKeyVault::connect(&config).unwrap().list(None).await;
    assert!(matches!(refused.unwrap_err().kind, VaultErrorKind::Unreachable(_)));
}

#[tokio::test]
async fn only_https_addresses_are_taken() {
    for bad in [
        "http://kv.vault.azure.net",
        "https://user@kv.vault.azure.net",
        "https://kv.vault.azure.net/secrets",
        "kv.vault.azure.net",
        "",
    ] {
        let config = AzureKeyVaultConfig::new(bad, AzureSignIn::Cli);
        let refused = AzureKeyVault::connect(&config).map(|_| ());
        assert!(matches!(refused.unwrap_err().kind, VaultErrorKind::InvalidSetting(_)), "{bad}");
    }
    let good = AzureKeyVaultConfig::new("https://kv.vault.azure.net", AzureSignIn::Cli);
    assert!(AzureKeyVault::connect(&good).is_ok());
}

#[tokio::test]
async fn no_error_and_no_setting_shows_a_value() {
    let server = AzureServer::start().await;
    let value = canary("value");
    // EXPOSE: the server of this test repeats the value, as a bad proxy might.
    let echo = value.expose().to_owned();
    let body = json!({"error": {"code": echo, "message": echo, "innererror": {"code": echo}}});
    let status = 400;
    server.meet([Fault::Answer { status, body: body.clone() }]);
    let vault = connect(&server);
    let attributes = SecretAttributesUpdate::default();
    let error = vault.set(&name("robot"), &value, &attributes).await.unwrap_err();
    let shown = format!("{error} {error:?}");
    assert!(body.to_string().contains(&echo), "the control finds it");
    assert!(!shown.contains(&echo), "{shown}");

    let secret = canary("client-secret");
    // EXPOSE: the test looks for the secret in what is shown.
    let echo = secret.expose().to_owned();
    let config = server.config_with(AzureSignIn::ClientSecret { secret });
    let shown = format!("{config:?}");
    let error = AzureKeyVault::connect(&config).unwrap().list(None).await;
    let error = error.unwrap_err();
    assert_eq!(error.kind, VaultErrorKind::SignInFailed);
    assert_eq!(error.context.codes.as_deref(), Some("AADSTS7000215"));
    let shown = format!("{shown} {error} {error:?}");
    assert!(!shown.contains(&echo), "{shown}");

    put(&vault, &name("robot"), "canary-read").await;
    let secret = vault.get(&name("robot"), None).await.unwrap();
    assert!(!format!("{secret:?}").contains("canary-read"));
}
