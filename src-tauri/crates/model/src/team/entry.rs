//! One signed entry of a team's log, after it was opened and its signature was checked.

use crate::{
    ids::{ChainId, DeviceId, PersonId, RecordId, TeamId},
    team::roles::RecordRole,
};

macro_rules! hash {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
        pub struct $name(pub [u8; 32]);
    };
}

hash!(
    /// SHA-256 of an entry's signed body. Also names the key epochs that the entry made.
    EntryId
);
hash!(
    /// SHA-256 of a blob's bytes as they lie in the location.
    BlobId
);

/// The newest entry of another chain that an author had seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Head {
    /// The chain.
    pub chain: ChainId,
    /// The entry's place in it, from 0.
    pub sequence: u64,
    /// The entry.
    pub entry: EntryId,
}

/// One entry: what a device did at one time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The team; all zero in its first entry, from which the team gets its name.
    pub team: TeamId,
    /// The device's chain.
    pub chain: ChainId,
    /// Place in the chain, from 0.
    pub sequence: u64,
    /// Public Ed25519 key of the device that signed.
    pub device_key: [u8; 32],
    /// The device that `device_key` names.
    pub device: DeviceId,
    /// The entry before in the chain; all zero in the first.
    pub previous: EntryId,
    /// What else the author had seen: entries that none of the others named here has seen,
    /// at most [`MOST_HEADS`](crate::team::MOST_HEADS).
    pub heads: Vec<Head>,
    /// One more than the largest of `previous` and `heads`; 1 without any.
    pub lamport: u64,
    /// The author's clock, in seconds since 1970. Shown, never decided by.
    pub written: i64,
    /// The place of another chain that a foreign object had taken when this chain was started.
    pub blocked: Option<(ChainId, u64)>,
    /// What was done, in this order.
    pub ops: Vec<Op>,
}

/// A person's public keys and shown name on one device, certified by their root key and agreed to
/// by the device's key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Introduction {
    /// The person, named by `root`.
    pub person: PersonId,
    /// Ed25519 key that names the person.
    pub root: [u8; 32],
    /// The device that `device_key` names.
    pub device: DeviceId,
    /// Ed25519 key of the device.
    pub device_key: [u8; 32],
    /// X-Wing key to which others seal, 1,216 bytes.
    pub sealing: Vec<u8>,
    /// The root key's signature over device and sealing key.
    pub certificate: [u8; 64],
    /// The device key's signature over this introduction.
    pub consent: [u8; 64],
    /// The shown name.
    pub name: String,
    /// The mail, possibly empty.
    pub mail: String,
}

/// What is shared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RecordKind {
    /// A credential.
    Credential,
    /// A variable.
    Variable,
}

/// To whom a grant goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    /// One person.
    Person(PersonId),
    /// Everyone in the team.
    Everyone,
}

/// An older key, sealed under the key of a new epoch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Previous {
    /// The entry that made the older epoch.
    pub epoch: EntryId,
    /// Its sealed key.
    pub sealed: Vec<u8>,
}

/// A new key for the team or for one record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EpochOp {
    /// Binds the key without telling it.
    pub commitment: [u8; 32],
    /// The key, sealed to those who may have it.
    pub boxes: BlobId,
    /// The keys of the epochs before; empty where history was cut.
    pub previous: Vec<Previous>,
}

/// Bytes of a sealed report of use: nonce 12, counts 21, tag 16.
pub const SEALED_USE: usize = 49;

/// A sealed report of use.
pub type SealedUse = [u8; SEALED_USE];

/// One thing done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Op {
    /// The team begins; the author is its first owner.
    Genesis {
        /// The team's name.
        name: String,
        /// The author.
        owner: Introduction,
        /// The first team key.
        epoch: EpochOp,
    },
    /// An invitation stands open.
    Invite {
        /// Names the invitation.
        invitation: [u8; 16],
        /// For whom it is.
        mail: String,
        /// Its secret, sealed to the owners.
        boxes: BlobId,
    },
    /// A person is let in.
    Admit {
        /// Who.
        who: Introduction,
        /// By which invitation.
        invitation: [u8; 16],
    },
    /// A person is put out of the team, or leaves.
    Remove {
        /// Who.
        person: PersonId,
    },
    /// A member becomes an owner.
    NameOwner {
        /// Who.
        person: PersonId,
    },
    /// Another device of the author's; it speaks for itself, in its own first entry.
    Device {
        /// The author on that device.
        who: Introduction,
    },
    /// A device of the author's is lost.
    LoseDevice {
        /// Which.
        device: DeviceId,
    },
    /// A new team key.
    RenewTeamKey {
        /// The key.
        epoch: EpochOp,
    },
    /// A record begins; the author is its first Co-owner.
    Create {
        /// The record: a hash over the author's device key and `nonce`.
        record: RecordId,
        /// Random.
        nonce: [u8; 16],
        /// What it is.
        kind: RecordKind,
        /// Its first key.
        epoch: EpochOp,
    },
    /// Access is given.
    Grant {
        /// To what.
        record: RecordId,
        /// To whom.
        to: Subject,
        /// As what.
        role: RecordRole,
        /// Whether a User (can view) may see values in the window.
        may_see: bool,
        /// The record's newest keys, sealed to them.
        boxes: BlobId,
    },
    /// Access is taken back, or given up.
    Revoke {
        /// To what.
        record: RecordId,
        /// From whom.
        from: Subject,
    },
    /// A new key for a record.
    RenewKey {
        /// Which.
        record: RecordId,
        /// The key.
        epoch: EpochOp,
    },
    /// A revision of a record.
    Put {
        /// Which.
        record: RecordId,
        /// The entry that made the epoch under which it is sealed.
        epoch: EntryId,
        /// The sealed record.
        blob: BlobId,
        /// The variables that it needs.
        needs: Vec<RecordId>,
    },
    /// A record is deleted.
    Delete {
        /// Which.
        record: RecordId,
    },
    /// The author's own reads of a record, sealed to its Co-owners.
    Read {
        /// Which.
        record: RecordId,
        /// The sealed report.
        report: BlobId,
    },
    /// An invitation is taken back: nobody can ask to join with it any more.
    Withdraw {
        /// Which.
        invitation: [u8; 16],
    },
    /// How much the author uses a record on this device, sealed under the record's key.
    Uses {
        /// Which.
        record: RecordId,
        /// The entry that made the epoch under which it is sealed.
        epoch: EntryId,
        /// The sealed counts.
        sealed: SealedUse,
    },
    /// What this device reported with [`Op::Uses`] before is still so.
    UsesStand,
    /// Something of a later version.
    Unknown {
        /// Its number.
        code: u8,
    },
}
