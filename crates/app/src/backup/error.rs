//! Why a backup was not made, or cannot be used, named after what the operator can do about it.

use std::io;
use std::path::{Path, PathBuf};

use super::key::KeyId;

/// A failure of making, checking or restoring a backup.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A file was to be made where a directory is.
    #[error("`{}` is a directory (hint: name the file that is to be made in it)", .0.display())]
    IsDirectory(PathBuf),
    /// Something is there already, and nothing is written over.
    #[error("`{}` is there already and is not written over (hint: choose another name)", .0.display())]
    Exists(PathBuf),
    /// Another process makes the same file.
    #[error("`{}` is being made by another shanjar process (hint: wait for it, or choose another name)", .0.display())]
    BeingMade(PathBuf),
    /// Nothing could be written there, or not all of it; what was written is taken away again.
    #[error("`{}` cannot be written: {cause} (hint: {})", path.display(), unwritable_hint(cause))]
    Unwritable {
        /// The file or directory.
        path: PathBuf,
        /// What the system said.
        cause: io::Error,
    },
    /// The database could not be copied out first, most often for want of room.
    #[error(
        "the database cannot be copied to `{}`: {cause} (hint: make room on the disk of the data directory for a copy of \
         the database)",
        folder.display()
    )]
    NotCopied {
        /// Where the copy was to lie.
        folder: PathBuf,
        /// What the database said.
        cause: String,
    },
    /// The file cannot be read.
    #[error("`{}` cannot be read: {cause}", path.display())]
    Unreadable {
        /// The file or directory.
        path: PathBuf,
        /// What the system said.
        cause: io::Error,
    },
    /// The file is something else.
    #[error("`{}` is not a backup of shanjar: {reason} (hint: name a file that `shanjar backup` has made)", path.display())]
    NotABackup {
        /// The file.
        path: PathBuf,
        /// What it is instead.
        reason: &'static str,
    },
    /// A newer version made it: use that version.
    #[error("`{}` was made by a newer version of shanjar: {what} (hint: install the newer version)", path.display())]
    Newer {
        /// The file.
        path: PathBuf,
        /// How that shows.
        what: String,
    },
    /// Bytes were changed: use another backup.
    #[error(
        "`{}` is damaged: bytes {from} to {to} are not as they were written, or the file was cut there (hint: take another \
         copy of this backup, or another backup)",
        path.display()
    )]
    Damaged {
        /// The file.
        path: PathBuf,
        /// The first byte of the piece, counted from 0.
        from: u64,
        /// The byte after the piece.
        to: u64,
    },
    /// The end is missing: use another backup.
    #[error(
        "`{}` is cut off after byte {at} (hint: take another copy of this backup, or another backup)",
        path.display()
    )]
    CutOff {
        /// The file.
        path: PathBuf,
        /// How many bytes there are.
        at: u64,
    },
    /// There is more than the backup: what was appended, or the backup before it, is not to be trusted blindly.
    #[error(
        "`{}` goes on after its end: it has {length} bytes and its manifest speaks of {end} (hint: something was appended to \
         it, perhaps another backup; its first {end} bytes are the backup)",
        path.display()
    )]
    GoesOn {
        /// The file.
        path: PathBuf,
        /// How many bytes the backup has.
        end: u64,
        /// How many there are.
        length: u64,
    },
    /// Every byte is as it was written, and what was written does not fit together.
    #[error("`{}` does not hold what its manifest says: {what} (hint: use another backup)", path.display())]
    Mismatch {
        /// The file.
        path: PathBuf,
        /// What does not fit.
        what: String,
    },
    /// The key is not at hand.
    #[error(
        "`{}` needs the key {key}, which is not in `{}` (hint: {})",
        path.display(),
        folder.display(),
        missing_key_hint(*holds_keys)
    )]
    KeyMissing {
        /// The file.
        path: PathBuf,
        /// The key that it was sealed with.
        key: KeyId,
        /// Where the key was expected.
        folder: PathBuf,
        /// Whether the keys are in the backup itself, under a passphrase.
        holds_keys: bool,
    },
    /// A key was given, and it is another one.
    #[error("`{}` needs the key {needed}, and `{}` holds {found} (hint: give the file of {needed})", path.display(), file.display())]
    OtherKey {
        /// The backup.
        path: PathBuf,
        /// The key that it was sealed with.
        needed: KeyId,
        /// The file of the key that was given.
        file: PathBuf,
        /// The key in it.
        found: KeyId,
    },
    /// The file of a key is not as it was made.
    #[error("`{}` is not the file of a key: {reason} (hint: copy it again from where the key is kept)", path.display())]
    BadKeyFile {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        reason: &'static str,
    },
    /// The passphrase does not open the keys in the backup.
    #[error(
        "the passphrase does not open the keys in `{}` (hint: capitals, blanks and punctuation count; or the section of \
         the keys, bytes {from} to {to}, is damaged)",
        path.display()
    )]
    WrongPassphrase {
        /// The backup.
        path: PathBuf,
        /// The first byte of the section, counted from 0.
        from: u64,
        /// The byte after the section.
        to: u64,
    },
    /// The passphrase is too short to protect keys.
    #[error(
        "the passphrase has {found} characters and must have at least {least} (hint: several words are easy to keep)"
    )]
    ShortPassphrase {
        /// How many it has.
        found: usize,
        /// How many it must have.
        least: usize,
    },
    /// Restoring would mix two stores.
    #[error(
        "`{}` is there already, and a backup is never restored over anything (hint: restore into another directory with \
         `--data-dir`, or move this one away first)",
        .0.display()
    )]
    Occupied(PathBuf),
    /// The store in the backup contradicts itself: the damage was there before the backup was made.
    #[error(
        "the store in `{}` is not sound: {count} problems, the first: {first} (hint: use an older backup; `shanjar verify` \
         tells whether the data directory is damaged as well)",
        path.display()
    )]
    Unsound {
        /// The backup.
        path: PathBuf,
        /// How many problems there are.
        count: u64,
        /// The first of them.
        first: String,
    },
    /// It was told to stop before it was done; nothing is left of it.
    #[error("the backup was given up because the server stops")]
    Stopped,
    /// The system gives no random bytes.
    #[error("the system gives no random bytes: {0}")]
    NoChance(String),
    /// The data directory has no data, or the actor may not.
    #[error(transparent)]
    App(#[from] crate::Error),
    /// The store refused or failed.
    #[error(transparent)]
    Store(#[from] store::Error),
}

impl Error {
    pub(super) fn unwritable(path: &Path) -> impl FnOnce(io::Error) -> Self + use<> {
        let path = path.to_owned();
        |cause| Self::Unwritable { path, cause }
    }

    pub(super) fn unreadable(path: &Path) -> impl FnOnce(io::Error) -> Self + use<> {
        let path = path.to_owned();
        |cause| Self::Unreadable { path, cause }
    }
}

/// Tells whether the cause is that there is no room left.
#[must_use]
pub fn is_no_room(cause: &io::Error) -> bool {
    use io::ErrorKind::{FileTooLarge, QuotaExceeded, StorageFull};
    matches!(cause.kind(), StorageFull | QuotaExceeded | FileTooLarge)
}

fn unwritable_hint(cause: &io::Error) -> &'static str {
    if is_no_room(cause) {
        "make room there, or choose another disk"
    } else {
        "give the account that runs shanjar the right to write there, or choose another place"
    }
}

fn missing_key_hint(holds_keys: bool) -> &'static str {
    if holds_keys {
        "give its passphrase, because the keys are in it, or the file of the key with `--key FILE`"
    } else {
        "fetch the file of the key from where it is kept and give it with `--key FILE`"
    }
}
