//! `/trainings/new`: a training as it stands in the plan of a year.

use access::{Permit, ReadRegistry, WriteRegistry};
use app::registry::rules::{Mode, ProgrammeId, Quota, Training, TrainingState, Venue};
use app::{App, Error};
use axum::extract::State;
use axum::response::Response;
use serde::Serialize;

use super::courts::Courts;
use super::once::{self, ONCE};
use super::told::{Told, read, told};
use super::typed::{Asked, Kind, Reading, Typed, asked, fields, narrow, wanted, words};
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

/// How many programmes can be chosen from.
const PROGRAMMES: usize = 500;

/// What is asked for.
pub const FIELDS: [Asked; 11] = [
    wanted("title", Kind::Line),
    wanted("from", Kind::Day),
    wanted("to", Kind::Day),
    wanted("mode", Kind::Word("training_mode", words!(Mode))),
    asked("court", Kind::Court),
    asked("number", Kind::Line),
    asked("organiser", Kind::Line),
    asked("base_name", Kind::Line),
    asked("trainee_class", Kind::Line),
    asked("venues", Kind::Line),
    asked("quotas", Kind::Line),
];
const NAMES: [&str; 13] = [
    ONCE,
    "title",
    "from",
    "to",
    "mode",
    "court",
    "number",
    "organiser",
    "base_name",
    "trainee_class",
    "venues",
    "quotas",
    "programme",
];

/// What the form sends.
#[derive(Debug)]
pub struct TrainingSent(Typed);

impl Members for TrainingSent {
    const NAMES: &'static [&'static str] = &NAMES;
    const IS_KEPT: bool = true;

    fn take(fields: &mut Fields) -> Self {
        Self(Typed::take(fields, &NAMES))
    }
}

/// The form.
#[derive(Debug, Clone, Default, Serialize)]
pub struct NewTrainingView {
    /// By what the form is known when it comes twice.
    pub once: String,
    pub fields: Vec<FieldView>,
    /// Ids and names.
    pub programmes: Vec<(String, String)>,
    pub programme: String,
    pub programme_fault: Option<String>,
    pub courts: Vec<(String, String)>,
    pub faults: Vec<String>,
    pub has_faults: bool,
}

impl View for NewTrainingView {
    const TEMPLATE: &'static str = "training_new.html";
}

type Known = (Courts, Vec<(String, String)>, String);

/// Shows the empty form.
pub async fn new_page(
    State(handle): State<Handle>,
    Permitted { caller, .. }: Permitted<WriteRegistry>,
    context: RequestContext,
) -> Result<Response, Problem> {
    let known = known(&handle, &caller).await?;
    shown(
        &handle,
        &context,
        &caller,
        known,
        &Typed::default(),
        &Told::default(),
    )
}

/// Writes the training, and leads to its page.
pub async fn create(
    State(handle): State<Handle>,
    context: RequestContext,
    PermittedForm {
        caller,
        permit,
        form: TrainingSent(typed),
    }: PermittedForm<WriteRegistry, TrainingSent>,
) -> Result<Response, Problem> {
    let known = known(&handle, &caller).await?;
    let said = match training(Reading::of(&typed, handle.web(), context.ui), &known.0) {
        Err(said) => said,
        Ok(training) => {
            let key = once::key(&typed);
            let work = move |app: &App, permit: &Permit<WriteRegistry>| {
                app.create_training(permit, training.clone(), key.as_ref())
            };
            match handle.act_unmapped(permit, Repeating::WritesAgain, work).await? {
                Ok(written) => return Ok(see_other(&format!("/trainings/{}?done=created", written.id))),
                Err(error) => told(error, (handle.web(), context.ui), name_of)?,
            }
        }
    };
    shown(&handle, &context, &caller, known, &typed, &said)
}

async fn known(handle: &Handle, caller: &Caller) -> Result<Known, Problem> {
    let reader = handle.permit::<ReadRegistry>(caller).await?;
    let found = read(handle, Pool::Reads, reader, |app, permit| {
        Ok((
            Courts::of(app, permit)?,
            programmes(app, permit)?,
            app.form_key()?,
        ))
    });
    found.await
}

/// Returns the ids and names of the programmes to choose from.
///
/// # Errors
/// If the store cannot be read.
pub fn programmes(app: &App, permit: &Permit<ReadRegistry>) -> Result<Vec<(String, String)>, Error> {
    let programmes = app.list_programmes(permit, None, PROGRAMMES)?.into_iter();
    Ok(programmes.map(|one| (one.id, one.programme.name_zh)).collect())
}

fn shown(
    handle: &Handle,
    context: &RequestContext,
    caller: &Caller,
    (courts, programmes, once): Known,
    typed: &Typed,
    said: &Told,
) -> Result<Response, Problem> {
    let view = NewTrainingView {
        once,
        fields: fields("training", &FIELDS, typed, said),
        programme: typed.value("programme").to_owned(),
        programme_fault: said.of_field("programme"),
        programmes,
        courts: courts.proposals(),
        faults: said.above(&NAMES, (handle.web(), context.ui)),
        has_faults: !said.is_empty(),
    };
    private_page(handle, context, caller, said.status(), &view)
}

/// Returns the field of a member: of a list, the field of the whole.
fn name_of(pointer: &str) -> String {
    pointer.split('/').nth(1).unwrap_or_default().to_owned()
}

fn training(mut reading: Reading<'_>, courts: &Courts) -> Result<Training, Told> {
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
    let quotas = quotas(&mut reading, courts);
    let court = typed.text("court").map(|court| courts.code(&court));
    // Nobody plans a training for the court of somebody else.
    if !courts.hold(court.as_deref()) {
        reading.say("court", "court_not_own");
    }
    let venue = |name: &str| Venue {
        name: name.to_owned(),
        place: None,
        seats: None,
    };
    let training = || {
        Some(Training {
            programme: programme?,
            title: title?,
            number,
            number_in_year: None,
            from: from?,
            to: to?,
            mode: mode?,
            state: TrainingState::Planned,
            venues: listed(typed.value("venues")).map(venue).collect(),
            groups: Vec::new(),
            court,
            organiser: typed.text("organiser"),
            base: typed.text("base_name"),
            trainee_class: typed.text("trainee_class"),
            quotas,
            lessons: Vec::new(),
            cost_fen: None,
            documents: Vec::new(),
            declared: None,
            note: None,
        })
    };
    training().filter(|_| reading.told.is_empty()).ok_or(reading.told)
}

/// Cuts a list at its commas.
fn listed(text: &str) -> impl Iterator<Item = &str> {
    text.split([',', '，', '、', ';', '；'])
        .map(str::trim)
        .filter(|one| !one.is_empty())
}

/// Reads quotas such as `玉树州中级人民法院 5，qh-golog 3`.
fn quotas(reading: &mut Reading<'_>, courts: &Courts) -> Vec<Quota> {
    let mut quotas = Vec::new();
    for one in listed(reading.typed.value("quotas")) {
        let read = one
            .rsplit_once(' ')
            .and_then(|(court, seats)| Some((court.trim(), narrow(seats).parse().ok()?)));
        match read {
            Some((court, seats)) => quotas.push(Quota {
                court: courts.code(court),
                seats,
            }),
            None => reading.say("quotas", "bad_quota"),
        }
    }
    quotas
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_cut_at_commas_of_either_script() {
        for (typed, expected) in [
            ("主会场、玉树分会场", &["主会场", "玉树分会场"][..]),
            (" 主会场 ; ཡུལ་ཤུལ ，", &["主会场", "ཡུལ་ཤུལ"]),
            ("主会场", &["主会场"]),
            ("、，;", &[]),
            ("", &[]),
        ] {
            let found: Vec<&str> = listed(typed).collect();
            assert_eq!(found, expected, "{typed}");
        }
    }

    #[test]
    fn what_the_rules_say_of_a_list_stands_beside_its_field() {
        for (pointer, field) in [
            ("/quotas/3/court", "quotas"),
            ("/venues/0", "venues"),
            ("/to", "to"),
            ("", ""),
        ] {
            assert_eq!(name_of(pointer), field, "{pointer}");
        }
    }
}
