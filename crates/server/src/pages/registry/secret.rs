//! `POST /people/{id}/secret`: what is sealed of a person, in full, after the password and with the purpose noted.

use access::{Permit, SeePersonalData};
use app::Error;
use app::registry::rules::SecretKind;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::Serialize;

use super::person::expect_person_id;
use super::told::{problem_of, read_unmapped};
use crate::handle::Handle;
use crate::input::{Fields, Members};
use crate::observe::RequestContext;
use crate::pages::permitted_form::PermittedForm;
use crate::pages::private_page;
use crate::pools::Pool;
use crate::problem::Problem;
use crate::web::templates::View;

/// What is to be seen, and what for.
#[derive(Debug)]
pub struct SecretSent {
    kind: Option<SecretKind>,
    purpose: String,
}

impl Members for SecretSent {
    const NAMES: &'static [&'static str] = &["kind", "purpose"];

    fn take(fields: &mut Fields) -> Self {
        let kind = fields.one_of("kind");
        Self {
            kind: fields.wanted("kind", kind),
            purpose: fields.text("purpose").unwrap_or_default(),
        }
    }
}

/// The values, or what keeps them from being seen.
#[derive(Clone, Default, Serialize)]
pub struct SecretView {
    pub id: String,
    pub kind: &'static str,
    pub values: Vec<String>,
    pub purpose_missing: bool,
}

impl View for SecretView {
    const TEMPLATE: &'static str = "person_secret.html";
}

/// Shows them; no cache keeps the page.
pub async fn see(
    State(handle): State<Handle>,
    Path(id): Path<String>,
    context: RequestContext,
    PermittedForm { caller, permit, form }: PermittedForm<SeePersonalData, SecretSent>,
) -> Result<Response, Problem> {
    expect_person_id(&id)?;
    let kind = form.kind.unwrap_or(SecretKind::IdentityNumber);
    let (person, purpose) = (id.clone(), form.purpose);
    let work = move |app: &app::App, permit: &Permit<SeePersonalData>| {
        app.see_secret(permit, &person, kind, &purpose)
    };
    let mut view = SecretView {
        id,
        kind: kind.as_str(),
        ..SecretView::default()
    };
    let status = match read_unmapped(&handle, Pool::Writes, permit, work).await? {
        Ok(values) => {
            view.values = values.iter().map(|value| value.to_string()).collect();
            StatusCode::OK
        }
        Err(Error::ReasonMissing) => {
            view.purpose_missing = true;
            StatusCode::UNPROCESSABLE_ENTITY
        }
        Err(other) => return Err(problem_of(other)),
    };
    private_page(&handle, &context, &caller, status, &view)
}
