//! What people have asked to have corrected in their own records, as their courts list it and decide about it.
//!
//! The words of a wish and of its answer are sealed like numbers are, and what in them may be a number of somebody is cut
//! wherever they are listed.

use std::sync::Arc;

use access::{ReadRegistry, SeePersonalData, WriteRegistry};
use registry::{CorrectionField, CorrectionState, CorrectionText, Person};
use store::Session;
use store::corrections::{self, Correction, CorrectionDecision};
use store::records::{self, people};

use super::reach::Reach;
use super::{PersonLine, day_at, refused};
use crate::audit::{self, AuditEvent};
use crate::editing::{line_of, reason_of};
use crate::personal_data::{FieldColumn, KeyProvider};
use crate::{App, Error, Permit};

/// How many of the own wishes are listed.
const MAX_OWN: usize = 100;
/// How many wishes are looked at in one reading of the list.
const AT_ONCE: usize = 100;
/// Most characters of an answer.
const MAX_ANSWER_CHARS: usize = 500;

/// Where the words of a wish are sealed.
pub(super) const ASKED: FieldColumn<'static> = FieldColumn {
    table: "correction",
    column: "asked",
};
const ANSWER: FieldColumn<'static> = FieldColumn {
    table: "correction",
    column: "answer",
};

/// A wish as it is listed. Times are milliseconds since 1970.
#[derive(Clone, PartialEq, Eq)]
pub struct CorrectionLine {
    /// The id.
    pub id: String,
    /// The part of the record.
    pub field: CorrectionField,
    /// What it should say and why, with what may be a number cut.
    pub text: CorrectionText,
    /// The revision of the person when this was asked.
    pub revision: u64,
    /// Who asks.
    pub asked_by: String,
    /// When.
    pub asked_at_ms: i64,
    /// What became of it.
    pub state: CorrectionState,
    /// Who decided and when, if somebody did.
    pub decided: Option<(String, i64)>,
    /// What the asker is told, with what may be a number cut.
    pub answer: Option<String>,
    /// The first revision of the person that was written after it was accepted.
    pub written_as: Option<u64>,
}

/// A wish with the person whom it is about.
#[derive(Clone, PartialEq, Eq)]
pub struct CorrectionEntry {
    /// The person.
    pub person: PersonLine,
    /// The wish.
    pub line: CorrectionLine,
}

/// A part of the list of wishes.
#[derive(Clone, PartialEq, Eq)]
pub struct CorrectionsPage {
    /// The wishes, the oldest first.
    pub entries: Vec<CorrectionEntry>,
    /// The time and the id behind which the list goes on; `None` at its end.
    pub next: Option<(i64, String)>,
}

/// What a coordinator decides about a wish. The asker reads the answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CorrectionVerdict {
    /// The record is corrected.
    Accept {
        /// A word to the asker.
        answer: String,
    },
    /// The record stays as it is.
    Refuse {
        /// Why; it is needed.
        answer: String,
    },
}

impl App {
    /// Lists wishes in a state about people whom the caller may see, the oldest first, at most `limit` behind the time and
    /// id `after`.
    ///
    /// # Errors
    /// [`Error::Keys`] and [`Error::Field`] if one does not open.
    pub fn list_corrections(
        &self,
        permit: &Permit<ReadRegistry>,
        state: CorrectionState,
        after: Option<(i64, String)>,
        limit: usize,
    ) -> Result<CorrectionsPage, Error> {
        let today = self.registry_today();
        let keys = Arc::clone(&self.identity.keys);
        let page = self.store.read(|session| {
            let reach = Reach::of(session, permit)?;
            let mut after = after.clone();
            let mut entries = Vec::new();
            loop {
                let from = after.as_ref().map(|(at_ms, id)| (*at_ms, id.as_str()));
                let found = corrections::list(session, state, from, AT_ONCE)?;
                let n_found = found.len();
                for one in found {
                    let place = (one.asked_at_ms, one.id.clone());
                    let courts = people::courts_of(session, &one.person, today)?;
                    if reach.has_any(&courts)
                        && let Some(stored) = records::find::<Person>(session, &one.person)?
                    {
                        if entries.len() == limit {
                            return Ok(CorrectionsPage { entries, next: after });
                        }
                        entries.push(CorrectionEntry {
                            person: PersonLine::of(session, &stored, today)?,
                            line: line_of_wish(&*keys, one)?,
                        });
                    }
                    after = Some(place);
                }
                if n_found < AT_ONCE {
                    return Ok::<_, Error>(CorrectionsPage { entries, next: None });
                }
            }
        })?;
        let event = AuditEvent::done("list-corrections").detail(format!("{} {state}", page.entries.len()));
        self.record(permit.actor(), &event)?;
        Ok(page)
    }

    /// Counts the open wishes about people whom the caller may see.
    ///
    /// # Errors
    /// If they cannot be counted.
    pub fn count_open_corrections(&self, permit: &Permit<ReadRegistry>) -> Result<u64, Error> {
        let today = self.registry_today();
        self.store.read(|session| {
            let reach = Reach::of(session, permit)?;
            let mut count = 0;
            for (person, waiting) in corrections::waiting(session)? {
                if reach.has_any(&people::courts_of(session, &person, today)?) {
                    count += waiting;
                }
            }
            Ok(count)
        })
    }

    /// Returns the words of a wish in full, and notes who has looked, and what for, before it does.
    ///
    /// # Errors
    /// [`Error::ReasonMissing`] without a purpose; [`Error::NoSuchRecord`] if there is no wish about somebody whom the caller
    /// may see; [`Error::Keys`] and [`Error::Field`] if it does not open.
    pub fn see_correction(
        &self,
        permit: &Permit<SeePersonalData>,
        id: &str,
        purpose: &str,
    ) -> Result<CorrectionText, Error> {
        let purpose = reason_of(purpose)?;
        let today = self.registry_today();
        let keys = Arc::clone(&self.identity.keys);
        let (person, field, text) = self.store.read(|session| {
            let reach = Reach::of(session, permit)?;
            let one = found(session, id)?;
            let courts = people::courts_of(session, &one.person, today)?;
            if !reach.has_person(&one.person, &courts) {
                return Err(Error::NoSuchRecord("correction"));
            }
            let text = opened(&*keys, &one)?;
            Ok((one.person.clone(), field_of(&one)?, text))
        })?;
        let event = AuditEvent::done("see-personal-data")
            .on("person", person)
            .fields(&[field.as_str()])
            .because(purpose)
            .detail(id);
        self.record(permit.actor(), &event)?;
        Ok(text)
    }

    /// Decides about an open wish. Whoever accepts one corrects the record then; the first revision that is written after it
    /// stands with the wish.
    ///
    /// # Errors
    /// [`Error::ReasonMissing`] of a refusal without one; [`Error::NoSuchRecord`] if there is no wish about somebody whom the
    /// caller may see; [`Error::Registry`] if somebody has decided already.
    pub fn decide_correction(
        &self,
        permit: &Permit<WriteRegistry>,
        id: &str,
        verdict: &CorrectionVerdict,
    ) -> Result<(), Error> {
        let (state, action, answer) = match verdict {
            CorrectionVerdict::Accept { answer } => {
                let answer = line_of(answer, MAX_ANSWER_CHARS);
                let answer = Some(answer).filter(|answer| !answer.is_empty());
                (CorrectionState::Accepted, "accept-correction", answer)
            }
            CorrectionVerdict::Refuse { answer } => (
                CorrectionState::Refused,
                "refuse-correction",
                Some(reason_of(answer)?),
            ),
        };
        let (keys, chance) = (&self.identity.keys, &*self.identity.chance);
        let place = ANSWER.in_row(id);
        let sealed = answer.map(|answer| keys.seal(&place, answer.as_bytes(), chance));
        let decision = CorrectionDecision {
            by: permit.actor().name(),
            at_ms: self.clock.now_ms(),
            answer: sealed.transpose()?,
        };
        let noted = self.audit_entry(permit.actor(), &AuditEvent::done(action).on("correction", id))?;
        let (permit, id) = (permit.clone(), id.to_owned());
        self.write_noted(move |tx| {
            let reach = Reach::of(tx, &permit)?;
            let one = found(tx, &id)?;
            if !reach.has_any(&people::courts_of(tx, &one.person, day_at(decision.at_ms))?) {
                return Err(Error::NoSuchRecord("correction"));
            }
            if !corrections::decide(tx, &id, state, &decision)? {
                return refused(
                    "already_decided",
                    "/decision",
                    "somebody has decided about this already (hint: open the list anew)".to_owned(),
                    "此申请已有人处理（提示：请重新打开列表）".to_owned(),
                );
            }
            audit::append(tx, &noted)
        })
    }
}

/// Returns the wishes about the own record, the newest first.
pub(super) fn own_wishes(
    session: &mut dyn Session,
    keys: &dyn KeyProvider,
    person: &str,
) -> Result<Vec<CorrectionLine>, Error> {
    let found = corrections::of_person(session, person, MAX_OWN)?;
    found.into_iter().map(|one| line_of_wish(keys, one)).collect()
}

fn found(session: &mut dyn Session, id: &str) -> Result<Correction, Error> {
    corrections::find(session, id)?.ok_or(Error::NoSuchRecord("correction"))
}

fn field_of(one: &Correction) -> Result<CorrectionField, Error> {
    let unknown = |_| Error::Internal(format!("the correction `{}` is about `{}`", one.id, one.field));
    one.field.parse().map_err(unknown)
}

fn opened(keys: &dyn KeyProvider, one: &Correction) -> Result<CorrectionText, Error> {
    let clear = keys.open_field(&ASKED.in_row(&one.id), &one.asked)?;
    serde_json::from_slice(&clear).map_err(unreadable)
}

fn line_of_wish(keys: &dyn KeyProvider, one: Correction) -> Result<CorrectionLine, Error> {
    let (field, text) = (field_of(&one)?, opened(keys, &one)?.masked());
    let answer = match one
        .decision
        .as_ref()
        .and_then(|decision| decision.answer.as_ref())
    {
        None => None,
        Some(sealed) => {
            let clear = keys.open_field(&ANSWER.in_row(&one.id), sealed)?;
            let said = String::from_utf8_lossy(&clear).into_owned();
            Some(registry::without_numbers(&said))
        }
    };
    Ok(CorrectionLine {
        field,
        text,
        answer,
        decided: one.decision.map(|decision| (decision.by, decision.at_ms)),
        id: one.id,
        revision: one.revision,
        asked_by: one.asked_by,
        asked_at_ms: one.asked_at_ms,
        state: one.state,
        written_as: one.written_as,
    })
}

/// The cause of a text that is no wish is never told with the text.
pub(super) fn unreadable(_: serde_json::Error) -> Error {
    Error::Internal("the words of a correction are not what was sealed".to_owned())
}
