//! What a person was shown a while ago, and colleagues changed since: nothing is lost unseen.

use credenza_model::location::Location;

use super::{
    conflicts::{all, apart, choose, only, password, sync, texts, version},
    losses::{only_credential, share_with_cleo, with_cleo},
    *,
};
use crate::{
    AppError, CredentialMarks, ErrorCode, VariableMarks, credentials::CredentialEditRequest,
    variables::VariableEdit,
};

fn fields(error: &AppError) -> Vec<&'static str> {
    assert_eq!(error.code, ErrorCode::ChangedMeanwhile, "{error:?}");
    error.fields.iter().map(|one| one.field).collect()
}

/// What Ada's form shows of the secret variable.
fn shown(pair: &Pair) -> VariableMarks {
    pair.ada.variable(pair.secret).unwrap().marks
}

fn save(
    pair: &Pair,
    name: Option<&str>,
    value: Option<&str>,
    seen: &VariableMarks,
) -> Result<(), AppError> {
    let value = value.map(|value| NewValue::Secret(Secret::new(value.to_owned())));
    let edit =
        VariableEdit { display_name: name.map(str::to_owned), value, seen: Some(seen.clone()) };
    pair.ada.edit_variable(pair.secret, edit).map(drop)
}

#[tokio::test]
async fn a_version_that_came_after_the_list_is_not_chosen_away() {
    for what_counts in [true, false] {
        let pair = Pair::new().await;
        let cleo = with_cleo(&pair).await;
        share_with_cleo(&pair).await;
        sync(&pair, &[&cleo]).await;
        cleo.edit_credential(only_credential(&cleo), &edit(None, Some("by Cleo"))).unwrap();
        apart(&pair).await;
        let stale = only(&pair.ada);
        assert_eq!(texts(&stale), ["by Bob", "by Ada"]);
        // Cleo's comes while Ada looks at the two.
        sync(&pair, &[&cleo, &pair.ada]).await;
        let id = version(&stale, if what_counts { "by Bob" } else { "by Ada" });
        assert_eq!(fields(&choose(&pair.ada, &stale, id).unwrap_err()), [""; 0]);
        sync(&pair, &[&pair.ada, &pair.bob, &cleo]).await;
        for who in [&pair.ada, &pair.bob, &cleo] {
            let mut found = texts(&only(who));
            found.sort();
            assert_eq!(found, ["by Ada", "by Bob", "by Cleo"]);
        }
        // Control: who saw the three chooses among them.
        let three = only(&pair.ada);
        choose(&pair.ada, &three, version(&three, "by Cleo")).unwrap();
        sync(&pair, &[&pair.ada, &pair.bob, &cleo]).await;
        for who in [&pair.ada, &pair.bob, &cleo] {
            assert_eq!((all(who).len(), pair.robot(who).1.as_str()), (0, "by Cleo"));
        }
    }
}

#[tokio::test]
async fn an_own_edit_of_what_counts_is_not_chosen_away_by_an_older_list() {
    let pair = Pair::new().await;
    apart(&pair).await;
    let stale = only(&pair.ada);
    pair.ada.edit_credential(pair.credential, &edit(None, Some("in the other window"))).unwrap();
    let refused = choose(&pair.ada, &stale, version(&stale, "by Ada")).unwrap_err();
    assert_eq!(refused.code, ErrorCode::ChangedMeanwhile);
    assert_eq!(pair.robot(&pair.ada).1, "in the other window");
}

#[tokio::test]
async fn a_list_stands_for_its_versions_through_looks_that_bring_nothing_new() {
    let pair = Pair::new().await;
    apart(&pair).await;
    let shown = only(&pair.ada);
    pair.bob.edit_credential(only_credential(&pair.bob), &edit(Some("Robot 2"), None)).unwrap();
    sync(&pair, &[&pair.bob, &pair.ada, &pair.bob, &pair.ada]).await;
    assert_eq!(only(&pair.ada).among, shown.among);
    choose(&pair.ada, &shown, version(&shown, "by Ada")).unwrap();
    assert_eq!(pair.robot(&pair.ada), ("Robot 2".to_owned(), "by Ada".to_owned()));
}

#[tokio::test]
async fn a_value_that_came_after_the_form_is_not_replaced_by_who_did_not_see_it() {
    let pair = Pair::new().await;
    let bobs = pair.bob.credential(only_credential(&pair.bob)).unwrap().secret.id;
    let form = shown(&pair);
    pair.bob.set_secret(bobs, Secret::new("rotated".to_owned())).unwrap();
    sync(&pair, &[&pair.bob, &pair.ada]).await;

    let refused = save(&pair, None, Some("by Ada"), &form).unwrap_err();
    assert_eq!(fields(&refused), ["value"]);
    assert!(refused.message.contains("value") && refused.message.contains("Bob"), "{refused}");
    assert_eq!(password(&pair.ada).await, "rotated");
    // With another name nothing of both is stored.
    let both = save(&pair, Some("Renamed"), Some("by Ada"), &form).unwrap_err();
    assert_eq!(fields(&both), ["value"]);
    // A field that nobody else changed is merged.
    save(&pair, Some("Renamed"), None, &form).unwrap();
    sync(&pair, &[&pair.ada, &pair.bob]).await;
    assert_eq!(password(&pair.ada).await, "rotated");
    let bobs_name = pair.bob.variable(bobs).unwrap().variable.display_name;
    assert_eq!(bobs_name.as_str(), "Renamed");

    // Control: who looked at the newer one saves over it.
    save(&pair, None, Some("by Ada"), &shown(&pair)).unwrap();
    sync(&pair, &[&pair.ada, &pair.bob]).await;
    assert_eq!((password(&pair.ada).await, password(&pair.bob).await), both_have("by Ada"));
    assert!(all(&pair.ada).is_empty());
}

fn both_have(value: &str) -> (String, String) {
    (value.to_owned(), value.to_owned())
}

#[tokio::test]
async fn a_display_name_that_came_after_the_form_is_refused_and_the_value_merged() {
    let pair = Pair::new().await;
    let bobs = pair.bob.credential(only_credential(&pair.bob)).unwrap().secret.id;
    let form = shown(&pair);
    pair.bob.rename_variable(bobs, "By Bob").unwrap();
    sync(&pair, &[&pair.bob, &pair.ada]).await;
    assert_eq!(fields(&save(&pair, Some("By Ada"), None, &form).unwrap_err()), ["displayName"]);
    save(&pair, None, Some("later"), &form).unwrap();
    sync(&pair, &[&pair.ada, &pair.bob]).await;
    for (who, id) in [(&pair.ada, pair.secret), (&pair.bob, bobs)] {
        assert_eq!(who.variable(id).unwrap().variable.display_name.as_str(), "By Bob");
        assert_eq!(password(who).await, "later");
    }
}

#[tokio::test]
async fn a_credentials_fields_that_came_after_the_form_stay_or_are_refused() {
    let pair = Pair::new().await;
    let bobs = only_credential(&pair.bob);
    let shown = |pair: &Pair| pair.ada.credential(pair.credential).unwrap().marks;
    let save = |request: CredentialEditRequest, seen: &CredentialMarks| {
        let request = CredentialEditRequest { seen: Some(seen.clone()), ..request };
        pair.ada.edit_credential(pair.credential, &request).map(drop)
    };
    let places = |one| CredentialEditRequest { locations: Some(vec![one]), ..Default::default() };
    let form = shown(&pair);
    pair.bob.edit_credential(bobs, &edit(Some("By Bob"), Some("by Bob"))).unwrap();
    sync(&pair, &[&pair.bob, &pair.ada]).await;
    let both = edit(Some("By Ada"), Some("by Ada"));
    let refused = save(both, &form).unwrap_err();
    assert_eq!(fields(&refused), ["name", "description"]);
    assert!(refused.message.ends_with("The newest change came from Bob."), "{refused}");
    save(places(Location::Network), &form).unwrap();
    assert_eq!(pair.robot(&pair.ada), ("By Bob".to_owned(), "by Bob".to_owned()));

    sync(&pair, &[&pair.ada, &pair.bob]).await;
    let form = shown(&pair);
    pair.bob.edit_credential(bobs, &places(Location::DesktopFlow)).unwrap();
    sync(&pair, &[&pair.bob, &pair.ada]).await;
    assert_eq!(fields(&save(places(Location::Connection), &form).unwrap_err()), ["locations"]);
    save(edit(None, Some("by Ada")), &form).unwrap();
    save(edit(Some("By Ada"), None), &shown(&pair)).unwrap();
    assert_eq!(pair.robot(&pair.ada), ("By Ada".to_owned(), "by Ada".to_owned()));
}

#[tokio::test]
async fn a_mark_of_a_secret_is_not_that_of_its_value() {
    let pair = Pair::new().await;
    let (before, text) = (shown(&pair), || Secret::new("guessable".to_owned()));
    pair.ada.set_secret(pair.secret, text()).unwrap();
    let one = shown(&pair);
    pair.ada.set_secret(pair.secret, text()).unwrap();
    let two = shown(&pair);
    assert_ne!(before.value, one.value);
    assert_ne!(one.value, two.value, "the same value sealed twice has two marks");
    assert_eq!(one.display_name, two.display_name, "control");
}
