//! Why keys cannot be used, and why a value cannot be sealed or opened, named after what can be done about it.

use std::io;
use std::path::PathBuf;

use super::key::KeyId;

/// A failure of the file of keys.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// The file cannot be read.
    #[error("the field keys in `{}` cannot be read: {cause}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system said.
        cause: io::Error,
    },
    /// The file, or its folder, cannot be written; the keys are as they were.
    #[error("the field keys in `{}` cannot be written: {cause}", path.display())]
    Unwritable {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        cause: io::Error,
    },
    /// Something else has the name of the file.
    #[error(
        "`{}` is no plain file (hint: put the file of the field keys there itself, not a link to it)",
        .0.display()
    )]
    NotAFile(PathBuf),
    /// Others than the owner may read the keys.
    #[error(
        "`{}` holds the field keys and is open to others than its owner, mode {mode:03o} (hint: `chmod 600 {}`, and think \
         of new keys if others may have read it)",
        path.display(),
        path.display()
    )]
    OpenToOthers {
        /// The file.
        path: PathBuf,
        /// Its permission bits.
        mode: u32,
    },
    /// The text of the file is not one of keys, or was changed.
    #[error(
        "`{}`, line {line}: {reason} (hint: put the file back from a backup or from paper; a value sealed with a lost key \
         stays closed)",
        path.display()
    )]
    Malformed {
        /// The file.
        path: PathBuf,
        /// The line, counted from 1.
        line: usize,
        /// What is wrong there; never the text itself, which is secret.
        reason: &'static str,
    },
    /// A file of keys is there already, and is never written over.
    #[error("`{}` is there already and holds field keys (hint: add a key to it instead)", .0.display())]
    Exists(PathBuf),
    /// Another process changes the same file.
    #[error("`{}` is being changed by another shanjar process (hint: try again when it is done)", .0.display())]
    BeingChanged(PathBuf),
    /// The file holds as many keys as it may.
    #[error(
        "`{}` holds {most} field keys already (hint: seal everything with the present key, then retire the oldest and take its line out)",
        path.display()
    )]
    TooMany {
        /// The file.
        path: PathBuf,
        /// How many it may hold.
        most: usize,
    },
    /// There are sealed values and no keys.
    #[error(
        "`{}` is missing, and the database holds personal data sealed with field key {id} (hint: put the file back from a \
         backup or another node; without it the data stays closed)",
        path.display()
    )]
    MissingFile {
        /// The file that was looked for.
        path: PathBuf,
        /// A key that it must hold.
        id: String,
    },
    /// There are values sealed with a key that is not among those at hand.
    #[error(
        "`{}` does not hold field key {id}, which the database needs; its present one is {present} (hint: put back the file \
         that holds {id}; keys are added to it, never exchanged)",
        path.display()
    )]
    MissingKey {
        /// The file.
        path: PathBuf,
        /// The key that is needed.
        id: String,
        /// The key that the file seals with.
        present: KeyId,
    },
    /// The key of this id is not the one that the store knows.
    #[error(
        "field key {id} in `{}` is not the one that the database knows under this id (hint: put back the file that belongs \
         to this database)",
        path.display()
    )]
    WrongKey {
        /// The file.
        path: PathBuf,
        /// The id.
        id: String,
    },
    /// The file holds no key of this id.
    #[error("`{}` holds no field key {id} (hint: name one of those it holds)", path.display())]
    NoSuchKey {
        /// The file.
        path: PathBuf,
        /// The id that was named.
        id: KeyId,
    },
    /// The key is the one that seals, so it cannot be retired.
    #[error(
        "field key {id} in `{}` is the one that seals, and cannot be retired (hint: `shanjar keys add` first, then \
         `shanjar keys reseal`)",
        path.display()
    )]
    IsPresent {
        /// The file.
        path: PathBuf,
        /// The key.
        id: KeyId,
    },
    /// Something in the store stands under the key, so it cannot be retired.
    #[error(
        "field key {id} cannot be retired: {values} sealed values and {codes} codes stand under it (hint: \
         `shanjar keys reseal` seals the values anew; codes cannot be, they end by `shanjar keys retire {id} --end-codes`)"
    )]
    InUse {
        /// The key.
        id: KeyId,
        /// How many values it has sealed.
        values: u64,
        /// How many one-time and recovery codes that are still good it has digested.
        codes: u64,
    },
    /// There are no random bytes to be had.
    #[error("the system gives no random bytes: {0}")]
    NoChance(String),
}

/// A failure of one value. Neither its text nor its sealed bytes stand in it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FieldError {
    /// The text is longer than a field may be.
    #[error("{place}: the text has {bytes} bytes and may have {most}")]
    TooLong {
        /// Table, column and row.
        place: String,
        /// Its length.
        bytes: usize,
        /// The greatest length.
        most: usize,
    },
    /// The bytes are too short to be a sealed value, or too long.
    #[error("{place} is no sealed value (hint: the row was damaged; put it back from a backup)")]
    NotSealed {
        /// Table, column and row.
        place: String,
    },
    /// A newer version sealed it, or the bytes are none of ours.
    #[error(
        "{place} is sealed with suite {number}, which this version does not know (hint: install the newer version)"
    )]
    UnknownSuite {
        /// Table, column and row.
        place: String,
        /// The number in front of the value.
        number: u8,
    },
    /// The key is not at hand.
    #[error(
        "{place} is sealed with field key {id}, which is not at hand (hint: put back the file of keys that holds it)"
    )]
    UnknownKey {
        /// Table, column and row.
        place: String,
        /// The key that is needed.
        id: KeyId,
    },
    /// The value was changed, or belongs to another place.
    #[error(
        "{place} does not open with field key {id}: it was changed, or moved here from another row (hint: put the row back \
         from a backup, and look into the audit for who wrote it)"
    )]
    DoesNotOpen {
        /// Table, column and row.
        place: String,
        /// The key it says it is sealed with.
        id: KeyId,
    },
    /// There are no random bytes to be had.
    #[error("the system gives no random bytes: {0}")]
    NoChance(String),
}

impl KeyError {
    pub(super) fn unreadable(path: &std::path::Path) -> impl FnOnce(io::Error) -> Self + use<> {
        let path = path.to_owned();
        move |cause| Self::Unreadable { path, cause }
    }

    pub(super) fn unwritable(path: &std::path::Path) -> impl FnOnce(io::Error) -> Self + use<> {
        let path = path.to_owned();
        move |cause| Self::Unwritable { path, cause }
    }
}
