//! What a batch says of itself, and opening and changing one.

use access::{Permit, ReviewGlossary};
use glossary::{BatchKind, is_civil_date};
use store::BatchState;
use store::batches::{self, Batch};

use super::open_batch;
use crate::accounts::new_id;
use crate::audit::{self, AuditEvent};
use crate::{App, Error};

/// Most characters of a line of a batch.
const MAX_LINE_CHARS: usize = 200;

/// What a batch says of itself. Dates are civil dates, `YYYY-MM-DD`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BatchText {
    /// How it comes to its authority.
    pub kind: BatchKind,
    /// Its number, as the committee counts.
    pub number: String,
    /// The body that decides.
    pub committee: String,
    /// The day of the decision.
    pub decided_on: Option<String>,
    /// The number of the decision.
    pub decision: Option<String>,
    /// The title of a work that was published before.
    pub title: Option<String>,
    /// Its publisher.
    pub publisher: Option<String>,
    /// A remark.
    pub note: Option<String>,
}

/// What is wrong with a text of a batch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BatchFault {
    /// It has to be there.
    #[error("`{0}` has to be given")]
    Missing(&'static str),
    /// It is no day.
    #[error("`{0}` is no day (hint: write it as 2026-11-20)")]
    NoDay(&'static str),
    /// It is longer than a line.
    #[error("`{0}` is longer than 200 characters")]
    TooLong(&'static str),
    /// It holds a character that nobody sees.
    #[error("`{0}` holds a control character")]
    Control(&'static str),
}

impl BatchText {
    /// Returns everything that is wrong with it.
    pub(crate) fn faults(&self) -> Vec<BatchFault> {
        let lines = [
            ("number", Some(&self.number)),
            ("committee", Some(&self.committee)),
            ("decision", self.decision.as_ref()),
            ("title", self.title.as_ref()),
            ("publisher", self.publisher.as_ref()),
        ];
        let mut faults = Vec::new();
        for (name, line) in lines {
            let Some(line) = line else { continue };
            if line.trim().is_empty() {
                faults.push(BatchFault::Missing(name));
            } else if line.chars().any(char::is_control) {
                faults.push(BatchFault::Control(name));
            } else if line.chars().count() > MAX_LINE_CHARS {
                faults.push(BatchFault::TooLong(name));
            }
        }
        if self.decided_on.as_deref().is_some_and(|day| !is_civil_date(day)) {
            faults.push(BatchFault::NoDay("decided_on"));
        }
        let is_text = |c: char| !c.is_control() || c == '\n' || c == '\t';
        if self
            .note
            .as_deref()
            .is_some_and(|note| !note.chars().all(is_text))
        {
            faults.push(BatchFault::Control("note"));
        }
        let published = [
            ("title", self.title.is_some()),
            ("publisher", self.publisher.is_some()),
            ("decided_on", self.decided_on.is_some()),
            ("decision", self.decision.is_some()),
        ];
        if self.kind == BatchKind::PublishedBefore {
            let absent = published.into_iter().filter(|(_, is_given)| !is_given);
            faults.extend(absent.map(|(name, _)| BatchFault::Missing(name)));
        }
        faults
    }

    pub(crate) fn into_batch(self, id: String, by: String, at_ms: i64) -> Batch {
        Batch {
            id,
            kind: self.kind,
            number: self.number.trim().to_owned(),
            committee: self.committee.trim().to_owned(),
            decided_on: self.decided_on,
            decision: self.decision,
            title: self.title,
            publisher: self.publisher,
            note: self.note,
            state: BatchState::Open,
            revision: 1,
            created_by: by,
            created_at_ms: at_ms,
            authorised: None,
        }
    }
}

impl App {
    /// Opens a batch and returns it.
    ///
    /// # Errors
    /// [`Error::Batch`] with what is wrong with its text; [`Error::BatchNumberTaken`].
    pub fn create_batch(&self, permit: &Permit<ReviewGlossary>, text: BatchText) -> Result<Batch, Error> {
        let faults = text.faults();
        if !faults.is_empty() {
            return Err(Error::Batch(faults));
        }
        let id = new_id("b", &*self.identity.chance)?;
        let batch = text.into_batch(id, permit.actor().name(), self.clock.now_ms());
        let event = AuditEvent::done("create-batch").on("batch", batch.id.clone());
        let noted = self.audit_entry(permit.actor(), &event.detail(batch.number.clone()))?;
        let written = batch.clone();
        self.write_aside_noted(move |session| {
            taken(batches::create(session, &written), &written.number)?;
            audit::append(session, &noted)
        })?;
        Ok(batch)
    }

    /// Writes what an open batch says of itself, and returns it.
    ///
    /// # Errors
    /// [`Error::Batch`], [`Error::BatchNumberTaken`]; [`Error::BatchClosed`] once anything was authorised in it;
    /// [`Error::StaleBatch`], [`Error::NoSuchBatch`].
    pub fn update_batch(
        &self,
        permit: &Permit<ReviewGlossary>,
        id: &str,
        expected: u64,
        text: BatchText,
    ) -> Result<Batch, Error> {
        let faults = text.faults();
        if !faults.is_empty() {
            return Err(Error::Batch(faults));
        }
        let event = AuditEvent::done("update-batch").on("batch", id);
        let noted = self.audit_entry(permit.actor(), &event)?;
        let id = id.to_owned();
        self.write_noted(move |session| {
            let known = open_batch(session, &id, Some(expected))?;
            if batches::has_authorised(session, &id)? {
                return Err(Error::BatchClosed(known.number));
            }
            let changed = text
                .clone()
                .into_batch(id.clone(), known.created_by.clone(), known.created_at_ms);
            let revision = taken(batches::update(session, &changed, expected), &changed.number)?;
            audit::append(session, &noted)?;
            Ok(Batch { revision, ..changed })
        })
    }
}

fn taken<T>(outcome: Result<T, store::Error>, number: &str) -> Result<T, Error> {
    outcome.map_err(|error| match error {
        store::Error::Taken { .. } => Error::BatchNumberTaken(number.to_owned()),
        other => Error::Store(other),
    })
}
