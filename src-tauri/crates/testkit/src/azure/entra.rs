//! Sign-in: the token endpoint, its discovery document and the managed identity's endpoint.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::{Value, json};

use super::{
    directory::{CLIENT_ID, CLIENT_SECRET, IDENTITY_HEADER, TENANT},
    http::{Answer, Request},
    state::{State, Token},
};

/// The app's identity, to which roles are given.
pub(super) const OBJECT: &str = "5c1a1f6e-93a4-4b27-8a0c-6d8d7a1f2e90";
const LIFETIME_SECONDS: i64 = 3600;

pub(super) fn answer(state: &mut State, request: &Request) -> Option<Answer> {
    let token_path = format!("/{TENANT}/oauth2/v2.0/token");
    let discovery = format!("/{TENANT}/v2.0/.well-known/openid-configuration");
    match (request.method.as_str(), request.path.as_str()) {
        ("POST", path) if path == token_path => Some(token(state, request)),
        ("GET", path) if path == discovery => Some(discover(request)),
        ("GET", "/msi/token") => Some(managed_identity(state, request)),
        ("POST", path) if path.ends_with("/oauth2/v2.0/token") => {
            Some(refused(90002, "Tenant not found."))
        }
        _ => None,
    }
}

fn discover(request: &Request) -> Answer {
    let base = format!("https://{}/{TENANT}", request.host());
    let body = json!({
        "issuer": format!("{base}/v2.0"),
        "authorization_endpoint": format!("{base}/oauth2/v2.0/authorize"),
        "token_endpoint": format!("{base}/oauth2/v2.0/token"),
    });
    Answer::json(200, &body)
}

fn token(state: &mut State, request: &Request) -> Answer {
    let form = request.form();
    let field = |name: &str| form.get(name).map_or("", String::as_str);
    if field("client_id") != CLIENT_ID {
        return refused(700_016, "Application was not found in the directory.");
    }
    let assertion = field("client_assertion");
    let good = if assertion.is_empty() {
        field("client_secret") == CLIENT_SECRET
    } else {
        known_assertion(state, assertion)
    };
    if !good {
        let echo = format!("Invalid client secret provided: {}", field("client_secret"));
        return refused(7_000_215, &echo);
    }
    let audience = field("scope").trim_end_matches("/.default").to_owned();
    let token = issue(state, &audience);
    let body = json!({
        "token_type": "Bearer",
        "expires_in": LIFETIME_SECONDS,
        "ext_expires_in": LIFETIME_SECONDS,
        "access_token": token,
    });
    Answer::json(200, &body)
}

fn known_assertion(state: &State, assertion: &str) -> bool {
    if state.registered.federated.contains(assertion) {
        return true;
    }
    let part = |index: usize| -> Value {
        let part = assertion.split('.').nth(index).unwrap_or_default();
        let bytes = URL_SAFE_NO_PAD.decode(part).unwrap_or_default();
        serde_json::from_slice(&bytes).unwrap_or(Value::Null)
    };
    let (header, claims) = (part(0), part(1));
    let thumbprint = header["x5t"].as_str().unwrap_or_default();
    claims["iss"] == CLIENT_ID
        && claims["sub"] == CLIENT_ID
        && claims["exp"].as_i64().is_some_and(|exp| exp > state.now())
        && state.registered.certificates.contains(thumbprint)
}

fn managed_identity(state: &mut State, request: &Request) -> Answer {
    if request.headers.get("x-identity-header").map(String::as_str) != Some(IDENTITY_HEADER) {
        return refused(50_000, "The identity header is wrong.");
    }
    let resource = request.query.get("resource").cloned().unwrap_or_default();
    let expires = state.now() + LIFETIME_SECONDS;
    let token = issue(state, &resource);
    let body = json!({
        "access_token": token,
        "expires_on": expires.to_string(),
        "resource": resource,
        "token_type": "Bearer",
    });
    Answer::json(200, &body)
}

/// A new token for `audience`.
pub(super) fn issue(state: &mut State, audience: &str) -> String {
    state.tokens_given += 1;
    let claims = json!({
        "aud": audience,
        "tid": TENANT,
        "appid": CLIENT_ID,
        "oid": OBJECT,
        "exp": state.now() + LIFETIME_SECONDS,
    });
    let encode = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let header = encode(&json!({"alg": "RS256", "typ": "JWT"}));
    let signature = URL_SAFE_NO_PAD.encode(uuid::Uuid::new_v4().as_bytes());
    let token = format!("{header}.{}.{signature}", encode(&claims));
    let audience = audience.to_owned();
    state.tokens.insert(token.clone(), Token { audience });
    token
}

fn refused(code: u32, text: &str) -> Answer {
    let body = json!({
        "error": "invalid_client",
        "error_description": format!("AADSTS{code}: {text}"),
        "error_codes": [code],
    });
    Answer::json(401, &body)
}

/// Whether the request carries a token for one of `audiences`.
pub(super) fn allowed(state: &State, request: &Request, audience: &str) -> bool {
    let header = request.headers.get("authorization");
    let token = header.and_then(|h| h.strip_prefix("Bearer "));
    let token = token.and_then(|t| state.tokens.get(t));
    token.is_some_and(|t| t.audience == audience)
}
