//! Reading many records at once: what is sought goes into few statements, for whoever compares a whole sheet with what is
//! there.

use registry::{Day, Enrolment, NameKeyKind, SecretKind};

use super::people::{SealedSecret, belonging, secret_of};
use super::{Record, StoredRecord, stored_of};
use crate::value::values;
use crate::{Error, Kind, Row, Session, Value};

/// How many sought values stand in one statement.
const AT_ONCE: usize = 200;

/// A record that an import has written, and what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportedRecord {
    /// The kind.
    pub kind: Kind,
    /// The id.
    pub id: String,
    /// The revision that the import wrote.
    pub revision: u64,
    /// The revision that is the present one now; `None` if it was taken away since.
    pub present: Option<u64>,
    /// Whether the import was undone here.
    pub is_undone: bool,
}

/// Returns the records with these ids that are there, in no order.
///
/// # Errors
/// If one cannot be read.
pub fn find_all<R: Record>(session: &mut dyn Session, ids: &[String]) -> Result<Vec<StoredRecord<R>>, Error> {
    let sql = |marks: &str| {
        format!(
            "SELECT id, revision, body, updated_at_ms, seq FROM record WHERE kind = ?1 AND id IN ({marks})"
        )
    };
    seek(session, &values![R::KIND.as_str()], &texts(ids), &sql, &stored_of)
}

/// Returns the people one of whose names has one of these keys, each with the key.
///
/// # Errors
/// If they cannot be read.
pub fn named(
    session: &mut dyn Session,
    kind: NameKeyKind,
    keys: &[String],
) -> Result<Vec<(String, String)>, Error> {
    let sql =
        |marks: &str| format!("SELECT key, person FROM person_name WHERE kind = ?1 AND key IN ({marks})");
    seek(session, &values![kind.as_str()], &texts(keys), &sql, &pair)
}

/// Returns the sealed values with these digests.
///
/// # Errors
/// If they cannot be read.
pub fn sealed_with(
    session: &mut dyn Session,
    kind: SecretKind,
    digests: &[Vec<u8>],
) -> Result<Vec<SealedSecret>, Error> {
    let digests: Vec<Value> = digests.iter().map(|digest| Value::from(&digest[..])).collect();
    let sql = |marks: &str| {
        format!(
            "SELECT id, person, kind, sealed, digest FROM person_secret WHERE kind = ?1 AND digest IN ({marks})"
        )
    };
    seek(session, &values![kind.as_str()], &digests, &sql, &secret_of)
}

/// Returns what is sealed of these people.
///
/// # Errors
/// If it cannot be read.
pub fn sealed_of(session: &mut dyn Session, people: &[String]) -> Result<Vec<SealedSecret>, Error> {
    let sql = |marks: &str| {
        format!(
            "SELECT id, person, kind, sealed, digest FROM person_secret WHERE kind <> ?1 AND person IN ({marks})"
        )
    };
    seek(session, &values![""], &texts(people), &sql, &secret_of)
}

/// Returns the courts to which people [belong](super::people::courts_of) on `on`: a person and a court.
///
/// # Errors
/// If they cannot be read.
pub fn courts_of_all(
    session: &mut dyn Session,
    people: &[String],
    on: Day,
) -> Result<Vec<(String, String)>, Error> {
    let sql = |marks: &str| {
        let belonging = belonging("p", "p.person", "?1").replacen("SELECT 1", "SELECT p.person, p.court", 1);
        format!("{belonging} AND p.person IN ({marks})")
    };
    seek(session, &values![on.to_string()], &texts(people), &sql, &pair)
}

/// Returns the enrolments of these people.
///
/// # Errors
/// If one cannot be read.
pub fn enrolments_of_all(
    session: &mut dyn Session,
    people: &[String],
) -> Result<Vec<StoredRecord<Enrolment>>, Error> {
    enrolments_where(session, "person", people)
}

/// Returns the enrolments of these trainings.
///
/// # Errors
/// If one cannot be read.
pub fn enrolments_in_all(
    session: &mut dyn Session,
    trainings: &[String],
) -> Result<Vec<StoredRecord<Enrolment>>, Error> {
    enrolments_where(session, "training", trainings)
}

/// Lists what the import `job` wrote, in the order in which it was written.
///
/// # Errors
/// If it cannot be read.
pub fn imported(session: &mut dyn Session, job: &str) -> Result<Vec<ImportedRecord>, Error> {
    let rows = session.query(
        "SELECT w.kind, w.id, w.revision, r.revision, CASE WHEN u.id IS NULL THEN 0 ELSE 1 END FROM record_revision w \
         LEFT JOIN record r ON r.kind = w.kind AND r.id = w.id \
         LEFT JOIN record_revision u ON u.kind = w.kind AND u.id = w.id AND u.revision = w.revision + 1 \
         AND u.act = 'undo' AND u.job = w.job WHERE w.job = ?1 AND w.act = 'import' ORDER BY w.seq",
        &values![job],
    )?;
    let imported = |row: &Row| {
        Ok(ImportedRecord {
            kind: row.text(0)?.parse()?,
            id: row.text(1)?.to_owned(),
            revision: row.count(2)?,
            present: row.optional_count(3)?,
            is_undone: row.count(4)? == 1,
        })
    };
    rows.iter().map(imported).collect()
}

fn enrolments_where(
    session: &mut dyn Session,
    column: &str,
    ids: &[String],
) -> Result<Vec<StoredRecord<Enrolment>>, Error> {
    let sql = |marks: &str| {
        format!(
            "SELECT r.id, r.revision, r.body, r.updated_at_ms, r.seq FROM enrolment_listed e \
             JOIN record r ON r.kind = ?1 AND r.id = e.enrolment WHERE e.{column} IN ({marks})"
        )
    };
    seek(
        session,
        &values![Kind::Enrolment.as_str()],
        &texts(ids),
        &sql,
        &stored_of,
    )
}

/// Asks for what is sought, a part at a time; `?1` is the first parameter of each statement.
fn seek<T>(
    session: &mut dyn Session,
    first: &[Value; 1],
    sought: &[Value],
    sql: &dyn Fn(&str) -> String,
    read: &dyn Fn(&Row) -> Result<T, Error>,
) -> Result<Vec<T>, Error> {
    let mut found = Vec::new();
    for part in sought.chunks(AT_ONCE) {
        let marks: Vec<String> = (2..=part.len() + 1).map(|mark| format!("?{mark}")).collect();
        let parameters: Vec<Value> = first.iter().chain(part).cloned().collect();
        session.query_each(&sql(&marks.join(", ")), &parameters, &mut |row| {
            found.push(read(&row)?);
            Ok(())
        })?;
    }
    Ok(found)
}

fn texts(ids: &[String]) -> Vec<Value> {
    ids.iter().map(|id| Value::from(id.as_str())).collect()
}

fn pair(row: &Row) -> Result<(String, String), Error> {
    Ok((row.text(0)?.to_owned(), row.text(1)?.to_owned()))
}
