//! Every rule's own examples.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]

use super::{Grammar, rules::rules, scan};
use crate::{
    found::Findings, language::Language, prefilter::may_hold_a_form_of, reference::Reference,
    text::Text,
};

const GRAMMARS: &[Grammar] =
    &[Grammar::Python, Grammar::CSharp, Grammar::TypeScript, Grammar::Java, Grammar::Go];

fn references(grammar: Grammar, text: &str) -> Vec<Reference> {
    let mut findings = Findings::new("x", text);
    scan(grammar, grammar.rules(), &Text::whole(text), &mut findings);
    findings.finish().0
}

#[test]
fn good_examples_are_found_and_bad_ones_are_not() {
    let mut wrong = Vec::new();
    for grammar in GRAMMARS {
        for rule in &rules(grammar.rules()).expect("a table").calls {
            for good in &rule.good {
                let found = references(*grammar, good);
                let wanted = if rule.all { "*" } else { "erp" };
                let is_it =
                    |r: &Reference| r.name.as_deref() == Some(wanted) && r.kind == rule.kind;
                if found.len() != 1 || !found.iter().all(is_it) {
                    wrong.push(format!("{}: should be found:\n{good}\n{found:#?}", rule.form));
                }
            }
            for bad in &rule.bad {
                let found = references(*grammar, bad);
                if !found.is_empty() {
                    wrong.push(format!("{}: should not be found:\n{bad}\n{found:#?}", rule.form));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

#[test]
fn no_good_example_is_passed_over_before_it_is_read() {
    let languages = [
        ("python", Language::Python),
        ("csharp", Language::CSharp),
        ("javascript", Language::JavaScript),
        ("java", Language::Java),
        ("go", Language::Go),
    ];
    for (table, language) in languages {
        for rule in &rules(table).expect("a table").calls {
            for good in &rule.good {
                let read = may_hold_a_form_of(language, good.as_bytes());
                assert!(read, "{}\n{good}", rule.form);
            }
        }
    }
    assert!(!may_hold_a_form_of(Language::Java, b"map.getKey(); entry.getCertificate();"));
}

#[test]
fn command_lines_in_code_are_read() {
    let name = |grammar, text: &str| {
        let found = references(grammar, text);
        let names = found.iter().map(|r| format!("{} {:?} {:?}", r.form, r.name, r.vault));
        names.collect::<Vec<_>>()
    };
    let show = "cli.az-keyvault-secret-show Some(\"erp\") Some(\"kv1\")";
    for text in [
        r#"subprocess.run(["az", "keyvault", "secret", "show", "--name", "erp", "--vault-name", "kv1"])"#,
        r#"NAME = "erp"
cmd = ["az", "keyvault", "secret", "show", f"--name={NAME}", "--vault-name", "kv1"]
subprocess.check_output(cmd)"#,
        r#"os.system("az keyvault secret show --vault-name kv1 --name erp | jq .value")"#,
        r#"cmd = "az keyvault secret show --vault-name kv1 --name 'erp'"
run(cmd, shell=True)"#,
        r#"cli.invoke(["keyvault", "secret", "show", "--vault-name", "kv1", "-n", "erp"])"#,
    ] {
        assert_eq!(name(Grammar::Python, text), [show], "{text}");
    }
    let js = r#"execFileSync("az", ["keyvault", "secret", "show", "--vault-name", "kv1", "--name", "erp"]);"#;
    assert_eq!(name(Grammar::TypeScript, js), [show]);
    let js = "execSync(`az keyvault secret show --vault-name ${vault} --name ${app}-key --query value`);";
    assert_eq!(name(Grammar::TypeScript, js), ["cli.az-keyvault-secret-show None None"]);
    let go = r#"package p
func f() { exec.Command("az", "keyvault", "secret", "show", "--vault-name", "kv1", "--name", "erp") }"#;
    assert_eq!(name(Grammar::Go, go), [show]);
    for text in [
        r#"print("az keyvault secret show --vault-name kv1 --name erp")"#,
        r#"subprocess.run(["az", "keyvault", "show", "--name", "kv1", "--query", "id"])"#,
        r#"words = ["keyvault", "secret", "show", "erp"]"#,
        r#"# run(["az", "keyvault", "secret", "show", "--name", "erp", "--vault-name", "kv1"])"#,
    ] {
        assert!(name(Grammar::Python, text).is_empty(), "{text}");
    }
}

#[test]
fn scripts_that_a_program_runs_are_read() {
    let text = r#"class T { void M() {
 var script = @"
$secret = Get-AzKeyVaultSecret -VaultName ""kv1"" -Name ""erp""
";
 shell.AddScript(script);
 shell.AddScript("Get-AutomationVariable -Name 'erp2'");
 var help = "Get-AzKeyVaultSecret -VaultName kv1 -Name other";
} }"#;
    let found = references(Grammar::CSharp, text);
    let found: Vec<_> = found.iter().map(|r| (r.line, r.name.as_deref())).collect();
    assert_eq!(found, [(3, Some("erp")), (6, Some("erp2"))]);
}
