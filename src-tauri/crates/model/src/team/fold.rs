//! From a log to who may do what. The result depends on the set of entries alone, not on the order
//! in which they came.

use std::collections::{BTreeMap, HashMap};

use crate::{
    ids::{DeviceId, PersonId, RecordId, TeamId},
    team::{
        authors::{Authors, speaks_for_itself},
        entry::{EntryId, Op, Subject},
        graph::{Graph, Index},
        losses::LostDevice,
        people::{Departure, EpochState, Invitation, Member, People, TeamOps},
        records::{RecordFold, RecordOps, RecordState},
        roles::{RecordRole, TeamRole},
        scope::{At, Grant, Revoke},
        uses::Stands,
    },
};

/// Why an op has no effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Refusal {
    /// Its author is nobody whom the team let in, was removed, or wrote on a lost device.
    NotAMember,
    /// Its author had no right to it, or the right was taken back.
    NoRight,
    /// It speaks of a record that nobody began.
    NoRecord,
    /// It is of a later version.
    Unknown,
}

/// An op without effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Refused {
    /// Its entry.
    pub entry: EntryId,
    /// Its place there.
    pub op: usize,
    /// Who wrote it, if that is known.
    pub by: Option<PersonId>,
    /// Why.
    pub why: Refusal,
}

/// What a log says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TeamState {
    /// The team.
    pub team: TeamId,
    /// Its name.
    pub name: String,
    /// Who is in it.
    pub members: BTreeMap<PersonId, Member>,
    /// Who was in it.
    pub departed: Vec<Departure>,
    /// Devices that were reported as lost.
    pub lost: Vec<LostDevice>,
    /// Team keys, oldest first.
    pub epochs: Vec<EpochState>,
    /// Whether somebody who left, or a lost device, still has the newest team key.
    pub key_pending: bool,
    /// Invitations, oldest first.
    pub invitations: Vec<Invitation>,
    /// What is shared.
    pub records: BTreeMap<RecordId, RecordState>,
    /// Ops without effect, in the order of the log.
    pub refused: Vec<Refused>,
    /// Whether there is something of a later version: nothing may be written.
    pub update_needed: bool,
}

impl TeamState {
    /// The role of a person in a record, none for who is not in the team.
    #[must_use]
    pub fn role_of(&self, person: PersonId, record: RecordId) -> Option<RecordRole> {
        self.members.get(&person)?;
        self.records.get(&record)?.role_of(person)
    }

    /// The member whose device this is.
    #[must_use]
    pub fn member_on(&self, device: DeviceId) -> Option<&Member> {
        self.members.values().find(|member| member.devices.contains(&device))
    }
}

/// Folds everything in `graph`.
#[must_use]
pub fn fold(graph: &Graph) -> TeamState {
    let order = graph.in_order();
    let authors = authors(graph, &order);
    let mut sorted = Sorted::of(graph, &authors, &order);
    let mut people = People::new(graph, &mut sorted.team);
    people.take_losses(authors.losses(), &sorted.team);
    let update_needed = sorted.judge_unknown(&people);
    let mut refused = sorted.refused;
    let mut refuse = |at: At, why| refused.push((at, why));
    people.refused().for_each(|at| refuse(at, Refusal::NoRight));
    let removals = people.removals();
    let stands = Stands::new(graph, &people, &sorted.team.uses_stand);
    let mut records = BTreeMap::new();
    for (record, all) in sorted.records {
        if let Some(state) = fold_record(graph, &people, &removals, &stands, all, &mut refuse) {
            records.insert(record, state);
        }
    }
    let strangers = sorted.team.uses_stand.iter();
    let strangers = strangers.filter(|(at, by)| !people.has(*by, TeamRole::Member, *at));
    strangers.for_each(|(at, _)| refuse(*at, Refusal::NotAMember));
    let epochs = people.epochs(&sorted.team);
    TeamState {
        team: graph.team(),
        name: sorted.name,
        members: people.members(&sorted.team, |person, device| authors.is_lost(person, device)),
        departed: people.departed(&sorted.team),
        lost: people.lost(authors.losses()),
        key_pending: people.key_pending(&sorted.team, &epochs),
        epochs,
        invitations: people.invitations(&sorted.team),
        records,
        refused: in_words(graph, &authors, refused),
        update_needed,
    }
}

/// Whoever was put out must not undo what they did by calling their own device lost. Who left of
/// themselves may: it can be the finder of the device who left for them.
fn authors(graph: &Graph, order: &[Index]) -> Authors {
    let mut authors = Authors::new(graph, order);
    if authors.has_reports() {
        let mut sorted = Sorted::of(graph, &authors, order);
        sorted.team.revokes.retain(|revoke| revoke.from != Subject::Person(revoke.by));
        let people = People::new(graph, &mut sorted.team);
        authors.judge_reports(graph, |by, at| people.has(by, TeamRole::Member, at));
    }
    authors
}

fn in_words(graph: &Graph, authors: &Authors, mut refused: Vec<(At, Refusal)>) -> Vec<Refused> {
    let place = |at: &At| (graph.entry(at.entry).lamport, graph.id(at.entry), at.op);
    refused.sort_by_key(|(at, _)| place(at));
    refused.dedup_by_key(|(at, _)| place(at));
    refused
        .into_iter()
        .map(|(at, why)| Refused {
            entry: graph.id(at.entry),
            op: at.op,
            by: authors.of(graph, at.entry),
            why,
        })
        .collect()
}

fn fold_record<'a>(
    graph: &'a Graph,
    people: &People<'a>,
    removals: &HashMap<PersonId, Vec<Revoke>>,
    stands: &Stands<'_>,
    all: Vec<RecordOp<'a>>,
    refuse: &mut impl FnMut(At, Refusal),
) -> Option<RecordState> {
    let mut ops = RecordOps::default();
    for op in all {
        if people.has(op.by, TeamRole::Member, op.at) {
            op.sort_into(&mut ops);
        } else {
            refuse(op.at, Refusal::NotAMember);
            if matches!(op.op, Op::Put { .. }) {
                ops.puts.push((op.at, op.by, false));
            }
        }
    }
    if ops.created.is_none() {
        ops.every_place().for_each(|at| refuse(at, Refusal::NoRecord));
        return None;
    }
    let mut settled = Vec::new();
    for grant in &ops.grants {
        if let Subject::Person(person) = grant.to {
            settled.extend(removals.get(&person).into_iter().flatten().cloned());
        }
    }
    settled.sort_by_key(|revoke: &Revoke| (revoke.at.entry, revoke.at.op));
    settled.dedup_by_key(|revoke| (revoke.at.entry, revoke.at.op));
    let record = RecordFold::new(graph, people, &mut ops, settled);
    record.refused().into_iter().for_each(|at| refuse(at, Refusal::NoRight));
    let (state, wrong) = record.state(&ops, stands)?;
    wrong.into_iter().for_each(|at| refuse(at, Refusal::NoRight));
    Some(state)
}

/// One op on a record with its author.
struct RecordOp<'a> {
    at: At,
    by: PersonId,
    op: &'a Op,
}

/// Ops by what they concern, in canonical order.
#[derive(Default)]
struct Sorted<'a> {
    name: String,
    team: TeamOps<'a>,
    records: BTreeMap<RecordId, Vec<RecordOp<'a>>>,
    refused: Vec<(At, Refusal)>,
    unknown: Vec<(At, PersonId)>,
}

impl<'a> Sorted<'a> {
    fn of(graph: &'a Graph, authors: &Authors, order: &[Index]) -> Self {
        let mut sorted = Self::default();
        order.iter().for_each(|index| sorted.take(graph, authors, *index));
        sorted
    }

    fn take(&mut self, graph: &'a Graph, authors: &Authors, entry: Index) {
        let author = authors.of(graph, entry);
        for (op, content) in graph.entry(entry).ops.iter().enumerate() {
            let at = At { entry, op };
            match author {
                Some(by) => match content {
                    // It brings keys, so an old one that another writes again must not count.
                    Op::Device { who } if by == who.person && speaks_for_itself(graph, at, who) => {
                        self.team.introductions.push((at, who));
                    }
                    Op::Genesis { owner: who, .. }
                        if by != who.person || !speaks_for_itself(graph, at, who) =>
                    {
                        self.refused.push((at, Refusal::NoRight));
                    }
                    Op::Device { .. } => self.refused.push((at, Refusal::NoRight)),
                    _ => self.take_op(at, by, content),
                },
                None => self.refused.push((at, Refusal::NotAMember)),
            }
        }
    }

    /// Whether a member wrote something of a later version; anybody else's words are passed by.
    fn judge_unknown(&mut self, people: &People<'_>) -> bool {
        let mut needed = false;
        for (at, by) in std::mem::take(&mut self.unknown) {
            let member = people.has(by, TeamRole::Member, at);
            needed |= member;
            self.refused.push((at, if member { Refusal::Unknown } else { Refusal::NotAMember }));
        }
        needed
    }

    fn take_op(&mut self, at: At, by: PersonId, op: &'a Op) {
        let grant = |by, to, role| Grant { at, by, to: Subject::Person(to), role, may_see: true };
        match op {
            // The first entry is index 0: without it a graph takes in no other.
            Op::Genesis { name, owner, epoch } if at == (At { entry: 0, op: 0 }) => {
                self.name.clone_from(name);
                self.team.grants.push(grant(None, by, TeamRole::Owner));
                self.team.introductions.push((at, owner));
                self.team.epochs.push((at, by, epoch));
            }
            Op::Genesis { .. } => self.refused.push((at, Refusal::NoRight)),
            Op::Admit { who, invitation } => {
                self.team.grants.push(grant(Some(by), who.person, TeamRole::Member));
                self.team.introductions.push((at, who));
                self.team.came_by.push((at, *invitation));
            }
            Op::NameOwner { person } => {
                self.team.grants.push(grant(Some(by), *person, TeamRole::Owner));
            }
            Op::Remove { person } => {
                let from = Subject::Person(*person);
                self.team.revokes.push(Revoke { at, by, from, settled: None });
            }
            Op::Invite { .. } => self.team.invitations.push((at, by, op)),
            Op::Withdraw { invitation } => self.team.withdrawn.push((at, by, *invitation)),
            Op::Device { .. } | Op::LoseDevice { .. } => {}
            Op::RenewTeamKey { epoch } => self.team.epochs.push((at, by, epoch)),
            Op::UsesStand => self.team.uses_stand.push((at, by)),
            Op::Unknown { .. } => self.unknown.push((at, by)),
            Op::Create { record, .. }
            | Op::Grant { record, .. }
            | Op::Revoke { record, .. }
            | Op::RenewKey { record, .. }
            | Op::Put { record, .. }
            | Op::Delete { record }
            | Op::Read { record, .. }
            | Op::Uses { record, .. } => {
                self.records.entry(*record).or_default().push(RecordOp { at, by, op });
            }
        }
    }
}

impl<'a> RecordOp<'a> {
    fn sort_into(self, ops: &mut RecordOps<'a>) {
        let Self { at, by, op } = self;
        match op {
            Op::Create { kind, epoch, .. } if ops.created.is_none() => {
                ops.created = Some((at, by, *kind));
                let (to, role) = (Subject::Person(by), RecordRole::CoOwner);
                ops.grants.push(Grant { at, by: None, to, role, may_see: true });
                ops.epochs.push((at, by, epoch));
            }
            Op::Grant { to, role, may_see, .. } => {
                ops.grants.push(Grant {
                    at,
                    by: Some(by),
                    to: *to,
                    role: *role,
                    may_see: *may_see,
                });
            }
            Op::Revoke { from, .. } => {
                ops.revokes.push(Revoke { at, by, from: *from, settled: None });
            }
            Op::RenewKey { epoch, .. } => ops.epochs.push((at, by, epoch)),
            Op::Put { .. } => ops.puts.push((at, by, true)),
            Op::Delete { .. } => ops.deletes.push((at, by)),
            Op::Read { report, .. } => ops.reads.push((at, by, *report)),
            Op::Uses { epoch, sealed, .. } => ops.uses.push((at, by, *epoch, *sealed)),
            _ => {}
        }
    }
}

impl RecordOps<'_> {
    fn every_place(&self) -> impl Iterator<Item = At> + '_ {
        let grants = self.grants.iter().map(|grant| grant.at);
        let revokes = self.revokes.iter().map(|revoke| revoke.at);
        let epochs = self.epochs.iter().map(|(at, ..)| *at);
        let puts = self.puts.iter().map(|(at, ..)| *at);
        let puts = puts.chain(self.deletes.iter().map(|(at, _)| *at));
        let reports = self.reads.iter().map(|(at, ..)| *at);
        let reports = reports.chain(self.uses.iter().map(|(at, ..)| *at));
        grants.chain(revokes).chain(epochs).chain(puts).chain(reports)
    }
}
