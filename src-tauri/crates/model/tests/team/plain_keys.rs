//! Lost devices and waiting keys in the second fold.

use std::collections::BTreeSet;

use credenza_model::{
    ids::{DeviceId, PersonId, RecordId},
    team::{EntryId, Introduction, Op, Subject},
};

use crate::{
    plain::{Whole, Written},
    reference::{Doubt, Place, Plain, Summary},
};

/// Where somebody said that a device of theirs is lost.
pub(crate) type Lost = (Place, DeviceId, PersonId);

/// Which devices are lost, by the word of a member whom nobody else had put out.
pub(crate) fn lost_devices(whole: &Whole<'_>) -> Vec<Lost> {
    let ops = whole.ops(&[]);
    let leaves = |(_, by, op): &Written<'_>| matches!(op, Op::Remove { person } if person == by);
    let stayed: Vec<Written<'_>> = ops.iter().filter(|op| !leaves(op)).copied().collect();
    let team = whole.team(&stayed);
    let mut said: Vec<(Place, DeviceId)> = Vec::new();
    for (id, entry) in whole.all {
        let loses = |op: &Op| matches!(op, Op::LoseDevice { .. });
        let ops = entry.ops.iter().enumerate().filter(|(_, op)| loses(op));
        for (at, op) in ops.take(64) {
            if let Op::LoseDevice { device } = op {
                said.push(((*id, at), *device));
            }
        }
    }
    said.sort();
    let mut lost = Vec::new();
    for (at, device) in said {
        let Some(by) = whole.author(at.0, &lost) else { continue };
        let whose = whole.person_on(at.0, device);
        let mine = whose == Some(by) || !whole.knows(at.0, device);
        if mine && team.holds(by, 0, Some(at)) {
            lost.push((at, device, by));
        }
    }
    lost
}

/// Who has which sealing keys, and where they said that a device of theirs may have the others.
pub(crate) struct Keys<'a> {
    team: &'a Plain<'a>,
    ops: &'a [Written<'a>],
    lost: &'a [Lost],
    brought: Vec<(Place, &'a Introduction, bool)>,
    answers: Vec<(Place, &'a Introduction)>,
}

impl<'a> Keys<'a> {
    pub(crate) fn of(
        whole: &Whole<'a>,
        team: &'a Plain<'a>,
        ops: &'a [Written<'a>],
        lost: &'a [Lost],
    ) -> Self {
        let mut brought = Vec::new();
        for (at, by, op) in ops {
            let by_right = |at: Place| {
                (0..team.given.len())
                    .any(|given| team.given[given].at == at && team.by_right(given, Doubt::Counts))
            };
            let on = whole.entry(at.0).device;
            match op {
                Op::Genesis { owner: who, .. } | Op::Admit { who, .. } if by_right(*at) => {
                    brought.push((*at, who, false));
                }
                Op::Device { who }
                    if who.person == *by && who.device == on && team.holds(*by, 0, Some(*at)) =>
                {
                    brought.push((*at, who, true));
                }
                _ => {}
            }
        }
        let mut keys = Self { team, ops, lost, brought, answers: Vec::new() };
        keys.answers = lost.iter().filter_map(|(at, _, by)| keys.answer(*at, *by)).collect();
        keys
    }

    fn answer(&self, loss: Place, by: PersonId) -> Option<(Place, &'a Introduction)> {
        let fits = self.brought.iter().filter(|(at, who, own)| {
            let known = self.brought.iter().any(|(earlier, one, _)| {
                (one.person, &one.sealing) == (who.person, &who.sealing)
                    && self.team.saw(*at, *earlier)
            });
            *own && who.person == by && at.0 == loss.0 && at.1 > loss.1 && !known
        });
        // Of several in the entry the last one.
        fits.map(|(at, who, _)| (*at, *who)).max_by_key(|(at, _)| at.1)
    }

    fn may_be_known(&self, who: &Introduction) -> bool {
        let own = || self.answers.iter().filter(|(_, one)| one.person == who.person);
        let is_answer = own().any(|(_, one)| one.sealing == who.sealing);
        let earlier = own().any(|(answer, _)| {
            self.brought.iter().any(|(at, one, _)| {
                let same = (one.person, &one.sealing) == (who.person, &who.sealing);
                same && self.team.saw(*answer, *at)
            })
        });
        own().next().is_some() && (!is_answer || earlier)
    }

    /// What is sealed to whom, who lost what, and whether the team's key waits.
    pub(crate) fn team(&self, out: &mut Summary) {
        for person in out.members.clone() {
            let is_lost =
                |device| self.lost.iter().any(|(_, on, by)| (*on, *by) == (device, person));
            let mut devices = BTreeSet::new();
            let (mut good, mut any) = (None, None);
            for (at, who, own) in self.brought.iter().filter(|(_, who, _)| who.person == person) {
                let known = devices.contains(&who.device);
                if !own && known && self.team.holds(person, 0, Some(*at)) {
                    continue;
                }
                any = any.or(Some(*who));
                if !is_lost(who.device) {
                    devices.insert(who.device);
                    if !self.may_be_known(who) {
                        good = Some(*who);
                    }
                }
            }
            if let Some(who) = good.or(any) {
                out.sealing.insert(person, who.sealing.clone());
            }
        }
        for (at, device, by) in self.lost {
            out.lost.insert((*device, self.answer(*at, *by).is_some()));
        }
        let owns = |at: Place, by: PersonId| self.team.holds(by, 2, Some(at));
        let made = self.made(|at, by, op| {
            matches!(op, Op::Genesis { .. })
                || matches!(op, Op::RenewTeamKey { .. }) && owns(at, by)
        });
        let mut cuts = self.gone();
        cuts.extend(self.answered_by(|person| out.members.contains(&person)).map(|(at, _)| at));
        if self.is_known(&made, &cuts) {
            out.pending.insert(None);
        }
    }

    /// The same for a record.
    pub(crate) fn record(
        &self,
        plain: &Plain<'_>,
        record: RecordId,
        edits: &impl Fn(Place, PersonId) -> bool,
        out: &mut Summary,
    ) {
        let made = self.made_of(record, edits);
        let members = &out.members;
        let (mut cuts, mut lost_by) = (Vec::new(), BTreeSet::new());
        let right = |given: &usize| plain.by_right(*given, Doubt::Counts);
        let lives = |to: Subject| {
            (0..plain.given.len()).filter(right).any(|given| {
                plain.given[given].to == to && !plain.is_lost(given, None, None, Doubt::Counts)
            })
        };
        let stays = |person| {
            let own = lives(Subject::Person(person)) || lives(Subject::Everyone);
            own && members.contains(&person)
        };
        for given in (0..plain.given.len()).filter(right) {
            let one = &plain.given[given];
            let still = match one.to {
                Subject::Person(person) => stays(person),
                Subject::Everyone => lives(Subject::Everyone),
            };
            if still && one.to == Subject::Everyone {
                cuts.extend(self.gone().into_iter().filter(|at| !plain.saw(one.at, *at)));
            } else if !still {
                let takes = |(at, taken): &(usize, &crate::reference::Taken)| {
                    let reach = plain.most[*at];
                    taken.from == one.to
                        && (reach == 2 || reach == 1 && one.by == Some(taken.by))
                        && !plain.saw(one.at, taken.at)
                };
                let all = plain.taken.iter().enumerate().filter(takes);
                cuts.extend(all.map(|(_, taken)| taken.at));
            }
        }
        for (at, person) in self.answered_by(stays) {
            let before = (0..plain.given.len()).filter(right).any(|given| {
                let one = &plain.given[given];
                [Subject::Person(person), Subject::Everyone].contains(&one.to)
                    && !plain.saw(one.at, at)
            });
            if before {
                cuts.push(at);
                lost_by.insert((record, person));
            }
        }
        if self.is_known(&made, &cuts) {
            out.pending.insert(Some(record));
        }
        out.lost_by.extend(lost_by);
        for head in out.heads[&record].clone() {
            let ops = || self.ops.iter().filter(|(at, ..)| at.0 == head);
            for (at, _, op) in ops() {
                let Op::Put { record: r, epoch, .. } = op else { continue };
                let key = made.iter().find(|made| made.0 == *epoch && *r == record);
                let known = |made: Place| {
                    cuts.iter().any(|cut| !plain.saw(made, *cut) && !plain.saw(*cut, *at))
                };
                if key.is_some_and(|made| known(*made)) {
                    out.exposed.insert(head);
                }
            }
        }
    }

    fn made_of(&self, record: RecordId, edits: &impl Fn(Place, PersonId) -> bool) -> Vec<Place> {
        let mut begun = false;
        self.made(|at, by, op| match op {
            Op::Create { record: r, .. } if *r == record && self.team.holds(by, 0, Some(at)) => {
                !std::mem::replace(&mut begun, true)
            }
            Op::RenewKey { record: r, .. } => *r == record && edits(at, by),
            _ => false,
        })
    }

    /// Where a key of a record was made, or its last one may have come to somebody who was not meant,
    /// also if they are again.
    pub(crate) fn breaks(
        &self,
        plain: &Plain<'_>,
        record: RecordId,
        edits: &impl Fn(Place, PersonId) -> bool,
    ) -> Vec<Place> {
        let mut found = self.made_of(record, edits);
        for one in (0..plain.given.len()).filter(|given| plain.by_right(*given, Doubt::Counts)) {
            let one = &plain.given[one];
            for (at, taken) in plain.taken.iter().enumerate() {
                let reach = plain.most[at];
                let reaches = reach == 2 || reach == 1 && one.by == Some(taken.by);
                if taken.from == one.to && reaches && !plain.saw(one.at, taken.at) {
                    found.push(taken.at);
                }
            }
            let all = one.to == Subject::Everyone;
            let reached = |person| all || one.to == Subject::Person(person);
            found.extend(self.answered_by(reached).map(|(at, _)| at));
            let out = self.team.taken.iter().enumerate().filter(|(at, _)| self.team.most[*at] > 0);
            let out = out.filter(|(_, taken)| all && !plain.saw(one.at, taken.at));
            found.extend(out.map(|(_, taken)| taken.at));
        }
        found
    }

    fn made(&self, mut counts: impl FnMut(Place, PersonId, &Op) -> bool) -> Vec<Place> {
        let all = self.ops.iter().filter(|(at, by, op)| counts(*at, *by, op));
        all.map(|(at, ..)| *at).collect()
    }

    /// Whether one of the newest keys was made by somebody who did not know.
    fn is_known(&self, made: &[Place], cuts: &[Place]) -> bool {
        let newest = |at: &&Place| !made.iter().any(|other| self.team.saw(*other, **at));
        made.iter().filter(newest).any(|at| cuts.iter().any(|cut| !self.team.saw(*at, *cut)))
    }

    /// Where somebody was put out who is not in the team.
    fn gone(&self) -> Vec<Place> {
        let counted = self.team.taken.iter().enumerate().filter(|(at, _)| self.team.most[*at] > 0);
        counted
            .filter(|(_, taken)| {
                matches!(taken.from, Subject::Person(who) if !self.team.holds(who, 0, None))
            })
            .map(|(_, taken)| taken.at)
            .collect()
    }

    fn answered_by(
        &self,
        who: impl Fn(PersonId) -> bool,
    ) -> impl Iterator<Item = (Place, PersonId)> {
        self.answers.iter().map(|(at, one)| (*at, one.person)).filter(move |(_, one)| who(*one))
    }
}

/// The name of the entry in which the newest key of a record was made, as far as anybody wrote.
pub(crate) fn newest_key(
    all: &[(EntryId, credenza_model::team::Entry)],
    record: RecordId,
) -> EntryId {
    let makes = |op: &Op| matches!(op, Op::Create { record: r, .. } | Op::RenewKey { record: r, .. } if *r == record);
    let found = all.iter().rev().find(|(_, entry)| entry.ops.iter().any(makes));
    found.map(|(id, _)| *id).unwrap_or_default()
}
