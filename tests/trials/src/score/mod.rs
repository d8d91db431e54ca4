//! Holds what the scanner finds against labelled public code.

mod label;
mod matching;

use std::{collections::BTreeMap, path::Path};

use credenza_scanner::scan_bytes;

use crate::Problem;
use label::{LabelledFile, checkout, family};
use matching::{Verdict, compare};

/// How well one family of forms was found.
#[derive(Default, Clone, Copy)]
struct Score {
    right: u32,
    wrong: u32,
    missed: u32,
    dynamic_right: u32,
    dynamic_missed: u32,
    same_form: u32,
}

impl Score {
    fn add(&mut self, other: &Self) {
        self.right += other.right;
        self.wrong += other.wrong;
        self.missed += other.missed;
        self.dynamic_right += other.dynamic_right;
        self.dynamic_missed += other.dynamic_missed;
        self.same_form += other.same_form;
    }

    fn line(&self, name: &str) -> String {
        let found = self.right + self.dynamic_right;
        format!(
            "{name:<14} {:>9} {:>9} {:>9} {:>6} {:>6} {:>6} {:>6}",
            share(found, found + self.wrong),
            share(self.right, self.right + self.missed),
            share(self.dynamic_right, self.dynamic_right + self.dynamic_missed),
            found,
            self.wrong,
            self.missed + self.dynamic_missed,
            self.same_form,
        )
    }
}

fn share(part: u32, whole: u32) -> String {
    if whole == 0 {
        return "-".to_owned();
    }
    format!("{:.1} %", f64::from(part) * 100.0 / f64::from(whole))
}

/// Scores, and with `show` prints each difference.
pub(crate) fn run(repositories: &str, labels: &str, show: bool) -> Result<(), Problem> {
    let files = label::read(Path::new(labels))?;
    let mut scores: BTreeMap<String, Score> = BTreeMap::new();
    let mut absent = 0;
    for file in &files {
        if !one(Path::new(repositories), file, show, &mut scores) {
            absent += 1;
        }
    }
    println!(
        "{:<14} {:>9} {:>9} {:>9} {:>6} {:>6} {:>6} {:>6}",
        "family", "precision", "recall", "dynamic", "found", "wrong", "missed", "form"
    );
    let mut whole = Score::default();
    for (name, score) in &scores {
        println!("{}", score.line(name));
        whole.add(score);
    }
    println!("{}", whole.line("all"));
    println!("labelled files: {}, not found: {absent}", files.len());
    Ok(())
}

/// Scores one file; whether it is there.
fn one(
    repositories: &Path,
    file: &LabelledFile,
    show: bool,
    scores: &mut BTreeMap<String, Score>,
) -> bool {
    let folder = checkout(repositories, &file.repository);
    let Some(bytes) = folder.and_then(|folder| std::fs::read(folder.join(&file.path)).ok()) else {
        return false;
    };
    let scan = scan_bytes(&file.path, &bytes);
    for verdict in compare(&file.labels, &scan.references) {
        let form = match &verdict {
            Verdict::Wrong(reference) => reference.form.as_str(),
            Verdict::Found(label, _) | Verdict::Missed(label) => label.form.as_str(),
        };
        if show {
            verdict.show(file);
        }
        let score = scores.entry(family(form).to_owned()).or_default();
        match verdict {
            Verdict::Wrong(_) => score.wrong += 1,
            Verdict::Missed(label) if label.dynamic => score.dynamic_missed += 1,
            Verdict::Missed(_) => score.missed += 1,
            Verdict::Found(label, reference) => {
                score.same_form += u32::from(label.form == reference.form);
                match label.dynamic {
                    true => score.dynamic_right += 1,
                    false => score.right += 1,
                }
            }
        }
    }
    true
}
