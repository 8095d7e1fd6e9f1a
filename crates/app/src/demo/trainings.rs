//! Invented trainings: which programmes there are, what is held when, and how many come.

use registry::{
    Day, Hours, HoursRule, Mode, Period, Programme, ProgrammeId, ProgrammeKind, Training, TrainingId,
    TrainingState, Venue,
};

use super::dice::Dice;
use super::people::day;
use super::{PERSON_TIMES, TRAININGS, YEARS, id, timetable};

/// Each programme: kind, name, how many half-days its trainings have at least, and how many more some have.
const PROGRAMMES: [(ProgrammeKind, &str, usize, usize); 6] = [
    (ProgrammeKind::Bilingual, "双语法官培训（演示）", 20, 10),
    (ProgrammeKind::InService, "法官续职培训（演示）", 6, 4),
    (ProgrammeKind::Special, "审判业务专项培训（演示）", 4, 4),
    (ProgrammeKind::Preparatory, "预备法官培训（演示）", 10, 6),
    (ProgrammeKind::Induction, "任职培训（演示）", 8, 4),
    (ProgrammeKind::Promotion, "晋级培训（演示）", 8, 4),
];
/// Trainings a year; the last year has one more.
const A_YEAR: usize = 9;
/// Days from the beginning of one training to that of the next: nobody is in two at once.
const APART: usize = 36;
/// The place of the bilingual class among the trainings of each year, and of a second one in some years.
const BILINGUAL: usize = 8;
const SECOND_BILINGUAL: usize = 4;
const SECOND_IN: [i16; 3] = [2014, 2016, 2018];
/// Trainings with more people than this are held at two venues.
const ONE_VENUE_HOLDS: usize = 230;

/// Returns the programmes, each with the rules by which its hours count.
///
/// # Errors
/// If there is no such day; in words.
pub fn programmes() -> Result<Vec<(ProgrammeId, Programme)>, String> {
    let rule = |from: Day, to: Option<Day>, tenths, least| HoursRule {
        period: Period { from, to },
        per_half_day: Hours(tenths),
        least_attendance_percent: least,
        only_if_passed: true,
        lecturer_percent: 200,
    };
    let rules = vec![
        rule(day(2009, 1, 1)?, Some(day(2015, 12, 31)?), 40, 75),
        rule(day(2016, 1, 1)?, None, 35, 80),
    ];
    let programme = |(n, (kind, name, _, _)): (usize, &(ProgrammeKind, &str, usize, usize))| {
        Ok((
            id("g-", n + 1)?,
            Programme {
                name_zh: (*name).to_owned(),
                name_bo: None,
                kind: *kind,
                hours_rules: rules.clone(),
                note: Some("虚构项目，仅供演示".to_owned()),
            },
        ))
    };
    PROGRAMMES.iter().enumerate().map(programme).collect()
}

/// Makes up the trainings, the earliest first.
///
/// # Errors
/// As [`programmes`].
pub fn make(
    dice: &mut Dice,
    programmes: &[(ProgrammeId, Programme)],
) -> Result<Vec<(TrainingId, Training)>, String> {
    let mut trainings = Vec::with_capacity(TRAININGS);
    let mut in_series = [0_u16; PROGRAMMES.len()];
    for year in YEARS {
        let count = A_YEAR + usize::from(year == *YEARS.end());
        let mut in_year = [0_u16; PROGRAMMES.len()];
        for place in 0..count {
            let number = programme_at(year, place);
            let held = (programmes.get(number), PROGRAMMES.get(number));
            let (Some((programme, _)), Some((_, _, least, more))) = held else {
                return Err(format!("there is no programme {number}"));
            };
            let counted = (in_series.get_mut(number), in_year.get_mut(number));
            let (Some(series), Some(yearly)) = counted else {
                return Err(format!("there is no programme {number}"));
            };
            *series += 1;
            *yearly += 1;
            let half_days = least + dice.below(*more / 2 + 1) * 2;
            let training = training(programme, year, place, half_days, (*series, *yearly))?;
            trainings.push((id("t-", trainings.len() + 1)?, training));
        }
    }
    Ok(trainings)
}

fn programme_at(year: i16, place: usize) -> usize {
    let is_second = place == SECOND_BILINGUAL && SECOND_IN.contains(&year);
    if place == BILINGUAL || is_second {
        return 0;
    }
    let turn = place + usize::from(year.unsigned_abs());
    1 + turn % (PROGRAMMES.len() - 1)
}

fn training(
    programme: &ProgrammeId,
    year: i16,
    place: usize,
    half_days: usize,
    (number, number_in_year): (u16, u16),
) -> Result<Training, String> {
    let kind = programme_at(year, place);
    let name = PROGRAMMES.get(kind).map_or("", |(_, name, _, _)| name);
    let from = later(day(year, 1, 8)?, place * APART);
    let to = later(from, half_days.div_ceil(2).saturating_sub(1));
    let mut training = Training {
        programme: programme.clone(),
        court: Some("qh".to_owned()),
        title: format!("{year}年第{number_in_year}期{name}"),
        number: Some(number),
        number_in_year: Some(number_in_year),
        from,
        to,
        mode: Mode::Classroom,
        state: TrainingState::Closed,
        venues: Vec::new(),
        groups: Vec::new(),
        organiser: Some("演示单位".to_owned()),
        base: Some("演示培训基地".to_owned()),
        trainee_class: None,
        quotas: Vec::new(),
        lessons: Vec::new(),
        cost_fen: None,
        documents: vec![format!("演示〔{year}〕{}号", place + 1)],
        declared: None,
        note: Some("虚构培训班，仅供演示".to_owned()),
    };
    training.lessons = timetable::lessons(&training, kind == 0);
    Ok(training)
}

/// Returns how many people come to each training; together they are [`PERSON_TIMES`]. A big one gets a second venue with it.
pub fn sizes(
    dice: &mut Dice,
    trainings: &[(TrainingId, Training)],
    programmes: &[(ProgrammeId, Programme)],
) -> Vec<usize> {
    let is_bilingual = |training: &Training| {
        let own = programmes.iter().find(|(id, _)| *id == training.programme);
        own.is_some_and(|(_, programme)| programme.kind == ProgrammeKind::Bilingual)
    };
    let mut sizes: Vec<usize> = trainings
        .iter()
        .map(|(_, training)| match is_bilingual(training) {
            true => 34 + dice.below(16),
            false => 160 + dice.below(90),
        })
        .collect();
    // What is missing or too much is shared by the big ones.
    let big: Vec<usize> = (0..sizes.len())
        .filter(|n| {
            trainings
                .get(*n)
                .is_some_and(|(_, training)| !is_bilingual(training))
        })
        .collect();
    let mut turn = 0;
    loop {
        let total: usize = sizes.iter().sum();
        let Some(size) = big.get(turn % big.len().max(1)).and_then(|n| sizes.get_mut(*n)) else {
            return sizes;
        };
        match total.cmp(&PERSON_TIMES) {
            std::cmp::Ordering::Less => *size += 1,
            std::cmp::Ordering::Equal => return sizes,
            std::cmp::Ordering::Greater => *size -= 1,
        }
        turn += 1;
    }
}

/// Gives a training with `size` people its venues.
pub fn with_venues(training: &mut Training, size: usize) {
    let venue = |name: &str, place: &str| Venue {
        name: name.to_owned(),
        place: Some(place.to_owned()),
        seats: None,
    };
    training.venues = vec![venue("主会场", "演示地点甲")];
    if size > ONE_VENUE_HOLDS {
        training.venues.push(venue("分会场", "演示地点乙"));
    }
}

/// Returns the programme of a training.
///
/// # Errors
/// If it is not there; in words.
pub fn programme_of<'a>(
    training: &Training,
    programmes: &'a [(ProgrammeId, Programme)],
) -> Result<&'a Programme, String> {
    let own = programmes.iter().find(|(id, _)| *id == training.programme);
    own.map(|(_, programme)| programme)
        .ok_or_else(|| format!("there is no programme {}", training.programme))
}

/// Returns the day `days` after `from`.
fn later(from: Day, days: usize) -> Day {
    let mut later = std::iter::successors(Some(from), |day| day.next());
    later.nth(days).unwrap_or(from)
}
