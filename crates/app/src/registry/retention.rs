//! Whose records have run out, as a list to look at: nothing is erased by it.

use std::collections::BTreeMap;

use access::ErasePeople;
use registry::retention::{last_training, left_service};
use registry::{Day, Enrolment, RetentionClass, RetentionEvent, Training};
use store::Session;
use store::records::people::{self, PeopleOf};
use store::records::{self, trainings};

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
            let of = PeopleOf {
                within: reach.court().map(|court| (court, today)),
                court: None,
                on,
                names: &[],
            };
            let mut due = Vec::new();
            let mut after = String::new();
            loop {
                let page = people::list(session, &of, &after, AT_ONCE)?;
                for stored in page.iter().filter(|stored| !stored.body.is_erased) {
                    let left = left_service(&stored.body, on);
                    let trained = trained(session, &stored.id, on)?;
                    for class in &classes {
                        let event = match class.event {
                            RetentionEvent::LeftService => left,
                            RetentionEvent::LastTraining => trained,
                        };
                        due.extend(event.filter(|day| class.has_run_out(*day, on)).map(|since| {
                            RetentionDue {
                                person: stored.id.clone(),
                                class: class.name.clone(),
                                since,
                            }
                        }));
                    }
                }
                match page.last() {
                    Some(last) if page.len() == AT_ONCE => after.clone_from(&last.id),
                    _ => return Ok::<_, Error>(due),
                }
            }
        })?;
        let event = AuditEvent::done("list-people")
            .fields(&["retention"])
            .detail(due.len().to_string());
        self.record(permit.actor(), &event)?;
        Ok(RetentionList { classes, due, on })
    }
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
