//! What can go wrong in the store, named after what the caller can do about it.

use std::path::PathBuf;

use glossary::ConceptId;

use crate::Place;

/// A failure of the store. Looking for something that is not there is `Ok(None)`, not an error.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// Another process has the directory open: end it, or use another directory.
    #[error(
        "the data directory `{}` is in use by another shanjar process (hint: stop that process, or choose another directory with `--data-dir`)",
        directory.display()
    )]
    Locked {
        /// The data directory.
        directory: PathBuf,
    },
    /// Nothing can be written there: give the account the right, or use another directory.
    #[error(
        "`{place}` cannot be written: {cause} (hint: give {} the right to write there, or choose {})",
        place.account(),
        place.another()
    )]
    ReadOnly {
        /// The directory, file or database.
        place: Place,
        /// What the system said.
        cause: String,
    },
    /// A newer version made the store: use that version.
    #[error(
        "the {} `{place}` was made by a newer version of shanjar: it is at migration {found}, this version knows {known} (hint: install the newer version, or restore a backup made with this one)",
        place.kind()
    )]
    Newer {
        /// The data directory or the database.
        place: Place,
        /// The number of the last migration in it.
        found: u64,
        /// The number of the last migration this version has.
        known: u64,
    },
    /// A version from before the first migration that is still brought up made the store: go through a version between.
    #[error(
        "the {} `{place}` is too old for this version of shanjar: it is at migration {found}, this version brings up from migration {oldest} on (hint: open it once with an older version that does, or restore a backup made with this one)",
        place.kind()
    )]
    TooOld {
        /// The data directory or the database.
        place: Place,
        /// The number of the last migration in it; 0 if its list of them is empty.
        found: u64,
        /// The number of the first migration that this version goes on from.
        oldest: u64,
    },
    /// The store is at an older migration and was opened only for reading: open it for writing once.
    #[error(
        "the {} `{place}` is at migration {found} and this version needs {known} (hint: open it once for writing, for example with `shanjar serve`)",
        place.kind()
    )]
    Outdated {
        /// The data directory or the database.
        place: Place,
        /// The number of the last migration in it; 0 if there is none.
        found: u64,
        /// The number of the last migration this version has.
        known: u64,
    },
    /// Something else is there: use another place.
    #[error("`{place}` is not a shanjar {}: {reason} (hint: choose {})", place.kind(), place.another())]
    Foreign {
        /// The directory, the file in it, or the database.
        place: Place,
        /// What it is instead.
        reason: String,
    },
    /// The same migration was run with another text: this is not the version that made the directory.
    #[error(
        "migration {number} (`{name}`) was run with a text that differs from this version's (hint: use the version that made the data directory)"
    )]
    MigrationChanged {
        /// Its number.
        number: u64,
        /// Its name.
        name: String,
    },
    /// The data contradicts itself: restore a backup.
    #[error("the database is damaged: {what} (hint: restore a backup of the data directory)")]
    Damaged {
        /// What was found.
        what: String,
    },
    /// The address of a database cannot be used: write it as the reason says.
    #[error("the address of the database cannot be used: {reason}")]
    Address {
        /// Which part of it, and what is wrong with that. Never the password.
        reason: String,
    },
    /// The system underneath does not answer or has no room: free it and try again. Nothing was kept.
    #[error("the database is not available: {cause}")]
    Unavailable {
        /// What the system said.
        cause: String,
    },
    /// The connection broke while the database was asked to keep the work: it may have been kept or not.
    #[error(
        "it is not known whether the change was kept: {cause} (hint: repeat it with the same idempotency key, which is safe)"
    )]
    OutcomeUnknown {
        /// What the system said.
        cause: String,
    },
    /// Somebody else wrote first: read again and decide anew.
    #[error(
        "`{id}` is at revision {current}, not {expected} (hint: read it again and repeat the change on what is there now)"
    )]
    Stale {
        /// The concept.
        id: ConceptId,
        /// The revision the caller had read.
        expected: u64,
        /// The revision that is there.
        current: u64,
    },
    /// What was to be changed is not there.
    #[error("there is no {what} `{id}`")]
    NotFound {
        /// What kind of thing.
        what: &'static str,
        /// Its id.
        id: String,
    },
    /// The id was given before: take another one.
    #[error("there is a {what} `{id}` already")]
    Taken {
        /// What kind of thing.
        what: &'static str,
        /// Its id.
        id: String,
    },
    /// Somebody else was quicker: read the row again.
    #[error(
        "{what} `{id}` is at revision {current} and not at {expected} (hint: read it again, then change it)"
    )]
    StaleRow {
        /// What kind of thing.
        what: &'static str,
        /// Its id.
        id: String,
        /// The revision that the caller knew.
        expected: u64,
        /// The present one.
        current: u64,
    },
    /// Something else was done under this idempotency key: use another key.
    #[error(
        "the idempotency key `{key}` was used for another request (hint: use a new key for each request)"
    )]
    OtherRequest {
        /// The key.
        key: String,
    },
    /// Somebody works on the job: wait until their lease runs out.
    #[error("the job `{job}` is being worked on (hint: wait until it has ended)")]
    Held {
        /// The job.
        job: String,
    },
    /// Somebody else has taken the job over, or it has ended: what was written for it is not kept.
    #[error("the job `{job}` was taken over or has ended; nothing was written (hint: start it again)")]
    LeaseLost {
        /// The job.
        job: String,
    },
    /// The store moved on while rows were staged: stage them again.
    #[error(
        "the rows were prepared on change {based_on} and the store is at change {current} (hint: prepare them again)"
    )]
    Changed {
        /// The last change when the rows were staged.
        based_on: u64,
        /// The last change now.
        current: u64,
    },
    /// Staged rows that do not fit together: a fault of whoever staged them.
    #[error("the staged rows of job `{job}` cannot be applied: {what}")]
    Staging {
        /// The job.
        job: String,
        /// What does not fit.
        what: String,
    },
    /// A text with a NUL character, which no column may hold.
    #[error("the text `{start}` holds a NUL character (hint: remove U+0000)")]
    NulInText {
        /// The beginning of the text, up to 40 characters, with the NUL shown as `\0`.
        start: String,
    },
    /// A text with a NUL character lies in a store that is to be copied: correct it there.
    #[error(
        "column `{column}` of `{table}` holds a NUL character, which PostgreSQL cannot keep, in the row with {row}: `{start}`; nothing was written (hint: remove U+0000 there and begin again)"
    )]
    NulInRow {
        /// The table.
        table: &'static str,
        /// The column.
        column: &'static str,
        /// The row, by its key.
        row: String,
        /// The beginning of the text, up to 40 characters, with the NUL shown as `\0`.
        start: String,
    },
    /// What a store is to be copied into holds something: give an empty database.
    #[error(
        "the {} `{place}` is not empty: rows in it are {found}; nothing was written (hint: give an empty database)",
        place.kind()
    )]
    NotEmpty {
        /// The database.
        place: Place,
        /// Its tables that have rows, and how many.
        found: String,
    },
    /// The store was copied already, all of it: serve the copy, or copy into another database.
    #[error(
        "the {} `{place}` holds a finished copy of the store `{source_id}` at change {source_seq}; nothing was written (hint: serve it with `--database`, or give an empty database)",
        place.kind()
    )]
    AlreadyCopied {
        /// The database.
        place: Place,
        /// The id of the store that was copied.
        source_id: String,
        /// The number of its last change.
        source_seq: u64,
    },
    /// A copy was begun here and is not finished: finish it.
    #[error(
        "the {} `{place}` holds an unfinished copy of the store `{source_id}` and cannot be used yet (hint: run the same `shanjar migrate` again, it goes on where it stopped)",
        place.kind()
    )]
    Unfinished {
        /// The database.
        place: Place,
        /// The id of the store that is being copied.
        source_id: String,
    },
    /// A copy of another store was begun here: go on with that one, or give an empty database.
    #[error(
        "the {} `{place}` holds an unfinished copy of the store `{begun}`, and the one to copy is `{given}`; nothing was written (hint: name the data directory it was begun with, or give an empty database)",
        place.kind()
    )]
    OtherSource {
        /// The database.
        place: Place,
        /// The id of the store it was begun with.
        begun: String,
        /// The id of the store that was given.
        given: String,
    },
    /// The store has changed since its copying began: begin again.
    #[error(
        "the {} `{place}` holds an unfinished copy of this store at change {begun}, and the store has changed since; it is at change {given} (hint: drop that database, make an empty one, and begin again)",
        place.kind()
    )]
    SourceChanged {
        /// The database.
        place: Place,
        /// The number of its last change when the copying began.
        begun: u64,
        /// The number of its last change now; the same if something was changed that has no number, such as a job.
        given: u64,
    },
    /// The copying was cut off: go on.
    #[error(
        "copying into the {} `{place}` was cut off: {cause} (hint: run the same command again, it goes on where it stopped)",
        place.kind()
    )]
    Interrupted {
        /// The database.
        place: Place,
        /// What the system said.
        cause: String,
    },
    /// The work given to a transaction panicked; nothing of it was kept.
    #[error("the transaction was given up because its work panicked: {message}")]
    Panicked {
        /// The panic's message.
        message: String,
    },
    /// A write was started inside a write, which would wait for itself for ever.
    #[error("a write was started inside another write (hint: use the transaction that is open)")]
    Nested,
    /// A statement that the database refuses, or a row that is not as declared: a fault of the program.
    #[error("the database refused a statement: {cause}")]
    Internal {
        /// What the database said.
        cause: String,
    },
}

impl Error {
    pub(crate) fn internal(cause: impl Into<String>) -> Self {
        Self::Internal { cause: cause.into() }
    }

    pub(crate) fn damaged(what: impl Into<String>) -> Self {
        Self::Damaged { what: what.into() }
    }
}
