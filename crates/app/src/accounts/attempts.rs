//! How often somebody may try to sign in: counted in the store, so that all nodes count together.
//!
//! Four counts stand against guessing. Those of an address stop one machine that tries many names. That of an account stops
//! many machines that try one name; but it must not be a way to lock the owner out, so an address from which the account
//! was signed in to before is counted apart and is not stopped by what others do.

use std::net::IpAddr;

use store::{Session, login_counters};

use super::LoginName;
use crate::Error;

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

/// Where somebody tries from, and whom.
#[derive(Debug, Clone)]
pub(super) struct Attempt {
    account: String,
    address: String,
}

impl Attempt {
    /// Describes a try to sign in as `name`. A name that cannot be one is counted for the address alone.
    pub(super) fn new(name: Option<&LoginName>, address: Option<IpAddr>) -> Self {
        Self {
            account: name.map_or_else(String::new, |name| name.key().to_owned()),
            address: address.map_or_else(|| "local".to_owned(), network),
        }
    }

    fn pair(&self) -> String {
        format!("{} {}", self.address, self.account)
    }

    /// Counts the try before anything is compared, so that tries at the same moment count each other.
    ///
    /// # Errors
    /// [`Error::TooManyAttempts`] if this one is not to be tried.
    pub(super) fn count(&self, session: &mut dyn Session, now_ms: i64) -> Result<(), Error> {
        let of_address = login_counters::add(session, OF_ADDRESS, &self.address, now_ms, ADDRESS_WINDOW_MS)?;
        expect_at_most(ADDRESS_TRIES, &of_address, now_ms, ADDRESS_WINDOW_MS)?;
        if self.account.is_empty() {
            return Ok(());
        }
        let is_known = login_counters::read(session, KNOWN, &self.pair())?
            .is_some_and(|known| now_ms - known.last_at_ms < KNOWN_MS);
        let (kind, key) = if is_known {
            (OF_KNOWN, self.pair())
        } else {
            (OF_ACCOUNT, self.account.clone())
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

    /// Forgets the tries after one that was right, and remembers the address.
    pub(super) fn succeeded(&self, session: &mut dyn Session, now_ms: i64) -> Result<(), Error> {
        login_counters::clear(session, OF_ACCOUNT, &self.account)?;
        login_counters::clear(session, OF_KNOWN, &self.pair())?;
        login_counters::add(session, KNOWN, &self.pair(), now_ms, KNOWN_MS)?;
        Ok(())
    }
}

/// Forgets what is too old to count.
pub(super) fn forget_old(session: &mut dyn Session, now_ms: i64) -> Result<(), Error> {
    login_counters::forget_before(session, now_ms - KNOWN_MS)?;
    Ok(())
}

/// Forgets the tries of an account, from wherever they were.
pub(super) fn forgive(session: &mut dyn Session, login_key: &str) -> Result<(), Error> {
    Ok(login_counters::clear(session, OF_ACCOUNT, login_key)?)
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
