//! A second fold: sets of what was seen, recursion, no indexes. It knows the rules of
//! `src-tauri/docs/sharing.md` and nothing of the crate's own fold.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use credenza_model::{
    ids::{DeviceId, PersonId, RecordId},
    team::{EntryId, RecordRole, Subject},
};

pub(crate) type Place = (EntryId, usize);

#[derive(Clone)]
pub(crate) struct Given {
    pub(crate) at: Place,
    pub(crate) by: Option<PersonId>,
    pub(crate) to: Subject,
    /// 0 View or Member, 1 View and share, 2 Co-owner or Owner.
    pub(crate) role: u8,
}

#[derive(Clone)]
pub(crate) struct Taken {
    pub(crate) at: Place,
    pub(crate) by: PersonId,
    pub(crate) from: Subject,
    pub(crate) certain: bool,
    /// Takes the last owner out.
    pub(crate) void: bool,
}

/// What is compared.
#[derive(Debug, PartialEq, Eq, Default)]
pub(crate) struct Summary {
    pub(crate) members: BTreeSet<PersonId>,
    pub(crate) owners: BTreeSet<PersonId>,
    pub(crate) roles: BTreeMap<(RecordId, PersonId), RecordRole>,
    pub(crate) heads: BTreeMap<RecordId, BTreeSet<EntryId>>,
    pub(crate) refused_puts: BTreeMap<RecordId, BTreeSet<EntryId>>,
    pub(crate) deleted: BTreeSet<RecordId>,
    pub(crate) renewed: BTreeMap<RecordId, usize>,
    /// To which key is sealed.
    pub(crate) sealing: BTreeMap<PersonId, Vec<u8>>,
    /// With whether it was answered.
    pub(crate) lost: BTreeSet<(DeviceId, bool)>,
    /// None for the team.
    pub(crate) pending: BTreeSet<Option<RecordId>>,
    pub(crate) lost_by: BTreeSet<(RecordId, PersonId)>,
    pub(crate) exposed: BTreeSet<EntryId>,
    /// The last report of each device of those who have access, with when it was so last, and whether
    /// it can be said to stand.
    pub(crate) uses: BTreeMap<(RecordId, PersonId, DeviceId), (EntryId, i64, bool)>,
}

pub(crate) struct Plain<'a> {
    pub(crate) past: &'a HashMap<EntryId, HashSet<EntryId>>,
    pub(crate) lamport: &'a HashMap<EntryId, u64>,
    pub(crate) given: Vec<Given>,
    pub(crate) taken: Vec<Taken>,
    /// How far each taking-back reaches at least and at most: 0 nothing, 1 own grants, 2 all.
    pub(crate) least: Vec<u8>,
    pub(crate) most: Vec<u8>,
    pub(crate) in_team: bool,
}

#[derive(Clone, Copy)]
pub(crate) enum Doubt {
    Counts,
    CountsNot,
}

impl Plain<'_> {
    pub(crate) fn saw(&self, later: Place, earlier: Place) -> bool {
        if later.0 == earlier.0 {
            earlier.1 < later.1
        } else {
            self.past[&later.0].contains(&earlier.0)
        }
    }

    /// Whether a person holds something that they held at `at`, and that nobody took back.
    pub(crate) fn kept(&self, who: PersonId, at: Place) -> bool {
        (0..self.given.len()).any(|index| {
            let given = &self.given[index];
            [Subject::Person(who), Subject::Everyone].contains(&given.to)
                && self.saw(at, given.at)
                && self.by_right(index, Doubt::Counts)
                && !self.is_lost(index, None, None, Doubt::Counts)
        })
    }

    fn reach_of(&self, taken: usize, doubt: Doubt) -> u8 {
        match doubt {
            Doubt::Counts => self.most[taken],
            Doubt::CountsNot => self.least[taken],
        }
    }

    fn may_give(&self, giver: u8, role: u8) -> bool {
        giver == 2 || !self.in_team && giver == 1 && role < 2
    }

    /// Whether grant `index` was made by right when takings-back in doubt are read as `doubt`.
    pub(crate) fn by_right(&self, index: usize, doubt: Doubt) -> bool {
        let given = &self.given[index];
        let Some(by) = given.by else { return true };
        self.can(by, given.at, None, doubt, |role| self.may_give(role, given.role))
    }

    fn can(
        &self,
        who: PersonId,
        at: Place,
        own: Option<usize>,
        doubt: Doubt,
        enough: impl Fn(u8) -> bool,
    ) -> bool {
        (0..self.given.len()).any(|index| {
            let given = &self.given[index];
            [Subject::Person(who), Subject::Everyone].contains(&given.to)
                && enough(given.role)
                && self.saw(at, given.at)
                && self.by_right(index, doubt)
                && !self.is_lost(index, Some(at), own, doubt)
        })
    }

    pub(crate) fn is_lost(
        &self,
        index: usize,
        at: Option<Place>,
        own: Option<usize>,
        doubt: Doubt,
    ) -> bool {
        let given = &self.given[index];
        (0..self.taken.len()).any(|t| {
            let taken = &self.taken[t];
            let reach = self.reach_of(t, doubt);
            taken.from == given.to
                && (reach == 2 || reach == 1 && given.by == Some(taken.by))
                && !self.saw(given.at, taken.at)
                && at.is_none_or(|at| !self.saw(taken.at, at))
                && own.is_none_or(|own| own != t && !self.wins(own, t))
        })
    }

    fn wins(&self, own: usize, other: usize) -> bool {
        let (a, b) = (&self.taken[own], &self.taken[other]);
        a.from == Subject::Person(b.by)
            && b.from == Subject::Person(a.by)
            && !self.saw(a.at, b.at)
            && !self.saw(b.at, a.at)
            && !b.certain
            && self.age(own) < self.age(other)
    }

    fn age(&self, taken: usize) -> (usize, u64, EntryId, EntryId, usize) {
        let taken = &self.taken[taken];
        let (steps, lamport, id) =
            self.seniority(taken.by).unwrap_or((usize::MAX, u64::MAX, EntryId::default()));
        (steps, lamport, id, taken.at.0, taken.at.1)
    }

    /// The shortest way from the beginning by grants that would hold if nothing were taken back.
    fn seniority(&self, who: PersonId) -> Option<(usize, u64, EntryId)> {
        let free = Plain {
            taken: Vec::new(),
            given: self.given.clone(),
            least: vec![],
            most: vec![],
            ..*self
        };
        let mut known: HashMap<PersonId, (usize, u64, EntryId)> = HashMap::new();
        loop {
            let mut next = known.clone();
            for (index, given) in self.given.iter().enumerate() {
                let Subject::Person(to) = given.to else { continue };
                let steps = match given.by {
                    None => Some(0),
                    Some(by) => known.get(&by).map(|known| known.0 + 1),
                };
                let (Some(steps), true) = (steps, free.by_right(index, Doubt::Counts)) else {
                    continue;
                };
                let own = (steps, self.lamport[&given.at.0], given.at.0);
                let place = next.entry(to).or_insert(own);
                *place = (*place).min(own);
            }
            if next == known {
                return known.get(&who).copied();
            }
            known = next;
        }
    }

    pub(crate) fn settle(&mut self) {
        self.least = self.taken.iter().map(|taken| if taken.certain { 2 } else { 0 }).collect();
        self.most = vec![2; self.taken.len()];
        loop {
            let mut moved = false;
            for t in 0..self.taken.len() {
                let least = self.bound(t, Doubt::Counts).max(self.least[t]);
                let most = self.bound(t, Doubt::CountsNot).min(self.most[t]).max(least);
                moved |= (least, most) != (self.least[t], self.most[t]);
                (self.least[t], self.most[t]) = (least, most);
            }
            if moved {
                continue;
            }
            let open = (0..self.taken.len()).filter(|t| self.least[*t] < self.most[*t]);
            let Some(next) = open.min_by_key(|t| self.age(*t)) else { return };
            self.least[next] = self.most[next];
        }
    }

    fn bound(&self, t: usize, doubt: Doubt) -> u8 {
        let taken = &self.taken[t];
        if taken.void {
            return 0;
        }
        if taken.certain || taken.from == Subject::Person(taken.by) {
            return 2;
        }
        let can = |enough: fn(u8) -> bool| self.can(taken.by, taken.at, Some(t), doubt, enough);
        match () {
            () if can(|role| role == 2) => 2,
            () if !self.in_team && can(|role| role >= 1) => 1,
            () => 0,
        }
    }

    pub(crate) fn holds(&self, who: PersonId, role: u8, at: Option<Place>) -> bool {
        match at {
            Some(at) => self.can(who, at, None, Doubt::Counts, |r| r >= role),
            None => (0..self.given.len()).any(|index| {
                let given = &self.given[index];
                [Subject::Person(who), Subject::Everyone].contains(&given.to)
                    && given.role >= role
                    && self.by_right(index, Doubt::Counts)
                    && !self.is_lost(index, None, None, Doubt::Counts)
            }),
        }
    }

    pub(crate) fn keep_an_owner(&mut self, order: &[EntryId]) {
        let mut sorted: Vec<usize> = (0..self.taken.len()).collect();
        let rank = |at: Place| (order.iter().position(|id| *id == at.0), at.1);
        sorted.sort_by_key(|t| rank(self.taken[*t].at));
        loop {
            self.settle();
            let all = self.most.clone();
            self.most = vec![0; all.len()];
            let last = sorted.iter().find(|t| {
                self.most[**t] = all[**t];
                (0..self.given.len()).all(|index| {
                    self.given[index].role != 2
                        || !self.by_right(index, Doubt::Counts)
                        || self.is_lost(index, None, None, Doubt::Counts)
                })
            });
            match last {
                Some(last) => self.taken[*last].void = true,
                None => return,
            }
        }
    }
}

pub(crate) fn number(role: RecordRole) -> u8 {
    match role {
        RecordRole::View => 0,
        RecordRole::ViewAndShare => 1,
        RecordRole::CoOwner => 2,
    }
}
