//! Rosters as somebody may see them.

use std::collections::BTreeMap;

use access::ReadRegistry;
use registry::{Day, Enrolment, EnrolmentState, Trainee, Training};
use store::Session;
use store::records::{self, StoredRecord, trainings};

use super::people::{person_now, seen_person};
use super::printed_order::PrintedOrder;
use super::reach::Reach;
use super::seats::places;
use super::{PersonLine, newest};
use crate::audit::AuditEvent;
use crate::{App, Error, Permit};

/// An enrolment as somebody reads it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EnrolmentEntry {
    /// The id.
    pub id: String,
    /// The revision.
    pub revision: u64,
    /// What it says.
    pub enrolment: Enrolment,
    /// Who; `None` for a guest, of whom the enrolment says all there is.
    pub person: Option<PersonLine>,
    /// The title and the first day of the training.
    pub training: Option<(String, Day)>,
}

impl EnrolmentEntry {
    /// Returns what whoever is enrolled is called; the id of a person of whom there is nothing more.
    #[must_use]
    pub fn name(&self) -> &str {
        match (&self.enrolment.trainee, &self.person) {
            (Trainee::Guest { name, .. }, _) => name,
            (Trainee::Person(_), Some(line)) => &line.name,
            (Trainee::Person(id), None) => id.as_str(),
        }
    }
}

impl App {
    /// Lists the enrolments of a training that the caller may see, in the order in which rosters are printed: all of them for
    /// whoever holds it, and for others those whom a court of theirs has named or who belong to one now.
    ///
    /// # Errors
    /// [`Error::NoSuchRecord`].
    pub fn list_enrolments(
        &self,
        permit: &Permit<ReadRegistry>,
        training: &str,
        state: Option<EnrolmentState>,
    ) -> Result<Vec<EnrolmentEntry>, Error> {
        let today = self.registry_today();
        self.store.read(|session| {
            let reach = Reach::of(session, permit)?;
            let of = newest::<Training>(session, training)?;
            let mut entries = Vec::new();
            for stored in roster(session, training)? {
                let is_wanted = state.is_none_or(|state| stored.body.state == state);
                if is_wanted && reach.sees(session, &stored.body, &of.body, today)? {
                    let person = line_of(session, &stored.body, today)?;
                    let title = Some((of.body.title.clone(), of.body.from));
                    entries.push(entry(stored, person, title));
                }
            }
            let order = PrintedOrder::of(session, &of.body)?;
            entries.sort_by_cached_key(|entry| order.place(&entry.enrolment, entry.name(), &entry.id));
            Ok(entries)
        })
    }

    /// Lists the trainings of a person, and notes how many: all of them for whoever may see the person now, and for others those to which a
    /// court of theirs has named the person.
    ///
    /// # Errors
    /// [`Error::NoSuchRecord`] if there is nothing that the caller may know of; [`Error::RecordMerged`].
    pub fn person_trainings(
        &self,
        permit: &Permit<ReadRegistry>,
        id: &str,
    ) -> Result<Vec<EnrolmentEntry>, Error> {
        let found = self.trainings_of(permit, id)?;
        let event = AuditEvent::done("list-people")
            .on("person", id)
            .fields(&["trainings"])
            .detail(found.len().to_string());
        self.record(permit.actor(), &event)?;
        Ok(found)
    }

    /// As [`person_trainings`](Self::person_trainings), for what is noted otherwise.
    pub(super) fn trainings_of(
        &self,
        permit: &Permit<ReadRegistry>,
        id: &str,
    ) -> Result<Vec<EnrolmentEntry>, Error> {
        let today = self.registry_today();
        self.store.read(|session| {
            let reach = Reach::of(session, permit)?;
            let seen = seen_person(session, &reach, id, today).map(drop);
            let mut enrolled = trainings::enrolments_of(session, id)?;
            if let Err(missing) = seen {
                if !matches!(missing, Error::NoSuchRecord(_)) {
                    return Err(missing);
                }
                enrolled.retain(|stored| !reach.is_everywhere() && reach.has_any(&stored.body.nominated_by));
                if enrolled.is_empty() {
                    return Err(missing);
                }
            }
            with_trainings(session, enrolled, today)
        })
    }
}

/// Returns enrolments of one person or of several with whom and what they are about.
pub(super) fn with_trainings(
    session: &mut dyn Session,
    enrolled: Vec<StoredRecord<Enrolment>>,
    today: Day,
) -> Result<Vec<EnrolmentEntry>, Error> {
    let mut titles: BTreeMap<String, Option<(String, Day)>> = BTreeMap::new();
    let mut entries = Vec::new();
    for mut stored in enrolled {
        let training = stored.body.training.as_str().to_owned();
        if stored.body.state == EnrolmentState::Waiting {
            let roster = roster(session, &training)?;
            let own = roster.iter().find(|one| one.id == stored.id);
            stored.body.waiting_place = own.and_then(|own| own.body.waiting_place);
        }
        if !titles.contains_key(&training) {
            let found = records::find::<Training>(session, &training)?;
            let title = found.map(|found| (found.body.title, found.body.from));
            titles.insert(training.clone(), title);
        }
        let person = line_of(session, &stored.body, today)?;
        entries.push(entry(stored, person, titles.get(&training).cloned().flatten()));
    }
    Ok(entries)
}

/// Returns the roster of a training as it is shown: whoever waits with the place among those who wait now.
pub(super) fn roster(
    session: &mut dyn Session,
    training: &str,
) -> Result<Vec<StoredRecord<Enrolment>>, Error> {
    let mut roster = trainings::enrolments(session, training)?;
    let places = places(roster.iter().map(|one| (one.id.as_str(), &one.body)));
    for one in &mut roster {
        one.body.waiting_place = places.get(&one.id).copied();
    }
    Ok(roster)
}

/// Returns who is enrolled; somebody who was joined into another person is that one.
fn line_of(
    session: &mut dyn Session,
    enrolment: &Enrolment,
    today: Day,
) -> Result<Option<PersonLine>, Error> {
    let Some(person) = enrolment.person() else {
        return Ok(None);
    };
    match person_now(session, person.as_str())? {
        Some(stored) => Ok(Some(PersonLine::of(session, &stored, today)?)),
        None => Ok(None),
    }
}

fn entry(
    stored: StoredRecord<Enrolment>,
    person: Option<PersonLine>,
    training: Option<(String, Day)>,
) -> EnrolmentEntry {
    EnrolmentEntry {
        id: stored.id,
        revision: stored.revision,
        enrolment: stored.body,
        person,
        training,
    }
}
