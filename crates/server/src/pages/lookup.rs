//! `/lookup?q=`: a search box and the first hits, for a frame in the pages of another system.
//!
//! It sets no cookie and reads none, so that it is the same wherever it is shown, and answers as to a stranger: a frame
//! must never show another page's reader what only an account may see.

use app::{ReadGlossary, SearchAnswer, SearchRequest};
use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::Response;
use serde::Serialize;

use super::page;
use super::question::Question;
use super::result_view::{ResultsView, RowView};
use crate::api::search::SearchParams;
use crate::caller::Caller;
use crate::handle::Handle;
use crate::input::{Fields, FromPageQuery, Members};
use crate::observe::{Framed, RequestContext};
use crate::problem::Problem;
use crate::web::templates::View;

/// Where the page is.
pub const LOOKUP: &str = "/lookup";

/// As many hits as a narrow frame shows without much scrolling.
const MOST_HITS: usize = 8;

/// What is asked.
#[derive(Debug)]
pub struct LookupParams {
    search: SearchParams,
}

impl Members for LookupParams {
    const NAMES: &'static [&'static str] = &[];

    fn take(fields: &mut Fields) -> Self {
        Self {
            search: SearchParams::take(fields),
        }
    }
}

/// The box, and the first hits if something was asked.
#[derive(Debug, Clone, Default, Serialize)]
pub struct LookupView {
    /// What was asked; empty for nothing.
    pub q: String,
    /// The same, as short as a sentence takes it.
    pub q_shown: String,
    pub rows: Vec<RowView>,
    pub total: usize,
    /// Whether the search page has more.
    pub has_more: bool,
}

impl View for LookupView {
    const TEMPLATE: &'static str = "lookup.html";
}

/// Shows the box and the first hits.
pub async fn lookup_page(
    State(handle): State<Handle>,
    context: RequestContext,
    FromPageQuery(params): FromPageQuery<LookupParams>,
) -> Result<Response, Problem> {
    // A frame of another page brings no cookie; one that comes all the same is not looked at.
    let caller = Caller::Anonymous;
    let permit = handle.permit::<ReadGlossary>(&caller).await?;
    let question = Question::of(&params.search);
    let view = if params.search.q.trim().is_empty() {
        LookupView::default()
    } else {
        let request = SearchRequest {
            limit: MOST_HITS,
            ..params.search.into()
        };
        LookupView::new(&question, handle.look_up().search(&permit, &request)?)
    };
    let mut response = page(&handle, &context, &caller, &view)?;
    response
        .headers_mut()
        .insert(header::VARY, HeaderValue::from_static("Accept-Language"));
    response.extensions_mut().insert(Framed);
    Ok(response)
}

impl LookupView {
    fn new(question: &Question, answer: SearchAnswer) -> Self {
        let results = ResultsView::new(question, answer, Vec::new(), Vec::new());
        let rows: Vec<_> = results.groups.into_iter().flat_map(|group| group.rows).collect();
        Self {
            q: question.q.clone(),
            q_shown: results.q_shown,
            has_more: results.total > rows.len(),
            total: results.total,
            rows,
        }
    }
}
