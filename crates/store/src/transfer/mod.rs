//! Copies everything of one store into another that is empty, and compares the two.
//!
//! What is copied are rows as they lie there, so that ids, numbers of changes, times, idempotency keys, jobs and the
//! whole history stay what they are. The target keeps its own id: from here on the two stores have histories of their
//! own. It is not to be used before it was found equal, which every opening but that for copying sees to.

mod copy;
mod record;
mod survey;
mod tables;

use record::Source;
pub(crate) use record::expect_finished;
use survey::{TableState, survey};
use tables::TABLES;

use crate::value::hexadecimal;
use crate::{Error, Store, StoreId, identity, transaction};

/// What a transfer is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Reading the source, to know what must come of it.
    Reading,
    /// Copying.
    Copying,
    /// Reading the target, to compare it.
    Comparing,
}

/// How far a transfer has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// What it is doing.
    pub stage: Stage,
    /// The table it is at.
    pub table: &'static str,
    /// How many rows of the table are behind it.
    pub rows: u64,
    /// How many rows the table has, once that is known.
    pub of: Option<u64>,
}

/// What a transfer came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// Each table, in the order of copying.
    pub tables: Vec<ComparedTable>,
    /// The id of the store that was copied.
    pub source_id: StoreId,
    /// The number of its last change.
    pub last_seq: u64,
}

/// A table of both stores.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ComparedTable {
    /// Its name.
    pub name: &'static str,
    /// How many rows it has in the source.
    pub rows: u64,
    /// SHA-256 over its rows in the source, in hexadecimal.
    pub digest: String,
    /// How many rows it has in the target.
    pub found_rows: u64,
    /// Whether the rows of the target are the same.
    pub is_equal: bool,
}

impl Report {
    /// Tells whether the target is a copy of the source, and marked as finished.
    #[must_use]
    pub fn is_equal(&self) -> bool {
        self.tables.iter().all(|table| table.is_equal)
    }
}

/// Copies `source`, opened by [`Store::open_as_source`], into the store that `open_target` opens by
/// [`Store::open_postgres_as_target`]; goes on where an earlier transfer of the same source into it was cut off.
///
/// The source is read whole before the target is opened. The target is marked as finished if it is equal in the end,
/// and only then; a report that is not equal leaves it unfinished. `watch` is told of each table and each batch.
///
/// # Errors
/// [`Error::NulInRow`], before the target is opened; [`Error::NotEmpty`], [`Error::AlreadyCopied`],
/// [`Error::OtherSource`] or [`Error::SourceChanged`], before anything is written into it; [`Error::Interrupted`], after
/// which the same call goes on; and those of reading and of `open_target`.
pub fn run(
    source: &Store,
    open_target: impl FnOnce() -> Result<Store, Error>,
    watch: &mut dyn FnMut(Progress),
) -> Result<Report, Error> {
    // One snapshot from the first row to the last, whoever may write beside us.
    source.read(|session| {
        let wanted = survey(session, &mut |table, rows| {
            watch(Progress {
                stage: Stage::Reading,
                table,
                rows,
                of: None,
            });
        })?;
        let described = Source {
            id: identity::find(session)?,
            last_seq: transaction::counter(session)?.last_seq,
            digest: survey::digest_of_all(&wanted),
        };
        let target = open_target()?;
        let position = record::begin_or_go_on(&target, &described)?;
        copy::copy(session, &target, position, &wanted, watch)?;
        watch(Progress {
            stage: Stage::Comparing,
            table: TABLES.first().map_or("", |table| table.name),
            rows: 0,
            of: None,
        });
        let found = record::finish_if_equal(&target, &wanted)?;
        Ok(Report {
            tables: compared(&wanted, &found),
            source_id: described.id,
            last_seq: described.last_seq,
        })
    })
}

fn compared(wanted: &[TableState], found: &[TableState]) -> Vec<ComparedTable> {
    let pairs = TABLES.iter().zip(wanted.iter().zip(found));
    pairs
        .map(|(table, (wanted, found))| ComparedTable {
            name: table.name,
            rows: wanted.rows,
            digest: hexadecimal(&wanted.digest),
            found_rows: found.rows,
            is_equal: wanted == found,
        })
        .collect()
}
