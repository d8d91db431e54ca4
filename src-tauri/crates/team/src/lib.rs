//! The replicated log of a team in a place that nobody has to trust: a folder or a cloud's object
//! store, of which no more is asked than to create an object that is not there yet, to give one
//! back, and to list names.
//!
//! What the entries of the log mean is the business of `credenza-model`, how they are signed that
//! of `credenza-crypto`.

pub mod location;
