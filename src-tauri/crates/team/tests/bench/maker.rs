//! A team with as many members and entries as wanted, written as their devices would.

use credenza_crypto::{
    identity::Identity,
    random::OsRandom,
    team::entry::{device_id, sign},
};
use credenza_model::{
    ids::{ChainId, RecordId, TeamId},
    team::{BlobId, Entry, EntryId, Head, Op},
};
use credenza_secret::SecretBytes;
use credenza_team::{
    TeamKeys,
    location::{ObjectName, Place},
};
use credenza_testkit::member::{TEAM, team_key};

/// Members with one device each.
pub(crate) struct Team {
    members: Vec<Identity>,
    keys: TeamKeys,
}

/// An entry with its bytes.
pub(crate) struct Written {
    pub(crate) place: Place,
    pub(crate) signed: Vec<u8>,
}

impl Team {
    pub(crate) fn new(members: usize) -> Self {
        let members = (0..members).map(|_| Identity::create(&OsRandom).unwrap()).collect();
        let mut keys = TeamKeys::new(TEAM);
        keys.renew([0; 32], team_key(0));
        Self { members, keys }
    }

    /// The first `count` entries: the members write in turn, and each has seen the one before.
    pub(crate) fn write(&self, count: usize) -> impl Iterator<Item = Written> + '_ {
        let chains: Vec<ChainId> = (0..self.members.len()).map(chain).collect();
        let devices: Vec<[u8; 32]> = self.members.iter().map(|one| one.public().device).collect();
        let mut newest: Vec<(u64, EntryId)> = vec![(0, EntryId::default()); chains.len()];
        let mut before: Option<Head> = None;
        (0..count).map(move |number| {
            let at = number % chains.len();
            let (sequence, previous) = newest[at];
            let entry = Entry {
                team: TeamId::from_bytes(TEAM),
                chain: chains[at],
                sequence,
                device_key: devices[at],
                device: device_id(&devices[at]),
                previous,
                heads: before.into_iter().filter(|head| head.chain != chains[at]).collect(),
                lamport: number as u64 + 1,
                written: 1_790_000_000,
                blocked: None,
                ops: vec![put(number)],
            };
            let (id, signed) = sign(&self.members[at], &entry).unwrap();
            newest[at] = (sequence + 1, id);
            before = Some(Head { chain: chains[at], sequence, entry: id });
            Written { place: Place { chain: chains[at].into(), sequence }, signed }
        })
    }

    /// What lies in the location.
    pub(crate) fn sealed(&self, written: &Written) -> Vec<u8> {
        let name = ObjectName::Entry(written.place);
        let content = SecretBytes::new(written.signed.clone());
        self.keys.seal(&OsRandom, &name, &content).unwrap().unwrap()
    }
}

/// Chains lie anywhere among the names.
fn chain(number: usize) -> ChainId {
    let digest = credenza_team::digest(&number.to_be_bytes());
    ChainId::from_bytes(digest[..16].try_into().unwrap())
}

/// A new revision of a credential that needs two variables.
fn put(number: usize) -> Op {
    let digest = credenza_team::digest(&number.to_le_bytes());
    let record = |n: u8| {
        let mut bytes: [u8; 16] = digest[..16].try_into().unwrap();
        bytes[0] ^= n;
        RecordId::from_bytes(bytes)
    };
    let mut needs = vec![record(1), record(2)];
    needs.sort_unstable();
    Op::Put { record: record(0), epoch: EntryId(digest), blob: BlobId(digest), needs }
}
