//! A member of a team as far as the log goes: signs entries that say nothing but where they stand.

use std::{
    collections::BTreeMap,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
};

use credenza_crypto::{
    keys::ScopeKey,
    random::{Random, RandomError},
};
use credenza_team::{
    Appended, CheckError, Entries, Extent, Head, Links, Log, LogError, MemoryShelf, Pulled, Setup,
    Shelf, Slot, digest,
    location::{ChainId, Digest, Location, Place},
};
use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};
use jiff::Timestamp;

/// The team of every member made here.
pub const TEAM: [u8; 16] = [0x7e; 16];
const MAGIC: &[u8; 4] = b"CZT0";

/// A moment to begin with; tests count seconds from it.
#[must_use]
pub fn at(seconds: i64) -> Timestamp {
    Timestamp::from_second(1_790_000_000 + seconds).unwrap()
}

/// Reads entries that [`sign`] made; their content is the entry.
#[derive(Debug, Default)]
pub struct PlainEntries {
    /// Signatures that were checked.
    pub checked: AtomicU64,
}

/// Signs an entry: links, then `content`.
#[must_use]
pub fn sign(key: &SigningKey, slot: &Slot, heads: &[Head], content: &[u8]) -> Vec<u8> {
    let mut out = MAGIC.to_vec();
    out.extend(key.verifying_key().as_bytes());
    put_place(&mut out, slot.place);
    out.extend(slot.previous);
    out.push(u8::from(slot.blocked.is_some()));
    put_place(&mut out, slot.blocked.unwrap_or(Place::first(ChainId([0; 16]))));
    out.extend(u32::try_from(heads.len()).unwrap().to_be_bytes());
    for head in heads {
        put_place(&mut out, head.place);
        out.extend(head.id);
    }
    out.extend(content);
    let signature = key.sign(&out);
    out.extend(signature.to_bytes());
    out
}

fn put_place(out: &mut Vec<u8>, place: Place) {
    out.extend(place.chain.0);
    out.extend(place.sequence.to_be_bytes());
}

fn take<'a, const N: usize>(from: &mut &'a [u8]) -> Result<&'a [u8; N], CheckError> {
    let (taken, rest) = from.split_first_chunk().ok_or(CheckError::NotAnEntry)?;
    *from = rest;
    Ok(taken)
}

fn take_place(from: &mut &[u8]) -> Result<Place, CheckError> {
    let chain = ChainId(*take(from)?);
    Ok(Place { chain, sequence: u64::from_be_bytes(*take(from)?) })
}

impl Entries for PlainEntries {
    type Entry = Vec<u8>;

    fn check(&self, signed: &[u8]) -> Result<(Links, Vec<u8>), CheckError> {
        self.checked.fetch_add(1, Ordering::Relaxed);
        let (body, signature) = signed.split_last_chunk::<64>().ok_or(CheckError::NotAnEntry)?;
        let mut rest = body.strip_prefix(MAGIC).ok_or(CheckError::NotAnEntry)?;
        let device_key = *take(&mut rest)?;
        let key = VerifyingKey::from_bytes(&device_key).map_err(|_| CheckError::NotAnEntry)?;
        let signature = Signature::from_bytes(signature);
        key.verify_strict(body, &signature).map_err(|_| CheckError::NotAnEntry)?;
        let place = take_place(&mut rest)?;
        let previous = *take(&mut rest)?;
        let is_blocked = take::<1>(&mut rest)?[0] == 1;
        let blocked = Some(take_place(&mut rest)?).filter(|_| is_blocked);
        let count = u32::from_be_bytes(*take(&mut rest)?);
        let mut heads = Vec::new();
        for _ in 0..count {
            heads.push(Head { place: take_place(&mut rest)?, id: *take(&mut rest)? });
        }
        let links = Links { id: digest(body), place, previous, device_key, heads, blocked };
        Ok((links, rest.to_vec()))
    }
}

/// Random bytes that are the same in every run.
pub struct Seeded(Mutex<u64>);

impl Seeded {
    /// One row of them for each seed.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self(Mutex::new(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0x5eed))
    }

    /// The next number.
    pub fn next(&self) -> u64 {
        // SplitMix64, https://prng.di.unimi.it/splitmix64.c (public domain).
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = *state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }
}

impl Random for Seeded {
    fn fill(&self, out: &mut [u8]) -> Result<(), RandomError> {
        for part in out.chunks_mut(8) {
            part.copy_from_slice(&self.next().to_be_bytes()[..part.len()]);
        }
        Ok(())
    }
}

/// A device with its log.
pub struct Member {
    /// Its view of the log.
    pub log: Log<PlainEntries>,
    /// What it keeps.
    pub shelf: Arc<MemoryShelf>,
    /// What signs.
    pub key: SigningKey,
    /// The content of every entry that it was given or wrote, in that order.
    pub seen: Vec<(Place, Vec<u8>)>,
    location: Arc<dyn Location>,
    fresh: BTreeMap<ChainId, Head>,
    seed: u64,
}

impl Member {
    /// A device that knows nothing but the team's key.
    #[must_use]
    pub fn new(seed: u64, location: Arc<dyn Location>) -> Self {
        let key = SigningKey::from_bytes(&digest(&seed.to_be_bytes()));
        Self::with(seed, key, Arc::default(), location)
    }

    fn with(
        seed: u64,
        key: SigningKey,
        shelf: Arc<MemoryShelf>,
        location: Arc<dyn Location>,
    ) -> Self {
        let log = Log::open(Setup {
            location: Arc::clone(&location),
            entries: Arc::default(),
            shelf: Arc::clone(&shelf) as Arc<dyn Shelf>,
            random: Arc::new(Seeded::new(seed)),
            team: TEAM,
            device_key: key.verifying_key().to_bytes(),
        });
        let mut log = log.unwrap();
        log.renew_key([0; 32], team_key(0));
        let (seen, fresh) = Default::default();
        Self { log, shelf, key, seen, location, fresh, seed }
    }

    /// The same device after it was closed and opened again.
    #[must_use]
    pub fn restarted(self) -> Self {
        let again =
            Self::with(self.seed.wrapping_add(1 << 32), self.key, self.shelf, self.location);
        Self { seen: self.seen, fresh: self.fresh, ..again }
    }

    /// The same device, reaching the team elsewhere.
    #[must_use]
    pub fn moved_to(self, location: Arc<dyn Location>) -> Self {
        Self { location, ..self }.restarted()
    }

    /// Looks for news.
    ///
    /// # Errors
    /// A [`LogError`].
    pub async fn poll(&mut self, now: i64) -> Result<Pulled<Vec<u8>>, LogError> {
        let pulled = self.log.poll(at(now)).await?;
        self.note(&pulled);
        Ok(pulled)
    }

    /// Looks at everything.
    ///
    /// # Errors
    /// A [`LogError`].
    pub async fn reconcile(&mut self, now: i64) -> Result<Pulled<Vec<u8>>, LogError> {
        let pulled = self.log.reconcile(at(now), Extent::Everything).await?;
        self.note(&pulled);
        Ok(pulled)
    }

    fn note(&mut self, pulled: &Pulled<Vec<u8>>) {
        for (links, content) in &pulled.entries {
            self.seen.push((links.place, content.clone()));
            self.fresh.insert(links.place.chain, Head { place: links.place, id: links.id });
        }
    }

    /// Writes an entry that names what came since the last one.
    ///
    /// # Errors
    /// A [`LogError`].
    pub async fn write(&mut self, now: i64, content: &[u8]) -> Result<Place, LogError> {
        let heads: Vec<Head> = self.fresh.values().copied().collect();
        let key = self.key.clone();
        let signed = |slot: &Slot| Ok(sign(&key, slot, &heads, content));
        let Appended { links, entry } = self.log.append(at(now), signed).await?;
        self.fresh.clear();
        self.seen.push((links.place, entry));
        Ok(links.place)
    }

    /// Sends again what was on its way.
    ///
    /// # Errors
    /// A [`LogError`].
    pub async fn flush(&mut self, now: i64) -> Result<(), LogError> {
        if let Some(Appended { links, entry }) = self.log.flush(at(now)).await? {
            self.seen.push((links.place, entry));
        }
        Ok(())
    }

    /// The contents that this device has, in no order.
    #[must_use]
    pub fn contents(&self) -> BTreeMap<Place, Vec<u8>> {
        self.seen.iter().cloned().collect()
    }
}

/// The team's key of an epoch.
#[must_use]
pub fn team_key(epoch: u8) -> ScopeKey {
    let mut bytes: Digest = digest(b"team key");
    bytes[0] ^= epoch;
    ScopeKey::from_bytes(bytes)
}
