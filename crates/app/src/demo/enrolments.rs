//! Invented enrolments: who came, how often, and with what result.

use registry::{
    Attendance, Component, Enrolment, EnrolmentId, EnrolmentState, EthnicGroup, PersonId, Presence,
    Programme, ProgrammeKind, Snapshot, TestResult, Trainee, Training, TrainingId,
};

use super::dice::Dice;
use super::{DemoPerson, id};

const PASS_TENTHS: u16 = 600;
/// Of a hundred who are called, so many do not come.
const STAY_AWAY: usize = 2;

/// Adds those of one training: `size` people who come, and a few who are called and do not.
///
/// # Errors
/// If there are not enough people; in words.
pub fn add(
    enrolments: &mut Vec<(EnrolmentId, Enrolment)>,
    dice: &mut Dice,
    (training_id, training): (&TrainingId, &Training),
    programme: &Programme,
    people: &[(PersonId, DemoPerson)],
    size: usize,
) -> Result<(), String> {
    let is_bilingual = programme.kind == ProgrammeKind::Bilingual;
    let tibetan: Option<EthnicGroup> = "藏族".parse().ok();
    let is_called = |(_, demo): &&(PersonId, DemoPerson)| {
        !is_bilingual || (demo.person.ethnic_group == tibetan && !demo.person.language_skills.is_empty())
    };
    let mut called: Vec<(&PersonId, Snapshot)> = people
        .iter()
        .filter(is_called)
        .filter_map(|(id, demo)| Some((id, Snapshot::of(&demo.person, training)?)))
        .collect();
    let away = size * STAY_AWAY / 100;
    if called.len() < size + away {
        let title = &training.title;
        return Err(format!(
            "{title} has {size} people and {} could come",
            called.len()
        ));
    }
    dice.shuffle_front(&mut called, size + away);
    called.truncate(size + away);
    // As a roster has them: by court.
    called.sort_by(|one, other| (&one.1.court, one.0).cmp(&(&other.1.court, other.0)));
    let stay: Vec<usize> = {
        let mut places: Vec<usize> = (0..called.len()).collect();
        dice.shuffle_front(&mut places, away);
        places.truncate(away);
        places
    };
    for (n, (person, snapshot)) in called.into_iter().enumerate() {
        let mut enrolment = Enrolment {
            training: training_id.clone(),
            trainee: Trainee::Person(person.clone()),
            state: EnrolmentState::Nominated,
            nominated_by: Some(snapshot.court.clone()),
            snapshot: Some(snapshot),
            group: None,
            venue: training
                .venues
                .get(n % training.venues.len().max(1))
                .map(|venue| venue.name.clone()),
            waiting_place: None,
            replaces: None,
            reason: None,
            attendance: Vec::new(),
            results: Vec::new(),
            credited: None,
        };
        match stay.contains(&n) {
            true => stay_away(dice, &mut enrolment),
            false => come(dice, &mut enrolment, training, programme),
        }
        enrolments.push((id("e-", enrolments.len() + 1)?, enrolment));
    }
    Ok(())
}

fn stay_away(dice: &mut Dice, enrolment: &mut Enrolment) {
    let (state, reason) = *dice
        .one(&[
            (EnrolmentState::Withdrawn, "工作安排冲突（演示）"),
            (EnrolmentState::Deferred, "延至下一期（演示）"),
            (EnrolmentState::Exempt, "已参加同类培训（演示）"),
        ])
        .unwrap_or(&(EnrolmentState::Withdrawn, ""));
    enrolment.state = state;
    enrolment.reason = Some(reason.to_owned());
}

fn come(dice: &mut Dice, enrolment: &mut Enrolment, training: &Training, programme: &Programme) {
    let planned = training.planned(enrolment.group.as_deref(), enrolment.venue.as_deref());
    let is_often_away = dice.has(3);
    for (n, (day, half)) in planned.into_iter().enumerate() {
        let presence = match dice.below(100) {
            // Everybody is there when it begins: a person-time is somebody who came.
            _ if n == 0 => Presence::Present,
            _ if is_often_away && dice.has(40) => Presence::Absent,
            0..3 => Presence::Excused,
            3..5 => Presence::Late,
            _ => Presence::Present,
        };
        enrolment.attendance.push(Attendance {
            day,
            half,
            presence,
            venue: None,
        });
    }
    let tested: &[Component] = match programme.kind {
        ProgrammeKind::Bilingual => Component::ALL,
        ProgrammeKind::Special => &[],
        _ => &[Component::Written],
    };
    for component in tested {
        let first = result(dice, *component, 1, training);
        let is_retaken = !first.passed && dice.has(70);
        enrolment.results.push(first);
        if is_retaken {
            enrolment.results.push(result(dice, *component, 2, training));
        }
    }
    enrolment.state = EnrolmentState::Completed;
    if let Some(rule) = programme.hours_rule_on(training.from) {
        let is_credited = enrolment.hours(training, rule).0 > 0;
        enrolment.state = if is_credited {
            EnrolmentState::Completed
        } else {
            EnrolmentState::Failed
        };
        enrolment.credited = Some(enrolment.hours(training, rule));
    }
}

fn result(dice: &mut Dice, component: Component, attempt: u8, training: &Training) -> TestResult {
    let score = 480
        + u16::try_from(dice.below(25) + dice.below(25)).unwrap_or(0) * 10
        + if attempt > 1 { 80 } else { 40 };
    let score = score.min(1000);
    TestResult {
        component,
        attempt,
        score_tenths: Some(score),
        of_tenths: Some(1000),
        passed: score >= PASS_TENTHS,
        on: Some(training.to),
        assessor: None,
    }
}
