//! Whose records have run out, as a list to look at: nothing is erased by it.

use std::collections::BTreeMap;

use access::ErasePeople;
use registry::retention::{last_training, left_service};
use registry::{Day, Enrolment, Person, RetentionClass, RetentionEvent, Training};
use store::Session;
use store::records::people::{self, PeopleOf};
use store::records::{self, StoredRecord, trainings};

use super::PersonLine;
use super::reach::Reach;
use super::tables::retention_classes;
use crate::audit::AuditEvent;
use crate::{App, Error, Permit};

/// How many people are looked at in one reading of the list.
const AT_ONCE: usize = 200;

/// Something of a person that has run out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RetentionDue {
    /// The id of the person.
    pub person: String,
    /// The class, by its name.
    pub class: String,
    /// The day from which the years count.
    pub since: Day,
    /// The first day on which it is not to be kept any more.
    pub due_on: Day,
}

/// Which page of whose records have run out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RetentionWanted {
    /// How many years the court gives to a class, in place of what the table says.
    pub years: BTreeMap<String, u16>,
    /// The day on which; today if it is left out.
    pub on: Option<Day>,
    /// The id behind which the page begins.
    pub after: Option<String>,
    /// At most so many people.
    pub limit: usize,
}

/// Somebody of whom something has run out, never by the name alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RetentionPerson {
    /// Who it is.
    pub line: PersonLine,
    /// What has run out, by class.
    pub due: Vec<RetentionDue>,
}

/// A page of whose records have run out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RetentionPage {
    /// The classes, with the years that were used.
    pub classes: Vec<RetentionClass>,
    /// The people, by id.
    pub people: Vec<RetentionPerson>,
    /// The day on which.
    pub on: Day,
    /// The id behind which the next page begins.
    pub next: Option<String>,
}

/// The classes and what has run out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RetentionList {
    /// The classes, with the years that were used.
    pub classes: Vec<RetentionClass>,
    /// What has run out, by person and class.
    pub due: Vec<RetentionDue>,
    /// The day on which.
    pub on: Day,
}

impl App {
    /// Lists whose records have run out on `on`, today if it is left out, among the people of the caller's courts: whoever
    /// has left belongs to the last one. `years` says how many years the court gives to a class, in place of what the table
    /// says. Nothing is erased.
    ///
    /// # Errors
    /// [`Error::Registry`] for a class that there is not.
    pub fn retention_due(
        &self,
        permit: &Permit<ErasePeople>,
        years: &BTreeMap<String, u16>,
        on: Option<Day>,
    ) -> Result<RetentionList, Error> {
        let today = self.registry_today();
        let on = on.unwrap_or(today);
        let classes = classes_with(years)?;
        let due = self.store.read(|session| {
            let reach = Reach::of(session, permit)?;
            let people = run_out(session, &reach, (&classes, on, today), "", usize::MAX)?;
            Ok::<_, Error>(people.into_iter().flat_map(|(_, due)| due).collect::<Vec<_>>())
        })?;
        self.note_retention(permit, due.len())?;
        Ok(RetentionList { classes, due, on })
    }

    /// Lists a page of [`retention_due`](Self::retention_due), each person as lists show one. Nothing is erased.
    ///
    /// # Errors
    /// [`Error::Registry`] for a class that there is not.
    pub fn retention_page(
        &self,
        permit: &Permit<ErasePeople>,
        wanted: &RetentionWanted,
    ) -> Result<RetentionPage, Error> {
        let today = self.registry_today();
        let on = wanted.on.unwrap_or(today);
        let classes = classes_with(&wanted.years)?;
        let after = wanted.after.as_deref().unwrap_or("");
        let (people, next) = self.store.read(|session| {
            let reach = Reach::of(session, permit)?;
            let most = wanted.limit.saturating_add(1);
            let mut found = run_out(session, &reach, (&classes, on, today), after, most)?;
            let goes_on = found.len() > wanted.limit;
            found.truncate(wanted.limit);
            let next = found.last().filter(|_| goes_on).map(|(last, _)| last.id.clone());
            let mut people = Vec::with_capacity(found.len());
            for (stored, due) in found {
                let line = PersonLine::of(session, &stored, today)?;
                people.push(RetentionPerson { line, due });
            }
            Ok::<_, Error>((people, next))
        })?;
        self.note_retention(permit, people.iter().map(|one| one.due.len()).sum())?;
        Ok(RetentionPage {
            classes,
            people,
            on,
            next,
        })
    }

    fn note_retention(&self, permit: &Permit<ErasePeople>, listed: usize) -> Result<(), Error> {
        let event = AuditEvent::done("list-people")
            .fields(&["retention"])
            .detail(listed.to_string());
        self.record(permit.actor(), &event)
    }
}

/// A person with what has run out.
type RunOut = (StoredRecord<Person>, Vec<RetentionDue>);

/// Returns up to `most` people behind `after`, by id, of whom something has run out.
fn run_out(
    session: &mut dyn Session,
    reach: &Reach,
    (classes, on, today): (&[RetentionClass], Day, Day),
    after: &str,
    most: usize,
) -> Result<Vec<RunOut>, Error> {
    let mut found = Vec::new();
    if classes.iter().all(|class| class.years.is_none()) {
        return Ok(found);
    }
    let of = PeopleOf {
        within: reach.court().map(|court| (court, today)),
        court: None,
        on,
        names: &[],
    };
    let mut after = after.to_owned();
    loop {
        let page = people::list(session, &of, &after, AT_ONCE)?;
        let is_last = page.len() < AT_ONCE;
        if let Some(last) = page.last() {
            after.clone_from(&last.id);
        }
        for stored in page.into_iter().filter(|stored| !stored.body.is_erased) {
            let due = due_of(session, &stored, classes, on)?;
            if due.is_empty() {
                continue;
            }
            found.push((stored, due));
            if found.len() == most {
                return Ok(found);
            }
        }
        if is_last {
            return Ok(found);
        }
    }
}

fn due_of(
    session: &mut dyn Session,
    stored: &StoredRecord<Person>,
    classes: &[RetentionClass],
    on: Day,
) -> Result<Vec<RetentionDue>, Error> {
    let left = left_service(&stored.body, on);
    let counts_trainings =
        |class: &RetentionClass| class.event == RetentionEvent::LastTraining && class.years.is_some();
    let trained = match classes.iter().any(counts_trainings) {
        true => trained(session, &stored.id, on)?,
        false => None,
    };
    let due = classes.iter().filter_map(|class| {
        let since = match class.event {
            RetentionEvent::LeftService => left,
            RetentionEvent::LastTraining => trained,
        }?;
        Some(RetentionDue {
            person: stored.id.clone(),
            class: class.name.clone(),
            since,
            due_on: class.due_on(since).filter(|due| *due <= on)?,
        })
    });
    Ok(due.collect())
}

/// Returns the classes with the years that the court gives.
fn classes_with(years: &BTreeMap<String, u16>) -> Result<Vec<RetentionClass>, Error> {
    let mut classes = retention_classes().to_vec();
    for (name, given) in years {
        let known: Vec<String> = classes.iter().map(|class| class.name.clone()).collect();
        let Some(class) = classes.iter_mut().find(|class| class.name == *name) else {
            let (name, known): (String, _) = (name.chars().take(40).collect(), known.join(", "));
            return super::refused(
                "no_such_class",
                "/years",
                format!("there is no retention class `{name}` (hint: one of {known})"),
                format!("没有名为 `{name}` 的保存类别（提示：可用 {known}）"),
            );
        };
        class.years = Some(*given);
    }
    Ok(classes)
}

/// Returns the last day of the last training of a person.
fn trained(session: &mut dyn Session, person: &str, on: Day) -> Result<Option<Day>, Error> {
    let mut taken: Vec<(Enrolment, Training)> = Vec::new();
    for enrolled in trainings::enrolments_of(session, person)? {
        if let Some(training) = records::find::<Training>(session, enrolled.body.training.as_str())? {
            taken.push((enrolled.body, training.body));
        }
    }
    Ok(last_training(
        taken.iter().map(|(enrolment, training)| (enrolment, training)),
        on,
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn given(years: &[(&str, u16)]) -> Result<Vec<RetentionClass>, Error> {
        classes_with(&years.iter().map(|(name, n)| ((*name).to_owned(), *n)).collect())
    }

    #[test]
    fn the_court_says_the_years_of_a_class_and_of_no_other() {
        let before = given(&[]).unwrap();
        let after = given(&[("record", 10), ("trainings", 0)]).unwrap();
        assert_eq!(before.len(), after.len());
        for (before, after) in before.iter().zip(&after) {
            let expected = match after.name.as_str() {
                "record" => Some(10),
                "trainings" => Some(0),
                _ => before.years,
            };
            assert_eq!(after.years, expected, "{}", after.name);
            assert_eq!((&before.what_zh, before.event), (&after.what_zh, after.event));
        }
        assert_eq!(given(&[]).unwrap(), before, "the table itself stays as it is");
    }

    #[test]
    fn a_class_that_is_not_there_is_named_with_those_that_are() {
        for unknown in ["", "Record", "登记内容", "ཐོ་འགོད"] {
            let Err(Error::Registry(faults)) = given(&[("contact", 3), (unknown, 1)]) else {
                panic!("`{unknown}` is a class");
            };
            assert_eq!((faults.len(), faults[0].code), (1, "no_such_class"), "{unknown}");
            for class in given(&[]).unwrap() {
                assert!(
                    faults[0].message_zh.contains(&class.name),
                    "{}",
                    faults[0].message_zh
                );
            }
        }
        let Err(Error::Registry(faults)) = given(&[(&"长".repeat(5_000), 1)]) else {
            panic!("it is a class");
        };
        assert!(faults[0].message.chars().count() < 300);
    }
}
