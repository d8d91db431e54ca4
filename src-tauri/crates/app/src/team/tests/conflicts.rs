//! What two people change at once in one field: both versions stay until one of them chooses.

use credenza_model::location::{Location, Locations};
use credenza_secret::Secret;

use super::{
    super::{Conflict, ConflictField, ConflictOf, VersionValue},
    Pair, edit,
    losses::{only_credential, with_cleo},
    window::me,
};
use crate::{
    AppError, ErrorCode, Workspace,
    credentials::{CredentialEditRequest, CredentialValue, Field},
    team::{RecordRole, ShareRequest},
};

pub(super) fn all(who: &Workspace) -> Vec<Conflict> {
    who.conflicts(ConflictOf::Credential(only_credential(who))).unwrap()
}

pub(super) fn only(who: &Workspace) -> Conflict {
    let mut all = all(who);
    assert_eq!(all.len(), 1, "{all:?}");
    all.remove(0)
}

pub(super) fn marked(who: &Workspace) -> bool {
    let id = only_credential(who);
    who.credential(id).unwrap().shared.unwrap().conflict
}

pub(super) fn texts(conflict: &Conflict) -> Vec<String> {
    let text = |value: &VersionValue| match value {
        VersionValue::Text(text) => text.clone(),
        VersionValue::Locations(locations) => format!("{:?}", locations.iter().collect::<Vec<_>>()),
        VersionValue::Secret { can_reveal } => format!("secret {can_reveal}"),
    };
    conflict.versions.iter().map(|version| text(&version.value)).collect()
}

pub(super) fn version<'c>(conflict: &'c Conflict, text: &str) -> &'c str {
    let at = texts(conflict).iter().position(|one| one == text).unwrap();
    &conflict.versions[at].id
}

/// Chooses a version of those that were shown.
pub(super) fn choose(who: &Workspace, shown: &Conflict, id: &str) -> Result<(), AppError> {
    who.choose_version(shown.of, shown.field, id, &shown.among)
}

pub(super) async fn sync(pair: &Pair, who: &[&Workspace]) {
    for one in who {
        assert_eq!(one.sync_team(pair.team).await.unwrap().waiting, 0);
    }
}

pub(super) async fn password(who: &Workspace) -> String {
    match who.read_value(only_credential(who), Field::Password).await.unwrap() {
        CredentialValue::Password(value) => value.expose().to_owned(),
        _ => panic!("a password"),
    }
}

/// Both change the description without knowing of each other.
pub(super) async fn apart(pair: &Pair) {
    pair.ada.edit_credential(pair.credential, &edit(None, Some("by Ada"))).unwrap();
    let bobs = only_credential(&pair.bob);
    pair.bob.edit_credential(bobs, &edit(None, Some("by Bob"))).unwrap();
    sync(pair, &[&pair.ada, &pair.bob, &pair.ada]).await;
}

#[tokio::test]
async fn a_field_that_both_changed_offline_keeps_both_until_one_is_chosen() {
    for keep_what_counts in [true, false] {
        let pair = Pair::new().await;
        apart(&pair).await;
        for who in [&pair.ada, &pair.bob] {
            let conflict = only(who);
            assert_eq!(conflict.field, ConflictField::Description);
            assert_eq!(texts(&conflict), ["by Bob", "by Ada"], "the later one counts");
            let names: Vec<_> = conflict.versions.iter().map(|one| one.by.clone()).collect();
            assert_eq!(names, [Some("Bob".to_owned()), Some("Ada".to_owned())]);
            let you: Vec<bool> = conflict.versions.iter().map(|one| one.you).collect();
            let bob = std::ptr::eq(who, &pair.bob);
            assert_eq!(you, [bob, !bob]);
            assert!(conflict.may_choose && marked(who));
            assert_eq!(pair.robot(who).1, "by Bob");
        }
        let chosen = if keep_what_counts { "by Bob" } else { "by Ada" };
        let conflict = only(&pair.ada);
        let id = version(&conflict, chosen);
        choose(&pair.ada, &conflict, id).unwrap();
        assert!(all(&pair.ada).is_empty() && !marked(&pair.ada));
        let again = choose(&pair.ada, &conflict, id).unwrap_err();
        assert_eq!(again.code, ErrorCode::NotFound);
        sync(&pair, &[&pair.ada, &pair.bob, &pair.ada]).await;
        for who in [&pair.ada, &pair.bob] {
            assert!(all(who).is_empty() && !marked(who));
            assert_eq!(pair.robot(who).1, chosen);
        }
    }
}

#[tokio::test]
async fn two_revisions_in_the_log_at_once_keep_both() {
    let pair = Pair::new().await;
    let bobs = only_credential(&pair.bob);
    let mut ada = pair.ada.team_session(pair.team).await.unwrap();
    let mut bob = pair.bob.team_session(pair.team).await.unwrap();
    pair.ada.edit_credential(pair.credential, &edit(None, Some("by Ada"))).unwrap();
    ada.publish().await.unwrap();
    pair.bob.edit_credential(bobs, &edit(Some("Robot by Bob"), Some("by Bob"))).unwrap();
    bob.publish().await.unwrap();
    drop((ada, bob));
    sync(&pair, &[&pair.bob, &pair.ada, &pair.bob]).await;
    for who in [&pair.ada, &pair.bob] {
        let conflict = only(who);
        assert_eq!(conflict.field, ConflictField::Description, "the name was changed by Bob alone");
        let mut texts = texts(&conflict);
        texts.sort();
        assert_eq!(texts, ["by Ada", "by Bob"]);
        assert_eq!(pair.robot(who).0, "Robot by Bob");
    }
}

#[tokio::test]
async fn different_fields_and_the_same_value_and_a_known_change_are_no_conflict() {
    let pair = Pair::new().await;
    let bobs = only_credential(&pair.bob);
    pair.ada.edit_credential(pair.credential, &edit(Some("Robot 2"), None)).unwrap();
    pair.bob.edit_credential(bobs, &edit(None, Some("by Bob"))).unwrap();
    sync(&pair, &[&pair.ada, &pair.bob, &pair.ada]).await;
    for who in [&pair.ada, &pair.bob] {
        who.edit_credential(only_credential(who), &edit(None, Some("the same"))).unwrap();
    }
    sync(&pair, &[&pair.ada, &pair.bob, &pair.ada]).await;
    for text in ["one", "two"] {
        for who in [&pair.ada, &pair.bob] {
            who.edit_credential(only_credential(who), &edit(None, Some(text))).unwrap();
            sync(&pair, &[who, &pair.ada, &pair.bob]).await;
        }
    }
    for who in [&pair.ada, &pair.bob] {
        assert!(all(who).is_empty() && !marked(who));
        assert_eq!(pair.robot(who), ("Robot 2".to_owned(), "two".to_owned()));
    }
}

#[tokio::test]
async fn both_values_of_a_secret_are_kept_sealed_and_shown_to_who_may_see_them() {
    let pair = Pair::new().await;
    let cleo = with_cleo(&pair).await;
    let request = ShareRequest {
        team: pair.team,
        credentials: vec![pair.credential],
        people: vec![me(&cleo)],
        role: RecordRole::View,
    };
    pair.ada.share(&request).await.unwrap();
    let bobs = pair.bob.credential(only_credential(&pair.bob)).unwrap().secret.id;
    pair.ada.set_secret(pair.secret, Secret::new("canary-ada".to_owned())).unwrap();
    pair.bob.set_secret(bobs, Secret::new("canary-bob".to_owned())).unwrap();
    sync(&pair, &[&pair.ada, &pair.bob, &pair.ada, &cleo]).await;
    for (who, variable) in [(&pair.ada, pair.secret), (&pair.bob, bobs)] {
        let conflict = only(who);
        assert_eq!(
            (conflict.field, texts(&conflict)),
            (ConflictField::Value, vec!["secret true".to_owned(); 2])
        );
        let values = conflict.versions.iter().map(|one| who.conflict_value(variable, &one.id));
        let values: Vec<String> = values.map(|one| one.unwrap().expose().to_owned()).collect();
        assert_eq!(values, ["canary-bob", "canary-ada"]);
        assert_eq!(password(who).await, "canary-bob", "it is usable meanwhile");
        assert!(marked(who), "the credential that uses it");
        let seen = who.store().observed_reads().unwrap();
        let seen: Vec<_> = seen.iter().map(|one| (one.credential, one.times)).collect();
        assert_eq!(seen, [(only_credential(who), 2)], "both were shown");
    }
    // Who may only use it knows that there are two, and neither sees nor chooses.
    let conflict = only(&cleo);
    assert_eq!(texts(&conflict), ["secret false", "secret false"]);
    assert!(!conflict.may_choose);
    let ConflictOf::Variable(cleos) = conflict.of else { panic!("of the variable") };
    let id = &conflict.versions[1].id;
    assert_eq!(cleo.conflict_value(cleos, id).map(drop).unwrap_err().code, ErrorCode::NotAllowed);
    let refused = choose(&cleo, &conflict, id).unwrap_err();
    assert_eq!(refused.code, ErrorCode::NotAllowed);

    let conflict = only(&pair.bob);
    choose(&pair.bob, &conflict, &conflict.versions[1].id).unwrap();
    sync(&pair, &[&pair.bob, &pair.ada, &cleo]).await;
    for who in [&pair.ada, &pair.bob, &cleo] {
        assert_eq!((password(who).await.as_str(), all(who).len()), ("canary-ada", 0));
    }
}

#[tokio::test]
async fn choices_that_differ_are_a_conflict_again_and_none_is_lost() {
    let pair = Pair::new().await;
    apart(&pair).await;
    for (who, text) in [(&pair.ada, "by Ada"), (&pair.bob, "by Bob")] {
        let conflict = only(who);
        choose(who, &conflict, version(&conflict, text)).unwrap();
    }
    sync(&pair, &[&pair.ada, &pair.bob, &pair.ada]).await;
    for who in [&pair.ada, &pair.bob] {
        assert_eq!(texts(&only(who)), ["by Bob", "by Ada"]);
    }
    // A third version beside both, and a choice of one of the three.
    let bobs = only_credential(&pair.bob);
    pair.ada.edit_credential(pair.credential, &edit(None, Some("third"))).unwrap();
    pair.bob.edit_credential(bobs, &edit(None, Some("fourth"))).unwrap();
    sync(&pair, &[&pair.ada, &pair.bob, &pair.ada]).await;
    let conflict = only(&pair.ada);
    assert_eq!(texts(&conflict)[..2], ["fourth", "third"]);
    choose(&pair.ada, &conflict, version(&conflict, "third")).unwrap();
    sync(&pair, &[&pair.ada, &pair.bob]).await;
    for who in [&pair.ada, &pair.bob] {
        assert_eq!((pair.robot(who).1.as_str(), all(who).len()), ("third", 0));
    }
}

#[tokio::test]
async fn locations_and_names_can_be_in_conflict_and_an_end_of_access_ends_it() {
    let pair = Pair::new().await;
    let places = |locations: &[Location]| CredentialEditRequest {
        name: None,
        description: None,
        locations: Some(locations.to_vec()),
        seen: None,
    };
    let bobs = only_credential(&pair.bob);
    pair.ada.edit_credential(pair.credential, &places(&[Location::Network])).unwrap();
    pair.bob.edit_credential(bobs, &places(&[Location::DesktopFlow])).unwrap();
    pair.ada.edit_credential(pair.credential, &edit(Some("Ada's"), None)).unwrap();
    pair.bob.edit_credential(bobs, &edit(Some("Bob's"), None)).unwrap();
    sync(&pair, &[&pair.ada, &pair.bob, &pair.ada]).await;
    for who in [&pair.ada, &pair.bob] {
        let found = all(who);
        let fields: Vec<_> = found.iter().map(|one| one.field).collect();
        assert_eq!(fields, [ConflictField::Name, ConflictField::Locations]);
        assert_eq!(texts(&found[0]), ["Bob's", "Ada's"]);
    }
    let found = all(&pair.ada);
    for conflict in &found {
        choose(&pair.ada, conflict, &conflict.versions[1].id).unwrap();
    }
    sync(&pair, &[&pair.ada, &pair.bob]).await;
    assert_eq!(pair.robot(&pair.bob).0, "Ada's");
    let view = pair.bob.credential(bobs).unwrap();
    assert_eq!(view.credential.locations, Locations::new([Location::Network]).unwrap());

    apart(&pair).await;
    pair.ada.unshare(pair.credential, "Bob", true).await.unwrap();
    sync(&pair, &[&pair.bob]).await;
    assert!(pair.bob.store().things_in_conflict().unwrap().is_empty());
    assert_eq!(all(&pair.ada).len(), 1, "control: who has it still sees both");
}

#[tokio::test]
async fn lists_show_what_colleagues_share_and_what_began_here() {
    use crate::{CredentialFilter, CredentialQuery, VariableFilter, VariableQuery};
    let pair = Pair::new().await;
    for who in [&pair.ada, &pair.bob] {
        let secret = super::variable(
            who,
            "mine",
            crate::variables::NewValue::Secret(Secret::new("x".to_owned())),
        );
        super::window::own(who, "Mine", secret);
    }
    let count = |who: &Workspace, filter, of_variables| {
        let credentials = CredentialQuery { filter, limit: 10, ..CredentialQuery::default() };
        let variables =
            VariableQuery { filter: of_variables, limit: 10, ..VariableQuery::default() };
        let rows = who.list_credentials(&credentials).unwrap();
        (rows.rows.len(), rows.total, who.list_variables(&variables).unwrap().rows.len())
    };
    let all = |who| count(who, CredentialFilter::All, VariableFilter::All);
    let with_me = |who| count(who, CredentialFilter::SharedWithMe, VariableFilter::SharedWithMe);
    let by_me = |who| count(who, CredentialFilter::SharedByMe, VariableFilter::SharedByMe);
    assert_eq!([all(&pair.ada), all(&pair.bob)], [(2, 2, 4); 2], "control");
    assert_eq!([with_me(&pair.ada), by_me(&pair.ada)], [(0, 0, 0), (1, 1, 2)]);
    assert_eq!([with_me(&pair.bob), by_me(&pair.bob)], [(1, 1, 2), (0, 0, 0)]);
}
