//! The key vault: secrets with versions, attributes, soft delete and paging.

use serde_json::{Map, Value, json};

use super::{
    entra,
    http::{Answer, Request},
    state::{Fault, State, Version},
};

const PAGE: usize = 25;
const LONGEST_VALUE: usize = 25 * 1024;
const AUDIENCE: &str = "https://vault.azure.net";
const RECOVERABLE_DAYS: i64 = 90;

/// The answer, or what makes it late.
pub(super) enum Outcome {
    Now(Answer),
    Late(std::time::Duration),
}

pub(super) fn answer(state: &mut State, request: &Request) -> Option<Outcome> {
    let ours = ["/secrets", "/deletedsecrets"].iter().any(|p| request.path.starts_with(p));
    if !ours {
        return None;
    }
    state.vault_requests += 1;
    if !entra::allowed(state, request, AUDIENCE) {
        return Some(Outcome::Now(unauthorised(state, request)));
    }
    if let Some(fault) = state.faults.pop_front() {
        return Some(faulty(state, request, fault));
    }
    Some(Outcome::Now(dispatch(state, request)))
}

fn faulty(state: &State, request: &Request, fault: Fault) -> Outcome {
    Outcome::Now(match fault {
        Fault::Throttle { retry_after } => error(429, "Throttled", None, "Too many requests.")
            .with("Retry-After", retry_after.to_string()),
        Fault::Slow(pause) => return Outcome::Late(pause),
        Fault::Long(bytes) => Answer::json(200, &json!({"value": "x".repeat(bytes)})),
        Fault::Answer { status, body } => Answer::json(status, &body),
        Fault::Unauthorised => unauthorised(state, request),
    })
}

fn unauthorised(state: &State, request: &Request) -> Answer {
    let challenge = format!(
        "Bearer authorization=\"https://{}/{}\", resource=\"{AUDIENCE}\"",
        request.host(),
        state.challenge_tenant
    );
    error(401, "Unauthorized", None, "AKV10000: no usable token.")
        .with("WWW-Authenticate", challenge)
}

pub(super) fn dispatch(state: &mut State, request: &Request) -> Answer {
    if !request.query.contains_key("api-version") {
        return error(400, "BadParameter", None, "api-version is missing");
    }
    if !state.has_role {
        let text = "Caller is not authorized to perform action on resource.";
        return error(403, "Forbidden", Some("ForbiddenByRbac"), text);
    }
    let path = request.path.trim_end_matches('/').to_owned();
    let parts: Vec<&str> = path.split('/').skip(1).collect();
    match (request.method.as_str(), parts.as_slice()) {
        ("GET", ["secrets"]) => list(state, request),
        ("GET", ["secrets", name, "versions"]) => versions(state, request, name),
        ("GET", ["secrets", name]) => get(state, request, name, None),
        ("GET", ["secrets", name, version]) => get(state, request, name, Some(version)),
        ("PUT", ["secrets", name]) => set(state, request, name),
        ("PATCH", ["secrets", name, version]) => update(state, request, name, version),
        ("DELETE", ["secrets", name]) => delete(state, request, name),
        ("GET", ["deletedsecrets"]) => list_deleted(state, request),
        ("GET", ["deletedsecrets", name]) => match state.deleted.get(*name) {
            Some(versions) => Answer::json(200, &deleted_bundle(request, name, versions)),
            None => missing(name),
        },
        ("POST", ["deletedsecrets", name, "recover"]) => recover(state, request, name),
        ("DELETE", ["deletedsecrets", name]) => match state.deleted.remove(*name) {
            Some(_) => Answer::json(204, &Value::Null),
            None => missing(name),
        },
        _ => error(405, "MethodNotAllowed", None, "There is no such operation."),
    }
}

pub(super) fn error(status: u16, code: &str, inner: Option<&str>, message: &str) -> Answer {
    let mut error = json!({"code": code, "message": message});
    if let Some(inner) = inner {
        error["innererror"] = json!({"code": inner});
    }
    Answer::json(status, &json!({"error": error}))
}

fn missing(name: &str) -> Answer {
    let text = format!("A secret with (name/id) {name} was not found in this key vault.");
    error(404, "SecretNotFound", None, &text)
}

fn id(request: &Request, name: &str, version: Option<&str>) -> String {
    let base = format!("https://{}/secrets/{name}", request.host());
    version.map_or(base.clone(), |v| format!("{base}/{v}"))
}

/// A version without its value.
fn properties(version: &Version, id: String) -> Value {
    let mut bundle = json!({"id": id, "attributes": version.attributes});
    if let Some(content_type) = &version.content_type {
        bundle["contentType"] = json!(content_type);
    }
    if let Some(tags) = &version.tags {
        bundle["tags"] = tags.clone();
    }
    if version.managed {
        bundle["managed"] = json!(true);
    }
    bundle
}

/// A page of `total` rows; only the rows shown are made.
fn page(
    request: &Request,
    path: &str,
    total: usize,
    rows: impl Iterator<Item = impl FnOnce() -> Value>,
) -> Answer {
    let skip: usize = request.query.get("$skiptoken").and_then(|s| s.parse().ok()).unwrap_or(0);
    let shown: Vec<Value> = rows.skip(skip).take(PAGE).map(|row| row()).collect();
    let next = skip + shown.len();
    let link = (next < total).then(|| {
        let version = request.query.get("api-version").map_or("", String::as_str);
        format!("https://{}{path}?api-version={version}&$skiptoken={next}", request.host())
    });
    Answer::json(200, &json!({"value": shown, "nextLink": link}))
}

fn latest(versions: &[Version]) -> &Version {
    versions.last().expect("a secret has a version")
}

fn list(state: &State, request: &Request) -> Answer {
    let rows = state
        .secrets
        .iter()
        .map(|(name, all)| move || properties(latest(all), id(request, name, None)));
    page(request, "/secrets", state.secrets.len(), rows)
}

fn versions(state: &State, request: &Request, name: &str) -> Answer {
    let all = state.secrets.get(name).map_or(&[][..], Vec::as_slice);
    let rows = all.iter().map(|v| move || properties(v, id(request, name, Some(&v.id))));
    let path = format!("/secrets/{name}/versions");
    page(request, &path, all.len(), rows)
}

fn find<'a>(state: &'a mut State, name: &str, version: Option<&str>) -> Option<&'a mut Version> {
    let all = state.secrets.get_mut(name)?;
    match version {
        Some(version) => all.iter_mut().find(|v| v.id == version),
        None => all.last_mut(),
    }
}

fn get(state: &mut State, request: &Request, name: &str, version: Option<&str>) -> Answer {
    let Some(found) = find(state, name, version) else {
        return missing(name);
    };
    if found.attributes["enabled"] == json!(false) {
        let text = "Operation get is not allowed on a disabled secret.";
        return error(403, "Forbidden", Some("SecretDisabled"), text);
    }
    let mut bundle = properties(found, id(request, name, Some(&found.id)));
    bundle["value"] = json!(found.value);
    Answer::json(200, &bundle)
}

fn set(state: &mut State, request: &Request, name: &str) -> Answer {
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '-';
    if name.len() > 127 || !name.chars().all(plain) {
        return error(400, "BadParameter", None, "The name is not valid.");
    }
    if state.deleted.contains_key(name) {
        let inner = Some("ObjectIsDeletedButRecoverable");
        return error(409, "Conflict", inner, "The secret is deleted but recoverable.");
    }
    let body = request.json();
    let Some(value) = body["value"].as_str() else {
        return error(400, "BadParameter", None, "The value is missing.");
    };
    if value.len() > LONGEST_VALUE {
        return error(400, "BadParameter", None, "The value is too long.");
    }
    let now = state.now();
    let mut attributes = body["attributes"].as_object().cloned().unwrap_or_default();
    attributes.entry("enabled").or_insert(json!(true));
    attributes.insert("created".to_owned(), json!(now));
    attributes.insert("updated".to_owned(), json!(now));
    attributes.insert("recoverableDays".to_owned(), json!(RECOVERABLE_DAYS));
    attributes.insert("recoveryLevel".to_owned(), json!("Recoverable+Purgeable"));
    let version = Version {
        id: uuid::Uuid::new_v4().simple().to_string(),
        value: value.to_owned(),
        content_type: body["contentType"].as_str().map(str::to_owned),
        tags: body.get("tags").filter(|t| t.is_object()).cloned(),
        attributes,
        managed: false,
    };
    let mut bundle = properties(&version, id(request, name, Some(&version.id)));
    bundle["value"] = json!(value);
    let all = state.secrets.entry(name.to_owned()).or_default();
    all.push(version);
    Answer::json(200, &bundle)
}

fn update(state: &mut State, request: &Request, name: &str, version: &str) -> Answer {
    let (body, now) = (request.json(), state.now());
    let Some(found) = find(state, name, Some(version)) else {
        return missing(name);
    };
    let wanted: Map<String, Value> = body["attributes"].as_object().cloned().unwrap_or_default();
    found.attributes.extend(wanted);
    found.attributes.insert("updated".to_owned(), json!(now));
    if let Some(content_type) = body["contentType"].as_str() {
        found.content_type = Some(content_type.to_owned());
    }
    if body["tags"].is_object() {
        found.tags = Some(body["tags"].clone());
    }
    let bundle = properties(found, id(request, name, Some(version)));
    Answer::json(200, &bundle)
}

fn deleted_bundle(request: &Request, name: &str, versions: &[Version]) -> Value {
    let now = jiff::Timestamp::now().as_second();
    let mut bundle = properties(latest(versions), id(request, name, None));
    bundle["recoveryId"] = json!(format!("https://{}/deletedsecrets/{name}", request.host()));
    bundle["deletedDate"] = json!(now);
    bundle["scheduledPurgeDate"] = json!(now + RECOVERABLE_DAYS * 86_400);
    bundle
}

fn delete(state: &mut State, request: &Request, name: &str) -> Answer {
    let Some(versions) = state.secrets.remove(name) else {
        return missing(name);
    };
    let bundle = deleted_bundle(request, name, &versions);
    state.deleted.insert(name.to_owned(), versions);
    Answer::json(200, &bundle)
}

fn list_deleted(state: &State, request: &Request) -> Answer {
    let rows = state.deleted.iter().map(|(name, all)| move || deleted_bundle(request, name, all));
    page(request, "/deletedsecrets", state.deleted.len(), rows)
}

fn recover(state: &mut State, request: &Request, name: &str) -> Answer {
    let Some(versions) = state.deleted.remove(name) else {
        return missing(name);
    };
    let newest = latest(&versions);
    let bundle = properties(newest, id(request, name, Some(&newest.id)));
    state.secrets.insert(name.to_owned(), versions);
    Answer::json(200, &bundle)
}
