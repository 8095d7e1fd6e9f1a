//! `/people/{id}/details`: what a record says of a person apart from the lists that grow over time, to be put right.

use access::{Permit, ReadRegistry, WriteRegistry};
use app::registry::rules::{
    Education, Entry, EntryChannel, EthnicGroup, IdentityNumber, LawQualification, Person, PersonName, Phone,
    Sex,
};
use app::registry::{PersonEntry, PersonInput, Wanted};
use app::{App, Error};
use axum::extract::{Path, State};
use axum::response::Response;
use serde::Serialize;

use super::person::expect_person_id;
use super::person_parts::yes;
use super::told::{Told, problem_of, read_unmapped};
use super::typed::{Asked, Kind, Reading, Typed, asked, fields, words};
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

/// What is asked for. Numbers are not shown, so an empty field leaves them as they are.
pub const FIELDS: [Asked; 16] = [
    asked("name_zh", Kind::Line),
    asked("name_bo", Kind::Tibetan),
    asked("other_names", Kind::Text),
    asked("sex", Kind::MayBe("sex", words!(Sex))),
    asked("ethnic_group", Kind::Line),
    asked("born_on", Kind::Day),
    asked(
        "entry_channel",
        Kind::MayBe("entry_channel", words!(EntryChannel)),
    ),
    asked("entered_on", Kind::Day),
    asked("law_qualification", Kind::MayBe("yes_no", yes)),
    asked("law_class", Kind::Line),
    asked("law_given_on", Kind::Day),
    asked("new_identity_number", Kind::Secret),
    asked("drop_identity_number", Kind::MayBe("yes_no", yes)),
    asked("new_phones", Kind::Secret),
    asked("drop_phones", Kind::MayBe("yes_no", yes)),
    asked("note", Kind::Text),
];
/// What is asked for of each thing that was studied.
pub const EDUCATION: [Asked; 4] = [
    asked("school", Kind::Line),
    asked("subject", Kind::Line),
    asked("degree", Kind::Line),
    asked("finished_on", Kind::Day),
];

/// What the form sends. It is not kept over an ended session: an identity number would stand in a page.
#[derive(Debug)]
pub struct DetailsSent {
    base: u64,
    typed: Typed,
    education: Vec<Typed>,
}

impl Members for DetailsSent {
    const NAMES: &'static [&'static str] = &[
        "base",
        "name_zh",
        "name_bo",
        "other_names",
        "sex",
        "ethnic_group",
        "born_on",
        "entry_channel",
        "entered_on",
        "law_qualification",
        "law_class",
        "law_given_on",
        "new_identity_number",
        "drop_identity_number",
        "new_phones",
        "drop_phones",
        "note",
        "school",
        "subject",
        "degree",
        "finished_on",
    ];

    fn take(fields: &mut Fields) -> Self {
        Self {
            base: fields.number("base", 0..=u64::MAX).unwrap_or_default(),
            typed: Typed::take(fields, &FIELDS.map(|one| one.name)),
            education: typed_rows::take(fields, &EDUCATION),
        }
    }
}

/// The form.
#[derive(Debug, Clone, Default, Serialize)]
pub struct DetailsView {
    pub id: String,
    pub revision: u64,
    pub name: String,
    pub fields: Vec<FieldView>,
    /// Kinds and last four characters of the numbers that there are.
    pub secrets: Vec<(&'static str, String)>,
    pub education: Vec<RowView>,
    pub faults: Vec<String>,
    pub has_faults: bool,
    /// Whether somebody else has written meanwhile.
    pub is_stale: bool,
}

impl View for DetailsView {
    const TEMPLATE: &'static str = "person_details.html";
}

/// Shows the form with what the record says.
pub async fn details_page(
    State(handle): State<Handle>,
    Permitted { caller, .. }: Permitted<WriteRegistry>,
    Path(id): Path<String>,
    context: RequestContext,
) -> Result<Response, Problem> {
    expect_person_id(&id)?;
    // That somebody has looked is noted here, so it is done where is written.
    let found = known(&handle, &caller, &id, |app, permit, id| {
        app.find_person(permit, id)
    })
    .await?;
    let known = match found {
        Ok(known) if known.person.is_erased => return Ok(see_other(&format!("/people/{id}"))),
        Ok(known) => known,
        Err(Error::RecordMerged { into, .. }) => return Ok(see_other(&format!("/people/{into}/details"))),
        Err(other) => return Err(problem_of(other)),
    };
    let sent = DetailsSent::of(&known);
    shown(
        &handle,
        &context,
        &caller,
        (&known, &sent),
        &FormFaults::default(),
    )
}

/// Writes what was put right.
pub async fn change(
    State(handle): State<Handle>,
    Path(id): Path<String>,
    context: RequestContext,
    PermittedForm { caller, permit, form }: PermittedForm<WriteRegistry, DetailsSent>,
) -> Result<Response, Problem> {
    expect_person_id(&id)?;
    // What is written is noted; that the form was read before is not worth a line of its own.
    let known = known(&handle, &caller, &id, |app, permit, id| {
        app.peek_person(permit, id)
    })
    .await?;
    let known = known.map_err(problem_of)?;
    let faults = match input(
        &form,
        &known.person,
        Reading::of(&form.typed, handle.web(), context.ui),
    ) {
        Err(faults) => faults,
        Ok(input) => {
            let (person, base) = (id.clone(), form.base);
            // `known` may be newer than what the form was made of; then `base` is refused, and nothing of it is lost.
            let work = move |app: &App, permit: &Permit<WriteRegistry>| {
                app.put_person(permit, &person, base, &input)
            };
            match handle.act_unmapped(permit, Repeating::IsSafe, work).await? {
                Ok(_) => return Ok(see_other(&format!("/people/{id}?done=details"))),
                Err(error) => FormFaults::of(error, (handle.web(), context.ui), name_of)?,
            }
        }
    };
    shown(&handle, &context, &caller, (&known, &form), &faults)
}

async fn known(
    handle: &Handle,
    caller: &Caller,
    id: &str,
    look: impl FnOnce(&App, &Permit<ReadRegistry>, &str) -> Result<PersonEntry, Error> + Send + 'static,
) -> Result<Result<PersonEntry, Error>, Problem> {
    let reader = handle.permit::<ReadRegistry>(caller).await?;
    let id = id.to_owned();
    read_unmapped(handle, Pool::Writes, reader, move |app, permit| {
        look(app, permit, &id)
    })
    .await
}

fn shown(
    handle: &Handle,
    context: &RequestContext,
    caller: &Caller,
    (known, sent): (&PersonEntry, &DetailsSent),
    faults: &FormFaults,
) -> Result<Response, Problem> {
    let secrets = known.secrets.iter();
    let view = DetailsView {
        secrets: secrets
            .map(|line| (line.kind.as_str(), line.last_four.clone()))
            .collect(),
        id: known.id.clone(),
        revision: sent.base,
        name: known.person.name.shown().to_owned(),
        fields: fields("details", &FIELDS, &sent.typed, &faults.told),
        education: typed_rows::shown("education", &EDUCATION, &sent.education, &faults.rows),
        has_faults: !faults.is_empty(),
        faults: faults.above(&FIELDS.map(|one| one.name), (handle.web(), context.ui)),
        is_stale: faults.is_stale,
    };
    private_page(handle, context, caller, faults.status(), &view)
}

/// Returns the field of a member.
fn name_of(pointer: &str) -> String {
    let name = match pointer {
        "/name/zh" => "name_zh",
        "/name/bo" => "name_bo",
        "/identity_number" | "/secrets" => "new_identity_number",
        other => other.trim_start_matches('/'),
    };
    name.to_owned()
}

impl DetailsSent {
    /// Returns what the form sends if nothing is changed.
    fn of(known: &PersonEntry) -> Self {
        let person = &known.person;
        let day = |day: Option<app::registry::rules::Day>| day.map(|day| day.to_string());
        let law = person.law_qualification.as_ref();
        let entry = person.entry.as_ref();
        let typed = [
            ("name_zh", person.name.zh.clone()),
            ("name_bo", person.name.bo.clone()),
            ("other_names", Some(person.name.others.join("\n"))),
            ("sex", person.sex.map(|sex| sex.as_str().to_owned())),
            (
                "ethnic_group",
                person.ethnic_group.map(|group| group.zh().to_owned()),
            ),
            ("born_on", day(person.born_on)),
            (
                "entry_channel",
                entry.map(|entry| entry.channel.as_str().to_owned()),
            ),
            ("entered_on", entry.and_then(|entry| day(entry.on))),
            ("law_qualification", law.map(|_| "true".to_owned())),
            ("law_class", law.and_then(|law| law.class.clone())),
            ("law_given_on", law.and_then(|law| day(law.given_on))),
            ("note", person.note.clone()),
        ];
        let studied = |one: &Education| {
            let cells = [
                ("school", one.school.clone()),
                ("subject", one.subject.clone()),
                ("degree", one.degree.clone()),
                ("finished_on", day(one.finished_on)),
            ];
            filled(cells)
        };
        Self {
            base: known.revision,
            typed: filled(typed),
            education: person.education.iter().map(studied).collect(),
        }
    }
}

fn filled(cells: impl IntoIterator<Item = (&'static str, Option<String>)>) -> Typed {
    let cells = cells.into_iter();
    cells
        .map(|(name, text)| (name, text.unwrap_or_default()))
        .collect()
}

/// Returns the person with what was typed; everything that the form does not show stays.
fn input(sent: &DetailsSent, known: &Person, mut reading: Reading<'_>) -> Result<PersonInput, FormFaults> {
    let typed = reading.typed;
    let sex = reading.word("sex");
    let ethnic_group = reading.read::<EthnicGroup>("ethnic_group", "bad_choice");
    let born_on = reading.day("born_on");
    let entry = entry(&mut reading);
    let law_qualification = law_qualification(&mut reading);
    let identity_number = identity_number(&mut reading);
    let phones = phones(&mut reading);
    let (education, of_rows) = education(&sent.education, &reading);
    let faults = FormFaults {
        told: reading.told,
        rows: of_rows,
        is_stale: false,
    };
    if !faults.is_empty() {
        return Err(faults);
    }
    let person = Person {
        name: PersonName {
            zh: typed.text("name_zh"),
            bo: typed.text("name_bo"),
            others: typed.lines("other_names"),
        },
        sex,
        ethnic_group,
        born_on,
        education,
        law_qualification,
        entry,
        note: typed.paragraphs("note"),
        ..known.clone()
    };
    Ok(PersonInput {
        person,
        identity_number,
        phones,
    })
}

fn entry(reading: &mut Reading<'_>) -> Option<Entry> {
    let channel = reading.word::<EntryChannel>("entry_channel");
    let on = reading.day("entered_on");
    if !reading.typed.value("entered_on").is_empty() && reading.typed.value("entry_channel").is_empty() {
        reading.say("entry_channel", "missing");
    }
    Some(Entry {
        channel: channel?,
        on,
    })
}

/// A class or a day says that there is one.
fn law_qualification(reading: &mut Reading<'_>) -> Option<LawQualification> {
    let class = reading.typed.text("law_class");
    let given_on = reading.day("law_given_on");
    let is_there = reading.typed.is_ticked("law_qualification") || class.is_some() || given_on.is_some();
    is_there.then_some(LawQualification { class, given_on })
}

fn identity_number(reading: &mut Reading<'_>) -> Wanted<IdentityNumber> {
    let typed = reading.typed;
    match typed.text("new_identity_number") {
        None if typed.is_ticked("drop_identity_number") => Wanted::Gone,
        None => Wanted::Kept,
        Some(number) => IdentityNumber::read(&number).map_or_else(
            |_| {
                reading.say("new_identity_number", "bad_identity_number");
                Wanted::Kept
            },
            Wanted::Is,
        ),
    }
}

fn phones(reading: &mut Reading<'_>) -> Option<Vec<Phone>> {
    let typed = reading.typed;
    let numbers = typed.value("new_phones").split([',', '，', '、', ';', '；']);
    let mut numbers = numbers.map(str::trim).filter(|one| !one.is_empty()).peekable();
    if numbers.peek().is_none() {
        return typed.is_ticked("drop_phones").then(Vec::new);
    }
    let read: Result<Vec<Phone>, _> = numbers.map(Phone::read).collect();
    if read.is_err() {
        reading.say("new_phones", "bad_phone");
    }
    read.ok()
}

/// Reads what was studied, and says of each row what is wrong with it; an empty row is no entry.
fn education(rows: &[Typed], form: &Reading<'_>) -> (Vec<Education>, Vec<Told>) {
    let read = |row: &Typed| {
        let mut reading = Reading::of(row, form.web, form.ui);
        let studied = Education {
            school: row.text("school"),
            subject: row.text("subject"),
            degree: row.text("degree"),
            finished_on: reading.day("finished_on"),
        };
        (studied, reading.told)
    };
    let (mut studied, told): (Vec<Education>, Vec<Told>) = rows.iter().map(read).unzip();
    studied.retain(|one| *one != Education::default());
    (studied, told)
}
