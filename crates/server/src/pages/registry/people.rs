//! `/people`: whom the own courts have, by name, court and what they can do.

use access::{EnrolPeople, Permit, ReadRegistry, WriteRegistry};
use app::Error;
use app::registry::rules::{Day, Dialect, Pool as TalentPool, PostKind, Spoken, Written};
use app::registry::{PeoplePage, PeopleWanted, PersonColumn, PersonLine};
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use serde::Serialize;

use super::courts::Courts;
use super::people_acts::{ActsView, Offered, ticked_people};
use super::people_columns::{FactsView, chosen};
use super::told::{Told, read};
use super::typed::{Asked, Kind, Reading, Typed, asked, fields, words};
use crate::caller::{Caller, Permitted};
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
#[derive(Debug, Clone)]
pub struct PeopleParams {
    typed: Typed,
    after: Option<String>,
    done: bool,
}

impl Members for PeopleParams {
    const NAMES: &'static [&'static str] = &[];

    fn take(fields: &mut Fields) -> Self {
        Self {
            after: fields.text("after"),
            done: fields.text("done").is_some(),
            typed: Typed::take(fields, &NAMES),
        }
    }
}

/// What comes back with the list when those who are ticked could not be dealt with.
#[derive(Debug, Default)]
pub struct Back {
    pub told: Told,
    pub typed: Typed,
    /// The ids of those who were ticked.
    pub ticked: Vec<String>,
}

/// The list.
#[derive(Debug, Clone, Default, Serialize)]
pub struct PeopleView {
    pub fields: Vec<FieldView>,
    pub courts: Vec<(String, String)>,
    pub faults: Vec<String>,
    /// Whether they are of the conditions: then nothing was to be saved.
    pub is_searched: bool,
    pub rows: Vec<PersonRow>,
    /// Whether anything narrows the list.
    pub is_narrowed: bool,
    pub may_write: bool,
    /// What narrows the list, for the sheet of it: name, value.
    pub narrowed: Vec<(&'static str, String)>,
    /// How many corrections wait in the own courts.
    pub corrections: u64,
    /// Every column that can be chosen, and whether it is.
    pub columns: Vec<(&'static str, bool)>,
    /// Where this part of the list is.
    pub here: String,
    /// What can be done with those who are ticked.
    pub acts: ActsView,
    /// Whether something was done with them just now.
    pub is_done: bool,
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
    /// What stands in the columns that were chosen.
    pub facts: Option<FactsView>,
    /// What the box of the person sends, and whether it is ticked.
    pub tick: String,
    pub is_ticked: bool,
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
            ..Self::default()
        }
    }

    /// Makes the row of somebody in the list, with the columns that were chosen.
    fn listed(mut line: PersonLine, courts: &Courts, on: Day, ticked: &[String]) -> Self {
        let facts = line.facts.take();
        Self {
            facts: facts.map(|facts| FactsView::of(*facts, courts, on)),
            tick: format!("{} {} {}", line.id, line.revision, line.name),
            is_ticked: ticked.contains(&line.id),
            ..Self::of(line)
        }
    }
}

/// Shows the list.
pub async fn people_page(
    State(handle): State<Handle>,
    Permitted { caller, permit }: Permitted<ReadRegistry>,
    context: RequestContext,
    headers: HeaderMap,
    FromPageQuery(params): FromPageQuery<PeopleParams>,
) -> Result<Response, Problem> {
    let list = List {
        columns: chosen(&headers),
        params,
    };
    shown(&handle, &context, &caller, permit, list, Back::default()).await
}

/// What a search came to.
enum Found {
    Page(PeoplePage),
    NoSuchCourt,
    /// Not looked for: what was typed cannot be read.
    Nothing,
}

/// Which part of which list, and what of each.
#[derive(Debug)]
pub struct List {
    pub columns: Vec<PersonColumn>,
    pub params: PeopleParams,
}

/// Shows a list, with what came back.
///
/// # Errors
/// Those of reading it.
pub async fn shown(
    handle: &Handle,
    context: &RequestContext,
    caller: &Caller,
    permit: Permit<ReadRegistry>,
    list: List,
    back: Back,
) -> Result<Response, Problem> {
    let List { columns, params } = list;
    let PeopleParams { typed, after, done } = params;
    let mut reading = Reading::of(&typed, handle.web(), context.ui);
    let wanted = wanted(&mut reading, columns.clone());
    let mut told = reading.told;
    let can_be_looked_for = told.is_empty();
    let (from, on) = (after.clone(), wanted.on);
    let may_enrol = handle.may::<EnrolPeople>(caller).is_some();
    // That somebody has looked is noted, so it is done where is written.
    let found = read(handle, Pool::Writes, permit, move |app, permit| {
        let courts = Courts::of(app, permit)?;
        let wanted = PeopleWanted {
            court: wanted.court.map(|court| courts.code(&court)),
            ..wanted
        };
        let page = match can_be_looked_for {
            true => match app.list_people(permit, &wanted, from.as_deref(), AT_ONCE) {
                // A court of others is as one that is not there, and what was typed stays to be put right.
                Err(Error::NoSuchRecord("court")) => Found::NoSuchCourt,
                found => Found::Page(found?),
            },
            false => Found::Nothing,
        };
        let offered = match may_enrol {
            true => Offered::of(app, permit)?,
            false => Offered::default(),
        };
        let on = on.unwrap_or_else(|| app.registry_today());
        Ok((courts, page, app.count_open_corrections(permit)?, offered, on))
    });
    let (courts, page, corrections, offered, on) = found.await?;
    if matches!(page, Found::NoSuchCourt) {
        told.say(handle.web(), context.ui, "court", "court_not_own");
    }
    let first = address(&typed);
    let (lines, next) = match page {
        Found::Page(page) => (page.lines, page.next),
        Found::NoSuchCourt | Found::Nothing => (Vec::new(), None),
    };
    let rows = lines
        .into_iter()
        .map(|line| PersonRow::listed(line, &courts, on, &back.ticked));
    let columns = PersonColumn::ALL
        .iter()
        .map(|column| (column.as_str(), columns.contains(column)));
    let may_write = handle.may::<WriteRegistry>(caller).is_some();
    let mut faults = told.above(&NAMES, (handle.web(), context.ui));
    faults.extend(back.told.above(&ticked_people(), (handle.web(), context.ui)));
    let status = match told.is_empty() {
        true => back.told.status(),
        false => told.status(),
    };
    let view = PeopleView {
        narrowed: narrowed(&typed, &courts),
        is_narrowed: NAMES.iter().any(|name| !typed.value(name).is_empty()),
        faults,
        is_searched: !told.is_empty(),
        fields: fields("filter", &FILTERS, &typed, &told),
        courts: courts.proposals(),
        corrections,
        columns: columns.collect(),
        rows: rows.collect(),
        acts: ActsView::of(may_write, offered, &back),
        may_write,
        is_done: done,
        here: match &after {
            Some(after) => with_member(&first, "after", after),
            None => first.clone(),
        },
        next: next.map(|next| with_member(&first, "after", &next)),
        first: after.map(|_| first),
    };
    private_page(handle, context, caller, status, &view)
}

/// Reads who is looked for; the court is still as it was typed.
fn wanted(reading: &mut Reading<'_>, columns: Vec<PersonColumn>) -> PeopleWanted {
    PeopleWanted {
        court: reading.typed.text("court"),
        on: reading.day("on"),
        name: reading.typed.text("name"),
        pool: reading.word("pool"),
        dialect: reading.word("dialect"),
        spoken: reading.word("spoken"),
        written: reading.word("written"),
        post: reading.word("post"),
        columns,
    }
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
