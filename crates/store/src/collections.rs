//! Descriptions of collections: where entries come from and under which terms.

use glossary::{CollectionKind, CollectionName, Register};

use crate::value::values;
use crate::{Error, Row, Session};

/// What is known about a collection. A concept may name one that nobody has described.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Collection {
    /// Its name.
    pub name: CollectionName,
    /// Its Chinese title.
    pub title_zh: Option<String>,
    /// Its English title.
    pub title_en: Option<String>,
    /// Its Tibetan title, from a named source.
    pub title_bo: Option<String>,
    /// Where the Tibetan title stands.
    pub bo_source: Option<String>,
    /// What it is, if anybody said.
    pub kind: Option<CollectionKind>,
    /// The terms it may be used under.
    pub licence: Option<String>,
    /// Who published it and where.
    pub source: Option<String>,
    /// A remark.
    pub note: Option<String>,
    /// The register of its forms.
    pub register: Register,
}

const COLUMNS: &str = "name, title_zh, title_en, licence, source, note, register, title_bo, bo_source, kind";

/// Writes the description of a collection in place of the one before.
///
/// # Errors
/// [`Error::NulInText`] if a text of it holds NUL, and whatever the database says.
pub fn upsert(session: &mut dyn Session, collection: &Collection) -> Result<(), Error> {
    session.execute(
        &format!(
            "INSERT INTO collection ({COLUMNS}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10) \
             ON CONFLICT (name) DO UPDATE SET title_zh = excluded.title_zh, title_en = excluded.title_en, \
             licence = excluded.licence, source = excluded.source, note = excluded.note, \
             register = excluded.register, title_bo = excluded.title_bo, bo_source = excluded.bo_source, \
             kind = excluded.kind"
        ),
        &values![
            collection.name.as_str(),
            collection.title_zh.as_deref(),
            collection.title_en.as_deref(),
            collection.licence.as_deref(),
            collection.source.as_deref(),
            collection.note.as_deref(),
            collection.register.as_str(),
            collection.title_bo.as_deref(),
            collection.bo_source.as_deref(),
            collection.kind.map(CollectionKind::as_str),
        ],
    )?;
    Ok(())
}

/// Returns every description, by name.
///
/// # Errors
/// If they cannot be read.
pub fn list(session: &mut dyn Session) -> Result<Vec<Collection>, Error> {
    let rows = session.query(&format!("SELECT {COLUMNS} FROM collection ORDER BY name"), &[])?;
    rows.iter().map(collection_of).collect()
}

/// Returns the description of the collection `name`.
///
/// # Errors
/// If it cannot be read.
pub fn find(session: &mut dyn Session, name: &CollectionName) -> Result<Option<Collection>, Error> {
    let rows = session.query(
        &format!("SELECT {COLUMNS} FROM collection WHERE name = ?1"),
        &values![name.as_str()],
    )?;
    rows.first().map(collection_of).transpose()
}

/// Returns every collection that a concept is in or a source came from, by name, described or not.
///
/// # Errors
/// If they cannot be read.
pub fn in_use(session: &mut dyn Session) -> Result<Vec<CollectionName>, Error> {
    let rows = session.query(
        "SELECT collection FROM concept_membership UNION \
         SELECT collection FROM concept_source WHERE collection IS NOT NULL ORDER BY collection",
        &[],
    )?;
    let name = |row: &Row| {
        row.text(0)?
            .parse()
            .map_err(|err| Error::damaged(format!("{err}")))
    };
    rows.iter().map(name).collect()
}

fn collection_of(row: &Row) -> Result<Collection, Error> {
    let text = |column| Ok::<_, Error>(row.optional_text(column)?.map(ToOwned::to_owned));
    let register = row.text(6)?;
    Ok(Collection {
        name: row
            .text(0)?
            .parse()
            .map_err(|err| Error::damaged(format!("{err}")))?,
        title_zh: text(1)?,
        title_en: text(2)?,
        licence: text(3)?,
        source: text(4)?,
        note: text(5)?,
        register: register
            .parse()
            .map_err(|_| Error::damaged(format!("`{register}` is no register")))?,
        title_bo: text(7)?,
        bo_source: text(8)?,
        kind: match row.optional_text(9)? {
            Some(kind) => Some(
                kind.parse()
                    .map_err(|_| Error::damaged(format!("`{kind}` is no kind of collection")))?,
            ),
            None => None,
        },
    })
}
