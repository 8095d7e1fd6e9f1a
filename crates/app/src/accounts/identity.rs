//! What signing in is made of: the keys, chance, and the gate that few password hashes at a time pass.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use store::{Store, key_checks};

use super::login_figures::LoginFigures;
use crate::credentials::{Gate, GateLimits};
use crate::personal_data::{self, KeyCheck, KeyError, KeyProvider, Keyring, expect_keys};
use crate::{Chance, Error};

/// Shared by every clone of an application.
pub(crate) struct Identity {
    pub(crate) keys: Arc<dyn KeyProvider>,
    /// The same keys, for whoever changes them.
    pub(crate) keyring: Arc<Keyring>,
    pub(crate) chance: Arc<dyn Chance>,
    pub(crate) gate: Gate,
    pub(crate) logins: LoginFigures,
}

impl Identity {
    /// Opens the keys in `file`, making them for a store that never had any, and compares them with what the store knows of
    /// its keys.
    ///
    /// # Errors
    /// [`Error::Keys`] if a key is missing, or is another one: nothing is served then, because values would be lost.
    pub(crate) fn open(
        store: &Store,
        file: &Path,
        chance: Arc<dyn Chance>,
        now_ms: i64,
    ) -> Result<Self, Error> {
        let kept = kept_checks(store)?;
        let mut keyring = Keyring::open(file)?;
        let mut missing = expect_keys(file, keyring.as_ref(), &kept)?;
        if keyring.is_none() {
            let made = match Keyring::create(file, &*chance) {
                // Another node that shares the file was quicker.
                Err(KeyError::Exists(_)) => Keyring::open(file)?,
                made => Some(made?),
            };
            missing = expect_keys(file, made.as_ref(), &kept)?;
            keyring = made;
        }
        if !missing.is_empty() {
            store.write_aside(move |session| {
                for check in &missing {
                    key_checks::put(session, &kept_of(check, now_ms))?;
                }
                Ok::<_, Error>(())
            })?;
            // Another node of the same database may have made keys of its own at the same moment.
            expect_keys(file, keyring.as_ref(), &kept_checks(store)?)?;
        }
        let Some(keyring) = keyring.map(Arc::new) else {
            return Err(Error::Internal("the keys that were made are gone".to_owned()));
        };
        Ok(Self {
            keys: Arc::clone(&keyring) as Arc<dyn KeyProvider>,
            keyring,
            chance,
            gate: Gate::new(GateLimits::default()),
            logins: LoginFigures::default(),
        })
    }
}

/// Returns the file of keys: the one that was named, else the one in the data directory.
pub(crate) fn file_of(named: Option<&PathBuf>, data_dir: &Path) -> PathBuf {
    named.cloned().unwrap_or_else(|| personal_data::file_in(data_dir))
}

/// Returns the row that the store keeps of a key.
pub(crate) fn kept_of(check: &KeyCheck, now_ms: i64) -> key_checks::KeyCheck {
    key_checks::KeyCheck {
        key_id: check.key_id.clone(),
        suite: check.suite.clone(),
        digest: check.digest.to_vec(),
        created_at_ms: now_ms,
    }
}

fn kept_checks(store: &Store) -> Result<Vec<KeyCheck>, Error> {
    let rows = store.read(|session| key_checks::list(session))?;
    rows.into_iter()
        .map(|row| {
            let digest = <[u8; 32]>::try_from(row.digest.as_slice());
            Ok(KeyCheck {
                key_id: row.key_id,
                suite: row.suite,
                digest: digest.map_err(|_| Error::Internal("a check of a key has no 32 bytes".to_owned()))?,
            })
        })
        .collect()
}

impl fmt::Debug for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Identity").finish_non_exhaustive()
    }
}
