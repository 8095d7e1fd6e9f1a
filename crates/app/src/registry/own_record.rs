//! What somebody sees of the own record, by the account that is linked with it.

use access::{Actor, ManageAccounts, ReadOwnRecord, Subject};
use registry::Person;
use store::records::{self, trainings};

use super::enrolments::with_trainings;
use super::people::{seen_person, stayed};
use super::reach::Reach;
use super::seen_by::{SeenLine, seen_by};
use super::{EnrolmentEntry, PersonEntry, day_at, newest};
use crate::audit::AuditEvent;
use crate::{App, Error, Permit};

/// How many entries of the audit the own record shows.
const MAX_SEEN: usize = 200;

/// The own record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnRecord {
    /// What it says, with nothing that is sealed.
    pub person: PersonEntry,
    /// The trainings.
    pub enrolments: Vec<EnrolmentEntry>,
    /// Who has looked or written, the newest first.
    pub seen_by: Vec<SeenLine>,
}

impl App {
    /// Returns the record of the person whose account asks.
    ///
    /// # Errors
    /// [`Error::NoSuchRecord`] if the account is linked with nobody.
    pub fn own_record(&self, permit: &Permit<ReadOwnRecord>) -> Result<OwnRecord, Error> {
        let missing = Error::NoSuchRecord("person");
        let Actor::Account(account) = permit.actor() else {
            return Err(missing);
        };
        let id = account.person.clone().ok_or(missing)?;
        let today = self.registry_today();
        self.record(
            permit.actor(),
            &AuditEvent::done("read-own-record").on("person", &*id),
        )?;
        self.store.read(|session| {
            // Whoever was joined into another record goes on seeing the own one.
            let id = stayed(session, &id)?.unwrap_or_else(|| id.clone());
            let subject = Subject {
                courts: &[],
                account: Some(&account.id),
            };
            permit.on(subject)?;
            let person = newest::<Person>(session, &id)?;
            let enrolled = trainings::enrolments_of(session, &person.id)?;
            Ok(OwnRecord {
                enrolments: with_trainings(session, enrolled, today)?,
                seen_by: seen_by(session, &person.id, MAX_SEEN)?,
                person: PersonEntry::from(person),
            })
        })
    }

    /// Links an account with a person of the registry, or with nobody. Both have to be the caller's to manage.
    ///
    /// # Errors
    /// [`Error::NoSuchAccount`]; [`Error::NoSuchRecord`] if there is no such person.
    pub fn link_account(
        &self,
        permit: &Permit<ManageAccounts>,
        account: &str,
        person: Option<&str>,
    ) -> Result<(), Error> {
        let now_ms = self.clock.now_ms();
        let event = AuditEvent::done("link-account")
            .on("account", account)
            .fields(&["person"])
            .detail(person.unwrap_or("nobody"));
        let noted = self.audit_entry(permit.actor(), &event)?;
        let (permit, account) = (permit.clone(), account.to_owned());
        let person = person.map(str::to_owned);
        self.write_noted(move |tx| {
            let known = crate::accounts::managed(tx, &permit, &account)?;
            if let Some(person) = &person {
                let reach = Reach::of(tx, &permit)?;
                seen_person(tx, &reach, person, day_at(now_ms))?;
                records::find::<Person>(tx, person)?.ok_or(Error::NoSuchRecord("person"))?;
            }
            let changed = store::accounts::Account {
                person: person.clone(),
                updated_at_ms: now_ms,
                ..known.clone()
            };
            store::accounts::update(tx, &changed, known.revision)?;
            crate::audit::append(tx, &noted)
        })
    }
}
