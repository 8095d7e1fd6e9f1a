//! Joining two records of one person: one stays with what both say, the other's address leads there from then on.

use std::sync::Arc;

use access::{ReadRegistry, WriteRegistry};
use registry::{Enrolment, Fault, Person, Post, SecretKind, Trainee};
use serde::{Deserialize, Serialize};
use store::records::people;
use store::{RecordAct, Session, accounts, certificates, corrections};

use super::lecturers::carry_lessons;
use super::overlaps::{Overlap, overlaps};
use super::people::seen_person;
use super::person_changes::{expect_living, expect_person};
use super::reach::Reach;
use super::{
    RecordWritten, TwiceEnrolled, day_at, deed, expect_none, expect_revision, merging_posts, merging_rosters,
    refused, transliterations,
};
use crate::audit::{self, AuditEvent};
use crate::editing::reason_of;
use crate::same_bytes::is_same;
use crate::{App, Error, Permit};

/// Two records of one person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JoiningPeople {
    /// The one that goes.
    pub gone: String,
    /// Its newest revision, as the writer has seen it.
    pub gone_revision: u64,
    /// The one that stays.
    pub kept: String,
    /// Its newest revision, as the writer has seen it.
    pub kept_revision: u64,
    /// Why.
    pub reason: String,
}

/// What came of joining two records.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct JoinedPeople {
    /// The one that stays, and the change from which on the two count as one.
    pub written: RecordWritten,
    /// Trainings on the same days, one of each record: both stay credited until somebody corrects one.
    pub overlapping: Vec<Overlap>,
}

/// What would become of two records if they were joined.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct JoiningForeseen {
    /// How many enrolments go over to the one who stays.
    pub moved: usize,
    /// The trainings on whose rosters both stand.
    pub twice: Vec<TwiceEnrolled>,
    /// The posts that both tell of, as they are then.
    pub posts: Vec<Post>,
    /// Trainings of the two that share a day: what somebody should look at, and no obstacle.
    pub overlapping: Vec<Overlap>,
    /// What stands in the way.
    pub faults: Vec<Fault>,
}

impl App {
    /// Tells what [`merge_people`](Self::merge_people) would do with two records; nothing is written.
    ///
    /// # Errors
    /// [`Error::NoSuchRecord`], [`Error::RecordMerged`].
    pub fn foresee_merge(
        &self,
        permit: &Permit<ReadRegistry>,
        gone: &str,
        kept: &str,
    ) -> Result<JoiningForeseen, Error> {
        let today = self.registry_today();
        self.store.read(|session| {
            let reach = Reach::of(session, permit)?;
            let gone = seen_person(session, &reach, gone, today)?;
            let kept = seen_person(session, &reach, kept, today)?;
            let posts = merging_posts::joined(&kept.body.posts, &gone.body.posts);
            let rosters = merging_rosters::joined(session, &gone.id, &kept.id)?;
            Ok(JoiningForeseen {
                moved: rosters.moved.len(),
                twice: rosters.aside.into_iter().map(|aside| aside.twice).collect(),
                faults: [rosters.faults, posts.faults(session)?].concat(),
                posts: posts.shared,
                overlapping: overlaps(session, &kept.id, &gone.id)?,
            })
        })
    }

    /// Joins a person into another one. What the one who stays does not say yet comes from the other, enrolments go over,
    /// and the change that is answered is the one from which on the two count as one. Of two enrolments in one training the
    /// one goes aside by which nobody took part, and posts that differ in department or first day become one.
    ///
    /// # Errors
    /// [`Error::ReasonMissing`]; [`Error::Registry`] if both together break rules, such as two posts at once, if both took
    /// part in one training, or if somebody has found that they are two; [`Error::StaleRecord`],
    /// [`Error::NoSuchRecord`], [`Error::RecordMerged`].
    pub fn merge_people(
        &self,
        permit: &Permit<WriteRegistry>,
        joining: &JoiningPeople,
    ) -> Result<JoinedPeople, Error> {
        let reason = reason_of(&joining.reason)?;
        let stamp = self.stamp(permit);
        let event = AuditEvent::done("merge-people")
            .on("person", joining.gone.clone())
            .because(reason.clone())
            .detail(format!("into {}", joining.kept));
        let noted = self.audit_entry(permit.actor(), &event)?;
        let (permit, joining) = (permit.clone(), joining.clone());
        let keys = Arc::clone(&self.identity.keys);
        self.write_once(None, move |tx| {
            let reach = Reach::of(tx, &permit)?;
            let today = day_at(stamp.at_ms);
            let gone = seen_person(tx, &reach, &joining.gone, today)?;
            let kept = seen_person(tx, &reach, &joining.kept, today)?;
            expect_revision(&gone, joining.gone_revision)?;
            expect_revision(&kept, joining.kept_revision)?;
            expect_living(&gone.body)?;
            expect_living(&kept.body)?;
            expect_two_that_may_be_one(&gone.id, &kept.id, &kept.body)?;
            let act = deed(RecordAct::Merge, Some(&reason));
            let overlapping = overlaps(tx, &kept.id, &gone.id)?;
            let posts = merging_posts::joined(&kept.body.posts, &gone.body.posts);
            let rosters = merging_rosters::joined(tx, &gone.id, &kept.id)?;
            expect_none([rosters.faults, posts.faults(tx)?].concat())?;
            for aside in rosters.aside {
                let (goes, into) = (aside.goes, Some(aside.into.as_str()));
                tx.remove_record::<Enrolment>(&goes.id, goes.revision, into, &act, &stamp)?;
            }
            for enrolment in rosters.moved {
                let person = kept.id.parse().map_err(|_| Error::NoSuchRecord("person"))?;
                let moved = Enrolment {
                    trainee: Trainee::Person(person),
                    ..enrolment.body
                };
                let (id, from) = (&enrolment.id, enrolment.revision);
                let written = tx.put_record(id, from, moved, &act, &stamp)?;
                // It is the same person, so what was certified holds.
                certificates::carry_on(tx, id, from, written.revision)?;
            }
            carry_lessons(tx, &gone.id, &kept.id, &act, &stamp)?;
            let person = Person {
                posts: posts.posts,
                ..joined(tx, &kept.body, &gone.body)?
            };
            people::move_secrets(tx, &gone.id, &kept.id)?;
            corrections::move_to(tx, &gone.id, &kept.id)?;
            accounts::relink(tx, &gone.id, Some(&kept.id), stamp.at_ms)?;
            expect_person(tx, &*keys, &person, stamp.at_ms)?;
            let stored = tx.put_record(&kept.id, kept.revision, person, &act, &stamp)?;
            people::put_name_keys(tx, &kept.id, &stored.body.name.keys(transliterations()))?;
            let seq = tx.remove_record::<Person>(&gone.id, gone.revision, Some(&kept.id), &act, &stamp)?;
            audit::append(tx, &noted)?;
            let written = RecordWritten {
                seq,
                ..RecordWritten::from(&stored)
            };
            Ok(JoinedPeople { written, overlapping })
        })
    }
}

fn expect_two_that_may_be_one(gone: &str, kept: &str, person: &Person) -> Result<(), Error> {
    if gone == kept {
        return refused(
            "one_person",
            "/into",
            format!("`{gone}` cannot be joined into itself (hint: name another one)"),
            format!("`{gone}` 不能并入自身（提示：请选另一人）"),
        );
    }
    if person.distinct_from.iter().any(|other| other.as_str() == gone) {
        return refused(
            "two_people",
            "/into",
            format!(
                "somebody has found that `{gone}` and `{kept}` are two people (hint: look at the reason in their histories)"
            ),
            format!("`{gone}` 与 `{kept}` 已认定为两人（提示：理由见两人的历次修订）"),
        );
    }
    Ok(())
}

/// Returns what both say; where they differ, what the one who stays says. Posts are joined apart.
fn joined(session: &mut dyn Session, kept: &Person, gone: &Person) -> Result<Person, Error> {
    let mut joined = kept.clone();
    for name in gone.name.zh.iter().chain(&gone.name.bo).chain(&gone.name.others) {
        let is_known = [&kept.name.zh, &kept.name.bo]
            .into_iter()
            .any(|own| own.as_ref() == Some(name));
        if !is_known {
            append(&mut joined.name.others, std::slice::from_ref(name));
        }
    }
    joined.sex = kept.sex.or(gone.sex);
    joined.ethnic_group = kept.ethnic_group.or(gone.ethnic_group);
    joined.born_on = kept.born_on.or(gone.born_on);
    joined.law_qualification = kept
        .law_qualification
        .clone()
        .or_else(|| gone.law_qualification.clone());
    joined.entry = kept.entry.clone().or_else(|| gone.entry.clone());
    joined.note = kept.note.clone().or_else(|| gone.note.clone());
    append(&mut joined.education, &gone.education);
    append(&mut joined.language_skills, &gone.language_skills);
    append(&mut joined.pools, &gone.pools);
    append(&mut joined.unavailability, &gone.unavailability);
    append(&mut joined.distinct_from, &gone.distinct_from);
    for secret in &gone.secrets {
        let row = people::find_secret(session, &secret.row)?;
        let digest = row.map(|row| row.digest).unwrap_or_default();
        let mut is_there = false;
        for own in kept.secrets.iter().filter(|own| own.kind == secret.kind) {
            let row = people::find_secret(session, &own.row)?;
            let own_digest = row.map(|row| row.digest).unwrap_or_default();
            // Of one number the end is the same too; during a change of keys the digests need not be.
            let is_one_number = own.kind == SecretKind::IdentityNumber && own.last_four == secret.last_four;
            is_there |= is_same(&own_digest, &digest) || is_one_number;
        }
        if !is_there {
            joined.secrets.push(secret.clone());
        }
    }
    Ok(joined)
}

fn append<T: Clone + PartialEq>(kept: &mut Vec<T>, gone: &[T]) {
    for item in gone {
        if !kept.contains(item) {
            kept.push(item.clone());
        }
    }
}
