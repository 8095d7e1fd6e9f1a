//! Rows about who takes part in a training, who was there, and what came of tests.
//!
//! Long because every rule by which single enrolments are judged is asked here for rows, side by side.

use exchange::roster::{EnrolmentCells, RosterRow};
use registry::{Enrolment, EnrolmentState, Fault, Person, Snapshot, Trainee, Training, TrainingState};

use super::desk::Desk;
use super::marks;
use super::person_rows::person_id;
use super::refusal::{Refusal, expect_none};
use super::training_of;
use crate::Error;
use crate::accounts::new_id;
use crate::registry::attendance::{come, let_go};
use crate::registry::enrolling::{elsewhere_then, in_another};
use crate::registry::fault;
use crate::registry::placing::{at_venue, full};
use crate::registry::seats::{no_seat, passed};
use crate::registry::trainings::expect_open;

/// An enrolment that a row makes or changes.
pub(super) struct Taken {
    pub id: String,
    pub is_new: bool,
    pub enrolment: Enrolment,
    /// The attendance and the results of the row.
    pub said: Option<marks::Said>,
}

/// Returns what a row makes of the enrolment of `person` in the training `training_id`.
pub(super) fn of_person(
    desk: &Desk,
    row: &RosterRow,
    (id, person): (&str, &Person),
    training_id: &str,
) -> Result<Taken, Refusal> {
    let training = training(desk, row, training_id)?;
    let known = desk.enrolment_of(id, training_id);
    if let Some(known) = known {
        return of_known(desk, row, known, training_id);
    }
    if desk.is_of_marks() {
        return Err(not_on_the_roster().into());
    }
    expect_free(desk, row, (id, person), training_id, training)?;
    let Some(snapshot) = Snapshot::of(person, training) else {
        return Err(no_post_then(training).into());
    };
    let (own, lent) = person.posts_on(training.from);
    let courts: Vec<&String> = [own, lent]
        .into_iter()
        .flatten()
        .map(|post| &post.court)
        .collect();
    let said = row.statement.enrolment.nominated_by.as_deref();
    let said = said
        .map(|words| desk.courts.meant(words, "/nominated_by"))
        .transpose()?;
    // Whatever the sheet says, a court names whom it has itself.
    let mut own = courts.iter().filter(|court| desk.reach.has(court));
    let court = own
        .clone()
        .find(|court| said.is_some_and(|said| said == court.as_str()));
    let court = court.or_else(|| own.next());
    let Some(court) = court.map(|court| (*court).clone()) else {
        let name = desk.courts.name(&snapshot.court).unwrap_or(&snapshot.court);
        return Err(elsewhere_then("/court", training, name).into());
    };
    let blank = blank(
        Trainee::Person(person_id(id)?),
        training_id,
        Some(court),
        Some(snapshot),
    )?;
    finish(desk, row, new_id("e", &*desk.chance)?, None, blank, training)
}

/// Returns what a row makes of the enrolment of a guest.
pub(super) fn of_guest(desk: &Desk, row: &RosterRow, training_id: &str) -> Result<Taken, Refusal> {
    let training = training(desk, row, training_id)?;
    if !desk.reach.holds(training) {
        return Err(not_the_holder().into());
    }
    let name = row.statement.person.name.shown().to_owned();
    let unit = row.statement.post.court.clone().unwrap_or_default();
    if name.is_empty() || unit.is_empty() {
        return Err(fault(
            "guest_unnamed",
            "/court",
            "a guest has a name and comes from somewhere (hint: write both)".to_owned(),
            "外单位学员须有姓名和单位（提示：请填写两项）".to_owned(),
        )
        .into());
    }
    let trainee = Trainee::Guest { name, unit };
    let roster = desk.rosters.get(training_id).into_iter().flatten();
    let mut same = roster.filter(|id| {
        desk.enrolments
            .get(id)
            .is_some_and(|known| known.trainee == trainee)
    });
    if let Some(known) = same.next() {
        return of_known(desk, row, known, training_id);
    }
    if desk.is_of_marks() {
        return Err(not_on_the_roster().into());
    }
    let blank = blank(trainee, training_id, None, None)?;
    finish(desk, row, new_id("e", &*desk.chance)?, None, blank, training)
}

/// Returns what a row makes of the enrolment that it names by its id, and the training of that.
pub(super) fn of_id(
    desk: &Desk,
    row: &RosterRow,
    training_id: Option<&str>,
) -> Result<Option<Taken>, Refusal> {
    let Some(id) = &row.statement.enrolment.id else {
        return Ok(None);
    };
    let known = desk.enrolments.get(id.as_str()).ok_or_else(not_on_the_roster)?;
    let of = known.training.as_str();
    let is_seen = known
        .person()
        .is_none_or(|person| desk.people.get(person.as_str()).is_some());
    if training_id.is_some_and(|named| named != of) || !is_seen {
        return Err(not_on_the_roster().into());
    }
    let training = desk.trainings.get(of);
    let training = training.ok_or_else(|| training_of::missing(&row.statement.training))?;
    let is_named = known
        .nominated_by
        .as_ref()
        .is_some_and(|court| desk.reach.has(court));
    if !desk.reach.holds(training) && !desk.reach.teaches(training) && !is_named {
        return Err(not_on_the_roster().into());
    }
    // Whoever has named somebody has read what came of it, and may send the sheet that says so back as it was.
    finish(desk, row, id.to_string(), Some(known), known.clone(), training).map(Some)
}

/// Returns what a row makes of an enrolment that is there.
fn of_known(desk: &Desk, row: &RosterRow, id: &str, training_id: &str) -> Result<Taken, Refusal> {
    let known = desk.enrolments.get(id).ok_or_else(not_on_the_roster)?;
    let training = training(desk, row, training_id)?;
    finish(desk, row, id.to_owned(), Some(known), known.clone(), training)
}

/// Says of an enrolment what the row says, and refuses what breaks rules.
fn finish(
    desk: &Desk,
    row: &RosterRow,
    id: String,
    known: Option<&Enrolment>,
    mut next: Enrolment,
    training: &Training,
) -> Result<Taken, Refusal> {
    let cells = &row.statement.enrolment;
    let holds = desk.reach.holds(training);
    let said = marks::said(row, training, known)?;
    if !desk.is_of_marks() {
        expect_hours(desk, cells, training)?;
        for (kept, said) in [
            (&mut next.group, &cells.group),
            (&mut next.venue, &cells.venue),
            (&mut next.reason, &cells.reason),
        ] {
            if said.is_some() {
                kept.clone_from(said);
            }
        }
        come_to(
            desk,
            cells,
            known.map(|known| (id.as_str(), known)),
            &mut next,
            training,
            holds,
        )?;
    }
    if let Some(said) = &said {
        let was = next.clone();
        said.put_into(&mut next);
        if known.is_some_and(|known| known.state.is_let_go()) && next.state.is_let_go() && was != next {
            return Err(let_go(
                "/name/zh".to_owned(),
                row.statement.person.name.shown(),
                next.state,
            )
            .into());
        }
        come(&mut next, "/name/zh")?;
    }
    if known != Some(&next) {
        expect_place(desk, &id, known, &next, training)?;
        if said.is_some() && !holds && !desk.reach.teaches(training) {
            return Err(not_the_holder().into());
        }
        expect_open(training)?;
        // Who is new on the roster has the snapshot of what the row itself says.
        if known.is_some()
            && let Some(person) = next.person().and_then(|person| desk.people.get(person.as_str()))
            && let Some(snapshot) = Snapshot::of(person, training)
        {
            next.snapshot = Some(snapshot);
        }
        let before = known.map(|known| known.faults(training)).unwrap_or_default();
        let new = next
            .faults(training)
            .into_iter()
            .filter(|found| !before.contains(found));
        let found = new.map(|found| marks::at_row(found, &next, row, training));
        expect_none(found.collect())?;
    }
    Ok(Taken {
        id,
        is_new: known.is_none(),
        enrolment: next,
        said,
    })
}

/// Refuses a venue that has no place left for somebody who is put there or gets a seat by the row.
fn expect_place(
    desk: &Desk,
    id: &str,
    known: Option<&Enrolment>,
    next: &Enrolment,
    training: &Training,
) -> Result<(), Refusal> {
    let stays = known.is_some_and(|known| known.state.takes_a_seat() && known.venue == next.venue);
    let mut venues = training.venues.iter();
    let Some(venue) = venues.find(|venue| Some(&venue.name) == next.venue.as_ref()) else {
        return Ok(());
    };
    if stays || !next.state.takes_a_seat() {
        return Ok(());
    }
    let ids = desk.rosters.get(next.training.as_str()).into_iter().flatten();
    let others = ids
        .filter(|other| *other != id)
        .filter_map(|other| desk.enrolments.get(other));
    let count = at_venue(others, &venue.name).saturating_add(1);
    expect_none(full(venue, count).into_iter().collect())
}

/// Brings an enrolment as far as the row says.
fn come_to(
    desk: &Desk,
    cells: &EnrolmentCells,
    known: Option<(&str, &Enrolment)>,
    next: &mut Enrolment,
    training: &Training,
    holds: bool,
) -> Result<(), Fault> {
    use EnrolmentState::{Deferred, Nominated, Waiting, Withdrawn};
    let court = next.nominated_by.clone();
    let left = court
        .as_deref()
        .and_then(|court| seats_left(desk, next, court, training));
    let had_seat = known.is_some_and(|(_, known)| known.state.takes_a_seat());
    let line = line(desk, next, court.as_deref());
    let is_enough_for = |before: usize| left.is_none_or(|left| usize::from(left) > before);
    let state = match (cells.state, known) {
        (Some(state), _) => state,
        (None, Some((_, known))) => known.state,
        (None, None) if is_enough_for(line.len()) => Nominated,
        (None, None) => Waiting,
    };
    let before = known.map(|(_, known)| known.state);
    if before != Some(state) {
        if let Some(from) = before.filter(|from| !leads_to(*from, state)) {
            return Err(out_of_order(from, state));
        }
        if !holds && !matches!(state, Nominated | Withdrawn | Deferred | Waiting) {
            return Err(not_the_holder());
        }
        if state.is_let_go() && next.reason.is_none() {
            return Err(fault(
                "reason_missing",
                "/reason",
                "taking back, putting off and letting go need a reason (hint: fill in 原因说明)".to_owned(),
                "退出、延期、免训须有原因（提示：请填写“原因说明”）".to_owned(),
            ));
        }
        if state.takes_a_seat() && !had_seat && left == Some(0) {
            return Err(no_seat("/state", training, court.as_deref()));
        }
        // A roster that is new says who sits and who waits all at once, in any order of its rows.
        if let Some((id, _)) = known.filter(|(_, known)| known.state == Waiting && state.takes_a_seat())
            && let Some(before) = line.iter().position(|one| *one == id)
            && let Some(first) = line.first().filter(|_| before > 0 && !is_enough_for(before))
            && cells.reason.is_none()
        {
            return Err(passed("/state", &desk_name(desk, first)));
        }
    }
    next.state = state;
    next.waiting_place = match state {
        Waiting => cells
            .waiting_place
            .filter(|place| known.is_none_or(|(id, _)| !is_shown(&line, id, *place)))
            .or(next.waiting_place)
            .or_else(|| Some(next_place(desk, next, court.as_deref()))),
        _ => None,
    };
    Ok(())
}

/// Tells whether a sheet says of `id` the place that it was shown with: then it stays where it is.
fn is_shown(line: &[&str], id: &str, place: u16) -> bool {
    line.get(usize::from(place).wrapping_sub(1)) == Some(&id)
}

/// Returns what the enrolment `id` is called.
fn desk_name(desk: &Desk, id: &str) -> String {
    let person = desk.enrolments.get(id).and_then(Enrolment::person);
    let person = person.and_then(|person| desk.people.get(person.as_str()));
    let name = person.map(|person| person.name.shown()).unwrap_or_default();
    format!("{name} (`{id}`)")
}

/// Tells whether a row may lead from one state to another: by one step, which may go back, or by several that all go on.
/// An older sheet does not take back what has come since.
fn leads_to(from: EnrolmentState, to: EnrolmentState) -> bool {
    if from.next().contains(&to) {
        return true;
    }
    let mut seen = vec![from];
    let mut n = 0;
    while let Some(at) = seen.get(n).copied() {
        // Who was taken back comes again by being named again.
        let goes_on = |next: &&EnrolmentState| **next > at || at.is_let_go() && at == from;
        for next in at.next().iter().filter(goes_on) {
            if !seen.contains(next) {
                seen.push(*next);
            }
        }
        n += 1;
    }
    seen.contains(&to)
}

/// Returns the other trainings in which somebody is on days of a training.
pub(super) fn others_on<'d>(
    desk: &'d Desk,
    person: &str,
    training_id: &str,
    training: &Training,
) -> impl Iterator<Item = &'d Training> {
    let period = training.period();
    let enrolled = desk.enrolled.get(person).into_iter().flatten();
    let seated = enrolled
        .filter_map(|id| desk.enrolments.get(id))
        .filter(move |other| other.state.takes_a_seat() && other.training.as_str() != training_id);
    seated
        .filter_map(|other| desk.trainings.get(other.training.as_str()))
        .filter(move |of| of.state != TrainingState::Cancelled && of.period().overlaps(&period))
}

/// Refuses somebody who is in another training on these days, or cannot be called then.
fn expect_free(
    desk: &Desk,
    row: &RosterRow,
    (id, person): (&str, &Person),
    training_id: &str,
    training: &Training,
) -> Result<(), Refusal> {
    crate::registry::person_changes::expect_living(person)?;
    let pointer = training_of::pointer(&row.statement.training);
    let mut faults = Vec::new();
    let period = training.period();
    let others = others_on(desk, id, training_id, training);
    faults.extend(others.map(|other| in_another(pointer, other)));
    let absent = person
        .unavailability
        .iter()
        .find(|absence| absence.period.overlaps(&period));
    if let Some(absence) = absent {
        let days = absence.period;
        faults.push(fault(
            "unavailable",
            pointer,
            format!(
                "the person cannot be called during {days} (hint: name somebody else, or correct the absence)"
            ),
            format!("此人 {days} 不能参训（提示：请另选人员，或更正不可安排的日期）"),
        ));
    }
    expect_none(faults)
}

/// Refuses more hours than the plan has; what is credited is counted when the training is closed.
fn expect_hours(desk: &Desk, cells: &EnrolmentCells, training: &Training) -> Result<(), Fault> {
    let Some(hours) = cells.hours else { return Ok(()) };
    let mut programmes = desk.programmes.iter();
    let programme = programmes.find(|known| known.id == training.programme.as_str());
    let Some(rule) = programme.and_then(|known| known.body.hours_rule_on(training.from)) else {
        return Ok(());
    };
    let planned = training
        .planned(cells.group.as_deref(), cells.venue.as_deref())
        .len();
    let most = u32::try_from(planned)
        .unwrap_or(u32::MAX)
        .saturating_mul(rule.per_half_day.0);
    let most = registry::Hours(most);
    if hours <= most {
        return Ok(());
    }
    Err(fault(
        "hours_above_the_plan",
        "/credited",
        format!(
            "{hours} hours are more than the {most} of the plan (hint: correct the hours, or the timetable)"
        ),
        format!("{hours} 学时超过计划的 {most} 学时（提示：请更正学时，或更正课程表）"),
    ))
}

fn seats_left(desk: &Desk, enrolment: &Enrolment, court: &str, training: &Training) -> Option<u16> {
    if training.quotas.is_empty() {
        return None;
    }
    let roster = roster(desk, enrolment).filter(|other| other.nominated_by.as_deref() == Some(court));
    let sent = roster.filter(|other| other.state.takes_a_seat()).count();
    training.seats_left(court, u16::try_from(sent).unwrap_or(u16::MAX))
}

/// Returns who waits for the seats of a court, the first in line first.
fn line<'d>(desk: &'d Desk, enrolment: &Enrolment, court: Option<&str>) -> Vec<&'d str> {
    let ids = desk
        .rosters
        .get(enrolment.training.as_str())
        .into_iter()
        .flatten();
    let mut line: Vec<(u16, &str)> = ids
        .filter_map(|id| Some((id.as_str(), desk.enrolments.get(id)?)))
        .filter(|(_, one)| one.state == EnrolmentState::Waiting && one.nominated_by.as_deref() == court)
        .map(|(id, one)| (one.waiting_place.unwrap_or(u16::MAX), id))
        .collect();
    line.sort_unstable();
    line.into_iter().map(|(_, id)| id).collect()
}

fn next_place(desk: &Desk, enrolment: &Enrolment, court: Option<&str>) -> u16 {
    let roster = roster(desk, enrolment).filter(|other| other.nominated_by.as_deref() == court);
    let waiting = roster.filter(|other| other.state == EnrolmentState::Waiting);
    let last = waiting.filter_map(|other| other.waiting_place).max();
    last.unwrap_or(0).saturating_add(1)
}

fn roster<'d>(desk: &'d Desk, enrolment: &Enrolment) -> impl Iterator<Item = &'d Enrolment> {
    let roster = desk.rosters.get(enrolment.training.as_str());
    roster
        .into_iter()
        .flatten()
        .filter_map(|id| desk.enrolments.get(id))
}

fn training<'d>(desk: &'d Desk, row: &RosterRow, id: &str) -> Result<&'d Training, Fault> {
    let found = desk.trainings.get(id);
    let is_reached = |training: &&Training| {
        !desk.is_of_marks() || desk.reach.holds(training) || desk.reach.teaches(training)
    };
    found
        .filter(is_reached)
        .ok_or_else(|| training_of::missing(&row.statement.training))
}

fn blank(
    trainee: Trainee,
    training: &str,
    nominated_by: Option<String>,
    snapshot: Option<Snapshot>,
) -> Result<Enrolment, Error> {
    Ok(Enrolment {
        training: training.parse().map_err(|_| Error::NoSuchRecord("training"))?,
        trainee,
        state: EnrolmentState::Nominated,
        nominated_by,
        snapshot,
        group: None,
        venue: None,
        waiting_place: None,
        replaces: None,
        reason: None,
        attendance: Vec::new(),
        results: Vec::new(),
        credited: None,
    })
}

fn no_post_then(training: &Training) -> Fault {
    let from = training.from;
    fault(
        "no_post_then",
        "/court",
        format!("the person has no post on `{from}`, the first day (hint: enter the post first)"),
        format!("此人在开班日 `{from}` 没有任职（提示：请先登记任职）"),
    )
}

fn not_on_the_roster() -> Fault {
    fault(
        "not_on_the_roster",
        "/name/zh",
        "the person is not on the roster of the training (hint: enrol the person first)".to_owned(),
        "此人不在培训班名单中（提示：请先报名）".to_owned(),
    )
}

fn not_the_holder() -> Fault {
    fault(
        "not_the_holder",
        "/state",
        "that is entered by whoever holds the training (hint: leave the column out, or send the sheet to the holder)".to_owned(),
        "该项由举办培训的法院录入（提示：请删去该列，或将表交给举办法院）".to_owned(),
    )
}

fn out_of_order(from: EnrolmentState, to: EnrolmentState) -> Fault {
    fault(
        "out_of_order",
        "/state",
        format!("an enrolment that is `{from}` does not become `{to}` (hint: name the person again first)"),
        format!("“{}”不能变为“{}”（提示：请先重新报名）", from.zh(), to.zh()),
    )
}

#[cfg(test)]
mod tests;
