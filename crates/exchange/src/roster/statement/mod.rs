//! What one row of a roster states: the members of each thing it speaks of, as far as the sheet says them.
//!
//! `None` and an empty list mean that the sheet does not say it, never that something is to be emptied. Each part knows how
//! a cell sets a member and how a cell shows it again, side by side.

mod court;
mod enrolment;
mod marks;
mod person;
mod post;
mod skill;
mod training;

pub use court::CourtCells;
pub use enrolment::EnrolmentCells;
pub use marks::{AttendanceCells, ResultCells};
pub use person::PersonCells;
pub use post::PostCells;
pub use skill::SkillCells;
pub use training::TrainingCells;

use super::Member;
use super::cells::Epoch;
use super::member::Group;
use crate::issue::Fault;

/// What one row states.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Statement {
    /// A court, in sheets of courts.
    pub court: CourtCells,
    /// Which training, and what it is. The title above the table and the name of the sheet are in it where the row is silent.
    pub training: TrainingCells,
    /// Who.
    pub person: PersonCells,
    /// What the person is in which court.
    pub post: PostCells,
    /// What the person can do in a dialect.
    pub skill: SkillCells,
    /// How the person takes part.
    pub enrolment: EnrolmentCells,
    /// Who was there when, in the order of the columns.
    pub attendance: Vec<AttendanceCells>,
    /// What came of tests, in the order of the columns.
    pub results: Vec<ResultCells>,
}

impl Statement {
    /// Takes what a cell says of `member`; attendance and results are gathered by the row, because they need several cells.
    pub(super) fn set(&mut self, member: Member, typed: &str, epoch: Epoch) -> Result<(), Fault> {
        match member.group() {
            Group::Court => self.court.set(member, typed),
            Group::Training => self.training.set(member, typed, epoch),
            Group::Person => self.person.set(member, typed, epoch),
            Group::Post => self.post.set(member, typed, epoch),
            Group::Skill => self.skill.set(member, typed, epoch),
            Group::Enrolment => self.enrolment.set(member, typed),
            Group::Attendance | Group::Result => Ok(()),
        }
    }

    /// Returns the text of the cell that says `member`, as reading takes it; of attendance and results that of the first.
    ///
    /// An identity number or a telephone number that is there is written in full: who may not see it hands in none, and
    /// the last four characters stand there masked.
    #[must_use]
    pub fn text(&self, member: Member) -> Option<String> {
        match member.group() {
            Group::Court => self.court.text(member),
            Group::Training => self.training.text(member),
            Group::Person => self.person.text(member),
            Group::Post => self.post.text(member),
            Group::Skill => self.skill.text(member),
            Group::Enrolment => self.enrolment.text(member),
            Group::Attendance => self.attendance.first()?.text(member),
            Group::Result => self.results.first()?.text(member),
        }
    }
}

/// Puts a value into a member.
fn put<T>(into: &mut Option<T>, value: Result<T, Fault>) -> Result<(), Fault> {
    *into = Some(value?);
    Ok(())
}

/// Adds a text to a member that several columns can say.
fn join(into: &mut Option<String>, text: String) {
    match into {
        Some(known) => {
            known.push('；');
            known.push_str(&text);
        }
        None => *into = Some(text),
    }
}

/// Returns the texts between the marks that lists in cells have.
fn list(typed: &str) -> Vec<String> {
    let parts = typed
        .split(['、', ',', '，', ';', '；', '|', '\n'])
        .map(str::trim);
    parts.filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

/// Returns a list as one cell; nothing for an empty one.
fn listing(texts: &[String]) -> Option<String> {
    (!texts.is_empty()).then(|| texts.join("、"))
}

fn yes_no(is: bool) -> String {
    if is { "是" } else { "否" }.to_owned()
}

/// Reads an id of the house.
fn id<T: std::str::FromStr<Err = registry::IdError>>(typed: &str) -> Result<T, Fault> {
    typed.trim().parse().map_err(|error: registry::IdError| {
        let english = error.to_string();
        let hint = english
            .split_once("(hint: ")
            .map_or("", |(_, hint)| hint)
            .trim_end_matches(')');
        Fault::new(
            crate::codes::BAD_VALUE,
            ("is no id of this house", "不是本库的编号"),
            (hint, "请从本库导出的表中复制，或清空该格"),
        )
    })
}
