//! Search as you type, beside a plain full-text table and a flat file with the same names.

use std::path::Path;

use credenza_app::{CredentialQuery, CredentialSort, VariableQuery, Workspace};

use crate::{
    opening::{FIRST_PAGE, first_page},
    report::{Times, figure},
    words,
};

/// How often each text is searched, with all the others in between.
const ROUNDS: u32 = 10;

pub(crate) fn measure(workspace: &Workspace, home: &Path, rows: u64) {
    let _ = home;
    let groups = words::searches(rows);
    let texts = groups.iter().flat_map(|(kind, texts)| texts.iter().map(move |text| (*kind, text)));
    let mut measured: Vec<(&str, &String, Times)> =
        texts.map(|(kind, text)| (kind, text, Times::default())).collect();
    for _ in 0..ROUNDS {
        for (_, text, times) in &mut measured {
            search(workspace, text, times);
        }
    }
    let mut all = Times::default();
    for (kind, _) in &groups {
        let mut group = Times::default();
        measured.iter().filter(|(k, ..)| k == kind).for_each(|(.., times)| group.add_all(times));
        figure("store", &format!("search_{kind}_p50_ms"), rows, group.median(), "ms");
        figure("store", &format!("search_{kind}_p95_ms"), rows, group.percentile(95), "ms");
        all.add_all(&group);
    }
    figure("store", "search_p50_ms", rows, all.median(), "ms");
    figure("store", "search_p95_ms", rows, all.percentile(95), "ms");
    slowest(&mut measured, rows);
}

/// The text that takes longest, which the figures of all hide.
fn slowest(measured: &mut [(&str, &String, Times)], rows: u64) {
    measured.sort_by(|a, b| b.2.median().total_cmp(&a.2.median()));
    figure("store", "search_slowest_text_p50_ms", rows, measured[0].2.median(), "ms");
    for (_, text, times) in measured.iter().take(6) {
        eprintln!("{text:?} takes {:.2} ms", times.median());
    }
}

/// One text in the lists that have a search, in the orders that a person chooses first.
fn search(workspace: &Workspace, text: &str, times: &mut Times) {
    let newest = CredentialQuery { search: text.to_owned(), ..first_page() };
    let by_name = CredentialQuery {
        sort: CredentialSort::Name,
        direction: credenza_model::page::Direction::Ascending,
        ..newest.clone()
    };
    let variables =
        VariableQuery { search: text.to_owned(), limit: FIRST_PAGE, ..Default::default() };
    times.time(|| workspace.list_credentials(&newest)).unwrap();
    times.time(|| workspace.list_credentials(&by_name)).unwrap();
    times.time(|| workspace.list_variables(&variables)).unwrap();
}
