//! Changing who may sign in, and how.

use credenza_secret::Secret;
use serde_json::{Value, json};

use super::Emulators;
use crate::azure::{CLIENT_ID, TENANT};

const FEDERATED_AUDIENCE: &str = "api://AzureADTokenExchange";

/// An app registration that has a secret.
pub struct OtherApp {
    /// Its tenant.
    pub tenant: String,
    /// Its id.
    pub client_id: String,
    /// Its secret.
    pub secret: Secret,
}

impl Emulators {
    /// Lets the app sign in with this certificate (PEM).
    pub async fn register_certificate(&self, pem: &str) {
        let path = format!("apps/{CLIENT_ID}/keyCredentials");
        self.admin(&path, json!({"publicKey": pem, "displayName": "test"})).await;
    }

    /// Lets the app sign in with tokens for `subject`, see [`Emulators::federated_token`].
    pub async fn register_federated(&self, subject: &str) {
        let path = format!("apps/{CLIENT_ID}/federated-credentials");
        let body = json!({
            "name": "test", "issuer": self.issuer(), "subject": subject,
            "audiences": [FEDERATED_AUDIENCE],
        });
        self.admin(&path, body).await;
    }

    /// A token that a workload would present; `signature` is `valid` or `invalid`.
    pub async fn federated_token(&self, subject: &str, signature: &str) -> String {
        let body = json!({
            "audience": FEDERATED_AUDIENCE, "signature": signature,
            "extraClaims": {"sub": subject, "iss": self.issuer()},
        });
        text(&self.admin("tokens", body).await, "token")
    }

    /// A new tenant with an app in it.
    pub async fn other_tenant(&self) -> OtherApp {
        let body = json!({"displayName": "Fabrikam"});
        let tenant = text(&self.admin("tenants", body).await, "id");
        let body = json!({"displayName": "Robot", "isConfidential": true, "tenantId": tenant});
        let client_id = text(&self.admin("apps", body).await, "id");
        let path = format!("apps/{client_id}/secrets");
        let secret = Secret::new(text(&self.admin(&path, json!({})).await, "secretText"));
        OtherApp { tenant, client_id, secret }
    }

    fn issuer(&self) -> String {
        format!("{}/{TENANT}/v2.0", self.places.entra_url())
    }
}

fn text(answer: &Value, field: &str) -> String {
    let text = answer[field].as_str();
    text.unwrap_or_else(|| panic!("no {field} in the answer")).to_owned()
}
