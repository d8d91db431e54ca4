//! Tables of rules, which are part of the program.

use serde::de::DeserializeOwned;

/// Reads the table of `rules/NAME.toml`.
///
/// A table that can't be read is a mistake in the program, and a scan without its rules would say
/// that nothing is there. So it panics: every file that needs the table is then reported as failed.
pub(crate) fn read<T: DeserializeOwned>(name: &str, source: &str) -> T {
    toml::from_str(source).unwrap_or_else(|error| panic!("rules/{name}.toml: {error}"))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]

    use std::{collections::BTreeMap, panic::catch_unwind, path::Path};

    use super::read;

    type AnyTable = BTreeMap<String, toml::Value>;

    #[test]
    fn a_broken_table_is_not_an_empty_one() {
        assert_eq!(read::<AnyTable>("whole", "switches = []").len(), 1);
        for broken in ["switches = [", "switches = []\nswitches = []"] {
            let message = catch_unwind(|| read::<AnyTable>("broken", broken)).unwrap_err();
            let message = message.downcast_ref::<String>().expect("a text");
            assert!(message.starts_with("rules/broken.toml: "), "{message}");
        }
    }

    #[test]
    fn a_rule_with_an_unknown_or_a_missing_key_is_broken() {
        let wrong = [
            "[[field]]\nform = 'f'\npath = ['a']\nname = 'b'\ngood = []\nbad = []\nkind = 1",
            "[[field]]\nform = 'f'\npath = ['a']\ngood = []\nbad = []",
        ];
        for table in wrong {
            let read = || crate::documents::read_rules(table);
            assert!(catch_unwind(read).is_err(), "{table}");
        }
    }

    #[test]
    fn every_file_of_rules_is_read_and_has_examples() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules");
        let files = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path());
        let mut names: Vec<String> =
            files.map(|file| file.file_stem().unwrap().to_str().unwrap().to_owned()).collect();
        names.sort_unstable();
        let known = [
            "csharp",
            "go",
            "java",
            "javascript",
            "kubernetes",
            "powershell",
            "python",
            "terraform",
        ];
        assert_eq!(names, known, "a table that no reader loads does nothing");
        for name in ["csharp", "go", "java", "javascript", "python"] {
            let rules = crate::code::examples(name);
            assert!(!rules.is_empty() && rules.iter().all(|(good, bad)| *good > 0 && *bad > 0));
        }
    }
}
