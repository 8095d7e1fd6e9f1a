//! Lessons: what is taught on which half-day, by whom and where.

use serde::{Deserialize, Serialize};

use crate::{Day, HalfDay, PersonId};

/// A lesson of one half-day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lesson {
    /// The day.
    pub day: Day,
    /// Which half of it.
    pub half: HalfDay,
    /// What is taught.
    pub topic: String,
    /// Who teaches, of the registry.
    #[serde(default)]
    pub lecturer: Option<PersonId>,
    /// Who teaches, in the words of the plan; for guests it is all there is.
    #[serde(default)]
    pub lecturer_name: Option<String>,
    /// Where: the name of a venue of the training; every one if it is left out.
    #[serde(default)]
    pub venue: Option<String>,
    /// For which group of the training; for all if it is left out.
    #[serde(default)]
    pub group: Option<String>,
    /// The room.
    #[serde(default)]
    pub room: Option<String>,
}

impl Lesson {
    /// Tells whether it is held for the trainees of `group` at `venue`.
    #[must_use]
    pub fn is_for(&self, group: Option<&str>, venue: Option<&str>) -> bool {
        let fits = |wanted: &Option<String>, own: Option<&str>| {
            wanted.as_deref().is_none_or(|wanted| own == Some(wanted))
        };
        fits(&self.group, group) && fits(&self.venue, venue)
    }

    /// Tells whether somebody could be asked to be in both at once.
    #[must_use]
    pub fn collides(&self, other: &Self) -> bool {
        let may_meet =
            |one: &Option<String>, other: &Option<String>| one.is_none() || other.is_none() || one == other;
        (self.day, self.half) == (other.day, other.half)
            && may_meet(&self.group, &other.group)
            && may_meet(&self.venue, &other.venue)
    }
}
