//! A connection to a server that stands in for Azure, and a variable whose secret is there.

use credenza_app::{
    variables::{AzureSecretRequest, AzureVariableRequest},
    vaults::{SignInSecret, VaultConnectRequest},
};
use credenza_model::{ids::VaultId, variable::SecretShape};
use credenza_testkit::azure::{AzureServer, CLIENT_SECRET, SUBSCRIPTION};

use super::secret;

pub(crate) fn request(server: &AzureServer, name: &str) -> VaultConnectRequest {
    VaultConnectRequest {
        name: name.to_owned(),
        azure: server.connection(),
        secret: Some(SignInSecret::Text(secret(CLIENT_SECRET))),
        unchecked: false,
    }
}

pub(crate) fn reference(vault: VaultId, secret: &str) -> AzureSecretRequest {
    AzureSecretRequest {
        vault,
        subscription: SUBSCRIPTION.to_owned(),
        resource_group: "rg-finance".to_owned(),
        key_vault: "kv-contoso".to_owned(),
        secret: secret.to_owned(),
        version: None,
    }
}

pub(crate) fn variable(vault: VaultId, name: &str, secret: &str) -> AzureVariableRequest {
    AzureVariableRequest {
        display_name: name.to_owned(),
        name: String::new(),
        secret: reference(vault, secret),
        shape: SecretShape::Password,
    }
}
