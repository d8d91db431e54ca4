//! From the password to the first page.

use std::{path::Path, sync::Arc};

use credenza_app::{CredentialQuery, CredentialSort, Workspace};
use credenza_model::page::Direction;

use crate::{
    maker::{self, WatchedHost},
    report::{Times, figure},
};

const TIMES: u32 = 15;
/// Rows that the window asks for first (`firstPageSize` of `ui/src/api/paged.ts`).
pub(crate) const FIRST_PAGE: u32 = 60;
/// Rows that it asks for with each further page (`pageSize` there).
pub(crate) const PAGE: u32 = 200;

/// The page that the window shows first.
pub(crate) fn first_page() -> CredentialQuery {
    CredentialQuery {
        sort: CredentialSort::Changed,
        direction: Direction::Descending,
        limit: FIRST_PAGE,
        ..Default::default()
    }
}

/// Unlocks again and again: as a whole, the key derivation in it, and what is left.
pub(crate) fn measure(home: &Path, rows: u64) {
    let host = Arc::new(WatchedHost::default());
    let (mut whole, mut derivation, mut rest) =
        (Times::default(), Times::default(), Times::default());
    for _ in 0..TIMES {
        let mut one = Times::default();
        let workspace = one.time(|| {
            let folder = maker::folder(home);
            let workspace =
                Workspace::unlock(host.clone(), &folder, &maker::password()).ok().unwrap();
            workspace.list_credentials(&first_page()).unwrap();
            workspace
        });
        let derived = host.derivation();
        whole.add_all(&one);
        derivation.add(derived);
        rest.add(
            std::time::Duration::from_secs_f64(one.median() / 1_000.0).saturating_sub(derived),
        );
        drop(workspace);
    }
    figure("store", "unlock_ms", rows, whole.median(), "ms");
    figure("store", "argon2id_ms", rows, derivation.median(), "ms");
    figure("store", "open_first_page_ms", rows, rest.median(), "ms");
    figure("store", "open_first_page_p95_ms", rows, rest.percentile(95), "ms");
}
