//! Resource Manager, as far as finding a key vault goes.

use serde_json::json;

use super::{
    entra,
    http::{Answer, Request},
    server::{GROUP, SUBSCRIPTION, TENANT, VAULT},
    state::State,
};

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
    let subscription = format!("/subscriptions/{SUBSCRIPTION}");
    let vault = format!(
        "{subscription}/resourceGroups/{GROUP}/providers/Microsoft.KeyVault/vaults/{VAULT}"
    );
    let body = match request.path.as_str() {
        "/subscriptions" => json!({"value": [{
            "id": subscription, "subscriptionId": SUBSCRIPTION, "displayName": "Test"
        }]}),
        path if path == format!("{subscription}/resources") => json!({"value": [{
            "id": vault, "name": VAULT, "type": "Microsoft.KeyVault/vaults"
        }]}),
        path if path == vault => json!({"id": vault, "name": VAULT, "properties": {
            "tenantId": TENANT, "enableRbacAuthorization": true
        }}),
        _ => {
            return Some(Answer::json(404, &json!({"error": {"code": "ResourceNotFound"}})));
        }
    };
    Some(Answer::json(200, &body))
}
