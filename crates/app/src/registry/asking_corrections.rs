//! Asking for a correction of the own record: by the linked account, and of no other record.

use access::{AskCorrection, Subject};
use registry::{CorrectionField, CorrectionState, CorrectionText, Person};
use serde::{Deserialize, Serialize};
use store::corrections::{self, Correction};
use store::records::{self, StoredRecord};
use store::{Kind, Session};
use zeroize::Zeroizing;

use super::corrections::{ASKED, unreadable};
use super::people::stayed;
use super::person_changes::expect_living;
use super::reach::own_person;
use super::{expect_none, newest, refused};
use crate::accounts::new_id;
use crate::audit::{self, AuditEvent};
use crate::keyed::keyed;
use crate::{App, Error, IdempotencyKey, Permit, hex};

/// How many wishes about one person wait at once.
const MAX_OPEN: u64 = 20;

/// What somebody asks to have corrected.
#[derive(Clone, PartialEq, Eq)]
pub struct CorrectionWish {
    /// The part of the record.
    pub field: CorrectionField,
    /// What it should say and why.
    pub text: CorrectionText,
}

/// A wish that was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CorrectionAsked {
    /// Its id.
    pub id: String,
}

/// What tells one request from another: not a word of it stands there.
#[derive(Serialize)]
struct Asked<'a> {
    person: &'a str,
    field: CorrectionField,
    text: String,
}

impl App {
    /// Asks for a correction of the record of `person`, with whom the caller's account is linked.
    ///
    /// Repeated with the same `key`, it returns what it returned the first time and writes nothing.
    ///
    /// # Errors
    /// [`Error::NoSuchRecord`] if `person` is anybody else; [`Error::Registry`] for a text that is empty or too long, and
    /// where many wishes wait.
    pub fn ask_correction(
        &self,
        permit: &Permit<AskCorrection>,
        person: &str,
        wish: &CorrectionWish,
        key: Option<&IdempotencyKey>,
    ) -> Result<CorrectionAsked, Error> {
        expect_none(wish.text.faults())?;
        let (keys, chance) = (&self.identity.keys, &*self.identity.chance);
        let clear = Zeroizing::new(serde_json::to_vec(&wish.text).map_err(unreadable)?);
        let (by, at_ms) = (permit.actor().name(), self.clock.now_ms());
        let asked = Asked {
            person,
            field: wish.field,
            text: keys
                .digests(&ASKED, &clear)
                .first()
                .map(|digest| hex::encode(digest))
                .unwrap_or_default(),
        };
        let request = key
            .map(|key| keyed(&by, key, "ask_correction", &asked))
            .transpose()?;
        let id = new_id("w", chance)?;
        let sealed = keys.seal(&ASKED.in_row(&id), &clear, chance)?;
        let event = AuditEvent::done("ask-correction")
            .on("person", person)
            .fields(&[wish.field.as_str()])
            .detail(id.clone());
        let noted = self.audit_entry(permit.actor(), &event)?;
        let (permit, person, field) = (permit.clone(), person.to_owned(), wish.field);
        self.write_once(request, move |tx| {
            let stored = own_record_of(tx, &permit, &person)?;
            expect_living(&stored.body)?;
            if corrections::count_open(tx, &stored.id)? >= MAX_OPEN {
                return refused(
                    "too_many_open",
                    "",
                    format!(
                        "{MAX_OPEN} wishes of yours wait already (hint: ask the court, or wait for an answer)"
                    ),
                    format!("您已有 {MAX_OPEN} 件申请待处理（提示：请联系所在法院，或等待答复）"),
                );
            }
            let correction = Correction {
                id: id.clone(),
                person: stored.id,
                field: field.as_str().to_owned(),
                asked: sealed.clone(),
                revision: stored.revision,
                asker: permit.actor().id().to_owned(),
                asked_by: by.clone(),
                asked_at_ms: at_ms,
                state: CorrectionState::Open,
                decision: None,
                written_as: None,
            };
            corrections::add(tx, &correction)?;
            audit::append(tx, &noted)?;
            Ok(CorrectionAsked { id: id.clone() })
        })
    }

    /// Asks for a correction of the record with which the caller's account is linked.
    ///
    /// # Errors
    /// As [`ask_correction`](Self::ask_correction).
    pub fn ask_own_correction(
        &self,
        permit: &Permit<AskCorrection>,
        wish: &CorrectionWish,
        key: Option<&IdempotencyKey>,
    ) -> Result<CorrectionAsked, Error> {
        let own = self.store.read(|session| own_person(session, permit.actor()))?;
        let own = own.ok_or(Error::NoSuchRecord("person"))?;
        self.ask_correction(permit, &own, wish, key)
    }
}

/// Returns the record of `person` if that is the one with whom the caller's account is linked, also under the id that it had
/// before it was joined into another one.
fn own_record_of(
    session: &mut dyn Session,
    permit: &Permit<AskCorrection>,
    person: &str,
) -> Result<StoredRecord<Person>, Error> {
    let missing = || Error::NoSuchRecord("person");
    let own = own_person(session, permit.actor())?.ok_or_else(missing)?;
    permit.on(Subject {
        courts: &[],
        account: Some(permit.actor().id()),
    })?;
    if own == person {
        return newest(session, &own);
    }
    match records::merged_into(session, Kind::Person, person)? {
        Some(_) if stayed(session, person)?.as_deref() == Some(&*own) => Err(Error::RecordMerged {
            id: person.to_owned(),
            into: own,
        }),
        _ => Err(missing()),
    }
}
