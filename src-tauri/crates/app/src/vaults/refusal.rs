//! What a person is told when a vault says no (C9).

use credenza_model::{access::AccessCause, azure::AzureSecretReference};
use credenza_vaults::azure::RESOURCE_PROVIDER;
use jiff::Timestamp;

use super::command;

/// The kinds of cause, as front ends tell them apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CauseKind {
    /// No role that reads values.
    Role,
    /// Access policies without one for this identity.
    Model,
    /// Switched off.
    Disabled,
    /// Its time is over.
    Expired,
    /// Its time has not begun.
    NotYetValid,
    /// The firewall.
    Firewall,
    /// Another tenant.
    Tenant,
    /// No such secret.
    NotFound,
    /// The resource provider.
    Provider,
    /// This computer's clock.
    Clock,
    /// Not told.
    Unknown,
}

/// A refusal in words, with what mends it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// The sentence of C9.
    pub sentence: String,
    /// The full path of vault and secret.
    pub path: String,
    /// The named cause.
    pub cause: CauseKind,
    /// The cause in a sentence.
    pub cause_text: String,
    /// The field of the form that the cause is about.
    pub field: Option<&'static str>,
    /// The command that mends it, for whoever may run it.
    pub command: Option<String>,
    /// A text for an admin.
    pub request: String,
    /// The identity in use.
    pub who: Option<String>,
}

impl Refusal {
    /// The refusal to read `reference` because of `cause`, as `who`.
    #[must_use]
    pub fn new(reference: &AzureSecretReference, cause: &AccessCause, who: Option<&str>) -> Self {
        let path = reference.path();
        let cause_text = text(cause, reference, who);
        let command = command::mending(cause, reference, who);
        Self {
            sentence: format!(
                "This variable didn't save properly. User is not authorized to read secrets from '{path}'."
            ),
            cause: kind(cause),
            field: field(cause),
            request: request(&path, &cause_text, command.as_deref(), who),
            cause_text,
            command,
            path,
            who: who.map(str::to_owned),
        }
    }
}

fn kind(cause: &AccessCause) -> CauseKind {
    match cause {
        AccessCause::NoRole => CauseKind::Role,
        AccessCause::PermissionModel => CauseKind::Model,
        AccessCause::Disabled => CauseKind::Disabled,
        AccessCause::Expired { .. } => CauseKind::Expired,
        AccessCause::NotYetValid { .. } => CauseKind::NotYetValid,
        AccessCause::Firewall { .. } => CauseKind::Firewall,
        AccessCause::WrongTenant { .. } => CauseKind::Tenant,
        AccessCause::NotFound => CauseKind::NotFound,
        AccessCause::ProviderNotRegistered => CauseKind::Provider,
        AccessCause::ClockSkew { .. } => CauseKind::Clock,
        AccessCause::Unknown => CauseKind::Unknown,
    }
}

fn field(cause: &AccessCause) -> Option<&'static str> {
    Some(match cause {
        AccessCause::NotFound
        | AccessCause::Disabled
        | AccessCause::Expired { .. }
        | AccessCause::NotYetValid { .. }
        | AccessCause::NoRole => "secret",
        AccessCause::PermissionModel
        | AccessCause::Firewall { .. }
        | AccessCause::WrongTenant { .. } => "keyVault",
        AccessCause::ProviderNotRegistered => "subscription",
        AccessCause::ClockSkew { .. } | AccessCause::Unknown => return None,
    })
}

fn text(cause: &AccessCause, reference: &AzureSecretReference, who: Option<&str>) -> String {
    let who = who.unwrap_or("the identity in use");
    let on = |at: &Option<Timestamp>| at.map_or(String::new(), |at| format!(" {}", day(at)));
    match cause {
        AccessCause::NoRole => {
            format!("You lack a role on this secret. {who} has no role that reads its value.")
        }
        AccessCause::PermissionModel => {
            format!("The vault uses access policies, and none lets {who} read secrets.")
        }
        AccessCause::Disabled => "The secret is disabled in the vault.".to_owned(),
        AccessCause::Expired { on: None } => "The secret has expired.".to_owned(),
        AccessCause::Expired { on: at } => format!("The secret expired on{}.", on(at)),
        AccessCause::NotYetValid { from: None } => "The secret is not valid yet.".to_owned(),
        AccessCause::NotYetValid { from: at } => format!("The secret is valid from{}.", on(at)),
        AccessCause::Firewall { address: None } => {
            "The vault's firewall refuses this computer's address.".to_owned()
        }
        AccessCause::Firewall { address: Some(address) } => {
            format!("The vault's firewall refuses this computer's address, {address}.")
        }
        AccessCause::WrongTenant { vault, signed_in } => {
            format!("The vault belongs to tenant {vault}, you are signed in to {signed_in}.")
        }
        AccessCause::NotFound => format!(
            "There is no secret named {} in {}.",
            reference.secret().as_str(),
            reference.key_vault()
        ),
        AccessCause::ProviderNotRegistered => format!(
            "The resource provider {RESOURCE_PROVIDER} is not registered in subscription {}.",
            reference.subscription()
        ),
        AccessCause::ClockSkew { seconds } => {
            format!("This computer's clock is off by {}.", duration(*seconds))
        }
        AccessCause::Unknown => {
            "The vault refused without saying why. Details can be copied.".to_owned()
        }
    }
}

fn day(at: Timestamp) -> String {
    at.strftime("%-d %B %Y").to_string()
}

/// The largest unit that is a whole number or twice as large, so that two hours are no 7200 seconds.
fn duration(seconds: i64) -> String {
    let seconds = seconds.unsigned_abs();
    let units = [(86_400, "day"), (3_600, "hour"), (60, "minute"), (1, "second")];
    let fits = |(size, _): &&(u64, &str)| seconds >= 2 * size || seconds == *size;
    let (size, unit) = units.iter().find(fits).unwrap_or(&(1, "second"));
    let count = (seconds + size / 2) / size;
    format!("{count} {unit}{}", if count == 1 { "" } else { "s" })
}

fn request(path: &str, cause: &str, command: Option<&str>, who: Option<&str>) -> String {
    let who = who.unwrap_or("my account");
    let mut text = format!("Please let {who} read the secret {path}.\n\nWhat I see: {cause}\n");
    if let Some(command) = command {
        text.push_str("This mends it:\n\n");
        text.push_str(command);
        text.push('\n');
    }
    text
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests;
