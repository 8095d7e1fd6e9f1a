//! Editions of official lists: which list succeeds which, and what became of each name.

use glossary::list_change::{ListChange, ListEntry};
use glossary::{CollectionName, ConceptId};

use crate::value::values;
use crate::{Error, Row, Session};

/// That a list is the new edition of another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Succession {
    /// The new edition.
    pub collection: CollectionName,
    /// The list whose place it took.
    pub predecessor: CollectionName,
    /// When it was loaded as such, in milliseconds since 1970.
    pub at_ms: i64,
}

const COLUMNS: &str = "kind, old_concept, old_number, old_name, old_article, \
     new_concept, new_number, new_name, new_article";

/// Writes that a list succeeds another, with what became of each name, in place of what was known of it.
///
/// That no list succeeds itself is the caller's rule.
///
/// # Errors
/// [`Error::NulInText`] if a text holds NUL, and whatever the database says.
pub fn succeed(
    session: &mut dyn Session,
    succession: &Succession,
    changes: &[ListChange],
) -> Result<(), Error> {
    let name = succession.collection.as_str();
    session.execute(
        "INSERT INTO list_succession (collection, predecessor, at_ms) VALUES (?1, ?2, ?3) \
         ON CONFLICT (collection) DO UPDATE SET predecessor = excluded.predecessor, at_ms = excluded.at_ms",
        &values![name, succession.predecessor.as_str(), succession.at_ms],
    )?;
    session.execute("DELETE FROM list_change WHERE collection = ?1", &values![name])?;
    let sql = format!(
        "INSERT INTO list_change (collection, position, {COLUMNS}) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)"
    );
    for (position, change) in (1_u64..).zip(changes) {
        let (old, new) = (change.old.as_ref(), change.new.as_ref());
        session.execute(
            &sql,
            &values![
                name,
                position,
                change.kind.as_str(),
                old.map(|entry| entry.concept),
                old.and_then(|entry| entry.number.as_deref()),
                old.map(|entry| entry.name.as_str()),
                old.and_then(|entry| entry.article.as_deref()),
                new.map(|entry| entry.concept),
                new.and_then(|entry| entry.number.as_deref()),
                new.map(|entry| entry.name.as_str()),
                new.and_then(|entry| entry.article.as_deref()),
            ],
        )?;
    }
    Ok(())
}

/// Returns every succession, by the name of the new edition.
///
/// # Errors
/// If they cannot be read.
pub fn successions(session: &mut dyn Session) -> Result<Vec<Succession>, Error> {
    let sql = "SELECT collection, predecessor, at_ms FROM list_succession ORDER BY collection";
    let rows = session.query(sql, &[])?;
    rows.iter().map(succession_of).collect()
}

/// Returns what became of each name in the new edition `collection`, in its order; nothing if it succeeds no other.
///
/// # Errors
/// If they cannot be read.
pub fn changes(session: &mut dyn Session, collection: &CollectionName) -> Result<Vec<ListChange>, Error> {
    let sql = format!("SELECT {COLUMNS} FROM list_change WHERE collection = ?1 ORDER BY position");
    let rows = session.query(&sql, &values![collection.as_str()])?;
    rows.iter().map(|row| change_of(row, 0)).collect()
}

/// Returns what new editions say of the names of a concept, by edition, then in its order.
///
/// # Errors
/// If they cannot be read.
pub fn changes_of(
    session: &mut dyn Session,
    concept: ConceptId,
) -> Result<Vec<(Succession, ListChange)>, Error> {
    let sql = format!(
        "SELECT s.collection, s.predecessor, s.at_ms, {COLUMNS} FROM list_change c \
         JOIN list_succession s ON s.collection = c.collection \
         WHERE c.old_concept = ?1 OR c.new_concept = ?1 ORDER BY s.collection, c.position"
    );
    let rows = session.query(&sql, &values![concept.number()])?;
    let read = |row: &Row| Ok((succession_of(row)?, change_of(row, 3)?));
    rows.iter().map(read).collect()
}

fn succession_of(row: &Row) -> Result<Succession, Error> {
    let name = |column| {
        row.text(column)?
            .parse()
            .map_err(|err| Error::damaged(format!("{err}")))
    };
    Ok(Succession {
        collection: name(0)?,
        predecessor: name(1)?,
        at_ms: row.integer(2)?,
    })
}

fn change_of(row: &Row, first: usize) -> Result<ListChange, Error> {
    let text = |column: usize| Ok::<_, Error>(row.optional_text(first + column)?.map(str::to_owned));
    let entry = |from: usize| {
        let (Some(concept), Some(name)) = (row.optional_count(first + from)?, text(from + 2)?) else {
            return Ok::<_, Error>(None);
        };
        Ok(Some(ListEntry {
            concept: ConceptId::new(concept),
            number: text(from + 1)?,
            name,
            article: text(from + 3)?,
        }))
    };
    let kind = row.text(first)?;
    Ok(ListChange {
        kind: kind
            .parse()
            .map_err(|_| Error::damaged(format!("`{kind}` is nothing that becomes of a name")))?,
        old: entry(1)?,
        new: entry(5)?,
    })
}
