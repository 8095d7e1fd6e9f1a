//! Reading one concept, as it is or as it was.

use glossary::{Concept, ConceptId, Lang, RelationKind, Visibility};
use store::concepts;

use crate::search_answer::Part;
use crate::view::ConceptSummary;
use crate::{App, Error, Permit, ReadGlossary};

/// How many revisions are listed at most.
const MAX_REVISIONS: usize = 100;

/// A concept with what belongs to it.
#[derive(Debug, Clone)]
pub struct ConceptEntry {
    /// Its id.
    pub id: ConceptId,
    /// The revision shown.
    pub revision: u64,
    /// What it says, without notes for editors and without collections that are hidden here.
    pub concept: Concept,
    /// When this revision was written, in milliseconds since 1970.
    pub updated_at_ms: i64,
    /// The change that made it.
    pub seq: u64,
    /// The concepts it stands in relation to.
    pub related: Vec<(RelationKind, ConceptSummary)>,
    /// Without Tibetan: the longest parts of its Chinese name that have some. No official rendering.
    pub parts: Vec<Part>,
}

/// A line of a concept's history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RevisionLine {
    /// Its number, from 1.
    pub revision: u64,
    /// How far the concept had come; `None` if this revision took it away.
    pub workflow: Option<glossary::Workflow>,
    /// When it was written, in milliseconds since 1970.
    pub at_ms: i64,
    /// The change that made it.
    pub seq: u64,
}

impl App {
    /// Returns a concept, in `revision` if one is given.
    ///
    /// # Errors
    /// If there is no such concept or revision for the caller.
    pub fn find_concept(
        &self,
        _: &Permit<ReadGlossary>,
        id: ConceptId,
        revision: Option<u64>,
    ) -> Result<ConceptEntry, Error> {
        self.store.read(|session| {
            let current = concepts::find(session, id)?.ok_or(Error::NoSuchConcept(id))?;
            let (number, body, at_ms, seq) = match revision {
                Some(number) if number != current.revision => {
                    let missing = Error::NoSuchRevision { id, revision: number };
                    let found = concepts::find_revision(session, id, number)?;
                    match found.and_then(|f| Some((f.entry, f.body?))) {
                        Some((entry, body)) => (entry.revision, body, entry.at_ms, entry.seq),
                        None => return Err(missing),
                    }
                }
                _ => (current.revision, current.body, current.updated_at_ms, current.seq),
            };
            let concept = self.public_view(&body).ok_or(Error::NoSuchConcept(id))?;
            let mut related = Vec::new();
            for relation in &concept.relations {
                let Some(other) = concepts::find(session, relation.id)? else {
                    continue;
                };
                if let Some(shown) = self.public_view(&other.body) {
                    related.push((
                        relation.kind,
                        ConceptSummary::of(other.id, other.revision, &shown),
                    ));
                }
            }
            let parts = match concept.preferred(Lang::Zh) {
                Some(name) if concept.preferred(Lang::Bo).is_none() => self.look_up.parts(name)?,
                _ => Vec::new(),
            };
            Ok(ConceptEntry {
                id,
                revision: number,
                concept,
                updated_at_ms: at_ms,
                seq,
                related,
                parts,
            })
        })
    }

    /// Returns the history of a concept, newest first, at most a hundred lines below `before`.
    ///
    /// # Errors
    /// If there is no such concept for the caller.
    pub fn list_revisions(
        &self,
        permit: &Permit<ReadGlossary>,
        id: ConceptId,
        before: Option<u64>,
    ) -> Result<Vec<RevisionLine>, Error> {
        self.find_concept(permit, id, None)?;
        let lines = self
            .store
            .read(|session| concepts::list_revisions(session, id, before, MAX_REVISIONS))?;
        let line = |l: concepts::RevisionEntry| RevisionLine {
            revision: l.revision,
            workflow: l.workflow,
            at_ms: l.at_ms,
            seq: l.seq,
        };
        Ok(lines.into_iter().map(line).collect())
    }

    /// Returns what everyone may read of a concept; `None` if that is nothing.
    pub(crate) fn public_view(&self, concept: &Concept) -> Option<Concept> {
        let mut shown = concept.without_collections(&self.hidden)?;
        shown.notes.retain(|note| note.visibility == Visibility::Public);
        Some(shown)
    }
}
