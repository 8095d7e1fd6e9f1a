//! Signing in: password, second factor, one-time code. Whoever asks never learns which of the two was wrong.

use access::{Actor, Origin};
use store::Purpose;
use store::Stage;
use store::accounts::Account;
use store::{Session, accounts, login_sessions, one_time_codes};

use super::attempts::{self, Attempt, CountedAttempt};
use super::code_digests::code_digests;
use super::digests::SessionDigest;
use super::login_session::{self, actor_of, living};
use super::{LoginName, events, second_factor};
use crate::audit::AuditEvent;
use crate::credentials::one_time_code::OneTimeCode;
use crate::credentials::opaque::{Opaque, draw_session_id};
use crate::credentials::password;
use crate::{App, Error};

/// What somebody types to sign in, and from where.
#[derive(Debug, Clone)]
pub struct Login<'a> {
    /// The login name as it was typed.
    pub login_name: &'a str,
    /// The password as it was typed.
    pub password: &'a str,
    /// Where the request comes from.
    pub origin: &'a Origin,
    /// What the browser says of itself.
    pub agent: &'a str,
    /// The session that the browser has already; it ends.
    pub before: Option<&'a SessionDigest>,
}

/// What signing in came to.
#[derive(Debug)]
pub struct LoggedIn {
    /// The secret of the session, for the cookie.
    pub secret: Opaque,
    /// Whether a second factor is wanted before the session is good for anything.
    pub needs_second_factor: bool,
}

impl App {
    /// Signs somebody in.
    ///
    /// One password hash is worked out whether there is such an account or not, so that the time tells nothing. Tries are
    /// counted before anything is compared, and only when it is their turn: a court that signs in at the same moment behind
    /// one address waits in line, and is not taken for tries that went wrong.
    ///
    /// # Errors
    /// [`Error::WrongLogin`] whatever is wrong; [`Error::TooManyAttempts`] if this was one too many; [`Error::Busy`] if too
    /// many wait already.
    pub fn log_in(&self, login: &Login<'_>) -> Result<LoggedIn, Error> {
        let outcome = self.try_log_in(login);
        let logins = &self.identity.logins;
        logins.note(&outcome, |login| !login.needs_second_factor);
        outcome
    }

    fn try_log_in(&self, login: &Login<'_>) -> Result<LoggedIn, Error> {
        let name = LoginName::new(login.login_name).ok();
        let attempt = self.attempt(name.as_ref(), login.origin)?;
        let now_ms = self.clock.now_ms();
        let found = match &name {
            Some(name) => self
                .store
                .read(|session| accounts::find_by_login(session, name.key()))?,
            None => None,
        };
        let usable = found.filter(|account| !account.is_disabled);
        let stored = usable.as_ref().and_then(|account| account.password.as_deref());
        // Also without an account: see above.
        let (attempt, is_right) =
            password::verify_after(&self.identity.gate, login.password, stored, || {
                self.count_attempt(&attempt, login.origin, name.as_ref())
            })?;
        let account = match usable {
            Some(account) if is_right => account,
            _ => return Err(self.refuse_login(login.origin, name.as_ref(), "wrong-password")?),
        };
        let needs_second_factor = account.totp_step.is_some();
        let stage = if needs_second_factor {
            Stage::Password
        } else {
            Stage::Full
        };
        let secret = draw_session_id(&*self.identity.chance)?;
        let actor = actor_of(&account, None, login.origin, now_ms);
        let event = AuditEvent::done("log-in").detail(if needs_second_factor { "password" } else { "full" });
        let entry = self.audit_entry(&actor, &event)?;
        let (origin, agent) = (login.origin.clone(), login.agent.to_owned());
        let before = login.before.map(SessionDigest::bytes);
        let new = secret.digest();
        let is_begun = self.write_aside_noted(move |session| {
            // While this one waited for its turn the password may have been changed, and the sessions ended.
            if !is_still(session, &account)? {
                return Ok::<_, Error>(false);
            }
            if let Some(before) = &before {
                login_sessions::end(session, before)?;
            }
            // With a second factor the tries of the account are forgiven only when that is right too.
            if needs_second_factor {
                attempt.give_back(session)?;
            } else {
                attempt.succeeded(session, now_ms)?;
            }
            login_session::begin(session, new, &account.id, stage, (&origin, &agent), now_ms)?;
            attempts::forget_old(session, now_ms)?;
            events::append(session, &entry)?;
            Ok(true)
        })?;
        if !is_begun {
            return Err(self.refuse_login(login.origin, name.as_ref(), "wrong-password")?);
        }
        Ok(LoggedIn {
            secret,
            needs_second_factor,
        })
    }

    /// Takes the second factor of a session that has the password behind it: six digits of the moment, or a recovery code.
    /// The session gets a new secret.
    ///
    /// # Errors
    /// [`Error::WrongLogin`] if the code is wrong, was used before, or the session is over; [`Error::TooManyAttempts`].
    pub fn give_second_factor(
        &self,
        secret: &SessionDigest,
        code: &str,
        origin: &Origin,
        agent: &str,
    ) -> Result<LoggedIn, Error> {
        let outcome = self.try_second_factor(secret, code, origin, agent);
        self.identity.logins.note(&outcome, |_| true);
        outcome
    }

    fn try_second_factor(
        &self,
        secret: &SessionDigest,
        code: &str,
        origin: &Origin,
        agent: &str,
    ) -> Result<LoggedIn, Error> {
        let now_ms = self.clock.now_ms();
        let digest = secret.bytes();
        let found = self.store.read(|session| living(session, &digest, now_ms))?;
        let Some((login, account)) = found.filter(|(login, _)| login.stage == Stage::Password) else {
            return Err(Error::WrongLogin);
        };
        let name = LoginName::new(&account.login_name).ok();
        let attempt = self.attempt(name.as_ref(), origin)?;
        let attempt = self.count_attempt(&attempt, origin, name.as_ref())?;
        let actor = actor_of(&account, None, origin, now_ms);
        let proof = second_factor::read(&*self.identity.keys, &account, code, now_ms)?;
        let Some(proof) = proof else {
            return Err(self.refuse_login(origin, name.as_ref(), "wrong-second-factor")?);
        };
        let entry = self.audit_entry(&actor, &AuditEvent::done("log-in").detail("full"))?;
        let new = draw_session_id(&*self.identity.chance)?;
        let fresh = new.digest();
        let (origin_kept, agent) = (origin.clone(), agent.to_owned());
        let is_used = self.write_aside_noted(move |session| {
            // Only here is it known that nobody has used this code a moment ago.
            if !second_factor::use_up(session, &account.id, &proof, now_ms)? {
                return Ok::<_, Error>(false);
            }
            login_sessions::end(session, &login.digest)?;
            attempt.succeeded(session, now_ms)?;
            let seen_from = (&origin_kept, agent.as_str());
            login_session::begin(session, fresh, &account.id, Stage::Full, seen_from, now_ms)?;
            events::append(session, &entry)?;
            Ok(true)
        })?;
        if !is_used {
            return Err(self.refuse_login(origin, name.as_ref(), "used-second-factor")?);
        }
        Ok(LoggedIn {
            secret: new,
            needs_second_factor: false,
        })
    }

    /// Sets the first password of an account, or a new one after a reset, by the one-time code of a slip. Every session of
    /// the account ends; a second factor stays.
    ///
    /// # Errors
    /// [`Error::WrongLogin`] if name and code do not belong together, or the code was used or is too old;
    /// [`Error::UnusablePassword`]; [`Error::TooManyAttempts`].
    pub fn redeem_code(
        &self,
        login_name: &str,
        code: &str,
        new_password: &str,
        origin: &Origin,
    ) -> Result<(), Error> {
        let name = LoginName::new(login_name).ok();
        let now_ms = self.clock.now_ms();
        // Before it is counted: nothing of what is kept is compared here.
        password::check_rules(new_password, name.as_ref().map_or("", LoginName::key))
            .map_err(Error::UnusablePassword)?;
        let attempt = self.attempt(name.as_ref(), origin)?;
        let attempt = self.count_attempt(&attempt, origin, name.as_ref())?;
        let code = OneTimeCode::read(code);
        let digests = code.map_or_else(Vec::new, |code| code_digests(&*self.identity.keys, &code));
        let found = self.store.read(|session| match &name {
            Some(name) => account_of_code(session, name, &digests, now_ms),
            None => Ok(None),
        })?;
        let Some((account, digest)) = found else {
            return Err(self.refuse_login(origin, name.as_ref(), "wrong-code")?);
        };
        let hash = password::hash(&self.identity.gate, new_password, &*self.identity.chance)?;
        let actor = actor_of(&account, None, origin, now_ms);
        let event = AuditEvent::done("set-password")
            .on("account", account.id.clone())
            .fields(&["password"]);
        let entry = self.audit_entry(&actor, &event)?;
        let is_used = self.write_aside_noted(move |session| {
            if !one_time_codes::use_once(session, &digest, now_ms)? {
                return Ok::<_, Error>(false);
            }
            let changed = Account {
                password: Some(hash.clone()),
                password_at_ms: Some(now_ms),
                updated_at_ms: now_ms,
                ..account.clone()
            };
            accounts::update(session, &changed, account.revision)?;
            login_sessions::end_all_of(session, &account.id, None)?;
            attempt.succeeded(session, now_ms)?;
            events::append(session, &entry)?;
            Ok(true)
        })?;
        if is_used {
            Ok(())
        } else {
            Err(self.refuse_login(origin, name.as_ref(), "used-code")?)
        }
    }

    /// Describes a try, unless its address has none left.
    ///
    /// # Errors
    /// [`Error::TooManyAttempts`], which the audit says then.
    pub(super) fn attempt(&self, name: Option<&LoginName>, origin: &Origin) -> Result<Attempt, Error> {
        let attempt = Attempt::new(&*self.identity.keys, name, origin.address);
        let now_ms = self.clock.now_ms();
        let has_room = self.store.read(|session| attempt.expect_room(session, now_ms));
        self.noting_too_many(has_room, origin, name)?;
        Ok(attempt)
    }

    /// Counts a try before anything is compared.
    ///
    /// # Errors
    /// [`Error::TooManyAttempts`], which the audit says then.
    pub(super) fn count_attempt(
        &self,
        attempt: &Attempt,
        origin: &Origin,
        name: Option<&LoginName>,
    ) -> Result<CountedAttempt, Error> {
        let (now_ms, counted) = (self.clock.now_ms(), attempt.clone());
        let outcome = self.write_aside_noted(move |session| counted.count(session, now_ms));
        self.noting_too_many(outcome, origin, name)
    }

    fn noting_too_many<T>(
        &self,
        outcome: Result<T, Error>,
        origin: &Origin,
        name: Option<&LoginName>,
    ) -> Result<T, Error> {
        if matches!(outcome, Err(Error::TooManyAttempts { .. })) {
            self.refuse_login(origin, name, "too-many-attempts")?;
        }
        outcome
    }

    /// Notes a refused login and returns what whoever asked is told: the same whatever the reason.
    ///
    /// What was typed is noted only if it names an account: people type their password into the wrong field.
    pub(super) fn refuse_login(
        &self,
        origin: &Origin,
        name: Option<&LoginName>,
        reason: &'static str,
    ) -> Result<Error, Error> {
        let mut event = AuditEvent::refused("log-in").because(reason);
        if let Some(name) = name {
            let known = self
                .store
                .read(|session| accounts::find_by_login(session, name.key()))?;
            if let Some(account) = known {
                event = event.on("account", account.id.clone());
            }
        }
        self.record(&Actor::Anonymous(origin.clone().into()), &event)?;
        Ok(Error::WrongLogin)
    }
}

/// Tells whether what signs somebody in to the account is what it was when `seen` was read.
fn is_still(session: &mut dyn Session, seen: &Account) -> Result<bool, Error> {
    let now = accounts::find(session, &seen.id)?;
    Ok(now.is_some_and(|now| {
        !now.is_disabled
            && now.password == seen.password
            && now.totp_step.is_some() == seen.totp_step.is_some()
    }))
}

/// Returns the account `name`, and what the code is kept as, if it is one of its that can be used.
fn account_of_code(
    session: &mut dyn Session,
    name: &LoginName,
    digests: &[[u8; 32]],
    now_ms: i64,
) -> Result<Option<(Account, [u8; 32])>, Error> {
    let mut found = None;
    for digest in digests {
        if let Some(code) = one_time_codes::find(session, digest)? {
            found = Some((code, *digest));
        }
    }
    let Some((code, digest)) = found else {
        return Ok(None);
    };
    let is_usable = matches!(code.purpose, Purpose::First | Purpose::Reset)
        && code.used_at_ms.is_none()
        && code.expires_at_ms.is_none_or(|end| now_ms < end);
    let account = accounts::find_by_login(session, name.key())?;
    let account = account.filter(|account| is_usable && account.id == code.account && !account.is_disabled);
    Ok(account.map(|account| (account, digest)))
}
