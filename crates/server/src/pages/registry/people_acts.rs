//! `POST /people/pools` and `/people/nominate`: what is done with those who are ticked in the list of people.

use access::{EnrolPeople, Permit, ReadRegistry, WriteRegistry};
use app::registry::rules::{Day, Period, Pool, PoolMembership, TrainingState};
use app::registry::{PersonSeen, TrainingsWanted};
use app::{App, Error};
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use serde::Serialize;

use super::nominating::{NominateSent, nominated};
use super::people::{self, Back, List, PeopleParams, with_member};
use super::people_columns::{chosen, list_address};
use super::ticks::Tick;
use super::told::{Told, problem_of, told};
use super::typed::{Asked, Kind, Reading, Typed, fields, wanted, words};
use crate::handle::Handle;
use crate::input::{Fields, FromPageQuery, Members};
use crate::observe::RequestContext;
use crate::pages::concept_form::view::FieldView;
use crate::pages::permitted_form::PermittedForm;
use crate::pages::see_other;
use crate::problem::Problem;
use crate::write::Repeating;

/// How many trainings can be chosen from.
const TRAININGS: usize = 200;

/// Into which pool, from when, and by what decision.
pub const POOLING: [Asked; 3] = [
    // Nobody is taken into the pool that happens to come first.
    wanted("pool", Kind::MayBe("pool", words!(Pool))),
    wanted("from", Kind::Day),
    wanted("decision", Kind::Line),
];

/// Returns the fields beside which a fault can stand.
pub fn ticked_people() -> [&'static str; 4] {
    ["pool", "from", "decision", "training"]
}

/// Trainings to which somebody can still be named.
#[derive(Debug, Clone, Default)]
pub struct Offered(Vec<(String, String)>);

impl Offered {
    /// Reads them, by first day.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub fn of(app: &App, permit: &Permit<ReadRegistry>) -> Result<Self, Error> {
        let mut offered = Vec::new();
        for state in [TrainingState::Open, TrainingState::Planned] {
            let wanted = TrainingsWanted {
                state: Some(state),
                ..TrainingsWanted::default()
            };
            let entries = app.list_trainings(permit, &wanted, None, TRAININGS)?;
            offered.extend(entries.into_iter().map(|entry| {
                let training = entry.training;
                (entry.id, format!("{} {}", training.from, training.title))
            }));
        }
        Ok(Self(offered))
    }
}

/// The two forms below the list.
#[derive(Debug, Clone, Default, Serialize)]
pub struct ActsView {
    /// Of the form that takes into a pool; empty for whoever may not write.
    pub pooling: Vec<FieldView>,
    /// Ids and names of the trainings; empty for whoever may not name anybody.
    pub trainings: Vec<(String, String)>,
    pub training: String,
    pub training_fault: Option<String>,
    /// Whether the form that takes into a pool came back.
    pub is_pooling: bool,
}

impl ActsView {
    /// Shows the forms, with what came back.
    pub fn of(may_write: bool, offered: Offered, back: &Back) -> Self {
        let pooling = match may_write {
            true => fields("act", &POOLING, &back.typed, &back.told),
            false => Vec::new(),
        };
        Self {
            pooling,
            trainings: offered.0,
            training: back.typed.value("training").to_owned(),
            training_fault: back.told.of_field("training"),
            is_pooling: POOLING
                .iter()
                .any(|asked| back.told.of_field(asked.name).is_some()),
        }
    }
}

/// Who is ticked, and both forms.
#[derive(Debug)]
pub struct PeopleActSent {
    ticked: Vec<Tick>,
    typed: Typed,
    back: String,
}

impl Members for PeopleActSent {
    const NAMES: &'static [&'static str] = &["ticked", "back", "pool", "from", "decision", "training"];
    const IS_KEPT: bool = true;

    fn take(fields: &mut Fields) -> Self {
        Self {
            ticked: Tick::take(fields),
            back: list_address(fields.text("back")),
            typed: Typed::take(fields, &ticked_people()),
        }
    }
}

impl PeopleActSent {
    /// Returns the list from which it was sent.
    fn list(&self, headers: &HeaderMap) -> Result<List, Problem> {
        let uri = self.back.parse().map_err(Problem::internal)?;
        Ok(List {
            params: FromPageQuery::<PeopleParams>::of(&uri)?.0,
            columns: chosen(headers),
        })
    }

    fn back(self, told: Told) -> Back {
        Back {
            told,
            typed: self.typed,
            ticked: self.ticked.into_iter().map(|tick| tick.id).collect(),
        }
    }
}

/// Takes those who are ticked into a pool, all of them or none.
pub async fn take_into_pool(
    State(handle): State<Handle>,
    context: RequestContext,
    headers: HeaderMap,
    PermittedForm { caller, permit, form }: PermittedForm<WriteRegistry, PeopleActSent>,
) -> Result<Response, Problem> {
    let reader = handle.permit::<ReadRegistry>(&caller).await?;
    let mut reading = Reading::of(&form.typed, handle.web(), context.ui);
    let membership = membership(&mut reading);
    if form.ticked.is_empty() {
        reading.say("ticked", "nobody_ticked");
    }
    let mut said = reading.told;
    if let Some(membership) = membership.filter(|_| said.is_empty()) {
        let seen = |tick: &Tick| PersonSeen {
            id: tick.id.clone(),
            revision: tick.revision,
        };
        let people: Vec<PersonSeen> = form.ticked.iter().map(seen).collect();
        let work =
            move |app: &App, permit: &Permit<WriteRegistry>| app.pool_people(permit, &people, &membership);
        match handle.act_unmapped(permit, Repeating::IsSafe, work).await? {
            Ok(_) => return Ok(see_other(&with_member(&form.back, "done", "pooled"))),
            Err(error @ Error::Registry(_)) => {
                let by_place = told(error, (handle.web(), context.ui), str::to_owned)?;
                said = by_name(&by_place, &form.ticked);
            }
            Err(error) => return Err(problem_of(error)),
        }
    }
    let list = form.list(&headers)?;
    people::shown(&handle, &context, &caller, reader, list, form.back(said)).await
}

/// Names those who are ticked for a training; the page of the training says what stands in the way of whom.
pub async fn nominate_ticked(
    State(handle): State<Handle>,
    context: RequestContext,
    headers: HeaderMap,
    PermittedForm { caller, permit, form }: PermittedForm<EnrolPeople, PeopleActSent>,
) -> Result<Response, Problem> {
    let reader = handle.permit::<ReadRegistry>(&caller).await?;
    let mut reading = Reading::of(&form.typed, handle.web(), context.ui);
    if form.ticked.is_empty() {
        reading.say("ticked", "nobody_ticked");
    }
    let training = form.typed.text("training");
    let training = reading.wanted("training", training);
    let said = reading.told;
    match training.filter(|_| said.is_empty()) {
        Some(training) => {
            let line = |tick: &Tick| format!("{} {}", tick.name, tick.id);
            let lines: Vec<String> = form.ticked.iter().map(line).collect();
            let sent = NominateSent::of_people(&lines);
            nominated((&handle, &context, &caller), (permit, reader), training, sent).await
        }
        None => {
            let list = form.list(&headers)?;
            people::shown(&handle, &context, &caller, reader, list, form.back(said)).await
        }
    }
}

fn membership(reading: &mut Reading<'_>) -> Option<PoolMembership> {
    let pool = reading.word::<Pool>("pool");
    let pool = reading.wanted("pool", pool);
    let from = reading.day("from");
    let from: Option<Day> = reading.wanted("from", from);
    let decision = reading.typed.text("decision");
    let decision = reading.wanted("decision", decision);
    Some(PoolMembership {
        pool: pool?,
        period: Period {
            from: from?,
            to: None,
        },
        decision: decision?,
        left_because: None,
    })
}

/// Says of whom each sentence is: what stands under `/items/N/...` is about the N-th who was ticked.
fn by_name(said: &Told, ticked: &[Tick]) -> Told {
    let mut named = Told::default();
    for (pointer, sentence) in said.lines() {
        let place = pointer.split('/').nth(2).and_then(|n| n.parse::<usize>().ok());
        let who = place.and_then(|n| ticked.get(n)).map(|tick| tick.name.as_str());
        named.add("ticked", format!("{}: {sentence}", who.unwrap_or_default()));
    }
    named
}
