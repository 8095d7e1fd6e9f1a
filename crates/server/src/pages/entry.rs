//! `/c/{id}`: the page of one concept.

use app::{Permit, ReadGlossary};
use axum::extract::{Path, State};
use axum::response::Response;
use glossary::ConceptId;

use super::entry_view::{EntryView, NameChangeView};
use super::entry_work::{DoneParams, Rights, WorkView};
use super::page;
use crate::api::concepts::{FindParams, concept_id, leading_on};
use crate::caller::Caller;
use crate::handle::Handle;
use crate::input::FromPageQuery;
use crate::observe::RequestContext;
use crate::pools::Pool;
use crate::problem::Problem;

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
        Ok((
            entry,
            app.list_revisions(&permit, id, None, drafts.as_ref())?,
            work(app, &rights, id)?,
            requests(app, &permit, id)?,
            app.successions_of(&permit, id)?,
        ))
    };
    let found = handle.run(Pool::Reads, find).await;
    let (entry, history, work, requests, successions) =
        found.map_err(|problem| leading_on(problem, "/c/"))?;
    let view = EntryView::new(entry, &history, handle.config().utc_offset_minutes);
    let shown = view.name_zh.clone();
    let said = successions.into_iter();
    let view = EntryView {
        work,
        requests,
        done,
        list_changes: said
            .filter_map(|said| NameChangeView::of(id, shown.as_deref(), said))
            .collect(),
        ..view
    };
    page(&handle, &context, &caller, &view)
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
