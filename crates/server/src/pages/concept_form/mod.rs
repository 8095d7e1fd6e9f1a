//! `/concepts/new` and `/c/{id}/edit`: a concept in a form of rows, which works without script.
//!
//! Whatever a button does, the form comes back as it was typed: rows are added and taken away here, faults stand beside
//! their fields, and a revision that somebody else saved meanwhile is compared field by field.

pub mod conflict;
pub mod rows;
pub mod sent;
pub mod shape;
pub mod view;

use access::{Permit, WriteGlossary};
use app::{Error, ReadDrafts, ReadGlossary, Version, read_concept};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use glossary::diff::combine;
use glossary::{Concept, ConceptId};

use self::conflict::ConflictView;
use self::rows::Rows;
use self::sent::{ConceptForm, Deed};
use self::view::{AlikeView, ConceptFormView, FormFaults, KnownNames};
use super::permitted_form::PermittedForm;
use super::{private_page, see_other};
use crate::api::concepts::{concept_id, leading_on};
use crate::caller::{Caller, Permitted};
use crate::handle::Handle;
use crate::input::shortened;
use crate::observe::RequestContext;
use crate::pools::Pool;
use crate::problem::{Code, Problem, issue_bodies, sentence_of, unreadable};
use crate::web::templates::View;
use crate::web::ui::Ui;
use crate::write::Repeating;

/// Where a new concept is written.
const NEW: &str = "/concepts/new";

/// Shows an empty form.
pub async fn new_page(
    State(handle): State<Handle>,
    Permitted { caller, .. }: Permitted<WriteGlossary>,
    context: RequestContext,
) -> Result<Response, Problem> {
    let desk = Desk::new(&handle, &context, &caller, None);
    desk.page(
        StatusCode::OK,
        &desk.view(Rows::default(), 0, &FormFaults::default()),
    )
}

/// Shows the newest revision of a concept in the form.
pub async fn edit_page(
    State(handle): State<Handle>,
    Permitted { caller, .. }: Permitted<WriteGlossary>,
    context: RequestContext,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    let id = concept_id(&id)?;
    let read = handle.permit::<ReadGlossary>(&caller).await?;
    let drafts = handle.permit::<ReadDrafts>(&caller).await?;
    let find = move |app: &app::App| app.find_concept(&read, id, Version::Newest, Some(&drafts));
    let found = handle.run(Pool::Reads, find).await;
    let entry = found.map_err(|problem| leading_on(problem, "/c/"))?;
    let desk = Desk::new(&handle, &context, &caller, Some(id));
    let rows = rows_of(&entry.concept)?;
    desk.page(
        StatusCode::OK,
        &desk.view(rows, entry.revision, &FormFaults::default()),
    )
}

/// Takes the form of a new concept.
pub async fn create(
    State(handle): State<Handle>,
    context: RequestContext,
    PermittedForm { caller, permit, form }: PermittedForm<WriteGlossary, ConceptForm>,
) -> Result<Response, Problem> {
    let desk = Desk::new(&handle, &context, &caller, None);
    let form = match form.deed {
        Deed::Save | Deed::Anyway => form,
        _ => return desk.again(form),
    };
    let concept = match desk.read(&form) {
        Ok(concept) => concept,
        Err(faults) => return desk.refused(form, &faults),
    };
    if form.deed == Deed::Save {
        let alike = desk.alike(&concept).await?;
        if !alike.is_empty() {
            let view = ConceptFormView {
                alike,
                ..desk.view(form.rows, 0, &FormFaults::default())
            };
            return desk.page(StatusCode::UNPROCESSABLE_ENTITY, &view);
        }
    }
    let work = move |app: &app::App, permit: &Permit<WriteGlossary>| {
        app.create_concept(permit, concept.clone(), None)
    };
    match handle.act_unmapped(permit, Repeating::WritesAgain, work).await {
        Ok(Ok(written)) => Ok(see_other(&format!(
            "/c/{}?revision=newest&done=created",
            written.id
        ))),
        Ok(Err(error)) => desk.not_saved(form, error.into()),
        Err(problem) => desk.not_saved(form, problem),
    }
}

/// Takes the form of a concept that is there.
pub async fn save(
    State(handle): State<Handle>,
    context: RequestContext,
    Path(id): Path<String>,
    PermittedForm { caller, permit, form }: PermittedForm<WriteGlossary, ConceptForm>,
) -> Result<Response, Problem> {
    let id = concept_id(&id)?;
    let desk = Desk::new(&handle, &context, &caller, Some(id));
    if !matches!(form.deed, Deed::Save | Deed::Combine) {
        return desk.again(form);
    }
    let concept = match desk.read(&form) {
        Ok(concept) => concept,
        Err(faults) => return desk.refused(form, &faults),
    };
    if form.deed == Deed::Combine {
        return desk.combine(permit, form, concept).await;
    }
    let (base, mine) = (form.base, concept.clone());
    let work = move |app: &app::App, permit: &Permit<WriteGlossary>| {
        app.update_concept(permit, id, base, mine.clone())
    };
    match handle
        .act_unmapped(permit.clone(), Repeating::WritesAgain, work)
        .await
    {
        Ok(Ok(_)) => Ok(see_other(&format!("/c/{id}?revision=newest&done=saved"))),
        Ok(Err(Error::StaleConcept { .. })) => desk.conflict(permit, form, concept).await,
        Ok(Err(error)) => desk.not_saved(form, error.into()),
        Err(problem) => desk.not_saved(form, problem),
    }
}

/// Everything that the answers to one request have in common.
struct Desk<'a> {
    handle: &'a Handle,
    context: &'a RequestContext,
    caller: &'a Caller,
    id: Option<ConceptId>,
}

impl<'a> Desk<'a> {
    fn new(
        handle: &'a Handle,
        context: &'a RequestContext,
        caller: &'a Caller,
        id: Option<ConceptId>,
    ) -> Self {
        Self {
            handle,
            context,
            caller,
            id,
        }
    }

    fn page<V: View>(&self, status: StatusCode, view: &V) -> Result<Response, Problem> {
        private_page(self.handle, self.context, self.caller, status, view)
    }

    fn view(&self, rows: Rows, base: u64, faults: &FormFaults) -> ConceptFormView {
        let keys = || self.handle.web().translations().keys(Ui::Zh);
        let group = |name: &str| {
            keys()
                .filter_map(|key| key.strip_prefix(name))
                .map(str::to_owned)
                .collect()
        };
        let known = KnownNames {
            subject_fields: group("subject."),
            collections: group("collection."),
        };
        ConceptFormView {
            action: self
                .id
                .map_or_else(|| NEW.to_owned(), |id| format!("/c/{id}/edit")),
            id: self.id.map(|id| id.to_string()),
            base,
            ..ConceptFormView::of(rows, faults, &known)
        }
    }

    /// Shows the form again, with the row that was asked for or without the one that was given up.
    fn again(&self, mut form: ConceptForm) -> Result<Response, Problem> {
        form.change_rows();
        let view = self.view(form.rows, form.base, &FormFaults::default());
        self.page(StatusCode::OK, &view)
    }

    /// Reads the concept of the form.
    fn read(&self, form: &ConceptForm) -> Result<Concept, FormFaults> {
        let (translations, ui) = (self.handle.web().translations(), self.context.ui);
        let mut faults = FormFaults::default();
        for name in form.rows.missing() {
            faults.add(name, translations.text(ui, "edit.missing").to_owned());
        }
        for (name, kind, text) in form.rows.misnamed() {
            let value = [("value", shortened(text))];
            faults.add(name, translations.fill(ui, &format!("edit.bad.{kind}"), &value));
        }
        if !faults.is_empty() {
            return Err(faults);
        }
        read_concept(form.rows.to_json()).map_err(|issues| {
            let issues: Vec<_> = issues.into_iter().map(unreadable).collect();
            FormFaults::of(issue_bodies(self.handle.web(), ui, &issues))
        })
    }

    fn refused(&self, form: ConceptForm, faults: &FormFaults) -> Result<Response, Problem> {
        let view = self.view(form.rows, form.base, faults);
        self.page(StatusCode::UNPROCESSABLE_ENTITY, &view)
    }

    /// Shows the form with what kept it from being saved: nothing that was typed is lost by that.
    fn not_saved(&self, form: ConceptForm, problem: Problem) -> Result<Response, Problem> {
        let (web, ui) = (self.handle.web(), self.context.ui);
        let mut faults = FormFaults::of(issue_bodies(web, ui, &problem.issues));
        if faults.is_empty() {
            faults.add(String::new(), sentence_of(web, ui, &problem));
        }
        if let Some(cause) = &problem.cause {
            tracing::error!(
                request_id = self.context.id,
                cause,
                "a concept was not saved: {cause}"
            );
        }
        let view = self.view(form.rows, form.base, &faults);
        self.page(problem.code.status(), &view)
    }

    /// Returns the concepts that may be the same as the one that is being written.
    async fn alike(&self, concept: &Concept) -> Result<Vec<AlikeView>, Problem> {
        let permit = self.handle.permit::<ReadGlossary>(self.caller).await?;
        let concept = concept.clone();
        let find = move |app: &app::App| app.find_alike(&permit, &concept, None);
        let found = self.handle.run(Pool::Reads, find).await?;
        Ok(found.into_iter().map(AlikeView::from).collect())
    }

    /// Shows what somebody else saved meanwhile beside what was typed.
    async fn conflict(
        &self,
        permit: Permit<WriteGlossary>,
        form: ConceptForm,
        mine: Concept,
    ) -> Result<Response, Problem> {
        let collision = self.collision(permit, &form, mine).await?;
        let offset = self.handle.config().utc_offset_minutes;
        let action = self.view(Rows::default(), 0, &FormFaults::default()).action;
        let view = ConflictView::of(&collision, action, form.into_carried(), offset);
        self.page(Code::OutOfOrder.status(), &view)
    }

    /// Puts both together as was decided, and shows the result in the form, on top of what was saved meanwhile.
    async fn combine(
        &self,
        permit: Permit<WriteGlossary>,
        form: ConceptForm,
        mine: Concept,
    ) -> Result<Response, Problem> {
        let collision = self.collision(permit.clone(), &form, mine.clone()).await?;
        if collision.current != form.seen {
            // Somebody has saved once more: nothing was decided about that yet.
            return self.conflict(permit, form, mine).await;
        }
        let mine = Concept {
            workflow: collision.base.workflow,
            ..mine
        };
        let takes_mine = |decision: &str| !form.takes_theirs(decision);
        let combined = combine(&collision.base, &mine, &collision.theirs, &takes_mine);
        let rows = rows_of(&combined.map_err(Problem::internal)?)?;
        let view = ConceptFormView {
            is_combined: true,
            ..self.view(rows, collision.current, &FormFaults::default())
        };
        self.page(StatusCode::OK, &view)
    }

    async fn collision(
        &self,
        permit: Permit<WriteGlossary>,
        form: &ConceptForm,
        mine: Concept,
    ) -> Result<app::Collision, Problem> {
        let missing = || Problem::internal("a new concept was saved by somebody else");
        let (id, base) = (self.id.ok_or_else(missing)?, form.base);
        let compare = move |app: &app::App, permit: &Permit<WriteGlossary>| {
            app.compare_with_newest(permit, id, base, &mine)
        };
        self.handle.show(permit, compare).await
    }
}

fn rows_of(concept: &Concept) -> Result<Rows, Problem> {
    let json = serde_json::to_value(concept).map_err(Problem::internal)?;
    Ok(Rows::of_json(&json))
}
