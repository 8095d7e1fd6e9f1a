//! `/api/v1/proposals`: what readers wish to see in the glossary, and what editors decide.

use access::{DecideProposals, Permit, Propose, ReadDrafts};
use app::{Manner, NewProposal, Proposal, ProposalDecision, ProposalsWanted};
use axum::Json;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::proposal_body::{
    DecideParams, DecisionWord, ProposalBody, ProposalParams, ProposalsBody, ProposalsParams,
};
use super::time_cursor::{read_time_cursor, write_time_cursor};
use crate::caller::Permitted;
use crate::handle::Handle;
use crate::input::{FromBody, FromQuery, NoMembers};
use crate::problem::{Code, Problem};
use crate::write::Repeating;

/// What listing can be refused with.
pub const LIST_PROBLEMS: &[Code] = &[Code::BadCursor, Code::InvalidInput];
/// What proposing can be refused with.
pub const MAKE_PROBLEMS: &[Code] = &[
    Code::InvalidInput,
    Code::NoSuchConcept,
    Code::NothingProposed,
    Code::TooManyProposals,
    Code::OutcomeUnknown,
];
/// What an action on one proposal can be refused with.
pub const ONE_PROBLEMS: &[Code] = &[Code::NotFound];
/// What taking back can be refused with.
pub const WITHDRAW_PROBLEMS: &[Code] = &[Code::ProposalDecided, Code::OutcomeUnknown];
/// What deciding can be refused with.
pub const DECIDE_PROBLEMS: &[Code] = &[
    Code::InvalidInput,
    Code::ProposalDecided,
    Code::StaleRevision,
    Code::NoSuchConcept,
    Code::Merged,
    Code::OutcomeUnknown,
];

/// Lists proposals: one's own, and for editors all of them.
#[utoipa::path(get, path = "/api/v1/proposals", tag = "proposals", params(ProposalsParams), responses(
    (status = 200, description = "Proposals, newest first", body = ProposalsBody)))]
pub async fn list_proposals(
    State(handle): State<Handle>,
    Permitted { caller, permit }: Permitted<Propose>,
    FromQuery(params): FromQuery<ProposalsParams>,
) -> Result<Json<ProposalsBody>, Problem> {
    let limit = usize::try_from(params.limit).unwrap_or(usize::MAX);
    let wanted = ProposalsWanted {
        own: params.mine,
        state: params.state,
        concept: params.concept,
        before: params.cursor.as_deref().map(read_time_cursor).transpose()?,
    };
    let drafts = handle.may::<ReadDrafts>(&caller);
    let list = move |app: &app::App, permit: &Permit<Propose>| {
        app.list_proposals(permit, drafts.as_ref(), &wanted, limit.saturating_add(1))
    };
    let mut proposals = handle.show(permit, list).await?;
    let goes_on = proposals.len() > limit;
    proposals.truncate(limit);
    let cursor = |last: &Proposal| write_time_cursor(last.proposed_at_ms, &last.id);
    Ok(Json(ProposalsBody {
        next_cursor: proposals.last().filter(|_| goes_on).map(cursor),
        items: proposals.into_iter().map(ProposalBody::from).collect(),
    }))
}

/// Proposes a concept, or a change of one. Nothing changes before an editor has accepted it.
#[utoipa::path(post, path = "/api/v1/proposals", tag = "proposals", request_body = ProposalParams, responses(
    (status = 201, description = "The proposal", body = ProposalBody, headers(("Location" = String, description = "Its address")))))]
pub async fn make_proposal(
    State(handle): State<Handle>,
    Permitted { permit, .. }: Permitted<Propose>,
    FromBody(params): FromBody<ProposalParams>,
) -> Result<Response, Problem> {
    let proposed = NewProposal {
        concept: params.concept,
        manner: params.manner.unwrap_or(Manner::Add),
        based_on: params.revision,
        content: params.content.concept,
        reason: params.reason.unwrap_or_default(),
        lookup: None,
    };
    let work = move |app: &app::App, permit: &Permit<Propose>| app.propose(permit, proposed.clone());
    created(handle.act(permit, Repeating::WritesAgain, work).await?)
}

/// Returns the answer that gives a new proposal and its address.
pub fn created(proposal: Proposal) -> Result<Response, Problem> {
    let place =
        HeaderValue::from_str(&format!("/api/v1/proposals/{}", proposal.id)).map_err(Problem::internal)?;
    let body = Json(ProposalBody::from(proposal));
    Ok((StatusCode::CREATED, [(header::LOCATION, place)], body).into_response())
}

/// Reads a proposal: one's own, and for editors any.
#[utoipa::path(get, path = "/api/v1/proposals/{id}", tag = "proposals",
    params(("id" = String, Path, description = "The proposal's id")), responses(
    (status = 200, description = "The proposal", body = ProposalBody)))]
pub async fn find_proposal(
    State(handle): State<Handle>,
    Permitted { caller, permit }: Permitted<Propose>,
    Path(id): Path<String>,
    FromQuery(_): FromQuery<NoMembers>,
) -> Result<Json<ProposalBody>, Problem> {
    let drafts = handle.may::<ReadDrafts>(&caller);
    let find =
        move |app: &app::App, permit: &Permit<Propose>| app.find_proposal(permit, drafts.as_ref(), &id);
    Ok(Json(handle.show(permit, find).await?.into()))
}

/// Decides about a proposal. An accepted one becomes a draft in the name of who proposed it, which others review.
#[utoipa::path(post, path = "/api/v1/proposals/{id}/decision", tag = "proposals", request_body = DecideParams,
    params(("id" = String, Path, description = "The proposal's id")), responses(
    (status = 200, description = "The proposal with the decision", body = ProposalBody)))]
pub async fn decide_proposal(
    State(handle): State<Handle>,
    Permitted { permit, .. }: Permitted<DecideProposals>,
    Path(id): Path<String>,
    FromBody(params): FromBody<DecideParams>,
) -> Result<Json<ProposalBody>, Problem> {
    let answer = params.reason.unwrap_or_default();
    let decision = match params.decision {
        Some(DecisionWord::Accept) => ProposalDecision::Accept { answer },
        _ => ProposalDecision::Refuse { answer },
    };
    let work =
        move |app: &app::App, permit: &Permit<DecideProposals>| app.decide_proposal(permit, &id, &decision);
    let decided = handle.act(permit, Repeating::WritesAgain, work).await?;
    Ok(Json(decided.into()))
}

/// Takes back an open proposal of one's own. It stays readable.
#[utoipa::path(delete, path = "/api/v1/proposals/{id}", tag = "proposals",
    params(("id" = String, Path, description = "The proposal's id")), responses(
    (status = 200, description = "The proposal, withdrawn", body = ProposalBody)))]
pub async fn withdraw_proposal(
    State(handle): State<Handle>,
    Permitted { permit, .. }: Permitted<Propose>,
    Path(id): Path<String>,
    FromQuery(_): FromQuery<NoMembers>,
) -> Result<Json<ProposalBody>, Problem> {
    let work = move |app: &app::App, permit: &Permit<Propose>| app.withdraw_proposal(permit, &id);
    let withdrawn = handle.act(permit, Repeating::WritesAgain, work).await?;
    Ok(Json(withdrawn.into()))
}
