//! How often something was tried within a time, counted for all nodes together.

use crate::value::values;
use crate::{Error, Row, Session};

/// A count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counter {
    /// How often, within the window.
    pub tries: u64,
    /// When the window began, in milliseconds since 1970-01-01T00:00:00Z, as all times here.
    pub window_from_ms: i64,
    /// When it was tried last.
    pub last_at_ms: i64,
}

/// Counts a try in one statement, so that tries at the same moment count each other. A window of `window_ms` milliseconds
/// that is over begins anew.
///
/// The clocks of nodes differ a little: a try before the window began or before the last one counts, and sets neither back.
///
/// # Errors
/// If it cannot be written.
pub fn add(
    session: &mut dyn Session,
    kind: &str,
    key: &str,
    at_ms: i64,
    window_ms: i64,
) -> Result<Counter, Error> {
    let rows = session.query(
        "INSERT INTO login_counter (kind, key, window_from_ms, tries, last_at_ms) VALUES (?1, ?2, ?3, 1, ?3) \
         ON CONFLICT (kind, key) DO UPDATE SET \
         tries = CASE WHEN login_counter.window_from_ms <= ?4 THEN 1 ELSE login_counter.tries + 1 END, \
         window_from_ms = CASE WHEN login_counter.window_from_ms <= ?4 THEN ?3 ELSE login_counter.window_from_ms END, \
         last_at_ms = CASE WHEN login_counter.last_at_ms > ?3 THEN login_counter.last_at_ms ELSE ?3 END \
         RETURNING tries, window_from_ms, last_at_ms",
        &values![kind, key, at_ms, at_ms.saturating_sub(window_ms)],
    )?;
    let row = rows
        .first()
        .ok_or_else(|| Error::internal("a count that was written does not come back"))?;
    counter_of(row)
}

/// Takes one try back that [`add`] counted in the window that began at `window_from_ms`; tells whether it was still there. A
/// window that has begun anew since knows nothing of it, and loses nothing.
///
/// # Errors
/// If it cannot be written.
pub fn take_back(
    session: &mut dyn Session,
    kind: &str,
    key: &str,
    window_from_ms: i64,
) -> Result<bool, Error> {
    // A count is never nothing: the last try takes the row with it. Somebody else may count or take back between two
    // statements, so the first is said again; who is overtaken once more leaves a try too many, and none too few.
    for statement in [
        "UPDATE login_counter SET tries = tries - 1 \
         WHERE kind = ?1 AND key = ?2 AND window_from_ms = ?3 AND tries > 1",
        "DELETE FROM login_counter WHERE kind = ?1 AND key = ?2 AND window_from_ms = ?3 AND tries = 1",
        "UPDATE login_counter SET tries = tries - 1 \
         WHERE kind = ?1 AND key = ?2 AND window_from_ms = ?3 AND tries > 1",
    ] {
        if session.execute(statement, &values![kind, key, window_from_ms])? == 1 {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Returns a count; `None` if nothing was counted.
///
/// # Errors
/// If it cannot be read.
pub fn read(session: &mut dyn Session, kind: &str, key: &str) -> Result<Option<Counter>, Error> {
    let rows = session.query(
        "SELECT tries, window_from_ms, last_at_ms FROM login_counter WHERE kind = ?1 AND key = ?2",
        &values![kind, key],
    )?;
    rows.first().map(counter_of).transpose()
}

/// Forgets a count.
///
/// # Errors
/// If it cannot be removed.
pub fn clear(session: &mut dyn Session, kind: &str, key: &str) -> Result<(), Error> {
    session.execute(
        "DELETE FROM login_counter WHERE kind = ?1 AND key = ?2",
        &values![kind, key],
    )?;
    Ok(())
}

/// Forgets the counts that were added to last before `at_ms`, and returns how many they were.
///
/// # Errors
/// If they cannot be removed.
pub fn forget_before(session: &mut dyn Session, at_ms: i64) -> Result<u64, Error> {
    session.execute("DELETE FROM login_counter WHERE last_at_ms < ?1", &values![at_ms])
}

fn counter_of(row: &Row) -> Result<Counter, Error> {
    Ok(Counter {
        tries: row.count(0)?,
        window_from_ms: row.integer(1)?,
        last_at_ms: row.integer(2)?,
    })
}
