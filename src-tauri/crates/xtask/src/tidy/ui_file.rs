//! Rules for a file of the UI, besides those of its linter.

use super::Finding;

/// Every broken rule in the file `name`.
pub(super) fn check(name: &str, text: &str) -> Vec<Finding> {
    let lines = text.lines().enumerate();
    lines
        .filter_map(|(at, line)| of_line(name, line).map(|what| Finding::new(at + 1, what)))
        .collect()
}

fn of_line(name: &str, line: &str) -> Option<&'static str> {
    let in_api = name.starts_with("ui/src/api/")
        || name.starts_with("ui/src/testing/")
        || name.contains(".test.");
    if line.contains("@tauri-apps/") && line.contains("import") && !in_api {
        return Some("only ui/src/api talks to Rust");
    }
    if has_hex_colour(line) && !name.starts_with("ui/src/theme/") {
        return Some("colours are tokens; hex values stand in ui/src/theme alone");
    }
    None
}

/// A quoted `#rgb` or `#rrggbb`.
fn has_hex_colour(line: &str) -> bool {
    line.split(['\'', '"', '`', ' ']).any(|part| {
        part.strip_prefix('#').is_some_and(|digits| {
            matches!(digits.len(), 3 | 6 | 8) && digits.chars().all(|c| c.is_ascii_hexdigit())
        })
    })
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn each_rule_finds_its_bad_example_and_leaves_the_good_one() {
        assert_eq!(
            check("ui/src/features/a.ts", "import { invoke } from '@tauri-apps/api/core';").len(),
            1
        );
        assert!(
            check("ui/src/api/a.ts", "import { invoke } from '@tauri-apps/api/core';").is_empty()
        );
        assert_eq!(check("ui/src/features/a.ts", "color: '#0a3f4c'").len(), 1);
        assert!(check("ui/src/theme/brand.ts", "10: '#07181d'").is_empty());
        assert!(check("ui/src/features/a.ts", "to: '#/credentials'").is_empty());
    }
}
