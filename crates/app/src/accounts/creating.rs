//! Making accounts: one, or all of a list, each with a slip.

use std::collections::BTreeSet;
use std::fmt;

use access::{Actor, CourtCode, ManageAccounts, Permit, Role, Subject, conflict_of, may_be_given_by_one};
use store::accounts::Account;
use store::one_time_codes::OneTimeCode as KeptCode;
use store::{Purpose, Tx, accounts, one_time_codes};
use zeroize::Zeroizing;

use super::code_digests::code_digests;
use super::managing::line_of;
use super::{LoginName, events, new_id};
use crate::audit::AuditEvent;
use crate::credentials::one_time_code::{OneTimeCode, SLIP_LIFETIME_MS};
use crate::{App, Error};

/// How many accounts are made at once at most.
pub const MAX_AT_ONCE: usize = 500;

/// An account that is to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewAccount {
    /// The name that is typed to sign in.
    pub login_name: LoginName,
    /// The name that is shown.
    pub display_name: String,
    /// The court that rights of a subtree start from.
    pub court: Option<CourtCode>,
    /// What it may.
    pub roles: BTreeSet<Role>,
}

/// What is printed for whoever gets an account, and shown once.
#[derive(Clone, PartialEq, Eq)]
pub struct Slip {
    /// The account's id.
    pub account: String,
    /// The login name.
    pub login_name: String,
    /// The name that is shown.
    pub display_name: String,
    /// The code that a password is set by.
    pub code: Zeroizing<String>,
    /// Until when, in milliseconds since 1970.
    pub expires_at_ms: i64,
}

/// One thing that is wrong with accounts that were to be made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AccountFault {
    /// The name is somebody else's.
    #[error("the login name `{0}` is taken")]
    Taken(String),
    /// There is no such court, or none that the caller may know of.
    #[error("there is no court `{0}` (hint: `shanjar export courts --out -` lists the codes)")]
    NoSuchCourt(String),
    /// These two are never in one hand.
    #[error(transparent)]
    Conflict(#[from] access::RoleConflict),
    /// The caller may not give this role alone.
    #[error("the role `{0}` cannot be given with a new account: make the account, then ask for the role")]
    NotByOne(Role),
    /// A right over courts needs one.
    #[error("the role `coordinator` needs a court")]
    CoordinatorWithoutCourt,
    /// There is nothing to show.
    #[error("the name that is shown is empty or has more than 100 characters")]
    BadDisplayName,
}

impl App {
    /// Makes accounts, all of them or none, and returns a slip for each, in their order.
    ///
    /// # Errors
    /// [`Error::Accounts`] with the place of each fault in the list; [`Error::TooManyAccounts`].
    pub fn create_accounts(
        &self,
        permit: &Permit<ManageAccounts>,
        wanted: &[NewAccount],
    ) -> Result<Vec<Slip>, Error> {
        if wanted.len() > MAX_AT_ONCE {
            return Err(Error::TooManyAccounts { most: MAX_AT_ONCE });
        }
        let now_ms = self.clock.now_ms();
        let (mut planned, mut slips) = (Vec::with_capacity(wanted.len()), Vec::with_capacity(wanted.len()));
        for new in wanted {
            let code = OneTimeCode::draw(&*self.identity.chance)?;
            let account = self.new_account(new, now_ms)?;
            let event = AuditEvent::done("create-account")
                .on("account", account.id.clone())
                .detail(account.roles.join(" "));
            let entry = self.audit_entry(permit.actor(), &event)?;
            slips.push(slip(&account, &code, now_ms));
            planned.push((account, self.kept_digest(&code)?, entry));
        }
        let (permit, wanted) = (permit.clone(), wanted.to_vec());
        self.write_noted(move |tx| {
            let mut faults = Vec::new();
            for (nth, (new, (account, code, entry))) in wanted.iter().zip(&planned).enumerate() {
                match create(tx, &permit, new, account)? {
                    Ok(()) => {
                        one_time_codes::put(tx, &kept(*code, &account.id, Purpose::First, now_ms))?;
                        events::append(tx, entry)?;
                    }
                    Err(fault) => faults.push((nth, fault)),
                }
            }
            if faults.is_empty() {
                Ok(())
            } else {
                Err(Error::Accounts(faults))
            }
        })?;
        Ok(slips)
    }

    pub(super) fn kept_digest(&self, code: &OneTimeCode) -> Result<[u8; 32], Error> {
        let digests = code_digests(&*self.identity.keys, code);
        let present = digests.into_iter().next();
        present.ok_or_else(|| Error::Internal("there is no key to keep a code by".to_owned()))
    }

    fn new_account(&self, new: &NewAccount, now_ms: i64) -> Result<Account, Error> {
        Ok(Account {
            id: new_id("a", &*self.identity.chance)?,
            login_name: new.login_name.as_str().to_owned(),
            login_key: new.login_name.key().to_owned(),
            display_name: new.display_name.trim().to_owned(),
            court: new.court.as_ref().map(ToString::to_string),
            person: None,
            is_disabled: false,
            password: None,
            password_at_ms: None,
            totp_secret: None,
            totp_step: None,
            roles: new.roles.iter().map(ToString::to_string).collect(),
            revision: 1,
            created_at_ms: now_ms,
            updated_at_ms: now_ms,
        })
    }
}

impl fmt::Debug for Slip {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // A code signs in whoever has it.
        f.debug_struct("Slip")
            .field("account", &self.account)
            .finish_non_exhaustive()
    }
}

/// Writes one new account, if nothing is wrong with it.
fn create(
    tx: &mut Tx<'_>,
    permit: &Permit<ManageAccounts>,
    new: &NewAccount,
    account: &Account,
) -> Result<Result<(), AccountFault>, Error> {
    if let Some(conflict) = conflict_of(&new.roles) {
        return Ok(Err(conflict.into()));
    }
    if !(1..=100).contains(&account.display_name.chars().count()) {
        return Ok(Err(AccountFault::BadDisplayName));
    }
    if let Some(role) = new
        .roles
        .iter()
        .copied()
        .find(|role| !may_give(permit.actor(), *role))
    {
        return Ok(Err(AccountFault::NotByOne(role)));
    }
    if new.roles.contains(&Role::Coordinator) && new.court.is_none() {
        return Ok(Err(AccountFault::CoordinatorWithoutCourt));
    }
    let line = line_of(tx, account)?;
    if let Some(court) = new.court.as_ref().filter(|_| line.is_empty()) {
        return Ok(Err(AccountFault::NoSuchCourt(court.to_string())));
    }
    let subject = Subject {
        courts: &line,
        account: None,
    };
    if permit.on(subject).is_err() {
        // Another one's court looks like none.
        let named = account.court.clone().unwrap_or_default();
        return Ok(Err(AccountFault::NoSuchCourt(named)));
    }
    match accounts::create(tx, account) {
        Ok(()) => Ok(Ok(())),
        Err(store::Error::Taken { .. }) => Ok(Err(AccountFault::Taken(account.login_name.clone()))),
        Err(err) => Err(err.into()),
    }
}

/// The commands on the machine make the first administrators; everybody else needs a second person for such a role.
fn may_give(actor: &Actor, role: Role) -> bool {
    *actor == Actor::Operator || may_be_given_by_one(role)
}

/// Returns what the store keeps of a code for seven days.
pub(super) fn kept(digest: [u8; 32], account: &str, purpose: Purpose, now_ms: i64) -> KeptCode {
    KeptCode {
        digest: digest.to_vec(),
        account: account.to_owned(),
        purpose,
        created_at_ms: now_ms,
        expires_at_ms: Some(now_ms + SLIP_LIFETIME_MS),
        used_at_ms: None,
    }
}

/// Returns what is printed for whoever gets the code.
pub(super) fn slip(account: &Account, code: &OneTimeCode, now_ms: i64) -> Slip {
    Slip {
        account: account.id.clone(),
        login_name: account.login_name.clone(),
        display_name: account.display_name.clone(),
        code: code.shown(),
        expires_at_ms: now_ms + SLIP_LIFETIME_MS,
    }
}
