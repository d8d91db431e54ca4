//! Boxes as blobs: one, or for many people several parts and a blob that lists them.

use std::collections::{BTreeMap, BTreeSet};

use credenza_crypto::{
    cbor::{CborError, Reader, Writer},
    team::boxes::{self, Context, Purpose},
};
use credenza_model::{
    ids::{PersonId, RecordId},
    team::BlobId,
};
use credenza_secret::SecretBytes;

use super::{held::Sent, session::Session};
use crate::{AppError, ErrorCode};

const PARTS: &str = "parts";
/// Bytes of boxes that one look reads to find whom they reach, about; the next look goes on.
const MOST_READ: usize = 32 * 1024 * 1024;

/// Which parts each list has, of those that were read here.
pub(super) type Lists = BTreeMap<BlobId, Vec<BlobId>>;

/// How boxes are looked for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Boxes {
    /// Somebody needs them: that they are missing is remembered, and what they are.
    Needed,
    /// Nobody needs them, and nothing is told of what is wrong with them.
    Spare,
}

impl Session<'_> {
    /// Seals `content` to members, and uploads the boxes: the parts before the blob that lists them,
    /// which is what an entry names. So what an entry names is whole.
    pub(super) async fn put_boxes(
        &mut self,
        purpose: Purpose,
        record: Option<RecordId>,
        people: &[PersonId],
        content: &SecretBytes,
    ) -> Result<BlobId, AppError> {
        let context = Context { purpose, team: self.team(), record };
        let (known, mut sent) = (self.known_of(people), Sent::default());
        let blob = loop {
            if let Some(blob) = sent.whole {
                break blob;
            }
            self.put_next(&context, &known, content, &mut sent).await?;
        };
        self.boxed.note(blob, people.iter().copied());
        Ok(blob)
    }

    /// Those of `people` to whom something can be sealed, as the parts have them.
    pub(super) fn known_of(&self, people: &[PersonId]) -> Vec<PersonId> {
        let known = |person: &PersonId| self.state.members.contains_key(person);
        let sorted: BTreeSet<PersonId> = people.iter().copied().filter(known).collect();
        Vec::from_iter(sorted)
    }

    /// Uploads what comes after what was `sent`: a part, or the list of them.
    pub(super) async fn put_next(
        &mut self,
        context: &Context,
        people: &[PersonId],
        content: &SecretBytes,
        sent: &mut Sent,
    ) -> Result<(), AppError> {
        let mut parts = people.chunks(boxes::people_in_a_part(content.len()));
        let only = parts.len() <= 1;
        if let Some(part) = parts.nth(sent.parts.len()) {
            let blob = self.seal_part(context, part, content).await?;
            sent.parts.extend(part.last().map(|last| (*last, blob)));
            sent.whole = only.then_some(blob);
        } else if only {
            sent.whole = Some(self.seal_part(context, &[], content).await?);
        } else {
            let list = SecretBytes::new(boxes::list_parts(&sent.parts));
            let list = self.put_blob(&list).await?;
            self.note_parts(list, sent.parts.iter().map(|(_, part)| *part).collect())?;
            sent.whole = Some(list);
        }
        Ok(())
    }

    async fn seal_part(
        &mut self,
        context: &Context,
        people: &[PersonId],
        content: &SecretBytes,
    ) -> Result<BlobId, AppError> {
        let members = &self.state.members;
        let sealed_to = people
            .iter()
            .filter_map(|person| Some((*person, members.get(person)?.sealing.as_slice())));
        let random = self.workspace.host.random();
        let blob = boxes::seal(random, context, sealed_to, content)
            .map_err(|_| AppError::new(ErrorCode::Internal))?;
        self.put_blob(&SecretBytes::new(blob)).await
    }

    /// What this person's box in a blob, or in the part of it that is for them, holds; none when it is
    /// not to be had, or there is none.
    pub(super) async fn open_boxes(
        &mut self,
        blob: BlobId,
        context: &Context,
        wanted: Boxes,
    ) -> Option<SecretBytes> {
        let mut content = self.boxes(blob, wanted).await?;
        // EXPOSE: boxes, and lists of them, are sealed once more.
        if let Some(parts) = boxes::parts(content.expose()).ok()? {
            if wanted == Boxes::Needed && parts.len() <= self.most_parts(context.record) {
                self.note_read(blob, &parts);
            }
            let me = self.me();
            let (_, part) = parts.into_iter().find(|(last, _)| *last >= me)?;
            content = self.boxes(part, wanted).await?;
            if content.len() > boxes::LARGEST_PART {
                return None;
            }
        } else if wanted == Boxes::Needed {
            // EXPOSE: boxes are sealed once more.
            self.boxed.note(blob, boxes::recipients(content.expose()).unwrap_or_default());
        }
        // EXPOSE: as above.
        boxes::open(&self.identity, context, content.expose()).ok()
    }

    /// For whom there are boxes in a blob and its parts: nobody where they have another form than
    /// honest ones, which no later look makes better. None when they are not all to be had, or this
    /// look has read enough.
    pub(super) async fn read_recipients(
        &mut self,
        record: Option<RecordId>,
        blob: BlobId,
    ) -> Option<Vec<PersonId>> {
        if self.boxed.read() >= MOST_READ {
            return None;
        }
        let content = self.read_boxes(blob).await?;
        // EXPOSE: boxes, and lists of them, are sealed once more.
        let parts = match boxes::parts(content.expose()) {
            Ok(Some(parts)) if parts.len() <= self.most_parts(record) => parts,
            // EXPOSE: as above.
            Ok(None) => return Some(boxes::recipients(content.expose()).unwrap_or_default()),
            _ => return Some(Vec::new()),
        };
        self.note_read(blob, &parts);
        let (mut all, mut before) = (Vec::new(), None);
        for (last, part) in parts {
            let content = self.read_boxes(part).await?;
            // EXPOSE: as above.
            let people = boxes::recipients(content.expose());
            let fits = |_: &Vec<PersonId>| content.len() <= boxes::LARGEST_PART;
            let Some(people) = people.ok().filter(fits) else { return Some(Vec::new()) };
            // Nobody looks for theirs in another part.
            all.extend(people.into_iter().filter(|who| Some(*who) > before && *who <= last));
            before = Some(last);
        }
        Some(all)
    }

    /// Most parts that boxes for everyone who was ever in the team have, and one for those whose
    /// admission does not count here.
    fn most_parts(&self, record: Option<RecordId>) -> usize {
        let people = self.state.members.len() + self.state.departed.len();
        let epochs = match record {
            Some(id) => self.state.records.get(&id).map_or(0, |record| record.epochs.len()),
            None => self.state.epochs.len(),
        };
        people.div_ceil(boxes::people_in_a_part(boxes::KEY_LENGTH * epochs.max(1))) + 1
    }

    async fn read_boxes(&mut self, blob: BlobId) -> Option<SecretBytes> {
        let content = self.blob(blob).await?;
        self.boxed.count_read(content.len());
        Some(content)
    }

    async fn boxes(&mut self, blob: BlobId, wanted: Boxes) -> Option<SecretBytes> {
        match wanted {
            Boxes::Needed => self.blob(blob).await,
            Boxes::Spare => self.log.spare_blob(blob.0).await.ok().map(|(content, _)| content),
        }
    }

    fn note_read(&mut self, list: BlobId, parts: &[(PersonId, BlobId)]) {
        let parts = parts.iter().map(|(_, part)| *part).collect();
        if let Err(error) = self.note_parts(list, parts) {
            tracing::warn!(code = ?error.code, "the parts of boxes were not noted");
        }
    }

    /// Remembers which parts belong to a list, so that they are held while it is.
    fn note_parts(&mut self, list: BlobId, parts: Vec<BlobId>) -> Result<(), AppError> {
        let mut all = self.lists()?;
        if all.insert(list, parts).is_some() {
            return Ok(());
        }
        self.set_lists(&all)
    }

    /// The lists of parts that are needed; others are forgotten.
    pub(super) fn lists_in(&self, needed: impl Fn(&BlobId) -> bool) -> Result<Lists, AppError> {
        let mut all = self.lists()?;
        let before = all.len();
        all.retain(|list, _| needed(list));
        if all.len() < before {
            self.set_lists(&all)?;
        }
        Ok(all)
    }

    fn lists(&self) -> Result<Lists, AppError> {
        let kept = self.workspace.store().team_value(&self.stored.team, PARTS)?;
        let read = kept.map_or_else(|| Ok(Lists::new()), |kept| read(&kept));
        read.map_err(|_| AppError::new(ErrorCode::StoreDamaged))
    }

    fn set_lists(&self, all: &Lists) -> Result<(), AppError> {
        let mut out = Writer::new();
        out.array(all.len());
        for (list, parts) in all {
            out.array(2).bytes(&list.0).array(parts.len());
            for part in parts {
                out.bytes(&part.0);
            }
        }
        let bytes = out.into_bytes();
        let value = (!all.is_empty()).then_some(bytes.as_slice());
        Ok(self.workspace.store().set_team_value(&self.stored.team, PARTS, value)?)
    }
}

fn read(kept: &[u8]) -> Result<Lists, CborError> {
    let from = &mut Reader::new(kept);
    let lists = from.list(|from| {
        from.array_of(2)?;
        Ok((BlobId(from.fixed()?), from.list(|from| Ok(BlobId(from.fixed()?)))?))
    })?;
    from.end()?;
    Ok(lists.into_iter().collect())
}
