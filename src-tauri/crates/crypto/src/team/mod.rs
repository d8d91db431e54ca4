//! What a team agrees on in bytes: signed entries, introductions, boxes, key epochs, invitations and
//! safety codes. The page on sharing in `src-tauri/docs` is the reference of the forms.

pub mod boxes;
pub mod entry;
pub mod epoch;
pub mod introduction;
pub mod invitation;
mod ops;
pub mod pairing;
pub mod safety_code;
pub mod uses;
