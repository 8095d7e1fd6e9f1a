//! What somebody sees of the own record, by the account that is linked with it.

use std::collections::BTreeMap;
use std::sync::Arc;

use access::{Actor, ManageAccounts, ReadOwnRecord, Subject};
use registry::Person;
use store::courts;
use store::records::trainings;

use super::corrections::{CorrectionLine, own_wishes};
use super::enrolments::with_trainings;
use super::people::{seen_person, stayed};
use super::person_changes::expect_living;
use super::reach::{Reach, own_person};
use super::seen_by::{SeenLine, seen_by};
use super::{EnrolmentEntry, PersonEntry, day_at, newest};
use crate::audit::AuditEvent;
use crate::{App, Error, Permit};

/// How many entries of the audit the own record shows.
const MAX_SEEN: usize = 200;

/// The own record.
#[derive(Clone, PartialEq, Eq)]
pub struct OwnRecord {
    /// What it says, with nothing that is sealed.
    pub person: PersonEntry,
    /// The trainings.
    pub enrolments: Vec<EnrolmentEntry>,
    /// What was asked to be corrected, the newest first.
    pub corrections: Vec<CorrectionLine>,
    /// What the courts of the posts are called, by their codes.
    pub court_names: BTreeMap<String, String>,
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
        let today = self.registry_today();
        let id = self.store.read(|session| own_person(session, permit.actor()))?;
        let id = id.ok_or(missing)?;
        self.record(
            permit.actor(),
            &AuditEvent::done("read-own-record").on("person", &*id),
        )?;
        let keys = Arc::clone(&self.identity.keys);
        self.store.read(|session| {
            let subject = Subject {
                courts: &[],
                account: Some(&account.id),
            };
            permit.on(subject)?;
            let person = newest::<Person>(session, &id)?;
            let enrolled = trainings::enrolments_of(session, &person.id)?;
            let mut court_names = BTreeMap::new();
            for post in &person.body.posts {
                if let Some(court) = courts::find(session, &post.court)? {
                    court_names.insert(court.code, court.name_zh);
                }
            }
            Ok(OwnRecord {
                enrolments: with_trainings(session, enrolled, today)?,
                seen_by: seen_by(session, &person.id, MAX_SEEN)?,
                corrections: own_wishes(session, &*keys, &person.id)?,
                court_names,
                person: PersonEntry::from(person),
            })
        })
    }

    /// Links an account with a person of the registry, or with nobody. Both have to be the caller's to manage. Who was joined
    /// into somebody counts as that one.
    ///
    /// # Errors
    /// [`Error::NoSuchAccount`]; [`Error::NoSuchRecord`] if there is no such person; [`Error::Registry`] for one who was
    /// erased.
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
            let person = match &person {
                Some(id) => {
                    let reach = Reach::of(tx, &permit)?;
                    let id = stayed(tx, id)?.unwrap_or_else(|| id.clone());
                    expect_living(&seen_person(tx, &reach, &id, day_at(now_ms))?.body)?;
                    Some(id)
                }
                None => None,
            };
            let changed = store::accounts::Account {
                person,
                updated_at_ms: now_ms,
                ..known.clone()
            };
            store::accounts::update(tx, &changed, known.revision)?;
            crate::audit::append(tx, &noted)
        })
    }
}
