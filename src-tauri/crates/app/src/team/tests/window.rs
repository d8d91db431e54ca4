//! The calls that a window makes: a form that changes nothing, then Save.

use credenza_model::ids::{CredentialId, PersonId};

use super::super::{AccessChange, ChangeRight, Changed, Outcome, Sharing};
use super::*;
use crate::{AppError, ErrorCode};

pub(super) fn own(workspace: &Workspace, name: &str, secret: VariableId) -> CredentialId {
    let text = format!("{name} user");
    let draft = CredentialDraft {
        name: name.to_owned(),
        description: String::new(),
        locations: vec![Location::Connection],
        authentication: Authentication::UserNameAndPassword,
        user_name: Some(variable(workspace, &text.replace(' ', "_"), NewValue::Text(text.clone()))),
        secret: Some(secret),
    };
    workspace.create_credential(&draft).unwrap().id
}

/// The credential of that name, as this person has it.
pub(super) fn named(workspace: &Workspace, name: &str) -> Result<CredentialId, AppError> {
    workspace.credential_by_name(name).map(|view| view.credential.id)
}

pub(super) fn me(workspace: &Workspace) -> PersonId {
    workspace.identity_view().unwrap().person
}

async fn role_of(workspace: &Workspace, id: CredentialId, person: PersonId) -> Option<RecordRole> {
    let view = workspace.access(id).await.unwrap();
    view.people.iter().find(|row| row.person == Some(person)).map(|row| row.role)
}

impl Pair {
    /// Another member, with nothing shared.
    pub(super) async fn joined(&self, name: &str) -> Workspace {
        let one = person(self.home.path(), name);
        let invitation = self.ada.invite(self.team, &format!("{name}@example.org")).await.unwrap();
        one.join_team(&invitation.text, None).await.unwrap();
        self.ada.approve(self.team, name).await.unwrap();
        one.sync_team(self.team).await.unwrap();
        one
    }

    pub(super) fn sharing(
        &self,
        credentials: &[CredentialId],
        people: &[PersonId],
        role: RecordRole,
    ) -> Sharing {
        let people = people.iter().map(|person| (self.team, *person)).collect();
        Sharing {
            credentials: credentials.to_vec(),
            people,
            invited: Vec::new(),
            everyone: Vec::new(),
            role,
        }
    }

    pub(super) async fn save(&self, who: &Workspace, sharing: &Sharing) -> Vec<Outcome> {
        let saved = who.save_sharing(sharing, &|_, _| ()).await.unwrap();
        saved.shared.into_iter().map(|result| result.outcome).collect()
    }
}

#[tokio::test]
async fn a_form_finds_people_says_who_cannot_be_chosen_and_changes_nothing() {
    let pair = Pair::new().await;
    let cleo = pair.joined("Cleo").await;
    let mail = |found: &[super::super::Recipient]| -> Vec<(String, bool)> {
        found.iter().map(|one| (one.name.clone(), one.blocked.is_some())).collect()
    };
    let found = pair.ada.find_recipients(&[pair.credential], "", 50).unwrap();
    // Bob has it; Ada is who asks.
    let names = ["Cleo", "Finance", "Bob"].map(str::to_owned).into_iter();
    assert_eq!(mail(&found), names.zip([false, false, true]).collect::<Vec<_>>());
    let own = own(&pair.ada, "Mine", pair.secret);
    let found = pair.ada.find_recipients(&[own, pair.credential], "EXAMPLE", 50).unwrap();
    assert!(found.iter().all(|one| one.blocked.is_none()), "Bob lacks one of both: {found:?}");
    let stranger = pair.ada.find_recipients(&[own], "dan@example.org", 50).unwrap();
    assert_eq!(mail(&stranger), [("dan@example.org".to_owned(), false)]);
    assert!(pair.ada.find_recipients(&[own], "nobody", 50).unwrap().is_empty());

    let before = pair.ada.access(own).await.unwrap();
    let sharing = pair.sharing(&[own, pair.credential], &[me(&cleo)], RecordRole::View);
    let plan = pair.ada.plan_sharing(&sharing).unwrap();
    let named: Vec<&str> = plan.variables.iter().map(|one| one.name.as_str()).collect();
    assert_eq!(named, ["Mine_user", "secret", "user"]);
    assert_eq!((plan.people, plan.refusals.len()), (vec!["Cleo".to_owned()], 0));
    assert_eq!(pair.ada.access(own).await.unwrap(), before, "a plan changes nothing");
    assert_eq!(before.people.len(), 1);

    // Ada knows another team of hers; one Save is for one team.
    let at = pair.home.path().join("other");
    let other = pair.ada.create_team("Other", at.to_str().unwrap()).await.unwrap().id;
    let mut both = sharing.clone();
    both.people.push((other, me(&pair.ada)));
    assert_eq!(pair.ada.plan_sharing(&both).unwrap().refusals.len(), 2);
    assert_eq!(both.team().unwrap_err().code, ErrorCode::NotAllowed);
    let elsewhere = Sharing { people: vec![(other, me(&cleo))], ..sharing };
    let plan = pair.ada.plan_sharing(&elsewhere).unwrap();
    assert!(plan.refusals.iter().any(|one| one.reason.contains("another team")), "{plan:?}");
}

#[tokio::test]
async fn without_a_team_the_form_asks_for_one() {
    let home = tempfile::tempdir().unwrap();
    let ada = person(home.path(), "Ada");
    let secret = variable(&ada, "secret", NewValue::Secret(Secret::new("first".to_owned())));
    let id = own(&ada, "Mine", secret);
    let sharing = Sharing {
        credentials: vec![id],
        people: Vec::new(),
        invited: Vec::new(),
        everyone: Vec::new(),
        role: RecordRole::View,
    };
    let plan = ada.plan_sharing(&sharing).unwrap();
    assert!(plan.needs_team && plan.variables.len() == 2);
    assert!(ada.find_recipients(&[id], "", 50).unwrap().is_empty());
    assert_eq!(ada.access(id).await.unwrap().share.roles.len(), 3);
}

#[tokio::test]
async fn many_credentials_go_to_many_people_in_one_save_and_it_says_how_far_it_is() {
    let pair = Pair::new().await;
    let cleo = pair.joined("Cleo").await;
    let mut all = vec![pair.credential];
    all.extend((0..60).map(|n| own(&pair.ada, &format!("Robot {n}"), pair.secret)));
    let sharing = pair.sharing(&all, &[me(&pair.bob), me(&cleo)], RecordRole::View);
    let told = std::sync::Mutex::new(Vec::new());
    let tell = |done, total| told.lock().unwrap().push((done, total));
    let results = pair.ada.save_sharing(&sharing, &tell).await.unwrap().shared;
    assert_eq!(results.len(), 122);
    let unchanged = results.iter().filter(|one| one.outcome == Outcome::Unchanged).count();
    assert_eq!(unchanged, 1, "Bob is Co-owner of the first");
    assert_eq!(told.into_inner().unwrap(), [(0, 122), (100, 122), (122, 122)]);
    cleo.sync_team(pair.team).await.unwrap();
    for n in [0, 59] {
        let id = named(&cleo, &format!("Robot {n}")).unwrap();
        assert_eq!(role_of(&cleo, id, me(&cleo)).await, Some(RecordRole::View));
        assert!(!cleo.credential(id).unwrap().may_see);
    }
}

#[tokio::test]
async fn a_role_is_made_smaller_and_larger_and_the_variables_follow() {
    let pair = Pair::new().await;
    let bob = me(&pair.bob);
    let bobs = named(&pair.bob, "Robot").unwrap();
    let set = async |role| {
        let change = AccessChange::Role { person: bob, role };
        let results = pair.ada.change_access(pair.credential, &[change]).await.unwrap();
        pair.bob.sync_team(pair.team).await.unwrap();
        results[0].outcome.clone()
    };
    let secret = pair.bob.credential(bobs).unwrap().secret.id;
    for (role, may_see) in [
        (RecordRole::ViewAndShare, true),
        (RecordRole::View, false),
        (RecordRole::ViewAndShare, true),
        (RecordRole::CoOwner, true),
        (RecordRole::View, false),
    ] {
        assert_eq!(set(role).await, Changed::Role);
        assert_eq!(role_of(&pair.bob, bobs, bob).await, Some(role));
        assert_eq!(pair.bob.shared_role(secret.as_bytes()).unwrap(), Some(Some(role)));
        assert_eq!(pair.bob.credential(bobs).unwrap().may_see, may_see);
        let shared = pair.bob.credential(bobs).unwrap().shared.unwrap();
        assert_eq!((shared.team, shared.role, shared.received), (pair.team, Some(role), true));
        let edits = pair.bob.edit_credential(bobs, &edit(None, Some("mine"))).is_ok();
        assert_eq!(edits, role == RecordRole::CoOwner);
        pair.bob.read_value(bobs, Field::Password).await.unwrap();
    }
    let mine = own(&pair.ada, "Mine", pair.secret);
    let ids = [pair.credential, mine];
    let shared = pair.ada.shared_things(ids.iter().map(CredentialId::as_bytes)).unwrap();
    let shared: Vec<_> = shared
        .into_iter()
        .map(|one| one.map(|one| (one.team_name, one.role, one.received)))
        .collect();
    let finance = ("Finance".to_owned(), Some(RecordRole::CoOwner), false);
    assert_eq!(shared, [Some(finance), None]);
    assert!(pair.ada.rotations().unwrap().is_empty(), "they still use it");
    assert!(!pair.ada.access(pair.credential).await.unwrap().rekey_pending);
    let refused = AccessChange::Role { person: me(&pair.ada), role: RecordRole::CoOwner };
    let results = pair.bob.change_access(bobs, &[refused]).await.unwrap();
    assert!(matches!(results[0].outcome, Changed::Role), "as before is no change");
    let refused = AccessChange::Role { person: me(&pair.ada), role: RecordRole::View };
    let results = pair.bob.change_access(bobs, &[refused]).await.unwrap();
    assert!(matches!(results[0].outcome, Changed::Refused(_)), "{results:?}");
}

#[tokio::test]
async fn a_variable_keeps_the_role_that_another_credential_gives() {
    let pair = Pair::new().await;
    let second = own(&pair.ada, "Second", pair.secret);
    let bob = me(&pair.bob);
    pair.save(&pair.ada, &pair.sharing(&[second], &[bob], RecordRole::ViewAndShare)).await;
    let change = AccessChange::Role { person: bob, role: RecordRole::View };
    pair.ada.change_access(pair.credential, &[change]).await.unwrap();
    pair.bob.sync_team(pair.team).await.unwrap();
    let bobs = pair.bob.credential(named(&pair.bob, "Robot").unwrap()).unwrap();
    let held = |id: VariableId| pair.bob.shared_role(id.as_bytes()).unwrap().flatten();
    assert_eq!(held(bobs.user_name.unwrap().id), Some(RecordRole::View));
    assert!(held(bobs.secret.id) >= Some(RecordRole::ViewAndShare), "Second needs it");
}

#[tokio::test]
async fn a_removal_keeps_the_variables_unless_chosen_and_opens_a_to_do_for_what_goes() {
    let pair = Pair::new().await;
    let cleo = pair.joined("Cleo").await;
    let (bob, all) = (me(&pair.bob), [me(&pair.bob), me(&cleo)]);
    let second = own(&pair.ada, "Second", pair.secret);
    pair.save(&pair.ada, &pair.sharing(&[second], &all, RecordRole::View)).await;
    pair.save(&pair.ada, &pair.sharing(&[pair.credential], &all, RecordRole::View)).await;
    let plan = pair.ada.plan_removal(pair.credential, bob).await.unwrap();
    let shown: Vec<_> =
        plan.variables.iter().map(|one| (one.name.as_str(), one.needed_by.as_deref())).collect();
    assert_eq!(shown, [("user", None), ("secret", Some("Second"))]);

    // Kept with a warning, even when it is chosen.
    let chosen = vec![pair.secret];
    let remove = AccessChange::Remove { person: bob, variables: chosen.clone() };
    let results = pair.ada.change_access(pair.credential, &[remove]).await.unwrap();
    let Changed::Removed(done) = &results[0].outcome else { panic!("{results:?}") };
    assert_eq!((done.taken.len(), done.kept.len()), (0, 2));
    assert!(pair.ada.rotations().unwrap().is_empty());
    pair.bob.sync_team(pair.team).await.unwrap();
    assert!(named(&pair.bob, "Robot").is_err() && named(&pair.bob, "Second").is_ok());

    // The last one that needs it takes it along, and two people go in one Save.
    let person = me(&cleo);
    let changes =
        [bob, person].map(|person| AccessChange::Remove { person, variables: chosen.clone() });
    let results = pair.ada.change_access(second, &changes).await.unwrap();
    let rotated: Vec<usize> = results
        .iter()
        .map(|one| match &one.outcome {
            Changed::Removed(done) => done.rotate.len(),
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(rotated, [1, 0], "Robot is still shared with Cleo, and needs it");
    let rows = pair.ada.rotations().unwrap();
    let rows: Vec<_> = rows.iter().map(|row| (row.name.as_str(), row.person.as_str())).collect();
    assert_eq!(rows, [("secret", "Bob")]);
    pair.ada.set_secret(pair.secret, Secret::new("rotated".to_owned())).unwrap();
    assert!(pair.ada.rotations().unwrap().is_empty(), "a new value ends it");
}

#[tokio::test]
async fn two_people_with_one_mail_are_compared_before_anything_is_shared() {
    let pair = Pair::new().await;
    let request = CreateRequest {
        folder: pair.home.path().join("bob2.credenza"),
        person: "Bobby".to_owned(),
        mail: Some("bob@EXAMPLE.org".to_owned()),
        password: Secret::new("violet anchor drifting tundra".to_owned()),
    };
    let (prepared, _) = PreparedWorkspace::new(Arc::new(SystemHost), request).unwrap();
    let second = prepared.create().unwrap();
    let invitation = pair.ada.invite(pair.team, "Bob@example.org").await.unwrap();
    second.join_team(&invitation.text, None).await.unwrap();
    pair.ada.approve(pair.team, "Bobby").await.unwrap();
    second.sync_team(pair.team).await.unwrap();
    let mine = own(&pair.ada, "Mine", pair.secret);
    let found = pair.ada.find_recipients(&[mine], "bob", 50).unwrap();
    assert!(found.len() == 2 && found.iter().all(|one| one.doubtful && one.blocked.is_some()));
    let sharing = pair.sharing(&[mine], &[me(&second)], RecordRole::View);
    let outcomes = pair.save(&pair.ada, &sharing).await;
    assert!(matches!(&outcomes[..], [Outcome::Refused(why)] if why.contains("safety code")));
    pair.ada.verify_person(pair.team, "Bobby", true).await.unwrap();
    assert_eq!(pair.save(&pair.ada, &sharing).await, [Outcome::Shared]);
}

/// Every role × what a person does with a credential, as a window asks for it.
#[tokio::test]
async fn r22_the_window_refuses_what_a_role_does_not_allow() {
    let pair = Pair::new().await;
    let (user, friend) = (pair.joined("User").await, pair.joined("Friend").await);
    let own_one = own(&user, "Own", {
        variable(&user, "own", NewValue::Secret(Secret::new("own".to_owned())))
    });
    let expected = [
        // read, see, edit, share as User, share as Co-owner, take back another's grant, delete
        (None, [false; 7]),
        (Some(RecordRole::View), [true, false, false, false, false, false, false]),
        (Some(RecordRole::ViewAndShare), [true, true, false, true, false, false, false]),
        (Some(RecordRole::CoOwner), [true; 7]),
    ];
    let mut cells = 0;
    for (role, expected) in expected {
        let name = format!("Robot as {role:?}").replace(['(', ')'], "");
        let id = own(&pair.ada, &name, {
            let value = NewValue::Secret(Secret::new("first".to_owned()));
            variable(&pair.ada, &format!("secret_{role:?}").replace(['(', ')'], ""), value)
        });
        pair.save(&pair.ada, &pair.sharing(&[id], &[me(&pair.bob)], RecordRole::View)).await;
        if let Some(role) = role {
            let sharing = pair.sharing(&[id], &[me(&user)], role);
            assert_eq!(pair.save(&pair.ada, &sharing).await, [Outcome::Shared]);
        }
        user.sync_team(pair.team).await.unwrap();
        let id = named(&user, &name).ok();
        assert_eq!(id.is_some(), role.is_some(), "{role:?}");
        let Some(id) = id else {
            cells += expected.len();
            continue;
        };
        let access = user.access(id).await.unwrap();
        let share = async |given| {
            let sharing = pair.sharing(&[id], &[me(&friend)], given);
            let refused = !user.plan_sharing(&sharing).unwrap().refusals.is_empty();
            assert_eq!(refused, !access.share.roles.contains(&given), "what the form says");
            pair.save(&user, &sharing).await == [Outcome::Shared]
        };
        let take = AccessChange::Remove { person: me(&pair.bob), variables: Vec::new() };
        let bobs = access.people.iter().find(|row| row.person == Some(me(&pair.bob))).unwrap();
        let may_take = matches!(bobs.change, ChangeRight::May(_));
        let found = [
            user.read_value(id, Field::Password).await.is_ok(),
            user.credential(id).unwrap().may_see,
            user.edit_credential(id, &edit(None, Some("edited"))).is_ok(),
            share(RecordRole::View).await,
            share(RecordRole::CoOwner).await,
            {
                let results = user.change_access(id, &[take]).await.unwrap();
                let took = matches!(results[0].outcome, Changed::Removed(_));
                assert_eq!(took, may_take, "what the form says");
                took
            },
            user.delete_credential(id).is_ok(),
        ];
        assert_eq!(found, expected, "{role:?}");
        cells += found.len();
        // What was refused changed nothing for the others.
        user.sync_team(pair.team).await.unwrap();
        pair.ada.sync_team(pair.team).await.unwrap();
        let adas = named(&pair.ada, &name).unwrap();
        let shared = pair.ada.access(adas).await.unwrap().team.is_some();
        assert_eq!(shared, role != Some(RecordRole::CoOwner), "who began it keeps it, unshared");
        if shared {
            assert_eq!(pair.ada.credential(adas).unwrap().credential.description, "");
            assert_eq!(role_of(&pair.ada, adas, me(&pair.bob)).await, Some(RecordRole::View));
        }
    }
    // The control: everything may be done with one's own.
    assert!(user.read_value(own_one, Field::Password).await.is_ok());
    assert!(user.edit_credential(own_one, &edit(None, Some("edited"))).is_ok());
    assert!(user.delete_credential(own_one).is_ok());
    println!("R22 window: {cells} cells of role and action as the table says, target {cells}");
}

#[tokio::test]
async fn r22_owning_the_team_gives_no_right_and_who_began_may_do_everything() {
    let pair = Pair::new().await;
    let user = pair.joined("User").await;
    let value = NewValue::Secret(Secret::new("first".to_owned()));
    let secret = variable(&pair.bob, "bobs", value);
    let id = own(&pair.bob, "Bobs", secret);
    let sharing = pair.sharing(&[id], &[me(&user)], RecordRole::View);
    assert_eq!(pair.save(&pair.bob, &sharing).await, [Outcome::Shared], "control: a member shares");
    // Ada owns the team, and none of it reaches her.
    let view = pair.ada.sync_team(pair.team).await.unwrap();
    assert!(view.owner);
    assert_eq!(named(&pair.ada, "Bobs").unwrap_err().code, ErrorCode::NotFound);
    let take = AccessChange::Remove { person: me(&user), variables: Vec::new() };
    let refused = pair.ada.change_access(id, &[take]).await.unwrap_err();
    assert_eq!(refused.code, ErrorCode::NotFound);

    let bob = &pair.bob;
    assert!(bob.read_value(id, Field::Password).await.is_ok());
    assert!(bob.credential(id).unwrap().may_see);
    assert!(bob.edit_credential(id, &edit(None, Some("edited"))).is_ok());
    let access = bob.access(id).await.unwrap();
    assert_eq!(access.share.roles.len(), 3);
    let mine = access.people.iter().find(|row| row.you).unwrap();
    assert!(matches!(&mine.change, ChangeRight::MayNot(why) if why.contains("only Co-owner")));
    let up = AccessChange::Role { person: me(&user), role: RecordRole::CoOwner };
    assert_eq!(bob.change_access(id, &[up]).await.unwrap()[0].outcome, Changed::Role);
    let mine = bob.access(id).await.unwrap().people.into_iter().find(|row| row.you).unwrap();
    assert_eq!(mine.change, ChangeRight::May(Vec::new()), "with another Co-owner one may leave");
    let take = AccessChange::Remove { person: me(&user), variables: Vec::new() };
    let taken = bob.change_access(id, &[take]).await.unwrap();
    assert!(matches!(taken[0].outcome, Changed::Removed(_)));
    assert!(bob.delete_credential(id).is_ok());
    bob.sync_team(pair.team).await.unwrap();
    user.sync_team(pair.team).await.unwrap();
    assert!(named(&user, "Bobs").is_err());
}
