//! Scripts that stand in a document.

use super::Sink;
use crate::{
    code::{self, Grammar},
    data::Scalar,
    powershell, prefilter,
    shell::{self, Dialect},
};

/// What runs a script.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Host {
    Posix,
    Batch,
    PowerShell,
    Python,
}

impl Host {
    /// By the word of a `shell:` key.
    pub(super) fn of_shell(shell: &str) -> Self {
        let shell = shell.to_ascii_lowercase();
        match () {
            () if shell.contains("pwsh") || shell.contains("powershell") => Self::PowerShell,
            () if shell.contains("cmd") => Self::Batch,
            () if shell.contains("python") => Self::Python,
            () => Self::Posix,
        }
    }
}

/// Scans a script; one without any literal of a form is passed over.
pub(super) fn scan(host: Host, script: &Scalar, sink: &mut Sink<'_, '_>) {
    if !prefilter::may_hold_a_form(script.text.text.as_bytes()) {
        return;
    }
    let text = script.text.within(sink.text);
    match host {
        Host::Posix => {
            // A script of Windows is written in the same place; its cmdlets tell.
            if is_cmdlets(&text.text) {
                powershell::scan(&text, sink.findings);
            } else {
                shell::scan(Dialect::Posix, &text, sink.findings);
            }
        }
        Host::Batch => shell::scan(Dialect::Batch, &text, sink.findings),
        Host::PowerShell => powershell::scan(&text, sink.findings),
        Host::Python => code::scan(Grammar::Python, "python", &text, sink.findings),
    }
}

/// Whether a line begins like PowerShell.
fn is_cmdlets(text: &str) -> bool {
    let lines = text.lines().map(str::trim_start).take(400);
    let mut lines = lines.filter(|line| !line.starts_with('#'));
    lines.any(|line| {
        let assigns = line.starts_with('$') && line.contains('=');
        let verb = ["Get-", "Set-", "New-", "Remove-", "Import-", "Write-"];
        assigns || verb.iter().any(|verb| line.starts_with(verb))
    })
}
