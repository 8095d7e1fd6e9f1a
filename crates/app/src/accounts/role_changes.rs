//! Giving and taking roles: one asks, another one decides.

use access::{
    Actor, DecideRoleChange, ManageAccounts, Permit, Refusal, Role, conflict_of, may_be_given_by_one,
};
use store::accounts::Account;
use store::role_changes::RoleChange;
use store::{RoleOp, RoleState};
use store::{Tx, accounts, login_sessions, role_changes};

use super::login_session::roles_of;
use super::{events, expect_id, last_administrator, new_id};
use crate::audit::AuditEvent;
use crate::{App, Error};

/// How many changes are listed that wait.
const MAX_WAITING: usize = 200;
/// After which time a change that nobody decided on cannot be made any more: thirty days.
const WAITING_MS: i64 = 30 * 24 * 60 * 60 * 1_000;

/// A change of roles that is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AskedRoleChange {
    /// Whose role.
    pub account: String,
    /// Which role.
    pub role: Role,
    /// Whether it is given, else it is taken.
    pub is_given: bool,
    /// Why, for whoever decides and for the audit.
    pub reason: String,
}

/// A change that waits, as lists show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WaitingRoleChange {
    /// The change's id.
    pub id: String,
    /// The login name of the account.
    pub login_name: String,
    /// The role.
    pub role: String,
    /// Whether it is given, else it is taken.
    pub is_given: bool,
    /// Why.
    pub reason: String,
    /// Who asked.
    pub asked_by: String,
    /// When, in milliseconds since 1970.
    pub asked_at_ms: i64,
    /// Whether the caller may decide: not on what was asked by or for the caller.
    pub is_for_caller: bool,
}

/// What asking for a change came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RoleChangeOutcome {
    /// It is made: nobody needs a second person for this role.
    Made,
    /// It waits for another security administrator.
    Waits,
}

impl App {
    /// Asks for a change of roles; one that shows nothing of others is made at once.
    ///
    /// # Errors
    /// [`Error::NoSuchAccount`]; [`Error::RoleConflict`] if the roles would not go together; [`Error::Refused`] for a
    /// coordinator, who gives no roles but those of a new account; [`Error::ReasonMissing`].
    pub fn ask_role_change(
        &self,
        permit: &Permit<ManageAccounts>,
        asked: &AskedRoleChange,
    ) -> Result<RoleChangeOutcome, Error> {
        expect_security_admin(permit)?;
        expect_id(&asked.account, Error::NoSuchAccount)?;
        if asked.reason.trim().is_empty() {
            return Err(Error::ReasonMissing);
        }
        let at_once = *permit.actor() == Actor::Operator || may_be_given_by_one(asked.role);
        let now_ms = self.clock.now_ms();
        let change = RoleChange {
            id: new_id("r", &*self.identity.chance)?,
            account: asked.account.clone(),
            role: asked.role.to_string(),
            op: if asked.is_given {
                RoleOp::Grant
            } else {
                RoleOp::Revoke
            },
            reason: asked.reason.trim().chars().take(500).collect(),
            asked_by: permit.actor().name(),
            asked_at_ms: now_ms,
            state: RoleState::Waiting,
            decided_by: None,
            decided_at_ms: None,
        };
        let name = if at_once { "change-role" } else { "ask-role-change" };
        let event = AuditEvent::done(name)
            .on("account", asked.account.clone())
            .fields(&["roles"])
            .detail(format!("{} {}", change.op, change.role))
            .because(change.reason.clone());
        let entry = self.audit_entry(permit.actor(), &event)?;
        self.write_noted(move |tx| {
            let account = accounts::find(tx, &change.account)?.ok_or(Error::NoSuchAccount)?;
            let changed = with_change(&account, &change, now_ms)?;
            role_changes::ask(tx, &change)?;
            if at_once {
                make(tx, &account, &changed)?;
                role_changes::decide(tx, &change.id, RoleState::Done, &change.asked_by, now_ms)?;
            }
            events::append(tx, &entry)
        })?;
        Ok(if at_once {
            RoleChangeOutcome::Made
        } else {
            RoleChangeOutcome::Waits
        })
    }

    /// Lists the changes that wait, oldest first, at most two hundred.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub fn waiting_role_changes(
        &self,
        permit: &Permit<access::ReadRoleChanges>,
    ) -> Result<Vec<WaitingRoleChange>, Error> {
        let oldest_ms = self.clock.now_ms() - WAITING_MS;
        let caller = permit.actor();
        self.store.read(|session| {
            let mut lines = Vec::new();
            for change in role_changes::list_waiting(session, MAX_WAITING)? {
                let Some(account) = accounts::find(session, &change.account)? else {
                    continue;
                };
                if change.asked_at_ms < oldest_ms {
                    continue;
                }
                lines.push(WaitingRoleChange {
                    is_for_caller: caller.name() != change.asked_by && caller.id() != account.id,
                    id: change.id,
                    login_name: account.login_name,
                    role: change.role,
                    is_given: change.op == RoleOp::Grant,
                    reason: change.reason,
                    asked_by: change.asked_by,
                    asked_at_ms: change.asked_at_ms,
                });
            }
            Ok(lines)
        })
    }

    /// Decides on a change that another one has asked for. The account's sessions end, so that the new roles come with a new
    /// login (ASVS 5.0.0, 7.2.4).
    ///
    /// # Errors
    /// [`Error::NoSuchRoleChange`] if it waits no more; [`Error::SecondPersonNeeded`] for whoever asked, and for whom it is
    /// about; [`Error::RoleConflict`]; [`Error::LastAdministrator`].
    pub fn decide_role_change(
        &self,
        permit: &Permit<DecideRoleChange>,
        id: &str,
        is_approved: bool,
    ) -> Result<(), Error> {
        expect_id(id, Error::NoSuchRoleChange)?;
        let now_ms = self.clock.now_ms();
        let name = if is_approved {
            "approve-role-change"
        } else {
            "refuse-role-change"
        };
        let entry = self.audit_entry(permit.actor(), &AuditEvent::done(name).on("role-change", id))?;
        let (id, decider) = (id.to_owned(), permit.actor().clone());
        self.write_noted(move |tx| {
            let change = role_changes::find(tx, &id)?.filter(|change| change.state == RoleState::Waiting);
            let change = change
                .filter(|change| now_ms - change.asked_at_ms < WAITING_MS)
                .ok_or(Error::NoSuchRoleChange)?;
            if decider.name() == change.asked_by || decider.id() == change.account {
                return Err(Error::SecondPersonNeeded);
            }
            let state = if is_approved {
                RoleState::Done
            } else {
                RoleState::Refused
            };
            if !role_changes::decide(tx, &id, state, &decider.name(), now_ms)? {
                return Err(Error::NoSuchRoleChange);
            }
            if is_approved {
                let account = accounts::find(tx, &change.account)?.ok_or(Error::NoSuchAccount)?;
                let changed = with_change(&account, &change, now_ms)?;
                make(tx, &account, &changed)?;
            }
            events::append(tx, &entry)
        })
    }
}

/// Returns `account` with the roles that `change` leaves it.
fn with_change(account: &Account, change: &RoleChange, now_ms: i64) -> Result<Account, Error> {
    let mut roles = roles_of(account);
    let role: Role = change.role.parse().map_err(|_| Error::NoSuchRoleChange)?;
    match change.op {
        RoleOp::Grant => roles.insert(role),
        RoleOp::Revoke => roles.remove(&role),
    };
    if let Some(conflict) = conflict_of(&roles) {
        return Err(Error::RoleConflict(conflict));
    }
    Ok(Account {
        roles: roles.iter().map(ToString::to_string).collect(),
        updated_at_ms: now_ms,
        ..account.clone()
    })
}

/// Writes the new roles and ends the account's sessions.
fn make(tx: &mut Tx<'_>, account: &Account, changed: &Account) -> Result<(), Error> {
    let (before, after) = (roles_of(account), roles_of(changed));
    let lost = before.difference(&after).copied().collect();
    last_administrator::expect_another(tx, account, &lost)?;
    accounts::update(tx, changed, account.revision)?;
    login_sessions::end_all_of(tx, &account.id, None)?;
    Ok(())
}

fn expect_security_admin(permit: &Permit<ManageAccounts>) -> Result<(), Error> {
    if permit.granted().everywhere {
        return Ok(());
    }
    Err(Error::Refused(Refusal::Forbidden {
        action: "manage-accounts",
    }))
}
