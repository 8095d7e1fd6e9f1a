//! Rows about courts and about trainings as they are planned.

use exchange::roster::{CourtCells, RosterRow, TrainingCells};
use registry::{Court, Declared, Fault, Mode, ProgrammeId, Training, TrainingState, Venue};

use super::desk::Desk;
use super::enrolment_rows::others_on;
use super::met::{Met, said_otherwise};
use super::refusal::{Refusal, expect_none};
use super::training_of::{self, no_such_programme};
use crate::Error;
use crate::accounts::new_id;
use crate::registry::courts::{border_moved, name_taken, without_record};
use crate::registry::enrolling::in_another;
use crate::registry::trainings::expect_open;
use crate::registry::{fault, refused};

/// The longest way from a court to the highest one.
const DEEPEST: usize = 8;

/// Takes in a row about a court.
pub(super) fn take_court(desk: &mut Desk, met: &mut Met, row: &RosterRow) -> Result<(), Refusal> {
    let cells = &row.statement.court;
    let known = match (&cells.code, &cells.name_zh) {
        (Some(code), _) => desk.courts.has(code).then(|| code.clone()),
        (None, Some(name)) => Some(desk.courts.meant(name, "/court_name_zh")?.to_owned()),
        (None, None) => None,
    };
    let whole = desk.reach.is_everywhere();
    let code = match (known, &cells.code) {
        (Some(code), _) if desk.reach.has(&code) => code,
        (None, Some(code)) if whole && code.parse::<access::CourtCode>().is_ok() => code.clone(),
        (None, Some(code)) if whole => return Err(bad_code(code).into()),
        _ => return Err(no_court_of_yours().into()),
    };
    let before = desk.court_records.get(&code);
    let mut court = before.cloned().unwrap_or_else(|| {
        without_record(&store::courts::Court {
            code: code.clone(),
            name_zh: desk.courts.name(&code).unwrap_or_default().to_owned(),
            parent: desk.courts.parent(&code).map(str::to_owned),
        })
    });
    let place = |court: &Court| (court.parent.clone(), court.name_zh.clone(), court.level);
    let place_before = place(&court);
    say_of_court(desk, &mut court, cells)?;
    if place(&court) != place_before && !whole {
        return Err(border_moved().into());
    }
    let mut faults = court.faults();
    faults.extend(place_fault(desk, &code, court.parent.as_deref()));
    faults.extend(name_taken(&code, &court, "/court_name_zh", desk.courts.all()));
    expect_none(faults)?;
    if let Some(first) = met.before(&code)
        && before != Some(&court)
    {
        return Err(said_otherwise("/court_code".to_owned(), first).into());
    }
    met.note(&code, row);
    desk.courts.add(&code, &court.name_zh, court.parent.clone());
    desk.court_records.put(&code, court);
    Ok(())
}

fn say_of_court(desk: &Desk, court: &mut Court, cells: &CourtCells) -> Result<(), Fault> {
    if let Some(name) = &cells.name_zh {
        court.name_zh.clone_from(name);
    }
    if let Some(words) = cells.parent.as_deref() {
        court.parent = Some(desk.courts.meant(words, "/parent")?.to_owned());
    }
    for (kept, said) in [
        (&mut court.name_bo, &cells.name_bo),
        (&mut court.name_bo_source, &cells.name_bo_source),
        (&mut court.division, &cells.division),
    ] {
        if said.is_some() {
            kept.clone_from(said);
        }
    }
    court.level = cells.level.or(court.level);
    if !cells.dialects.is_empty() {
        court.dialects.clone_from(&cells.dialects);
    }
    Ok(())
}

/// Tells that a court would be above itself, or too deep.
fn place_fault(desk: &Desk, code: &str, parent: Option<&str>) -> Option<Fault> {
    let line = std::iter::successors(parent, |above| desk.courts.parent(above));
    let line: Vec<&str> = line.take(DEEPEST + 1).collect();
    (line.contains(&code) || line.len() >= DEEPEST).then(|| {
        fault(
            "above_itself",
            "/parent",
            format!("`{code}` would be above itself, or more than {DEEPEST} courts below the highest (hint: correct the court above)"),
            format!("`{code}` 将成为自己的上级，或在最高一级之下超过 {DEEPEST} 级（提示：请更正上级法院）"),
        )
    })
}

/// Takes in a row about a training; `id` is the one that it names, if there is one.
pub(super) fn take_training(
    desk: &mut Desk,
    met: &mut Met,
    row: &RosterRow,
    id: Option<&str>,
) -> Result<(), Refusal> {
    let cells = &row.statement.training;
    // The row before may have made it.
    let made = match id {
        Some(id) => Some(id.to_owned()),
        None => training_of::find(desk, cells)?,
    };
    let (id, training) = match made {
        Some(id) => {
            let known = desk
                .trainings
                .get(&id)
                .ok_or_else(|| training_of::missing(cells))?;
            let training = said_of(desk, known.clone(), cells)?;
            if training != *known {
                expect_held(desk, known, cells)?;
                expect_open(known)?;
            }
            (id, training)
        }
        None => {
            let training = said_of(desk, new_training(desk, cells)?, cells)?;
            expect_held(desk, &training, cells)?;
            (new_id("t", &*desk.chance)?, training)
        }
    };
    let known = desk.trainings.get(&id);
    if let (Some(first), Some(known)) = (met.before(&id), known)
        && contradicts(known, &training)
    {
        return Err(said_otherwise(training_of::pointer(cells).to_owned(), first).into());
    }
    if known != Some(&training) {
        expect_none(training.faults())?;
        expect_roster(desk, &id, &training)?;
    }
    met.note(&id, row);
    desk.trainings.put(&id, training);
    Ok(())
}

/// Tells whether a second row says otherwise of a training; further rows may add venues and documents.
fn contradicts(known: &Training, training: &Training) -> bool {
    let added = Training {
        venues: training.venues.clone(),
        documents: training.documents.clone(),
        ..known.clone()
    };
    added != *training
}

/// Refuses a training of another court, at its row: the other rows go on.
fn expect_held(desk: &Desk, training: &Training, cells: &TrainingCells) -> Result<(), Fault> {
    match desk.reach.holds(training) || desk.reach.is_whole() {
        true => Ok(()),
        false => Err(fault(
            "not_the_holder",
            training_of::pointer(cells),
            "the training is held by another court (hint: remove the row, or send it to that court)"
                .to_owned(),
            "该培训班由其他法院举办（提示：请删去本行，或交给举办法院）".to_owned(),
        )),
    }
}

fn new_training(desk: &Desk, cells: &TrainingCells) -> Result<Training, Fault> {
    let missing = |pointer: &str, en: &str, zh: &str| {
        fault(
            "training_unclear",
            pointer,
            format!(
                "there is no such training yet, and a new one needs {en} (hint: fill it in, or correct what names the training)"
            ),
            format!("还没有这期培训班，新建须有{zh}（提示：请填写，或更正培训班的名称、期次）"),
        )
    };
    let words = cells.programme.as_deref();
    let words = words.ok_or_else(|| missing("/programme", "a programme", "培训项目"))?;
    let programme = training_of::programme(desk, words).ok_or_else(|| no_such_programme(words))?;
    let from = cells
        .from
        .ok_or_else(|| missing("/training_from", "its first day", "开始日期"))?;
    let to = cells
        .to
        .ok_or_else(|| missing("/training_to", "its last day", "结束日期"))?;
    let name = desk
        .programmes
        .iter()
        .find(|known| known.id == programme)
        .map_or("", |known| &known.body.name_zh);
    let title = match (&cells.title, cells.number) {
        (Some(title), _) => title.clone(),
        (None, Some(number)) => format!("{name}第{number}期"),
        (None, None) => return Err(missing("/training", "a title", "培训班名称")),
    };
    Ok(Training {
        programme: programme
            .parse::<ProgrammeId>()
            .map_err(|_| no_such_programme(words))?,
        title,
        number: None,
        number_in_year: None,
        from,
        to,
        mode: Mode::Classroom,
        state: TrainingState::Planned,
        venues: Vec::new(),
        groups: Vec::new(),
        court: desk
            .reach
            .court()
            .filter(|court| !court.is_empty())
            .map(str::to_owned),
        organiser: None,
        base: None,
        trainee_class: None,
        quotas: Vec::new(),
        lessons: Vec::new(),
        cost_fen: None,
        documents: Vec::new(),
        declared: None,
        note: None,
    })
}

fn said_of(desk: &Desk, mut training: Training, cells: &TrainingCells) -> Result<Training, Fault> {
    if let Some(words) = cells.programme.as_deref() {
        let programme = training_of::programme(desk, words).ok_or_else(|| no_such_programme(words))?;
        training.programme = programme.parse().map_err(|_| no_such_programme(words))?;
    }
    if let Some(title) = &cells.title {
        training.title.clone_from(title);
    }
    training.number = cells.number.or(training.number);
    training.number_in_year = cells.number_in_year.or(training.number_in_year);
    training.from = cells.from.unwrap_or(training.from);
    training.to = cells.to.unwrap_or(training.to);
    training.mode = cells.mode.unwrap_or(training.mode);
    for (kept, said) in [
        (&mut training.organiser, &cells.organiser),
        (&mut training.base, &cells.base),
        (&mut training.trainee_class, &cells.trainee_class),
        (&mut training.note, &cells.note),
    ] {
        if said.is_some() {
            kept.clone_from(said);
        }
    }
    let places = cells
        .place
        .as_deref()
        .unwrap_or_default()
        .split(['、', '；', ';']);
    for name in places.map(str::trim).filter(|name| !name.is_empty()) {
        if !training.venues.iter().any(|venue| venue.name == name) {
            training.venues.push(Venue {
                name: name.to_owned(),
                place: None,
                seats: None,
            });
        }
    }
    for document in &cells.documents {
        if !training.documents.contains(document) {
            training.documents.push(document.clone());
        }
    }
    declare(&mut training, cells)?;
    Ok(training)
}

/// Writes down the totals of an old training; without person-times they say nothing.
fn declare(training: &mut Training, cells: &TrainingCells) -> Result<(), Fault> {
    let says_some = cells.declared_person_times.is_some()
        || cells.declared_persons.is_some()
        || cells.declared_hours.is_some()
        || cells.declared_source.is_some();
    if !says_some {
        return Ok(());
    }
    let known = training.declared.take();
    let person_times = cells
        .declared_person_times
        .or(known.as_ref().map(|known| known.person_times));
    let Some(person_times) = person_times else {
        return Err(fault(
            "person_times_missing",
            "/declared/person_times",
            "declared totals need the person-times (hint: fill in 申报人次)".to_owned(),
            "申报的总数须有人次（提示：请填写“申报人次”）".to_owned(),
        ));
    };
    let known = known.as_ref();
    training.declared = Some(Declared {
        person_times,
        persons: cells.declared_persons.or(known.and_then(|known| known.persons)),
        hours: cells.declared_hours.or(known.and_then(|known| known.hours)),
        source: match &cells.declared_source {
            Some(source) => source.clone(),
            None => known.map(|known| known.source.clone()).unwrap_or_default(),
        },
    });
    Ok(())
}

/// Refuses a change that what is on the roster contradicts.
fn expect_roster(desk: &Desk, id: &str, training: &Training) -> Result<(), Error> {
    let is_moved = desk
        .trainings
        .get(id)
        .is_some_and(|known| known.period() != training.period());
    for enrolment in desk.rosters.get(id).into_iter().flatten() {
        let Some(enrolled) = desk.enrolments.get(enrolment) else {
            continue;
        };
        let person = enrolled
            .person()
            .filter(|_| is_moved && enrolled.state.takes_a_seat());
        let others = person.map(|person| others_on(desk, person.as_str(), id, training));
        let overlaps = others.into_iter().flatten().map(|other| in_another("", other));
        let mut faults = enrolled.faults(training).into_iter().chain(overlaps);
        if let Some(first) = faults.next() {
            return refused(
                "roster_contradicts",
                "/training_from",
                format!(
                    "the roster does not fit any more, `{enrolment}`: {}",
                    first.message
                ),
                format!("名单与之不符，`{enrolment}`：{}", first.message_zh),
            );
        }
    }
    Ok(())
}

fn no_court_of_yours() -> Fault {
    fault(
        "no_such_court",
        "/court_code",
        "there is no such court of yours (hint: write the code of the list of courts; new courts are made by whoever keeps all of them)".to_owned(),
        "您所辖范围内没有该法院（提示：请写法院列表中的代码；新法院由管理全部法院的人建立）".to_owned(),
    )
}

fn bad_code(code: &str) -> Fault {
    let code: String = code.chars().take(40).collect();
    fault(
        "bad_court_code",
        "/court_code",
        format!("`{code}` is no code of a court (hint: use lower-case letters, digits and hyphens)"),
        format!("`{code}` 不能作法院代码（提示：请用小写字母、数字和连字符）"),
    )
}

#[cfg(test)]
mod tests;
