//! `POST /trainings/{id}/timetable` and `/seats`: the plan of a training as the rows of a sheet, pasted or typed.

use access::{Permit, ReadRegistry, WriteRegistry};
use app::registry::rules::{Day, Fault, HalfDay, Lesson, PersonId, Quota, Training};
use app::{App, Error};
use axum::extract::{Path, State};
use axum::response::Response;

use super::courts::Courts;
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

/// What people write for the halves of a day.
const HALVES: [(&str, HalfDay); 10] = [
    ("上午", HalfDay::Morning),
    ("上", HalfDay::Morning),
    ("早上", HalfDay::Morning),
    ("morning", HalfDay::Morning),
    ("am", HalfDay::Morning),
    ("下午", HalfDay::Afternoon),
    ("下", HalfDay::Afternoon),
    ("午后", HalfDay::Afternoon),
    ("afternoon", HalfDay::Afternoon),
    ("pm", HalfDay::Afternoon),
];

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

/// What is read of the rows, each with the number of its line, or what keeps lines from being read, by their numbers.
pub type Rows<T> = Result<Vec<(usize, T)>, Vec<(usize, &'static str)>>;

/// Writes what was read of a training, on a revision of it.
pub type Put<A, T> = fn(&App, &Permit<A>, (&str, u64), Vec<T>) -> Result<(), Error>;

/// One of the forms whose rows say the whole of something about a training.
pub struct Plan<A, T> {
    /// The last part of its address; what was saved is the translation `training.done.<name>`.
    pub name: &'static str,
    /// Reads the rows.
    pub read: fn(&str, &Roster) -> Rows<T>,
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
            Err(faults) => unread(self.name, &faults, (&handle, &context)),
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

/// Says what keeps lines from being read.
fn unread(
    name: &'static str,
    faults: &[(usize, &str)],
    (handle, context): (&Handle, &RequestContext),
) -> Told {
    let mut told = Told::default();
    for (line, key) in faults {
        let key = format!("registry.{key}");
        let said = handle.web().translations().text(context.ui, &key);
        told.add(name, of_line(*line, said, (handle, context)));
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

/// Writes a timetable as rows: day, half, topic, lecturer, room, venue, group, parted by tabs.
pub fn timetable_rows(training: &Training) -> String {
    let mut lessons: Vec<&Lesson> = training.lessons.iter().collect();
    lessons.sort_by_key(|lesson| (lesson.day, lesson.half, &lesson.venue, &lesson.group));
    let row = |lesson: &Lesson| {
        let half = HALVES.iter().find(|(_, half)| *half == lesson.half);
        let id = lesson.lecturer.as_ref().map(|person| person.as_str().to_owned());
        let lecturer = [lesson.lecturer_name.clone(), id];
        let lecturer = lecturer.into_iter().flatten().collect::<Vec<_>>().join(" ");
        let cells = [
            lesson.day.to_string(),
            half.map_or_else(String::new, |(word, _)| (*word).to_owned()),
            lesson.topic.clone(),
            lecturer,
            lesson.room.clone().unwrap_or_default(),
            lesson.venue.clone().unwrap_or_default(),
            lesson.group.clone().unwrap_or_default(),
        ];
        cells.join("\t").trim_end().to_owned()
    };
    lessons.into_iter().map(row).collect::<Vec<_>>().join("\n")
}

/// Writes seats as rows: court, number, parted by a tab.
pub fn seat_rows(training: &Training, courts: &Courts) -> String {
    let row = |quota: &Quota| format!("{}\t{}", courts.to_type(&quota.court), quota.seats);
    training.quotas.iter().map(row).collect::<Vec<_>>().join("\n")
}

/// Reads a timetable. A day that is left out, as merged cells leave it when they are pasted, is that of the row above; a
/// lecturer of the registry is told by the id behind the name, or was known by that name before.
fn lessons(rows: &str, training: &Training) -> Rows<Lesson> {
    let mut day_above = None;
    each(rows, |line| {
        let mut cells = line.split('\t').map(str::trim);
        let mut cell = || cells.next().filter(|cell| !cell.is_empty());
        let day = match cell() {
            Some(day) => Some(day_of(day, training.from.year()).ok_or("bad_day_of_row")?),
            None => day_above,
        };
        day_above = day;
        let half = cell().ok_or("no_half")?.to_lowercase();
        let half = HALVES.iter().find(|(word, _)| *word == half).ok_or("no_half")?.1;
        let topic = cell().ok_or("no_topic")?.to_owned();
        let (lecturer, lecturer_name) = cell().map_or((None, None), |cell| lecturer(cell, training));
        let mut text = || cell().map(str::to_owned);
        let (room, venue, group) = (text(), text(), text());
        match cells.find(|cell| !cell.is_empty()) {
            Some(_) => Err("too_many_cells"),
            None => Ok(Lesson {
                day: day.ok_or("bad_day_of_row")?,
                half,
                topic,
                lecturer,
                lecturer_name,
                venue,
                group,
                room,
            }),
        }
    })
}

fn lecturer(cell: &str, training: &Training) -> (Option<PersonId>, Option<String>) {
    let (name, id) = match cell.rsplit_once(char::is_whitespace) {
        Some((name, last)) => (name.trim_end(), last.parse().ok()),
        None => ("", cell.parse().ok()),
    };
    if id.is_some() {
        return (id, Some(name.to_owned()).filter(|name| !name.is_empty()));
    }
    let known = training
        .lessons
        .iter()
        .find(|lesson| lesson.lecturer_name.as_deref() == Some(cell));
    (
        known.and_then(|lesson| lesson.lecturer.clone()),
        Some(cell.to_owned()),
    )
}

/// Reads seats such as `玉树州中级人民法院 5`.
fn quotas(rows: &str, courts: &Courts) -> Rows<Quota> {
    each(rows, |line| {
        let (court, seats) = line
            .trim_end()
            .rsplit_once([' ', '\t', '\u{3000}'])
            .ok_or("bad_seats")?;
        Ok(Quota {
            court: courts.code(court.trim()),
            seats: seats.parse().map_err(|_| "bad_seats")?,
        })
    })
}

/// Reads each line that is not empty.
pub fn each<T>(rows: &str, mut read: impl FnMut(&str) -> Result<T, &'static str>) -> Rows<T> {
    let (mut found, mut faults) = (Vec::new(), Vec::new());
    for (line, number) in rows.lines().zip(1..) {
        if line.trim().is_empty() {
            continue;
        }
        match read(line) {
            Ok(one) => found.push((number, one)),
            Err(key) => faults.push((number, key)),
        }
    }
    if faults.is_empty() { Ok(found) } else { Err(faults) }
}

/// Reads a day as sheets have it: `2019-10-14`, `2019.10.14`, `2019/10/14`, `2019年10月14日`, and without the year in `year`.
fn day_of(text: &str, year: i16) -> Option<Day> {
    let text = text.strip_suffix(['日', '号']).unwrap_or(text);
    let parts: Vec<&str> = text.split(['-', '.', '/', '年', '月']).map(str::trim).collect();
    let (year, month, day) = match parts.as_slice() {
        [year, month, day] => (year.parse().ok()?, month, day),
        [month, day] => (year, month, day),
        _ => return None,
    };
    Day::new(year, month.parse().ok()?, day.parse().ok()?)
}

#[cfg(test)]
mod tests;
