//! R12: a random generator that repeats itself seals no second value with a salt that was used.
#![allow(clippy::unwrap_used, reason = "tests")]

mod support;

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use credenza_app::{
    Host, VariableQuery, Workspace,
    variables::{NewValue, VariableCreateRequest},
};
use credenza_crypto::{
    kdf::{Kdf, KdfParams},
    random::{OsRandom, Random, RandomError},
};

use jiff::Timestamp;
use support::{PASSWORD, TestHost, create, folder, secret};

/// A generator whose salts come again after as many as `period`; never when that is 0.
#[derive(Default)]
struct Repeating {
    period: AtomicUsize,
    given: AtomicUsize,
}

impl Random for Repeating {
    fn fill(&self, out: &mut [u8]) -> Result<(), RandomError> {
        let period = self.period.load(Ordering::Relaxed);
        // Identifiers are shorter; they differ, or they would be what is refused.
        if period == 0 || out.len() != 32 {
            return OsRandom.fill(out);
        }
        let given = self.given.fetch_add(1, Ordering::Relaxed) % period;
        out.fill(u8::try_from(given).unwrap());
        Ok(())
    }
}

#[derive(Default)]
struct Broken(TestHost, Repeating);

impl Host for Broken {
    fn now(&self) -> Timestamp {
        self.0.now()
    }
    fn random(&self) -> &dyn Random {
        &self.1
    }
    fn kdf(&self) -> &dyn Kdf {
        &self.0
    }
    fn kdf_params(&self) -> KdfParams {
        self.0.kdf_params()
    }
}

/// How many of eight values are stored before one is refused; the last of them is of another run of
/// the program.
fn stored_with(period: usize) -> usize {
    let home = tempfile::tempdir().unwrap();
    drop(create(home.path()));
    let host = Arc::new(Broken::default());
    let mut stored = 0;
    for _run in 0..2 {
        host.1.period.store(0, Ordering::Relaxed);
        let workspace = Workspace::unlock(host.clone(), &folder(home.path()), &secret(PASSWORD));
        let workspace = workspace.unwrap_or_else(|error| panic!("{error:?}"));
        host.1.period.store(period, Ordering::Relaxed);
        for _ in 0..4 {
            let value = NewValue::Secret(secret("a value"));
            let display_name = format!("robot {stored}");
            let request = VariableCreateRequest { display_name, name: String::new(), value };
            if workspace.create_variable(request).is_err() {
                let query = VariableQuery { limit: 9, ..Default::default() };
                let listed = workspace.list_variables(&query).unwrap().rows.len();
                assert_eq!(listed, stored, "what was refused is not there");
                return stored;
            }
            stored += 1;
        }
    }
    stored
}

#[test]
fn r12_no_two_values_are_stored_with_one_salt_whatever_the_period() {
    assert_eq!(stored_with(0), 8, "the control: a sound generator");
    for period in [1, 2, 3, 4, 7] {
        assert_eq!(stored_with(period), period, "period {period}");
    }
}
