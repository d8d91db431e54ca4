//! What a look tells: what came, and what is wrong for too long.
//!
//! Anybody who once had a key of the team can sign entries that speak of others that are not there.
//! Only the word of those who are heard, the team's present members, stops anybody from writing.

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};

use crate::{
    alarm::{Alarm, AlarmKind},
    entry::{Entries, Head},
    location::{ObjectName, Place},
    log::{Log, LogError, Pulled},
};

/// How long an entry that somebody vouches for may be on its way, as in a folder that another
/// program brings up to date.
const PATIENCE: SignedDuration = SignedDuration::from_mins(10);
/// Unreadable objects that one look tells of.
const MOST_TOLD: usize = 16;
/// Objects of which is remembered since when something is wrong with them.
const MOST_SINCE: usize = 10_000;
/// Anybody can put there what no key opens, and must not crowd out the rest.
const MOST_UNOPENED: usize = 1_000;
/// What nobody speaks of any more is forgotten.
const FORGOTTEN: SignedDuration = SignedDuration::from_hours(30 * 24);
/// Accusations that wait to be heard.
const MOST_ACCUSED: usize = 100_000;

/// Whether the device with this key speaks for a member.
pub(super) type Heard = Box<dyn Fn(&[u8; 32]) -> bool + Send + Sync>;

impl<E: Entries> Log<E> {
    /// From now on only devices of which `heard` says so, by their keys, can stop writing by what
    /// they sign. Say it anew whenever somebody comes or goes.
    ///
    /// # Errors
    /// [`LogError::Shelf`].
    pub fn hear(
        &mut self,
        heard: impl Fn(&[u8; 32]) -> bool + Send + Sync + 'static,
    ) -> Result<(), LogError> {
        self.heard = Some(Box::new(heard));
        self.judge_accusations()?;
        // Nobody became a member by what was looked at so far.
        self.ignored += self.accused.len() as u64;
        self.accused.clear();
        self.judge_later()
    }

    /// How often the word of somebody who is not heard was ignored.
    #[must_use]
    pub fn ignored(&self) -> u64 {
        self.ignored
    }

    fn is_heard(&self, device_key: &[u8; 32]) -> bool {
        let own = *device_key == self.device_key;
        own || self.heard.as_ref().is_none_or(|heard| heard(device_key))
    }

    pub(super) fn judge_accusations(&mut self) -> Result<(), LogError> {
        for (alarm, device_key) in std::mem::take(&mut self.accused) {
            if !alarm.kind.stops_writing() || self.is_heard(&device_key) {
                self.raise(alarm)?;
            } else if self.accused.len() < MOST_ACCUSED {
                self.accused.insert((alarm, device_key));
            }
        }
        Ok(())
    }

    /// What is missing by the word of those who are heard.
    fn missed(&self) -> BTreeSet<Head> {
        self.intake.missed(|device_key| self.is_heard(device_key))
    }

    /// An entry that one who is heard vouches for and only a later version reads.
    fn judge_later(&mut self) -> Result<(), LogError> {
        if self.later.is_empty() {
            return Ok(());
        }
        for head in self.missed() {
            if self.later.contains(&head) {
                let (name, ours) = (ObjectName::Entry(head.place), Some(head.id));
                self.raise(Alarm { ours, ..Alarm::new(AlarmKind::UpdateNeeded, name) })?;
            }
        }
        Ok(())
    }

    /// Tells what came, and raises an alarm for what is held back too long.
    pub(super) fn report(&mut self, now: Timestamp) -> Result<Pulled<E::Entry>, LogError> {
        self.judge_later()?;
        self.retire(None)?;
        self.retried.clear();
        let unopened: BTreeSet<Place> = self.intake.sealed().collect();
        self.tell_unopened(&unopened)?;
        self.watch(now)?;
        let alarms = self.alarms.difference(&self.told).copied().collect();
        self.told.extend(self.alarms.iter().copied());
        Ok(Pulled {
            entries: std::mem::take(&mut self.arrived),
            alarms,
            missing: self.intake.missing().collect(),
            sealed: unopened.len(),
            healed: std::mem::take(&mut self.healed),
        })
    }

    /// At the first look its key may have come with it.
    fn tell_unopened(&mut self, unopened: &BTreeSet<Place>) -> Result<(), LogError> {
        let names = unopened.iter().map(|place| ObjectName::Entry(*place));
        let twice: Vec<ObjectName> =
            names.filter(|name| self.since.contains_key(name)).take(MOST_TOLD).collect();
        twice.into_iter().try_for_each(|name| self.raise(Alarm::new(AlarmKind::Unreadable, name)))
    }

    /// Remembers since when something is wrong, over the end of this process, and raises an alarm for
    /// what is so for too long.
    ///
    /// # Errors
    /// [`LogError::Shelf`].
    pub fn watch(&mut self, now: Timestamp) -> Result<(), LogError> {
        let before = self.since.clone();
        let (known, first) = (&self.known, now.as_second() - FORGOTTEN.as_secs());
        self.since.retain(|name, since| match name {
            ObjectName::Entry(place) => known.at(*place).is_none() && *since > first,
            _ => *since > first,
        });
        let mut lasting = Vec::new();
        for head in self.missed() {
            let name = ObjectName::Entry(head.place);
            if self.is_lasting(name, now) {
                lasting
                    .push(Alarm { ours: Some(head.id), ..Alarm::new(AlarmKind::Withheld, name) });
            }
        }
        for (id, kind) in self.troubles.clone() {
            let name = ObjectName::Blob(id);
            if self.is_lasting(name, now) {
                lasting.push(Alarm { ours: Some(id), ..Alarm::new(kind, name) });
            }
        }
        for place in self.intake.sealed().take(MOST_UNOPENED).collect::<Vec<_>>() {
            if self.since.len() < MOST_UNOPENED {
                self.is_lasting(ObjectName::Entry(place), now);
            }
        }
        if self.since != before {
            self.keep_since()?;
        }
        lasting.into_iter().try_for_each(|alarm| self.raise(alarm))
    }

    fn is_lasting(&mut self, name: ObjectName, now: Timestamp) -> bool {
        let now = now.as_second();
        if self.since.len() >= MOST_SINCE && !self.since.contains_key(&name) {
            return false;
        }
        let since = self.since.entry(name).or_insert(now);
        // A clock that was put back must not keep it from being told.
        *since = (*since).min(now);
        now - *since >= PATIENCE.as_secs()
    }

    /// A blob was to be had after all.
    pub(super) fn forget(&mut self, blob: ObjectName) -> Result<(), LogError> {
        self.retire(Some(blob))?;
        if self.since.remove(&blob).is_some() { self.keep_since() } else { Ok(()) }
    }

    /// Takes alarms away about what came after all, exactly as somebody had vouched for it.
    fn retire(&mut self, blob: Option<ObjectName>) -> Result<(), LogError> {
        let known = &self.known;
        let came = |alarm: &Alarm| match (alarm.kind, alarm.name) {
            (AlarmKind::Withheld, ObjectName::Entry(place)) => {
                alarm.ours.is_some() && known.at(place) == alarm.ours
            }
            (AlarmKind::Unreadable, ObjectName::Entry(place)) => known.at(place).is_some(),
            // A blob is named by its bytes.
            (_, name) => Some(name) == blob,
        };
        let rest: BTreeSet<Alarm> = self.alarms.iter().filter(|a| !came(a)).copied().collect();
        if rest.len() < self.alarms.len() {
            self.relieved = true;
            self.shelf.clear_alarms()?;
            rest.iter().try_for_each(|alarm| self.shelf.add_alarm(alarm))?;
            self.told.retain(|alarm| rest.contains(alarm));
            self.alarms = rest;
        }
        Ok(())
    }

    fn keep_since(&self) -> Result<(), LogError> {
        let all: Vec<_> = self.since.iter().map(|(name, since)| (*name, *since)).collect();
        Ok(self.shelf.set_since(&all)?)
    }
}
