//! Imports of sheets on the wire: what a client is told of one.

use app::registry::sheets::{
    SheetApplied, SheetCandidate, SheetCount, SheetImport, SheetLikeness, SheetPlan, SheetQuestion,
    SheetRecord, SheetState, SheetUndone, SheetVerdict,
};
use app::{Issue as FileIssue, MessageLanguage};
use serde::Serialize;
use utoipa::ToSchema;

use super::super::import_body::ImportIssueBody;
use super::super::timestamp::rfc3339;
use super::people_body::PersonLineBody;

/// How many issues are told; the rest is counted.
const MAX_ISSUES: usize = 1_000;

/// An import of a sheet.
#[derive(Debug, Serialize, ToSchema)]
pub struct SheetImportBody {
    id: String,
    /// `staged`, `applied`, `undone` or `discarded`.
    state: &'static str,
    /// What applying it now is based on, also in `ETag`; `null` if it is not staged. Another one as soon as applying would
    /// do something else.
    revision: Option<u64>,
    /// What the rows are about.
    kind: &'static str,
    format: &'static str,
    /// The name of the file.
    name: String,
    created_at: String,
    ended_at: Option<String>,
    /// Until when it can be applied if it is staged, or undone if it is applied.
    open_until: Option<String>,
    /// Records that are written or found to be so already.
    done: u64,
    /// Records that the sheet is about, once that is known.
    total: Option<u64>,
    /// Records of all kinds that are new; before it is applied, that would be.
    created: u64,
    updated: u64,
    unchanged: u64,
    /// Rows that cannot be used.
    rejected: u64,
    /// Rows that wait for an answer, or are left out by one.
    left_out: u64,
    /// The same by kind of record.
    records: Vec<SheetCountBody>,
    /// What is wrong, in the order of the file; the first thousand.
    issues: Vec<ImportIssueBody>,
    more_issues: u64,
    /// What is unusual about rows that can be used.
    warnings: Vec<ImportIssueBody>,
    /// Who somebody in the file is, with what was answered.
    questions: Vec<SheetQuestionBody>,
    /// The encoding of a text file.
    encoding: Option<&'static str>,
}

/// What becomes of the records of one kind.
#[derive(Debug, Serialize, ToSchema)]
pub struct SheetCountBody {
    /// `court`, `person`, `training` or `enrolment`.
    record: String,
    created: u64,
    updated: u64,
    unchanged: u64,
}

/// Who somebody in the file is.
#[derive(Debug, Serialize, ToSchema)]
pub struct SheetQuestionBody {
    id: String,
    /// The rows, at most 20 of them.
    #[schema(example = "花名册.xlsx[第11期]!7")]
    places: Vec<String>,
    name: String,
    name_bo: Option<String>,
    /// In the words of the file.
    court: Option<String>,
    born: Option<String>,
    last_four: Option<String>,
    candidates: Vec<SheetCandidateBody>,
    /// Whether it can be somebody new.
    may_be_new: bool,
    /// `same`, `new`, `new_apart`, `leave_out`; `null` while it is open.
    verdict: Option<&'static str>,
    /// Who it is, if it is the same as somebody.
    person: Option<String>,
}

/// Who it could be.
#[derive(Debug, Serialize, ToSchema)]
struct SheetCandidateBody {
    person: String,
    /// Who that is; `null` of whom the caller may not know more.
    line: Option<PersonLineBody>,
    /// `identity_number`, `name`, `spelling`, `court`, `birth`.
    because: Vec<&'static str>,
}

/// The questions of an import.
#[derive(Debug, Serialize, ToSchema)]
pub struct SheetQuestionsBody {
    questions: Vec<SheetQuestionBody>,
}

/// What was written.
#[derive(Debug, Serialize, ToSchema)]
pub struct SheetAppliedBody {
    id: String,
    /// The last change; 0 if there was nothing to write.
    seq: u64,
    records: Vec<SheetCountBody>,
    rejected: u64,
    left_out: u64,
    /// What is wrong with the rows that were not written; the first thousand.
    issues: Vec<ImportIssueBody>,
}

/// What taking an import back came to.
#[derive(Debug, Serialize, ToSchema)]
pub struct SheetUndoneBody {
    /// Records that are as they were before.
    undone: Vec<SheetRecordBody>,
    /// Records that were edited since, or are in use, and stay.
    refused: Vec<SheetRecordBody>,
}

/// A record that an import has written.
#[derive(Debug, Serialize, ToSchema)]
struct SheetRecordBody {
    /// `court`, `person`, `training` or `enrolment`.
    record: String,
    id: String,
    /// How lists call it.
    label: String,
}

/// Returns the word for how far an import has come.
pub fn state_of(state: SheetState) -> &'static str {
    match state {
        SheetState::Staged => "staged",
        SheetState::Applied => "applied",
        SheetState::Undone => "undone",
        SheetState::Discarded => "discarded",
    }
}

/// Returns the word for what a candidate has in common with somebody of the file.
pub fn likeness(likeness: SheetLikeness) -> &'static str {
    match likeness {
        SheetLikeness::IdentityNumber => "identity_number",
        SheetLikeness::Name => "name",
        SheetLikeness::Spelling => "spelling",
        SheetLikeness::Court => "court",
        SheetLikeness::Birth => "birth",
    }
}

impl SheetImportBody {
    /// Returns what applying it is based on.
    pub fn revision(&self) -> Option<u64> {
        self.revision
    }

    /// Tells of an import in `language`: of a staged one with what applying it would do and what is to be answered.
    pub fn of(
        import: SheetImport,
        plan: Option<SheetPlan>,
        questions: Vec<SheetQuestion>,
        language: MessageLanguage,
    ) -> Self {
        let counts = import.counts.as_ref().or(plan.as_ref().map(|plan| &plan.counts));
        let counts = counts.map(Vec::as_slice).unwrap_or_default();
        let sum = |of: fn(&SheetCount) -> u64| counts.iter().map(of).sum::<u64>();
        let (created, updated, unchanged) = (
            sum(|count| count.created),
            sum(|count| count.updated),
            sum(|count| count.unchanged),
        );
        let is_written = import.counts.is_some();
        let total = created + updated + unchanged;
        let (issues, warnings): (&[FileIssue], &[FileIssue]) = match (&plan, &import.reading) {
            (Some(plan), _) => (&plan.issues, &plan.warnings),
            (None, Some(reading)) => (&reading.issues, &reading.warnings),
            (None, None) => (&[], &[]),
        };
        let told = |issues: &[FileIssue]| -> Vec<ImportIssueBody> {
            issues
                .iter()
                .take(MAX_ISSUES)
                .map(|one| ImportIssueBody::of_file(one, language))
                .collect()
        };
        let kept = import.issues.iter().map(|one| ImportIssueBody::of(one, language));
        Self {
            state: state_of(import.state),
            kind: import.kind.as_str(),
            format: import.format.as_str(),
            created_at: rfc3339(import.created_at_ms),
            ended_at: import.ended_at_ms.map(rfc3339),
            open_until: import.open_until_ms.map(rfc3339),
            done: if is_written { total } else { 0 },
            total: (is_written || plan.is_some()).then_some(total),
            created,
            updated,
            unchanged,
            revision: plan.as_ref().map(|plan| plan.revision),
            rejected: count(plan.as_ref().map_or(import.rejected, |plan| plan.rejected)),
            left_out: count(plan.as_ref().map_or(import.left_out, |plan| plan.left_out)),
            records: counts.iter().map(SheetCountBody::from).collect(),
            more_issues: count(issues.len().saturating_sub(MAX_ISSUES)),
            issues: told(issues).into_iter().chain(kept).collect(),
            warnings: told(warnings),
            questions: questions.into_iter().map(SheetQuestionBody::from).collect(),
            encoding: import.reading.as_ref().and_then(|reading| reading.encoding),
            id: import.id,
            name: import.name,
        }
    }
}

impl SheetQuestionsBody {
    /// Tells the questions.
    pub fn of(questions: Vec<SheetQuestion>) -> Self {
        Self {
            questions: questions.into_iter().map(SheetQuestionBody::from).collect(),
        }
    }
}

impl SheetAppliedBody {
    /// Tells what was written, in `language`.
    pub fn of(applied: SheetApplied, language: MessageLanguage) -> Self {
        let issues = applied.issues.iter().take(MAX_ISSUES);
        Self {
            seq: applied.seq,
            records: applied.counts.iter().map(SheetCountBody::from).collect(),
            rejected: count(applied.rejected),
            left_out: count(applied.left_out),
            issues: issues
                .map(|one| ImportIssueBody::of_file(one, language))
                .collect(),
            id: applied.id,
        }
    }
}

impl From<&SheetCount> for SheetCountBody {
    fn from(count: &SheetCount) -> Self {
        Self {
            record: count.record.clone(),
            created: count.created,
            updated: count.updated,
            unchanged: count.unchanged,
        }
    }
}

impl From<SheetQuestion> for SheetQuestionBody {
    fn from(question: SheetQuestion) -> Self {
        let (verdict, person) = match question.answer {
            Some(SheetVerdict::Same(person)) => (Some("same"), Some(person)),
            Some(SheetVerdict::New) => (Some("new"), None),
            Some(SheetVerdict::NewApart) => (Some("new_apart"), None),
            Some(SheetVerdict::LeaveOut) => (Some("leave_out"), None),
            None => (None, None),
        };
        Self {
            id: question.id,
            places: question.places,
            name: question.name,
            name_bo: question.name_bo,
            court: question.court,
            born: question.born,
            last_four: question.last_four,
            candidates: question
                .candidates
                .into_iter()
                .map(SheetCandidateBody::from)
                .collect(),
            may_be_new: question.may_be_new,
            verdict,
            person,
        }
    }
}

impl From<SheetCandidate> for SheetCandidateBody {
    fn from(candidate: SheetCandidate) -> Self {
        Self {
            person: candidate.person,
            line: candidate.line.map(PersonLineBody::from),
            because: candidate.because.into_iter().map(likeness).collect(),
        }
    }
}

impl From<SheetUndone> for SheetUndoneBody {
    fn from(undone: SheetUndone) -> Self {
        let records = |records: Vec<SheetRecord>| records.into_iter().map(SheetRecordBody::from).collect();
        Self {
            undone: records(undone.undone),
            refused: records(undone.refused),
        }
    }
}

impl From<SheetRecord> for SheetRecordBody {
    fn from(record: SheetRecord) -> Self {
        Self {
            record: record.record,
            id: record.id,
            label: record.label,
        }
    }
}

fn count(number: usize) -> u64 {
    number as u64
}
