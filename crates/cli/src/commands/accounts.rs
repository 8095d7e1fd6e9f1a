//! `user`, `token` and plain tables of courts: each is one wish of the operator.

use std::io::Write;

use anyhow::bail;
use app::{App, CourtTable, Error, OnError, StoreError};

use super::Outcome;
use super::open::try_open;
use crate::arguments::{ImportSheet, Output, Token, User};
use crate::config::Config;
use crate::messages::{self, accounts as told};
use crate::operator::{Answer, Wish, ask, perform};

/// Runs `user`.
pub fn user(what: &User, config: &Config) -> anyhow::Result<Outcome> {
    let wish = match what {
        User::Add(add) => Wish::AddAccount {
            login_name: add.login_name.clone(),
            display_name: add.display_name.clone(),
            court: add.court.clone(),
            roles: add.roles.clone(),
        },
        User::List(_) => Wish::ListAccounts,
        User::Reset(one) => Wish::ResetAccount {
            login_name: one.login_name.clone(),
        },
        User::Disable(one) => disabled(&one.login_name, true),
        User::Enable(one) => disabled(&one.login_name, false),
        User::Role(role) => Wish::ChangeRole {
            login_name: role.login_name.clone(),
            role: role.role.clone(),
            is_given: !role.revoke,
            reason: role.reason.clone(),
        },
        // Where the link is to end, no person is given.
        User::Link(link) => Wish::LinkAccount {
            login_name: link.login_name.clone(),
            person: link.person.clone(),
        },
    };
    run(&wish, what.output(), config)
}

/// Runs `token`.
pub fn token(what: &Token, config: &Config) -> anyhow::Result<Outcome> {
    let wish = match what {
        Token::Add(add) => Wish::AddToken {
            name: add.name.clone(),
            scopes: add.scopes.clone(),
            court: add.court.clone(),
            addresses: add.addresses.clone(),
            days: add.days,
        },
        Token::List(_) => Wish::ListTokens,
        Token::Revoke(revoke) => Wish::RevokeToken {
            id: revoke.id.clone(),
        },
    };
    run(&wish, what.output(), config)
}

/// Writes a plain table of courts, or tells what that would come to.
pub(super) fn put_courts(table: CourtTable, what: &ImportSheet, config: &Config) -> anyhow::Result<Outcome> {
    let wish = Wish::PutCourts {
        table,
        passes_over: what.on_error == OnError::Skip,
        is_tried: what.dry_run,
    };
    run(&wish, &what.output, config)
}

fn disabled(login_name: &str, is_disabled: bool) -> Wish {
    Wish::SetDisabled {
        login_name: login_name.to_owned(),
        is_disabled,
    }
}

/// Where wishes are fulfilled: here, or by the server that holds the data directory.
pub(super) enum Office {
    Here(App),
    /// With why the directory cannot be opened here.
    Server(Error),
}

impl Office {
    /// Opens the data directory if it is free.
    pub(super) fn open(config: &Config) -> anyhow::Result<Self> {
        match try_open(config)? {
            Ok(app) => Ok(Self::Here(app)),
            Err(locked @ Error::Store(StoreError::Locked { .. })) => Ok(Self::Server(locked)),
            Err(other) => Err(messages::refusal(config.language, other)),
        }
    }

    /// Has `wish` fulfilled; a refusal is an error.
    pub(super) fn ask(&self, wish: &Wish, config: &Config) -> anyhow::Result<Answer> {
        let answer = match self {
            Self::Here(app) => Some(perform(app, wish.clone(), config.language)),
            Self::Server(_) => ask(&config.data.dir, wish, config.language)?,
        };
        match (answer, self) {
            (Some(Answer::Refused { why }), _) => bail!(why),
            (Some(answer), _) => Ok(answer),
            (None, Self::Server(locked)) => bail!(messages::refused(config.language, locked)),
            (None, Self::Here(_)) => bail!("nothing was done"),
        }
    }

    /// Lets go of the directory.
    pub(super) fn close(self) {
        if let Self::Here(app) = self {
            app.close();
        }
    }
}

/// Has one wish fulfilled and tells what came of it.
pub(super) fn run(wish: &Wish, output: &Output, config: &Config) -> anyhow::Result<Outcome> {
    let office = Office::open(config)?;
    let answer = office.ask(wish, config);
    office.close();
    let answer = answer?;
    let mut out = std::io::stdout().lock();
    if output.json {
        writeln!(out, "{}", serde_json::to_string_pretty(&answer)?)?;
    } else {
        for line in told::answer(config.language, config.http.utc_offset_minutes, wish, &answer) {
            writeln!(out, "{line}")?;
        }
    }
    Ok(Outcome::Done)
}
