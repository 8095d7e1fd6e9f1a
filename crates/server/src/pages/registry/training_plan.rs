//! `/trainings/{id}/plan`: the plan of a training, to be changed until it is over. Timetable and seats have forms of their own.
//!
//! Long because each member of a plan is shown, read and put back here, in one order.

use access::{Permit, ReadRegistry, WriteRegistry};
use app::registry::TrainingEntry;
use app::registry::rules::{Declared, Hours, Mode, ProgrammeId, Training, TrainingState, Venue};
use app::{App, Refusal};
use axum::extract::{Path, State};
use axum::response::Response;
use serde::Serialize;

use super::courts::Courts;
use super::told::{problem_of, read};
use super::typed::{Asked, Kind, Reading, Typed, asked, fields, wanted, words};
use super::typed_rows::{self, FormFaults, RowView};
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

/// What is asked for, besides the programme.
pub const FIELDS: [Asked; 19] = [
    wanted("title", Kind::Line),
    wanted("from", Kind::Day),
    wanted("to", Kind::Day),
    wanted("mode", Kind::Word("training_mode", words!(Mode))),
    asked("number", Kind::Line),
    asked("number_in_year", Kind::Line),
    asked("court", Kind::Court),
    asked("organiser", Kind::Line),
    asked("base_name", Kind::Line),
    asked("trainee_class", Kind::Line),
    asked("groups", Kind::Text),
    asked("documents", Kind::Text),
    asked("cost", Kind::Line),
    asked("declared_person_times", Kind::Line),
    asked("declared_persons", Kind::Line),
    asked("declared_hours", Kind::Line),
    asked("declared_source", Kind::Line),
    asked("note", Kind::Text),
    // Shown as a choice of what there is, before the others.
    wanted("programme", Kind::Line),
];
/// What is asked for of each venue.
pub const VENUES: [Asked; 3] = [
    asked("venue_name", Kind::Line),
    asked("venue_place", Kind::Line),
    asked("venue_seats", Kind::Line),
];

/// What the form sends.
#[derive(Debug)]
pub struct TrainingPlanSent {
    base: u64,
    typed: Typed,
    venues: Vec<Typed>,
}

impl Members for TrainingPlanSent {
    const NAMES: &'static [&'static str] = &[
        "base",
        "programme",
        "title",
        "from",
        "to",
        "mode",
        "number",
        "number_in_year",
        "court",
        "organiser",
        "base_name",
        "trainee_class",
        "groups",
        "documents",
        "cost",
        "declared_person_times",
        "declared_persons",
        "declared_hours",
        "declared_source",
        "note",
        "venue_name",
        "venue_place",
        "venue_seats",
    ];
    const IS_KEPT: bool = true;

    fn take(fields: &mut Fields) -> Self {
        Self {
            base: fields.number("base", 0..=u64::MAX).unwrap_or_default(),
            typed: Typed::take(fields, &FIELDS.map(|one| one.name)),
            venues: typed_rows::take(fields, &VENUES),
        }
    }
}

/// The form.
#[derive(Debug, Clone, Default, Serialize)]
pub struct TrainingPlanView {
    pub id: String,
    pub revision: u64,
    pub title: String,
    pub fields: Vec<FieldView>,
    pub venues: Vec<RowView>,
    /// Ids and names.
    pub programmes: Vec<(String, String)>,
    pub programme: String,
    pub programme_fault: Option<String>,
    pub courts: Vec<(String, String)>,
    pub faults: Vec<String>,
    pub has_faults: bool,
    /// Whether somebody else has written meanwhile.
    pub is_stale: bool,
}

impl View for TrainingPlanView {
    const TEMPLATE: &'static str = "training_plan.html";
}

/// What the form is made of.
struct Known {
    entry: TrainingEntry,
    courts: Courts,
    programmes: Vec<(String, String)>,
}

/// Shows the form; when the training is over, nothing of it is changed, and its page is shown.
pub async fn plan_page(
    State(handle): State<Handle>,
    Permitted { caller, permit }: Permitted<WriteRegistry>,
    Path(id): Path<String>,
    context: RequestContext,
) -> Result<Response, Problem> {
    let known = known(&handle, &caller, &id).await?;
    let training = &known.entry.training;
    if !known.courts.hold(training.court.as_deref()) {
        let refusal = Refusal::Forbidden {
            action: "write-registry",
        };
        return Err(handle.refused(permit.actor(), refusal).await);
    }
    if !matches!(training.state, TrainingState::Planned | TrainingState::Open) {
        return Ok(see_other(&format!("/trainings/{id}")));
    }
    let sent = TrainingPlanSent::of(&known);
    shown(
        &handle,
        &context,
        &caller,
        (&known, &sent),
        &FormFaults::default(),
    )
}

/// Writes the plan.
pub async fn change(
    State(handle): State<Handle>,
    Path(id): Path<String>,
    context: RequestContext,
    PermittedForm { caller, permit, form }: PermittedForm<WriteRegistry, TrainingPlanSent>,
) -> Result<Response, Problem> {
    let known = known(&handle, &caller, &id).await?;
    let reading = Reading::of(&form.typed, handle.web(), context.ui);
    let faults = match training(&form, &known, reading) {
        Err(faults) => faults,
        Ok(training) => {
            let (of, base) = (id.clone(), form.base);
            // `known` may be newer than what the form was made of; then `base` is refused, and nothing of it is lost.
            let work = move |app: &App, permit: &Permit<WriteRegistry>| {
                app.put_training(permit, &of, base, training.clone())
            };
            match handle.act_unmapped(permit, Repeating::IsSafe, work).await? {
                Ok(_) => return Ok(see_other(&format!("/trainings/{id}?done=plan"))),
                Err(error @ app::Error::NoSuchRecord(_)) => return Err(problem_of(error)),
                Err(error) => FormFaults::of(error, (handle.web(), context.ui), name_of)?.in_rows(
                    "venues",
                    &form.venues,
                    &VENUES,
                ),
            }
        }
    };
    shown(&handle, &context, &caller, (&known, &form), &faults)
}

async fn known(handle: &Handle, caller: &Caller, id: &str) -> Result<Known, Problem> {
    let reader = handle.permit::<ReadRegistry>(caller).await?;
    let id = id.to_owned();
    let found = read(handle, Pool::Reads, reader, move |app, permit| {
        Ok(Known {
            entry: app.find_training(permit, &id)?,
            courts: Courts::of(app, permit)?,
            programmes: super::training_new::programmes(app, permit)?,
        })
    });
    found.await
}

fn shown(
    handle: &Handle,
    context: &RequestContext,
    caller: &Caller,
    (known, sent): (&Known, &TrainingPlanSent),
    faults: &FormFaults,
) -> Result<Response, Problem> {
    let asked = FIELDS.split_last().map_or(&FIELDS[..], |(_, before)| before);
    let view = TrainingPlanView {
        id: known.entry.id.clone(),
        revision: sent.base,
        title: known.entry.training.title.clone(),
        fields: fields("plan", asked, &sent.typed, &faults.told),
        venues: typed_rows::shown("venue", &VENUES, &sent.venues, &faults.rows),
        programme: sent.typed.value("programme").to_owned(),
        programme_fault: faults.told.of_field("programme"),
        programmes: known.programmes.clone(),
        courts: known.courts.proposals(),
        faults: faults.above(&FIELDS.map(|one| one.name), (handle.web(), context.ui)),
        has_faults: !faults.is_empty(),
        is_stale: faults.is_stale,
    };
    private_page(handle, context, caller, faults.status(), &view)
}

/// Returns the field of a member: of a list, the field of the whole.
fn name_of(pointer: &str) -> String {
    let name = match pointer {
        "/base" => "base_name",
        "/declared/source" => "declared_source",
        // Which venue it is stays with what is said.
        venues if venues.starts_with("/venues/") => venues,
        // The timetable is not here.
        lessons if lessons.starts_with("/lessons/") => "",
        other => other.split('/').nth(1).unwrap_or_default(),
    };
    name.to_owned()
}

impl TrainingPlanSent {
    /// Returns what the form sends if nothing is changed.
    fn of(known: &Known) -> Self {
        let training = &known.entry.training;
        let declared = training.declared.as_ref();
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        let number = |number: Option<u16>| number.map_or_else(String::new, |number| number.to_string());
        let total = |total: Option<u32>| total.map_or_else(String::new, |total| total.to_string());
        let cost = training.cost_fen;
        let court = training.court.as_ref();
        let hours = declared.and_then(|one| one.hours);
        let typed = [
            ("programme", training.programme.as_str().to_owned()),
            ("title", training.title.clone()),
            ("from", training.from.to_string()),
            ("to", training.to.to_string()),
            ("mode", training.mode.as_str().to_owned()),
            ("number", number(training.number)),
            ("number_in_year", number(training.number_in_year)),
            (
                "court",
                court.map_or_else(String::new, |court| known.courts.to_type(court)),
            ),
            ("organiser", text(&training.organiser)),
            ("base_name", text(&training.base)),
            ("trainee_class", text(&training.trainee_class)),
            ("groups", training.groups.join("\n")),
            ("documents", training.documents.join("\n")),
            ("cost", cost.map_or_else(String::new, yuan)),
            (
                "declared_person_times",
                total(declared.map(|one| one.person_times)),
            ),
            ("declared_persons", total(declared.and_then(|one| one.persons))),
            (
                "declared_hours",
                hours.map_or_else(String::new, |hours| hours.to_string()),
            ),
            (
                "declared_source",
                declared.map_or_else(String::new, |one| one.source.clone()),
            ),
            ("note", text(&training.note)),
        ];
        let venue = |venue: &Venue| {
            let cells = [
                ("venue_name", venue.name.clone()),
                ("venue_place", text(&venue.place)),
                ("venue_seats", number(venue.seats)),
            ];
            cells.into_iter().collect()
        };
        Self {
            base: known.entry.revision,
            typed: typed.into_iter().collect(),
            venues: training.venues.iter().map(venue).collect(),
        }
    }
}

/// Returns the training with what was typed; everything that the form does not show stays.
fn training(
    sent: &TrainingPlanSent,
    known: &Known,
    mut reading: Reading<'_>,
) -> Result<Training, FormFaults> {
    let typed = reading.typed;
    let programme = reading.read::<ProgrammeId>("programme", "bad_choice");
    let programme = reading.wanted("programme", programme);
    let title = reading.wanted("title", typed.text("title"));
    let from = reading.day("from");
    let from = reading.wanted("from", from);
    let to = reading.day("to");
    let to = reading.wanted("to", to);
    let mode = reading.word("mode");
    let mode = reading.wanted("mode", mode);
    let number = reading.read("number", "bad_number");
    let number_in_year = reading.read("number_in_year", "bad_number");
    let cost_fen = decimal(&mut reading, "cost", 2);
    let declared = declared(&mut reading);
    let (venues, of_rows) = venues(&sent.venues, &reading);
    let whole = || {
        Some(Training {
            programme: programme?,
            title: title?,
            from: from?,
            to: to?,
            mode: mode?,
            number,
            number_in_year,
            court: typed.text("court").map(|court| known.courts.code(&court)),
            organiser: typed.text("organiser"),
            base: typed.text("base_name"),
            trainee_class: typed.text("trainee_class"),
            groups: typed.lines("groups"),
            documents: typed.lines("documents"),
            cost_fen,
            declared,
            note: typed.paragraphs("note"),
            venues,
            ..known.entry.training.clone()
        })
    };
    let faults = FormFaults {
        told: reading.told,
        rows: of_rows,
        is_stale: false,
    };
    whole().filter(|_| faults.is_empty()).ok_or(faults)
}

/// Reads what a document states of a training without a roster; without the person-times there is nothing to count.
fn declared(reading: &mut Reading<'_>) -> Option<Declared> {
    let person_times = reading.read("declared_person_times", "bad_number");
    let persons = reading.read("declared_persons", "bad_number");
    let hours = decimal(reading, "declared_hours", 1);
    let source = reading.typed.text("declared_source");
    let is_there = ["declared_persons", "declared_hours", "declared_source"]
        .iter()
        .any(|name| !reading.typed.value(name).is_empty());
    if is_there {
        reading.wanted("declared_person_times", person_times);
    }
    Some(Declared {
        person_times: person_times?,
        persons,
        hours: hours.and_then(|tenths| tenths.try_into().ok()).map(Hours),
        source: source.unwrap_or_default(),
    })
}

/// Reads the venues, and says of each row what is wrong with it; an empty row is no venue.
fn venues(rows: &[Typed], form: &Reading<'_>) -> (Vec<Venue>, Vec<super::told::Told>) {
    let read = |row: &Typed| {
        let mut reading = Reading::of(row, form.web, form.ui);
        let venue = Venue {
            name: row.text("venue_name").unwrap_or_default(),
            place: row.text("venue_place"),
            seats: reading.read("venue_seats", "bad_number"),
        };
        if !typed_rows::is_empty(row, &VENUES) && venue.name.is_empty() {
            reading.say("venue_name", "missing");
        }
        (venue, reading.told)
    };
    let (mut venues, told): (Vec<Venue>, Vec<_>) = rows.iter().map(read).unzip();
    venues.retain(|venue| !venue.name.is_empty());
    (venues, told)
}

/// Reads a number with at most `places` decimals, as sheets write it, in the smallest unit that they have.
fn decimal(reading: &mut Reading<'_>, name: &str, places: usize) -> Option<u64> {
    let typed = reading.typed.value(name);
    if typed.is_empty() {
        return None;
    }
    let found = smallest(typed, places);
    if found.is_none() {
        reading.say(name, "bad_amount");
    }
    found
}

fn smallest(text: &str, places: usize) -> Option<u64> {
    let text = text.replace([',', '，'], "");
    let (whole, part) = text.split_once('.').unwrap_or((&text, ""));
    let is_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let is_read = !whole.is_empty() && whole.len() <= 12 && part.len() <= places;
    if !is_read || !is_digits(whole) || !is_digits(part) {
        return None;
    }
    format!("{whole}{part:0<places$}").parse().ok()
}

/// Writes an amount of fen in yuan.
pub fn yuan(fen: u64) -> String {
    match fen % 100 {
        0 => (fen / 100).to_string(),
        part => format!("{}.{part:02}", fen / 100),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_amount_is_read_as_sheets_write_it() {
        for (typed, places, expected) in [
            ("12,000.5", 2, Some(1_200_050)),
            ("0.05", 2, Some(5)),
            ("3", 2, Some(300)),
            ("3.5", 1, Some(35)),
            ("3.55", 1, None),
            ("-3", 2, None),
            ("三千", 2, None),
            (".5", 2, None),
            ("1234567890123", 2, None),
            ("", 2, None),
        ] {
            assert_eq!(smallest(typed, places), expected, "{typed}");
        }
    }

    proptest::proptest! {
        #[test]
        fn what_is_written_in_yuan_is_read_back(fen in 0_u64..=99_999_999_999_999) {
            proptest::prop_assert_eq!(smallest(&yuan(fen), 2), Some(fen));
        }
    }
}
