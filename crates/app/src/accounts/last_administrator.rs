//! Somebody must always be able to give rights.

use std::collections::BTreeSet;

use access::Role;
use store::accounts::Account;
use store::{Session, accounts};

use crate::Error;

/// Refuses to take the last security administrator away.
///
/// # Errors
/// [`Error::LastAdministrator`].
pub(super) fn expect_another(
    session: &mut dyn Session,
    account: &Account,
    lost: &BTreeSet<Role>,
) -> Result<(), Error> {
    let is_one = lost.contains(&Role::SecurityAdmin) && !account.is_disabled;
    let name = Role::SecurityAdmin.as_str();
    if is_one && accounts::count_with_role(session, name)? <= 1 {
        return Err(Error::LastAdministrator);
    }
    Ok(())
}
