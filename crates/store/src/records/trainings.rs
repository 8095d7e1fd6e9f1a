//! Finding trainings by their days, and enrolments by training and by person.

use registry::{Enrolment, EnrolmentState, PersonId, Training, TrainingState};

use super::{FoundBy, Record, StoredRecord, stored_of};
use crate::value::values;
use crate::{Error, Kind, Session, Value};

impl Record for Training {
    const KIND: Kind = Kind::Training;
    const FOUND_BY: Option<FoundBy> = Some(FoundBy {
        table: "training_listed",
        key: "training",
        columns: &["programme", "year", "from_day", "to_day", "state"],
        is_single: true,
    });

    fn rows(&self) -> Vec<Vec<Value>> {
        let row = values![
            self.programme.as_str(),
            i64::from(self.year()),
            self.from.to_string(),
            self.to.to_string(),
            self.state.as_str()
        ];
        vec![row.into()]
    }
}

impl Record for Enrolment {
    const KIND: Kind = Kind::Enrolment;
    const FOUND_BY: Option<FoundBy> = Some(FoundBy {
        table: "enrolment_listed",
        key: "enrolment",
        columns: &["training", "person", "court", "state"],
        is_single: true,
    });

    fn rows(&self) -> Vec<Vec<Value>> {
        let row = values![
            self.training.as_str(),
            self.person().map(PersonId::as_str),
            self.nominated_by.as_deref(),
            self.state.as_str()
        ];
        vec![row.into()]
    }

    /// A person is enrolled in a training once.
    fn expect_place(&self, session: &mut dyn Session, id: &str) -> Result<(), Error> {
        let Some(person) = self.person() else {
            return Ok(());
        };
        let others = crate::session::one_count(
            session,
            "SELECT COUNT(*) FROM enrolment_listed WHERE training = ?1 AND person = ?2 AND enrolment <> ?3",
            &values![self.training.as_str(), person.as_str(), id],
        )?;
        match others {
            0 => Ok(()),
            _ => Err(Error::Taken {
                what: "enrolment of the person",
                id: person.as_str().to_owned(),
            }),
        }
    }
}

/// Which trainings a list holds; everything that is given must hold.
#[derive(Debug, Clone, Copy, Default)]
pub struct TrainingsOf<'a> {
    /// Those of this year.
    pub year: Option<i16>,
    /// Those of this programme.
    pub programme: Option<&'a str>,
    /// Those that have come so far.
    pub state: Option<TrainingState>,
}

/// Lists up to `limit` trainings by first day and id; those behind `after`, a day and an id.
///
/// # Errors
/// If one cannot be read.
pub fn list(
    session: &mut dyn Session,
    of: &TrainingsOf<'_>,
    after: Option<(&str, &str)>,
    limit: usize,
) -> Result<Vec<StoredRecord<Training>>, Error> {
    let (day, id) = after.unwrap_or(("", ""));
    let rows = session.query(
        "SELECT r.id, r.revision, r.body, r.updated_at_ms, r.seq FROM training_listed t \
         JOIN record r ON r.kind = 'training' AND r.id = t.training \
         WHERE (?1 < 0 OR t.year = ?1) AND (t.from_day > ?2 OR (t.from_day = ?2 AND t.training > ?3)) \
         AND (?5 = '' OR t.programme = ?5) AND (?6 = '' OR t.state = ?6) ORDER BY t.from_day, t.training LIMIT ?4",
        &values![
            i64::from(of.year.unwrap_or(-1)),
            day,
            id,
            limit,
            of.programme.unwrap_or(""),
            of.state.map_or("", TrainingState::as_str)
        ],
    )?;
    rows.iter().map(stored_of).collect()
}

/// Lists all enrolments of a training, by id.
///
/// # Errors
/// If one cannot be read.
pub fn enrolments(session: &mut dyn Session, training: &str) -> Result<Vec<StoredRecord<Enrolment>>, Error> {
    enrolments_where(session, "training", training)
}

/// Lists all enrolments of a person, by id.
///
/// # Errors
/// If one cannot be read.
pub fn enrolments_of(session: &mut dyn Session, person: &str) -> Result<Vec<StoredRecord<Enrolment>>, Error> {
    enrolments_where(session, "person", person)
}

/// Counts the seats of a training that the people of a court take.
///
/// # Errors
/// If they cannot be counted.
pub fn seats_taken(session: &mut dyn Session, training: &str, court: &str) -> Result<u64, Error> {
    let taking = EnrolmentState::ALL.iter().filter(|state| state.takes_a_seat());
    let taking: Vec<String> = taking.map(|state| format!("'{state}'")).collect();
    let sql = format!(
        "SELECT COUNT(*) FROM enrolment_listed WHERE training = ?1 AND court = ?2 AND state IN ({})",
        taking.join(", ")
    );
    crate::session::one_count(session, &sql, &values![training, court])
}

/// Counts those who stand on the roster of a training.
///
/// # Errors
/// If they cannot be counted.
pub fn on_roster(session: &mut dyn Session, training: &str) -> Result<u64, Error> {
    let on_it = EnrolmentState::ALL.iter().filter(|state| state.is_on_roster());
    let on_it: Vec<String> = on_it.map(|state| format!("'{state}'")).collect();
    let sql = format!(
        "SELECT COUNT(*) FROM enrolment_listed WHERE training = ?1 AND state IN ({})",
        on_it.join(", ")
    );
    crate::session::one_count(session, &sql, &values![training])
}

fn enrolments_where(
    session: &mut dyn Session,
    column: &str,
    id: &str,
) -> Result<Vec<StoredRecord<Enrolment>>, Error> {
    let sql = format!(
        "SELECT r.id, r.revision, r.body, r.updated_at_ms, r.seq FROM enrolment_listed e \
         JOIN record r ON r.kind = 'enrolment' AND r.id = e.enrolment WHERE e.{column} = ?1 ORDER BY r.id"
    );
    session.query(&sql, &values![id])?.iter().map(stored_of).collect()
}
