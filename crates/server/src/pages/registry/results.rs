//! `/trainings/{id}/results`: what came of one attempt of one test, person by person in printed order.

use access::{Permit, ReadRegistry, WriteResults};
use app::registry::ResultLine;
use app::registry::rules::{Component, TestResult};
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

/// Which attempt of which test.
#[derive(Debug, Clone, Copy)]
pub struct Test {
    component: Component,
    attempt: u8,
}

impl Members for Test {
    const NAMES: &'static [&'static str] = &["component", "attempt"];

    fn take(fields: &mut Fields) -> Self {
        let attempt = fields
            .number("attempt", 1..=9)
            .and_then(|attempt| u8::try_from(attempt).ok());
        Self {
            component: fields.one_of("component").unwrap_or(Component::Written),
            attempt: attempt.unwrap_or(1),
        }
    }
}

/// What was typed: a score and whether it was passed, by enrolment.
#[derive(Debug, Clone)]
pub struct ResultsSent {
    test: Test,
    of: String,
    on: String,
    cells: Vec<(String, String)>,
}

impl Members for ResultsSent {
    const NAMES: &'static [&'static str] = &["component", "attempt", "of", "on"];
    const IS_KEPT: bool = true;

    fn knows(name: &str) -> bool {
        Self::NAMES.contains(&name) || name.starts_with("score.") || name.starts_with("passed.")
    }

    fn take(fields: &mut Fields) -> Self {
        let test = Test::take(fields);
        let mut text = |name| fields.text(name).unwrap_or_default();
        let (of, on) = (text("of"), text("on"));
        let text = |value: Value| match value {
            Value::String(text) => text,
            _ => String::new(),
        };
        let cells = fields.rest().into_iter().map(|(name, value)| (name, text(value)));
        Self {
            test,
            of,
            on,
            cells: cells.collect(),
        }
    }
}

impl ResultsSent {
    fn cell(&self, name: &str) -> Option<&str> {
        let found = self.cells.iter().find(|(field, _)| field == name);
        found.map(|(_, text)| text.trim())
    }
}

/// The results.
#[derive(Debug, Clone, Default, Serialize)]
pub struct ResultsView {
    pub id: String,
    pub title: String,
    pub component: &'static str,
    pub components: Vec<&'static str>,
    pub attempt: u8,
    pub of: String,
    pub on: String,
    pub rows: Vec<ResultRow>,
    pub faults: Vec<String>,
    pub may_enter: bool,
}

/// What came of it for somebody.
#[derive(Debug, Clone, Default, Serialize)]
pub struct ResultRow {
    pub person: RosterRow,
    pub score: String,
    /// `true`, `false` or nothing.
    pub passed: String,
    pub is_wrong: bool,
}

impl View for ResultsView {
    const TEMPLATE: &'static str = "results_entry.html";
}

/// Shows the results of a test.
pub async fn results_page(
    State(handle): State<Handle>,
    Permitted { caller, permit }: Permitted<ReadRegistry>,
    Path(id): Path<String>,
    context: RequestContext,
    FromPageQuery(test): FromPageQuery<Test>,
) -> Result<Response, Problem> {
    shown(&handle, &context, &caller, (permit, id), test, None).await
}

async fn shown(
    handle: &Handle,
    context: &RequestContext,
    caller: &Caller,
    (permit, id): (Permit<ReadRegistry>, String),
    test: Test,
    back: Option<(ResultsSent, Told)>,
) -> Result<Response, Problem> {
    let roster = read(handle, Pool::Reads, permit, move |app, permit| {
        Roster::of(app, permit, &id)
    })
    .await?;
    let may_enter = handle.may::<WriteResults>(caller).is_some() && roster.is_open();
    let told = back.as_ref().map(|(_, told)| told.clone()).unwrap_or_default();
    let view = ResultsView {
        may_enter,
        ..ResultsView::of(&roster, test, back.as_ref().map(|(sent, _)| sent), &told)
    };
    private_page(handle, context, caller, told.status(), &view)
}

/// Takes what was typed, of everybody of whom it is said whether it was passed.
pub async fn enter(
    State(handle): State<Handle>,
    Path(id): Path<String>,
    context: RequestContext,
    PermittedForm { caller, permit, form }: PermittedForm<WriteResults, ResultsSent>,
) -> Result<Response, Problem> {
    let reader = handle.permit::<ReadRegistry>(&caller).await?;
    let training = id.clone();
    let roster = read(&handle, Pool::Reads, reader.clone(), move |app, permit| {
        Roster::of(app, permit, &training)
    })
    .await?;
    let mut told = Told::default();
    let lines = lines(&roster, &form, &mut told, (&handle, &context));
    if told.is_empty() {
        let (training, sent) = (id.clone(), lines.clone());
        let work =
            move |app: &app::App, permit: &Permit<WriteResults>| app.enter_results(permit, &training, &sent);
        match handle.act_unmapped(permit, Repeating::IsSafe, work).await? {
            Ok(_) => return Ok(see_other(&format!("/trainings/{id}?done=results"))),
            Err(app::Error::Registry(faults)) => {
                for fault in &faults {
                    let nth = fault
                        .pointer
                        .split('/')
                        .nth(2)
                        .and_then(|nth| nth.parse::<usize>().ok());
                    let enrolment = nth
                        .and_then(|nth| lines.get(nth))
                        .map(|line| line.enrolment.clone());
                    let enrolment = enrolment.unwrap_or_default();
                    told.add(
                        enrolment.clone(),
                        format!(
                            "{}: {}",
                            name_of(&roster, &enrolment),
                            sentence(fault, context.ui)
                        ),
                    );
                }
            }
            Err(other) => return Err(problem_of(other)),
        }
    }
    let test = form.test;
    shown(&handle, &context, &caller, (reader, id), test, Some((form, told))).await
}

fn lines(
    roster: &Roster,
    form: &ResultsSent,
    told: &mut Told,
    (handle, context): (&Handle, &RequestContext),
) -> Vec<ResultLine> {
    let (web, ui) = (handle.web(), context.ui);
    let of_tenths = tenths(&form.of);
    if of_tenths.is_none() && !form.of.trim().is_empty() {
        told.say(web, ui, "of", "bad_score");
    }
    let on = form.on.trim();
    let day = on.parse().ok();
    if day.is_none() && !on.is_empty() {
        told.say(web, ui, "on", "bad_day");
    }
    let mut lines = Vec::new();
    let known: Vec<&str> = roster.entries.iter().map(|entry| entry.id.as_str()).collect();
    for (field, typed) in &form.cells {
        let Some(enrolment) = field.strip_prefix("passed.").filter(|id| known.contains(id)) else {
            continue;
        };
        let score = form.cell(&format!("score.{enrolment}")).unwrap_or_default();
        let passed = match typed.trim() {
            "true" => true,
            "false" => false,
            _ if score.is_empty() => continue,
            _ => {
                told.add(
                    enrolment,
                    said(roster, enrolment, (handle, context), "passed_missing"),
                );
                continue;
            }
        };
        let score_tenths = tenths(score);
        if score_tenths.is_none() && !score.is_empty() {
            told.add(enrolment, said(roster, enrolment, (handle, context), "bad_score"));
            continue;
        }
        lines.push(ResultLine {
            enrolment: enrolment.to_owned(),
            result: TestResult {
                component: form.test.component,
                attempt: form.test.attempt,
                score_tenths,
                of_tenths: of_tenths.filter(|_| score_tenths.is_some()),
                passed,
                on: day,
                assessor: None,
            },
        });
    }
    lines
}

fn said(
    roster: &Roster,
    enrolment: &str,
    (handle, context): (&Handle, &RequestContext),
    key: &str,
) -> String {
    let key = format!("registry.{key}");
    format!(
        "{}: {}",
        name_of(roster, enrolment),
        handle.web().translations().text(context.ui, &key)
    )
}

fn name_of(roster: &Roster, enrolment: &str) -> String {
    let known = roster.entries.iter().find(|entry| entry.id == enrolment);
    known.map(|entry| roster.row(0, entry).name).unwrap_or_default()
}

/// Reads points with at most one decimal as tenths.
pub fn tenths(text: &str) -> Option<u16> {
    let text = text.trim();
    let (whole, part) = text.split_once('.').unwrap_or((text, "0"));
    let is_digits =
        |text: &str, most| (1..=most).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    if !is_digits(whole, 4) || !is_digits(part, 1) {
        return None;
    }
    whole
        .parse::<u16>()
        .ok()?
        .checked_mul(10)?
        .checked_add(part.parse().ok()?)
}

/// Writes tenths of points as points.
pub fn points(tenths: u16) -> String {
    match tenths % 10 {
        0 => (tenths / 10).to_string(),
        part => format!("{}.{part}", tenths / 10),
    }
}

impl ResultsView {
    fn of(roster: &Roster, test: Test, sent: Option<&ResultsSent>, told: &Told) -> Self {
        let seated = roster.seated();
        let known = |entry: &app::registry::EnrolmentEntry| {
            let mut results = entry.enrolment.results.iter();
            results
                .find(|one| (one.component, one.attempt) == (test.component, test.attempt))
                .cloned()
        };
        let row = |(place, entry): (usize, &&app::registry::EnrolmentEntry)| {
            let known = known(entry);
            let typed = |kind: &str| {
                sent.and_then(|sent| sent.cell(&format!("{kind}.{}", entry.id)))
                    .map(str::to_owned)
            };
            let score = known.as_ref().and_then(|one| one.score_tenths).map(points);
            let passed = known.map(|one| one.passed.to_string());
            ResultRow {
                person: roster.row(place, entry),
                score: typed("score").or(score).unwrap_or_default(),
                passed: typed("passed").or(passed).unwrap_or_default(),
                is_wrong: told.of_field(&entry.id).is_some(),
            }
        };
        let first = seated.iter().find_map(|entry| known(entry));
        let of = first
            .as_ref()
            .and_then(|one| one.of_tenths)
            .map_or_else(|| "100".to_owned(), points);
        let on = first.and_then(|one| one.on).map(|day| day.to_string());
        Self {
            id: roster.id.clone(),
            title: roster.training.title.clone(),
            component: test.component.as_str(),
            components: Component::ALL.iter().map(|one| one.as_str()).collect(),
            attempt: test.attempt,
            of: sent.map_or(of, |sent| sent.of.clone()),
            on: sent.map_or(on.unwrap_or_default(), |sent| sent.on.clone()),
            rows: seated.iter().enumerate().map(row).collect(),
            faults: told.sentences(),
            ..Self::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_are_read_and_written_in_tenths() {
        for (text, expected) in [
            ("85", Some(850)),
            ("85.5", Some(855)),
            ("0", Some(0)),
            ("85.55", None),
            ("-1", None),
            ("", None),
            ("八十", None),
        ] {
            assert_eq!(tenths(text), expected, "{text}");
        }
        assert_eq!((points(850), points(855)), ("85".to_owned(), "85.5".to_owned()));
    }
}
