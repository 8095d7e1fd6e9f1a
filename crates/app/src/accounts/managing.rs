//! Looking after the accounts of others: by a security administrator, or by the coordinator of a court for the accounts of
//! that court and of those below it.

use std::sync::Arc;

use access::{Actor, ManageAccounts, Permit, ReadAccounts, Refusal, Subject, may_manage};
use store::accounts::Account;
use store::{Purpose, Session, accounts, courts, login_sessions, one_time_codes};

use super::creating::{Slip, kept, slip};
use super::login_session::roles_of;
use super::{LoginName, attempts, events, expect_id, last_administrator};
use crate::audit::AuditEvent;
use crate::credentials::one_time_code::OneTimeCode;
use crate::{App, Error};

/// An account as lists show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountLine {
    /// The id.
    pub id: String,
    /// The login name.
    pub login_name: String,
    /// The name that is shown.
    pub display_name: String,
    /// The code of the court.
    pub court: Option<String>,
    /// The id of the person of the registry that it is linked with.
    pub person: Option<String>,
    /// The names of the roles, sorted.
    pub roles: Vec<String>,
    /// Whether it can be signed in to at all.
    pub is_disabled: bool,
    /// Whether a password was ever set.
    pub has_password: bool,
    /// Whether a second factor is set up.
    pub has_second_factor: bool,
    /// The revision, which a change names.
    pub revision: u64,
}

impl App {
    /// Gives an account a new one-time code in place of its password, and ends its sessions.
    ///
    /// The second factor stays when a coordinator resets, who could otherwise take the account over; a security
    /// administrator and the command on the machine take it away too, for whoever has lost the phone and the recovery codes.
    ///
    /// # Errors
    /// [`Error::NoSuchAccount`] if there is none that the caller may know of; [`Error::Refused`] if its roles are higher than
    /// the caller's.
    pub fn reset_account(&self, permit: &Permit<ManageAccounts>, id: &str) -> Result<Slip, Error> {
        expect_id(id, Error::NoSuchAccount)?;
        let now_ms = self.clock.now_ms();
        let code = OneTimeCode::draw(&*self.identity.chance)?;
        let event = AuditEvent::done("reset-account")
            .on("account", id)
            .fields(&["password", "totp_secret"]);
        let entry = self.audit_entry(permit.actor(), &event)?;
        let (permit, id, new_code) = (permit.clone(), id.to_owned(), self.kept_digest(&code)?);
        let keys = Arc::clone(&self.identity.keys);
        let account = self.write_noted(move |tx| {
            let account = managed(tx, &permit, &id)?;
            let keeps_second_factor = !permit.granted().everywhere;
            let changed = Account {
                password: None,
                password_at_ms: None,
                totp_secret: account.totp_secret.clone().filter(|_| keeps_second_factor),
                totp_step: account.totp_step.filter(|_| keeps_second_factor),
                updated_at_ms: now_ms,
                ..account.clone()
            };
            accounts::update(tx, &changed, account.revision)?;
            one_time_codes::forget_of(tx, &id, Purpose::First)?;
            one_time_codes::forget_of(tx, &id, Purpose::Reset)?;
            if !keeps_second_factor {
                one_time_codes::forget_of(tx, &id, Purpose::Recovery)?;
            }
            one_time_codes::put(tx, &kept(new_code, &id, Purpose::Reset, now_ms))?;
            login_sessions::end_all_of(tx, &id, None)?;
            attempts::forgive(tx, &attempts::digests(&*keys, &account.login_key))?;
            events::append(tx, &entry)?;
            Ok::<_, Error>(account)
        })?;
        Ok(slip(&account, &code, now_ms))
    }

    /// Disables an account, which ends its sessions, or enables it again.
    ///
    /// # Errors
    /// As [`App::reset_account`]; [`Error::LastAdministrator`] if nobody could give rights any more.
    pub fn set_account_disabled(
        &self,
        permit: &Permit<ManageAccounts>,
        id: &str,
        is_disabled: bool,
    ) -> Result<(), Error> {
        expect_id(id, Error::NoSuchAccount)?;
        let now_ms = self.clock.now_ms();
        let name = if is_disabled {
            "disable-account"
        } else {
            "enable-account"
        };
        let entry = self.audit_entry(permit.actor(), &AuditEvent::done(name).on("account", id))?;
        let (permit, id) = (permit.clone(), id.to_owned());
        self.write_noted(move |tx| {
            let account = managed(tx, &permit, &id)?;
            if is_disabled {
                last_administrator::expect_another(tx, &account, &roles_of(&account))?;
                login_sessions::end_all_of(tx, &id, None)?;
            }
            let changed = Account {
                is_disabled,
                updated_at_ms: now_ms,
                ..account.clone()
            };
            accounts::update(tx, &changed, account.revision)?;
            events::append(tx, &entry)
        })
    }

    /// Lists accounts by login name, at most `limit` behind the login key `after`.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub fn list_accounts(
        &self,
        permit: &Permit<ReadAccounts>,
        after: Option<&str>,
        limit: usize,
    ) -> Result<Vec<AccountLine>, Error> {
        self.store.read(|session| {
            let within = courts_within(session, permit.granted())?;
            let found = accounts::list(session, after, within.as_deref(), limit)?;
            Ok(found.into_iter().map(AccountLine::from).collect())
        })
    }

    /// Returns one account.
    ///
    /// # Errors
    /// [`Error::NoSuchAccount`] if there is none that the caller may know of.
    pub fn find_account(&self, permit: &Permit<ReadAccounts>, id: &str) -> Result<AccountLine, Error> {
        expect_id(id, Error::NoSuchAccount)?;
        self.store.read(|session| {
            let account = accounts::find(session, id)?.ok_or(Error::NoSuchAccount)?;
            let line = line_of(session, &account)?;
            // What lies outside looks as if it were not there.
            let subject = Subject {
                courts: &line,
                account: None,
            };
            permit.on(subject).map_err(|_| Error::NoSuchAccount)?;
            Ok(AccountLine::from(account))
        })
    }

    /// Returns the account that is signed in to by `name`.
    ///
    /// # Errors
    /// As [`App::find_account`].
    pub fn find_account_by_login(
        &self,
        permit: &Permit<ReadAccounts>,
        name: &LoginName,
    ) -> Result<AccountLine, Error> {
        let found = self
            .store
            .read(|session| accounts::find_by_login(session, name.key()))?;
        let account = found.ok_or(Error::NoSuchAccount)?;
        self.find_account(permit, &account.id)
    }
}

impl From<Account> for AccountLine {
    fn from(account: Account) -> Self {
        Self {
            id: account.id,
            login_name: account.login_name,
            display_name: account.display_name,
            court: account.court,
            person: account.person,
            roles: account.roles,
            is_disabled: account.is_disabled,
            has_password: account.password.is_some(),
            has_second_factor: account.totp_step.is_some(),
            revision: account.revision,
        }
    }
}

/// Returns the account `id` if the caller may manage it.
pub(crate) fn managed(
    session: &mut dyn Session,
    permit: &Permit<ManageAccounts>,
    id: &str,
) -> Result<Account, Error> {
    let account = accounts::find(session, id)?.ok_or(Error::NoSuchAccount)?;
    let line = line_of(session, &account)?;
    let subject = Subject {
        courts: &line,
        account: None,
    };
    // What lies outside looks as if it were not there.
    permit.on(subject).map_err(|_| Error::NoSuchAccount)?;
    let may = match permit.actor() {
        Actor::Operator => true,
        Actor::Account(actor) => actor.id != account.id && may_manage(&actor.roles, &roles_of(&account)),
        Actor::Anonymous(_) | Actor::Token(_) => false,
    };
    if may {
        Ok(account)
    } else {
        Err(Error::Refused(Refusal::Forbidden {
            action: "manage-accounts",
        }))
    }
}

/// Returns the account's court with those above it.
pub(super) fn line_of(session: &mut dyn Session, account: &Account) -> Result<Vec<String>, Error> {
    match &account.court {
        Some(court) => Ok(courts::line(session, court)?),
        None => Ok(Vec::new()),
    }
}

/// Returns the codes of the courts that a list is narrowed to; `None` if it is not.
fn courts_within(session: &mut dyn Session, granted: &access::Granted) -> Result<Option<Vec<String>>, Error> {
    if granted.everywhere {
        return Ok(None);
    }
    let mut within = Vec::new();
    for court in courts::list(session)? {
        let line = courts::line(session, &court.code)?;
        let subject = Subject {
            courts: &line,
            account: None,
        };
        if granted.covers(subject) {
            within.push(court.code);
        }
    }
    Ok(Some(within))
}
