//! Holds what the scanner finds against labelled public code.

mod label;
mod matching;

use std::{collections::BTreeMap, ops::ControlFlow, path::Path, time::SystemTime};

use credenza_scanner::{Reference, ScanOptions, scan};

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
    let mut repositories_of: BTreeMap<&str, Vec<&LabelledFile>> = BTreeMap::new();
    for file in &files {
        repositories_of.entry(&file.repository).or_default().push(file);
    }
    for (name, files) in repositories_of {
        absent += one(Path::new(repositories), name, &files, show, &mut scores)?;
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

/// Scores the labelled files of one repository; how many are not there.
fn one(
    repositories: &Path,
    name: &str,
    files: &[&LabelledFile],
    show: bool,
    scores: &mut BTreeMap<String, Score>,
) -> Result<usize, Problem> {
    let Some(folder) = checkout(repositories, name) else { return Ok(files.len()) };
    let mut options = ScanOptions::at(SystemTime::now());
    options.ignore = only(files);
    let scan = scan(&folder, &options, None, &|_| ControlFlow::Continue(()));
    let scan = scan.map_err(|error| error.to_string())?;
    let mut absent = 0;
    for file in files {
        match scan.index.files().iter().find(|record| record.path == file.path) {
            Some(record) => count(file, &record.references, show, scores),
            None => absent += 1,
        }
    }
    Ok(absent)
}

/// Leaves out everything but the labelled files and the definitions that they depend on.
fn only(files: &[&LabelledFile]) -> Vec<String> {
    let mut lines = vec!["*".to_owned(), "!*/".to_owned()];
    lines.push("!environmentvariabledefinition.xml".to_owned());
    for file in files {
        let mut line = "!/".to_owned();
        for c in file.path.chars() {
            if "[]*?!\\{} ".contains(c) {
                line.push('\\');
            }
            line.push(c);
        }
        lines.push(line);
    }
    lines
}

fn count(
    file: &LabelledFile,
    references: &[Reference],
    show: bool,
    scores: &mut BTreeMap<String, Score>,
) {
    for verdict in compare(&file.labels, references) {
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
}
