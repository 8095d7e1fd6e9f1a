//! Keeping the filter of the list under a name, and deleting one that was kept.

use access::{KeepFilters, Permit, ReadDrafts, ReadGlossary};
use app::{Error, Filter};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;

use super::{ListParams, Told, shown};
use crate::api::exports::filter_named;
use crate::handle::Handle;
use crate::input::{Fields, Members, NoMembers};
use crate::observe::RequestContext;
use crate::pages::permitted_form::PermittedForm;
use crate::pages::see_other;
use crate::problem::{Problem, issue_bodies};
use crate::web::templates::percent_encode;
use crate::write::Repeating;

/// What the form sends that keeps a filter.
pub struct SaveForm {
    name: String,
    filter: String,
    is_shared: bool,
}

impl Members for SaveForm {
    const NAMES: &'static [&'static str] = &["name", "filter", "shared"];
    const IS_KEPT: bool = true;

    fn take(fields: &mut Fields) -> Self {
        Self {
            name: fields.text("name").unwrap_or_default(),
            filter: fields.text("filter").unwrap_or_default(),
            is_shared: fields.text("shared").is_some(),
        }
    }
}

/// Keeps the filter; what is wrong with it or its name is told beside them.
pub async fn save(
    State(handle): State<Handle>,
    context: RequestContext,
    PermittedForm { caller, permit, form }: PermittedForm<KeepFilters, SaveForm>,
) -> Result<Response, Problem> {
    let params = ListParams {
        filter: form.filter,
        ..ListParams::default()
    };
    // A system that may not read the list is told without it.
    let reads = handle.may::<ReadGlossary>(&caller);
    let filter: Filter = match (filter_named(&params.filter), reads.clone()) {
        (Ok(filter), _) => filter,
        (Err(issue), None) => return Err(Problem::invalid(vec![issue])),
        (Err(_), Some(reads)) => {
            return shown(&handle, &context, &caller, reads, params, Told::default()).await;
        }
    };
    let shared = match form.is_shared {
        true => Some(handle.permit::<ReadDrafts>(&caller).await?),
        false => None,
    };
    let name = form.name.clone();
    let work = move |app: &app::App, permit: &Permit<KeepFilters>| {
        app.save_filter(permit, shared.as_ref(), &name, &filter)
    };
    match handle.act_unmapped(permit, Repeating::IsSafe, work).await? {
        Ok(saved) => {
            let filter = percent_encode(&saved.filter);
            Ok(see_other(&format!("/concepts?filter={filter}&done=saved")))
        }
        Err(error @ (Error::BadFilterName | Error::EmptyFilter | Error::TooManyFilters { .. })) => {
            let problem = Problem::from(error);
            let Some(reads) = reads else {
                return Err(problem);
            };
            let issues = issue_bodies(handle.web(), context.ui, &problem.issues).into_iter();
            let sentences: Vec<_> = issues.map(|issue| issue.message).collect();
            let told = Told {
                status: StatusCode::UNPROCESSABLE_ENTITY,
                name: form.name,
                name_fault: Some(sentences.join(" ")),
            };
            shown(&handle, &context, &caller, reads, params, told).await
        }
        Err(error) => Err(error.into()),
    }
}

/// Deletes a filter of whoever asks.
pub async fn delete(
    State(handle): State<Handle>,
    Path(id): Path<String>,
    PermittedForm {
        permit,
        form: NoMembers,
        ..
    }: PermittedForm<KeepFilters, NoMembers>,
) -> Result<Response, Problem> {
    let work = move |app: &app::App, permit: &Permit<KeepFilters>| app.delete_saved_filter(permit, &id);
    handle.act(permit, Repeating::WritesAgain, work).await?;
    Ok(see_other("/concepts?done=deleted"))
}
