//! `/batches/{id}`: one batch, what is in it beside what stands, and what keeps it from being authorised.

use access::{AuthoriseGlossary, Permit, ReviewGlossary};
use app::{BatchLine, Comparison, Error, ReadDrafts, ReadGlossary, Version, WaitsFor};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::Serialize;

use super::BatchRow;
use super::forms::{AuthoriseForm, PutForm, TakeForm};
use super::text::{BatchForm, fields_of};
use crate::api::concepts::{concept_cursor, cursor_after};
use crate::caller::{Caller, Permitted};
use crate::handle::Handle;
use crate::input::{Fields, FromPageQuery, Members};
use crate::observe::RequestContext;
use crate::pages::concept_form::view::{FieldView, FormFaults};
use crate::pages::differences::DifferenceView;
use crate::pages::permitted_form::PermittedForm;
use crate::pages::{private_page, see_other};
use crate::problem::{Issue, IssueCode, Problem, issue_bodies, sentence_of};
use crate::web::templates::{View, percent_encode};
use crate::write::Repeating;

/// What was done before; each is the translation `batches.done.<word>`.
pub const DONE: [&str; 5] = ["opened", "changed", "put", "taken", "authorised"];

/// How many concepts of a batch a page shows, each beside what stands.
const LINES: usize = 50;
/// How many concepts are offered to be put in.
const OFFERED: usize = 200;

/// Which part of the batch.
#[derive(Debug)]
pub struct BatchParams {
    cursor: Option<String>,
    done: Option<&'static str>,
}

impl Members for BatchParams {
    const NAMES: &'static [&'static str] = &["cursor", "done"];

    fn take(fields: &mut Fields) -> Self {
        let done = fields.text("done");
        Self {
            cursor: fields.text("cursor"),
            done: done.and_then(|done| DONE.into_iter().find(|word| *word == done)),
        }
    }
}

/// The batch.
#[derive(Debug, Clone, Default, Serialize)]
pub struct BatchPageView {
    pub batch: BatchRow,
    pub items: Vec<BatchItemView>,
    /// Where the next page of them begins.
    pub next: Option<String>,
    /// The fields of the batch, for those who may change them.
    pub fields: Vec<FieldView>,
    /// What can be put in: id and names.
    pub offered: Vec<(String, Option<String>, Option<String>)>,
    pub may_change: bool,
    pub may_authorise: bool,
    pub done: Option<&'static str>,
    /// What kept something from being done.
    pub fault: Option<String>,
    /// Obstacles of concepts that are not on this page.
    pub obstacles: Vec<(String, String)>,
}

/// A concept of the batch.
#[derive(Debug, Clone, Default, Serialize)]
pub struct BatchItemView {
    pub id: String,
    pub revision: u64,
    pub class: &'static str,
    pub zh: Option<String>,
    pub bo: Option<String>,
    pub workflow: Option<&'static str>,
    pub has_changed: bool,
    /// The revision that stands and how this one differs; `None` if none does, or if it is this one.
    pub against: Option<(u64, Vec<DifferenceView>)>,
    pub obstacle: Option<String>,
}

impl View for BatchPageView {
    const TEMPLATE: &'static str = "batch_page.html";
}

/// What is told besides the batch itself.
#[derive(Default)]
struct Told {
    status: StatusCode,
    cursor: Option<String>,
    done: Option<&'static str>,
    fault: Option<String>,
    faults: FormFaults,
    typed: Option<BatchForm>,
    /// Ids and sentences.
    obstacles: Vec<(String, String)>,
}

/// Shows a batch.
pub async fn batch_page(
    State(handle): State<Handle>,
    Permitted { caller, permit }: Permitted<ReadDrafts>,
    context: RequestContext,
    Path(id): Path<String>,
    FromPageQuery(params): FromPageQuery<BatchParams>,
) -> Result<Response, Problem> {
    let told = Told {
        cursor: params.cursor,
        done: params.done,
        ..Told::default()
    };
    shown(&handle, &context, &caller, permit, id, told).await
}

/// Changes what the batch says of itself.
pub async fn change(
    State(handle): State<Handle>,
    context: RequestContext,
    Path(id): Path<String>,
    PermittedForm { caller, permit, form }: PermittedForm<ReviewGlossary, BatchForm>,
) -> Result<Response, Problem> {
    let (text, base, batch) = (form.text(), form.base, id.clone());
    let work = move |app: &app::App, permit: &Permit<ReviewGlossary>| {
        app.update_batch(permit, &batch, base, text.clone())
    };
    let done = handle.act_unmapped(permit, Repeating::WritesAgain, work).await?;
    let told = match done {
        Ok(_) => return Ok(see_other(&page_of(&id, "changed"))),
        Err(Error::NoSuchBatch(_)) => None,
        Err(error) => Some(Told {
            typed: Some(form),
            ..Told::of(&handle, &context, error)
        }),
    };
    refused(&handle, &context, &caller, id, told).await
}

/// Puts concepts in.
pub async fn put(
    State(handle): State<Handle>,
    context: RequestContext,
    Path(id): Path<String>,
    PermittedForm { caller, permit, form }: PermittedForm<ReviewGlossary, PutForm>,
) -> Result<Response, Problem> {
    if form.concepts.is_empty() {
        let told = Told {
            status: StatusCode::UNPROCESSABLE_ENTITY,
            fault: Some(
                handle
                    .web()
                    .translations()
                    .text(context.ui, "batches.none_ticked")
                    .to_owned(),
            ),
            ..Told::default()
        };
        return refused(&handle, &context, &caller, id, Some(told)).await;
    }
    let batch = id.clone();
    let work = move |app: &app::App, permit: &Permit<ReviewGlossary>| {
        app.put_in_batch(permit, &batch, &form.concepts)
    };
    let done = handle.act_unmapped(permit, Repeating::IsSafe, work).await?;
    let told = match done {
        Ok(_) => return Ok(see_other(&page_of(&id, "put"))),
        Err(Error::NoSuchBatch(_)) => None,
        Err(error) => Some(Told::of(&handle, &context, error)),
    };
    refused(&handle, &context, &caller, id, told).await
}

/// Takes a concept out.
pub async fn take(
    State(handle): State<Handle>,
    Path(id): Path<String>,
    PermittedForm { permit, form, .. }: PermittedForm<ReviewGlossary, TakeForm>,
) -> Result<Response, Problem> {
    let missing = || Problem::invalid(vec![Issue::of("concept", IssueCode::Missing)]);
    let (batch, concept) = (id.clone(), form.concept.ok_or_else(missing)?);
    let work =
        move |app: &app::App, permit: &Permit<ReviewGlossary>| app.take_from_batch(permit, &batch, concept);
    handle.act(permit, Repeating::IsSafe, work).await?;
    Ok(see_other(&page_of(&id, "taken")))
}

/// Authorises everything in the batch.
pub async fn authorise(
    State(handle): State<Handle>,
    context: RequestContext,
    Path(id): Path<String>,
    PermittedForm { caller, permit, form }: PermittedForm<AuthoriseGlossary, AuthoriseForm>,
) -> Result<Response, Problem> {
    let (batch, base) = (id.clone(), form.base.unwrap_or_default());
    let work =
        move |app: &app::App, permit: &Permit<AuthoriseGlossary>| app.authorise_batch(permit, &batch, base);
    let done = handle.act_unmapped(permit, Repeating::WritesAgain, work).await?;
    let told = match done {
        Ok(_) => return Ok(see_other(&page_of(&id, "authorised"))),
        Err(Error::NoSuchBatch(_)) => None,
        Err(error) => Some(Told::of(&handle, &context, error)),
    };
    refused(&handle, &context, &caller, id, told).await
}

impl Told {
    /// Says what `error` keeps from being done.
    fn of(handle: &Handle, context: &RequestContext, error: Error) -> Self {
        let problem = Problem::from(error);
        let (web, ui) = (handle.web(), context.ui);
        let issues = issue_bodies(web, ui, &problem.issues);
        let (obstacles, others): (Vec<_>, Vec<_>) = issues
            .into_iter()
            .partition(|issue| issue.pointer.starts_with("/concepts/"));
        let id = |pointer: &str| pointer.trim_start_matches("/concepts/").to_owned();
        Self {
            status: problem.code.status(),
            fault: Some(sentence_of(web, ui, &problem)),
            faults: FormFaults::of(others),
            obstacles: obstacles
                .into_iter()
                .map(|o| (id(&o.pointer), o.message))
                .collect(),
            ..Self::default()
        }
    }
}

/// Shows the batch with what kept something from being done; without that there is no such batch.
async fn refused(
    handle: &Handle,
    context: &RequestContext,
    caller: &Caller,
    id: String,
    told: Option<Told>,
) -> Result<Response, Problem> {
    let permit = handle.permit::<ReadDrafts>(caller).await?;
    let told = told.ok_or_else(|| Problem::from(Error::NoSuchBatch(id.clone())))?;
    shown(handle, context, caller, permit, id, told).await
}

async fn shown(
    handle: &Handle,
    context: &RequestContext,
    caller: &Caller,
    permit: Permit<ReadDrafts>,
    id: String,
    told: Told,
) -> Result<Response, Problem> {
    let may_change = handle.may::<ReviewGlossary>(caller).is_some();
    let glossary = handle.permit::<ReadGlossary>(caller).await?;
    let after = told.cursor.as_deref().map(concept_cursor).transpose()?;
    let read = move |app: &app::App, permit: &Permit<ReadDrafts>| {
        let batch = app.find_batch(permit, &id)?;
        let is_open = batch.state == app::BatchState::Open;
        let lines = app.list_batch(permit, &id, after, LINES + 1)?;
        let mut items = Vec::new();
        for line in lines {
            let against = against(app, &glossary, permit, &line)?;
            items.push((line, against));
        }
        let offered = if is_open && may_change {
            app.list_waiting(permit, WaitsFor::Batch, None, OFFERED)?
        } else {
            Vec::new()
        };
        Ok((batch, items, offered))
    };
    let (batch, mut items, offered) = handle.show(permit, read).await?;
    let goes_on = items.len() > LINES;
    items.truncate(LINES);
    let batch = BatchRow::of(batch, handle.config().utc_offset_minutes);
    let next = items
        .last()
        .filter(|_| goes_on)
        .map(|(line, _)| cursor_after(line.id));
    let items: Vec<BatchItemView> = items
        .into_iter()
        .map(|(line, against)| BatchItemView::of(line, against, &told.obstacles))
        .collect();
    let may_change = may_change && batch.is_open;
    let form = told.typed.unwrap_or_else(|| BatchForm::from(&batch));
    let is_here = |id: &String| items.iter().any(|item| item.id == *id);
    let view = BatchPageView {
        fields: if may_change {
            fields_of(&form, &told.faults)
        } else {
            Vec::new()
        },
        offered: offered
            .into_iter()
            .map(|line| (line.id.to_string(), line.zh, line.bo))
            .collect(),
        may_authorise: batch.is_open && handle.may::<AuthoriseGlossary>(caller).is_some(),
        may_change,
        done: told.done,
        fault: told.fault,
        obstacles: told
            .obstacles
            .iter()
            .filter(|(id, _)| !is_here(id))
            .cloned()
            .collect(),
        items,
        next,
        batch,
    };
    private_page(handle, context, caller, told.status, &view)
}

/// Compares a concept of a batch with what stands; `None` if nothing stands but what is in the batch.
fn against(
    app: &app::App,
    glossary: &Permit<ReadGlossary>,
    drafts: &Permit<ReadDrafts>,
    line: &BatchLine,
) -> Result<Option<Comparison>, Error> {
    let versions = [Version::Standing, Version::Revision(line.revision)];
    match app.compare_versions(glossary, line.id, versions, Some(drafts)) {
        Ok(comparison) => Ok(Some(comparison).filter(|found| found.from < found.to)),
        // What is gone or hidden meanwhile is told by what stands in the way.
        Err(Error::NoSuchConcept(_) | Error::Merged { .. } | Error::NoSuchRevision { .. }) => Ok(None),
        Err(error) => Err(error),
    }
}

impl BatchItemView {
    fn of(line: BatchLine, against: Option<Comparison>, obstacles: &[(String, String)]) -> Self {
        let id = line.id.to_string();
        let obstacle = obstacles.iter().find(|(concept, _)| *concept == id);
        Self {
            obstacle: obstacle.map(|(_, said)| said.clone()),
            revision: line.revision,
            class: line.class.as_str(),
            zh: line.zh,
            bo: line.bo,
            workflow: line.workflow.map(glossary::Workflow::as_str),
            has_changed: line.has_changed,
            against: against.map(|found| (found.from, DifferenceView::all(&found.fields, &found.old))),
            id,
        }
    }
}

fn page_of(id: &str, done: &str) -> String {
    format!("/batches/{}?done={done}", percent_encode(id))
}
