//! Two changes of the ways in at the same time: the first to be written stands.
#![allow(clippy::unwrap_used, reason = "tests")]

mod support;

use std::{
    sync::{
        Arc, Mutex,
        mpsc::{Receiver, Sender, channel},
    },
    thread,
};

use credenza_app::{ErrorCode, Host, Workspace};
use credenza_crypto::{
    kdf::{Kdf, KdfError, KdfParams},
    random::Random,
};
use credenza_secret::Secret;
use jiff::Timestamp;
use support::{PASSWORD, TestHost, create, folder, secret, unlock};
use zeroize::Zeroizing;

const SLOW: &str = "copper lantern winding meadow";
const FAST: &str = "seventeen copper umbrellas waltz";

/// A host whose key derivation waits for leave when it meets the slow password.
struct SlowHost {
    host: TestHost,
    arrived: Mutex<Sender<()>>,
    leave: Mutex<Receiver<()>>,
}

impl Kdf for SlowHost {
    fn derive(
        &self,
        password: &Secret,
        salt: &[u8; 16],
        params: KdfParams,
    ) -> Result<Zeroizing<[u8; 32]>, KdfError> {
        // EXPOSE: a test tells its passwords apart.
        if password.expose() == SLOW {
            self.arrived.lock().unwrap().send(()).unwrap();
            self.leave.lock().unwrap().recv().unwrap();
        }
        self.host.derive(password, salt, params)
    }
}

impl Host for SlowHost {
    fn now(&self) -> Timestamp {
        self.host.now()
    }
    fn random(&self) -> &dyn Random {
        self.host.random()
    }
    fn kdf(&self) -> &dyn Kdf {
        self
    }
    fn kdf_params(&self) -> KdfParams {
        self.host.kdf_params()
    }
}

#[test]
fn a_change_that_another_overtook_is_refused_and_the_other_stands() {
    let home = tempfile::tempdir().unwrap();
    drop(create(home.path()));
    let ((arrived, arrival), (leave, wait)) = (channel(), channel());
    let (arrived, wait) = (Mutex::new(arrived), Mutex::new(wait));
    let host = Arc::new(SlowHost { host: TestHost::default(), arrived, leave: wait });
    let workspace = Workspace::unlock(host, &folder(home.path()), &secret(PASSWORD)).unwrap();
    let overtaken = thread::scope(|scope| {
        let slow = scope.spawn(|| workspace.change_password(&secret(PASSWORD), &secret(SLOW)));
        arrival.recv().unwrap();
        workspace.change_password(&secret(PASSWORD), &secret(FAST)).unwrap();
        leave.send(()).unwrap();
        slow.join().unwrap()
    });
    assert_eq!(overtaken.unwrap_err().code, ErrorCode::WorkspaceBusy);
    let opens = || [PASSWORD, SLOW, FAST].map(|one| unlock(home.path(), one).is_ok());
    assert_eq!(opens(), [false, false, true]);

    // Asked for again, with nobody else at it, the same change is made.
    leave.send(()).unwrap();
    workspace.change_password(&secret(FAST), &secret(SLOW)).unwrap();
    assert_eq!(opens(), [false, true, false]);
}
