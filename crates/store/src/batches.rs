//! Batches: the acts by which a body authorises terms, with the concepts that each is about.

use glossary::{BatchKind, ConceptId};

use crate::value::values;
use crate::{BatchState, Error, ItemClass, Row, Session};

/// A batch and what became of it. Dates are civil dates, `YYYY-MM-DD`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Batch {
    /// Its id, given by the caller.
    pub id: String,
    /// How it comes to its authority.
    pub kind: BatchKind,
    /// Its number, as the committee counts; no other batch has it.
    pub number: String,
    /// The body that decides.
    pub committee: String,
    /// The day of the decision.
    pub decided_on: Option<String>,
    /// The number of the decision.
    pub decision: Option<String>,
    /// The title of a work that was published before.
    pub title: Option<String>,
    /// Its publisher.
    pub publisher: Option<String>,
    /// A remark.
    pub note: Option<String>,
    /// How far it has come.
    pub state: BatchState,
    /// Its revision, from 1.
    pub revision: u64,
    /// Who made it.
    pub created_by: String,
    /// When, in milliseconds since 1970-01-01T00:00:00Z, as all times here.
    pub created_at_ms: i64,
    /// Who authorised it, when, and the last change of that.
    pub authorised: Option<Authorised>,
}

/// The act of authorising a batch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Authorised {
    /// Who did it.
    pub by: String,
    /// When.
    pub at_ms: i64,
    /// The last change that belongs to it.
    pub seq: u64,
}

/// A concept of a batch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BatchItem {
    /// The concept.
    pub concept: ConceptId,
    /// In an open batch, the revision that was put into it; afterwards the one that was authorised.
    pub revision: u64,
    /// Why it stands there.
    pub class: ItemClass,
}

/// The page on which a decision stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scan {
    /// The name of the file.
    pub name: String,
    /// Its media type.
    pub media_type: String,
    /// What is in it.
    pub bytes: Vec<u8>,
    /// SHA-256 over it.
    pub digest: Vec<u8>,
}

const COLUMNS: &str = "id, kind, number, committee, decided_on, decision, title, publisher, note, state, revision, \
                       created_by, created_at_ms, authorised_by, authorised_at_ms, seq";

/// Writes a new, open batch.
///
/// # Errors
/// [`Error::Taken`] if another one has its id or its number.
pub fn create(session: &mut dyn Session, batch: &Batch) -> Result<(), Error> {
    let written = session.execute(
        &format!(
            "INSERT INTO batch ({COLUMNS}) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, 'open', 1, ?10, ?11, NULL, NULL, NULL) ON CONFLICT DO NOTHING"
        ),
        &values![
            batch.id.as_str(),
            batch.kind.as_str(),
            batch.number.as_str(),
            batch.committee.as_str(),
            batch.decided_on.as_deref(),
            batch.decision.as_deref(),
            batch.title.as_deref(),
            batch.publisher.as_deref(),
            batch.note.as_deref(),
            batch.created_by.as_str(),
            batch.created_at_ms,
        ],
    )?;
    if written == 1 { Ok(()) } else { Err(taken(batch)) }
}

/// Writes what an open batch says of itself in place of what it said before, and returns its new revision.
///
/// # Errors
/// [`Error::NotFound`] if there is no open batch of this id; [`Error::StaleRow`] if it is not at `expected_revision`;
/// [`Error::Taken`] if another one has its number.
pub fn update(session: &mut dyn Session, batch: &Batch, expected_revision: u64) -> Result<u64, Error> {
    let others = crate::session::one_count(
        session,
        "SELECT COUNT(*) FROM batch WHERE number = ?1 AND id <> ?2",
        &values![batch.number.as_str(), batch.id.as_str()],
    )?;
    if others > 0 {
        return Err(taken(batch));
    }
    let written = session.execute(
        "UPDATE batch SET kind = ?3, number = ?4, committee = ?5, decided_on = ?6, decision = ?7, title = ?8, \
         publisher = ?9, note = ?10, revision = revision + 1 WHERE id = ?1 AND revision = ?2 AND state = 'open'",
        &values![
            batch.id.as_str(),
            expected_revision,
            batch.kind.as_str(),
            batch.number.as_str(),
            batch.committee.as_str(),
            batch.decided_on.as_deref(),
            batch.decision.as_deref(),
            batch.title.as_deref(),
            batch.publisher.as_deref(),
            batch.note.as_deref(),
        ],
    )?;
    if written == 1 {
        return Ok(expected_revision + 1);
    }
    Err(not_open(session, &batch.id, expected_revision)?)
}

/// Closes an open batch, and returns its new revision. What it says of itself has to be complete.
///
/// # Errors
/// [`Error::NotFound`] if there is no open batch of this id; [`Error::StaleRow`] if it is not at `expected_revision`.
pub fn close(
    session: &mut dyn Session,
    id: &str,
    expected_revision: u64,
    authorised: &Authorised,
) -> Result<u64, Error> {
    let written = session.execute(
        "UPDATE batch SET state = 'authorised', authorised_by = ?3, authorised_at_ms = ?4, seq = ?5, \
         revision = revision + 1 WHERE id = ?1 AND revision = ?2 AND state = 'open'",
        &values![
            id,
            expected_revision,
            authorised.by.as_str(),
            authorised.at_ms,
            authorised.seq
        ],
    )?;
    if written == 1 {
        return Ok(expected_revision + 1);
    }
    Err(not_open(session, id, expected_revision)?)
}

/// Returns the batch with this id. A text with NUL, which no id holds, finds none.
///
/// # Errors
/// If it cannot be read.
pub fn find(session: &mut dyn Session, id: &str) -> Result<Option<Batch>, Error> {
    find_where(session, "id", id)
}

/// Returns the batch with this number, as [`find`] does with the id.
///
/// # Errors
/// If it cannot be read.
pub fn find_by_number(session: &mut dyn Session, number: &str) -> Result<Option<Batch>, Error> {
    find_where(session, "number", number)
}

/// Lists up to `limit` batches, newest first; those made before `before`, a time and an id, when it is given.
///
/// # Errors
/// If they cannot be read.
pub fn list(
    session: &mut dyn Session,
    before: Option<(i64, &str)>,
    limit: usize,
) -> Result<Vec<Batch>, Error> {
    let (at_ms, id) = before.unwrap_or((i64::MAX, ""));
    let rows = session.query(
        &format!(
            "SELECT {COLUMNS} FROM batch WHERE created_at_ms < ?1 OR (created_at_ms = ?1 AND id < ?2) \
             ORDER BY created_at_ms DESC, id DESC LIMIT ?3"
        ),
        &values![at_ms, id, limit],
    )?;
    rows.iter().map(batch_of).collect()
}

/// Puts a concept into a batch, or in place of what stands there of it.
///
/// # Errors
/// If there is no such batch.
pub fn put_item(session: &mut dyn Session, batch: &str, item: &BatchItem) -> Result<(), Error> {
    session.execute(
        "INSERT INTO batch_item (batch, concept, revision, class) VALUES (?1, ?2, ?3, ?4) \
         ON CONFLICT (batch, concept) DO UPDATE SET revision = excluded.revision, class = excluded.class",
        &values![batch, item.concept, item.revision, item.class.as_str()],
    )?;
    Ok(())
}

/// Takes a concept out of a batch; tells whether it stood there.
///
/// # Errors
/// If it cannot be written.
pub fn remove_item(session: &mut dyn Session, batch: &str, concept: ConceptId) -> Result<bool, Error> {
    let sql = "DELETE FROM batch_item WHERE batch = ?1 AND concept = ?2";
    Ok(session.execute(sql, &values![batch, concept])? == 1)
}

/// Lists up to `limit` concepts of a batch by id, those after `after` when it is given.
///
/// # Errors
/// If they cannot be read.
pub fn items(
    session: &mut dyn Session,
    batch: &str,
    after: Option<ConceptId>,
    limit: usize,
) -> Result<Vec<BatchItem>, Error> {
    let rows = session.query(
        "SELECT concept, revision, class FROM batch_item WHERE batch = ?1 AND concept > ?2 ORDER BY concept LIMIT ?3",
        &values![batch, after.map_or(0, ConceptId::number), limit],
    )?;
    let item = |row: &Row| {
        Ok(BatchItem {
            concept: ConceptId::new(row.count(0)?),
            revision: row.count(1)?,
            class: row.text(2)?.parse()?,
        })
    };
    rows.iter().map(item).collect()
}

/// Counts the concepts of a batch.
///
/// # Errors
/// If they cannot be counted.
pub fn count_items(session: &mut dyn Session, batch: &str) -> Result<u64, Error> {
    crate::session::one_count(
        session,
        "SELECT COUNT(*) FROM batch_item WHERE batch = ?1",
        &values![batch],
    )
}

/// Tells whether anything was authorised in a batch, also while it is open.
///
/// # Errors
/// If it cannot be read.
pub fn has_authorised(session: &mut dyn Session, batch: &str) -> Result<bool, Error> {
    let sql = "SELECT COUNT(*) FROM (SELECT 1 FROM concept_revision WHERE batch = ?1 LIMIT 1) found";
    Ok(crate::session::one_count(session, sql, &values![batch])? > 0)
}

/// Returns the open batches that a concept stands in, by number.
///
/// # Errors
/// If they cannot be read.
pub fn open_with(session: &mut dyn Session, concept: ConceptId) -> Result<Vec<Batch>, Error> {
    let rows = session.query(
        &format!(
            "SELECT {COLUMNS} FROM batch WHERE state = 'open' \
             AND id IN (SELECT batch FROM batch_item WHERE concept = ?1) ORDER BY number"
        ),
        &values![concept],
    )?;
    rows.iter().map(batch_of).collect()
}

/// Keeps the page on which the decision of a batch stands, in place of the one before.
///
/// # Errors
/// If there is no such batch, or the digest has not 32 bytes.
pub fn put_scan(session: &mut dyn Session, batch: &str, scan: &Scan) -> Result<(), Error> {
    session.execute(
        "INSERT INTO batch_scan (batch, name, media_type, bytes, digest) VALUES (?1, ?2, ?3, ?4, ?5) \
         ON CONFLICT (batch) DO UPDATE SET name = excluded.name, media_type = excluded.media_type, \
         bytes = excluded.bytes, digest = excluded.digest",
        &values![
            batch,
            scan.name.as_str(),
            scan.media_type.as_str(),
            &scan.bytes[..],
            &scan.digest[..]
        ],
    )?;
    Ok(())
}

/// Returns the page on which the decision of a batch stands.
///
/// # Errors
/// If it cannot be read.
pub fn find_scan(session: &mut dyn Session, batch: &str) -> Result<Option<Scan>, Error> {
    let rows = session.query(
        "SELECT name, media_type, bytes, digest FROM batch_scan WHERE batch = ?1",
        &values![batch],
    )?;
    let scan = |row: &Row| {
        Ok(Scan {
            name: row.text(0)?.to_owned(),
            media_type: row.text(1)?.to_owned(),
            bytes: row.bytes(2)?.to_vec(),
            digest: row.bytes(3)?.to_vec(),
        })
    };
    rows.first().map(scan).transpose()
}

fn find_where(session: &mut dyn Session, column: &str, text: &str) -> Result<Option<Batch>, Error> {
    if text.contains('\0') {
        return Ok(None);
    }
    let sql = format!("SELECT {COLUMNS} FROM batch WHERE {column} = ?1");
    let rows = session.query(&sql, &values![text])?;
    rows.first().map(batch_of).transpose()
}

/// Says why an open batch at the revision `expected` was not found.
fn not_open(session: &mut dyn Session, id: &str, expected: u64) -> Result<Error, Error> {
    let open = find(session, id)?.filter(|batch| batch.state == BatchState::Open);
    let (id, what) = (id.to_owned(), "open batch");
    Ok(open.map_or(Error::NotFound { what, id: id.clone() }, |batch| {
        Error::StaleRow {
            what: "batch",
            id,
            expected,
            current: batch.revision,
        }
    }))
}

fn taken(batch: &Batch) -> Error {
    Error::Taken {
        what: "batch",
        id: batch.number.clone(),
    }
}

fn batch_of(row: &Row) -> Result<Batch, Error> {
    let text = |column: usize| row.text(column).map(str::to_owned);
    let optional = |column: usize| Ok::<_, Error>(row.optional_text(column)?.map(str::to_owned));
    let authorised = match (optional(13)?, row.optional_integer(14)?, row.optional_count(15)?) {
        (Some(by), Some(at_ms), Some(seq)) => Some(Authorised { by, at_ms, seq }),
        _ => None,
    };
    Ok(Batch {
        id: text(0)?,
        kind: kind_of(row.text(1)?)?,
        number: text(2)?,
        committee: text(3)?,
        decided_on: optional(4)?,
        decision: optional(5)?,
        title: optional(6)?,
        publisher: optional(7)?,
        note: optional(8)?,
        state: row.text(9)?.parse()?,
        revision: row.count(10)?,
        created_by: text(11)?,
        created_at_ms: row.integer(12)?,
        authorised,
    })
}

fn kind_of(name: &str) -> Result<BatchKind, Error> {
    name.parse()
        .map_err(|_| Error::damaged(format!("`{name}` is no kind of batch")))
}
