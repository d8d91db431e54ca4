//! The words that stand for choices at the border.

use credenza_app::{
    CredentialFilter, CredentialSort, DeletedKind, VariableFilter, VariableKind, VariableSort,
    credentials::{Field, SnippetLanguage, Step},
    dependencies::{AffectedAction, Group, Pickup, Verdict},
    team::ConflictField,
    vaults::CauseKind,
};
use credenza_model::{
    connection::ConnectionKind,
    location::{Authentication, Location},
    page::Direction,
    settings::Theme,
    status::Status,
    vault::{AzureSignInKind, StoreKind},
};

/// Makes a pair of functions: the word of a choice, and the choice of a word.
macro_rules! words {
    ($to:ident, $from:ident, $type:ty, $($word:literal = $value:expr),+ $(,)?) => {
        pub(crate) fn $to(value: $type) -> &'static str {
            $(if value == $value { return $word; })+
            ""
        }
        pub(crate) fn $from(word: &str) -> Option<$type> {
            match word { $($word => Some($value),)+ _ => None }
        }
    };
}

/// Makes the choice of a word alone.
macro_rules! choice {
    ($from:ident, $type:ty, $($word:literal = $value:expr),+ $(,)?) => {
        pub(crate) fn $from(word: &str) -> Option<$type> {
            match word { $($word => Some($value),)+ _ => None }
        }
    };
}

words!(
    location,
    location_of,
    Location,
    "connection" = Location::Connection,
    "desktopFlow" = Location::DesktopFlow,
    "network" = Location::Network
);
words!(
    authentication,
    authentication_of,
    Authentication,
    "userNameAndPassword" = Authentication::UserNameAndPassword,
    "certificate" = Authentication::Certificate
);
words!(
    store,
    store_of,
    StoreKind,
    "thisDevice" = StoreKind::ThisDevice,
    "azureKeyVault" = StoreKind::AzureKeyVault
);
words!(
    sign_in,
    sign_in_of,
    AzureSignInKind,
    "cli" = AzureSignInKind::Cli,
    "clientSecret" = AzureSignInKind::ClientSecret,
    "clientCertificate" = AzureSignInKind::ClientCertificate,
    "managedIdentity" = AzureSignInKind::ManagedIdentity,
    "workloadIdentity" = AzureSignInKind::WorkloadIdentity
);
words!(
    theme,
    theme_of,
    Theme,
    "system" = Theme::System,
    "light" = Theme::Light,
    "dark" = Theme::Dark,
    "highContrast" = Theme::HighContrast
);
words!(
    connection_kind,
    connection_kind_of,
    ConnectionKind,
    "machine" = ConnectionKind::Machine,
    "ssh" = ConnectionKind::Ssh,
    "postgres" = ConnectionKind::Postgres,
    "http" = ConnectionKind::Http
);
words!(
    variable_kind,
    variable_kind_of,
    VariableKind,
    "text" = VariableKind::Text,
    "secret" = VariableKind::Secret,
    "certificate" = VariableKind::Certificate
);
words!(
    deleted_kind,
    item_kind,
    DeletedKind,
    "credential" = DeletedKind::Credential,
    "variable" = DeletedKind::Variable,
    "connection" = DeletedKind::Connection
);

words!(
    conflict_field,
    conflict_field_of,
    ConflictField,
    "name" = ConflictField::Name,
    "description" = ConflictField::Description,
    "locations" = ConflictField::Locations,
    "value" = ConflictField::Value
);
words!(
    group,
    group_of,
    Group,
    "secrets" = Group::Secrets,
    "variables" = Group::Variables,
    "credentials" = Group::Credentials,
    "connections" = Group::Connections,
    "code" = Group::Code,
    "programs" = Group::Programs,
    "people" = Group::People,
    "unresolved" = Group::Unresolved,
    "hidden" = Group::Hidden
);
choice!(
    affected_action,
    AffectedAction,
    "edit" = AffectedAction::Edit,
    "rename" = AffectedAction::Rename,
    "rotate" = AffectedAction::Rotate,
    "unshare" = AffectedAction::Unshare,
    "delete" = AffectedAction::Delete,
    "look" = AffectedAction::Look
);

/// The word of what can be said about a delete.
pub(super) fn verdict(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::InUse => "used",
        Verdict::NoUseFound => "noUseFound",
        Verdict::SafeToDelete => "safeToDelete",
    }
}

/// The word of when a new value arrives.
pub(super) fn pickup(pickup: Pickup) -> &'static str {
    match pickup {
        Pickup::AtOnce => "atOnce",
        Pickup::AtNextRun => "nextRun",
        Pickup::CachedUpTo24Hours => "cached",
        Pickup::AfterRestart => "afterRestart",
        Pickup::AfterDeployment => "afterDeployment",
        Pickup::NotKnown => "notKnown",
    }
}

choice!(
    direction,
    Direction,
    "ascending" = Direction::Ascending,
    "descending" = Direction::Descending
);
choice!(
    credential_sort,
    CredentialSort,
    "name" = CredentialSort::Name,
    "store" = CredentialSort::Store,
    "usedBy" = CredentialSort::UsedBy,
    "status" = CredentialSort::Status,
    "changed" = CredentialSort::Changed
);
choice!(
    credential_filter,
    CredentialFilter,
    "all" = CredentialFilter::All,
    "expiring" = CredentialFilter::Expiring,
    "unused" = CredentialFilter::Unused,
    "sharedWithMe" = CredentialFilter::SharedWithMe,
    "sharedByMe" = CredentialFilter::SharedByMe
);
choice!(
    variable_sort,
    VariableSort,
    "displayName" = VariableSort::DisplayName,
    "name" = VariableSort::Name,
    "place" = VariableSort::Place,
    "usedBy" = VariableSort::UsedBy,
    "status" = VariableSort::Status,
    "changed" = VariableSort::Changed
);
choice!(
    variable_filter,
    VariableFilter,
    "all" = VariableFilter::All,
    "expiring" = VariableFilter::Expiring,
    "unused" = VariableFilter::Unused,
    "sharedWithMe" = VariableFilter::SharedWithMe,
    "sharedByMe" = VariableFilter::SharedByMe
);
choice!(step, Step, "name" = Step::Name, "location" = Step::Location, "values" = Step::Values);
choice!(
    field,
    Field,
    "userName" = Field::UserName,
    "password" = Field::Password,
    "certificate" = Field::Certificate
);
choice!(
    language,
    SnippetLanguage,
    "powerShell" = SnippetLanguage::PowerShell,
    "python" = SnippetLanguage::Python,
    "bash" = SnippetLanguage::Bash,
    "csharp" = SnippetLanguage::CSharp,
    "javaScript" = SnippetLanguage::JavaScript
);

pub(crate) fn cause(kind: CauseKind) -> &'static str {
    match kind {
        CauseKind::Role => "role",
        CauseKind::Model => "model",
        CauseKind::Disabled => "disabled",
        CauseKind::Expired => "expired",
        CauseKind::NotYetValid => "notYetValid",
        CauseKind::Firewall => "firewall",
        CauseKind::Tenant => "tenant",
        CauseKind::NotFound => "notFound",
        CauseKind::Provider => "provider",
        CauseKind::Clock => "clock",
        CauseKind::Unknown => "unknown",
    }
}

pub(crate) fn status(status: &Status) -> &'static str {
    match status {
        Status::NoAccess => "noAccess",
        Status::NotFound => "notFound",
        Status::Disabled => "disabled",
        Status::Expired => "expired",
        Status::Expiring { .. } => "expiring",
        Status::Offline => "offline",
        Status::NotChecked => "notChecked",
        Status::Ready => "ready",
    }
}

pub(crate) fn status_of(word: &str) -> Option<Status> {
    Some(match word {
        "noAccess" => Status::NoAccess,
        "notFound" => Status::NotFound,
        "disabled" => Status::Disabled,
        "expired" => Status::Expired,
        "expiring" => Status::Expiring { days: 0 },
        "offline" => Status::Offline,
        "notChecked" => Status::NotChecked,
        "ready" => Status::Ready,
        _ => return None,
    })
}
