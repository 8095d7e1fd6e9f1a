//! What became of a concept, revision by revision.

use access::ReadDrafts;
use glossary::{ConceptId, Workflow};
use store::{Act, concepts, shown};

use crate::{App, Error, Permit, ReadGlossary};

/// How many revisions are listed at most.
const MAX_REVISIONS: usize = 100;

/// A line of a concept's history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RevisionLine {
    /// Its number, from 1.
    pub revision: u64,
    /// How far the concept had come; `None` if this revision took it away.
    pub workflow: Option<Workflow>,
    /// What it was written for.
    pub act: Act,
    /// Why, for those who may read drafts.
    pub reason: Option<String>,
    /// The id of the batch that authorised it.
    pub batch: Option<String>,
    /// Who wrote it, for those who may read drafts.
    pub author: Option<String>,
    /// When it was written, in milliseconds since 1970.
    pub at_ms: i64,
    /// The change that made it.
    pub seq: u64,
}

impl App {
    /// Returns the history of a concept, newest first, at most a hundred lines below `before`.
    ///
    /// Without the right to read drafts it ends with the revision that everybody reads.
    ///
    /// # Errors
    /// [`Error::NoSuchConcept`] if there is none for the caller.
    pub fn list_revisions(
        &self,
        _: &Permit<ReadGlossary>,
        id: ConceptId,
        before: Option<u64>,
        drafts: Option<&Permit<ReadDrafts>>,
    ) -> Result<Vec<RevisionLine>, Error> {
        self.store.read(|session| {
            let stands = shown::find(session, id)?.ok_or(Error::NoSuchConcept(id))?;
            if self.public_view(&stands.body).is_none() {
                return Err(Error::NoSuchConcept(id));
            }
            let end = if drafts.is_some() {
                stands.newest
            } else {
                stands.revision
            };
            let before = before.unwrap_or(u64::MAX).min(end + 1);
            let lines = concepts::list_revisions(session, id, Some(before), MAX_REVISIONS)?;
            let line = |entry: concepts::RevisionEntry| RevisionLine {
                revision: entry.revision,
                workflow: entry.workflow,
                act: entry.act,
                reason: entry.reason.filter(|_| drafts.is_some()),
                batch: entry.batch,
                author: Some(entry.author).filter(|_| drafts.is_some()),
                at_ms: entry.at_ms,
                seq: entry.seq,
            };
            Ok(lines.into_iter().map(line).collect())
        })
    }
}
