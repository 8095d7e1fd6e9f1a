//! The lecturers of a training: who may be named, what they are called, and who they are after records were joined.

use std::collections::BTreeMap;

use access::ReadRegistry;
use registry::{Day, Fault, Lesson, PersonId, Training};
use store::records::trainings::{self, TrainingsOf};
use store::records::{RecordDeed, people};
use store::{Session, Stamp, Tx};

use super::people::{person_now, seen_person, stayed};
use super::reach::Reach;
use super::{expect_none, fault};
use crate::{App, Error, Permit};

/// How many trainings are read at once.
const AT_ONCE: usize = 200;

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

/// Puts into a timetable who stayed for whoever was joined into somebody, and refuses a lecturer who is nobody, was erased, or
/// is of courts that whoever writes does not reach. Whom the timetable named before may stay in it.
///
/// # Errors
/// [`Error::Registry`] with every lesson it is about.
pub(super) fn settle_lecturers(
    session: &mut dyn Session,
    reach: &Reach,
    known: &[Lesson],
    lessons: &mut [Lesson],
    today: Day,
) -> Result<(), Error> {
    let mut faults = Vec::new();
    for (n, lesson) in lessons.iter_mut().enumerate() {
        let Some(lecturer) = &lesson.lecturer else {
            continue;
        };
        let is_known = known
            .iter()
            .any(|other| other.lecturer.as_ref() == Some(lecturer));
        let id = lecturer.as_str().to_owned();
        let stays = match seen_person(session, reach, &id, today) {
            Ok(found) => (is_known || !found.body.is_erased).then_some(found.id),
            Err(Error::RecordMerged { into, .. }) => Some(into),
            Err(Error::NoSuchRecord(_)) if is_known => Some(stayed(session, &id)?.unwrap_or(id.clone())),
            Err(Error::NoSuchRecord(_)) => None,
            Err(other) => return Err(other),
        };
        match stays.and_then(|stays| stays.parse().ok()) {
            Some(stays) => lesson.lecturer = Some(stays),
            None => faults.push(no_such_lecturer(n, &id)),
        }
    }
    expect_none(faults)
}

fn no_such_lecturer(n: usize, id: &str) -> Fault {
    fault(
        "no_such_lecturer",
        format!("/lessons/{n}/lecturer"),
        format!(
            "there is no person `{id}` of yours who could teach (hint: take the id from the list of people, or write the name alone in `lecturer_name`)"
        ),
        format!("您所辖人员中没有 `{id}`（提示：请从人员列表中选用编号；外请的授课人只写姓名）"),
    )
}

/// Puts `kept` into every timetable that names `gone`, who was joined into that one.
pub(super) fn carry_lessons(
    tx: &mut Tx<'_>,
    gone: &str,
    kept: &str,
    act: &RecordDeed,
    stamp: &Stamp,
) -> Result<(), Error> {
    let kept: PersonId = kept.parse().map_err(|_| Error::NoSuchRecord("person"))?;
    let names = |lesson: &Lesson| {
        lesson
            .lecturer
            .as_ref()
            .is_some_and(|lecturer| lecturer.as_str() == gone)
    };
    let mut last: Option<(String, String)> = None;
    loop {
        let after = last.as_ref().map(|(from, id)| (from.as_str(), id.as_str()));
        let page = trainings::list(tx, &TrainingsOf::default(), after, AT_ONCE)?;
        last = page.last().map(|one| (one.body.from.to_string(), one.id.clone()));
        let is_last = page.len() < AT_ONCE;
        for stored in page {
            let mut training = stored.body;
            let mut lessons = training
                .lessons
                .iter_mut()
                .filter(|lesson| names(lesson))
                .peekable();
            if lessons.peek().is_none() {
                continue;
            }
            lessons.for_each(|lesson| lesson.lecturer = Some(kept.clone()));
            tx.put_record(&stored.id, stored.revision, training, act, stamp)?;
        }
        if is_last {
            return Ok(());
        }
    }
}
