//! A team of people who write entries, see each other's now and then, and may do what they must not.

use std::collections::HashMap;

use credenza_model::{
    ids::{ChainId, DeviceId, PersonId, RecordId, TeamId},
    team::{
        BlobId, Entry, EntryId, EpochOp, Graph, Head, Introduction, Op, RecordKind, RecordRole,
        SEALED_USE, Subject,
    },
};

pub(crate) fn person(number: usize) -> PersonId {
    PersonId::from_bytes([u8::try_from(number).unwrap() + 1; 16])
}

pub(crate) fn device(number: usize) -> DeviceId {
    DeviceId::from_bytes([u8::try_from(number).unwrap() + 101; 16])
}

pub(crate) fn record(number: usize) -> RecordId {
    RecordId::from_bytes([u8::try_from(number).unwrap() + 201; 16])
}

pub(crate) fn introduction(number: usize) -> Introduction {
    Introduction {
        person: person(number),
        root: [u8::try_from(number).unwrap(); 32],
        device: device(number),
        device_key: [u8::try_from(number).unwrap(); 32],
        sealing: vec![u8::try_from(number).unwrap()],
        certificate: [0; 64],
        consent: [0; 64],
        name: format!("Person {number}"),
        mail: String::new(),
    }
}

/// The introduction of a person on the device of another.
pub(crate) fn on_device_of(device: usize, who: usize) -> Introduction {
    Introduction { person: person(who), ..introduction(device) }
}

/// The same, with the sealing key that the person has.
fn with_key_of(device: usize, who: usize) -> Introduction {
    Introduction { sealing: introduction(who).sealing, ..on_device_of(device, who) }
}

pub(crate) fn epoch() -> EpochOp {
    EpochOp { commitment: [1; 32], boxes: BlobId::default(), previous: Vec::new() }
}

/// An identifier that looks random, so that ties are broken without regard to who wrote.
pub(crate) fn scattered(number: u64) -> EntryId {
    let mut state = number.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let mut out = [0; 32];
    for chunk in out.chunks_mut(8) {
        state ^= state >> 31;
        state = state.wrapping_mul(0xbf58_476d_1ce4_e5b9) ^ (state >> 27);
        chunk.copy_from_slice(&state.to_be_bytes());
    }
    EntryId(out)
}

/// A clock that goes as it likes.
fn clock(number: u64) -> i64 {
    i64::from(scattered(!number).0[0])
}

/// What one writer has.
struct Writer {
    graph: Graph,
}

/// Writers with their own views, and everything that was ever written, in a right order.
pub(crate) struct World {
    team: TeamId,
    writers: Vec<Writer>,
    pub(crate) all: Vec<(EntryId, Entry)>,
    ids: u64,
}

impl World {
    /// A team without entries.
    pub(crate) fn empty(seed: u64) -> Self {
        let team = TeamId::from_bytes(scattered(seed).0[..16].try_into().unwrap());
        Self { team, writers: Vec::new(), all: Vec::new(), ids: seed }
    }

    /// `people` writers in one team of the first, who let the others in, makes them owners up to
    /// `owners`, and begins record 0.
    pub(crate) fn new(people: usize, owners: usize, seed: u64) -> Self {
        let id = scattered(seed);
        let team = TeamId::from_bytes(id.0[..16].try_into().unwrap());
        let writers = (0..people).map(|_| Writer { graph: Graph::new(team) }).collect();
        let mut world = Self { team, writers, all: Vec::new(), ids: seed };
        let genesis =
            Op::Genesis { name: "Team".to_owned(), owner: introduction(0), epoch: epoch() };
        world.write(0, vec![genesis]);
        let admit = |n| Op::Admit { who: introduction(n), invitation: [0; 16] };
        world.write(0, (1..people).map(admit).collect());
        world.write(0, (1..owners).map(|n| Op::NameOwner { person: person(n) }).collect());
        world.write(0, vec![create(0)]);
        for writer in 1..people {
            world.pull(writer, usize::MAX);
        }
        world
    }

    /// The first `count` people each get a second device, which writes as the next writer.
    pub(crate) fn add_devices(&mut self, count: usize) {
        (0..count).for_each(|who| self.add_second_device(who));
    }

    /// `who` gets a second device, of which everybody knows.
    pub(crate) fn add_second_device(&mut self, who: usize) {
        let writer = self.add_writer();
        self.write(writer, vec![Op::Device { who: with_key_of(writer, who) }]);
        for writer in 0..self.writers.len() {
            self.pull(writer, usize::MAX);
        }
    }

    /// One more who writes, on a device of which nobody knows.
    pub(crate) fn add_writer(&mut self) -> usize {
        let writer = self.writers.len();
        self.writers.push(Writer { graph: Graph::new(self.team) });
        self.pull(writer, usize::MAX);
        writer
    }

    /// Writes one entry of `writer` on top of what they have seen.
    pub(crate) fn write(&mut self, writer: usize, ops: Vec<Op>) -> EntryId {
        let graph = &self.writers[writer].graph;
        let chain = ChainId::from_bytes(*device(writer).as_bytes());
        let sequence = graph.length(chain);
        let previous =
            sequence.checked_sub(1).and_then(|s| graph.at(chain, s)).map(|at| graph.id(at));
        let entry = Entry {
            team: if graph.is_empty() { TeamId::from_bytes([0; 16]) } else { self.team },
            sequence,
            previous: previous.unwrap_or_default(),
            heads: graph.frontier(chain, |_| true),
            lamport: graph.next_lamport().unwrap(),
            ..first_of(self.team, chain, writer, ops)
        };
        self.keep(writer, entry)
    }

    /// As [`Self::forge`], on the device of a writer, who goes on from there.
    pub(crate) fn write_apart(
        &mut self,
        writer: usize,
        seen: Option<EntryId>,
        ops: Vec<Op>,
    ) -> EntryId {
        let id = self.forge(writer, seen, ops);
        let (_, entry) = self.all.last().unwrap();
        // A writer who has not seen as much yet goes on without it.
        let _ = self.writers[writer].graph.add(id, entry.clone());
        id
    }

    /// Writes an entry on any device, in a chain of its own, that has seen nothing but `seen` and
    /// what that had seen.
    pub(crate) fn forge(&mut self, on: usize, seen: Option<EntryId>, ops: Vec<Op>) -> EntryId {
        let seen = seen.map(|id| self.all.iter().find(|(other, _)| *other == id).unwrap().clone());
        let chain = ChainId::from_bytes(scattered(!self.ids).0[..16].try_into().unwrap());
        let head = |(entry, of): &(EntryId, Entry)| Head {
            chain: of.chain,
            sequence: of.sequence,
            entry: *entry,
        };
        let team = if self.all.is_empty() { TeamId::from_bytes([0; 16]) } else { self.team };
        let entry = Entry {
            heads: seen.iter().map(head).collect(),
            lamport: seen.as_ref().map_or(1, |(_, entry)| entry.lamport + 1),
            ..first_of(team, chain, on, ops)
        };
        let id = scattered(self.ids);
        let entry = Entry { written: clock(self.ids), ..entry };
        self.ids += 1;
        self.all.push((id, entry));
        id
    }

    fn keep(&mut self, writer: usize, entry: Entry) -> EntryId {
        let id = scattered(self.ids);
        let entry = Entry { written: clock(self.ids), ..entry };
        self.ids += 1;
        self.writers[writer].graph.add(id, entry.clone()).unwrap();
        self.all.push((id, entry));
        id
    }

    /// `writer` sees the first `count` entries, and what those had seen.
    pub(crate) fn pull(&mut self, writer: usize, count: usize) {
        for (id, entry) in self.all.iter().take(count) {
            self.writers[writer].graph.add(*id, entry.clone()).unwrap();
        }
    }

    /// What somebody sees who has everything.
    pub(crate) fn whole(&self) -> Graph {
        in_order(self.team, self.all.iter())
    }

    pub(crate) fn team(&self) -> TeamId {
        self.team
    }
}

/// The first entry of a chain, that has seen nothing.
pub(crate) fn first_of(team: TeamId, chain: ChainId, writer: usize, ops: Vec<Op>) -> Entry {
    Entry {
        team,
        chain,
        sequence: 0,
        device_key: [u8::try_from(writer).unwrap(); 32],
        device: device(writer),
        previous: EntryId::default(),
        heads: Vec::new(),
        lamport: 1,
        written: 0,
        blocked: None,
        ops,
    }
}

/// A graph of entries that are taken in one after the other.
pub(crate) fn in_order<'a>(
    team: TeamId,
    entries: impl Iterator<Item = &'a (EntryId, Entry)>,
) -> Graph {
    let mut graph = Graph::new(team);
    for (id, entry) in entries {
        graph.add(*id, entry.clone()).unwrap();
    }
    graph
}

/// Entries that each had seen, itself not counted, by plain search.
pub(crate) fn pasts(
    all: &[(EntryId, Entry)],
) -> HashMap<EntryId, std::collections::HashSet<EntryId>> {
    let mut pasts: HashMap<EntryId, std::collections::HashSet<EntryId>> = HashMap::new();
    for (id, entry) in all {
        let mut past = std::collections::HashSet::new();
        let heads = entry.heads.iter().map(|Head { entry, .. }| *entry);
        for parent in heads.chain((entry.sequence > 0).then_some(entry.previous)) {
            past.insert(parent);
            past.extend(pasts[&parent].iter().copied());
        }
        pasts.insert(*id, past);
    }
    pasts
}

pub(crate) fn create(number: usize) -> Op {
    let kind = RecordKind::Credential;
    Op::Create { record: record(number), nonce: [0; 16], kind, epoch: epoch() }
}

pub(crate) fn grant(number: usize, to: usize, role: RecordRole) -> Op {
    grant_to(number, Subject::Person(person(to)), role)
}

pub(crate) fn grant_to(number: usize, to: Subject, role: RecordRole) -> Op {
    Op::Grant { record: record(number), to, role, may_see: false, boxes: BlobId::default() }
}

pub(crate) fn revoke(number: usize, from: usize) -> Op {
    Op::Revoke { record: record(number), from: Subject::Person(person(from)) }
}

pub(crate) fn put(number: usize) -> Op {
    let (epoch, blob) = (EntryId::default(), BlobId::default());
    Op::Put { record: record(number), epoch, blob, needs: Vec::new() }
}

pub(crate) fn renew(number: usize) -> Op {
    Op::RenewKey { record: record(number), epoch: epoch() }
}

pub(crate) fn uses(number: usize) -> Op {
    Op::Uses { record: record(number), epoch: EntryId::default(), sealed: [7; SEALED_USE] }
}

pub(crate) fn delete(number: usize) -> Op {
    Op::Delete { record: record(number) }
}

pub(crate) fn remove(number: usize) -> Op {
    Op::Remove { person: person(number) }
}
