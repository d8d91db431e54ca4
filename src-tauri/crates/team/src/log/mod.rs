//! A device's view of the log, and its doors: look for news, look at everything, write, pack.

mod append;
mod blobs;
mod examine;
mod fetch;
mod heal;
mod hold;
mod news;
mod pack;
mod reconcile;
mod report;

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use credenza_crypto::{
    keys::ScopeKey,
    random::{Random, RandomError},
    record::SealError,
};
use jiff::{SignedDuration, Timestamp};

pub use append::{Appended, SignError};
pub use blobs::SealedBlob;
use examine::in_parallel;
use hold::Held;
pub use reconcile::Extent;
use report::Heard;

use crate::{
    alarm::{Alarm, AlarmKind},
    entry::{Entries, Head, Links},
    envelope::TeamKeys,
    intake::{Accusation, Intake},
    known::Known,
    location::{Bucket, Digest, Location, LocationError, ObjectName, Place},
    shelf::{Kept, Shelf, ShelfError},
};

const HOUR: SignedDuration = SignedDuration::from_hours(1);
/// Names that a sample of a large log takes in.
const SAMPLE: usize = 20_000;
/// Alarms that stop nothing are counted no further.
const MOST_ALARMS: usize = 1_000;

/// Why the log did not do what it was asked. What it took in before is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum LogError {
    /// The location.
    #[error(transparent)]
    Location(#[from] LocationError),
    /// This device's own store.
    #[error(transparent)]
    Shelf(#[from] ShelfError),
    /// Nothing could be sealed.
    #[error(transparent)]
    Seal(#[from] SealError),
    /// No random bytes.
    #[error(transparent)]
    Random(#[from] RandomError),
    /// No key of the team is known.
    #[error("no key of the team is known")]
    NoKey,
    /// Something is wrong with the location, and nobody has decided to go on.
    #[error("writing is stopped until somebody decides to go on")]
    Stopped,
    /// The entry could not be signed, or what was signed is not an entry for its place.
    #[error("the entry could not be signed")]
    Sign,
    /// Something else lies where this blob belongs; seal its content again.
    #[error("the place of a blob is taken")]
    BlobTaken(Digest),
    /// Someone fills every place to which this device writes.
    #[error("every place for an entry is taken")]
    PlacesTaken,
    /// The location lists more names than can be.
    #[error("the location lists too many names")]
    TooMany,
}

/// What a device brings to a team's log.
pub struct Setup<E> {
    /// Where the team meets.
    pub location: Arc<dyn Location>,
    /// Reads entries.
    pub entries: Arc<E>,
    /// This device's memory of the team.
    pub shelf: Arc<dyn Shelf>,
    /// Random bytes.
    pub random: Arc<dyn Random>,
    /// The team: the start of the hash of its first entry.
    pub team: [u8; 16],
    /// The key by which this device's entries are known.
    pub device_key: [u8; 32],
}

/// What a look at the location brought.
pub struct Pulled<T> {
    /// New entries, each after what it builds upon.
    pub entries: Vec<(Links, T)>,
    /// What is wrong, as far as it was not told before.
    pub alarms: Vec<Alarm>,
    /// What somebody vouches for and the location did not give yet.
    pub missing: Vec<Head>,
    /// Objects that no key opens. With new keys from `entries`, look again.
    pub sealed: usize,
    /// Objects that the location had lost and that were put back.
    pub healed: usize,
}

/// How far a look has come; may be read from anywhere while it goes on.
#[derive(Debug, Default)]
pub struct Progress {
    wanted: AtomicU64,
    done: AtomicU64,
}

impl Progress {
    /// Entries that are taken in already, of how many; the latter grows as more turn up.
    #[must_use]
    pub fn get(&self) -> (u64, u64) {
        let done = self.done.load(Ordering::Relaxed);
        (done, self.wanted.load(Ordering::Relaxed).max(done))
    }

    fn begin(&self, wanted: u64) {
        self.done.store(0, Ordering::Relaxed);
        self.wanted.store(wanted, Ordering::Relaxed);
    }

    fn advance(&self, entries: usize) {
        self.done.fetch_add(entries as u64, Ordering::Relaxed);
    }
}

/// A device's view of a team's log. It never goes back.
pub struct Log<E: Entries> {
    location: Arc<dyn Location>,
    entries: Arc<E>,
    shelf: Arc<dyn Shelf>,
    random: Arc<dyn Random>,
    keys: TeamKeys,
    device_key: [u8; 32],
    known: Known,
    intake: Intake<E::Entry>,
    /// Alarms that nobody has answered.
    alarms: BTreeSet<Alarm>,
    told: BTreeSet<Alarm>,
    arrived: Vec<(Links, E::Entry)>,
    /// Places at which nothing of use lies, not to be fetched again before everything is.
    useless: BTreeSet<Place>,
    /// What says of itself that it is of a later version.
    later: BTreeSet<Head>,
    /// How many places were looked at in vain since the look began.
    vain: usize,
    markers: BTreeSet<(Bucket, Place)>,
    /// Since when something is known to be wrong with objects; seconds since 1970.
    since: BTreeMap<ObjectName, i64>,
    unmarked: Vec<Place>,
    /// Blobs that were not to be had.
    troubles: BTreeMap<Digest, AlarmKind>,
    /// The last one for which a look asked again.
    asked_again: Option<Digest>,
    /// Whether one came after all.
    relieved: bool,
    held: Held,
    /// Whose word can stop writing; everybody's until that was told.
    heard: Option<Heard>,
    /// What is wrong by the word of somebody who is not heard yet.
    accused: BTreeSet<Accusation>,
    ignored: u64,
    /// How many changes of keys were tried on what did not open.
    tried: u64,
    /// What is tried with new keys until a look has come to its end, with the segment it lies in.
    retried: BTreeMap<Place, Option<u64>>,
    /// How many segments were listed.
    segments: u64,
    /// What is to be put back into a segment, its place being taken by something else.
    damaged: BTreeSet<Place>,
    healed: usize,
    /// When everything was looked at.
    reconciled: Option<Timestamp>,
    progress: Arc<Progress>,
}

impl<E: Entries> Log<E> {
    /// The log as this device left it.
    ///
    /// # Errors
    /// [`LogError::Shelf`].
    pub fn open(setup: Setup<E>) -> Result<Self, LogError> {
        let mut known = Known::default();
        for (place, id, device_key) in setup.shelf.kept()? {
            known.add(place, id, device_key);
        }
        leave_another_devices(&setup, &known)?;
        let held = Held::on(&*setup.shelf)?;
        let alarms = setup.shelf.alarms()?.into_iter().collect();
        let since = setup.shelf.since()?.into_iter().collect();
        let (arrived, useless, markers, unmarked, damaged) = Default::default();
        Ok(Self {
            location: setup.location,
            entries: setup.entries,
            segments: setup.shelf.next_segment()?,
            shelf: setup.shelf,
            random: setup.random,
            keys: TeamKeys::new(setup.team),
            device_key: setup.device_key,
            known,
            intake: Intake::default(),
            alarms,
            told: BTreeSet::new(),
            arrived,
            useless,
            later: BTreeSet::new(),
            vain: 0,
            markers,
            since,
            unmarked,
            troubles: BTreeMap::new(),
            asked_again: None,
            relieved: false,
            held,
            heard: None,
            accused: BTreeSet::new(),
            ignored: 0,
            tried: 0,
            retried: BTreeMap::new(),
            damaged,
            healed: 0,
            reconciled: None,
            progress: Arc::default(),
        })
    }

    /// Every kept entry, in the order in which it came, for whoever folds them anew.
    ///
    /// # Errors
    /// [`LogError::Shelf`].
    pub fn replay(&self) -> Result<Vec<(Links, E::Entry)>, LogError> {
        let mut all = Vec::new();
        for (place, _, _) in self.shelf.kept()? {
            all.push(self.shelf.signed(place)?.ok_or(ShelfError)?);
        }
        let entries = &*self.entries;
        let checked = in_parallel(&all, |signed| entries.check(signed));
        Ok(checked.into_iter().collect::<Result<_, _>>().map_err(|_| ShelfError)?)
    }

    /// Looks for news, and once an hour and at first at everything; of a large log at a sample.
    ///
    /// # Errors
    /// A [`LogError`]; what came before it is told by the next look.
    pub async fn look(&mut self, now: Timestamp) -> Result<Pulled<E::Entry>, LogError> {
        let due = self.reconciled.is_none_or(|last| now.duration_since(last).abs() >= HOUR);
        if !due {
            return self.poll(now).await;
        }
        let first = self.reconciled.is_none();
        let extent = if first { Extent::Everything } else { Extent::Sample(SAMPLE) };
        let pulled = self.reconcile(now, extent).await?;
        self.reconciled = Some(now);
        Ok(pulled)
    }

    /// How far the present look has come.
    #[must_use]
    pub fn progress(&self) -> Arc<Progress> {
        Arc::clone(&self.progress)
    }

    /// How long to wait until the next look.
    #[must_use]
    pub fn pause(&self) -> Duration {
        self.location.pause()
    }

    /// From now on seals under `key`, the newest of the team, which the entry `epoch` made, and
    /// opens with it.
    pub fn renew_key(&mut self, epoch: Digest, key: ScopeKey) {
        self.keys.renew(epoch, key);
    }

    /// Opens with an older key of the team as well, which the entry `epoch` made.
    pub fn remember_key(&mut self, epoch: Digest, key: ScopeKey) {
        self.keys.remember(epoch, key);
    }

    /// Opens with a key as well of which it is not sure that it is one of the team.
    pub fn attempt_key(&mut self, key: ScopeKey) {
        self.keys.attempt(key);
    }

    /// What is held.
    #[must_use]
    pub fn known(&self) -> &Known {
        &self.known
    }

    /// Alarms that nobody has answered.
    pub fn alarms(&self) -> impl Iterator<Item = &Alarm> {
        self.alarms.iter()
    }

    /// Whether nothing is written until a person has decided.
    #[must_use]
    pub fn is_stopped(&self) -> bool {
        self.alarms.iter().any(|alarm| alarm.kind.stops_writing())
    }

    /// A person has seen the alarms and goes on. Should the cause last, they come again.
    ///
    /// # Errors
    /// [`LogError::Shelf`].
    pub fn go_on(&mut self) -> Result<(), LogError> {
        self.shelf.clear_alarms()?;
        self.alarms.clear();
        self.told.clear();
        Ok(())
    }

    /// Whether something was written by the key of this device that this workspace did not write: it
    /// is a copy, was copied, or was restored from a backup.
    #[must_use]
    pub fn is_copied(&self) -> bool {
        self.alarms.iter().any(|alarm| alarm.kind == AlarmKind::CopyInUse)
    }

    /// This workspace goes on as a new device, with another key and a chain of its own.
    ///
    /// # Errors
    /// [`LogError::Shelf`].
    pub fn become_device(&mut self, device_key: [u8; 32]) -> Result<(), LogError> {
        self.shelf.set_outgoing(None)?;
        self.shelf.set_own_chain(None)?;
        self.device_key = device_key;
        let about_copies = |alarm: &Alarm| alarm.kind == AlarmKind::CopyInUse;
        let rest: BTreeSet<_> = self.alarms.iter().filter(|a| !about_copies(a)).copied().collect();
        self.shelf.clear_alarms()?;
        rest.iter().try_for_each(|alarm| self.shelf.add_alarm(alarm))?;
        self.alarms = rest;
        Ok(())
    }

    fn raise(&mut self, alarm: Alarm) -> Result<(), LogError> {
        if !alarm.kind.stops_writing() && self.alarms.len() >= MOST_ALARMS {
            return Ok(());
        }
        if self.alarms.insert(alarm) {
            self.shelf.add_alarm(&alarm)?;
            tracing::warn!(kind = ?alarm.kind, name = %alarm.name, "the location is not as it should be");
        }
        Ok(())
    }

    /// Keeps what came in line.
    fn settle(&mut self) -> Result<(), LogError> {
        let admitted = self.intake.take_admitted();
        let kept: Vec<Kept> = admitted
            .iter()
            .map(|checked| Kept {
                place: checked.links.place,
                id: checked.links.id,
                device_key: checked.links.device_key,
                signed: checked.signed.clone(),
            })
            .collect();
        if !kept.is_empty() {
            self.shelf.keep(&kept)?;
        }
        self.arrived.extend(admitted.into_iter().map(|checked| (checked.links, checked.entry)));
        let found = self.intake.take_alarms();
        self.accused.extend(found);
        self.judge_accusations()
    }
}

/// A workspace that became a new device by what it saw in another team writes to no chain of the old
/// one.
fn leave_another_devices<E: Entries>(setup: &Setup<E>, known: &Known) -> Result<(), ShelfError> {
    let own = setup.shelf.own_chain()?;
    let is_others = |key: [u8; 32]| key != setup.device_key;
    let chain = own.and_then(|chain| known.device_key(chain)).is_some_and(is_others);
    let sent = setup.shelf.outgoing()?.and_then(|sent| setup.entries.check(&sent.signed).ok());
    let sent = sent.is_some_and(|(links, _)| is_others(links.device_key));
    if chain || sent {
        setup.shelf.set_outgoing(None)?;
        setup.shelf.set_own_chain(None)?;
    }
    Ok(())
}
