//! Checking read access (C9): a real read whose value is dropped at once.

use credenza_model::{
    access::{AccessCause, AccessState},
    azure::AzureSecretReference,
    certificate::CertificateFacts,
    ids::{VariableId, VaultId},
    variable::{SecretContent, SecretPlace, SecretShape, VariableContent},
};
use credenza_store::{Edit, StoreError};
use credenza_vaults::{ReadCheck, VaultError, VaultErrorKind, VersionId, certificate};
use jiff::Timestamp;

use super::{Refusal, failure::failed, held::VaultClient};
use crate::{AppError, Workspace, variables::VariableView};

/// The parts of a check, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AccessStep {
    /// The sign-in gives a token.
    SignIn,
    /// The vault answers.
    Vault,
    /// The secret can be read.
    Secret,
}

/// How far a part is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StepState {
    /// Waiting for an answer.
    Running,
    /// A good answer.
    Good,
    /// A bad one, or none.
    Bad,
}

/// Told of each part as it begins and ends.
pub type Progress<'a> = &'a (dyn Fn(AccessStep, StepState) + Sync);

/// No answer came, so nothing is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoAnswer {
    /// Where it was asked.
    pub address: String,
    /// What the call took with all its tries, in whole seconds, the begun one included.
    pub seconds: u64,
    /// How often it was tried.
    pub tries: u32,
    /// What happened, for a message.
    pub error: AppError,
}

/// How a save that needs a check ended.
#[derive(Debug)]
pub enum AccessCheck<T> {
    /// Good, or kept without a check: it is stored.
    Saved(T),
    /// The vault refused; nothing is stored.
    Refused(Box<Refusal>),
    /// No answer; nothing is stored.
    NoAnswer(Box<NoAnswer>),
}

/// What a check found.
pub(crate) enum Answer {
    Readable(Readable),
    Refused(AccessCause, Box<Refusal>),
    Silent(Box<NoAnswer>),
}

/// What a good read told besides the value.
#[derive(Default)]
pub(crate) struct Readable {
    pub(crate) expires: Option<Timestamp>,
    pub(crate) certificate: Option<CertificateFacts>,
}

impl Workspace {
    /// Reads `reference` through the connection `id` and drops the value.
    pub(crate) async fn check_access(
        &self,
        id: VaultId,
        reference: &AzureSecretReference,
        shape: SecretShape,
        progress: Progress<'_>,
    ) -> Result<Answer, AppError> {
        let client = self.vault_client(id, Some(reference.key_vault()))?;
        progress(AccessStep::SignIn, StepState::Running);
        let who = match client.vault.who_am_i().await {
            Ok(identity) => identity.who,
            Err(error) => {
                progress(AccessStep::SignIn, StepState::Bad);
                return self.answer_of(&client, reference, None, &error);
            }
        };
        progress(AccessStep::SignIn, StepState::Good);
        self.note_identity(id, &who)?;
        progress(AccessStep::Vault, StepState::Running);
        match read_once(&client, reference, shape).await {
            Ok(found) => {
                progress(AccessStep::Vault, StepState::Good);
                let good = found.is_ok();
                let state = if good { StepState::Good } else { StepState::Bad };
                progress(AccessStep::Secret, state);
                Ok(Answer::Readable(found?))
            }
            Err(error) => {
                let answered = error.cause().is_some();
                let vault = if answered { StepState::Good } else { StepState::Bad };
                progress(AccessStep::Vault, vault);
                if answered {
                    progress(AccessStep::Secret, StepState::Bad);
                }
                self.answer_of(&client, reference, Some(&who), &error)
            }
        }
    }

    fn answer_of(
        &self,
        client: &VaultClient,
        reference: &AzureSecretReference,
        who: Option<&str>,
        error: &VaultError,
    ) -> Result<Answer, AppError> {
        if let Some(cause) = error.cause() {
            let refusal = Box::new(Refusal::new(reference, &cause, who));
            return Ok(Answer::Refused(cause, refusal));
        }
        match error.kind {
            VaultErrorKind::Unreachable(_)
            | VaultErrorKind::TimedOut
            | VaultErrorKind::Throttled => {
                let spent = error.context.spent.unwrap_or_default();
                let seconds = spent.time.as_millis().div_ceil(1_000).max(1);
                Ok(Answer::Silent(Box::new(NoAnswer {
                    address: client.address.clone(),
                    seconds: u64::try_from(seconds).unwrap_or(u64::MAX),
                    tries: spent.tries,
                    error: failed(error, &client.address),
                })))
            }
            _ => Err(failed(error, &client.address)),
        }
    }

    /// Checks a stored variable again and keeps what was found.
    ///
    /// # Errors
    /// An [`AppError`], such as a failed sign-in; the variable stays as it was.
    pub async fn check_variable(
        &self,
        id: VariableId,
        progress: Progress<'_>,
    ) -> Result<VariableView, AppError> {
        let variable = self.store().variable(id)?;
        if let VariableContent::Secret(secret) = &variable.content
            && let SecretPlace::Azure { vault, reference } = &secret.place
        {
            let answer = self.check_access(*vault, reference, secret.shape, progress).await?;
            self.note_answer(id, &secret.place, &answer)?;
        }
        self.variable(id)
    }

    /// Variables that wait for a check, at most 50 (kept without one, or their vault was silent).
    ///
    /// # Errors
    /// An [`AppError`].
    pub fn waiting_for_check(&self) -> Result<Vec<VariableId>, AppError> {
        Ok(self.store().unchecked_variables(50)?)
    }

    /// Keeps what a check or a read of `place` found with the variable, if that is news. A variable
    /// whose secret is elsewhere by now stays as it is.
    pub(crate) fn note_answer(
        &self,
        id: VariableId,
        place: &SecretPlace,
        answer: &Answer,
    ) -> Result<(), AppError> {
        let now = self.host.now();
        // Held until it is written, so that no change of this process comes in between.
        let store = self.store();
        let read = store.variable(id)?;
        let mut variable = read.clone();
        let VariableContent::Secret(secret) = &mut variable.content else { return Ok(()) };
        if secret.place != *place {
            return Ok(());
        }
        let before = secret.clone();
        keep(secret, answer);
        if *secret == before
            && secret.checked.is_some_and(|at| now.duration_since(at).as_secs() < 60)
        {
            return Ok(());
        }
        secret.checked = Some(now);
        match store.update_variable(&read, &variable, None, now, Edit::Noted) {
            // Another process changed it. What a check found then is told by the next one.
            Err(StoreError::Changed) => Ok(()),
            noted => Ok(noted?),
        }
    }
}

/// Puts an answer into what is known of a secret.
pub(crate) fn keep(secret: &mut SecretContent, answer: &Answer) {
    match answer {
        Answer::Readable(found) => {
            secret.access = AccessState::Readable;
            secret.expires = found.expires;
            if found.certificate.is_some() {
                secret.certificate.clone_from(&found.certificate);
            }
        }
        Answer::Refused(cause, _) => secret.access = AccessState::Refused(cause.clone()),
        Answer::Silent(_) => secret.access = AccessState::Offline,
    }
}

/// The outer error is the vault's, the inner one that of a certificate that can't be used.
async fn read_once(
    client: &VaultClient,
    reference: &AzureSecretReference,
    shape: SecretShape,
) -> Result<Result<Readable, AppError>, VaultError> {
    let version = reference.version().and_then(VersionId::parse);
    if shape == SecretShape::Password {
        let check: ReadCheck =
            client.vault.check_read(reference.secret(), version.as_ref()).await?;
        return Ok(Ok(Readable { expires: check.attributes.expires, certificate: None }));
    }
    let read = client.vault.get(reference.secret(), version.as_ref()).await?;
    let parsed = certificate::parse_secret(&read.value, read.content_type.as_deref())
        .and_then(certificate::CertificateView::with_private_key);
    Ok(parsed.map_err(AppError::from).map(|facts| Readable {
        expires: Some(
            read.attributes.expires.map_or(facts.not_after, |at| at.min(facts.not_after)),
        ),
        certificate: Some(facts),
    }))
}
