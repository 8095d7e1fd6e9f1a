//! Authorising every concept of a batch in one act.

use access::{AuthoriseGlossary, Permit};
use glossary::ConceptId;
use glossary::workflow::Act as Step;
use store::batches::{self, Authorised, Batch, BatchItem};
use store::{Stamp, Tx, concepts, spelling_changes};

use super::{MAX_ITEMS, open_batch, put};
use crate::audit::{self, AuditEvent};
use crate::editing::{Moving, newest_of};
use crate::{App, Error};

/// What authorising a batch came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BatchAuthorised {
    /// The batch's new revision.
    pub revision: u64,
    /// How many concepts were authorised.
    pub concepts: u64,
    /// How many spellings it makes known.
    pub spellings: u64,
    /// The last change: what `min_seq` waits for.
    pub seq: u64,
}

/// Why a concept keeps its batch from being authorised.
#[derive(Debug, thiserror::Error)]
#[error("`{id}`: {why}")]
pub struct BatchObstacle {
    /// The concept.
    pub id: ConceptId,
    /// What is in the way.
    pub why: Box<Error>,
}

impl App {
    /// Authorises every concept of a batch, all or none, and makes known the spellings that wait.
    ///
    /// # Errors
    /// [`Error::BatchObstacles`] with each concept that keeps it from being authorised; [`Error::BatchUndecided`],
    /// [`Error::BatchEmpty`], [`Error::BatchClosed`], [`Error::StaleBatch`], [`Error::NoSuchBatch`].
    pub fn authorise_batch(
        &self,
        permit: &Permit<AuthoriseGlossary>,
        id: &str,
        expected: u64,
    ) -> Result<BatchAuthorised, Error> {
        let stamp = Stamp {
            author: permit.actor().name(),
            at_ms: self.clock.now_ms(),
        };
        let event = AuditEvent::done("authorise-batch").on("batch", id);
        let noted = self.audit_entry(permit.actor(), &event)?;
        let id = id.to_owned();
        let done = self.write_noted(move |tx| {
            let batch = open_batch(tx, &id, Some(expected))?;
            if batch.decided_on.is_none() || batch.decision.is_none() {
                return Err(Error::BatchUndecided(batch.number));
            }
            let concepts = authorise_items(tx, &batch, &stamp)?;
            let spellings = spelling_changes::take_into(tx, &id)?;
            let seq = tx.last_seq();
            let authorised = Authorised {
                by: stamp.author.clone(),
                at_ms: stamp.at_ms,
                seq,
            };
            let revision = batches::close(tx, &id, expected, &authorised)?;
            audit::append(tx, &noted)?;
            Ok(BatchAuthorised {
                revision,
                concepts,
                spellings,
                seq,
            })
        })?;
        self.indexer.wake();
        Ok(done)
    }
}

/// Authorises the concepts of `batch` that are not yet, and returns how many.
fn authorise_items(tx: &mut Tx<'_>, batch: &Batch, stamp: &Stamp) -> Result<u64, Error> {
    let items = batches::items(tx, &batch.id, None, MAX_ITEMS + 1)?;
    if items.is_empty() {
        return Err(Error::BatchEmpty(batch.number.clone()));
    }
    let (mut count, mut obstacles) = (0, Vec::new());
    for item in items {
        match authorise(tx, batch, item, stamp) {
            Ok(is_new) => count += u64::from(is_new),
            Err(Error::Store(error)) => return Err(Error::Store(error)),
            Err(why) => obstacles.push(BatchObstacle {
                id: item.concept,
                why: Box::new(why),
            }),
        }
    }
    if obstacles.is_empty() {
        Ok(count)
    } else {
        Err(Error::BatchObstacles(obstacles))
    }
}

/// Authorises one concept of a batch; false if that was done one by one before.
fn authorise(tx: &mut Tx<'_>, batch: &Batch, item: BatchItem, stamp: &Stamp) -> Result<bool, Error> {
    let found = concepts::find_revision(tx, item.concept, item.revision)?;
    if found.is_some_and(|found| found.entry.batch.as_deref() == Some(&batch.id)) {
        return Ok(false);
    }
    let known = newest_of(tx, item.concept)?;
    if known.revision != item.revision {
        return Err(Error::StaleConcept {
            id: item.concept,
            expected: item.revision,
            current: known.revision,
        });
    }
    let act = Moving {
        step: Step::Authorise,
        reason: None,
        batch: Some(batch),
        stamp,
    };
    let stored = act.perform(tx, &known)?;
    put(tx, &batch.id, &stored)?;
    Ok(true)
}
