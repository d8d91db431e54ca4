//! Files of one line, as tools write them, and texts that stand in each other: a file of twice the
//! size takes about twice as long, whatever it repeats.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stderr, reason = "tests")]

use std::time::Duration;

use credenza_scanner::{SkipReason, scan_bytes};

/// The larger of the two sizes, in bytes; with `CREDENZA_SOAK`, the size of what tools write.
const SIZE: usize = 200_000;
const LARGE: usize = 4 * 1024 * 1024;

/// What this thread has used, so that a busy machine does not count.
fn processor_time() -> Duration {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    Duration::new(u64::try_from(time.tv_sec).unwrap(), u32::try_from(time.tv_nsec).unwrap())
}

fn took(path: &str, text: &str) -> Duration {
    let begun = processor_time();
    let scan = scan_bytes(path, text.as_bytes());
    let took = processor_time() - begun;
    assert_ne!(scan.gap, Some(SkipReason::Failed), "{path}");
    took
}

/// A file: its name, what it begins with, what is repeated, and what it ends with.
type Case = (&'static str, &'static str, &'static str, &'static str);

const CASES: &[Case] = &[
    ("a.ps1", "Get-AutomationVariable -Name x\n", "@'\n", ""),
    ("a.scala", "dbutils.secrets.get(\"a\", \"b\"); ", "'\\", ""),
    ("a.yml", "secretName: x\n", "a: [\n", ""),
    ("a.tf", "key_vault = 1\n", "a = <<A\n", ""),
    ("a.tf", "key_vault = 1\n", "<", ""),
    ("a.json", "[\"with secret\", \"{{\",", "\"secret x\",", "0]"),
    ("Jenkinsfile", "sh 'vault kv get x' ", "a / 'b' \\\" # ", ""),
    ("Jenkinsfile", "sh 'vault kv get x' ", "[ secretType: ", ""),
    ("a.json", "[", "{\"a\":\"{{ with secret x\"},", "0]"),
    ("a.json", "[", "{\"secret\":\"https://kv1.vault.azure.net/secrets/db\"},", "0]"),
    ("a.json", "{\"secretname\":[", "\"@Microsoft.KeyVault(SecretUri=\",", "0]}"),
    ("a.json", "{\"definition\":\"", "parameters('a (b_c)') ", "\"}"),
    ("a.json", "{\"a\":\"", "{{ with secret \\\"a/b\\\" }} ", "\"}"),
    ("a.yml", "a: {", "secretName: db, b: {{ with secret \"a/b\" }}, ", "}"),
    ("a.yml", "a: [", "\"https://kv1.vault.azure.net/secrets/db\", ", "]"),
    ("a.yml", "a: \"", "Env.a_b $(vault kv get secret/x) ", "\""),
    ("a.sh", "", "vault kv get secret/x; ", ""),
    ("a.sh", "", "vault kv get secret/$X $(", ""),
    ("a.sh", "vault kv get x; ", "${ $[ $(( ' ", ""),
    ("a.sh", "vault kv get x; ", "<<A cat\n", ""),
    ("a.sh", "vault kv get x; ", "sh 'a secretType: secretValues: [ ", ""),
    ("a.sh", "", "bash -c \"vault kv get secret/x\"; ", ""),
    ("a.cmd", "", "vault kv get secret/%x & ", ""),
    ("a.js", "import {SecretClient} from '@azure/keyvault-secrets';", "a.getSecret(\"db\");", ""),
    (
        "a.js",
        "const keyVault=1;",
        "execSync(\"az keyvault secret show -n db --vault-name kv1\");",
        "",
    ),
    ("a.js", "const b=[", "\"https://kv1.vault.azure.net/secrets/db\",", "]"),
    ("a.ts", "import {SecretClient} from \"@azure/keyvault-secrets\";", "a.getSecret(\"db\");", ""),
    ("a.py", "import azure.keyvault; ", "c.get_secret(\"db\"); ", ""),
    ("a.py", "", "dbutils.secrets.get(\"kv1\", \"db\"); ", ""),
    ("a.ps1", "", "Get-AzKeyVaultSecret -VaultName kv1 -Name db; ", ""),
    ("a.ps1", "Get-AutomationVariable -Name x; ", "$a = ", "1"),
    (
        "a.ps1",
        "Get-AutomationVariable -Name x; ",
        "$a = \"https://kv1.vault.azure.net/secrets/db\"; ",
        "",
    ),
    ("a.ps1", "", "az keyvault secret show -n db --vault-name kv1; ", ""),
    ("a.tf", "", "a = \"${data.azurerm_key_vault_secret.x.value}\" ", ""),
    ("a.bicep", "", "a: kv.getSecret('x') ", ""),
    ("a.xml", "<a>", "<b c=\"https://kv1.vault.azure.net/secrets/db\"/>", "</a>"),
    ("a.txt", "", "https://kv1.vault.azure.net/secrets/db ", ""),
    ("a.scala", "", "dbutils.secrets.get(\"kv1\", \"db\"); ", ""),
    ("a.groovy", "", "[secretType: 'Secret', name: 'x'] sh 'vault kv get y' ", ""),
    ("Jenkinsfile", "", "sh 'vault kv get secret/y' ", ""),
    ("a.cs", "using Azure.Security.KeyVault.Secrets;", "c.GetSecret(\"db\");", ""),
    (
        "a.java",
        "import com.azure.security.keyvault.secrets.SecretClient;",
        "c.getSecret(\"db\");",
        "",
    ),
    (
        "a.ps1",
        "Get-AutomationVariable -Name x; ",
        "f (az keyvault secret show -n db) \"https://kv1.vault.azure.net/secrets/db\"; ",
        "",
    ),
    (
        "a.py",
        "import azure.keyvault; ",
        "f(\"https://kv1.vault.azure.net\", c.get_secret(\"a\")); ",
        "",
    ),
    ("a.sh", "", "N=db; vault kv get $N; ", ""),
    ("a.sh", "", "N=$M; N=$X; vault kv get $N; ", ""),
    (
        "a.cs",
        "var a=\"Get-AzKeyVaultSecret keyvault -automation\";",
        "p.AddCommand(\"a\");q.AddParameter(\"a\",b);",
        "",
    ),
    (
        "a.ipynb",
        "{\"cells\":[{\"cell_type\":\"code\",\"source\":\"",
        "dbutils.secrets.get('a', 'b');\\n",
        "\"}]}",
    ),
    (
        "a.ipynb",
        "{\"cells\":[{\"cell_type\":\"code\",\"source\":[",
        "\"!vault kv get secret/x\\n\",",
        "\"\"]}]}",
    ),
    ("a.go", "package a;import \"azsecrets\";", "c.GetSecret(x,\"db\",\"\",nil);", ""),
];

/// How much longer twice the size may take. What goes over the file for each hit comes to four.
const RATIO: f64 = 3.0;

fn file(case: &Case, size: usize) -> String {
    let (_, start, repeated, end) = case;
    format!("{start}{}{end}", repeated.repeat(size / repeated.len()))
}

#[test]
fn a_line_of_twice_the_size_takes_about_twice_as_long() {
    let size = std::env::var("CREDENZA_SOAK").map_or(SIZE, |_| LARGE);
    for case in CASES {
        let (half, whole) = (file(case, size / 2), file(case, size));
        // A machine that others use may take longer once; what grows too fast does each time.
        let ratio = |_| {
            let (half, whole) = (took(case.0, &half), took(case.0, &whole));
            eprintln!("{case:?}: {half:?}, {whole:?}");
            whole.as_secs_f64() / half.max(Duration::from_millis(1)).as_secs_f64()
        };
        assert!((0..3).map(ratio).any(|ratio| ratio < RATIO), "{case:?}");
    }
}

/// What stands in itself: what opens it, and what closes it.
const NESTED: &[(&str, &str, &str)] = &[
    ("a.groovy", "sh(script: \"bash -c \\\"vault kv get $(sh 'vault kv get x ", "')\\\"\") "),
    ("a.sh", "bash -c \"$(gcloud secrets versions access 1 --secret=x; ", ")\""),
    ("a.sh", "sh -c 'vault kv get x; bash -c \"", "\"'"),
    ("a.sh", "echo `vault kv get secret/x $(", ")`"),
    ("a.sh", "cat <<A\nvault kv get x\nsh 'vault kv get x ", "'\nA\n"),
    ("Jenkinsfile", "sh \"vault kv get $(sh 'vault kv get x ", "')\" "),
    ("a.ps1", "Get-AutomationVariable -Name \"$(", ")\""),
    ("a.ps1", "$a = @{ b = $(Get-AutomationVariable -Name x -Value (", ")) } "),
    ("a.ps1", "$a = \"$($b = @('az keyvault secret show', \"", "\"))\""),
    ("a.tf", "a = \"${vault_kv ? f(\"", "\") : 1}\" "),
    ("a.tf", "key_vault \"a\" { command = <<A\nvault kv get x ${<<B\n", "\nB\n}\nA\n}\n"),
    ("a.bicep", "a: 'keyvault${b(kv.getSecret('", "'))}' "),
    ("a.json", "{\"secretName\": \"x\", \"cells\": [", "]}"),
    ("a.json", "{\"cells\":[{\"cell_type\":\"code\",\"source\":[\"az keyvault\",", "]}]}"),
    (
        "a.ipynb",
        "{\"cells\":[{\"cell_type\":\"code\",\"source\":\"dbutils.secrets.get(1)\",\"x\":",
        "}]}",
    ),
    ("a.yml", "a: [{secretName: x, script: \"az keyvault secret show ", "\"}]"),
    ("a.yml", "- script: |\n  bash -c \"az keyvault secret show -n $(", ")\"\n"),
    ("a.py", "dbutils.secrets.get(f\"{", "}\")"),
    ("a.py", "run(['az', 'keyvault', dbutils.secrets.get(", ")])"),
    ("a.js", "x('@azure/keyvault-secrets', new SecretClient().getSecret(`${", "}`))"),
    ("a.ts", "keyVault.getSecret(() => { execSync(`az keyvault ${", "}`) })"),
    ("a.cs", "KeyVault.AddScript(\"Get-AutomationVariable -Name $(", ")\")"),
    ("a.scala", "dbutils.secrets.get(s\"${", "}\")"),
];

#[test]
fn what_stands_in_itself_takes_no_longer_than_its_size_tells() {
    for (path, open, close) in NESTED {
        for depth in [16, 24, 60, 400] {
            let text = format!("{}{}", open.repeat(depth), close.repeat(depth));
            let took = took(path, &text);
            eprintln!("{path} {open:?} {depth}: {took:?}");
            assert!(took < Duration::from_secs(5), "{path} {open:?} {depth} times: {took:?}");
        }
    }
}

/// Signs that no language has: a parser that meets them again and again must not lose itself.
#[test]
fn signs_that_make_a_parser_lose_itself_are_not_shown_to_it() {
    let words = "com.azure.security.keyvault azure.keyvault @azure/keyvault-secrets azsecrets";
    for path in ["a.java", "a.cs", "a.js", "a.ts", "a.go", "a.py"] {
        for sign in ["x => ", "x =\n> ", "x = > "] {
            let text =
                format!("{}\n{words} SecretClient getSecret( get_secret\n", sign.repeat(2000));
            let took = took(path, &text);
            eprintln!("{path} {sign:?}: {took:?}");
            assert!(took < Duration::from_secs(2), "{path} {sign:?}: {took:?}");
        }
    }
}

#[test]
fn names_that_lead_to_several_others_each_come_to_an_end() {
    // Five steps are within what is followed; thirty names at each come to many millions.
    let given = |line: fn(usize) -> String| (0..5).map(line).collect::<String>();
    let joined = given(|n| format!("A{n}={}; ", format!("$A{}", n + 1).repeat(30)));
    let often = given(|n| format!("A{n}=$A{}; ", n + 1).repeat(30));
    let script = given(|n| format!("$A{n} = \"{}\"; ", format!("$A{}", n + 1).repeat(30)));
    for (path, text) in [
        ("a.sh", format!("{joined}A5=db; vault kv get $A0")),
        ("a.sh", format!("{often}A5=db; vault kv get $A0")),
        ("a.ps1", format!("{script}$A5 = 'db'; Get-AutomationVariable -Name $A0")),
    ] {
        let begun = processor_time();
        let scan = scan_bytes(path, text.as_bytes());
        let took = processor_time() - begun;
        assert!(took < Duration::from_secs(1), "{path}: {took:?}");
        assert_eq!(scan.references.len(), 1, "{path}: {:#?}", scan.references);
        assert!(scan.references[0].dynamic, "{path}");
    }
    let few = "A=$B-$C; B=$C; C=db; vault kv get $A";
    let scan = scan_bytes("a.sh", few.as_bytes());
    assert_eq!(scan.references[0].name.as_deref(), Some("db-db"));
}
