//! What was changed on two sides at once: both versions stay until somebody chooses.

use credenza_crypto::{
    cbor::{self, CborError, Reader, Writer},
    record::{self, Class, RecordHeader, digest},
};
use credenza_model::{ids::DeviceId, team::EntryId};
use credenza_secret::SecretBytes;
use credenza_store::{KeptVersions, StoreError, TeamRecord};

use super::{
    content::{Content, Field, Seen, Stamp},
    session::Session,
};
use crate::{AppError, ErrorCode, Workspace};

/// What the sealed versions of a field are bound to, beside what they are of.
const KEPT: &str = "versions";

/// The name of a credential, or the display name of a variable.
pub(super) const NAME: u8 = 1;

/// Who wrote a version, and when, in seconds since 1970. No name: a device that is not in the team
/// any more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Author {
    pub(super) stamp: Stamp,
    pub(super) name: Option<String>,
    pub(super) you: bool,
    pub(super) written: i64,
}

/// A version that does not count.
pub(super) struct Version {
    pub(super) author: Author,
    pub(super) value: SecretBytes,
}

/// A field of a thing that has several versions, or of which one was chosen here.
pub(super) struct Waiting {
    pub(super) field: u8,
    /// Whether one was chosen, and the log does not know yet.
    pub(super) chosen: bool,
    /// Of the version that counts and stands in the store.
    pub(super) counts: Author,
    /// Of a choice, at most what was chosen, which may have another name here.
    pub(super) others: Vec<Version>,
}

/// Fields that people change by themselves. The rest is fixed, or belongs to them.
pub(super) fn several(is_credential: bool) -> &'static [u8] {
    if is_credential { &[1, 2, 3] } else { &[1, 4] }
}

impl Workspace {
    /// What of a thing waits for a choice, and what was chosen and is not in the log yet.
    pub(super) fn versions_of(&self, row: &TeamRecord) -> Result<Vec<Waiting>, AppError> {
        let kept = self.store().versions(&row.team, &row.thing)?;
        kept.iter().map(|one| self.open_versions(row, one)).collect()
    }

    pub(super) fn open_versions(
        &self,
        row: &TeamRecord,
        kept: &KeptVersions,
    ) -> Result<Waiting, AppError> {
        let damaged = || AppError::new(ErrorCode::StoreDamaged);
        let header = self.versions_header(row, kept.field);
        let content = record::open(&self.root().local(), &kept.sealed, &header);
        let (counts, others) = parse(&content.map_err(|_| damaged())?).map_err(|_| damaged())?;
        Ok(Waiting { field: kept.field, chosen: kept.chosen, counts, others })
    }

    pub(super) fn seal_versions(
        &self,
        row: &TeamRecord,
        one: &Waiting,
    ) -> Result<KeptVersions, AppError> {
        let (header, key) = (self.versions_header(row, one.field), self.root().local());
        let sealed = self.sealer.seal(self.host.random(), &key, &header, &bytes(one))?;
        Ok(KeptVersions { field: one.field, chosen: one.chosen, sealed: sealed.bytes })
    }

    fn versions_header(&self, row: &TeamRecord, field: u8) -> RecordHeader {
        let mut record = [0; 16];
        let of = [KEPT.as_bytes(), &row.team, &row.thing, &[field]].concat();
        record.copy_from_slice(&digest(&of)[..16]);
        RecordHeader::local(Class::Scope, 7, self.id, record)
    }
}

impl Session<'_> {
    /// Whether one of these revisions came after a change, or is it.
    pub(super) fn had_seen(&self, revisions: &[EntryId], change: Stamp) -> bool {
        let Some(change) = self.graph.written_by(change.device, change.lamport) else {
            return false;
        };
        let mut revisions = revisions.iter().filter_map(|id| self.graph.find(*id));
        revisions.any(|revision| self.graph.has_seen(revision, change))
    }

    /// Merges what two sides have of a record, each by the revisions that it has seen.
    pub(super) fn merge_versions(
        &self,
        is_credential: bool,
        (into, own): (&mut Content, &[EntryId]),
        (from, other): (Content, &[EntryId]),
    ) {
        let (by_own, by_other) = (|at| self.had_seen(own, at), |at| self.had_seen(other, at));
        let seen = Seen { own: &by_own, other: &by_other };
        into.merge(from, several(is_credential), &seen);
    }

    /// Merges what stands here into revisions. This device has seen what it wrote itself, also where
    /// noting that was cut off.
    pub(super) fn merge_own(
        &self,
        is_credential: bool,
        (into, heads): (&mut Content, &[EntryId]),
        (from, before): (Content, &[EntryId]),
    ) {
        let device = self.next_stamp().device;
        let by_heads = |at| self.had_seen(heads, at);
        let by_here = |at: Stamp| at.device == device || self.had_seen(before, at);
        into.merge(from, several(is_credential), &Seen { own: &by_heads, other: &by_here });
    }

    /// Adds to what stands here the versions that wait for a choice, and the time of a choice. A
    /// field of which nothing is kept has the versions of `base`, the revision that stood here.
    pub(super) fn add_versions(
        &self,
        row: &TeamRecord,
        content: &mut Content,
        stamp: Stamp,
        base: Option<&Content>,
    ) -> Result<(), AppError> {
        let mut kept = self.workspace.versions_of(row)?;
        for field in several(row.is_credential) {
            let found = kept.iter().position(|one| one.field == *field);
            let others: Vec<Field> = match found.map(|at| kept.swap_remove(at)) {
                Some(one) if one.chosen => {
                    self.give_chosen_name(row, content, &one);
                    content.stamp(*field, stamp);
                    continue;
                }
                Some(one) => one.others.into_iter().map(Into::into).collect(),
                None => base.map_or_else(Vec::new, |base| {
                    base.versions(*field).skip(1).map(Field::duplicate).collect()
                }),
            };
            let Some(counts) = content.versions(*field).next().map(Field::duplicate) else {
                continue;
            };
            // EXPOSE: both are compared and stay here.
            let other = |one: &Field| one.value.expose() != counts.value.expose();
            let others: Vec<Field> = others.into_iter().filter(other).collect();
            content.set_versions(*field, [counts].into_iter().chain(others).collect());
        }
        Ok(())
    }

    /// A chosen name that is taken here stands here with the team's before it.
    fn give_chosen_name(&self, row: &TeamRecord, content: &mut Content, choice: &Waiting) {
        let Some(chosen) = choice.others.first().filter(|_| choice.field == NAME) else { return };
        let stamp = chosen.author.stamp;
        // EXPOSE: it is a name.
        let given = String::from_utf8_lossy(chosen.value.expose()).into_owned();
        let here = content.text(NAME).unwrap_or_default();
        let plain = here.strip_prefix(&format!("{}/{given}", self.stored.name));
        let number = |rest: &str| rest.strip_prefix(' ').is_some_and(|n| n.parse::<u32>().is_ok());
        if row.is_credential && plain.is_some_and(|rest| rest.is_empty() || number(rest)) {
            content.set(NAME, given.into_bytes(), stamp);
        }
    }

    /// Remembers which fields of a record that stands here have several versions. False when it was
    /// changed here meanwhile.
    pub(super) fn note_versions(
        &self,
        row: &TeamRecord,
        content: &Content,
    ) -> Result<bool, AppError> {
        let mut all = Vec::new();
        for field in several(row.is_credential) {
            let mut versions = content.versions(*field);
            let Some(counts) = versions.next() else { continue };
            let others: Vec<Version> = versions
                .map(|one| Version { author: self.author(one.stamp), value: one.value.duplicate() })
                .collect();
            if !others.is_empty() {
                let counts = self.author(counts.stamp);
                let one = Waiting { field: *field, chosen: false, counts, others };
                all.push(self.workspace.seal_versions(row, &one)?);
            }
        }
        match self.workspace.store().set_versions(&row.team, &row.thing, row.changed, &all) {
            Ok(()) => Ok(true),
            Err(StoreError::Busy) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }

    fn author(&self, stamp: Stamp) -> Author {
        let entry = self.graph.written_by(stamp.device, stamp.lamport);
        let written = match entry {
            Some(at) => self.graph.entry(at).written,
            None => self.workspace.host.now().as_second(),
        };
        let mut people = self.state.members.values();
        let member = people.find(|member| member.devices.contains(&stamp.device));
        let you = member.is_some_and(|member| member.person == self.me());
        Author { stamp, name: member.map(|member| member.name.clone()), you, written }
    }
}

impl From<Version> for Field {
    fn from(version: Version) -> Self {
        Self { value: version.value, stamp: version.author.stamp }
    }
}

fn parse(content: &SecretBytes) -> Result<(Author, Vec<Version>), CborError> {
    // EXPOSE: the versions are read into their types.
    let from = &mut Reader::new(content.expose());
    from.array_of(2)?;
    let counts = author(from)?;
    let others = from.list(|from| {
        from.array_of(2)?;
        Ok(Version { author: author(from)?, value: SecretBytes::new(from.bytes()?.to_vec()) })
    })?;
    from.end()?;
    Ok((counts, others))
}

fn author(from: &mut Reader<'_>) -> Result<Author, CborError> {
    from.array_of(5)?;
    let stamp = Stamp { lamport: from.uint()?, device: DeviceId::from_bytes(from.fixed()?) };
    let name = Some(from.text()?.to_owned()).filter(|name| !name.is_empty());
    let you = from.uint()? == 1;
    Ok(Author { stamp, name, you, written: from.int()? })
}

fn bytes(one: &Waiting) -> SecretBytes {
    cbor::secret(|out| {
        out.array(2);
        write_author(out, &one.counts);
        out.array(one.others.len());
        for other in &one.others {
            out.array(2);
            write_author(out, &other.author);
            // EXPOSE: the version is encoded to be sealed.
            out.bytes(other.value.expose());
        }
    })
}

fn write_author(out: &mut Writer, author: &Author) {
    out.array(5).uint(author.stamp.lamport).bytes(author.stamp.device.as_bytes());
    out.text(author.name.as_deref().unwrap_or_default()).uint(author.you.into());
    out.int(author.written);
}
