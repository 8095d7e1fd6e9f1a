//! `/trainings/{id}/attendance`: a grid of people in printed order and half-days, typed back from the sheets they signed.
//!
//! Long because reading a cell, naming it in a fault and showing it again belong together.

use std::collections::BTreeSet;

use access::{Permit, ReadRegistry, WriteResults};
use app::registry::AttendanceLine;
use app::registry::rules::{Attendance, Day, HalfDay, Presence, Training};
use axum::extract::{Path, State};
use axum::response::Response;
use serde::Serialize;
use serde_json::Value;

use super::roster::{Roster, RosterRow};
use super::told::{Told, problem_of, read, sentence};
use crate::caller::{Caller, Permitted};
use crate::handle::Handle;
use crate::input::{Fields, FromPageQuery, Members};
use crate::observe::RequestContext;
use crate::pages::permitted_form::PermittedForm;
use crate::pages::{private_page, see_other};
use crate::pools::Pool;
use crate::problem::Problem;
use crate::web::templates::View;
use crate::write::Repeating;

/// How many half-days a page of the grid has: two weeks of five days.
const COLUMNS: usize = 20;

/// What people write into a cell, besides the Chinese names of the list.
const MARKS: [(&str, Presence); 22] = [
    ("√", Presence::Present),
    ("✓", Presence::Present),
    ("✔", Presence::Present),
    ("1", Presence::Present),
    ("y", Presence::Present),
    ("p", Presence::Present),
    ("出勤", Presence::Present),
    ("是", Presence::Present),
    ("迟", Presence::Late),
    ("l", Presence::Late),
    ("假", Presence::Excused),
    ("e", Presence::Excused),
    ("事假", Presence::Excused),
    ("病假", Presence::Excused),
    ("缺勤", Presence::Absent),
    ("旷课", Presence::Absent),
    ("×", Presence::Absent),
    ("x", Presence::Absent),
    ("0", Presence::Absent),
    ("n", Presence::Absent),
    ("a", Presence::Absent),
    ("否", Presence::Absent),
];

/// Which half-days the page shows.
#[derive(Debug)]
pub struct GridParams {
    part: u64,
}

impl Members for GridParams {
    const NAMES: &'static [&'static str] = &["part"];

    fn take(fields: &mut Fields) -> Self {
        Self {
            part: fields.number("part", 0..=40).unwrap_or_default(),
        }
    }
}

/// The grid as it was sent: cells with their names and what stands in them.
#[derive(Debug, Clone)]
pub struct GridSent {
    part: u64,
    cells: Vec<(String, String)>,
}

impl Members for GridSent {
    const NAMES: &'static [&'static str] = &["part"];
    const IS_KEPT: bool = true;

    fn knows(name: &str) -> bool {
        Self::NAMES.contains(&name) || Cell::read(name).is_some()
    }

    fn take(fields: &mut Fields) -> Self {
        let part = fields.number("part", 0..=40).unwrap_or_default();
        let text = |value: Value| match value {
            Value::String(text) => text,
            _ => String::new(),
        };
        let cells = fields.rest().into_iter().map(|(name, value)| (name, text(value)));
        Self {
            part,
            cells: cells.collect(),
        }
    }
}

/// A cell: whose, of which half-day, and what the page said there. Its field is called
/// `a.<enrolment>.<day>.<half>.<presence>`, with `none` where nothing was known.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Cell {
    enrolment: String,
    day: Day,
    half: HalfDay,
    seen: Option<Presence>,
}

/// What the field of a cell has in its name where nothing was known.
const UNKNOWN: &str = "none";

impl Cell {
    fn read(name: &str) -> Option<Self> {
        let mut parts = name.strip_prefix("a.")?.splitn(4, '.');
        Some(Self {
            enrolment: parts.next().filter(|id| id.len() <= 40)?.to_owned(),
            day: parts.next()?.parse().ok()?,
            half: parts.next()?.parse().ok()?,
            seen: match parts.next()? {
                UNKNOWN => None,
                seen => Some(seen.parse().ok()?),
            },
        })
    }

    fn name(&self) -> String {
        let seen = self.seen.map_or(UNKNOWN, Presence::as_str);
        format!("a.{}.{}.{}.{seen}", self.enrolment, self.day, self.half)
    }

    /// Returns what is known of it now.
    fn known(&self, roster: &Roster) -> Option<Presence> {
        let entry = roster.entries.iter().find(|entry| entry.id == self.enrolment)?;
        let mut attendance = entry.enrolment.attendance.iter();
        let found = attendance.find(|one| (one.day, one.half) == (self.day, self.half));
        found.map(|one| one.presence)
    }
}

/// The grid.
#[derive(Debug, Clone, Default, Serialize)]
pub struct GridView {
    pub id: String,
    pub title: String,
    pub part: u64,
    /// Whether there are half-days before and behind these.
    pub before: Option<u64>,
    pub behind: Option<u64>,
    pub columns: Vec<(String, &'static str)>,
    pub rows: Vec<GridRow>,
    pub marks: Vec<&'static str>,
    pub faults: Vec<String>,
    pub may_enter: bool,
    pub done: bool,
}

/// A row.
#[derive(Debug, Clone, Default, Serialize)]
pub struct GridRow {
    pub person: RosterRow,
    pub cells: Vec<CellView>,
}

/// A cell; without a name it is none that the person has to come to.
#[derive(Debug, Clone, Default, Serialize)]
pub struct CellView {
    pub name: Option<String>,
    pub value: String,
    pub is_wrong: bool,
}

impl View for GridView {
    const TEMPLATE: &'static str = "attendance.html";
}

/// Returns the half-days of a training in their order, of all groups and venues together.
pub fn half_days(training: &Training) -> Vec<(Day, HalfDay)> {
    let lessons = training.lessons.iter().map(|lesson| (lesson.day, lesson.half));
    let taught: BTreeSet<_> = lessons.collect();
    let planned = if taught.is_empty() {
        training.planned(None, None)
    } else {
        taught
    };
    planned.into_iter().collect()
}

/// Reads what somebody has written into a cell.
fn presence(text: &str) -> Option<Presence> {
    let text = text.trim();
    if let Ok(presence) = text.parse() {
        return Some(presence);
    }
    let small = text.to_lowercase();
    MARKS
        .iter()
        .find(|(mark, _)| *mark == small)
        .map(|(_, presence)| *presence)
}

/// Shows the grid.
pub async fn grid_page(
    State(handle): State<Handle>,
    Permitted { caller, permit }: Permitted<ReadRegistry>,
    Path(id): Path<String>,
    context: RequestContext,
    FromPageQuery(GridParams { part }): FromPageQuery<GridParams>,
) -> Result<Response, Problem> {
    shown(&handle, &context, &caller, (permit, id), part, None).await
}

async fn shown(
    handle: &Handle,
    context: &RequestContext,
    caller: &Caller,
    (permit, id): (Permit<ReadRegistry>, String),
    part: u64,
    back: Option<(GridSent, Told)>,
) -> Result<Response, Problem> {
    let roster = read(handle, Pool::Reads, permit, move |app, permit| {
        Roster::of(app, permit, &id)
    })
    .await?;
    let (sent, told) = back.unwrap_or((
        GridSent {
            part,
            cells: Vec::new(),
        },
        Told::default(),
    ));
    let status = told.status();
    let may_enter = handle.may::<WriteResults>(caller).is_some() && roster.is_open();
    let view = GridView {
        may_enter,
        ..GridView::of(&roster, &sent, &told)
    };
    private_page(handle, context, caller, status, &view)
}

/// Takes what was typed: cells that say something else than the page did. An empty cell says nothing, and what somebody else
/// has written meanwhile is not written over unseen.
pub async fn enter(
    State(handle): State<Handle>,
    Path(id): Path<String>,
    context: RequestContext,
    PermittedForm { caller, permit, form }: PermittedForm<WriteResults, GridSent>,
) -> Result<Response, Problem> {
    let reader = handle.permit::<ReadRegistry>(&caller).await?;
    let training = id.clone();
    let roster = read(&handle, Pool::Reads, reader.clone(), move |app, permit| {
        Roster::of(app, permit, &training)
    })
    .await?;
    let mut told = Told::default();
    let mut lines: Vec<(Cell, AttendanceLine)> = Vec::new();
    for (name, text) in form.cells.iter().filter(|(_, text)| !text.trim().is_empty()) {
        let Some(cell) = Cell::read(name) else { continue };
        let Some(presence) = presence(text) else {
            let said = handle.web().translations().fill(
                context.ui,
                "attendance.bad_mark",
                &[
                    ("cell", place_of(&roster, &cell, &handle, &context)),
                    ("mark", text.chars().take(20).collect()),
                ],
            );
            told.add(cell.name(), said);
            continue;
        };
        let now = cell.known(&roster);
        if Some(presence) == cell.seen || Some(presence) == now {
            continue;
        }
        if now != cell.seen {
            let name = |one: Option<Presence>| one.map_or("—", Presence::zh).to_owned();
            let said = handle.web().translations().fill(
                context.ui,
                "attendance.changed_meanwhile",
                &[
                    ("cell", place_of(&roster, &cell, &handle, &context)),
                    ("now", name(now)),
                    ("mark", presence.zh().to_owned()),
                ],
            );
            told.add(Cell { seen: now, ..cell }.name(), said);
            continue;
        }
        lines.push((cell.clone(), line(&roster, &cell, presence)));
    }
    if told.is_empty() {
        let sent: Vec<AttendanceLine> = lines.iter().map(|(_, line)| line.clone()).collect();
        let training = id.clone();
        let work = move |app: &app::App, permit: &Permit<WriteResults>| {
            app.enter_attendance(permit, &training, &sent)
        };
        match handle.act_unmapped(permit, Repeating::IsSafe, work).await? {
            Ok(_) => return Ok(see_other(&format!("/trainings/{id}?done=attendance"))),
            Err(app::Error::Registry(faults)) => {
                for fault in &faults {
                    let nth = fault
                        .pointer
                        .split('/')
                        .nth(2)
                        .and_then(|nth| nth.parse::<usize>().ok());
                    let cell = nth.and_then(|nth| lines.get(nth)).map(|(cell, _)| cell);
                    let place = cell.map(|cell| format!("{}: ", place_of(&roster, cell, &handle, &context)));
                    let said = format!("{}{}", place.unwrap_or_default(), sentence(fault, context.ui));
                    told.add(cell.map(Cell::name).unwrap_or_default(), said);
                }
            }
            Err(other) => return Err(problem_of(other)),
        }
    }
    let part = form.part;
    shown(&handle, &context, &caller, (reader, id), part, Some((form, told))).await
}

/// Returns what is to be entered for a cell.
fn line(roster: &Roster, cell: &Cell, presence: Presence) -> AttendanceLine {
    let known = roster.entries.iter().find(|entry| entry.id == cell.enrolment);
    AttendanceLine {
        enrolment: cell.enrolment.clone(),
        attendance: Attendance {
            day: cell.day,
            half: cell.half,
            presence,
            venue: known.and_then(|entry| entry.enrolment.venue.clone()),
        },
    }
}

/// Names a cell: whose it is, and of which half-day.
fn place_of(roster: &Roster, cell: &Cell, handle: &Handle, context: &RequestContext) -> String {
    let known = roster.entries.iter().find(|entry| entry.id == cell.enrolment);
    let name = known.map(|entry| roster.row(0, entry).name).unwrap_or_default();
    let key = format!("half_day.{}", cell.half);
    format!(
        "{name} {} {}",
        cell.day,
        handle.web().translations().text(context.ui, &key)
    )
}

impl GridView {
    fn of(roster: &Roster, sent: &GridSent, told: &Told) -> Self {
        let all = half_days(&roster.training);
        let n_parts = u64::try_from(all.len().div_ceil(COLUMNS)).unwrap_or(0).max(1);
        let part = sent.part.min(n_parts - 1);
        let first = usize::try_from(part).unwrap_or(0) * COLUMNS;
        let columns: Vec<_> = all.into_iter().skip(first).take(COLUMNS).collect();
        let seated = roster.seated();
        let row = |(place, entry): (usize, &&app::registry::EnrolmentEntry)| {
            let enrolment = &entry.enrolment;
            let planned = roster
                .training
                .planned(enrolment.group.as_deref(), enrolment.venue.as_deref());
            let cell = |(day, half): &(Day, HalfDay)| {
                if !planned.contains(&(*day, *half)) {
                    return CellView::default();
                }
                let known = enrolment
                    .attendance
                    .iter()
                    .find(|one| (one.day, one.half) == (*day, *half));
                let cell = Cell {
                    enrolment: entry.id.clone(),
                    day: *day,
                    half: *half,
                    seen: known.map(|one| one.presence),
                };
                // What was typed into a cell that has changed meanwhile has another name, and does not come back.
                let name = cell.name();
                let typed = sent
                    .cells
                    .iter()
                    .find(|(field, _)| *field == name)
                    .map(|(_, text)| text.clone());
                CellView {
                    value: typed
                        .or_else(|| known.map(|one| one.presence.zh().to_owned()))
                        .unwrap_or_default(),
                    is_wrong: told.of_field(&name).is_some(),
                    name: Some(name),
                }
            };
            GridRow {
                person: roster.row(place, entry),
                cells: columns.iter().map(cell).collect(),
            }
        };
        Self {
            id: roster.id.clone(),
            title: roster.training.title.clone(),
            part,
            before: part.checked_sub(1),
            behind: (part + 1 < n_parts).then_some(part + 1),
            rows: seated.iter().enumerate().map(row).collect(),
            columns: columns
                .iter()
                .map(|(day, half)| (day.to_string(), half.as_str()))
                .collect(),
            marks: Presence::ALL.iter().map(|presence| presence.zh()).collect(),
            faults: told.sentences(),
            ..Self::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_read_as_people_write_it() {
        for (text, expected) in [
            ("到", Some(Presence::Present)),
            (" √ ", Some(Presence::Present)),
            ("P", Some(Presence::Present)),
            ("迟到", Some(Presence::Late)),
            ("请假", Some(Presence::Excused)),
            ("×", Some(Presence::Absent)),
            ("缺", Some(Presence::Absent)),
            ("?", None),
            ("", None),
        ] {
            assert_eq!(presence(text), expected, "{text}");
        }
    }

    #[test]
    fn the_name_of_a_cell_reads_back_and_anything_else_is_no_field() {
        let name = "a.e-0123456789abcdef01234567.2019-10-14.morning.none";
        for name in [name, &name.replace("none", "late")] {
            assert_eq!(Cell::read(name).unwrap().name(), name);
        }
        for other in [
            "a.e-1",
            "a.e-1.2019-10-14.night.none",
            "a.e-1.2019-10-14.morning",
            "a.e-1.2019-10-14.morning.never",
            "b.e-1.2019-10-14.morning.none",
            "a.e-1.2019-99-14.morning.none",
        ] {
            assert_eq!(Cell::read(other), None, "{other}");
        }
        assert!(GridSent::knows(name) && GridSent::knows("part") && !GridSent::knows("x"));
    }
}
