//! What is seen of imports: by whoever may read drafts, because a preview shows them.

use access::{Permit, ReadDrafts};
use exchange::Format;
use store::import_files::{self, ImportRecord};
use store::{JobState, Session};

use super::KIND;
use super::told::{Detail, End, ImportTold, ListChangesTold};
use super::wish::{Asked, ImportMode};
use crate::{App, Error};

/// How far an import has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ImportState {
    /// It waits.
    Queued,
    /// It is worked on.
    Running,
    /// Somebody does not want it any more, and it is about to end.
    Cancelling,
    /// It has written, or said what would happen.
    Done,
    /// It has written nothing, because rows are wrong.
    Stopped,
    /// It has written nothing, because somebody did not want it any more.
    Cancelled,
    /// It has written nothing, because the file could not be imported.
    Failed,
}

/// An import, as those see it who may.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportJob {
    /// Its id.
    pub id: String,
    /// How far it has come.
    pub state: ImportState,
    /// Whether it writes.
    pub mode: ImportMode,
    /// How its file is written.
    pub format: String,
    /// Who asked for it.
    pub by: String,
    /// When, in milliseconds since 1970-01-01T00:00:00Z, as all times here.
    pub created_at_ms: i64,
    /// When it began.
    pub started_at_ms: Option<i64>,
    /// When it ended.
    pub finished_at_ms: Option<i64>,
    /// Concepts that are prepared.
    pub done: u64,
    /// Concepts that are to be prepared, once known.
    pub total: Option<u64>,
    /// What it came to.
    pub counts: store::JobCounts,
    /// The last change that it made, if it wrote anything.
    pub seq: Option<u64>,
    /// Whether rows were given back.
    pub has_rejected: bool,
    /// What is wrong with the file, once it has ended; a list leaves it out.
    pub told: Option<ImportTold>,
}

impl ImportState {
    /// Every state, in the order in which they come.
    pub const ALL: [Self; 7] = [
        Self::Queued,
        Self::Running,
        Self::Cancelling,
        Self::Done,
        Self::Stopped,
        Self::Cancelled,
        Self::Failed,
    ];

    /// Returns the name that the API uses.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Running => "running",
            Self::Cancelling => "cancelling",
            Self::Done => "done",
            Self::Stopped => "stopped",
            Self::Cancelled => "cancelled",
            Self::Failed => "failed",
        }
    }
}

impl App {
    /// Returns an import with what is wrong with its file.
    ///
    /// # Errors
    /// [`Error::NoSuchImport`].
    pub fn find_import(&self, _: &Permit<ReadDrafts>, id: &str) -> Result<ImportJob, Error> {
        self.store.read(|session| {
            let record = expect(session, id)?;
            let mut told: Option<ImportTold> = match import_files::report(session, id)? {
                Some(json) => Some(serde_json::from_str(&json).map_err(unreadable)?),
                None => None,
            };
            if let Some(told) = &mut told {
                let is_hidden = |list: &mut ListChangesTold| {
                    self.hidden.contains(&list.collection) || self.hidden.contains(&list.predecessor)
                };
                told.list_changes.take_if(is_hidden);
            }
            Ok(ImportJob {
                told,
                ..seen(record)?
            })
        })
    }

    /// Lists up to `limit` imports, those asked for last first; those asked for before `before`, a time and an id, when it is
    /// given.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub fn list_imports(
        &self,
        _: &Permit<ReadDrafts>,
        before: Option<(i64, String)>,
        limit: usize,
    ) -> Result<Vec<ImportJob>, Error> {
        let before = before.as_ref().map(|(at_ms, id)| (*at_ms, id.as_str()));
        let records = self
            .store
            .read(|session| import_files::list(session, KIND, before, limit))?;
        records.into_iter().map(seen).collect()
    }

    /// Returns the rows of an import that were refused, each with its reason, as a file of the same format.
    ///
    /// # Errors
    /// [`Error::NoSuchImport`]; [`Error::NoRejectedRows`] if none are kept.
    pub fn rejected_rows(&self, _: &Permit<ReadDrafts>, id: &str) -> Result<(Format, Vec<u8>), Error> {
        self.store.read(|session| {
            let record = expect(session, id)?;
            let rejected = import_files::rejected(session, id)?;
            let rejected = rejected.ok_or_else(|| Error::NoRejectedRows(id.to_owned()))?;
            Ok((asked(&record)?.wish.format()?, rejected))
        })
    }
}

/// Returns the record of an import.
pub(super) fn expect(session: &mut dyn Session, id: &str) -> Result<ImportRecord, Error> {
    let found = import_files::record(session, id)?;
    let found = found.filter(|record| record.job.kind == KIND);
    found.ok_or_else(|| Error::NoSuchImport(id.to_owned()))
}

/// Returns how an import ended, if it has.
pub(super) fn end_of(record: &ImportRecord) -> Result<Option<Detail>, Error> {
    if record.job.finished_at_ms.is_none() {
        return Ok(None);
    }
    serde_json::from_str(&record.job.detail)
        .map(Some)
        .map_err(unreadable)
}

fn asked(record: &ImportRecord) -> Result<Asked, Error> {
    serde_json::from_str(&record.wish).map_err(unreadable)
}

fn seen(record: ImportRecord) -> Result<ImportJob, Error> {
    let (asked, detail) = (asked(&record)?, end_of(&record)?);
    let state = match (detail.map(|detail| detail.end), record.job.state) {
        (Some(End::Done), _) => ImportState::Done,
        (Some(End::Stopped), _) => ImportState::Stopped,
        (Some(End::Cancelled), _) => ImportState::Cancelled,
        (Some(End::Failed), _) => ImportState::Failed,
        (None, _) if record.cancelled_by.is_some() => ImportState::Cancelling,
        (None, JobState::Waiting) => ImportState::Queued,
        (None, _) => ImportState::Running,
    };
    Ok(ImportJob {
        state,
        mode: asked.wish.mode(),
        format: asked.wish.format.clone(),
        by: asked.by.actor().name(),
        created_at_ms: record.job.created_at_ms,
        started_at_ms: record.job.started_at_ms,
        finished_at_ms: record.job.finished_at_ms,
        done: record.job.done,
        total: record.job.total,
        counts: record.job.counts,
        seq: detail.and_then(|detail| detail.seq),
        has_rejected: record.has_rejected,
        told: None,
        id: record.job.id,
    })
}

fn unreadable(err: serde_json::Error) -> Error {
    Error::Internal(format!("what is kept of an import cannot be read: {err}"))
}
