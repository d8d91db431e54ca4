//! A location in the hands of somebody who means ill, or who counts what is asked of them.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use async_trait::async_trait;
use credenza_team::location::{
    Created, Listed, Listing, Location, LocationError, Names, ObjectName,
};
use futures::{StreamExt as _, TryStreamExt as _, future, stream};

/// What was asked of a location.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Asked {
    /// Objects created, or tried to be.
    pub creates: u64,
    /// Objects read, or tried to be.
    pub gets: u64,
    /// Pages of up to 1,000 names.
    pub lists: u64,
    /// Names that were listed.
    pub names: u64,
    /// Bytes of objects read.
    pub read: u64,
    /// Bytes of objects written.
    pub written: u64,
}

/// The name of the object of a number.
type Invent = fn(u64) -> ObjectName;

#[derive(Default)]
struct State {
    /// What is shown instead of what is there; none for what is hidden.
    instead: BTreeMap<ObjectName, Option<Vec<u8>>>,
    /// Every call is answered with this.
    refusal: Option<LocationError>,
    /// A create is carried out, and its answer lost.
    loses_answers: bool,
    /// So many calls are answered; none of those after, the first of which may be carried out.
    dies: Option<(u64, bool)>,
    asked: Asked,
    given: BTreeSet<ObjectName>,
    invented: Option<(Invent, u64)>,
}

/// A location that shows what its operator wants. Until it is told otherwise it is honest.
pub struct EvilLocation {
    inner: Arc<dyn Location>,
    state: Mutex<State>,
}

impl EvilLocation {
    /// Stands in front of `inner`.
    #[must_use]
    pub fn new(inner: Arc<dyn Location>) -> Arc<Self> {
        Arc::new(Self { inner, state: Mutex::default() })
    }

    /// In front of an empty one in memory.
    #[must_use]
    pub fn in_memory() -> Arc<Self> {
        let memory = credenza_team::location::LocationConfig::Memory.open();
        Self::new(memory.expect("memory needs no settings"))
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Shows `bytes` under `name`, whatever is there.
    pub fn replace(&self, name: ObjectName, bytes: Vec<u8>) {
        self.state().instead.insert(name, Some(bytes));
    }

    /// Lists `count` names more, of objects that are not there.
    pub fn invent(&self, name: Invent, count: u64) {
        self.state().invented = Some((name, count));
    }

    /// Shows nothing under `name`.
    pub fn hide(&self, name: ObjectName) {
        self.state().instead.insert(name, None);
    }

    /// Whether somebody read what is shown under `name`, or wrote it, so that hiding it is no mere
    /// delay.
    #[must_use]
    pub fn was_given(&self, name: &ObjectName) -> bool {
        self.state().given.contains(name)
    }

    /// Shows what is there under `name`.
    pub fn show(&self, name: &ObjectName) {
        self.state().instead.remove(name);
    }

    /// Is cut off after `calls` more calls; the last one is carried out if `carried_out`, and its
    /// answer lost all the same. [`EvilLocation::repent`] ends that.
    pub fn cut_off_after(&self, calls: u64, carried_out: bool) {
        self.state().dies = Some((calls, carried_out));
    }

    /// Shows everything as it is again.
    pub fn repent(&self) {
        let mut state = self.state();
        *state = State { asked: state.asked, ..State::default() };
    }

    /// Answers every call with `error`; none ends that.
    pub fn refuse(&self, error: Option<LocationError>) {
        self.state().refusal = error;
    }

    /// Carries creates out and loses the answers.
    pub fn lose_answers(&self, lose: bool) {
        self.state().loses_answers = lose;
    }

    /// What was asked since the last time.
    pub fn take_asked(&self) -> Asked {
        std::mem::take(&mut self.state().asked)
    }

    /// Everything that is shown now.
    pub async fn names(&self) -> BTreeSet<ObjectName> {
        let mut all = BTreeSet::new();
        for names in [Names::Entries, Names::Blobs, Names::Segments, Names::Markers, Names::Joins] {
            let listing: Vec<Listed> = self.list(names, None).try_collect().await.unwrap();
            all.extend(listing.into_iter().map(|one| one.name));
        }
        all
    }

    /// Shows what is there now for ever, as a backup put back would: later objects vanish.
    pub async fn roll_back_to(&self, then: &BTreeSet<ObjectName>) {
        for name in self.names().await.difference(then) {
            self.hide(*name);
        }
    }

    /// An object as it is shown.
    pub async fn bytes(&self, name: &ObjectName) -> Option<Vec<u8>> {
        self.get(name, usize::MAX).await.ok()
    }

    /// Whether the call is refused; if it is carried out, whether its answer is lost.
    fn refusal(&self) -> Result<bool, LocationError> {
        let mut state = self.state();
        if let Some(refusal) = state.refusal {
            return Err(refusal);
        }
        let loses = state.loses_answers;
        match &mut state.dies {
            None => Ok(loses),
            Some((0, carried_out)) => {
                let carried_out = std::mem::take(carried_out);
                if carried_out { Ok(true) } else { Err(LocationError::Unreachable) }
            }
            Some((left, _)) => {
                *left -= 1;
                Ok(loses)
            }
        }
    }
}

#[async_trait]
impl Location for EvilLocation {
    async fn create(&self, name: &ObjectName, bytes: Vec<u8>) -> Result<Created, LocationError> {
        let loses = self.refusal()?;
        {
            let mut state = self.state();
            state.given.insert(*name);
            state.asked.creates += 1;
            state.asked.written += bytes.len() as u64;
            match state.instead.get_mut(name) {
                Some(Some(_)) => return Ok(Created::Existed),
                Some(hidden) => {
                    *hidden = Some(bytes);
                    return Ok(Created::New);
                }
                None => {}
            }
        }
        let created = self.inner.create(name, bytes).await;
        if loses { Err(LocationError::Unreachable) } else { created }
    }

    async fn get(&self, name: &ObjectName, limit: usize) -> Result<Vec<u8>, LocationError> {
        self.refusal()?;
        let instead = {
            let mut state = self.state();
            state.asked.gets += 1;
            state.instead.get(name).cloned()
        };
        let bytes = match instead {
            Some(shown) => shown.ok_or(LocationError::Missing)?,
            None => self.inner.get(name, limit).await?,
        };
        if bytes.len() > limit {
            return Err(LocationError::TooLarge);
        }
        let mut state = self.state();
        state.asked.read += bytes.len() as u64;
        state.given.insert(*name);
        Ok(bytes)
    }

    fn list(&self, names: Names, after: Option<ObjectName>) -> Listing<'_> {
        if let Err(refusal) = self.refusal() {
            return stream::iter([Err(refusal)]).boxed();
        }
        let (instead, shown): (BTreeSet<ObjectName>, Vec<Listed>) = {
            let mut state = self.state();
            state.asked.lists += 1;
            let shown = state.instead.iter().filter_map(|(name, bytes)| {
                let size = bytes.as_ref()?.len() as u64;
                let listed = names.contain(name) && after.is_none_or(|after| *name > after);
                listed.then_some(Listed { name: *name, size })
            });
            let shown = shown.collect();
            (state.instead.keys().copied().collect(), shown)
        };
        let mut count = 0_u64;
        let there = self.inner.list(names, after).try_filter(move |one| {
            let mut state = self.state();
            count += 1;
            state.asked.names += 1;
            if count > 1_000 {
                state.asked.lists += 1;
                count = 1;
            }
            drop(state);
            future::ready(!instead.contains(&one.name))
        });
        let invented = self.state().invented.into_iter().flat_map(|(name, count)| {
            (0..count).map(move |number| Listed { name: name(number), size: 700 })
        });
        let invented = invented.filter(move |one| {
            names.contain(&one.name) && after.is_none_or(|after| one.name > after)
        });
        there.chain(stream::iter(shown.into_iter().chain(invented).map(Ok))).boxed()
    }

    fn seeks(&self) -> bool {
        self.inner.seeks()
    }

    fn pause(&self) -> Duration {
        self.inner.pause()
    }
}
