//! Putting concepts into an open batch, and taking them out.

use access::{Permit, ReviewGlossary};
use glossary::workflow::WorkflowFault;
use glossary::{BatchKind, ConceptId, Workflow};
use store::{Session, Stored, batches, concepts};

use super::{BatchObstacle, MAX_ITEMS, open_batch, put};
use crate::audit::{self, AuditEvent};
use crate::{App, Error};

/// How many concepts are put into a batch at once.
pub const MAX_PUT: usize = 500;

impl App {
    /// Puts concepts into an open batch: of each the newest revision, which has to be reviewed.
    ///
    /// # Errors
    /// [`Error::BatchObstacles`] with each concept that cannot be; nothing is put in then. [`Error::BatchClosed`],
    /// [`Error::NoSuchBatch`], [`Error::BatchFull`].
    pub fn put_in_batch(
        &self,
        permit: &Permit<ReviewGlossary>,
        id: &str,
        concepts: &[ConceptId],
    ) -> Result<u64, Error> {
        let event = AuditEvent::done("put-in-batch").on("batch", id);
        let noted = self.audit_entry(
            permit.actor(),
            &event.detail(format!("{} concepts", concepts.len())),
        )?;
        let (id, concepts) = (id.to_owned(), concepts.to_vec());
        self.write_noted(move |session| {
            let batch = open_batch(session, &id, None)?;
            let mut obstacles = Vec::new();
            for concept in &concepts {
                match reviewed(session, *concept, batch.kind) {
                    Ok(stored) => put(session, &id, &stored)?,
                    Err(why) => obstacles.push(BatchObstacle {
                        id: *concept,
                        why: Box::new(why),
                    }),
                }
            }
            if !obstacles.is_empty() {
                return Err(Error::BatchObstacles(obstacles));
            }
            let count = batches::count_items(session, &id)?;
            if count > MAX_ITEMS as u64 {
                return Err(Error::BatchFull { most: MAX_ITEMS });
            }
            audit::append(session, &noted)?;
            Ok(count)
        })
    }

    /// Takes a concept out of an open batch; tells whether it stood there.
    ///
    /// # Errors
    /// [`Error::BatchClosed`], [`Error::NoSuchBatch`].
    pub fn take_from_batch(
        &self,
        permit: &Permit<ReviewGlossary>,
        id: &str,
        concept: ConceptId,
    ) -> Result<bool, Error> {
        let event = AuditEvent::done("take-from-batch").on("batch", id);
        let noted = self.audit_entry(permit.actor(), &event.detail(concept.to_string()))?;
        let id = id.to_owned();
        self.write_noted(move |session| {
            open_batch(session, &id, None)?;
            let was_there = batches::remove_item(session, &id, concept)?;
            audit::append(session, &noted)?;
            Ok(was_there)
        })
    }
}

/// Returns the newest revision of a concept that can go into a batch of this kind.
fn reviewed(session: &mut dyn Session, id: ConceptId, kind: BatchKind) -> Result<Stored, Error> {
    let stored = concepts::find(session, id)?.ok_or(Error::NoSuchConcept(id))?;
    match stored.body.workflow {
        Workflow::Reviewed => Ok(stored),
        Workflow::Draft if kind == BatchKind::PublishedBefore => Ok(stored),
        Workflow::Draft => Err(Error::Workflow(WorkflowFault::NotReviewed)),
        from => Err(Error::Workflow(WorkflowFault::WrongOrder {
            from,
            to: Workflow::Authorised,
        })),
    }
}
