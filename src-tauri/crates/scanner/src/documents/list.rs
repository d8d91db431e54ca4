//! Lists of names in one text.

use crate::data::Scalar;

/// The names of a list with commas, each with its place.
pub(super) fn names_of(list: &Scalar) -> Vec<(String, usize)> {
    let mut at = 0;
    let mut names = Vec::new();
    for part in list.text.text.split(',') {
        let start = at + part.len() - part.trim_start().len();
        let name = part.trim().trim_matches(['\'', '"']);
        if !name.is_empty() {
            names.push((name.to_owned(), list.text.place(start)));
        }
        at += part.len() + 1;
    }
    names
}
