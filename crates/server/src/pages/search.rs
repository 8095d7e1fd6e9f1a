//! `/`: the search page, and its list of results alone for search-as-you-type.

use axum::extract::State;
use axum::response::Response;
use glossary::Workflow;
use serde::Serialize;

use super::page;
use super::result_view::ResultsView;
use crate::api::search::SearchParams;
use crate::handle::Handle;
use crate::input::{Fields, FromPageQuery, Members};
use crate::observe::RequestContext;
use crate::problem::Problem;
use crate::web::templates::{View, percent_encode};

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
    pub q: String,
    /// How far entries must have come.
    pub workflow: Option<&'static str>,
    pub collection: Option<String>,
    pub subject_field: Option<String>,
    pub workflows: Vec<&'static str>,
    /// What to try: (language, text); none in an empty glossary.
    pub examples: Vec<(&'static str, &'static str)>,
    /// `None` before anything was asked.
    pub results: Option<ResultsView>,
}

impl View for SearchView {
    const TEMPLATE: &'static str = "search.html";
}

/// Queries of the first page, in both scripts, with and without tsheg. They show what can be typed.
pub const EXAMPLES: [(&str, &str); 6] = [
    ("zh", "人民法院"),
    ("zh", "盗窃罪"),
    ("zh", "离婚纠纷"),
    ("bo", "ཁྲིམས་ཁང"),
    ("bo", "མི་དམངས་ཁྲིམས་ཁང་།"),
    ("bo", "བཅའ་ཁྲིམས"),
];

/// Shows the search page, with results if something is asked.
pub async fn search_page(
    State(handle): State<Handle>,
    context: RequestContext,
    FromPageQuery(params): FromPageQuery<PageParams>,
) -> Result<Response, Problem> {
    let permit = handle.permit_reading()?;
    let PageParams {
        search,
        wants_fragment,
    } = params;
    let mut view = SearchView {
        q: search.q.clone(),
        workflow: search.workflow.map(Workflow::as_str),
        collection: search.collection.clone().map(String::from),
        subject_field: search.subject_field.clone().map(String::from),
        workflows: Workflow::ALL.iter().map(|w| w.as_str()).collect(),
        examples: examples(&handle),
        results: None,
    };
    if !search.q.trim().is_empty() {
        let first = search.cursor.as_ref().map(|_| view.link_to(None));
        let answer = handle.look_up().search(&permit, &search.into())?;
        let more = answer
            .next_cursor
            .as_deref()
            .map(|cursor| view.link_to(Some(cursor)));
        view.results = Some(ResultsView::new(answer, first, more, view.is_filtered()));
    }
    match &view.results {
        Some(results) if wants_fragment => page(&handle, &context, results),
        _ if wants_fragment => page(
            &handle,
            &context,
            &StartView {
                examples: view.examples,
            },
        ),
        _ => page(&handle, &context, &view),
    }
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

impl SearchView {
    fn is_filtered(&self) -> bool {
        self.workflow.is_some() || self.collection.is_some() || self.subject_field.is_some()
    }

    fn link_to(&self, cursor: Option<&str>) -> String {
        let mut link = format!("/?q={}", percent_encode(&self.q));
        let kept = [
            ("workflow", self.workflow),
            ("collection", self.collection.as_deref()),
            ("subject_field", self.subject_field.as_deref()),
            ("cursor", cursor),
        ];
        for (name, value) in kept {
            if let Some(value) = value {
                link.push_str(&format!("&{name}={}", percent_encode(value)));
            }
        }
        link
    }
}
