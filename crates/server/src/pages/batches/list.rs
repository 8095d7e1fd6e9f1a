//! `/batches` and `/batches/new`: every batch, and opening one.

use access::{Permit, ReviewGlossary};
use app::{Error, ReadDrafts};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde::Serialize;

use super::BatchRow;
use super::text::{BatchForm, fields_of};
use crate::api::time_cursor::{read_time_cursor, write_time_cursor};
use crate::caller::Permitted;
use crate::handle::Handle;
use crate::input::{Fields, FromPageQuery, Members};
use crate::observe::RequestContext;
use crate::pages::concept_form::view::{FieldView, FormFaults};
use crate::pages::permitted_form::PermittedForm;
use crate::pages::{private_page, see_other};
use crate::problem::{Problem, issue_bodies, sentence_of};
use crate::web::templates::{View, percent_encode};
use crate::write::Repeating;

/// How many batches a page has.
const LINES: usize = 30;

/// Which part of the list.
#[derive(Debug)]
pub struct BatchesParams {
    cursor: Option<String>,
}

impl Members for BatchesParams {
    const NAMES: &'static [&'static str] = &["cursor"];

    fn take(fields: &mut Fields) -> Self {
        Self {
            cursor: fields.text("cursor"),
        }
    }
}

/// The batches, newest first.
#[derive(Debug, Clone, Default, Serialize)]
pub struct BatchesView {
    pub rows: Vec<BatchRow>,
    pub next: Option<String>,
    pub may_open: bool,
}

impl View for BatchesView {
    const TEMPLATE: &'static str = "batches.html";
}

/// The form of a new batch.
#[derive(Debug, Clone, Default, Serialize)]
pub struct NewBatchView {
    pub fields: Vec<FieldView>,
    /// What is wrong that no field has.
    pub fault: Option<String>,
    pub is_wrong: bool,
}

impl View for NewBatchView {
    const TEMPLATE: &'static str = "batch_new.html";
}

/// Lists the batches.
pub async fn batches_page(
    State(handle): State<Handle>,
    Permitted { caller, permit }: Permitted<ReadDrafts>,
    context: RequestContext,
    FromPageQuery(params): FromPageQuery<BatchesParams>,
) -> Result<Response, Problem> {
    let before = params.cursor.as_deref().map(read_time_cursor).transpose()?;
    let list = move |app: &app::App, permit: &Permit<ReadDrafts>| app.list_batches(permit, before, LINES + 1);
    let mut batches = handle.show(permit, list).await?;
    let goes_on = batches.len() > LINES;
    batches.truncate(LINES);
    let last = batches.last().filter(|_| goes_on);
    let offset = handle.config().utc_offset_minutes;
    let view = BatchesView {
        next: last.map(|batch| write_time_cursor(batch.created_at_ms, &batch.id)),
        rows: batches
            .into_iter()
            .map(|batch| BatchRow::of(batch, offset))
            .collect(),
        may_open: handle.may::<ReviewGlossary>(&caller).is_some(),
    };
    private_page(&handle, &context, &caller, StatusCode::OK, &view)
}

/// Shows the form of a new batch.
pub async fn new_page(
    State(handle): State<Handle>,
    Permitted { caller, .. }: Permitted<ReviewGlossary>,
    context: RequestContext,
) -> Result<Response, Problem> {
    let view = NewBatchView {
        fields: fields_of(&BatchForm::default(), &FormFaults::default()),
        ..NewBatchView::default()
    };
    private_page(&handle, &context, &caller, StatusCode::OK, &view)
}

/// Opens a batch.
pub async fn create(
    State(handle): State<Handle>,
    context: RequestContext,
    PermittedForm { caller, permit, form }: PermittedForm<ReviewGlossary, BatchForm>,
) -> Result<Response, Problem> {
    let text = form.text();
    let work = move |app: &app::App, permit: &Permit<ReviewGlossary>| app.create_batch(permit, text.clone());
    let problem: Problem = match handle.act_unmapped(permit, Repeating::WritesAgain, work).await? {
        Ok(batch) => {
            return Ok(see_other(&format!(
                "/batches/{}?done=opened",
                percent_encode(&batch.id)
            )));
        }
        Err(error @ (Error::Batch(_) | Error::BatchNumberTaken(_))) => error.into(),
        Err(error) => return Err(error.into()),
    };
    let (web, ui) = (handle.web(), context.ui);
    let faults = FormFaults::of(issue_bodies(web, ui, &problem.issues));
    let view = NewBatchView {
        fields: fields_of(&form, &faults),
        fault: faults.is_empty().then(|| sentence_of(web, ui, &problem)),
        is_wrong: true,
    };
    private_page(&handle, &context, &caller, problem.code.status(), &view)
}
