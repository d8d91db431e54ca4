//! Command lines of other vaults: AWS, Google Cloud, HashiCorp Vault and Conjur.

use super::Line;
use crate::{
    expr::Expr,
    found::{Field, Found},
    reference::{Kind, Operation, Via},
};

/// Options of these programs that take no value, besides all that begin with `--no-`. Those of Vault
/// have one dash or two.
const FLAGS: &[&str] = &[
    "-f",
    "-q",
    "-y",
    "-h",
    "--quiet",
    "--version-only",
    "--help",
    "--debug",
    "--cli-auto-prompt",
    "--force-delete-without-recovery",
    "--include-planned-deletion",
    "--log-http",
    "--user-output-enabled",
    "--force",
    "--detailed",
    "--tls-skip-verify",
    "--non-interactive",
    "--output-curl-string",
    "--output-policy",
    "--policy-override",
];

impl Line<'_> {
    /// `aws [options] secretsmanager get-secret-value --secret-id NAME`.
    pub(super) fn amazon(&self) -> Vec<Found> {
        let Some(at) = self.service("secretsmanager") else { return Vec::new() };
        let action = self.word(at + 1);
        let op = match action {
            "get-secret-value" | "describe-secret" | "list-secret-version-ids" => Operation::Get,
            "put-secret-value" | "update-secret" | "rotate-secret" | "restore-secret" => {
                Operation::Set
            }
            "create-secret" => Operation::Create,
            "delete-secret" => Operation::Remove,
            "list-secrets" => Operation::List,
            _ => return Vec::new(),
        };
        let form = format!("cli.aws-secretsmanager-{action}");
        if op == Operation::List {
            return vec![self.everything(form, Field::Absent)];
        }
        let name = self.option(&["--secret-id", "--name"]);
        self.one_secret(&form, op, &Field::Absent, name)
    }

    /// `gcloud [options] secrets versions access VERSION --secret=NAME`, `gcloud secrets create NAME`.
    pub(super) fn google(&self) -> Vec<Found> {
        let Some(service) = self.service("secrets") else { return Vec::new() };
        let mut at = self.positions(self.words.get(service + 1..).unwrap_or_default());
        let mut next = || at.next().unwrap_or(usize::MAX);
        let first = next();
        let (action, version) = match self.word(first) {
            "versions" => (self.word(next()), true),
            action => (action, false),
        };
        let op = match (action, version) {
            ("access" | "describe" | "list", true) | ("describe", false) => Operation::Get,
            ("add" | "enable" | "disable", true) | ("update", false) => Operation::Set,
            ("destroy", true) | ("delete", false) => Operation::Remove,
            ("create", false) => Operation::Create,
            ("list", false) => Operation::List,
            _ => return Vec::new(),
        };
        let versions = if version { "versions-" } else { "" };
        let form = format!("cli.gcloud-secrets-{versions}{action}");
        if op == Operation::List {
            return vec![self.everything(form, Field::Absent)];
        }
        // A version comes first where a version is meant.
        let of_version = version && !matches!(action, "add" | "list");
        let name = self.option(&["--secret"]).or_else(|| {
            let at = if of_version { None } else { Some(next()) };
            self.words.get(at?).cloned()
        });
        self.one_secret(&form, op, &Field::Absent, name)
    }

    /// `vault kv get [options] PATH`, and `vault read` of what is secret.
    pub(super) fn hashicorp(&self) -> Vec<Found> {
        let rest = self.words.get(1..).unwrap_or_default();
        let mut at = self.positions(rest);
        let mut next = || at.next().unwrap_or(usize::MAX);
        let first = next();
        if matches!(self.word(first), "read" | "write") {
            return self.path(self.word(first), next());
        }
        if self.word(first) != "kv" {
            return Vec::new();
        }
        let (action, metadata) = match self.word(next()) {
            "metadata" => (self.word(next()), true),
            action => (action, false),
        };
        let op = match action {
            "get" => Operation::Get,
            "put" | "patch" | "rollback" | "undelete" => Operation::Set,
            "delete" | "destroy" => Operation::Remove,
            "list" => Operation::List,
            _ => return Vec::new(),
        };
        let metadata = if metadata { "metadata-" } else { "" };
        let form = format!("cli.vault-kv-{metadata}{action}");
        let path = self.words.get(next()).cloned();
        if op == Operation::List {
            let path = path.map_or(Field::Absent, |path| self.field(&path));
            return vec![self.everything(form, path)];
        }
        let mount = self.option(&["-mount", "--mount"]);
        let mount = mount.map_or(Field::Absent, |mount| self.field(&mount));
        self.one_secret(&form, op, &mount, path)
    }

    /// `vault read PATH`: settings of the server have paths as well.
    fn path(&self, action: &str, at: usize) -> Vec<Found> {
        let Some(path) = self.words.get(at) else { return Vec::new() };
        let known = (self.resolve)(path);
        let text = known.as_ref().and_then(|known| known.single()).unwrap_or_default();
        let store = ["secret/", "kv/"].iter().any(|start| text.starts_with(start));
        let secret = store || ["/data/", "/creds/"].iter().any(|part| text.contains(part));
        if !secret || text.starts_with("sys/") {
            return Vec::new();
        }
        let op = if action == "write" { Operation::Set } else { Operation::Get };
        self.one_secret(&format!("cli.vault-{action}"), op, &Field::Absent, Some(path.clone()))
    }

    /// `conjur variable get -i NAME`; earlier versions have `variable value` and `values add`.
    pub(super) fn conjur(&self) -> Vec<Found> {
        if self.word(1) != "variable" {
            return Vec::new();
        }
        let (op, name) = match (self.word(2), self.word(3)) {
            ("get", _) => (Operation::Get, self.option(&["-i", "--id"])),
            ("set", _) => (Operation::Set, self.option(&["-i", "--id"])),
            ("value", _) => (Operation::Get, self.words.get(3).cloned()),
            ("values", "add") => (Operation::Set, self.words.get(4).cloned()),
            _ => return Vec::new(),
        };
        let form = format!("cli.conjur-variable-{}", self.word(2));
        self.one_secret(&form, op, &Field::Absent, name)
    }

    /// Nothing where no name is given and no option either: words about a command, not one.
    fn one_secret(
        &self,
        form: &str,
        op: Operation,
        vault: &Field,
        name: Option<Expr>,
    ) -> Vec<Found> {
        match name {
            Some(name) => self.names(form, Kind::Secret, op, vault, Some(&name)),
            None if self.is_called() => self.names(form, Kind::Secret, op, vault, None),
            None => Vec::new(),
        }
    }

    /// Whether a line is more than the words of a command: it has options, or something computed.
    fn is_called(&self) -> bool {
        let words = self.words.get(1..).unwrap_or_default();
        let asks = |word: &Expr| matches!(word.as_text(), Some("-h" | "-help" | "--help"));
        let given = |word: &Expr| head(word).is_none_or(|head| head.starts_with('-'));
        words.iter().any(given) && !words.iter().any(asks)
    }

    /// Where the service stands behind the options of the program. An option that is not known may
    /// seem to take it as its value.
    fn service(&self, name: &str) -> Option<usize> {
        let rest = self.words.get(1..).unwrap_or_default();
        let mut at = self.positions(rest).filter(|at| !matches!(self.word(*at), "beta" | "alpha"));
        let first = at.next().filter(|at| self.word(*at) == name);
        let behind_option =
            |at: &usize| self.word(*at) == name && self.words.get(at - 1).is_some_and(is_option);
        first.or_else(|| (2..self.words.len()).find(behind_option))
    }

    fn everything(&self, form: String, vault: Field) -> Found {
        let all = Field::Known("*".to_owned(), Via::ListAll);
        self.found(form, Kind::Secret, Operation::List, vault, all, None)
    }

    /// Where the words stand that are neither options nor their values.
    pub(super) fn positions<'w>(&'w self, rest: &'w [Expr]) -> impl Iterator<Item = usize> + 'w {
        let mut value = false;
        let start = self.words.len() - rest.len();
        rest.iter().enumerate().filter_map(move |(at, word)| {
            let taken = std::mem::take(&mut value);
            if is_option(word) {
                let alone = is_alone(word);
                value = !alone;
                return None;
            }
            (!taken).then_some(start + at)
        })
    }
}

/// The literal text that a word begins with.
fn head(word: &Expr) -> Option<&str> {
    match &word.shape {
        crate::expr::Shape::Join(parts) => parts.first()?.as_text(),
        _ => word.as_text(),
    }
}

fn is_option(word: &Expr) -> bool {
    head(word).is_some_and(|head| head.starts_with('-'))
}

/// Whether an option is not followed by its value.
fn is_alone(option: &Expr) -> bool {
    head(option).is_some_and(|head| {
        let bare = head.trim_start_matches('-');
        let flag = |flag: &&str| *flag == head || flag.strip_prefix("--") == Some(bare);
        head.contains('=') || head.starts_with("--no-") || FLAGS.iter().any(flag)
    })
}
