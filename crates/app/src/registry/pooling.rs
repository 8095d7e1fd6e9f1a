//! Taking many people into a pool of the talent database by one decision.

use std::sync::Arc;

use access::WriteRegistry;
use registry::{Fault, Person, PoolMembership};
use store::records::StoredRecord;

use super::attendance::at_line;
use super::people::seen_person;
use super::person_changes::{expect_living, rewritten};
use super::reach::Reach;
use super::{RecordWritten, day_at, expect_none, fault};
use crate::audit::{self, AuditEvent};
use crate::{App, Error, Permit};

/// A person as a list showed one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonSeen {
    /// The id.
    pub id: String,
    /// The revision that was seen.
    pub revision: u64,
}

impl App {
    /// Takes people into a pool, all of them or none, each on the revision that was seen. One decision stands for all.
    ///
    /// # Errors
    /// [`Error::Registry`] with every rule that is broken, under `/items/N` of the person, also if somebody else has written
    /// meanwhile; [`Error::NoSuchRecord`] for whom the caller may not know of, [`Error::RecordMerged`].
    pub fn pool_people(
        &self,
        permit: &Permit<WriteRegistry>,
        people: &[PersonSeen],
        membership: &PoolMembership,
    ) -> Result<Vec<RecordWritten>, Error> {
        let stamp = self.stamp(permit);
        let noted = people.iter().map(|person| {
            let event = AuditEvent::done("update-person").on("person", &*person.id);
            self.audit_entry(permit.actor(), &event.fields(&["pools"]))
        });
        let noted = noted.collect::<Result<Vec<_>, Error>>()?;
        let (permit, keys) = (permit.clone(), Arc::clone(&self.identity.keys));
        let (people, membership) = (people.to_vec(), membership.clone());
        self.write_once(None, move |tx| {
            let reach = Reach::of(tx, &permit)?;
            let mut faults = Vec::new();
            let mut written = Vec::new();
            for (n, seen) in people.iter().enumerate() {
                let known = seen_person(tx, &reach, &seen.id, day_at(stamp.at_ms))?;
                let next = pooled(&known, seen.revision, &membership);
                match next.and_then(|next| rewritten(tx, &*keys, &known, next, &stamp)) {
                    Ok(stored) => written.push(RecordWritten::from(&stored)),
                    Err(Error::Registry(found)) => {
                        faults.extend(found.into_iter().map(|fault| at_line(n, fault)));
                    }
                    Err(other) => return Err(other),
                }
            }
            expect_none(faults)?;
            for noted in &noted {
                audit::append(tx, noted)?;
            }
            Ok(written)
        })
    }
}

/// Returns the person with one more membership.
fn pooled(known: &StoredRecord<Person>, seen: u64, membership: &PoolMembership) -> Result<Person, Error> {
    expect_living(&known.body)?;
    if known.revision != seen {
        return Err(Error::Registry(vec![changed_meanwhile(known.revision)]));
    }
    let mut person = known.body.clone();
    person.pools.push(membership.clone());
    Ok(person)
}

fn changed_meanwhile(current: u64) -> Fault {
    fault(
        "stale",
        "",
        format!("somebody has written revision {current} meanwhile (hint: open the list again)"),
        format!("其间已被改为第 {current} 版（提示：请重新打开名单）"),
    )
}
