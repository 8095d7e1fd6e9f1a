//! How often somebody has asked for the Tibetan of a concept that has none, counted without anybody's name.

use glossary::ConceptId;

use crate::value::values;
use crate::{Error, Row, Session};

/// The requests for the Tibetan of one concept. Days are civil dates in UTC, `YYYY-MM-DD`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TibetanRequests {
    /// The concept.
    pub concept: ConceptId,
    /// How often it was asked for.
    pub requests: u64,
    /// The first day.
    pub first_day: String,
    /// The last day.
    pub last_day: String,
}

/// Counts `requests` more on `day`.
///
/// # Errors
/// If they cannot be written.
pub fn add(session: &mut dyn Session, concept: ConceptId, requests: u64, day: &str) -> Result<(), Error> {
    session.execute(
        "INSERT INTO tibetan_request (concept, requests, first_day, last_day) VALUES (?1, ?2, ?3, ?3) \
         ON CONFLICT (concept) DO UPDATE SET requests = tibetan_request.requests + ?2, \
         last_day = CASE WHEN tibetan_request.last_day < ?3 THEN ?3 ELSE tibetan_request.last_day END",
        &values![concept, requests, day],
    )?;
    Ok(())
}

/// Returns how often the Tibetan of a concept was asked for.
///
/// # Errors
/// If that cannot be read.
pub fn count(session: &mut dyn Session, concept: ConceptId) -> Result<u64, Error> {
    let sql = "SELECT requests FROM tibetan_request WHERE concept = ?1";
    let rows = session.query(sql, &values![concept])?;
    rows.first().map_or(Ok(0), |row| row.count(0))
}

/// Lists up to `limit` concepts that still have no Tibetan form, the most wanted first; those after the one with so many
/// requests and that id when it is given.
///
/// # Errors
/// If they cannot be read.
pub fn list_open(
    session: &mut dyn Session,
    after: Option<(u64, ConceptId)>,
    limit: usize,
) -> Result<Vec<TibetanRequests>, Error> {
    let (below, after) = after.map_or((i64::MAX.unsigned_abs(), 0), |(n, id)| (n, id.number()));
    let rows = session.query(
        "SELECT r.concept, r.requests, r.first_day, r.last_day \
         FROM tibetan_request r JOIN concept c ON c.id = r.concept \
         WHERE NOT EXISTS (SELECT 1 FROM concept_term t WHERE t.concept = r.concept AND t.lang = 'bo') \
         AND (r.requests < ?1 OR (r.requests = ?1 AND r.concept > ?2)) \
         ORDER BY r.requests DESC, r.concept LIMIT ?3",
        &values![below, after, limit],
    )?;
    let requests = |row: &Row| {
        Ok(TibetanRequests {
            concept: ConceptId::new(row.count(0)?),
            requests: row.count(1)?,
            first_day: row.text(2)?.to_owned(),
            last_day: row.text(3)?.to_owned(),
        })
    };
    rows.iter().map(requests).collect()
}
