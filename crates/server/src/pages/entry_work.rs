//! What those who edit can do on the page of a concept: steps of the workflow, and putting it into a batch.

use access::{AuthoriseGlossary, Permit, ReviewGlossary, WriteGlossary};
use app::{BatchState, Mandate, NextSteps, ReadDrafts, Transition};
use axum::extract::{Path, State};
use axum::response::Response;
use glossary::workflow::Act as Step;
use glossary::{ConceptId, Workflow};
use serde::Serialize;

use super::permitted_form::PermittedForm;
use super::see_other;
use crate::api::concepts::concept_id;
use crate::api::editing::mandate;
use crate::caller::Caller;
use crate::handle::Handle;
use crate::input::{Fields, Members};
use crate::problem::{Issue, IssueCode, Problem};
use crate::write::Repeating;

/// What was done before; each is the translation `work.done.<word>`.
pub const DONE: [&str; 7] = ["created", "saved", "moved", "put", "restored", "merged", "asked"];

/// Steps that have a button, for the test of the translations: what authorises in a batch stands on its page.
#[cfg(test)]
pub const STEPS: [&str; 4] = ["review", "authorise_spelling", "withdraw", "reopen"];

/// How many open batches are offered.
const MOST_BATCHES: usize = 100;

/// What can be done.
#[derive(Debug, Clone, Default, Serialize)]
pub struct WorkView {
    /// The newest revision, which everything here is about.
    pub revision: u64,
    /// How far it has come.
    pub workflow: &'static str,
    pub may_edit: bool,
    /// Whether it is a draft of which nothing was ever authorised, and may be taken away.
    pub may_delete: bool,
    pub steps: Vec<StepView>,
    /// Whether it waits for another reviewer than the reader.
    pub is_own_work: bool,
    /// Id and number of the open batches in which it stands.
    pub in_batches: Vec<(String, String)>,
    /// Those into which it can be put.
    pub batches: Vec<(String, String)>,
}

/// A step that the reader may take.
#[derive(Debug, Clone, Serialize)]
pub struct StepView {
    /// Which one: the translation `work.step.<name>`.
    pub name: &'static str,
    /// The state it leads to.
    pub to: &'static str,
    pub needs_reason: bool,
}

/// What the page of a concept says first.
#[derive(Debug)]
pub struct DoneParams {
    pub done: Option<&'static str>,
}

impl Members for DoneParams {
    const NAMES: &'static [&'static str] = &["done"];

    fn take(fields: &mut Fields) -> Self {
        let done = fields.text("done");
        Self {
            done: done.and_then(|done| DONE.into_iter().find(|word| *word == done)),
        }
    }
}

/// What the form of a step sends.
pub struct StepForm {
    to: Option<Workflow>,
    base: Option<u64>,
    reason: Option<String>,
}

impl Members for StepForm {
    const NAMES: &'static [&'static str] = &["to", "base", "reason"];

    fn take(fields: &mut Fields) -> Self {
        let to = fields.one_of("to");
        let base = fields.number("base", 1..=i64::MAX.unsigned_abs());
        Self {
            to: fields.wanted("to", to),
            base: fields.wanted("base", base),
            reason: fields.text("reason"),
        }
    }
}

/// What the form sends that takes a draft away.
pub struct DeleteForm {
    base: Option<u64>,
}

impl Members for DeleteForm {
    const NAMES: &'static [&'static str] = &["base"];

    fn take(fields: &mut Fields) -> Self {
        let base = fields.number("base", 1..=i64::MAX.unsigned_abs());
        Self {
            base: fields.wanted("base", base),
        }
    }
}

/// What the form sends that puts the concept into a batch.
pub struct PutForm {
    batch: Option<String>,
}

impl Members for PutForm {
    const NAMES: &'static [&'static str] = &["batch"];

    fn take(fields: &mut Fields) -> Self {
        let batch = fields.text("batch");
        Self {
            batch: fields.wanted("batch", batch),
        }
    }
}

impl WorkView {
    /// Reads what can be done with a concept by somebody of whom `rights` are known.
    pub fn read(app: &app::App, rights: &Rights, id: ConceptId) -> Result<Option<Self>, app::Error> {
        let Some(drafts) = &rights.drafts else {
            return Ok(None);
        };
        let next = app.next_steps(drafts, id)?;
        let can_be_put = rights.may_review && next.workflow == Workflow::Reviewed;
        let batches = if can_be_put {
            let open = app.list_batches(drafts, None, MOST_BATCHES)?.into_iter();
            open.filter(|batch| batch.state == BatchState::Open).collect()
        } else {
            Vec::new()
        };
        let named = |batch: &app::Batch| (batch.id.clone(), batch.number.clone());
        let others = batches.iter().filter(|batch| !next.in_batches.contains(batch));
        Ok(Some(Self {
            revision: next.revision,
            workflow: next.workflow.as_str(),
            may_edit: rights.may_write,
            may_delete: rights.may_write && next.workflow == Workflow::Draft && !next.stands,
            steps: steps(&next, rights),
            is_own_work: next.is_own_work && rights.may_review,
            batches: others.map(named).collect(),
            in_batches: next.in_batches.iter().map(named).collect(),
        }))
    }
}

/// What the reader of a page may do.
#[derive(Debug)]
pub struct Rights {
    drafts: Option<Permit<ReadDrafts>>,
    may_write: bool,
    may_review: bool,
    may_authorise: bool,
}

impl Rights {
    /// Returns what `caller` may do.
    pub fn of(handle: &Handle, caller: &Caller) -> Self {
        Self {
            drafts: handle.may(caller),
            may_write: handle.may::<WriteGlossary>(caller).is_some(),
            may_review: handle.may::<ReviewGlossary>(caller).is_some(),
            may_authorise: handle.may::<AuthoriseGlossary>(caller).is_some(),
        }
    }
}

fn steps(next: &NextSteps, rights: &Rights) -> Vec<StepView> {
    let is_allowed = |step: Step| match step {
        Step::Review | Step::AuthoriseSpelling => rights.may_review,
        Step::Withdraw => rights.may_authorise,
        Step::Reopen => rights.may_write,
        Step::Authorise => false,
    };
    let view = |step: Step| StepView {
        name: step.as_str(),
        to: step.leads_to().as_str(),
        needs_reason: step != Step::Review,
    };
    let allowed = next.steps.iter().copied().filter(|step| is_allowed(*step));
    allowed.map(view).collect()
}

/// Takes a step.
pub async fn take_step(
    State(handle): State<Handle>,
    Path(id): Path<String>,
    PermittedForm { caller, permit, form }: PermittedForm<WriteGlossary, StepForm>,
) -> Result<Response, Problem> {
    let missing = || Problem::invalid(vec![Issue::of("to", IssueCode::Missing)]);
    let transition = Transition {
        to: form.to.ok_or_else(missing)?,
        reason: form.reason,
        batch: None,
    };
    let mandate: Mandate = mandate(&handle, &caller, &permit, transition.step()).await?;
    let (id, base) = (concept_id(&id)?, form.base.unwrap_or_default());
    let work =
        move |app: &app::App, _: &Permit<WriteGlossary>| app.move_concept(&mandate, id, base, &transition);
    handle.act(permit, Repeating::WritesAgain, work).await?;
    Ok(see_other(&format!("/c/{id}?revision=newest&done=moved")))
}

/// Takes away a draft of which nothing was ever authorised, and leads to the desk.
pub async fn delete(
    State(handle): State<Handle>,
    Path(id): Path<String>,
    PermittedForm { permit, form, .. }: PermittedForm<WriteGlossary, DeleteForm>,
) -> Result<Response, Problem> {
    let (id, base) = (concept_id(&id)?, form.base.unwrap_or_default());
    let work = move |app: &app::App, permit: &Permit<WriteGlossary>| app.delete_concept(permit, id, base);
    handle.act(permit, Repeating::WritesAgain, work).await?;
    Ok(see_other(&format!("/editing?deleted={id}")))
}

/// Puts the concept into a batch.
pub async fn put_in_batch(
    State(handle): State<Handle>,
    Path(id): Path<String>,
    PermittedForm { permit, form, .. }: PermittedForm<ReviewGlossary, PutForm>,
) -> Result<Response, Problem> {
    let id = concept_id(&id)?;
    let batch = form.batch.unwrap_or_default();
    let work = move |app: &app::App, permit: &Permit<ReviewGlossary>| app.put_in_batch(permit, &batch, &[id]);
    handle.act(permit, Repeating::IsSafe, work).await?;
    Ok(see_other(&format!("/c/{id}?revision=newest&done=put")))
}
