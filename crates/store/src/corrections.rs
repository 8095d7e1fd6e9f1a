//! What people ask to have corrected in their own records. The store cannot read what is asked: it is sealed.

use registry::CorrectionState;

use crate::session::one_count;
use crate::value::values;
use crate::{Error, Row, Session};

/// A wish for a correction and what became of it. Times are milliseconds since 1970-01-01T00:00:00Z.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Correction {
    /// Its id, given by the caller.
    pub id: String,
    /// The person whose record it is about.
    pub person: String,
    /// Which part of the record, by its name.
    pub field: String,
    /// What it should say and why, sealed.
    pub asked: Vec<u8>,
    /// The revision of the person when this was asked.
    pub revision: u64,
    /// The id of the account that asks.
    pub asker: String,
    /// Its name then.
    pub asked_by: String,
    /// When.
    pub asked_at_ms: i64,
    /// What became of it.
    pub state: CorrectionState,
    /// Who decided, if somebody did.
    pub decision: Option<CorrectionDecision>,
    /// The first revision of the person that was written after it was accepted.
    pub written_as: Option<u64>,
}

/// A decision about a wish.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CorrectionDecision {
    /// Who decided.
    pub by: String,
    /// When.
    pub at_ms: i64,
    /// What the asker is told, sealed.
    pub answer: Option<Vec<u8>>,
}

const COLUMNS: &str = "id, person, field, asked, revision, asker, asked_by, asked_at_ms, state, decided_by, decided_at_ms, \
                       answer, written_as";

/// Writes a wish about which nobody has decided, whatever `correction` says of that.
///
/// # Errors
/// [`Error::Taken`] if the id was given before; [`Error::NulInText`] if a text of it holds NUL.
pub fn add(session: &mut dyn Session, correction: &Correction) -> Result<(), Error> {
    let written = session.execute(
        &format!(
            "INSERT INTO correction ({COLUMNS}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 'open', NULL, NULL, NULL, NULL) \
             ON CONFLICT (id) DO NOTHING"
        ),
        &values![
            correction.id.as_str(),
            correction.person.as_str(),
            correction.field.as_str(),
            &correction.asked[..],
            correction.revision,
            correction.asker.as_str(),
            correction.asked_by.as_str(),
            correction.asked_at_ms,
        ],
    )?;
    if written == 1 {
        return Ok(());
    }
    Err(Error::Taken {
        what: "correction",
        id: correction.id.clone(),
    })
}

/// Returns the wish with this id.
///
/// # Errors
/// If it cannot be read.
pub fn find(session: &mut dyn Session, id: &str) -> Result<Option<Correction>, Error> {
    let rows = session.query(
        &format!("SELECT {COLUMNS} FROM correction WHERE id = ?1"),
        &values![id],
    )?;
    rows.first().map(correction_of).transpose()
}

/// Lists up to `limit` wishes in a state, the oldest first, behind the one of the time and id `after`.
///
/// # Errors
/// If they cannot be read.
pub fn list(
    session: &mut dyn Session,
    state: CorrectionState,
    after: Option<(i64, &str)>,
    limit: usize,
) -> Result<Vec<Correction>, Error> {
    let (at_ms, id) = after.unwrap_or((i64::MIN, ""));
    let rows = session.query(
        &format!(
            "SELECT {COLUMNS} FROM correction WHERE state = ?1 \
             AND (asked_at_ms > ?2 OR (asked_at_ms = ?2 AND id > ?3)) ORDER BY asked_at_ms, id LIMIT ?4"
        ),
        &values![state.as_str(), at_ms, id, limit],
    )?;
    rows.iter().map(correction_of).collect()
}

/// Lists up to `limit` wishes about a person, the newest first.
///
/// # Errors
/// If they cannot be read.
pub fn of_person(session: &mut dyn Session, person: &str, limit: usize) -> Result<Vec<Correction>, Error> {
    let rows = session.query(
        &format!(
            "SELECT {COLUMNS} FROM correction WHERE person = ?1 ORDER BY asked_at_ms DESC, id DESC LIMIT ?2"
        ),
        &values![person, limit],
    )?;
    rows.iter().map(correction_of).collect()
}

/// Counts the open wishes about a person.
///
/// # Errors
/// If they cannot be counted.
pub fn count_open(session: &mut dyn Session, person: &str) -> Result<u64, Error> {
    let sql = "SELECT COUNT(*) FROM correction WHERE person = ?1 AND state = 'open'";
    one_count(session, sql, &values![person])
}

/// Lists the people about whom there are open wishes, each with how many, by id.
///
/// # Errors
/// If they cannot be read.
pub fn waiting(session: &mut dyn Session) -> Result<Vec<(String, u64)>, Error> {
    let rows = session.query(
        "SELECT person, COUNT(*) FROM correction WHERE state = 'open' GROUP BY person ORDER BY person",
        &[],
    )?;
    rows.iter()
        .map(|row| Ok((row.text(0)?.to_owned(), row.count(1)?)))
        .collect()
}

/// Writes the decision about an open wish, once for all who decide; tells whether it was still open.
///
/// # Errors
/// [`Error::Internal`] if `state` is no decision.
pub fn decide(
    session: &mut dyn Session,
    id: &str,
    state: CorrectionState,
    decision: &CorrectionDecision,
) -> Result<bool, Error> {
    if state == CorrectionState::Open {
        return Err(Error::internal("a decision that decides nothing"));
    }
    let written = session.execute(
        "UPDATE correction SET state = ?2, decided_by = ?3, decided_at_ms = ?4, answer = ?5 \
         WHERE id = ?1 AND state = 'open'",
        &values![
            id,
            state.as_str(),
            decision.by.as_str(),
            decision.at_ms,
            decision.answer.as_deref(),
        ],
    )?;
    Ok(written == 1)
}

/// Notes that `revision` of a person was written, with every accepted wish about the person that has no such revision yet;
/// returns how many those were.
///
/// # Errors
/// If it cannot be written.
pub fn note_written(session: &mut dyn Session, person: &str, revision: u64) -> Result<u64, Error> {
    session.execute(
        "UPDATE correction SET written_as = ?2 WHERE person = ?1 AND state = 'accepted' AND written_as IS NULL",
        &values![person, revision],
    )
}

/// Makes the wishes about one person those about another, into whom the first was joined; returns how many those were.
///
/// # Errors
/// If they cannot be written.
pub fn move_to(session: &mut dyn Session, gone: &str, kept: &str) -> Result<u64, Error> {
    session.execute(
        "UPDATE correction SET person = ?2 WHERE person = ?1",
        &values![gone, kept],
    )
}

/// Removes the wishes about somebody who is erased; returns how many those were.
///
/// # Errors
/// If they cannot be removed.
pub fn forget(session: &mut dyn Session, person: &str) -> Result<u64, Error> {
    session.execute("DELETE FROM correction WHERE person = ?1", &values![person])
}

fn correction_of(row: &Row) -> Result<Correction, Error> {
    let text = |column: usize| row.text(column).map(str::to_owned);
    let decision = match row.optional_integer(10)? {
        None => None,
        Some(at_ms) => Some(CorrectionDecision {
            by: row.optional_text(9)?.unwrap_or_default().to_owned(),
            at_ms,
            answer: row.optional_bytes(11)?.map(<[u8]>::to_vec),
        }),
    };
    let state = row.text(8)?;
    Ok(Correction {
        id: text(0)?,
        person: text(1)?,
        field: text(2)?,
        asked: row.bytes(3)?.to_vec(),
        revision: row.count(4)?,
        asker: text(5)?,
        asked_by: text(6)?,
        asked_at_ms: row.integer(7)?,
        state: state
            .parse()
            .map_err(|_| Error::damaged(format!("a correction has the state `{state}`")))?,
        decision,
        written_as: row.optional_count(12)?,
    })
}
