//! The dry run: what applying would do, what has to be answered, and the rows that cannot be used as a file.

use std::sync::Arc;

use access::WriteResults;
use exchange::roster::{self, RosterReading};
use exchange::{FileError, Language};
use registry::without_numbers;
use store::Session;
use store::roster_imports;

use super::desk::Desk;
use super::foretold::foretold;
use super::keeping::{Kept, REJECTED};
use super::matching::Group;
use super::working_out::WorkedOut;
use super::{SheetAnswer, SheetCandidate, SheetPlan, SheetQuestion, SheetState, SheetVerdict, verdicts};
use crate::registry::PersonLine;
use crate::registry::fault;
use crate::{App, Error, Permit};

/// How many places of a question are named.
const PLACES: usize = 20;

impl App {
    /// Tells what applying would do, and does nothing.
    ///
    /// # Errors
    /// As [`restage_sheet`](Self::restage_sheet).
    pub fn plan_sheet(&self, permit: &Permit<WriteResults>, id: &str) -> Result<SheetPlan, Error> {
        let (_, reading, worked) = self.tried(permit, id)?;
        Ok(SheetPlan {
            revision: foretold(&worked)?,
            counts: worked.counts(),
            rejected: worked.rejections.len(),
            left_out: worked.left.len(),
            open_questions: worked.open,
            issues: worked.issues(&reading),
            warnings: reading.warnings.clone(),
            is_complete: reading.is_complete(),
        })
    }

    /// Lists what has to be answered, with what was answered, in the order of the file.
    ///
    /// # Errors
    /// As [`restage_sheet`](Self::restage_sheet).
    pub fn sheet_questions(
        &self,
        permit: &Permit<WriteResults>,
        id: &str,
    ) -> Result<Vec<SheetQuestion>, Error> {
        let (_, reading, worked) = self.tried(permit, id)?;
        self.store
            .read(|session| questions(session, &worked.desk, &worked.groups, &reading))
    }

    /// Keeps answers, all of them or none, and returns the questions as [`sheet_questions`](Self::sheet_questions) does.
    ///
    /// # Errors
    /// As there; [`Error::Registry`] with `no_such_question` or `no_such_answer` under `/answers/N`.
    pub fn answer_sheet(
        &self,
        permit: &Permit<WriteResults>,
        id: &str,
        answers: &[SheetAnswer],
    ) -> Result<Vec<SheetQuestion>, Error> {
        let (kept, _, worked) = self.tried(permit, id)?;
        let mut faults = Vec::new();
        let mut written = Vec::new();
        for (n, answer) in answers.iter().enumerate() {
            let mut asked = worked.groups.iter().filter_map(|group| group.question.as_ref());
            let question = asked.find(|question| question.keys.contains(&answer.question));
            let Some(question) = question else {
                faults.push(no_such_question(n));
                continue;
            };
            match &answer.verdict {
                None => written.push((question.keys.clone(), None)),
                Some(verdict) if fits(&worked.desk, question, verdict) => {
                    let key = question.keys.first().unwrap_or(&answer.question);
                    written.push((question.keys.clone(), Some(verdicts::kept(key, verdict))));
                }
                Some(_) => faults.push(no_such_answer(n)),
            }
        }
        if !faults.is_empty() {
            return Err(Error::Registry(faults));
        }
        let import = kept.import.id;
        self.store.write_aside(move |session| {
            for (keys, answer) in &written {
                for key in keys {
                    roster_imports::forget_answer(session, &import, key)?;
                }
                if let Some(answer) = answer {
                    roster_imports::put_answer(session, &import, answer)?;
                }
            }
            Ok::<_, Error>(())
        })?;
        self.sheet_questions(permit, id)
    }

    /// Returns the rows that cannot be used, or could not, as a file in the format of the one that came, with a column of
    /// reasons: its name and its bytes. Nothing in it is masked.
    ///
    /// # Errors
    /// [`Error::NoSuchImport`]; [`Error::NoRejectedRows`].
    pub fn rejected_sheet_rows(
        &self,
        permit: &Permit<WriteResults>,
        id: &str,
        language: Language,
    ) -> Result<(String, Vec<u8>), Error> {
        let kept = self.store.read(|session| self.kept_sheet(session, permit, id))?;
        let missing = || Error::NoRejectedRows(id.to_owned());
        let name = rejected_name(&kept);
        if kept.state != SheetState::Staged {
            let bytes = self.store.read(|session| self.open_part(session, id, REJECTED))?;
            return Ok((name, bytes.ok_or_else(missing)?.to_vec()));
        }
        let (_, reading, worked) = self.tried(permit, id)?;
        match worked.rejections.is_empty() {
            true => Err(missing()),
            false => Ok((name, rejected(&kept, &reading, &worked, language)?)),
        }
    }

    /// Reads a staged file and works out what it comes to now.
    fn tried(
        &self,
        permit: &Permit<WriteResults>,
        id: &str,
    ) -> Result<(Kept, Arc<RosterReading>, WorkedOut), Error> {
        let kept = self
            .store
            .read(|session| self.staged_sheet(session, permit, id))?;
        let reading = self.read_sheet(&kept)?;
        let worked = self
            .store
            .read(|session| self.work_out(session, permit, &kept, &reading))?;
        Ok((kept, reading, worked))
    }
}

/// Returns the file of the rows that cannot be used.
pub(super) fn rejected(
    kept: &Kept,
    reading: &RosterReading,
    worked: &WorkedOut,
    language: Language,
) -> Result<Vec<u8>, FileError> {
    roster::rejected(reading, &worked.rejections, kept.format, language)
}

fn rejected_name(kept: &Kept) -> String {
    let name = roster::shown_name(&kept.wish.name);
    let name = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    format!("{stem}-rejected.{}", kept.format)
}

fn questions(
    session: &mut dyn Session,
    desk: &Desk,
    groups: &[Group],
    reading: &RosterReading,
) -> Result<Vec<SheetQuestion>, Error> {
    let mut questions = Vec::new();
    for group in groups {
        let Some(question) = &group.question else { continue };
        let rows: Vec<_> = group.rows.iter().filter_map(|n| reading.rows.get(*n)).collect();
        let Some(first) = rows.first() else { continue };
        let cells = &first.statement.person;
        let last_four = cells
            .identity_number
            .as_ref()
            .map(|number| number.last_four().to_owned());
        let mut candidates = Vec::new();
        for (person, because) in &question.candidates {
            candidates.push(SheetCandidate {
                person: person.clone(),
                line: line(session, desk, person, group)?,
                because: because.clone(),
            });
        }
        questions.push(SheetQuestion {
            id: question.keys.first().cloned().unwrap_or_default(),
            places: rows
                .iter()
                .take(PLACES)
                .map(|row| row.place.to_string())
                .collect(),
            name: cells.name.shown().to_owned(),
            name_bo: cells.name.bo.clone(),
            // Whatever was typed there, no number of anybody is shown.
            court: first.statement.post.court.as_deref().map(without_numbers),
            born: group.who.birth.map(|birth| birth.to_string()),
            last_four: last_four.or_else(|| cells.identity_last_four.clone()),
            candidates,
            may_be_new: !desk.is_of_marks(),
            answer: question.answer.clone(),
        });
    }
    Ok(questions)
}

/// Returns who a candidate is, for whoever may read that: people of the own courts, and those on a roster that is held.
fn line(
    session: &mut dyn Session,
    desk: &Desk,
    person: &str,
    group: &Group,
) -> Result<Option<PersonLine>, Error> {
    let Some(sight) = &desk.sight else { return Ok(None) };
    let courts = desk.belongs.get(person).map_or(&[][..], Vec::as_slice);
    let training = group.who.training.as_deref();
    let is_held = training
        .and_then(|id| desk.trainings.get(id))
        .is_some_and(|of| sight.holds(of));
    if !is_held && !sight.has_person(person, courts) {
        return Ok(None);
    }
    match store::records::find(session, person)? {
        Some(stored) => Ok(Some(PersonLine::of(session, &stored, desk.today)?)),
        None => Ok(None),
    }
}

fn fits(desk: &Desk, question: &super::matching::Question, verdict: &SheetVerdict) -> bool {
    let is_new = matches!(verdict, SheetVerdict::New | SheetVerdict::NewApart);
    verdicts::is_of(question, verdict) && !(is_new && desk.is_of_marks())
}

fn no_such_question(n: usize) -> registry::Fault {
    fault(
        "no_such_question",
        format!("/answers/{n}/question"),
        "that is not asked any more (hint: read the questions again)".to_owned(),
        "该问题已不存在（提示：请重新读取问题）".to_owned(),
    )
}

fn no_such_answer(n: usize) -> registry::Fault {
    fault(
        "no_such_answer",
        format!("/answers/{n}/verdict"),
        "the answer is none of this question (hint: choose one of the candidates, somebody new, or leaving out)".to_owned(),
        "该回答不适用于此问题（提示：请选择候选人、新人员或略过）".to_owned(),
    )
}
