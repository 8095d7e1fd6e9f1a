//! `POST /change-sets`: replacing in what was ticked, or showing the next hits with the ticks kept.

use access::{Permit, ReadDrafts, WriteGlossary};
use app::{Error, MAX_CHANGED};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use glossary::ConceptId;

use super::finding::{Here, Told, shown};
use super::form::{Deed, MakeForm, Wanted, ticked};
use crate::handle::Handle;
use crate::observe::RequestContext;
use crate::pages::concept_form::view::FormFaults;
use crate::pages::permitted_form::PermittedForm;
use crate::pages::see_other;
use crate::problem::{Problem, issue_bodies, sentence_of};
use crate::web::templates::percent_encode;
use crate::write::Repeating;

/// Takes the form with the hits.
pub async fn make(
    State(handle): State<Handle>,
    context: RequestContext,
    PermittedForm { caller, permit, form }: PermittedForm<WriteGlossary, MakeForm>,
) -> Result<Response, Problem> {
    let MakeForm {
        mut wanted,
        next,
        reason,
        ticks,
        deed,
    } = form;
    let told = Told {
        reason,
        ticks,
        here: Here::All,
        ..Told::default()
    };
    let told = match deed {
        Deed::All => told,
        Deed::None => Told {
            here: Here::None,
            ..told
        },
        Deed::More => {
            wanted.cursor = next;
            told
        }
        Deed::Make => match write(&handle, &context, permit, &wanted, told).await? {
            Ok(id) => {
                let id = percent_encode(&id);
                return Ok(see_other(&format!("/change-sets/{id}?done=made")));
            }
            Err(told) => *told,
        },
    };
    let permit = handle.permit::<ReadDrafts>(&caller).await?;
    shown(&handle, &context, &caller, permit, wanted, told).await
}

/// Writes, and returns the id of the change set; what keeps it from being written is told.
async fn write(
    handle: &Handle,
    context: &RequestContext,
    permit: Permit<WriteGlossary>,
    wanted: &Wanted,
    told: Told,
) -> Result<Result<String, Box<Told>>, Problem> {
    let told = Told {
        here: Here::AsSent,
        ..told
    };
    // What is wrong with these stands beside their fields.
    let Ok((replacement, _)) = wanted.read() else {
        return Ok(Err(Box::new(told)));
    };
    let ticked = ticked(&told.ticks);
    let said = |key| handle.web().translations().text(context.ui, key).to_owned();
    let fault = match ticked.len() {
        0 => Some(said("change_sets.none_ticked")),
        MAX_CHANGED.. => Some(said("change_sets.too_many")).filter(|_| ticked.len() > MAX_CHANGED),
        _ => None,
    };
    if fault.is_some() {
        return Ok(Err(Box::new(Told {
            status: StatusCode::UNPROCESSABLE_ENTITY,
            fault,
            ..told
        })));
    }
    let reason = told.reason.clone();
    let work = move |app: &app::App, permit: &Permit<WriteGlossary>| {
        app.make_change_set(permit, &replacement, &reason, &ticked)
    };
    match handle.act_unmapped(permit, Repeating::WritesAgain, work).await? {
        Ok(made) => Ok(Ok(made.set.id)),
        Err(error) => Ok(Err(Box::new(told.refused(handle, context, error)))),
    }
}

impl Told {
    /// Says what `error` keeps from being done. A concept that has changed meanwhile loses its ticks: they were of another
    /// text.
    fn refused(mut self, handle: &Handle, context: &RequestContext, error: Error) -> Self {
        if let Some(id) = changed_meanwhile(&error) {
            self.ticks.retain(|tick| tick.id != id);
        }
        let problem = Problem::from(error);
        let (web, ui) = (handle.web(), context.ui);
        let issues = issue_bodies(web, ui, &problem.issues);
        let mut sentences = vec![sentence_of(web, ui, &problem)];
        let others = issues.iter().filter(|issue| issue.pointer != "/reason");
        sentences.extend(others.map(|issue| issue.message.clone()));
        Self {
            status: problem.code.status(),
            reason_fault: FormFaults::of(issues).of_field("reason"),
            fault: Some(sentences.join(" ")),
            ..self
        }
    }
}

fn changed_meanwhile(error: &Error) -> Option<ConceptId> {
    match error {
        Error::StaleConcept { id, .. } | Error::NoSuchConcept(id) | Error::Merged { id, .. } => Some(*id),
        Error::NothingReplaced(id) => *id,
        _ => None,
    }
}
