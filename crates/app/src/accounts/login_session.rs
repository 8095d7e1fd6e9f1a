//! Login sessions: a browser that has signed in, known by a secret of which the store keeps the digest.

use std::collections::BTreeSet;
use std::sync::Arc;

use access::{AccountActor, Actor, CourtCode, Origin, Role};
use store::Stage;
use store::accounts::Account;
use store::login_sessions::LoginSession;
use store::{Session, accounts, login_sessions};

use super::digests::SessionDigest;
use crate::audit::AuditEvent;
use crate::{App, Error};

/// How long a session lives that nobody uses: half an hour (ASVS 5.0.0, 7.3.1).
pub const IDLE_MS: i64 = 30 * 60 * 1_000;
/// How long a session lives at most: half a day (ASVS 5.0.0, 7.3.2).
pub const LIFETIME_MS: i64 = 12 * 60 * 60 * 1_000;
/// How long one waits for the second factor after the password.
const SECOND_FACTOR_MS: i64 = 5 * 60 * 1_000;
/// For how long a password that was given again counts.
pub const PROOF_MS: i64 = 5 * 60 * 1_000;
/// How old the mark of the last use may be before it is written anew: every request would be a write otherwise.
const SEEN_EVERY_MS: i64 = 60 * 1_000;

/// What is known of a browser with a session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SignedIn {
    /// The password was right, and a second factor is wanted.
    Half {
        /// The login name.
        login_name: String,
    },
    /// Somebody who may do what the roles say.
    Fully(Actor),
}

/// A session of somebody's own, as the page of the account shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionLine {
    /// When it began, in milliseconds since 1970.
    pub created_at_ms: i64,
    /// When it was used last, to a minute.
    pub seen_at_ms: i64,
    /// From where.
    pub address: String,
    /// What the browser said of itself.
    pub agent: String,
    /// Whether it is the one that asks.
    pub is_this_one: bool,
}

impl App {
    /// Returns who has the session `secret`; `None` if there is none, it has ended, or the account was disabled.
    ///
    /// Roles are read each time, so that one that was taken away is gone with the next request.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub fn signed_in(&self, secret: &SessionDigest, origin: &Origin) -> Result<Option<SignedIn>, Error> {
        let (digest, now_ms) = (secret.bytes(), self.clock.now_ms());
        let found = self.store.read(|session| living(session, &digest, now_ms))?;
        let Some((login, account)) = found else {
            return Ok(None);
        };
        if now_ms - login.seen_at_ms >= SEEN_EVERY_MS {
            self.write_aside_noted(move |session| {
                login_sessions::see(session, &digest, now_ms)?;
                Ok::<_, Error>(())
            })?;
        }
        Ok(Some(match login.stage {
            Stage::Password => SignedIn::Half {
                login_name: account.login_name,
            },
            Stage::Full => SignedIn::Fully(actor_of(&account, Some(&login), origin, now_ms)),
        }))
    }

    /// Ends the session `secret`; nothing happens if there is none.
    ///
    /// # Errors
    /// If the store cannot be written.
    pub fn log_out(&self, secret: &SessionDigest, origin: &Origin) -> Result<(), Error> {
        let signed_in = self.signed_in(secret, origin)?;
        let digest = secret.bytes();
        let entry = match signed_in {
            Some(SignedIn::Fully(actor)) => Some(self.audit_entry(&actor, &AuditEvent::done("log-out"))?),
            _ => None,
        };
        self.write_aside_noted(move |session| {
            login_sessions::end(session, &digest)?;
            match &entry {
                Some(entry) => super::events::append(session, entry),
                None => Ok(()),
            }
        })
    }
}

/// Begins a session at `stage` that is found by `digest`.
pub(super) fn begin(
    session: &mut dyn Session,
    digest: [u8; 32],
    account: &str,
    stage: Stage,
    seen_from: (&Origin, &str),
    now_ms: i64,
) -> Result<(), Error> {
    let (origin, agent) = seen_from;
    login_sessions::start(
        session,
        &LoginSession {
            digest: digest.to_vec(),
            account: account.to_owned(),
            stage,
            created_at_ms: now_ms,
            seen_at_ms: now_ms,
            // Whoever has just given the password has proved who it is.
            proved_at_ms: now_ms,
            address: origin
                .address
                .map_or_else(String::new, |address| address.to_string()),
            agent: plain(agent),
        },
    )?;
    login_sessions::forget_idle(session, now_ms - IDLE_MS, now_ms - LIFETIME_MS)?;
    Ok(())
}

/// Returns the session with this digest and its account, if neither has come to an end.
pub(super) fn living(
    session: &mut dyn Session,
    digest: &[u8],
    now_ms: i64,
) -> Result<Option<(LoginSession, Account)>, Error> {
    let Some(login) = login_sessions::find(session, digest)? else {
        return Ok(None);
    };
    let lives = match login.stage {
        Stage::Full => now_ms - login.seen_at_ms < IDLE_MS && now_ms - login.created_at_ms < LIFETIME_MS,
        Stage::Password => now_ms - login.created_at_ms < SECOND_FACTOR_MS,
    };
    if !lives {
        return Ok(None);
    }
    let account = accounts::find(session, &login.account)?.filter(|account| !account.is_disabled);
    Ok(account.map(|account| (login, account)))
}

/// Returns who acts with `account`.
pub(super) fn actor_of(
    account: &Account,
    login: Option<&LoginSession>,
    origin: &Origin,
    now_ms: i64,
) -> Actor {
    let has_proved_itself = login.is_some_and(|login| now_ms - login.proved_at_ms < PROOF_MS);
    Actor::Account(Arc::new(AccountActor {
        id: account.id.clone(),
        login_name: account.login_name.clone(),
        roles: roles_of(account),
        court: account
            .court
            .as_deref()
            .and_then(|code| code.parse::<CourtCode>().ok()),
        person: account.person.clone(),
        has_proved_itself,
        origin: origin.clone(),
    }))
}

/// Returns the roles of `account`. A role that this version does not know gives no right.
pub(super) fn roles_of(account: &Account) -> BTreeSet<Role> {
    account
        .roles
        .iter()
        .filter_map(|name| name.parse().ok())
        .collect()
}

/// Returns the start of what a browser says of itself, without what could break a line or a terminal.
fn plain(agent: &str) -> String {
    const MAX_CHARACTERS: usize = 200;
    agent
        .chars()
        .filter(|c| !c.is_control())
        .take(MAX_CHARACTERS)
        .collect()
}
