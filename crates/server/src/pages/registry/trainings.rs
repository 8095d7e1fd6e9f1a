//! `/trainings`: the trainings by their first day, with the totals of what is listed.

use access::{ReadRegistry, WriteRegistry};
use app::registry::rules::TrainingState;
use app::registry::{ProgrammeEntry, TrainingEntry, TrainingPlace, TrainingsWanted};
use axum::extract::State;
use axum::response::Response;
use serde::Serialize;

use super::people::with_member;
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

/// How many trainings a page has.
const AT_ONCE: usize = 100;
/// Over how many the totals go.
const COUNTED: usize = 10_000;
/// How many programmes can be chosen from.
const PROGRAMMES: usize = 200;

const NAMES: [&str; 3] = ["year", "programme", "state"];

/// Which trainings, and behind which the page begins.
#[derive(Debug)]
pub struct TrainingsParams {
    typed: Typed,
    after: Option<String>,
}

impl Members for TrainingsParams {
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
pub struct TrainingsView {
    pub year: String,
    pub programme: String,
    pub state: String,
    /// Ids and names.
    pub programmes: Vec<(String, String)>,
    pub states: Vec<&'static str>,
    pub fault: Option<String>,
    pub rows: Vec<TrainingRow>,
    pub totals: Totals,
    pub may_write: bool,
    pub first: Option<String>,
    pub next: Option<String>,
}

/// A training in the list.
#[derive(Debug, Clone, Default, Serialize)]
pub struct TrainingRow {
    pub id: String,
    pub title: String,
    pub programme: Option<String>,
    pub days: String,
    pub state: &'static str,
    pub number: Option<u16>,
    /// Seats over all courts, where there are quotas.
    pub seats: Option<u32>,
    /// What a document declares of one whose roster is lost.
    pub declared: Option<u32>,
    /// Whether the roster has come in its place.
    pub is_replaced: bool,
}

/// What is listed, counted. What is declared stands apart from what rosters hold.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Totals {
    pub trainings: usize,
    pub by_state: Vec<(&'static str, usize)>,
    pub days: u32,
    pub declared: u64,
}

impl View for TrainingsView {
    const TEMPLATE: &'static str = "trainings.html";
}

/// Shows the list.
pub async fn trainings_page(
    State(handle): State<Handle>,
    Permitted { caller, permit }: Permitted<ReadRegistry>,
    context: RequestContext,
    FromPageQuery(params): FromPageQuery<TrainingsParams>,
) -> Result<Response, Problem> {
    let TrainingsParams { typed, after } = params;
    let mut reading = Reading::of(&typed, handle.web(), context.ui);
    let wanted = TrainingsWanted {
        year: reading.read("year", "bad_year"),
        programme: typed.text("programme"),
        state: reading.word("state"),
    };
    let told = reading.told;
    let place = after.as_deref().and_then(place);
    let is_asked = told.is_empty();
    let found = read(&handle, Pool::Reads, permit, move |app, permit| {
        let programmes = app.list_programmes(permit, None, PROGRAMMES)?;
        if !is_asked {
            return Ok((programmes, Vec::new(), Totals::default()));
        }
        let page = app.list_trainings(permit, &wanted, place.as_ref(), AT_ONCE + 1)?;
        // The totals are those of the list, whatever part of it is shown.
        let is_whole = place.is_none() && page.len() <= AT_ONCE;
        let totals = match is_whole {
            true => Totals::of(&page),
            false => Totals::of(&app.list_trainings(permit, &wanted, None, COUNTED)?),
        };
        Ok((programmes, page, totals))
    });
    let (programmes, mut page, totals) = found.await?;
    let goes_on = page.len() > AT_ONCE;
    page.truncate(AT_ONCE);
    let here = NAMES.iter().filter(|name| !typed.value(name).is_empty());
    let here = here.fold("/trainings".to_owned(), |to, name| {
        with_member(&to, name, typed.value(name))
    });
    let last = page.last().filter(|_| goes_on);
    let next = last.map(|last| with_member(&here, "after", &format!("{} {}", last.training.from, last.id)));
    let view = TrainingsView {
        year: typed.value("year").to_owned(),
        programme: typed.value("programme").to_owned(),
        state: typed.value("state").to_owned(),
        states: TrainingState::ALL.iter().map(|state| state.as_str()).collect(),
        fault: told.lines().first().map(|(_, sentence)| sentence.clone()),
        totals,
        rows: page
            .iter()
            .map(|entry| TrainingRow::of(entry, &programmes))
            .collect(),
        programmes: programmes
            .into_iter()
            .map(|one| (one.id, one.programme.name_zh))
            .collect(),
        may_write: handle.may::<WriteRegistry>(&caller).is_some(),
        first: after.map(|_| here.clone()),
        next,
    };
    private_page(&handle, &context, &caller, told.status(), &view)
}

/// Reads where a page begins: a day and an id. What is none of these begins at the beginning.
fn place(after: &str) -> Option<TrainingPlace> {
    let (from, id) = after.split_once(' ')?;
    Some(TrainingPlace {
        from: from.to_owned(),
        id: id.to_owned(),
    })
}

impl TrainingRow {
    fn of(entry: &TrainingEntry, programmes: &[ProgrammeEntry]) -> Self {
        let training = &entry.training;
        let programme = programmes
            .iter()
            .find(|one| one.id == training.programme.as_str());
        let seats = training.quotas.iter().map(|quota| u32::from(quota.seats)).sum();
        Self {
            id: entry.id.clone(),
            title: training.title.clone(),
            programme: programme.map(|one| one.programme.name_zh.clone()),
            days: super::person_view::shown(training.period()),
            state: training.state.as_str(),
            number: training.number,
            seats: (!training.quotas.is_empty()).then_some(seats),
            declared: training.declared.as_ref().map(|declared| declared.person_times),
            is_replaced: entry.has_roster,
        }
    }
}

impl Totals {
    fn of(page: &[TrainingEntry]) -> Self {
        let of = |state: TrainingState| page.iter().filter(|entry| entry.training.state == state).count();
        let declared = |entry: &TrainingEntry| {
            entry
                .counted_declared()
                .map_or(0, |declared| u64::from(declared.person_times))
        };
        Self {
            trainings: page.len(),
            by_state: TrainingState::ALL
                .iter()
                .map(|state| (state.as_str(), of(*state)))
                .filter(|(_, n)| *n > 0)
                .collect(),
            days: page
                .iter()
                .filter_map(|entry| entry.training.period().days())
                .sum(),
            declared: page.iter().map(declared).sum(),
        }
    }
}
