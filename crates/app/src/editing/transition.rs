//! Reviewing, authorising, withdrawing a concept, and giving it back to whoever drafts.

use access::{AuthoriseGlossary, Permit, ReviewGlossary};
use glossary::workflow::{self, Act as Step};
use glossary::{BatchKind, Concept, ConceptId, Workflow, rules};
use store::batches::{self, Batch};
use store::spelling_changes::{self, SpellingChange};
use store::{Act, BatchState, Deed, Stamp, Standing, Stored, Tx};

use super::standing::Background;
use super::{Written, newest, reason_of};
use crate::audit::{self, AuditEvent};
use crate::batches::put;
use crate::{Actor, App, Error, WriteGlossary};

/// The right by which somebody acts, which has to be the one that the act needs.
#[derive(Debug, Clone)]
pub enum Mandate {
    /// Of whoever drafts: to go on drafting.
    Drafting(Permit<WriteGlossary>),
    /// Of a reviewer: to find a draft right, and to let a spelling pass.
    Reviewing(Permit<ReviewGlossary>),
    /// Of a committee: to authorise in a batch, and to withdraw.
    Authorising(Permit<AuthoriseGlossary>),
}

/// Where a concept is to go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Transition {
    /// Where to.
    pub to: Workflow,
    /// Why.
    pub reason: Option<String>,
    /// The id or the number of the batch that authorises it.
    pub batch: Option<String>,
}

impl Transition {
    /// Returns what is done.
    #[must_use]
    pub fn step(&self) -> Step {
        Step::toward(self.to, self.batch.is_some())
    }
}

impl Mandate {
    fn actor(&self) -> &Actor {
        match self {
            Self::Drafting(permit) => permit.actor(),
            Self::Reviewing(permit) => permit.actor(),
            Self::Authorising(permit) => permit.actor(),
        }
    }

    fn covers(&self, step: Step) -> bool {
        match step {
            Step::Reopen => matches!(self, Self::Drafting(_)),
            Step::Review | Step::AuthoriseSpelling => matches!(self, Self::Reviewing(_)),
            Step::Authorise | Step::Withdraw => matches!(self, Self::Authorising(_)),
        }
    }
}

impl App {
    /// Takes a concept where `transition` says; `expected` is the newest revision that the actor has seen.
    ///
    /// # Errors
    /// [`Error::Workflow`] with what is missing; [`Error::NoSuchBatch`], [`Error::BatchUndecided`], [`Error::BatchClosed`];
    /// [`Error::Refused`] if the mandate is not the one that the act needs; [`Error::StaleConcept`],
    /// [`Error::NoSuchConcept`], [`Error::Merged`].
    pub fn move_concept(
        &self,
        mandate: &Mandate,
        id: ConceptId,
        expected: u64,
        transition: &Transition,
    ) -> Result<Written, Error> {
        let step = transition.step();
        if !mandate.covers(step) {
            let action = if matches!(step, Step::Authorise | Step::Withdraw) {
                "authorise-glossary"
            } else {
                "review-glossary"
            };
            return Err(Error::Refused(access::Refusal::Forbidden { action }));
        }
        let reason = transition
            .reason
            .as_deref()
            .and_then(|reason| reason_of(reason).ok());
        let stamp = Stamp {
            author: mandate.actor().name(),
            at_ms: self.clock.now_ms(),
        };
        let event = AuditEvent::done(name_of(step)).on("concept", id.to_string());
        let event = match &reason {
            Some(reason) => event.because(reason.clone()),
            None => event,
        };
        let noted = self.audit_entry(mandate.actor(), &event)?;
        let named = transition.batch.clone();
        self.write_once(None, move |tx| {
            let known = newest(tx, id, expected)?;
            let batch = named.as_deref().map(|named| decided(tx, named)).transpose()?;
            let act = Moving {
                step,
                reason: reason.clone(),
                batch: batch.as_ref(),
                stamp: &stamp,
            };
            let stored = act.perform(tx, &known)?;
            if let Some(batch) = &batch {
                put(tx, &batch.id, &stored)?;
            }
            audit::append(tx, &noted)?;
            Ok(Written::from(&stored))
        })
    }
}

/// One act on one concept.
pub(crate) struct Moving<'a> {
    pub step: Step,
    pub reason: Option<String>,
    pub batch: Option<&'a Batch>,
    pub stamp: &'a Stamp,
}

impl Moving<'_> {
    /// Does it to `known`, the newest revision, if the rules of the workflow allow it.
    pub fn perform(&self, tx: &mut Tx<'_>, known: &Stored) -> Result<Stored, Error> {
        let background = Background::of(tx, known)?;
        let next = Concept {
            workflow: self.step.leads_to(),
            ..known.body.clone()
        };
        let broken = rules::check_numbered(known.id, &next);
        let kind: Option<BatchKind> = self.batch.map(|batch| batch.kind);
        let facts = background.facts(&self.stamp.author, kind, self.reason.is_some(), &broken);
        workflow::allow(known.body.workflow, self.step, &facts).map_err(Error::Workflow)?;
        let deed = Deed {
            act: act_of(self.step),
            reason: self.reason.clone(),
            batch: self.batch.map(|batch| batch.id.clone()),
            standing: match self.step {
                Step::Authorise | Step::AuthoriseSpelling => Standing::This,
                Step::Withdraw => Standing::None,
                Step::Review | Step::Reopen => Standing::Kept,
            },
        };
        let stored = tx.perform(known.id, known.revision, next, &deed, self.stamp)?;
        if self.step == Step::AuthoriseSpelling {
            let waiting = SpellingChange {
                concept: stored.id,
                revision: stored.revision,
                at_ms: self.stamp.at_ms,
            };
            spelling_changes::add(tx, &waiting)?;
        }
        Ok(stored)
    }
}

/// Returns the open batch with this id or number, in which something can be authorised because its decision is known.
fn decided(tx: &mut Tx<'_>, named: &str) -> Result<Batch, Error> {
    let batch = match batches::find(tx, named)? {
        Some(batch) => batch,
        None => batches::find_by_number(tx, named)?.ok_or_else(|| Error::NoSuchBatch(named.to_owned()))?,
    };
    if batch.state != BatchState::Open {
        return Err(Error::BatchClosed(batch.number));
    }
    if batch.decided_on.is_none() || batch.decision.is_none() {
        return Err(Error::BatchUndecided(batch.number));
    }
    Ok(batch)
}

fn act_of(step: Step) -> Act {
    match step {
        Step::Review => Act::Review,
        Step::Authorise | Step::AuthoriseSpelling => Act::Authorise,
        Step::Withdraw => Act::Withdraw,
        Step::Reopen => Act::SendBack,
    }
}

fn name_of(step: Step) -> &'static str {
    match step {
        Step::Review => "review-concept",
        Step::Authorise => "authorise-concept",
        Step::AuthoriseSpelling => "authorise-spelling",
        Step::Withdraw => "withdraw-concept",
        Step::Reopen => "send-back-concept",
    }
}
