//! What waits for somebody who edits.

use access::{Permit, ReadDrafts};
use glossary::{Concept, ConceptId, Lang};
use store::waiting::{self, WaitingConcept};

use crate::{App, Error};

/// For whom a concept waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WaitsFor {
    /// For whoever asks, who wrote what was sent back.
    Author,
    /// For whoever asks, who wrote nothing of it and could review it.
    Reviewer,
    /// For a batch: it is reviewed, and no open batch has it.
    Batch,
}

/// A concept that waits. Names are those of the newest revision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WaitingLine {
    /// The concept.
    pub id: ConceptId,
    /// Its newest revision.
    pub revision: u64,
    /// Whether an earlier revision stands, of which this is the successor.
    pub is_successor: bool,
    /// Its Chinese name.
    pub zh: Option<String>,
    /// Its Tibetan name.
    pub bo: Option<String>,
    /// Who wrote the revision.
    pub author: String,
    /// Why.
    pub reason: Option<String>,
    /// When, in milliseconds since 1970.
    pub at_ms: i64,
    /// The change that made it: where the next page begins.
    pub seq: u64,
}

impl App {
    /// Lists up to `limit` concepts that wait for whoever holds `permit`, the last written first; those below the change
    /// `before` when it is given.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub fn list_waiting(
        &self,
        permit: &Permit<ReadDrafts>,
        waits_for: WaitsFor,
        before: Option<u64>,
        limit: usize,
    ) -> Result<Vec<WaitingLine>, Error> {
        let name = permit.actor().name();
        let waiting = match waits_for {
            WaitsFor::Author => waiting::Waiting::SentBackTo(&name),
            WaitsFor::Reviewer => waiting::Waiting::ForReviewerOtherThan(&name),
            WaitsFor::Batch => waiting::Waiting::ForBatch,
        };
        let found = self
            .store
            .read(|session| waiting::list(session, waiting, before, limit))?;
        let seen = |found: WaitingConcept| Some(line(&self.editors_view(&found.stored.body)?, &found));
        Ok(found.into_iter().filter_map(seen).collect())
    }
}

fn line(seen: &Concept, found: &WaitingConcept) -> WaitingLine {
    let name = |lang| seen.preferred(lang).map(str::to_owned);
    WaitingLine {
        id: found.stored.id,
        revision: found.stored.revision,
        is_successor: found.stored.standing.is_some(),
        zh: name(Lang::Zh),
        bo: name(Lang::Bo),
        author: found.author.clone(),
        reason: found.reason.clone(),
        at_ms: found.stored.updated_at_ms,
        seq: found.stored.seq,
    }
}
