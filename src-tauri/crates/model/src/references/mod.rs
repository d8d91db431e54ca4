//! References in code, and which things of the workspace they name (W2–W4).

mod matching;
mod pickup;
mod system;

pub use matching::{Match, Named, Names};
pub use pickup::{Pickup, pickup};
pub use system::{NamedVault, System};

/// What a reference names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ReferenceKind {
    /// A user name and a secret under one name.
    Credential,
    /// A variable.
    Variable,
    /// A connection.
    Connection,
    /// A certificate.
    Certificate,
    /// A cryptographic key, which is no secret of a workspace.
    Key,
    /// A secret.
    Secret,
}

/// What the code does with what it names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Operation {
    /// Reads it.
    Get,
    /// Writes it.
    Set,
    /// Makes it.
    Create,
    /// Removes it.
    Remove,
    /// Reads everything that there is.
    List,
    /// Says that it exists.
    Declare,
    /// Uses what another place has read.
    Use,
}

/// What one place in code says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    /// Which API or syntax, such as `powershell.Get-AutomationPSCredential`.
    pub form: String,
    /// What is named.
    pub kind: ReferenceKind,
    /// What is done.
    pub operation: Operation,
    /// The vault, scope or store as written; none when it is absent or computed.
    pub vault: Option<String>,
    /// The name as written; none when it is computed. `*` means everything.
    pub name: Option<String>,
}

impl Reference {
    /// Whether one name is known, which is neither computed nor a pattern of names.
    #[must_use]
    pub fn is_resolved(&self) -> bool {
        self.exact_name().is_some()
    }

    /// Whether it reads everything that a vault or account holds.
    #[must_use]
    pub fn is_everything(&self) -> bool {
        self.operation == Operation::List && self.name.as_deref().is_none_or(|name| name == "*")
    }

    /// The one name that is meant. A wildcard or a regular expression is none.
    #[must_use]
    pub fn exact_name(&self) -> Option<&str> {
        let name = self.name.as_deref()?.trim();
        let pattern = |c: char| matches!(c, '*' | '?' | '^' | '$' | '[' | '\\');
        (!name.is_empty() && !name.contains(pattern)).then_some(name)
    }
}
