//! Batches on the wire: what a client says of one, and what it is answered.

use app::{Batch, BatchLine, BatchText, MAX_PUT};
use glossary::{BatchKind, ConceptId};
use serde::Serialize;
use utoipa::openapi::schema::Object;
use utoipa::{IntoParams, ToSchema};

use super::schemas;
use super::timestamp::rfc3339;
use crate::input::{Fields, Members};
use crate::problem::{Issue, IssueCode};

/// What a batch says of itself. Days are `YYYY-MM-DD`.
#[derive(Debug, ToSchema)]
pub struct TermBatchParams {
    /// `meeting`, or `published_before` for a work that a body published before; that one needs title, publisher, day and
    /// decision.
    #[schema(schema_with = kind_schema)]
    kind: Option<BatchKind>,
    /// As the committee counts.
    #[schema(value_type = String, example = "2026年第1批")]
    number: Option<String>,
    /// The body that decides.
    #[schema(value_type = String, example = "术语审定委员会")]
    committee: Option<String>,
    decided_on: Option<String>,
    /// The number of the decision.
    decision: Option<String>,
    title: Option<String>,
    publisher: Option<String>,
    note: Option<String>,
}

fn kind_schema() -> Object {
    schemas::closed_list(BatchKind::ALL.iter().map(|kind| kind.as_str()), Some("meeting"))
}

impl Members for TermBatchParams {
    const NAMES: &'static [&'static str] = &[
        "kind",
        "number",
        "committee",
        "decided_on",
        "decision",
        "title",
        "publisher",
        "note",
    ];

    fn take(fields: &mut Fields) -> Self {
        let (number, committee) = (fields.text("number"), fields.text("committee"));
        Self {
            kind: fields.one_of("kind"),
            number: fields.wanted("number", number),
            committee: fields.wanted("committee", committee),
            decided_on: fields.text("decided_on"),
            decision: fields.text("decision"),
            title: fields.text("title"),
            publisher: fields.text("publisher"),
            note: fields.text("note"),
        }
    }
}

impl From<TermBatchParams> for BatchText {
    fn from(params: TermBatchParams) -> Self {
        Self {
            kind: params.kind.unwrap_or(BatchKind::Meeting),
            number: params.number.unwrap_or_default(),
            committee: params.committee.unwrap_or_default(),
            decided_on: params.decided_on,
            decision: params.decision,
            title: params.title,
            publisher: params.publisher,
            note: params.note,
        }
    }
}

/// What is put into a batch.
#[derive(Debug, ToSchema)]
pub struct BatchItemsParams {
    /// The concepts, at most 500; of each the newest revision, which has to be reviewed.
    #[schema(value_type = Vec<String>, min_items = 1, max_items = 500)]
    pub concepts: Vec<ConceptId>,
}

impl Members for BatchItemsParams {
    const NAMES: &'static [&'static str] = &["concepts"];

    fn take(fields: &mut Fields) -> Self {
        let read = |text: &str| {
            text.parse()
                .map_err(|_| Issue::of("concepts", IssueCode::BadName).with("value", text))
        };
        let concepts = fields.list("concepts", MAX_PUT, read);
        // Nothing at all is more likely a slip than a wish.
        let some = Some(concepts).filter(|concepts| !concepts.is_empty());
        Self {
            concepts: fields.wanted("concepts", some).unwrap_or_default(),
        }
    }
}

/// Which part of a list.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct BatchPageParams {
    /// How many at most.
    #[param(minimum = 1, maximum = 100, default = 20)]
    limit: u64,
    /// `next_cursor` of the page before.
    pub cursor: Option<String>,
}

impl Members for BatchPageParams {
    const NAMES: &'static [&'static str] = &["limit", "cursor"];

    fn take(fields: &mut Fields) -> Self {
        Self {
            limit: fields.number("limit", 1..=100).unwrap_or(20),
            cursor: fields.text("cursor"),
        }
    }
}

impl BatchPageParams {
    /// Returns the limit as a length.
    pub fn limit(&self) -> usize {
        usize::try_from(self.limit).unwrap_or(usize::MAX)
    }
}

/// Batches, newest first.
#[derive(Debug, Serialize, ToSchema)]
pub struct TermBatchesBody {
    pub items: Vec<TermBatchBody>,
    /// Where the next page begins.
    pub next_cursor: Option<String>,
}

/// A batch.
#[derive(Debug, Serialize, ToSchema)]
pub struct TermBatchBody {
    id: String,
    revision: u64,
    kind: &'static str,
    number: String,
    committee: String,
    decided_on: Option<String>,
    decision: Option<String>,
    title: Option<String>,
    publisher: Option<String>,
    note: Option<String>,
    /// `open` or `authorised`.
    state: &'static str,
    created_by: String,
    created_at: String,
    authorised_by: Option<String>,
    authorised_at: Option<String>,
    /// The last change of the act.
    seq: Option<u64>,
}

/// The concepts of a batch, by id.
#[derive(Debug, Serialize, ToSchema)]
pub struct BatchItemsBody {
    pub items: Vec<BatchItemBody>,
    /// Where the next page begins.
    pub next_cursor: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct BatchItemBody {
    id: String,
    revision: u64,
    /// `substance`, or `spelling` if its spelling was changed before and the batch makes that known.
    class: &'static str,
    zh: Option<String>,
    bo: Option<String>,
    workflow: Option<&'static str>,
    /// Whether somebody has written to it since: it cannot be authorised so.
    has_changed: bool,
}

/// How many concepts a batch has now.
#[derive(Debug, Serialize, ToSchema)]
pub struct BatchItemCountBody {
    pub concepts: u64,
}

/// What authorising a batch came to.
#[derive(Debug, Serialize, ToSchema)]
pub struct BatchAuthorisedBody {
    /// The batch's new revision.
    pub revision: u64,
    /// How many concepts were authorised.
    pub concepts: u64,
    /// How many spellings it makes known.
    pub spellings: u64,
    pub seq: u64,
}

impl From<Batch> for TermBatchBody {
    fn from(batch: Batch) -> Self {
        let (by, at, seq) = match batch.authorised {
            Some(act) => (Some(act.by), Some(rfc3339(act.at_ms)), Some(act.seq)),
            None => (None, None, None),
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
            state: batch.state.as_str(),
            created_by: batch.created_by,
            created_at: rfc3339(batch.created_at_ms),
            authorised_by: by,
            authorised_at: at,
            seq,
        }
    }
}

impl From<BatchLine> for BatchItemBody {
    fn from(line: BatchLine) -> Self {
        Self {
            id: line.id.to_string(),
            revision: line.revision,
            class: line.class.as_str(),
            zh: line.zh,
            bo: line.bo,
            workflow: line.workflow.map(glossary::Workflow::as_str),
            has_changed: line.has_changed,
        }
    }
}
