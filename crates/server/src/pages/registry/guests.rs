//! `POST /trainings/{id}/guests`: a trainee from outside the province, of whom only name and unit are kept.

use access::{EnrolPeople, Permit, ReadRegistry};
use app::App;
use app::registry::Nominee;
use app::registry::rules::Trainee;
use axum::extract::{Path, State};
use axum::response::Response;

use super::once::{self, ONCE};
use super::told::told;
use super::training::{self, Back};
use super::typed::Typed;
use crate::handle::Handle;
use crate::input::{Fields, Members};
use crate::observe::RequestContext;
use crate::pages::permitted_form::PermittedForm;
use crate::pages::see_other;
use crate::problem::Problem;
use crate::write::Repeating;

/// What the form sends.
#[derive(Debug)]
pub struct GuestSent(Typed);

impl Members for GuestSent {
    const NAMES: &'static [&'static str] = &[ONCE, "guest_name", "guest_unit", "group", "venue"];
    const IS_KEPT: bool = true;

    fn take(fields: &mut Fields) -> Self {
        Self(Typed::take(fields, Self::NAMES))
    }
}

/// Enrols the guest.
pub async fn add_guest(
    State(handle): State<Handle>,
    Path(id): Path<String>,
    context: RequestContext,
    PermittedForm {
        caller,
        permit,
        form: GuestSent(typed),
    }: PermittedForm<EnrolPeople, GuestSent>,
) -> Result<Response, Problem> {
    let reader = handle.permit::<ReadRegistry>(&caller).await?;
    let mut back = Back {
        group: typed.value("group").to_owned(),
        venue: typed.value("venue").to_owned(),
        guest: Some((
            typed.value("guest_name").to_owned(),
            typed.value("guest_unit").to_owned(),
        )),
        ..Back::default()
    };
    match (typed.text("guest_name"), typed.text("guest_unit")) {
        (Some(name), Some(unit)) => {
            let nominee = Nominee {
                trainee: Trainee::Guest { name, unit },
                group: typed.text("group"),
                venue: typed.text("venue"),
                replaces: None,
                reason: None,
            };
            let (training, key) = (id.clone(), once::key(&typed));
            let work = move |app: &App, permit: &Permit<EnrolPeople>| {
                app.enrol(permit, &training, &nominee, key.as_ref())
            };
            match handle.act_unmapped(permit, Repeating::WritesAgain, work).await? {
                Ok(_) => return Ok(see_other(&format!("/trainings/{id}?done=nominated"))),
                Err(error) => {
                    back.told = told(error, (handle.web(), context.ui), |_| "guest".to_owned())?;
                }
            }
        }
        _ => back.told.say(handle.web(), context.ui, "guest", "guest_missing"),
    }
    training::shown(&handle, &context, &caller, (reader, id), back).await
}
