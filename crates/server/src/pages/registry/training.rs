//! `/trainings/{id}`: the plan, the timetable, the seats and the roster of a training, and what can be done about it.

use access::{EnrolPeople, Permit, ReadRegistry, WriteRegistry, WriteResults};
use app::registry::rules::{EnrolmentState, TrainingState};
use axum::extract::{Path, State};
use axum::response::Response;
use serde::Serialize;

use super::nominating::Named;
use super::person_view::shown as period_shown;
use super::roster::{Roster, RosterRow};
use super::told::{Told, read};
use super::{grouping, plan_rows};
use crate::caller::{Caller, Permitted};
use crate::handle::Handle;
use crate::input::{Fields, FromPageQuery, Members};
use crate::observe::RequestContext;
use crate::pages::private_page;
use crate::pools::Pool;
use crate::problem::Problem;
use crate::web::templates::View;

/// What was done before; each is the translation `training.done.<word>`.
pub const DONE: [&str; 10] = [
    "created",
    "nominated",
    "stepped",
    "attendance",
    "results",
    "state",
    "timetable",
    "seats",
    "plan",
    "groups",
];

/// What the page says first.
#[derive(Debug)]
pub struct TrainingParams {
    done: Option<&'static str>,
    named: Named,
}

impl Members for TrainingParams {
    const NAMES: &'static [&'static str] = &[];

    fn take(fields: &mut Fields) -> Self {
        let done = fields.text("done");
        let mut count = |name| fields.number(name, 0..=100_000).unwrap_or_default();
        Self {
            named: Named {
                seated: count("seated"),
                waiting: count("waiting"),
            },
            done: done.and_then(|done| DONE.into_iter().find(|word| *word == done)),
        }
    }
}

/// The training.
#[derive(Debug, Clone, Default, Serialize)]
pub struct TrainingView {
    pub id: String,
    pub revision: u64,
    pub title: String,
    pub programme: Option<String>,
    pub number: Option<u16>,
    pub number_in_year: Option<u16>,
    pub days: String,
    pub mode: &'static str,
    pub state: &'static str,
    pub court: Option<String>,
    pub organiser: Option<String>,
    pub base: Option<String>,
    pub trainee_class: Option<String>,
    pub venues: Vec<String>,
    pub groups: Vec<String>,
    pub documents: Vec<String>,
    pub cost: Option<String>,
    pub note: Option<String>,
    /// Person-times, the document, and whether the roster has come in their place.
    pub declared: Option<(u32, String, bool)>,
    pub lessons: Vec<LessonView>,
    pub quotas: Vec<QuotaView>,
    pub counts: Vec<(&'static str, usize)>,
    pub rows: Vec<RosterRow>,
    /// Whether whoever reads sees the whole roster, and not only the own people.
    pub is_whole: bool,
    pub may_enrol: bool,
    /// Whether timetable and seats may still be changed.
    pub may_plan: bool,
    /// Both as rows, parted by tabs.
    pub timetable_rows: String,
    pub seat_rows: String,
    /// Whether people of the roster may be put into groups, the rows that say who is where, and the revision of them all.
    pub may_group: bool,
    pub group_rows: String,
    pub roster_revision: u64,
    /// Which of the forms came back, and the revision that its rows were made of.
    pub plan_back: Option<&'static str>,
    pub plan_base: u64,
    /// By what the form for guests is known when it comes twice.
    pub once: String,
    /// A guest's name and unit, where that form came back.
    pub guest: Option<(String, String)>,
    /// Whether whoever reads takes every step, and not only back.
    pub is_held: bool,
    pub may_enter: bool,
    /// The states that a tick can lead to.
    pub steps: Vec<&'static str>,
    /// What the training itself may become.
    pub next: Vec<&'static str>,
    /// What was typed into the list of names, where it comes back.
    pub people: String,
    pub reason: String,
    pub group: String,
    pub venue: String,
    pub faults: Vec<String>,
    /// How many of a list were dealt with, where others were not.
    pub done_in_part: usize,
    /// How many were named just now, with a seat and without one.
    pub named: Named,
    pub done: Option<&'static str>,
    /// Half-days of the timetable, for the sheets: day, half.
    pub half_days: Vec<(String, &'static str)>,
}

/// A lesson.
#[derive(Debug, Clone, Default, Serialize)]
pub struct LessonView {
    pub day: String,
    pub half: &'static str,
    pub topic: String,
    pub lecturer: Option<String>,
    pub venue: Option<String>,
    pub group: Option<String>,
    pub room: Option<String>,
}

/// How many a court may send.
#[derive(Debug, Clone, Default, Serialize)]
pub struct QuotaView {
    pub court: String,
    pub seats: u16,
    /// How many seats are left; `None` where not all whom the court has sent can be seen.
    pub left: Option<u16>,
}

impl View for TrainingView {
    const TEMPLATE: &'static str = "training.html";
}

/// Shows the training.
pub async fn training_page(
    State(handle): State<Handle>,
    Permitted { caller, permit }: Permitted<ReadRegistry>,
    Path(id): Path<String>,
    context: RequestContext,
    FromPageQuery(params): FromPageQuery<TrainingParams>,
) -> Result<Response, Problem> {
    let back = Back {
        done: params.done,
        named: params.named,
        ..Back::default()
    };
    shown(&handle, &context, &caller, (permit, id), back).await
}

/// What the page tells besides the training.
#[derive(Debug, Default)]
pub struct Back {
    pub done: Option<&'static str>,
    pub told: Told,
    /// How many of a list were dealt with although others were not.
    pub done_in_part: usize,
    /// How many were named just now.
    pub named: Named,
    pub people: String,
    pub reason: String,
    pub group: String,
    pub venue: String,
    /// One of the forms whose rows say the whole of something.
    pub plan: Option<PlanBack>,
    /// The name and the unit of a guest.
    pub guest: Option<(String, String)>,
}

/// The form `timetable`, `seats` or `groups` as it was sent. It stays on the revision that its rows were made of: on another
/// one it would overwrite at the second try what somebody else has written.
#[derive(Debug)]
pub struct PlanBack {
    pub name: &'static str,
    pub base: u64,
    pub rows: String,
}

/// Shows the training with what was done before, or with a form that comes back.
///
/// # Errors
/// Those of a page.
pub async fn shown(
    handle: &Handle,
    context: &RequestContext,
    caller: &Caller,
    (permit, id): (Permit<ReadRegistry>, String),
    back: Back,
) -> Result<Response, Problem> {
    let found = read(handle, Pool::Reads, permit, move |app, permit| {
        let roster = Roster::of(app, permit, &id)?;
        let programme = app
            .find_programme(permit, roster.training.programme.as_str())
            .ok();
        let programme = programme.map(|entry| entry.programme.name_zh);
        Ok((roster, programme, app.form_key()?))
    });
    let (roster, programme, once) = found.await?;
    let status = back.told.status();
    let is_open = matches!(
        roster.training.state,
        TrainingState::Planned | TrainingState::Open
    );
    let may_write = handle.may::<WriteRegistry>(caller).is_some() && roster.is_held;
    let mut view = TrainingView {
        programme,
        may_plan: may_write && is_open,
        plan_back: back.plan.as_ref().map(|plan| plan.name),
        plan_base: back.plan.as_ref().map_or(0, |plan| plan.base),
        guest: back.guest,
        once,
        may_enrol: is_open && handle.may::<EnrolPeople>(caller).is_some(),
        may_group: is_open && roster.is_held && handle.may::<EnrolPeople>(caller).is_some(),
        may_enter: roster.is_open() && handle.may::<WriteResults>(caller).is_some(),
        next: if may_write {
            next(roster.training.state)
        } else {
            Vec::new()
        },
        faults: back.told.sentences(),
        done_in_part: back.done_in_part,
        named: back.named,
        people: back.people,
        reason: back.reason,
        group: back.group,
        venue: back.venue,
        done: back.done,
        ..TrainingView::of(&roster)
    };
    if let Some(PlanBack { name, rows, .. }) = back.plan {
        match name {
            "timetable" => view.timetable_rows = rows,
            "groups" => view.group_rows = rows,
            _ => view.seat_rows = rows,
        }
    }
    private_page(handle, context, caller, status, &view)
}

/// Returns what a training may become.
fn next(state: TrainingState) -> Vec<&'static str> {
    use TrainingState::{Cancelled, Closed, Open, Planned};
    let next: &[TrainingState] = match state {
        Planned => &[Open, Cancelled],
        Open => &[Closed, Planned, Cancelled],
        Closed => &[Open],
        Cancelled => &[Planned],
    };
    next.iter().map(|state| state.as_str()).collect()
}

/// Returns the states to which a tick can lead, for whoever holds the training and for the court that has named people.
fn steps(is_held: bool) -> Vec<&'static str> {
    use EnrolmentState::{
        Attended, Completed, Confirmed, Deferred, Exempt, Failed, Nominated, Waiting, Withdrawn,
    };
    let steps: &[EnrolmentState] = match is_held {
        true => &[
            Confirmed, Completed, Failed, Nominated, Waiting, Attended, Withdrawn, Deferred, Exempt,
        ],
        false => &[Nominated, Withdrawn, Deferred],
    };
    steps.iter().map(|state| state.as_str()).collect()
}

impl TrainingView {
    fn of(roster: &Roster) -> Self {
        let training = &roster.training;
        let all: Vec<_> = roster.entries.iter().collect();
        let quota = |quota: &app::registry::rules::Quota| {
            let of_it = |entry: &&&app::registry::EnrolmentEntry| {
                entry.enrolment.nominated_by.as_deref() == Some(&*quota.court)
            };
            let sent = roster.seated().iter().filter(of_it).count();
            let is_seen = roster.is_held || roster.courts.hold(Some(&quota.court));
            let left = training.seats_left(&quota.court, u16::try_from(sent).unwrap_or(u16::MAX));
            QuotaView {
                court: roster.courts.name(&quota.court),
                seats: quota.seats,
                left: left.filter(|_| is_seen),
            }
        };
        Self {
            id: roster.id.clone(),
            revision: roster.revision,
            title: training.title.clone(),
            number: training.number,
            number_in_year: training.number_in_year,
            days: period_shown(training.period()),
            mode: training.mode.as_str(),
            state: training.state.as_str(),
            court: training.court.as_ref().map(|court| roster.courts.name(court)),
            organiser: training.organiser.clone(),
            base: training.base.clone(),
            trainee_class: training.trainee_class.clone(),
            venues: training.venues.iter().map(|venue| venue.name.clone()).collect(),
            groups: training.groups.clone(),
            documents: training.documents.clone(),
            cost: training.cost_fen.map(super::training_plan::yuan),
            note: training.note.clone(),
            declared: training
                .declared
                .as_ref()
                .map(|one| (one.person_times, one.source.clone(), roster.has_roster)),
            lessons: lessons(roster),
            timetable_rows: plan_rows::timetable_rows(training),
            seat_rows: plan_rows::seat_rows(training, &roster.courts),
            group_rows: grouping::group_rows(roster),
            roster_revision: grouping::revision(roster),
            quotas: training.quotas.iter().map(quota).collect(),
            counts: roster.counts(),
            rows: roster.rows(&all),
            is_whole: roster.is_held,
            is_held: roster.is_held,
            steps: steps(roster.is_held),
            half_days: super::attendance::half_days(training)
                .into_iter()
                .map(|(day, half)| (day.to_string(), half.as_str()))
                .collect(),
            ..Self::default()
        }
    }
}

/// Returns the timetable in the order of the days.
pub fn lessons(roster: &Roster) -> Vec<LessonView> {
    let mut lessons: Vec<_> = roster.training.lessons.iter().collect();
    lessons.sort_by_key(|lesson| {
        (
            lesson.day,
            lesson.half,
            lesson.venue.clone(),
            lesson.group.clone(),
        )
    });
    let view = |lesson: &app::registry::rules::Lesson| LessonView {
        day: lesson.day.to_string(),
        half: lesson.half.as_str(),
        topic: lesson.topic.clone(),
        lecturer: roster.lecturer(lesson),
        venue: lesson.venue.clone(),
        group: lesson.group.clone(),
        room: lesson.room.clone(),
    };
    lessons.into_iter().map(view).collect()
}
