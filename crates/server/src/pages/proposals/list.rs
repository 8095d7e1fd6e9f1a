//! `/proposals`: one's own proposals with what became of them, and for editors all of them.

use access::{Permit, Propose};
use app::{Proposal, ProposalState, ProposalsWanted, ReadDrafts};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde::Serialize;

use super::ProposalRow;
use crate::api::proposal_body::STATES;
use crate::api::time_cursor::{read_time_cursor, write_time_cursor};
use crate::caller::Permitted;
use crate::handle::Handle;
use crate::input::{Fields, FromPageQuery, Members};
use crate::observe::RequestContext;
use crate::pages::private_page;
use crate::problem::Problem;
use crate::web::templates::View;

/// How many proposals a page has.
const LINES: usize = 30;

/// Which part of the list.
#[derive(Debug)]
pub struct ListParams {
    state: Option<ProposalState>,
    mine: bool,
    cursor: Option<String>,
}

impl Members for ListParams {
    const NAMES: &'static [&'static str] = &["state", "mine", "cursor"];

    fn take(fields: &mut Fields) -> Self {
        Self {
            state: fields.word_of("state", &STATES),
            mine: fields.flag("mine").unwrap_or_default(),
            cursor: fields.text("cursor"),
        }
    }
}

/// Proposals, newest first.
#[derive(Debug, Clone, Default, Serialize)]
pub struct ProposalsView {
    pub rows: Vec<ProposalRow>,
    pub next: Option<String>,
    /// Whether proposals of others can be listed.
    pub sees_all: bool,
    /// Whether only one's own are.
    pub is_own: bool,
    /// The state that is chosen; empty for every one.
    pub state: &'static str,
    pub states: Vec<&'static str>,
}

impl View for ProposalsView {
    const TEMPLATE: &'static str = "proposals.html";
}

/// Lists proposals.
pub async fn proposals_page(
    State(handle): State<Handle>,
    Permitted { caller, permit }: Permitted<Propose>,
    context: RequestContext,
    FromPageQuery(params): FromPageQuery<ListParams>,
) -> Result<Response, Problem> {
    let drafts = handle.may::<ReadDrafts>(&caller);
    let sees_all = drafts.is_some();
    let wanted = ProposalsWanted {
        own: params.mine,
        state: params.state,
        concept: None,
        before: params.cursor.as_deref().map(read_time_cursor).transpose()?,
    };
    let list = move |app: &app::App, permit: &Permit<Propose>| {
        app.list_proposals(permit, drafts.as_ref(), &wanted, LINES + 1)
    };
    let mut found = handle.show(permit, list).await?;
    let goes_on = found.len() > LINES;
    found.truncate(LINES);
    let cursor = |last: &Proposal| write_time_cursor(last.proposed_at_ms, &last.id);
    let offset = handle.config().utc_offset_minutes;
    let view = ProposalsView {
        next: found.last().filter(|_| goes_on).map(cursor),
        rows: found
            .into_iter()
            .map(|proposal| ProposalRow::of(proposal, offset))
            .collect(),
        sees_all,
        is_own: params.mine || !sees_all,
        state: params.state.map_or("", ProposalState::as_str),
        states: ProposalState::ALL.iter().map(|state| state.as_str()).collect(),
    };
    private_page(&handle, &context, &caller, StatusCode::OK, &view)
}
