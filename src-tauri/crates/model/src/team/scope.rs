//! Which grants and which takings-back count, in the team itself or in one record.
//!
//! A grant or a taking-back counts if its author had the right to it in what they had seen, and no
//! counted taking-back of that right was outside what its own author had seen. Takings-back can
//! exclude each other; what no order decides falls to the more senior author.

use std::collections::HashMap;

use crate::{
    ids::PersonId,
    team::{
        entry::{EntryId, Subject},
        graph::{Graph, Index},
        roles::{Reach, Role},
    },
};

/// The place of one op.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct At {
    pub(crate) entry: Index,
    pub(crate) op: usize,
}

/// Whether the author of `later` had seen `earlier`.
pub(crate) fn before(graph: &Graph, earlier: At, later: At) -> bool {
    if earlier.entry == later.entry {
        earlier.op < later.op
    } else {
        graph.has_seen(later.entry, earlier.entry)
    }
}

/// A role is given. `by` is none for what begins a team or record.
#[derive(Debug, Clone)]
pub(crate) struct Grant<R> {
    pub(crate) at: At,
    pub(crate) by: Option<PersonId>,
    pub(crate) to: Subject,
    pub(crate) role: R,
    pub(crate) may_see: bool,
}

/// Roles are taken back.
#[derive(Debug, Clone)]
pub(crate) struct Revoke {
    pub(crate) at: At,
    pub(crate) by: PersonId,
    pub(crate) from: Subject,
    /// Decided elsewhere: whether it counts.
    pub(crate) settled: Option<bool>,
}

/// Older is smaller: steps from the beginning, then the time of the grant.
type Seniority = (usize, u64, EntryId);

/// Grants and takings-back in canonical order.
pub(crate) struct Scope<'a, R> {
    pub(crate) graph: &'a Graph,
    pub(crate) grants: Vec<Grant<R>>,
    pub(crate) revokes: Vec<Revoke>,
    by_subject: HashMap<Subject, Vec<usize>>,
    grants_of: HashMap<Subject, Vec<usize>>,
    seniority: HashMap<PersonId, Seniority>,
}

/// What counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Outcome {
    /// For each grant, whether it was made by right.
    pub(crate) grants: Vec<bool>,
    /// For each taking-back, how far it reaches.
    pub(crate) revokes: Vec<Reach>,
}

impl<'a, R: Role> Scope<'a, R> {
    pub(crate) fn new(graph: &'a Graph, grants: Vec<Grant<R>>, revokes: Vec<Revoke>) -> Self {
        let mut by_subject: HashMap<Subject, Vec<usize>> = HashMap::new();
        for (at, revoke) in revokes.iter().enumerate() {
            by_subject.entry(revoke.from).or_default().push(at);
        }
        let mut grants_of: HashMap<Subject, Vec<usize>> = HashMap::new();
        for (at, grant) in grants.iter().enumerate() {
            grants_of.entry(grant.to).or_default().push(at);
        }
        let seniority = HashMap::new();
        let mut scope = Self { graph, grants, revokes, by_subject, grants_of, seniority };
        scope.seniority = scope.seniority_of_all();
        scope
    }

    /// What counts.
    pub(crate) fn solve(&self) -> Outcome {
        let settled = |revoke: &Revoke| match revoke.settled {
            Some(true) => Reach::All,
            _ => Reach::None,
        };
        let mut forced: Vec<Reach> = self.revokes.iter().map(settled).collect();
        loop {
            let (sure, possible) = self.approach(&forced);
            let open =
                (0..self.revokes.len()).filter(|at| sure.revokes[*at] < possible.revokes[*at]);
            let Some(next) = open.min_by_key(|at| self.rank(*at)) else { return sure };
            forced[next] = possible.revokes[next];
        }
    }

    /// What surely counts, and what possibly counts, from both sides until nothing moves.
    fn approach(&self, forced: &[Reach]) -> (Outcome, Outcome) {
        let mut sure = Outcome { grants: Vec::new(), revokes: forced.to_vec() };
        loop {
            let possible = self.pass(&sure.revokes, forced);
            let next = self.pass(&possible.revokes, forced);
            if next == sure {
                return (sure, possible);
            }
            sure = next;
        }
    }

    /// What is by right if exactly `effective` has an effect.
    pub(crate) fn pass(&self, effective: &[Reach], forced: &[Reach]) -> Outcome {
        let mut out =
            Outcome { grants: Vec::with_capacity(self.grants.len()), revokes: Vec::new() };
        for grant in &self.grants {
            let counted = grant.by.is_none_or(|by| {
                self.holds(&out.grants, effective, by, grant.at, None, |role| {
                    role.may_grant(grant.role)
                })
            });
            out.grants.push(counted);
        }
        out.revokes = (0..self.revokes.len())
            .map(|at| self.reach(&out.grants, effective, at).max(forced[at]))
            .collect();
        out
    }

    fn reach(&self, counted: &[bool], effective: &[Reach], at: usize) -> Reach {
        let revoke = &self.revokes[at];
        match revoke.settled {
            Some(true) => return Reach::All,
            Some(false) => return Reach::None,
            None if revoke.from == Subject::Person(revoke.by) => return Reach::All,
            None => {}
        }
        let has = |least: Reach| {
            self.holds(counted, effective, revoke.by, revoke.at, Some(at), |r| r.reach() >= least)
        };
        match () {
            () if has(Reach::All) => Reach::All,
            () if has(Reach::Own) => Reach::Own,
            () => Reach::None,
        }
    }

    /// Whether `person` holds a role at `at` that is `enough`.
    fn holds(
        &self,
        counted: &[bool],
        effective: &[Reach],
        person: PersonId,
        at: At,
        revoke: Option<usize>,
        enough: impl Fn(R) -> bool,
    ) -> bool {
        self.held_by(person).any(|index| {
            let grant = &self.grants[index];
            counted.get(index) == Some(&true)
                && enough(grant.role)
                && before(self.graph, grant.at, at)
                && !self.is_struck(effective, index, Some(at), revoke)
        })
    }

    /// Grants to `person`, and to everyone.
    pub(crate) fn held_by(&self, person: PersonId) -> impl Iterator<Item = usize> + '_ {
        let of = |subject: &Subject| self.grants_of.get(subject).into_iter().flatten().copied();
        of(&Subject::Person(person)).chain(of(&Subject::Everyone))
    }

    /// Whether a grant is taken back for what happens at `at`, or at the end of all.
    pub(crate) fn is_struck(
        &self,
        effective: &[Reach],
        grant: usize,
        at: Option<At>,
        revoke: Option<usize>,
    ) -> bool {
        let given = &self.grants[grant];
        self.by_subject.get(&given.to).into_iter().flatten().any(|index| {
            let taken = &self.revokes[*index];
            let reaches = match effective[*index] {
                Reach::None => false,
                Reach::Own => given.by == Some(taken.by),
                Reach::All => true,
            };
            reaches
                && !before(self.graph, taken.at, given.at)
                && at.is_none_or(|at| !before(self.graph, at, taken.at))
                && revoke.is_none_or(|own| own != *index && !self.prevails(own, *index))
        })
    }

    /// Whether `own` and `other` take each other's author out, neither had seen the other, and the
    /// author of `own` is the senior.
    fn prevails(&self, own: usize, other: usize) -> bool {
        let (a, b) = (&self.revokes[own], &self.revokes[other]);
        let mutual = a.from == Subject::Person(b.by) && b.from == Subject::Person(a.by);
        let apart = !before(self.graph, a.at, b.at) && !before(self.graph, b.at, a.at);
        mutual && apart && b.settled != Some(true) && self.rank(own) < self.rank(other)
    }

    fn rank(&self, revoke: usize) -> (Seniority, EntryId, usize) {
        let revoke = &self.revokes[revoke];
        let last = (usize::MAX, u64::MAX, EntryId::default());
        let seniority = self.seniority.get(&revoke.by).copied().unwrap_or(last);
        (seniority, self.graph.id(revoke.at.entry), revoke.at.op)
    }

    /// Steps from the beginning, by grants that would be right if nothing were ever taken back.
    fn seniority_of_all(&self) -> HashMap<PersonId, Seniority> {
        let all = self
            .pass(&vec![Reach::None; self.revokes.len()], &vec![Reach::None; self.revokes.len()]);
        let mut found: HashMap<PersonId, Seniority> = HashMap::new();
        for (grant, counted) in self.grants.iter().zip(&all.grants) {
            let Subject::Person(to) = grant.to else { continue };
            let steps = match grant.by {
                None => Some(0),
                Some(by) => found.get(&by).map(|(steps, ..)| steps + 1),
            };
            let (Some(steps), true) = (steps, counted) else { continue };
            let lamport = self.graph.entry(grant.at.entry).lamport;
            let own = (steps, lamport, self.graph.id(grant.at.entry));
            let place = found.entry(to).or_insert(own);
            *place = (*place).min(own);
        }
        found
    }
}
