//! Everyone in the team as who has access.

use credenza_model::{
    ids::{CredentialId, PersonId},
    team::Subject,
};

use super::{
    super::{AccessChange, ChangeRight, Changed, Outcome, Sharing},
    losses::record_of,
    window::*,
    *,
};

impl Pair {
    async fn with_everyone(&self, who: &Workspace, id: CredentialId, role: RecordRole) -> Outcome {
        let sharing = Sharing {
            credentials: vec![id],
            people: Vec::new(),
            invited: Vec::new(),
            everyone: vec![self.team],
            role,
        };
        let refused = !who.plan_sharing(&sharing).unwrap().refusals.is_empty();
        let mut saved = who.save_sharing(&sharing, &|_, _| ()).await.unwrap();
        let outcome = saved.everyone.remove(0).outcome;
        assert_eq!(refused, matches!(outcome, Outcome::Refused(_)), "what the form says");
        outcome
    }

    async fn change(&self, change: AccessChange) -> Changed {
        let results = self.ada.change_access(self.credential, &[change]).await.unwrap();
        results[0].outcome.clone()
    }
}

fn role_here(who: &Workspace) -> Option<RecordRole> {
    let view = who.credential(named(who, "Robot").ok()?).unwrap();
    let secret = who.shared_role(view.secret.id.as_bytes()).unwrap().flatten();
    let role = view.shared.unwrap().role;
    assert_eq!(secret, role, "the variables come along");
    role
}

#[tokio::test]
async fn everyone_gets_it_whoever_comes_later_too_until_it_is_taken_back() {
    let pair = Pair::new().await;
    let cleo = pair.joined("Cleo").await;
    let found = pair.ada.find_recipients(&[pair.credential], "finan", 50).unwrap();
    assert!(found.len() == 1 && found[0].everyone && found[0].blocked.is_none(), "{found:?}");
    let shared = pair.with_everyone(&pair.ada, pair.credential, RecordRole::View).await;
    assert_eq!(shared, Outcome::Shared);
    let again = pair.with_everyone(&pair.ada, pair.credential, RecordRole::View).await;
    assert_eq!(again, Outcome::Unchanged);
    let found = pair.ada.find_recipients(&[pair.credential], "finan", 50).unwrap();
    assert!(found[0].blocked.is_some());
    let dan = pair.joined("Dan").await;
    for who in [&pair.ada, &cleo, &dan] {
        who.sync_team(pair.team).await.unwrap();
    }
    for who in [&cleo, &dan] {
        assert_eq!(role_here(who), Some(RecordRole::View));
        let id = named(who, "Robot").unwrap();
        who.read_value(id, Field::Password).await.unwrap();
        let access = who.access(id).await.unwrap();
        let everyone = access.people.iter().find(|row| row.person.is_none()).unwrap();
        assert!(matches!(everyone.change, ChangeRight::MayNot(_)));
        let refused = who
            .change_access(id, &[AccessChange::RemoveEveryone { variables: Vec::new() }])
            .await
            .unwrap();
        assert!(matches!(refused[0].outcome, Changed::Refused(_)), "{refused:?}");
    }
    pair.bob.sync_team(pair.team).await.unwrap();
    assert_eq!(role_here(&pair.bob), Some(RecordRole::CoOwner), "the higher role stays");

    for role in [RecordRole::ViewAndShare, RecordRole::View, RecordRole::CoOwner, RecordRole::View]
    {
        assert_eq!(pair.change(AccessChange::EveryonesRole(role)).await, Changed::Role);
        for who in [&cleo, &dan, &pair.bob] {
            who.sync_team(pair.team).await.unwrap();
        }
        assert_eq!([&cleo, &dan].map(role_here), [Some(role); 2]);
        assert_eq!(role_here(&pair.bob), Some(RecordRole::CoOwner));
    }
    let done = pair.change(AccessChange::RemoveEveryone { variables: Vec::new() }).await;
    assert!(matches!(&done, Changed::RemovedEveryone(done) if done.kept.len() == 2), "{done:?}");
    for who in [&cleo, &dan, &pair.bob] {
        who.sync_team(pair.team).await.unwrap();
    }
    assert!([&cleo, &dan].iter().all(|who| named(who, "Robot").is_err()));
    assert_eq!(role_here(&pair.bob), Some(RecordRole::CoOwner), "Bob has it by himself");
    let access = pair.ada.access(pair.credential).await.unwrap();
    assert!(!access.rekey_pending && access.people.iter().all(|row| row.person.is_some()));
    // The variables stay, as User (can view), and who lost the credential has no newer key of it.
    assert_eq!(
        cleo.list_variables(&crate::VariableQuery { limit: 10, ..Default::default() })
            .unwrap()
            .rows
            .len(),
        2
    );
    let mut session = cleo.team_session(pair.team).await.unwrap();
    let record = pair.ada.store().team_record_of(pair.credential.as_bytes()).unwrap().unwrap();
    let record = credenza_model::ids::RecordId::from_bytes(record.record);
    let head = session.record(record).unwrap().heads[0].clone();
    assert!(session.read(record, &head).await.is_none());
}

#[tokio::test]
async fn who_may_only_use_it_gives_it_to_nobody() {
    let pair = Pair::new().await;
    let user = pair.joined("User").await;
    let view = pair.sharing(&[pair.credential], &[me(&user)], RecordRole::View);
    pair.save(&pair.ada, &view).await;
    user.sync_team(pair.team).await.unwrap();
    let id = named(&user, "Robot").unwrap();
    let refused = pair.with_everyone(&user, id, RecordRole::View).await;
    assert!(matches!(refused, Outcome::Refused(_)));
    assert_eq!(pair.ada.access(pair.credential).await.unwrap().people.len(), 3);
}

#[tokio::test]
async fn nobody_is_left_less_than_everyone_has() {
    let pair = Pair::new().await;
    let (cleo, bob) = (pair.joined("Cleo").await, me(&pair.bob));
    let remove = |person| AccessChange::Remove { person, variables: vec![pair.secret] };
    let lower = |person, role| AccessChange::Role { person, role };
    let refused = |what: &str| {
        Changed::Refused(format!("Everyone in Finance has {what}; take that back first."))
    };
    pair.with_everyone(&pair.ada, pair.credential, RecordRole::ViewAndShare).await;
    for person in [bob, me(&cleo)] {
        assert_eq!(pair.change(remove(person)).await, refused("it"));
        let view = pair.change(lower(person, RecordRole::View)).await;
        assert_eq!(view, refused("a higher role"));
        let plan = pair.ada.plan_removal(pair.credential, person).await.unwrap_err();
        assert_eq!(plan.code, crate::ErrorCode::NotAllowed);
    }
    for name in ["Bob", "Cleo"] {
        let done = pair.ada.unshare(pair.credential, name, true).await.unwrap_err();
        assert_eq!(Changed::Refused(done.message), refused("it"));
    }
    pair.bob.sync_team(pair.team).await.unwrap();
    assert_eq!(role_here(&pair.bob), Some(RecordRole::CoOwner), "nothing changed");
    // As much as everyone has is no less.
    assert_eq!(pair.change(lower(bob, RecordRole::ViewAndShare)).await, Changed::Role);
    pair.bob.sync_team(pair.team).await.unwrap();
    assert_eq!(role_here(&pair.bob), Some(RecordRole::ViewAndShare));

    // Both in one Save, in whichever order; the value stays everyone's, and is not said to be taken.
    let both = [remove(bob), AccessChange::RemoveEveryone { variables: Vec::new() }];
    let results = pair.ada.change_access(pair.credential, &both).await.unwrap();
    let Changed::Removed(done) = &results[0].outcome else { panic!("{results:?}") };
    assert!(matches!(results[1].outcome, Changed::RemovedEveryone(_)));
    assert!(done.taken.is_empty() && done.rotate.is_empty(), "{done:?}");
    let why: Vec<_> = done.kept.iter().filter_map(|one| one.blocked.as_deref()).collect();
    assert_eq!(why, ["Everyone in Finance has it."; 2]);
    for who in [&pair.bob, &cleo] {
        who.sync_team(pair.team).await.unwrap();
        assert!(named(who, "Robot").is_err());
    }
    assert!(pair.ada.rotations().unwrap().is_empty());
}

#[tokio::test]
async fn who_may_not_share_a_variable_raises_nobody_with_it() {
    let pair = Pair::new().await;
    pair.with_everyone(&pair.ada, pair.credential, RecordRole::View).await;
    pair.bob.sync_team(pair.team).await.unwrap();
    let mut bob = pair.bob.team_session(pair.team).await.unwrap();
    let (mut ops, secret) = (Vec::new(), record_of(&pair.ada, pair.secret.as_bytes()));
    bob.lower(secret, me(&pair.ada), RecordRole::View, &mut ops).await.unwrap();
    bob.write(ops).await.unwrap();
    drop(bob);
    let why = "secret is shared with you to use, not to share.".to_owned();
    let raised = pair.change(AccessChange::EveryonesRole(RecordRole::ViewAndShare)).await;
    assert_eq!(raised, Changed::Refused(why));
    let access = pair.ada.access(pair.credential).await.unwrap();
    let everyones = access.people.iter().find(|row| row.person.is_none()).unwrap();
    assert_eq!(everyones.role, RecordRole::View);
}

fn variables(who: &Workspace) -> Vec<String> {
    let query = crate::VariableQuery { limit: 10, ..Default::default() };
    let mut names: Vec<String> =
        who.list_variables(&query).unwrap().rows.iter().map(|row| row.name.to_string()).collect();
    names.sort();
    names
}

#[tokio::test]
async fn variables_that_are_chosen_are_taken_back_from_everyone() {
    let pair = Pair::new().await;
    let (cleo, dan) = (pair.joined("Cleo").await, pair.joined("Dan").await);
    pair.with_everyone(&pair.ada, pair.credential, RecordRole::View).await;
    // Dan has the value as part of everyone alone, and needs it for another credential.
    let other = own(&pair.ada, "Other", pair.secret);
    pair.save(&pair.ada, &pair.sharing(&[other], &[me(&dan)], RecordRole::View)).await;
    for who in [&cleo, &dan] {
        who.sync_team(pair.team).await.unwrap();
        assert!(variables(who).contains(&"secret".to_owned()), "control");
    }
    cleo.read_value(named(&cleo, "Robot").unwrap(), Field::Password).await.unwrap();
    cleo.sync_team(pair.team).await.unwrap();
    let plan = pair.ada.plan_removal_from_everyone(pair.credential).await.unwrap();
    assert_eq!(plan.person, "Everyone in Finance");
    let reads: Vec<_> = plan.reads.iter().map(|r| (&*r.variable, &*r.person, r.times)).collect();
    assert_eq!(reads, [("secret", "Cleo", 1)]);
    let free = plan.variables.iter().all(|one| one.needed_by.is_none() && one.blocked.is_none());
    assert!(free && plan.variables.len() == 2, "{plan:?}");

    let remove = AccessChange::RemoveEveryone { variables: vec![pair.secret] };
    let Changed::RemovedEveryone(done) = pair.change(remove).await else { panic!("removed") };
    assert_eq!((done.taken, done.rotate), (vec!["secret".to_owned()], vec!["secret".to_owned()]));
    assert_eq!(done.kept.iter().map(|one| one.name.as_str()).collect::<Vec<_>>(), ["user"]);
    for who in [&cleo, &dan, &pair.bob] {
        who.sync_team(pair.team).await.unwrap();
    }
    assert_eq!(variables(&cleo), ["user"], "what was not chosen stays");
    assert_eq!(variables(&dan), ["Other_user", "secret", "user"]);
    dan.read_value(named(&dan, "Other").unwrap(), Field::Password).await.unwrap();
    assert_eq!(role_here(&pair.bob), Some(RecordRole::CoOwner), "Bob has it by himself");
    let rows = pair.ada.rotations().unwrap();
    let rows: Vec<_> = rows.iter().map(|row| (row.person.as_str(), row.read.is_some())).collect();
    assert_eq!(rows, [("Cleo", true)], "Dan has it still");

    // Who lost it has no newer key of it.
    let record = record_of(&pair.ada, pair.secret.as_bytes());
    for (who, opens) in [(&cleo, false), (&dan, true)] {
        let mut session = who.team_session(pair.team).await.unwrap();
        let head = session.record(record).unwrap().heads[0].clone();
        assert_eq!(session.read(record, &head).await.is_some(), opens);
    }
}

#[tokio::test]
async fn what_everyone_needs_for_another_credential_stays_everyones() {
    let pair = Pair::new().await;
    let cleo = pair.joined("Cleo").await;
    let other = own(&pair.ada, "Other", pair.secret);
    for id in [pair.credential, other] {
        pair.with_everyone(&pair.ada, id, RecordRole::View).await;
    }
    let done = pair.ada.unshare_everyone(pair.credential, true).await.unwrap();
    assert_eq!((done.taken, done.rotate.len()), (vec!["user".to_owned()], 0));
    let needed = |one: &crate::team::VariableStays| (one.name.clone(), one.needed_by.clone());
    let kept: Vec<_> = done.kept.iter().map(needed).collect();
    assert_eq!(kept, [("secret".to_owned(), Some("Other".to_owned()))]);
    cleo.sync_team(pair.team).await.unwrap();
    assert_eq!(variables(&cleo), ["Other_user", "secret"]);
    cleo.read_value(named(&cleo, "Other").unwrap(), Field::Password).await.unwrap();
    assert!(named(&cleo, "Robot").is_err());
    let again = pair.ada.unshare_everyone(pair.credential, true).await.unwrap_err();
    assert_eq!(again.code, crate::ErrorCode::NotFound);
}

#[tokio::test]
async fn more_people_than_one_entry_holds_keep_what_they_need() {
    let pair = Pair::new().await;
    let more = [pair.joined("Cleo").await, pair.joined("Dan").await, pair.joined("Eve").await];
    let everyone: Vec<_> = more.iter().map(me).collect();
    pair.with_everyone(&pair.ada, pair.credential, RecordRole::View).await;
    let other = own(&pair.ada, "Other", pair.secret);
    pair.save(&pair.ada, &pair.sharing(&[other], &everyone, RecordRole::View)).await;
    let secret = record_of(&pair.ada, pair.secret.as_bytes());
    pair.ada.unshare_everyone(pair.credential, true).await.unwrap();
    let session = pair.ada.team_session(pair.team).await.unwrap();
    let given = |person: &PersonId| {
        let access = &session.record(secret).unwrap().access;
        access.iter().find(|one| one.to == Subject::Person(*person)).unwrap().entry
    };
    let entries: std::collections::BTreeSet<_> = everyone.iter().map(given).collect();
    assert_eq!(entries.len(), 2, "two of three in the one before");
    drop(session);
    for who in &more {
        who.sync_team(pair.team).await.unwrap();
        who.read_value(named(who, "Other").unwrap(), Field::Password).await.unwrap();
        assert!(named(who, "Robot").is_err());
    }
}
