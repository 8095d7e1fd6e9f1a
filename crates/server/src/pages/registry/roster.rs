//! A roster as pages and sheets show it: who is on it, in the order in which it is printed.

use std::collections::BTreeMap;

use access::{Permit, ReadRegistry};
use app::registry::rules::{EnrolmentState, Lesson, Trainee, Training, TrainingState};
use app::registry::{EnrolmentEntry, TrainingEntry};
use app::{App, Error};
use serde::Serialize;

use super::courts::Courts;

/// A training with those on its roster whom somebody may see.
pub struct Roster {
    pub id: String,
    pub revision: u64,
    pub training: Training,
    /// Whether somebody stands on it, also of those whom whoever reads does not see.
    pub has_roster: bool,
    pub courts: Courts,
    /// In the order in which they are printed: those who take a seat by venue, group, court and the sound of their names, then
    /// who waits, then who does not come.
    pub entries: Vec<EnrolmentEntry>,
    /// Whether a court of whoever asks holds the training.
    pub is_held: bool,
    /// What lecturers are called whom the timetable has by id.
    lecturers: BTreeMap<String, String>,
}

/// Somebody on the roster.
#[derive(Debug, Clone, Default, Serialize)]
pub struct RosterRow {
    pub id: String,
    pub revision: u64,
    /// The place in the printed order, from 1.
    pub number: usize,
    pub person: Option<String>,
    pub name: String,
    pub name_bo: Option<String>,
    pub court: String,
    pub department: Option<String>,
    pub kind: Option<&'static str>,
    pub rank: Option<&'static str>,
    pub born: Option<i16>,
    pub last_four: Option<String>,
    pub state: &'static str,
    pub group: Option<String>,
    pub venue: Option<String>,
    pub waiting_place: Option<u16>,
    pub reason: Option<String>,
    pub hours: Option<String>,
}

impl Roster {
    /// Reads it.
    ///
    /// # Errors
    /// [`Error::NoSuchRecord`].
    pub fn of(app: &App, permit: &Permit<ReadRegistry>, id: &str) -> Result<Self, Error> {
        let TrainingEntry {
            id,
            revision,
            training,
            has_roster,
        } = app.find_training(permit, id)?;
        let courts = Courts::of(app, permit)?;
        let lecturers = app.lecturer_names(permit, &training)?;
        let entries = app.list_enrolments(permit, &id, None)?;
        Ok(Self {
            is_held: courts.hold(training.court.as_deref()),
            id,
            revision,
            training,
            has_roster,
            courts,
            entries,
            lecturers,
        })
    }

    /// Returns who teaches a lesson, as the timetable says it, or as the registry calls the person.
    pub fn lecturer(&self, lesson: &Lesson) -> Option<String> {
        let known = || self.lecturers.get(lesson.lecturer.as_ref()?.as_str()).cloned();
        lesson.lecturer_name.clone().or_else(known)
    }

    /// Returns those who take a seat, with their places.
    pub fn seated(&self) -> Vec<&EnrolmentEntry> {
        self.entries
            .iter()
            .filter(|entry| entry.enrolment.state.takes_a_seat())
            .collect()
    }

    /// Returns the row of an entry at a place.
    pub fn row(&self, place: usize, entry: &EnrolmentEntry) -> RosterRow {
        let (enrolment, line) = (&entry.enrolment, entry.person.as_ref());
        let snapshot = enrolment.snapshot.as_ref();
        let (name, unit) = named(entry);
        let court = snapshot.map(|snapshot| self.courts.name(&snapshot.court));
        let of_line = line.and_then(|line| line.court_name.clone());
        // The name of a court that is not one's own is known from whoever belongs to it.
        let is_there = line.is_some_and(|line| line.court == snapshot.map(|snapshot| snapshot.court.clone()));
        RosterRow {
            id: entry.id.clone(),
            revision: entry.revision,
            number: place + 1,
            person: line.map(|line| line.id.clone()),
            name_bo: line
                .and_then(|line| line.name_bo.clone())
                .filter(|bo| *bo != name),
            name,
            court: unit
                .or(of_line.filter(|_| is_there))
                .or(court)
                .unwrap_or_default(),
            department: snapshot.and_then(|snapshot| snapshot.department.clone()),
            kind: snapshot.map(|snapshot| snapshot.kind.as_str()),
            rank: snapshot
                .and_then(|snapshot| snapshot.rank)
                .map(app::registry::rules::JudgeRank::as_str),
            born: line.and_then(|line| line.born),
            last_four: line.and_then(|line| line.last_four.clone()),
            state: enrolment.state.as_str(),
            group: enrolment.group.clone(),
            venue: enrolment.venue.clone(),
            waiting_place: enrolment.waiting_place,
            reason: enrolment.reason.clone(),
            hours: enrolment.credited.map(|hours| hours.to_string()),
        }
    }

    /// Returns the rows of `entries` in their order.
    pub fn rows(&self, entries: &[&EnrolmentEntry]) -> Vec<RosterRow> {
        entries
            .iter()
            .enumerate()
            .map(|(place, entry)| self.row(place, entry))
            .collect()
    }

    /// Tells whether attendance and results can be entered: by a court that holds the training, until it is over.
    pub fn is_open(&self) -> bool {
        let state = self.training.state;
        self.is_held && matches!(state, TrainingState::Planned | TrainingState::Open)
    }

    /// Counts who is how far.
    pub fn counts(&self) -> Vec<(&'static str, usize)> {
        let of = |state: &EnrolmentState| {
            self.entries
                .iter()
                .filter(|entry| entry.enrolment.state == *state)
                .count()
        };
        let counts = EnrolmentState::ALL
            .iter()
            .map(|state| (state.as_str(), of(state)));
        counts.filter(|(_, count)| *count > 0).collect()
    }
}

/// Returns the name of whoever is enrolled, and of a guest also the unit.
pub fn named(entry: &EnrolmentEntry) -> (String, Option<String>) {
    let unit = match &entry.enrolment.trainee {
        Trainee::Guest { unit, .. } => Some(unit.clone()),
        Trainee::Person(_) => None,
    };
    (entry.name().to_owned(), unit)
}
