//! Values that wait for a form to be sent: generated passwords and files that were picked. The page
//! knows them by a handle only; locking forgets them.

use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
};

use credenza_app::variables::CertificateFile;
use credenza_secret::{Secret, SecretBytes};

/// What waits.
pub(crate) enum Kept {
    /// A generated password.
    Password(Secret),
    /// A certificate that was read and can be stored.
    Certificate(CertificateFile),
    /// A file as it is on the disk.
    File(SecretBytes),
    /// The text of an invitation.
    Invitation(Secret),
    /// The code of a pairing file.
    Pairing(Secret),
}

/// All that waits, by handle.
#[derive(Default)]
pub(crate) struct Handles {
    kept: Mutex<HashMap<String, Kept>>,
    /// The certificate's file that asks for its password.
    sealed: Mutex<Option<(String, SecretBytes)>>,
}

impl Handles {
    fn kept(&self) -> MutexGuard<'_, HashMap<String, Kept>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn insert(&self, handle: String, kept: Kept) {
        self.kept().insert(handle, kept);
    }

    pub(crate) fn clear(&self) {
        self.kept().clear();
        self.set_sealed(None);
    }

    pub(crate) fn password(&self, handle: &str) -> Option<Secret> {
        match self.kept().get(handle)? {
            Kept::Password(value) => Some(value.duplicate()),
            _ => None,
        }
    }

    /// A copy: a refused form can be sent again.
    pub(crate) fn certificate(&self, handle: &str) -> Option<CertificateFile> {
        match self.kept().get(handle)? {
            Kept::Certificate(file) => Some(CertificateFile {
                pfx: file.pfx.duplicate(),
                password: file.password.duplicate(),
                facts: file.facts.clone(),
            }),
            _ => None,
        }
    }

    pub(crate) fn file(&self, handle: &str) -> Option<SecretBytes> {
        match self.kept().get(handle)? {
            Kept::File(bytes) => Some(bytes.duplicate()),
            _ => None,
        }
    }

    /// Forgets what is no longer good.
    pub(crate) fn forget(&self, handle: &str) {
        self.kept().remove(handle);
    }

    pub(crate) fn invitation(&self, handle: &str) -> Option<Secret> {
        match self.kept().get(handle)? {
            Kept::Invitation(text) => Some(text.duplicate()),
            _ => None,
        }
    }

    pub(crate) fn pairing(&self, handle: &str) -> Option<Secret> {
        match self.kept().get(handle)? {
            Kept::Pairing(code) => Some(code.duplicate()),
            _ => None,
        }
    }

    /// Keeps the file that asks for a password, so that it need not be picked again.
    pub(crate) fn set_sealed(&self, file: Option<(String, SecretBytes)>) {
        *self.sealed.lock().unwrap_or_else(PoisonError::into_inner) = file;
    }

    pub(crate) fn take_sealed(&self) -> Option<(String, SecretBytes)> {
        self.sealed.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}
