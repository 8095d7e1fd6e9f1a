//! Reading one concept: as it stands, as it is being drafted, as it was, or as an edition has it.

mod alike;
mod comparing;
mod history;
mod list;
mod version;

use access::ReadDrafts;
use glossary::{BatchKind, Concept, ConceptId, Lang, RelationKind, Visibility, Workflow};
use store::shown::{self, Shown};
use store::{Session, batches, concepts};

use crate::search_answer::Part;
use crate::view::ConceptSummary;
use crate::{App, Error, Permit, ReadGlossary};

pub use comparing::Comparison;
pub use history::RevisionLine;
pub use list::{ConceptFilter, ConceptPage, FetchedConcepts, MAX_FETCHED};
pub use version::Version;

/// How often a concept that a relation names is followed to the one that it was joined into.
const MAX_JOINED: usize = 16;

/// A concept with what belongs to it.
#[derive(Debug, Clone)]
pub struct ConceptEntry {
    /// Its id.
    pub id: ConceptId,
    /// The revision shown.
    pub revision: u64,
    /// The revision that everybody reads.
    pub standing: u64,
    /// The newest revision, for those who may read drafts; another one than `standing` if a successor is being drafted.
    pub newest: Option<u64>,
    /// What it says, without collections that are hidden here, and without notes for editors except for editors.
    pub concept: Concept,
    /// When this revision was written, in milliseconds since 1970.
    pub updated_at_ms: i64,
    /// The change that made it.
    pub seq: u64,
    /// Who authorised this revision, or the one from which it differs in spelling only; `None` if it is not authorised.
    pub authority: Option<Authority>,
    /// The concepts it stands in relation to.
    pub related: Vec<(RelationKind, ConceptSummary)>,
    /// Without Tibetan: the longest parts of its Chinese name that have some. No official rendering.
    pub parts: Vec<Part>,
}

/// The act by which a revision was authorised. Dates are civil dates, `YYYY-MM-DD`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Authority {
    /// The id of the batch.
    pub batch: String,
    /// How the batch came to its authority.
    pub kind: BatchKind,
    /// Its number.
    pub number: String,
    /// The body that decided.
    pub committee: String,
    /// The day of the decision.
    pub decided_on: Option<String>,
    /// The number of the decision.
    pub decision: Option<String>,
    /// The work in which it was published before it came in here.
    pub title: Option<String>,
    /// Whether only the spelling was changed since, by the short way.
    pub is_respelled: bool,
}

impl App {
    /// Returns a concept in the version that is asked for. `drafts` is the right to read what is being drafted.
    ///
    /// # Errors
    /// [`Error::NoSuchConcept`], [`Error::Merged`], [`Error::NoSuchRevision`], [`Error::NoSuchEdition`],
    /// [`Error::NotInEdition`].
    pub fn find_concept(
        &self,
        _: &Permit<ReadGlossary>,
        id: ConceptId,
        version: Version,
        drafts: Option<&Permit<ReadDrafts>>,
    ) -> Result<ConceptEntry, Error> {
        self.store.read(|session| {
            let found = version::find(session, id, version, drafts.is_some())?;
            let concept = self
                .view_for(&found.body, drafts)
                .ok_or(Error::NoSuchConcept(id))?;
            let authority = match concept.workflow {
                Workflow::Authorised => authority_of(session, id, found.revision, found.batch.as_deref())?,
                _ => None,
            };
            let related = self.related(session, &concept)?;
            let parts = match concept.preferred(Lang::Zh) {
                Some(name) if concept.preferred(Lang::Bo).is_none() => self.look_up.parts(name)?,
                _ => Vec::new(),
            };
            Ok(ConceptEntry {
                id,
                revision: found.revision,
                standing: found.standing,
                newest: drafts.map(|_| found.newest),
                concept,
                updated_at_ms: found.at_ms,
                seq: found.seq,
                authority,
                related,
                parts,
            })
        })
    }

    fn related(
        &self,
        session: &mut dyn Session,
        concept: &Concept,
    ) -> Result<Vec<(RelationKind, ConceptSummary)>, Error> {
        let mut related: Vec<(RelationKind, ConceptSummary)> = Vec::new();
        for relation in &concept.relations {
            let Some(other) = shown_or_joined(session, relation.id)? else {
                continue;
            };
            // Two that were joined are one now.
            let is_known = related
                .iter()
                .any(|(kind, summary)| (*kind, summary.id) == (relation.kind, other.id));
            if let Some(seen) = self.public_view(&other.body).filter(|_| !is_known) {
                related.push((relation.kind, ConceptSummary::of(other.id, other.revision, &seen)));
            }
        }
        Ok(related)
    }

    /// Returns what everyone may read of a concept; `None` if that is nothing.
    pub(crate) fn public_view(&self, concept: &Concept) -> Option<Concept> {
        let mut shown = concept.without_collections(&self.hidden)?;
        shown.notes.retain(|note| note.visibility == Visibility::Public);
        Some(shown)
    }

    /// Returns what those who edit may read of a concept, which is all but hidden collections; `None` if that is nothing.
    pub(crate) fn editors_view(&self, concept: &Concept) -> Option<Concept> {
        concept.without_collections(&self.hidden)
    }

    /// As [`editors_view`](Self::editors_view) with the right to read drafts, else what everyone may read.
    fn view_for(&self, concept: &Concept, drafts: Option<&Permit<ReadDrafts>>) -> Option<Concept> {
        match drafts {
            Some(_) => self.editors_view(concept),
            None => self.public_view(concept),
        }
    }
}

/// Returns the concept `id`, or the one that it was joined into, as everybody reads it; `None` if that is gone too.
fn shown_or_joined(session: &mut dyn Session, id: ConceptId) -> Result<Option<Shown>, Error> {
    let mut at = id;
    for _ in 0..MAX_JOINED {
        if let Some(found) = shown::find(session, at)? {
            return Ok(Some(found));
        }
        match concepts::merged_into(session, at)? {
            Some(into) => at = into,
            None => return Ok(None),
        }
    }
    Ok(None)
}

/// Returns who authorised an authorised revision, of which `batch` is the batch; where only its spelling was changed, the
/// batch that authorised the wording.
fn authority_of(
    session: &mut dyn Session,
    id: ConceptId,
    revision: u64,
    batch: Option<&str>,
) -> Result<Option<Authority>, Error> {
    if let Some(batch) = batch {
        return authority(session, batch);
    }
    let Some(batch) = concepts::last_batch(session, id, revision)? else {
        return Ok(None);
    };
    let found = authority(session, &batch)?;
    Ok(found.map(|found| Authority {
        is_respelled: true,
        ..found
    }))
}

pub(crate) fn authority(session: &mut dyn Session, id: &str) -> Result<Option<Authority>, Error> {
    let found = batches::find(session, id)?;
    Ok(found.map(|batch| Authority {
        batch: batch.id,
        kind: batch.kind,
        number: batch.number,
        committee: batch.committee,
        decided_on: batch.decided_on,
        decision: batch.decision,
        title: batch.title,
        is_respelled: false,
    }))
}
