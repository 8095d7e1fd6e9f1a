//! `/imports/{id}/done`: what was written, the rows that were not, and the way back.

use access::{Permit, WriteResults};
use app::registry::sheets::{SheetImport, SheetRecord, SheetUndone};
use app::{App, Error};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::Serialize;

use super::{CountRow, Head, expect_reader, language, problem_of, state_word, with};
use crate::api::batch_scan::saved_as;
use crate::caller::{Caller, Permitted};
use crate::handle::Handle;
use crate::input::{FromPageQuery, NoMembers};
use crate::observe::RequestContext;
use crate::pages::permitted_form::PermittedForm;
use crate::pages::registry::told::sentence;
use crate::pages::times::shown as time_shown;
use crate::pages::{private_page, see_other};
use crate::problem::Problem;
use crate::web::templates::View;

/// How many records a page names.
const SHOWN: usize = 200;

/// The fifth step.
#[derive(Debug, Clone, Default, Serialize)]
pub struct ImportDoneView {
    pub head: Head,
    pub state: &'static str,
    pub counts: Vec<CountRow>,
    /// Whether rows can be had that were not written.
    pub has_rejected: bool,
    /// How many of them were wrong, and how many left out because of a question.
    pub rejected: usize,
    pub left_out: usize,
    /// Until when it can be taken back.
    pub undo_until: Option<String>,
    /// What taking it back came to just now: how many records, and those that stay.
    pub undone: Option<usize>,
    pub refused: Vec<RecordRow>,
    pub more_refused: usize,
    pub faults: Vec<String>,
}

/// A record that stays as it is.
#[derive(Debug, Clone, Default, Serialize)]
pub struct RecordRow {
    /// A member of the translations `imports.record`.
    pub record: String,
    pub label: String,
    pub place: Option<String>,
}

impl View for ImportDoneView {
    const TEMPLATE: &'static str = "import_done.html";
}

/// Shows what was written.
pub async fn done_page(
    State(handle): State<Handle>,
    Permitted { caller, permit }: Permitted<WriteResults>,
    Path(id): Path<String>,
    context: RequestContext,
    FromPageQuery(_): FromPageQuery<NoMembers>,
) -> Result<Response, Problem> {
    expect_reader(&handle, &caller).await?;
    shown(&handle, &context, &caller, (&permit, id), None, Vec::new()).await
}

/// Takes it back.
pub async fn undo(
    State(handle): State<Handle>,
    Path(id): Path<String>,
    context: RequestContext,
    PermittedForm { caller, permit, .. }: PermittedForm<WriteResults, NoMembers>,
) -> Result<Response, Problem> {
    expect_reader(&handle, &caller).await?;
    let wanted = id.clone();
    let work = move |app: &App, permit: &Permit<WriteResults>| app.undo_sheet(permit, &wanted);
    match with(&handle, &permit, work).await? {
        Ok(undone) => {
            shown(
                &handle,
                &context,
                &caller,
                (&permit, id),
                Some(undone),
                Vec::new(),
            )
            .await
        }
        Err(Error::Registry(faults)) => {
            let faults = faults.iter().map(|fault| sentence(fault, context.ui)).collect();
            shown(&handle, &context, &caller, (&permit, id), None, faults).await
        }
        Err(other) => Err(problem_of(other)),
    }
}

/// Sends the rows that were not written.
pub async fn rejected(
    State(handle): State<Handle>,
    Permitted { caller, permit }: Permitted<WriteResults>,
    Path(id): Path<String>,
    context: RequestContext,
    FromPageQuery(_): FromPageQuery<NoMembers>,
) -> Result<Response, Problem> {
    expect_reader(&handle, &caller).await?;
    let told_in = language(context.ui);
    let read = move |app: &App, permit: &Permit<WriteResults>| app.rejected_sheet_rows(permit, &id, told_in);
    let (name, bytes) = with(&handle, &permit, read).await?.map_err(problem_of)?;
    saved_as(&name, "application/octet-stream", bytes)
}

async fn shown(
    handle: &Handle,
    context: &RequestContext,
    caller: &Caller,
    (permit, id): (&Permit<WriteResults>, String),
    undone: Option<SheetUndone>,
    faults: Vec<String>,
) -> Result<Response, Problem> {
    let (staged, told_in) = (format!("/imports/{id}"), language(context.ui));
    let read = move |app: &App, permit: &Permit<WriteResults>| {
        let import = app.sheet_import(permit, &id)?;
        let has_rejected = match app.rejected_sheet_rows(permit, &id, told_in) {
            Ok(_) => true,
            Err(Error::NoRejectedRows(_)) => false,
            Err(other) => return Err(other),
        };
        Ok((import, has_rejected))
    };
    let (import, has_rejected) = with(handle, permit, read).await?.map_err(problem_of)?;
    match state_word(import.state) {
        "staged" => return Ok(see_other(&staged)),
        "discarded" => return Ok(see_other("/imports")),
        _ => {}
    }
    let status = match faults.is_empty() {
        true => StatusCode::OK,
        false => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let offset = handle.config().utc_offset_minutes;
    let view = ImportDoneView {
        has_rejected,
        faults,
        ..ImportDoneView::of(&import, undone, offset)
    };
    private_page(handle, context, caller, status, &view)
}

impl ImportDoneView {
    fn of(import: &SheetImport, undone: Option<SheetUndone>, utc_offset_minutes: i16) -> Self {
        let counts = import.counts.as_deref().unwrap_or_default();
        let refused = undone.as_ref().map_or(&[][..], |undone| &undone.refused);
        Self {
            head: Head::of(import, 5),
            state: state_word(import.state),
            counts: counts.iter().map(CountRow::from).collect(),
            rejected: import.rejected,
            left_out: import.left_out,
            undo_until: import
                .open_until_ms
                .map(|at_ms| time_shown(at_ms, utc_offset_minutes)),
            more_refused: refused.len().saturating_sub(SHOWN),
            refused: refused.iter().take(SHOWN).map(RecordRow::from).collect(),
            undone: undone.as_ref().map(|undone| undone.undone.len()),
            ..Self::default()
        }
    }
}

impl From<&SheetRecord> for RecordRow {
    fn from(record: &SheetRecord) -> Self {
        let place = match record.record.as_str() {
            "person" => Some(format!("/people/{}", record.id)),
            "training" => Some(format!("/trainings/{}", record.id)),
            _ => None,
        };
        Self {
            record: record.record.clone(),
            label: record.label.clone(),
            place,
        }
    }
}
