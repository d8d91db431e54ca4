//! The contract on servers that others wrote: emulators of sign-in, Resource Manager and Key Vault.

#[path = "emulators/refusals.rs"]
mod refusals;
#[path = "emulators/sign_in.rs"]
mod sign_in;
#[path = "emulators/time.rs"]
mod time;

use std::sync::Arc;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use credenza_testkit::{
    azure::{CLIENT_ID, GROUP, SUBSCRIPTION, TENANT},
    contract::{Expected, contract},
    emulators::{Emulators, Lowkey},
};
use credenza_vaults::{Vault, VaultErrorKind, azure::AzureKeyVault, layers};

use super::sign_in as stand_in;

/// A connector with the client secret.
fn connect(emulators: &Emulators) -> AzureKeyVault {
    AzureKeyVault::connect(&emulators.config()).unwrap()
}

#[tokio::test]
async fn the_emulators_keep_the_contract_too() {
    let Some(emulators) = Emulators::ready("vault_contract[emulators]").await else {
        return;
    };
    contract(&connect(&emulators), &Expected::emulators()).await;
    let vault = layers::standard(Arc::new(connect(&emulators)), layers::Limits::default());
    contract(&*vault, &Expected::emulators()).await;
}

#[tokio::test]
async fn the_vault_is_located_through_resource_manager() {
    let Some(emulators) = Emulators::ready("vault_contract[locate]").await else {
        return;
    };
    let vault = connect(&emulators);
    let found = vault.locate("KV-Contoso").await.unwrap();
    assert_eq!((found.subscription.as_str(), found.resource_group.as_str()), (SUBSCRIPTION, GROUP));
    assert_eq!(found.tenant.as_deref(), Some(TENANT));
    assert_eq!(found.rbac, Some(true));
    assert_eq!(vault.locate("kv-other").await, None);
}

#[tokio::test]
async fn nothing_answers_when_the_emulators_are_dropped() {
    let Some(emulators) = Emulators::ready("vault_contract[end]").await else {
        return;
    };
    let vault = connect(&emulators);
    assert!(vault.list(None).await.is_ok());
    let home = emulators.home().to_owned();
    drop(emulators);
    let refused = vault.list(None).await.unwrap_err();
    assert!(matches!(refused.kind, VaultErrorKind::Unreachable(_)), "{refused:?}");
    assert!(!home.exists(), "their folder stays");
}

/// A token that says who it is for and nothing that could be checked.
fn unsigned_token() -> String {
    let claims = serde_json::json!({"appid": CLIENT_ID, "tid": TENANT});
    format!("e30.{}.e30", URL_SAFE_NO_PAD.encode(claims.to_string()))
}

#[tokio::test]
async fn lowkey_vault_keeps_the_contract_too() {
    let Some(lowkey) = Lowkey::ready("vault_contract[lowkey]").await else {
        return;
    };
    let answer = serde_json::json!({
        "accessToken": unsigned_token(), "expires_on": 4_000_000_000_i64, "tokenType": "Bearer",
    });
    let az = stand_in::Az::that(Ok(answer.to_string()));
    let vault = stand_in::by_az(&lowkey.config(), az);
    contract(&vault, &Expected::lowkey()).await;
}
