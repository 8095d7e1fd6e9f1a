//! Imports on the wire: what a client wishes, and what it is told.

use app::{
    CollectionName, Format, ImportIssue, ImportJob, ImportMode, ImportState, ImportTold, Issue as FileIssue,
    MessageLanguage, OnError,
};
use serde::Serialize;
use utoipa::openapi::schema::Object;
use utoipa::{IntoParams, ToSchema};

use super::list_changes::ImportedListBody;
use super::registry::sheet_import_body::SheetImportBody;
use super::schemas::{self, Words};
use super::timestamp::rfc3339;
use crate::input::{Fields, Members};

const FORMATS: &Words<Format> = &[
    ("csv", Format::Csv),
    ("tsv", Format::Tsv),
    ("xlsx", Format::Xlsx),
    ("jsonl", Format::Jsonl),
    ("tbx", Format::Tbx),
];
const MODES: &Words<ImportMode> = &[("preview", ImportMode::Preview), ("apply", ImportMode::Apply)];
const ON_ERROR: &Words<OnError> = &[("stop", OnError::Stop), ("skip", OnError::Skip)];

/// How a file is to be imported.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ImportParams {
    /// How the file is written.
    #[param(required = true, schema_with = format_schema)]
    pub format: Option<Format>,
    /// `preview` says what would happen and writes nothing.
    #[param(schema_with = mode_schema)]
    pub mode: ImportMode,
    /// The collection of rows that name none.
    #[param(value_type = Option<String>)]
    pub collection: Option<CollectionName>,
    /// `stop` writes nothing if a row is wrong; `skip` writes the others and gives these back.
    #[param(schema_with = on_error_schema)]
    pub on_error: OnError,
    /// The columns of a file without a header, with commas between them.
    #[param(example = "zh,bo")]
    pub columns: Option<String>,
    /// Whether columns that are not known are passed over.
    #[param(schema_with = schemas::flag)]
    pub ignore_extra: bool,
    /// Whether the ids of the file are another glossary's: its concepts are found by name then, and the ids tell only which
    /// rows belong together and what relations mean.
    #[param(schema_with = schemas::flag)]
    pub ignore_ids: bool,
    /// The official list whose complete new edition the file is; `collection` names the new one. Nothing is written if a row
    /// is wrong, whatever `on_error` says.
    #[param(value_type = Option<String>)]
    pub succeeds: Option<CollectionName>,
}

fn format_schema() -> Object {
    schemas::word_of(FORMATS, None)
}

fn mode_schema() -> Object {
    schemas::word_of(MODES, Some("apply"))
}

fn on_error_schema() -> Object {
    schemas::word_of(ON_ERROR, Some("stop"))
}

impl Members for ImportParams {
    const NAMES: &'static [&'static str] = &[
        "format",
        "mode",
        "collection",
        "on_error",
        "columns",
        "ignore_extra",
        "ignore_ids",
        "succeeds",
    ];

    fn take(fields: &mut Fields) -> Self {
        let format = fields.word_of("format", FORMATS);
        Self {
            format: fields.wanted("format", format),
            mode: fields.word_of("mode", MODES).unwrap_or(ImportMode::Apply),
            collection: fields.name("collection"),
            on_error: fields.word_of("on_error", ON_ERROR).unwrap_or_default(),
            columns: fields.text("columns"),
            ignore_extra: fields.flag("ignore_extra").unwrap_or(false),
            ignore_ids: fields.flag("ignore_ids").unwrap_or(false),
            succeeds: fields.name("succeeds"),
        }
    }
}

/// An import that was asked for.
#[derive(Debug, Serialize, ToSchema)]
pub struct ImportAskedBody {
    #[schema(example = "i-0123456789abcdef01234567")]
    pub id: String,
}

/// Imports, those asked for last first.
#[derive(Debug, Serialize, ToSchema)]
pub struct ImportsBody {
    pub items: Vec<ImportSummaryBody>,
    /// Where the next page begins.
    pub next_cursor: Option<String>,
}

/// An import without what is wrong with its file.
#[derive(Debug, Serialize, ToSchema)]
pub struct ImportSummaryBody {
    id: String,
    #[schema(schema_with = state_schema)]
    state: &'static str,
    #[schema(schema_with = mode_of_answer)]
    mode: &'static str,
    /// How its file is written.
    format: String,
    /// Who asked for it.
    by: String,
    created_at: String,
    started_at: Option<String>,
    finished_at: Option<String>,
    /// Concepts that are prepared.
    done: u64,
    /// Concepts that are to be prepared, once that is known.
    total: Option<u64>,
    /// Concepts that are new; with `preview` or in a `stopped` import, that would be. A concept counts once, here and below.
    created: u64,
    /// Concepts to which the rows add something.
    updated: u64,
    /// Concepts of which the rows say nothing new.
    unchanged: u64,
    /// Rows that are wrong.
    rejected: u64,
    /// The last change, if anything was written: what `min_seq` waits for.
    seq: Option<u64>,
    /// Whether the wrong rows can be had as a file.
    has_rejected: bool,
}

fn state_schema() -> Object {
    schemas::closed_list(ImportState::ALL.iter().map(|state| state.as_str()), None)
}

fn mode_of_answer() -> Object {
    schemas::word_of(MODES, None)
}

/// An import with what is wrong with its file.
#[derive(Debug, Serialize, ToSchema)]
pub struct ImportBody {
    #[serde(flatten)]
    summary: ImportSummaryBody,
    /// What is wrong, in the order of the file; the first thousand.
    issues: Vec<ImportIssueBody>,
    /// How many more there are.
    more_issues: u64,
    /// What is unusual about rows that were taken, likewise.
    warnings: Vec<ImportIssueBody>,
    /// How many more there are.
    more_warnings: u64,
    /// The encoding of a text file.
    encoding: Option<String>,
    /// Why the file as a whole could not be imported.
    error: Option<String>,
    /// Only with `succeeds`: what the new edition changes.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    list_changes: Option<ImportedListBody>,
}

/// An import, of the glossary or of a sheet of the registry.
#[derive(Debug, Serialize, ToSchema)]
#[serde(untagged)]
pub enum FoundImportBody {
    Glossary(ImportBody),
    Sheet(SheetImportBody),
}

/// Something about one place of a file.
#[derive(Debug, Serialize, ToSchema)]
pub struct ImportIssueBody {
    #[serde(skip_serializing_if = "Option::is_none")]
    sheet: Option<String>,
    /// From 1; in a place that has no `cell`.
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "C17")]
    cell: Option<String>,
    /// The heading, the pointer to the member, or the tag.
    column: Option<String>,
    #[schema(example = "tibetan_cell_with_chinese")]
    code: String,
    /// The whole story, in the language of `Accept-Language`.
    message: String,
    value: String,
}

impl From<ImportJob> for ImportSummaryBody {
    fn from(job: ImportJob) -> Self {
        Self {
            id: job.id,
            state: job.state.as_str(),
            mode: job.mode.as_str(),
            format: job.format,
            by: job.by,
            created_at: rfc3339(job.created_at_ms),
            started_at: job.started_at_ms.map(rfc3339),
            finished_at: job.finished_at_ms.map(rfc3339),
            done: job.done,
            total: job.total,
            created: job.counts.created,
            updated: job.counts.updated,
            unchanged: job.counts.unchanged,
            rejected: job.counts.rejected,
            seq: job.seq,
            has_rejected: job.has_rejected,
        }
    }
}

impl ImportBody {
    /// Tells of an import in `language`.
    pub fn of(mut job: ImportJob, language: MessageLanguage) -> Self {
        let told: ImportTold = job.told.take().unwrap_or_default();
        let is_written = job.state == ImportState::Done && job.mode == ImportMode::Apply;
        let list_changes = told.list_changes.as_ref();
        let list_changes = list_changes.map(|list| ImportedListBody::of(list, is_written));
        let issues = |issues: &[ImportIssue]| {
            issues
                .iter()
                .map(|issue| ImportIssueBody::of(issue, language))
                .collect()
        };
        Self {
            summary: job.into(),
            issues: issues(&told.issues),
            more_issues: told.more_issues,
            warnings: issues(&told.warnings),
            more_warnings: told.more_warnings,
            error: told.why_in(language).map(str::to_owned),
            encoding: told.encoding,
            list_changes,
        }
    }
}

impl ImportIssueBody {
    /// Tells of something about one place of a file that was read just now.
    pub fn of_file(issue: &FileIssue, language: MessageLanguage) -> Self {
        let place = &issue.place;
        Self {
            sheet: place.sheet.as_ref().map(ToString::to_string),
            line: place.line.filter(|_| place.cell.is_none()),
            cell: place.cell.clone(),
            column: issue.column.clone(),
            code: issue.code.to_owned(),
            message: issue.message_in(language).to_owned(),
            value: issue.value.clone(),
        }
    }

    /// Tells of something that is kept of a file that was read before.
    pub fn of(issue: &ImportIssue, language: MessageLanguage) -> Self {
        Self {
            sheet: issue.sheet.clone(),
            line: issue.line.filter(|_| issue.cell.is_none()),
            cell: issue.cell.clone(),
            column: issue.column.clone(),
            code: issue.code.clone(),
            message: issue.message_in(language).to_owned(),
            value: issue.value.clone(),
        }
    }
}
