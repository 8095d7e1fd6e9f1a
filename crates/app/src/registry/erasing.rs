//! Erasing a person: what tells who it was goes, also from former revisions; what statistics rest on stays under the id, which
//! is a pseudonym that nobody can lead back.

use access::ErasePeople;
use registry::{Enrolment, Person, PersonName, Post};
use store::records::{self, people, trainings};
use store::{RecordAct, accounts, corrections};

use super::people::seen_person;
use super::reach::Reach;
use super::{RecordWritten, day_at, deed, expect_revision};
use crate::audit::{self, AuditEvent};
use crate::editing::reason_of;
use crate::{App, Error, Permit};

impl App {
    /// Erases a person and returns what is left. Names, numbers, birth, skills and remarks go from every revision, sealed
    /// values are removed; the courts and the days of the posts, and the enrolments without their reasons, stay.
    ///
    /// # Errors
    /// [`Error::ReasonMissing`]; [`Error::StaleRecord`], [`Error::NoSuchRecord`], [`Error::RecordMerged`].
    pub fn erase_person(
        &self,
        permit: &Permit<ErasePeople>,
        id: &str,
        expected: u64,
        reason: &str,
    ) -> Result<RecordWritten, Error> {
        let reason = reason_of(reason)?;
        let stamp = self.stamp(permit);
        let event = AuditEvent::done("erase-person").on("person", id).because(reason);
        let noted = self.audit_entry(permit.actor(), &event)?;
        let (permit, id) = (permit.clone(), id.to_owned());
        self.write_once(None, move |tx| {
            let reach = Reach::of(tx, &permit)?;
            let known = seen_person(tx, &reach, &id, day_at(stamp.at_ms))?;
            expect_revision(&known, expected)?;
            if known.body.is_erased {
                return Ok(RecordWritten::from(&known));
            }
            let act = deed(RecordAct::Delete, None);
            for enrolment in trainings::enrolments_of(tx, &id)? {
                let bare = Enrolment {
                    reason: None,
                    ..enrolment.body
                };
                let stored = tx.put_record(&enrolment.id, enrolment.revision, bare, &act, &stamp)?;
                records::forget_former(tx, &stored.id, &stored.body)?;
            }
            let left = left_of(&id, &known.body);
            let stored = tx.put_record(&id, expected, left, &act, &stamp)?;
            records::forget_former(tx, &id, &stored.body)?;
            people::erase_secrets(tx, &id)?;
            corrections::forget(tx, &id)?;
            // By its name, an account would lead back from the pseudonym to the person.
            accounts::relink(tx, &id, None, stamp.at_ms)?;
            people::put_name_keys(tx, &id, &[])?;
            audit::append(tx, &noted)?;
            Ok(RecordWritten::from(&stored))
        })
    }
}

/// Returns what an erased person is called: by the end of the id.
#[must_use]
pub fn pseudonym(id: &str) -> String {
    let end: String = id.chars().skip(id.chars().count().saturating_sub(6)).collect();
    format!("已删除·{end}")
}

/// Returns what is left of a person: a name made of the id, and where somebody was when.
pub(super) fn left_of(id: &str, person: &Person) -> Person {
    let post = |post: &Post| Post {
        department: None,
        document: None,
        ..post.clone()
    };
    Person {
        name: PersonName {
            zh: Some(pseudonym(id)),
            ..PersonName::default()
        },
        posts: person.posts.iter().map(post).collect(),
        is_erased: true,
        ..Person::default()
    }
}
