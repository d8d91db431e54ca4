//! Requests of the test itself to the servers.

use reqwest::{Certificate, Client, Method};
use serde_json::{Value, json};

use super::{EMULATOR_SECRET, Places};
use crate::azure::{CLIENT_ID, TENANT};

/// Sends JSON and reads JSON.
pub(super) struct Rest {
    pub(super) client: Client,
}

impl Rest {
    pub(super) fn new(ca_pem: &str) -> Self {
        let ca = Certificate::from_pem(ca_pem.as_bytes()).expect("the authority is readable");
        let client = Client::builder().no_proxy().tls_certs_only([ca]).build();
        Self { client: client.expect("a client can be made") }
    }

    /// The answer; panics when it is a refusal.
    pub(super) async fn ask(
        &self,
        method: Method,
        url: &str,
        token: Option<&str>,
        body: &Value,
    ) -> Value {
        let mut request = self.client.request(method, url);
        if let Some(token) = token {
            request = request.bearer_auth(token);
        }
        if !body.is_null() {
            request = request.header("Content-Type", "application/json").body(body.to_string());
        }
        let answer = request.send().await.expect("the emulator answers");
        let status = answer.status();
        let text = answer.text().await.unwrap_or_default();
        assert!(status.is_success(), "{url}: {status} {text}");
        serde_json::from_str(&text).unwrap_or(Value::Null)
    }

    /// The status of a GET.
    pub(super) async fn status(&self, url: &str, token: &str) -> u16 {
        let answer = self.client.get(url).bearer_auth(token).send().await;
        answer.expect("the emulator answers").status().as_u16()
    }

    /// A token of the app for `resource`, by the client secret.
    pub(super) async fn token(&self, places: Places, resource: &str) -> String {
        let mut form = url::form_urlencoded::Serializer::new(String::new());
        let form = form
            .append_pair("grant_type", "client_credentials")
            .append_pair("client_id", CLIENT_ID)
            .append_pair("client_secret", EMULATOR_SECRET)
            .append_pair("scope", &format!("{resource}/.default"))
            .finish();
        let answer = self
            .client
            .post(format!("{}/{TENANT}/oauth2/v2.0/token", places.entra_url()))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .body(form)
            .send()
            .await
            .expect("the emulator answers");
        let text = answer.text().await.unwrap_or_default();
        let answer: Value = serde_json::from_str(&text).unwrap_or(json!({}));
        answer["access_token"].as_str().unwrap_or_else(|| panic!("no token: {text}")).to_owned()
    }
}
