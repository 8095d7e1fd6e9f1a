//! A person as lists show one: never a name alone, because several people have it.

use registry::{Day, Person, SecretKind};
use store::records::{StoredRecord, people};
use store::{Session, courts};

use super::person_columns::{PersonColumn, PersonFacts};
use crate::Error;

/// A person in a list: name, court, year of birth and the last four of the identity number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonLine {
    /// The id.
    pub id: String,
    /// The revision.
    pub revision: u64,
    /// The name that is shown.
    pub name: String,
    /// The name in Tibetan.
    pub name_bo: Option<String>,
    /// The code of the court to which the person belongs.
    pub court: Option<String>,
    /// The name of that court.
    pub court_name: Option<String>,
    /// The year of birth.
    pub born: Option<i16>,
    /// The last four characters of the identity number.
    pub last_four: Option<String>,
    /// Whether the person was erased.
    pub is_erased: bool,
    /// What the columns need that were chosen besides; `None` if none were.
    pub facts: Option<Box<PersonFacts>>,
}

impl PersonLine {
    /// Makes the line of a person on a day.
    pub(super) fn of(
        session: &mut dyn Session,
        stored: &StoredRecord<Person>,
        today: Day,
    ) -> Result<Self, Error> {
        let person = &stored.body;
        let court = people::courts_of(session, &stored.id, today)?.into_iter().next();
        let court_name = match &court {
            Some(code) => courts::find(session, code)?.map(|court| court.name_zh),
            None => None,
        };
        let number = person
            .secrets
            .iter()
            .find(|secret| secret.kind == SecretKind::IdentityNumber);
        Ok(Self {
            id: stored.id.clone(),
            revision: stored.revision,
            name: person.name.shown().to_owned(),
            name_bo: person.name.bo.clone(),
            court,
            court_name,
            born: person.born_on.map(Day::year),
            last_four: number.map(|number| number.last_four.clone()),
            is_erased: person.is_erased,
            facts: None,
        })
    }

    /// As [`of`](Self::of), on the day `on`, with what `columns` need besides.
    pub(super) fn with_columns(
        session: &mut dyn Session,
        stored: &StoredRecord<Person>,
        on: Day,
        columns: &[PersonColumn],
    ) -> Result<Self, Error> {
        Ok(Self {
            facts: PersonFacts::of(session, stored, on, columns)?,
            ..Self::of(session, stored, on)?
        })
    }
}
