//! Where random bytes come from.

/// The system gave no random bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the system gave no random bytes")]
pub struct RandomError;

/// A source of random bytes that nobody can guess.
pub trait Random: Send + Sync {
    /// Fills `out`.
    ///
    /// # Errors
    /// [`RandomError`]; `out` is then not to be used.
    fn fill(&self, out: &mut [u8]) -> Result<(), RandomError>;
}

impl dyn Random + '_ {
    /// `N` random bytes.
    ///
    /// # Errors
    /// [`RandomError`].
    pub fn bytes<const N: usize>(&self) -> Result<[u8; N], RandomError> {
        let mut out = [0; N];
        self.fill(&mut out)?;
        Ok(out)
    }
}

/// The operating system's generator.
#[derive(Debug, Clone, Copy, Default)]
pub struct OsRandom;

impl Random for OsRandom {
    fn fill(&self, out: &mut [u8]) -> Result<(), RandomError> {
        getrandom::fill(out).map_err(|_| RandomError)
    }
}
