//! What can go wrong in a use-case, named after what the caller can do about it.

use std::path::PathBuf;

use glossary::{ConceptId, rules::Violation};

/// Why a use-case did not do its work.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Signing in could help.
    #[error("nobody may {action} here without signing in")]
    Unauthenticated {
        /// What was asked for.
        action: &'static str,
    },
    /// The actor's rights do not suffice.
    #[error("you may not {action}")]
    Forbidden {
        /// What was asked for.
        action: &'static str,
    },
    /// No such concept, or none that the caller may know of.
    #[error("there is no concept `{0}`")]
    NoSuchConcept(ConceptId),
    /// The concept has no such revision.
    #[error("concept `{id}` has no revision `{revision}`")]
    NoSuchRevision {
        /// The concept.
        id: ConceptId,
        /// The revision asked for.
        revision: u64,
    },
    /// The entry breaks rules.
    #[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))]
    Invalid(Vec<Violation>),
    /// The query is empty.
    #[error("the query is empty (hint: type a Chinese or Tibetan term)")]
    EmptyQuery,
    /// The cursor was not made by this server, or not for this query.
    #[error(
        "`{0}` is not a cursor of this list (hint: take `next_cursor` as it was given, with the same query)"
    )]
    BadCursor(String),
    /// The idempotency key cannot be one.
    #[error(
        "`{0}` is no idempotency key (hint: send 1 to 255 visible ASCII characters, such as a random UUID)"
    )]
    BadIdempotencyKey(String),
    /// The list that the cursor pointed into has changed since.
    #[error("the index has changed since this cursor was given (hint: search again)")]
    CursorGone,
    /// The caller has seen a change that this store never made: it was put back from a backup, or is another one.
    #[error(
        "there is no change {since}: the last one is {last_seq} (hint: take a new export and follow from its `seq`)"
    )]
    ChangesGone {
        /// The change that the caller follows from.
        since: u64,
        /// The last change there is.
        last_seq: u64,
    },
    /// The index has not come as far as the caller wants to read.
    #[error("the index stands at {position}, not yet at {wanted} (hint: ask again shortly)")]
    NotYetIndexed {
        /// Where the index stands.
        position: u64,
        /// What was asked for.
        wanted: u64,
    },
    /// There is no index yet: it is being made from the store.
    #[error("the index is being made (hint: ask again shortly)")]
    IndexNotBuilt,
    /// The other writers kept changing what an import builds on.
    #[error(
        "the glossary kept changing while the import was prepared; nothing was written (hint: import again)"
    )]
    Busy,
    /// The file cannot be read at all.
    #[error(transparent)]
    File(#[from] exchange::FileError),
    /// There is nothing to read: perhaps the directory is another one.
    #[error("there is no data in `{}` (hint: name the data directory with `--data-dir`)", directory.display())]
    NoData {
        /// The data directory.
        directory: PathBuf,
    },
    /// There is nothing to read in a database on a server: perhaps it is another one.
    #[error(
        "there is no data in the database `{database}` (hint: check the name in `--database`; the first `import` or `serve` \
         makes the tables)"
    )]
    NoStore {
        /// Where the database is, without a password.
        database: String,
    },
    /// There is an index and no database that it could have been made from.
    #[error(
        "`{}` has lost its database: `shanjar.db` is missing or empty, and a search index stands beside it (hint: put \
         `shanjar.db` back from a backup, or remove `{}` to begin with an empty glossary)",
        directory.display(),
        index.display()
    )]
    DatabaseLost {
        /// The data directory.
        directory: PathBuf,
        /// The folder of the index.
        index: PathBuf,
    },
    /// The store refused or failed.
    #[error(transparent)]
    Store(#[from] store::Error),
    /// The index failed.
    #[error(transparent)]
    Search(#[from] search::Error),
    /// Something that cannot happen did: a damaged index, a thread that would not start.
    #[error("{0}")]
    Internal(String),
}
