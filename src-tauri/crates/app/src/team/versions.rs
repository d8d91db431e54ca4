//! What was changed on two sides at once: both versions stay until somebody chooses.

use credenza_crypto::{
    cbor::{CborError, Reader, Writer},
    record::{self, Class, RecordHeader, digest},
};
use credenza_model::{ids::DeviceId, team::EntryId};
use credenza_secret::SecretBytes;
use credenza_store::TeamRecord;

use super::{
    content::{Content, Field, Seen, Stamp},
    session::Session,
};
use crate::{AppError, ErrorCode, Workspace};

/// The sealed versions that wait for a choice in a team.
const KEPT: &str = "versions";

/// Who wrote a version, and when, in seconds since 1970. No name: this device, and it was not sent
/// yet.
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

/// A field of a thing that has several versions.
pub(super) struct Waiting {
    pub(super) thing: [u8; 16],
    pub(super) field: u8,
    /// Of the version that counts and stands in the store.
    pub(super) counts: Author,
    /// None when somebody chose here, and the log does not know yet.
    pub(super) others: Vec<Version>,
}

/// Fields that people change by themselves. The rest is fixed, or belongs to them.
pub(super) fn several(is_credential: bool) -> &'static [u8] {
    if is_credential { &[1, 2, 3] } else { &[1, 4] }
}

impl Workspace {
    /// What waits for a choice in a team.
    pub(super) fn waiting_versions(&self, team: &[u8; 16]) -> Result<Vec<Waiting>, AppError> {
        let Some(kept) = self.store().team_value(team, KEPT)? else { return Ok(Vec::new()) };
        let damaged = || AppError::new(ErrorCode::StoreDamaged);
        let header = self.versions_header(team);
        let content = record::open(&self.root().local(), &kept, &header).map_err(|_| damaged())?;
        parse(&content).map_err(|_| damaged())
    }

    pub(super) fn keep_versions(&self, team: &[u8; 16], all: &[Waiting]) -> Result<(), AppError> {
        if all.is_empty() {
            return Ok(self.store().set_team_value(team, KEPT, None)?);
        }
        let header = self.versions_header(team);
        let key = self.root().local();
        let sealed = self.sealer.seal(self.host.random(), &key, &header, &bytes(all))?;
        Ok(self.store().set_team_value(team, KEPT, Some(&sealed.bytes))?)
    }

    /// Nothing of a thing waits any more.
    pub(super) fn forget_versions(
        &self,
        team: &[u8; 16],
        gone: impl Fn(&Waiting) -> bool,
    ) -> Result<(), AppError> {
        let mut all = self.waiting_versions(team)?;
        let before = all.len();
        all.retain(|one| !gone(one));
        if all.len() == before { Ok(()) } else { self.keep_versions(team, &all) }
    }

    fn versions_header(&self, team: &[u8; 16]) -> RecordHeader {
        let mut record = [0; 16];
        record.copy_from_slice(&digest(&[KEPT.as_bytes(), team].concat())[..16]);
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

    /// Adds to what stands here the versions that wait for a choice, and the time of a choice.
    pub(super) fn add_versions(
        &self,
        row: &TeamRecord,
        content: &mut Content,
        stamp: Stamp,
    ) -> Result<(), AppError> {
        let all = self.workspace.waiting_versions(&row.team)?;
        for one in all.into_iter().filter(|one| one.thing == row.thing) {
            if one.others.is_empty() {
                content.stamp(one.field, stamp);
                continue;
            }
            let counts = content.versions(one.field).next().map(Field::duplicate);
            let others = one.others.into_iter();
            let others =
                others.map(|other| Field { value: other.value, stamp: other.author.stamp });
            content.set_versions(one.field, counts.into_iter().chain(others).collect());
        }
        Ok(())
    }

    /// Remembers which fields of a record that was taken in have several versions.
    pub(super) fn note_versions(
        &self,
        row: &TeamRecord,
        content: &Content,
    ) -> Result<(), AppError> {
        let mut all = self.workspace.waiting_versions(&row.team)?;
        let before = all.len();
        // A choice of this device that is not in the log yet stays.
        all.retain(|one| one.thing != row.thing || one.others.is_empty() && row.changed > 0);
        let mut changed = all.len() != before;
        for field in several(row.is_credential) {
            let mut versions = content.versions(*field);
            let Some(counts) = versions.next() else { continue };
            let others: Vec<Version> = versions
                .map(|one| Version { author: self.author(one.stamp), value: one.value.duplicate() })
                .collect();
            if !others.is_empty() {
                all.retain(|one| (one.thing, one.field) != (row.thing, *field));
                let (thing, counts) = (row.thing, self.author(counts.stamp));
                all.push(Waiting { thing, field: *field, counts, others });
                changed = true;
            }
        }
        if changed { self.workspace.keep_versions(&row.team, &all) } else { Ok(()) }
    }

    fn author(&self, stamp: Stamp) -> Author {
        let Some(at) = self.graph.written_by(stamp.device, stamp.lamport) else {
            let written = self.workspace.host.now().as_second();
            return Author { stamp, name: None, you: true, written };
        };
        let written = self.graph.entry(at).written;
        let mut people = self.state.members.values();
        let member = people.find(|member| member.devices.contains(&stamp.device));
        let (you, name) = match member {
            Some(member) => (member.person == self.me(), member.name.clone()),
            None => (false, String::new()),
        };
        Author { stamp, name: Some(name), you, written }
    }
}

fn parse(content: &SecretBytes) -> Result<Vec<Waiting>, CborError> {
    // EXPOSE: the versions are read into their types.
    let from = &mut Reader::new(content.expose());
    let all = from.list(|from| {
        from.array_of(4)?;
        let thing = from.fixed()?;
        let field = u8::try_from(from.uint()?).map_err(|_| CborError)?;
        let counts = author(from)?;
        let others = from.list(|from| {
            from.array_of(2)?;
            Ok(Version { author: author(from)?, value: SecretBytes::new(from.bytes()?.to_vec()) })
        })?;
        Ok(Waiting { thing, field, counts, others })
    })?;
    from.end()?;
    Ok(all)
}

fn author(from: &mut Reader<'_>) -> Result<Author, CborError> {
    from.array_of(5)?;
    let stamp = Stamp { lamport: from.uint()?, device: DeviceId::from_bytes(from.fixed()?) };
    let name = Some(from.text()?.to_owned()).filter(|name| !name.is_empty());
    let you = from.uint()? == 1;
    Ok(Author { stamp, name, you, written: from.int()? })
}

fn bytes(all: &[Waiting]) -> SecretBytes {
    let mut out = Writer::new();
    out.array(all.len());
    for one in all {
        out.array(4).bytes(&one.thing).uint(one.field.into());
        write_author(&mut out, &one.counts);
        out.array(one.others.len());
        for other in &one.others {
            out.array(2);
            write_author(&mut out, &other.author);
            // EXPOSE: the version is encoded to be sealed.
            out.bytes(other.value.expose());
        }
    }
    SecretBytes::new(out.into_bytes())
}

fn write_author(out: &mut Writer, author: &Author) {
    out.array(5).uint(author.stamp.lamport).bytes(author.stamp.device.as_bytes());
    out.text(author.name.as_deref().unwrap_or_default()).uint(author.you.into());
    out.int(author.written);
}
