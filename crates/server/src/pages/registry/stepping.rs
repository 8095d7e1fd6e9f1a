//! `POST /trainings/{id}/steps` and `/state`: what is ticked on a roster comes further, and the training itself.

use access::{EnrolPeople, Permit, ReadRegistry, WriteRegistry};
use app::registry::EnrolmentStep;
use app::registry::rules::{EnrolmentState, TrainingState};
use app::{App, Error};
use axum::extract::{Path, State};
use axum::response::Response;

use super::ticks::Tick;
use super::told::{problem_of, sentence, told};
use super::training::{self, Back};
use crate::handle::Handle;
use crate::input::{Fields, Members};
use crate::observe::RequestContext;
use crate::pages::permitted_form::PermittedForm;
use crate::pages::see_other;
use crate::problem::Problem;
use crate::write::Repeating;

/// Who is ticked and what is to become of them.
#[derive(Debug)]
pub struct StepsSent {
    ticked: Vec<Tick>,
    to: Option<EnrolmentState>,
    reason: Option<String>,
}

impl Members for StepsSent {
    const NAMES: &'static [&'static str] = &["ticked", "to", "reason"];

    fn take(fields: &mut Fields) -> Self {
        Self {
            ticked: Tick::take(fields),
            to: fields.one_of("to"),
            reason: fields.text("reason"),
        }
    }
}

/// Takes the steps one by one; what is refused is told by name, and what was done stays.
pub async fn take_steps(
    State(handle): State<Handle>,
    Path(id): Path<String>,
    context: RequestContext,
    PermittedForm { caller, permit, form }: PermittedForm<EnrolPeople, StepsSent>,
) -> Result<Response, Problem> {
    let reader = handle.permit::<ReadRegistry>(&caller).await?;
    let mut back = Back {
        reason: form.reason.clone().unwrap_or_default(),
        ..Back::default()
    };
    let Some(to) = form.to.filter(|_| !form.ticked.is_empty()) else {
        back.told.say(handle.web(), context.ui, "ticked", "nobody_ticked");
        return training::shown(&handle, &context, &caller, (reader, id), back).await;
    };
    let step = EnrolmentStep {
        to,
        reason: form.reason,
        group: None,
        venue: None,
    };
    let (training, n_ticked) = (id.clone(), form.ticked.len());
    let work = move |app: &App, permit: &Permit<EnrolPeople>| {
        let mut refused = Vec::new();
        for tick in &form.ticked {
            match app.step_enrolment(permit, &training, &tick.id, tick.revision, &step) {
                Ok(_) => {}
                Err(error @ (Error::Registry(_) | Error::StaleRecord { .. })) => {
                    refused.push((tick.name.clone(), error))
                }
                Err(other) => return Err(other),
            }
        }
        Ok(refused)
    };
    match handle.act_unmapped(permit, Repeating::IsSafe, work).await? {
        Ok(refused) if refused.is_empty() => return Ok(see_other(&format!("/trainings/{id}?done=stepped"))),
        Ok(refused) => {
            back.done_in_part = n_ticked - refused.len();
            for (name, error) in refused {
                let said = match &error {
                    Error::Registry(faults) => {
                        faults.iter().map(|fault| sentence(fault, context.ui)).collect()
                    }
                    _ => vec![
                        handle
                            .web()
                            .translations()
                            .text(context.ui, "registry.stale")
                            .to_owned(),
                    ],
                };
                back.told.add("ticked", format!("{name}: {}", said.join(" ")));
            }
        }
        Err(error) => back.told = told(error, (handle.web(), context.ui), |_| String::new())?,
    }
    training::shown(&handle, &context, &caller, (reader, id), back).await
}

/// What the training is to become.
#[derive(Debug)]
pub struct StateSent {
    base: u64,
    to: Option<TrainingState>,
    reason: Option<String>,
}

impl Members for StateSent {
    const NAMES: &'static [&'static str] = &["base", "to", "reason"];

    fn take(fields: &mut Fields) -> Self {
        let to = fields.one_of("to");
        Self {
            base: fields.number("base", 0..=u64::MAX).unwrap_or_default(),
            to: fields.wanted("to", to),
            reason: fields.text("reason"),
        }
    }
}

/// Opens, closes, cancels the training or opens it again.
pub async fn change_state(
    State(handle): State<Handle>,
    Path(id): Path<String>,
    context: RequestContext,
    PermittedForm { caller, permit, form }: PermittedForm<WriteRegistry, StateSent>,
) -> Result<Response, Problem> {
    let reader = handle.permit::<ReadRegistry>(&caller).await?;
    let StateSent { base, to, reason } = form;
    let to = to.unwrap_or(TrainingState::Open);
    let (training, said) = (id.clone(), reason.clone());
    let work = move |app: &App, permit: &Permit<WriteRegistry>| {
        app.step_training(permit, &training, base, to, said.as_deref())
    };
    let error = match handle.act_unmapped(permit, Repeating::IsSafe, work).await? {
        Ok(_) => return Ok(see_other(&format!("/trainings/{id}?done=state"))),
        Err(error @ Error::NoSuchRecord(_)) => return Err(problem_of(error)),
        Err(error) => error,
    };
    let back = Back {
        told: told(error, (handle.web(), context.ui), |_| String::new())?,
        reason: reason.unwrap_or_default(),
        ..Back::default()
    };
    training::shown(&handle, &context, &caller, (reader, id), back).await
}
