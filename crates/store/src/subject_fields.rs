//! The fields of law as a tree, with their names.

use glossary::SubjectField;

use crate::value::values;
use crate::{Error, Row, Session};

/// A field of law. A concept may name one that nobody has described.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldOfLaw {
    /// The code by which concepts name it.
    pub code: SubjectField,
    /// The field that it is a part of.
    pub parent: Option<SubjectField>,
    /// Its Chinese name.
    pub name_zh: String,
    /// Its Tibetan name, from a named source.
    pub name_bo: Option<String>,
    /// Its English name.
    pub name_en: Option<String>,
    /// Where the Tibetan name stands.
    pub source: Option<String>,
    /// Its place among its siblings.
    pub position: u64,
}

const COLUMNS: &str = "code, parent, name_zh, name_bo, name_en, source, position";

/// Writes a field in place of the one with this code.
///
/// That the tree stays one is the caller's rule.
///
/// # Errors
/// [`Error::NulInText`] if a text of it holds NUL, and whatever the database says.
pub fn upsert(session: &mut dyn Session, field: &FieldOfLaw) -> Result<(), Error> {
    session.execute(
        &format!(
            "INSERT INTO subject_field ({COLUMNS}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) \
             ON CONFLICT (code) DO UPDATE SET parent = excluded.parent, name_zh = excluded.name_zh, \
             name_bo = excluded.name_bo, name_en = excluded.name_en, source = excluded.source, \
             position = excluded.position"
        ),
        &values![
            field.code.as_str(),
            field.parent.as_ref().map(SubjectField::as_str),
            field.name_zh.as_str(),
            field.name_bo.as_deref(),
            field.name_en.as_deref(),
            field.source.as_deref(),
            field.position,
        ],
    )?;
    Ok(())
}

/// Takes a field away; tells whether it was there.
///
/// # Errors
/// If it cannot be deleted.
pub fn delete(session: &mut dyn Session, code: &SubjectField) -> Result<bool, Error> {
    let deleted = session.execute(
        "DELETE FROM subject_field WHERE code = ?1",
        &values![code.as_str()],
    )?;
    Ok(deleted == 1)
}

/// Returns every field, by its place among its siblings, then by code.
///
/// # Errors
/// If they cannot be read.
pub fn list(session: &mut dyn Session) -> Result<Vec<FieldOfLaw>, Error> {
    let sql = format!("SELECT {COLUMNS} FROM subject_field ORDER BY position, code");
    let rows = session.query(&sql, &[])?;
    rows.iter().map(field_of).collect()
}

fn field_of(row: &Row) -> Result<FieldOfLaw, Error> {
    let code = |name: &str| {
        name.parse()
            .map_err(|_| Error::damaged(format!("`{name}` is no subject field")))
    };
    let text = |column: usize| Ok::<_, Error>(row.optional_text(column)?.map(str::to_owned));
    Ok(FieldOfLaw {
        code: code(row.text(0)?)?,
        parent: row.optional_text(1)?.map(code).transpose()?,
        name_zh: row.text(2)?.to_owned(),
        name_bo: text(3)?,
        name_en: text(4)?,
        source: text(5)?,
        position: row.count(6)?,
    })
}
