//! What became of one file, for people and as JSON.

use std::io::{self, Write};
use std::path::PathBuf;

use app::{BatchKind, Extent, ImportReport, Issue, PublishedBatch};
use serde_json::{Map, Value, json};

use super::list_changes;
use crate::language::Language;
use crate::messages;

/// Most issues that are listed for people; the JSON and the sheet of rejected rows hold all.
const SHOWN_ISSUES: usize = 20;

/// What became of one file.
#[derive(Debug)]
pub struct FileOutcome {
    /// The file's name.
    pub name: String,
    /// What was done; `None` if the file could not be read or written at all.
    pub report: Option<ImportReport>,
    /// Where the rejected rows were saved.
    pub rejected_sheet: Option<PathBuf>,
    /// What went wrong outside the rows, in a sentence.
    pub error: Option<String>,
}

impl FileOutcome {
    /// Tells of a file that was read.
    pub fn of(name: String, report: ImportReport) -> Self {
        Self {
            name,
            report: Some(report),
            rejected_sheet: None,
            error: None,
        }
    }

    /// Tells of a file with which nothing could be done.
    pub fn failed(name: String, error: String) -> Self {
        Self {
            name,
            report: None,
            rejected_sheet: None,
            error: Some(error),
        }
    }

    /// Tells whether everything that was asked for is done. Skipping bad rows with `--on-error skip` was asked for.
    pub fn is_done(&self) -> bool {
        self.error.is_none() && !self.is_refused()
    }

    /// Tells whether nothing was written, or in a dry run would be, because something is wrong inside the file.
    pub fn is_refused(&self) -> bool {
        self.refusal().is_some()
    }

    /// Returns how much of the file is wrong, if nothing was written because of it.
    pub fn refusal(&self) -> Option<Extent> {
        let refused = self.report.as_ref().filter(|report| report.is_refused)?;
        let extents = refused.issues.iter().map(|issue| issue.extent);
        Some(extents.max().unwrap_or(Extent::Row))
    }

    /// Returns the object that stands for the file in `--json`.
    pub fn as_json(&self, language: Language) -> Value {
        let mut object = Map::new();
        object.insert("file".into(), json!(self.name));
        if let Some(report) = &self.report {
            object.insert("applied".into(), json!(report.applied));
            object.insert("dry_run".into(), json!(report.dry_run));
            object.insert("rows".into(), json!(report.rows));
            object.insert("created".into(), json!(report.created));
            object.insert("updated".into(), json!(report.updated));
            object.insert("unchanged".into(), json!(report.unchanged));
            object.insert("rejected".into(), json!(report.rejected));
            object.insert("encoding".into(), json!(report.encoding));
            object.insert("seq".into(), json!(report.seq));
            object.insert(
                "issues".into(),
                report
                    .issues
                    .iter()
                    .map(|issue| issue_as_json(issue, language))
                    .collect(),
            );
            object.insert(
                "warnings".into(),
                report
                    .warnings
                    .iter()
                    .map(|issue| issue_as_json(issue, language))
                    .collect(),
            );
            object.insert("rejected_sheet".into(), json!(self.rejected_sheet));
            if let Some(batch) = &report.batch {
                object.insert("batch".into(), batch_as_json(batch));
            }
            if let Some(list) = &report.list_changes {
                object.insert("list_changes".into(), list_changes::as_json(list, report.applied));
            }
        }
        if let Some(error) = &self.error {
            object.insert("error".into(), json!(error));
        }
        Value::Object(object)
    }
}

/// Prints the first warnings, one a line.
pub fn print_warnings(out: &mut impl Write, warnings: &[Issue], language: Language) -> io::Result<()> {
    for warning in warnings.iter().take(SHOWN_ISSUES) {
        let message = warning.message_in(language.of_messages());
        writeln!(out, "{}", messages::warning(language, message))?;
    }
    match warnings.len().checked_sub(SHOWN_ISSUES) {
        Some(more @ 1..) => writeln!(out, "{}", messages::more_warnings(language, more as u64)),
        _ => Ok(()),
    }
}

/// Prints the first issues, one a line.
pub fn print_issues(out: &mut impl Write, issues: &[Issue], language: Language) -> io::Result<()> {
    for issue in issues.iter().take(SHOWN_ISSUES) {
        writeln!(out, "{}", issue.message_in(language.of_messages()))?;
    }
    match issues.len().checked_sub(SHOWN_ISSUES) {
        Some(more @ 1..) => writeln!(out, "{}", messages::and_more(language, more as u64)),
        _ => Ok(()),
    }
}

fn batch_as_json(batch: &PublishedBatch) -> Value {
    json!({
        "id": batch.id,
        "number": batch.number,
        "kind": BatchKind::PublishedBefore.as_str(),
        "authorised": batch.authorised,
        "held_back": batch.held_back,
    })
}

/// Returns the object that stands for an issue in `--json`.
pub fn issue_as_json(issue: &Issue, language: Language) -> Value {
    let mut object = Map::new();
    if let Some(sheet) = &issue.place.sheet {
        object.insert("sheet".into(), json!(**sheet));
    }
    match (&issue.place.cell, issue.place.line) {
        (Some(cell), _) => object.insert("cell".into(), json!(cell)),
        (None, line) => object.insert("line".into(), json!(line)),
    };
    object.insert("column".into(), json!(issue.column));
    object.insert("code".into(), json!(issue.code));
    object.insert("message".into(), json!(issue.message_in(language.of_messages())));
    object.insert("value".into(), json!(issue.value));
    Value::Object(object)
}
