//! When a place gets a new value after a change.

/// How a user of a value picks up a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Pickup {
    /// It holds a reference only.
    AtOnce,
    /// It fetches the value each time it runs.
    AtNextRun,
    /// Its platform keeps the value up to 24 hours.
    CachedUpTo24Hours,
    /// It keeps the value until it is started again.
    AfterRestart,
    /// It wrote the value somewhere else, and does so again at the next deployment.
    AfterDeployment,
    /// That can't be told from the code.
    NotKnown,
}

impl Pickup {
    /// Whether a person has to do something.
    #[must_use]
    pub fn needs_a_person(self) -> bool {
        matches!(self, Self::AfterRestart | Self::AfterDeployment | Self::NotKnown)
    }
}

/// The first that fits decides.
const FORMS: &[(&str, Pickup)] = &[
    // App Service and Functions fetch such a setting again within 24 hours.
    ("appservice.", Pickup::CachedUpTo24Hours),
    ("arm.", Pickup::AfterDeployment),
    ("bicep", Pickup::AfterDeployment),
    ("terraform.", Pickup::AfterDeployment),
    ("containerapp", Pickup::AfterRestart),
    ("k8s.", Pickup::AfterRestart),
    ("compose.", Pickup::AfterRestart),
    ("csharp.", Pickup::AfterRestart),
    ("java.", Pickup::AfterRestart),
    ("js.", Pickup::AfterRestart),
    ("go.", Pickup::AfterRestart),
    ("spring.", Pickup::AfterRestart),
    ("summon.", Pickup::AfterRestart),
    ("vault.template", Pickup::AfterRestart),
    ("powershell.", Pickup::AtNextRun),
    ("graphrunbook.", Pickup::AtNextRun),
    ("python.", Pickup::AtNextRun),
    ("scala.", Pickup::AtNextRun),
    ("cli.", Pickup::AtNextRun),
    ("shell.", Pickup::AtNextRun),
    ("pipelines.", Pickup::AtNextRun),
    ("gha.", Pickup::AtNextRun),
    ("jenkins.", Pickup::AtNextRun),
    ("adf.", Pickup::AtNextRun),
    ("powerplatform.", Pickup::AtNextRun),
    ("credenza", Pickup::AtNextRun),
];

/// When the code at `path` that has this form gets a new value. A notebook keeps what a cell has
/// read until its kernel starts again.
#[must_use]
pub fn pickup(form: &str, path: &str) -> Pickup {
    if path.to_ascii_lowercase().ends_with(".ipynb") {
        return Pickup::AfterRestart;
    }
    let found = FORMS.iter().find(|(start, _)| form.starts_with(start));
    found.map_or(Pickup::NotKnown, |(_, pickup)| *pickup)
}
