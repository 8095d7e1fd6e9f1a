//! Enrolments: one person in one training, from the nomination to what is credited.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::named_list::named_list;
use crate::{
    Attendance, Credit, EnrolmentId, Hours, HoursRule, JudgeRank, Person, PersonId, PostKind, TestResult,
    Training, TrainingId, result,
};

named_list! {
    /// How far an enrolment has come.
    EnrolmentState {
        /// There is no seat yet.
        Waiting = "waiting", "候补";
        /// The court has named the person.
        Nominated = "nominated", "已报名";
        /// Whoever holds the training has agreed.
        Confirmed = "confirmed", "已确认";
        /// The person came, at least for a half-day.
        Attended = "attended", "已参训";
        /// The person has finished it.
        Completed = "completed", "结业";
        /// The person came and did not pass.
        Failed = "failed", "未合格";
        /// The court or the person has taken it back.
        Withdrawn = "withdrawn", "退出";
        /// It is put off to a later training.
        Deferred = "deferred", "延期";
        /// The person need not come.
        Exempt = "exempt", "免训";
    }
}

/// Who is enrolled.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Trainee {
    /// Somebody of the registry.
    Person(PersonId),
    /// A guest from another province, of whom only this is kept.
    Guest {
        /// The name.
        name: String,
        /// From where.
        unit: String,
    },
}

/// What somebody was on the first day of the training. It stays when the person moves on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Snapshot {
    /// The code of the court.
    pub court: String,
    /// The division of the court.
    #[serde(default)]
    pub department: Option<String>,
    /// What the person was there.
    pub kind: PostKind,
    /// The rank of a judge.
    #[serde(default)]
    pub rank: Option<JudgeRank>,
}

/// An enrolment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Enrolment {
    /// The training.
    pub training: TrainingId,
    /// Who.
    pub trainee: Trainee,
    /// How far it has come.
    pub state: EnrolmentState,
    /// The code of the court that named the person.
    #[serde(default)]
    pub nominated_by: Option<String>,
    /// What the person was on the first day.
    #[serde(default)]
    pub snapshot: Option<Snapshot>,
    /// The group.
    #[serde(default)]
    pub group: Option<String>,
    /// The venue.
    #[serde(default)]
    pub venue: Option<String>,
    /// The place on the waiting list, from 1.
    #[serde(default)]
    pub waiting_place: Option<u16>,
    /// The enrolment in whose place this one came.
    #[serde(default)]
    pub replaces: Option<EnrolmentId>,
    /// Why it was taken back, put off or let go.
    #[serde(default)]
    pub reason: Option<String>,
    /// Who was there when.
    #[serde(default)]
    pub attendance: Vec<Attendance>,
    /// What came of the tests.
    #[serde(default)]
    pub results: Vec<TestResult>,
    /// What is credited, frozen when the training was closed.
    #[serde(default)]
    pub credited: Option<Hours>,
}

/// A step that is not possible.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an enrolment that is `{from}` does not become `{to}`")]
pub struct StateError {
    /// What it is.
    pub from: EnrolmentState,
    /// What it was to be.
    pub to: EnrolmentState,
}

impl EnrolmentState {
    /// Returns what may follow. A step back corrects a slip, as long as the training is not closed.
    #[must_use]
    pub fn next(self) -> &'static [Self] {
        use EnrolmentState::{
            Attended, Completed, Confirmed, Deferred, Exempt, Failed, Nominated, Waiting, Withdrawn,
        };
        match self {
            Waiting => &[Nominated, Confirmed, Withdrawn],
            Nominated => &[Confirmed, Waiting, Withdrawn, Deferred, Exempt],
            Confirmed => &[Attended, Nominated, Waiting, Withdrawn, Deferred, Exempt],
            Attended => &[Completed, Failed, Withdrawn, Confirmed],
            Completed => &[Attended, Failed],
            Failed => &[Attended, Completed],
            Withdrawn | Deferred | Exempt => &[Nominated],
        }
    }

    /// Returns `to` if it may follow.
    ///
    /// # Errors
    /// If it may not.
    pub fn become_(self, to: Self) -> Result<Self, StateError> {
        match self.next().contains(&to) {
            true => Ok(to),
            false => Err(StateError { from: self, to }),
        }
    }

    /// Tells whether it takes a seat.
    #[must_use]
    pub fn takes_a_seat(self) -> bool {
        use EnrolmentState::{Attended, Completed, Confirmed, Failed, Nominated};
        matches!(self, Nominated | Confirmed | Attended | Completed | Failed)
    }

    /// Tells whether somebody stands on the roster by it: whoever holds the training has agreed, or the person came. A name
    /// that a court has only sent makes no roster yet.
    #[must_use]
    pub fn is_on_roster(self) -> bool {
        use EnrolmentState::{Attended, Completed, Confirmed, Failed};
        matches!(self, Confirmed | Attended | Completed | Failed)
    }

    /// Tells whether somebody does not come: taken back, put off or let go.
    #[must_use]
    pub fn is_let_go(self) -> bool {
        matches!(self, Self::Withdrawn | Self::Deferred | Self::Exempt)
    }

    /// Tells whether nothing more is expected, so that the training can be closed.
    #[must_use]
    pub fn is_final(self) -> bool {
        use EnrolmentState::{Completed, Deferred, Exempt, Failed, Withdrawn};
        matches!(self, Completed | Failed | Withdrawn | Deferred | Exempt)
    }
}

impl Enrolment {
    /// Returns the person, unless it is a guest.
    #[must_use]
    pub fn person(&self) -> Option<&PersonId> {
        match &self.trainee {
            Trainee::Person(person) => Some(person),
            Trainee::Guest { .. } => None,
        }
    }

    /// Tells whether it is a person-time 人次: at least one half-day was attended. Lecturers are not enrolled, so it is a
    /// trainee who came.
    #[must_use]
    pub fn is_person_time(&self) -> bool {
        self.attendance
            .iter()
            .any(|attendance| attendance.presence.counts())
    }

    /// Returns what the hours of it depend on.
    #[must_use]
    pub fn credit(&self, training: &Training) -> Credit {
        let planned = training.planned(self.group.as_deref(), self.venue.as_deref());
        let attended = self
            .attendance
            .iter()
            .filter(|attendance| attendance.presence.counts());
        let attended: BTreeSet<_> = attended
            .map(|attendance| (attendance.day, attendance.half))
            .collect();
        let count = |number: usize| u16::try_from(number).unwrap_or(u16::MAX);
        Credit {
            planned: count(planned.len()),
            attended: count(attended.intersection(&planned).count()),
            passed: result::passed(&self.results),
        }
    }

    /// Returns what is credited by `rule`: only what was finished counts, and what was failed where the rule does not ask for
    /// passing.
    #[must_use]
    pub fn hours(&self, training: &Training, rule: &HoursRule) -> Hours {
        match self.state {
            EnrolmentState::Completed => rule.credited(self.credit(training)),
            EnrolmentState::Failed if !rule.only_if_passed => rule.credited(self.credit(training)),
            _ => Hours(0),
        }
    }
}

impl Snapshot {
    /// Returns what `person` is on the first day of `training`: the own post, also of somebody who is lent elsewhere.
    #[must_use]
    pub fn of(person: &Person, training: &Training) -> Option<Self> {
        let (own, lent) = person.posts_on(training.from);
        own.or(lent).map(|post| Self {
            court: post.court.clone(),
            department: post.department.clone(),
            kind: post.kind,
            rank: post.rank,
        })
    }
}

mod faults;
#[cfg(test)]
mod tests;
