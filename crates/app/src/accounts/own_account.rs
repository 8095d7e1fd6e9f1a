//! What somebody does with the own account: proving who it is, changing the password, ending sessions.

use access::{Actor, ChangeOwnAccount, Permit, Refusal, Subject};
use store::accounts::Account;
use store::{Purpose, one_time_codes};
use store::{accounts, login_sessions};

use super::digests::SessionDigest;
use super::login_session::{SessionLine, living};
use super::{LoginName, events};
use crate::audit::AuditEvent;
use crate::credentials::password;
use crate::{App, Error};

/// What the page of one's own account shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnAccount {
    /// The id.
    pub id: String,
    /// The login name.
    pub login_name: String,
    /// The name that is shown.
    pub display_name: String,
    /// The names of the roles, sorted.
    pub roles: Vec<String>,
    /// The code of the court.
    pub court: Option<String>,
    /// Whether a second factor is set up.
    pub has_second_factor: bool,
    /// How many recovery codes are left.
    pub recovery_codes_left: u64,
    /// When the password was set, in milliseconds since 1970.
    pub password_at_ms: Option<i64>,
    /// The sessions, newest first.
    pub sessions: Vec<SessionLine>,
}

impl App {
    /// Returns the own account of whoever has the session `secret`.
    ///
    /// # Errors
    /// [`Error::NoSuchAccount`] if the session is over.
    pub fn own_account(
        &self,
        permit: &Permit<ChangeOwnAccount>,
        secret: &SessionDigest,
    ) -> Result<OwnAccount, Error> {
        let (digest, now_ms) = (secret.bytes(), self.clock.now_ms());
        self.store.read(|session| {
            let (_, account) = living(session, &digest, now_ms)?.ok_or(Error::NoSuchAccount)?;
            permit.on(own(&account.id))?;
            let recovery_codes_left = one_time_codes::count_unused(session, &account.id, Purpose::Recovery)?;
            let mut sessions: Vec<SessionLine> = login_sessions::list_of(session, &account.id)?
                .into_iter()
                .map(|login| SessionLine {
                    created_at_ms: login.created_at_ms,
                    seen_at_ms: login.seen_at_ms,
                    address: login.address,
                    agent: login.agent,
                    is_this_one: login.digest == digest,
                })
                .collect();
            sessions.sort_by_key(|line| std::cmp::Reverse(line.created_at_ms));
            Ok(OwnAccount {
                id: account.id,
                login_name: account.login_name,
                display_name: account.display_name,
                roles: account.roles,
                court: account.court,
                has_second_factor: account.totp_step.is_some(),
                recovery_codes_left,
                password_at_ms: account.password_at_ms,
                sessions,
            })
        })
    }

    /// Takes the password of a session once more; for five minutes it counts as proof.
    ///
    /// # Errors
    /// [`Error::WrongLogin`] if it is wrong; [`Error::TooManyAttempts`].
    pub fn prove(
        &self,
        permit: &Permit<ChangeOwnAccount>,
        secret: &SessionDigest,
        password: &str,
    ) -> Result<(), Error> {
        let account = self.checked_own(permit, secret, password)?;
        let (digest, now_ms) = (secret.bytes(), self.clock.now_ms());
        let entry = self.audit_entry(
            permit.actor(),
            &AuditEvent::done("prove").on("account", account.id.clone()),
        )?;
        self.write_aside_noted(move |session| {
            login_sessions::prove(session, &digest, now_ms)?;
            events::append(session, &entry)
        })
    }

    /// Changes the own password. Every other session of the account ends.
    ///
    /// # Errors
    /// [`Error::WrongLogin`] if the present one is wrong; [`Error::UnusablePassword`]; [`Error::TooManyAttempts`].
    pub fn change_password(
        &self,
        permit: &Permit<ChangeOwnAccount>,
        secret: &SessionDigest,
        present: &str,
        new: &str,
    ) -> Result<(), Error> {
        let account = self.checked_own(permit, secret, present)?;
        let name = LoginName::new(&account.login_name).ok();
        password::check_rules(new, name.as_ref().map_or("", LoginName::key))
            .map_err(Error::UnusablePassword)?;
        let hash = password::hash(&self.identity.gate, new, &*self.identity.chance)?;
        let (digest, now_ms) = (secret.bytes(), self.clock.now_ms());
        let event = AuditEvent::done("set-password")
            .on("account", account.id.clone())
            .fields(&["password"]);
        let entry = self.audit_entry(permit.actor(), &event)?;
        self.write_aside_noted(move |session| {
            let changed = Account {
                password: Some(hash.clone()),
                password_at_ms: Some(now_ms),
                updated_at_ms: now_ms,
                ..account.clone()
            };
            accounts::update(session, &changed, account.revision)?;
            login_sessions::end_all_of(session, &account.id, Some(&digest))?;
            events::append(session, &entry)
        })
    }

    /// Ends every other session of the own account; returns how many there were.
    ///
    /// # Errors
    /// If the store cannot be written.
    pub fn end_other_sessions(
        &self,
        permit: &Permit<ChangeOwnAccount>,
        secret: &SessionDigest,
    ) -> Result<u64, Error> {
        let account = permit.actor().id().to_owned();
        permit.on(own(&account))?;
        let digest = secret.bytes();
        let entry = self.audit_entry(permit.actor(), &AuditEvent::done("end-other-sessions"))?;
        self.write_aside_noted(move |session| {
            let ended = login_sessions::end_all_of(session, &account, Some(&digest))?;
            events::append(session, &entry)?;
            Ok(ended)
        })
    }

    /// Returns the account of the session `secret` if `password` is its password.
    fn checked_own(
        &self,
        permit: &Permit<ChangeOwnAccount>,
        secret: &SessionDigest,
        password: &str,
    ) -> Result<Account, Error> {
        let (digest, now_ms) = (secret.bytes(), self.clock.now_ms());
        let found = self.store.read(|session| living(session, &digest, now_ms))?;
        let (_, account) = found.ok_or(Error::NoSuchAccount)?;
        permit.on(own(&account.id))?;
        self.check_password_of(&account, permit.actor(), password)?;
        Ok(account)
    }
}

/// Returns the subject that is an account's own.
pub(super) fn own(account: &str) -> Subject<'_> {
    Subject {
        account: Some(account),
        ..Subject::default()
    }
}

/// Refuses whoever has not given the password within the last minutes.
pub(super) fn expect_proof(permit: &Permit<ChangeOwnAccount>) -> Result<(), Error> {
    match permit.actor() {
        Actor::Account(account) if account.has_proved_itself => Ok(()),
        _ => Err(Error::Refused(Refusal::ProofNeeded {
            action: "change-own-account",
        })),
    }
}
