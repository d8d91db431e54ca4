//! The contract on servers that others wrote: emulators of sign-in, Resource Manager and Key Vault.

#[path = "emulators/refusals.rs"]
mod refusals;
#[path = "emulators/sign_in.rs"]
mod sign_in;
#[path = "emulators/time.rs"]
mod time;

use std::sync::Arc;

use credenza_testkit::{
    azure::{GROUP, SUBSCRIPTION, TENANT},
    contract::{Expected, contract},
    emulators::Emulators,
};
use credenza_vaults::{azure::AzureKeyVault, layers};

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
