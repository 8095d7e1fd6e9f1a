//! What is told of an import that has ended: bounded, in both languages, as JSON beside the job.

use exchange::{FileError, Issue, Language};
use glossary::CollectionName;
use glossary::list_change::{LikelyRename, ListChange, ListChangeCounts, ListChangeKind, ListChanges};
use serde::{Deserialize, Serialize};

use crate::import::ImportReport;

/// How many issues, and how many warnings, are kept; of the others their number.
const MAX_ISSUES: usize = 1_000;
/// Most characters of a sentence that is kept.
const MAX_SENTENCE_CHARS: usize = 2_000;

/// Something that is wrong or unusual at one place of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportIssue {
    /// The sheet of a workbook.
    pub sheet: Option<String>,
    /// The line, from 1.
    pub line: Option<u32>,
    /// The cell of a sheet, such as `C17`.
    pub cell: Option<String>,
    /// The column's heading.
    pub column: Option<String>,
    /// What kind of thing it is.
    pub code: String,
    /// The value, shortened.
    pub value: String,
    en: String,
    zh: String,
}

/// What a file changes as the new edition of a list. Names that stay as they were are only counted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListChangesTold {
    /// The new edition.
    pub collection: CollectionName,
    /// The list whose place it takes.
    pub predecessor: CollectionName,
    /// How many names of each kind.
    pub counts: ListChangeCounts,
    /// The names that are new, renamed or abolished, or have another number or article; the first thousand.
    pub changes: Vec<ListChange>,
    /// How many more there are.
    pub more_changes: u64,
    /// New names that may have taken the place of an abolished one.
    pub likely_renames: Vec<LikelyRename>,
}

impl ListChangesTold {
    /// Tells of `list`.
    #[must_use]
    pub fn of(list: &ListChanges) -> Self {
        let is_told = |change: &&ListChange| change.kind != ListChangeKind::Unchanged || change.is_moved();
        let told: Vec<&ListChange> = list.changes.iter().filter(is_told).collect();
        Self {
            collection: list.collection.clone(),
            predecessor: list.predecessor.clone(),
            counts: list.counts(),
            more_changes: told.len().saturating_sub(MAX_ISSUES) as u64,
            changes: told.into_iter().take(MAX_ISSUES).cloned().collect(),
            likely_renames: list.likely_renames(),
        }
    }
}

/// What is told of an import beside its counts.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportTold {
    /// What is wrong, in the order of the file; the first thousand.
    pub issues: Vec<ImportIssue>,
    /// How many more there are.
    pub more_issues: u64,
    /// What is unusual about rows that were taken, likewise.
    pub warnings: Vec<ImportIssue>,
    /// How many more there are.
    pub more_warnings: u64,
    /// The encoding of a text file.
    pub encoding: Option<String>,
    /// What the file changes as the new edition of a list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub list_changes: Option<ListChangesTold>,
    /// Why the file as a whole was not imported, in English and in Chinese.
    why: Option<(String, String)>,
}

/// How a job ended, as its detail says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum End {
    /// As it should: written, or said what would happen.
    Done,
    /// Nothing was written, because rows are wrong.
    Stopped,
    /// Somebody did not want it any more.
    Cancelled,
    /// The file could not be imported.
    Failed,
}

/// The detail of a job that has ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Detail {
    pub end: End,
    /// The last change in the store, if anything was written.
    pub seq: Option<u64>,
}

impl ImportIssue {
    /// Returns the whole story in `language`.
    #[must_use]
    pub fn message_in(&self, language: Language) -> &str {
        match language {
            Language::En => &self.en,
            Language::Zh => &self.zh,
        }
    }
}

impl From<&Issue> for ImportIssue {
    fn from(issue: &Issue) -> Self {
        Self {
            sheet: issue.place.sheet.as_deref().map(str::to_owned),
            line: issue.place.line,
            cell: issue.place.cell.clone(),
            column: issue.column.clone(),
            code: issue.code.to_owned(),
            value: issue.value.clone(),
            en: bounded(&issue.message),
            zh: bounded(&issue.message_zh),
        }
    }
}

impl ImportTold {
    /// Tells what is wrong with a file that was read.
    pub(super) fn of(report: &ImportReport) -> Self {
        let first = |issues: &[Issue]| issues.iter().take(MAX_ISSUES).map(ImportIssue::from).collect();
        let more = |issues: &[Issue]| issues.len().saturating_sub(MAX_ISSUES) as u64;
        Self {
            issues: first(&report.issues),
            more_issues: more(&report.issues),
            warnings: first(&report.warnings),
            more_warnings: more(&report.warnings),
            encoding: report.encoding.map(str::to_owned),
            list_changes: report.list_changes.as_ref().map(ListChangesTold::of),
            why: None,
        }
    }

    /// Tells of a file that was not imported at all.
    pub(super) fn failed(en: impl Into<String>, zh: impl Into<String>) -> Self {
        Self {
            why: Some((bounded(&en.into()), bounded(&zh.into()))),
            ..Self::default()
        }
    }

    /// Tells of a file that cannot be read as what it is said to be.
    pub(super) fn unreadable(err: &FileError) -> Self {
        Self::failed(err.to_string(), err.in_chinese())
    }

    /// Returns why the file as a whole was not imported, in `language`.
    #[must_use]
    pub fn why_in(&self, language: Language) -> Option<&str> {
        let (en, zh) = self.why.as_ref()?;
        Some(if language == Language::Zh { zh } else { en })
    }
}

fn bounded(sentence: &str) -> String {
    sentence.chars().take(MAX_SENTENCE_CHARS).collect()
}
