//! The flags of `user`, `token` and `import courts`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::DataFlags;

/// `user`.
#[derive(Debug, Subcommand)]
pub enum User {
    /// Make an account and print the one-time code that its password is set by
    Add(UserAdd),
    /// List the accounts
    List(Listing),
    /// Give an account a new one-time code in place of its password and second factor
    Reset(OneUser),
    /// Disable an account: its sessions end
    Disable(OneUser),
    /// Enable a disabled account again
    Enable(OneUser),
    /// Give an account a role, or take it with --revoke
    Role(UserRole),
    /// Link an account with a person of the registry, who then sees the own record by it, or with nobody
    Link(UserLink),
}

/// `user add`.
#[derive(Debug, Args)]
pub struct UserAdd {
    /// The login name: Chinese characters, Tibetan letters, a–z, digits, `.` `_` `-`
    #[arg(value_name = "NAME")]
    pub login_name: String,
    /// A role; several with several flags [reader, self, terminologist, reviewer, committee, coordinator, lecturer,
    /// system_admin, security_admin, auditor]
    #[arg(long = "role", value_name = "ROLE", required = true)]
    pub roles: Vec<String>,
    /// The code of the court it belongs to
    #[arg(long, value_name = "CODE")]
    pub court: Option<String>,
    /// The name that is shown [default: the login name]
    #[arg(long = "name", value_name = "TEXT", default_value = "")]
    pub display_name: String,
    #[command(flatten)]
    pub output: Output,
}

/// The account that a command is about.
#[derive(Debug, Args)]
pub struct OneUser {
    /// Its login name
    #[arg(value_name = "NAME")]
    pub login_name: String,
    #[command(flatten)]
    pub output: Output,
}

/// `user role`.
#[derive(Debug, Args)]
pub struct UserRole {
    /// The login name of the account
    #[arg(value_name = "NAME")]
    pub login_name: String,
    /// The role
    #[arg(value_name = "ROLE")]
    pub role: String,
    /// Take the role instead of giving it
    #[arg(long)]
    pub revoke: bool,
    /// Why, for the audit
    #[arg(long, value_name = "TEXT")]
    pub reason: String,
    #[command(flatten)]
    pub output: Output,
}

/// `user link`.
#[derive(Debug, Args)]
pub struct UserLink {
    /// The login name of the account
    #[arg(value_name = "NAME")]
    pub login_name: String,
    /// The id of the person
    #[arg(
        long,
        value_name = "ID",
        required_unless_present = "none",
        conflicts_with = "none"
    )]
    pub person: Option<String>,
    /// End the link
    #[arg(long)]
    pub none: bool,
    #[command(flatten)]
    pub output: Output,
}

/// `token`.
#[derive(Debug, Subcommand)]
pub enum Token {
    /// Make a token for another system and print it, once
    Add(TokenAdd),
    /// List the tokens
    List(Listing),
    /// Revoke a token
    Revoke(TokenRevoke),
}

/// `token add`.
#[derive(Debug, Args)]
pub struct TokenAdd {
    /// The system that uses it
    pub name: String,
    /// What it is for; several with several flags [glossary:read, glossary:write, registry:read, registry:write,
    /// registry:pii, documents, admin]
    #[arg(long = "scope", value_name = "SCOPE", required = true, num_args = 1..)]
    pub scopes: Vec<String>,
    /// The code of the court it is limited to, with those below
    #[arg(long, value_name = "CODE")]
    pub court: Option<String>,
    /// An address or range it may be used from; several with several flags
    #[arg(long = "address", value_name = "RANGE")]
    pub addresses: Vec<String>,
    /// For how many days it is good, 1 to 366
    #[arg(long, value_name = "N", default_value_t = 365, value_parser = clap::value_parser!(u16).range(1..=366))]
    pub days: u16,
    #[command(flatten)]
    pub output: Output,
}

/// `token revoke`.
#[derive(Debug, Args)]
pub struct TokenRevoke {
    /// The token's id, as `token list` shows it
    pub id: String,
    #[command(flatten)]
    pub output: Output,
}

/// A command that only lists.
#[derive(Debug, Args)]
pub struct Listing {
    #[command(flatten)]
    pub output: Output,
}

/// `import subject-fields`.
#[derive(Debug, Args)]
pub struct ImportSubjectFields {
    /// The table, a CSV, TSV or XLSX file: columns code, parent, zh, bo, en and bo_source
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    #[command(flatten)]
    pub output: Output,
}

/// `import collections`.
#[derive(Debug, Args)]
pub struct ImportCollections {
    /// A TOML file of tables `[[collection]]`: name, title_zh, title_bo with bo_source, title_en, kind, register, licence,
    /// source or source_url, note
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    #[command(flatten)]
    pub output: Output,
}

/// How a command answers, and where the data is.
#[derive(Debug, Args)]
pub struct Output {
    /// Print one JSON document
    #[arg(long)]
    pub json: bool,
    #[command(flatten)]
    pub data: DataFlags,
}

impl User {
    /// Returns how it answers.
    pub fn output(&self) -> &Output {
        match self {
            Self::Add(what) => &what.output,
            Self::List(what) => &what.output,
            Self::Reset(what) | Self::Disable(what) | Self::Enable(what) => &what.output,
            Self::Role(what) => &what.output,
            Self::Link(what) => &what.output,
        }
    }
}

impl Token {
    /// Returns how it answers.
    pub fn output(&self) -> &Output {
        match self {
            Self::Add(what) => &what.output,
            Self::List(what) => &what.output,
            Self::Revoke(what) => &what.output,
        }
    }
}
