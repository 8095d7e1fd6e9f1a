//! How often somebody may try to sign in: counted in the store, so that all nodes count together.
//!
//! Four counts stand against guessing. Those of an address stop one machine that tries many names. That of an account stops
//! many machines that try one name; but it must not be a way to lock the owner out, so an address from which the account
//! was signed in to before is counted apart and is not stopped by what others do.
//!
//! A try is counted before anything is compared, and one that was right is taken off the count of its address: a court
//! behind one address signs in every morning, and only what went wrong there is guessing. Names stand here as keyed
//! digests, because people type passwords and identity numbers into the field of names.

use std::net::IpAddr;

use store::{Session, login_counters};

use super::LoginName;
use crate::personal_data::{FieldColumn, KeyProvider};
use crate::{Error, hex};

/// How many tries an account has, in [`ACCOUNT_WINDOW_MS`].
pub(super) const ACCOUNT_TRIES: u64 = 10;
/// A quarter of an hour.
const ACCOUNT_WINDOW_MS: i64 = 15 * 60 * 1_000;
/// How many tries an address has, in [`ADDRESS_WINDOW_MS`].
pub(super) const ADDRESS_TRIES: u64 = 30;
/// A minute.
const ADDRESS_WINDOW_MS: i64 = 60 * 1_000;
/// From which try on the next one has to wait, twice as long each time.
const DELAYED_FROM: u64 = 5;
/// For how long an address is remembered from which an account was signed in to: ninety days.
const KNOWN_MS: i64 = 90 * 24 * 60 * 60 * 1_000;

/// The kinds of counts.
const OF_ADDRESS: &str = "address";
const OF_ACCOUNT: &str = "account";
const OF_KNOWN: &str = "known-address";
const KNOWN: &str = "known";

/// Where the digests of names are.
const COLUMN: FieldColumn<'static> = FieldColumn {
    table: "login_counter",
    column: "key",
};

/// Where somebody tries from, and whom.
#[derive(Debug, Clone)]
pub(super) struct Attempt {
    /// What the name is counted as: one digest for each key, the present one first; none for what cannot be a name.
    accounts: Vec<String>,
    address: String,
}

/// A try that stands in the counts.
#[derive(Debug, Clone)]
pub(super) struct CountedAttempt {
    attempt: Attempt,
    /// In which window of the address it was counted.
    window_from_ms: i64,
}

impl Attempt {
    /// Describes a try to sign in as `name`. A name that cannot be one is counted for the address alone.
    pub(super) fn new(keys: &dyn KeyProvider, name: Option<&LoginName>, address: Option<IpAddr>) -> Self {
        Self {
            accounts: name.map_or_else(Vec::new, |name| digests(keys, name.key())),
            address: address.map_or_else(|| "local".to_owned(), network),
        }
    }

    fn pair(&self, account: &str) -> String {
        format!("{} {account}", self.address)
    }

    /// Refuses, without counting it, a try from an address that has none left: it would only stand in the way of others
    /// who wait for their turn. Which tries are looked at is decided by [`Attempt::count`].
    ///
    /// # Errors
    /// [`Error::TooManyAttempts`] if it would be refused.
    pub(super) fn expect_room(&self, session: &mut dyn Session, now_ms: i64) -> Result<(), Error> {
        let of_address = login_counters::read(session, OF_ADDRESS, &self.address)?;
        let living = of_address.filter(|count| now_ms < count.window_from_ms + ADDRESS_WINDOW_MS);
        match living {
            Some(count) => expect_at_most(ADDRESS_TRIES - 1, &count, now_ms, ADDRESS_WINDOW_MS),
            None => Ok(()),
        }
    }

    /// Counts the try before anything is compared, so that tries at the same moment count each other.
    ///
    /// # Errors
    /// [`Error::TooManyAttempts`] if this one is not to be tried; then it is not counted either.
    pub(super) fn count(&self, session: &mut dyn Session, now_ms: i64) -> Result<CountedAttempt, Error> {
        let of_address = login_counters::add(session, OF_ADDRESS, &self.address, now_ms, ADDRESS_WINDOW_MS)?;
        expect_at_most(ADDRESS_TRIES, &of_address, now_ms, ADDRESS_WINDOW_MS)?;
        if let Some(account) = self.accounts.first() {
            self.count_of_account(session, account, now_ms)?;
        }
        Ok(CountedAttempt {
            attempt: self.clone(),
            window_from_ms: of_address.window_from_ms,
        })
    }

    fn count_of_account(&self, session: &mut dyn Session, account: &str, now_ms: i64) -> Result<(), Error> {
        let (kind, key) = if self.is_known(session, now_ms)? {
            (OF_KNOWN, self.pair(account))
        } else {
            (OF_ACCOUNT, account.to_owned())
        };
        // What was before this try decides how long it should have waited.
        let before = login_counters::read(session, kind, &key)?;
        let count = login_counters::add(session, kind, &key, now_ms, ACCOUNT_WINDOW_MS)?;
        expect_at_most(ACCOUNT_TRIES, &count, now_ms, ACCOUNT_WINDOW_MS)?;
        match before.filter(|_| count.tries > 1) {
            Some(before) => expect_waited(before.tries, before.last_at_ms, now_ms),
            None => Ok(()),
        }
    }

    /// Tells whether the account was signed in to from this address, under whichever key that was noted.
    fn is_known(&self, session: &mut dyn Session, now_ms: i64) -> Result<bool, Error> {
        for account in &self.accounts {
            let known = login_counters::read(session, KNOWN, &self.pair(account))?;
            if known.is_some_and(|known| now_ms - known.last_at_ms < KNOWN_MS) {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

impl CountedAttempt {
    /// Takes the try off the count of its address, because what was typed was right. Once for each try: the tries of others
    /// stay.
    pub(super) fn give_back(&self, session: &mut dyn Session) -> Result<(), Error> {
        login_counters::take_back(session, OF_ADDRESS, &self.attempt.address, self.window_from_ms)?;
        Ok(())
    }

    /// As [`CountedAttempt::give_back`], and forgets the tries of the account and remembers the address.
    pub(super) fn succeeded(&self, session: &mut dyn Session, now_ms: i64) -> Result<(), Error> {
        // The address first, as where a try is counted: in another order two of them could wait for each other.
        self.give_back(session)?;
        let attempt = &self.attempt;
        for account in &attempt.accounts {
            login_counters::clear(session, OF_ACCOUNT, account)?;
            login_counters::clear(session, OF_KNOWN, &attempt.pair(account))?;
        }
        if let Some(account) = attempt.accounts.first() {
            login_counters::add(session, KNOWN, &attempt.pair(account), now_ms, KNOWN_MS)?;
        }
        Ok(())
    }
}

/// Returns what a login name is counted as: one text for each key, the present one first.
pub(super) fn digests(keys: &dyn KeyProvider, login_key: &str) -> Vec<String> {
    let digests = keys.digests(&COLUMN, login_key.as_bytes());
    digests.iter().map(|digest| hex::encode(digest)).collect()
}

/// Forgets what is too old to count.
pub(super) fn forget_old(session: &mut dyn Session, now_ms: i64) -> Result<(), Error> {
    login_counters::forget_before(session, now_ms - KNOWN_MS)?;
    Ok(())
}

/// Forgets the tries of an account, from wherever they were; `accounts` are the [`digests`] of its name.
pub(super) fn forgive(session: &mut dyn Session, accounts: &[String]) -> Result<(), Error> {
    for account in accounts {
        login_counters::clear(session, OF_ACCOUNT, account)?;
    }
    Ok(())
}

fn expect_at_most(
    most: u64,
    count: &login_counters::Counter,
    now_ms: i64,
    window_ms: i64,
) -> Result<(), Error> {
    if count.tries <= most {
        return Ok(());
    }
    let wait_ms = (count.window_from_ms + window_ms - now_ms).max(1);
    Err(too_many(wait_ms))
}

/// After the fifth try the next waits a second, then two, four, eight.
fn expect_waited(tries: u64, last_at_ms: i64, now_ms: i64) -> Result<(), Error> {
    let Some(steps) = tries.checked_sub(DELAYED_FROM) else {
        return Ok(());
    };
    let wanted_ms = 1_000_i64 << steps.min(10);
    let left_ms = last_at_ms + wanted_ms - now_ms;
    if left_ms > 0 {
        Err(too_many(left_ms))
    } else {
        Ok(())
    }
}

fn too_many(wait_ms: i64) -> Error {
    Error::TooManyAttempts {
        wait_seconds: u64::try_from(wait_ms).unwrap_or_default().div_ceil(1_000),
    }
}

/// Returns what stands for an address: of IPv6 the first 64 bits, for one machine has as many addresses as it likes below.
fn network(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_machine_is_one_address() {
        for (address, expected) in [
            ("192.0.2.1", "192.0.2.1"),
            ("::ffff:192.0.2.1", "192.0.2.1"),
            ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
            ("2001:db8:1:2:ffff::", "2001:db8:1:2::/64"),
        ] {
            assert_eq!(network(address.parse().unwrap()), expected);
        }
    }

    #[test]
    fn each_try_after_the_fifth_waits_twice_as_long() {
        let wait = |tries| match expect_waited(tries, 1_000, 1_000) {
            Err(Error::TooManyAttempts { wait_seconds }) => wait_seconds,
            other => {
                other.unwrap();
                0
            }
        };
        assert_eq!([1, 4, 5, 6, 7, 8, 9, 30].map(wait), [0, 0, 1, 2, 4, 8, 16, 1_024]);
        assert!(expect_waited(5, 1_000, 2_000).is_ok());
    }
}
