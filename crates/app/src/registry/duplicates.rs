//! People who may be one: the same number, or the same name with the same birth or court. Nobody is joined by a name alone.

use std::sync::Arc;

use access::{ReadRegistry, WriteRegistry};
use registry::{NameKeyKind, Person, PersonId, SecretKind};
use serde::{Deserialize, Serialize};
use store::records::people::{self, PeopleOf, SoughtName};
use store::records::{self, StoredRecord};
use store::{RecordAct, Session};

use super::overlaps::{Overlap, overlaps};
use super::people::seen_person;
use super::person_changes::expect_living;
use super::reach::Reach;
use super::{PersonLine, RecordWritten, day_at, deed, refused, secrets, transliterations};
use crate::audit::{self, AuditEvent};
use crate::editing::reason_of;
use crate::{App, Error, Permit};

/// How many people of one name are looked at.
const MAX_OF_A_NAME: usize = 500;

/// Why two people may be one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Resemblance {
    /// They have one identity number.
    SameIdentityNumber,
    /// They have a name and a day of birth in common.
    SameNameAndBirth,
    /// They have a name and a court in common.
    SameNameAndCourt,
}

/// Somebody who may be the person that was asked about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Duplicate {
    /// Who.
    pub line: PersonLine,
    /// Why.
    pub because: Vec<Resemblance>,
    /// Trainings on the same days, one of each: if the two are joined, both stay credited until somebody corrects one.
    pub overlapping: Vec<Overlap>,
}

impl App {
    /// Lists the people who may be the same as a person, of whom nobody has said that they are others, and notes how many.
    ///
    /// # Errors
    /// [`Error::NoSuchRecord`], [`Error::RecordMerged`].
    pub fn find_duplicates(&self, permit: &Permit<ReadRegistry>, id: &str) -> Result<Vec<Duplicate>, Error> {
        let found = self.duplicates_of(permit, id)?;
        let event = AuditEvent::done("list-people")
            .on("person", id)
            .fields(&["duplicates"])
            .detail(found.len().to_string());
        self.record(permit.actor(), &event)?;
        Ok(found)
    }

    /// As [`find_duplicates`](Self::find_duplicates), for what is noted otherwise.
    pub(super) fn duplicates_of(
        &self,
        permit: &Permit<ReadRegistry>,
        id: &str,
    ) -> Result<Vec<Duplicate>, Error> {
        let today = self.registry_today();
        let keys = Arc::clone(&self.identity.keys);
        self.store.read(|session| {
            let reach = Reach::of(session, permit)?;
            let person = seen_person(session, &reach, id, today)?;
            let mut found: Vec<(StoredRecord<Person>, Vec<Resemblance>)> = Vec::new();
            for secret in &person.body.secrets {
                if secret.kind != SecretKind::IdentityNumber {
                    continue;
                }
                for other in secrets::sharing(session, &*keys, secret)? {
                    let courts = people::courts_of(session, &other, today)?;
                    if other != id
                        && reach.has_person(&other, &courts)
                        && let Some(stored) = records::find::<Person>(session, &other)?
                    {
                        found.push((stored, vec![Resemblance::SameIdentityNumber]));
                    }
                }
            }
            let of = PeopleOf {
                within: reach.court().map(|court| (court, today)),
                court: None,
                on: today,
                names: &sought_names(&person.body),
            };
            for other in namesakes(session, &of)? {
                let because = resemblances(&person.body, &other.body);
                match found.iter_mut().find(|(known, _)| known.id == other.id) {
                    Some((_, known)) => known.extend(because),
                    None if other.id != id && !because.is_empty() => found.push((other, because)),
                    None => {}
                }
            }
            let is_other = |other: &str| {
                let apart = person.body.distinct_from.iter();
                apart.clone().any(|apart| apart.as_str() == other)
            };
            found.retain(|(other, _)| !is_other(&other.id) && !other.body.is_erased);
            found.sort_by(|(one, why), (other, why_other)| (why, &one.id).cmp(&(why_other, &other.id)));
            let lines = found.into_iter().map(|(stored, because)| {
                let line = PersonLine::of(session, &stored, today)?;
                let overlapping = overlaps(session, id, &stored.id)?;
                Ok(Duplicate {
                    line,
                    because,
                    overlapping,
                })
            });
            lines.collect()
        })
    }

    /// Remembers that two people are two, whatever they have in common. Said again, it writes nothing.
    ///
    /// # Errors
    /// [`Error::ReasonMissing`]; [`Error::NoSuchRecord`], [`Error::RecordMerged`]; [`Error::Registry`] for one person.
    pub fn keep_apart(
        &self,
        permit: &Permit<WriteRegistry>,
        one: &str,
        other: &str,
        reason: &str,
    ) -> Result<RecordWritten, Error> {
        let reason = reason_of(reason)?;
        let stamp = self.stamp(permit);
        let event = AuditEvent::done("keep-people-apart")
            .on("person", one)
            .because(reason.clone())
            .detail(format!("from {other}"));
        let noted = self.audit_entry(permit.actor(), &event)?;
        let (permit, both) = (permit.clone(), [one.to_owned(), other.to_owned()]);
        self.write_once(None, move |tx| {
            let reach = Reach::of(tx, &permit)?;
            let today = day_at(stamp.at_ms);
            let [one, other] = both.clone();
            let mut written = None;
            let mut is_news = false;
            seen_person(tx, &reach, &one, today)?;
            if one == other {
                return refused(
                    "one_person",
                    "/other",
                    format!("`{one}` is the same record (hint: name another one)"),
                    format!("`{one}` 是同一条记录（提示：请选另一人）"),
                );
            }
            for (id, apart) in [(&other, &one), (&one, &other)] {
                let mut stored = seen_person(tx, &reach, id, today)?;
                expect_living(&stored.body)?;
                let apart: PersonId = apart.parse().map_err(|_| Error::NoSuchRecord("person"))?;
                if !stored.body.distinct_from.contains(&apart) {
                    let mut person = stored.body;
                    person.distinct_from.push(apart);
                    let act = deed(RecordAct::Write, Some(&reason));
                    stored = tx.put_record(id, stored.revision, person, &act, &stamp)?;
                    is_news = true;
                }
                written = Some(RecordWritten::from(&stored));
            }
            if is_news {
                audit::append(tx, &noted)?;
            }
            written.ok_or(Error::NoSuchRecord("person"))
        })
    }
}

/// Returns the keys that tell names apart; how a name sounds does not.
fn sought_names(person: &Person) -> Vec<SoughtName> {
    let mut keys = person.name.keys(transliterations());
    keys.retain(|key| !matches!(key.kind, NameKeyKind::Pinyin | NameKeyKind::Initials));
    let sought = |key| SoughtName {
        key,
        is_prefix: false,
    };
    keys.into_iter().map(sought).collect()
}

fn namesakes(session: &mut dyn Session, of: &PeopleOf<'_>) -> Result<Vec<StoredRecord<Person>>, Error> {
    match of.names.is_empty() {
        true => Ok(Vec::new()),
        false => Ok(people::list(session, of, "", MAX_OF_A_NAME)?),
    }
}

fn resemblances(one: &Person, other: &Person) -> Vec<Resemblance> {
    let mut found = Vec::new();
    if one.born_on.is_some() && one.born_on == other.born_on {
        found.push(Resemblance::SameNameAndBirth);
    }
    // Two days of birth are two people, whatever they are called.
    let may_be_one = one.born_on.is_none() || other.born_on.is_none() || !found.is_empty();
    let mut courts = one.posts.iter().map(|post| &post.court);
    if may_be_one && courts.any(|court| other.posts.iter().any(|post| post.court == *court)) {
        found.push(Resemblance::SameNameAndCourt);
    }
    found
}
