//! Backups of a data directory: made while the server serves, sealed, checked by restoring them, and restored.
//!
//! A backup is one file: a header in clear text (`header`), perhaps the keys under a passphrase (`wrapped`), and the
//! rest sealed in pieces (`sealed`): a manifest, the configuration file and a copy of the database, see `manifest`.
//! The index is not in it; the store is the truth, and the next start makes the index from it.

mod audit_check;
mod check;
mod error;
mod header;
mod key;
mod making;
mod manifest;
mod name;
mod nightly;
mod opening;
mod place;
mod record;
mod restoring;
mod retention;
mod scratch;
mod sealed;
#[cfg(test)]
mod tests;
mod verifying;
mod wrapped;

use std::path::{Path, PathBuf};

pub use self::audit_check::AuditCheck;
#[doc(hidden)]
pub use self::check::check_reading;
pub use self::error::{Error, is_no_room};
pub use self::key::{KeyId, folder_in as keys_in};
pub use self::making::{Made, Request, make};
pub use self::manifest::{Manifest, PartOfBackup};
pub use self::nightly::{Night, Nightly, Plan, back_up_night};
pub use self::opening::{Outside, Unlock, look_at};
pub use self::record::{BackupState, FailedBackup, VerifiedBackup};
pub use self::restoring::{Restored, restore};
pub use self::retention::Keep;
pub use self::verifying::{Verified, verify};
pub use self::wrapped::Passphrase;

/// Returns the folder in a data directory where backups are worked on and remembered, and where nightly ones go if no
/// other folder is named.
#[must_use]
pub fn folder_in(data_dir: &Path) -> PathBuf {
    data_dir.join("backups")
}
