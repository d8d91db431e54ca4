//! Graphical runbooks: JSON with a serialised object graph in base64. Commands and the values of
//! their parameters stand in the graph; a text search finds nothing.

mod binary;
mod records;
#[cfg(test)]
mod tests;

use base64::{Engine as _, engine::general_purpose::STANDARD};

use crate::{
    coverage::SkipReason,
    data::{Node, read_json},
    found::{Field, Findings, Found},
    powershell,
    reference::{Kind, Operation, Via},
    text::Text,
};
use binary::{Graph, Value};

/// Scans one runbook. Every reference stands in line 1.
pub(crate) fn scan(text: &Text, findings: &mut Findings<'_>) {
    let document = read_json(&text.text);
    let Some(definition) = document.get("RunbookDefinition").and_then(Node::text) else {
        findings.trouble = Some(SkipReason::Damaged);
        return;
    };
    let bytes = STANDARD.decode(definition.trim());
    let Some(graph) = bytes.ok().and_then(|bytes| Graph::read(&bytes)) else {
        findings.trouble = Some(SkipReason::Damaged);
        return;
    };
    let runbook = Runbook { graph };
    for object in 0..runbook.graph.len() {
        let found = runbook.command(object).or_else(|| runbook.asset(object));
        found.into_iter().for_each(|found| findings.push(text, found));
        for script in runbook.scripts(object) {
            powershell::scan(&Text::at(script, 0).at_one_place(), findings);
        }
    }
}

struct Runbook {
    graph: Graph,
}

impl Runbook {
    /// An activity with a command and its parameters.
    fn command(&self, object: usize) -> Option<Found> {
        let command = self.graph.member(object, "CommandType")?;
        let name = self.text(self.graph.follow(command, "CommandName")?)?;
        let (form, kind, op) = powershell::cmdlet(&name)?;
        let form = form.replacen("powershell", "graphrunbook", 1);
        let found = Found::of(&form, kind, op, 0);
        let parameters = self.graph.member(object, "Parameters")?;
        let value = self.parameter(parameters, "Name");
        Some(match value.and_then(|value| self.named(value)) {
            Some((name, via)) => {
                let expression = name.clone();
                Found { name: Field::Known(name, via), expression, ..found }
            }
            None => found,
        })
    }

    /// The value under a key of a dictionary, which is kept as pairs.
    fn parameter(&self, dictionary: &Value, key: &str) -> Option<&Value> {
        let pairs = self.graph.follow(dictionary, "KeyValuePairs")?;
        self.graph.items(pairs).into_iter().find_map(|pair| {
            let name = self.graph.follow(pair, "key")?;
            let name = self.text(name)?;
            name.eq_ignore_ascii_case(key).then(|| self.graph.follow(pair, "value")).flatten()
        })
    }

    /// What a descriptor comes to: a constant, or the default of one of the runbook's parameters.
    fn named(&self, value: &Value) -> Option<(String, Via)> {
        if let Some(text) = self.text(value) {
            return Some((text, Via::Literal));
        }
        let of = self.graph.class(value)?;
        if of.ends_with("RunbookParameterValueDescriptor") {
            let parameter = self.text(self.graph.follow(value, "ParameterName")?)?;
            return Some((self.default(&parameter)?, Via::ParamDefault));
        }
        if of.ends_with("ConstantValueDescriptor") {
            let value = self.graph.follow(value, "Value")?;
            return Some((self.text(value)?, Via::Literal));
        }
        if of.ends_with("PowerShellExpressionValueDescriptor") {
            let source = self.text(self.graph.follow(value, "Expression")?)?;
            let source = source.trim();
            let inner = source.strip_prefix(['\'', '"'])?.strip_suffix(['\'', '"'])?;
            return (!inner.contains(['$', '\'', '"'])).then(|| (inner.to_owned(), Via::Literal));
        }
        None
    }

    /// The default of a parameter of the runbook.
    fn default(&self, name: &str) -> Option<String> {
        (0..self.graph.len()).find_map(|object| {
            if !self.graph.class_of(object)?.ends_with("GraphRunbook.Model.Parameter") {
                return None;
            }
            let own = self.text(self.graph.member(object, "Name")?)?;
            if own != name {
                return None;
            }
            let optional = self.graph.member(object, "Optional");
            if matches!(optional, Some(Value::Flag(false))) {
                return None;
            }
            self.text(self.graph.member(object, "DefaultValue")?)
        })
    }

    /// A descriptor that names an asset itself.
    fn asset(&self, object: usize) -> Option<Found> {
        let of = self.graph.class_of(object)?;
        let kinds = [
            ("VariableAssetValueDescriptor", Kind::Variable, "variable"),
            ("AutomationVariableValueDescriptor", Kind::Variable, "variable"),
            ("CredentialValueDescriptor", Kind::Credential, "credential"),
            ("CredentialAssetValueDescriptor", Kind::Credential, "credential"),
            ("ConnectionValueDescriptor", Kind::Connection, "connection"),
            ("ConnectionAssetValueDescriptor", Kind::Connection, "connection"),
            ("CertificateValueDescriptor", Kind::Certificate, "certificate"),
            ("CertificateAssetValueDescriptor", Kind::Certificate, "certificate"),
        ];
        let (_, kind, word) = kinds.into_iter().find(|(end, ..)| of.ends_with(end))?;
        let members = ["Name", "AssetName", "VariableName", "CredentialName", "ConnectionName"];
        let members = members.into_iter().chain(["CertificateName"]);
        let name = members.filter_map(|member| self.graph.member(object, member));
        let name = name.filter_map(|value| self.text(value)).next();
        let found = Found::of(&format!("graphrunbook.asset-{word}"), kind, Operation::Get, 0);
        Some(match name {
            Some(name) => found.named(&name, 0),
            None => found,
        })
    }

    /// PowerShell that an activity or a link holds.
    fn scripts(&self, object: usize) -> Vec<String> {
        let members = ["Script", "Process", "Begin", "End", "Expression", "Condition"];
        let values = members.iter().filter_map(|member| self.graph.member(object, member));
        values.filter_map(|value| self.text(value)).filter(|text| text.contains('-')).collect()
    }

    /// A text, or the one that a name is an object around.
    fn text(&self, value: &Value) -> Option<String> {
        let plain = self.graph.text(value);
        let text = plain.or_else(|| self.graph.text(self.graph.follow(value, "name")?));
        text.map(str::to_owned)
    }
}
