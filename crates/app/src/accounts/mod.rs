//! Accounts: signing in, the own account, the accounts of others, roles, and the tokens of other systems.
//!
//! A password is hashed, a code or a secret is kept as a digest, the secret of a phone is sealed: what lies in the store
//! signs nobody in. Everything that happens is noted in the audit in the same transaction.

mod attempts;
mod code_digests;
mod creating;
mod digests;
mod events;
mod identity;
mod last_administrator;
mod log_in;
mod login_figures;
mod login_name;
mod login_session;
mod managing;
mod own_account;
mod refusals;
mod role_changes;
mod second_factor;
mod tokens;

use store::accounts::Account;

pub(crate) use code_digests::CODE_FRONT_BYTES;
pub(crate) use identity::{Identity, file_of, kept_of};
pub(crate) use managing::managed;

pub use creating::{AccountFault, MAX_AT_ONCE, NewAccount, Slip};
pub use digests::{SessionDigest, TokenDigest};
pub use log_in::{LoggedIn, Login};
pub use login_figures::LoginCounts;
pub use login_name::{BadLoginName, LoginName};
pub use login_session::{IDLE_MS, LIFETIME_MS, PROOF_MS, SessionLine, SignedIn};
pub use managing::AccountLine;
pub use own_account::OwnAccount;
pub use role_changes::{AskedRoleChange, RoleChangeOutcome, WaitingRoleChange};
pub use second_factor::Enrolment;
pub use tokens::{NewToken, TokenFault, TokenLine, TokenState, WARNED_MS};

use crate::credentials::password;
use crate::{App, Chance, Error};
use access::Actor;

impl App {
    /// Returns how many turns at working out a password hash were given since the start, so that tests can count them.
    #[must_use]
    pub fn password_runs(&self) -> u64 {
        self.identity.gate.runs()
    }

    /// Refuses a wrong password of somebody who has signed in; the tries are counted as those of a login.
    fn check_password_of(&self, account: &Account, actor: &Actor, typed: &str) -> Result<(), Error> {
        let origin = actor.origin().cloned().unwrap_or_default();
        let name = LoginName::new(&account.login_name).ok();
        let attempt = self.attempt(name.as_ref(), &origin)?;
        let stored = account.password.as_deref();
        let (attempt, is_right) = password::verify_after(&self.identity.gate, typed, stored, || {
            self.count_attempt(&attempt, &origin, name.as_ref())
        })?;
        if !is_right {
            return Err(self.refuse_login(&origin, name.as_ref(), "wrong-password")?);
        }
        let now_ms = self.clock.now_ms();
        self.write_aside_noted(move |session| attempt.succeeded(session, now_ms))
    }
}

/// Refuses what cannot be an id, in the words of one that is not there: nothing but what [`new_id`] makes is looked up.
fn expect_id(id: &str, missing: Error) -> Result<(), Error> {
    let is_id = id.len() <= 64 && id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    if is_id { Ok(()) } else { Err(missing) }
}

/// Returns a new id: the letter of its kind and 96 random bits, which nobody guesses.
pub(crate) fn new_id(kind: &str, chance: &dyn Chance) -> Result<String, Error> {
    let mut bytes = [0; 12];
    chance.fill(&mut bytes).map_err(Error::Internal)?;
    Ok(format!("{kind}-{}", crate::hex::encode(&bytes)))
}
