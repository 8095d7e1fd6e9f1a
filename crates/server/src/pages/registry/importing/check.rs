//! `/imports/{id}/check`: what is wrong, cell by cell, and who somebody of the file is.

use access::{Permit, WriteResults};
use app::registry::sheets::{SheetAnswer, SheetImport, SheetPlan, SheetQuestion, SheetVerdict};
use app::{App, Error};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::Serialize;
use serde_json::Value;

use super::{Head, Sentences, elsewhere, expect_reader, problem_of, with};
use crate::api::registry::sheet_import_body::likeness;
use crate::caller::Permitted;
use crate::handle::Handle;
use crate::input::{Fields, FromPageQuery, Members, NoMembers};
use crate::observe::RequestContext;
use crate::pages::permitted_form::PermittedForm;
use crate::pages::registry::people::PersonRow;
use crate::pages::{private_page, see_other};
use crate::problem::Problem;
use crate::web::templates::View;
use crate::web::ui::Ui;

/// How many questions a page asks; the next ones come when these are answered.
const ASKED: usize = 50;

/// What is answered: the question, and the verdict as the form has it.
#[derive(Debug, Default)]
pub struct AnswersSent(Vec<(String, String)>);

impl Members for AnswersSent {
    const NAMES: &'static [&'static str] = &[];

    fn knows(name: &str) -> bool {
        name.starts_with("question.") || name.starts_with("answer.")
    }

    fn take(fields: &mut Fields) -> Self {
        let rest = fields.rest();
        let value = |name: String| match rest.get(&name) {
            Some(Value::String(text)) => text.clone(),
            _ => String::new(),
        };
        let asked = (0..).take_while(|n| rest.contains_key(&format!("question.{n}")));
        Self(
            asked
                .map(|n| (value(format!("question.{n}")), value(format!("answer.{n}"))))
                .collect(),
        )
    }
}

/// The third step.
#[derive(Debug, Clone, Default, Serialize)]
pub struct ImportCheckView {
    pub head: Head,
    pub issues: Sentences,
    pub warnings: Sentences,
    pub rejected: usize,
    pub is_complete: bool,
    pub questions: Vec<QuestionRow>,
    /// How many questions are open.
    pub open: usize,
}

/// Who somebody is.
#[derive(Debug, Clone, Default, Serialize)]
pub struct QuestionRow {
    pub id: String,
    pub places: Vec<String>,
    pub person: PersonRow,
    /// The birth as the file has it.
    pub born: Option<String>,
    pub candidates: Vec<CandidateRow>,
    pub may_be_new: bool,
    /// What was answered: `same` with the id behind a colon, `new`, `new_apart`, `leave_out`, or nothing.
    pub answer: String,
}

/// Who it could be.
#[derive(Debug, Clone, Default, Serialize)]
pub struct CandidateRow {
    pub value: String,
    /// Nothing of whom the reader may not know more.
    pub person: Option<PersonRow>,
    /// Members of the translations `imports.likeness`.
    pub because: Vec<&'static str>,
}

impl View for ImportCheckView {
    const TEMPLATE: &'static str = "import_check.html";
}

/// Shows what is wrong and what is asked.
pub async fn check_page(
    State(handle): State<Handle>,
    Permitted { caller, permit }: Permitted<WriteResults>,
    Path(id): Path<String>,
    context: RequestContext,
    FromPageQuery(_): FromPageQuery<NoMembers>,
) -> Result<Response, Problem> {
    expect_reader(&handle, &caller).await?;
    let read = move |app: &App, permit: &Permit<WriteResults>| read(app, permit, &id);
    let (import, told) = with(&handle, &permit, read).await?.map_err(problem_of)?;
    let Some((plan, questions)) = told else {
        return Ok(elsewhere(&import).unwrap_or_else(|| see_other("/imports")));
    };
    let view = ImportCheckView::of(&import, &plan, questions, context.ui);
    private_page(&handle, &context, &caller, StatusCode::OK, &view)
}

/// Keeps the answers, and asks what is still open; goes on when nothing is.
pub async fn answer(
    State(handle): State<Handle>,
    Path(id): Path<String>,
    PermittedForm { caller, permit, form }: PermittedForm<WriteResults, AnswersSent>,
) -> Result<Response, Problem> {
    expect_reader(&handle, &caller).await?;
    let answers: Vec<SheetAnswer> = form
        .0
        .into_iter()
        .map(|(question, answer)| SheetAnswer {
            verdict: verdict(&answer),
            question,
        })
        .collect();
    let (check, counts) = (format!("/imports/{id}/check"), format!("/imports/{id}/counts"));
    let work = move |app: &App, permit: &Permit<WriteResults>| app.answer_sheet(permit, &id, &answers);
    match with(&handle, &permit, work).await? {
        Ok(questions) if questions.iter().all(|question| question.answer.is_some()) => Ok(see_other(&counts)),
        // A question of a page that lay open for long may be gone: what is asked now is asked anew.
        Ok(_) | Err(Error::Registry(_)) => Ok(see_other(&check)),
        Err(other) => Err(problem_of(other)),
    }
}

/// What is told of an import that is staged.
type Told = Option<(SheetPlan, Vec<SheetQuestion>)>;

fn read(app: &App, permit: &Permit<WriteResults>, id: &str) -> Result<(SheetImport, Told), Error> {
    let import = app.sheet_import(permit, id)?;
    if elsewhere(&import).is_some() {
        return Ok((import, None));
    }
    let told = (app.plan_sheet(permit, id)?, app.sheet_questions(permit, id)?);
    Ok((import, Some(told)))
}

impl ImportCheckView {
    fn of(import: &SheetImport, plan: &SheetPlan, questions: Vec<SheetQuestion>, ui: Ui) -> Self {
        let is_open = |question: &SheetQuestion| question.answer.is_none();
        let open = questions.iter().filter(|question| is_open(question)).count();
        let (mut asked, answered): (Vec<_>, Vec<_>) = questions.into_iter().partition(is_open);
        asked.truncate(ASKED);
        asked.extend(answered.into_iter().take(ASKED));
        Self {
            head: Head::of(import, 3),
            issues: Sentences::of(&plan.issues, ui),
            warnings: Sentences::of(&plan.warnings, ui),
            rejected: plan.rejected,
            is_complete: plan.is_complete,
            questions: asked.into_iter().map(QuestionRow::of).collect(),
            open,
        }
    }
}

impl QuestionRow {
    fn of(question: SheetQuestion) -> Self {
        let same = |person: &str| format!("same:{person}");
        Self {
            person: PersonRow {
                name: question.name,
                name_bo: question.name_bo,
                court: question.court,
                last_four: question.last_four,
                ..PersonRow::default()
            },
            candidates: question
                .candidates
                .into_iter()
                .map(|candidate| CandidateRow {
                    value: same(&candidate.person),
                    person: candidate.line.map(PersonRow::of),
                    because: candidate.because.into_iter().map(likeness).collect(),
                })
                .collect(),
            answer: match question.answer {
                Some(SheetVerdict::Same(person)) => same(&person),
                Some(SheetVerdict::New) => "new".to_owned(),
                Some(SheetVerdict::NewApart) => "new_apart".to_owned(),
                Some(SheetVerdict::LeaveOut) => "leave_out".to_owned(),
                None => String::new(),
            },
            id: question.id,
            places: question.places,
            born: question.born,
            may_be_new: question.may_be_new,
        }
    }
}

/// Reads what a form answers; nothing leaves the question open.
fn verdict(answer: &str) -> Option<SheetVerdict> {
    match answer {
        "new" => Some(SheetVerdict::New),
        "new_apart" => Some(SheetVerdict::NewApart),
        "leave_out" => Some(SheetVerdict::LeaveOut),
        other => other
            .strip_prefix("same:")
            .map(|person| SheetVerdict::Same(person.to_owned())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_read_in_the_order_of_the_questions() {
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let sent = Fields::of_form([
            pair("question.0", "q-1"),
            pair("answer.0", "same:p-1"),
            pair("question.1", "q-2"),
            pair("question.2", "q-3"),
            pair("answer.2", "leave_out"),
        ]);
        let AnswersSent(sent) = sent.read().unwrap();
        assert_eq!(
            sent,
            [pair("q-1", "same:p-1"), pair("q-2", ""), pair("q-3", "leave_out")]
        );
        let verdicts: Vec<_> = sent.iter().map(|(_, answer)| verdict(answer)).collect();
        assert_eq!(
            verdicts,
            [
                Some(SheetVerdict::Same("p-1".to_owned())),
                None,
                Some(SheetVerdict::LeaveOut)
            ]
        );
        assert_eq!(
            (verdict("new"), verdict("new_apart")),
            (Some(SheetVerdict::New), Some(SheetVerdict::NewApart))
        );
    }
}
