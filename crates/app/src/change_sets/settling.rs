//! Reviewing what a change set wrote, and putting it into a batch, by one act.

use access::{Permit, ReviewGlossary};
use glossary::workflow::Act as Step;
use glossary::{ConceptId, Workflow};
use store::{Stamp, batches};

use super::{as_written, entry};
use crate::audit::{self, AuditEvent};
use crate::batches::{BatchObstacle, MAX_ITEMS, open_batch, put};
use crate::editing::Moving;
use crate::{App, Error};

/// What came of settling a change set.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ChangeSetSettled {
    /// The concepts that stand in the batch now, reviewed.
    pub put: Vec<ConceptId>,
    /// Those that somebody has edited since, or that are gone: they are to be looked at one by one.
    pub left: Vec<ConceptId>,
}

impl App {
    /// Finds right what a change set wrote, and puts it into an open batch: every concept that says what the set wrote, all of
    /// them or none. What was authorised since needs nothing and is passed over.
    ///
    /// # Errors
    /// [`Error::NoSuchChangeSet`]; [`Error::ChangeSetUndone`]; [`Error::BatchObstacles`] with each concept that cannot be
    /// reviewed, such as by whoever made the change set; [`Error::BatchClosed`], [`Error::NoSuchBatch`],
    /// [`Error::BatchFull`].
    pub fn settle_change_set(
        &self,
        permit: &Permit<ReviewGlossary>,
        id: &str,
        batch: &str,
    ) -> Result<ChangeSetSettled, Error> {
        let stamp = Stamp {
            author: permit.actor().name(),
            at_ms: self.clock.now_ms(),
        };
        let event = AuditEvent::done("settle-change-set").on("change-set", id);
        let noted = self.audit_entry(permit.actor(), &event.detail(format!("batch {batch}")))?;
        let (id, batch) = (id.to_owned(), batch.to_owned());
        let settled = self.write_noted(move |tx| {
            let made = entry(tx, &id)?;
            if made.set.undone.is_some() {
                return Err(Error::ChangeSetUndone);
            }
            let batch = open_batch(tx, &batch, None)?;
            let review = Moving {
                step: Step::Review,
                reason: None,
                batch: None,
                stamp: &stamp,
            };
            let (mut settled, mut obstacles) = (ChangeSetSettled::default(), Vec::new());
            for changed in made.concepts {
                let reviewed = match as_written(tx, changed)? {
                    None => {
                        settled.left.push(changed.concept);
                        continue;
                    }
                    Some(known) if known.body.workflow == Workflow::Draft => review.perform(tx, &known),
                    Some(known) if known.body.workflow == Workflow::Reviewed => Ok(known),
                    Some(_) => continue,
                };
                match reviewed {
                    Ok(stored) => {
                        put(tx, &batch.id, &stored)?;
                        settled.put.push(stored.id);
                    }
                    Err(why @ (Error::Workflow(_) | Error::Invalid(_))) => obstacles.push(BatchObstacle {
                        id: changed.concept,
                        why: Box::new(why),
                    }),
                    Err(other) => return Err(other),
                }
            }
            if !obstacles.is_empty() {
                return Err(Error::BatchObstacles(obstacles));
            }
            if batches::count_items(tx, &batch.id)? > MAX_ITEMS as u64 {
                return Err(Error::BatchFull { most: MAX_ITEMS });
            }
            audit::append(tx, &noted)?;
            Ok(settled)
        })?;
        self.indexer.wake();
        Ok(settled)
    }
}
