//! The arguments. Their doc comments are the help. No secret is ever an argument.

mod completions;
mod conflict;
mod connection;
mod get;
mod sources;
mod team;
mod workspace;

use std::path::PathBuf;

use clap::{Args as ClapArgs, Parser, Subcommand, ValueEnum};

pub(crate) use completions::{CompletionsArgs, ShellArg};
pub(crate) use conflict::{ChooseArgs, ConflictCommand, ConflictFieldArg, ConflictKindArg};
pub(crate) use connection::{ConnectionCommand, ConnectionKindArg};
pub(crate) use get::{FieldArg, GetArgs};
pub(crate) use sources::{SourceCommand, ThingKindArg, UsesArgs, UsesFormat};
pub(crate) use team::{
    AccessArgs, PersonArgs, RoleArg, ShareArgs, TeamArg, TeamCommand, UnshareArgs,
};
pub(crate) use workspace::{
    DeviceSecretCommand, NewArgs, PairArgs, RecoverArgs, RestoreArgs, WorkspaceCommand,
};

/// Credentials for automation: named references to user names and secrets.
#[derive(Parser)]
#[command(name = "credenza", version)]
pub(crate) struct Args {
    #[command(flatten)]
    pub(crate) global: Global,
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(ClapArgs)]
pub(crate) struct Global {
    /// The workspace's folder, NAME.credenza.
    #[arg(long, env = "CREDENZA_WORKSPACE", global = true)]
    pub(crate) workspace: Option<PathBuf>,
    /// Print one JSON document.
    #[arg(long, global = true)]
    pub(crate) json: bool,
    /// Print results only.
    #[arg(long, global = true)]
    pub(crate) quiet: bool,
    /// Never ask; fail instead.
    #[arg(long, global = true)]
    pub(crate) no_input: bool,
    /// Read the password from a file.
    #[arg(long, global = true, value_name = "FILE", conflicts_with = "password_stdin")]
    pub(crate) password_file: Option<PathBuf>,
    /// Read the device secret from a file, where the workspace needs one; it is kept on this device.
    #[arg(long, global = true, value_name = "FILE")]
    pub(crate) device_secret_file: Option<PathBuf>,
    /// Read the password from the first line of standard input; a value is what follows.
    #[arg(long, global = true)]
    pub(crate) password_stdin: bool,
}

#[derive(Subcommand)]
pub(crate) enum Command {
    /// Create, inspect and back up the workspace.
    #[command(subcommand)]
    Workspace(WorkspaceCommand),
    /// Vaults that hold secrets.
    #[command(subcommand)]
    Vault(VaultCommand),
    /// Text and secret variables.
    #[command(subcommand)]
    Variable(VariableCommand),
    /// Credentials.
    #[command(subcommand)]
    Credential(CredentialCommand),
    /// Connections that sign in with a credential.
    #[command(subcommand)]
    Connection(ConnectionCommand),
    /// Get the user name and password of a credential by its exact name.
    Get(GetArgs),
    /// Folders of code that are scanned for references.
    #[command(subcommand)]
    Source(SourceCommand),
    /// What uses a credential, variable, secret or connection, and what it needs.
    Uses(UsesArgs),
    /// References in a folder or file. No workspace is needed; --json prints one object a line.
    Scan {
        /// The folder or file.
        path: PathBuf,
    },
    /// Teams and the people in them.
    #[command(subcommand)]
    Team(TeamCommand),
    /// Share credentials with colleagues.
    Share(ShareArgs),
    /// Take a credential back from a colleague.
    Unshare(UnshareArgs),
    /// Who has access to a credential.
    Access(AccessArgs),
    /// What two people changed at once, until somebody chooses.
    #[command(subcommand)]
    Conflict(ConflictCommand),
    /// A script by which a shell completes what is typed.
    Completions(CompletionsArgs),
}

#[derive(Subcommand)]
pub(crate) enum VariableCommand {
    /// Make a variable; its value comes from a prompt or standard input.
    New {
        /// What it holds.
        kind: VariableKind,
        /// Its unique name: letters, digits and underscore.
        name: String,
        /// What people see; the name if left out.
        #[arg(long)]
        display_name: Option<String>,
        #[command(flatten)]
        secret: SecretArgs,
    },
    /// List variables.
    List {
        /// Only those that match.
        #[arg(long, default_value = "")]
        search: String,
    },
    /// Show one variable without the value of a secret.
    Show {
        /// Its unique name.
        name: String,
    },
    /// Change the value, from a prompt or standard input, or what a secret in a vault refers to.
    Set {
        /// Its unique name.
        name: String,
        /// What people see.
        #[arg(long)]
        display_name: Option<String>,
        #[command(flatten)]
        secret: SecretArgs,
    },
    /// Put a variable into Recently deleted.
    Delete(DeleteArgs),
    /// What uses it.
    Uses {
        /// Its unique name.
        name: String,
    },
}

/// Where a secret is, and in which form it comes.
#[derive(ClapArgs)]
pub(crate) struct SecretArgs {
    /// Where a secret is kept: this-device, or the name of a vault.
    #[arg(long)]
    pub(crate) vault: Option<String>,
    /// The secret's name in the vault.
    #[arg(long)]
    pub(crate) secret: Option<String>,
    /// Its subscription id; found by itself where the sign-in may look.
    #[arg(long)]
    pub(crate) subscription: Option<String>,
    /// Its resource group name; found by itself where the sign-in may look.
    #[arg(long)]
    pub(crate) resource_group: Option<String>,
    /// Its key vault; the vault's own one if left out.
    #[arg(long)]
    pub(crate) key_vault: Option<String>,
    /// One version instead of the latest.
    #[arg(long)]
    pub(crate) version: Option<String>,
    /// Keep it without checking read access.
    #[arg(long)]
    pub(crate) unchecked: bool,
    /// Password or certificate.
    #[arg(long = "type", value_enum, default_value_t = SecretTypeArg::Password)]
    pub(crate) shape: SecretTypeArg,
    /// The password of a PFX.
    #[arg(long, value_name = "FILE")]
    pub(crate) pfx_password_file: Option<PathBuf>,
    /// Take all of standard input as the value, line breaks included.
    #[arg(long)]
    pub(crate) raw: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum SecretTypeArg {
    /// A password or another text.
    Password,
    /// A certificate with its private key: PFX or PEM.
    Certificate,
}

#[derive(Subcommand)]
pub(crate) enum VaultCommand {
    /// Connect a vault after trying it; a client secret comes from standard input.
    Add(Box<VaultAddArgs>),
    /// List vaults.
    List,
    /// Sign in and ask the vault.
    Test {
        /// Its name.
        name: String,
    },
    /// List the names of the secrets in a vault.
    Secrets {
        /// The vault's name.
        name: String,
        /// Only names that contain this text.
        #[arg(long, default_value = "")]
        filter: String,
    },
    /// Disconnect a vault. The vault itself keeps everything.
    Remove {
        /// Its name.
        name: String,
    },
}

#[derive(ClapArgs)]
pub(crate) struct VaultAddArgs {
    /// What it is.
    pub(crate) kind: VaultKindArg,
    /// What you call it.
    pub(crate) name: String,
    /// Its address, https://NAME.vault.azure.net.
    #[arg(long)]
    pub(crate) url: String,
    /// How to sign in.
    #[arg(long)]
    pub(crate) sign_in: SignInArg,
    /// Tenant id or domain.
    #[arg(long)]
    pub(crate) tenant: Option<String>,
    /// Application (client) id, or that of a user-assigned identity.
    #[arg(long)]
    pub(crate) client_id: Option<String>,
    /// PFX or PEM file of a client certificate.
    #[arg(long, value_name = "FILE")]
    pub(crate) certificate_file: Option<PathBuf>,
    /// The password of that PFX.
    #[arg(long, value_name = "FILE")]
    pub(crate) certificate_password_file: Option<PathBuf>,
    /// File with a federated token.
    #[arg(long, value_name = "FILE")]
    pub(crate) token_file: Option<String>,
    /// Sign-in address, when it is not the public cloud's.
    #[arg(long, value_name = "URL")]
    pub(crate) authority_host: Option<String>,
    /// Resource Manager address, when it is not the public cloud's.
    #[arg(long, value_name = "URL")]
    pub(crate) arm_url: Option<String>,
    /// Certificate authority to trust besides the system's, PEM.
    #[arg(long, value_name = "FILE")]
    pub(crate) ca_file: Option<PathBuf>,
    /// Keep it without trying it.
    #[arg(long)]
    pub(crate) unchecked: bool,
}

#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum VaultKindArg {
    /// Azure Key Vault.
    AzureKeyVault,
}

#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum SignInArg {
    /// The account of the az command.
    Cli,
    /// An app registration with a secret.
    ClientSecret,
    /// An app registration with a certificate.
    ClientCertificate,
    /// The identity of the Azure machine that this runs on.
    ManagedIdentity,
    /// A federated token in a file.
    WorkloadIdentity,
}

#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum VariableKind {
    /// A text that is no secret.
    Text,
    /// A secret.
    Secret,
}

#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum LocationArg {
    /// A connection to a machine, host, database or service.
    Connection,
    /// A desktop flow.
    DesktopFlow,
    /// A network resource.
    Network,
}

#[derive(Subcommand)]
pub(crate) enum CredentialCommand {
    /// Make a credential of variables.
    New {
        /// Its name.
        name: String,
        /// Where it may be used.
        #[arg(long, value_delimiter = ',', required = true)]
        location: Vec<LocationArg>,
        /// The text variable with the user name.
        #[arg(long)]
        username: Option<String>,
        /// The secret variable with the password.
        #[arg(long, required_unless_present = "certificate", conflicts_with = "certificate")]
        password: Option<String>,
        /// The secret variable with the certificate.
        #[arg(long)]
        certificate: Option<String>,
        /// A note.
        #[arg(long, default_value = "")]
        description: String,
    },
    /// List credentials.
    List {
        /// Only those that match.
        #[arg(long, default_value = "")]
        search: String,
    },
    /// Show one credential without its values.
    Show {
        /// Its name.
        name: String,
    },
    /// Change name, description or locations.
    Edit {
        /// Its name.
        credential: String,
        /// The new name.
        #[arg(long)]
        name: Option<String>,
        /// The new description.
        #[arg(long)]
        description: Option<String>,
        /// The new locations.
        #[arg(long, value_delimiter = ',')]
        location: Vec<LocationArg>,
    },
    /// Put a credential into Recently deleted. Its variables stay.
    Delete(DeleteArgs),
    /// What uses it.
    Uses {
        /// Its name.
        name: String,
    },
}

#[derive(ClapArgs)]
pub(crate) struct DeleteArgs {
    /// Its name.
    pub(crate) name: String,
    /// Delete it although something uses it.
    #[arg(long)]
    pub(crate) yes: bool,
}
