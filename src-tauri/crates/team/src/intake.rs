//! Entries that were checked and stand in line until everything that they build upon is here.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    alarm::{Alarm, AlarmKind},
    entry::{Head, Links},
    known::{Known, Verdict},
    location::{ObjectName, Place},
};

/// A checked entry.
pub(crate) struct Checked<T> {
    pub(crate) links: Links,
    pub(crate) entry: T,
    pub(crate) signed: Vec<u8>,
}

/// What is wrong, and by whose signature.
pub(crate) type Accusation = (Alarm, [u8; 32]);

pub(crate) struct Intake<T> {
    /// With what they wait for.
    waiting: BTreeMap<Place, (Checked<T>, Head)>,
    /// What is missing, as somebody vouches for it, and who waits for it.
    missing: BTreeMap<Head, Vec<Place>>,
    /// Where something lies that no key opened yet, and the segment out of which it came. Its bytes
    /// are not kept: anybody could fill the memory with them.
    sealed: BTreeMap<Place, Option<u64>>,
    admitted: Vec<Checked<T>>,
    alarms: Vec<Accusation>,
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
                    self.admitted.push(checked);
                    for who in self.take_waiting(place) {
                        line.extend(self.waiting.remove(&who).map(|(checked, _)| checked));
                    }
                }
                Verdict::Held => {}
                Verdict::Waits(head) => self.wait(checked, head),
                Verdict::Wrong(alarm) => self.alarms.push((alarm, checked.links.device_key)),
            }
        }
    }

    /// Who waits for a place, whatever they say that lies there.
    fn take_waiting(&mut self, place: Place) -> Vec<Place> {
        let all = Head { place, id: [0; 32] }..=Head { place, id: [0xff; 32] };
        let heads: Vec<Head> = self.missing.range(all).map(|(head, _)| *head).collect();
        heads.iter().flat_map(|head| self.missing.remove(head).unwrap_or_default()).collect()
    }

    fn wait(&mut self, checked: Checked<T>, head: Head) {
        let Links { place, id, device_key, .. } = checked.links;
        if let Some((other, _)) = self.waiting.get(&place) {
            let (ours, theirs) = (Some(other.links.id), Some(id));
            // Only one device writes a chain. Which, its first entry tells.
            let same = other.links.device_key == device_key;
            let kind = if same { AlarmKind::Forked } else { AlarmKind::Forged };
            if ours != theirs {
                let alarm = Alarm { kind, name: ObjectName::Entry(place), ours, theirs };
                self.alarms.push((alarm, device_key));
            }
            return;
        }
        self.sealed.remove(&place);
        self.missing.entry(head).or_default().push(place);
        self.waiting.insert(place, (checked, head));
    }

    /// Remembers where something lies that no key opened.
    pub(crate) fn put_aside(&mut self, place: Place, segment: Option<u64>) {
        if !self.waiting.contains_key(&place) {
            self.sealed.insert(place, segment);
        }
    }

    /// Gives back where something lies that no key opened, to be tried with another.
    pub(crate) fn take_sealed(&mut self) -> BTreeMap<Place, Option<u64>> {
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
        let sealed = sealed.is_some_and(|segment| good(segment.is_some()));
        self.waiting.contains_key(&place) || sealed
    }

    /// What somebody vouches for and is not here.
    pub(crate) fn missing(&self) -> impl Iterator<Item = Head> + '_ {
        let absent = self.missing.keys().filter(|head| !self.waiting.contains_key(&head.place));
        absent.copied()
    }

    /// Of what is missing, that for which an entry of one who `counts` waits, be it through others.
    pub(crate) fn missed(&self, counts: impl Fn(&[u8; 32]) -> bool) -> BTreeSet<Head> {
        let (mut seen, mut missed) = (BTreeSet::new(), BTreeSet::new());
        for (checked, head) in self.waiting.values() {
            let mut next = Some(*head).filter(|_| counts(&checked.links.device_key));
            while let Some(head) = next.take() {
                match self.waiting.get(&head.place) {
                    Some((_, before)) if seen.insert(head.place) => next = Some(*before),
                    Some(_) => {}
                    None => drop(missed.insert(head)),
                }
            }
        }
        missed
    }

    /// Entries in line since the last time, each after what it builds upon.
    pub(crate) fn take_admitted(&mut self) -> Vec<Checked<T>> {
        std::mem::take(&mut self.admitted)
    }

    pub(crate) fn take_alarms(&mut self) -> BTreeSet<Accusation> {
        std::mem::take(&mut self.alarms).into_iter().collect()
    }
}
