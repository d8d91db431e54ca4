use super::*;

const SUBSCRIPTION: &str = "8f2c1d7a-4b0e-4c52-9a6f-2f6d0a1be913";
const PATH: &str = "/subscriptions/8f2c1d7a-4b0e-4c52-9a6f-2f6d0a1be913/resourceGroups/rg-fin\
                    /providers/Microsoft.KeyVault/vaults/kv-fin/secrets/robot";

/// A cause with its kind, sentence, field and command.
type Row = (AccessCause, CauseKind, &'static str, Option<&'static str>, Option<String>);

fn command(text: &str) -> Option<String> {
    Some(text.to_owned())
}

fn of_the_identity() -> Vec<Row> {
    let tenant = AccessCause::WrongTenant {
        vault: "contoso.onmicrosoft.com".to_owned(),
        signed_in: "fabrikam.com".to_owned(),
    };
    vec![
        (
            AccessCause::NoRole,
            CauseKind::Role,
            "You lack a role on this secret. maya@contoso.com has no role that reads its value.",
            Some("secret"),
            Some(format!(
                "az role assignment create --role \"Key Vault Secrets User\" --assignee \
                 \"maya@contoso.com\" --scope \"{PATH}\""
            )),
        ),
        (
            AccessCause::PermissionModel,
            CauseKind::Model,
            "The vault uses access policies, and none lets maya@contoso.com read secrets.",
            Some("keyVault"),
            command(
                "az keyvault set-policy --name \"kv-fin\" --secret-permissions get --upn \
                 \"maya@contoso.com\"",
            ),
        ),
        (
            tenant,
            CauseKind::Tenant,
            "The vault belongs to tenant contoso.onmicrosoft.com, you are signed in to fabrikam.com.",
            Some("keyVault"),
            command("az login --tenant \"contoso.onmicrosoft.com\""),
        ),
    ]
}

fn of_the_secret() -> Vec<Row> {
    let at: Timestamp = "2026-03-01T00:00:00Z".parse().unwrap();
    vec![
        (
            AccessCause::Disabled,
            CauseKind::Disabled,
            "The secret is disabled in the vault.",
            Some("secret"),
            command(
                "az keyvault secret set-attributes --vault-name \"kv-fin\" --name \"robot\" \
                 --enabled true",
            ),
        ),
        (
            AccessCause::Expired { on: Some(at) },
            CauseKind::Expired,
            "The secret expired on 1 March 2026.",
            Some("secret"),
            None,
        ),
        (
            AccessCause::NotYetValid { from: Some(at) },
            CauseKind::NotYetValid,
            "The secret is valid from 1 March 2026.",
            Some("secret"),
            None,
        ),
        (
            AccessCause::NotFound,
            CauseKind::NotFound,
            "There is no secret named robot in kv-fin.",
            Some("secret"),
            None,
        ),
    ]
}

fn of_what_is_around() -> Vec<Row> {
    vec![
        (
            AccessCause::Firewall { address: Some("203.0.113.9".to_owned()) },
            CauseKind::Firewall,
            "The vault's firewall refuses this computer's address, 203.0.113.9.",
            Some("keyVault"),
            command("az keyvault network-rule add --name \"kv-fin\" --ip-address \"203.0.113.9\""),
        ),
        (
            AccessCause::ProviderNotRegistered,
            CauseKind::Provider,
            "The resource provider Microsoft.PowerPlatform is not registered in subscription \
             8f2c1d7a-4b0e-4c52-9a6f-2f6d0a1be913.",
            Some("subscription"),
            command(
                "az provider register --namespace Microsoft.PowerPlatform --subscription \
                 \"8f2c1d7a-4b0e-4c52-9a6f-2f6d0a1be913\"",
            ),
        ),
        (
            AccessCause::ClockSkew { seconds: -7200 },
            CauseKind::Clock,
            "This computer's clock is off by 2 hours.",
            None,
            None,
        ),
        (
            AccessCause::Unknown,
            CauseKind::Unknown,
            "The vault refused without saying why. Details can be copied.",
            None,
            None,
        ),
    ]
}

fn reference(secret: &str) -> AzureSecretReference {
    AzureSecretReference::new(SUBSCRIPTION, "rg-fin", "kv-fin", secret, None).unwrap()
}

#[test]
fn every_cause_has_its_sentence_its_field_and_its_command() {
    let rows = [of_the_identity(), of_the_secret(), of_what_is_around()].concat();
    let mut kinds = std::collections::HashSet::new();
    for (cause, kind, text, field, command) in rows {
        let refusal = Refusal::new(&reference("robot"), &cause, Some("maya@contoso.com"));
        assert_eq!(refusal.cause_text, text);
        assert_eq!((refusal.cause, refusal.field), (kind, field), "{text}");
        assert_eq!(refusal.command, command, "{text}");
        assert_eq!(
            refusal.sentence,
            format!(
                "This variable didn't save properly. User is not authorized to read secrets from '{PATH}'."
            )
        );
        assert!(refusal.request.contains(text) && refusal.request.contains(PATH), "{text}");
        assert!(kinds.insert(kind), "{kind:?} stands twice");
    }
    // The last kind of the enum, which is counted from zero.
    assert_eq!(kinds.len(), CauseKind::Unknown as usize + 1, "a cause is missing");
}

#[test]
fn what_a_server_or_a_token_named_is_in_no_command_unless_it_is_plain() {
    let mends = |cause: AccessCause, secret: &str, who: &str| {
        let refusal = Refusal::new(&reference(secret), &cause, Some(who));
        assert_eq!(refusal.command.is_some(), refusal.request.contains("This mends it"));
        refusal.command.is_some()
    };
    let tenant = |vault: &str| AccessCause::WrongTenant {
        vault: vault.to_owned(),
        signed_in: "fabrikam.com".to_owned(),
    };
    let (maya, evil) = ("maya@contoso.com", "' & calc & '");
    assert!(mends(tenant("contoso.com"), "robot", maya));
    assert!(!mends(tenant(evil), "robot", maya));
    for cause in [AccessCause::NoRole, AccessCause::PermissionModel] {
        assert!(mends(cause.clone(), "robot", maya));
        assert!(mends(cause.clone(), "robot", "app 00d88624"));
        assert!(!mends(cause.clone(), "robot", evil));
        assert!(!mends(cause, "robot", "app $(calc)"));
    }
    assert!(mends(AccessCause::Disabled, "robot", maya));
    assert!(!mends(AccessCause::Disabled, "--debug", maya));
}

#[test]
fn a_time_is_told_in_the_unit_that_fits() {
    let told = [(301, "5 minutes"), (-7_200, "2 hours"), (3_600, "1 hour"), (5_400, "90 minutes")];
    for (seconds, words) in told.into_iter().chain([(-86_400, "1 day"), (200_000, "2 days")]) {
        assert_eq!(duration(seconds), words);
    }
}
