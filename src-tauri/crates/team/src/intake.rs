//! Entries that were checked and stand in line until everything that they build upon is here.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    alarm::{Alarm, AlarmKind},
    entry::{Head, Links},
    known::{Known, Verdict},
    location::{Digest, ObjectName, Place},
};

/// A checked entry.
pub(crate) struct Checked<T> {
    pub(crate) links: Links,
    pub(crate) entry: T,
    pub(crate) signed: Vec<u8>,
}

pub(crate) struct Intake<T> {
    waiting: BTreeMap<Place, Checked<T>>,
    /// What is missing, as somebody vouches for it, and who waits for it.
    missing: BTreeMap<Place, (Digest, Vec<Place>)>,
    /// What no key opened yet, and whether it came out of a segment.
    sealed: BTreeMap<Place, (Vec<u8>, bool)>,
    admitted: Vec<Checked<T>>,
    alarms: Vec<Alarm>,
}

impl<T> Default for Intake<T> {
    fn default() -> Self {
        let (waiting, missing, sealed, admitted, alarms) = Default::default();
        Self { waiting, missing, sealed, admitted, alarms }
    }
}

impl<T> Intake<T> {
    /// Takes an entry, and all that waited for it.
    pub(crate) fn offer(&mut self, known: &mut Known, checked: Checked<T>) {
        let mut line = vec![checked];
        while let Some(checked) = line.pop() {
            let place = checked.links.place;
            match known.judge(&checked.links) {
                Verdict::Next => {
                    known.add(place, checked.links.id, checked.links.device_key);
                    self.sealed.remove(&place);
                    let waiting = self.missing.remove(&place).map_or(Vec::new(), |(_, who)| who);
                    self.admitted.push(checked);
                    line.extend(waiting.iter().filter_map(|who| self.waiting.remove(who)));
                }
                Verdict::Held => {}
                Verdict::Waits(head) => self.wait(checked, head),
                Verdict::Wrong(alarm) => self.alarms.push(alarm),
            }
        }
    }

    fn wait(&mut self, checked: Checked<T>, head: Head) {
        let place = checked.links.place;
        if let Some(other) = self.waiting.get(&place) {
            if other.links.id != checked.links.id {
                self.alarms.push(Alarm {
                    kind: AlarmKind::Forked,
                    name: ObjectName::Entry(place),
                    ours: Some(other.links.id),
                    theirs: Some(checked.links.id),
                });
            }
            return;
        }
        self.sealed.remove(&place);
        let (_, who) = self.missing.entry(head.place).or_insert((head.id, Vec::new()));
        who.push(place);
        self.waiting.insert(place, checked);
    }

    /// Remembers what no key opened.
    pub(crate) fn put_aside(&mut self, place: Place, sealed: Vec<u8>, segment: bool) {
        if !self.waiting.contains_key(&place) {
            self.sealed.insert(place, (sealed, segment));
        }
    }

    /// Gives back what no key opened, to be tried with another.
    pub(crate) fn take_sealed(&mut self) -> BTreeMap<Place, (Vec<u8>, bool)> {
        std::mem::take(&mut self.sealed)
    }

    pub(crate) fn sealed(&self) -> impl Iterator<Item = Place> + '_ {
        self.sealed.keys().copied()
    }

    /// Whether a place need not be fetched. What came out of a segment and opens by no key may be
    /// the packer's fault: when everything waits for it, the place itself is looked at.
    pub(crate) fn has(&self, known: &Known, place: Place) -> bool {
        let sealed = self.sealed.get(&place);
        let good = |segment: bool| !segment || known.next(place.chain) != place.sequence;
        self.waiting.contains_key(&place) || sealed.is_some_and(|(_, segment)| good(*segment))
    }

    /// What somebody vouches for and is not here.
    pub(crate) fn missing(&self) -> impl Iterator<Item = Head> + '_ {
        let absent = self.missing.iter().filter(|(place, _)| !self.waiting.contains_key(place));
        absent.map(|(place, (id, _))| Head { place: *place, id: *id })
    }

    /// Entries in line since the last time, each after what it builds upon.
    pub(crate) fn take_admitted(&mut self) -> Vec<Checked<T>> {
        std::mem::take(&mut self.admitted)
    }

    pub(crate) fn take_alarms(&mut self) -> BTreeSet<Alarm> {
        std::mem::take(&mut self.alarms).into_iter().collect()
    }
}
