//! Which room may depend on what.

use cargo_metadata::{DependencyKind, MetadataCommand, Package};

use crate::process::{Problem, root};

/// A dependency, by the start of its name, and the only packages that may have it.
const OWNERS: &[(&str, &[&str])] = &[
    ("rusqlite", &["credenza-store"]),
    ("reqwest", &["credenza-vaults", "credenza-testkit"]),
    ("azure_", &["credenza-vaults", "credenza-testkit"]),
    ("keyring-core", &["credenza-keychain"]),
    ("zbus-secret-service", &["credenza-keychain"]),
    ("object_store", &["credenza-team"]),
    ("clap", &["credenza-cli"]),
    ("tauri", &["credenza-desktop"]),
    ("tree-sitter", &["credenza-scanner"]),
    ("notify", &["credenza-desktop"]),
];

/// A package and what it must not have.
const FORBIDDEN: &[(&str, &[&str])] = &[
    ("credenza-secret", &["serde", "tokio", "reqwest"]),
    ("credenza-model", &["serde", "tokio", "reqwest"]),
    ("credenza-crypto", &["serde", "tokio", "credenza-store", "credenza-app"]),
    ("credenza-store", &["credenza-vaults", "credenza-app", "credenza-keychain"]),
    (
        "credenza-vaults",
        &["credenza-store", "credenza-app", "credenza-crypto", "credenza-keychain"],
    ),
    ("credenza-keychain", &["credenza-store", "credenza-app", "credenza-vaults"]),
    ("credenza-scanner", &["credenza-store", "credenza-app", "credenza-vaults", "tokio"]),
    ("credenza-team", &["credenza-store", "credenza-app", "credenza-vaults", "credenza-keychain"]),
    ("credenza-cli", &["credenza-store", "credenza-crypto", "credenza-vaults", "credenza-team"]),
    (
        "credenza-desktop",
        &["credenza-store", "credenza-crypto", "credenza-vaults", "credenza-team"],
    ),
];

/// Every dependency that stands in the wrong room.
pub(super) fn check() -> Result<Vec<String>, Problem> {
    let mut command = MetadataCommand::new();
    command.current_dir(root()).no_deps();
    let metadata = command.exec().map_err(|error| error.to_string())?;
    Ok(metadata.packages.iter().flat_map(of_package).collect())
}

fn of_package(package: &Package) -> Vec<String> {
    if package.name.as_str() == "credenza-tests" {
        // The suites drive everything from outside.
        return Vec::new();
    }
    let normal = package.dependencies.iter().filter(|d| d.kind == DependencyKind::Normal);
    normal.filter_map(|dependency| wrong(&package.name, &dependency.name)).collect()
}

/// Why `package` must not depend on `dependency`, if so.
fn wrong(package: &str, dependency: &str) -> Option<String> {
    let owned = OWNERS
        .iter()
        .find(|(name, owners)| dependency.starts_with(name) && !owners.contains(&package));
    if let Some((_, owners)) = owned {
        return Some(format!("{package}: {dependency} belongs to {} alone", owners.join(" and ")));
    }
    let (_, forbidden) = FORBIDDEN.iter().find(|(name, _)| *name == package)?;
    forbidden.contains(&dependency).then(|| format!("{package} must not depend on {dependency}"))
}

#[cfg(test)]
mod tests {
    use super::wrong;

    #[test]
    fn sql_stays_in_the_store_and_serde_out_of_the_model() {
        assert!(wrong("credenza-app", "rusqlite").is_some());
        assert!(wrong("credenza-store", "rusqlite").is_none());
        assert!(wrong("credenza-model", "serde").is_some());
        assert!(wrong("credenza-app", "tauri-plugin-dialog").is_some());
        assert!(wrong("credenza-store", "credenza-app").is_some());
        assert!(wrong("credenza-app", "object_store").is_some());
        assert!(wrong("credenza-team", "object_store").is_none());
        assert!(wrong("credenza-app", "credenza-store").is_none());
    }
}
