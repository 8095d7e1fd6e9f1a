//! Rows about who is enrolled, in the order in which rosters are printed.

use exchange::roster::{PersonCells, PostCells, RosterKind, Statement, TrainingCells};
use registry::{Enrolment, Person, Trainee, Training};
use store::records::{self, StoredRecord, people};

use super::cells;
use super::gathering::Gathering;
use crate::Error;
use crate::registry::enrolments::roster;
use crate::registry::people::stayed;
use crate::registry::printed_order::PrintedOrder;

/// Somebody who is enrolled: who it is now, and whether the caller may know all of the person.
#[derive(Clone)]
pub(super) struct Enrolled {
    id: String,
    stored: StoredRecord<Person>,
    is_whole: bool,
}

impl Gathering<'_> {
    pub(super) fn of_training(&mut self, training: &StoredRecord<Training>) -> Result<Vec<Statement>, Error> {
        let programme = self.programme_of(&training.body);
        if self.wanted.kind == RosterKind::Trainings {
            return Ok(vec![Statement {
                training: cells::training(&training.id, &training.body, programme),
                ..Statement::default()
            }]);
        }
        let which = cells::which_training(&training.id, &training.body, programme);
        let order = PrintedOrder::of(self.session, &training.body)?;
        let mut rows = Vec::new();
        for stored in roster(self.session, &training.id)? {
            let is_said = match self.wanted.kind {
                _ if self.is_filled => true,
                RosterKind::Attendance => !stored.body.attendance.is_empty(),
                RosterKind::Results => !stored.body.results.is_empty(),
                _ => true,
            };
            if !is_said
                || !self.is_of_court(&stored.body)
                || !self
                    .reach
                    .sees(self.session, &stored.body, &training.body, self.today)?
            {
                continue;
            }
            let row = self.of_enrolment(&stored, which.clone())?;
            let name = row.person.name.shown().to_owned();
            rows.push((order.place(&stored.body, &name, &stored.id), row));
        }
        rows.sort_by(|one, other| one.0.cmp(&other.0));
        Ok(rows.into_iter().map(|(_, row)| row).collect())
    }

    fn of_enrolment(
        &mut self,
        stored: &StoredRecord<Enrolment>,
        training: TrainingCells,
    ) -> Result<Statement, Error> {
        let enrolment = &stored.body;
        let (person, today) = match &enrolment.trainee {
            Trainee::Guest { name, unit } => (cells::guest(name), cells::from_court(Some(unit.clone()))),
            Trainee::Person(id) => self.enrolled(id.as_str())?,
        };
        let post = match &enrolment.snapshot {
            Some(snapshot) => cells::snapshot(snapshot, self.called(&snapshot.court)),
            None => PostCells {
                from: None,
                to: None,
                document: None,
                ..today
            },
        };
        let by = enrolment.nominated_by.as_ref().map(|court| self.called(court));
        Ok(Statement {
            training,
            person,
            post,
            enrolment: cells::enrolment(&stored.id, enrolment, by),
            attendance: enrolment.attendance.iter().map(cells::attendance).collect(),
            results: enrolment.results.iter().map(cells::result).collect(),
            ..Statement::default()
        })
    }

    /// Says of whoever is enrolled what may be said: all of whom the caller may know, and of others what a roster shows.
    fn enrolled(&mut self, id: &str) -> Result<(PersonCells, PostCells), Error> {
        if !self.known.contains_key(id) {
            let into = stayed(self.session, id)?.unwrap_or_else(|| id.to_owned());
            let found = match records::find::<Person>(self.session, &into)? {
                Some(stored) => {
                    let courts = people::courts_of(self.session, &into, self.today)?;
                    let is_whole = self.reach.has_person(&into, &courts);
                    Some(Enrolled {
                        id: into,
                        stored,
                        is_whole,
                    })
                }
                None => None,
            };
            self.known.insert(id.to_owned(), found);
        }
        let Some(Enrolled { id, stored, is_whole }) = self.known.get(id).cloned().flatten() else {
            return Ok((PersonCells::default(), PostCells::default()));
        };
        let is_short = !self.is_filled && self.wanted.kind != RosterKind::Enrolments;
        match is_whole && !is_short {
            true => {
                let someone = self.someone(&stored, self.today)?;
                Ok((someone.cells, someone.post))
            }
            false => {
                let court = people::courts_of(self.session, &id, self.today)?
                    .into_iter()
                    .next();
                let called = court.filter(|_| is_whole).map(|court| self.called(&court));
                Ok((cells::named(&id, &stored.body), cells::from_court(called)))
            }
        }
    }

    /// Tells whether an enrolment is of the court that was asked for: by whom it was named, or by what the person was.
    fn is_of_court(&self, enrolment: &Enrolment) -> bool {
        let Some(below) = &self.below else { return true };
        let was = enrolment.snapshot.as_ref().map(|snapshot| &snapshot.court);
        was.or(enrolment.nominated_by.as_ref())
            .is_some_and(|court| below.contains(court))
    }
}
