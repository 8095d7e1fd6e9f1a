//! `/imports/{id}/counts`: what would be written, and the button that writes it.

use access::{Permit, WriteResults};
use app::registry::sheets::{SheetApplying, SheetImport, SheetPlan};
use app::{App, Error, OnError};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::Serialize;

use super::{CountRow, Head, elsewhere, expect_reader, problem_of, with};
use crate::caller::{Caller, Permitted};
use crate::handle::Handle;
use crate::input::{Fields, FromPageQuery, Members, NoMembers};
use crate::observe::RequestContext;
use crate::pages::permitted_form::PermittedForm;
use crate::pages::registry::told::sentence;
use crate::pages::{private_page, see_other};
use crate::problem::Problem;
use crate::web::templates::View;

/// How the sheet is to be applied.
#[derive(Debug, Default)]
pub struct ApplySent {
    skips: bool,
    leaves: bool,
    revision: Option<u64>,
}

impl Members for ApplySent {
    const NAMES: &'static [&'static str] = &["skip", "leave", "revision"];

    fn take(fields: &mut Fields) -> Self {
        Self {
            skips: fields.text("skip").is_some(),
            leaves: fields.text("leave").is_some(),
            revision: fields.text("revision").and_then(|text| text.parse().ok()),
        }
    }
}

/// The fourth step.
#[derive(Debug, Clone, Default, Serialize)]
pub struct ImportCountsView {
    pub head: Head,
    /// The plan that is shown, which the button sends back.
    pub revision: u64,
    pub counts: Vec<CountRow>,
    pub rejected: usize,
    pub left_out: usize,
    pub open: usize,
    /// Whether every row was looked at; if not, nothing can be applied.
    pub is_complete: bool,
    /// Whether there is anything to write.
    pub is_news: bool,
    pub faults: Vec<String>,
    /// Whether it would do something else than the page showed on which the button was pressed.
    pub is_moved: bool,
}

/// What kept a sheet from being applied.
enum Kept {
    Not,
    Refused(Vec<String>),
    /// The registry has changed since the page was shown.
    Moved,
}

impl View for ImportCountsView {
    const TEMPLATE: &'static str = "import_counts.html";
}

/// Shows what would be written.
pub async fn counts_page(
    State(handle): State<Handle>,
    Permitted { caller, permit }: Permitted<WriteResults>,
    Path(id): Path<String>,
    context: RequestContext,
    FromPageQuery(_): FromPageQuery<NoMembers>,
) -> Result<Response, Problem> {
    expect_reader(&handle, &caller).await?;
    shown(&handle, &context, &caller, (&permit, id), Kept::Not).await
}

/// Writes it.
pub async fn apply(
    State(handle): State<Handle>,
    Path(id): Path<String>,
    context: RequestContext,
    PermittedForm { caller, permit, form }: PermittedForm<WriteResults, ApplySent>,
) -> Result<Response, Problem> {
    expect_reader(&handle, &caller).await?;
    let how = SheetApplying {
        on_error: match form.skips {
            true => OnError::Skip,
            false => OnError::Stop,
        },
        leaves_questions: form.leaves,
        // Whoever sends no revision has not looked at anything.
        expected: Some(form.revision.unwrap_or_default()),
    };
    let wanted = id.clone();
    let work = move |app: &App, permit: &Permit<WriteResults>| app.apply_sheet(permit, &wanted, how);
    match with(&handle, &permit, work).await? {
        Ok(_) => Ok(see_other(&format!("/imports/{id}/done"))),
        Err(Error::Registry(faults)) => {
            let faults = faults.iter().map(|fault| sentence(fault, context.ui)).collect();
            shown(&handle, &context, &caller, (&permit, id), Kept::Refused(faults)).await
        }
        Err(Error::StaleRecord { .. }) => shown(&handle, &context, &caller, (&permit, id), Kept::Moved).await,
        Err(other) => Err(problem_of(other)),
    }
}

/// Forgets the file.
pub async fn discard(
    State(handle): State<Handle>,
    Path(id): Path<String>,
    PermittedForm { caller, permit, .. }: PermittedForm<WriteResults, NoMembers>,
) -> Result<Response, Problem> {
    expect_reader(&handle, &caller).await?;
    let work = move |app: &App, permit: &Permit<WriteResults>| app.discard_sheet(permit, &id);
    match with(&handle, &permit, work).await? {
        // What was applied or forgotten meanwhile is seen in the list.
        Ok(()) | Err(Error::Registry(_)) => Ok(see_other("/imports")),
        Err(other) => Err(problem_of(other)),
    }
}

async fn shown(
    handle: &Handle,
    context: &RequestContext,
    caller: &Caller,
    (permit, id): (&Permit<WriteResults>, String),
    kept: Kept,
) -> Result<Response, Problem> {
    let read = move |app: &App, permit: &Permit<WriteResults>| {
        let import = app.sheet_import(permit, &id)?;
        let plan = match elsewhere(&import) {
            None => Some(app.plan_sheet(permit, &id)?),
            Some(_) => None,
        };
        Ok((import, plan))
    };
    let (import, plan) = with(handle, permit, read).await?.map_err(problem_of)?;
    let Some(plan) = plan else {
        return Ok(elsewhere(&import).unwrap_or_else(|| see_other("/imports")));
    };
    let mut view = ImportCountsView::of(&import, &plan);
    let status = match kept {
        Kept::Not => StatusCode::OK,
        Kept::Moved => {
            view.is_moved = true;
            StatusCode::CONFLICT
        }
        Kept::Refused(faults) => {
            view.faults = faults;
            StatusCode::UNPROCESSABLE_ENTITY
        }
    };
    private_page(handle, context, caller, status, &view)
}

impl ImportCountsView {
    fn of(import: &SheetImport, plan: &SheetPlan) -> Self {
        Self {
            head: Head::of(import, 4),
            revision: plan.revision,
            counts: plan.counts.iter().map(CountRow::from).collect(),
            rejected: plan.rejected,
            left_out: plan.left_out,
            open: plan.open_questions,
            is_complete: plan.is_complete,
            is_news: plan.counts.iter().any(|count| count.created + count.updated > 0),
            faults: Vec::new(),
            is_moved: false,
        }
    }
}
