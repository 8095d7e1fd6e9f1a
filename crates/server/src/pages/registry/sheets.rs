//! `/trainings/{id}/print/…`: sheets for the printer, cut into pages of A4 on the server, so that each page has its own totals.

use std::collections::BTreeMap;

use access::{Permit, ReadRegistry};
use app::registry::EnrolmentEntry;
use app::registry::rules::{Component, Day, EnrolmentState, HalfDay};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::Serialize;

use super::attendance::half_days;
use super::person_view::shown as period_shown;
use super::results::points;
use super::roster::{Roster, RosterRow};
use super::told::read;
use super::training::{LessonView, lessons};
use crate::caller::Permitted;
use crate::handle::Handle;
use crate::input::{Fields, FromPageQuery, Members};
use crate::observe::RequestContext;
use crate::pages::private_page;
use crate::pools::Pool;
use crate::problem::{Code, Issue, Problem, Told};
use crate::web::templates::View;

/// How many people a printed page has: names of two scripts take two lines, and some of them three.
const PEOPLE_A_PAGE: usize = 12;
/// How many lessons.
const LESSONS_A_PAGE: usize = 16;

/// The sheets, by the last part of their address; each title is the translation `sheet.<name>`.
pub const SHEETS: [&str; 5] = ["sign-in", "roster", "timetable", "results", "completed"];

/// Of which half-day and venue.
#[derive(Debug)]
pub struct SheetParams {
    day: Option<Day>,
    half: Option<HalfDay>,
    venue: Option<String>,
}

impl Members for SheetParams {
    const NAMES: &'static [&'static str] = &["day", "half", "venue"];

    fn take(fields: &mut Fields) -> Self {
        Self {
            day: fields.name("day"),
            half: fields.one_of("half"),
            venue: fields.text("venue"),
        }
    }
}

/// A sheet.
#[derive(Debug, Clone, Default, Serialize)]
pub struct SheetView {
    pub id: String,
    /// Which sheet.
    pub kind: &'static str,
    pub title: String,
    pub organiser: Option<String>,
    pub days: String,
    pub day: Option<String>,
    pub half: Option<&'static str>,
    pub venue: Option<String>,
    pub printed_on: String,
    pub components: Vec<&'static str>,
    pub pages: Vec<PageView>,
    /// How many are on the whole sheet.
    pub total: usize,
    /// Whether those of other courts are missing, whom the reader may not see.
    pub is_partial: bool,
}

/// A page of it.
#[derive(Debug, Clone, Default, Serialize)]
pub struct PageView {
    pub number: usize,
    pub rows: Vec<SheetRow>,
    pub lessons: Vec<LessonView>,
}

/// A row.
#[derive(Debug, Clone, Default, Serialize)]
pub struct SheetRow {
    pub person: RosterRow,
    /// The scores, component by component.
    pub scores: Vec<String>,
}

impl View for SheetView {
    const TEMPLATE: &'static str = "sheet.html";
}

/// Shows a sheet.
pub async fn sheet_page(
    State(handle): State<Handle>,
    Permitted { caller, permit }: Permitted<ReadRegistry>,
    Path((id, sheet)): Path<(String, String)>,
    context: RequestContext,
    FromPageQuery(params): FromPageQuery<SheetParams>,
) -> Result<Response, Problem> {
    let kind = SHEETS.into_iter().find(|kind| *kind == sheet);
    let kind = kind.ok_or_else(|| Problem::new(Code::NotFound))?;
    let work = move |app: &app::App, permit: &Permit<ReadRegistry>| {
        Ok((Roster::of(app, permit, &id)?, app.registry_today()))
    };
    let (roster, today) = read(&handle, Pool::Reads, permit, work).await?;
    let issues = issues(&roster, &params);
    if !issues.is_empty() {
        return Err(Problem::invalid(issues));
    }
    let view = SheetView {
        printed_on: today.to_string(),
        ..SheetView::of(kind, &roster, &params)
    };
    private_page(&handle, &context, &caller, StatusCode::OK, &view)
}

/// Says of a half-day and of a venue that the training has not, which there are: an empty sheet would be signed by nobody.
fn issues(roster: &Roster, params: &SheetParams) -> Vec<Issue> {
    let training = &roster.training;
    let venues: Vec<&str> = training.venues.iter().map(|venue| venue.name.as_str()).collect();
    let venue = params.venue.as_deref().filter(|venue| !venues.contains(venue));
    let half_day = no_half_day(&half_days(training), params);
    let venue = venue.map(|venue| no_venue(venue, &venues));
    half_day.into_iter().chain(venue).collect()
}

fn no_half_day(planned: &[(Day, HalfDay)], params: &SheetParams) -> Option<Issue> {
    let is_meant = |(day, half): &(Day, HalfDay)| {
        params.day.is_none_or(|wanted| wanted == *day) && params.half.is_none_or(|wanted| wanted == *half)
    };
    if planned.iter().any(is_meant) || (params.day.is_none() && params.half.is_none()) {
        return None;
    }
    let asked = |half: Option<String>| {
        let day = params.day.map(|day| day.to_string());
        day.into_iter().chain(half).collect::<Vec<_>>().join(" ")
    };
    let mut days: BTreeMap<Day, Vec<HalfDay>> = BTreeMap::new();
    for (day, half) in planned {
        days.entry(*day).or_default().push(*half);
    }
    let there = |word: fn(HalfDay) -> &'static str, and: &str| {
        let day = |(day, halves): (&Day, &Vec<HalfDay>)| {
            let halves: Vec<&str> = halves.iter().map(|half| word(*half)).collect();
            format!("{day} {}", halves.join(and))
        };
        days.iter().map(day).collect::<Vec<_>>()
    };
    let told = Told {
        code: "no_such_half_day",
        en: format!(
            "the training has nothing on `{}` (hint: it has {})",
            asked(params.half.map(|half| half.as_str().to_owned())),
            there(HalfDay::as_str, " and ").join(", ")
        ),
        zh: format!(
            "本班 {} 没有课程（提示：有课的是 {}）",
            asked(params.half.map(|half| half.zh().to_owned())),
            there(HalfDay::zh, "、").join("；")
        ),
    };
    Some(Issue::told("/day".to_owned(), told))
}

fn no_venue(venue: &str, venues: &[&str]) -> Issue {
    let shown: String = venue.chars().take(40).collect();
    let (en, zh) = match venues.is_empty() {
        true => ("none".to_owned(), "没有分会场".to_owned()),
        false => (
            format!("`{}`", venues.join("`, `")),
            format!("有“{}”", venues.join("”“")),
        ),
    };
    let told = Told {
        code: "no_such_venue",
        en: format!("the training has no venue `{shown}` (hint: it has {en})"),
        zh: format!("本班没有会场“{shown}”（提示：本班{zh}）"),
    };
    Issue::told("/venue".to_owned(), told)
}

impl SheetView {
    fn of(kind: &'static str, roster: &Roster, params: &SheetParams) -> Self {
        let training = &roster.training;
        let rows = sheet_rows(kind, roster, params);
        let taught = lessons(roster);
        let page = |(place, rows): (usize, &[SheetRow])| PageView {
            number: place + 1,
            rows: rows.to_vec(),
            lessons: Vec::new(),
        };
        let of_lessons = |(place, lessons): (usize, &[LessonView])| PageView {
            number: place + 1,
            rows: Vec::new(),
            lessons: lessons.to_vec(),
        };
        let mut pages: Vec<PageView> = match kind {
            "timetable" => taught
                .chunks(LESSONS_A_PAGE)
                .enumerate()
                .map(of_lessons)
                .collect(),
            _ => rows.chunks(PEOPLE_A_PAGE).enumerate().map(page).collect(),
        };
        if pages.is_empty() {
            pages.push(PageView {
                number: 1,
                ..PageView::default()
            });
        }
        Self {
            id: roster.id.clone(),
            kind,
            title: training.title.clone(),
            organiser: training.organiser.clone(),
            days: period_shown(training.period()),
            day: params.day.map(|day| day.to_string()),
            half: params.half.map(HalfDay::as_str),
            venue: params.venue.clone(),
            components: Component::ALL.iter().map(|one| one.as_str()).collect(),
            total: if kind == "timetable" {
                taught.len()
            } else {
                rows.len()
            },
            is_partial: !roster.is_held && kind != "timetable",
            pages,
            ..Self::default()
        }
    }
}

fn sheet_rows(kind: &str, roster: &Roster, params: &SheetParams) -> Vec<SheetRow> {
    let is_on_it = |entry: &&EnrolmentEntry| {
        let enrolment = &entry.enrolment;
        let is_at_venue = params.venue.is_none() || params.venue == enrolment.venue;
        let is_called = || match (params.day, params.half) {
            (Some(day), Some(half)) => {
                let planned = roster
                    .training
                    .planned(enrolment.group.as_deref(), enrolment.venue.as_deref());
                planned.contains(&(day, half))
            }
            _ => true,
        };
        match kind {
            "sign-in" => is_at_venue && is_called(),
            "completed" => enrolment.state == EnrolmentState::Completed,
            _ => is_at_venue,
        }
    };
    // The place of somebody is the same on every sheet of the roster and in the grid.
    let seated = roster.seated();
    let kept = seated
        .iter()
        .copied()
        .enumerate()
        .filter(|(_, entry)| is_on_it(entry));
    let row = |(place, (of_roster, entry)): (usize, (usize, &EnrolmentEntry))| {
        let place = if kind == "completed" { place } else { of_roster };
        SheetRow {
            person: roster.row(place, entry),
            scores: scores(entry),
        }
    };
    kept.enumerate().map(row).collect()
}

/// Returns the last score of each component, with whether it was passed where there is no score.
fn scores(entry: &EnrolmentEntry) -> Vec<String> {
    let of = |component: &Component| {
        let results = entry
            .enrolment
            .results
            .iter()
            .filter(|one| one.component == *component);
        let last = results.max_by_key(|one| one.attempt);
        last.map(|one| {
            let score = one.score_tenths.map(points).unwrap_or_default();
            let mark = if one.passed { "✓" } else { "✗" };
            format!("{score} {mark}").trim().to_owned()
        })
    };
    Component::ALL
        .iter()
        .map(|one| of(one).unwrap_or_default())
        .collect()
}
