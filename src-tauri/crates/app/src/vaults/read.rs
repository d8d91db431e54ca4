//! Reading a value from the vault that keeps it, at the moment it is used.

use credenza_crypto::value::SecretValue;
use credenza_model::{
    azure::AzureSecretReference,
    ids::{VariableId, VaultId},
    variable::{SecretPlace, SecretShape},
};
use credenza_secret::Secret;
use credenza_vaults::{VersionId, certificate};

use super::{Answer, NoAnswer, Readable, Refusal, failure::failed};
use crate::{AppError, ErrorCode, Workspace};

impl Workspace {
    /// The value of a variable whose secret is in a vault. What the read shows of access and expiry
    /// is kept with the variable.
    pub(crate) async fn read_from_vault(
        &self,
        variable: VariableId,
        vault: VaultId,
        reference: &AzureSecretReference,
        shape: SecretShape,
    ) -> Result<SecretValue, AppError> {
        let place = SecretPlace::Azure { vault, reference: reference.clone() };
        let client = self.vault_client(vault, Some(reference.key_vault()))?;
        let version = reference.version().and_then(VersionId::parse);
        let read = match client.vault.get(reference.secret(), version.as_ref()).await {
            Ok(read) => read,
            Err(error) => {
                let shown = failed(&error, &client.address);
                let Some(cause) = error.cause() else {
                    if shown.code == ErrorCode::VaultOffline {
                        self.note_read(variable, &place, &silent(&shown));
                    }
                    return Err(shown);
                };
                let who = self.store().vault(vault)?.signed_in_as;
                let refusal = Box::new(Refusal::new(reference, &cause, who.as_deref()));
                let answer = Answer::Refused(cause, refusal.clone());
                self.note_read(variable, &place, &answer);
                return Err(AppError::refused(refusal));
            }
        };
        let mut found = Readable { expires: read.attributes.expires, certificate: None };
        let value = if shape == SecretShape::Certificate {
            let kind = read.content_type.as_deref();
            let facts = certificate::parse_secret(&read.value, kind)?.with_private_key()?;
            let end = facts.not_after;
            found.expires = Some(found.expires.map_or(end, |at| at.min(end)));
            found.certificate = Some(facts);
            let pfx = certificate::pfx_of_secret(&read.value, kind)?;
            SecretValue::Certificate { pfx, password: Secret::new(String::new()) }
        } else {
            SecretValue::Text(read.value)
        };
        self.note_read(variable, &place, &Answer::Readable(found));
        Ok(value)
    }

    /// A value that was read is given also when the disk is full: what could not be kept is found
    /// again by the next read or check.
    fn note_read(&self, variable: VariableId, place: &SecretPlace, answer: &Answer) {
        if let Err(error) = self.note_answer(variable, place, answer) {
            tracing::info!(code = ?error.code, "what a read showed of access was not kept");
        }
    }
}

fn silent(error: &AppError) -> Answer {
    let error = error.clone();
    Answer::Silent(Box::new(NoAnswer { address: String::new(), seconds: 0, tries: 0, error }))
}
