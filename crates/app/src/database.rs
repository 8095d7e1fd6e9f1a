//! Which database an installation has: the one in its data directory, or one on a server.

use std::fmt;

use store::{HeldDirectory, Options, Place, Store, StoreId};

use crate::application::Config;
use crate::data_directory::expect_no_loss;
use crate::{Error, import};

/// The address of a database on a server. It is shown without its password.
#[derive(Clone, PartialEq, Eq)]
pub struct Database(String);

impl Database {
    /// Takes `postgres://…` as it was given; what is wrong with it is said when it is opened.
    #[must_use]
    pub fn at(url: impl Into<String>) -> Self {
        Self(url.into())
    }

    /// Opens it to copy a store into it; it becomes `fresh_id` if it is new.
    pub(crate) fn open_as_target(&self, fresh_id: &StoreId) -> Result<Store, store::Error> {
        Store::open_postgres_as_target(&self.0, fresh_id, Options::default())
    }

    /// Returns where it is, or what is wrong with the address.
    pub(crate) fn place(&self) -> Result<Place, store::Error> {
        Place::of_database(&self.0)
    }

    /// Opens it for reading.
    ///
    /// # Errors
    /// [`Error::NoStore`] if nobody has written into it yet, and those of [`Store::open_postgres_read_only`].
    pub(crate) fn open_read_only(&self) -> Result<Store, Error> {
        match Store::open_postgres_read_only(&self.0, Options::default()) {
            Err(store::Error::NotFound { .. }) => Err(Error::NoStore {
                database: self.to_string(),
            }),
            opened => Ok(opened?),
        }
    }
}

impl fmt::Display for Database {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.place() {
            Ok(place) => write!(f, "{place}"),
            Err(_) => f.write_str("an address that cannot be read"),
        }
    }
}

impl fmt::Debug for Database {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Database({self})")
    }
}

/// Opens the store for writing, holds the data directory for this process alone, and ends the imports that nobody works
/// on any more, as `holder`.
pub(crate) fn open_store(
    config: &Config,
    fresh_id: &StoreId,
    holder: &str,
    now_ms: i64,
) -> Result<(Store, Option<HeldDirectory>), Error> {
    match &config.database {
        None => {
            expect_no_loss(&config.data_dir)?;
            let store = Store::open(&config.data_dir, fresh_id, Options::default())?;
            import::end_unfinished(&store, holder, now_ms)?;
            Ok((store, None))
        }
        Some(Database(url)) => {
            let held = HeldDirectory::hold(&config.data_dir)?;
            let store = Store::open_postgres(url, fresh_id, Options::default())?;
            // The others may be those of another node.
            import::end_abandoned(&store, holder, now_ms)?;
            Ok((store, Some(held)))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_form_of_it_shows_the_password() {
        for (url, shown) in [
            (
                "postgres://u:geheim@localhost/terms",
                "postgres://u@localhost:5432/terms",
            ),
            ("u:geheim@localhost", "an address that cannot be read"),
        ] {
            let database = Database::at(url);
            assert_eq!(database.to_string(), shown);
            assert_eq!(format!("{database:?}"), format!("Database({shown})"));
        }
    }
}
