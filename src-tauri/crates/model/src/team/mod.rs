//! Teams: entries of the log, roles, and the fold that turns a log into who may do what.
//!
//! Pure. Signatures, keys and files are the business of others: what comes in here was opened and
//! verified. The rules stand in `src-tauri/docs/sharing.md`.

mod authors;
mod clock;
mod entry;
mod fold;
mod graph;
mod losses;
mod people;
mod records;
mod reported;
mod roles;
mod scope;
mod uses;

pub use entry::{
    BlobId, Entry, EntryId, EpochOp, Head, Introduction, Op, Previous, RecordKind, SEALED_USE,
    SealedUse, Subject,
};
pub use fold::{Refusal, Refused, TeamState, fold};
pub use graph::{AddError, Graph, Index, MOST_HEADS};
pub use losses::{LostDevice, MOST_REPORTS};
pub use people::{Departure, EpochState, Invitation, Member};
pub use records::{Access, PutState, RecordState};
pub use roles::{RecordRole, TeamRole};
pub use uses::UseState;
