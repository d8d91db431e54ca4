//! Asking again, within bounds.

use std::{
    future::Future,
    sync::atomic::{AtomicU32, Ordering},
    time::Duration,
};

use tokio::time::Instant;

use super::{Call, Layer, Timeout};
use crate::{RetryAdvice, Spent, VaultError, VaultErrorKind};

/// Asks again after failures that time may mend.
///
/// A call that changes something is repeated only when the vault said that it refused the first
/// one for its rate; after a broken connection nobody knows whether it was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Retry {
    /// The most tries, the first included.
    pub tries: u32,
    /// The first pause without a `Retry-After`; each further one is twice as long.
    pub first_pause: Duration,
    /// The longest `Retry-After` that is waited for; a longer one fails at once.
    pub longest_pause: Duration,
}

impl Default for Retry {
    fn default() -> Self {
        Self {
            tries: 4,
            first_pause: Duration::from_millis(500),
            longest_pause: Duration::from_secs(30),
        }
    }
}

impl Retry {
    fn pause(&self, call: Call<'_>, error: &VaultError, tried: u32) -> Option<Duration> {
        let refused = error.kind == VaultErrorKind::Throttled;
        if tried >= self.tries || !(refused || call.operation.repeatable()) {
            return None;
        }
        match error.retry {
            RetryAdvice::No => None,
            RetryAdvice::Backoff => {
                let factor = 1_u32.checked_shl(tried - 1).unwrap_or(u32::MAX);
                Some(self.first_pause.saturating_mul(factor).min(self.longest_pause))
            }
            RetryAdvice::After(wait) => (wait <= self.longest_pause).then_some(wait),
        }
    }

    /// A pause that would end after `until` is not begun: what the vault said last is more than that
    /// it was given up.
    async fn repeat<T, F, Fut>(
        &self,
        call: Call<'_>,
        ask: F,
        until: Option<Instant>,
    ) -> Result<T, VaultError>
    where
        F: Fn() -> Fut,
        Fut: Future<Output = Result<T, VaultError>>,
    {
        let mut tried = 0;
        loop {
            let error = match ask().await {
                Ok(answer) => return Ok(answer),
                Err(error) => error,
            };
            tried += 1;
            let Some(pause) = self.pause(call, &error, tried) else {
                return Err(error);
            };
            let next = Instant::now() + pause;
            if until.is_some_and(|until| next > until) {
                return Err(error);
            }
            tokio::time::sleep_until(next).await;
        }
    }
}

impl Layer for Retry {
    async fn around<T, F, Fut>(&self, call: Call<'_>, ask: F) -> Result<T, VaultError>
    where
        T: Send,
        F: Fn() -> Fut + Send + Sync,
        Fut: Future<Output = Result<T, VaultError>> + Send,
    {
        self.repeat(call, ask, None).await
    }
}

/// Asks again within an overall limit, and tells of a failure what it took.
#[derive(Debug, Clone, Copy)]
pub struct Bounded {
    retry: Retry,
    overall: Timeout,
}

impl Bounded {
    /// The tries of `retry`, given up after `overall`.
    #[must_use]
    pub fn new(retry: Retry, overall: Duration) -> Self {
        Self { retry, overall: Timeout::new(overall) }
    }
}

impl Layer for Bounded {
    async fn around<T, F, Fut>(&self, call: Call<'_>, ask: F) -> Result<T, VaultError>
    where
        T: Send,
        F: Fn() -> Fut + Send + Sync,
        Fut: Future<Output = Result<T, VaultError>> + Send,
    {
        let (started, tries) = (Instant::now(), AtomicU32::new(0));
        let until = started + self.overall.limit();
        let counted = || {
            tries.fetch_add(1, Ordering::Relaxed);
            ask()
        };
        let repeated = || self.retry.repeat(call, &counted, Some(until));
        let mut answer = self.overall.around(call, repeated).await;
        if let Err(error) = &mut answer {
            let tries = tries.load(Ordering::Relaxed);
            error.context.spent = Some(Spent { time: started.elapsed(), tries });
        }
        answer
    }
}
