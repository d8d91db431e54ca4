//! The rows of an answer: who uses a thing, what it uses, and how that is known.

use std::collections::BTreeSet;

use credenza_model::{
    dependencies::{Answer, EdgeKind, Hit, NodeId, NodeKey, ReferenceId, UseCounts},
    ids::VariableId,
    location::Authentication,
    name::fold,
    references::{Match, NamedVault, Pickup, pickup},
};
use credenza_store::CodePlace;

use super::{
    everything::Everything,
    parts::LastRead,
    thing::{Item, Look},
};

/// The groups of rows, in the order in which they are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Group {
    /// Secrets of vaults.
    Secrets,
    /// Variables.
    Variables,
    /// Credentials.
    Credentials,
    /// Connections.
    Connections,
    /// Places in code that name it.
    Code,
    /// Programs that were given its value.
    Programs,
    /// People who may use it.
    People,
    /// Places in code whose name is computed and may be this one.
    Unresolved,
    /// What is counted and not named.
    Hidden,
}

/// How one thing uses another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum How {
    /// As the user name.
    UserName,
    /// As the password.
    Password,
    /// As the certificate.
    Certificate,
    /// Through the thing of this name.
    Through(String),
    /// It keeps a reference.
    RefersTo,
    /// Its name stands there.
    Code,
    /// A computed name stands there.
    MayUse,
    /// It was given the value so often.
    Read(u64),
    /// They have access.
    Member,
    /// Their Credenza reported it, or that of this person on another device.
    Reported {
        /// How much.
        counts: UseCounts,
        /// Whether it is this person's.
        own: bool,
    },
}

/// One row of an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DependencyRow {
    /// What it is.
    pub key: NodeKey,
    /// Its group.
    pub group: Group,
    /// How it looks.
    pub look: Look,
    /// Its name, or the file and line.
    pub name: String,
    /// Where in code, for a place.
    pub place: Option<CodePlace>,
    /// How it uses the thing.
    pub how: How,
    /// When it gets a new value.
    pub pickup: Pickup,
    /// When a value was last read through it, as far as that was observed here.
    pub last_read: Option<LastRead>,
    /// How the use is known.
    pub edge: EdgeKind,
    /// Whether a person has said that this place does not name the thing.
    pub not_this: bool,
}

impl DependencyRow {
    /// Whether it is a use, and no place that only may be one.
    #[must_use]
    pub fn is_use(&self) -> bool {
        self.group != Group::Unresolved
    }
}

/// Everything that uses `node`, directly or through others, and what may.
pub(super) fn used_by(
    everything: &Everything,
    node: NodeId,
    not_this: &BTreeSet<ReferenceId>,
) -> (Vec<DependencyRow>, u64) {
    let mut answer = everything.graph.affected(node);
    add_places_of_secret(everything, node, &mut answer);
    let mut rows = rows_of(everything, node, &answer);
    let reached: Vec<&NodeKey> = answer.hits.iter().map(|hit| everything.key(hit.node)).collect();
    rows.extend(may_use(everything, node, &reached, not_this));
    sort(&mut rows);
    (rows, answer.hidden)
}

/// Everything that `node` needs.
pub(super) fn uses(everything: &Everything, node: NodeId) -> (Vec<DependencyRow>, u64) {
    let answer = everything.graph.needs(node);
    let mut rows = rows_of(everything, node, &answer);
    sort(&mut rows);
    (rows, answer.hidden)
}

/// What stops working without `node`: its direct users.
pub(super) fn blocked_by(everything: &Everything, node: NodeId) -> (Vec<DependencyRow>, u64) {
    let answer = everything.graph.used_by(node);
    let mut rows = rows_of(everything, node, &answer);
    rows.retain(|row| row.edge != EdgeKind::Candidate);
    sort(&mut rows);
    (rows, answer.hidden)
}

/// Code that names the secret of a variable uses the same value as the variable.
fn add_places_of_secret(everything: &Everything, node: NodeId, answer: &mut Answer) {
    let Some(secret) = secret_of(everything, node) else { return };
    let seen: BTreeSet<NodeId> = answer.hits.iter().map(|hit| hit.node).collect();
    let places = everything.graph.used_by(secret).hits.into_iter();
    let more =
        places.filter(|hit| everything.place(hit.node).is_some() && !seen.contains(&hit.node));
    answer.hits.extend(more);
}

/// The secret that a variable refers to.
pub(super) fn secret_of(everything: &Everything, node: NodeId) -> Option<NodeId> {
    matches!(everything.item(node), Item::Variable(_))
        .then(|| everything.graph.uses(node).hits.first().map(|hit| hit.node))
        .flatten()
}

/// The row of a place, for filters.
pub(super) fn of_place(everything: &Everything, node: NodeId) -> DependencyRow {
    let hit = Hit { node, distance: 1, through: node, edge: EdgeKind::Found };
    row(everything, node, &hit)
}

fn rows_of(everything: &Everything, start: NodeId, answer: &Answer) -> Vec<DependencyRow> {
    answer.hits.iter().map(|hit| row(everything, start, hit)).collect()
}

fn row(everything: &Everything, start: NodeId, hit: &Hit) -> DependencyRow {
    let item = everything.item(hit.node);
    DependencyRow {
        key: everything.key(hit.node).clone(),
        group: group(item),
        look: item.look(),
        name: item.name(),
        place: everything.place(hit.node).cloned(),
        how: how(everything, start, hit),
        pickup: pickup_of(item),
        last_read: everything.last_read(hit.node).cloned(),
        edge: hit.edge,
        not_this: false,
    }
}

fn group(item: &Item) -> Group {
    match item {
        Item::Secret { .. } => Group::Secrets,
        Item::Variable(_) => Group::Variables,
        Item::Credential(_) => Group::Credentials,
        Item::Connection(_) => Group::Connections,
        Item::Place(_) => Group::Code,
        Item::Program { .. } => Group::Programs,
    }
}

fn pickup_of(item: &Item) -> Pickup {
    match item {
        Item::Secret { .. } | Item::Variable(_) | Item::Credential(_) => Pickup::AtOnce,
        // What a program holds is not known; it gets the new value when it asks again.
        Item::Connection(_) | Item::Program { .. } => Pickup::AtNextRun,
        Item::Place(place) => pickup(&place.reference.form, &place.path),
    }
}

/// How the last step of a way is made.
fn how(everything: &Everything, start: NodeId, hit: &Hit) -> How {
    let (item, before) = (everything.item(hit.node), everything.item(hit.through));
    match item {
        Item::Place(_) => return How::Code,
        Item::Program { times, .. } => return How::Read(*times),
        _ => {}
    }
    match (item, before) {
        (Item::Credential(credential), Item::Variable(variable))
        | (Item::Variable(variable), Item::Credential(credential))
            if hit.through == start =>
        {
            role(credential, variable.id)
        }
        _ if hit.through == start => How::RefersTo,
        _ => How::Through(before.name()),
    }
}

/// What a credential uses a variable for.
fn role(credential: &credenza_store::CredentialName, variable: VariableId) -> How {
    match credential.authentication {
        _ if credential.user_name == Some(variable) => How::UserName,
        Authentication::UserNameAndPassword => How::Password,
        Authentication::Certificate => How::Certificate,
    }
}

/// The places whose name is not known and that may reach `node` or something that uses it.
fn may_use(
    everything: &Everything,
    node: NodeId,
    reached: &[&NodeKey],
    not_this: &BTreeSet<ReferenceId>,
) -> Vec<DependencyRow> {
    let mut keys = vec![everything.key(node)];
    keys.extend(secret_of(everything, node).map(|secret| everything.key(secret)));
    for key in reached {
        // Of variables, credentials and connections any one tells what a place could name.
        if !keys.iter().any(|known| known.kind() == key.kind()) {
            keys.push(key);
        }
    }
    let places = everything.unresolved.iter();
    places.filter_map(|place| may_use_row(everything, *place, &keys, not_this)).collect()
}

fn may_use_row(
    everything: &Everything,
    node: NodeId,
    keys: &[&NodeKey],
    not_this: &BTreeSet<ReferenceId>,
) -> Option<DependencyRow> {
    let place = everything.place(node)?;
    let mut found = keys.iter().map(|key| place.reference.could_name(key));
    let found = found.find(|found| *found != Match::No)?;
    let known_vault = matches!(place.reference.named_vault(), NamedVault::Known(_));
    let all = found == Match::Everything && known_vault;
    Some(DependencyRow {
        key: everything.key(node).clone(),
        group: if all { Group::Code } else { Group::Unresolved },
        look: if all { Look::Code } else { Look::Unresolved },
        name: everything.item(node).name(),
        place: Some(place.clone()),
        how: if all { How::Code } else { How::MayUse },
        pickup: if all { pickup(&place.reference.form, &place.path) } else { Pickup::NotKnown },
        last_read: None,
        edge: EdgeKind::Found,
        not_this: not_this.contains(&place.id),
    })
}

fn sort(rows: &mut [DependencyRow]) {
    rows.sort_by_cached_key(|row| {
        let place = row.place.as_ref();
        let name = place.map_or_else(|| fold(&row.name), |place| place.path.clone());
        (row.group, name, place.map(|place| (place.line, place.column)))
    });
}

/// Places that could name the thing and of which nobody has said "Not this".
pub(super) fn open_places(rows: &[DependencyRow]) -> u64 {
    rows.iter().filter(|row| row.group == Group::Unresolved && !row.not_this).count() as u64
}
