//! Search as you type, beside a plain full-text table and a flat file with the same names.

use std::path::Path;

use credenza_app::{CredentialQuery, CredentialSort, VariableQuery, Workspace};

use crate::{
    opening::{PAGE, first_page},
    report::{Times, figure},
    words,
};

/// How often each text is searched.
const TIMES: u32 = 10;

pub(crate) fn measure(workspace: &Workspace, home: &Path, rows: u64) {
    let _ = home;
    let mut all = Times::default();
    let mut worst = (0.0, String::new());
    for (kind, texts) in words::searches(rows) {
        let mut group = Times::default();
        for text in texts {
            let times = one(workspace, &text);
            if times.percentile(95) > worst.0 {
                worst = (times.percentile(95), text);
            }
            group.add_all(&times);
        }
        figure("store", &format!("search_{kind}_p50_ms"), rows, group.median(), "ms");
        figure("store", &format!("search_{kind}_p95_ms"), rows, group.percentile(95), "ms");
        all.add_all(&group);
    }
    figure("store", "search_p50_ms", rows, all.median(), "ms");
    figure("store", "search_p95_ms", rows, all.percentile(95), "ms");
    figure("store", "search_worst_text_p95_ms", rows, worst.0, "ms");
    eprintln!("the slowest text was {:?}", worst.1);
}

/// One text in the lists that have a search, in the orders that a person chooses first.
fn one(workspace: &Workspace, text: &str) -> Times {
    let newest = CredentialQuery { search: text.to_owned(), ..first_page() };
    let by_name = CredentialQuery {
        sort: CredentialSort::Name,
        direction: credenza_model::page::Direction::Ascending,
        ..newest.clone()
    };
    let variables = VariableQuery { search: text.to_owned(), limit: PAGE, ..Default::default() };
    let mut times = Times::default();
    for _ in 0..TIMES {
        times.time(|| workspace.list_credentials(&newest)).unwrap();
        times.time(|| workspace.list_credentials(&by_name)).unwrap();
        times.time(|| workspace.list_variables(&variables)).unwrap();
    }
    times
}
