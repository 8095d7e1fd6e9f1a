//! What an operator does to accounts, tokens, keys and courts: here if the data directory is free, else by way of the server that
//! holds it.
//!
//! A server holds its data directory for itself, and an account must be made while it runs. So it listens on a socket in that
//! directory, which only its own account and root can open, and does there what the command would have done.

mod perform;
mod socket;

use std::collections::BTreeMap;

use app::CourtTable;
use app::accounts::{AccountLine, Slip, TokenLine};
use app::key_rotation::KeyLine;
use app::registry::RetentionList;
use serde::{Deserialize, Serialize};

pub use self::perform::perform;
pub use self::socket::{ask, listen};

/// Something to be done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum Wish {
    /// Make an account.
    AddAccount {
        login_name: String,
        display_name: String,
        court: Option<String>,
        roles: Vec<String>,
    },
    /// List the accounts.
    ListAccounts,
    /// Give an account a new one-time code in place of its password.
    ResetAccount { login_name: String },
    /// Disable an account, or enable it again.
    SetDisabled { login_name: String, is_disabled: bool },
    /// Give or take a role.
    ChangeRole {
        login_name: String,
        role: String,
        is_given: bool,
        reason: String,
    },
    /// Link an account with a person of the registry, or with nobody.
    LinkAccount {
        login_name: String,
        person: Option<String>,
    },
    /// Make a token.
    AddToken {
        name: String,
        scopes: Vec<String>,
        court: Option<String>,
        addresses: Vec<String>,
        days: u16,
    },
    /// List the tokens.
    ListTokens,
    /// Revoke a token.
    RevokeToken { id: String },
    /// List the keys of personal data.
    ListKeys,
    /// Add a key.
    AddKey { is_waiting: bool },
    /// Make a key the one that seals.
    UseKey { id: String },
    /// Seal some values anew, from a place on.
    Reseal { column: usize, after: String },
    /// Retire a key.
    RetireKey { id: String, ends_codes: bool },
    /// Write courts, or say what that would come to; rows that cannot be used are passed over if that is wanted.
    PutCourts {
        table: CourtTable,
        passes_over: bool,
        is_tried: bool,
    },
    /// List whose records have run out.
    ListRetention {
        years: BTreeMap<String, u16>,
        on: Option<String>,
    },
    /// Note in the audit that the glossary is exported by another process.
    NoteExport { format: String, told: String },
    /// Note in the audit that a sheet of the registry is exported by another process.
    NoteSheet { kind: String, told: String },
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "done", rename_all = "snake_case")]
pub enum Answer {
    /// A one-time code to be printed.
    Slip(SlipBody),
    /// The accounts.
    Accounts { accounts: Vec<AccountBody> },
    /// A token, with its secret.
    Token { token: TokenBody, secret: String },
    /// The tokens.
    Tokens { tokens: Vec<TokenBody> },
    /// The keys.
    Keys {
        keys: Vec<KeyBody>,
        values_of_no_key: u64,
    },
    /// A key that was added.
    Key { id: String, is_present: bool },
    /// Values that were sealed anew, why others did not open, and where to go on.
    Resealed {
        values: u64,
        closed: Vec<String>,
        next: Option<(usize, String)>,
    },
    /// Courts that were written, or would be.
    Courts {
        dry_run: bool,
        written: usize,
        unchanged: usize,
        passed_over: Vec<String>,
    },
    /// Retention classes, and what has run out.
    Retention {
        on: String,
        classes: Vec<RetentionBody>,
        due: Vec<DueBody>,
    },
    /// It is done, and there is nothing to say.
    Nothing,
    /// It was not done; in the language of whoever asked.
    Refused { why: String },
}

/// A slip as JSON has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SlipBody {
    pub account: String,
    pub login_name: String,
    pub display_name: String,
    pub code: String,
    pub expires_at_ms: i64,
}

/// An account as JSON has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountBody {
    pub id: String,
    pub login_name: String,
    pub display_name: String,
    pub court: Option<String>,
    pub person: Option<String>,
    pub roles: Vec<String>,
    pub is_disabled: bool,
    pub has_password: bool,
    pub has_second_factor: bool,
}

/// A token as JSON has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TokenBody {
    pub id: String,
    pub name: String,
    pub scopes: Vec<String>,
    pub court: Option<String>,
    pub addresses: Vec<String>,
    pub expires_at_ms: i64,
    pub last_used_at_ms: Option<i64>,
    pub state: String,
}

/// A key as JSON has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyBody {
    pub id: String,
    pub suite: String,
    pub state: String,
    pub made_at_ms: Option<i64>,
    pub values: u64,
    pub codes: u64,
}

/// A retention class as JSON has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RetentionBody {
    pub class: String,
    pub what_zh: String,
    pub event: String,
    /// `null` while the court has not said.
    pub years: Option<u16>,
    pub source: String,
}

/// Something that has run out as JSON has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DueBody {
    pub person: String,
    pub class: String,
    pub since: String,
}

impl From<RetentionList> for Answer {
    fn from(list: RetentionList) -> Self {
        let class = |one: app::registry::rules::RetentionClass| RetentionBody {
            class: one.name,
            what_zh: one.what_zh,
            event: one.event.as_str().to_owned(),
            years: one.years,
            source: one.source,
        };
        let due = |one: app::registry::RetentionDue| DueBody {
            person: one.person,
            class: one.class,
            since: one.since.to_string(),
        };
        Self::Retention {
            on: list.on.to_string(),
            classes: list.classes.into_iter().map(class).collect(),
            due: list.due.into_iter().map(due).collect(),
        }
    }
}

impl From<KeyLine> for KeyBody {
    fn from(line: KeyLine) -> Self {
        Self {
            id: line.id.to_string(),
            suite: line.suite.as_str().to_owned(),
            state: line.state.as_str().to_owned(),
            made_at_ms: line.made_at_ms,
            values: line.values,
            codes: line.codes,
        }
    }
}

impl From<Slip> for SlipBody {
    fn from(slip: Slip) -> Self {
        Self {
            account: slip.account,
            login_name: slip.login_name,
            display_name: slip.display_name,
            code: slip.code.to_string(),
            expires_at_ms: slip.expires_at_ms,
        }
    }
}

impl From<AccountLine> for AccountBody {
    fn from(line: AccountLine) -> Self {
        Self {
            id: line.id,
            login_name: line.login_name,
            display_name: line.display_name,
            court: line.court,
            person: line.person,
            roles: line.roles,
            is_disabled: line.is_disabled,
            has_password: line.has_password,
            has_second_factor: line.has_second_factor,
        }
    }
}

impl From<TokenLine> for TokenBody {
    fn from(line: TokenLine) -> Self {
        Self {
            id: line.id,
            name: line.name,
            scopes: line.scopes,
            court: line.court,
            addresses: line.addresses,
            expires_at_ms: line.expires_at_ms,
            last_used_at_ms: line.last_used_at_ms,
            state: line.state.as_str().to_owned(),
        }
    }
}
