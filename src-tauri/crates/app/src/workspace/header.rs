//! The header on the disk, and its copies beside the automatic backups.

use credenza_crypto::header::Header;
use credenza_store::{StoreError, WorkspaceFolder};

use crate::{AppError, ErrorCode, Workspace};

impl Workspace {
    /// Replaces the header while no other process has the workspace open. `read` is the counter of
    /// the header that was changed: when another one stands there by now, that one stays.
    pub(super) fn write_header(&self, read: u64, header: &Header) -> Result<(), AppError> {
        self.write_headers(read, header, Copies::Stay)
    }

    /// The same with the headers of the automatic backups, which lie in the same folder: what the
    /// password needs is needed for them as well. A header that needs the device secret never stands
    /// beside a copy that does not, so the copies go first when it is turned on, and last when off.
    pub(super) fn write_header_and_copies(
        &self,
        read: u64,
        header: &Header,
    ) -> Result<(), AppError> {
        let on = header.device_secret_name().is_some();
        self.write_headers(read, header, if on { Copies::First } else { Copies::Last })
    }

    /// The same with the copies first whatever the header needs: for a way in that is taken away.
    pub(super) fn write_header_and_copies_first(
        &self,
        read: u64,
        header: &Header,
    ) -> Result<(), AppError> {
        self.write_headers(read, header, Copies::First)
    }

    /// An error means that the header is the one of before. Once it is replaced the rest is no reason
    /// to fail, for the caller holds what the new one needs: opening it pins it, and mends the copies.
    fn write_headers(&self, read: u64, header: &Header, copies: Copies) -> Result<(), AppError> {
        let store = self.store();
        let mut replaced = false;
        let outcome = store.exclusively(|| {
            let present = Header::parse(&store.folder().read_header()?);
            // Whatever is not the header that was read, a damaged one too, is not written over.
            if present.map(|present| present.counter()) != Ok(read) {
                return Err(StoreError::Busy);
            }
            let (bytes, folder) = (header.to_bytes(self.root()), store.folder());
            // What a kill has left may have a way in that goes with this change.
            folder.remove_leftovers()?;
            if copies == Copies::First {
                folder.write_backup_headers(&bytes)?;
            }
            folder.place_header(&bytes)?;
            replaced = true;
            folder.settle_header()?;
            let pinned = store.pin_header(header.counter());
            if copies == Copies::Last {
                folder.write_backup_headers(&bytes)?;
            }
            pinned
        });
        match outcome {
            Err(error) if replaced => {
                tracing::warn!(%error, "the header is replaced; the rest follows when it is opened");
                Ok(())
            }
            other => Ok(other?),
        }
    }

    /// Gives the present header to copies that a change, cut off, has left needing another device
    /// secret, and removes what it left of a file under another name. When another process holds the workspace this waits for the next opening.
    pub(super) fn mend_copies(&self, header: &Header) {
        let store = self.store();
        let other = |copy: &Vec<u8>| {
            Header::parse(copy)
                .is_ok_and(|copy| copy.device_secret_name() != header.device_secret_name())
        };
        let others = store.folder().read_backup_headers().unwrap_or_default().iter().any(other);
        if !others && !store.folder().has_leftovers() {
            return;
        }
        let mended = store.exclusively(|| {
            store.folder().remove_leftovers()?;
            if !others {
                return Ok(());
            }
            let bytes = store.folder().read_header()?;
            if Header::parse(&bytes).map(|present| present.counter()) != Ok(header.counter()) {
                return Err(StoreError::Busy);
            }
            store.folder().write_backup_headers(&bytes)
        });
        if let Err(error) = mended {
            tracing::info!(%error, "what a change has left, cut off, is mended at the next opening");
        }
    }
}

/// When the headers of the automatic backups are replaced.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Copies {
    Stay,
    First,
    Last,
}

pub(super) fn read_header(folder: &WorkspaceFolder) -> Result<Header, AppError> {
    if !folder.is_workspace() {
        return Err(AppError::about(
            ErrorCode::NotAWorkspace,
            &folder.path().display().to_string(),
        ));
    }
    Ok(Header::parse(&folder.read_header()?)?)
}
