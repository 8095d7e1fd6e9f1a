//! `POST /trainings/{id}/timetable` and `/seats`: the plan of a training as the rows of a sheet, pasted or typed.

use access::{Permit, ReadRegistry, WriteRegistry};
use app::registry::rules::Fault;
use app::{App, Error};
use axum::extract::{Path, State};
use axum::response::Response;

use super::plan_rows::{Amiss, Judged, lessons, quotas};
use super::roster::Roster;
use super::told::{Told, problem_of, read, sentence, told};
use super::training::{self, Back, PlanBack};
use crate::handle::Handle;
use crate::input::{Fields, Members};
use crate::observe::RequestContext;
use crate::pages::permitted_form::PermittedForm;
use crate::pages::see_other;
use crate::pools::Pool;
use crate::problem::Problem;
use crate::write::Repeating;

/// What one of the forms sends.
#[derive(Debug)]
pub struct PlanSent {
    base: u64,
    rows: String,
}

impl Members for PlanSent {
    const NAMES: &'static [&'static str] = &["base", "rows"];
    const IS_KEPT: bool = true;

    fn take(fields: &mut Fields) -> Self {
        Self {
            base: fields.number("base", 0..=u64::MAX).unwrap_or_default(),
            rows: fields.text("rows").unwrap_or_default(),
        }
    }
}

/// Writes what was read of a training, on a revision of it.
pub type Put<A, T> = fn(&App, &Permit<A>, (&str, u64), Vec<T>) -> Result<(), Error>;

/// One of the forms whose rows say the whole of something about a training.
pub struct Plan<A, T> {
    /// The last part of its address; what was saved is the translation `training.done.<name>`.
    pub name: &'static str,
    /// Reads the rows.
    pub read: fn(&str, &Roster) -> Judged<T>,
    /// Writes what was read.
    pub put: Put<A, T>,
}

/// Replaces the timetable.
pub async fn put_timetable(
    handle: State<Handle>,
    id: Path<String>,
    context: RequestContext,
    sent: PermittedForm<WriteRegistry, PlanSent>,
) -> Result<Response, Problem> {
    let plan = Plan {
        name: "timetable",
        read: |rows, roster| lessons(rows, &roster.training),
        put: |app, permit, (id, base), lessons| app.put_lessons(permit, id, base, lessons).map(drop),
    };
    plan.answer(handle, id, context, sent).await
}

/// Replaces the seats of the courts.
pub async fn put_seats(
    handle: State<Handle>,
    id: Path<String>,
    context: RequestContext,
    sent: PermittedForm<WriteRegistry, PlanSent>,
) -> Result<Response, Problem> {
    let plan = Plan {
        name: "seats",
        read: |rows, roster| quotas(rows, &roster.courts),
        put: |app, permit, (id, base), quotas| app.put_quotas(permit, id, base, quotas).map(drop),
    };
    plan.answer(handle, id, context, sent).await
}

impl<A: Send + Sync + 'static, T: Clone + Send + Sync + 'static> Plan<A, T> {
    /// Writes all rows or none; what is wrong stands above, each with the number of its line, and what was typed stays.
    ///
    /// # Errors
    /// What a form cannot mend.
    pub async fn answer(
        self,
        State(handle): State<Handle>,
        Path(id): Path<String>,
        context: RequestContext,
        PermittedForm { caller, permit, form }: PermittedForm<A, PlanSent>,
    ) -> Result<Response, Problem> {
        let reader = handle.permit::<ReadRegistry>(&caller).await?;
        let of = id.clone();
        let roster = read(&handle, Pool::Reads, reader.clone(), move |app, permit| {
            Roster::of(app, permit, &of)
        });
        let told = match (self.read)(&form.rows, &roster.await?) {
            Err(faults) => amiss(self.name, &faults, (&handle, &context)),
            Ok(read) => {
                let (lines, values): (Vec<usize>, Vec<T>) = read.into_iter().unzip();
                let (training, base, put) = (id.clone(), form.base, self.put);
                let work =
                    move |app: &App, permit: &Permit<A>| put(app, permit, (&training, base), values.clone());
                match handle.act_unmapped(permit, Repeating::IsSafe, work).await? {
                    Ok(()) => return Ok(see_other(&format!("/trainings/{id}?done={}", self.name))),
                    Err(Error::Registry(faults)) => {
                        refused(self.name, (&faults, &lines), (&handle, &context))
                    }
                    Err(error @ Error::NoSuchRecord(_)) => return Err(problem_of(error)),
                    Err(error) => told(error, (handle.web(), context.ui), |_| self.name.to_owned())?,
                }
            }
        };
        let back = Back {
            told,
            plan: Some(PlanBack {
                name: self.name,
                base: form.base,
                rows: form.rows,
            }),
            ..Back::default()
        };
        training::shown(&handle, &context, &caller, (reader, id), back).await
    }
}

/// Says what is wrong with lines.
fn amiss(
    name: &'static str,
    faults: &[(usize, Amiss)],
    (handle, context): (&Handle, &RequestContext),
) -> Told {
    let mut told = Told::default();
    for (line, amiss) in faults {
        let said = match amiss {
            Amiss::Key(key) => {
                let key = format!("registry.{key}");
                handle.web().translations().text(context.ui, &key).to_owned()
            }
            Amiss::Rule(fault) => sentence(fault, context.ui),
        };
        told.add(name, of_line(*line, &said, (handle, context)));
    }
    told
}

/// Says which rules are broken, each with the line that the pointer `/…/N` is about.
fn refused(
    name: &'static str,
    (faults, lines): (&[Fault], &[usize]),
    page: (&Handle, &RequestContext),
) -> Told {
    let mut told = Told::default();
    for fault in faults {
        let said = sentence(fault, page.1.ui);
        let place = fault.pointer.split('/').nth(2);
        let place = place.and_then(|place| place.parse::<usize>().ok());
        match place.and_then(|place| lines.get(place)) {
            Some(line) => told.add(name, of_line(*line, &said, page)),
            None => told.add(name, said),
        }
    }
    told
}

fn of_line(line: usize, said: &str, (handle, context): (&Handle, &RequestContext)) -> String {
    let filled = [("n", line.to_string()), ("said", said.to_owned())];
    handle
        .web()
        .translations()
        .fill(context.ui, "training.line", &filled)
}
