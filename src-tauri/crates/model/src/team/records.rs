//! Who may do what with a record, and which of its revisions stand.

use std::collections::BTreeSet;

use crate::{
    ids::{DeviceId, PersonId, RecordId},
    team::{
        entry::{BlobId, EntryId, EpochOp, Op, RecordKind, Subject},
        graph::Graph,
        people::{EpochState, People, at_current, epoch_states},
        roles::{Reach, RecordRole, TeamRole},
        scope::{At, Grant, Outcome, Revoke, Scope, before},
        uses::{Stands, UseOp, UseState},
    },
};

/// One grant that holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Access {
    /// Who.
    pub to: Subject,
    /// As what.
    pub role: RecordRole,
    /// Whether a User (can view) may see values in the window.
    pub may_see: bool,
    /// From whom; none for who began the record.
    pub by: Option<PersonId>,
    /// Since when, by the clock of who gave it; seconds since 1970.
    pub since: i64,
    /// The entry that gave it.
    pub entry: EntryId,
    /// The keys, sealed to them; none for who began the record.
    pub boxes: Option<BlobId>,
}

/// One revision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PutState {
    /// The entry.
    pub entry: EntryId,
    /// Its time.
    pub lamport: u64,
    /// Who wrote it.
    pub by: PersonId,
    /// On which device.
    pub device: DeviceId,
    /// The epoch under which it is sealed.
    pub epoch: EntryId,
    /// The sealed record.
    pub blob: BlobId,
    /// The variables that it needs.
    pub needs: Vec<RecordId>,
    /// When, by the author's clock; seconds since 1970.
    pub written: i64,
    /// Whether somebody who lost access, or a lost device, holds its key: it was not written before
    /// that.
    pub exposed: bool,
}

/// What the log says of a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordState {
    /// What it is.
    pub kind: RecordKind,
    /// Who began it.
    pub by: PersonId,
    /// Grants that hold.
    pub access: Vec<Access>,
    /// People who lost access and have none now.
    pub former: Vec<PersonId>,
    /// People with access who lost a device that has one of its keys.
    pub lost_by: Vec<PersonId>,
    /// Its keys, oldest first.
    pub epochs: Vec<EpochState>,
    /// Revisions that stand and that no other supersedes; more than one are to be merged.
    pub heads: Vec<PutState>,
    /// Revisions that their authors had no right to write, or lost it before others saw them.
    pub refused: Vec<PutState>,
    /// Reports of reads, sealed to Co-owners, with who read.
    pub reads: Vec<(PersonId, BlobId)>,
    /// What devices of people with access last reported to use of it.
    pub reported: Vec<UseState>,
    /// Whether it was deleted.
    pub deleted: bool,
    /// Whether somebody who lost access, or a lost device, still has the newest key.
    pub rekey_pending: bool,
}

impl RecordState {
    /// The highest role of a member.
    #[must_use]
    pub fn role_of(&self, person: PersonId) -> Option<RecordRole> {
        let holds =
            |access: &&Access| [Subject::Person(person), Subject::Everyone].contains(&access.to);
        self.access.iter().filter(holds).map(|access| access.role).max()
    }

    /// Whether nobody is left who may change it.
    #[must_use]
    pub fn is_read_only(&self) -> bool {
        self.access.iter().all(|access| !access.role.may_edit())
    }
}

/// Ops on one record, in canonical order, from members alone.
#[derive(Default)]
pub(super) struct RecordOps<'a> {
    pub(super) created: Option<(At, PersonId, RecordKind)>,
    pub(super) grants: Vec<Grant<RecordRole>>,
    pub(super) revokes: Vec<Revoke>,
    pub(super) epochs: Vec<(At, PersonId, &'a EpochOp)>,
    /// With whether the author was in the team.
    pub(super) puts: Vec<(At, PersonId, bool)>,
    pub(super) deletes: Vec<(At, PersonId)>,
    pub(super) reads: Vec<(At, PersonId, BlobId)>,
    pub(super) uses: Vec<UseOp>,
}

pub(super) struct RecordFold<'a, 'p> {
    pub(super) graph: &'a Graph,
    pub(super) people: &'p People<'a>,
    pub(super) scope: Scope<'a, RecordRole>,
    pub(super) outcome: Outcome,
}

impl<'a, 'p> RecordFold<'a, 'p> {
    pub(super) fn new(
        graph: &'a Graph,
        people: &'p People<'a>,
        ops: &mut RecordOps<'a>,
        removals: Vec<Revoke>,
    ) -> Self {
        let (grants, mut revokes) =
            (std::mem::take(&mut ops.grants), std::mem::take(&mut ops.revokes));
        revokes.extend(removals);
        let scope = Scope::new(graph, grants, revokes);
        let outcome = scope.solve();
        Self { graph, people, scope, outcome }
    }

    pub(super) fn has(
        &self,
        person: PersonId,
        at: At,
        enough: impl Fn(RecordRole) -> bool,
    ) -> bool {
        self.scope.held_by(person).any(|index| {
            let grant = &self.scope.grants[index];
            self.outcome.grants[index]
                && enough(grant.role)
                && before(self.graph, grant.at, at)
                && !self.scope.is_struck(&self.outcome.revokes, index, Some(at), None)
        })
    }

    /// Grants and takings-back that were not by right.
    pub(super) fn refused(&self) -> Vec<At> {
        let grants = self.scope.grants.iter().zip(&self.outcome.grants);
        let revokes = self.scope.revokes.iter().zip(&self.outcome.revokes);
        let grants = grants.filter(|(_, counted)| !**counted).map(|(grant, _)| grant.at);
        let revokes = revokes.filter(|(taken, reach)| match reach {
            Reach::None => true,
            Reach::Own => !self.takes_own(taken),
            Reach::All => false,
        });
        grants.chain(revokes.map(|(taken, _)| taken.at)).collect()
    }

    /// Whether among the grants that are taken back one is of the same person's making.
    fn takes_own(&self, taken: &Revoke) -> bool {
        self.scope.grants.iter().zip(&self.outcome.grants).any(|(grant, counted)| {
            *counted
                && grant.to == taken.from
                && grant.by == Some(taken.by)
                && !before(self.graph, taken.at, grant.at)
        })
    }

    pub(super) fn state(
        &self,
        ops: &RecordOps<'a>,
        stands: &Stands<'_>,
    ) -> Option<(RecordState, Vec<At>)> {
        let (_, by, kind) = ops.created?;
        let made: Vec<(At, &EpochOp)> = ops
            .epochs
            .iter()
            .filter(|(at, by, _)| self.begins(*at) || self.has(*by, *at, RecordRole::may_edit))
            .map(|(at, _, op)| (*at, *op))
            .collect();
        let epochs = epoch_states(self.graph, &made);
        let access = self.access();
        let lost = self.losses(&access);
        let mut cuts = self.cuts(&access);
        cuts.extend(lost.iter().map(|(at, _)| *at));
        let current = at_current(self.graph, made.iter().map(|(at, _)| *at), &epochs);
        let rekey_pending =
            cuts.iter().any(|cut| current.iter().any(|epoch| !before(self.graph, *cut, *epoch)));
        let (heads, refused, mut wrong) = self.puts(ops, &made, &cuts);
        let deletes = |at: At, by: PersonId| self.has(by, at, RecordRole::may_edit);
        let deleted = ops.deletes.iter().any(|(at, by)| deletes(*at, *by));
        wrong.extend(ops.deletes.iter().filter(|(at, by)| !deletes(*at, *by)).map(|(at, _)| *at));
        wrong.extend(self.wrong_epochs(ops, &made));
        let reads = ops.reads.iter().filter(|(at, by, _)| self.has(*by, *at, |_| true));
        let reads = reads.map(|(_, by, report)| (*by, *report)).collect();
        let (reported, not_theirs) = self.reported(ops, &made, stands);
        wrong.extend(not_theirs);
        let former = self.former(&access);
        let mut lost_by: Vec<PersonId> = lost.into_iter().map(|(_, person)| person).collect();
        lost_by.sort_unstable();
        lost_by.dedup();
        let state = RecordState {
            kind,
            by,
            access,
            former,
            lost_by,
            epochs,
            heads,
            refused,
            reads,
            reported,
            deleted,
            rekey_pending,
        };
        Some((state, wrong))
    }

    fn begins(&self, at: At) -> bool {
        matches!(self.graph.entry(at.entry).ops[at.op], Op::Create { .. })
    }

    fn wrong_epochs(&self, ops: &RecordOps<'a>, made: &[(At, &EpochOp)]) -> Vec<At> {
        let all = ops.epochs.iter().map(|(at, ..)| *at);
        all.filter(|at| !made.iter().any(|(good, _)| good == at)).collect()
    }

    fn live(&self) -> impl Iterator<Item = &Grant<RecordRole>> {
        self.scope
            .grants
            .iter()
            .enumerate()
            .filter(|(index, grant)| {
                self.outcome.grants[*index]
                    && !self.scope.is_struck(&self.outcome.revokes, *index, None, None)
                    && match grant.to {
                        Subject::Person(person) => self.people.has_now(person, TeamRole::Member),
                        Subject::Everyone => true,
                    }
            })
            .map(|(_, grant)| grant)
    }

    fn access(&self) -> Vec<Access> {
        let entry = |grant: &Grant<RecordRole>| self.graph.entry(grant.at.entry);
        self.live()
            .map(|grant| Access {
                to: grant.to,
                role: grant.role,
                may_see: grant.may_see,
                by: grant.by,
                since: entry(grant).written,
                entry: self.graph.id(grant.at.entry),
                boxes: match &entry(grant).ops[grant.at.op] {
                    Op::Grant { boxes, .. } => Some(*boxes),
                    _ => None,
                },
            })
            .collect()
    }

    fn former(&self, access: &[Access]) -> Vec<PersonId> {
        let everyone = access.iter().any(|access| access.to == Subject::Everyone);
        let mut gone: Vec<PersonId> = Vec::new();
        for (grant, counted) in self.scope.grants.iter().zip(&self.outcome.grants) {
            let Subject::Person(person) = grant.to else { continue };
            let stays = access.iter().any(|access| access.to == grant.to)
                || everyone && self.people.has_now(person, TeamRole::Member);
            if *counted && !stays && !gone.contains(&person) {
                gone.push(person);
            }
        }
        gone
    }

    /// Where somebody lost access for good. A key that was made without having seen it is known to
    /// them.
    fn cuts(&self, access: &[Access]) -> Vec<At> {
        let everyone = access.iter().find(|access| access.to == Subject::Everyone);
        let mut cuts = Vec::new();
        for (index, grant) in self.scope.grants.iter().enumerate() {
            if !self.outcome.grants[index] {
                continue;
            }
            let stays = match grant.to {
                Subject::Person(person) => {
                    access.iter().any(|access| access.to == grant.to)
                        || everyone.is_some() && self.people.has_now(person, TeamRole::Member)
                }
                Subject::Everyone => everyone.is_some(),
            };
            if !stays {
                cuts.extend(self.takers(index));
            } else if grant.to == Subject::Everyone {
                cuts.extend(self.departures(grant.at));
            }
        }
        cuts
    }

    /// Where people with access told of a new sealing key because they had lost a device: what was
    /// sealed to them without having seen it, that device can open.
    fn losses(&self, access: &[Access]) -> Vec<(At, PersonId)> {
        let mut people: BTreeSet<PersonId> = BTreeSet::new();
        for one in access {
            match one.to {
                Subject::Person(person) => drop(people.insert(person)),
                Subject::Everyone => people.extend(self.people.losers()),
            }
        }
        let sealed_before = |told: At, person| {
            self.scope.held_by(person).any(|index| {
                self.outcome.grants[index] && !before(self.graph, told, self.scope.grants[index].at)
            })
        };
        let told = |person| self.people.answers(person).map(move |at| (at, person));
        let told = people.into_iter().flat_map(told);
        told.filter(|(at, person)| sealed_before(*at, *person)).collect()
    }

    pub(super) fn takers(&self, grant: usize) -> impl Iterator<Item = At> + '_ {
        let given = &self.scope.grants[grant];
        self.scope.revokes.iter().zip(&self.outcome.revokes).filter_map(move |(taken, reach)| {
            let reaches =
                *reach == Reach::All || *reach == Reach::Own && given.by == Some(taken.by);
            let meant = taken.from == given.to && !before(self.graph, taken.at, given.at);
            (reaches && meant).then_some(taken.at)
        })
    }

    /// People who left the team after Everyone had been given access.
    fn departures(&self, given: At) -> Vec<At> {
        let mut found = Vec::new();
        for (person, revokes) in self.people.removals() {
            if !self.people.has_now(person, TeamRole::Member) {
                found.extend(revokes.iter().map(|revoke| revoke.at));
            }
        }
        found.retain(|at| !before(self.graph, *at, given));
        found
    }

    fn puts(
        &self,
        ops: &RecordOps<'a>,
        epochs: &[(At, &EpochOp)],
        cuts: &[At],
    ) -> (Vec<PutState>, Vec<PutState>, Vec<At>) {
        let (mut heads, mut refused, mut wrong) =
            (Vec::<(At, PersonId)>::new(), Vec::new(), Vec::new());
        for (at, by, member) in &ops.puts {
            if *member && self.has(*by, *at, RecordRole::may_edit) {
                heads.retain(|(older, _)| !before(self.graph, *older, *at));
                heads.push((*at, *by));
            } else {
                wrong.push(*at);
                refused.extend(self.put(*at, *by, epochs, cuts));
            }
        }
        let heads = heads.iter().filter_map(|(at, by)| self.put(*at, *by, epochs, cuts)).collect();
        (heads, refused, wrong)
    }

    fn put(
        &self,
        at: At,
        by: PersonId,
        epochs: &[(At, &EpochOp)],
        cuts: &[At],
    ) -> Option<PutState> {
        let entry = self.graph.entry(at.entry);
        let Op::Put { epoch, blob, needs, .. } = &entry.ops[at.op] else { return None };
        let made = epochs.iter().find(|(made, _)| self.graph.id(made.entry) == *epoch);
        let exposed = made.is_some_and(|(made, _)| {
            cuts.iter().any(|cut| !before(self.graph, *cut, *made) && !before(self.graph, at, *cut))
        });
        Some(PutState {
            entry: self.graph.id(at.entry),
            lamport: entry.lamport,
            by,
            device: entry.device,
            epoch: *epoch,
            blob: *blob,
            needs: needs.clone(),
            written: entry.written,
            exposed,
        })
    }
}
