//! `/imports`: a sheet is taken in, in five steps of plain forms: the file, its columns, what is wrong and who is who, what
//! would be written, and what was.

pub mod check;
pub mod columns;
pub mod counts;
pub mod done;
pub mod file;

use access::{Permit, ReadRegistry, WriteResults};
use app::registry::sheets::{SheetCount, SheetImport, SheetState};
use app::{App, Error, Issue, MessageLanguage};
use axum::response::Response;
use serde::Serialize;

use crate::api::registry::sheet_import_body::state_of;
use crate::caller::Caller;
use crate::handle::Handle;
use crate::pages::see_other;
use crate::pools::Pool;
use crate::problem::{Code, Problem};
use crate::web::ui::Ui;

/// How many sentences of a kind a page shows.
const SHOWN: usize = 200;

/// The steps, by the names of their translations `imports.step.<name>`.
pub const STEPS: [&str; 5] = ["file", "columns", "check", "counts", "done"];

/// What every step shows first.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Head {
    pub id: String,
    /// The name of the file.
    pub name: String,
    pub kind: &'static str,
    /// The step, from 1.
    pub step: usize,
    /// Every step with its address, if it can be gone to.
    pub steps: Vec<(&'static str, Option<String>)>,
}

/// Sentences of which the first are shown.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Sentences {
    pub shown: Vec<String>,
    /// How many more there are.
    pub more: usize,
}

/// What becomes of the records of one kind.
#[derive(Debug, Clone, Default, Serialize)]
pub struct CountRow {
    /// A member of the translations `imports.record`.
    pub record: String,
    pub created: u64,
    pub updated: u64,
    pub unchanged: u64,
}

impl Head {
    /// Makes the head of `import` at `step`, from 1.
    pub fn of(import: &SheetImport, step: usize) -> Self {
        let id = &import.id;
        let place = |name: &'static str| {
            let is_open = import.state == SheetState::Staged;
            let to = match name {
                "columns" => Some(format!("/imports/{id}")),
                "check" => Some(format!("/imports/{id}/check")),
                "counts" => Some(format!("/imports/{id}/counts")),
                _ => None,
            };
            (name, to.filter(|_| is_open))
        };
        Self {
            id: id.clone(),
            name: import.name.clone(),
            kind: import.kind.as_str(),
            step,
            steps: STEPS.map(place).to_vec(),
        }
    }

    /// Makes the head of the first step, where there is no import yet.
    pub fn first() -> Self {
        Self {
            step: 1,
            steps: STEPS.map(|name| (name, None)).to_vec(),
            ..Self::default()
        }
    }
}

impl Sentences {
    /// Tells of `issues` in the language of the page.
    pub fn of(issues: &[Issue], ui: Ui) -> Self {
        let told = issues.iter().take(SHOWN);
        Self {
            shown: told
                .map(|issue| issue.message_in(language(ui)).to_owned())
                .collect(),
            more: issues.len().saturating_sub(SHOWN),
        }
    }
}

impl From<&SheetCount> for CountRow {
    fn from(count: &SheetCount) -> Self {
        Self {
            record: count.record.clone(),
            created: count.created,
            updated: count.updated,
            unchanged: count.unchanged,
        }
    }
}

/// Returns the language of sentences about a file, of which there are two.
fn language(ui: Ui) -> MessageLanguage {
    match ui {
        Ui::En => MessageLanguage::En,
        Ui::Zh | Ui::Bo => MessageLanguage::Zh,
    }
}

/// Refuses whoever may not read the registry: every step shows some of it.
async fn expect_reader(handle: &Handle, caller: &Caller) -> Result<(), Problem> {
    handle.permit::<ReadRegistry>(caller).await.map(drop)
}

/// Does something with an import of the caller's; one that is somebody else's is not there.
async fn with<T: Send + 'static>(
    handle: &Handle,
    permit: &Permit<WriteResults>,
    work: impl FnOnce(&App, &Permit<WriteResults>) -> Result<T, Error> + Send + 'static,
) -> Result<Result<T, Error>, Problem> {
    let (actor, permit) = (permit.actor().clone(), permit.clone());
    match handle
        .run_unmapped(Pool::Sheets, move |app| work(app, &permit))
        .await?
    {
        Err(Error::Refused(refusal)) => Err(handle.refused(&actor, refusal).await),
        outcome => Ok(outcome),
    }
}

/// Returns the problem of what a form cannot mend.
fn problem_of(error: Error) -> Problem {
    match error {
        Error::NoSuchImport(_) => Problem::new(Code::NotFound),
        other => Problem::from(other),
    }
}

/// Returns where an import is shown that has ended; `None` if it is staged.
fn elsewhere(import: &SheetImport) -> Option<Response> {
    match import.state {
        SheetState::Staged => None,
        SheetState::Discarded => Some(see_other("/imports")),
        SheetState::Applied | SheetState::Undone => Some(see_other(&format!("/imports/{}/done", import.id))),
    }
}

/// Returns the word for how far an import has come.
fn state_word(state: SheetState) -> &'static str {
    state_of(state)
}
