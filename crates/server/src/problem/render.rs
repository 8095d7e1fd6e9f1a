//! Writing problems out: as problem+json for programs, as a page for readers.

use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;

use super::{Code, FieldConflictBody, Issue, Problem};
use crate::observe::RequestContext;
use crate::pages::error::ErrorView;
use crate::pages::proof::ProofView;
use crate::pages::{see_other, way_back};
use crate::web::Web;
use crate::web::templates::{Frame, Reader, percent_encode};
use crate::web::ui::Ui;

/// A failed request, as RFC 9457 has it.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProblemBody {
    /// `/problems/<code>`: the stable name, and a page that explains it.
    #[serde(rename = "type")]
    kind: String,
    /// What went wrong, the same sentence for every request.
    title: String,
    /// The HTTP status.
    status: u16,
    /// What was wrong with which value, and what to do.
    detail: String,
    /// The id that log lines of this request carry.
    request_id: String,
    /// What is wrong with single values.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    issues: Vec<IssueBody>,
    /// The newest revision, where the request was based on an older one.
    #[serde(skip_serializing_if = "Option::is_none")]
    current_revision: Option<u64>,
    /// Every field that this request or what was saved meanwhile changed; where a whole concept was sent.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    conflicts: Vec<FieldConflictBody>,
}

/// What is wrong with one value.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct IssueBody {
    /// JSON pointer into the body, or `/name` of a query parameter.
    pub pointer: String,
    /// A stable name.
    pub code: &'static str,
    /// The same in words.
    pub message: String,
}

/// Tells whether `response` is a problem that is still to be written out.
pub fn is_problem(response: &Response) -> bool {
    response.extensions().get::<Problem>().is_some()
}

/// Returns what kind of problem `response` is, if it is one that is still to be written out.
pub fn problem_code(response: &Response) -> Option<Code> {
    response.extensions().get::<Problem>().map(|problem| problem.code)
}

/// Returns `response` with the problem written out that a handler returned; bare error statuses of the HTTP library
/// become problems too. `reader` is for the head of the page.
pub fn rendered(web: &Web, context: &RequestContext, reader: Reader, mut response: Response) -> Response {
    let status = response.status();
    let problem = response.extensions_mut().remove::<Problem>();
    let is_error = status.is_client_error() || status.is_server_error();
    // A probe says "not ready" in its own words, and a form shows what is wrong with it.
    let kind = response.headers().get(header::CONTENT_TYPE);
    let speaks_for_itself =
        kind.is_some_and(|kind| kind == "application/json" || kind == "text/html; charset=utf-8");
    let has_failed = is_error || problem.is_some();
    if !has_failed || (problem.is_none() && speaks_for_itself) {
        return response;
    }
    let problem = problem.unwrap_or_else(|| Problem::new(Code::of_status(status)));
    if let Some(cause) = &problem.cause {
        tracing::error!(
            request_id = context.id,
            cause,
            "request {} failed: {cause}",
            context.id
        );
    }
    if problem.code == Code::Unauthenticated && context.is_page() {
        return to_login(context);
    }
    written(web, context, reader, &problem, response.headers())
}

/// Returns media type and text of the answer to whoever asks in `context`.
pub fn content_of(
    web: &Web,
    context: &RequestContext,
    reader: Reader,
    problem: &Problem,
) -> (&'static str, String) {
    let body = body_of(web, context, problem);
    if context.is_program {
        let json = serde_json::to_string(&body).unwrap_or_default();
        return ("application/problem+json", json);
    }
    let frame = Frame {
        here: context.here.clone(),
        request_id: context.id.clone(),
        reader,
    };
    let html = if problem.code == Code::ProofNeeded {
        let view = ProofView::of(way_back::page_of(&context.here));
        web.templates().render(context.ui, &frame, &view)
    } else {
        let view = ErrorView::new(problem.code, body.title, body.detail, body.issues);
        web.templates().render(context.ui, &frame, &view)
    };
    match html {
        Ok(html) => ("text/html; charset=utf-8", html),
        Err(cause) => {
            tracing::error!(request_id = context.id, %cause, "the error page of {} failed: {cause}", context.id);
            ("text/plain; charset=utf-8", problem.code.as_str().to_owned())
        }
    }
}

/// Leads a reader to the page where one signs in, and from there back to what was asked for.
fn to_login(context: &RequestContext) -> Response {
    let here = percent_encode(way_back::page_of(&context.here));
    see_other(&format!("/login?next={here}"))
}

fn written(
    web: &Web,
    context: &RequestContext,
    reader: Reader,
    problem: &Problem,
    headers: &HeaderMap,
) -> Response {
    let (kind, text) = content_of(web, context, reader, problem);
    let mut response = ([(header::CONTENT_TYPE, kind)], text).into_response();
    *response.status_mut() = problem.code.status();
    // `Allow`, `Retry-After` and the like belong to the answer, whoever writes its body.
    for (name, value) in headers {
        let is_of_body = [header::CONTENT_TYPE, header::CONTENT_LENGTH].contains(name);
        if !is_of_body {
            response.headers_mut().insert(name, value.clone());
        }
    }
    let language = HeaderValue::from_static(context.ui.html_lang());
    response.headers_mut().insert(header::CONTENT_LANGUAGE, language);
    response
}

fn body_of(web: &Web, context: &RequestContext, problem: &Problem) -> ProblemBody {
    let say = |key: &str, args: &[(&str, String)]| web.translations().fill(context.ui, key, args);
    let name = problem.code.as_str();
    let issues = issue_bodies(web, context.ui, &problem.issues);
    let mut detail = say(&format!("problem.{name}.detail"), &problem.args);
    // The other problems name their only value themselves.
    if let Some(first) = issues.first().filter(|_| problem.code == Code::InvalidInput) {
        // A Chinese sentence ends with its own space.
        detail.push_str(if context.ui == Ui::En { " " } else { "" });
        detail.push_str(&first.message);
    }
    ProblemBody {
        kind: problem.code.path(),
        title: say(&format!("problem.{name}.title"), &[]),
        status: problem.code.status().as_u16(),
        detail,
        request_id: context.id.clone(),
        issues,
        current_revision: problem.conflict.as_ref().map(|conflict| conflict.current),
        conflicts: problem
            .conflict
            .iter()
            .flat_map(|conflict| conflict.fields.clone())
            .collect(),
    }
}

/// Returns what went wrong in a sentence, for a page that shows it beside what was sent.
pub fn sentence_of(web: &Web, ui: Ui, problem: &Problem) -> String {
    let key = format!("problem.{}.detail", problem.code.as_str());
    web.translations().fill(ui, &key, &problem.args)
}

/// Returns what is wrong with single values in words.
pub fn issue_bodies(web: &Web, ui: Ui, issues: &[Issue]) -> Vec<IssueBody> {
    issues.iter().map(|issue| issue_body(web, ui, issue)).collect()
}

fn issue_body(web: &Web, ui: Ui, issue: &Issue) -> IssueBody {
    let pointer = issue.pointer.clone();
    if let Some(told) = &issue.told {
        let message = if ui == Ui::En { &told.en } else { &told.zh };
        return IssueBody {
            pointer,
            code: told.code,
            message: message.clone(),
        };
    }
    let message = web
        .translations()
        .fill(ui, &format!("issue.{}", issue.code.as_str()), &issue.args);
    IssueBody {
        pointer,
        code: issue.code.as_str(),
        message,
    }
}
