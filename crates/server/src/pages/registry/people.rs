//! `/people`: whom the own courts have, by name, court and what they can do.

use access::{ReadRegistry, WriteRegistry};
use app::registry::rules::{Dialect, Pool as TalentPool, PostKind, Spoken, Written};
use app::registry::{PeopleWanted, PersonLine};
use axum::extract::State;
use axum::response::Response;
use serde::Serialize;

use super::courts::Courts;
use super::told::read;
use super::typed::{Asked, Kind, Reading, Typed, asked, fields, words};
use crate::caller::Permitted;
use crate::handle::Handle;
use crate::input::{Fields, FromPageQuery, Members};
use crate::observe::RequestContext;
use crate::pages::concept_form::view::FieldView;
use crate::pages::private_page;
use crate::pools::Pool;
use crate::problem::Problem;
use crate::web::templates::{View, percent_encode};

/// How many people a page has.
const AT_ONCE: usize = 50;

/// What the list is narrowed by.
pub const FILTERS: [Asked; 8] = [
    asked("name", Kind::Line),
    asked("court", Kind::Court),
    asked("pool", Kind::MayBe("pool", words!(TalentPool))),
    asked("dialect", Kind::MayBe("dialect", words!(Dialect))),
    asked("spoken", Kind::MayBe("spoken_level", words!(Spoken))),
    asked("written", Kind::MayBe("written_level", words!(Written))),
    asked("post", Kind::MayBe("post_kind", words!(PostKind))),
    asked("on", Kind::Day),
];
const NAMES: [&str; 8] = [
    "name", "court", "pool", "dialect", "spoken", "written", "post", "on",
];

/// Who is looked for, and behind whom the page begins.
#[derive(Debug)]
pub struct PeopleParams {
    typed: Typed,
    after: Option<String>,
}

impl Members for PeopleParams {
    const NAMES: &'static [&'static str] = &[];

    fn take(fields: &mut Fields) -> Self {
        Self {
            after: fields.text("after"),
            typed: Typed::take(fields, &NAMES),
        }
    }
}

/// The list.
#[derive(Debug, Clone, Default, Serialize)]
pub struct PeopleView {
    pub fields: Vec<FieldView>,
    pub courts: Vec<(String, String)>,
    pub faults: Vec<String>,
    pub rows: Vec<PersonRow>,
    /// Whether anything narrows the list.
    pub is_narrowed: bool,
    pub may_write: bool,
    /// What narrows the list, for the sheet of it: name, value.
    pub narrowed: Vec<(&'static str, String)>,
    /// How many corrections wait in the own courts.
    pub corrections: u64,
    /// The address of the first page, on every other one.
    pub first: Option<String>,
    pub next: Option<String>,
}

/// Somebody, never by the name alone.
#[derive(Debug, Clone, Default, Serialize)]
pub struct PersonRow {
    pub id: String,
    pub name: String,
    /// The Tibetan name, where it is not the one that is shown.
    pub name_bo: Option<String>,
    pub court: Option<String>,
    pub born: Option<i16>,
    pub last_four: Option<String>,
    pub is_erased: bool,
}

impl View for PeopleView {
    const TEMPLATE: &'static str = "people.html";
}

impl PersonRow {
    /// Makes the row of somebody.
    pub fn of(line: PersonLine) -> Self {
        Self {
            id: line.id,
            name_bo: line.name_bo.filter(|name| *name != line.name),
            name: line.name,
            court: line.court_name.or(line.court),
            born: line.born,
            last_four: line.last_four,
            is_erased: line.is_erased,
        }
    }
}

/// Shows the list.
pub async fn people_page(
    State(handle): State<Handle>,
    Permitted { caller, permit }: Permitted<ReadRegistry>,
    context: RequestContext,
    FromPageQuery(params): FromPageQuery<PeopleParams>,
) -> Result<Response, Problem> {
    let PeopleParams { typed, after } = params;
    let mut reading = Reading::of(&typed, handle.web(), context.ui);
    let wanted = PeopleWanted {
        court: typed.text("court"),
        on: reading.day("on"),
        name: typed.text("name"),
        pool: reading.word("pool"),
        dialect: reading.word("dialect"),
        spoken: reading.word("spoken"),
        written: reading.word("written"),
        post: reading.word("post"),
    };
    let told = reading.told;
    let can_be_looked_for = told.is_empty();
    let from = after.clone();
    // That somebody has looked is noted, so it is done where is written.
    let found = read(&handle, Pool::Writes, permit, move |app, permit| {
        let courts = Courts::of(app, permit)?;
        let wanted = PeopleWanted {
            court: wanted.court.map(|court| courts.code(&court)),
            ..wanted
        };
        let page = match can_be_looked_for {
            true => Some(app.list_people(permit, &wanted, from.as_deref(), AT_ONCE)?),
            false => None,
        };
        Ok((courts, page, app.count_open_corrections(permit)?))
    });
    let (courts, page, corrections) = found.await?;
    let here = address(&typed);
    let (lines, next) = page.map_or((Vec::new(), None), |page| (page.lines, page.next));
    let view = PeopleView {
        narrowed: narrowed(&typed, &courts),
        is_narrowed: NAMES.iter().any(|name| !typed.value(name).is_empty()),
        faults: told.above(&NAMES, (handle.web(), context.ui)),
        fields: fields("filter", &FILTERS, &typed, &told),
        courts: courts.proposals(),
        corrections,
        rows: lines.into_iter().map(PersonRow::of).collect(),
        may_write: handle.may::<WriteRegistry>(&caller).is_some(),
        first: after.map(|_| here.clone()),
        next: next.map(|next| with_member(&here, "after", &next)),
    };
    private_page(&handle, &context, &caller, told.status(), &view)
}

/// Returns what narrows a list, with the court by its code.
fn narrowed(typed: &Typed, courts: &Courts) -> Vec<(&'static str, String)> {
    let filled = NAMES.into_iter().filter(|name| !typed.value(name).is_empty());
    let value = |name: &'static str| match name {
        "court" => courts.code(typed.value(name)),
        _ => typed.value(name).to_owned(),
    };
    filled.map(|name| (name, value(name))).collect()
}

/// Returns the address of the first page of a list.
fn address(typed: &Typed) -> String {
    let filled = NAMES.iter().filter(|name| !typed.value(name).is_empty());
    filled.fold("/people".to_owned(), |address, name| {
        with_member(&address, name, typed.value(name))
    })
}

/// Returns `address` with one more member in its query.
pub fn with_member(address: &str, name: &str, value: &str) -> String {
    let mark = if address.contains('?') { '&' } else { '?' };
    format!("{address}{mark}{name}={}", percent_encode(value))
}
