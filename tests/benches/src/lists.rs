//! Pages of the lists, from the first and from the middle.

use credenza_app::{
    CredentialFilter, CredentialQuery, CredentialSort, VariableQuery, VariableSort, Workspace,
};
use credenza_model::{location::Location, page::Direction, status::Status, vault::StoreKind};

use crate::{
    opening::{PAGE, first_page},
    report::{Times, figure},
};

/// Pages that are read one after the other in each list.
const PAGES: usize = 12;
const DIRECTIONS: [Direction; 2] = [Direction::Ascending, Direction::Descending];

pub(crate) fn measure(workspace: &Workspace, rows: u64) {
    let mut sorted = Times::default();
    for sort in [
        CredentialSort::Name,
        CredentialSort::Store,
        CredentialSort::UsedBy,
        CredentialSort::Status,
        CredentialSort::Changed,
    ] {
        for direction in DIRECTIONS {
            let query = CredentialQuery { sort, direction, limit: PAGE, ..Default::default() };
            credentials(workspace, query, &mut sorted);
        }
    }
    variables(workspace, &mut sorted);
    figure("store", "list_page_p95_ms", rows, sorted.percentile(95), "ms");

    let mut filtered = Times::default();
    for query in filters() {
        credentials(workspace, query, &mut filtered);
    }
    figure("store", "list_filtered_page_p95_ms", rows, filtered.percentile(95), "ms");
}

/// Filters that keep much, little and nothing.
fn filters() -> Vec<CredentialQuery> {
    let page = || CredentialQuery { limit: PAGE, ..first_page() };
    let statuses = |statuses: &[Status]| CredentialQuery { statuses: statuses.to_vec(), ..page() };
    vec![
        CredentialQuery { filter: CredentialFilter::Expiring, ..page() },
        CredentialQuery { filter: CredentialFilter::Unused, ..page() },
        CredentialQuery { stores: vec![StoreKind::AzureKeyVault], ..page() },
        CredentialQuery { locations: vec![Location::Network], ..page() },
        statuses(&[Status::Ready]),
        statuses(&[Status::NoAccess]),
        statuses(&[Status::Expired, Status::Disabled]),
    ]
}

fn credentials(workspace: &Workspace, mut query: CredentialQuery, times: &mut Times) {
    for _ in 0..PAGES {
        let page = times.time(|| workspace.list_credentials(&query)).unwrap();
        query.cursor = page.next;
        if query.cursor.is_none() {
            break;
        }
    }
}

fn variables(workspace: &Workspace, times: &mut Times) {
    for sort in [VariableSort::DisplayName, VariableSort::Place, VariableSort::UsedBy] {
        for direction in DIRECTIONS {
            let mut query = VariableQuery { sort, direction, limit: PAGE, ..Default::default() };
            for _ in 0..PAGES {
                let page = times.time(|| workspace.list_variables(&query)).unwrap();
                query.cursor = page.next;
                if query.cursor.is_none() {
                    break;
                }
            }
        }
    }
}
