//! Enrolments: one person in one training, from the nomination to what is credited.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::named_list::named_list;
use crate::{
    Attendance, Credit, EnrolmentId, Fault, Hours, HoursRule, JudgeRank, Person, PersonId, PostKind,
    TestResult, Training, TrainingId, result,
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

    /// Returns what is credited by `rule`: only what was finished counts.
    #[must_use]
    pub fn hours(&self, training: &Training, rule: &HoursRule) -> Hours {
        match self.state {
            EnrolmentState::Completed => rule.credited(self.credit(training)),
            _ => Hours(0),
        }
    }

    /// Returns every rule that it breaks in its training.
    #[must_use]
    pub fn faults(&self, training: &Training) -> Vec<Fault> {
        let mut faults = self.attendance_faults(training);
        faults.extend(self.result_faults());
        let names = [
            (
                "group",
                &self.group,
                training.groups.iter().map(String::as_str).collect::<Vec<_>>(),
            ),
            (
                "venue",
                &self.venue,
                training.venues.iter().map(|venue| venue.name.as_str()).collect(),
            ),
        ];
        for (member, name, known) in names {
            if let Some(name) = name.as_deref().filter(|name| !known.contains(name)) {
                faults.push(Fault::new(
                    "not_of_the_training",
                    format!("/{member}"),
                    format!(
                        "the training has no {member} `{name}` (hint: choose one of: {})",
                        known.join(", ")
                    ),
                    format!("培训班没有“{name}”（提示：可选 {}）", known.join("、")),
                ));
            }
        }
        if matches!(
            self.state,
            EnrolmentState::Attended | EnrolmentState::Completed | EnrolmentState::Failed
        ) && !self.is_person_time()
        {
            let state = self.state;
            faults.push(Fault::new(
                "never_there",
                "/state",
                format!("`{state}` needs a half-day on which the person was there (hint: enter the attendance first)"),
                format!("“{}”须至少有半天出勤（提示：请先录入考勤）", state.zh()),
            ));
        }
        faults
    }

    fn attendance_faults(&self, training: &Training) -> Vec<Fault> {
        let planned = training.planned(self.group.as_deref(), self.venue.as_deref());
        let mut faults = Vec::new();
        for (n, attendance) in self.attendance.iter().enumerate() {
            let (day, half, period) = (attendance.day, attendance.half, training.period());
            let pointer = format!("/attendance/{n}/day");
            if !period.contains(day) {
                faults.push(Fault::new(
                    "outside_training",
                    pointer,
                    format!("`{day}` is not in the training, {period} (hint: correct the day)"),
                    format!("`{day}` 不在培训日期 {period} 之内（提示：请更正日期）"),
                ));
            } else if attendance.presence.counts() && !planned.contains(&(day, half)) {
                faults.push(Fault::new(
                    "above_the_plan",
                    pointer,
                    format!(
                        "there is no lesson on {day} {half} (hint: add the lesson, or correct the half-day)"
                    ),
                    format!("{day} {} 没有安排课程（提示：请补上课程，或更正考勤）", half.zh()),
                ));
            }
            if self
                .attendance
                .iter()
                .take(n)
                .any(|other| (other.day, other.half) == (day, half))
            {
                faults.push(Fault::new(
                    "half_day_twice",
                    format!("/attendance/{n}/half"),
                    format!("{day} {half} is there twice (hint: keep one)"),
                    format!("{day} {} 重复（提示：请保留一条）", half.zh()),
                ));
            }
        }
        faults
    }

    fn result_faults(&self) -> Vec<Fault> {
        let mut faults = Vec::new();
        for (n, result) in self.results.iter().enumerate() {
            let (component, attempt) = (result.component, result.attempt);
            let of_same = self.results.iter().filter(|other| other.component == component);
            let is_first = attempt == 1;
            let follows = of_same
                .clone()
                .any(|other| other.attempt.checked_add(1) == Some(attempt) && !other.passed);
            let is_twice = self
                .results
                .iter()
                .take(n)
                .any(|other| (other.component, other.attempt) == (component, attempt));
            if is_twice || !(is_first || follows) {
                faults.push(Fault::new(
                    "attempt_out_of_order",
                    format!("/results/{n}/attempt"),
                    format!("attempt {attempt} of `{component}` does not follow a failed one (hint: count attempts from 1)"),
                    format!("{}第 {attempt} 次考核不接在未合格的一次之后（提示：次数从 1 数起）", component.zh()),
                ));
            }
            if let (Some(score), Some(of)) = (result.score_tenths, result.of_tenths)
                && score > of
            {
                let (score, of) = (Hours(u32::from(score)), Hours(u32::from(of)));
                faults.push(Fault::new(
                    "score_too_high",
                    format!("/results/{n}/score_tenths"),
                    format!("the score {score} is above the highest, {of} (hint: correct one of the two)"),
                    format!("得分 {score} 超过满分 {of}（提示：请更正其中一项）"),
                ));
            }
        }
        faults
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

#[cfg(test)]
mod tests;
