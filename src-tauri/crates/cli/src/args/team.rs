//! The arguments of teams and sharing. Their doc comments are the help.

use clap::{Args as ClapArgs, Subcommand, ValueEnum};

#[derive(Subcommand)]
pub(crate) enum TeamCommand {
    /// Begin a team.
    New {
        /// Its name.
        name: String,
        /// Where it meets: a folder, which is made if it is missing, or azure://ACCOUNT/CONTAINER/FOLDER,
        /// s3://BUCKET/FOLDER or gs://BUCKET/FOLDER with the usual environment variables.
        #[arg(long, value_name = "URL")]
        at: String,
    },
    /// Make an invitation; its text is for one colleague, by a way that you trust.
    Invite {
        /// The team; may be left out where there is one.
        team: Option<String>,
        /// The colleague's mail.
        #[arg(long)]
        mail: String,
    },
    /// Ask to join, with an invitation from standard input.
    Join {
        /// The location, where it has another address here.
        #[arg(long, value_name = "URL")]
        at: Option<String>,
    },
    /// Who asks to join.
    Requests(TeamArg),
    /// Let somebody in who asks to join.
    Approve(PersonArgs),
    /// Remember that you compared a colleague's safety code.
    Verify {
        #[command(flatten)]
        person: PersonArgs,
        /// It was not right after all.
        #[arg(long)]
        revoke: bool,
    },
    /// Make a member an owner.
    NameOwner(PersonArgs),
    /// The people of the team.
    Members(TeamArg),
    /// Remove a person: new keys for everything that they had.
    Remove {
        #[command(flatten)]
        person: PersonArgs,
        /// Show what it means and change nothing.
        #[arg(long)]
        plan: bool,
        /// Don't ask first.
        #[arg(long)]
        yes: bool,
    },
    /// Look for news and send what waits.
    Sync {
        #[command(flatten)]
        team: TeamArg,
        /// Write again: you have seen what was wrong with the location.
        #[arg(long)]
        go_on: bool,
    },
    /// Who you are to others, your teams, and what is to be rotated.
    Status,
    /// Leave the team.
    Leave(TeamArg),
}

#[derive(ClapArgs)]
pub(crate) struct TeamArg {
    /// The team; may be left out where there is one.
    pub(crate) team: Option<String>,
}

#[derive(ClapArgs)]
pub(crate) struct PersonArgs {
    /// An exact name or mail.
    pub(crate) person: String,
    /// The team; may be left out where there is one.
    #[arg(long)]
    pub(crate) team: Option<String>,
}

#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum RoleArg {
    /// Everything: use, share, edit, delete.
    CoOwner,
    /// Use.
    View,
    /// Use, and share with both User roles.
    ViewAndShare,
}

#[derive(ClapArgs)]
pub(crate) struct ShareArgs {
    /// Names of credentials.
    #[arg(required = true)]
    pub(crate) names: Vec<String>,
    /// Colleagues: exact names or mails.
    #[arg(long, required_unless_present = "everyone", num_args = 1.., value_name = "PERSON")]
    pub(crate) with: Vec<String>,
    /// Share with everyone in the team, also with those who come later.
    #[arg(long, conflicts_with = "with")]
    pub(crate) everyone: bool,
    /// As what.
    #[arg(long)]
    pub(crate) role: RoleArg,
    /// The team; may be left out where there is one.
    #[arg(long)]
    pub(crate) team: Option<String>,
    /// Show what it means and change nothing.
    #[arg(long)]
    pub(crate) plan: bool,
    /// Don't ask first.
    #[arg(long)]
    pub(crate) yes: bool,
}

#[derive(ClapArgs)]
pub(crate) struct UnshareArgs {
    /// The credential's name.
    pub(crate) name: String,
    /// The colleague: an exact name or mail.
    #[arg(long, required_unless_present = "everyone", value_name = "PERSON")]
    pub(crate) from: Option<String>,
    /// Take it back from everyone who has it as part of the team alone.
    #[arg(long, conflicts_with = "from")]
    pub(crate) everyone: bool,
    /// Take back the variables that it uses as well.
    #[arg(long)]
    pub(crate) variables: bool,
    /// Show what it means and change nothing.
    #[arg(long)]
    pub(crate) plan: bool,
    /// Don't ask first.
    #[arg(long)]
    pub(crate) yes: bool,
}

#[derive(ClapArgs)]
pub(crate) struct AccessArgs {
    /// The credential's name.
    pub(crate) name: String,
}
