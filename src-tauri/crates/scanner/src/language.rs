//! The language of a file, by its name and, where that says nothing, by its first words.

use serde::{Deserialize, Serialize};

/// What a file is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Language {
    /// PowerShell scripts, modules and their data.
    #[serde(rename = "powershell")]
    PowerShell,
    /// Graphical runbooks.
    GraphicalRunbook,
    /// Python.
    Python,
    /// Notebooks, cell by cell.
    Notebook,
    /// C#.
    #[serde(rename = "csharp")]
    CSharp,
    /// JavaScript.
    #[serde(rename = "javascript")]
    JavaScript,
    /// TypeScript.
    #[serde(rename = "typescript")]
    TypeScript,
    /// Java.
    Java,
    /// Scala, R and SQL cells that call the same interfaces.
    Scala,
    /// Go.
    Go,
    /// Shell scripts, make and container files.
    Shell,
    /// Windows command files.
    Batch,
    /// YAML: pipelines, workflows, Kubernetes, compose.
    Yaml,
    /// JSON: templates, factories, flows, settings.
    Json,
    /// Terraform.
    Terraform,
    /// Bicep and its parameter files.
    Bicep,
    /// XML: solutions.
    Xml,
    /// Text of desktop flows.
    DesktopFlow,
    /// Archives: solutions and exports, entry by entry.
    Archive,
    /// Documentation, which quotes code.
    Documentation,
    /// Any other text: addresses of secrets only.
    Text,
}

/// How files end that a program fills in.
const TEMPLATES: &[&str] =
    &[".tftpl", ".tmpl", ".gotmpl", ".template", ".j2", ".jinja", ".jinja2", ".erb"];

impl Language {
    /// By the name of a file.
    pub(crate) fn of_path(path: &str) -> Self {
        let name = path.rsplit('/').next().unwrap_or(path).to_ascii_lowercase();
        match name.as_str() {
            "makefile" | "dockerfile" | "containerfile" | "gnumakefile" | "justfile" => {
                return Self::Shell;
            }
            _ => {}
        }
        let first = name.split('.').next().unwrap_or_default();
        // A template is written in what stands before its own word.
        if let Some(inner) = TEMPLATES.iter().find_map(|word| name.strip_suffix(word)) {
            return Self::of_path(inner);
        }
        let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
        match extension {
            "ps1" | "psm1" | "psd1" => Self::PowerShell,
            "graphrunbook" => Self::GraphicalRunbook,
            "py" | "pyw" | "pyi" | "ipy" => Self::Python,
            "ipynb" => Self::Notebook,
            "cs" | "csx" | "cshtml" | "razor" => Self::CSharp,
            "js" | "mjs" | "cjs" | "jsx" => Self::JavaScript,
            "ts" | "mts" | "cts" | "tsx" => Self::TypeScript,
            "java" => Self::Java,
            "scala" | "sc" | "kt" | "kts" | "groovy" | "gradle" | "r" | "sql" => Self::Scala,
            "go" => Self::Go,
            "sh" | "bash" | "zsh" | "ksh" | "mk" | "mak" | "azcli" | "env" | "bats" => Self::Shell,
            "cmd" | "bat" => Self::Batch,
            "yml" | "yaml" | "tpl" => Self::Yaml,
            "json" | "jsonc" | "json5" | "arm" | "webmanifest" => Self::Json,
            "tf" | "tofu" | "tfvars" | "hcl" => Self::Terraform,
            "bicep" | "bicepparam" => Self::Bicep,
            "xml" | "config" | "csproj" | "props" | "targets" | "resx" => Self::Xml,
            "robin" => Self::DesktopFlow,
            "zip" | "msapp" | "nupkg" => Self::Archive,
            "md" | "markdown" | "mdx" | "rst" | "adoc" | "html" | "htm" => Self::Documentation,
            _ if first == "dockerfile" || first == "makefile" || extension == "dockerfile" => {
                Self::Shell
            }
            _ if is_pipeline(&name) => Self::Shell,
            // A script that was kept as a text, as mail and chats want it.
            "txt" if name.ends_with(".ps1.txt") => Self::PowerShell,
            _ => Self::Text,
        }
    }

    /// By the first words of a text whose name says nothing.
    pub(crate) fn of_text(path: &str, text: &str) -> Self {
        let bare = !path.rsplit('/').next().unwrap_or(path).contains('.');
        let start = text.trim_start();
        let first = start.lines().next().unwrap_or_default();
        if let Some(program) = first.strip_prefix("#!") {
            let is = |name: &str| program.contains(name);
            return match () {
                () if is("pwsh") => Self::PowerShell,
                () if is("python") => Self::Python,
                () if is("node") => Self::JavaScript,
                () if is("sh") || is("make") => Self::Shell,
                () => Self::Text,
            };
        }
        if start.starts_with("<?xml") {
            return Self::Xml;
        }
        if TEMPLATES.iter().any(|word| path.ends_with(word)) && is_keyed(start) {
            return Self::Yaml;
        }
        if start.starts_with("kind: ") && (start.contains("\n") && start.contains(": ")) {
            return Self::Yaml;
        }
        if start.starts_with(['{', '[']) && start.contains("\":") {
            return Self::Json;
        }
        // What Databricks exports says so in its first line; a name without an ending may be any.
        if bare && first == "# Databricks notebook source" {
            return Self::Python;
        }
        if bare && is_powershell(start)
            || path.to_ascii_lowercase().ends_with(".txt") && is_kept(text)
        {
            return Self::PowerShell;
        }
        if is_desktop_flow(text) { Self::DesktopFlow } else { Self::Text }
    }
}

/// Whether a file is a pipeline of Jenkins, by its name.
pub(crate) fn is_pipeline(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path).to_ascii_lowercase();
    name.starts_with("jenkinsfile") || name.ends_with(".jenkinsfile")
}

/// Whether the first line that says something is a key of YAML.
fn is_keyed(start: &str) -> bool {
    let mut lines = start.lines().map(str::trim_end);
    let first = lines.find(|line| !line.is_empty() && !line.starts_with(['#', '{', '%']));
    let key =
        first.and_then(|line| line.split_once(':')).map(|(key, rest)| (key, rest.chars().next()));
    key.is_some_and(|(key, next)| {
        let word = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
        !key.is_empty() && key.chars().all(word) && next.is_none_or(|c| c == ' ')
    })
}

/// Whether a text begins as a script of PowerShell does.
fn is_powershell(start: &str) -> bool {
    let lower: String = start.chars().take(400).collect::<String>().to_ascii_lowercase();
    let first = lower.lines().next().unwrap_or_default();
    let begins =
        ["<#", "param(", "param (", "[cmdletbinding", "configuration ", "workflow ", "function "];
    begins.iter().any(|word| first.starts_with(word))
        || (first.starts_with('$') && first.contains('='))
}

/// Whether a text is a script that was kept under another name: it begins as one, and several lines
/// begin or assign as cmdlets do. Prose that quotes one does not.
fn is_kept(text: &str) -> bool {
    if !text.lines().take(12).any(|line| is_powershell(line.trim_start())) {
        return false;
    }
    let verbs = ["get-", "set-", "new-", "add-", "remove-", "write-", "start-", "stop-"];
    let lines = text.lines().map(|line| line.trim().to_ascii_lowercase()).take(400);
    let of_code = lines.filter(|line| {
        let value = line.split_once('=').map_or(line.as_str(), |(_, value)| value.trim_start());
        let assigned = line.starts_with('$') || value.len() == line.len();
        assigned && verbs.iter().any(|verb| value.starts_with(verb))
    });
    of_code.count() > 2
}

/// Whether the actions of a desktop flow stand on most lines.
fn is_desktop_flow(text: &str) -> bool {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty()).take(200);
    lines.filter(|line| line.contains("=> ") && line.contains('.') || line.contains("$'''")).count()
        > 1
}
