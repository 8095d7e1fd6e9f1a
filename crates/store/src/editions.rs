//! Editions: states of the authorised glossary that stay as they are and can be cited.

use glossary::ConceptId;
use sha2::{Digest, Sha256};

use crate::shown::{self, Shown};
use crate::value::values;
use crate::{Error, Row, Session, Tx};

/// An edition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edition {
    /// Its number, from 1 without gap.
    pub number: u64,
    /// What it is called.
    pub title: String,
    /// A remark.
    pub note: Option<String>,
    /// Who froze it.
    pub frozen_by: String,
    /// When, in milliseconds since 1970-01-01T00:00:00Z.
    pub frozen_at_ms: i64,
    /// The last change that it knows.
    pub seq: u64,
    /// How many concepts it has.
    pub concepts: u64,
    /// SHA-256 over its concepts and their revisions.
    pub digest: Vec<u8>,
}

/// A concept that is not the same in two editions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Difference {
    /// The concept.
    pub concept: ConceptId,
    /// Its revision in the first; `None` if it is not there.
    pub from: Option<u64>,
    /// Its revision in the second; `None` if it is not there.
    pub to: Option<u64>,
}

const COLUMNS: &str = "number, title, note, frozen_by, frozen_at_ms, seq, concepts, digest";

/// Freezes all that is authorised now as the next edition.
///
/// Inside the numbered transaction, so that the edition knows exactly the changes up to its `seq`.
///
/// # Errors
/// If it cannot be written.
pub fn freeze(
    tx: &mut Tx<'_>,
    title: &str,
    note: Option<&str>,
    by: &str,
    at_ms: i64,
) -> Result<Edition, Error> {
    let number = crate::session::one_count(tx, "SELECT COALESCE(MAX(number), 0) + 1 FROM edition", &[])?;
    let mut edition = Edition {
        number,
        title: title.to_owned(),
        note: note.map(str::to_owned),
        frozen_by: by.to_owned(),
        frozen_at_ms: at_ms,
        seq: tx.last_seq(),
        concepts: 0,
        digest: Vec::new(),
    };
    let mut digest = Sha256::new();
    let sql = "SELECT id, standing FROM concept WHERE standing IS NOT NULL ORDER BY id";
    tx.query_each(sql, &[], &mut |row| {
        digest.update(row.count(0)?.to_be_bytes());
        digest.update(row.count(1)?.to_be_bytes());
        edition.concepts += 1;
        Ok(())
    })?;
    edition.digest = digest.finalize().to_vec();
    tx.execute(
        &format!("INSERT INTO edition ({COLUMNS}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)"),
        &values![
            edition.number,
            title,
            note,
            by,
            at_ms,
            edition.seq,
            edition.concepts,
            &edition.digest[..]
        ],
    )?;
    tx.execute(
        "INSERT INTO edition_concept (edition, concept, revision) \
         SELECT ?1, id, standing FROM concept WHERE standing IS NOT NULL ORDER BY id",
        &values![edition.number],
    )?;
    Ok(edition)
}

/// Lists all editions, newest first.
///
/// # Errors
/// If they cannot be read.
pub fn list(session: &mut dyn Session) -> Result<Vec<Edition>, Error> {
    let sql = format!("SELECT {COLUMNS} FROM edition ORDER BY number DESC");
    session.query(&sql, &[])?.iter().map(edition_of).collect()
}

/// Returns the edition `number`.
///
/// # Errors
/// If it cannot be read.
pub fn find(session: &mut dyn Session, number: u64) -> Result<Option<Edition>, Error> {
    let sql = format!("SELECT {COLUMNS} FROM edition WHERE number = ?1");
    let rows = session.query(&sql, &values![number])?;
    rows.first().map(edition_of).transpose()
}

/// Returns the revision of a concept that an edition has.
///
/// # Errors
/// If it cannot be read.
pub fn revision_in(session: &mut dyn Session, number: u64, concept: ConceptId) -> Result<Option<u64>, Error> {
    let rows = session.query(
        "SELECT revision FROM edition_concept WHERE edition = ?1 AND concept = ?2",
        &values![number, concept],
    )?;
    rows.first().map(|row| row.count(0)).transpose()
}

/// Returns up to `limit` concepts of an edition with ids after `after`, by id, as the edition has them.
///
/// # Errors
/// If one cannot be read.
pub fn page_after(
    session: &mut dyn Session,
    number: u64,
    after: Option<ConceptId>,
    limit: usize,
) -> Result<Vec<Shown>, Error> {
    let rows = session.query(
        "SELECT r.concept, r.revision, r.revision, r.body, r.at_ms, r.seq, r.batch \
         FROM edition_concept e JOIN concept_revision r ON r.concept = e.concept AND r.revision = e.revision \
         WHERE e.edition = ?1 AND e.concept > ?2 ORDER BY e.concept LIMIT ?3",
        &values![number, after.map_or(0, ConceptId::number), limit],
    )?;
    rows.iter().map(shown::shown_of).collect()
}

/// Returns up to `limit` concepts with ids after `after` that are not the same in two editions, by id.
///
/// # Errors
/// If they cannot be read.
pub fn differences(
    session: &mut dyn Session,
    from: u64,
    to: u64,
    after: Option<ConceptId>,
    limit: usize,
) -> Result<Vec<Difference>, Error> {
    let rows = session.query(
        "SELECT concept, MAX(CASE WHEN edition = ?1 THEN revision END), MAX(CASE WHEN edition = ?2 THEN revision END) \
         FROM edition_concept WHERE edition IN (?1, ?2) AND concept > ?3 GROUP BY concept \
         HAVING COUNT(DISTINCT revision) > 1 OR COUNT(*) = 1 ORDER BY concept LIMIT ?4",
        &values![from, to, after.map_or(0, ConceptId::number), limit],
    )?;
    let difference = |row: &Row| {
        Ok(Difference {
            concept: ConceptId::new(row.count(0)?),
            from: row.optional_count(1)?,
            to: row.optional_count(2)?,
        })
    };
    if from == to {
        return Ok(Vec::new());
    }
    rows.iter().map(difference).collect()
}

fn edition_of(row: &Row) -> Result<Edition, Error> {
    Ok(Edition {
        number: row.count(0)?,
        title: row.text(1)?.to_owned(),
        note: row.optional_text(2)?.map(str::to_owned),
        frozen_by: row.text(3)?.to_owned(),
        frozen_at_ms: row.integer(4)?,
        seq: row.count(5)?,
        concepts: row.count(6)?,
        digest: row.bytes(7)?.to_vec(),
    })
}
