//! The random name of a store: what tells it from every other one.
//!
//! Whatever is made from a store and kept beside it (the search index, a copy that follows the changes) is of that
//! store only. Numbers of changes cannot show this: two stores both have a change 5.

use std::fmt;

use crate::value::{hexadecimal, values};
use crate::{Error, Session};

/// The name of a store: 128 random bits, given when the store is made and kept for its life. A store that is restored
/// from a backup begins another life, see [`crate::copy::give_new_id`].
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct StoreId(String);

impl StoreId {
    /// Makes an id of bytes that the caller has drawn at random.
    #[must_use]
    pub fn from_random(bytes: [u8; 16]) -> Self {
        Self(hexadecimal(&bytes))
    }

    /// Returns the id as it is written: 32 hexadecimal digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for StoreId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Returns the id of the store.
///
/// # Errors
/// [`Error::Damaged`] if it has none, and whatever the database says.
pub fn find(session: &mut dyn Session) -> Result<StoreId, Error> {
    let rows = session.query("SELECT id FROM identity WHERE one = 1", &[])?;
    let row = rows
        .first()
        .ok_or_else(|| Error::damaged("the store has no id of its own"))?;
    Ok(StoreId(row.text(0)?.to_owned()))
}

/// Gives the store the id `fresh` if it has none yet.
pub(crate) fn give(session: &mut dyn Session, fresh: &StoreId) -> Result<(), Error> {
    session.execute(
        "INSERT INTO identity (one, id) VALUES (1, ?1) ON CONFLICT (one) DO NOTHING",
        &values![fresh.as_str()],
    )?;
    Ok(())
}

/// Gives the store, which has an id, the id `fresh` instead.
pub(crate) fn replace(session: &mut dyn Session, fresh: &StoreId) -> Result<(), Error> {
    session.execute(
        "UPDATE identity SET id = ?1 WHERE one = 1",
        &values![fresh.as_str()],
    )?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_every_bit_it_was_made_of() {
        let mut bytes = [0; 16];
        (bytes[0], bytes[15]) = (0xab, 0x0c);
        let id = StoreId::from_random(bytes);
        assert_eq!(id.to_string(), "ab00000000000000000000000000000c");
    }
}
