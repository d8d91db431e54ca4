//! Invitations, requests to join, and the answers to them.
//!
//! The text is `credenza-invitation:` and base64url of `[version, first entry, inviter, location,
//! secret, checksum]`. Request and answer are `CZR1` records of class 5 under keys from the secret.

use credenza_model::{
    ids::{PersonId, TeamId},
    team::{EntryId, Introduction},
};
use credenza_secret::{Secret, SecretBytes};
use zeroize::Zeroizing;

use crate::{
    aead,
    cbor::{self, CborError, Reader},
    identity::first_half,
    keys::ScopeKey,
    random::{Random, RandomError},
    record::{self, Class, RecordHeader, SealError, Sealer},
    team::{entry, introduction},
};

const PREFIX: &str = "credenza-invitation:";
const VERSION: u64 = 1;
const LONGEST_LOCATION: usize = 2_048;

/// A text is no invitation, or a request or answer does not belong to one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InvitationError {
    /// Another text, or mistyped.
    #[error("the text is not an invitation")]
    Form,
    /// Made by a later version.
    #[error("the invitation was made by a later version")]
    Later,
    /// Sealed under another secret, or changed.
    #[error("the object does not belong to this invitation")]
    Sealed,
}

impl From<CborError> for InvitationError {
    fn from(_: CborError) -> Self {
        Self::Form
    }
}

/// The secret of one invitation: 128 random bits.
pub struct InvitationSecret(Zeroizing<[u8; 16]>);

/// What an invitation says.
pub struct Invitation {
    /// The team's first entry.
    pub genesis: EntryId,
    /// Who invites.
    pub inviter: PersonId,
    /// Where the team meets; never a sign-in for it.
    pub location: String,
    /// Proves that whoever asks was invited.
    pub secret: InvitationSecret,
}

impl InvitationSecret {
    /// A new one.
    ///
    /// # Errors
    /// [`RandomError`].
    pub fn generate(random: &dyn Random) -> Result<Self, RandomError> {
        Ok(Self(Zeroizing::new(random.bytes()?)))
    }

    /// The secret that a box held.
    ///
    /// # Errors
    /// [`InvitationError::Form`].
    pub fn from_secret_bytes(bytes: &SecretBytes) -> Result<Self, InvitationError> {
        // EXPOSE: the secret is read into its type.
        let bytes = bytes.expose().try_into().map_err(|_| InvitationError::Form)?;
        Ok(Self(Zeroizing::new(bytes)))
    }

    /// The form that goes into a box for the owners.
    #[must_use]
    pub fn to_secret_bytes(&self) -> SecretBytes {
        SecretBytes::new(self.0.to_vec())
    }

    fn hash(&self, label: &[u8]) -> [u8; 32] {
        aead::sha256(&[label, &*self.0])
    }

    /// Names the invitation in the log.
    #[must_use]
    pub fn id(&self) -> [u8; 16] {
        first_half(self.hash(b"credenza/1/invitation-id"))
    }

    /// Names the request in the location.
    #[must_use]
    pub fn request_name(&self) -> [u8; 32] {
        self.hash(b"credenza/1/join-name")
    }

    /// Names the answer in the location.
    #[must_use]
    pub fn answer_name(&self) -> [u8; 32] {
        self.hash(b"credenza/1/answer-name")
    }

    /// Names an answer that brings the key of an epoch which the first one could not know.
    #[must_use]
    pub fn later_answer_name(&self, epoch: EntryId) -> [u8; 32] {
        aead::sha256(&[b"credenza/1/later-answer", &*self.0, &epoch.0])
    }

    fn key(&self, label: &[u8], team: TeamId) -> ScopeKey {
        ScopeKey::from_bytes(*aead::derive(&[], &*self.0, &[label, team.as_bytes()]))
    }

    fn header(&self, team: TeamId, schema: u16) -> RecordHeader {
        RecordHeader {
            class: Class::Scope,
            schema,
            scope: *team.as_bytes(),
            record: self.id(),
            epoch: 0,
            revision: 1,
            author: [0; 16],
            previous: [0; 32],
        }
    }

    /// The request of `who` to join `team`.
    ///
    /// # Errors
    /// A [`SealError`].
    pub fn seal_request(
        &self,
        random: &dyn Random,
        team: TeamId,
        who: &Introduction,
    ) -> Result<Vec<u8>, SealError> {
        let content = cbor::secret(|out| introduction::write(out, who));
        let key = self.key(b"credenza/1/join", team);
        Ok(Sealer::default().seal(random, &key, &self.header(team, 1), &content)?.bytes)
    }

    /// Who asks to join `team`. Their keys are certified, and they agreed to this team.
    ///
    /// # Errors
    /// [`InvitationError`].
    pub fn open_request(
        &self,
        team: TeamId,
        bytes: &[u8],
    ) -> Result<Introduction, InvitationError> {
        let key = self.key(b"credenza/1/join", team);
        let content = record::open(&key, bytes, &self.header(team, 1))
            .map_err(|_| InvitationError::Sealed)?;
        // EXPOSE: the content is public keys and a name.
        let from = &mut Reader::new(content.expose());
        let who = introduction::read(from)?;
        from.end()?;
        let genuine = introduction::is_genuine(&who, team);
        if genuine { Ok(who) } else { Err(InvitationError::Sealed) }
    }

    /// The answer: boxes with the team's keys for who asked.
    ///
    /// # Errors
    /// A [`SealError`].
    pub fn seal_answer(
        &self,
        random: &dyn Random,
        team: TeamId,
        boxes: Vec<u8>,
    ) -> Result<Vec<u8>, SealError> {
        let key = self.key(b"credenza/1/answer", team);
        let content = SecretBytes::new(boxes);
        Ok(Sealer::default().seal(random, &key, &self.header(team, 2), &content)?.bytes)
    }

    /// The boxes in an answer.
    ///
    /// # Errors
    /// [`InvitationError::Sealed`].
    pub fn open_answer(&self, team: TeamId, bytes: &[u8]) -> Result<Vec<u8>, InvitationError> {
        let key = self.key(b"credenza/1/answer", team);
        let content = record::open(&key, bytes, &self.header(team, 2))
            .map_err(|_| InvitationError::Sealed)?;
        // EXPOSE: boxes are sealed once more.
        Ok(content.expose().to_vec())
    }
}

impl Invitation {
    /// The team.
    #[must_use]
    pub fn team(&self) -> TeamId {
        entry::team_id(self.genesis)
    }

    /// The text that is handed over outside the location.
    #[must_use]
    pub fn to_text(&self) -> Secret {
        let content = cbor::secret(|out| {
            out.array(5).uint(VERSION).bytes(&self.genesis.0).bytes(self.inviter.as_bytes());
            out.text(&self.location).bytes(&*self.secret.0);
        });
        // EXPOSE: the invitation is its content.
        let content = content.expose();
        let check = aead::sha256(&[b"credenza/1/invitation-check", content]);
        let bytes = Zeroizing::new([content, &check[..4]].concat());
        let mut text = String::with_capacity(PREFIX.len() + (bytes.len() * 4).div_ceil(3));
        text.push_str(PREFIX);
        push_base64(&mut text, &bytes);
        Secret::new(text)
    }

    /// Reads what [`Invitation::to_text`] made, with whatever space is around it.
    ///
    /// # Errors
    /// [`InvitationError`].
    pub fn from_text(text: &Secret) -> Result<Self, InvitationError> {
        // EXPOSE: the invitation is read.
        let text = text.expose();
        let mut compact = Zeroizing::new(String::with_capacity(text.len()));
        compact.extend(text.chars().filter(|c| !c.is_whitespace()));
        let body = compact.strip_prefix(PREFIX).ok_or(InvitationError::Form)?;
        let bytes = read_base64(body).ok_or(InvitationError::Form)?;
        let (bytes, check) = bytes.split_last_chunk::<4>().ok_or(InvitationError::Form)?;
        if aead::sha256(&[b"credenza/1/invitation-check", bytes])[..4] != *check {
            return Err(InvitationError::Form);
        }
        let from = &mut Reader::new(bytes);
        let length = from.array()?;
        match (from.uint()?, length) {
            (VERSION, 5) => {}
            (later, _) if later > VERSION => return Err(InvitationError::Later),
            _ => return Err(InvitationError::Form),
        }
        let (genesis, inviter) = (EntryId(from.fixed()?), PersonId::from_bytes(from.fixed()?));
        let location = from.text()?.to_owned();
        let secret = InvitationSecret(Zeroizing::new(from.fixed()?));
        from.end()?;
        if location.len() > LONGEST_LOCATION {
            return Err(InvitationError::Form);
        }
        Ok(Self { genesis, inviter, location, secret })
    }
}

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// Base64 of RFC 4648, section 5, without padding. A library would leave copies of the secret.
fn push_base64(out: &mut String, bytes: &[u8]) {
    for chunk in bytes.chunks(3) {
        let mut group = [0; 4];
        group[1..=chunk.len()].copy_from_slice(chunk);
        let number = u32::from_be_bytes(group);
        for place in 0..=chunk.len() {
            out.push(ALPHABET[(number >> (18 - 6 * place)) as usize % 64].into());
        }
    }
}

/// Reads [`push_base64`]; bits that are left over must be zero.
fn read_base64(text: &str) -> Option<Zeroizing<Vec<u8>>> {
    let mut out = Zeroizing::new(Vec::with_capacity(text.len()));
    for chunk in text.as_bytes().chunks(4) {
        let mut number = 0;
        for (place, character) in chunk.iter().enumerate() {
            let digit = ALPHABET.iter().position(|known| known == character)?;
            number |= u32::try_from(digit).ok()? << (18 - 6 * place);
        }
        let bytes = number.to_be_bytes();
        let (whole, left) = bytes[1..].split_at_checked(chunk.len().checked_sub(1)?)?;
        if whole.is_empty() || left.iter().any(|byte| *byte != 0) {
            return None;
        }
        out.extend(whole);
    }
    Some(out)
}
