//! What a person takes from one device to another: a pack, sealed under a code that goes another way.
//!
//! The pack is magic `CZPK`, 16 random bytes that name it, and a `CZR1` record of class 5 under a key
//! from the code and that name. The code is 128 random bits, written like a recovery code.

use credenza_model::team::EntryId;
use credenza_secret::{Secret, SecretBytes};
use zeroize::Zeroizing;

use crate::{
    aead,
    cbor::{self, CborError, Reader, Writer},
    keys::ScopeKey,
    random::{Random, RandomError},
    record::{self, Class, RecordHeader, SealError, Sealer},
    recovery,
    team::epoch::EpochKey,
};

const MAGIC: &[u8; 4] = b"CZPK";
const VERSION: u64 = 1;
const CHECK: &[u8] = b"credenza/1/pairing-check";
const KEY: &[u8] = b"credenza/1/pairing";
const NAME: usize = 16;

/// The code that opens one pack.
pub struct PairingCode(Zeroizing<[u8; 16]>);

/// Who the person is on any of their devices.
pub struct Pack {
    /// Until when it is good, by the clock of who made it; seconds since 1970.
    pub expires: i64,
    /// The person's keys, as [`Identity::to_person_bytes`](crate::identity::Identity::to_person_bytes)
    /// writes them.
    pub person: SecretBytes,
    /// Their shown name.
    pub name: String,
    /// Their mail, possibly empty.
    pub mail: String,
    /// Their teams.
    pub teams: Vec<PackTeam>,
}

/// A team of the person.
pub struct PackTeam {
    /// Its first entry.
    pub genesis: EntryId,
    /// Its name.
    pub name: String,
    /// Where it meets.
    pub location: String,
    /// How the person signs in there, in the form of whoever makes the pack; possibly empty.
    pub sign_in: SecretBytes,
    /// The team's own keys. Those of records come by boxes.
    pub keys: Vec<(EntryId, EpochKey)>,
}

/// Why no pack was opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PairingError {
    /// The text is no code, or mistyped.
    #[error("the text is not a pairing code")]
    Code,
    /// The file is no pack.
    #[error("the file is not a pairing file")]
    Form,
    /// Made by a later version.
    #[error("the pairing file was made by a later version")]
    Later,
    /// Of another code, or changed.
    #[error("the code does not open this file")]
    Sealed,
}

impl From<CborError> for PairingError {
    fn from(_: CborError) -> Self {
        Self::Form
    }
}

impl PairingCode {
    /// A new one.
    ///
    /// # Errors
    /// [`RandomError`].
    pub fn generate(random: &dyn Random) -> Result<Self, RandomError> {
        Ok(Self(Zeroizing::new(random.bytes()?)))
    }

    /// The code as it is shown.
    #[must_use]
    pub fn to_text(&self) -> Secret {
        recovery::groups(&self.0, CHECK)
    }

    /// Reads a code as people type it.
    ///
    /// # Errors
    /// [`PairingError::Code`].
    pub fn parse(text: &Secret) -> Result<Self, PairingError> {
        recovery::read_groups(text, CHECK).map(Self).map_err(|_| PairingError::Code)
    }

    fn key(&self, name: &[u8; NAME]) -> ScopeKey {
        ScopeKey::from_bytes(*aead::derive(&[], &*self.0, &[KEY, name]))
    }

    /// Seals a pack, as the bytes of a file.
    ///
    /// # Errors
    /// A [`SealError`].
    pub fn seal(&self, random: &dyn Random, pack: &Pack) -> Result<Vec<u8>, SealError> {
        let name: [u8; NAME] = random.bytes()?;
        let content = cbor::secret(|out| write(out, pack));
        let sealed =
            Sealer::default().seal(random, &self.key(&name), &header(&name), &content)?.bytes;
        Ok([MAGIC.as_slice(), &name, &sealed].concat())
    }

    /// Opens a pack.
    ///
    /// # Errors
    /// A [`PairingError`].
    pub fn open(&self, bytes: &[u8]) -> Result<Pack, PairingError> {
        let rest = bytes.strip_prefix(MAGIC).ok_or(PairingError::Form)?;
        let (name, sealed) = rest.split_first_chunk::<NAME>().ok_or(PairingError::Form)?;
        let content = record::open(&self.key(name), sealed, &header(name))
            .map_err(|_| PairingError::Sealed)?;
        read(&content)
    }
}

fn header(name: &[u8; NAME]) -> RecordHeader {
    RecordHeader::local(Class::Scope, 5, *name, *name)
}

fn write(out: &mut Writer, pack: &Pack) {
    out.array(6).uint(VERSION).int(pack.expires);
    // EXPOSE: what is written is sealed.
    out.bytes(pack.person.expose()).text(&pack.name).text(&pack.mail).array(pack.teams.len());
    for team in &pack.teams {
        out.array(5).bytes(&team.genesis.0).text(&team.name).text(&team.location);
        // EXPOSE: as above.
        out.bytes(team.sign_in.expose()).array(team.keys.len());
        for (epoch, key) in &team.keys {
            // EXPOSE: as above.
            out.array(2).bytes(&epoch.0).bytes(key.to_secret_bytes().expose());
        }
    }
}

fn read(content: &SecretBytes) -> Result<Pack, PairingError> {
    // EXPOSE: the pack is read into its types.
    let from = &mut Reader::new(content.expose());
    let fields = from.array()?;
    if from.uint()? != VERSION {
        return Err(PairingError::Later);
    }
    if fields != 6 {
        return Err(PairingError::Form);
    }
    let expires = from.int()?;
    let person = SecretBytes::new(from.bytes()?.to_vec());
    let (name, mail) = (from.text()?.to_owned(), from.text()?.to_owned());
    let teams = from.list(read_team)?;
    from.end()?;
    Ok(Pack { expires, person, name, mail, teams })
}

fn read_team(from: &mut Reader<'_>) -> Result<PackTeam, CborError> {
    from.array_of(5)?;
    let genesis = EntryId(from.fixed()?);
    let (name, location) = (from.text()?.to_owned(), from.text()?.to_owned());
    let sign_in = SecretBytes::new(from.bytes()?.to_vec());
    let keys = from.list(|from| {
        from.array_of(2)?;
        Ok((EntryId(from.fixed()?), EpochKey::from_bytes(from.fixed()?)))
    })?;
    Ok(PackTeam { genesis, name, location, sign_in, keys })
}
