//! `POST /people/{id}/apart` and `/merge`: what was found out about two records that may be one person.

use access::{Permit, ReadRegistry, WriteRegistry};
use app::registry::JoiningPeople;
use app::{App, Error};
use axum::extract::{Path, State};
use axum::response::Response;

use super::person::{self, Back, expect_person_id};
use super::told::{Told, told};
use super::typed::Typed;
use crate::caller::Caller;
use crate::handle::Handle;
use crate::input::{Fields, Members};
use crate::observe::RequestContext;
use crate::pages::permitted_form::PermittedForm;
use crate::pages::see_other;
use crate::problem::Problem;
use crate::write::Repeating;

/// What one of the two forms sends.
#[derive(Debug)]
pub struct JoiningSent {
    base: u64,
    other_base: u64,
    typed: Typed,
}

impl Members for JoiningSent {
    /// The revisions of both, the other person, which one stays, and why.
    const NAMES: &'static [&'static str] = &["base", "other_base", "other", "keep", "reason"];
    const IS_KEPT: bool = true;

    fn take(fields: &mut Fields) -> Self {
        Self {
            base: fields.number("base", 0..=u64::MAX).unwrap_or_default(),
            other_base: fields.number("other_base", 0..=u64::MAX).unwrap_or_default(),
            typed: Typed::take(fields, &["other", "keep", "reason"]),
        }
    }
}

type Sent = PermittedForm<WriteRegistry, JoiningSent>;

/// Remembers that the two are two.
pub async fn keep_apart(
    State(handle): State<Handle>,
    Path(id): Path<String>,
    context: RequestContext,
    PermittedForm { caller, permit, form }: Sent,
) -> Result<Response, Problem> {
    expect_person_id(&id)?;
    expect_person_id(form.typed.value("other"))?;
    let reader = handle.permit::<ReadRegistry>(&caller).await?;
    let (one, typed) = (id.clone(), form.typed.clone());
    let work = move |app: &App, permit: &Permit<WriteRegistry>| {
        app.keep_apart(permit, &one, typed.value("other"), typed.value("reason"))
    };
    match handle.act_unmapped(permit, Repeating::IsSafe, work).await? {
        Ok(_) => Ok(see_other(&format!("/people/{id}?done=apart"))),
        Err(error) => {
            let told = told(error, (handle.web(), context.ui), |_| "reason".to_owned())?;
            back(&handle, &context, &caller, (reader, id), form, told).await
        }
    }
}

/// Joins the two, and leads to the one that stays.
pub async fn merge(
    State(handle): State<Handle>,
    Path(id): Path<String>,
    context: RequestContext,
    PermittedForm { caller, permit, form }: Sent,
) -> Result<Response, Problem> {
    expect_person_id(&id)?;
    let other = form.typed.value("other").to_owned();
    expect_person_id(&other)?;
    let reader = handle.permit::<ReadRegistry>(&caller).await?;
    let (this, that) = ((id.clone(), form.base), (other, form.other_base));
    let (kept, gone) = match form.typed.value("keep") {
        "other" => (that, this),
        _ => (this, that),
    };
    let joining = JoiningPeople {
        gone: gone.0,
        gone_revision: gone.1,
        kept: kept.0.clone(),
        kept_revision: kept.1,
        reason: form.typed.value("reason").to_owned(),
    };
    let work = move |app: &App, permit: &Permit<WriteRegistry>| app.merge_people(permit, &joining);
    match handle.act_unmapped(permit, Repeating::IsSafe, work).await? {
        Ok(_) => Ok(see_other(&format!("/people/{}?done=merged", kept.0))),
        Err(Error::RecordMerged { into, .. }) => Ok(see_other(&format!("/people/{into}"))),
        Err(error) => {
            let told = told(error, (handle.web(), context.ui), |_| "merge".to_owned())?;
            back(&handle, &context, &caller, (reader, id), form, told).await
        }
    }
}

async fn back(
    handle: &Handle,
    context: &RequestContext,
    caller: &Caller,
    person: (Permit<ReadRegistry>, String),
    form: JoiningSent,
    told: Told,
) -> Result<Response, Problem> {
    let back = Back {
        part: None,
        typed: form.typed,
        told,
    };
    person::shown(handle, context, caller, person, None, Some(back)).await
}
