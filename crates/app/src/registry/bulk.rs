//! Many new records in one transaction, with ids that the caller gives: for what is loaded as a whole, such as invented data.

use std::collections::BTreeSet;
use std::sync::Arc;

use access::WriteRegistry;
use registry::{Court, Enrolment, Person, Programme, Training, TrainingState};
use store::records::people::put_name_keys;
use store::{RecordAct, Stamp, Tx};

use super::certificates;
use super::courts::place_fault;
use super::person_changes::{PersonInput, SealedInput, expect_person};
use super::reach::Reach;
use super::trainings::expect_training;
use super::{day_at, deed, expect_none, newest, transliterations};
use crate::audit::{self, AuditEvent};
use crate::personal_data::KeyProvider;
use crate::{App, Error, Permit};

/// A record that is loaded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RegistryItem {
    /// A court with its code; it takes the place of what a table says of it.
    Court(String, Court),
    /// A person with an id.
    Person(String, Box<PersonInput>),
    /// A programme with an id.
    Programme(String, Programme),
    /// A training with an id, as far as it has come.
    Training(String, Box<Training>),
    /// An enrolment with an id, with all that came of it.
    Enrolment(String, Box<Enrolment>),
}

/// An item whose numbers are sealed.
enum Ready {
    Plain(RegistryItem),
    Person(String, Box<SealedInput>),
}

impl App {
    /// Writes new records in the order in which they come, all of them or none, and returns the `seq` of the last. What one
    /// of them refers to comes before it, or is there. Whoever reaches everything may. Who has completed a training that is
    /// closed is given a certificate, as if it had been closed here.
    ///
    /// # Errors
    /// [`Error::Registry`] with what is wrong with the first record that breaks a rule, under its id;
    /// [`Error::Store`] with `Taken` if an id was given before; [`Error::Refused`].
    pub fn load_registry(
        &self,
        permit: &Permit<WriteRegistry>,
        items: Vec<RegistryItem>,
    ) -> Result<u64, Error> {
        let stamp = self.stamp(permit);
        let event = AuditEvent::done("load-registry").detail(format!("{} records", items.len()));
        let noted = self.audit_entry(permit.actor(), &event)?;
        let keys = Arc::clone(&self.identity.keys);
        let ready = items.into_iter().map(|item| match item {
            RegistryItem::Person(id, input) => {
                let sealed = self.sealed_input(&id, &input)?;
                Ok(Ready::Person(id, Box::new(sealed)))
            }
            other => Ok(Ready::Plain(other)),
        });
        let ready = ready.collect::<Result<Vec<_>, Error>>()?;
        let permit = permit.clone();
        self.write_once(None, move |tx| {
            let reach = Reach::of(tx, &permit)?;
            if !reach.is_everywhere() {
                return Err(Error::Refused(access::Refusal::Forbidden {
                    action: "write-registry",
                }));
            }
            for item in &ready {
                load(tx, &*keys, &reach, item, &stamp)?;
            }
            certify(tx, &*keys, &ready, &stamp)?;
            audit::append(tx, &noted)?;
            Ok(tx.last_seq())
        })
    }
}

fn load(
    tx: &mut Tx<'_>,
    keys: &dyn KeyProvider,
    reach: &Reach,
    item: &Ready,
    stamp: &Stamp,
) -> Result<(), Error> {
    let act = deed(RecordAct::Write, None);
    match item {
        Ready::Person(id, input) => {
            let person = named(id, input.applied(tx, reach, None, day_at(stamp.at_ms)))?;
            named(id, expect_person(tx, keys, &person, stamp.at_ms))?;
            let stored = tx.put_record(id, 0, person, &act, stamp)?;
            put_name_keys(tx, id, &stored.body.name.keys(transliterations()))?;
        }
        Ready::Plain(RegistryItem::Court(code, court)) => {
            let mut faults = court.faults();
            faults.extend(place_fault(tx, code, court.parent.as_deref())?);
            named(code, expect_none(faults))?;
            tx.put_record(code, 0, court.clone(), &act, stamp)?;
        }
        Ready::Plain(RegistryItem::Programme(id, programme)) => {
            named(id, expect_none(programme.faults()))?;
            tx.put_record(id, 0, programme.clone(), &act, stamp)?;
        }
        Ready::Plain(RegistryItem::Training(id, training)) => {
            named(id, expect_training(tx, training))?;
            tx.put_record(id, 0, (**training).clone(), &act, stamp)?;
        }
        Ready::Plain(RegistryItem::Enrolment(id, enrolment)) => {
            let training = newest::<Training>(tx, enrolment.training.as_str())?;
            if let Some(person) = enrolment.person() {
                newest::<Person>(tx, person.as_str())?;
            }
            named(id, expect_none(enrolment.faults(&training.body)))?;
            tx.put_record(id, 0, (**enrolment).clone(), &act, stamp)?;
        }
        Ready::Plain(RegistryItem::Person(..)) => {}
    }
    Ok(())
}

/// Gives certificates to those on the rosters that were loaded, where the training is closed.
fn certify(tx: &mut Tx<'_>, keys: &dyn KeyProvider, loaded: &[Ready], stamp: &Stamp) -> Result<(), Error> {
    let enrolments = loaded.iter().filter_map(|item| match item {
        Ready::Plain(RegistryItem::Enrolment(_, one)) => Some(one.training.as_str()),
        _ => None,
    });
    for id in enrolments.collect::<BTreeSet<_>>() {
        let training = newest::<Training>(tx, id)?;
        if training.body.state == TrainingState::Closed {
            certificates::issue(tx, keys, &training, stamp.at_ms)?;
        }
    }
    Ok(())
}

/// Says which record a fault is about.
fn named<T>(id: &str, done: Result<T, Error>) -> Result<T, Error> {
    done.map_err(|err| match err {
        Error::Registry(mut faults) => {
            for fault in &mut faults {
                fault.pointer = format!("/{id}{}", fault.pointer);
            }
            Error::Registry(faults)
        }
        other => other,
    })
}
