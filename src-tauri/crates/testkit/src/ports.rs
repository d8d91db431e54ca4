//! Ports for servers that have to be told theirs.

use std::{
    collections::hash_map::RandomState,
    hash::{BuildHasher as _, Hasher as _},
    net::TcpListener,
    ops::Range,
};

/// Below those that systems give to whoever asks for any port, so that none is taken between the
/// look and the start of its server.
const PORTS: Range<u16> = 20_000..32_000;

/// Ports of this machine that nobody listens on.
///
/// # Panics
///
/// When all are taken.
pub(crate) fn free_ports<const N: usize>() -> [u16; N] {
    // Tests that run at once begin at places of their own.
    let start = RandomState::new().build_hasher().finish() as usize;
    // All are held until the last is known, so that no two are the same.
    let mut held = PORTS.cycle().skip(start % PORTS.len()).take(PORTS.len());
    let held: [TcpListener; N] = std::array::from_fn(|_| {
        held.find_map(|port| TcpListener::bind(("127.0.0.1", port)).ok()).expect("a free port")
    });
    held.map(|listener| listener.local_addr().expect("a bound socket has an address").port())
}
