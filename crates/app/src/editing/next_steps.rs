//! Which steps somebody could take with a concept now: what a page offers, and nothing that the step itself does not ask
//! for again.

use access::{Permit, ReadDrafts};
use glossary::change::ChangeClass;
use glossary::workflow::{self, Act as Step, Facts, WorkflowFault};
use glossary::{BatchKind, ConceptId, Workflow};
use store::batches::{self, Batch};

use super::newest_of_session;
use super::standing::Background;
use crate::{App, Error};

/// What can be done next with the newest revision of a concept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NextSteps {
    /// The newest revision: what a step has to be based on.
    pub revision: u64,
    /// How far it has come.
    pub workflow: Workflow,
    /// Whether something of the concept is authorised and stands.
    pub stands: bool,
    /// How far it departs from what stands; `None` if nothing stands.
    pub change: Option<ChangeClass>,
    /// The steps that follow, whoever has the right to take them; with reason and batch, where those are needed.
    pub steps: Vec<Step>,
    /// Whether it waits for another reviewer, because whoever asks wrote it.
    pub is_own_work: bool,
    /// The open batches in which it stands.
    pub in_batches: Vec<Batch>,
}

impl App {
    /// Returns what can be done next with a concept by whoever holds `permit`.
    ///
    /// # Errors
    /// [`Error::NoSuchConcept`], [`Error::Merged`].
    pub fn next_steps(&self, permit: &Permit<ReadDrafts>, id: ConceptId) -> Result<NextSteps, Error> {
        let name = permit.actor().name();
        self.store.read(|session| {
            let stored = newest_of_session(session, id)?;
            let background = Background::of(session, &stored)?;
            let from = stored.body.workflow;
            // Which rules an authorised text would break is told when it comes to that.
            let allowed = |step: Step| {
                let batch = Some(BatchKind::Meeting);
                let facts: Facts<'_> = background.facts(&name, batch, true, &[]);
                workflow::allow(from, step, &facts)
            };
            let steps = Step::ALL.iter().copied().filter(|step| allowed(*step).is_ok());
            Ok(NextSteps {
                revision: stored.revision,
                workflow: from,
                stands: stored.standing.is_some(),
                change: background.change,
                steps: steps.collect(),
                is_own_work: matches!(allowed(Step::Review), Err(WorkflowFault::OwnWorkReviewed(_))),
                in_batches: batches::open_with(session, id)?,
            })
        })
    }
}
