//! The rules that an enrolment keeps in its training: where and when somebody was, and what may come of tests.

use super::{Enrolment, EnrolmentState, Trainee};
use crate::{Fault, Hours, TestResult, Training, private_number, result};

impl Enrolment {
    /// Returns every rule that it breaks in its training.
    #[must_use]
    pub fn faults(&self, training: &Training) -> Vec<Fault> {
        let mut faults = self.attendance_faults(training);
        faults.extend(self.result_faults(training));
        let reason = self.reason.as_deref();
        faults.extend(reason.and_then(|reason| private_number::fault_of("/reason", reason)));
        if let Trainee::Guest { name, unit } = &self.trainee {
            let texts = [("/trainee/guest/name", name), ("/trainee/guest/unit", unit)];
            faults.extend(
                texts
                    .into_iter()
                    .filter_map(|(pointer, text)| private_number::fault_of(pointer, text)),
            );
        }
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
                    match known.is_empty() {
                        true => {
                            format!("the training has no {member} `{name}` (hint: add it to the plan first)")
                        }
                        false => format!(
                            "the training has no {member} `{name}` (hint: choose one of: {})",
                            known.join(", ")
                        ),
                    },
                    match known.is_empty() {
                        true => format!("培训班没有“{name}”（提示：请先在计划中补上）"),
                        false => format!("培训班没有“{name}”（提示：可选 {}）", known.join("、")),
                    },
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
        if self.state == EnrolmentState::Completed && result::passed(&self.results) == Some(false) {
            faults.push(Fault::new(
                "completed_without_passing",
                "/state",
                "the last attempt of a test was not passed (hint: enter a later attempt that was, or put the enrolment down as failed)",
                "有一项考核的最后一次未合格（提示：请录入合格的补考，或标为未合格）",
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
            let mut venues = training.venues.iter().map(|venue| venue.name.as_str());
            if let Some(venue) = attendance
                .venue
                .as_deref()
                .filter(|venue| !venues.any(|known| known == *venue))
            {
                faults.push(Fault::new(
                    "not_of_the_training",
                    format!("/attendance/{n}/venue"),
                    format!(
                        "the training has no venue `{venue}` (hint: add it to the plan, or correct the line)"
                    ),
                    format!("培训班没有会场“{venue}”（提示：请在计划中补上，或更正本条）"),
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

    fn result_faults(&self, training: &Training) -> Vec<Fault> {
        let mut faults = Vec::new();
        if self.state == EnrolmentState::Waiting && !self.results.is_empty() {
            faults.push(Fault::new(
                "waits_for_a_seat",
                "/enrolment",
                "the person waits for a seat and was tested all the same (hint: confirm the person first)",
                "此人还在候补，却有成绩（提示：请先确认）",
            ));
        }
        for (n, result) in self.results.iter().enumerate() {
            faults.extend(self.day_fault(n, result, training));
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

    /// Tells of a test before the training began, or before the attempt that it follows.
    fn day_fault(&self, n: usize, result: &TestResult, training: &Training) -> Option<Fault> {
        let on = result.on?;
        let mut earlier = self.results.iter().filter(|other| {
            other.component == result.component && other.attempt.checked_add(1) == Some(result.attempt)
        });
        let before = earlier.find_map(|other| other.on.filter(|day| *day > on));
        let (least, en, zh) = match before {
            Some(day) => (day, "the attempt before", "前一次考核"),
            None => (training.from, "the first day of the training", "培训第一天"),
        };
        (on < least).then(|| {
            Fault::new(
                "test_too_early",
                format!("/results/{n}/on"),
                format!("`{on}` is before {en}, {least} (hint: correct the day)"),
                format!("`{on}` 早于{zh} {least}（提示：请更正日期）"),
            )
        })
    }
}
