//! Two people who set out from one revision: what the second one needs to go on without losing anything.

use glossary::diff::{self, FieldMerge};
use glossary::{Concept, ConceptId};
use store::{RevisionEntry, concepts};

use super::newest_of_session;
use crate::{App, Error, Permit, WriteGlossary};

/// What somebody else saved meanwhile, beside what whoever comes second has written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Collision {
    /// The newest revision, which the other one has saved.
    pub current: u64,
    /// What both set out from.
    pub base: Concept,
    /// What the newest revision says.
    pub theirs: Concept,
    /// Who wrote it.
    pub author: String,
    /// When, in milliseconds since 1970.
    pub at_ms: i64,
    /// Every field that one of both changed, but for how far the concept has come.
    pub fields: Vec<FieldMerge>,
}

impl App {
    /// Compares `mine`, written on the revision `base`, with what has been saved since.
    ///
    /// # Errors
    /// [`Error::NoSuchConcept`], [`Error::Merged`]; [`Error::NoSuchRevision`] if there is no revision `base`.
    pub fn compare_with_newest(
        &self,
        _: &Permit<WriteGlossary>,
        id: ConceptId,
        base: u64,
        mine: &Concept,
    ) -> Result<Collision, Error> {
        self.store.read(|session| {
            let newest = newest_of_session(session, id)?;
            let missing = |revision| Error::NoSuchRevision { id, revision };
            let of = |found: Option<store::Revision>| found.and_then(|found| found.body);
            let base = of(concepts::find_revision(session, id, base)?).ok_or(missing(base))?;
            let entry: RevisionEntry = concepts::find_revision(session, id, newest.revision)?
                .ok_or(missing(newest.revision))?
                .entry;
            let seen = |concept: &Concept| self.editors_view(concept).ok_or(Error::NoSuchConcept(id));
            let (base, theirs) = (seen(&base)?, seen(&newest.body)?);
            // A draft is what both write; who moved the concept on is told by the history.
            let mine = Concept {
                workflow: base.workflow,
                ..mine.clone()
            };
            let mut fields = diff::three_way(&base, &mine, &theirs);
            fields.retain(|field| field.field != "workflow");
            Ok(Collision {
                current: newest.revision,
                base,
                theirs,
                author: entry.author,
                at_ms: entry.at_ms,
                fields,
            })
        })
    }
}
