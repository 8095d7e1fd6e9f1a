//! What is said of a sheet that is taken in, and what whoever takes it in says.

use exchange::roster::{Choices, Confidence, Member, RosterKind, Target};
use exchange::{Format, Issue};
use serde::{Deserialize, Serialize};

use crate::OnError;
use crate::import_jobs::ImportIssue;
use crate::registry::PersonLine;

/// A file that is to be taken in, but for its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetWish {
    /// What the file is called; messages name it.
    pub name: String,
    /// Its format: CSV, TSV or XLSX.
    pub format: Format,
    /// What its rows are about.
    pub kind: RosterKind,
    /// How its columns are read.
    pub columns: SheetColumns,
}

/// How the columns of a file are read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SheetColumns {
    /// What is said about headings. It wins over what is remembered of former files of the court, and that over guesses.
    pub choices: Choices,
    /// Whether columns that are not known are passed over; sheets without any known header then are, too.
    pub ignore_extra: bool,
    /// The columns of a file without a header, with commas between them; if they are left out where a staged file is read
    /// again, those stay that were named before.
    pub names: Option<String>,
}

/// How far an import of a sheet has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SheetState {
    /// It was read, and nothing is written yet. After a day it is forgotten.
    Staged,
    /// It is written.
    Applied,
    /// It was written, and taken back as far as nobody had edited since.
    Undone,
    /// Nobody wants it any more; the file is gone.
    Discarded,
}

/// An import of a sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetImport {
    /// Its id.
    pub id: String,
    /// What its rows are about.
    pub kind: RosterKind,
    /// The format of the file.
    pub format: Format,
    /// The name of the file.
    pub name: String,
    /// How far it has come.
    pub state: SheetState,
    /// The court for which columns are remembered; `None` of whoever reaches everything.
    pub court: Option<String>,
    /// When the file came, in milliseconds since 1970.
    pub created_at_ms: i64,
    /// When it was applied, undone or discarded.
    pub ended_at_ms: Option<i64>,
    /// Until when it can be applied if it is staged, or undone if it is applied; else `None`.
    pub open_until_ms: Option<i64>,
    /// What was read; `None` once the file is gone.
    pub reading: Option<SheetReading>,
    /// What was written; `None` before.
    pub counts: Option<Vec<SheetCount>>,
    /// Rows that were refused when it was applied; they can be had as a file, with those that were left out.
    pub rejected: usize,
    /// Rows that were left out then because of questions.
    pub left_out: usize,
    /// What was wrong with these rows, the first thousand.
    pub issues: Vec<ImportIssue>,
}

/// What was read of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetReading {
    /// The encoding of a text file.
    pub encoding: Option<&'static str>,
    /// Its sheets; a text file has one.
    pub sheets: Vec<SheetOverview>,
    /// How many rows can be used, as far as reading alone tells.
    pub rows: usize,
    /// How many cannot.
    pub rejected: usize,
    /// Whether every row was looked at; if not, an issue is about a sheet as a whole and nothing can be applied.
    pub is_complete: bool,
    /// What is wrong, in the order of the file. No number of a person stands in it.
    pub issues: Vec<Issue>,
    /// What is unusual and was read or passed over all the same.
    pub warnings: Vec<Issue>,
}

/// A sheet of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetOverview {
    /// Its name.
    pub name: Option<String>,
    /// Whether the workbook hides it.
    pub is_hidden: bool,
    /// Whether it was passed over, having no known heading.
    pub is_skipped: bool,
    /// Rows under the header that hold something.
    pub rows: usize,
    /// What its columns were taken for, in their order.
    pub columns: Vec<SheetColumn>,
}

/// A column of a sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetColumn {
    /// The heading as the file writes it.
    pub heading: String,
    /// What it was taken for; `None` if nothing is known about it.
    pub target: Option<Target>,
    /// How sure that is. What is remembered counts as chosen.
    pub confidence: Confidence,
    /// What else it could be, the likeliest first.
    pub alternatives: Vec<Member>,
}

/// What somebody is asked: whether a person of the file is one of those who are there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetQuestion {
    /// Its id, the same whenever the same is asked.
    pub id: String,
    /// The rows that say it, such as `花名册.xlsx[第11期]!7`, at most 20 of them.
    pub places: Vec<String>,
    /// The name as the file has it.
    pub name: String,
    /// The name in Tibetan, if it is there.
    pub name_bo: Option<String>,
    /// The court in the words of the file.
    pub court: Option<String>,
    /// The birth, as `1985-03-12` or `1985-03`.
    pub born: Option<String>,
    /// The last four characters of the identity number.
    pub last_four: Option<String>,
    /// Who it could be.
    pub candidates: Vec<SheetCandidate>,
    /// Whether somebody new can be made of it; not in sheets of attendance and results.
    pub may_be_new: bool,
    /// What was answered; `None` while it is open.
    pub answer: Option<SheetVerdict>,
}

/// Somebody who could be a person of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetCandidate {
    /// The id of the person.
    pub person: String,
    /// Who it is; `None` for someone of whom the caller may not know more.
    pub line: Option<PersonLine>,
    /// What speaks for it.
    pub because: Vec<SheetLikeness>,
}

/// What a person of a file has in common with a candidate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum SheetLikeness {
    /// The identity number; the names differ.
    IdentityNumber,
    /// The name.
    Name,
    /// The name in another spelling: 扎西 and 札西.
    Spelling,
    /// A court.
    Court,
    /// The birth.
    Birth,
}

/// What somebody answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "verdict", content = "person")]
pub enum SheetVerdict {
    /// It is the person with this id.
    Same(String),
    /// It is somebody new. Nothing is said of the candidates: one of them may turn out to be the same.
    New,
    /// It is somebody new, and none of the candidates: that they are others is written into both.
    NewApart,
    /// The rows are left out, this time.
    LeaveOut,
}

/// An answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetAnswer {
    /// The id of the question.
    pub question: String,
    /// The answer; `None` takes back what was answered.
    pub verdict: Option<SheetVerdict>,
}

/// What applying would do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetPlan {
    /// A number that is another one as soon as applying would do something else, at most 2^53 and never 0; what somebody
    /// edits of which the sheet says nothing leaves it as it is.
    pub revision: u64,
    /// What would be written, by kind of record; kinds that the sheet does not touch are left out.
    pub counts: Vec<SheetCount>,
    /// Rows that cannot be used.
    pub rejected: usize,
    /// Rows that wait for an answer or are left out by one.
    pub left_out: usize,
    /// Questions without an answer.
    pub open_questions: usize,
    /// Everything that is wrong, of the reading and of the rules, in the order of the file.
    pub issues: Vec<Issue>,
    /// What is unusual and does not hinder.
    pub warnings: Vec<Issue>,
    /// Whether every row was looked at.
    pub is_complete: bool,
}

/// What becomes of the records of one kind.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SheetCount {
    /// `court`, `person`, `training` or `enrolment`.
    pub record: String,
    /// New ones.
    pub created: u64,
    /// Those with a new revision.
    pub updated: u64,
    /// Those of which the sheet says what is kept already.
    pub unchanged: u64,
}

/// How a sheet is applied.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct SheetApplying {
    /// What is done about faulty rows.
    pub on_error: OnError,
    /// Whether rows with open questions are left out; else nothing is applied while there is one.
    pub leaves_questions: bool,
    /// The revision of the plan that somebody has looked at; `None` if nobody has.
    pub expected: Option<u64>,
}

/// What was applied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetApplied {
    /// The import.
    pub id: String,
    /// The last change; 0 if there was nothing to write.
    pub seq: u64,
    /// What was written.
    pub counts: Vec<SheetCount>,
    /// Rows that were refused; they can be had as a file.
    pub rejected: usize,
    /// Rows that were left out because of questions.
    pub left_out: usize,
    /// What is wrong with the refused rows.
    pub issues: Vec<Issue>,
}

/// What taking an import back came to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SheetUndone {
    /// Records that are as they were before.
    pub undone: Vec<SheetRecord>,
    /// Records that were edited since, or are in use, and stay as they are.
    pub refused: Vec<SheetRecord>,
}

/// A record that an import has written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetRecord {
    /// `court`, `person`, `training` or `enrolment`.
    pub record: String,
    /// The id.
    pub id: String,
    /// How lists call it: the name of a person, the title of a training, for an enrolment whoever is enrolled. Of whom was
    /// taken away it is the id.
    pub label: String,
}
