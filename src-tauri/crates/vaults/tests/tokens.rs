//! Whom a token of the Azure CLI's account is sent to, and what it is good for.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]

use std::{
    ffi::OsStr,
    io,
    process::{ExitStatus, Output},
    sync::{Arc, Mutex},
};

use async_trait::async_trait;
use azure_core::{
    Bytes,
    http::{AsyncRawResponse, HttpClient, Request, StatusCode, headers::Headers},
};
use azure_identity::Executor;
use credenza_secret::Secret;
use credenza_vaults::{
    Vault,
    azure::{AzureKeyVault, AzureKeyVaultConfig, AzureSignIn, must_check_challenge},
};

/// Answers as `az account get-access-token` does: the token is the scope that was asked for.
#[derive(Debug)]
struct Az;

#[async_trait]
impl Executor for Az {
    async fn run(&self, _: &OsStr, args: &[&OsStr]) -> io::Result<Output> {
        let command = args.last().unwrap().to_str().unwrap();
        let scope = command.split_once("--scope ").unwrap().1;
        let scope = scope.split_whitespace().next().unwrap();
        let answer = serde_json::json!({
            "accessToken": scope, "expires_on": 4_000_000_000_i64, "tokenType": "Bearer",
        });
        let stdout = answer.to_string().into_bytes();
        Ok(Output { status: ExitStatus::default(), stdout, stderr: Vec::new() })
    }
}

/// Any host: keeps what it is sent, and asks for a token of the public cloud's vaults.
#[derive(Debug, Default)]
struct Hosts {
    sent: Mutex<Vec<(String, String)>>,
}

impl Hosts {
    fn tokens(&self) -> Vec<(String, String)> {
        let sent = self.sent.lock().unwrap();
        sent.iter().filter(|(_, token)| !token.is_empty()).cloned().collect()
    }
}

#[async_trait]
impl HttpClient for Hosts {
    async fn execute_request(&self, request: &Request) -> azure_core::Result<AsyncRawResponse> {
        let url = request.url();
        let host = url.host_str().unwrap().to_owned();
        let token = request.headers().get_optional_str(&"authorization".into());
        let token = token.unwrap_or_default().trim_start_matches("Bearer ").to_owned();
        let signed = !token.is_empty();
        self.sent.lock().unwrap().push((host, token));
        let mut headers = Headers::new();
        let (status, body) = if url.path().ends_with("/oauth2/v2.0/token") {
            let token = r#"{"access_token":"of-its-own","expires_in":3600,"token_type":"Bearer"}"#;
            (StatusCode::Ok, token)
        } else if signed {
            (StatusCode::Ok, r#"{"value":[]}"#)
        } else {
            let asks = "Bearer authorization=\"https://login.example/7a\", \
                        resource=\"https://vault.azure.net\"";
            headers.insert("www-authenticate", asks);
            (StatusCode::Unauthorized, "{}")
        };
        Ok(AsyncRawResponse::from_bytes(status, headers, Bytes::from_static(body.as_bytes())))
    }
}

fn connect(config: &AzureKeyVaultConfig) -> (AzureKeyVault, Arc<Hosts>) {
    let hosts = Arc::new(Hosts::default());
    let vault = AzureKeyVault::over(config, hosts.clone(), Arc::new(Az)).unwrap();
    (vault, hosts)
}

#[tokio::test]
async fn no_other_host_gets_a_token_of_the_public_resource_manager() {
    let at = |arm: &str| AzureKeyVaultConfig {
        arm_url: Some(arm.to_owned()),
        // Which the Azure CLI never asks.
        authority_host: Some("https://login.example".to_owned()),
        ..AzureKeyVaultConfig::new("https://kv.vault.azure.net", AzureSignIn::Cli)
    };
    for (arm, host) in [
        ("https://evil.example", "evil.example"),
        ("https://management.azure.com", "management.azure.com"),
    ] {
        let (vault, hosts) = connect(&at(arm));
        assert!(vault.locate("kv").await.is_none());
        let own = (host.to_owned(), format!("https://{host}/.default"));
        assert_eq!(hosts.tokens(), [own]);
    }
}

#[tokio::test]
async fn a_server_outside_the_clouds_gets_no_token_of_the_cloud() {
    let url = "https://vault.example";
    let authority = Some("https://login.example");
    let by = |sign_in: AzureSignIn| AzureKeyVaultConfig {
        tenant: Some("7a".to_owned()),
        client_id: Some("app".to_owned()),
        authority_host: authority.map(str::to_owned),
        verify_challenge_resource: must_check_challenge(url, authority, &sign_in),
        ..AzureKeyVaultConfig::new(url, sign_in)
    };
    let (vault, hosts) = connect(&by(AzureSignIn::Cli));
    assert!(vault.list(None).await.is_err());
    assert_eq!(hosts.tokens(), []);
    // Where the sign-in goes to an address outside too, there is nothing of the cloud's to take.
    let secret = Secret::new("secret".to_owned());
    let (vault, hosts) = connect(&by(AzureSignIn::ClientSecret { secret }));
    let answer = vault.list(None).await;
    assert!(answer.is_ok(), "{answer:?}");
    assert_eq!(hosts.tokens(), [("vault.example".to_owned(), "of-its-own".to_owned())]);
}
