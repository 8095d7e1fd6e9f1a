//! `/`: the search page, and its list of results alone for search-as-you-type.

use app::{Hit, MatchKind, Permit, ReadGlossary, SearchAnswer, SearchRequest};
use axum::extract::State;
use axum::response::Response;
use glossary::Workflow;
use serde::Serialize;

use super::explained::{SnippetView, snippet};
use super::page;
use super::question::{ChosenView, Question};
use super::result_view::ResultsView;
use crate::api::search::SearchParams;
use crate::caller::Caller;
use crate::handle::Handle;
use crate::input::{Fields, FromPageQuery, Members};
use crate::observe::RequestContext;
use crate::pools::Pool;
use crate::problem::Problem;
use crate::web::templates::View;

/// What the form and the script send.
#[derive(Debug)]
pub struct PageParams {
    search: SearchParams,
    /// Whether only the list of results is wanted.
    wants_fragment: bool,
}

impl Members for PageParams {
    const NAMES: &'static [&'static str] = &[];

    fn take(fields: &mut Fields) -> Self {
        Self {
            wants_fragment: fields.word_of("fragment", &[("results", ())]).is_some(),
            search: SearchParams::take(fields),
        }
    }
}

/// The search page.
#[derive(Debug, Clone, Serialize)]
pub struct SearchView {
    pub question: Question,
    /// What narrows the search.
    pub chosen: Vec<ChosenView>,
    pub workflows: Vec<&'static str>,
    /// What to try: (language, text); none in an empty glossary.
    pub examples: Vec<(&'static str, &'static str)>,
    /// `None` before anything was asked.
    pub results: Option<ResultsView>,
}

impl View for SearchView {
    const TEMPLATE: &'static str = "search.html";
}

/// Queries of the first page: both scripts, with and without tsheg, and each way of typing them in letters.
pub const EXAMPLES: [(&str, &str); 8] = [
    ("zh", "人民法院"),
    ("zh", "离婚纠纷"),
    ("zh", "偷东西"),
    ("bo", "ཁྲིམས་ཁང"),
    ("bo", "མི་དམངས་ཁྲིམས་ཁང་།"),
    ("en", "rmfy"),
    ("en", "mi dmangs khrims khang"),
    ("en", "trimkhang"),
];

/// Suggestions beside the results: a line on a desk.
const MOST_SUGGESTIONS: usize = 6;

/// Shows the search page, with results if something is asked.
pub async fn search_page(
    State(handle): State<Handle>,
    caller: Caller,
    context: RequestContext,
    FromPageQuery(params): FromPageQuery<PageParams>,
) -> Result<Response, Problem> {
    let permit = handle.permit::<ReadGlossary>(&caller).await?;
    let PageParams {
        search,
        wants_fragment,
    } = params;
    let question = Question::of(&search);
    let results = if search.q.trim().is_empty() {
        None
    } else {
        Some(results(&handle, permit, &question, search).await?)
    };
    let view = SearchView {
        chosen: question.chosen(),
        question,
        workflows: Workflow::ALL.iter().map(|w| w.as_str()).collect(),
        examples: examples(&handle),
        results,
    };
    match &view.results {
        Some(results) if wants_fragment => page(&handle, &context, &caller, results),
        _ if wants_fragment => page(
            &handle,
            &context,
            &caller,
            &StartView {
                examples: view.examples,
            },
        ),
        _ => page(&handle, &context, &caller, &view),
    }
}

async fn results(
    handle: &Handle,
    permit: Permit<ReadGlossary>,
    question: &Question,
    search: SearchParams,
) -> Result<ResultsView, Problem> {
    let request = SearchRequest {
        facets: true,
        ..search.into()
    };
    let answer = handle.look_up().search(&permit, &request)?;
    let suggestions = handle
        .look_up()
        .suggest(&permit, &question.q, MOST_SUGGESTIONS + 1)?;
    let snippets = snippets(handle, permit, &answer, &question.q).await;
    let mut view = ResultsView::new(question, answer, suggestions, snippets);
    view.suggestions.truncate(MOST_SUGGESTIONS);
    view.first = request.cursor.map(|_| question.link(None));
    Ok(view)
}

/// Returns where the explanation of each hit by explanation matches. These are few and only of `in=all`, so their
/// concepts are read; without a store the page has its hits all the same.
async fn snippets(
    handle: &Handle,
    permit: Permit<ReadGlossary>,
    answer: &SearchAnswer,
    typed: &str,
) -> Vec<Option<SnippetView>> {
    let explained = |hit: &&Hit| hit.matched.kind == MatchKind::Definition;
    let ids: Vec<_> = answer
        .hits
        .iter()
        .filter(explained)
        .map(|hit| hit.summary.id)
        .collect();
    if ids.is_empty() {
        return Vec::new();
    }
    let typed = typed.to_owned();
    let read = move |app: &app::App| {
        let of = |id| {
            let entry = app.find_concept(&permit, id, app::Version::Standing, None).ok()?;
            snippet(&entry.concept, &typed)
        };
        Ok(ids.into_iter().map(of).collect())
    };
    handle.run(Pool::Reads, read).await.unwrap_or_default()
}

/// Returns what can be tried: nothing where nothing can be found.
fn examples(handle: &Handle) -> Vec<(&'static str, &'static str)> {
    if handle.look_up().is_empty() {
        Vec::new()
    } else {
        EXAMPLES.to_vec()
    }
}

/// What stands in place of results before anything was asked.
#[derive(Debug, Clone, Serialize)]
pub struct StartView {
    pub examples: Vec<(&'static str, &'static str)>,
}

impl View for StartView {
    const TEMPLATE: &'static str = "fragment_start.html";
}
