//! Resource Manager, as far as finding a key vault goes.

use serde_json::{Value, json};

use super::{
    directory::{GROUP, SUBSCRIPTION, TENANT, VAULT},
    entra,
    http::{Answer, Request},
    state::State,
};

const AUTHORIZATION: &str = "/providers/Microsoft.Authorization";
/// The built-in role Key Vault Reader.
const READS_NAMES: &str = "21090545-7ca7-4776-b22c-e363652d74d2";
/// The built-in role Key Vault Secrets User.
const READS_VALUES: &str = "4633458b-17de-408a-b874-0445c86b69e6";

pub(super) fn answer(state: &State, request: &Request) -> Option<Answer> {
    if !request.path.starts_with("/subscriptions") {
        return None;
    }
    if !entra::allowed(state, request, "https://management.azure.com") {
        return Some(Answer::json(401, &json!({"error": {"code": "InvalidAuthenticationToken"}})));
    }
    if !state.arm_answers {
        return Some(Answer::json(403, &json!({"error": {"code": "AuthorizationFailed"}})));
    }
    if !request.query.contains_key("api-version") {
        let body = json!({"error": {"code": "MissingApiVersionParameter"}});
        return Some(Answer::json(400, &body));
    }
    let found = body(state, request);
    let missing = || Answer::json(404, &json!({"error": {"code": "ResourceNotFound"}}));
    Some(found.map_or_else(missing, |body| Answer::json(200, &body)))
}

fn body(state: &State, request: &Request) -> Option<Value> {
    let subscription = format!("/subscriptions/{SUBSCRIPTION}");
    let vault = format!(
        "{subscription}/resourceGroups/{GROUP}/providers/Microsoft.KeyVault/vaults/{VAULT}"
    );
    let path = request.path.as_str();
    if path == "/subscriptions" {
        return Some(json!({"value": [{
            "id": subscription, "subscriptionId": SUBSCRIPTION, "displayName": "Test"
        }]}));
    }
    match path.strip_prefix(&vault) {
        Some("") => return Some(key_vault(state, &vault)),
        Some(inner) => {
            return (inner == format!("{AUTHORIZATION}/roleAssignments"))
                .then(|| assignments(state, &subscription));
        }
        None => {}
    }
    let inner = path.strip_prefix(&subscription)?;
    if inner == "/resources" {
        let kind = "Microsoft.KeyVault/vaults";
        return Some(json!({"value": [{"id": vault, "name": VAULT, "type": kind}]}));
    }
    if inner == "/providers/Microsoft.PowerPlatform" {
        let registered = if state.provider_registered { "Registered" } else { "NotRegistered" };
        return Some(json!({"id": path, "registrationState": registered}));
    }
    let role = inner.strip_prefix(AUTHORIZATION)?.strip_prefix("/roleDefinitions/")?;
    let actions = match role {
        READS_NAMES => ["Microsoft.KeyVault/vaults/secrets/readMetadata/action"],
        READS_VALUES => ["Microsoft.KeyVault/vaults/secrets/getSecret/action"],
        _ => return None,
    };
    Some(json!({"id": path, "properties": {"permissions": [{"dataActions": actions}]}}))
}

fn key_vault(state: &State, id: &str) -> Value {
    let permissions = if state.has_role { json!(["get", "list"]) } else { json!(["list"]) };
    json!({"id": id, "name": VAULT, "properties": {
        "tenantId": TENANT,
        "enableRbacAuthorization": state.uses_roles,
        "accessPolicies": [{
            "tenantId": TENANT,
            "objectId": entra::OBJECT,
            "permissions": {"secrets": permissions},
        }],
    }})
}

/// Everybody may list names; who has the role reads values as well.
fn assignments(state: &State, subscription: &str) -> Value {
    let roles = [READS_NAMES, READS_VALUES].into_iter().take(if state.has_role { 2 } else { 1 });
    let rows: Vec<Value> = roles
        .map(|role| {
            let definition = format!("{subscription}{AUTHORIZATION}/roleDefinitions/{role}");
            json!({"properties": {
                "roleDefinitionId": definition, "principalId": entra::OBJECT,
            }})
        })
        .collect();
    json!({"value": rows})
}
