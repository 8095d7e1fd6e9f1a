//! `/proposals/new`: proposing a concept, or an addition to one, by anybody who has signed in.

use access::{Permit, Propose};
use app::{Manner, NewProposal, ReadGlossary, Version, read_concept};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use glossary::{Concept, ConceptId};
use serde::Serialize;

use super::ContentView;
use super::form::{MAX_REASON_CHARS, ProposalForm};
use crate::api::concepts::{concept_id, leading_on};
use crate::caller::{Caller, Permitted};
use crate::handle::Handle;
use crate::input::FromPageQuery;
use crate::observe::RequestContext;
use crate::pages::concept_form::view::{FieldView, FormFaults};
use crate::pages::permitted_form::PermittedForm;
use crate::pages::{private_page, see_other};
use crate::pools::Pool;
use crate::problem::{Problem, issue_bodies, sentence_of, unreadable};
use crate::web::templates::{View, percent_encode};
use crate::write::Repeating;

/// The form, and what it is about.
#[derive(Debug, Clone, Default, Serialize)]
pub struct NewProposalView {
    pub about: Option<AboutConceptView>,
    pub fields: Vec<FieldView>,
    /// What is wrong that no field has.
    pub fault: Option<String>,
    pub is_wrong: bool,
}

/// The concept that a proposal is about, as everybody reads it.
#[derive(Debug, Clone, Default, Serialize)]
pub struct AboutConceptView {
    pub id: String,
    pub workflow: &'static str,
    pub content: ContentView,
}

impl View for NewProposalView {
    const TEMPLATE: &'static str = "proposal_new.html";
}

/// Shows the form, filled in as far as the address says.
pub async fn new_page(
    State(handle): State<Handle>,
    Permitted { caller, .. }: Permitted<Propose>,
    context: RequestContext,
    FromPageQuery(form): FromPageQuery<ProposalForm>,
) -> Result<Response, Problem> {
    let about = match concept_of(&form)? {
        None => None,
        Some(id) => about(&handle, &caller, id).await?,
    };
    let view = NewProposalView {
        about,
        fields: form.fields(&FormFaults::default()),
        ..NewProposalView::default()
    };
    private_page(&handle, &context, &caller, StatusCode::OK, &view)
}

/// Takes the form.
pub async fn make(
    State(handle): State<Handle>,
    context: RequestContext,
    PermittedForm { caller, permit, form }: PermittedForm<Propose, ProposalForm>,
) -> Result<Response, Problem> {
    let concept = concept_of(&form)?;
    let content = match read(&handle, &context, &form) {
        Ok(content) => content,
        Err(faults) => {
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            return again(&handle, &context, &caller, &form, (status, &faults)).await;
        }
    };
    let proposed = NewProposal {
        concept,
        manner: Manner::Add,
        based_on: None,
        content,
        reason: form.reason.clone(),
        lookup: None,
    };
    let work = move |app: &app::App, permit: &Permit<Propose>| app.propose(permit, proposed.clone());
    let problem: Problem = match handle.act_unmapped(permit, Repeating::WritesAgain, work).await {
        Ok(Ok(made)) => {
            let id = percent_encode(&made.id);
            return Ok(see_other(&format!("/proposals/{id}?done=made")));
        }
        Ok(Err(error)) => error.into(),
        Err(problem) => problem,
    };
    let faults = faults_of(&handle, &context, &problem);
    let told = (problem.code.status(), &faults);
    again(&handle, &context, &caller, &form, told).await
}

/// Returns the concept that the form is about.
fn concept_of(form: &ProposalForm) -> Result<Option<ConceptId>, Problem> {
    match form.concept.trim() {
        "" => Ok(None),
        id => concept_id(id).map(Some),
    }
}

/// Reads what is proposed; the inner error is what is wrong with single fields.
fn read(handle: &Handle, context: &RequestContext, form: &ProposalForm) -> Result<Concept, FormFaults> {
    let (web, ui) = (handle.web(), context.ui);
    let mut faults = FormFaults::default();
    let (members, names) = form.content();
    if names.is_empty() {
        faults.add(
            "zh".to_owned(),
            web.translations().text(ui, "propose.no_term").to_owned(),
        );
    }
    match form.reason.trim().chars().count() {
        0 => {
            let sentence = web.translations().text(ui, "propose.no_reason");
            faults.add("reason".to_owned(), sentence.to_owned());
        }
        1..=MAX_REASON_CHARS => {}
        _ => {
            let most = [("max", MAX_REASON_CHARS.to_string())];
            let sentence = web.translations().fill(ui, "propose.long_reason", &most);
            faults.add("reason".to_owned(), sentence);
        }
    }
    match read_concept(members) {
        Ok(concept) if faults.is_empty() => Ok(concept),
        Ok(_) => Err(faults),
        Err(issues) => {
            let issues: Vec<_> = issues.into_iter().map(unreadable).collect();
            for issue in issue_bodies(web, ui, &issues) {
                let field = ProposalForm::field_of(&issue.pointer, &names);
                // Without a term there is nothing that could be wrong besides.
                if !names.is_empty() {
                    faults.add(field.to_owned(), issue.message);
                }
            }
            Err(faults)
        }
    }
}

/// Returns what kept a proposal from being made. Rules speak of the whole concept that would come of it, and not of fields.
fn faults_of(handle: &Handle, context: &RequestContext, problem: &Problem) -> FormFaults {
    let (web, ui) = (handle.web(), context.ui);
    let mut faults = FormFaults::default();
    for issue in issue_bodies(web, ui, &problem.issues) {
        faults.add(
            ProposalForm::field_of(&issue.pointer, &[]).to_owned(),
            issue.message,
        );
    }
    if faults.is_empty() {
        faults.add(String::new(), sentence_of(web, ui, problem));
    }
    if let Some(cause) = &problem.cause {
        tracing::error!(request_id = context.id, cause, "a proposal was not made: {cause}");
    }
    faults
}

/// Shows the form with what is wrong: nothing that was typed is lost by that, also if its concept is gone by now.
async fn again(
    handle: &Handle,
    context: &RequestContext,
    caller: &Caller,
    form: &ProposalForm,
    (status, faults): (StatusCode, &FormFaults),
) -> Result<Response, Problem> {
    let about = match concept_of(form)? {
        None => None,
        Some(id) => about(handle, caller, id).await.unwrap_or_default(),
    };
    let view = NewProposalView {
        about,
        fields: form.fields(faults),
        fault: faults.of_field(""),
        is_wrong: true,
    };
    private_page(handle, context, caller, status, &view)
}

/// Reads what everybody reads of a concept; whoever may not read the glossary proposes without.
async fn about(handle: &Handle, caller: &Caller, id: ConceptId) -> Result<Option<AboutConceptView>, Problem> {
    let Some(read) = handle.may::<ReadGlossary>(caller) else {
        return Ok(None);
    };
    let find = move |app: &app::App| app.find_concept(&read, id, Version::Standing, None);
    let found = handle.run(Pool::Reads, find).await;
    let entry = found.map_err(|problem| leading_on(problem, "/proposals/new?concept="))?;
    Ok(Some(AboutConceptView {
        id: entry.id.to_string(),
        workflow: entry.concept.workflow.as_str(),
        content: ContentView::from(&entry.concept),
    }))
}
