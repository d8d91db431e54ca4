//! Which report is about which label.

use credenza_scanner::{Kind, Reference};

use super::label::{Label, LabelledFile, family};

/// What became of a label or a report. Optional labels and what matches them are left out.
pub(super) enum Verdict<'a> {
    Found(&'a Label, &'a Reference),
    Missed(&'a Label),
    Wrong(&'a Reference),
}

/// Pairs the reports of one file with its labels; each takes part once.
pub(super) fn compare<'a>(labels: &'a [Label], reports: &'a [Reference]) -> Vec<Verdict<'a>> {
    let mut free: Vec<&Reference> = reports.iter().collect();
    let mut verdicts = Vec::new();
    // Labels that count choose first.
    for label in labels.iter().filter(|label| !label.optional) {
        let found = best(label, &free);
        match found.map(|at| free.remove(at)) {
            Some(reference) => verdicts.push(Verdict::Found(label, reference)),
            None => verdicts.push(Verdict::Missed(label)),
        }
    }
    free.retain(|reference| !labels.iter().any(|label| matches(label, reference)));
    verdicts.extend(free.into_iter().map(Verdict::Wrong));
    verdicts
}

/// Of several reports that match, one of the very form comes first.
fn best(label: &Label, reports: &[&Reference]) -> Option<usize> {
    let fits = reports.iter().enumerate().filter(|(_, reference)| matches(label, reference));
    fits.max_by_key(|(_, reference)| reference.form == label.form).map(|(at, _)| at)
}

fn matches(label: &Label, reference: &Reference) -> bool {
    let (first, last) = (label.line.min(label.name_line), label.line.max(label.name_line));
    let placed = (first..=last).contains(&reference.line);
    let vault = label.vault.is_none() || label.placeholder || label.vault == reference.vault;
    family(&reference.form) == label.family()
        && label.kind == kind(reference.kind)
        && placed
        && vault
        && names(label, reference)
}

fn names(label: &Label, reference: &Reference) -> bool {
    match &reference.name {
        None => label.dynamic || label.placeholder,
        Some(name) => {
            label.accepted.contains(name) || (!label.dynamic && label.name.as_ref() == Some(name))
        }
    }
}

fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Credential => "credential",
        Kind::Variable => "variable",
        Kind::Connection => "connection",
        Kind::Certificate => "certificate",
        Kind::Key => "key",
        Kind::Secret => "secret",
    }
}

impl Verdict<'_> {
    /// Prints a difference.
    pub(super) fn show(&self, file: &LabelledFile) {
        let place = format!("{} {}", file.repository, file.path);
        match self {
            Self::Found(label, reference) if label.form != reference.form => {
                println!("form   {place}:{} {} is {}", label.line, reference.form, label.form);
            }
            Self::Found(..) => {}
            Self::Missed(label) => println!(
                "missed {place}:{}-{} {} {} {:?} in {:?}",
                label.line, label.name_line, label.form, label.kind, label.name, label.vault
            ),
            Self::Wrong(found) => println!(
                "wrong  {place}:{}-{} {} {:?} {:?} in {:?}: {}",
                found.line,
                found.name_line,
                found.form,
                found.kind,
                found.name,
                found.vault,
                found.expression
            ),
        }
    }
}
