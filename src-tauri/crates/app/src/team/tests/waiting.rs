//! What is shared by mail with somebody who is not in the team yet.

use credenza_model::ids::CredentialId;

use super::{
    super::{AccessChange, Changed, Sharing},
    window::*,
    *,
};

impl Pair {
    fn by_mail(&self, mail: &str, role: RecordRole) -> Sharing {
        let invited = vec![(self.team, mail.to_owned())];
        Sharing {
            credentials: vec![self.credential],
            people: Vec::new(),
            invited,
            everyone: Vec::new(),
            role,
        }
    }
}

async fn waits(who: &Workspace, id: CredentialId) -> Vec<(String, RecordRole)> {
    let view = who.access(id).await.unwrap();
    view.waiting.into_iter().map(|one| (one.mail, one.role)).collect()
}

#[tokio::test]
async fn what_waits_takes_effect_once_the_code_was_compared_and_not_before() {
    let pair = Pair::new().await;
    let sharing = pair.by_mail("cleo@Example.org", RecordRole::View);
    assert!(pair.ada.plan_sharing(&sharing).unwrap().refusals.is_empty());
    let saved = pair.ada.save_sharing(&sharing, &|_, _| ()).await.unwrap();
    assert!(saved.shared.is_empty() && saved.waiting[0].refused.is_none());
    // Another role for the same mail takes its place.
    let sharing = pair.by_mail("cleo@example.org", RecordRole::ViewAndShare);
    pair.ada.save_sharing(&sharing, &|_, _| ()).await.unwrap();
    let expected = [("cleo@example.org".to_owned(), RecordRole::ViewAndShare)];
    assert_eq!(waits(&pair.ada, pair.credential).await, expected);
    assert!(waits(&pair.bob, named(&pair.bob, "Robot").unwrap()).await.is_empty());

    let cleo = pair.joined("Cleo").await;
    pair.ada.sync_team(pair.team).await.unwrap();
    cleo.sync_team(pair.team).await.unwrap();
    assert!(named(&cleo, "Robot").is_err(), "anybody can say that this is their mail");
    assert_eq!(waits(&pair.ada, pair.credential).await, expected);
    pair.ada.verify_person(pair.team, "Cleo", true).await.unwrap();
    cleo.sync_team(pair.team).await.unwrap();
    let id = named(&cleo, "Robot").unwrap();
    assert_eq!(cleo.credential(id).unwrap().shared.unwrap().role, Some(RecordRole::ViewAndShare));
    cleo.read_value(id, Field::Password).await.unwrap();
    assert!(waits(&pair.ada, pair.credential).await.is_empty());
}

#[tokio::test]
async fn what_waits_can_be_taken_back() {
    let pair = Pair::new().await;
    let sharing = pair.by_mail("Cleo@example.org", RecordRole::View);
    pair.ada.save_sharing(&sharing, &|_, _| ()).await.unwrap();
    let cancel = [AccessChange::Cancel { mail: "Cleo@example.org".to_owned() }];
    let changed = pair.ada.change_access(pair.credential, &cancel).await.unwrap();
    assert_eq!(changed[0].outcome, Changed::Cancelled);
    let changed = pair.ada.change_access(pair.credential, &cancel).await.unwrap();
    assert!(matches!(changed[0].outcome, Changed::Refused(_)));
    let cleo = pair.joined("Cleo").await;
    pair.ada.verify_person(pair.team, "Cleo", true).await.unwrap();
    cleo.sync_team(pair.team).await.unwrap();
    assert!(named(&cleo, "Robot").is_err());
}

#[tokio::test]
async fn nothing_waits_for_what_may_not_be_shared() {
    let pair = Pair::new().await;
    let user = pair.joined("User").await;
    let view = pair.sharing(&[pair.credential], &[me(&user)], RecordRole::View);
    pair.save(&pair.ada, &view).await;
    user.sync_team(pair.team).await.unwrap();
    let id = named(&user, "Robot").unwrap();
    let sharing =
        Sharing { credentials: vec![id], ..pair.by_mail("x@example.org", RecordRole::View) };
    assert_eq!(user.plan_sharing(&sharing).unwrap().refusals.len(), 1);
    let saved = user.save_sharing(&sharing, &|_, _| ()).await.unwrap();
    assert!(saved.waiting[0].refused.is_some());
    assert!(waits(&user, id).await.is_empty());
}

#[tokio::test]
async fn what_came_from_a_colleague_is_told_once() {
    let pair = super::Pair::new().await;
    let told = pair.bob.take_arrivals();
    assert_eq!(told.len(), 1, "{told:?}");
    assert_eq!((told[0].name.as_str(), told[0].by.as_deref()), ("Robot", Some("Ada")));
    assert_eq!(told[0].team, "Finance");
    assert!(pair.ada.take_arrivals().is_empty(), "control: it began with her");
    pair.ada.edit_credential(pair.credential, &super::edit(None, Some("new"))).unwrap();
    for who in [&pair.ada, &pair.bob] {
        who.sync_team(pair.team).await.unwrap();
    }
    assert!(pair.bob.take_arrivals().is_empty(), "control: a change is no arrival");
}
