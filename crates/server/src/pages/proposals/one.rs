//! `/proposals/{id}`: one proposal beside what stands, and what can be done with it.

use access::{DecideProposals, Permit, Propose};
use app::{Error, ProposalDecision, ProposalState, ReadDrafts, ReadGlossary, Version};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::Serialize;

use super::making::AboutConceptView;
use super::{ContentView, ProposalRow};
use crate::caller::{Caller, Permitted};
use crate::handle::Handle;
use crate::input::{Fields, FromPageQuery, Members, NoMembers};
use crate::observe::RequestContext;
use crate::pages::concept_form::view::FormFaults;
use crate::pages::permitted_form::PermittedForm;
use crate::pages::{private_page, see_other};
use crate::problem::{Problem, issue_bodies, sentence_of};
use crate::web::templates::{View, percent_encode};
use crate::write::Repeating;

/// What was done before; each is the translation `proposals.done.<word>`.
pub const DONE: [&str; 4] = ["made", "accepted", "refused", "withdrawn"];

/// What was done.
#[derive(Debug)]
pub struct DoneParams {
    done: Option<&'static str>,
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

/// What the form of a decision sends.
pub struct DecisionForm {
    is_accepted: bool,
    reason: String,
}

impl Members for DecisionForm {
    const NAMES: &'static [&'static str] = &["decision", "reason"];
    const IS_KEPT: bool = true;

    fn take(fields: &mut Fields) -> Self {
        let decision = fields.word_of("decision", &[("accept", true), ("refuse", false)]);
        Self {
            is_accepted: fields.wanted("decision", decision).unwrap_or_default(),
            reason: fields.text("reason").unwrap_or_default(),
        }
    }
}

/// The proposal.
#[derive(Debug, Clone, Default, Serialize)]
pub struct ProposalView {
    pub proposal: ProposalRow,
    pub content: ContentView,
    /// What the concept says that it is about, as the reader may read it.
    pub about: Option<AboutConceptView>,
    pub may_decide: bool,
    pub may_withdraw: bool,
    pub done: Option<&'static str>,
    /// What kept something from being done.
    pub fault: Option<String>,
    /// What is wrong with the answer that was typed.
    pub answer_fault: Option<String>,
    /// The answer that was typed.
    pub answer: String,
}

impl View for ProposalView {
    const TEMPLATE: &'static str = "proposal.html";
}

/// What is told besides the proposal itself.
#[derive(Default)]
struct Told {
    status: StatusCode,
    done: Option<&'static str>,
    fault: Option<String>,
    answer_fault: Option<String>,
    answer: String,
}

/// Shows a proposal: one's own, and to editors any.
pub async fn proposal_page(
    State(handle): State<Handle>,
    Permitted { caller, permit }: Permitted<Propose>,
    context: RequestContext,
    Path(id): Path<String>,
    FromPageQuery(params): FromPageQuery<DoneParams>,
) -> Result<Response, Problem> {
    let told = Told {
        done: params.done,
        ..Told::default()
    };
    shown(&handle, &context, &caller, (permit, id), told).await
}

/// Accepts or refuses a proposal.
pub async fn decide(
    State(handle): State<Handle>,
    context: RequestContext,
    Path(id): Path<String>,
    PermittedForm { caller, permit, form }: PermittedForm<DecideProposals, DecisionForm>,
) -> Result<Response, Problem> {
    let answer = form.reason.clone();
    let decision = match form.is_accepted {
        true => ProposalDecision::Accept { answer },
        false => ProposalDecision::Refuse { answer },
    };
    let named = id.clone();
    let work = move |app: &app::App, permit: &Permit<DecideProposals>| {
        app.decide_proposal(permit, &named, &decision)
    };
    let told = match handle.act_unmapped(permit, Repeating::WritesAgain, work).await? {
        Ok(decided) => return Ok(see_other(&page_of(&id, decided.state.as_str()))),
        Err(error @ Error::NoSuchProposal) => return Err(error.into()),
        Err(error) => Told {
            answer: form.reason,
            ..Told::of(&handle, &context, error)
        },
    };
    let permit = handle.permit::<Propose>(&caller).await?;
    shown(&handle, &context, &caller, (permit, id), told).await
}

/// Takes back an open proposal of one's own.
pub async fn withdraw(
    State(handle): State<Handle>,
    context: RequestContext,
    Path(id): Path<String>,
    PermittedForm {
        caller,
        permit,
        form: NoMembers,
    }: PermittedForm<Propose, NoMembers>,
) -> Result<Response, Problem> {
    let named = id.clone();
    let work = move |app: &app::App, permit: &Permit<Propose>| app.withdraw_proposal(permit, &named);
    let outcome = handle.act_unmapped(permit.clone(), Repeating::WritesAgain, work);
    match outcome.await? {
        Ok(withdrawn) => Ok(see_other(&page_of(&id, withdrawn.state.as_str()))),
        Err(error @ Error::ProposalDecided { .. }) => {
            let told = Told::of(&handle, &context, error);
            shown(&handle, &context, &caller, (permit, id), told).await
        }
        Err(error) => Err(error.into()),
    }
}

impl Told {
    /// Says what `error` keeps from being done; what is wrong with the answer stands beside it.
    fn of(handle: &Handle, context: &RequestContext, error: Error) -> Self {
        let problem = Problem::from(error);
        let (web, ui) = (handle.web(), context.ui);
        let faults = FormFaults::of(issue_bodies(web, ui, &problem.issues));
        let mut sentences = vec![sentence_of(web, ui, &problem)];
        let others = issue_bodies(web, ui, &problem.issues).into_iter();
        sentences.extend(
            others
                .filter(|issue| issue.pointer != "/reason")
                .map(|issue| issue.message),
        );
        Self {
            status: problem.code.status(),
            fault: Some(sentences.join(" ")),
            answer_fault: faults.of_field("reason"),
            ..Self::default()
        }
    }
}

async fn shown(
    handle: &Handle,
    context: &RequestContext,
    caller: &Caller,
    (permit, id): (Permit<Propose>, String),
    told: Told,
) -> Result<Response, Problem> {
    let drafts = handle.may::<ReadDrafts>(caller);
    let reads = handle.may::<ReadGlossary>(caller);
    let own = permit.actor().id().to_owned();
    let read = move |app: &app::App, permit: &Permit<Propose>| {
        let proposal = app.find_proposal(permit, drafts.as_ref(), &id)?;
        let about = match (proposal.concept, &reads) {
            (Some(concept), Some(reads)) => {
                // An editor decides about what is drafted; a concept that is gone by now is not shown.
                let version = if drafts.is_some() {
                    Version::Newest
                } else {
                    Version::Standing
                };
                match app.find_concept(reads, concept, version, drafts.as_ref()) {
                    Err(Error::NoSuchConcept(_) | Error::Merged { .. }) => None,
                    found => Some(found?),
                }
            }
            _ => None,
        };
        Ok((proposal, about))
    };
    let (proposal, about) = handle.show(permit, read).await?;
    let is_open = proposal.state == ProposalState::Open;
    let view = ProposalView {
        content: ContentView::from(&proposal.body),
        about: about.map(|entry| AboutConceptView {
            id: entry.id.to_string(),
            workflow: entry.concept.workflow.as_str(),
            content: ContentView::from(&entry.concept),
        }),
        may_decide: is_open && handle.may::<DecideProposals>(caller).is_some(),
        may_withdraw: is_open && proposal.proposer == own,
        proposal: ProposalRow::of(proposal, handle.config().utc_offset_minutes),
        done: told.done,
        fault: told.fault,
        answer_fault: told.answer_fault,
        answer: told.answer,
    };
    private_page(handle, context, caller, told.status, &view)
}

fn page_of(id: &str, done: &str) -> String {
    format!("/proposals/{}?done={done}", percent_encode(id))
}
