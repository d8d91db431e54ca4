//! What the log says of a call.

use std::{future::Future, time::Instant};

use super::{Call, Layer};
use crate::VaultError;

/// Writes one line per call: what was asked, how long it took, how it ended. Names of secrets
/// appear at DEBUG only; values never.
#[derive(Debug, Clone, Copy, Default)]
pub struct Trace;

impl Layer for Trace {
    async fn around<T, F, Fut>(&self, call: Call<'_>, ask: F) -> Result<T, VaultError>
    where
        T: Send,
        F: Fn() -> Fut + Send + Sync,
        Fut: Future<Output = Result<T, VaultError>> + Send,
    {
        let started = Instant::now();
        let operation = call.operation.as_str();
        if let Some(name) = call.name {
            tracing::debug!(operation, secret = name.as_str(), "vault asked");
        }
        let answer = ask().await;
        let milliseconds = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
        match &answer {
            Ok(_) => tracing::info!(operation, milliseconds, "vault answered"),
            Err(error) => {
                let codes = error.context.codes.as_deref().unwrap_or_default();
                tracing::warn!(operation, milliseconds, kind = %error.kind, codes, "vault failed");
            }
        }
        answer
    }
}
