//! Starting the server and changing what it holds from the test's side.

use std::{
    net::SocketAddr,
    sync::{Arc, Mutex, MutexGuard},
    time::Duration,
};

use credenza_model::vault::{AzureConnection, AzureSignInKind};
use credenza_secret::Secret;
use credenza_vaults::azure::{AzureKeyVaultConfig, AzureSignIn};
use serde_json::json;
use tokio::{
    io::BufReader,
    net::{TcpListener, TcpStream},
    task::AbortHandle,
};
use tokio_rustls::TlsAcceptor;

use super::{
    arm,
    directory::{CLIENT_ID, CLIENT_SECRET, IDENTITY_HEADER, TENANT, VAULT},
    entra,
    http::{Answer, Request},
    key_vault::{self, Outcome},
    state::{Fault, State, Version},
    tls::Authority,
};
use crate::ClientSettings;

/// A running server; it ends when dropped.
pub struct AzureServer {
    address: SocketAddr,
    authority: Authority,
    state: Arc<Mutex<State>>,
    task: AbortHandle,
}

impl Drop for AzureServer {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl AzureServer {
    /// Starts on a free loopback port. Needs a running tokio runtime.
    pub async fn start() -> Self {
        let authority = Authority::new();
        let acceptor = authority.acceptor();
        Self::on(authority, acceptor).await
    }

    /// Starts with an authority's own certificate as the server's, which clients have to refuse.
    pub async fn start_as_its_own_authority() -> Self {
        let authority = Authority::that_is_a_server();
        let acceptor = authority.own_acceptor();
        Self::on(authority, acceptor).await
    }

    async fn on(authority: Authority, acceptor: TlsAcceptor) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a port");
        let address = listener.local_addr().expect("a bound socket has an address");
        let state = Arc::new(Mutex::new(State::new(TENANT)));
        let task = tokio::spawn(accept(listener, acceptor, state.clone())).abort_handle();
        Self { address, authority, state, task }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().expect("no request panics")
    }

    /// `https://kv-contoso.vault.azure.net:PORT`; reached with [`AzureServer::resolve`].
    #[must_use]
    pub fn vault_url(&self) -> String {
        format!("https://{VAULT}.vault.azure.net:{}", self.address.port())
    }

    /// `https://localhost:PORT`: sign-in and Resource Manager, and the vault without pinned names.
    #[must_use]
    pub fn local_url(&self) -> String {
        format!("https://localhost:{}", self.address.port())
    }

    /// The authority to trust, PEM.
    #[must_use]
    pub fn ca_pem(&self) -> &str {
        &self.authority.pem
    }

    /// The vault's host with the address that it really has.
    #[must_use]
    pub fn resolve(&self) -> Vec<(String, SocketAddr)> {
        vec![(format!("{VAULT}.vault.azure.net"), self.address)]
    }

    /// Settings that work, with the given sign-in.
    #[must_use]
    pub fn config_with(&self, sign_in: AzureSignIn) -> AzureKeyVaultConfig {
        AzureKeyVaultConfig {
            tenant: Some(TENANT.to_owned()),
            client_id: Some(CLIENT_ID.to_owned()),
            authority_host: Some(self.local_url()),
            arm_url: Some(self.local_url()),
            ca_pem: Some(self.ca_pem().to_owned()),
            resolve: self.resolve(),
            ..AzureKeyVaultConfig::new(&self.vault_url(), sign_in)
        }
    }

    /// Settings that work, with the client secret.
    #[must_use]
    pub fn config(&self) -> AzureKeyVaultConfig {
        let secret = Secret::new(CLIENT_SECRET.to_owned());
        self.config_with(AzureSignIn::ClientSecret { secret })
    }

    /// A connection that works, with [`CLIENT_SECRET`].
    #[must_use]
    pub fn connection(&self) -> AzureConnection {
        AzureConnection {
            sign_in: AzureSignInKind::ClientSecret,
            tenant: Some(TENANT.to_owned()),
            client_id: Some(CLIENT_ID.to_owned()),
            authority_host: Some(self.local_url()),
            arm_url: Some(self.local_url()),
            ca_pem: Some(self.ca_pem().to_owned()),
            ..AzureConnection::by_cli(&self.local_url())
        }
    }

    /// What another client needs to reach the vault.
    #[must_use]
    pub fn client_settings(&self) -> ClientSettings {
        ClientSettings {
            vault_url: self.local_url(),
            authority_url: self.local_url(),
            ca_pem: self.ca_pem().to_owned(),
            client_secret: CLIENT_SECRET.to_owned(),
        }
    }

    /// Address and header for a managed identity: `IDENTITY_ENDPOINT` and `IDENTITY_HEADER`.
    #[must_use]
    pub fn managed_identity(&self) -> (String, String) {
        let endpoint = format!("{}/msi/token", self.local_url());
        (endpoint, IDENTITY_HEADER.to_owned())
    }

    /// Lets the app sign in with the certificate of this thumbprint (base64 of its SHA-1).
    pub fn register_certificate(&self, thumbprint: &str) {
        let mut state = self.state();
        state.registered.certificates.insert(thumbprint.to_owned());
    }

    /// Lets the app sign in with this federated token.
    pub fn register_federated(&self, token: &str) {
        self.state().registered.federated.insert(token.to_owned());
    }

    /// A token as `az` would print it.
    #[must_use]
    pub fn issue_token(&self, audience: &str) -> String {
        entra::issue(&mut self.state(), audience)
    }

    /// Puts a secret into the vault, past its interface.
    pub fn put(&self, name: &str, value: &str, content_type: Option<&str>, managed: bool) {
        let mut state = self.state();
        let attributes = json!({"enabled": true, "created": state.now(), "updated": state.now()});
        let version = Version {
            id: uuid::Uuid::new_v4().simple().to_string(),
            value: value.to_owned(),
            content_type: content_type.map(str::to_owned),
            tags: None,
            attributes: attributes.as_object().cloned().unwrap_or_default(),
            managed,
        };
        state.secrets.entry(name.to_owned()).or_default().push(version);
    }

    /// Switches the latest version of a secret off or on, as another person would.
    pub fn enable(&self, name: &str, enabled: bool) {
        let mut state = self.state();
        let latest = state.secrets.get_mut(name).and_then(|v| v.last_mut());
        let latest = latest.expect("the secret is there");
        latest.attributes.insert("enabled".to_owned(), json!(enabled));
    }

    /// Deletes a secret, as another person would.
    pub fn delete(&self, name: &str) {
        let mut state = self.state();
        let versions = state.secrets.remove(name).expect("the secret is there");
        state.deleted.insert(name.to_owned(), versions);
    }

    /// Gives or takes the role that reads secrets.
    pub fn role(&self, has_role: bool) {
        self.state().has_role = has_role;
    }

    /// Whether Resource Manager lets itself be read.
    pub fn arm_answers(&self, answers: bool) {
        self.state().arm_answers = answers;
    }

    /// Whether Resource Manager says that roles decide; otherwise access policies, of which there is
    /// one for each identity that has the role.
    pub fn uses_roles(&self, uses_roles: bool) {
        self.state().uses_roles = uses_roles;
    }

    /// Whether Resource Manager says that the provider Microsoft.PowerPlatform is registered.
    pub fn provider_registered(&self, registered: bool) {
        self.state().provider_registered = registered;
    }

    /// Makes the vault name another tenant when it asks for a token.
    pub fn belongs_to(&self, tenant: &str) {
        tenant.clone_into(&mut self.state().challenge_tenant);
    }

    /// Sets the server's clock off.
    pub fn shift_clock(&self, seconds: i64) {
        self.state().clock_shift_seconds = seconds;
    }

    /// What the next requests to the vault meet, in this order.
    pub fn meet(&self, faults: impl IntoIterator<Item = Fault>) {
        self.state().faults.extend(faults);
    }

    /// Requests that reached the vault so far.
    #[must_use]
    pub fn vault_requests(&self) -> usize {
        self.state().vault_requests
    }

    /// Tokens given out so far.
    #[must_use]
    pub fn tokens_given(&self) -> usize {
        self.state().tokens_given
    }
}

async fn accept(listener: TcpListener, acceptor: TlsAcceptor, state: Arc<Mutex<State>>) {
    // Connections end with the server, since the set that holds them does.
    let mut connections = tokio::task::JoinSet::new();
    while let Ok((stream, _)) = listener.accept().await {
        connections.spawn(serve(stream, acceptor.clone(), state.clone()));
    }
}

async fn serve(stream: TcpStream, acceptor: TlsAcceptor, state: Arc<Mutex<State>>) {
    let Ok(stream) = acceptor.accept(stream).await else {
        return;
    };
    let mut stream = BufReader::new(stream);
    while let Some(request) = Request::read(&mut stream).await {
        let answer = match answer(&state, &request) {
            Outcome::Now(answer) => answer,
            Outcome::Late(pause) => late(pause, &state, &request).await,
        };
        let answer = dated(answer, &state);
        if answer.write(stream.get_mut()).await.is_err() {
            return;
        }
    }
}

fn answer(state: &Mutex<State>, request: &Request) -> Outcome {
    let mut state = state.lock().expect("no request panics");
    if let Some(outcome) = key_vault::answer(&mut state, request) {
        return outcome;
    }
    let other = entra::answer(&mut state, request).or_else(|| arm::answer(&state, request));
    Outcome::Now(other.unwrap_or_else(|| Answer::json(404, &json!({}))))
}

async fn late(pause: Duration, state: &Mutex<State>, request: &Request) -> Answer {
    tokio::time::sleep(pause).await;
    key_vault::dispatch(&mut state.lock().expect("no request panics"), request)
}

fn dated(answer: Answer, state: &Mutex<State>) -> Answer {
    let now = state.lock().expect("no request panics").now();
    let now = jiff::Timestamp::from_second(now).expect("the shift is small");
    let date = now.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string();
    answer.with("Date", date)
}
