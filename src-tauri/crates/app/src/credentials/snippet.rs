//! "Copy snippet": how code reads a credential, with the literal name in it and no value (U6).

/// A language that snippets exist for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SnippetLanguage {
    /// PowerShell.
    PowerShell,
    /// Python.
    Python,
    /// Bash.
    Bash,
    /// C#.
    CSharp,
    /// JavaScript.
    JavaScript,
}

/// Code that gets the user name and password of the credential `name` from the `credenza` command.
#[must_use]
pub fn snippet(language: SnippetLanguage, name: &str) -> String {
    match language {
        SnippetLanguage::PowerShell => {
            let name = name.replace('\'', "''");
            format!(
                "$credential = credenza get '{name}' --json | ConvertFrom-Json\n$userName = $credential.username\n$password = $credential.password\n"
            )
        }
        SnippetLanguage::Bash => {
            let name = name.replace('\'', r"'\''");
            format!(
                "user_name=$(credenza get '{name}' --field username)\npassword=$(credenza get '{name}' --field password)\n"
            )
        }
        SnippetLanguage::Python => format!(
            "import json\nimport subprocess\n\nanswer = subprocess.run([\"credenza\", \"get\", {}, \"--json\"], check=True, capture_output=True)\ncredential = json.loads(answer.stdout)\nuser_name, password = credential[\"username\"], credential[\"password\"]\n",
            quoted(name)
        ),
        SnippetLanguage::CSharp => format!(
            "var start = new ProcessStartInfo(\"credenza\", new[] {{ \"get\", {}, \"--json\" }}) {{ RedirectStandardOutput = true }};\nusing var process = Process.Start(start)!;\nusing var answer = JsonDocument.Parse(process.StandardOutput.ReadToEnd());\nvar userName = answer.RootElement.GetProperty(\"username\").GetString();\nvar password = answer.RootElement.GetProperty(\"password\").GetString();\n",
            quoted(name)
        ),
        SnippetLanguage::JavaScript => format!(
            "import {{ execFileSync }} from \"node:child_process\";\n\nconst answer = execFileSync(\"credenza\", [\"get\", {}, \"--json\"], {{ encoding: \"utf8\" }});\nconst {{ username, password }} = JSON.parse(answer);\n",
            quoted(name)
        ),
    }
}

/// A string literal that means the same in Python, C# and JavaScript.
fn quoted(name: &str) -> String {
    let mut out = String::from("\"");
    for c in name.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}
