//! The replicated log of a team in a place that nobody has to trust: a folder or a cloud's object
//! store, of which no more is asked than to create an object that is not there yet, to give one
//! back, and to list names.
//!
//! What the entries of the log mean is the business of `credenza-model`, how they are signed that
//! of `credenza-crypto`.

mod alarm;
mod entry;
mod envelope;
mod intake;
mod known;
pub mod location;
mod log;
mod segment;
mod shelf;
mod signed;

pub use alarm::{Alarm, AlarmKind};
pub use entry::{CheckError, Entries, Head, Links, Slot};
pub use envelope::{TeamKeys, Unopened, digest};
pub use known::Known;
pub use log::{Appended, Extent, Log, LogError, Progress, Pulled, SealedBlob, Setup, SignError};
pub use segment::{LONGEST_ENTRY, SEGMENT};
pub use shelf::{Kept, MemoryShelf, Outgoing, Shelf, ShelfError};
pub use signed::SignedEntries;
