//! A new team.

use credenza_crypto::team::{entry, epoch::EpochKey, introduction};
use credenza_model::{
    ids::{ChainId, TeamId},
    name::DisplayName,
    team::{BlobId, Entry, EntryId, EpochOp, Op},
};
use credenza_store::{Standing, StoredTeam};
use credenza_team::{Shelf as _, SignError, Slot, location};

use super::{session::Session, shelf::StoreShelf, sync::TeamView};
use crate::{AppError, ErrorCode, Workspace, error::name_problem};

impl Workspace {
    /// Begins a team at a location; a local folder is made if it is missing.
    ///
    /// # Errors
    /// An [`AppError`] with the field that is not good.
    pub async fn create_team(&self, name: &str, at: &str) -> Result<TeamView, AppError> {
        let name =
            DisplayName::parse(name).map_err(|e| AppError::field("name", name_problem(e)))?;
        let location = self.prepare_place(at)?;
        let random = self.host.random();
        let key = EpochKey::generate(random).map_err(|_| AppError::new(ErrorCode::Internal))?;
        let chain = ChainId::from_bytes(self.random()?);
        let (id, signed) = self.genesis(name.as_str(), chain, &key)?;
        let stored = StoredTeam {
            team: *entry::team_id(id).as_bytes(),
            name: name.as_str().to_owned(),
            location,
            genesis: id.0,
            standing: Standing::Member,
        };
        let shelf = StoreShelf { store: self.shared_store(), team: stored.team };
        shelf.set_own_chain(Some(location::ChainId(*chain.as_bytes())))?;
        let team = entry::team_id(id);
        let mut session = Session::open(self, stored)?;
        session.log.renew_key(id.0, key.envelope());
        let place = |slot: &Slot| {
            let planned = slot.place.chain.0 == *chain.as_bytes() && slot.place.sequence == 0;
            if planned { Ok(signed.clone()) } else { Err(SignError) }
        };
        session.log.append(self.host.now(), place).await?;
        self.store().put_team(&session.stored)?;
        session.learn((None, id), &key.commitment(), key)?;
        self.sync_team(team).await
    }

    fn genesis(
        &self,
        name: &str,
        chain: ChainId,
        key: &EpochKey,
    ) -> Result<(EntryId, Vec<u8>), AppError> {
        let identity = self.identity()?;
        let me = self.identity_view()?;
        let none = TeamId::from_bytes([0; 16]);
        let owner = introduction::introduce(&identity, none, &me.name, &me.mail);
        // Nobody else could read a box yet: its envelope is bound to the name that this entry makes.
        let epoch = EpochOp {
            commitment: key.commitment(),
            boxes: BlobId::default(),
            previous: Vec::new(),
        };
        let device_key = identity.device_key();
        let first = Entry {
            team: none,
            chain,
            sequence: 0,
            device_key,
            device: entry::device_id(&device_key),
            previous: EntryId::default(),
            heads: Vec::new(),
            lamport: 1,
            written: self.host.now().as_second(),
            blocked: None,
            ops: vec![Op::Genesis { name: name.to_owned(), owner, epoch }],
        };
        entry::sign(&identity, &first).map_err(|_| AppError::new(ErrorCode::Internal))
    }
}
