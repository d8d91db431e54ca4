//! What the one tenant holds.

/// The one tenant.
pub const TENANT: &str = "6f89cf12-978b-4d23-ac18-9ef0c127cf87";
/// The one app registration.
pub const CLIENT_ID: &str = "00d88624-f0d7-46f6-a641-6232c2608928";
/// Its secret, known to everybody.
pub const CLIENT_SECRET: &str = "not-a-secret-of-anything";
/// The one subscription.
pub const SUBSCRIPTION: &str = "6082bfda-63d0-46f4-8272-ae9195139feb";
/// The vault's resource group.
pub const GROUP: &str = "rg-contoso";
/// The vault.
pub const VAULT: &str = "kv-contoso";
pub(super) const IDENTITY_HEADER: &str = "managed-identity-header";
