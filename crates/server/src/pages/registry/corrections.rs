//! `/corrections`: what people of the own courts ask to have corrected, each with the form that decides about it.

use access::{Permit, ReadRegistry, SeePersonalData, WriteRegistry};
use app::registry::rules::CorrectionState;
use app::registry::{CorrectionEntry, CorrectionLine, CorrectionVerdict};
use app::{App, Error};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::Serialize;

use super::people::{PersonRow, with_member};
use super::told::{Told, problem_of, read, read_unmapped, told};
use crate::api::registry::corrections::VERDICTS;
use crate::api::time_cursor::{read_time_cursor, write_time_cursor};
use crate::caller::{Caller, Permitted};
use crate::handle::Handle;
use crate::input::{Fields, FromPageQuery, Members};
use crate::observe::RequestContext;
use crate::pages::permitted_form::PermittedForm;
use crate::pages::{private_page, see_other, times};
use crate::pools::Pool;
use crate::problem::{Code, Problem};
use crate::web::templates::View;
use crate::write::Repeating;

/// How many wishes a page has.
const AT_ONCE: usize = 20;

/// Which wishes, and behind which the page begins.
#[derive(Debug)]
pub struct CorrectionsParams {
    state: Option<String>,
    cursor: Option<String>,
    is_decided: bool,
}

impl Members for CorrectionsParams {
    const NAMES: &'static [&'static str] = &[];

    fn take(fields: &mut Fields) -> Self {
        Self {
            state: fields.text("state"),
            cursor: fields.text("cursor"),
            is_decided: fields.text("done").is_some(),
        }
    }
}

/// The list.
#[derive(Debug, Clone, Default, Serialize)]
pub struct CorrectionsView {
    pub states: Vec<&'static str>,
    pub state: &'static str,
    pub rows: Vec<CorrectionRow>,
    /// How many are open in the own courts.
    pub open: u64,
    pub may_decide: bool,
    pub is_decided: bool,
    pub faults: Vec<String>,
    /// The id of the wish whose form comes back, with the answer that was typed.
    pub back: Option<(String, String)>,
    pub next: Option<String>,
}

/// A wish with the person whom it is about.
#[derive(Debug, Clone, Default, Serialize)]
pub struct CorrectionRow {
    pub person: PersonRow,
    pub wish: WishView,
}

/// A wish.
#[derive(Debug, Clone, Default, Serialize)]
pub struct WishView {
    pub id: String,
    pub field: &'static str,
    pub wanted: String,
    pub reason: String,
    pub revision: u64,
    pub asked_by: String,
    pub asked_at: String,
    pub state: &'static str,
    /// Who and when.
    pub decided: Option<(String, String)>,
    pub answer: Option<String>,
    pub written_as: Option<u64>,
}

impl View for CorrectionsView {
    const TEMPLATE: &'static str = "corrections.html";
}

impl WishView {
    /// Shows a wish.
    pub fn of(line: CorrectionLine, utc_offset_minutes: i16) -> Self {
        Self {
            id: line.id,
            field: line.field.as_str(),
            wanted: line.text.wanted,
            reason: line.text.reason,
            revision: line.revision,
            asked_by: line.asked_by,
            asked_at: times::shown(line.asked_at_ms, utc_offset_minutes),
            state: line.state.as_str(),
            decided: line
                .decided
                .map(|(by, at_ms)| (by, times::shown(at_ms, utc_offset_minutes))),
            answer: line.answer,
            written_as: line.written_as,
        }
    }
}

/// Shows the wishes, those that are open where nothing else is asked for.
pub async fn corrections_page(
    State(handle): State<Handle>,
    Permitted { caller, permit }: Permitted<ReadRegistry>,
    context: RequestContext,
    FromPageQuery(params): FromPageQuery<CorrectionsParams>,
) -> Result<Response, Problem> {
    let view = CorrectionsView {
        is_decided: params.is_decided,
        ..CorrectionsView::default()
    };
    let state = params.state.and_then(|state| state.parse().ok());
    let after = params.cursor.as_deref().map(read_time_cursor).transpose()?;
    let which = (state.unwrap_or(CorrectionState::Open), after);
    shown(&handle, &context, &caller, permit, which, view, &Told::default()).await
}

async fn shown(
    handle: &Handle,
    context: &RequestContext,
    caller: &Caller,
    permit: Permit<ReadRegistry>,
    (state, after): (CorrectionState, Option<(i64, String)>),
    view: CorrectionsView,
    told: &Told,
) -> Result<Response, Problem> {
    // That somebody has looked is noted, so it is done where is written.
    let work = move |app: &App, permit: &Permit<ReadRegistry>| {
        let page = app.list_corrections(permit, state, after, AT_ONCE)?;
        Ok((page, app.count_open_corrections(permit)?))
    };
    let (page, open) = read(handle, Pool::Writes, permit, work).await?;
    let offset = handle.config().utc_offset_minutes;
    let row = |entry: CorrectionEntry| CorrectionRow {
        person: PersonRow::of(entry.person),
        wish: WishView::of(entry.line, offset),
    };
    let here = with_member("/corrections", "state", state.as_str());
    let next = page
        .next
        .map(|(at_ms, id)| with_member(&here, "cursor", &write_time_cursor(at_ms, &id)));
    let view = CorrectionsView {
        states: CorrectionState::ALL.iter().map(|one| one.as_str()).collect(),
        state: state.as_str(),
        rows: page.entries.into_iter().map(row).collect(),
        open,
        may_decide: handle.may::<WriteRegistry>(caller).is_some(),
        faults: told.sentences(),
        next,
        ..view
    };
    private_page(handle, context, caller, told.status(), &view)
}

/// What is decided about a wish.
#[derive(Debug)]
pub struct VerdictSent {
    is_accepted: Option<bool>,
    answer: String,
}

impl Members for VerdictSent {
    const NAMES: &'static [&'static str] = &["decision", "answer"];

    fn take(fields: &mut Fields) -> Self {
        let decision = fields.word_of("decision", &VERDICTS);
        Self {
            is_accepted: fields.wanted("decision", decision),
            answer: fields.text("answer").unwrap_or_default(),
        }
    }
}

/// Decides; whoever accepts is led to the person, whose record is corrected there.
pub async fn decide(
    State(handle): State<Handle>,
    Path(id): Path<String>,
    context: RequestContext,
    PermittedForm { caller, permit, form }: PermittedForm<WriteRegistry, VerdictSent>,
) -> Result<Response, Problem> {
    let reader = handle.permit::<ReadRegistry>(&caller).await?;
    let answer = form.answer.clone();
    let verdict = match form.is_accepted {
        Some(true) => CorrectionVerdict::Accept { answer },
        _ => CorrectionVerdict::Refuse { answer },
    };
    let wish = id.clone();
    let work =
        move |app: &App, permit: &Permit<WriteRegistry>| app.decide_correction(permit, &wish, &verdict);
    let error = match handle.act_unmapped(permit, Repeating::WritesAgain, work).await? {
        Ok(()) => return Ok(see_other("/corrections?done=decided")),
        Err(error @ Error::NoSuchRecord(_)) => return Err(problem_of(error)),
        Err(error) => error,
    };
    let said = told(error, (handle.web(), context.ui), |_| String::new())?;
    let view = CorrectionsView {
        back: Some((id, form.answer)),
        ..CorrectionsView::default()
    };
    shown(
        &handle,
        &context,
        &caller,
        reader,
        (CorrectionState::Open, None),
        view,
        &said,
    )
    .await
}

/// What the words are needed for.
#[derive(Debug)]
pub struct PurposeSent {
    purpose: String,
}

impl Members for PurposeSent {
    const NAMES: &'static [&'static str] = &["purpose"];

    fn take(fields: &mut Fields) -> Self {
        Self {
            purpose: fields.text("purpose").unwrap_or_default(),
        }
    }
}

/// The words of a wish in full, or what keeps them from being seen.
#[derive(Clone, Default, Serialize)]
pub struct WishTextView {
    pub wanted: String,
    pub reason: String,
    pub purpose_missing: bool,
}

impl View for WishTextView {
    const TEMPLATE: &'static str = "correction_text.html";
}

/// Shows the words of a wish in full; no cache keeps the page.
pub async fn see(
    State(handle): State<Handle>,
    Path(id): Path<String>,
    context: RequestContext,
    PermittedForm { caller, permit, form }: PermittedForm<SeePersonalData, PurposeSent>,
) -> Result<Response, Problem> {
    let purpose = form.purpose;
    let work = move |app: &App, permit: &Permit<SeePersonalData>| app.see_correction(permit, &id, &purpose);
    let (status, view) = match read_unmapped(&handle, Pool::Writes, permit, work).await? {
        Ok(text) => {
            let view = WishTextView {
                wanted: text.wanted,
                reason: text.reason,
                purpose_missing: false,
            };
            (StatusCode::OK, view)
        }
        Err(Error::ReasonMissing) => {
            let view = WishTextView {
                purpose_missing: true,
                ..WishTextView::default()
            };
            (StatusCode::UNPROCESSABLE_ENTITY, view)
        }
        Err(Error::NoSuchRecord(_)) => return Err(Problem::new(Code::NotFound)),
        Err(other) => return Err(problem_of(other)),
    };
    private_page(&handle, &context, &caller, status, &view)
}
