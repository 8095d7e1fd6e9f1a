//! Changing the keys of personal data while everybody works on: a new key is added, what is sealed is sealed anew with it,
//! and the old key is retired once nothing stands under it.
//!
//! At every moment each value opens: a key is on the disk and known to the store before it seals, and an old one is never
//! taken away here. The audit needs none of this: its links are made with the key of their time, and are checked with
//! whichever fits.

mod changing;
mod resealing;

use store::{Session, key_checks, one_time_codes, sealed_columns};

pub use self::resealing::{ResealPlace, Resealed};

use crate::accounts::CODE_FRONT_BYTES;
use crate::personal_data::{KeyId, KeyState, SEALED_FRONT_BYTES, Suite};
use crate::{App, Error, Operate, Permit};

/// A key, and what stands under it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KeyLine {
    /// Its id.
    pub id: KeyId,
    /// Its suite.
    pub suite: Suite,
    /// What it is for.
    pub state: KeyState,
    /// When the store came to know it, in milliseconds since 1970; `None` once it is retired.
    pub made_at_ms: Option<i64>,
    /// How many values of the store it has sealed.
    pub values: u64,
    /// How many one-time and recovery codes that are still good it has digested.
    pub codes: u64,
}

/// The keys at hand, and what none of them opens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyList {
    /// The keys in the order of their file, the newest first.
    pub keys: Vec<KeyLine>,
    /// How many values say that another key has sealed them, or are damaged so that they say nothing.
    pub values_of_no_key: u64,
}

/// What stands under which key: the first bytes of values or codes, and how many there are.
type Counted = Vec<(Vec<u8>, u64)>;

impl App {
    /// Returns the keys with what stands under each. Reads the columns of all sealed values.
    ///
    /// # Errors
    /// If the file of the keys or the store cannot be read.
    pub fn list_keys(&self, _: &Permit<Operate>) -> Result<KeyList, Error> {
        let keyring = &self.identity.keyring;
        keyring.reload()?;
        let now_ms = self.clock.now_ms();
        let (checks, values, codes) = self.store.read(|session| {
            Ok::<_, store::Error>((
                key_checks::list(session)?,
                count_values(session)?,
                one_time_codes::count_good_by_front(session, CODE_FRONT_BYTES, now_ms)?,
            ))
        })?;
        let line = |(id, suite, state): (KeyId, Suite, KeyState)| {
            let text = id.to_string();
            let check = checks.iter().find(|check| check.key_id == text);
            KeyLine {
                id,
                suite,
                state,
                made_at_ms: check.map(|check| check.created_at_ms),
                values: values_under(&values, id),
                codes: codes_under(&codes, id),
            }
        };
        let keys: Vec<KeyLine> = keyring.states().into_iter().map(line).collect();
        let all: u64 = values.iter().map(|(_, count)| count).sum();
        let known: u64 = keys.iter().map(|key| key.values).sum();
        Ok(KeyList {
            keys,
            values_of_no_key: all.saturating_sub(known),
        })
    }
}

/// Counts the values of all sealed columns by what says who sealed them.
fn count_values(session: &mut dyn Session) -> Result<Counted, store::Error> {
    let mut counted = Vec::new();
    for column in &sealed_columns::ALL {
        counted.extend(sealed_columns::count_by_front(
            session,
            column,
            SEALED_FRONT_BYTES,
        )?);
    }
    Ok(counted)
}

/// Returns how many values a key has sealed, by whichever suite: the number of the suite stands before the id.
fn values_under(counted: &Counted, id: KeyId) -> u64 {
    sum(counted, |front| front.get(1..) == Some(&id.as_bytes()[..]))
}

fn codes_under(counted: &Counted, id: KeyId) -> u64 {
    sum(counted, |front| front == id.as_bytes())
}

fn sum(counted: &Counted, is_under: impl Fn(&[u8]) -> bool) -> u64 {
    let under = counted.iter().filter(|(front, _)| is_under(front));
    under.map(|(_, count)| count).sum()
}
