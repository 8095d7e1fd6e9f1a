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

/// Whom a list of people holds; everything that is given must hold.
#[derive(Debug, Clone, Copy)]
pub struct PeopleOf<'a> {
    /// People who [belong](courts_of) to this court or to one below it on a day: what somebody may see.
    pub within: Option<(&'a str, Day)>,
    /// People with a post in this court or below it on `on`; in any court, or in none, if it is left out.
    pub court: Option<&'a str>,
    /// The day.
    pub on: Day,
    /// People one of whose names has one of these keys; all if there are none.
    pub names: &'a [SoughtName],
}

/// A key of a name that is looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SoughtName {
    /// The key.
    pub key: NameKey,
    /// Whether the name only begins with it.
    pub is_prefix: bool,
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

/// Returns by what the keys of names were made; `None` where nobody has said it.
///
/// # Errors
/// If it cannot be read.
pub fn name_key_scheme(session: &mut dyn Session) -> Result<Option<String>, Error> {
    let rows = session.query("SELECT scheme FROM name_key_scheme WHERE one = 1", &[])?;
    rows.first().map(|row| Ok(row.text(0)?.to_owned())).transpose()
}

/// Says by what all keys of names are made from now on.
///
/// # Errors
/// If it cannot be written.
pub fn put_name_key_scheme(session: &mut dyn Session, scheme: &str) -> Result<(), Error> {
    session.execute(
        "INSERT INTO name_key_scheme (one, scheme) VALUES (1, ?1) ON CONFLICT (one) DO UPDATE SET scheme = ?1",
        &values![scheme],
    )?;
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

/// Points what is sealed of `from` to `to`, into whom that person was joined, and returns how many values that were.
///
/// # Errors
/// If they cannot be written.
pub fn move_secrets(session: &mut dyn Session, from: &str, to: &str) -> Result<u64, Error> {
    session.execute(
        "UPDATE person_secret SET person = ?2 WHERE person = ?1",
        &values![from, to],
    )
}

/// Writes another digest of the same value, made with another key.
///
/// # Errors
/// If it cannot be written.
pub fn renew_digest(session: &mut dyn Session, id: &str, digest: &[u8]) -> Result<(), Error> {
    session.execute(
        "UPDATE person_secret SET digest = ?2 WHERE id = ?1",
        &values![id, digest],
    )?;
    Ok(())
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
    let (within, today) = of.within.map_or(("", of.on), |(court, today)| (court, today));
    let mut parameters: Vec<Value> = values![
        after,
        of.court.unwrap_or(""),
        of.on.to_string(),
        within,
        today.to_string(),
        limit
    ]
    .into();
    let mut conditions = String::new();
    if of.court.is_some() {
        conditions.push_str(
            " AND EXISTS (SELECT 1 FROM person_post p JOIN below ON below.code = p.court WHERE p.person = r.id \
             AND p.from_day <= ?3 AND (p.to_day IS NULL OR p.to_day >= ?3))",
        );
    }
    if of.within.is_some() {
        conditions.push_str(" AND EXISTS (");
        conditions.push_str(&belonging("p JOIN reach ON reach.code = p.court", "r.id", "?5"));
        conditions.push(')');
    }
    let named: Vec<String> = of
        .names
        .iter()
        .map(|sought| named(sought, &mut parameters))
        .collect();
    if !named.is_empty() {
        conditions.push_str(" AND EXISTS (SELECT 1 FROM person_name n WHERE n.person = r.id AND (");
        conditions.push_str(&named.join(" OR "));
        conditions.push_str("))");
    }
    let sql = format!(
        "WITH RECURSIVE below (code) AS (SELECT code FROM court WHERE code = ?2 UNION \
         SELECT c.code FROM below JOIN court c ON c.parent = below.code), \
         reach (code) AS (SELECT code FROM court WHERE code = ?4 UNION \
         SELECT c.code FROM reach JOIN court c ON c.parent = reach.code) \
         SELECT r.id, r.revision, r.body, r.updated_at_ms, r.seq FROM record r \
         WHERE r.kind = 'person' AND r.id > ?1 AND ?3 <> '' AND ?5 <> ''{conditions} ORDER BY r.id LIMIT ?6"
    );
    let rows = session.query(&sql, &parameters)?;
    rows.iter().map(stored_of).collect()
}

/// Returns the courts to which a person belongs on `on`, the own one first: those of the posts that the person has then; of
/// whom has none, that of the last post there was; of whom has had none yet, that of the first there will be.
///
/// # Errors
/// If they cannot be read.
pub fn courts_of(session: &mut dyn Session, person: &str, on: Day) -> Result<Vec<String>, Error> {
    let sql = format!(
        "SELECT court FROM ({}) AS belonging ORDER BY is_secondment, position",
        belonging("p", "?1", "?2").replacen("SELECT 1", "SELECT p.court, p.is_secondment, p.position", 1)
    );
    let rows = session.query(&sql, &values![person, on.to_string()])?;
    rows.iter().map(|row| Ok(row.text(0)?.to_owned())).collect()
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

/// Returns the query of the posts `posts` by which `person` belongs to courts on `day`.
pub(super) fn belonging(posts: &str, person: &str, day: &str) -> String {
    let holds = |name: &str| {
        format!("{name}.from_day <= {day} AND ({name}.to_day IS NULL OR {name}.to_day >= {day})")
    };
    let (of_post, of_other) = (holds("p"), holds("q"));
    format!(
        "SELECT 1 FROM person_post {posts} WHERE p.person = {person} AND (({of_post}) OR (NOT EXISTS \
         (SELECT 1 FROM person_post q WHERE q.person = {person} AND {of_other}) AND p.from_day = COALESCE(\
         (SELECT MAX(q.from_day) FROM person_post q WHERE q.person = {person} AND q.from_day <= {day}), \
         (SELECT MIN(q.from_day) FROM person_post q WHERE q.person = {person}))))"
    )
}

/// Returns the condition that a row `n` of a name is what is sought.
fn named(sought: &SoughtName, parameters: &mut Vec<Value>) -> String {
    let SoughtName { key, is_prefix } = sought;
    parameters.push(key.kind.as_str().into());
    parameters.push(key.key.as_str().into());
    let (kind, text) = (parameters.len() - 1, parameters.len());
    if !is_prefix {
        return format!("(n.kind = ?{kind} AND n.key = ?{text})");
    }
    // Nothing that is written comes behind the last character there is.
    parameters.push(format!("{}\u{10ffff}", key.key).into());
    format!(
        "(n.kind = ?{kind} AND n.key >= ?{text} AND n.key < ?{})",
        parameters.len()
    )
}

pub(super) fn secret_of(row: &Row) -> Result<SealedSecret, Error> {
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
