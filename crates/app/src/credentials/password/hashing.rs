//! Hashing and comparing passwords by argon2id (RFC 9106), behind a gate.

use argon2::{Algorithm, Argon2, Block, Params, Version};
use zeroize::Zeroizing;

use super::phc::{Cost, Hashed};
use super::prepared::{MOST_CHARACTERS, Prepared};
use crate::Chance;
use crate::credentials::gate::{Busy, Gate, Turn};
use crate::same_bytes::is_same;

/// What a password costs whoever tries it: the floor of OWASP ASVS 5.0 (11.4.2) with one lane, because a court's server
/// has few cores and many people sign in at half past eight.
const COST: Cost = Cost {
    memory_kib: 46 * 1024,
    passes: 1,
    lanes: 1,
};
/// What a hash that was kept may ask of us at most.
const MOST_COST: Cost = Cost {
    memory_kib: COST.memory_kib,
    passes: 4,
    lanes: 4,
};
const SALT_BYTES: usize = 16;
const HASH_BYTES: usize = 32;

/// Why a password was neither hashed nor compared.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PasswordError {
    /// Too many others are at it.
    #[error(transparent)]
    Busy(#[from] Busy),
    /// It is longer than a password may be.
    #[error("the password has more than {MOST_CHARACTERS} characters")]
    TooLong,
    /// What the store keeps is no hash of a password, or one that costs more than ours.
    #[error("the hash that is kept of the password cannot be read (hint: give the account a new password)")]
    Unreadable,
    /// There are no random bytes to be had.
    #[error("the system gives no random bytes: {0}")]
    NoChance(String),
    /// There is no memory to be had.
    #[error("there is not enough memory to hash a password")]
    NoMemory,
}

/// Hashes a password with a salt of its own; returns the text to keep. Costs 46 MiB and some tens of milliseconds.
///
/// Ask [`super::check_rules`] before.
///
/// # Errors
/// If it has more than 256 characters, too many others are at it, or there are no random bytes or no memory.
pub fn hash(gate: &Gate, password: &str, chance: &dyn Chance) -> Result<String, PasswordError> {
    let password = Prepared::new(password).ok_or(PasswordError::TooLong)?;
    let mut salt = vec![0; SALT_BYTES];
    chance.fill(&mut salt).map_err(PasswordError::NoChance)?;
    let turn = gate.enter()?;
    let hash = run(&turn, &password, COST, &salt, HASH_BYTES)?.to_vec();
    let hashed = Hashed {
        cost: COST,
        salt,
        hash,
    };
    Ok(hashed.to_text())
}

/// Tells whether `password` is the one that `stored` was made of.
///
/// Without `stored`, because there is no such account or it has no password, a hash of the same cost is made and thrown
/// away: how long the answer takes does not say whether there is an account. Text that is too long to be a password is
/// wrong at once, with and without an account.
///
/// # Errors
/// [`PasswordError::Unreadable`] after the same work; or if too many others are at it, or there is no memory.
pub fn verify(gate: &Gate, password: &str, stored: Option<&str>) -> Result<bool, PasswordError> {
    verify_after(gate, password, stored, || Ok(())).map(|((), is_right)| is_right)
}

/// As [`verify`], and does `before` when it is this thread's turn: what has to be done before a password is compared, and
/// not while it waits. Returns what that gave, and whether the password is right.
///
/// # Errors
/// Those of `before`, which end it; and those of [`verify`].
pub fn verify_after<T, E: From<PasswordError>>(
    gate: &Gate,
    password: &str,
    stored: Option<&str>,
    before: impl FnOnce() -> Result<T, E>,
) -> Result<(T, bool), E> {
    let Some(password) = Prepared::new(password) else {
        return Ok((before()?, false));
    };
    let turn = gate.enter().map_err(PasswordError::from)?;
    let done = before()?;
    Ok((done, is_made_of(&turn, &password, stored)?))
}

fn is_made_of(turn: &Turn<'_>, password: &Prepared, stored: Option<&str>) -> Result<bool, PasswordError> {
    let hashed = stored.map(|text| Hashed::parse(text, MOST_COST));
    match hashed {
        Some(Some(hashed)) => {
            let found = run(turn, password, hashed.cost, &hashed.salt, hashed.hash.len())?;
            Ok(is_same(&found, &hashed.hash))
        }
        nothing_to_compare => {
            run(turn, password, COST, &[0; SALT_BYTES], HASH_BYTES)?;
            match nothing_to_compare {
                None => Ok(false),
                Some(_) => Err(PasswordError::Unreadable),
            }
        }
    }
}

/// Tells whether a hash was made at another cost than new ones are: hash the password anew when it was right once more.
#[must_use]
pub fn needs_rehash(stored: &str) -> bool {
    match Hashed::parse(stored, MOST_COST) {
        Some(hashed) => {
            hashed.cost != COST || (hashed.salt.len(), hashed.hash.len()) != (SALT_BYTES, HASH_BYTES)
        }
        None => true,
    }
}

/// Runs argon2id once, in the turn of this thread.
fn run(
    _turn: &Turn<'_>,
    password: &Prepared,
    cost: Cost,
    salt: &[u8],
    hash_bytes: usize,
) -> Result<Zeroizing<Vec<u8>>, PasswordError> {
    let params = Params::new(cost.memory_kib, cost.passes, cost.lanes, Some(hash_bytes));
    let params = params.map_err(|_| PasswordError::Unreadable)?;
    // Taken inside the gate, and so large that the system takes it back, wiped, as soon as it is dropped.
    let mut memory: Vec<Block> = Vec::new();
    let blocks = params.block_count();
    memory
        .try_reserve_exact(blocks)
        .map_err(|_| PasswordError::NoMemory)?;
    memory.resize(blocks, Block::default());
    let mut hash = Zeroizing::new(vec![0; hash_bytes]);
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into_with_memory(password.as_str().as_bytes(), salt, &mut hash, &mut memory)
        .map_err(|_| PasswordError::Unreadable)?;
    Ok(hash)
}
