//! `/editing`: the start page of whoever edits, with what waits for them.

use access::{Permit, ReviewGlossary};
use app::{ReadDrafts, WaitingLine, WaitsFor};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use glossary::ConceptId;
use serde::Serialize;

use super::batches::BatchRow;
use super::{private_page, times};
use crate::caller::Permitted;
use crate::handle::Handle;
use crate::input::{Fields, FromPageQuery, Members};
use crate::observe::RequestContext;
use crate::problem::Problem;
use crate::web::templates::View;

/// The lists of the page, each the translation `desk.<word>` and `desk.none.<word>`.
pub const LISTS: [&str; 3] = ["author", "reviewer", "batch"];

/// How many lines of a list are shown.
const LINES: usize = 30;

/// Which part of which list; the first part of all of them if none is named.
#[derive(Debug)]
pub struct DeskParams {
    list: Option<&'static str>,
    before: Option<u64>,
    /// A draft that was taken away before.
    deleted: Option<ConceptId>,
}

impl Members for DeskParams {
    const NAMES: &'static [&'static str] = &["list", "before", "deleted"];

    fn take(fields: &mut Fields) -> Self {
        let list = fields.text("list");
        Self {
            list: list.and_then(|list| LISTS.into_iter().find(|word| *word == list)),
            before: fields.number("before", 1..=i64::MAX.unsigned_abs()),
            deleted: fields.text("deleted").and_then(|id| id.parse().ok()),
        }
    }
}

/// What waits.
#[derive(Debug, Clone, Default, Serialize)]
pub struct DeskView {
    pub lists: Vec<DeskListView>,
    /// The newest batches that are open.
    pub batches: Vec<BatchRow>,
    /// How many proposals nobody has decided about.
    pub n_proposals: u64,
    pub may_review: bool,
    /// Whether one list is shown alone.
    pub is_part: bool,
    /// A draft that was taken away before.
    pub deleted: Option<String>,
}

/// One list.
#[derive(Debug, Clone, Default, Serialize)]
pub struct DeskListView {
    pub name: &'static str,
    pub lines: Vec<DeskLineView>,
    /// Where the older lines begin.
    pub before: Option<u64>,
}

/// A concept that waits.
#[derive(Debug, Clone, Default, Serialize)]
pub struct DeskLineView {
    pub id: String,
    pub zh: Option<String>,
    pub bo: Option<String>,
    pub is_successor: bool,
    pub author: String,
    pub reason: Option<String>,
    pub at: String,
}

impl View for DeskView {
    const TEMPLATE: &'static str = "desk.html";
}

/// Shows what waits for whoever asks.
pub async fn desk_page(
    State(handle): State<Handle>,
    Permitted { caller, permit }: Permitted<ReadDrafts>,
    context: RequestContext,
    FromPageQuery(params): FromPageQuery<DeskParams>,
) -> Result<Response, Problem> {
    let may_review = handle.may::<ReviewGlossary>(&caller).is_some();
    let offset = handle.config().utc_offset_minutes;
    let is_part = params.list.is_some();
    let read = move |app: &app::App, permit: &Permit<ReadDrafts>| {
        let mut lists = Vec::new();
        for name in LISTS {
            let is_meant = params.list.is_none_or(|list| list == name);
            if is_meant && (may_review || name == "author") {
                let lines = app.list_waiting(permit, waits_for(name), params.before, LINES)?;
                lists.push(DeskListView::of(name, lines, offset));
            }
        }
        let batches = app.list_batches(permit, None, LINES)?;
        Ok((lists, batches, app.count_open_proposals(permit)?))
    };
    let (lists, batches, n_proposals) = handle.show(permit, read).await?;
    let open = batches
        .into_iter()
        .filter(|batch| batch.state == app::BatchState::Open);
    let view = DeskView {
        lists,
        batches: open.map(|batch| BatchRow::of(batch, offset)).collect(),
        n_proposals,
        may_review,
        is_part,
        deleted: params.deleted.map(|id| id.to_string()),
    };
    private_page(&handle, &context, &caller, StatusCode::OK, &view)
}

fn waits_for(list: &str) -> WaitsFor {
    match list {
        "author" => WaitsFor::Author,
        "reviewer" => WaitsFor::Reviewer,
        _ => WaitsFor::Batch,
    }
}

impl DeskListView {
    fn of(name: &'static str, lines: Vec<WaitingLine>, utc_offset_minutes: i16) -> Self {
        let line = |line: WaitingLine| DeskLineView {
            id: line.id.to_string(),
            zh: line.zh,
            bo: line.bo,
            is_successor: line.is_successor,
            author: line.author,
            reason: line.reason,
            at: times::shown(line.at_ms, utc_offset_minutes),
        };
        Self {
            name,
            before: lines.last().filter(|_| lines.len() == LINES).map(|line| line.seq),
            lines: lines.into_iter().map(line).collect(),
        }
    }
}
