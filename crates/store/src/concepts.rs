//! Reading concepts: the present ones, their revisions, and the ways to find them.

use std::collections::HashMap;

use glossary::{CollectionName, Concept, ConceptId, Lang, Workflow};

use crate::value::values;
use crate::{Act, Error, Row, Session, Value, body};

/// A concept as it is now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    /// Its id.
    pub id: ConceptId,
    /// Its revision, from 1.
    pub revision: u64,
    /// The revision that everybody reads; `None` if that is the newest one, because none is authorised.
    pub standing: Option<u64>,
    /// What it says.
    pub body: Concept,
    /// When this revision was written, in milliseconds since 1970-01-01T00:00:00Z.
    pub updated_at_ms: i64,
    /// The change that made this revision.
    pub seq: u64,
}

/// One revision of a concept, without what it said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RevisionEntry {
    /// Its number, from 1.
    pub revision: u64,
    /// The workflow state then; `None` if this revision took the concept away.
    pub workflow: Option<Workflow>,
    /// What it was written for.
    pub act: Act,
    /// Why.
    pub reason: Option<String>,
    /// The id of the batch that authorised it.
    pub batch: Option<String>,
    /// Who wrote it.
    pub author: String,
    /// When, in milliseconds since 1970-01-01T00:00:00Z.
    pub at_ms: i64,
    /// The change that made it.
    pub seq: u64,
}

/// One revision of a concept with what it said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revision {
    /// Number, author, time.
    pub entry: RevisionEntry,
    /// What the concept said then; `None` if this revision took it away.
    pub body: Option<Concept>,
}

/// How many concepts a work was a source of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceCount {
    /// The collection that brought it, if one did.
    pub collection: Option<CollectionName>,
    /// The work.
    pub title: String,
    /// The number of concepts.
    pub concepts: u64,
}

pub(crate) const COLUMNS: &str = "id, revision, body, updated_at_ms, seq, standing";
const REVISION_COLUMNS: &str = "revision, workflow, author, at_ms, seq, act, reason, batch";

/// How many ids one statement takes; a shorter list repeats its last id, so that the statement stays the same.
const IDS_PER_STATEMENT: usize = 32;

/// Returns the concept `id`, or `None` if there is none or it was deleted.
///
/// # Errors
/// If the concept cannot be read.
pub fn find(session: &mut dyn Session, id: ConceptId) -> Result<Option<Stored>, Error> {
    let rows = session.query(
        &format!("SELECT {COLUMNS} FROM concept WHERE id = ?1"),
        &values![id],
    )?;
    rows.first().map(stored_of).transpose()
}

/// Returns the concepts of `ids` in that order; those that do not exist are left out.
///
/// # Errors
/// If a concept cannot be read.
pub fn find_many(session: &mut dyn Session, ids: &[ConceptId]) -> Result<Vec<Stored>, Error> {
    let marks = (1..=IDS_PER_STATEMENT)
        .map(|n| format!("?{n}"))
        .collect::<Vec<_>>()
        .join(", ");
    let sql = format!("SELECT {COLUMNS} FROM concept WHERE id IN ({marks})");
    let mut found = HashMap::new();
    for chunk in ids.chunks(IDS_PER_STATEMENT) {
        let filler = chunk.last().copied();
        let padded = chunk
            .iter()
            .copied()
            .chain(std::iter::repeat_n(filler, IDS_PER_STATEMENT).flatten());
        let parameters: Vec<Value> = padded.take(IDS_PER_STATEMENT).map(Value::from).collect();
        for row in session.query(&sql, &parameters)? {
            let stored = stored_of(&row)?;
            found.insert(stored.id, stored);
        }
    }
    Ok(ids.iter().filter_map(|id| found.get(id).cloned()).collect())
}

/// Returns the revision `revision` of the concept `id`, also if the concept was deleted since.
///
/// # Errors
/// If the revision cannot be read.
pub fn find_revision(
    session: &mut dyn Session,
    id: ConceptId,
    revision: u64,
) -> Result<Option<Revision>, Error> {
    let rows = session.query(
        &format!(
            "SELECT {REVISION_COLUMNS}, body FROM concept_revision WHERE concept = ?1 AND revision = ?2"
        ),
        &values![id, revision],
    )?;
    let Some(row) = rows.first() else { return Ok(None) };
    let body = row
        .optional_text(8)?
        .map(|json| body::decode(id, revision, json))
        .transpose()?;
    Ok(Some(Revision {
        entry: entry_of(row)?,
        body,
    }))
}

/// Returns the concept that the concept `id` was joined into, if it was; that one may be gone itself by now.
///
/// # Errors
/// If it cannot be read.
pub fn merged_into(session: &mut dyn Session, id: ConceptId) -> Result<Option<ConceptId>, Error> {
    let rows = session.query(
        "SELECT target FROM change WHERE op = 'merge' AND id = ?1 AND kind = 'concept'",
        &values![id.to_string()],
    )?;
    let target = |row: &Row| {
        let name = row.text(0)?;
        name.parse()
            .map_err(|_| Error::damaged(format!("`{name}` is no id of a concept")))
    };
    rows.first().map(target).transpose()
}

/// Returns the batch that authorised the concept `id` last, up to its revision `revision`: also if only the spelling was
/// changed since, which needs none.
///
/// # Errors
/// If it cannot be read.
pub fn last_batch(session: &mut dyn Session, id: ConceptId, revision: u64) -> Result<Option<String>, Error> {
    let rows = session.query(
        "SELECT batch FROM concept_revision WHERE concept = ?1 AND revision <= ?2 AND act = 'authorise' \
         AND batch IS NOT NULL ORDER BY revision DESC LIMIT 1",
        &values![id, revision],
    )?;
    let batch = rows.first().map(|row| row.optional_text(0)).transpose()?;
    Ok(batch.flatten().map(str::to_owned))
}

/// Returns up to `limit` revisions of the concept `id`, newest first; those below `before` when it is given.
///
/// # Errors
/// If the revisions cannot be read.
pub fn list_revisions(
    session: &mut dyn Session,
    id: ConceptId,
    before: Option<u64>,
    limit: usize,
) -> Result<Vec<RevisionEntry>, Error> {
    let rows = session.query(
        &format!(
            "SELECT {REVISION_COLUMNS} FROM concept_revision \
             WHERE concept = ?1 AND revision < ?2 ORDER BY revision DESC LIMIT ?3"
        ),
        &values![id, before.unwrap_or(u64::MAX), limit],
    )?;
    rows.iter().map(entry_of).collect()
}

/// Returns every revision of the concepts with ids after `after` and up to `last`, by concept and number.
///
/// # Errors
/// If the revisions cannot be read.
pub fn revisions_between(
    session: &mut dyn Session,
    after: Option<ConceptId>,
    last: ConceptId,
) -> Result<Vec<(ConceptId, RevisionEntry)>, Error> {
    let rows = session.query(
        &format!(
            "SELECT {REVISION_COLUMNS}, concept FROM concept_revision \
             WHERE concept > ?1 AND concept <= ?2 ORDER BY concept, revision"
        ),
        &values![after.map_or(0, ConceptId::number), last],
    )?;
    rows.iter()
        .map(|row| Ok((ConceptId::new(row.count(8)?), entry_of(row)?)))
        .collect()
}

/// Returns what the concepts with ids after `after` and up to `last` said in each revision before the present one, by concept
/// and number. What was joined or deleted is left out.
///
/// # Errors
/// If the revisions cannot be read.
pub fn former_bodies_between(
    session: &mut dyn Session,
    after: Option<ConceptId>,
    last: ConceptId,
) -> Result<Vec<(ConceptId, u64, Concept)>, Error> {
    let rows = session.query(
        "SELECT r.concept, r.revision, r.body FROM concept_revision r JOIN concept c ON c.id = r.concept \
         WHERE r.concept > ?1 AND r.concept <= ?2 AND r.revision < c.revision AND r.body IS NOT NULL \
         ORDER BY r.concept, r.revision",
        &values![after.map_or(0, ConceptId::number), last],
    )?;
    let former = |row: &Row| {
        let (id, revision) = (ConceptId::new(row.count(0)?), row.count(1)?);
        Ok((id, revision, body::decode(id, revision, row.text(2)?)?))
    };
    rows.iter().map(former).collect()
}

/// Returns the concepts that have a term in `lang` with the key `key` (see [`glossary::term_key`]), by id.
///
/// # Errors
/// If the ids cannot be read.
pub fn ids_by_term_key(session: &mut dyn Session, lang: Lang, key: &str) -> Result<Vec<ConceptId>, Error> {
    let sql = "SELECT DISTINCT concept FROM concept_term WHERE lang = ?1 AND key = ?2 ORDER BY concept";
    ids(session, sql, &values![lang.as_str(), key])
}

/// Returns the concepts whose best Chinese term has the key `key`, by id.
///
/// # Errors
/// If the ids cannot be read.
pub fn ids_by_preferred_zh(session: &mut dyn Session, key: &str) -> Result<Vec<ConceptId>, Error> {
    let sql = "SELECT concept FROM concept_term WHERE lang = 'zh' AND key = ?1 AND rank = 0 ORDER BY concept";
    ids(session, sql, &values![key])
}

/// Returns the concepts that stand in `collection` under `number`, by id.
///
/// # Errors
/// If the ids cannot be read.
pub fn ids_by_membership(
    session: &mut dyn Session,
    collection: &CollectionName,
    number: &str,
) -> Result<Vec<ConceptId>, Error> {
    let sql = "SELECT DISTINCT concept FROM concept_membership \
               WHERE collection = ?1 AND number = ?2 ORDER BY concept";
    ids(session, sql, &values![collection.as_str(), number])
}

/// Returns the concepts of a collection, by id.
///
/// # Errors
/// If they cannot be read.
pub fn ids_in_collection(
    session: &mut dyn Session,
    collection: &CollectionName,
) -> Result<Vec<ConceptId>, Error> {
    let sql = "SELECT DISTINCT concept FROM concept_membership WHERE collection = ?1 ORDER BY concept";
    ids(session, sql, &values![collection.as_str()])
}

/// Returns up to `limit` concepts with ids after `after`, by id; from the first when it is `None`.
///
/// # Errors
/// If a concept cannot be read.
pub fn page_after(
    session: &mut dyn Session,
    after: Option<ConceptId>,
    limit: usize,
) -> Result<Vec<Stored>, Error> {
    let rows = session.query(
        &format!("SELECT {COLUMNS} FROM concept WHERE id > ?1 ORDER BY id LIMIT ?2"),
        &values![after.map_or(0, ConceptId::number), limit],
    )?;
    rows.iter().map(stored_of).collect()
}

/// Returns the number of concepts.
///
/// # Errors
/// If they cannot be counted.
pub fn count(session: &mut dyn Session) -> Result<u64, Error> {
    crate::session::one_count(session, "SELECT COUNT(*) FROM concept", &[])
}

/// Returns the number of concepts in each collection, by name.
///
/// # Errors
/// If they cannot be counted.
pub fn counts_by_collection(session: &mut dyn Session) -> Result<Vec<(CollectionName, u64)>, Error> {
    let rows = session.query(
        "SELECT collection, COUNT(DISTINCT concept) FROM concept_membership \
         GROUP BY collection ORDER BY collection",
        &[],
    )?;
    rows.iter()
        .map(|row| Ok((collection_of(row.text(0)?)?, row.count(1)?)))
        .collect()
}

/// Returns the number of concepts that each work was a source of, by collection (none first) and title.
///
/// # Errors
/// If they cannot be counted.
pub fn counts_by_source(session: &mut dyn Session) -> Result<Vec<SourceCount>, Error> {
    let rows = session.query(
        "SELECT collection, title, COUNT(*) FROM concept_source \
         GROUP BY collection, title ORDER BY collection NULLS FIRST, title",
        &[],
    )?;
    let source = |row: &Row| {
        Ok(SourceCount {
            collection: row.optional_text(0)?.map(collection_of).transpose()?,
            title: row.text(1)?.to_owned(),
            concepts: row.count(2)?,
        })
    };
    rows.iter().map(source).collect()
}

fn ids(session: &mut dyn Session, sql: &str, parameters: &[Value]) -> Result<Vec<ConceptId>, Error> {
    let rows = session.query(sql, parameters)?;
    rows.iter().map(|row| Ok(ConceptId::new(row.count(0)?))).collect()
}

pub(crate) fn stored_of(row: &Row) -> Result<Stored, Error> {
    let (id, revision) = (ConceptId::new(row.count(0)?), row.count(1)?);
    Ok(Stored {
        id,
        revision,
        standing: row.optional_count(5)?,
        body: body::decode(id, revision, row.text(2)?)?,
        updated_at_ms: row.integer(3)?,
        seq: row.count(4)?,
    })
}

fn entry_of(row: &Row) -> Result<RevisionEntry, Error> {
    let workflow = |name: &str| {
        name.parse::<Workflow>()
            .map_err(|_| Error::damaged(format!("`{name}` is no workflow state")))
    };
    Ok(RevisionEntry {
        revision: row.count(0)?,
        workflow: row.optional_text(1)?.map(workflow).transpose()?,
        act: row.text(5)?.parse()?,
        reason: row.optional_text(6)?.map(str::to_owned),
        batch: row.optional_text(7)?.map(str::to_owned),
        author: row.text(2)?.to_owned(),
        at_ms: row.integer(3)?,
        seq: row.count(4)?,
    })
}

fn collection_of(name: &str) -> Result<CollectionName, Error> {
    name.parse().map_err(|err| Error::damaged(format!("{err}")))
}
