//! A tree of 100,000 files, the same in each run: code of many languages, most of it about other
//! things, one in a hundred with a form in it, as in public repositories that use vaults.

use std::{fmt::Write as _, fs, io, path::Path};

const FILES: u64 = 100_000;

/// Files of one kind.
struct Kind {
    extension: &'static str,
    head: &'static str,
    line: &'static str,
    /// What a file with a form holds besides.
    form: &'static str,
    tail: &'static str,
}

const fn kind(
    extension: &'static str,
    head: &'static str,
    line: &'static str,
    form: &'static str,
    tail: &'static str,
) -> Kind {
    Kind { extension, head, line, form, tail }
}

const KINDS: &[Kind] = &[
    kind(
        "ps1",
        "param([string] $Region)",
        "$total = Measure-Order -Region $Region -Since $start -Limit 1200",
        "$c = Get-AutomationPSCredential -Name 'ERP'",
        "",
    ),
    kind(
        "py",
        "import orders",
        "total = sum(order.amount for order in orders.of(region) if order.open)",
        "x = dbutils.secrets.get(scope=\"s\", key=\"k\")",
        "",
    ),
    kind(
        "cs",
        "using Azure.Security.KeyVault.Secrets;\nclass Orders {\n    long Total(Region region) {",
        "        total += orders.Where(o => o.Region == region).Sum(o => o.Amount);",
        "        client.GetSecret(\"db\");",
        "    }\n}",
    ),
    kind(
        "ts",
        "export function total(orders: Order[]): number {",
        "  sum += orders.filter((o) => o.region === region).reduce(add, 0);",
        "  secretClient.getSecret(\"db\");",
        "  return sum;\n}",
    ),
    kind(
        "java",
        "class Orders {\n    long total(Region region) {",
        "        total += orders.stream().filter(o -> o.in(region)).count();",
        "        secretClient.getSecret(\"db\");",
        "    }\n}",
    ),
    kind(
        "go",
        "package orders\n\nfunc total(region string) {",
        "\tsum(orders, func(o Order) bool { return o.Region == region })",
        "\tclient.GetSecret(ctx, \"db\", \"\", nil)",
        "}",
    ),
    kind(
        "sh",
        "#!/bin/sh",
        "total=$(sum_orders --region \"$region\" --since \"$start\")",
        "az keyvault secret show -n db --vault-name kv1",
        "",
    ),
    kind(
        "yaml",
        "orders:",
        "- region: north-1 # where orders of the first quarter are kept",
        "- task: AzureKeyVault@2",
        "",
    ),
    kind(
        "json",
        "[",
        "{ \"region\": \"north-1\", \"orders\": 1200, \"since\": \"2026-01-01\" },",
        "{ \"type\": \"AzureKeyVaultSecret\", \"secretName\": \"db\" },",
        "{}]",
    ),
    kind(
        "tf",
        "variable \"region\" {}\nlocals {",
        "  orders = [var.region, 1200]",
        "}\ndata \"azurerm_key_vault_secret\" \"db\" {\n  name = \"db\"\n}\nlocals {",
        "}",
    ),
    kind(
        "md",
        "# Orders",
        "Orders of a region are summed once a night and kept for a year.",
        "Ask the key vault's owner.",
        "",
    ),
    kind(
        "txt",
        "log",
        "2026-01-01 12:00:00 order 1200 of region north-1 was summed in 12 ms",
        "https://kv1.vault.azure.net/secrets/db",
        "",
    ),
];

/// Makes the tree, unless it is there.
pub(crate) fn make(folder: &Path) -> io::Result<()> {
    let done = folder.join("complete");
    if done.exists() {
        return Ok(());
    }
    for number in 0..FILES {
        let at = usize::try_from(mixed(number)).unwrap_or(0) % KINDS.len();
        let Some(kind) = KINDS.get(at) else { continue };
        let place = folder.join(format!("area-{}/part-{}", number % 40, number / 40 % 50));
        if number < 2_000 {
            fs::create_dir_all(&place)?;
        }
        let mut text = format!("{}\n", kind.head);
        let lines = 5 + mixed(number + FILES) % 120;
        let holds = mixed(number + 2 * FILES).is_multiple_of(100);
        for at in 0..lines {
            let _ = writeln!(text, "{}", kind.line.replace("1200", &(at * 7 + 1).to_string()));
            if holds && at == lines / 2 {
                let _ = writeln!(text, "{}", kind.form);
            }
        }
        text.push_str(kind.tail);
        let extension = kind.extension;
        fs::write(place.join(format!("file-{number}.{extension}")), text)?;
    }
    fs::write(done, "")
}

/// Numbers that look random and are the same for the same `n`.
fn mixed(n: u64) -> u64 {
    let mut x = n.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0x2545_f491_4f6c_dd1d;
    x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x ^ (x >> 27)
}
