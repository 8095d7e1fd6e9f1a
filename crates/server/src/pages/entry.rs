//! `/c/{id}`: the page of one concept.

use app::{ConceptEntry, Permit, ReadGlossary};
use axum::extract::{Path, State};
use axum::response::Response;
use glossary::{ConceptId, RelationKind};

use super::entry_view::{ComparedView, EntryView, NameChangeView};
use super::entry_work::{DoneParams, Rights, WorkView};
use super::page;
use crate::api::concepts::{FindParams, concept_id, leading_on};
use crate::caller::Caller;
use crate::handle::Handle;
use crate::input::FromPageQuery;
use crate::observe::RequestContext;
use crate::pools::Pool;
use crate::problem::Problem;

/// With how many others a concept is compared at most.
const MOST_COMPARED: usize = 6;

/// Shows a concept with its sources and its history.
pub async fn entry_page(
    State(handle): State<Handle>,
    caller: Caller,
    context: RequestContext,
    Path(id): Path<String>,
    FromPageQuery(params): FromPageQuery<FindParams>,
    FromPageQuery(DoneParams { done }): FromPageQuery<DoneParams>,
) -> Result<Response, Problem> {
    let permit = handle.permit::<ReadGlossary>(&caller).await?;
    let id = concept_id(&id)?;
    let (version, drafts) = (params.version(), handle.drafts(&caller, params.version()).await?);
    let rights = Rights::of(&handle, &caller);
    let find = move |app: &app::App| {
        let entry = app.find_concept(&permit, id, version, drafts.as_ref())?;
        let compared = compared(app, &permit, &entry)?;
        Ok((
            entry,
            compared,
            app.list_revisions(&permit, id, None, drafts.as_ref())?,
            work(app, &rights, id)?,
            requests(app, &permit, id)?,
            app.successions_of(&permit, id)?,
        ))
    };
    let found = handle.run(Pool::Reads, find).await;
    let (entry, compared, history, work, requests, successions) =
        found.map_err(|problem| leading_on(problem, "/c/"))?;
    let view = EntryView::new(entry, &history, handle.config().utc_offset_minutes);
    let shown = view.name_zh.clone();
    let said = successions.into_iter();
    let view = EntryView {
        work,
        requests,
        done,
        compared,
        list_changes: said
            .filter_map(|said| NameChangeView::of(id, shown.as_deref(), said))
            .collect(),
        ..view
    };
    page(&handle, &context, &caller, &view)
}

/// Returns the concept and those that it is confused with, as everybody reads them; nothing without such.
fn compared(
    app: &app::App,
    permit: &Permit<ReadGlossary>,
    entry: &ConceptEntry,
) -> Result<Vec<ComparedView>, app::Error> {
    let confused = entry
        .related
        .iter()
        .filter(|(kind, _)| *kind == RelationKind::Confusable);
    let ids: Vec<ConceptId> = confused
        .map(|(_, summary)| summary.id)
        .take(MOST_COMPARED)
        .collect();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let others = app.fetch_concepts(permit, &ids)?.entries;
    let own = ComparedView::of(entry.id, &entry.concept);
    let others = others
        .iter()
        .map(|other| ComparedView::of(other.id, &other.concept));
    Ok(std::iter::once(own).chain(others).collect())
}

/// Returns what can be done with the concept; nothing with one that an edition still has and that is gone.
fn work(app: &app::App, rights: &Rights, id: ConceptId) -> Result<Option<WorkView>, app::Error> {
    match WorkView::read(app, rights, id) {
        Err(app::Error::NoSuchConcept(_) | app::Error::Merged { .. }) => Ok(None),
        read => read,
    }
}

/// Returns how often the Tibetan of the concept was asked for; `None` if it has some, or is gone.
fn requests(app: &app::App, permit: &Permit<ReadGlossary>, id: ConceptId) -> Result<Option<u64>, app::Error> {
    match app.tibetan_requests(permit, id) {
        Err(app::Error::NoSuchConcept(_) | app::Error::Merged { .. }) => Ok(None),
        read => read,
    }
}
