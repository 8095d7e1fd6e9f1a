//! How far the concepts of each collection have come.

use glossary::{CollectionName, Workflow};

use crate::{Error, Row, Session};

/// How many concepts of a collection have come as far, of those with or without a Tibetan form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CoverageCount {
    /// The collection.
    pub collection: CollectionName,
    /// How far they have come: `authorised` also while a successor is drafted.
    pub workflow: Workflow,
    /// Whether they have a Tibetan form.
    pub has_bo: bool,
    /// How many.
    pub concepts: u64,
}

/// A concept is counted once in a collection, however often it stands there.
const COUNT: &str = "SELECT m.collection, \
     CASE WHEN c.standing IS NULL THEN c.workflow ELSE 'authorised' END AS come, \
     CASE WHEN EXISTS (SELECT 1 FROM concept_term t WHERE t.concept = c.id AND t.lang = 'bo') THEN 1 ELSE 0 END AS has_bo, \
     COUNT(*) \
     FROM (SELECT DISTINCT collection, concept FROM concept_membership) m JOIN concept c ON c.id = m.concept \
     GROUP BY m.collection, come, has_bo ORDER BY m.collection, come, has_bo";

/// Counts the concepts of every collection by how far they have come; ordered by collection.
///
/// # Errors
/// If they cannot be counted.
pub fn count(session: &mut dyn Session) -> Result<Vec<CoverageCount>, Error> {
    let rows = session.query(COUNT, &[])?;
    rows.iter().map(count_of).collect()
}

fn count_of(row: &Row) -> Result<CoverageCount, Error> {
    let (collection, workflow) = (row.text(0)?, row.text(1)?);
    Ok(CoverageCount {
        collection: collection
            .parse()
            .map_err(|err| Error::damaged(format!("{err}")))?,
        workflow: workflow
            .parse()
            .map_err(|_| Error::damaged(format!("`{workflow}` is no workflow state")))?,
        has_bo: row.integer(2)? != 0,
        concepts: row.count(3)?,
    })
}
