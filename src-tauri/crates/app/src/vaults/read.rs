//! Reading a value from the vault that keeps it, at the moment it is used.

use credenza_crypto::value::SecretValue;
use credenza_model::{
    azure::AzureSecretReference,
    ids::{VariableId, VaultId},
    variable::SecretShape,
};
use credenza_secret::Secret;
use credenza_vaults::{VersionId, certificate};

use super::{Answer, NoAnswer, Readable, Refusal, refusal::failed};
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
        let client = self.vault_client(vault, Some(reference.key_vault()))?;
        let version = reference.version().and_then(VersionId::parse);
        let read = match client.vault.get(reference.secret(), version.as_ref()).await {
            Ok(read) => read,
            Err(error) => {
                let shown = failed(&error, &client.address);
                let Some(cause) = error.cause() else {
                    if shown.code == ErrorCode::VaultOffline {
                        self.note_silence(variable, &shown)?;
                    }
                    return Err(shown);
                };
                let who = self.store().vault(vault)?.signed_in_as;
                let refusal = Box::new(Refusal::new(reference, &cause, who.as_deref()));
                self.note_answer(variable, &Answer::Refused(cause, refusal.clone()))?;
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
        self.note_answer(variable, &Answer::Readable(found))?;
        Ok(value)
    }

    fn note_silence(&self, variable: VariableId, error: &AppError) -> Result<(), AppError> {
        let silence =
            NoAnswer { address: String::new(), seconds: 0, tries: 0, error: error.clone() };
        self.note_answer(variable, &Answer::Silent(Box::new(silence)))
    }
}
