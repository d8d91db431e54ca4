//! Settings through the use cases.
#![allow(clippy::unwrap_used, reason = "tests")]

mod support;

use support::create;

#[test]
fn the_order_of_a_table_is_kept_and_one_too_long_is_refused() {
    let home = tempfile::tempdir().unwrap();
    let (workspace, _) = create(home.path());
    let mut settings = workspace.settings().unwrap();
    assert!(settings.tables.is_empty());
    let look = "changed.down store:180".to_owned();
    settings.tables.insert("credentials".to_owned(), look.clone());
    workspace.set_settings(&settings).unwrap();
    assert_eq!(workspace.settings().unwrap(), settings);
    settings.tables.insert("variables".to_owned(), "x".repeat(1_025));
    assert_eq!(workspace.set_settings(&settings).unwrap_err().fields[0].field, "tables");
    assert_eq!(workspace.settings().unwrap().tables["credentials"], look);
}
