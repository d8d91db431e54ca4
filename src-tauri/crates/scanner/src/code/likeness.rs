//! What names tell: of a receiver, of what makes a client, and of a type that holds a name.

use super::rules::CallRule;

/// Whether a receiver of which nothing is known may be a client of a vault, by its name.
pub(super) fn is_like_a_client(name: &str) -> bool {
    let words = ["client", "kv", "vault", "secret", "cert", "key", "akv"];
    let own = ["service", "repository", "helper", "provider", "wrapper", "factory", "cache"];
    let wraps = own.iter().any(|end| name.ends_with(end));
    name.len() < 4 || (!wraps && words.iter().any(|word| name.contains(word)))
}

/// Whether a method makes a client of a rule's types, by its name: `GetSecretClient`.
pub(super) fn makes_client(rule: &CallRule, maker: &str) -> bool {
    let plain = |name: &str| name.replace('_', "").to_ascii_lowercase();
    let maker = plain(maker);
    rule.on.iter().any(|on| on.len() > 8 && maker.ends_with(&plain(on)))
}

/// Types whose first argument is the name of what they are about.
pub(super) fn holds_name(of: &str) -> bool {
    let options = ["Options", "Parameters"].iter().any(|end| of.ends_with(end));
    of == "KeyVaultSecret" || (options && ["Key", "Certificate"].iter().any(|w| of.contains(w)))
}
