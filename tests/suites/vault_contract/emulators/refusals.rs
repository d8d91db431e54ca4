//! Refusals of servers that decide by themselves, and their causes.

use credenza_model::access::AccessCause;
use credenza_testkit::{
    azure::TENANT,
    contract::{fails, put},
    emulators::Emulators,
};
use credenza_vaults::{
    Vault, VaultErrorKind,
    azure::{AzureKeyVault, AzureSignIn},
};

use super::{super::name, connect};

#[tokio::test]
async fn a_role_that_is_taken_away_is_named() {
    let Some(emulators) = Emulators::ready("vault_contract[roles]").await else {
        return;
    };
    let (vault, robot) = (connect(&emulators), name("robot"));
    put(&vault, &robot, "value").await;
    assert!(vault.check_read(&robot, None).await.is_ok());
    emulators.role(false).await;
    let no_role = VaultErrorKind::Refused(AccessCause::NoRole);
    fails(vault.check_read(&robot, None).await, &no_role);
    emulators.uses_roles(false).await;
    let no_policy = VaultErrorKind::Refused(AccessCause::PermissionModel);
    fails(vault.check_read(&robot, None).await, &no_policy);
    emulators.uses_roles(true).await;
    emulators.role(true).await;
    assert!(vault.check_read(&robot, None).await.is_ok());
}

#[tokio::test]
async fn a_sign_in_of_another_tenant_is_named() {
    let Some(emulators) = Emulators::ready("vault_contract[tenants]").await else {
        return;
    };
    let app = emulators.other_tenant().await;
    let mut config = emulators.config_with(AzureSignIn::ClientSecret { secret: app.secret });
    config.tenant = Some(app.tenant.clone());
    config.client_id = Some(app.client_id);
    let refused = AzureKeyVault::connect(&config).unwrap().check_read(&name("robot"), None).await;
    let cause = AccessCause::WrongTenant { vault: TENANT.to_owned(), signed_in: app.tenant };
    fails(refused, &VaultErrorKind::Refused(cause));
}
