//! Trainings on the same days that two records of one person were in: whoever joins the two is told, and looks which is true.

use registry::{Day, Period, TrainingState};
use serde::{Deserialize, Serialize};
use store::Session;
use store::records::{self, trainings};

use crate::Error;

/// A training with its days.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TrainingDays {
    /// The id.
    pub id: String,
    /// The title.
    pub title: String,
    /// The first day.
    pub from: Day,
    /// The last day.
    pub to: Day,
}

/// Two trainings that one person cannot have been in both.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Overlap {
    /// That of the first record.
    pub one: TrainingDays,
    /// That of the other one.
    pub other: TrainingDays,
}

/// Returns the trainings of two records that share a day, by days. Somebody who was taken back was in none, and one that was
/// cancelled was held on no day.
pub(super) fn overlaps(session: &mut dyn Session, one: &str, other: &str) -> Result<Vec<Overlap>, Error> {
    let (one, other) = (days_of(session, one)?, days_of(session, other)?);
    let mut found = Vec::new();
    for one in &one {
        let met = other
            .iter()
            .filter(|other| one.id != other.id && one.period().overlaps(&other.period()));
        found.extend(met.map(|other| Overlap {
            one: one.clone(),
            other: other.clone(),
        }));
    }
    Ok(found)
}

fn days_of(session: &mut dyn Session, person: &str) -> Result<Vec<TrainingDays>, Error> {
    let mut found = Vec::new();
    for enrolled in trainings::enrolments_of(session, person)? {
        if !enrolled.body.state.takes_a_seat() {
            continue;
        }
        let training = enrolled.body.training.as_str();
        let stored = records::find::<registry::Training>(session, training)?;
        if let Some(stored) = stored.filter(|stored| stored.body.state != TrainingState::Cancelled) {
            found.push(TrainingDays {
                id: stored.id,
                title: stored.body.title,
                from: stored.body.from,
                to: stored.body.to,
            });
        }
    }
    found.sort_by(|one, other| (one.from, &one.id).cmp(&(other.from, &other.id)));
    Ok(found)
}

impl TrainingDays {
    fn period(&self) -> Period {
        Period {
            from: self.from,
            to: Some(self.to),
        }
    }
}
