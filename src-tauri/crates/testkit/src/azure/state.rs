//! What the server knows.

use std::{
    collections::{BTreeMap, BTreeSet, VecDeque},
    time::Duration,
};

use serde_json::{Map, Value};

/// What the next request to the key vault meets, after its token was accepted.
#[derive(Debug, Clone)]
pub enum Fault {
    /// 429 with this `Retry-After` in seconds.
    Throttle {
        /// Seconds to wait.
        retry_after: u64,
    },
    /// The answer comes late.
    Slow(Duration),
    /// An answer of this many bytes.
    Long(usize),
    /// A status and body of the test's choice.
    Answer {
        /// HTTP status.
        status: u16,
        /// JSON body.
        body: Value,
    },
    /// 401, as for a token of another tenant or with a wrong time.
    Unauthorised,
}

/// A version of a secret.
#[derive(Debug, Clone)]
pub(super) struct Version {
    pub(super) id: String,
    pub(super) value: String,
    pub(super) content_type: Option<String>,
    pub(super) tags: Option<Value>,
    pub(super) attributes: Map<String, Value>,
    pub(super) managed: bool,
}

/// An issued token.
#[derive(Debug, Clone)]
pub(super) struct Token {
    pub(super) audience: String,
}

/// How an app registration may sign in.
#[derive(Debug, Default)]
pub(super) struct Registered {
    pub(super) certificates: BTreeSet<String>,
    pub(super) federated: BTreeSet<String>,
}

/// Everything.
#[derive(Debug)]
pub(super) struct State {
    pub(super) secrets: BTreeMap<String, Vec<Version>>,
    pub(super) deleted: BTreeMap<String, Vec<Version>>,
    pub(super) tokens: BTreeMap<String, Token>,
    pub(super) registered: Registered,
    pub(super) faults: VecDeque<Fault>,
    pub(super) has_role: bool,
    pub(super) arm_answers: bool,
    pub(super) uses_roles: bool,
    pub(super) provider_registered: bool,
    pub(super) challenge_tenant: String,
    pub(super) clock_shift_seconds: i64,
    pub(super) vault_requests: usize,
    pub(super) tokens_given: usize,
}

impl State {
    pub(super) fn new(tenant: &str) -> Self {
        Self {
            secrets: BTreeMap::new(),
            deleted: BTreeMap::new(),
            tokens: BTreeMap::new(),
            registered: Registered::default(),
            faults: VecDeque::new(),
            has_role: true,
            arm_answers: true,
            uses_roles: true,
            provider_registered: true,
            challenge_tenant: tenant.to_owned(),
            clock_shift_seconds: 0,
            vault_requests: 0,
            tokens_given: 0,
        }
    }

    pub(super) fn now(&self) -> i64 {
        jiff::Timestamp::now().as_second() + self.clock_shift_seconds
    }
}
