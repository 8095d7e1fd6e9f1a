//! Hours of study 学时: how much somebody is credited for a training, by the rule of its programme that held then.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{Day, Fault, Period, fault};

/// Hours in tenths, because half hours count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Hours(pub u32);

/// How a programme counts hours, from a day on. Nothing of it is a standard: each programme decides, and what it decided is
/// kept with its days, so that old trainings are counted as they were.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HoursRule {
    /// For the trainings that begin in it.
    #[serde(flatten)]
    pub period: Period,
    /// What one half-day counts.
    pub per_half_day: Hours,
    /// The least share of the planned half-days that has to be attended for anything to count, in percent.
    #[serde(default)]
    pub least_attendance_percent: u8,
    /// Whether only those who pass are credited.
    #[serde(default)]
    pub only_if_passed: bool,
    /// What an hour of teaching counts for a lecturer, in percent of an hour of study.
    #[serde(default = "once")]
    pub lecturer_percent: u16,
}

/// What somebody did in a training, as far as hours depend on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Credit {
    /// The half-days that were planned for the person.
    pub planned: u16,
    /// Those that were attended.
    pub attended: u16,
    /// Whether the person passed; `None` if nothing was tested.
    pub passed: Option<bool>,
}

impl HoursRule {
    /// Returns what somebody is credited: nothing below the least attendance, nothing without passing where that is asked,
    /// else every half-day attended. A training in which nothing was tested is passed by attending it.
    #[must_use]
    pub fn credited(&self, credit: Credit) -> Hours {
        let attended = u32::from(credit.attended.min(credit.planned));
        let is_enough =
            attended * 100 >= u32::from(credit.planned) * u32::from(self.least_attendance_percent);
        let is_passed = !self.only_if_passed || credit.passed.unwrap_or(true);
        if is_enough && is_passed {
            Hours(attended.saturating_mul(self.per_half_day.0))
        } else {
            Hours(0)
        }
    }

    /// Returns what a lecturer is credited for `half_days` of teaching, rounded down to a tenth of an hour.
    #[must_use]
    pub fn credited_for_teaching(&self, half_days: u16) -> Hours {
        let studied = u64::from(half_days) * u64::from(self.per_half_day.0);
        let taught = studied * u64::from(self.lecturer_percent) / 100;
        Hours(u32::try_from(taught).unwrap_or(u32::MAX))
    }
}

/// Returns the rule for a training that begins on `day`.
#[must_use]
pub fn rule_on(rules: &[HoursRule], day: Day) -> Option<&HoursRule> {
    rules.iter().find(|rule| rule.period.contains(day))
}

/// Returns what is wrong with the rules of a programme, under `/hours_rules`.
#[must_use]
pub fn faults(rules: &[HoursRule]) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (n, rule) in rules.iter().enumerate() {
        let pointer = format!("/hours_rules/{n}");
        faults.extend(fault::reversed(&pointer, rule.period));
        if rule.least_attendance_percent > 100 {
            let percent = rule.least_attendance_percent;
            faults.push(Fault::new(
                "bad_percent",
                format!("{pointer}/least_attendance_percent"),
                format!("{percent} percent is more than all (hint: give a number from 0 to 100)"),
                format!("{percent}% 超过全部（提示：请填写 0 到 100）"),
            ));
        }
        if rules
            .iter()
            .take(n)
            .any(|other| other.period.overlaps(&rule.period))
        {
            let period = rule.period;
            faults.push(Fault::new(
                "hours_rules_overlap",
                format!("{pointer}/from"),
                format!("two rules hold during {period} (hint: end the earlier one the day before)"),
                format!("{period} 期间有两条学时规则（提示：请将前一条截止到前一天）"),
            ));
        }
    }
    faults
}

impl fmt::Display for Hours {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 % 10 {
            0 => write!(f, "{}", self.0 / 10),
            tenths => write!(f, "{}.{tenths}", self.0 / 10),
        }
    }
}

fn once() -> u16 {
    100
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::fault::show;

    fn rule() -> HoursRule {
        HoursRule {
            period: Period {
                from: "2010-01-01".parse().unwrap(),
                to: Some("2016-12-31".parse().unwrap()),
            },
            per_half_day: Hours(40),
            least_attendance_percent: 80,
            only_if_passed: true,
            lecturer_percent: 250,
        }
    }

    #[test]
    fn hours_count_for_those_who_came_often_enough_and_passed() {
        for (planned, attended, passed, hours) in [
            (20, 20, Some(true), "80"),
            (20, 16, Some(true), "64"),
            (20, 15, Some(true), "0"),
            (20, 20, Some(false), "0"),
            (20, 20, None, "80"),
            // More than planned is what was planned.
            (20, 22, Some(true), "80"),
            (0, 0, None, "0"),
        ] {
            let credit = Credit {
                planned,
                attended,
                passed,
            };
            assert_eq!(rule().credited(credit).to_string(), hours, "{credit:?}");
        }
        assert_eq!(rule().credited_for_teaching(3).to_string(), "30");
        let odd = HoursRule {
            per_half_day: Hours(35),
            lecturer_percent: 150,
            ..rule()
        };
        assert_eq!(odd.credited_for_teaching(1).to_string(), "5.2");
    }

    #[test]
    fn one_rule_holds_at_a_time() {
        let next = HoursRule {
            period: Period {
                from: "2017-01-01".parse().unwrap(),
                to: None,
            },
            ..rule()
        };
        let rules = [rule(), next.clone()];
        assert_eq!(faults(&rules), []);
        assert_eq!(rule_on(&rules, "2016-12-31".parse().unwrap()), Some(&rules[0]));
        assert_eq!(rule_on(&rules, "2018-01-01".parse().unwrap()), Some(&rules[1]));
        assert_eq!(rule_on(&rules, "2009-10-01".parse().unwrap()), None);
        let wrong = HoursRule {
            least_attendance_percent: 101,
            ..next.clone()
        };
        insta::assert_snapshot!(show(&faults(&[next, wrong])));
    }

    proptest! {
        #[test]
        fn nobody_is_credited_more_for_coming_less_often(planned in 0u16..200, one in 0u16..220, other in 0u16..220) {
            let hours = |attended| rule().credited(Credit { planned, attended, passed: None });
            prop_assert_eq!(hours(one.min(other)) <= hours(one.max(other)), true);
            prop_assert!(hours(one).0 <= u32::from(planned) * 40);
        }
    }
}
