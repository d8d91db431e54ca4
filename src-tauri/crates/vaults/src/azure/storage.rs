//! Tokens for Azure Storage, by the same sign-ins as for a vault.

use std::{sync::Arc, time::Duration};

use azure_core::{
    credentials::{AccessToken, TokenCredential},
    http::HttpClient,
    time::OffsetDateTime,
};
use azure_identity::Executor;
use credenza_secret::Secret;
use tokio::sync::Mutex;

use super::{config::AzureKeyVaultConfig, sign_in::SignIn};
use crate::{Operation, VaultError, VaultErrorKind};

const SCOPE: &str = "https://storage.azure.com/.default";
/// A token is not used for its last moments: a request takes time.
const EARLY: Duration = Duration::from_mins(2);

/// Gives tokens for Azure Storage, one for many requests.
pub struct StorageTokens {
    credential: Arc<dyn TokenCredential>,
    last: Mutex<Option<AccessToken>>,
}

impl std::fmt::Debug for StorageTokens {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("StorageTokens")
    }
}

impl StorageTokens {
    /// By the sign-in of these settings, whose address is not asked. Nothing is sent yet.
    ///
    /// # Errors
    /// As [`super::AzureKeyVault::connect`].
    pub fn connect(config: &AzureKeyVaultConfig) -> Result<Self, VaultError> {
        Ok(Self::by(SignIn::of(config)?))
    }

    /// The same over another transport and another way to run `az`.
    ///
    /// # Errors
    /// As [`StorageTokens::connect`].
    pub fn over(
        config: &AzureKeyVaultConfig,
        client: Arc<dyn HttpClient>,
        executor: Arc<dyn Executor>,
    ) -> Result<Self, VaultError> {
        Ok(Self::by(SignIn::over(config, client, executor)?))
    }

    fn by(sign_in: SignIn) -> Self {
        Self { credential: sign_in.credential, last: Mutex::new(None) }
    }

    /// A token that is valid now.
    ///
    /// # Errors
    /// `SignInFailed`.
    pub async fn token(&self) -> Result<Secret, VaultError> {
        let mut last = self.last.lock().await;
        let good = |token: &&AccessToken| token.expires_on > OffsetDateTime::now_utc() + EARLY;
        if let Some(token) = last.as_ref().filter(good) {
            // EXPOSE: the token is handed on in the type for secrets of this program.
            return Ok(Secret::new(token.token.secret().to_owned()));
        }
        let token = self.credential.get_token(&[SCOPE], None).await;
        let failed = |_| VaultError::new(Operation::WhoAmI, VaultErrorKind::SignInFailed);
        let token = token.map_err(failed)?;
        // EXPOSE: as above.
        let secret = Secret::new(token.token.secret().to_owned());
        *last = Some(token);
        Ok(secret)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use std::{
        ffi::OsStr,
        io,
        process::Output,
        sync::atomic::{AtomicU64, Ordering},
    };

    use async_trait::async_trait;

    use super::*;
    use crate::azure::{AzureSignIn, transport};

    /// Answers as `az` does, with a token that ends after so many seconds.
    #[derive(Debug)]
    struct Az {
        ends_after: i64,
        asked: AtomicU64,
    }

    #[async_trait]
    impl Executor for Az {
        async fn run(&self, _: &OsStr, args: &[&OsStr]) -> io::Result<Output> {
            let line = args.iter().map(|arg| arg.to_string_lossy()).collect::<Vec<_>>().join(" ");
            assert!(line.contains("https://storage.azure.com"), "{line}");
            let number = self.asked.fetch_add(1, Ordering::Relaxed);
            let ends = OffsetDateTime::now_utc().unix_timestamp() + self.ends_after;
            let json = format!(
                r#"{{"accessToken":"token-{number}","expires_on":{ends},"tokenType":"Bearer"}}"#
            );
            Ok(Output { status: Default::default(), stdout: json.into_bytes(), stderr: vec![] })
        }
    }

    #[tokio::test]
    async fn one_token_serves_until_it_ends() {
        for (ends_after, asked) in [(3_600, 1), (60, 3)] {
            let az = Arc::new(Az { ends_after, asked: AtomicU64::new(0) });
            let url = "https://finance.blob.core.windows.net";
            let config = AzureKeyVaultConfig::new(url, AzureSignIn::Cli);
            let client = Arc::new(transport::http_client(&config).unwrap());
            let tokens = StorageTokens::over(&config, client, az.clone()).unwrap();
            let mut last = String::new();
            for _ in 0..3 {
                // EXPOSE: the test compares.
                tokens.token().await.unwrap().expose().clone_into(&mut last);
            }
            assert_eq!(az.asked.load(Ordering::Relaxed), asked);
            assert_eq!(last, format!("token-{}", asked - 1));
        }
    }
}
