//! `/change-sets/{id}`: one change set, what became of each of its concepts, and undoing it.

use access::{Permit, ReadDrafts, ReviewGlossary, WriteGlossary};
use app::{BatchState, ChangedLine, Error};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use glossary::Workflow;
use glossary::search_replace::Replacement;
use serde::Serialize;

use super::{ChangeSetRow, TermChangeView};
use crate::api::concepts::{concept_cursor, cursor_after};
use crate::caller::{Caller, Permitted};
use crate::handle::Handle;
use crate::input::{Fields, FromPageQuery, Members, NoMembers};
use crate::observe::RequestContext;
use crate::pages::permitted_form::PermittedForm;
use crate::pages::{private_page, see_other};
use crate::problem::{Problem, sentence_of};
use crate::web::templates::{View, percent_encode};
use crate::write::Repeating;

/// What was done before; each is the translation `change_sets.done.<word>`.
pub const DONE: [&str; 3] = ["made", "undone", "settled"];

/// How many concepts a page has.
const LINES: usize = 50;
/// Among how many batches the open ones are looked for.
const BATCHES: usize = 100;

/// Which part of the change set.
#[derive(Debug)]
pub struct OneParams {
    cursor: Option<String>,
    done: Option<&'static str>,
}

impl Members for OneParams {
    const NAMES: &'static [&'static str] = &["cursor", "done"];

    fn take(fields: &mut Fields) -> Self {
        let done = fields.text("done");
        Self {
            cursor: fields.text("cursor"),
            done: done.and_then(|done| DONE.into_iter().find(|word| *word == done)),
        }
    }
}

/// The change set.
#[derive(Debug, Clone, Default, Serialize)]
pub struct ChangeSetView {
    pub set: ChangeSetRow,
    /// How many concepts it has written.
    pub n_concepts: usize,
    pub lines: Vec<ChangedLineView>,
    /// Where the next page of them begins.
    pub next: Option<String>,
    pub may_undo: bool,
    /// Id and number of the open batches into which the reader may put all of it.
    pub batches: Vec<(String, String)>,
    pub done: Option<&'static str>,
    /// What kept something from being done.
    pub fault: Option<String>,
}

/// A concept of it.
#[derive(Debug, Clone, Default, Serialize)]
pub struct ChangedLineView {
    pub id: String,
    pub before: u64,
    pub after: u64,
    pub zh: Option<String>,
    /// How far its newest revision has come; `None` if it is gone.
    pub workflow: Option<&'static str>,
    /// What became of it: the translation `change_sets.fate.<word>`.
    pub fate: &'static str,
    pub terms: Vec<TermChangeView>,
}

impl View for ChangeSetView {
    const TEMPLATE: &'static str = "change_set.html";
}

/// Shows a change set.
pub async fn change_set_page(
    State(handle): State<Handle>,
    Permitted { caller, permit }: Permitted<ReadDrafts>,
    context: RequestContext,
    Path(id): Path<String>,
    FromPageQuery(params): FromPageQuery<OneParams>,
) -> Result<Response, Problem> {
    shown(&handle, &context, &caller, permit, id, params, None).await
}

/// Undoes it, but for what somebody has written since.
pub async fn undo(
    State(handle): State<Handle>,
    context: RequestContext,
    Path(id): Path<String>,
    PermittedForm {
        caller,
        permit,
        form: NoMembers,
    }: PermittedForm<WriteGlossary, NoMembers>,
) -> Result<Response, Problem> {
    let named = id.clone();
    let work = move |app: &app::App, permit: &Permit<WriteGlossary>| app.undo_change_set(permit, &named);
    match handle.act_unmapped(permit, Repeating::WritesAgain, work).await? {
        Ok(_) => {
            let id = percent_encode(&id);
            Ok(see_other(&format!("/change-sets/{id}?done=undone")))
        }
        Err(error @ Error::ChangeSetUndone) => {
            let permit = handle.permit::<ReadDrafts>(&caller).await?;
            let params = OneParams {
                cursor: None,
                done: None,
            };
            shown(&handle, &context, &caller, permit, id, params, Some(error.into())).await
        }
        Err(error) => Err(error.into()),
    }
}

/// The batch into which all of it is put.
#[derive(Debug)]
pub struct SettleForm {
    batch: Option<String>,
}

impl Members for SettleForm {
    const NAMES: &'static [&'static str] = &["batch"];

    fn take(fields: &mut Fields) -> Self {
        let batch = fields.text("batch");
        Self {
            batch: fields.wanted("batch", batch),
        }
    }
}

/// Finds all of it right and puts it into a batch.
pub async fn settle(
    State(handle): State<Handle>,
    context: RequestContext,
    Path(id): Path<String>,
    PermittedForm { caller, permit, form }: PermittedForm<ReviewGlossary, SettleForm>,
) -> Result<Response, Problem> {
    let (named, batch) = (id.clone(), form.batch.unwrap_or_default());
    let work =
        move |app: &app::App, permit: &Permit<ReviewGlossary>| app.settle_change_set(permit, &named, &batch);
    match handle.act_unmapped(permit, Repeating::IsSafe, work).await? {
        Ok(_) => {
            let id = percent_encode(&id);
            Ok(see_other(&format!("/change-sets/{id}?done=settled")))
        }
        Err(
            error @ (Error::ChangeSetUndone
            | Error::BatchObstacles(_)
            | Error::BatchClosed(_)
            | Error::NoSuchBatch(_)
            | Error::BatchFull { .. }),
        ) => {
            let permit = handle.permit::<ReadDrafts>(&caller).await?;
            let params = OneParams {
                cursor: None,
                done: None,
            };
            shown(&handle, &context, &caller, permit, id, params, Some(error.into())).await
        }
        Err(error) => Err(error.into()),
    }
}

async fn shown(
    handle: &Handle,
    context: &RequestContext,
    caller: &Caller,
    permit: Permit<ReadDrafts>,
    id: String,
    params: OneParams,
    problem: Option<Problem>,
) -> Result<Response, Problem> {
    let after = params.cursor.as_deref().map(concept_cursor).transpose()?;
    let read = move |app: &app::App, permit: &Permit<ReadDrafts>| {
        let found = app.find_change_set(permit, &id)?;
        let lines = app.list_changed(permit, &id, after, LINES + 1)?;
        Ok((found, lines, app.list_batches(permit, None, BATCHES)?))
    };
    let (found, mut lines, batches) = handle.show(permit, read).await?;
    let goes_on = lines.len() > LINES;
    lines.truncate(LINES);
    let replacement = Replacement::new(&found.set.sought, &found.set.replaced_by).ok();
    let may_settle = found.set.undone.is_none() && handle.may::<ReviewGlossary>(caller).is_some();
    let open = batches
        .into_iter()
        .filter(|batch| may_settle && batch.state == BatchState::Open);
    let view = ChangeSetView {
        batches: open.map(|batch| (batch.id, batch.number)).collect(),
        next: lines
            .last()
            .filter(|_| goes_on)
            .map(|line| cursor_after(line.changed.concept)),
        lines: lines
            .iter()
            .map(|line| ChangedLineView::of(replacement.as_ref(), line))
            .collect(),
        n_concepts: found.concepts.len(),
        may_undo: found.set.undone.is_none() && handle.may::<WriteGlossary>(caller).is_some(),
        set: ChangeSetRow::of(found.set, handle.config().utc_offset_minutes),
        done: params.done,
        fault: problem
            .as_ref()
            .map(|problem| sentence_of(handle.web(), context.ui, problem)),
    };
    let status = problem.map_or(StatusCode::OK, |problem| problem.code.status());
    private_page(handle, context, caller, status, &view)
}

impl ChangedLineView {
    fn of(replacement: Option<&Replacement>, line: &ChangedLine) -> Self {
        let term = |(old, hits, new): &(String, Vec<std::ops::Range<usize>>, String)| {
            TermChangeView::of(replacement, old, hits, new)
        };
        Self {
            id: line.changed.concept.to_string(),
            before: line.changed.before,
            after: line.changed.after,
            zh: line.zh.clone(),
            workflow: line.workflow.map(Workflow::as_str),
            fate: line.fate.as_str(),
            terms: line.terms.iter().map(term).collect(),
        }
    }
}
