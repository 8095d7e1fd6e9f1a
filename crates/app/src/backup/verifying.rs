//! Checking a backup by restoring it into a scratch directory.

use std::path::Path;

use store::{Options, Store, StoreId, VerifyReport, identity};

use super::opening::{Opened, Unlock};
use super::record::{self, VerifiedBackup};
use super::scratch::Scratch;
use super::{AuditCheck, Error, Manifest, audit_check};
use crate::data_directory::holds_data;
use crate::{Chance, Operate, Permit};

/// A backup that can be restored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    /// What is in it.
    pub manifest: Manifest,
    /// What the store in it says of itself; nothing is wrong with it.
    pub report: VerifyReport,
    /// What was found of its audit chain.
    pub audit: AuditCheck,
    /// Whether the data directory remembers this, because the backup is of the store in it.
    pub is_recorded: bool,
}

/// Restores the backup `path` into a scratch directory, compares manifest, counts and digests, and checks the store.
///
/// The scratch directory is beside the data, if `unlock` names a data directory with data, else in `elsewhere`; it is
/// taken away again. Needs room for the database there. The audit chain is checked with the keys in the file `field_keys`,
/// if there are any; that it is wrong is no error, because the backup can be restored nevertheless.
///
/// # Errors
/// See [`Error`]: each says what is wrong, where, and what to do.
pub fn verify(
    _: &Permit<Operate>,
    path: &Path,
    unlock: &Unlock<'_>,
    field_keys: &Path,
    elsewhere: &Path,
    now_ms: i64,
    chance: &dyn Chance,
) -> Result<Verified, Error> {
    let opened = Opened::open(path, unlock)?;
    let beside = super::folder_in(unlock.data_dir);
    let parent = if holds_data(unlock.data_dir) {
        &beside
    } else {
        elsewhere
    };
    let scratch = Scratch::make(parent, chance)?;
    let manifest = opened.unpack(scratch.path())?.manifest;
    // It has an id, so this one is not used; an older schema is brought up as a start after restoring would.
    let unused = StoreId::from_random([0; 16]);
    let store = Store::open(scratch.path(), &unused, Options::default())?;
    let report = store.verify()?;
    if !report.is_sound() {
        return Err(Error::Unsound {
            path: path.to_owned(),
            count: report.problem_count,
            first: report.problems.first().cloned().unwrap_or_default(),
        });
    }
    let audit = audit_check::check(&store, manifest.audit_number(), field_keys)?;
    let own = holds_data(unlock.data_dir).then(|| id_in(unlock.data_dir).ok());
    let is_of_this_store = own.flatten().is_some_and(|id| id.as_str() == manifest.store_id);
    let verified = VerifiedBackup {
        file: file_name(path),
        seq: manifest.seq,
        made_at_ms: manifest.made_at_ms,
        verified_at_ms: now_ms,
    };
    let is_recorded = is_of_this_store && record::note_verified(unlock.data_dir, &verified)?;
    Ok(Verified {
        manifest,
        report,
        audit,
        is_recorded,
    })
}

/// Returns the id of the store in `data_dir`.
pub(super) fn id_in(data_dir: &Path) -> Result<StoreId, Error> {
    let store = Store::open_read_only(data_dir, Options::default())?;
    Ok(store.read(identity::find)?)
}

fn file_name(path: &Path) -> String {
    path.file_name()
        .unwrap_or(path.as_os_str())
        .to_string_lossy()
        .into_owned()
}
