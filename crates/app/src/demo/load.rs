//! Loading the demonstration into a registry that has nobody else in it.

use access::WriteRegistry;
use store::records::{self, Record};
use store::{Kind, Session};

use super::Demonstration;
use crate::registry::{PersonInput, RegistryItem, Wanted, known_courts};
use crate::{App, Error, Permit};

/// How many records are one transaction: other writes wait for no more.
const CHUNK: usize = 400;

/// What was loaded, and what was there before.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct DemoLoaded {
    /// The courts of the table.
    pub courts: usize,
    /// People.
    pub people: usize,
    /// Trainings.
    pub trainings: usize,
    /// Person-times 人次 of them.
    pub person_times: usize,
    /// Of all records, those that were written now.
    pub written: usize,
}

/// How far it has come: records done, of how many.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DemoProgress {
    /// Done.
    pub done: usize,
    /// Of so many.
    pub total: usize,
}

impl App {
    /// Loads the demonstration, a few hundred records at a time. What was there stays as it is, so that a second time
    /// changes nothing, and one that was cut off is finished.
    ///
    /// # Errors
    /// [`Error::RegistryInUse`] if there are people who are not of the demonstration; [`Error::Refused`].
    pub fn load_demonstration(
        &self,
        permit: &Permit<WriteRegistry>,
        mut progress: impl FnMut(DemoProgress),
    ) -> Result<DemoLoaded, Error> {
        let demo = Demonstration::make().map_err(Error::Internal)?;
        let others = self.store.read(|session| others(session, &demo))?;
        if others > 0 {
            return Err(Error::RegistryInUse { people: others });
        }
        let courts = known_courts().map_err(Error::Internal)?;
        let mut loaded = DemoLoaded {
            courts: courts.len(),
            people: demo.people.len(),
            trainings: demo.trainings.len(),
            person_times: demo
                .enrolments
                .iter()
                .filter(|(_, one)| one.is_person_time())
                .count(),
            written: 0,
        };
        let items = items(demo, courts);
        let total = items.len();
        let (mut items, mut done) = (items.into_iter(), 0);
        loop {
            let chunk: Vec<RegistryItem> = items.by_ref().take(CHUNK).collect();
            if chunk.is_empty() {
                return Ok(loaded);
            }
            done += chunk.len();
            let missing = self.store.read(|session| missing(session, chunk))?;
            loaded.written += missing.len();
            if !missing.is_empty() {
                self.load_registry(permit, missing)?;
            }
            progress(DemoProgress { done, total });
        }
    }
}

/// Counts the people who are not of the demonstration.
fn others(session: &mut dyn Session, demo: &Demonstration) -> Result<u64, Error> {
    let all = records::count(session, Kind::Person)?;
    let mut own = 0;
    if all > 0 {
        for (id, _) in &demo.people {
            own += u64::from(records::find::<registry::Person>(session, id.as_str())?.is_some());
        }
    }
    Ok(all.saturating_sub(own))
}

fn items(demo: Demonstration, courts: Vec<(String, registry::Court)>) -> Vec<RegistryItem> {
    let courts = courts
        .into_iter()
        .map(|(code, court)| RegistryItem::Court(code, court));
    let programmes = demo.programmes.into_iter();
    let programmes = programmes.map(|(id, programme)| RegistryItem::Programme(id.into(), programme));
    let people = demo.people.into_iter().map(|(id, demo)| {
        let input = PersonInput {
            person: demo.person,
            identity_number: Wanted::Is(demo.identity_number),
            phones: None,
        };
        RegistryItem::Person(id.into(), Box::new(input))
    });
    let trainings = demo.trainings.into_iter();
    let trainings = trainings.map(|(id, training)| RegistryItem::Training(id.into(), Box::new(training)));
    let enrolments = demo.enrolments.into_iter();
    let enrolments = enrolments.map(|(id, one)| RegistryItem::Enrolment(id.into(), Box::new(one)));
    courts
        .chain(programmes)
        .chain(people)
        .chain(trainings)
        .chain(enrolments)
        .collect()
}

/// Returns the items that were never there. One that was taken away since stays away.
fn missing(session: &mut dyn Session, items: Vec<RegistryItem>) -> Result<Vec<RegistryItem>, Error> {
    let mut missing = Vec::new();
    for item in items {
        let was_there = match &item {
            RegistryItem::Court(id, _) => ever::<registry::Court>(session, id),
            RegistryItem::Person(id, _) => ever::<registry::Person>(session, id),
            RegistryItem::Programme(id, _) => ever::<registry::Programme>(session, id),
            RegistryItem::Training(id, _) => ever::<registry::Training>(session, id),
            RegistryItem::Enrolment(id, _) => ever::<registry::Enrolment>(session, id),
        };
        if !was_there? {
            missing.push(item);
        }
    }
    Ok(missing)
}

fn ever<R: Record>(session: &mut dyn Session, id: &str) -> Result<bool, Error> {
    Ok(!records::list_revisions::<R>(session, id, None, 1)?.is_empty())
}
