//! `/batches`: what a committee decides about, gathered, filled in and authorised.

pub mod forms;
pub mod list;
pub mod one;
pub mod text;

use app::Batch;
use serde::Serialize;

use super::times;

/// A batch as pages show it. Days are civil days.
#[derive(Debug, Clone, Default, Serialize)]
pub struct BatchRow {
    pub id: String,
    pub revision: u64,
    /// `meeting` or `published_before`: the translation `batch_kind.<kind>`.
    pub kind: &'static str,
    pub number: String,
    pub committee: String,
    pub decided_on: Option<String>,
    pub decision: Option<String>,
    pub title: Option<String>,
    pub publisher: Option<String>,
    pub note: Option<String>,
    pub is_open: bool,
    pub created_by: String,
    pub created_at: String,
    pub authorised_by: Option<String>,
    pub authorised_at: Option<String>,
}

impl BatchRow {
    /// Shows a batch; times in a zone so far ahead of UTC.
    pub fn of(batch: Batch, utc_offset_minutes: i16) -> Self {
        let (by, at) = match batch.authorised {
            Some(act) => (Some(act.by), Some(times::shown(act.at_ms, utc_offset_minutes))),
            None => (None, None),
        };
        Self {
            id: batch.id,
            revision: batch.revision,
            kind: batch.kind.as_str(),
            number: batch.number,
            committee: batch.committee,
            decided_on: batch.decided_on,
            decision: batch.decision,
            title: batch.title,
            publisher: batch.publisher,
            note: batch.note,
            is_open: batch.state == app::BatchState::Open,
            created_by: batch.created_by,
            created_at: times::shown(batch.created_at_ms, utc_offset_minutes),
            authorised_by: by,
            authorised_at: at,
        }
    }
}
