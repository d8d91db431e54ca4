//! The ways to sign in, at a server that checks what it is shown.

use credenza_secret::{Secret, SecretBytes};
use credenza_testkit::{
    TempHome,
    azure::{CLIENT_ID, TENANT},
    contract::{fails, put},
    emulators::{Emulators, SelfSigned},
};
use credenza_vaults::{
    Unreachable, Vault, VaultErrorKind,
    azure::{AzureKeyVault, AzureSignIn},
};

use super::{super::name, super::sign_in as stand_in, connect};

#[tokio::test]
async fn a_client_secret_is_checked() {
    let Some(emulators) = Emulators::ready("vault_contract[client secret]").await else {
        return;
    };
    let who = connect(&emulators).who_am_i().await.unwrap();
    assert_eq!(who.who, format!("app {CLIENT_ID}"));
    assert_eq!(who.tenant.as_deref(), Some(TENANT));
    let secret = Secret::new("wrong".to_owned());
    let wrong = emulators.config_with(AzureSignIn::ClientSecret { secret });
    let error = AzureKeyVault::connect(&wrong).unwrap().list(None).await.unwrap_err();
    assert_eq!(error.kind, VaultErrorKind::SignInFailed);
    assert_eq!(error.context.codes.as_deref(), Some("AADSTS7000215"));
}

#[tokio::test]
async fn a_client_certificate_signs_and_the_signature_is_checked() {
    let Some(emulators) = Emulators::ready("vault_contract[client certificate]").await else {
        return;
    };
    let (ours, others) = (TempHome::new(), TempHome::new());
    let (pfx, _) = stand_in::pfx(&ours, "open");
    stand_in::pfx(&others, "open");
    let certificate = |home: &TempHome| std::fs::read_to_string(home.path().join("cert")).unwrap();
    let connect = || {
        let pkcs12 = SecretBytes::new(pfx.clone());
        let password = Some(Secret::new("open".to_owned()));
        let sign_in = AzureSignIn::ClientCertificate { pkcs12, password };
        AzureKeyVault::connect(&emulators.config_with(sign_in)).unwrap()
    };
    fails(connect().list(None).await, &VaultErrorKind::SignInFailed);
    emulators.register_certificate(&certificate(&others)).await;
    fails(connect().list(None).await, &VaultErrorKind::SignInFailed);
    emulators.register_certificate(&certificate(&ours)).await;
    put(&connect(), &name("by-certificate"), "value").await;
}

#[tokio::test]
async fn a_federated_token_is_checked_with_the_keys_of_its_issuer() {
    let Some(emulators) = Emulators::ready("vault_contract[workload identity]").await else {
        return;
    };
    let token_file = emulators.home().join("token");
    let sign_in = || AzureSignIn::WorkloadIdentity { token_file: token_file.clone() };
    let connect = || AzureKeyVault::connect(&emulators.config_with(sign_in())).unwrap();
    let present = |token: String| std::fs::write(&token_file, token).unwrap();
    present(emulators.federated_token("robot", "valid").await);
    fails(connect().list(None).await, &VaultErrorKind::SignInFailed);
    emulators.register_federated("robot").await;
    put(&connect(), &name("by-federation"), "value").await;
    present(emulators.federated_token("robot", "invalid").await);
    fails(connect().list(None).await, &VaultErrorKind::SignInFailed);
    present(emulators.federated_token("somebody-else", "valid").await);
    fails(connect().list(None).await, &VaultErrorKind::SignInFailed);
}

#[tokio::test]
async fn a_managed_identity_signs_in_at_the_emulators() {
    let Some(emulators) = Emulators::ready("vault_contract[managed identity]").await else {
        return;
    };
    let at = emulators.resolve()[0].1.to_string();
    let place = stand_in::Place { url: emulators.vault_url(), ca_pem: emulators.ca_pem(), at };
    stand_in::writes_as_a_managed_identity(place, emulators.managed_identity()).await;
    let written = connect(&emulators).get(&name("by-managed-identity"), None).await;
    assert!(written.is_ok(), "the other process wrote it");
}

#[tokio::test]
async fn what_az_prints_is_accepted_by_the_vault() {
    let Some(emulators) = Emulators::ready("vault_contract[az]").await else {
        return;
    };
    let print = |token: String| {
        serde_json::json!({
            "accessToken": token, "expires_on": 4_000_000_000_i64, "tokenType": "Bearer",
        })
    };
    let config = emulators.config_with(AzureSignIn::Cli);
    let by_az =
        |token: String| stand_in::by_az(&config, stand_in::Az::that(Ok(print(token).to_string())));
    let token = emulators.issue_token().await;
    put(&by_az(token.clone()), &name("by-az"), "value").await;
    // The last letter of a signature may hold spare bits, so another one is changed.
    let (claims, signature) = token.rsplit_once('.').unwrap();
    let forged = format!("{claims}.{}", signature.chars().rev().collect::<String>());
    fails(by_az(forged).list(None).await, &VaultErrorKind::SignInFailed);
}

#[tokio::test]
async fn an_authority_that_is_not_trusted_is_named() {
    let Some(emulators) = Emulators::ready("vault_contract[authority]").await else {
        return;
    };
    let mut config = emulators.config();
    config.ca_pem = None;
    let refused = AzureKeyVault::connect(&config).unwrap().list(None).await;
    let kind = VaultErrorKind::Unreachable(Unreachable::UnknownAuthority);
    fails(refused, &kind);
}

#[tokio::test]
async fn a_certificate_that_signs_itself_as_an_authority_is_named() {
    let Some(server) = SelfSigned::ready("vault_contract[self-signed]").await else {
        return;
    };
    let refused = AzureKeyVault::connect(&server.config()).unwrap().who_am_i().await;
    fails(refused, &VaultErrorKind::Unreachable(Unreachable::AuthorityAsServer));
    let mut config = server.config();
    config.ca_pem = None;
    let refused = AzureKeyVault::connect(&config).unwrap().who_am_i().await;
    assert!(matches!(refused.unwrap_err().kind, VaultErrorKind::Unreachable(_)));
}
