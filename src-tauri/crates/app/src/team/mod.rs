//! Teams and sharing: who is in a team, what is shared with whom, and how this workspace and the
//! team's log come together. Nothing changes before the call that saves.

mod access;
mod approve;
mod boxes;
mod change_access;
mod content;
mod create;
mod device;
mod find_recipients;
mod identity;
mod invite;
mod join;
mod keys;
mod known;
mod leave;
mod members;
mod newcomers;
mod place;
mod plan_share;
mod publish;
mod reads;
mod receive;
mod references;
mod remove;
mod renew;
mod roles;
mod rotations;
mod session;
mod share;
mod shelf;
mod sign_in;
mod sync;
#[cfg(test)]
mod tests;
mod things;
mod turn;
mod unshare;

pub use access::{AccessRow, AccessView, ChangeRight, ShareRight};
pub use approve::JoinRequest;
pub use change_access::{AccessChange, AccessResult, Changed};
pub use credenza_model::team::{RecordRole, TeamRole};
pub use find_recipients::Recipient;
pub use identity::IdentityView;
pub use invite::NewInvitation;
pub use members::{KeyState, MemberView};
pub use plan_share::{PlannedVariable, Refused, SharePlan, Sharing};
pub use reads::ReadReport;
pub use remove::{RemovalDone, RemovalPlan};
pub use roles::{RotationRow, Shared};
pub use share::{Outcome, Progress, ShareRequest, ShareResult};
pub use sign_in::LocationSignIn;
pub use sync::{Standing, TeamView};
pub(crate) use turn::Turns;
pub use unshare::{UnshareDone, UnsharePlan, VariableStays};
