//! What a row says of who was there when, and of what came of tests.

use registry::{Component, Day, HalfDay, Presence};

use crate::roster::Member;
use crate::roster::cells::{self, SheetDay};

/// What one cell says of one half-day, or of both halves of a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AttendanceCells {
    /// The day as the sheet has it; in full where the days of the training are known from the same sheet.
    pub day: SheetDay,
    /// Which half; `None` for a column of the whole day, which says the same of both.
    pub half: Option<HalfDay>,
    /// Whether the person was there.
    pub presence: Presence,
    /// At which venue, if the cell names one.
    pub venue: Option<String>,
}

impl AttendanceCells {
    pub(super) fn text(&self, member: Member) -> Option<String> {
        match member {
            Member::AttendanceDay => Some(self.day.to_string()),
            Member::AttendanceHalf => self.half.map(|half| half.zh().to_owned()),
            Member::Presence => Some(self.mark()),
            _ => None,
        }
    }

    /// Returns the mark as one cell: 到（玉树分会场）.
    pub(in crate::roster) fn mark(&self) -> String {
        match &self.venue {
            Some(venue) => format!("{}（{venue}）", self.presence.zh()),
            None => self.presence.zh().to_owned(),
        }
    }
}

/// What one cell, or one row, says of a test.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResultCells {
    /// What was tested.
    pub component: Component,
    /// Which attempt, from 1.
    pub attempt: u8,
    /// The score in tenths of a point.
    pub score_tenths: Option<u16>,
    /// The highest score there was, in tenths of a point.
    pub of_tenths: Option<u16>,
    /// Whether it was passed; `None` if the sheet has a score only, and who knows the least score decides.
    pub passed: Option<bool>,
    /// When.
    pub on: Option<Day>,
    /// Who judged.
    pub assessor: Option<String>,
}

impl ResultCells {
    pub(super) fn text(&self, member: Member) -> Option<String> {
        match member {
            Member::Component => Some(self.component.zh().to_owned()),
            Member::Attempt => Some(self.attempt.to_string()),
            Member::Score => self.score_tenths.map(cells::tenths_text),
            Member::OutOf => self.of_tenths.map(cells::tenths_text),
            Member::Passed => self
                .passed
                .map(|passed| if passed { "合格" } else { "不合格" }.to_owned()),
            Member::ResultOn => self.on.map(|day| day.to_string()),
            Member::ResultAssessor => self.assessor.clone(),
            _ => None,
        }
    }
}
