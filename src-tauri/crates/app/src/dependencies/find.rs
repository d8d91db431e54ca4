//! Finding the thing to ask about.

use credenza_model::{
    dependencies::{NodeId, NodeKey},
    name::fold,
};

use super::{
    everything::Everything,
    thing::{Item, Thing},
};
use crate::{AppError, ErrorCode, Workspace};

impl Workspace {
    /// Everything that can be looked up and whose name or short line holds `search`, the best fit
    /// first, at most `limit`.
    ///
    /// # Errors
    /// An [`AppError`].
    pub fn find_things(&self, search: &str, limit: usize) -> Result<Vec<Thing>, AppError> {
        let everything = self.everything()?;
        let search = fold(search);
        let mut found: Vec<(u8, String, NodeId)> = everything
            .items()
            .filter(|(_, item)| !matches!(item, Item::Place(_)))
            .filter_map(|(node, item)| {
                let name = fold(&item.name());
                Some((fit(&search, &name, &item.sub())?, name, node))
            })
            .collect();
        found.sort_unstable();
        Ok(found.into_iter().take(limit).map(|(.., node)| everything.thing(node)).collect())
    }

    /// The one thing of a kind with exactly this name: `VAULT/SECRET` for a secret, the unique name
    /// for a variable.
    ///
    /// # Errors
    /// [`ErrorCode::NotFound`].
    pub fn thing_by_name(&self, kind: &str, name: &str) -> Result<NodeKey, AppError> {
        let key = match kind {
            "variable" => Some(NodeKey::Variable(self.variable_by_name(name)?.variable.id)),
            "credential" => Some(NodeKey::Credential(self.credential_by_name(name)?.credential.id)),
            "connection" => Some(NodeKey::Connection(self.connection_by_name(name)?.connection.id)),
            _ => super::thing::thing_of(kind, name),
        };
        let named = |key: &NodeKey| !matches!(key, NodeKey::Secret(s) if s.name().is_empty());
        key.filter(named).ok_or_else(|| AppError::about(ErrorCode::NotFound, name))
    }
}

/// How well a thing fits; smaller is better.
fn fit(search: &str, name: &str, sub: &str) -> Option<u8> {
    match () {
        () if name == search => Some(0),
        () if name.starts_with(search) => Some(1),
        () if name.contains(search) => Some(2),
        () if fold(sub).contains(search) => Some(3),
        () => None,
    }
}

impl Everything {
    /// A node as a thing.
    pub(super) fn thing(&self, node: NodeId) -> Thing {
        let item = self.item(node);
        let answer = self.graph.used_by(node);
        Thing {
            key: self.key(node).clone(),
            look: item.look(),
            name: item.name(),
            sub: item.sub(),
            uses: Some(answer.hits.len() as u64 + answer.hidden),
        }
    }
}
