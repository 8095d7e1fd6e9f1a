//! What a list of people may show of each besides name, court, year of birth and last four: whoever asks chooses.

use std::str::FromStr;

use registry::{Day, Person};
use store::Session;
use store::records::{self, StoredRecord, trainings};

use crate::Error;

macro_rules! columns {
    ($($(#[$doc:meta])* $column:ident = $name:literal;)+) => {
        /// A column that can be chosen.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum PersonColumn { $($(#[$doc])* $column,)+ }

        impl PersonColumn {
            /// Every column, in the order in which lists show them.
            pub const ALL: &[Self] = &[$(Self::$column),+];

            /// Returns its name in addresses, and in what is noted of who has looked.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$column => $name,)+ }
            }
        }

        impl FromStr for PersonColumn {
            /// The names that would have been understood.
            type Err = &'static [&'static str];

            fn from_str(name: &str) -> Result<Self, Self::Err> {
                match name { $($name => Ok(Self::$column),)+ _ => Err(&[$($name),+]) }
            }
        }
    };
}

columns! {
    /// The post of the day: kind, rank, quota, and the court to which somebody is lent.
    Post = "post";
    /// What is believed of every dialect.
    Skills = "skills";
    /// The pools that somebody is in.
    Pools = "pools";
    /// How often somebody was trained, and when last.
    Trained = "trained";
    /// Until when somebody cannot be called.
    Unavailability = "unavailability";
    /// The sex.
    Sex = "sex";
    /// The ethnic group.
    EthnicGroup = "ethnic_group";
    /// What was studied last.
    Education = "education";
    /// The qualification for the legal professions.
    LawQualification = "law_qualification";
    /// How and when somebody came into the courts.
    Entry = "entry";
}

/// What the columns of a list are made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonFacts {
    /// What is known, with nothing that is sealed.
    pub person: Person,
    /// How often somebody was trained, in person-times, and the first day and the title of the last of these trainings;
    /// `None` unless the column is wanted.
    pub trained: Option<(usize, Option<(Day, String)>)>,
}

impl PersonFacts {
    /// Reads what `columns` need on the day `on`; nothing if there are none.
    pub(super) fn of(
        session: &mut dyn Session,
        stored: &StoredRecord<Person>,
        on: Day,
        columns: &[PersonColumn],
    ) -> Result<Option<Box<Self>>, Error> {
        if columns.is_empty() {
            return Ok(None);
        }
        let trained = match columns.contains(&PersonColumn::Trained) {
            true => Some(trained(session, &stored.id, on)?),
            false => None,
        };
        let person = Person {
            secrets: Vec::new(),
            ..stored.body.clone()
        };
        Ok(Some(Box::new(Self { person, trained })))
    }
}

/// Counts the person-times of somebody in trainings that had begun by the day `on`, and finds the last one.
fn trained(session: &mut dyn Session, id: &str, on: Day) -> Result<(usize, Option<(Day, String)>), Error> {
    let enrolled = trainings::enrolments_of(session, id)?;
    let mut last: Option<(Day, String)> = None;
    let mut count = 0;
    for one in enrolled.iter().filter(|one| one.body.is_person_time()) {
        let training = records::find::<registry::Training>(session, one.body.training.as_str())?;
        if let Some(training) = training.filter(|training| training.body.from <= on) {
            count += 1;
            last = last.max(Some((training.body.from, training.body.title)));
        }
    }
    Ok((count, last))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_is_named_as_it_is_read() {
        for column in PersonColumn::ALL {
            assert_eq!(column.as_str().parse(), Ok(*column));
        }
        let known = "identity_number".parse::<PersonColumn>().unwrap_err();
        assert_eq!(known.len(), PersonColumn::ALL.len());
    }
}
