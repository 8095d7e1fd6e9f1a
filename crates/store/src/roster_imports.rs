//! Sheets of the registry that are taken in: what waits, in sealed pieces, what was said of columns, and who is who.
//!
//! The store can read none of the pieces. Each has an id of its own that says of which import, which part and at which place
//! it is, so that whoever seals it can bind it there.

use crate::value::values;
use crate::{Error, Row, Session, Value};

/// How many parameters a list in a condition has at most.
const AT_ONCE: usize = 200;

/// An import of a sheet. Times are milliseconds since 1970-01-01T00:00:00Z.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RosterImport {
    /// Its id, given by the caller.
    pub id: String,
    /// The kind of sheet.
    pub kind: String,
    /// The format of the file.
    pub format: String,
    /// The court of whoever imports; `None` of whoever reaches everything.
    pub court: Option<String>,
    /// To whom alone it belongs.
    pub account: String,
    /// `staged`, `applied`, `undone` or `discarded`.
    pub state: String,
    /// When the file came.
    pub created_at_ms: i64,
    /// When it left the state before.
    pub ended_at_ms: Option<i64>,
    /// JSON of numbers, once it was applied.
    pub counts: Option<String>,
}

/// A sealed piece.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// Its id, as [`piece_id`] makes it.
    pub id: String,
    /// What is sealed.
    pub sealed: Vec<u8>,
}

/// What was answered about somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RosterAnswer {
    /// A keyed digest of what the sheet says of the person, hexadecimal.
    pub key: String,
    /// `same`, `new`, `new_apart` or `leave_out`.
    pub verdict: String,
    /// The person that it is.
    pub person: Option<String>,
}

/// How an import leaves the state it is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Leaving<'a> {
    /// The state that it has to be in.
    pub from: &'a str,
    /// The one that it comes into.
    pub to: &'a str,
    /// When.
    pub at_ms: i64,
    /// What was counted; what stands there stays if it is left out.
    pub counts: Option<&'a str>,
}

const COLUMNS: &str = "id, kind, format, court, account, state, created_at_ms, ended_at_ms, counts";

/// Keeps a new import.
///
/// # Errors
/// [`Error::Taken`] if the id was given before.
pub fn put(session: &mut dyn Session, import: &RosterImport) -> Result<(), Error> {
    let written = session.execute(
        &format!("INSERT INTO roster_import ({COLUMNS}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) ON CONFLICT DO NOTHING"),
        &values![
            import.id.as_str(),
            import.kind.as_str(),
            import.format.as_str(),
            import.court.as_deref(),
            import.account.as_str(),
            import.state.as_str(),
            import.created_at_ms,
            import.ended_at_ms,
            import.counts.as_deref()
        ],
    )?;
    match written {
        0 => Err(Error::Taken {
            what: "import of a sheet",
            id: import.id.clone(),
        }),
        _ => Ok(()),
    }
}

/// Returns the import `id`.
///
/// # Errors
/// If it cannot be read.
pub fn find(session: &mut dyn Session, id: &str) -> Result<Option<RosterImport>, Error> {
    let sql = format!("SELECT {COLUMNS} FROM roster_import WHERE id = ?1");
    session
        .query(&sql, &values![id])?
        .first()
        .map(import_of)
        .transpose()
}

/// Lists up to `limit` imports of `account` since `since_ms`, the newest first.
///
/// # Errors
/// If they cannot be read.
pub fn list(
    session: &mut dyn Session,
    account: &str,
    since_ms: i64,
    limit: usize,
) -> Result<Vec<RosterImport>, Error> {
    let sql = format!(
        "SELECT {COLUMNS} FROM roster_import WHERE account = ?1 AND created_at_ms >= ?2 \
         ORDER BY created_at_ms DESC, id LIMIT ?3"
    );
    let rows = session.query(&sql, &values![account, since_ms, limit])?;
    rows.iter().map(import_of).collect()
}

/// Brings an import from one state into another; tells whether it was in the first, which of two who try it only one hears.
///
/// # Errors
/// If it cannot be written.
pub fn leave(session: &mut dyn Session, id: &str, leaving: &Leaving<'_>) -> Result<bool, Error> {
    let written = session.execute(
        "UPDATE roster_import SET state = ?3, ended_at_ms = ?4, counts = COALESCE(?5, counts) WHERE id = ?1 AND state = ?2",
        &values![id, leaving.from, leaving.to, leaving.at_ms, leaving.counts],
    )?;
    Ok(written == 1)
}

/// Returns the id of the piece at `place` of a part; ids sort as their places do.
#[must_use]
pub fn piece_id(import: &str, part: &str, place: usize) -> String {
    format!("{import}.{part}.{place:06}")
}

/// Puts `sealed`, piece by piece, in place of what a part of an import holds.
///
/// # Errors
/// If they cannot be written.
pub fn put_pieces(
    session: &mut dyn Session,
    import: &str,
    part: &str,
    sealed: &[Vec<u8>],
) -> Result<(), Error> {
    forget_pieces(session, import, part)?;
    for (place, sealed) in sealed.iter().enumerate() {
        session.execute(
            "INSERT INTO roster_piece (id, import, part, sealed) VALUES (?1, ?2, ?3, ?4)",
            &values![piece_id(import, part, place), import, part, &sealed[..]],
        )?;
    }
    Ok(())
}

/// Returns the pieces of a part, in their order.
///
/// # Errors
/// If they cannot be read.
pub fn pieces(session: &mut dyn Session, import: &str, part: &str) -> Result<Vec<Piece>, Error> {
    let rows = session.query(
        "SELECT id, sealed FROM roster_piece WHERE import = ?1 AND part = ?2 ORDER BY id",
        &values![import, part],
    )?;
    let piece = |row: &Row| {
        Ok(Piece {
            id: row.text(0)?.to_owned(),
            sealed: row.bytes(1)?.to_vec(),
        })
    };
    rows.iter().map(piece).collect()
}

/// Removes the pieces of a part.
///
/// # Errors
/// If they cannot be removed.
pub fn forget_pieces(session: &mut dyn Session, import: &str, part: &str) -> Result<(), Error> {
    session.execute(
        "DELETE FROM roster_piece WHERE import = ?1 AND part = ?2",
        &values![import, part],
    )?;
    Ok(())
}

/// Forgets what has been staged since before `staged_ms`, and everything that ended before `ended_ms`, with its pieces and
/// answers; returns how many imports that were.
///
/// # Errors
/// If they cannot be removed.
pub fn forget_before(session: &mut dyn Session, staged_ms: i64, ended_ms: i64) -> Result<u64, Error> {
    let rows = session.query(
        "SELECT id FROM roster_import WHERE (state = 'staged' AND created_at_ms < ?1) OR ended_at_ms < ?2 ORDER BY id",
        &values![staged_ms, ended_ms],
    )?;
    for row in &rows {
        let id = row.text(0)?;
        for table in ["roster_piece", "roster_answer"] {
            session.execute(&format!("DELETE FROM {table} WHERE import = ?1"), &values![id])?;
        }
        session.execute("DELETE FROM roster_import WHERE id = ?1", &values![id])?;
    }
    Ok(rows.len() as u64)
}

/// Returns what a court has said about headings of sheets of a kind.
///
/// # Errors
/// If it cannot be read.
pub fn choices(session: &mut dyn Session, court: &str, kind: &str) -> Result<Option<String>, Error> {
    let sql = "SELECT choices FROM roster_choice WHERE court = ?1 AND kind = ?2";
    let rows = session.query(sql, &values![court, kind])?;
    rows.first().map(|row| Ok(row.text(0)?.to_owned())).transpose()
}

/// Puts `choices` in place of what a court has said before.
///
/// # Errors
/// If it cannot be written.
pub fn put_choices(session: &mut dyn Session, court: &str, kind: &str, choices: &str) -> Result<(), Error> {
    session.execute(
        "INSERT INTO roster_choice (court, kind, choices) VALUES (?1, ?2, ?3) \
         ON CONFLICT (court, kind) DO UPDATE SET choices = excluded.choices",
        &values![court, kind, choices],
    )?;
    Ok(())
}

/// Returns what was answered in an import; of an empty `import` what holds for all.
///
/// # Errors
/// If it cannot be read.
pub fn answers(session: &mut dyn Session, import: &str, keys: &[String]) -> Result<Vec<RosterAnswer>, Error> {
    let mut found = Vec::new();
    for keys in keys.chunks(AT_ONCE) {
        let marks: Vec<String> = (2..=keys.len() + 1).map(|mark| format!("?{mark}")).collect();
        let sql = format!(
            "SELECT key, verdict, person FROM roster_answer WHERE import = ?1 AND key IN ({}) ORDER BY key",
            marks.join(", ")
        );
        let keys = keys.iter().map(|key| Value::from(key.as_str()));
        let parameters: Vec<Value> = std::iter::once(Value::from(import)).chain(keys).collect();
        for row in &session.query(&sql, &parameters)? {
            found.push(RosterAnswer {
                key: row.text(0)?.to_owned(),
                verdict: row.text(1)?.to_owned(),
                person: row.optional_text(2)?.map(str::to_owned),
            });
        }
    }
    Ok(found)
}

/// Puts an answer in place of the one before.
///
/// # Errors
/// If it cannot be written.
pub fn put_answer(session: &mut dyn Session, import: &str, answer: &RosterAnswer) -> Result<(), Error> {
    session.execute(
        "INSERT INTO roster_answer (import, key, verdict, person) VALUES (?1, ?2, ?3, ?4) \
         ON CONFLICT (import, key) DO UPDATE SET verdict = excluded.verdict, person = excluded.person",
        &values![
            import,
            answer.key.as_str(),
            answer.verdict.as_str(),
            answer.person.as_deref()
        ],
    )?;
    Ok(())
}

/// Takes an answer back.
///
/// # Errors
/// If it cannot be removed.
pub fn forget_answer(session: &mut dyn Session, import: &str, key: &str) -> Result<(), Error> {
    session.execute(
        "DELETE FROM roster_answer WHERE import = ?1 AND key = ?2",
        &values![import, key],
    )?;
    Ok(())
}

fn import_of(row: &Row) -> Result<RosterImport, Error> {
    let optional = |column| Ok::<_, Error>(row.optional_text(column)?.map(str::to_owned));
    Ok(RosterImport {
        id: row.text(0)?.to_owned(),
        kind: row.text(1)?.to_owned(),
        format: row.text(2)?.to_owned(),
        court: optional(3)?,
        account: row.text(4)?.to_owned(),
        state: row.text(5)?.to_owned(),
        created_at_ms: row.integer(6)?,
        ended_at_ms: row.optional_integer(7)?,
        counts: optional(8)?,
    })
}
