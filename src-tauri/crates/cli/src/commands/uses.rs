//! `credenza uses`: where a thing is used.

use credenza_app::{
    Workspace,
    dependencies::{
        CoverageReport, Dependencies, DependencyQuery, DependencyRow, ExportFormat, GapKind, How,
        NamedGap, NodeKey, PersonUses, Tab, Verdict, counts_document, how_words, row_document,
    },
};
use serde_json::{Value, json};

use super::{count, uses_words};
use crate::{
    args::{Global, ThingKindArg, UsesArgs, UsesFormat},
    failure::Failure,
    names::Found as _,
    output::Output,
    session,
};

pub(super) fn run(arguments: &UsesArgs, global: &Global, output: &Output) -> Result<(), Failure> {
    let workspace = session::unlock(global)?;
    show(&workspace, kind_word(arguments.kind), &arguments.name, arguments.format, output)
}

/// Prints what uses the thing of this kind and name.
pub(super) fn show(
    workspace: &Workspace,
    kind: &'static str,
    name: &str,
    format: UsesFormat,
    output: &Output,
) -> Result<(), Failure> {
    if kind == "secret" && !name.contains('/') {
        return Err(Failure::usage("A secret is named VAULT/SECRET.", "Name its vault, too."));
    }
    let thing = workspace.thing_by_name(kind, name).named(kind, name)?;
    let query = DependencyQuery::all(thing.clone(), Tab::UsedBy);
    let export = match format {
        UsesFormat::Csv => Some(ExportFormat::Csv),
        UsesFormat::Mermaid => Some(ExportFormat::Mermaid),
        UsesFormat::Table | UsesFormat::Json => None,
    };
    if let Some(format) = export {
        output.text(&workspace.export_dependencies(&query, format)?.text)?;
        return Ok(());
    }
    let used_by = workspace.dependencies(&query)?;
    let document = document(workspace, kind, &thing, &used_by)?;
    if format == UsesFormat::Json {
        output.document(document)?;
    } else {
        output.result(document, &lines(&used_by))?;
    }
    Ok(())
}

fn kind_word(kind: ThingKindArg) -> &'static str {
    match kind {
        ThingKindArg::Credential => "credential",
        ThingKindArg::Variable => "variable",
        ThingKindArg::Secret => "secret",
        ThingKindArg::Connection => "connection",
    }
}

fn rows(answer: &Dependencies) -> impl Iterator<Item = &DependencyRow> {
    answer.groups.iter().flat_map(|group| &group.rows)
}

fn document(
    workspace: &Workspace,
    kind: &str,
    thing: &NodeKey,
    used_by: &Dependencies,
) -> Result<Value, Failure> {
    let of = |answer: &Dependencies| rows(answer).map(row_document).collect::<Vec<_>>();
    let ask = |tab| workspace.dependencies(&DependencyQuery::all(thing.clone(), tab));
    Ok(json!({
        "kind": kind,
        "name": used_by.thing.name,
        "uses_total": used_by.counts.used_by,
        "used_by": of(used_by),
        "uses": of(&ask(Tab::Uses)?),
        "delete_blocked_by": of(&ask(Tab::DeleteBlockedBy)?),
        "verdict": verdict_word(used_by.verdict),
        "coverage": coverage(&used_by.coverage),
    }))
}

fn coverage(report: &CoverageReport) -> Value {
    let gaps: Vec<_> = report
        .gaps
        .iter()
        .map(|gap| {
            json!({
                "reason": gap_word(gap.kind), "source": gap.source.as_ref().map(|(_, name)| name),
                "path": gap.path, "count": gap.count,
                "person": gap.person.as_ref().map(|person| &person.name),
                "own_device": gap.person.as_ref().is_some_and(|person| person.own),
            })
        })
        .collect();
    let people: Vec<_> = report.people.iter().map(person_document).collect();
    json!({
        "complete": report.complete, "sources": report.sources, "files": report.files,
        "scanned": report.scanned.map(|at| at.to_string()), "skipped": report.skipped,
        "ignored": report.ignored, "unresolved": report.unresolved, "hidden": report.hidden,
        "gaps": gaps, "people": people,
        "team_looked": report.looked.map(|at| at.to_string()),
    })
}

/// What a colleague, or this person elsewhere, reported: numbers alone.
fn person_document(person: &PersonUses) -> Value {
    json!({
        "person": person.name, "own_device": person.own,
        "reported": person.reported().map(|at| at.to_string()),
        "counts": counts_document(&person.counts),
    })
}

fn lines(answer: &Dependencies) -> Vec<String> {
    let mut lines = vec![format!("{}: {}", answer.thing.name, uses_words(answer.counts.used_by))];
    for row in rows(answer) {
        let mark = if row.is_use() { "" } else { "  (may use it: the name is computed)" };
        let name = match row.how {
            How::Reported { own: true, .. } => "Your other device",
            _ => &row.name,
        };
        lines.push(format!("  {name}  {}{mark}", how_words(row)));
    }
    let report = &answer.coverage;
    lines.push(match answer.verdict {
        Verdict::InUse => "In use.".to_owned(),
        Verdict::NoUseFound => "No use found.".to_owned(),
        Verdict::SafeToDelete => "Unused. Safe to delete.".to_owned(),
    });
    let complete = if report.complete { "complete" } else { "not complete" };
    lines.push(format!(
        "Coverage is {complete}: {}, {}, {} skipped, {} unresolved.",
        count(report.sources, "source"),
        count(report.files, "file"),
        report.skipped,
        report.unresolved
    ));
    if !report.people.is_empty() {
        let looked = report.looked.map_or("an unknown time".to_owned(), |at| at.to_string());
        lines.push(format!("The team's log is as of {looked}; this command did not look again."));
    }
    lines.extend(report.gaps.iter().map(|gap| {
        if gap.kind == GapKind::NoSource {
            return "  missing: a source. Add a folder of code: credenza source add PATH"
                .to_owned();
        }
        if gap.kind == GapKind::TeamNotSeen {
            let words = "all of the team's log, of the last day. Run `credenza team sync`";
            return format!("  missing: {words}");
        }
        if let Some(words) = person_words(gap) {
            return format!("  missing: {words}");
        }
        let place = gap.path.as_deref().or(gap.source.as_ref().map(|(_, name)| name.as_str()));
        format!("  missing: {} {}", gap_word(gap.kind), place.unwrap_or_default())
    }));
    lines
}

fn verdict_word(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::InUse => "used",
        Verdict::NoUseFound => "no-use-found",
        Verdict::SafeToDelete => "safe-to-delete",
    }
}

fn gap_word(kind: GapKind) -> &'static str {
    match kind {
        GapKind::NoSource => "no-source",
        GapKind::NeverScanned => "never-scanned",
        GapKind::Stale => "stale",
        GapKind::FolderMissing => "folder-missing",
        GapKind::File(reason) => super::source::skip_word(reason),
        GapKind::Unresolved => "unresolved",
        GapKind::Hidden => "hidden",
        GapKind::NoReport => "no-report",
        GapKind::ReportOld => "report-old",
        GapKind::ReportAhead => "report-ahead",
        GapKind::ReportIncomplete => "report-incomplete",
        GapKind::ReportUnresolved => "report-unresolved",
        GapKind::Shared => "shared",
        GapKind::TeamNotSeen => "team-not-seen",
    }
}

/// What is missing of a person; none where it is about something else.
fn person_words(gap: &NamedGap) -> Option<String> {
    let person = gap.person.as_ref()?;
    let (name, whose) = match person.own {
        true => ("your other device".to_owned(), "Your other device's".to_owned()),
        false => (person.name.clone(), format!("{}'s", person.name)),
    };
    Some(match gap.kind {
        GapKind::NoReport => format!("No report from {name}"),
        GapKind::ReportOld => format!("{whose} report is {} days old", gap.count),
        GapKind::ReportAhead => format!("{whose} report is dated in the future"),
        GapKind::ReportUnresolved => format!("{whose} code has {} names that may be it", gap.count),
        _ => format!("{whose} scan is not complete"),
    })
}
