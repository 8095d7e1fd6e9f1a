//! What reading a roster gives: rows that can be used, rows that cannot, and where every value stands.

use std::fmt;
use std::sync::Arc;

use super::headings::{Guess, Target};
use super::{Member, RosterKind, Statement, TrainingCells, faults};
use crate::issue::Fault;
use crate::{Extent, Issue, Place, SheetSummary};

/// What was read of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RosterReading {
    /// What its rows are about.
    pub kind: RosterKind,
    /// The encoding of a text file.
    pub encoding: Option<&'static str>,
    /// Its sheets, in their order; a text file has one.
    pub sheets: Vec<RosterSheet>,
    /// The rows that can be used, in the order of the file.
    pub rows: Vec<RosterRow>,
    /// The rows that cannot be used.
    pub rejections: Vec<RosterRejection>,
    /// Everything that is wrong, in the order of the file.
    pub issues: Vec<Issue>,
    /// What is unusual and was read or passed over all the same.
    pub warnings: Vec<Issue>,
}

impl RosterReading {
    pub(super) fn new(kind: RosterKind) -> Self {
        Self {
            kind,
            encoding: None,
            sheets: Vec::new(),
            rows: Vec::new(),
            rejections: Vec::new(),
            issues: Vec::new(),
            warnings: Vec::new(),
        }
    }

    /// Tells whether every row was looked at: that no issue is about a sheet or the file as a whole.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.issues.iter().all(|issue| issue.extent == Extent::Row)
    }
}

/// A sheet of a roster.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RosterSheet {
    /// Its name, its header and how many rows it has.
    pub summary: SheetSummary,
    /// What each heading was taken for, in the order of the header.
    pub columns: Vec<Guess>,
    /// What the lines above the table and the name of the sheet say of the training; rows have it already.
    pub training: TrainingCells,
}

/// The headings of a sheet and what they stand for, shared by its rows.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Columns {
    pub texts: Vec<String>,
    pub targets: Vec<Option<Target>>,
}

impl Columns {
    pub(super) fn of(&self, member: Member) -> Option<usize> {
        self.targets
            .iter()
            .position(|target| *target == Some(Target::Member(member)))
    }

    pub(super) fn heading(&self, column: usize) -> Option<&str> {
        self.texts
            .get(column)
            .map(String::as_str)
            .filter(|text| !text.is_empty())
    }
}

/// A row that can be used.
#[derive(Clone, PartialEq, Eq)]
pub struct RosterRow {
    /// Where it stands.
    pub place: Place,
    /// The index of its sheet in [`RosterReading::sheets`].
    pub sheet: usize,
    /// What it states.
    pub statement: Box<Statement>,
    pub(super) raw: Vec<String>,
    pub(super) columns: Arc<Columns>,
    /// The column of each of the statement's attendance, and of its results.
    pub(super) marks: Vec<u16>,
    pub(super) results: Vec<u16>,
}

/// Shows no cell as it was typed: a number may stand in any.
impl fmt::Debug for RosterRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("RosterRow");
        shown.field("place", &self.place.to_string());
        shown.field("statement", &self.statement).finish_non_exhaustive()
    }
}

impl RosterRow {
    /// Returns the place of the cell that says `member`, or of the row if no column does.
    #[must_use]
    pub fn place_of(&self, member: Member) -> Place {
        self.at(self.columns.of(member))
    }

    /// Returns the place of the `n`th of the statement's attendance, from 0.
    #[must_use]
    pub fn place_of_attendance(&self, n: usize) -> Place {
        self.at(self.marks.get(n).map(|column| usize::from(*column)))
    }

    /// Returns the place of the `n`th of the statement's results, from 0.
    #[must_use]
    pub fn place_of_result(&self, n: usize) -> Place {
        self.at(self.results.get(n).map(|column| usize::from(*column)))
    }

    fn at(&self, column: Option<usize>) -> Place {
        column.map_or_else(|| self.place.clone(), |column| self.place.at_column(column))
    }

    /// Tells of a rule of the registry that the row breaks, at the cell that says what the rule is about. The sentences of
    /// such rules name the value themselves.
    #[must_use]
    pub fn broken(&self, kind: RosterKind, fault: &registry::Fault) -> Issue {
        let column = self.column_of_pointer(kind, &fault.pointer);
        let (en, zh) = (
            apart(&fault.message, " (hint: ", ')'),
            apart(&fault.message_zh, "（提示：", '）'),
        );
        let found = || Fault::new(fault.code, (en.0, zh.0), (en.1, zh.1));
        let target = column.and_then(|column| self.columns.targets.get(column).copied().flatten());
        let member = match target {
            Some(Target::Member(member)) => Some(member),
            _ => None,
        };
        Issue {
            value: self.told(column, member, self.typed(column), found()).value,
            ..self.told(column, None, "", found())
        }
    }

    /// Tells of something that is wrong with what the row says of `member`, such as two people whom it could mean: `wrong`
    /// is the rest of a sentence that begins with the value, in English and in Chinese, and `hint` the way out.
    #[must_use]
    pub fn wrong(
        &self,
        member: Option<Member>,
        code: &'static str,
        wrong: (&str, &str),
        hint: (&str, &str),
    ) -> Issue {
        let column = member.and_then(|member| self.columns.of(member));
        self.told(column, member, self.typed(column), Fault::new(code, wrong, hint))
    }

    fn told(&self, column: Option<usize>, member: Option<Member>, typed: &str, fault: Fault) -> Issue {
        let heading = column.and_then(|column| self.columns.heading(column));
        faults::in_row(self.at(column), heading, member, typed, fault)
    }

    /// Returns what stands in a cell of the row, with every number in it.
    fn typed(&self, column: Option<usize>) -> &str {
        let typed = column.and_then(|column| self.raw.get(column));
        typed.map_or("", String::as_str)
    }

    fn column_of_pointer(&self, kind: RosterKind, pointer: &str) -> Option<usize> {
        let mut parts = pointer.split('/').skip(1);
        let (list, index) = (
            parts.next(),
            parts.next().and_then(|index| index.parse::<usize>().ok()),
        );
        let columns = match list {
            Some("attendance") => &self.marks,
            Some("results") => &self.results,
            _ => &Vec::new(),
        };
        let own = index
            .and_then(|index| columns.get(index))
            .map(|column| usize::from(*column));
        own.or_else(|| self.columns.of(Member::of_pointer(kind, pointer)?))
    }

    /// Turns the row into one that cannot be used after all, because of `issues`.
    #[must_use]
    pub fn reject(self, issues: Vec<Issue>) -> RosterRejection {
        RosterRejection {
            place: self.place,
            sheet: self.sheet,
            raw: self.raw,
            issues,
        }
    }
}

/// A row that cannot be used, with the reasons.
#[derive(Clone, PartialEq, Eq)]
pub struct RosterRejection {
    /// Where it stands.
    pub place: Place,
    /// The index of its sheet in [`RosterReading::sheets`].
    pub sheet: usize,
    /// Why: all that is wrong with it.
    pub issues: Vec<Issue>,
    pub(super) raw: Vec<String>,
}

/// Shows no cell as it was typed.
impl fmt::Debug for RosterRejection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("RosterRejection");
        shown.field("place", &self.place.to_string());
        shown.field("issues", &self.issues).finish_non_exhaustive()
    }
}

/// Takes a sentence and its hint apart.
fn apart<'a>(sentence: &'a str, mark: &str, end: char) -> (&'a str, &'a str) {
    let (wrong, hint) = sentence.split_once(mark).unwrap_or((sentence, ""));
    (wrong, hint.strip_suffix(end).unwrap_or(hint))
}
