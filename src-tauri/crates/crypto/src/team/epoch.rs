//! Keys of a team or record, one an epoch.

use credenza_model::{
    ids::{RecordId, TeamId},
    team::EntryId,
};
use credenza_secret::SecretBytes;
use subtle::ConstantTimeEq as _;
use zeroize::Zeroizing;

use crate::{
    aead,
    keys::{Key, ScopeKey},
};

const COMMITMENT: &[u8] = b"credenza/1/skc";
const PREVIOUS: &[u8] = b"credenza/1/previous";

/// A sealed older key has another form, was changed, or belongs to another epoch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the older key does not open")]
pub struct PreviousError;

/// The use of an [`EpochKey`].
pub enum Epoch {}

/// The key of one epoch: 32 random bytes.
pub type EpochKey = Key<Epoch>;

impl EpochKey {
    /// The same key once more, for another owner of it in this process.
    #[must_use]
    pub fn duplicate(&self) -> Self {
        Self::from_bytes(*self.bytes())
    }

    /// The form to be sealed.
    #[must_use]
    pub fn to_secret_bytes(&self) -> SecretBytes {
        SecretBytes::new(self.bytes().to_vec())
    }

    /// What binds the key in the log without telling it.
    #[must_use]
    pub fn commitment(&self) -> [u8; 32] {
        aead::sha256(&[COMMITMENT, self.bytes()])
    }

    /// Whether the log means this key.
    #[must_use]
    pub fn is_committed(&self, commitment: &[u8; 32]) -> bool {
        self.commitment().ct_eq(commitment).into()
    }

    /// The key of the outer envelope of `team`.
    #[must_use]
    pub fn envelope(&self) -> ScopeKey {
        ScopeKey::from_bytes(*aead::derive(&[], self.bytes(), &[b"credenza/1/envelope"]))
    }

    /// The key of what is sealed for `record` in the epoch that the entry `epoch` made.
    #[must_use]
    pub fn record(&self, team: TeamId, record: RecordId, epoch: EntryId) -> ScopeKey {
        let info =
            [b"credenza/1/record-key", team.as_bytes() as &[u8], record.as_bytes(), &epoch.0];
        ScopeKey::from_bytes(*aead::derive(&[], self.bytes(), &info))
    }

    /// The key of reports of use on `record` in the epoch that the entry `epoch` made.
    pub(crate) fn reports(
        &self,
        team: TeamId,
        record: RecordId,
        epoch: EntryId,
    ) -> Zeroizing<[u8; 32]> {
        let info = [b"credenza/1/uses-key", team.as_bytes() as &[u8], record.as_bytes(), &epoch.0];
        aead::derive(&[], self.bytes(), &info)
    }

    /// The key of the epoch `name` sealed under this newer one.
    #[must_use]
    pub fn seal_previous(&self, name: EntryId, older: &Self) -> Vec<u8> {
        let (key, nonce) = self.once(name);
        // 32 bytes are never too long.
        aead::seal(&key, &nonce, PREVIOUS, older.bytes()).unwrap_or_default()
    }

    /// Opens what [`EpochKey::seal_previous`] made; it must be the key that `commitment` binds.
    ///
    /// # Errors
    /// [`PreviousError`].
    pub fn open_previous(
        &self,
        name: EntryId,
        commitment: &[u8; 32],
        sealed: &[u8],
    ) -> Result<Self, PreviousError> {
        let (key, nonce) = self.once(name);
        let older = aead::open(&key, &nonce, PREVIOUS, sealed).ok_or(PreviousError)?;
        let older = <[u8; 32]>::try_from(older.as_slice()).map_err(|_| PreviousError)?;
        let older = Self::from_bytes(older);
        if older.is_committed(commitment) { Ok(older) } else { Err(PreviousError) }
    }

    /// A key and a nonce that seal one message: the older key of one epoch.
    fn once(&self, name: EntryId) -> (Zeroizing<[u8; 32]>, [u8; 12]) {
        let okm = aead::derive::<44>(&[], self.bytes(), &[PREVIOUS, &name.0]);
        let (mut key, mut nonce) = (Zeroizing::new([0; 32]), [0; 12]);
        key.copy_from_slice(&okm[..32]);
        nonce.copy_from_slice(&okm[32..]);
        (key, nonce)
    }
}
