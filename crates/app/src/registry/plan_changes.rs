//! What a change of a plan must leave as it is: what is on the roster, who was there, the seats and the places that are taken.

use std::collections::BTreeMap;

use registry::{Day, Enrolment, Fault, HalfDay, Training};
use store::records::{StoredRecord, trainings};
use store::{Session, Tx, courts};

use super::closing::called;
use super::enrolling::overlap;
use super::placing::at_venue;
use super::{expect_none, fault, refused};
use crate::Error;

/// Refuses a change of a training that what is on its roster contradicts.
pub(super) fn expect_kept(
    tx: &mut Tx<'_>,
    id: &str,
    known: &Training,
    training: &Training,
) -> Result<(), Error> {
    let roster = trainings::enrolments(tx, id)?;
    let mut faults = lost_marks(&roster, known, training);
    faults.extend(lost_seats(tx, &roster, known, training)?);
    faults.extend(lost_places(&roster, known, training));
    expect_none(faults)?;
    expect_roster(tx, &roster, training)?;
    match training.period() == known.period() {
        true => Ok(()),
        false => expect_no_overlap(tx, id, &roster, training),
    }
}

/// Tells of half-days of the training on which people were there, and which would have no lesson any more.
fn lost_marks(roster: &[StoredRecord<Enrolment>], known: &Training, training: &Training) -> Vec<Fault> {
    if known.lessons == training.lessons {
        return Vec::new();
    }
    let mut lost: BTreeMap<(Day, HalfDay), usize> = BTreeMap::new();
    for one in roster {
        let (group, venue) = (one.body.group.as_deref(), one.body.venue.as_deref());
        let before = known.planned(group, venue);
        // Without a timetable every half-day would be one of the training, and what was planned for none of them.
        let after = match training.lessons.is_empty() {
            true => Default::default(),
            false => training.planned(group, venue),
        };
        let counting = one.body.attendance.iter().filter(|mark| mark.presence.counts());
        for half_day in counting.map(|mark| (mark.day, mark.half)) {
            let is_lost = before.contains(&half_day) && !after.contains(&half_day);
            if is_lost && training.period().contains(half_day.0) {
                *lost.entry(half_day).or_default() += 1;
            }
        }
    }
    let told = |((day, half), count): ((Day, HalfDay), usize)| {
        fault(
            "lesson_with_attendance",
            "/lessons",
            format!(
                "{count} were there on {day} {half}, which would have no lesson any more (hint: keep the lesson, or correct the attendance of that half-day first)"
            ),
            format!(
                "{day} {}已有 {count} 人出勤，不能没有课程（提示：请保留该课，或先更正该半天的考勤）",
                half.zh()
            ),
        )
    };
    lost.into_iter().map(told).collect()
}

/// Tells of courts that would have fewer seats than their people take.
fn lost_seats(
    session: &mut dyn Session,
    roster: &[StoredRecord<Enrolment>],
    known: &Training,
    training: &Training,
) -> Result<Vec<Fault>, Error> {
    let mut taken: BTreeMap<&str, u16> = BTreeMap::new();
    for one in roster.iter().filter(|one| one.body.state.takes_a_seat()) {
        if let Some(court) = &one.body.nominated_by {
            let count = taken.entry(court.as_str()).or_default();
            *count = count.saturating_add(1);
        }
    }
    let mut faults = Vec::new();
    for (court, count) in taken {
        let Some(seats) = training.seats_left(court, 0).filter(|seats| *seats < count) else {
            continue;
        };
        // What was too little before may stay so, and come nearer to what is taken.
        if known.seats_left(court, 0).is_some_and(|before| before <= seats) {
            continue;
        }
        let place = training.quotas.iter().position(|quota| quota.court == court);
        let pointer = place.map_or_else(|| "/quotas".to_owned(), |n| format!("/quotas/{n}/seats"));
        let name = courts::find(session, court)?.map(|court| court.name_zh);
        let name = name.unwrap_or_else(|| court.to_owned());
        faults.push(fault(
            "seats_taken",
            pointer,
            format!(
                "{name} takes {count} seats, and would have {seats} (hint: leave it {count}, or let some of its people wait or go first)"
            ),
            format!(
                "{name}已用 {count} 个名额，不能改为 {seats} 个（提示：请不少于 {count} 个，或先将部分人员改为候补、退出）"
            ),
        ));
    }
    Ok(faults)
}

/// Tells of venues that would hold fewer people than were put there.
///
/// It is refused as fewer seats of a court are, and not only told: who puts people somewhere is refused as well, and a plan
/// that nobody could have made step by step would be found out when the people stand there.
fn lost_places(roster: &[StoredRecord<Enrolment>], known: &Training, training: &Training) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (n, venue) in training.venues.iter().enumerate() {
        let mut before = known.venues.iter().filter(|other| other.name == venue.name);
        let before = before.find_map(|other| other.seats);
        let count = at_venue(roster.iter().map(|one| &one.body), &venue.name);
        if let Some(seats) = venue.seats.filter(|seats| usize::from(*seats) < count)
            && before.is_none_or(|before| before > seats)
        {
            let name = &venue.name;
            faults.push(fault(
                "venue_full",
                format!("/venues/{n}/seats"),
                format!("{count} people are put to `{name}`, which would have {seats} seats (hint: put some elsewhere first)"),
                format!("“{name}”已编入 {count} 人，座位不能改为 {seats} 个（提示：请先将部分人员编入别的会场）"),
            ));
        }
    }
    faults
}

/// Refuses what single enrolments contradict.
fn expect_roster(
    tx: &mut Tx<'_>,
    roster: &[StoredRecord<Enrolment>],
    training: &Training,
) -> Result<(), Error> {
    for enrolment in roster {
        let faults = enrolment.body.faults(training);
        if let Some(first) = faults.into_iter().next() {
            let who = called(tx, enrolment)?;
            return refused(
                "roster_contradicts",
                "",
                format!("the roster does not fit any more, {who}: {}", first.message),
                format!("名单与之不符，{who}：{}", first.message_zh),
            );
        }
    }
    Ok(())
}

/// Refuses days on which somebody of the roster is in another training.
fn expect_no_overlap(
    tx: &mut Tx<'_>,
    id: &str,
    roster: &[StoredRecord<Enrolment>],
    training: &Training,
) -> Result<(), Error> {
    for enrolment in roster {
        let Some(person) = enrolment
            .body
            .person()
            .filter(|_| enrolment.body.state.takes_a_seat())
        else {
            continue;
        };
        for other in trainings::enrolments_of(tx, person.as_str())? {
            if other.body.training.as_str() == id || !other.body.state.takes_a_seat() {
                continue;
            }
            if let Some(found) = overlap(tx, &other.body, training)? {
                let who = called(tx, enrolment)?;
                return refused(
                    "roster_contradicts",
                    "/from",
                    format!("{who} on the roster: {}", found.message),
                    format!("名单中的 {who}：{}", found.message_zh),
                );
            }
        }
    }
    Ok(())
}
