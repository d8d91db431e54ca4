//! What the next session of a team needs, beyond the store.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use credenza_crypto::team::invitation::InvitationSecret;
use credenza_model::ids::RecordId;
use jiff::Timestamp;

use super::{Guest, Shown};

/// What a device remembers of a team while it is open, beyond its store.
#[derive(Default)]
pub(crate) struct Memory {
    /// When the location was last looked at with success.
    pub(crate) synced: Option<Timestamp>,
    /// When all that it has was here last.
    pub(crate) looked: Option<Timestamp>,
    /// Secrets of invitations that were opened.
    pub(crate) secrets: BTreeMap<[u8; 16], Arc<InvitationSecret>>,
    /// Who asks to join, by invitation. A request never changes.
    pub(crate) asked: BTreeMap<[u8; 16], Arc<Guest>>,
    /// Invitations whose guest came and has an answer.
    pub(crate) settled: BTreeSet<[u8; 16]>,
    /// Whether the last look left nothing to take in or to send.
    pub(crate) calm: bool,
    /// Changes that could not be sent, and will not be without news: how many of which record.
    pub(crate) unsent: BTreeMap<RecordId, u64>,
    /// The state that was last shown, unless the log has changed since.
    pub(crate) shown: Option<Shown>,
    /// When it was last counted what uses what is shared, and how the store was then.
    pub(crate) counted: Option<(Timestamp, (u32, u64))>,
}
