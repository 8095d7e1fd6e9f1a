//! A key comes, becomes the one that seals, and is retired.

use store::{key_checks, one_time_codes};

use super::{codes_under, count_values, values_under};
use crate::accounts::{CODE_FRONT_BYTES, kept_of};
use crate::audit::{AuditEvent, append};
use crate::personal_data::{KeyError, KeyId, KeyProvider, KeyState};
use crate::{App, Error, Operate, Permit};

impl App {
    /// Draws a new key; returns its id, and whether it seals from now on.
    ///
    /// If `is_waiting`, or if the database may have other nodes, it only opens until [`use_key`](Self::use_key): bring the
    /// file to every node before, or a node meets values that it cannot open. The key is on the disk, and known to the
    /// store, before anything is sealed with it.
    ///
    /// # Errors
    /// [`Error::Keys`] if the file of keys cannot be changed.
    pub fn add_key(&self, permit: &Permit<Operate>, is_waiting: bool) -> Result<(KeyId, bool), Error> {
        let keyring = &self.identity.keyring;
        let id = keyring.add_key(KeyState::Opens, &*self.identity.chance)?;
        self.know_key(permit, id, "add-key")?;
        let is_present = !is_waiting && self.own_directory.is_some();
        if is_present {
            keyring.make_present(id)?;
        }
        Ok((id, is_present))
    }

    /// Makes a key of the file the one that seals; the one before still opens.
    ///
    /// # Errors
    /// [`Error::Keys`] if there is none, or the file cannot be changed.
    pub fn use_key(&self, permit: &Permit<Operate>, id: KeyId) -> Result<(), Error> {
        let keyring = &self.identity.keyring;
        keyring.reload()?;
        self.know_key(permit, id, "use-key")?;
        Ok(keyring.make_present(id)?)
    }

    /// Retires a key that does not seal and under which nothing stands: the store does not ask for it any more. It stays in
    /// its file, because old backups need it, and audit entries of its time are checked with it.
    ///
    /// Codes cannot be digested anew, since only their digests are kept; with `ends_codes` those of this key end.
    ///
    /// # Errors
    /// [`KeyError::InUse`], [`KeyError::IsPresent`] and [`KeyError::NoSuchKey`] in [`Error::Keys`]; or if the file cannot be
    /// changed: the key is then in use again after the next start.
    pub fn retire_key(&self, permit: &Permit<Operate>, id: KeyId, ends_codes: bool) -> Result<(), Error> {
        let keyring = &self.identity.keyring;
        keyring.reload()?;
        let path = || keyring.path().to_owned();
        let states = keyring.states();
        match states.iter().find(|(own, ..)| *own == id) {
            None => return Err(KeyError::NoSuchKey { path: path(), id }.into()),
            Some((_, _, KeyState::Present)) => return Err(KeyError::IsPresent { path: path(), id }.into()),
            Some(_) => {}
        }
        let now_ms = self.clock.now_ms();
        let event = AuditEvent::done("retire-key").on("key", id.to_string());
        let entry = self.audit_entry(permit.actor(), &event)?;
        self.write_aside_noted(move |session| {
            let values = values_under(&count_values(session)?, id);
            let good = one_time_codes::count_good_by_front(session, CODE_FRONT_BYTES, now_ms)?;
            let codes = codes_under(&good, id);
            if values > 0 || (codes > 0 && !ends_codes) {
                return Err(KeyError::InUse { id, values, codes }.into());
            }
            one_time_codes::forget_with_front(session, id.as_bytes())?;
            key_checks::forget(session, &id.to_string())?;
            append(session, &entry)
        })?;
        Ok(keyring.retire(id)?)
    }

    /// Writes down in the store what a key is known by, and in the audit what was done with it.
    fn know_key(&self, permit: &Permit<Operate>, id: KeyId, action: &'static str) -> Result<(), Error> {
        let keyring = &self.identity.keyring;
        let text = id.to_string();
        let checks = keyring.checks();
        let Some(check) = checks.iter().find(|check| check.key_id == text) else {
            let path = keyring.path().to_owned();
            return Err(KeyError::NoSuchKey { path, id }.into());
        };
        let row = kept_of(check, self.clock.now_ms());
        let event = AuditEvent::done(action).on("key", text);
        let entry = self.audit_entry(permit.actor(), &event)?;
        self.write_aside_noted(move |session| {
            key_checks::put(session, &row)?;
            append(session, &entry)
        })
    }
}
