//! `/programmes`: the programmes that trainings belong to, and making one with the rule by which its hours count.

use access::{Permit, ReadRegistry, WriteRegistry};
use app::registry::rules::{Hours, HoursRule, Period, Programme, ProgrammeKind};
use axum::extract::State;
use axum::response::Response;
use serde::Serialize;

use super::courts::Courts;
use super::once::{self, ONCE};
use super::told::{Told, read, told};
use super::typed::{Asked, Kind, Reading, Typed, asked, fields, wanted, words};
use crate::caller::{Caller, Permitted};
use crate::handle::Handle;
use crate::input::{Fields, Members};
use crate::observe::RequestContext;
use crate::pages::concept_form::view::FieldView;
use crate::pages::permitted_form::PermittedForm;
use crate::pages::{private_page, see_other};
use crate::pools::Pool;
use crate::problem::Problem;
use crate::web::templates::View;
use crate::write::Repeating;

/// How many programmes are listed.
const AT_ONCE: usize = 500;

/// What is asked for.
pub const FIELDS: [Asked; 8] = [
    wanted("programme_name", Kind::Line),
    asked("programme_name_bo", Kind::Tibetan),
    wanted(
        "programme_kind",
        Kind::Word("programme_kind", words!(ProgrammeKind)),
    ),
    wanted("rule_from", Kind::Day),
    wanted("per_half_day", Kind::Line),
    asked("least_attendance", Kind::Line),
    asked("only_if_passed", Kind::MayBe("yes_no", super::person_parts::yes)),
    asked("lecturer_percent", Kind::Line),
];
const NAMES: [&str; 9] = [
    ONCE,
    "programme_name",
    "programme_name_bo",
    "programme_kind",
    "rule_from",
    "per_half_day",
    "least_attendance",
    "only_if_passed",
    "lecturer_percent",
];

/// What the form sends.
#[derive(Debug)]
pub struct ProgrammeSent(Typed);

impl Members for ProgrammeSent {
    const NAMES: &'static [&'static str] = &NAMES;

    fn take(fields: &mut Fields) -> Self {
        Self(Typed::take(fields, &NAMES))
    }
}

/// The list with the form.
#[derive(Debug, Clone, Default, Serialize)]
pub struct ProgrammesView {
    /// By what the form is known when it comes twice.
    pub once: String,
    pub rows: Vec<ProgrammeRow>,
    pub fields: Vec<FieldView>,
    pub faults: Vec<String>,
    pub is_open: bool,
    pub may_write: bool,
}

/// A programme.
#[derive(Debug, Clone, Default, Serialize)]
pub struct ProgrammeRow {
    pub id: String,
    pub name: String,
    pub name_bo: Option<String>,
    pub kind: &'static str,
    pub rules: Vec<RuleView>,
}

/// How its hours count in a time.
#[derive(Debug, Clone, Default, Serialize)]
pub struct RuleView {
    pub period: String,
    pub per_half_day: String,
    pub least_attendance: u8,
    pub only_if_passed: bool,
    pub lecturer_percent: u16,
}

impl View for ProgrammesView {
    const TEMPLATE: &'static str = "programmes.html";
}

/// Shows the programmes.
pub async fn programmes_page(
    State(handle): State<Handle>,
    Permitted { caller, permit }: Permitted<ReadRegistry>,
    context: RequestContext,
) -> Result<Response, Problem> {
    shown(&handle, &context, &caller, permit, None).await
}

/// Writes a programme.
pub async fn create(
    State(handle): State<Handle>,
    context: RequestContext,
    PermittedForm {
        caller,
        permit,
        form: ProgrammeSent(typed),
    }: PermittedForm<WriteRegistry, ProgrammeSent>,
) -> Result<Response, Problem> {
    let reader = handle.permit::<ReadRegistry>(&caller).await?;
    let said = match programme(Reading::of(&typed, handle.web(), context.ui)) {
        Err(said) => said,
        Ok(programme) => {
            let key = once::key(&typed);
            let work = move |app: &app::App, permit: &Permit<WriteRegistry>| {
                app.create_programme(permit, programme.clone(), key.as_ref())
            };
            match handle.act_unmapped(permit, Repeating::WritesAgain, work).await? {
                Ok(_) => return Ok(see_other("/programmes")),
                Err(error) => told(error, (handle.web(), context.ui), name_of)?,
            }
        }
    };
    shown(&handle, &context, &caller, reader, Some((typed, said))).await
}

async fn shown(
    handle: &Handle,
    context: &RequestContext,
    caller: &Caller,
    permit: Permit<ReadRegistry>,
    back: Option<(Typed, Told)>,
) -> Result<Response, Problem> {
    let found = read(handle, Pool::Reads, permit, |app, permit| {
        Ok((
            app.list_programmes(permit, None, AT_ONCE)?,
            Courts::of(app, permit)?,
            app.form_key()?,
        ))
    });
    let (programmes, courts, once) = found.await?;
    let is_open = back.is_some();
    let (typed, said) = back.unwrap_or_default();
    let rule = |rule: &HoursRule| RuleView {
        period: super::person_view::shown(rule.period),
        per_half_day: rule.per_half_day.to_string(),
        least_attendance: rule.least_attendance_percent,
        only_if_passed: rule.only_if_passed,
        lecturer_percent: rule.lecturer_percent,
    };
    let row = |entry: app::registry::ProgrammeEntry| ProgrammeRow {
        id: entry.id,
        name: entry.programme.name_zh,
        name_bo: entry.programme.name_bo,
        kind: entry.programme.kind.as_str(),
        rules: entry.programme.hours_rules.iter().map(rule).collect(),
    };
    let view = ProgrammesView {
        once,
        rows: programmes.into_iter().map(row).collect(),
        fields: fields("programme", &FIELDS, &typed, &said),
        faults: said.above(&NAMES, (handle.web(), context.ui)),
        is_open,
        // A programme belongs to all courts, so whoever reaches the highest one keeps it.
        may_write: handle.may::<WriteRegistry>(caller).is_some() && courts.hold(None),
    };
    private_page(handle, context, caller, said.status(), &view)
}

/// Returns the field of a member.
fn name_of(pointer: &str) -> String {
    let name = match pointer {
        "/name_zh" => "programme_name",
        "/hours_rules/0/least_attendance_percent" => "least_attendance",
        _ => "",
    };
    name.to_owned()
}

fn programme(mut reading: Reading<'_>) -> Result<Programme, Told> {
    let typed = reading.typed;
    let name = reading.wanted("programme_name", typed.text("programme_name"));
    let kind = reading.word("programme_kind");
    let kind = reading.wanted("programme_kind", kind);
    let from = reading.day("rule_from");
    let from = reading.wanted("rule_from", from);
    let hours = typed
        .text("per_half_day")
        .and_then(|hours| super::results::tenths(&hours));
    if hours.is_none() && typed.text("per_half_day").is_some() {
        reading.say("per_half_day", "bad_score");
    }
    let hours = reading.wanted("per_half_day", hours);
    let least = reading.read("least_attendance", "bad_number");
    let lecturer = reading.read("lecturer_percent", "bad_number");
    let programme = || {
        Some(Programme {
            name_zh: name?,
            name_bo: typed.text("programme_name_bo"),
            kind: kind?,
            hours_rules: vec![HoursRule {
                period: Period {
                    from: from?,
                    to: None,
                },
                per_half_day: Hours(u32::from(hours?)),
                least_attendance_percent: least.unwrap_or(0),
                only_if_passed: typed.is_ticked("only_if_passed"),
                lecturer_percent: lecturer.unwrap_or(100),
            }],
            note: None,
        })
    };
    programme()
        .filter(|_| reading.told.is_empty())
        .ok_or(reading.told)
}
