//! Working out what a sheet makes of the registry: the one way for the dry run and for the writing.

use std::collections::{BTreeMap, HashMap};

use access::WriteResults;
use exchange::Issue;
use exchange::roster::{PostCells, RosterKind, RosterReading, RosterRejection, RosterRow};
use registry::{Day, Fault};
use store::Session;

use super::desk::Desk;
use super::keeping::Kept;
use super::matching::{self, Fate, Group};
use super::met::Met;
use super::person_cells::{Weight, person_of};
use super::person_rows::person_id;
use super::post_cells::{self, court_missing, own_court};
use super::refusal::Refusal;
use super::training_of::{self, TrainingOfRow};
use super::{SheetCount, SheetVerdict, enrolment_rows, person_rows, plan_rows, verdicts};
use crate::registry::fault;
use crate::{App, Error, Permit};

/// What a sheet makes of the registry.
pub(super) struct WorkedOut {
    pub desk: Desk,
    pub groups: Vec<Group>,
    /// The rows that cannot be used, those that reading has refused among them, in the order of the file.
    pub rejections: Vec<RosterRejection>,
    /// The rows that are left out because of a question.
    pub left: Vec<RosterRejection>,
    /// How many questions are open.
    pub open: usize,
}

/// What rosters tell of people, by person and day: the court, and the cells of the row.
type RosterPosts = HashMap<String, BTreeMap<Day, (String, PostCells)>>;

/// What is remembered from row to row.
#[derive(Default)]
struct Course {
    /// The posts that rosters tell of somebody new.
    posts: RosterPosts,
    /// What the rows before have said.
    met: Met,
}

impl App {
    /// Works out what the rows of an import come to in the state of `session`.
    pub(super) fn work_out(
        &self,
        session: &mut dyn Session,
        permit: &Permit<WriteResults>,
        kept: &Kept,
        reading: &RosterReading,
    ) -> Result<WorkedOut, Error> {
        let (mut desk, trainings) = self.sheet_desk(session, permit, reading)?;
        let (mut groups, of_row) = match reading.kind.is_of_people() {
            true => matching::groups(&desk, reading, &trainings),
            false => (Vec::new(), Vec::new()),
        };
        verdicts::settle(session, &kept.import.id, &mut groups)?;
        matching::tell_new_apart(&desk, &mut groups)?;
        let mut course = Course::default();
        if reading.kind == RosterKind::Enrolments {
            course.posts = posts_of_rosters(&desk, reading, &groups, &trainings);
        }
        let mut rejections = reading.rejections.clone();
        let mut left = Vec::new();
        for (n, row) in reading.rows.iter().enumerate() {
            let fate = of_row
                .get(n)
                .and_then(|group| groups.get(*group))
                .map(|group| &group.fate);
            if let Some(fault) = fate.and_then(not_written) {
                let issue = row.broken(reading.kind, &fault);
                left.push(row.clone().reject(vec![issue]));
                continue;
            }
            let training = trainings.get(n).cloned().unwrap_or(Ok(None));
            match course.take(&mut desk, row, fate, training) {
                Ok(()) => {}
                Err(Refusal::Faults(faults)) => {
                    let issues = faults.iter().map(|fault| row.broken(reading.kind, fault));
                    rejections.push(row.clone().reject(issues.collect()));
                }
                Err(Refusal::Failed(error)) => return Err(error),
            }
        }
        keep_apart(&mut desk, &groups)?;
        rejections.sort_by_key(|rejection| (rejection.sheet, rejection.place.line));
        let open = groups
            .iter()
            .filter(|group| matches!(group.fate, Fate::Open))
            .count();
        Ok(WorkedOut {
            desk,
            groups,
            rejections,
            left,
            open,
        })
    }
}

impl WorkedOut {
    /// Counts what becomes of the records.
    pub(super) fn counts(&self) -> Vec<SheetCount> {
        let desk = &self.desk;
        let counts = [
            desk.court_records.count("court"),
            desk.trainings.count("training"),
            desk.people.count("person"),
            desk.enrolments.count("enrolment"),
        ];
        counts.into_iter().flatten().collect()
    }

    /// Returns everything that is wrong: with the file as a whole, and with rows.
    pub(super) fn issues(&self, reading: &RosterReading) -> Vec<Issue> {
        let of_file = reading
            .issues
            .iter()
            .filter(|issue| issue.extent != exchange::Extent::Row);
        let of_rows = self.rejections.iter().flat_map(|rejection| &rejection.issues);
        of_file.chain(of_rows).cloned().collect()
    }

    /// Returns the rows that would not be written, in the order of the file.
    pub(super) fn not_written(&self) -> Vec<RosterRejection> {
        let mut rows: Vec<RosterRejection> = self.rejections.iter().chain(&self.left).cloned().collect();
        rows.sort_by_key(|row| (row.sheet, row.place.line));
        rows
    }
}

impl Course {
    /// Takes in a row, or tells why not; then nothing of it is taken in.
    fn take(
        &mut self,
        desk: &mut Desk,
        row: &RosterRow,
        fate: Option<&Fate>,
        training: TrainingOfRow,
    ) -> Result<(), Refusal> {
        match desk.kind {
            RosterKind::Courts => return plan_rows::take_court(desk, &mut self.met, row),
            RosterKind::Trainings => {
                return plan_rows::take_training(desk, &mut self.met, row, training?.as_deref());
            }
            RosterKind::People | RosterKind::Posts | RosterKind::Skills => {
                let id = known_or_new(fate)?;
                if desk.kind == RosterKind::People && self.met.before(&id).is_some() {
                    return Err(met_before().into());
                }
                // Of two rows about one the second is one too many, whether the first could be used or not.
                self.met.note(&id, row);
                self.met.note_entry(desk.kind, &id, row)?;
                return person_rows::take(desk, row, &id);
            }
            RosterKind::Enrolments | RosterKind::Attendance | RosterKind::Results => {}
        }
        let training = training?;
        if let Some(taken) = enrolment_rows::of_id(desk, row, training.as_deref())? {
            return self.note(desk, row, taken);
        }
        let training = training.ok_or_else(|| training_of::missing(&row.statement.training))?;
        if row.statement.enrolment.is_guest == Some(true) {
            let taken = enrolment_rows::of_guest(desk, row, &training)?;
            return self.note(desk, row, taken);
        }
        let id = known_or_new(fate)?;
        if desk.is_of_marks() {
            let nobody = registry::Person::default();
            let person = desk.people.get(&id).unwrap_or(&nobody);
            let taken = enrolment_rows::of_person(desk, row, (&id, person), &training)?;
            return self.note(desk, row, taken);
        }
        self.enrol(desk, row, &id, training)
    }

    fn enrol(&mut self, desk: &mut Desk, row: &RosterRow, id: &str, training: String) -> Result<(), Refusal> {
        if let Some(taken) = of_another_court(desk, row, id, &training)? {
            return self.note(desk, row, taken);
        }
        let court = own_court(desk, &row.statement.post)?;
        let (mut person, fresh) = person_of(desk, id, &row.statement.person, Weight::Less)?;
        if person.posts.is_empty() {
            person.posts = match self.posts.get(id) {
                Some(seen) => post_cells::of_rosters(seen),
                None => return Err(no_post(row).into()),
            };
        } else if desk.enrolment_of(id, &training).is_none()
            && let (Some(court), Some(first_day)) = (court, first_day(desk, &training))
        {
            let first_days = first_days_of(desk, id);
            post_cells::by_roster(&mut person, &row.statement.post, &court, first_day, &first_days);
            post_cells::expect_court(desk, &person, &court, first_day)?;
        }
        let taken = enrolment_rows::of_person(desk, row, (id, &person), &training)?;
        self.expect_new(desk, row, &taken)?;
        person_rows::put(desk, id, person, fresh, row)?;
        self.note(desk, row, taken)
    }

    /// Notes what a row has made of an enrolment, unless rows before have told otherwise of it.
    fn note(
        &mut self,
        desk: &mut Desk,
        row: &RosterRow,
        taken: enrolment_rows::Taken,
    ) -> Result<(), Refusal> {
        self.expect_new(desk, row, &taken)?;
        self.met.note(&taken.id, row);
        if taken.is_new {
            desk.enter(&taken.id, &taken.enrolment);
        }
        desk.enrolments.put(&taken.id, taken.enrolment);
        Ok(())
    }

    /// Refuses a second row of a roster about one enrolment, and marks that contradict those of rows before.
    fn expect_new(
        &mut self,
        desk: &Desk,
        row: &RosterRow,
        taken: &enrolment_rows::Taken,
    ) -> Result<(), Refusal> {
        if !desk.is_of_marks() && self.met.before(&taken.id).is_some() {
            return Err(met_before().into());
        }
        match &taken.said {
            Some(said) => self.met.note_marks(&taken.id, said, row).map_err(Refusal::Faults),
            None => Ok(()),
        }
    }
}

/// Tells why the rows of somebody are left out.
fn not_written(fate: &Fate) -> Option<Fault> {
    match fate {
        Fate::Open => Some(fault(
            "question_open",
            "/name/zh",
            "nobody has said yet who this is (hint: answer the question, and send the row again)".to_owned(),
            "还没有回答此人是谁（提示：请回答后重新提交本行）".to_owned(),
        )),
        Fate::LeftOut => Some(fault(
            "left_out",
            "/name/zh",
            "the answer was to leave the row out (hint: send it again to be asked anew)".to_owned(),
            "按回答略过了本行（提示：需要时请重新提交本行）".to_owned(),
        )),
        _ => None,
    }
}

fn known_or_new(fate: Option<&Fate>) -> Result<String, Refusal> {
    match fate {
        Some(Fate::Known(id) | Fate::New(id)) => Ok(id.clone()),
        Some(Fate::Faulty(fault)) => Err(fault.clone().into()),
        Some(Fate::Open | Fate::LeftOut) | None => {
            Err(Error::Internal("a row about nobody was to be taken in".to_owned()).into())
        }
    }
}

/// Returns what a row makes of the enrolment of somebody whom another court has named for a training that is held here: of the
/// person itself nothing is written.
fn of_another_court(
    desk: &Desk,
    row: &RosterRow,
    id: &str,
    training: &str,
) -> Result<Option<enrolment_rows::Taken>, Refusal> {
    let Some(person) = desk.people.before(id).filter(|_| !desk.sees(id)) else {
        return Ok(None);
    };
    if desk.enrolment_of(id, training).is_none() {
        return Ok(None);
    }
    enrolment_rows::of_person(desk, row, (id, person), training).map(Some)
}

fn first_day(desk: &Desk, training: &str) -> Option<Day> {
    Some(desk.trainings.get(training)?.from)
}

/// Returns the first days of the trainings on whose rosters a person is.
fn first_days_of(desk: &Desk, person: &str) -> Vec<Day> {
    let enrolled = desk.enrolled.get(person).into_iter().flatten();
    let trainings = enrolled.filter_map(|id| Some(desk.enrolments.get(id)?.training.as_str()));
    trainings.filter_map(|id| first_day(desk, id)).collect()
}

/// Returns what rosters tell of the posts of people who are new: that somebody was that on the first day.
fn posts_of_rosters(
    desk: &Desk,
    reading: &RosterReading,
    groups: &[Group],
    trainings: &[TrainingOfRow],
) -> RosterPosts {
    let mut posts = RosterPosts::new();
    for group in groups {
        let Fate::New(id) = &group.fate else { continue };
        for n in &group.rows {
            let training = trainings
                .get(*n)
                .and_then(|training| training.as_ref().ok()?.as_ref());
            let training = training.and_then(|id| desk.trainings.get(id));
            let (Some(row), Some(training)) = (reading.rows.get(*n), training) else {
                continue;
            };
            let cells = &row.statement.post;
            let Ok(Some(court)) = own_court(desk, cells) else {
                continue;
            };
            let from = cells
                .from
                .filter(|from| *from <= training.from)
                .unwrap_or(training.from);
            if cells.kind.is_some() {
                let of_person = posts.entry(id.clone()).or_default();
                of_person.entry(from).or_insert_with(|| (court, cells.clone()));
            }
        }
    }
    posts
}

/// Writes into both that they are others, where that was answered.
fn keep_apart(desk: &mut Desk, groups: &[Group]) -> Result<(), Error> {
    for group in groups {
        let (Fate::New(id), Some(question)) = (&group.fate, &group.question) else {
            continue;
        };
        if question.answer != Some(SheetVerdict::NewApart) || desk.people.get(id).is_none() {
            continue;
        }
        for (other, _) in &question.candidates {
            if !desk.sees(other) {
                continue;
            }
            for (one, apart) in [(id, other), (other, id)] {
                let apart = person_id(apart)?;
                let Some(mut person) = desk.people.get(one).cloned() else {
                    continue;
                };
                if !person.distinct_from.contains(&apart) {
                    person.distinct_from.push(apart);
                    desk.people.put(one, person);
                }
            }
        }
    }
    Ok(())
}

fn no_post(row: &RosterRow) -> Fault {
    let cells = &row.statement.post;
    match (&cells.court, cells.kind) {
        (Some(_), None) => post_missing(),
        _ => court_missing(),
    }
}

fn post_missing() -> Fault {
    fault(
        "post_missing",
        "/posts/0/kind",
        "the row does not say what the person is in the court (hint: fill in 职务)".to_owned(),
        "本行没有写明职务（提示：请填写“职务”）".to_owned(),
    )
}

fn met_before() -> Fault {
    fault(
        "person_twice",
        "/name/zh",
        "the person stands in the sheet before (hint: remove one of the two rows; if they are two people, write birth or identity number)".to_owned(),
        "此人在表中已经有过（提示：请删去其中一行；如果是两个人，请填写出生日期或身份证号）".to_owned(),
    )
}
