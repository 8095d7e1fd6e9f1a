//! `/batch`: a pasted list, a term a line, looked up at once. What was pasted stands in no address and no log.

use app::view::TermSummary;
use app::{Hit, ReadGlossary, SearchAnswer, SearchRequest};
use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use glossary::Lang;
use serde::Serialize;

use super::batch_sheet::sheet;
use super::groups::Group;
use super::page;
use super::result_view::{TermView, terms};
use crate::caller::Caller;
use crate::handle::Handle;
use crate::input::{Fields, FromForm, Members};
use crate::observe::RequestContext;
use crate::pools::Pool;
use crate::problem::Problem;
use crate::web::templates::View;

/// Lines that are looked up at once, as the API takes them.
const MAX_LINES: usize = 500;

/// What the form sends.
#[derive(Debug)]
pub struct BatchForm {
    terms: String,
}

impl Members for BatchForm {
    const NAMES: &'static [&'static str] = &["terms"];

    fn take(fields: &mut Fields) -> Self {
        Self {
            terms: fields.text("terms").unwrap_or_default(),
        }
    }
}

/// The form, and what was found.
#[derive(Debug, Clone, Default, Serialize)]
pub struct BatchView {
    /// What was pasted.
    pub pasted: String,
    pub max_lines: usize,
    /// The first line that is too many, if one is.
    pub surplus_line: Option<usize>,
    /// Whether there was nothing to look up.
    pub is_empty: bool,
    pub rows: Vec<BatchRow>,
    /// How many lines found nothing.
    pub n_missing: usize,
    /// The table for a spreadsheet.
    pub tsv: String,
}

/// A line with the best hit for it.
#[derive(Debug, Clone, Serialize)]
pub struct BatchRow {
    /// Its number in what was pasted, from 1.
    pub line: usize,
    pub typed: String,
    pub hit: Option<BatchHit>,
    /// Hits besides the one shown.
    pub n_others: usize,
    /// Names of notices.
    pub notices: Vec<&'static str>,
}

/// The best hit for a line.
#[derive(Debug, Clone, Serialize)]
pub struct BatchHit {
    pub id: String,
    pub workflow: &'static str,
    pub zh: Vec<TermView>,
    pub bo: Vec<TermView>,
    pub match_kind: &'static str,
    /// Whether what was typed is this term.
    pub is_term: bool,
}

impl View for BatchView {
    const TEMPLATE: &'static str = "batch.html";
}

/// Shows the empty form.
pub async fn batch_page(
    State(handle): State<Handle>,
    caller: Caller,
    context: RequestContext,
) -> Result<Response, Problem> {
    handle.permit::<ReadGlossary>(&caller).await?;
    page(&handle, &context, &caller, &BatchView::of(String::new()))
}

/// Looks up each line that is not empty.
pub async fn batch_results(
    State(handle): State<Handle>,
    caller: Caller,
    context: RequestContext,
    FromForm(form): FromForm<BatchForm>,
) -> Result<Response, Problem> {
    let permit = handle.permit::<ReadGlossary>(&caller).await?;
    let lines = lines(&form.terms);
    let mut view = BatchView::of(form.terms);
    view.is_empty = lines.is_empty();
    view.surplus_line = lines.get(MAX_LINES).map(|(line, _)| *line);
    if view.is_empty || view.surplus_line.is_some() {
        let mut response = answer(&handle, &context, &caller, &view)?;
        *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
        return Ok(response);
    }
    // Hundreds of searches would hold up everybody else on this worker, so they leave it.
    let search = move |app: &app::App| {
        let found = lines.into_iter().map(|(line, typed)| {
            let request = SearchRequest {
                limit: 1,
                ..SearchRequest::new(&typed)
            };
            Ok((line, typed, app.look_up().search(&permit, &request)?))
        });
        found.collect::<Result<Vec<_>, app::Error>>()
    };
    let found = handle.run(Pool::Reads, search).await?;
    view.rows = found
        .into_iter()
        .map(|(line, typed, answer)| BatchRow::new(line, typed, answer))
        .collect();
    view.n_missing = view.rows.iter().filter(|row| row.hit.is_none()).count();
    view.tsv = sheet(handle.web().translations(), context.ui, &view.rows);
    answer(&handle, &context, &caller, &view)
}

impl BatchView {
    fn of(pasted: String) -> Self {
        Self {
            pasted,
            max_lines: MAX_LINES,
            ..Self::default()
        }
    }
}

impl BatchRow {
    fn new(line: usize, typed: String, answer: SearchAnswer) -> Self {
        let hit = answer.hits.into_iter().next().map(BatchHit::new);
        Self {
            line,
            typed,
            n_others: answer.total.saturating_sub(1),
            notices: answer.notices.into_iter().map(app::Notice::as_str).collect(),
            hit,
        }
    }
}

impl BatchHit {
    fn new(hit: Hit) -> Self {
        let Hit {
            summary,
            matched,
            place,
            ..
        } = hit;
        // The form that was asked for stands first: another one beside it would look like a mistake.
        let in_lang = |list: &[TermSummary], lang| {
            let mut terms = terms(list, lang, None);
            terms.sort_by_key(|term| lang == matched.lang && term.text != matched.term);
            terms
        };
        Self {
            id: summary.id.to_string(),
            workflow: summary.workflow.as_str(),
            zh: in_lang(&summary.zh, Lang::Zh),
            bo: in_lang(&summary.bo, Lang::Bo),
            match_kind: matched.kind.as_str(),
            is_term: Group::of(matched.kind, place.extent) == Group::Term,
        }
    }
}

fn answer(
    handle: &Handle,
    context: &RequestContext,
    caller: &Caller,
    view: &BatchView,
) -> Result<Response, Problem> {
    let mut response = page(handle, context, caller, view)?;
    // What was pasted may be out of a case: it stays in no cache.
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

/// Returns the lines that are not empty, with their numbers; one more than can be looked up is enough to refuse.
fn lines(pasted: &str) -> Vec<(usize, String)> {
    let lines = (1..).zip(pasted.lines());
    lines
        .map(|(number, line)| (number, line.trim().to_owned()))
        .filter(|(_, line)| !line.is_empty())
        .take(MAX_LINES + 1)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_keep_their_numbers_and_empty_ones_are_passed_over() {
        let found = lines("法院\r\n\r\n  ཁྲིམས་ཁང \n\t\n盗窃");
        let expected = [(1, "法院"), (3, "ཁྲིམས་ཁང"), (5, "盗窃")];
        assert_eq!(found, expected.map(|(n, line)| (n, line.to_owned())));
        assert_eq!(lines(" \n\n"), []);
    }

    #[test]
    fn a_list_without_end_is_not_kept_whole() {
        assert_eq!(lines(&"法\n".repeat(100_000)).len(), MAX_LINES + 1);
    }
}
