//! What Resource Manager holds: the vault's group, the vault, and who may do what in it.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use reqwest::Method;
use serde_json::{Value, json};

use super::{Places, rest::Rest};
use crate::azure::{GROUP, SUBSCRIPTION, TENANT, VAULT};

pub(super) const ARM: &str = "https://management.azure.com";
pub(super) const VAULT_AUDIENCE: &str = "https://vault.azure.net";
/// The built-in role Key Vault Administrator. Key Vault Secrets Officer would do in Azure; the
/// emulator lets it change no attributes.
const ADMINISTRATOR: &str = "00482a5a-887f-4fb3-b363-3b7fe8e74483";
const ASSIGNMENT: &str = "6f9619ff-8b86-d011-b42d-00c04fc964ff";

pub(super) async fn everything(rest: &Rest, places: Places) {
    let token = rest.token(places, ARM).await;
    let group = format!(
        "{}/subscriptions/{SUBSCRIPTION}/resourcegroups/{GROUP}?api-version=2022-04-01",
        places.arm_url()
    );
    let body = json!({"location": "westeurope"});
    rest.ask(Method::PUT, &group, Some(&token), &body).await;
    vault(rest, places, true).await;
    role(rest, places, true).await;
}

/// Writes the vault's own settings: whether roles or access policies decide.
pub(super) async fn vault(rest: &Rest, places: Places, rbac: bool) {
    let token = rest.token(places, ARM).await;
    let url = format!("{}?api-version=2024-11-01", vault_url(places));
    let body = json!({"location": "westeurope", "properties": {
        "tenantId": TENANT, "accessPolicies": [], "enableRbacAuthorization": rbac,
    }});
    rest.ask(Method::PUT, &url, Some(&token), &body).await;
}

/// Gives the app the role, or takes it.
pub(super) async fn role(rest: &Rest, places: Places, given: bool) {
    let token = rest.token(places, ARM).await;
    let url = format!(
        "{}/providers/Microsoft.Authorization/roleAssignments/{ASSIGNMENT}?api-version=2022-04-01",
        vault_url(places)
    );
    if !given {
        rest.ask(Method::DELETE, &url, Some(&token), &Value::Null).await;
        return;
    }
    let role = format!(
        "/subscriptions/{SUBSCRIPTION}/providers/Microsoft.Authorization/roleDefinitions/{ADMINISTRATOR}"
    );
    let principal = principal(&rest.token(places, VAULT_AUDIENCE).await);
    let body = json!({"properties": {
        "roleDefinitionId": role, "principalId": principal, "principalType": "ServicePrincipal",
    }});
    rest.ask(Method::PUT, &url, Some(&token), &body).await;
}

fn vault_url(places: Places) -> String {
    format!(
        "{}/subscriptions/{SUBSCRIPTION}/resourceGroups/{GROUP}/providers/Microsoft.KeyVault/vaults/{VAULT}",
        places.arm_url()
    )
}

/// Whom a token names.
fn principal(token: &str) -> String {
    let payload = token.split('.').nth(1).expect("a token has three parts");
    let payload = URL_SAFE_NO_PAD.decode(payload).expect("the payload is base64");
    let claims: Value = serde_json::from_slice(&payload).expect("the payload is JSON");
    let named = claims["oid"].as_str().or(claims["sub"].as_str());
    named.expect("the token names somebody").to_owned()
}
