//! A limit in time.

use std::{future::Future, time::Duration};

use super::{Call, Layer};
use crate::{RetryAdvice, VaultError, VaultErrorKind};

/// Gives up after a time; the call underneath is dropped.
#[derive(Debug, Clone, Copy)]
pub struct Timeout {
    limit: Duration,
}

impl Timeout {
    /// Gives up after `limit`.
    #[must_use]
    pub fn new(limit: Duration) -> Self {
        Self { limit }
    }

    pub(super) fn limit(self) -> Duration {
        self.limit
    }
}

impl Layer for Timeout {
    async fn around<T, F, Fut>(&self, call: Call<'_>, ask: F) -> Result<T, VaultError>
    where
        T: Send,
        F: Fn() -> Fut + Send + Sync,
        Fut: Future<Output = Result<T, VaultError>> + Send,
    {
        match tokio::time::timeout(self.limit, ask()).await {
            Ok(answer) => answer,
            Err(_) => {
                let mut error = VaultError::new(call.operation, VaultErrorKind::TimedOut)
                    .with_retry(RetryAdvice::Backoff);
                error.context.secret = call.name.map(|n| n.as_str().to_owned());
                Err(error)
            }
        }
    }
}
