//! What the window asks for when it shows a page, one figure a question.

use credenza_app::{
    CredentialFilter, CredentialSort, VariableFilter, VariableQuery, VariableSort, Workspace,
    dependencies::{
        AffectedAction, AffectedRequest, DependencyQuery, Group, NodeKey, ReadFilter, Tab,
    },
    team::PersonQuery,
};
use credenza_model::{location::Location, page::Direction, status::Status, vault::StoreKind};

use crate::{
    opening::first_page,
    report::{Times, figure},
    words,
};

/// How often each question is asked; one that takes seconds is asked less often.
const TIMES: u64 = 40;
/// After this long no further time is taken.
const ENOUGH_MS: f64 = 8_000.0;

/// A question, asked for the `n`th time.
type Question<'w> = (&'static str, Box<dyn Fn(u64) + 'w>);

/// The answer was there; what it says is for tests.
fn answered<T>(_: T) {}

pub(crate) fn measure(workspace: &Workspace, rows: u64) {
    let questions = pages(workspace, rows).into_iter().chain(shelves(workspace));
    for (name, ask) in questions.chain(where_used(workspace, rows)) {
        let (mut times, mut spent) = (Times::default(), 0.0);
        for n in 0..TIMES {
            times.time(|| ask(n));
            spent += times.last();
            if spent > ENOUGH_MS {
                break;
            }
        }
        figure("store", &format!("read_{name}_p95_ms"), rows, times.percentile(95), "ms");
    }
}

/// Lists and details.
fn pages<'w>(workspace: &'w Workspace, rows: u64) -> Vec<Question<'w>> {
    let credential = move |n| words::credential(words::mixed(n, 61) % rows);
    let mut all: Vec<Question<'w>> = vec![
        ("vaults", Box::new(|_| answered(workspace.list_vaults().unwrap()))),
        ("this_device", Box::new(|_| answered(workspace.device_usage().unwrap()))),
        ("expiring", Box::new(|_| answered(workspace.expiring().unwrap()))),
        ("settings", Box::new(|_| answered(workspace.settings().unwrap()))),
        (
            "credential",
            Box::new(move |n| answered(workspace.credential_by_name(&credential(n)).unwrap())),
        ),
        (
            "variable",
            Box::new(move |n| {
                let id = workspace.credential_by_name(&credential(n)).unwrap().secret.id;
                answered(workspace.variable(id).unwrap());
            }),
        ),
        (
            "connections",
            Box::new(|_| answered(workspace.list_connections(&Default::default()).unwrap())),
        ),
    ];
    let vault = workspace.list_vaults().unwrap()[0].vault.id;
    let filters = [
        ("variables_of_vault", VariableQuery { vault: Some(vault), ..Default::default() }),
        (
            "variables_unused",
            VariableQuery { filter: VariableFilter::Unused, ..Default::default() },
        ),
        (
            "variables_expiring",
            VariableQuery { filter: VariableFilter::Expiring, ..Default::default() },
        ),
        (
            "variables_on_this_device",
            VariableQuery { stores: vec![StoreKind::ThisDevice], ..Default::default() },
        ),
        (
            "variables_text",
            VariableQuery { kinds: vec![credenza_app::VariableKind::Text], ..Default::default() },
        ),
        (
            "variables_certificates",
            VariableQuery {
                kinds: vec![credenza_app::VariableKind::Certificate],
                ..Default::default()
            },
        ),
        (
            "variables_shared",
            VariableQuery { filter: VariableFilter::SharedWithMe, ..Default::default() },
        ),
    ];
    for (name, query) in filters {
        all.push((
            name,
            Box::new(move |n| {
                let sorts =
                    [VariableSort::DisplayName, VariableSort::Changed, VariableSort::Status];
                let query = VariableQuery {
                    sort: sorts[n as usize % 3],
                    direction: direction(n),
                    limit: 200,
                    ..query.clone()
                };
                answered(workspace.list_variables(&query).unwrap());
            }),
        ));
    }
    let base = first_page;
    let filters = [
        ("credentials_expiring", CredentialFilter::Expiring, vec![], vec![], vec![]),
        ("credentials_unused", CredentialFilter::Unused, vec![], vec![], vec![]),
        ("credentials_shared", CredentialFilter::SharedByMe, vec![], vec![], vec![]),
        (
            "credentials_in_vaults",
            CredentialFilter::All,
            vec![StoreKind::AzureKeyVault],
            vec![],
            vec![],
        ),
        ("credentials_of_network", CredentialFilter::All, vec![], vec![Location::Network], vec![]),
        ("credentials_no_access", CredentialFilter::All, vec![], vec![], vec![Status::NoAccess]),
        ("credentials_ready", CredentialFilter::All, vec![], vec![], vec![Status::Ready]),
        (
            "credentials_not_checked",
            CredentialFilter::All,
            vec![],
            vec![],
            vec![Status::NotChecked],
        ),
        (
            "credentials_expired_in_network",
            CredentialFilter::All,
            vec![],
            vec![Location::Network],
            vec![Status::Expired],
        ),
        (
            "credentials_expiring_on_this_device",
            CredentialFilter::Expiring,
            vec![StoreKind::ThisDevice],
            vec![],
            vec![],
        ),
    ];
    for (name, filter, stores, locations, statuses) in filters {
        all.push((
            name,
            Box::new(move |n| {
                let sorts = [
                    CredentialSort::Changed,
                    CredentialSort::Name,
                    CredentialSort::Status,
                    CredentialSort::Store,
                ];
                let mut query = base();
                (query.filter, query.sort, query.direction) =
                    (filter, sorts[n as usize % 4], direction(n));
                query.stores.clone_from(&stores);
                query.locations.clone_from(&locations);
                query.statuses.clone_from(&statuses);
                answered(workspace.list_credentials(&query).unwrap());
            }),
        ));
    }
    all
}

fn direction(n: u64) -> Direction {
    if n.is_multiple_of(2) { Direction::Ascending } else { Direction::Descending }
}

/// What pages beside the lists show, and what is asked without anybody's wish.
fn shelves<'w>(workspace: &'w Workspace) -> Vec<Question<'w>> {
    vec![
        ("recently_deleted", Box::new(|_| answered(workspace.list_deleted(None).unwrap()))),
        ("sources", Box::new(|_| answered(workspace.list_sources().unwrap()))),
        ("waiting_for_check", Box::new(|_| answered(workspace.waiting_for_check().unwrap()))),
        ("conflicts", Box::new(|_| answered(workspace.all_conflicts().unwrap()))),
        ("teams", Box::new(|_| answered(workspace.team_details().unwrap()))),
        ("people", Box::new(|_| answered(workspace.people(&PersonQuery::default()).unwrap()))),
        ("own_devices", Box::new(|_| answered(workspace.own_devices().unwrap()))),
        ("rotations", Box::new(|_| answered(workspace.rotations().unwrap()))),
        ("draft", Box::new(|_| answered(workspace.draft("credential").unwrap()))),
        ("search_parts", Box::new(|_| answered(workspace.search_is_in_parts().unwrap()))),
    ]
}

/// Where used. Each question follows a change, as those that a person asks do.
fn where_used<'w>(workspace: &'w Workspace, rows: u64) -> Vec<Question<'w>> {
    let touch = move |n: u64| workspace.set_draft("bench", Some(&n.to_string())).unwrap();
    let thing = move |n| {
        let name = words::credential(words::mixed(n, 62) % rows);
        NodeKey::Credential(workspace.credential_by_name(&name).unwrap().credential.id)
    };
    let query = move |n| DependencyQuery {
        thing: thing(n),
        tab: Tab::UsedBy,
        search: String::new(),
        groups: Vec::<Group>::new(),
        sources: Vec::new(),
        read: ReadFilter::Any,
        limit: 200,
    };
    vec![
        (
            "where_used",
            Box::new(move |n| {
                touch(n);
                answered(workspace.dependencies(&query(n)).unwrap());
            }),
        ),
        (
            "where_used_picture",
            Box::new(move |n| {
                touch(n);
                answered(workspace.dependency_graph(&query(n), 2).unwrap());
            }),
        ),
        (
            "affected",
            Box::new(move |n| {
                touch(n);
                let request =
                    AffectedRequest { action: AffectedAction::Delete, things: vec![thing(n)] };
                answered(workspace.affected(&request).unwrap());
            }),
        ),
        (
            "find_things",
            Box::new(move |n| {
                touch(n);
                answered(
                    workspace
                        .find_things(["sap", "oslo", "bosch robot"][n as usize % 3], 50)
                        .unwrap(),
                );
            }),
        ),
        (
            "coverage",
            Box::new(move |n| {
                touch(n);
                answered(workspace.coverage().unwrap());
            }),
        ),
    ]
}
