//! Changing the vault and who may use it, as other people and time would.

use std::time::{Duration, Instant};

use reqwest::Method;
use serde_json::json;

use super::{
    Emulators,
    seed::{self, VAULT_AUDIENCE},
};

/// The vault asks for the roles once a second.
const LONGEST_CHANGE: Duration = Duration::from_secs(30);

impl Emulators {
    /// Answers the next requests to the vault with 429 and a second to wait.
    pub async fn throttle(&self, times: u32) {
        self.control("faults", json!({"throttleNextRequests": times})).await;
    }

    /// Answers the next requests to the vault with 500.
    pub async fn fail(&self, times: u32) {
        self.control("faults", json!({"rejectNextRequests": times})).await;
    }

    /// Sets the vault's clock off.
    pub async fn shift_vault_clock(&self, seconds: i64) {
        self.control("clock", json!({"offset": seconds})).await;
    }

    /// Lets time go by in the vault and in sign-in.
    pub async fn advance(&self, seconds: i64) {
        self.control("clock", json!({"advance": seconds})).await;
        self.admin("clock", json!({"advanceSeconds": seconds})).await;
    }

    /// Gives or takes the role, and waits until the vault knows.
    pub async fn role(&self, given: bool) {
        seed::role(&self.rest, self.places, given).await;
        self.until(if given { 200 } else { 403 }).await;
    }

    /// Lets roles or access policies decide, of which there are none.
    pub async fn uses_roles(&self, rbac: bool) {
        seed::vault(&self.rest, self.places, rbac).await;
    }

    /// A token of the app, as `az` would print it.
    pub async fn issue_token(&self) -> String {
        self.rest.token(self.places, VAULT_AUDIENCE).await
    }

    async fn until(&self, status: u16) {
        let url = format!("{}/secrets?api-version=2025-07-01", self.places.local_vault_url());
        let token = self.issue_token().await;
        let end = Instant::now() + LONGEST_CHANGE;
        while self.rest.status(&url, &token).await != status {
            assert!(Instant::now() < end, "the vault does not learn of the role");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    async fn control(&self, what: &str, body: serde_json::Value) {
        let url = format!("{}/_emulator/{what}", self.places.local_vault_url());
        self.rest.ask(Method::POST, &url, None, &body).await;
    }

    pub(super) async fn admin(&self, what: &str, body: serde_json::Value) -> serde_json::Value {
        let url = format!("{}/admin/api/{what}", self.places.entra_url());
        self.rest.ask(Method::POST, &url, None, &body).await
    }
}
