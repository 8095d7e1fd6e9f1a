//! `/c/{id}`: the page of one concept.

use app::ReadGlossary;
use axum::extract::{Path, State};
use axum::response::Response;

use super::entry_view::EntryView;
use super::page;
use crate::api::concepts::concept_id;
use crate::caller::Caller;
use crate::handle::Handle;
use crate::input::{Fields, FromPageQuery, Members};
use crate::observe::RequestContext;
use crate::pools::Pool;
use crate::problem::Problem;

/// Which state of the concept.
#[derive(Debug)]
pub struct EntryParams {
    revision: Option<u64>,
}

impl Members for EntryParams {
    const NAMES: &'static [&'static str] = &[];

    fn take(fields: &mut Fields) -> Self {
        Self {
            revision: fields.number("revision", 1..=i64::MAX.unsigned_abs()),
        }
    }
}

/// Shows a concept with its sources and its history.
pub async fn entry_page(
    State(handle): State<Handle>,
    caller: Caller,
    context: RequestContext,
    Path(id): Path<String>,
    FromPageQuery(params): FromPageQuery<EntryParams>,
) -> Result<Response, Problem> {
    let permit = handle.permit::<ReadGlossary>(&caller).await?;
    let id = concept_id(&id)?;
    let find = move |app: &app::App| {
        Ok((
            app.find_concept(&permit, id, params.revision)?,
            app.list_revisions(&permit, id, None)?,
        ))
    };
    let (entry, history) = handle.run(Pool::Reads, find).await?;
    let view = EntryView::new(entry, &history, handle.config().utc_offset_minutes);
    page(&handle, &context, &caller, &view)
}
