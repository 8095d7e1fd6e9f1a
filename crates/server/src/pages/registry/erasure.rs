//! `/people/{id}/erasure`: erasing what tells who somebody is, on a page that says first what goes and what stays.

use access::{ErasePeople, Permit, ReadRegistry};
use app::registry::rules::{Day, Person, SecretKind};
use app::registry::{PersonEntry, pseudonym};
use app::{App, Error};
use axum::extract::{Path, State};
use axum::response::Response;
use serde::Serialize;

use super::courts::Courts;
use super::people::PersonRow;
use super::person::expect_person_id;
use super::told::{Told, problem_of, read_unmapped, told};
use super::typed::{Asked, Kind, Reading, Typed, fields, wanted};
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

/// What has to be typed: the name or the last four of whom it is about, so that nobody is erased by a click, and why.
pub const FIELDS: [Asked; 2] = [wanted("confirmed", Kind::Line), wanted("reason", Kind::Line)];

/// What the form sends.
#[derive(Debug)]
pub struct ErasureSent {
    base: u64,
    typed: Typed,
}

impl Members for ErasureSent {
    const NAMES: &'static [&'static str] = &["base", "confirmed", "reason"];

    fn take(fields: &mut Fields) -> Self {
        Self {
            base: fields.number("base", 0..=u64::MAX).unwrap_or_default(),
            typed: Typed::take(fields, &FIELDS.map(|one| one.name)),
        }
    }
}

/// The page.
#[derive(Debug, Clone, Default, Serialize)]
pub struct ErasureView {
    pub person: PersonRow,
    pub revision: u64,
    /// What the person is called afterwards.
    pub pseudonym: String,
    pub fields: Vec<FieldView>,
    pub faults: Vec<String>,
}

impl View for ErasureView {
    const TEMPLATE: &'static str = "person_erasure.html";
}

/// A person as the page needs one.
struct Known {
    entry: PersonEntry,
    courts: Courts,
    today: Day,
}

/// Shows what would go and what would stay.
pub async fn erasure_page(
    State(handle): State<Handle>,
    Permitted { caller, .. }: Permitted<ErasePeople>,
    Path(id): Path<String>,
    context: RequestContext,
) -> Result<Response, Problem> {
    expect_person_id(&id)?;
    let known = match known(&handle, &caller, &id, App::find_person).await? {
        Ok(known) if known.entry.person.is_erased => return Ok(see_other(&format!("/people/{id}"))),
        Ok(known) => known,
        Err(Error::RecordMerged { into, .. }) => return Ok(see_other(&format!("/people/{into}/erasure"))),
        Err(other) => return Err(problem_of(other)),
    };
    let sent = ErasureSent {
        base: known.entry.revision,
        typed: Typed::default(),
    };
    shown(&handle, &context, &caller, known, (&sent, &Told::default()))
}

/// Erases the person, and leads to what is left.
pub async fn erase(
    State(handle): State<Handle>,
    Path(id): Path<String>,
    context: RequestContext,
    PermittedForm { caller, permit, form }: PermittedForm<ErasePeople, ErasureSent>,
) -> Result<Response, Problem> {
    expect_person_id(&id)?;
    // That the person is erased is noted; that the form was read before is not worth a line of its own.
    let known = known(&handle, &caller, &id, App::peek_person)
        .await?
        .map_err(problem_of)?;
    let mut reading = Reading::of(&form.typed, handle.web(), context.ui);
    for asked in FIELDS {
        let typed = form.typed.text(asked.name);
        reading.wanted(asked.name, typed);
    }
    if reading.told.is_empty() && !names(&known.entry, form.typed.value("confirmed")) {
        reading.say("confirmed", "not_this_person");
    }
    let mut said = reading.told;
    if said.is_empty() {
        let (person, base) = (id.clone(), form.base);
        let reason = form.typed.value("reason").to_owned();
        let work =
            move |app: &App, permit: &Permit<ErasePeople>| app.erase_person(permit, &person, base, &reason);
        match handle.act_unmapped(permit, Repeating::WritesAgain, work).await? {
            Ok(_) => return Ok(see_other(&format!("/people/{id}?done=erased"))),
            Err(error) => said = told(error, (handle.web(), context.ui), |_| String::new())?,
        }
    }
    shown(&handle, &context, &caller, known, (&form, &said))
}

async fn known(
    handle: &Handle,
    caller: &Caller,
    id: &str,
    look: impl FnOnce(&App, &Permit<ReadRegistry>, &str) -> Result<PersonEntry, Error> + Send + 'static,
) -> Result<Result<Known, Error>, Problem> {
    let reader = handle.permit::<ReadRegistry>(caller).await?;
    let id = id.to_owned();
    read_unmapped(handle, Pool::Writes, reader, move |app, permit| {
        Ok(Known {
            entry: look(app, permit, &id)?,
            courts: Courts::of(app, permit)?,
            today: app.registry_today(),
        })
    })
    .await
}

fn shown(
    handle: &Handle,
    context: &RequestContext,
    caller: &Caller,
    known: Known,
    (sent, told): (&ErasureSent, &Told),
) -> Result<Response, Problem> {
    let view = ErasureView {
        revision: sent.base,
        pseudonym: pseudonym(&known.entry.id),
        fields: fields("erasure", &FIELDS, &sent.typed, told),
        faults: told.above(&FIELDS.map(|one| one.name), (handle.web(), context.ui)),
        person: row(known),
    };
    private_page(handle, context, caller, told.status(), &view)
}

fn row(Known { entry, courts, today }: Known) -> PersonRow {
    let person: &Person = &entry.person;
    let (own, lent) = person.posts_on(today);
    let last_four = last_four(&entry).map(str::to_owned);
    PersonRow {
        name: person.name.shown().to_owned(),
        name_bo: person.name.bo.clone().filter(|bo| bo != person.name.shown()),
        court: own.or(lent).map(|post| courts.name(&post.court)),
        born: person.born_on.map(Day::year),
        last_four,
        id: entry.id,
        ..PersonRow::default()
    }
}

fn last_four(entry: &PersonEntry) -> Option<&str> {
    let mut secrets = entry.secrets.iter();
    let number = secrets.find(|secret| secret.kind == SecretKind::IdentityNumber)?;
    Some(&number.last_four)
}

/// Tells whether what was typed is a name of the person or the end of the identity number.
fn names(entry: &PersonEntry, typed: &str) -> bool {
    let name = &entry.person.name;
    let is_number = last_four(entry).is_some_and(|end| end.eq_ignore_ascii_case(typed));
    is_number || name.zh.iter().chain(&name.bo).any(|own| own == typed)
}
