//! The demonstration: invented people and trainings, the same each time, of which everybody can see that they are invented.
//!
//! The totals are those that were published of eleven years of trainings of every kind: 100 trainings, 18,494 person-times.
//! The bilingual classes are a small part of them, as they are in life.

mod dice;
mod enrolments;
mod load;
mod names;
mod people;
mod timetable;
mod trainings;

#[cfg(test)]
mod tests;

use registry::{
    Enrolment, EnrolmentId, IdentityNumber, Person, PersonId, Programme, ProgrammeId, Training, TrainingId,
};

pub use self::load::{DemoLoaded, DemoProgress};

use self::dice::Dice;

/// Trainings of the eleven years together.
pub const TRAININGS: usize = 100;
/// Person-times 人次 of them.
pub const PERSON_TIMES: usize = 18_494;
/// The first year, and the last.
const YEARS: std::ops::RangeInclusive<i16> = 2009..=2019;
/// How many people there are.
const PEOPLE: usize = 3_000;

/// What the demonstration has, each with its id. The ids are those of every other demonstration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Demonstration {
    /// The programmes.
    pub programmes: Vec<(ProgrammeId, Programme)>,
    /// The people.
    pub people: Vec<(PersonId, DemoPerson)>,
    /// The trainings, the earliest first; all of them are closed.
    pub trainings: Vec<(TrainingId, Training)>,
    /// The enrolments, by training.
    pub enrolments: Vec<(EnrolmentId, Enrolment)>,
}

/// An invented person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DemoPerson {
    /// What is known of the person, without anything that is sealed.
    pub person: Person,
    /// An identity number with a right check character, of a division that there is not.
    pub identity_number: IdentityNumber,
}

impl Demonstration {
    /// Makes it up.
    ///
    /// # Errors
    /// If the tables that come with the program are broken, which tests see; in words.
    pub fn make() -> Result<Self, String> {
        let mut dice = Dice::of(0x5348_414e_4a41_5200);
        let programmes = trainings::programmes()?;
        let people = people::make(&mut dice)?;
        let mut trainings = trainings::make(&mut dice, &programmes)?;
        let sizes = trainings::sizes(&mut dice, &trainings, &programmes);
        for ((_, training), size) in trainings.iter_mut().zip(&sizes) {
            trainings::with_venues(training, *size);
        }
        let mut enrolments = Vec::with_capacity(PERSON_TIMES + PERSON_TIMES / 50);
        for ((id, training), size) in trainings.iter().zip(sizes) {
            let programme = trainings::programme_of(training, &programmes)?;
            enrolments::add(
                &mut enrolments,
                &mut dice,
                (id, training),
                programme,
                &people,
                size,
            )?;
        }
        Ok(Self {
            programmes,
            people,
            trainings,
            enrolments,
        })
    }
}

/// Returns the id number `n` of a kind, in the form that ids have.
fn id<T: std::str::FromStr>(prefix: &str, n: usize) -> Result<T, String>
where
    T::Err: std::fmt::Display,
{
    // `de30` is a way to write "demo" in hexadecimal digits.
    let text = format!("{prefix}de30{n:020x}");
    text.parse().map_err(|err: T::Err| err.to_string())
}
