//! Writing concepts: drafting, taking up an earlier text, joining two, taking a draft away.
//!
//! Whatever is drafted here leaves what stands as it is: everybody goes on reading the authorised revision.

mod collision;
mod confusable;
mod create;
mod delete;
mod input;
mod merge;
mod next_steps;
mod restore;
mod standing;
mod transition;
mod update;
mod waiting;

pub use collision::Collision;
pub(crate) use confusable::keep_mutual;
pub use create::Written;
pub use input::{read_concept, read_concept_telling};
pub use merge::Joining;
pub use next_steps::NextSteps;
pub(crate) use transition::Moving;
pub use transition::{Mandate, Transition};
pub use waiting::{WaitingLine, WaitsFor};

use glossary::{Concept, ConceptId, Workflow, rules};
use store::{Session, Stored, Tx, concepts};

use crate::Error;

/// Most characters of a reason.
const MAX_REASON_CHARS: usize = 500;

/// Returns the newest revision of a concept, which has to be `expected`.
///
/// # Errors
/// [`Error::Merged`] or [`Error::NoSuchConcept`] if it is gone; [`Error::StaleConcept`] if it is not at `expected`.
pub(crate) fn newest(tx: &mut Tx<'_>, id: ConceptId, expected: u64) -> Result<Stored, Error> {
    let stored = newest_of(tx, id)?;
    if stored.revision == expected {
        return Ok(stored);
    }
    Err(Error::StaleConcept {
        id,
        expected,
        current: stored.revision,
    })
}

/// Returns the newest revision of a concept.
///
/// # Errors
/// [`Error::Merged`] or [`Error::NoSuchConcept`] if it is gone.
pub(crate) fn newest_of(tx: &mut Tx<'_>, id: ConceptId) -> Result<Stored, Error> {
    newest_of_session(tx, id)
}

/// As [`newest_of`], for whoever only reads.
fn newest_of_session(session: &mut dyn Session, id: ConceptId) -> Result<Stored, Error> {
    if let Some(stored) = concepts::find(session, id)? {
        return Ok(stored);
    }
    Err(match concepts::merged_into(session, id)? {
        Some(into) => Error::Merged { id, into },
        None => Error::NoSuchConcept(id),
    })
}

/// Refuses an entry that breaks rules.
pub(crate) fn expect_rules(concept: &Concept) -> Result<(), Error> {
    let violations = rules::check(concept);
    if violations.is_empty() {
        Ok(())
    } else {
        Err(Error::Invalid(violations))
    }
}

/// Refuses relations to itself and to what is not there. A relation that was there before is left alone: what it led to may be
/// gone since, and is no reason to refuse another correction. What was joined into another one leads there.
pub(crate) fn expect_relations(
    session: &mut dyn Session,
    id: Option<ConceptId>,
    before: Option<&Concept>,
    concept: &Concept,
) -> Result<(), Error> {
    let mut violations = id.map_or_else(Vec::new, |id| rules::check_numbered(id, concept));
    let was_there = |other| before.is_some_and(|before| before.relations.iter().any(|r| r.id == other));
    violations.extend(rules::check_related(concept, &mut |other| {
        let is_there = was_there(other)
            || id == Some(other)
            || concepts::find(session, other)?.is_some()
            || concepts::merged_into(session, other)?.is_some();
        Ok::<_, Error>(is_there)
    })?);
    if violations.is_empty() {
        Ok(())
    } else {
        Err(Error::Invalid(violations))
    }
}

/// Returns what a person drafts: a draft whatever it says of itself, because no body has approved it yet.
pub(crate) fn draft_of(concept: Concept) -> Concept {
    Concept {
        workflow: Workflow::Draft,
        ..concept
    }
}

/// Returns a line that somebody typed: without outer space and control characters, at most so many characters long.
pub(crate) fn line_of(text: &str, most: usize) -> String {
    let visible = text.chars().map(|c| if c.is_control() { ' ' } else { c });
    let line: String = visible.collect();
    line.trim().chars().take(most).collect()
}

/// Returns a reason as a [line](line_of).
///
/// # Errors
/// [`Error::ReasonMissing`] if it is empty.
pub(crate) fn reason_of(reason: &str) -> Result<String, Error> {
    let reason = line_of(reason, MAX_REASON_CHARS);
    if reason.is_empty() {
        return Err(Error::ReasonMissing);
    }
    Ok(reason)
}
