//! Trainings: one 期, all its venues together, counted in the year of its first day.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::named_list::named_list;
use crate::{Day, Fault, HalfDay, Hours, Lesson, Period, ProgrammeId, fault};

/// No training is longer, in days; a longer one has a wrong year.
const MAX_DAYS: u32 = 400;

named_list! {
    /// How a training is held.
    Mode {
        /// In a classroom.
        Classroom = "classroom", "面授";
        /// Over a network.
        Online = "online", "线上";
        /// In both ways.
        Mixed = "mixed", "线上线下结合";
    }
}

named_list! {
    /// How far a training has come.
    TrainingState {
        /// It stands in the plan.
        Planned = "planned", "计划中";
        /// Courts nominate, people attend.
        Open = "open", "进行中";
        /// It is over, and what is credited is frozen.
        Closed = "closed", "已结业";
        /// It was not held.
        Cancelled = "cancelled", "已取消";
    }
}

impl TrainingState {
    /// Returns what may follow, the usual step first.
    #[must_use]
    pub fn next(self) -> &'static [Self] {
        use TrainingState::{Cancelled, Closed, Open, Planned};
        match self {
            Planned => &[Open, Cancelled],
            Open => &[Closed, Planned, Cancelled],
            Closed => &[Open],
            Cancelled => &[Planned],
        }
    }
}

/// A place where a training is held 会场; a training with several has branch venues.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Venue {
    /// Its name in this training.
    pub name: String,
    /// Where it is.
    #[serde(default)]
    pub place: Option<String>,
    /// How many it holds.
    #[serde(default)]
    pub seats: Option<u16>,
}

/// How many people a court may send.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Quota {
    /// The code of the court.
    pub court: String,
    /// How many.
    pub seats: u16,
}

/// The totals of an old training of which no roster is left, as a document states them. They stand apart from what can be
/// counted, and are replaced when the roster arrives.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Declared {
    /// Person-times 人次.
    pub person_times: u32,
    /// Persons 人数, if they are stated.
    #[serde(default)]
    pub persons: Option<u32>,
    /// Hours 学时 of all together, if they are stated.
    #[serde(default)]
    pub hours: Option<Hours>,
    /// The document.
    pub source: String,
}

/// A training.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Training {
    /// The programme it belongs to.
    pub programme: ProgrammeId,
    /// Its title.
    pub title: String,
    /// Its number in the series, from 1.
    #[serde(default)]
    pub number: Option<u16>,
    /// Its number in its year, from 1.
    #[serde(default)]
    pub number_in_year: Option<u16>,
    /// The first day; its year is the year of the training.
    pub from: Day,
    /// The last day.
    pub to: Day,
    /// How it is held.
    pub mode: Mode,
    /// How far it has come.
    pub state: TrainingState,
    /// Where.
    #[serde(default)]
    pub venues: Vec<Venue>,
    /// The groups into which the trainees are divided.
    #[serde(default)]
    pub groups: Vec<String>,
    /// The code of the court that holds it, whose coordinators keep its roster; without one, the highest court does.
    #[serde(default)]
    pub court: Option<String>,
    /// Who holds it, in the words of the call.
    #[serde(default)]
    pub organiser: Option<String>,
    /// The training base.
    #[serde(default)]
    pub base: Option<String>,
    /// For whom it is, in the words of the call.
    #[serde(default)]
    pub trainee_class: Option<String>,
    /// How many people each court may send; a court that is not named may send none. Without any, all may.
    #[serde(default)]
    pub quotas: Vec<Quota>,
    /// The timetable.
    #[serde(default)]
    pub lessons: Vec<Lesson>,
    /// What it cost, in fen.
    #[serde(default)]
    pub cost_fen: Option<u64>,
    /// The documents about it, by number or title.
    #[serde(default)]
    pub documents: Vec<String>,
    /// The totals of one whose roster is lost.
    #[serde(default)]
    pub declared: Option<Declared>,
    /// A remark.
    #[serde(default)]
    pub note: Option<String>,
}

impl Training {
    /// Returns the year to which it counts.
    #[must_use]
    pub fn year(&self) -> i16 {
        self.from.year()
    }

    /// Returns its days.
    #[must_use]
    pub fn period(&self) -> Period {
        Period {
            from: self.from,
            to: Some(self.to),
        }
    }

    /// Returns the declared totals that count: those that are stated, until somebody stands on the roster
    /// ([`EnrolmentState::is_on_roster`](crate::EnrolmentState::is_on_roster)). From then on what they say is history, and
    /// figures come from the roster alone.
    #[must_use]
    pub fn counted_declared(&self, has_roster: bool) -> Option<&Declared> {
        self.declared.as_ref().filter(|_| !has_roster)
    }

    /// Returns the half-days on which somebody of `group` at `venue` is to be there: those with a lesson, or every half of
    /// every day where there is no timetable.
    #[must_use]
    pub fn planned(&self, group: Option<&str>, venue: Option<&str>) -> BTreeSet<(Day, HalfDay)> {
        if self.lessons.is_empty() {
            let days =
                std::iter::successors(Some(self.from), |day| day.next().filter(|next| *next <= self.to));
            let days = days
                .filter(|day| *day <= self.to)
                .take(usize::try_from(MAX_DAYS).unwrap_or(0));
            return days
                .flat_map(|day| HalfDay::ALL.iter().map(move |half| (day, *half)))
                .collect();
        }
        let lessons = self.lessons.iter().filter(|lesson| lesson.is_for(group, venue));
        lessons.map(|lesson| (lesson.day, lesson.half)).collect()
    }

    /// Returns how many people `court` may still send, of whom `sent` are there; `None` if there is no limit.
    #[must_use]
    pub fn seats_left(&self, court: &str, sent: u16) -> Option<u16> {
        if self.quotas.is_empty() {
            return None;
        }
        let seats = self
            .quotas
            .iter()
            .find(|quota| quota.court == court)
            .map_or(0, |quota| quota.seats);
        Some(seats.saturating_sub(sent))
    }

    /// Returns every rule that it breaks.
    #[must_use]
    pub fn faults(&self) -> Vec<Fault> {
        let mut faults = self.own_faults();
        faults.extend(self.name_faults());
        faults.extend(self.lesson_faults());
        faults
    }

    fn own_faults(&self) -> Vec<Fault> {
        let mut faults = Vec::new();
        if self.title.trim().is_empty() {
            faults.push(Fault::new(
                "title_missing",
                "/title",
                "the training has no title (hint: write the one of the call)",
                "培训班没有名称（提示：请填写通知中的名称）",
            ));
        }
        faults.extend(fault::too_many_characters(
            "/title",
            &self.title,
            fault::MAX_TITLE_CHARS,
        ));
        faults.extend(fault::reversed("", self.period()));
        if let Some(days) = self.period().days().filter(|days| *days > MAX_DAYS) {
            faults.push(Fault::new(
                "too_long",
                "/to",
                format!("the training lasts {days} days, more than {MAX_DAYS} (hint: correct the year)"),
                format!("培训班长达 {days} 天，超过 {MAX_DAYS} 天（提示：请核对年份）"),
            ));
        }
        for (name, number) in [("number", self.number), ("number_in_year", self.number_in_year)] {
            if number == Some(0) {
                faults.push(Fault::new(
                    "number_zero",
                    format!("/{name}"),
                    "trainings are counted from 1 (hint: leave the number out if it is not known)",
                    "期数从 1 开始（提示：不知道的请留空）",
                ));
            }
        }
        if self
            .declared
            .as_ref()
            .is_some_and(|declared| declared.source.trim().is_empty())
        {
            faults.push(Fault::new(
                "source_missing",
                "/declared/source",
                "declared totals have no source (hint: name the document that states them)",
                "申报的总数没有依据（提示：请写明载明总数的文件）",
            ));
        }
        if let Some(declared) = &self.declared
            && let Some(persons) = declared
                .persons
                .filter(|persons| *persons > declared.person_times)
        {
            let times = declared.person_times;
            faults.push(Fault::new(
                "more_persons_than_times",
                "/declared/persons",
                format!("{persons} persons cannot make {times} person-times (hint: correct one of the two)"),
                format!("{persons} 人不可能只有 {times} 人次（提示：请更正其中一项）"),
            ));
        }
        faults
    }

    /// Names of venues, groups and courts stand once each.
    fn name_faults(&self) -> Vec<Fault> {
        let lists = [
            (
                "venues",
                self.venues
                    .iter()
                    .map(|venue| venue.name.as_str())
                    .collect::<Vec<_>>(),
                "/name",
            ),
            ("groups", self.groups.iter().map(String::as_str).collect(), ""),
            (
                "quotas",
                self.quotas.iter().map(|quota| quota.court.as_str()).collect(),
                "/court",
            ),
        ];
        let mut faults = Vec::new();
        for (list, names, member) in lists {
            for (n, name) in names.iter().enumerate() {
                if name.trim().is_empty() || names.iter().take(n).any(|other| other == name) {
                    faults.push(Fault::new(
                        "name_not_its_own",
                        format!("/{list}/{n}{member}"),
                        format!("`{name}` is empty or stands there twice (hint: name each once)"),
                        format!("`{name}` 为空或重复（提示：每个名称只写一次）"),
                    ));
                }
            }
        }
        faults
    }

    fn lesson_faults(&self) -> Vec<Fault> {
        let mut faults = Vec::new();
        for (n, lesson) in self.lessons.iter().enumerate() {
            let (day, period) = (lesson.day, self.period());
            if !period.contains(day) {
                faults.push(Fault::new(
                    "outside_training",
                    format!("/lessons/{n}/day"),
                    format!("`{day}` is not in the training, {period} (hint: correct the day, or the days of the training)"),
                    format!("`{day}` 不在培训日期 {period} 之内（提示：请更正日期，或更正培训的起止日期）"),
                ));
            }
            let named = [
                (
                    "venue",
                    &lesson.venue,
                    self.venues
                        .iter()
                        .any(|venue| Some(&venue.name) == lesson.venue.as_ref()),
                ),
                (
                    "group",
                    &lesson.group,
                    self.groups
                        .iter()
                        .any(|group| Some(group) == lesson.group.as_ref()),
                ),
            ];
            for (member, name, is_there) in named {
                if let Some(name) = name.as_ref().filter(|_| !is_there) {
                    faults.push(Fault::new(
                        "not_of_the_training",
                        format!("/lessons/{n}/{member}"),
                        format!("the training has no {member} `{name}` (hint: add it to the training, or correct the name)"),
                        format!("培训班没有“{name}”（提示：请先在培训班中添加，或更正名称）"),
                    ));
                }
            }
            if let Some(other) = self.lessons.iter().take(n).find(|other| other.collides(lesson)) {
                let (topic, half) = (&other.topic, lesson.half);
                faults.push(Fault::new(
                    "lessons_collide",
                    format!("/lessons/{n}/half"),
                    format!("`{topic}` is taught at the same time, {day} {half} (hint: move one, or give them different groups or venues)"),
                    format!("{day} {} 同时安排了“{topic}”（提示：请调整时间，或分到不同的组、会场）", half.zh()),
                ));
            }
        }
        faults
    }
}

#[cfg(test)]
pub(crate) mod tests;
