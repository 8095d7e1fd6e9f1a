//! Writing people: making one, writing the whole of one anew, or one of its lists.
//!
//! Long because what is sealed, what is public and who may is decided for all of them in one place.

use std::sync::Arc;

use access::WriteRegistry;
use registry::{
    Absence, Day, Fault, IdentityNumber, LanguageSkill, Person, PersonId, Phone, PoolMembership, Post,
    SecretKind,
};
use serde::Serialize;
use store::records::StoredRecord;
use store::records::people::{courts_of, put_name_keys};
use store::{RecordAct, Session, Stamp, Tx, corrections};

use super::people::seen_person;
use super::reach::Reach;
use super::secrets::{self, NewSecret};
use super::{RecordWritten, day_at, deed, expect_none, expect_revision, fault, refused, transliterations};
use crate::accounts::new_id;
use crate::audit::{self, AuditEvent};
use crate::keyed::keyed;
use crate::personal_data::KeyProvider;
use crate::{App, Error, IdempotencyKey, Permit, hex};

/// What is to become of a value.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Wanted<T> {
    /// It stays.
    #[default]
    Kept,
    /// It goes.
    Gone,
    /// It becomes this.
    Is(T),
}

/// A person as somebody writes one. What `person` says of sealed values and of people who are others is not looked at.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PersonInput {
    /// What it says.
    pub person: Person,
    /// The identity number.
    pub identity_number: Wanted<IdentityNumber>,
    /// The telephone numbers; those there are stay if they are left out.
    pub phones: Option<Vec<Phone>>,
}

/// A list of a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PersonPart {
    /// The posts.
    Posts(Vec<Post>),
    /// What the person can do in dialects.
    LanguageSkills(Vec<LanguageSkill>),
    /// The pools that the person is or was in.
    Pools(Vec<PoolMembership>),
    /// When the person cannot be called.
    Unavailability(Vec<Absence>),
}

/// An input whose numbers are sealed.
#[derive(Clone)]
pub(super) struct SealedInput {
    person: Person,
    number: Wanted<(NewSecret, IdentityNumber)>,
    phones: Option<Vec<NewSecret>>,
}

/// What tells one request from another: no number stands in it.
#[derive(Serialize)]
struct Asked<'a> {
    person: &'a Person,
    numbers: Vec<String>,
}

impl App {
    /// Writes a new person, who has to belong to a court of the caller's.
    ///
    /// Repeated with the same `key`, it returns what it returned the first time and writes nothing.
    ///
    /// # Errors
    /// [`Error::Registry`] with every rule that is broken, and if somebody whom the caller may see has the identity number.
    pub fn create_person(
        &self,
        permit: &Permit<WriteRegistry>,
        input: &PersonInput,
        key: Option<&IdempotencyKey>,
    ) -> Result<RecordWritten, Error> {
        let stamp = self.stamp(permit);
        let request = key
            .map(|key| keyed(&stamp.author, key, "create_person", &self.asked(input)))
            .transpose()?;
        let id = new_id("p", &*self.identity.chance)?;
        let sealed = self.sealed_input(&id, input)?;
        let event = AuditEvent::done("create-person").on("person", &*id);
        let noted = self.audit_entry(permit.actor(), &event)?;
        let (permit, keys) = (permit.clone(), Arc::clone(&self.identity.keys));
        self.write_once(request, move |tx| {
            let reach = Reach::of(tx, &permit)?;
            let person = sealed.applied(tx, &reach, None, day_at(stamp.at_ms))?;
            expect_person(tx, &*keys, &person, stamp.at_ms)?;
            let stored = tx.put_record(&id, 0, person, &deed(RecordAct::Write, None), &stamp)?;
            let courts = courts_of(tx, &id, day_at(stamp.at_ms))?;
            if !reach.has_any(&courts) {
                return refused(
                    "post_outside",
                    "/posts",
                    "the person has no post in a court of yours (hint: give the post that the person has now)"
                        .to_owned(),
                    "此人没有在您所辖法院的任职（提示：请填写现任职务）".to_owned(),
                );
            }
            put_name_keys(tx, &id, &stored.body.name.keys(transliterations()))?;
            audit::append(tx, &noted)?;
            Ok(RecordWritten::from(&stored))
        })
    }

    /// Writes the next revision of a person; `expected` is the newest one that the writer has seen. The same again writes
    /// nothing.
    ///
    /// # Errors
    /// As [`create_person`](Self::create_person); [`Error::StaleRecord`] if somebody else has written meanwhile;
    /// [`Error::NoSuchRecord`], [`Error::RecordMerged`].
    pub fn put_person(
        &self,
        permit: &Permit<WriteRegistry>,
        id: &str,
        expected: u64,
        input: &PersonInput,
    ) -> Result<RecordWritten, Error> {
        let sealed = self.sealed_input(id, input)?;
        let event = AuditEvent::done("update-person").on("person", id);
        let (today, keys) = (self.registry_today(), Arc::clone(&self.identity.keys));
        self.change_person(permit, id, expected, &event, move |tx, reach, known| {
            let mut person = sealed.applied(tx, reach, Some(known), today)?;
            // What the number says is left out by whoever writes the rest anew, and goes with the number alone.
            if let Some(number) = secrets::identity_number(tx, &*keys, &person)? {
                person.born_on = person.born_on.or(Some(number.born_on()));
                person.sex = person.sex.or(Some(number.sex()));
            }
            Ok(person)
        })
    }

    /// Writes one list of a person anew, as [`put_person`](Self::put_person) does the whole.
    ///
    /// # Errors
    /// As [`put_person`](Self::put_person).
    pub fn put_person_part(
        &self,
        permit: &Permit<WriteRegistry>,
        id: &str,
        expected: u64,
        part: PersonPart,
    ) -> Result<RecordWritten, Error> {
        let fields: &[&'static str] = match &part {
            PersonPart::Posts(_) => &["posts"],
            PersonPart::LanguageSkills(_) => &["language_skills"],
            PersonPart::Pools(_) => &["pools"],
            PersonPart::Unavailability(_) => &["unavailability"],
        };
        let event = AuditEvent::done("update-person").on("person", id).fields(fields);
        self.change_person(permit, id, expected, &event, move |_, _, known| {
            let mut person = known.1.clone();
            match part.clone() {
                PersonPart::Posts(posts) => person.posts = posts,
                PersonPart::LanguageSkills(skills) => person.language_skills = skills,
                PersonPart::Pools(pools) => person.pools = pools,
                PersonPart::Unavailability(absences) => person.unavailability = absences,
            }
            Ok(person)
        })
    }

    /// Writes what `change` makes of a person.
    fn change_person(
        &self,
        permit: &Permit<WriteRegistry>,
        id: &str,
        expected: u64,
        event: &AuditEvent,
        mut change: impl FnMut(&mut Tx<'_>, &Reach, (&str, &Person)) -> Result<Person, Error> + Send + 'static,
    ) -> Result<RecordWritten, Error> {
        let stamp = self.stamp(permit);
        let noted = self.audit_entry(permit.actor(), event)?;
        let (permit, keys, id) = (permit.clone(), Arc::clone(&self.identity.keys), id.to_owned());
        self.write_once(None, move |tx| {
            let reach = Reach::of(tx, &permit)?;
            let known = seen_person(tx, &reach, &id, day_at(stamp.at_ms))?;
            expect_revision(&known, expected)?;
            expect_living(&known.body)?;
            let person = change(tx, &reach, (&id, &known.body))?;
            if person == known.body {
                return Ok(RecordWritten::from(&known));
            }
            expect_kept(&reach, &known.body, &person)?;
            let stored = rewritten(tx, &*keys, &known, person, &stamp)?;
            audit::append(tx, &noted)?;
            Ok(RecordWritten::from(&stored))
        })
    }

    /// Seals the numbers of an input.
    pub(super) fn sealed_input(&self, id: &str, input: &PersonInput) -> Result<SealedInput, Error> {
        let number = match &input.identity_number {
            Wanted::Kept => Wanted::Kept,
            Wanted::Gone => Wanted::Gone,
            Wanted::Is(number) => Wanted::Is((self.seal_identity_number(id, number)?, number.clone())),
        };
        let phones = input.phones.as_ref().map(|phones| {
            let sealed = phones.iter().map(|phone| self.seal_phone(id, phone));
            sealed.collect::<Result<Vec<_>, Error>>()
        });
        Ok(SealedInput {
            person: input.person.clone(),
            number,
            phones: phones.transpose()?,
        })
    }

    fn asked<'a>(&self, input: &'a PersonInput) -> Asked<'a> {
        let mut numbers = Vec::new();
        if let Wanted::Is(number) = &input.identity_number {
            numbers.push(self.digest_of(SecretKind::IdentityNumber, number.in_full()));
        }
        for phone in input.phones.iter().flatten() {
            numbers.push(self.digest_of(SecretKind::Phone, phone.in_full()));
        }
        Asked {
            person: &input.person,
            numbers: numbers.iter().map(|digest| hex::encode(digest)).collect(),
        }
    }
}

impl SealedInput {
    /// Returns the person that it makes of the one that is there, and keeps the sealed values that are new.
    pub(super) fn applied(
        &self,
        tx: &mut dyn Session,
        reach: &Reach,
        known: Option<(&str, &Person)>,
        today: Day,
    ) -> Result<Person, Error> {
        let nobody = Person::default();
        let (id, before) = known.unwrap_or(("", &nobody));
        let mut person = Person {
            name: self.person.name.normalized(),
            secrets: Vec::new(),
            distinct_from: before.distinct_from.clone(),
            is_erased: false,
            ..self.person.clone()
        };
        let of_kind = |kind| {
            let secrets = before.secrets.iter().cloned();
            secrets.filter(move |secret| secret.kind == kind)
        };
        match &self.number {
            Wanted::Kept => person.secrets.extend(of_kind(SecretKind::IdentityNumber)),
            Wanted::Gone => {}
            Wanted::Is((sealed, number)) => {
                expect_nobody_else(tx, reach, sealed, (id, &person.distinct_from), today)?;
                person.secrets.push(sealed.keep(tx, before)?);
                person.born_on = person.born_on.or(Some(number.born_on()));
                person.sex = person.sex.or(Some(number.sex()));
            }
        }
        match &self.phones {
            None => person.secrets.extend(of_kind(SecretKind::Phone)),
            Some(phones) => {
                for phone in phones {
                    let kept = phone.keep(tx, before)?;
                    if !person.secrets.contains(&kept) {
                        person.secrets.push(kept);
                    }
                }
            }
        }
        Ok(person)
    }
}

/// Writes the next revision of a person whom the caller was found to reach.
pub(super) fn rewritten(
    tx: &mut Tx<'_>,
    keys: &dyn KeyProvider,
    known: &StoredRecord<Person>,
    person: Person,
    stamp: &Stamp,
) -> Result<StoredRecord<Person>, Error> {
    expect_person(tx, keys, &person, stamp.at_ms)?;
    let act = deed(RecordAct::Write, None);
    let stored = tx.put_record(&known.id, known.revision, person, &act, stamp)?;
    put_name_keys(tx, &known.id, &stored.body.name.keys(transliterations()))?;
    corrections::note_written(tx, &known.id, stored.revision)?;
    Ok(stored)
}

/// Refuses to take the last post in a court of the caller's out of a record, after which nobody there would see the person.
/// Somebody who goes elsewhere keeps the post that ended.
fn expect_kept(reach: &Reach, before: &Person, after: &Person) -> Result<(), Error> {
    let is_reached = |person: &Person| person.posts.iter().any(|post| reach.has(&post.court));
    if reach.is_everywhere() || is_reached(after) || !is_reached(before) {
        return Ok(());
    }
    refused(
        "post_outside",
        "/posts",
        "the person would have no post in a court of yours any more, and be lost to it (hint: write the last day of the post, and keep it)"
            .to_owned(),
        "此人将不再有您所辖法院的任职，您会查不到此人（提示：调离的请填写任职的截止日期，保留该条）".to_owned(),
    )
}

/// Refuses the identity number of somebody else whom the caller may see; of whom the caller may not, nothing is said.
fn expect_nobody_else(
    session: &mut dyn Session,
    reach: &Reach,
    sealed: &NewSecret,
    (id, distinct_from): (&str, &[PersonId]),
    today: Day,
) -> Result<(), Error> {
    for holder in sealed.holders(session)? {
        let is_known = holder == id || distinct_from.iter().any(|other| other.as_str() == holder);
        let courts = courts_of(session, &holder, today)?;
        if !is_known && reach.has_person(&holder, &courts) {
            return refused(
                "identity_number_taken",
                "/identity_number",
                format!(
                    "`{holder}` has this identity number already (hint: open that person, or join the two)"
                ),
                format!("`{holder}` 已使用该身份证号（提示：请打开该人员，或合并两条记录）"),
            );
        }
    }
    Ok(())
}

/// Refuses a person who breaks rules, contradicts the own identity number, or has a post in no court.
pub(super) fn expect_person(
    session: &mut dyn Session,
    keys: &dyn KeyProvider,
    person: &Person,
    at_ms: i64,
) -> Result<(), Error> {
    let mut faults = person.faults(day_at(at_ms));
    if let Some(number) = secrets::identity_number(session, keys, person)? {
        faults.extend(person.contradictions(&number));
    }
    for (n, post) in person.posts.iter().enumerate() {
        if store::courts::find(session, &post.court)?.is_none() {
            faults.push(no_such_court(format!("/posts/{n}/court"), &post.court));
        }
    }
    expect_none(faults)
}

/// Tells of a court that is not there.
pub(super) fn no_such_court(pointer: String, code: &str) -> Fault {
    let code: String = code.chars().take(40).collect();
    fault(
        "no_such_court",
        pointer,
        format!("there is no court `{code}` (hint: take the code from the list of courts)"),
        format!("没有代码为 `{code}` 的法院（提示：请从法院列表中选用代码）"),
    )
}

/// Refuses to write about somebody who was erased.
pub(super) fn expect_living(person: &Person) -> Result<(), Error> {
    if !person.is_erased {
        return Ok(());
    }
    refused(
        "erased",
        "",
        "the person was erased, and nothing is written about the person any more (hint: make a new one)"
            .to_owned(),
        "此人的资料已删除，不再登记（提示：请新建人员）".to_owned(),
    )
}
