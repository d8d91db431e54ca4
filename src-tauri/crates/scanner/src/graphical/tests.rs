//! A graph written record by record.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]

use base64::{Engine as _, engine::general_purpose::STANDARD};

use super::scan;
use crate::{coverage::SkipReason, found::Findings, reference::Reference, text::Text};

const MODEL: &str = "Orchestrator.GraphRunbook.Model";

#[derive(Default)]
struct Writer {
    bytes: Vec<u8>,
}

impl Writer {
    fn number(&mut self, number: i32) {
        self.bytes.extend(number.to_le_bytes());
    }

    fn text(&mut self, text: &str) {
        self.bytes.push(u8::try_from(text.len()).unwrap());
        self.bytes.extend(text.as_bytes());
    }

    /// A class whose members are all records, which follow.
    fn class(&mut self, id: i32, name: &str, members: &[&str]) {
        self.bytes.push(5);
        self.number(id);
        self.text(&format!("{MODEL}.{name}"));
        self.number(i32::try_from(members.len()).unwrap());
        members.iter().for_each(|member| self.text(&format!("<{member}>k__BackingField")));
        self.bytes.extend(vec![2; members.len()]);
        self.number(1);
    }

    fn string(&mut self, id: i32, text: &str) {
        self.bytes.push(6);
        self.number(id);
        self.text(text);
    }

    fn reference(&mut self, id: i32) {
        self.bytes.push(9);
        self.number(id);
    }
}

/// An activity that calls a command with `-Name` and a constant.
fn runbook(command: &str, name: &str) -> Vec<u8> {
    let mut out = Writer::default();
    out.bytes.push(0);
    [1, -1, 1, 0].into_iter().for_each(|number| out.number(number));
    out.class(2, "CommandActivity", &["CommandType", "Parameters"]);
    out.class(3, "CommandActivityType", &["CommandName"]);
    out.string(4, command);
    out.class(5, "Dictionary", &["KeyValuePairs"]);
    out.reference(6);
    out.bytes.push(16);
    out.number(6);
    out.number(1);
    out.class(7, "KeyValuePair", &["key", "value"]);
    out.string(8, "Name");
    out.class(9, "ConstantValueDescriptor", &["Value"]);
    out.string(10, name);
    out.bytes.push(11);
    out.bytes
}

fn scanned(definition: &[u8]) -> (Vec<Reference>, Option<SkipReason>) {
    let text = format!("{{\"RunbookDefinition\":\"{}\"}}", STANDARD.encode(definition));
    let mut findings = Findings::new("x", &text);
    scan(&Text::whole(text.as_str()), &mut findings);
    findings.finish()
}

#[test]
fn a_command_gives_its_name() {
    let (found, gap) = scanned(&runbook("Get-AutomationVariable", "hour"));
    assert_eq!((found.len(), gap), (1, None), "{found:#?}");
    assert_eq!(found[0].form, "graphrunbook.Get-AutomationVariable");
    assert_eq!((found[0].name.as_deref(), found[0].line), (Some("hour"), 1));
    assert_eq!(scanned(&runbook("Get-Date", "hour")), (Vec::new(), None));
}

#[test]
fn a_graph_that_ends_early_is_damaged() {
    let whole = runbook("Get-AutomationVariable", "hour");
    for end in 0..whole.len() {
        let (found, gap) = scanned(&whole[..end]);
        assert_eq!((found.len(), gap), (0, Some(SkipReason::Damaged)), "{end}");
    }
}
