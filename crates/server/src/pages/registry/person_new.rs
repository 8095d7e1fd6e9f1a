//! `/people/new`: a person with the post that the person has now.

use access::{Permit, ReadRegistry, WriteRegistry};
use app::registry::rules::{
    EthnicGroup, IdentityNumber, JudgeRank, Person, PersonName, Phone, PostKind, Sex,
};
use app::registry::{PersonInput, Wanted};
use axum::extract::State;
use axum::response::Response;
use serde::Serialize;

use super::courts::Courts;
use super::once::{self, ONCE};
use super::person_parts::post;
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

/// What is asked for.
pub const FIELDS: [Asked; 13] = [
    asked("name_zh", Kind::Line),
    asked("name_bo", Kind::Tibetan),
    asked("other_name", Kind::Line),
    asked("sex", Kind::MayBe("sex", words!(Sex))),
    asked("ethnic_group", Kind::Line),
    asked("born_on", Kind::Day),
    asked("identity_number", Kind::Secret),
    asked("phone", Kind::Secret),
    wanted("court", Kind::Court),
    wanted("kind", Kind::Word("post_kind", words!(PostKind))),
    asked("rank", Kind::MayBe("judge_rank", words!(JudgeRank))),
    wanted("from", Kind::Day),
    asked("department", Kind::Line),
];
const NAMES: [&str; 14] = [
    ONCE,
    "name_zh",
    "name_bo",
    "other_name",
    "sex",
    "ethnic_group",
    "born_on",
    "identity_number",
    "phone",
    "court",
    "kind",
    "rank",
    "from",
    "department",
];

/// What the form sends. It is not kept over an ended session: an identity number would stand in a page.
#[derive(Debug)]
pub struct NewSent(Typed);

impl Members for NewSent {
    const NAMES: &'static [&'static str] = &NAMES;

    fn take(fields: &mut Fields) -> Self {
        Self(Typed::take(fields, &NAMES))
    }
}

/// The form.
#[derive(Debug, Clone, Default, Serialize)]
pub struct NewPersonView {
    /// By what the form is known when it comes twice.
    pub once: String,
    pub fields: Vec<FieldView>,
    pub courts: Vec<(String, String)>,
    pub faults: Vec<String>,
    pub has_faults: bool,
}

impl View for NewPersonView {
    const TEMPLATE: &'static str = "person_new.html";
}

/// Shows the empty form.
pub async fn new_page(
    State(handle): State<Handle>,
    Permitted { caller, .. }: Permitted<WriteRegistry>,
    context: RequestContext,
) -> Result<Response, Problem> {
    let reader = handle.permit::<ReadRegistry>(&caller).await?;
    let known = read(&handle, Pool::Reads, reader, known).await?;
    shown(
        &handle,
        &context,
        &caller,
        &known,
        &Typed::default(),
        &Told::default(),
    )
}

/// Writes the person.
pub async fn create(
    State(handle): State<Handle>,
    context: RequestContext,
    PermittedForm {
        caller,
        permit,
        form: NewSent(typed),
    }: PermittedForm<WriteRegistry, NewSent>,
) -> Result<Response, Problem> {
    let reader = handle.permit::<ReadRegistry>(&caller).await?;
    let known = read(&handle, Pool::Reads, reader, known).await?;
    let said = match input(Reading::of(&typed, handle.web(), context.ui), &known.0) {
        Err(said) => said,
        Ok(input) => {
            let key = once::key(&typed);
            let work = move |app: &app::App, permit: &Permit<WriteRegistry>| {
                app.create_person(permit, &input, key.as_ref())
            };
            match handle.act_unmapped(permit, Repeating::WritesAgain, work).await? {
                Ok(written) => return Ok(see_other(&format!("/people/{}?done=created", written.id))),
                Err(error) => told(error, (handle.web(), context.ui), name_of)?,
            }
        }
    };
    shown(&handle, &context, &caller, &known, &typed, &said)
}

/// Returns the courts to choose from, and what the form is given.
fn known(app: &app::App, permit: &Permit<ReadRegistry>) -> Result<(Courts, String), app::Error> {
    Ok((Courts::of(app, permit)?, app.form_key()?))
}

fn shown(
    handle: &Handle,
    context: &RequestContext,
    caller: &Caller,
    (courts, once): &(Courts, String),
    typed: &Typed,
    said: &Told,
) -> Result<Response, Problem> {
    let view = NewPersonView {
        once: once.clone(),
        fields: fields("new", &FIELDS, typed, said),
        courts: courts.proposals(),
        faults: said.above(&NAMES, (handle.web(), context.ui)),
        has_faults: !said.is_empty(),
    };
    private_page(handle, context, caller, said.status(), &view)
}

/// Returns the field of a member.
fn name_of(pointer: &str) -> String {
    match pointer {
        "/name/zh" => "name_zh".to_owned(),
        "/name/bo" => "name_bo".to_owned(),
        "/posts" => "court".to_owned(),
        other => other
            .trim_start_matches("/posts/0")
            .trim_start_matches('/')
            .to_owned(),
    }
}

fn input(mut reading: Reading<'_>, courts: &Courts) -> Result<PersonInput, Told> {
    let typed = reading.typed;
    let sex = reading.word("sex");
    let ethnic_group = reading.read::<EthnicGroup>("ethnic_group", "bad_choice");
    let born_on = reading.day("born_on");
    let number = number(&mut reading);
    let phone = typed.text("phone").and_then(|phone| {
        Phone::read(&phone)
            .map_err(|_| reading.say("phone", "bad_phone"))
            .ok()
    });
    let post = post(&mut reading, courts);
    let Some(post) = post.filter(|_| reading.told.is_empty()) else {
        return Err(reading.told);
    };
    let person = Person {
        name: PersonName {
            zh: typed.text("name_zh"),
            bo: typed.text("name_bo"),
            others: typed.text("other_name").into_iter().collect(),
        },
        sex,
        ethnic_group,
        born_on,
        posts: vec![post],
        ..Person::default()
    };
    Ok(PersonInput {
        person,
        identity_number: number.map_or(Wanted::Kept, Wanted::Is),
        phones: phone.map(|phone| vec![phone]),
    })
}

fn number(reading: &mut Reading<'_>) -> Option<IdentityNumber> {
    let typed = reading.typed.text("identity_number")?;
    match IdentityNumber::read(&typed) {
        Ok(number) => Some(number),
        Err(_) => {
            reading.say("identity_number", "bad_identity_number");
            None
        }
    }
}
