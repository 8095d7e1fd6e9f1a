//! `POST /trainings/{id}/timetable` and `/seats`: the plan of a training as the rows of a sheet, pasted or typed.

use access::{Permit, ReadRegistry, WriteRegistry};
use app::registry::rules::{Day, HalfDay, Lesson, PersonId, Quota, Training};
use app::{App, Error};
use axum::extract::{Path, State};
use axum::response::Response;

use super::courts::Courts;
use super::told::{Told, problem_of, read, sentence, told};
use super::training::{self, Back};
use crate::caller::Caller;
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

/// What one of the two forms sends.
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

type Sent = PermittedForm<WriteRegistry, PlanSent>;

/// What is read of the rows, each with the number of its line, or what keeps lines from being read, by their numbers.
type Rows<T> = Result<Vec<(usize, T)>, Vec<(usize, &'static str)>>;

/// Replaces the timetable.
pub async fn put_timetable(
    State(handle): State<Handle>,
    Path(id): Path<String>,
    context: RequestContext,
    PermittedForm { caller, permit, form }: Sent,
) -> Result<Response, Problem> {
    let (reader, training) = known(&handle, &caller, &id).await?;
    let put = |app: &App, permit: &Permit<WriteRegistry>, (id, base): (&str, u64), lessons: Vec<Lesson>| {
        app.put_lessons(permit, id, base, lessons).map(drop)
    };
    let read = lessons(&form.rows, &training.0);
    put_rows(
        &handle,
        &context,
        (&caller, reader, permit),
        id,
        ("timetable", form),
        read,
        put,
    )
    .await
}

/// Replaces the seats of the courts.
pub async fn put_seats(
    State(handle): State<Handle>,
    Path(id): Path<String>,
    context: RequestContext,
    PermittedForm { caller, permit, form }: Sent,
) -> Result<Response, Problem> {
    let (reader, training) = known(&handle, &caller, &id).await?;
    let put = |app: &App, permit: &Permit<WriteRegistry>, (id, base): (&str, u64), quotas: Vec<Quota>| {
        app.put_quotas(permit, id, base, quotas).map(drop)
    };
    let read = quotas(&form.rows, &training.1);
    put_rows(
        &handle,
        &context,
        (&caller, reader, permit),
        id,
        ("seats", form),
        read,
        put,
    )
    .await
}

/// Returns the training as it is, and what courts are called.
async fn known(
    handle: &Handle,
    caller: &Caller,
    id: &str,
) -> Result<(Permit<ReadRegistry>, (Training, Courts)), Problem> {
    let reader = handle.permit::<ReadRegistry>(caller).await?;
    let id = id.to_owned();
    let found = read(handle, Pool::Reads, reader.clone(), move |app, permit| {
        Ok((app.find_training(permit, &id)?.training, Courts::of(app, permit)?))
    });
    Ok((reader, found.await?))
}

/// Writes all rows or none; what is wrong stands above, each with the number of its line, and what was typed stays.
async fn put_rows<T: Clone + Send + Sync + 'static>(
    handle: &Handle,
    context: &RequestContext,
    (caller, reader, permit): (&Caller, Permit<ReadRegistry>, Permit<WriteRegistry>),
    id: String,
    (name, PlanSent { base, rows }): (&'static str, PlanSent),
    found: Rows<T>,
    put: impl Fn(&App, &Permit<WriteRegistry>, (&str, u64), Vec<T>) -> Result<(), Error>
    + Copy
    + Send
    + Sync
    + 'static,
) -> Result<Response, Problem> {
    let mut back = Back::default();
    let translations = handle.web().translations();
    let say = |told: &mut Told, line: usize, said: &str| {
        let filled = [("n", line.to_string()), ("said", said.to_owned())];
        told.add(name, translations.fill(context.ui, "training.line", &filled));
    };
    match found {
        Err(faults) => {
            for (line, key) in faults {
                let key = format!("registry.{key}");
                say(&mut back.told, line, translations.text(context.ui, &key));
            }
        }
        Ok(read) => {
            let (lines, values): (Vec<usize>, Vec<T>) = read.into_iter().unzip();
            let training = id.clone();
            let work = move |app: &App, permit: &Permit<WriteRegistry>| {
                put(app, permit, (&training, base), values.clone())
            };
            match handle.act_unmapped(permit, Repeating::IsSafe, work).await? {
                Ok(()) => return Ok(see_other(&format!("/trainings/{id}?done={name}"))),
                Err(Error::Registry(faults)) => {
                    for fault in &faults {
                        let place = fault
                            .pointer
                            .split('/')
                            .nth(2)
                            .and_then(|place| place.parse::<usize>().ok());
                        let said = sentence(fault, context.ui);
                        match place.and_then(|place| lines.get(place)) {
                            Some(line) => say(&mut back.told, *line, &said),
                            None => back.told.add(name, said),
                        }
                    }
                }
                Err(error @ Error::NoSuchRecord(_)) => return Err(problem_of(error)),
                Err(error) => back.told = told(error, (handle.web(), context.ui), |_| name.to_owned())?,
            }
        }
    }
    back.plan = Some((name, rows));
    training::shown(handle, context, caller, (reader, id), back).await
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
    let row = |quota: &Quota| format!("{}\t{}", courts.name(&quota.court), quota.seats);
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
        let (court, seats) = line.rsplit_once([' ', '\t', '\u{3000}']).ok_or("bad_seats")?;
        Ok(Quota {
            court: courts.code(court.trim()),
            seats: seats.parse().map_err(|_| "bad_seats")?,
        })
    })
}

/// Reads each line that is not empty.
fn each<T>(rows: &str, mut read: impl FnMut(&str) -> Result<T, &'static str>) -> Rows<T> {
    let (mut found, mut faults) = (Vec::new(), Vec::new());
    for (line, number) in rows.lines().map(|line| line.trim_end()).zip(1..) {
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
