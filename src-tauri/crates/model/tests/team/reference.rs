//! A second fold: sets of what was seen, recursion, no indexes. It knows the rules of
//! `src-tauri/docs/sharing.md` and nothing of the crate's own fold.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use credenza_model::{
    ids::{DeviceId, PersonId, RecordId},
    team::{Entry, EntryId, Op, RecordRole, Subject},
};

use crate::world::pasts;

type Place = (EntryId, usize);

#[derive(Clone)]
struct Given {
    at: Place,
    by: Option<PersonId>,
    to: Subject,
    /// 0 View or Member, 1 View and share, 2 Co-owner or Owner.
    role: u8,
}

#[derive(Clone)]
struct Taken {
    at: Place,
    by: PersonId,
    from: Subject,
    certain: bool,
    /// Takes the last owner out.
    void: bool,
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
}

struct Plain<'a> {
    past: &'a HashMap<EntryId, HashSet<EntryId>>,
    lamport: &'a HashMap<EntryId, u64>,
    given: Vec<Given>,
    taken: Vec<Taken>,
    /// How far each taking-back reaches at least and at most: 0 nothing, 1 own grants, 2 all.
    least: Vec<u8>,
    most: Vec<u8>,
    in_team: bool,
}

#[derive(Clone, Copy)]
enum Doubt {
    Counts,
    CountsNot,
}

impl Plain<'_> {
    fn saw(&self, later: Place, earlier: Place) -> bool {
        if later.0 == earlier.0 {
            earlier.1 < later.1
        } else {
            self.past[&later.0].contains(&earlier.0)
        }
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
    fn by_right(&self, index: usize, doubt: Doubt) -> bool {
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

    fn is_lost(&self, index: usize, at: Option<Place>, own: Option<usize>, doubt: Doubt) -> bool {
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

    fn settle(&mut self) {
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

    fn holds(&self, who: PersonId, role: u8, at: Option<Place>) -> bool {
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

    fn keep_an_owner(&mut self, order: &[EntryId]) {
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

fn number(role: RecordRole) -> u8 {
    match role {
        RecordRole::View => 0,
        RecordRole::ViewAndShare => 1,
        RecordRole::CoOwner => 2,
    }
}

/// Who was introduced on which device, and where.
fn introductions(all: &[(EntryId, Entry)]) -> Vec<(Place, DeviceId, PersonId)> {
    let mut found = Vec::new();
    for (id, entry) in all {
        for (at, op) in entry.ops.iter().enumerate() {
            let who = match op {
                Op::Genesis { owner: who, .. } if *id == all[0].0 && at == 0 => who,
                Op::Admit { who, .. } => who,
                Op::Device { who } if who.device == entry.device => who,
                _ => continue,
            };
            found.push(((*id, at), who.device, who.person));
        }
    }
    found
}

/// The only person among those introductions of the device, here or before, that have none before.
fn author(
    past: &HashMap<EntryId, HashSet<EntryId>>,
    introduced: &[(Place, DeviceId, PersonId)],
    entry: EntryId,
    device: DeviceId,
) -> Option<PersonId> {
    let is_before = |a: Place, b: Place| {
        if a.0 == b.0 { a.1 < b.1 } else { past[&b.0].contains(&a.0) }
    };
    let here = |at: Place| at.0 == entry || past[&entry].contains(&at.0);
    let seen = introduced.iter().filter(|(at, on, _)| *on == device && here(*at));
    let seen: Vec<_> = seen.collect();
    let first = seen.iter().filter(|(at, ..)| !seen.iter().any(|(b, ..)| is_before(*b, *at)));
    let persons: BTreeSet<PersonId> = first.map(|(.., who)| *who).collect();
    if persons.len() == 1 { persons.into_iter().next() } else { None }
}

/// Folds a log without lost devices.
pub(crate) fn summary(all: &[(EntryId, Entry)]) -> Summary {
    let past = pasts(all);
    let lamport: HashMap<EntryId, u64> = all.iter().map(|(id, e)| (*id, e.lamport)).collect();
    let mut order: Vec<EntryId> = all.iter().map(|(id, _)| *id).collect();
    order.sort_by_key(|id| (lamport[id], *id));
    let introduced = introductions(all);
    let mut ops: Vec<(Place, PersonId, &Op)> = Vec::new();
    for id in &order {
        let (_, entry) = all.iter().find(|(other, _)| other == id).unwrap();
        let Some(by) = author(&past, &introduced, *id, entry.device) else { continue };
        ops.extend(entry.ops.iter().enumerate().map(|(at, op)| ((*id, at), by, op)));
    }
    let empty = || Plain {
        past: &past,
        lamport: &lamport,
        given: vec![],
        taken: vec![],
        least: vec![],
        most: vec![],
        in_team: false,
    };
    let mut team = Plain { in_team: true, ..empty() };
    for (at, by, op) in &ops {
        let given = |by, to, role| Given { at: *at, by, to: Subject::Person(to), role };
        match op {
            Op::Genesis { .. } => team.given.push(given(None, *by, 2)),
            Op::Admit { who, .. } => team.given.push(given(Some(*by), who.person, 0)),
            Op::NameOwner { person } => team.given.push(given(Some(*by), *person, 2)),
            Op::Remove { person } => {
                let from = Subject::Person(*person);
                team.taken.push(Taken { at: *at, by: *by, from, certain: false, void: false });
            }
            _ => {}
        }
    }
    team.keep_an_owner(&order);
    let mut out = Summary::default();
    let people: BTreeSet<PersonId> = introduced.iter().map(|(.., who)| *who).collect();
    out.members = people.iter().copied().filter(|who| team.holds(*who, 0, None)).collect();
    out.owners = people.iter().copied().filter(|who| team.holds(*who, 2, None)).collect();
    let begun: BTreeMap<RecordId, ()> = ops
        .iter()
        .filter_map(|(at, by, op)| match op {
            Op::Create { record, .. } if team.holds(*by, 0, Some(*at)) => Some((*record, ())),
            _ => None,
        })
        .collect();
    for record in begun.into_keys() {
        let mut plain = empty();
        let mut begun = false;
        for (at, by, op) in ops.iter().filter(|(at, by, _)| team.holds(*by, 0, Some(*at))) {
            match op {
                Op::Create { record: r, .. } if *r == record && !begun => {
                    begun = true;
                    let to = Subject::Person(*by);
                    plain.given.push(Given { at: *at, by: None, to, role: 2 });
                }
                Op::Grant { record: r, to, role, .. } if *r == record => {
                    let role = number(*role);
                    plain.given.push(Given { at: *at, by: Some(*by), to: *to, role });
                }
                Op::Revoke { record: r, from } if *r == record => {
                    plain.taken.push(Taken {
                        at: *at,
                        by: *by,
                        from: *from,
                        certain: false,
                        void: false,
                    });
                }
                _ => {}
            }
        }
        for (t, taken) in team.taken.iter().enumerate() {
            if team.most[t] == 2 {
                plain.taken.push(Taken { certain: true, ..taken.clone() });
            }
        }
        plain.settle();
        for who in &out.members {
            for role in RecordRole::ALL {
                if plain.holds(*who, number(role), None) {
                    out.roles.insert((record, *who), role);
                }
            }
        }
        let edits =
            |at: Place, by: PersonId| team.holds(by, 0, Some(at)) && plain.holds(by, 2, Some(at));
        let on = |op: &Op| matches!(op, Op::Put { record: r, .. } if *r == record);
        let puts: Vec<_> = ops.iter().filter(|(_, _, op)| on(op)).collect();
        let good: Vec<Place> =
            puts.iter().filter(|(at, by, _)| edits(*at, *by)).map(|p| p.0).collect();
        let newest = |at: &Place| !good.iter().any(|other| plain.saw(*other, *at));
        out.heads.insert(record, good.iter().filter(|at| newest(at)).map(|at| at.0).collect());
        let bad = puts.iter().filter(|(at, by, _)| !edits(*at, *by));
        out.refused_puts.insert(record, bad.map(|p| p.0.0).collect());
        let mut renewed = 1;
        for (at, by, op) in &ops {
            match op {
                Op::Delete { record: r } if *r == record && edits(*at, *by) => {
                    out.deleted.insert(record);
                }
                Op::RenewKey { record: r, .. } if *r == record && edits(*at, *by) => renewed += 1,
                _ => {}
            }
        }
        out.renewed.insert(record, renewed);
    }
    out
}
