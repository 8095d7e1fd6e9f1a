//! Finding people: by the courts they are in, by the keys of their names, and by what is sealed of them.

use registry::{Day, NameKey, Person, Post, SecretKind};

use super::{FoundBy, Record, StoredRecord, stored_of};
use crate::value::values;
use crate::{Error, Kind, Row, Session, Value};

/// A sealed value of a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealedSecret {
    /// Its row, which the body of the person names; random.
    pub id: String,
    /// The person.
    pub person: String,
    /// What it is.
    pub kind: SecretKind,
    /// The value, sealed for this row.
    pub sealed: Vec<u8>,
    /// A keyed digest of the value, by which it is found.
    pub digest: Vec<u8>,
}

/// Whom a list of people holds.
#[derive(Debug, Clone, Copy)]
pub struct PeopleOf<'a> {
    /// People with a post in this court or below it on `on`; in any court, or in none, if it is left out.
    pub court: Option<&'a str>,
    /// The day.
    pub on: Day,
    /// People one of whose names has this key.
    pub name: Option<&'a NameKey>,
}

impl Record for Person {
    const KIND: Kind = Kind::Person;
    const FOUND_BY: Option<FoundBy> = Some(FoundBy {
        table: "person_post",
        key: "person",
        columns: &["position", "court", "from_day", "to_day", "is_secondment"],
        is_single: false,
    });

    fn rows(&self) -> Vec<Vec<Value>> {
        let row = |(position, post): (usize, &Post)| {
            values![
                position,
                post.court.as_str(),
                post.period.from.to_string(),
                post.period.to.map(|day| day.to_string()),
                u64::from(post.is_secondment)
            ]
            .into()
        };
        self.posts.iter().enumerate().map(row).collect()
    }
}

/// Writes the keys of a person's names in place of those before.
///
/// # Errors
/// If they cannot be written.
pub fn put_name_keys(session: &mut dyn Session, person: &str, keys: &[NameKey]) -> Result<(), Error> {
    session.execute("DELETE FROM person_name WHERE person = ?1", &values![person])?;
    for key in keys {
        session.execute(
            "INSERT INTO person_name (person, kind, key) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING",
            &values![person, key.kind.as_str(), key.key.as_str()],
        )?;
    }
    Ok(())
}

/// Keeps a sealed value.
///
/// # Errors
/// [`Error::Taken`] if its row is there already.
pub fn put_secret(session: &mut dyn Session, secret: &SealedSecret) -> Result<(), Error> {
    let written = session.execute(
        "INSERT INTO person_secret (id, person, kind, sealed, digest) VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO NOTHING",
        &values![
            secret.id.as_str(),
            secret.person.as_str(),
            secret.kind.as_str(),
            &secret.sealed[..],
            &secret.digest[..]
        ],
    )?;
    match written {
        0 => Err(Error::Taken {
            what: "sealed value",
            id: secret.id.clone(),
        }),
        _ => Ok(()),
    }
}

/// Returns the sealed value in the row `id`.
///
/// # Errors
/// If it cannot be read.
pub fn find_secret(session: &mut dyn Session, id: &str) -> Result<Option<SealedSecret>, Error> {
    let sql = "SELECT id, person, kind, sealed, digest FROM person_secret WHERE id = ?1";
    session
        .query(sql, &values![id])?
        .first()
        .map(secret_of)
        .transpose()
}

/// Returns the people of whom a value with this digest is sealed, also if a later revision has another one; by id.
///
/// # Errors
/// If they cannot be read.
pub fn with_secret(session: &mut dyn Session, kind: SecretKind, digest: &[u8]) -> Result<Vec<String>, Error> {
    let sql = "SELECT DISTINCT person FROM person_secret WHERE kind = ?1 AND digest = ?2 ORDER BY person";
    let rows = session.query(sql, &values![kind.as_str(), digest])?;
    rows.iter().map(|row| Ok(row.text(0)?.to_owned())).collect()
}

/// Removes everything that is sealed of a person, and returns how many values that were.
///
/// # Errors
/// If they cannot be removed.
pub fn erase_secrets(session: &mut dyn Session, person: &str) -> Result<u64, Error> {
    session.execute("DELETE FROM person_secret WHERE person = ?1", &values![person])
}

/// Lists up to `limit` people with ids after `after`, by id.
///
/// # Errors
/// If one cannot be read.
pub fn list(
    session: &mut dyn Session,
    of: &PeopleOf<'_>,
    after: &str,
    limit: usize,
) -> Result<Vec<StoredRecord<Person>>, Error> {
    let (kind, key) = of
        .name
        .map_or(("", ""), |name| (name.kind.as_str(), name.key.as_str()));
    let named = match of.name {
        Some(_) => {
            "AND EXISTS (SELECT 1 FROM person_name n WHERE n.person = r.id AND n.kind = ?4 AND n.key = ?5)"
        }
        None => "AND ?4 = ?5",
    };
    let placed = match of.court {
        Some(_) => {
            "AND EXISTS (SELECT 1 FROM person_post p JOIN below ON below.code = p.court WHERE p.person = r.id \
                    AND p.from_day <= ?3 AND (p.to_day IS NULL OR p.to_day >= ?3))"
        }
        None => "AND ?3 <> ''",
    };
    let sql = format!(
        "WITH RECURSIVE below (code) AS (SELECT code FROM court WHERE code = ?2 UNION \
         SELECT c.code FROM below JOIN court c ON c.parent = below.code) \
         SELECT r.id, r.revision, r.body, r.updated_at_ms, r.seq FROM record r \
         WHERE r.kind = 'person' AND r.id > ?1 {placed} {named} ORDER BY r.id LIMIT ?6"
    );
    let rows = session.query(
        &sql,
        &values![after, of.court.unwrap_or(""), of.on.to_string(), kind, key, limit],
    )?;
    rows.iter().map(stored_of).collect()
}

/// Returns the courts in which a person has a post on `on`, the own one first.
///
/// # Errors
/// If they cannot be read.
pub fn courts_on(session: &mut dyn Session, person: &str, on: Day) -> Result<Vec<String>, Error> {
    let rows = session.query(
        "SELECT court FROM person_post WHERE person = ?1 AND from_day <= ?2 AND (to_day IS NULL OR to_day >= ?2) \
         ORDER BY is_secondment, position",
        &values![person, on.to_string()],
    )?;
    rows.iter().map(|row| Ok(row.text(0)?.to_owned())).collect()
}

fn secret_of(row: &Row) -> Result<SealedSecret, Error> {
    let kind = row.text(2)?;
    Ok(SealedSecret {
        id: row.text(0)?.to_owned(),
        person: row.text(1)?.to_owned(),
        kind: kind
            .parse()
            .map_err(|_| Error::damaged(format!("`{kind}` is no kind of sealed value")))?,
        sealed: row.bytes(3)?.to_vec(),
        digest: row.bytes(4)?.to_vec(),
    })
}
