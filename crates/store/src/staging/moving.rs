//! The one transaction of an import: checks that the staged rows still fit, and moves them.

use glossary::ConceptId;

use super::{Applied, Base, discard, staging};
use crate::derived::DERIVED_TABLES;
use crate::value::values;
use crate::{Error, Session, Stamp, Tx};

/// How many rows are moved at once: some megabytes.
const ROWS_PER_RANGE: u64 = 1_000;

/// Moves the rows of `job`; those that are staged as authorised are authorised by `batch`, if there is one.
pub(super) fn move_staged(
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
    let staged = Staged::count(tx, job)?;
    let (created, updated) = (staged.created, staged.rows - staged.created);
    let numbered_to = check_new(tx, job, base, &staged)?;
    if updated > 0 {
        check_updates(tx, job)?;
        for table in &DERIVED_TABLES {
            tx.execute(table.delete_replaced, &values![job])?;
        }
    }
    move_rows(tx, job, base, stamp, batch, staged.rows)?;
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

/// How many rows a job has staged, and the numbers of the new concepts among them.
struct Staged {
    rows: u64,
    created: u64,
    lowest: u64,
    highest: u64,
}

impl Staged {
    /// Counts in one walk: the rows hold the bodies, and each walk passes all of them.
    fn count(tx: &mut Tx<'_>, job: &str) -> Result<Self, Error> {
        let rows = tx.query(
            "SELECT COUNT(*), COUNT(CASE WHEN expected_revision = 0 THEN 1 END), \
             COALESCE(MIN(CASE WHEN expected_revision = 0 THEN concept END), 0), \
             COALESCE(MAX(CASE WHEN expected_revision = 0 THEN concept END), 0) FROM import_row WHERE job = ?1",
            &values![job],
        )?;
        let row = rows
            .first()
            .ok_or_else(|| Error::internal("a count has no answer"))?;
        Ok(Self {
            rows: row.count(0)?,
            created: row.count(1)?,
            lowest: row.count(2)?,
            highest: row.count(3)?,
        })
    }
}

/// Returns the highest number given so far, after checking that the new concepts have exactly the next numbers, or the first
/// of those that are reserved; where no number was ever given, they may have any.
fn check_new(tx: &mut Tx<'_>, job: &str, base: &Base, staged: &Staged) -> Result<u64, Error> {
    // A concept is staged once, so as many numbers as the range is long fill the range.
    let Staged {
        created,
        lowest,
        highest,
        ..
    } = *staged;
    let first = base.new_id(0).number();
    let is_next = (lowest, highest) == (first, (first + created).saturating_sub(1))
        && base.reserved.is_none_or(|reserved| created <= reserved.count);
    if created > 0 && base.reserved.is_some() {
        check_unused(tx, job)?;
    }
    if created > 0 && base.last_concept > 0 && !is_next {
        let (lowest, highest) = (ConceptId::new(lowest), ConceptId::new(highest));
        let first = base.new_id(0);
        return Err(staging(
            job,
            format!("{created} new concepts have ids from `{lowest}` to `{highest}`, not from `{first}` on"),
        ));
    }
    Ok(highest.max(base.last_concept))
}

/// Checks that no number of a new concept has been used: a concept that is there would be written over.
fn check_unused(tx: &mut Tx<'_>, job: &str) -> Result<(), Error> {
    let used = tx.query(
        "SELECT r.id FROM import_row r JOIN concept c ON c.id = r.concept \
         WHERE r.job = ?1 AND r.expected_revision = 0 ORDER BY r.row_number LIMIT 1",
        &values![job],
    )?;
    match used.first() {
        None => Ok(()),
        Some(row) => Err(staging(
            job,
            format!("`{}` is staged as new and is there", row.text(0)?),
        )),
    }
}

/// Checks that each concept that is updated is at the revision it was staged against.
fn check_updates(tx: &mut Tx<'_>, job: &str) -> Result<(), Error> {
    let misfits = tx.query(
        "SELECT r.id FROM import_row r LEFT JOIN concept c ON c.id = r.concept \
         WHERE r.job = ?1 AND r.expected_revision > 0 AND (c.id IS NULL OR c.revision <> r.expected_revision) \
         ORDER BY r.row_number LIMIT 1",
        &values![job],
    )?;
    match misfits.first() {
        None => Ok(()),
        Some(row) => {
            let what = format!(
                "`{}` is missing or at another revision than it was staged against",
                row.text(0)?
            );
            Err(staging(job, what))
        }
    }
}

/// Nothing but moves: everything that costs time was done when the rows were prepared.
///
/// The rows go in ranges, of which the pages stay in memory until all three statements have read them.
fn move_rows(
    tx: &mut Tx<'_>,
    job: &str,
    base: &Base,
    stamp: &Stamp,
    batch: Option<&str>,
    staged: u64,
) -> Result<(), Error> {
    let mut first = 1;
    while first <= staged {
        let last = first + ROWS_PER_RANGE - 1;
        move_range(tx, job, base, stamp, batch, (first, last))?;
        first = last + 1;
    }
    for table in &DERIVED_TABLES {
        tx.execute(table.move_staged, &values![job])?;
    }
    Ok(())
}

fn move_range(
    tx: &mut Tx<'_>,
    job: &str,
    base: &Base,
    stamp: &Stamp,
    batch: Option<&str>,
    (first, last): (u64, u64),
) -> Result<(), Error> {
    tx.execute(
        &format!(
            "INSERT INTO concept (id, revision, workflow, body, updated_at_ms, seq, standing) \
             SELECT concept, expected_revision + 1, workflow, body, ?4, ?5 + row_number, \
             CASE WHEN {} THEN expected_revision + 1 END FROM import_row \
             WHERE job = ?1 AND row_number BETWEEN ?2 AND ?3 ORDER BY row_number \
             ON CONFLICT (id) DO UPDATE SET revision = excluded.revision, workflow = excluded.workflow, \
             body = excluded.body, updated_at_ms = excluded.updated_at_ms, seq = excluded.seq, \
             standing = COALESCE(excluded.standing, concept.standing)",
            authorised_by("?6")
        ),
        &values![job, first, last, stamp.at_ms, base.last_seq, batch],
    )?;
    let is_authorised = authorised_by("?7");
    tx.execute(
        &format!(
            "INSERT INTO concept_revision \
             (concept, revision, workflow, body, digest, author, at_ms, seq, act, batch) \
             SELECT concept, expected_revision + 1, workflow, body, digest, ?4, ?5, ?6 + row_number, \
             CASE WHEN {is_authorised} THEN 'authorise' ELSE 'import' END, \
             CASE WHEN {is_authorised} THEN CAST(?7 AS TEXT) END \
             FROM import_row WHERE job = ?1 AND row_number BETWEEN ?2 AND ?3 ORDER BY row_number"
        ),
        &values![
            job,
            first,
            last,
            stamp.author.as_str(),
            stamp.at_ms,
            base.last_seq,
            batch
        ],
    )?;
    tx.execute(
        "INSERT INTO change (seq, kind, id, revision, op, target, at_ms) \
         SELECT ?4 + row_number, 'concept', id, expected_revision + 1, 'upsert', NULL, ?5 \
         FROM import_row WHERE job = ?1 AND row_number BETWEEN ?2 AND ?3 ORDER BY row_number",
        &values![job, first, last, base.last_seq, stamp.at_ms],
    )?;
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
