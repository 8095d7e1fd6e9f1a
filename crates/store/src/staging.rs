//! Imports: rows are prepared and staged in chunks, and one short transaction moves them all.

use glossary::{Concept, ConceptId};

use crate::derived::{DERIVED_TABLES, prefixed};
use crate::session::one_count;
use crate::value::values;
use crate::{Error, Session, Stamp, Tx, Value, body, jobs, transaction};

/// The state that rows are staged against. Read it in the snapshot in which the present concepts were looked up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Base {
    /// The last change.
    pub last_seq: u64,
    /// The highest concept number ever given.
    pub last_concept: u64,
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
        ConceptId::new(self.last_concept.saturating_add(1).saturating_add(n))
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
    })
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
/// [`Error::Staging`] if the new concepts are not numbered from the base on, or an update does not fit. The first concepts of
/// a store may have any numbers.
pub fn apply(tx: &mut Tx<'_>, job: &str, base: &Base, stamp: &Stamp) -> Result<Applied, Error> {
    move_staged(tx, job, base, stamp, None)
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
    move_staged(tx, job, base, stamp, Some(batch))
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

fn move_staged(
    tx: &mut Tx<'_>,
    job: &str,
    base: &Base,
    stamp: &Stamp,
    batch: Option<&str>,
) -> Result<Applied, Error> {
    let current = tx.counter();
    if (current.last_seq, current.last_concept) != (base.last_seq, base.last_concept) {
        return Err(Error::Changed {
            based_on: base.last_seq,
            current: current.last_seq,
        });
    }
    let (created, numbered_to) = check_new(tx, job, base)?;
    let updated = check_updates(tx, job)?;
    move_rows(tx, job, base, stamp, batch)?;
    let authorised = batch.map_or(Ok(0), |batch| list_authorised(tx, job, batch))?;
    discard(tx, job)?;
    tx.advance(created + updated, numbered_to - base.last_concept);
    Ok(Applied {
        created,
        updated,
        authorised,
        last_seq: tx.last_seq(),
    })
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
    for (table, rows) in DERIVED_TABLES.iter().zip(&row.derived) {
        for columns in rows {
            let mut parameters = prefixed(row.id, columns.clone());
            parameters.push(job.into());
            session.execute(table.stage, &parameters)?;
        }
    }
    Ok(())
}

/// Returns the number of new concepts and the highest number given so far, after checking that they have exactly the next
/// numbers; where no number was ever given, they may have any.
fn check_new(tx: &mut Tx<'_>, job: &str, base: &Base) -> Result<(u64, u64), Error> {
    // A concept is staged once, so as many numbers as the range is long fill the range.
    let rows = tx.query(
        "SELECT COUNT(*), COALESCE(MIN(concept), 0), COALESCE(MAX(concept), 0) FROM import_row \
         WHERE job = ?1 AND expected_revision = 0",
        &values![job],
    )?;
    let row = rows
        .first()
        .ok_or_else(|| Error::internal("a count has no answer"))?;
    let (created, lowest, highest) = (row.count(0)?, row.count(1)?, row.count(2)?);
    let is_next = (lowest, highest) == (base.last_concept + 1, base.last_concept + created);
    if created > 0 && base.last_concept > 0 && !is_next {
        let (lowest, highest) = (ConceptId::new(lowest), ConceptId::new(highest));
        let first = base.new_id(0);
        return Err(staging(
            job,
            format!("{created} new concepts have ids from `{lowest}` to `{highest}`, not from `{first}` on"),
        ));
    }
    Ok((created, highest.max(base.last_concept)))
}

/// Returns the number of updates after checking that each concept is at the revision it was staged against.
fn check_updates(tx: &mut Tx<'_>, job: &str) -> Result<u64, Error> {
    let misfits = tx.query(
        "SELECT r.id FROM import_row r LEFT JOIN concept c ON c.id = r.concept \
         WHERE r.job = ?1 AND r.expected_revision > 0 AND (c.id IS NULL OR c.revision <> r.expected_revision) \
         ORDER BY r.row_number LIMIT 1",
        &values![job],
    )?;
    if let Some(row) = misfits.first() {
        let what = format!(
            "`{}` is missing or at another revision than it was staged against",
            row.text(0)?
        );
        return Err(staging(job, what));
    }
    let sql = "SELECT COUNT(*) FROM import_row WHERE job = ?1 AND expected_revision > 0";
    one_count(tx, sql, &values![job])
}

/// Nothing but moves: everything that costs time was done when the rows were prepared.
fn move_rows(
    tx: &mut Tx<'_>,
    job: &str,
    base: &Base,
    stamp: &Stamp,
    batch: Option<&str>,
) -> Result<(), Error> {
    for table in &DERIVED_TABLES {
        tx.execute(table.delete_replaced, &values![job])?;
    }
    tx.execute(
        &format!(
            "INSERT INTO concept (id, revision, workflow, body, updated_at_ms, seq, standing) \
             SELECT concept, expected_revision + 1, workflow, body, ?2, ?3 + row_number, \
             CASE WHEN {} THEN expected_revision + 1 END FROM import_row \
             WHERE job = ?1 ORDER BY row_number \
             ON CONFLICT (id) DO UPDATE SET revision = excluded.revision, workflow = excluded.workflow, \
             body = excluded.body, updated_at_ms = excluded.updated_at_ms, seq = excluded.seq, \
             standing = COALESCE(excluded.standing, concept.standing)",
            authorised_by("?4")
        ),
        &values![job, stamp.at_ms, base.last_seq, batch],
    )?;
    let is_authorised = authorised_by("?5");
    tx.execute(
        &format!(
            "INSERT INTO concept_revision \
             (concept, revision, workflow, body, digest, author, at_ms, seq, act, batch) \
             SELECT concept, expected_revision + 1, workflow, body, digest, ?2, ?3, ?4 + row_number, \
             CASE WHEN {is_authorised} THEN 'authorise' ELSE 'import' END, \
             CASE WHEN {is_authorised} THEN CAST(?5 AS TEXT) END \
             FROM import_row WHERE job = ?1 ORDER BY row_number"
        ),
        &values![job, stamp.author.as_str(), stamp.at_ms, base.last_seq, batch],
    )?;
    tx.execute(
        "INSERT INTO change (seq, kind, id, revision, op, target, at_ms) \
         SELECT ?2 + row_number, 'concept', id, expected_revision + 1, 'upsert', NULL, ?3 \
         FROM import_row WHERE job = ?1 ORDER BY row_number",
        &values![job, base.last_seq, stamp.at_ms],
    )?;
    for table in &DERIVED_TABLES {
        tx.execute(table.move_staged, &values![job])?;
    }
    Ok(())
}

/// Returns the condition under which the batch at `mark` authorises a staged row: never when there is none.
fn authorised_by(mark: &str) -> String {
    format!("workflow = 'authorised' AND CAST({mark} AS TEXT) IS NOT NULL")
}

/// Lists in the batch what it authorises, and returns how many concepts that are.
fn list_authorised(tx: &mut Tx<'_>, job: &str, batch: &str) -> Result<u64, Error> {
    tx.execute(
        "INSERT INTO batch_item (batch, concept, revision, class) \
         SELECT CAST(?2 AS TEXT), concept, expected_revision + 1, 'substance' \
         FROM import_row WHERE job = ?1 AND workflow = 'authorised' ORDER BY concept",
        &values![job, batch],
    )
}

fn staging(job: &str, what: String) -> Error {
    Error::Staging {
        job: job.to_owned(),
        what,
    }
}
