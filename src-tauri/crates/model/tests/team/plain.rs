//! The whole of the second fold: authors, people and records.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use credenza_model::{
    ids::{DeviceId, PersonId, RecordId},
    team::{Entry, EntryId, Op, RecordRole, Subject},
};

use crate::{
    plain_keys::{Keys, Lost, lost_devices},
    reference::{Given, Place, Plain, Summary, Taken, number},
    world::pasts,
};

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

/// A log, the past of each of its entries, and their order.
pub(crate) struct Whole<'a> {
    pub(crate) all: &'a [(EntryId, Entry)],
    past: HashMap<EntryId, HashSet<EntryId>>,
    lamport: HashMap<EntryId, u64>,
    order: Vec<EntryId>,
    introduced: Vec<(Place, DeviceId, PersonId)>,
}

/// An op that somebody wrote.
pub(crate) type Written<'a> = (Place, PersonId, &'a Op);

impl<'a> Whole<'a> {
    fn new(all: &'a [(EntryId, Entry)]) -> Self {
        let lamport: HashMap<EntryId, u64> = all.iter().map(|(id, e)| (*id, e.lamport)).collect();
        let mut order: Vec<EntryId> = all.iter().map(|(id, _)| *id).collect();
        order.sort_by_key(|id| (lamport[id], *id));
        Self { all, past: pasts(all), lamport, order, introduced: introductions(all) }
    }

    pub(crate) fn entry(&self, id: EntryId) -> &'a Entry {
        &self.all.iter().find(|(other, _)| *other == id).unwrap().1
    }

    /// Who the device is in what an entry had seen.
    pub(crate) fn person_on(&self, entry: EntryId, device: DeviceId) -> Option<PersonId> {
        author(&self.past, &self.introduced, entry, device)
    }

    /// Who wrote an entry, when these devices are lost.
    pub(crate) fn author(&self, entry: EntryId, lost: &[Lost]) -> Option<PersonId> {
        let device = self.entry(entry).device;
        let seen = |at: &Place| self.past[&at.0].contains(&entry);
        let person = self.person_on(entry, device)?;
        let mine = |of: &DeviceId, by: &PersonId| *of == device && *by == person;
        let counts = lost.iter().all(|(at, of, by)| !mine(of, by) || seen(at));
        counts.then_some(person)
    }

    /// Whether anybody was introduced on the device.
    pub(crate) fn knows(&self, entry: EntryId, device: DeviceId) -> bool {
        let here = |at: &Place| at.0 == entry || self.past[&entry].contains(&at.0);
        self.introduced.iter().any(|(at, on, _)| *on == device && here(at))
    }

    pub(crate) fn ops(&self, lost: &[Lost]) -> Vec<Written<'a>> {
        let mut ops = Vec::new();
        for id in &self.order {
            let Some(by) = self.author(*id, lost) else { continue };
            let own = self.entry(*id).ops.iter().enumerate();
            ops.extend(own.map(|(at, op)| ((*id, at), by, op)));
        }
        ops
    }

    fn empty(&self) -> Plain<'_> {
        Plain {
            past: &self.past,
            lamport: &self.lamport,
            given: vec![],
            taken: vec![],
            least: vec![],
            most: vec![],
            in_team: false,
        }
    }

    /// The team by these ops.
    pub(crate) fn team(&self, ops: &[Written<'a>]) -> Plain<'_> {
        let mut team = Plain { in_team: true, ..self.empty() };
        for (at, by, op) in ops {
            self.take(&mut team, *at, *by, op);
        }
        team.keep_an_owner(&self.order);
        team
    }

    fn take(&self, team: &mut Plain<'_>, at: Place, by: PersonId, op: &Op) {
        let given = |by, to, role| Given { at, by, to: Subject::Person(to), role };
        match op {
            Op::Genesis { .. } => team.given.push(given(None, by, 2)),
            Op::Admit { who, .. } => team.given.push(given(Some(by), who.person, 0)),
            Op::NameOwner { person } => team.given.push(given(Some(by), *person, 2)),
            Op::Remove { person } => {
                let from = Subject::Person(*person);
                team.taken.push(Taken { at, by, from, certain: false, void: false });
            }
            _ => {}
        }
    }
}

impl Whole<'_> {
    /// Who of those who have had access ever since reported what last, and until when they said that
    /// it stands: after a break of which the report does not know they say nothing of it.
    fn uses(
        &self,
        (team, plain): (&Plain<'_>, &Plain<'_>),
        record: RecordId,
        ops: &[Written<'_>],
        breaks: &[Place],
        out: &mut Summary,
    ) {
        for person in out.members.iter().filter(|who| plain.holds(**who, 0, None)) {
            let in_team = |at: &Place| team.holds(*person, 0, Some(*at));
            let theirs = ops.iter().filter(|(at, by, _)| by == person && in_team(at));
            let theirs: Vec<_> = theirs.map(|(at, _, op)| (*at, *op)).collect();
            for (at, op) in &theirs {
                let here = matches!(op, Op::Uses { record: r, .. } if *r == record);
                let had = plain.holds(*person, 0, Some(*at));
                if !here || !had || !plain.kept(*person, *at) || !team.kept(*person, *at) {
                    continue;
                }
                let breaks = || breaks.iter().filter(|one| !plain.saw(*at, **one));
                let entry = self.entry(at.0);
                let mut time = entry.written;
                for (later, op) in &theirs {
                    let said = self.entry(later.0);
                    let knew = self.past[&later.0].contains(&at.0);
                    let broken = breaks().any(|one| plain.saw(*later, *one));
                    let stands = matches!(op, Op::UsesStand) && !broken;
                    if stands && said.device == entry.device && knew {
                        time = said.written;
                    }
                }
                // They come in order: the last one stays.
                out.uses.insert(
                    (record, *person, entry.device),
                    (at.0, time, breaks().next().is_none()),
                );
            }
        }
    }
}

/// Folds a log.
pub(crate) fn summary(all: &[(EntryId, Entry)]) -> Summary {
    let whole = Whole::new(all);
    let lost = lost_devices(&whole);
    let ops = whole.ops(&lost);
    let team = whole.team(&ops);
    let empty = || whole.empty();
    let introduced = &whole.introduced;
    let mut out = Summary::default();
    let people: BTreeSet<PersonId> = introduced.iter().map(|(.., who)| *who).collect();
    out.members = people.iter().copied().filter(|who| team.holds(*who, 0, None)).collect();
    out.owners = people.iter().copied().filter(|who| team.holds(*who, 2, None)).collect();
    let keys = Keys::of(&whole, &team, &ops, &lost);
    keys.team(&mut out);
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
        keys.record(&plain, record, &edits, &mut out);
        let breaks = keys.breaks(&plain, record, &edits);
        whole.uses((&team, &plain), record, &ops, &breaks, &mut out);
    }
    out
}
