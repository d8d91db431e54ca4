//! The arguments of the workspace. Their doc comments are the help.

use std::path::PathBuf;

use clap::{Args as ClapArgs, Subcommand};

#[derive(Subcommand)]
pub(crate) enum WorkspaceCommand {
    /// Create a workspace; its recovery code is one line on standard output.
    New(NewArgs),
    /// Take yourself to another computer: a file, and a code on standard output that opens it.
    Pair(PairArgs),
    /// Your devices.
    Devices,
    /// A device of yours is lost: new keys for all that it could open.
    LoseDevice {
        /// The device's code, as `devices` shows it.
        device: String,
        /// Show what it means and change nothing.
        #[arg(long)]
        plan: bool,
        /// Don't ask first.
        #[arg(long)]
        yes: bool,
    },
    /// Where the workspace is and what it holds.
    Status,
    /// Lock the workspace in the window that has it unlocked.
    Lock,
    /// Change the master password.
    Password {
        /// Read the new password from a file.
        #[arg(long, value_name = "FILE")]
        new_password_file: Option<PathBuf>,
    },
    /// Make a new recovery code.
    Recovery,
    /// Use the recovery code: it sets a new master password, and a new code is one line on standard
    /// output. It needs no device secret.
    Recover(RecoverArgs),
    /// What the password needs beside itself, so that a copy of the folder and a guessed password open
    /// nothing.
    #[command(subcommand)]
    DeviceSecret(DeviceSecretCommand),
    /// Write a backup.
    Backup {
        /// The file to write.
        file: PathBuf,
    },
    /// Make the workspace of a backup; it must not exist yet.
    Restore(RestoreArgs),
}

#[derive(ClapArgs)]
pub(crate) struct RecoverArgs {
    /// Read the recovery code from a file; else it comes from a prompt or standard input.
    #[arg(long, value_name = "FILE")]
    pub(crate) recovery_code_file: Option<PathBuf>,
    /// Read the new password from a file.
    #[arg(long, value_name = "FILE")]
    pub(crate) new_password_file: Option<PathBuf>,
}

#[derive(ClapArgs)]
pub(crate) struct RestoreArgs {
    /// The backup.
    pub(crate) file: PathBuf,
    /// Open it with the recovery code of its time, which comes from a prompt or standard input. Neither
    /// password nor device secret is needed.
    #[arg(long)]
    pub(crate) recovery_code: bool,
    /// The same, with the code from a file.
    #[arg(long, value_name = "FILE", conflicts_with = "recovery_code")]
    pub(crate) recovery_code_file: Option<PathBuf>,
}

#[derive(Subcommand)]
pub(crate) enum DeviceSecretCommand {
    /// Whether it is needed, whether this device has it, and what synchronises the folder.
    Status,
    /// Make a new one: the password opens the workspace together with it alone. It is kept on this
    /// device and is one line on standard output, for your other devices.
    On,
    /// Make another one in place of the present one, which then opens backups of its time alone.
    Renew,
    /// The password opens the workspace alone again.
    Off,
    /// Keep it on this device. It comes from a prompt or standard input.
    Keep,
}

#[derive(ClapArgs)]
pub(crate) struct NewArgs {
    /// The password shall need a device secret, which is a second line on standard output.
    #[arg(long)]
    pub(crate) device_secret: bool,
    /// Your name, as colleagues will see it.
    #[arg(long, default_value = "Me")]
    pub(crate) person: String,
    /// Your mail address.
    #[arg(long)]
    pub(crate) mail: Option<String>,
    /// You have another device: the file that `pair` wrote there. Its code comes from a prompt or
    /// standard input; your name, keys and teams come along, and what you did not share stays there.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["person", "mail"])]
    pub(crate) pair: Option<PathBuf>,
    /// A team meets at another address here.
    #[arg(long, value_name = "TEAM=URL", requires = "pair")]
    pub(crate) at: Vec<String>,
}

#[derive(ClapArgs)]
#[group(required = true, multiple = false)]
pub(crate) struct PairArgs {
    /// The file to write; it is good for a day.
    #[arg(long, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,
    /// Take your newest keys from a file of another device of yours. Its code comes from a prompt or
    /// standard input.
    #[arg(long, value_name = "FILE")]
    pub(crate) from: Option<PathBuf>,
}
