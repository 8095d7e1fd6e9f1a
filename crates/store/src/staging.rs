//! Imports: rows are prepared and staged in chunks, and one short transaction moves them all.

mod moving;

use glossary::{Concept, ConceptId};

use crate::derived::{DERIVED_TABLES, DerivedTable};
use crate::session::one_count;
use crate::value::values;
use crate::{Error, Session, Stamp, Tx, Value, body, jobs, transaction};

/// How many derived rows are staged with one statement: the parameters stay under the least that a backend allows.
const ROWS_PER_STATEMENT: usize = 50;

/// The state that rows are staged against. Read it in the snapshot in which the present concepts were looked up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Base {
    /// The last change.
    pub last_seq: u64,
    /// The highest concept number ever given.
    pub last_concept: u64,
    /// The numbers that are kept for the new concepts, if any are; else they get the next ones.
    pub reserved: Option<Reserved>,
}

/// Concept numbers that were taken out of the counter before the concepts are there. What is not used of them never is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reserved {
    /// The first of them.
    pub first: u64,
    /// How many there are.
    pub count: u64,
}

/// One concept to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StagedRow {
    /// The concept; for a new one, the next of [`Base::new_id`].
    pub id: ConceptId,
    /// The revision it has in the snapshot of the base; 0 for a new one.
    pub expected_revision: u64,
    /// What it is to say.
    pub body: Concept,
}

/// Rows brought into the form of the tables, which is most of the work and needs no transaction.
#[derive(Debug, Clone)]
pub struct Chunk {
    rows: Vec<PreparedRow>,
}

/// What an import wrote.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Applied {
    /// New concepts.
    pub created: u64,
    /// Concepts with a new revision.
    pub updated: u64,
    /// Concepts that a batch authorises, among both.
    pub authorised: u64,
    /// The last change, those of the import included.
    pub last_seq: u64,
}

#[derive(Debug, Clone)]
struct PreparedRow {
    id: ConceptId,
    expected_revision: u64,
    workflow: &'static str,
    body: String,
    digest: Vec<u8>,
    /// One list of rows for each derived table.
    derived: [Vec<Vec<Value>>; DERIVED_TABLES.len()],
}

impl Base {
    /// Returns the id of the `n`th new concept of the import, counted from 0.
    #[must_use]
    pub fn new_id(&self, n: u64) -> ConceptId {
        let next = self.last_concept.saturating_add(1);
        let first = self.reserved.map_or(next, |reserved| reserved.first);
        ConceptId::new(first.saturating_add(n))
    }
}

impl Chunk {
    /// Prepares `rows`, in the order in which they are to be numbered.
    ///
    /// # Errors
    /// [`Error::NulInText`] if a text holds NUL.
    pub fn prepare(rows: &[StagedRow]) -> Result<Self, Error> {
        let prepare = |row: &StagedRow| {
            let body = body::encode(&row.body)?;
            Ok(PreparedRow {
                id: row.id,
                expected_revision: row.expected_revision,
                workflow: row.body.workflow.as_str(),
                digest: body::digest(row.id, row.expected_revision.saturating_add(1), Some(&body)),
                body,
                derived: DERIVED_TABLES.each_ref().map(|table| (table.rows)(&row.body)),
            })
        };
        Ok(Self {
            rows: rows.iter().map(prepare).collect::<Result<_, Error>>()?,
        })
    }
}

/// Returns the state of this snapshot.
///
/// # Errors
/// If the counter cannot be read.
pub fn base(session: &mut dyn Session) -> Result<Base, Error> {
    let counter = transaction::counter(session)?;
    Ok(Base {
        last_seq: counter.last_seq,
        last_concept: counter.last_concept,
        reserved: None,
    })
}

/// Takes the next `count` concept numbers, so that no other write gets one of them while rows are staged under them.
pub fn reserve(tx: &mut Tx<'_>, count: u64) -> Reserved {
    let first = tx.counter().last_concept.saturating_add(1);
    tx.advance(0, count);
    Reserved { first, count }
}

/// Adds a chunk after the rows that `job` has staged, and returns how many it has now.
///
/// # Errors
/// [`Error::NotFound`] if there is no such job; [`Error::Staging`] if it has staged one of the concepts already.
pub fn add_chunk(session: &mut dyn Session, job: &str, chunk: &Chunk) -> Result<u64, Error> {
    if jobs::find(session, job)?.is_none() {
        return Err(Error::NotFound {
            what: "job",
            id: job.to_owned(),
        });
    }
    let mut row_number = count(session, job)?;
    for row in &chunk.rows {
        row_number += 1;
        stage(session, job, row_number, row)?;
    }
    for (n, table) in DERIVED_TABLES.iter().enumerate() {
        stage_derived(session, job, table, chunk, n)?;
    }
    Ok(row_number)
}

/// Returns how many rows `job` has staged.
///
/// # Errors
/// If they cannot be counted.
pub fn count(session: &mut dyn Session, job: &str) -> Result<u64, Error> {
    let sql = "SELECT COALESCE(MAX(row_number), 0) FROM import_row WHERE job = ?1";
    one_count(session, sql, &values![job])
}

/// Moves the rows of `job` into the store, each as a change of its own, in the order in which they were staged.
///
/// # Errors
/// [`Error::Changed`] if anything was written since `base`: discard the rows and stage them again.
/// [`Error::Staging`] if the new concepts are not numbered from the base on, or as they are reserved, or an update does not
/// fit. The first concepts of a store may have any numbers.
pub fn apply(tx: &mut Tx<'_>, job: &str, base: &Base, stamp: &Stamp) -> Result<Applied, Error> {
    moving::move_staged(tx, job, base, stamp, None)
}

/// Does what [`apply`] does, and lets the open batch `batch` authorise the rows that are staged as authorised: they stand
/// from here on, and are listed in it. That the acts are allowed is the caller's rule, and closing the batch its work.
///
/// # Errors
/// Those of [`apply`], and if there is no such batch.
pub fn apply_authorised(
    tx: &mut Tx<'_>,
    job: &str,
    base: &Base,
    stamp: &Stamp,
    batch: &str,
) -> Result<Applied, Error> {
    moving::move_staged(tx, job, base, stamp, Some(batch))
}

/// Removes the rows that `job` has staged, and returns how many there were.
///
/// # Errors
/// If they cannot be removed.
pub fn discard(session: &mut dyn Session, job: &str) -> Result<u64, Error> {
    for table in &DERIVED_TABLES {
        session.execute(table.discard, &values![job])?;
    }
    session.execute("DELETE FROM import_row WHERE job = ?1", &values![job])
}

fn stage(session: &mut dyn Session, job: &str, row_number: u64, row: &PreparedRow) -> Result<(), Error> {
    let written = session.execute(
        "INSERT INTO import_row (job, row_number, concept, id, expected_revision, workflow, body, digest) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT (job, concept) DO NOTHING",
        &values![
            job,
            row_number,
            row.id,
            row.id.to_string(),
            row.expected_revision,
            row.workflow,
            row.body.as_str(),
            &row.digest[..],
        ],
    )?;
    if written == 0 {
        return Err(staging(job, format!("`{}` is staged twice", row.id)));
    }
    Ok(())
}

/// Stages the rows of the `n`th derived table, several with a statement: over a network each is a way there and back.
fn stage_derived(
    session: &mut dyn Session,
    job: &str,
    table: &DerivedTable,
    chunk: &Chunk,
    n: usize,
) -> Result<(), Error> {
    let rows: Vec<(ConceptId, &[Value])> = chunk
        .rows
        .iter()
        .flat_map(|row| {
            let derived = row.derived.get(n).into_iter().flatten();
            derived.map(|columns| (row.id, &columns[..]))
        })
        .collect();
    let several = table.stage_several(ROWS_PER_STATEMENT);
    for rows in rows.chunks(ROWS_PER_STATEMENT) {
        let mut parameters = vec![Value::from(job)];
        for (concept, columns) in rows {
            parameters.push((*concept).into());
            parameters.extend_from_slice(columns);
        }
        // Two statements at the most, so that each is prepared once.
        if rows.len() == ROWS_PER_STATEMENT {
            session.execute(&several, &parameters)?;
        } else {
            session.execute(&table.stage_several(rows.len()), &parameters)?;
        }
    }
    Ok(())
}

fn staging(job: &str, what: String) -> Error {
    Error::Staging {
        job: job.to_owned(),
        what,
    }
}
