//! Folders, with the rules that leave parts of them out.

use std::{
    fs::DirEntry,
    path::{Path, PathBuf},
    sync::{Arc, OnceLock},
};

use ignore::{
    Match,
    gitignore::{Gitignore, GitignoreBuilder},
};

use crate::{coverage::SkipReason, tracked::Tracked};

/// Files with rules, the stronger one last.
const RULE_FILES: &[&str] = &[".gitignore", ".ignore"];

/// The rules that hold in one folder of a checkout.
#[derive(Debug)]
struct Rules {
    outer: Option<Arc<Rules>>,
    own: Vec<Gitignore>,
    checkout: Arc<Checkout>,
}

/// A checkout, and what is tracked in it, which is read when a rule is about to ignore something.
#[derive(Debug)]
struct Checkout {
    root: PathBuf,
    tracked: OnceLock<Tracked>,
}

impl Checkout {
    /// Whether git tracks a file, or anything in a folder.
    fn tracks(&self, path: &Path, is_folder: bool) -> bool {
        let Ok(inside) = path.strip_prefix(&self.root) else { return false };
        let name = inside.to_string_lossy().replace('\\', "/");
        let tracked = self.tracked.get_or_init(|| Tracked::of(&self.root));
        if is_folder { tracked.has_folder(&name) } else { tracked.has_file(&name) }
    }
}

/// A folder that is still to be read.
#[derive(Debug)]
pub(crate) struct Folder {
    path: PathBuf,
    /// Relative to the root, with `/`; empty for the root.
    name: String,
    rules: Option<Arc<Rules>>,
    /// Whether a rule ignores the folder, so that only what git tracks in it counts.
    ignored: bool,
}

impl Folder {
    /// Its name relative to the root, with `/`.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }
}

/// What a folder holds.
#[derive(Debug, Default)]
pub(crate) struct Listing {
    pub(crate) folders: Vec<Folder>,
    /// Files with their names relative to the root.
    pub(crate) files: Vec<(DirEntry, String)>,
    /// What is left out, by name relative to the root.
    pub(crate) skipped: Vec<(String, SkipReason)>,
}

/// What a source leaves out besides what git does.
pub(crate) struct Walk {
    source: Gitignore,
}

impl Walk {
    /// Globs as in a `.gitignore`, relative to the root. `Err` holds the glob that is none.
    pub(crate) fn new(root: &Path, globs: &[String]) -> Result<Self, String> {
        let mut builder = GitignoreBuilder::new(root);
        for glob in globs {
            builder.add_line(None, glob).map_err(|_| glob.clone())?;
        }
        Ok(Self { source: builder.build().map_err(|error| error.to_string())? })
    }

    /// The folder to begin with. Rules of the folders above hold up to the root of a checkout.
    pub(crate) fn root(path: &Path) -> Folder {
        let mut rules = None;
        let full = path.canonicalize().unwrap_or_else(|_| path.to_owned());
        let above: Vec<&Path> = full.ancestors().skip(1).collect();
        let checkout = full.ancestors().position(|folder| folder.join(".git").exists());
        for folder in above.iter().take(checkout.unwrap_or(0)).rev() {
            rules = Rules::of(folder, rules);
        }
        Folder { path: full, name: String::new(), rules, ignored: false }
    }

    /// Reads a folder.
    pub(crate) fn list(&self, folder: &Folder) -> std::io::Result<Listing> {
        let entries: Vec<DirEntry> =
            std::fs::read_dir(&folder.path)?.filter_map(Result::ok).collect();
        let has_rules = entries.iter().any(|entry| {
            let name = entry.file_name();
            RULE_FILES.iter().any(|file| name == *file) || name == ".git"
        });
        let rules = match (has_rules, &folder.rules) {
            (true, outer) => Rules::of(&folder.path, outer.clone()),
            (false, outer) => outer.clone(),
        };
        let mut listing = Listing::default();
        for entry in entries {
            self.place(folder, rules.as_ref(), entry, &mut listing);
        }
        Ok(listing)
    }

    fn place(
        &self,
        folder: &Folder,
        rules: Option<&Arc<Rules>>,
        entry: DirEntry,
        listing: &mut Listing,
    ) {
        let file_name = entry.file_name();
        if file_name == ".git" {
            return;
        }
        let name = joined(&folder.name, &file_name.to_string_lossy());
        let Ok(kind) = entry.file_type() else {
            listing.skipped.push((name, SkipReason::Unreadable));
            return;
        };
        if kind.is_symlink() {
            listing.skipped.push((name, SkipReason::Link));
            return;
        }
        let needs_path = rules.is_some() || !self.source.is_empty();
        let mut ignored = folder.ignored;
        if needs_path {
            let path = folder.path.join(&file_name);
            let reason = self.leaves_out(rules, &path, kind.is_dir());
            ignored |= reason == Some(SkipReason::GitIgnored);
            let tracks = |rules: &Arc<Rules>| rules.checkout.tracks(&path, kind.is_dir());
            if reason == Some(SkipReason::SourceIgnored) {
                listing.skipped.push((name, SkipReason::SourceIgnored));
                return;
            }
            if ignored && !rules.is_some_and(tracks) {
                listing.skipped.push((name, SkipReason::GitIgnored));
                return;
            }
        }
        if kind.is_dir() {
            let path = folder.path.join(&file_name);
            listing.folders.push(Folder { path, name, rules: rules.cloned(), ignored });
        } else if kind.is_file() {
            listing.files.push((entry, name));
        }
    }

    fn leaves_out(
        &self,
        rules: Option<&Arc<Rules>>,
        path: &Path,
        is_folder: bool,
    ) -> Option<SkipReason> {
        match self.source.matched(path, is_folder) {
            Match::Ignore(_) => Some(SkipReason::SourceIgnored),
            Match::Whitelist(_) => None,
            Match::None => rules?.leave_out(path, is_folder).then_some(SkipReason::GitIgnored),
        }
    }
}

impl Rules {
    /// Rules hold in a checkout only: elsewhere git ignores nothing.
    fn of(folder: &Path, outer: Option<Arc<Self>>) -> Option<Arc<Self>> {
        let mut own = Vec::new();
        let root = folder.join(".git").exists();
        let checkout = match &outer {
            _ if root => {
                own.extend(read(folder, &folder.join(".git/info/exclude")));
                Arc::new(Checkout { root: folder.to_owned(), tracked: OnceLock::new() })
            }
            Some(outer) => Arc::clone(&outer.checkout),
            None => return None,
        };
        own.extend(RULE_FILES.iter().filter_map(|file| read(folder, &folder.join(file))));
        // What is outside of a checkout has no say in it.
        let outer = outer.filter(|_| !root);
        Some(Arc::new(Self { outer, own, checkout }))
    }

    /// The innermost rule that is about a path decides.
    fn leave_out(&self, path: &Path, is_folder: bool) -> bool {
        let mut rules = Some(self);
        while let Some(at) = rules {
            for own in at.own.iter().rev() {
                match own.matched(path, is_folder) {
                    Match::Ignore(_) => return true,
                    Match::Whitelist(_) => return false,
                    Match::None => {}
                }
            }
            rules = at.outer.as_deref();
        }
        false
    }
}

fn read(folder: &Path, file: &Path) -> Option<Gitignore> {
    if !file.is_file() {
        return None;
    }
    let mut builder = GitignoreBuilder::new(folder);
    // A line that is no glob is passed over, as git does.
    let _ = builder.add(file);
    builder.build().ok().filter(|rules| !rules.is_empty())
}

fn joined(folder: &str, name: &str) -> String {
    if folder.is_empty() {
        return name.to_owned();
    }
    let mut path = String::with_capacity(folder.len() + 1 + name.len());
    path.push_str(folder);
    path.push('/');
    path.push_str(name);
    path
}
