//! Who is named before a change, because they have access to what it touches.

use super::{
    window::{me, named},
    *,
};
use crate::dependencies::{AffectedAction, AffectedRequest, Group, NodeKey};

#[tokio::test]
async fn who_has_access_is_counted_and_named_before_a_change() {
    let pair = Pair::new().await;
    let cem = pair.joined("Cem").await;
    let affected = |workspace: &Workspace, action, thing: NodeKey| {
        let request = AffectedRequest { action, things: vec![thing] };
        let affected = workspace.affected(&request).unwrap();
        let people = affected.groups.iter().filter(|group| group.group == Group::People);
        let names: Vec<String> =
            people.flat_map(|group| &group.rows).map(|row| row.name.clone()).collect();
        assert_eq!(affected.counts.people, names.len() as u64);
        names
    };
    let secret = NodeKey::Variable(pair.secret);
    let credential = NodeKey::Credential(pair.credential);
    let rotated = || affected(&pair.ada, AffectedAction::Rotate, secret.clone());
    assert_eq!(rotated(), ["Bob"], "who is in the team without access is not affected");
    assert_eq!(affected(&pair.ada, AffectedAction::Delete, credential.clone()), ["Bob"]);
    let unshared = affected(&pair.ada, AffectedAction::Unshare, credential);
    assert!(unshared.is_empty(), "whom it reaches is chosen there");
    let bobs = NodeKey::Credential(named(&pair.bob, "Robot").unwrap());
    assert_eq!(affected(&pair.bob, AffectedAction::Edit, bobs), ["Ada"]);

    let sharing = pair.sharing(&[pair.credential], &[me(&cem)], RecordRole::View);
    pair.save(&pair.ada, &sharing).await;
    assert_eq!(rotated(), ["Bob", "Cem"]);
    let own = variable(&pair.ada, "own", NewValue::Text("x".to_owned()));
    let alone = affected(&pair.ada, AffectedAction::Edit, NodeKey::Variable(own));
    assert!(alone.is_empty(), "it stands in no team");
}
