//! Rules for a Rust file.

use syn::{Attribute, ImplItemFn, ItemFn, spanned::Spanned as _, visit::Visit};

use super::Finding;

const LONGEST_FILE: usize = 400;
const LONGEST_FUNCTION: usize = 60;
const LONGEST_COMMAND: usize = 15;
/// Modules that may ask for the time, each because it hands it on or measures a wait.
const CLOCKS: &[&str] = &[
    "crates/app/src/host.rs",
    "crates/vaults/",
    "crates/testkit/",
    // How long a parser may take is no time of the product.
    "crates/scanner/src/code/grammar.rs",
    "crates/xtask/",
    "src-tauri/src/checks.rs",
    "src-tauri/src/clipboard.rs",
    "src-tauri/src/desktop.rs",
    "tests/",
];

/// Files in which bytes become a secret by a move.
const MOVERS: &[&str] = &["crates/secret/src/lib.rs", "crates/crypto/src/cbor.rs"];

/// Every broken rule in the file `name`.
pub(super) fn check(name: &str, text: &str) -> Vec<Finding> {
    let mut findings = Vec::new();
    let lines: Vec<&str> = text.lines().collect();
    if lines.len() > LONGEST_FILE {
        findings.push(Finding::new(
            1,
            format!("{} lines: look for two rooms in one file", lines.len()),
        ));
    }
    let tests_from =
        lines.iter().position(|line| line.starts_with("#[cfg(test)]")).unwrap_or(lines.len());
    let is_test =
        name.contains("/tests/") || name.starts_with("tests/") || name.contains("crates/testkit/");
    for (at, line) in lines.iter().enumerate() {
        let code = line.trim_start();
        if code.starts_with("//") || name.contains("crates/xtask/") {
            continue;
        }
        let production = !is_test && at < tests_from;
        findings.extend(
            of_line(name, code, production, &lines[at.saturating_sub(2)..at])
                .map(|what| Finding::new(at + 1, what)),
        );
    }
    if !is_test {
        findings.extend(functions(name, text));
    }
    findings
}

fn of_line(name: &str, code: &str, production: bool, above: &[&str]) -> Option<&'static str> {
    let clock = ["SystemTime::now", "Timestamp::now", "Instant::now"]
        .iter()
        .any(|call| code.contains(call));
    let unowned = !CLOCKS.iter().any(|allowed| name.contains(allowed));
    let bad_word = ["Manager", "Helper", "Util"].iter().any(|word| {
        ["struct ", "enum ", "trait "].iter().any(|kind| {
            code.split_once(kind).is_some_and(|(_, rest)| {
                rest.split(|c: char| !c.is_alphanumeric()).next().is_some_and(|n| n.ends_with(word))
            })
        })
    });
    let unexplained =
        code.contains(".expose()") && !above.iter().any(|line| line.contains("// EXPOSE:"));
    let unheard = code.contains("SKIPPED ") && !name.ends_with("testkit/src/skip.rs");
    let grown = code.contains("SecretBytes::new(") && code.contains(".into_bytes()");
    match () {
        () if production && grown && !MOVERS.iter().any(|file| name.ends_with(file)) => {
            Some("what grew leaves copies; write a secret by cbor::secret")
        }
        () if production && clock && unowned => {
            Some("time comes in from outside; take it from the Host")
        }
        () if unheard => Some("say what is skipped by testkit's skip, so that it is counted"),
        () if bad_word => Some("name it by what it is, not Manager, Helper or Util"),
        () if production && unexplained => {
            Some("say above why the value is exposed: // EXPOSE: reason")
        }
        () => None,
    }
}

/// Finds functions that are too long.
struct Functions<'a> {
    name: &'a str,
    findings: Vec<Finding>,
}

impl Functions<'_> {
    fn measure(&mut self, function: &str, attributes: &[Attribute], block: &syn::Block) {
        if matches!(
            block.stmts.as_slice(),
            [syn::Stmt::Macro(_)] | [syn::Stmt::Expr(syn::Expr::Macro(_), _)]
        ) {
            // One macro over a list is data.
            return;
        }
        let (start, end) = (block.span().start().line, block.span().end().line);
        let length = end.saturating_sub(start) + 1;
        let is_command = self.name.contains("src-tauri/src/commands/")
            && attributes
                .iter()
                .any(|attribute| attribute.path().segments.iter().any(|s| s.ident == "command"));
        // A body has one line of signature and one of closing brace.
        if is_command && length > LONGEST_COMMAND + 2 {
            self.findings.push(Finding::new(
                start,
                format!("command {function} has {length} lines: parse, call, convert"),
            ));
        } else if length > LONGEST_FUNCTION {
            self.findings
                .push(Finding::new(start, format!("function {function} has {length} lines")));
        }
    }
}

impl<'ast> Visit<'ast> for Functions<'_> {
    fn visit_item_fn(&mut self, item: &'ast ItemFn) {
        self.measure(&item.sig.ident.to_string(), &item.attrs, &item.block);
        syn::visit::visit_item_fn(self, item);
    }

    fn visit_impl_item_fn(&mut self, item: &'ast ImplItemFn) {
        self.measure(&item.sig.ident.to_string(), &item.attrs, &item.block);
        syn::visit::visit_impl_item_fn(self, item);
    }

    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        let is_test = item.attrs.iter().any(|attribute| attribute.path().is_ident("cfg"));
        if !is_test {
            syn::visit::visit_item_mod(self, item);
        }
    }
}

fn functions(name: &str, text: &str) -> Vec<Finding> {
    let Ok(file) = syn::parse_file(text) else {
        return vec![Finding::new(1, "the file can't be read as Rust")];
    };
    let mut functions = Functions { name, findings: Vec::new() };
    functions.visit_file(&file);
    functions.findings
}

#[cfg(test)]
mod tests {
    use super::check;

    fn broken(name: &str, text: &str) -> bool {
        !check(name, text).is_empty()
    }

    #[test]
    fn each_rule_finds_its_bad_example_and_leaves_the_good_one() {
        let file = "src-tauri/crates/app/src/x.rs";
        assert!(broken(file, "fn f() { Timestamp::now(); }"));
        assert!(!broken("src-tauri/crates/app/src/host.rs", "fn f() { Timestamp::now(); }"));
        assert!(broken(file, "struct KeyManager;"));
        assert!(!broken(file, "struct Utility;"));
        assert!(broken(file, "fn f() {\n    secret.expose();\n}"));
        assert!(!broken(file, "fn f() {\n    // EXPOSE: shown.\n    secret.expose();\n}"));
        let grown = "fn f() {\n    SecretBytes::new(out.into_bytes())\n}";
        assert!(broken(file, grown));
        assert!(!broken("src-tauri/crates/crypto/src/cbor.rs", grown));
        assert!(broken(file, &format!("fn f() {{\n{}}}", "a();\n".repeat(60))));
        assert!(!broken(file, &format!("fn f() {{\n{}}}", "a();\n".repeat(20))));
        let command = |lines| format!("#[tauri::command]\nfn f() {{\n{}}}", "a();\n".repeat(lines));
        assert!(broken("src-tauri/src/commands/x.rs", &command(16)));
        assert!(!broken("src-tauri/src/commands/x.rs", &command(15)));
        assert!(broken(file, &"\n".repeat(401)));
        let unheard = "fn f() {\n    println!(\"SKIPPED x: no y\");\n}";
        assert!(broken("src-tauri/crates/app/tests/x.rs", unheard));
        assert!(!broken("src-tauri/crates/testkit/src/skip.rs", unheard));
    }
}
