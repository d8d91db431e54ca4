//! Sealing and opening values of This device.

use credenza_crypto::{
    record::{self, Class, RecordHeader},
    value::SecretValue,
};
use credenza_model::{
    ids::VariableId,
    variable::{SecretPlace, Variable, VariableContent},
};
use credenza_store::{SealedValue, StoreError, ValueOwner};

use crate::{AppError, ErrorCode, Workspace};

/// A variable as it stands in the store, with its sealed value.
pub(crate) struct Standing {
    /// The variable.
    pub(crate) variable: Variable,
    /// Its value, if that lies in this workspace.
    pub(crate) value: Option<SealedValue>,
}

impl Workspace {
    /// A variable as it stands here.
    pub(crate) fn standing(&self, id: VariableId) -> Result<Standing, StoreError> {
        let store = self.store();
        let variable = store.variable(id)?;
        let value = match store.sealed_value(id.as_bytes()) {
            Ok(value) => Some(value),
            Err(StoreError::NotFound) => None,
            Err(error) => return Err(error),
        };
        Ok(Standing { variable, value })
    }

    /// Seals `value` as the one after that of `before`.
    pub(crate) fn seal_after(
        &self,
        before: &Standing,
        value: &SecretValue,
    ) -> Result<SealedValue, AppError> {
        let owner = before.variable.id.as_bytes();
        self.seal_value(owner, ValueOwner::Variable, value, before.value.as_ref())
    }

    pub(crate) fn random<const N: usize>(&self) -> Result<[u8; N], AppError> {
        self.host.random().bytes().map_err(|_| AppError::new(ErrorCode::Internal))
    }

    /// Seals `value` as the first of `owner`, or as the one after `present`.
    pub(crate) fn seal_value(
        &self,
        owner: &[u8; 16],
        kind: ValueOwner,
        value: &SecretValue,
        present: Option<&SealedValue>,
    ) -> Result<SealedValue, AppError> {
        let revision = present.map_or(0, |present| present.revision) + 1;
        let previous = present.map_or([0; 32], |present| present.digest);
        let header = self.value_record(owner, revision, previous);
        let sealed =
            self.sealer.seal(self.host.random(), &self.root().local(), &header, &value.encode())?;
        Ok(SealedValue {
            owner: *owner,
            kind,
            revision,
            salt: sealed.salt,
            digest: sealed.digest,
            record: sealed.bytes,
        })
    }

    /// Reads the value of a variable, from its vault or from this workspace.
    pub(crate) async fn open_value(&self, variable: &Variable) -> Result<SecretValue, AppError> {
        let VariableContent::Secret(secret) = &variable.content else {
            return Err(AppError::new(ErrorCode::NotFound));
        };
        let value = match &secret.place {
            SecretPlace::ThisDevice => self.open_sealed(variable.id.as_bytes()),
            SecretPlace::Azure { vault, reference } => {
                self.read_from_vault(variable.id, *vault, reference, secret.shape).await
            }
        }?;
        // What can be read is given also when nothing can be written.
        if let Err(error) = self.note_shared_read(variable.id) {
            tracing::warn!(code = ?error.code, "a read of a shared value was not counted");
        }
        Ok(value)
    }

    pub(crate) fn open_sealed(&self, owner: &[u8; 16]) -> Result<SecretValue, AppError> {
        let sealed = self.store().sealed_value(owner)?;
        self.open_standing(&sealed)
    }

    /// Opens a value as it was read from the store.
    pub(crate) fn open_standing(&self, sealed: &SealedValue) -> Result<SecretValue, AppError> {
        let damaged = || AppError::new(ErrorCode::StoreDamaged);
        if record::digest(&sealed.record) != sealed.digest {
            return Err(damaged());
        }
        let previous = sealed
            .record
            .get(68..100)
            .and_then(|bytes| bytes.try_into().ok())
            .ok_or_else(damaged)?;
        let header = self.value_record(&sealed.owner, sealed.revision, previous);
        let content =
            record::open(&self.root().local(), &sealed.record, &header).map_err(|_| damaged())?;
        SecretValue::decode(&content).map_err(|_| damaged())
    }

    /// What a value of this workspace is bound to. The revision before was bound when this one was
    /// written; the reader takes it from the record, whose digest the row holds.
    fn value_record(&self, owner: &[u8; 16], revision: u64, previous: [u8; 32]) -> RecordHeader {
        RecordHeader {
            class: Class::Secret,
            schema: 1,
            scope: self.id,
            record: *owner,
            epoch: 1,
            revision,
            author: [0; 16],
            previous,
        }
    }
}
