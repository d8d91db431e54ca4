//! Names as companies give them, the same in each run.

const SYSTEMS: &[&str] = &[
    "SAP",
    "Oracle",
    "Salesforce",
    "Jira",
    "Workday",
    "Dynamics",
    "Coupa",
    "Ariba",
    "ServiceNow",
    "Zendesk",
    "Snowflake",
    "Datev",
    "Lexware",
    "Navision",
    "Citrix",
    "Exchange",
    "SharePoint",
    "Jenkins",
    "Grafana",
    "Kafka",
    "Postgres",
    "MongoDB",
    "Redis",
    "Mainframe",
    "AS400",
    "Hyperion",
    "Concur",
    "Stripe",
    "Adyen",
    "Swift",
    "Bloomberg",
    "Reuters",
    "FedEx",
    "Maersk",
    "Siemens",
    "Bosch",
    "Tableau",
    "Qlik",
    "Okta",
    "Vodafone",
];
const PURPOSES: &[&str] = &[
    "payroll",
    "invoice",
    "ledger",
    "treasury",
    "orders",
    "shipping",
    "returns",
    "claims",
    "tax",
    "audit",
    "billing",
    "budget",
    "hiring",
    "travel",
    "expenses",
    "stock",
    "pricing",
    "quotes",
    "contracts",
    "reporting",
    "archive",
    "backup",
    "mail",
    "portal",
    "support",
    "warranty",
    "customs",
    "banking",
    "pension",
    "training",
    "Übergabe",
    "clôture",
    "nómina",
    "magazyn",
];
const ROLES: &[&str] =
    &["robot", "service", "admin", "reader", "import", "export", "batch", "monitor"];
const PLACES: &[&str] = &[
    "Paris", "Berlin", "Madrid", "Warsaw", "London", "Dublin", "Vienna", "Zurich", "Milan", "Oslo",
    "Malmö", "Porto", "Athens", "Prague", "Tokyo", "Osaka", "Mumbai", "Sydney", "Austin", "Boston",
];
const NOTES: &[&str] = &[
    "",
    "Nightly run",
    "Month-end close, asks finance first",
    "Owned by the integration team",
    "Read only",
    "Replaces the old account from 2023",
];

/// Numbers that look random and are the same for the same `n` and `salt`.
pub(crate) fn mixed(n: u64, salt: u64) -> u64 {
    let mut x = n
        .wrapping_mul(0x9e37_79b9_7f4a_7c15)
        .wrapping_add(salt.wrapping_mul(0x2545_f491_4f6c_dd1d));
    x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}

fn pick<'a>(from: &'a [&'a str], n: u64, salt: u64) -> &'a str {
    from[usize::try_from(mixed(n, salt) % from.len() as u64).unwrap()]
}

/// The name of credential `n`.
pub(crate) fn credential(n: u64) -> String {
    format!(
        "{} {} {} {} {n:06}",
        pick(SYSTEMS, n, 1),
        pick(PURPOSES, n, 2),
        pick(ROLES, n, 3),
        pick(PLACES, n, 4)
    )
}

/// Its description.
pub(crate) fn note(n: u64) -> &'static str {
    NOTES[usize::try_from(mixed(n, 5) % NOTES.len() as u64).unwrap()]
}

/// The user name that ten credentials share.
pub(crate) fn user(n: u64) -> String {
    format!("CONTOSO\\svc-{}-{n}", pick(SYSTEMS, n, 6).to_lowercase())
}

/// A key vault and the name of a secret in it.
pub(crate) fn secret(n: u64) -> (String, String) {
    let vault = format!("kv-{}-prod", pick(&["finance", "sales", "plant", "people"], n, 7));
    (vault, format!("{}-{}-{n}", pick(SYSTEMS, n, 1).to_lowercase(), pick(ROLES, n, 3)))
}

/// What people type, by kind: each list is one group of searches.
pub(crate) fn searches(rows: u64) -> Vec<(&'static str, Vec<String>)> {
    let owned = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect();
    let numbers = (0..8).map(|n| format!("{:06}", mixed(n, 8) % rows));
    let whole = (0..8).map(|n| credential(mixed(n, 9) % rows));
    vec![
        ("1", owned(&["s", "p", "o", "f", "r", "ü", "9", "k", "m", "B"])),
        ("2", owned(&["sa", "or", "pa", "ro", "kv", "00", "as", "MU", "üb", "ny"])),
        ("3", owned(&["sap", "rob", "pay", "dev", "con", "svc", "prod", "close", "Malmö", "über"])),
        (
            "long",
            owned(&[
                "payroll robot",
                "SAP payroll",
                "batch Tokyo",
                "contoso\\svc",
                "this device",
                "nightly",
            ]),
        ),
        ("exact", numbers.chain(whole).collect()),
        ("miss", owned(&["q", "zz", "xyl", "unobtainium", "SAP unicorn", "robot robot"])),
    ]
}
