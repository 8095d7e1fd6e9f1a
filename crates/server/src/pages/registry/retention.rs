//! `/retention`: whose records have been kept for as long as the court says; a list to look at, by which nothing is erased.

use std::collections::BTreeMap;

use access::ErasePeople;
use app::registry::rules::RetentionClass;
use app::registry::rules::retention::years_of;
use app::registry::{RetentionPage, RetentionPerson, RetentionWanted};
use axum::extract::State;
use axum::response::Response;
use serde::Serialize;
use serde_json::Value;

use super::people::{PersonRow, with_member};
use super::told::read;
use super::typed::{Reading, Typed};
use crate::caller::Permitted;
use crate::handle::Handle;
use crate::input::{Fields, FromPageQuery, Members};
use crate::observe::RequestContext;
use crate::pages::private_page;
use crate::pools::Pool;
use crate::problem::Problem;
use crate::web::templates::View;

/// How many people a page has.
const AT_ONCE: usize = 50;
/// How the field for the years of a class begins.
const YEARS: &str = "years.";

/// The years that were typed, by class, and behind whom the page begins.
#[derive(Debug)]
pub struct RetentionParams {
    typed: Typed,
    after: Option<String>,
    years: Vec<(String, String)>,
}

impl Members for RetentionParams {
    const NAMES: &'static [&'static str] = &[];

    fn take(fields: &mut Fields) -> Self {
        let (typed, after) = (Typed::take(fields, &["on"]), fields.text("after"));
        let years = fields.rest().into_iter().filter_map(|(name, value)| {
            let class = name.strip_prefix(YEARS)?;
            match value {
                Value::String(years) if !years.trim().is_empty() => {
                    Some((class.to_owned(), years.trim().to_owned()))
                }
                _ => None,
            }
        });
        Self {
            after,
            typed,
            years: years.collect(),
        }
    }
}

/// The list.
#[derive(Debug, Clone, Default, Serialize)]
pub struct RetentionView {
    pub classes: Vec<ClassRow>,
    /// The day that was typed.
    pub on_typed: String,
    /// The day on which.
    pub on: String,
    pub faults: Vec<String>,
    /// Whether years are given to any class.
    pub has_years: bool,
    pub rows: Vec<RetentionRow>,
    pub first: Option<String>,
    pub next: Option<String>,
}

/// A class with the years that were typed.
#[derive(Debug, Clone, Default, Serialize)]
pub struct ClassRow {
    /// A member of the translations `retention_class`.
    pub name: String,
    pub event: &'static str,
    pub years: String,
}

/// Somebody with what has run out.
#[derive(Debug, Clone, Default, Serialize)]
pub struct RetentionRow {
    pub person: PersonRow,
    pub due: Vec<DueRow>,
}

/// Something that has run out.
#[derive(Debug, Clone, Default, Serialize)]
pub struct DueRow {
    /// The class, a member of the translations `retention_class`.
    pub class: String,
    pub since: String,
    pub due_on: String,
}

impl View for RetentionView {
    const TEMPLATE: &'static str = "retention.html";
}

/// Shows the list.
pub async fn retention_page(
    State(handle): State<Handle>,
    Permitted { caller, permit }: Permitted<ErasePeople>,
    context: RequestContext,
    FromPageQuery(params): FromPageQuery<RetentionParams>,
) -> Result<Response, Problem> {
    let RetentionParams { typed, after, years } = params;
    let mut reading = Reading::of(&typed, handle.web(), context.ui);
    let on = reading.day("on");
    let mut given = BTreeMap::new();
    for (class, text) in &years {
        match years_of(text) {
            Some(years) => drop(given.insert(class.clone(), years)),
            None => reading.say("years", "bad_years"),
        }
    }
    let told = reading.told;
    if !told.is_empty() {
        // With a day or years that cannot be read nobody is listed.
        given.clear();
    }
    let here = address(&typed, &years);
    let wanted = RetentionWanted {
        years: given,
        on,
        after: after.clone(),
        limit: AT_ONCE,
    };
    // That somebody has looked is noted, so it is done where is written.
    let page = read(&handle, Pool::Writes, permit, move |app, permit| {
        app.retention_page(permit, &wanted)
    });
    let view = RetentionView {
        on_typed: typed.value("on").to_owned(),
        faults: told.sentences(),
        first: after.map(|_| here.clone()),
        ..RetentionView::of(page.await?, &years, &here)
    };
    private_page(&handle, &context, &caller, told.status(), &view)
}

impl RetentionView {
    fn of(page: RetentionPage, typed: &[(String, String)], here: &str) -> Self {
        let years_typed = |class: &RetentionClass| {
            let typed = typed.iter().find(|(name, _)| *name == class.name);
            typed.map_or_else(String::new, |(_, years)| years.clone())
        };
        let row = |one: RetentionPerson| RetentionRow {
            due: one
                .due
                .iter()
                .map(|due| DueRow {
                    class: due.class.clone(),
                    since: due.since.to_string(),
                    due_on: due.due_on.to_string(),
                })
                .collect(),
            person: PersonRow::of(one.line),
        };
        Self {
            on: page.on.to_string(),
            has_years: page.classes.iter().any(|class| class.years.is_some()),
            rows: page.people.into_iter().map(row).collect(),
            next: page.next.map(|next| with_member(here, "after", &next)),
            classes: page
                .classes
                .iter()
                .map(|class| ClassRow {
                    name: class.name.clone(),
                    event: class.event.as_str(),
                    years: years_typed(class),
                })
                .collect(),
            ..Self::default()
        }
    }
}

/// Returns the address of the first page of the list.
fn address(typed: &Typed, years: &[(String, String)]) -> String {
    let on = Some(("on".to_owned(), typed.value("on").to_owned())).filter(|(_, on)| !on.is_empty());
    let years = years
        .iter()
        .map(|(class, years)| (format!("{YEARS}{class}"), years.clone()));
    years
        .chain(on)
        .fold("/retention".to_owned(), |address, (name, value)| {
            with_member(&address, &crate::web::templates::percent_encode(&name), &value)
        })
}
