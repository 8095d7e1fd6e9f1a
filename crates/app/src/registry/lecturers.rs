//! What the lecturers of a training are called, where its timetable names them by id alone.

use std::collections::BTreeMap;

use access::ReadRegistry;
use registry::Training;
use store::records::people;

use super::people::person_now;
use super::reach::Reach;
use crate::{App, Error, Permit};

impl App {
    /// Returns the names of the lecturers of a training by the ids that its lessons have: all of them for whoever holds it,
    /// and for others those whom they may see. Whoever was joined into another person is called as that one.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub fn lecturer_names(
        &self,
        permit: &Permit<ReadRegistry>,
        training: &Training,
    ) -> Result<BTreeMap<String, String>, Error> {
        let today = self.registry_today();
        self.store.read(|session| {
            let reach = Reach::of(session, permit)?;
            let holds = reach.holds(training);
            let mut names = BTreeMap::new();
            for lecturer in training
                .lessons
                .iter()
                .filter_map(|lesson| lesson.lecturer.as_ref())
            {
                let id = lecturer.as_str();
                if names.contains_key(id) {
                    continue;
                }
                let Some(found) = person_now(session, id)? else {
                    continue;
                };
                let courts = people::courts_of(session, &found.id, today)?;
                if holds || reach.has_person(&found.id, &courts) {
                    names.insert(id.to_owned(), found.body.name.shown().to_owned());
                }
            }
            Ok(names)
        })
    }
}
