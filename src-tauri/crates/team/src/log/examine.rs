//! Opening and checking what came, on all processors when it is much.

use std::{collections::BTreeSet, num::NonZero, thread};

use crate::{
    alarm::{Alarm, AlarmKind},
    entry::{CheckError, Entries, Head},
    envelope::{TeamKeys, Unopened},
    intake::Checked,
    location::{Digest, ObjectName, Place},
    log::{
        Log, LogError,
        fetch::{Wanted, want},
    },
};

/// Below this a second thread costs more than it brings.
const MANY: usize = 64;

pub(super) enum Found<T> {
    Entry(Box<Checked<T>>),
    /// No key opens it.
    Sealed,
    /// Unsigned words that it is of a later version, and the name that it has.
    Later(Digest),
    Bad(AlarmKind),
}

/// Opens what lies at a place and checks who signed it.
pub(super) fn look<E: Entries>(
    keys: &TeamKeys,
    entries: &E,
    place: Place,
    sealed: &[u8],
) -> Found<E::Entry> {
    let opened = match keys.open(&ObjectName::Entry(place), sealed) {
        Ok(opened) => opened,
        Err(Unopened::NoKey) => return Found::Sealed,
        Err(Unopened::Form) => return Found::Bad(AlarmKind::Damaged),
        Err(Unopened::Elsewhere) => return Found::Bad(AlarmKind::Swapped),
    };
    // EXPOSE: a signed entry holds hashes and sealed keys, no value.
    let signed = opened.expose().to_vec();
    match entries.check(&signed) {
        Ok((links, entry)) if links.place == place => {
            Found::Entry(Box::new(Checked { links, entry, signed }))
        }
        Err(CheckError::Later(id)) => Found::Later(id),
        Ok(_) | Err(CheckError::NotAnEntry) => Found::Bad(AlarmKind::Forged),
    }
}

impl<E: Entries> Log<E> {
    /// Takes in what lies at these places. From a segment, `segment` is its number.
    pub(super) fn examine(
        &mut self,
        found: Vec<(Place, Vec<u8>)>,
        segment: Option<u64>,
    ) -> Result<(), LogError> {
        let results = self.look_at_all(&found);
        self.progress.advance(found.len());
        for ((place, _), result) in found.into_iter().zip(results) {
            match result {
                Found::Entry(checked) => self.offer(*checked)?,
                Found::Sealed => self.intake.put_aside(place, segment),
                Found::Later(id) => {
                    self.later.insert(Head { place, id });
                    self.pass_by(place, segment, AlarmKind::Forged)?;
                }
                Found::Bad(kind) => self.pass_by(place, segment, kind)?,
            }
        }
        self.settle()
    }

    fn pass_by(
        &mut self,
        place: Place,
        segment: Option<u64>,
        kind: AlarmKind,
    ) -> Result<(), LogError> {
        if segment.is_none() {
            self.useless.insert(place);
            self.vain += 1;
        }
        let name = segment.map_or(ObjectName::Entry(place), ObjectName::Segment);
        self.raise(Alarm::new(kind, name))
    }

    /// With new keys, gives up what none opened before, to be looked at again: what is to be fetched,
    /// and segments. What a look that failed did not come to is told once more.
    pub(super) fn retry_sealed(&mut self) -> (Wanted, BTreeSet<u64>) {
        let (mut wanted, mut segments) = (Wanted::new(), BTreeSet::new());
        let changes = self.keys.changes();
        if std::mem::replace(&mut self.tried, changes) != changes {
            self.retried.append(&mut self.intake.take_sealed());
        }
        for (place, segment) in &self.retried {
            match segment {
                Some(number) => drop(segments.insert(*number)),
                None => want(&mut wanted, *place),
            }
        }
        (wanted, segments)
    }

    fn offer(&mut self, checked: Checked<E::Entry>) -> Result<(), LogError> {
        let place = checked.links.place;
        let mine = checked.links.device_key == self.device_key;
        if mine && self.known.at(place).is_none() {
            let sent = self.shelf.outgoing()?;
            if sent.is_none_or(|sent| sent.place != place || sent.signed != checked.signed) {
                let (name, theirs) = (ObjectName::Entry(place), Some(checked.links.id));
                self.raise(Alarm { theirs, ..Alarm::new(AlarmKind::CopyInUse, name) })?;
            }
        }
        self.intake.offer(&mut self.known, checked);
        Ok(())
    }

    fn look_at_all(&self, found: &[(Place, Vec<u8>)]) -> Vec<Found<E::Entry>> {
        let (keys, entries) = (&self.keys, &*self.entries);
        in_parallel(found, |(place, sealed)| look(keys, entries, *place, sealed))
    }
}

/// Does `work` on each, in order, on all processors when there are many.
pub(super) fn in_parallel<I: Sync, O: Send>(items: &[I], work: impl Fn(&I) -> O + Sync) -> Vec<O> {
    let threads = thread::available_parallelism().map_or(1, NonZero::get);
    if items.len() < MANY || threads == 1 {
        return items.iter().map(work).collect();
    }
    let work = &work;
    thread::scope(|scope| {
        let parts = items.chunks(items.len().div_ceil(threads));
        let running: Vec<_> = parts
            .map(|part| scope.spawn(move || part.iter().map(work).collect::<Vec<_>>()))
            .collect();
        // A panic ends the caller, as it would without threads.
        let joined = running
            .into_iter()
            .map(|one| one.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
        joined.flatten().collect()
    })
}
