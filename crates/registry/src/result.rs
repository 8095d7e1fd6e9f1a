//! Results of tests by component, with retakes.

use serde::{Deserialize, Serialize};

use crate::Day;
use crate::named_list::named_list;

named_list! {
    /// What is tested.
    Component {
        /// A written examination.
        Written = "written", "笔试";
        /// Interpreting.
        Interpreting = "interpreting", "口译";
        /// A mock trial.
        MockTrial = "mock_trial", "模拟庭审";
        /// A judgment or another document.
        Document = "document", "文书";
    }
}

/// What came of one attempt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TestResult {
    /// What was tested.
    pub component: Component,
    /// Which attempt it was, from 1.
    #[serde(default = "first")]
    pub attempt: u8,
    /// The score in tenths of a point, if there was one.
    #[serde(default)]
    pub score_tenths: Option<u16>,
    /// The highest score there was, in tenths of a point.
    #[serde(default)]
    pub of_tenths: Option<u16>,
    /// Whether it was passed.
    pub passed: bool,
    /// When.
    #[serde(default)]
    pub on: Option<Day>,
    /// Who judged.
    #[serde(default)]
    pub assessor: Option<String>,
}

/// Tells whether everything that was tested is passed, the last attempt of each component counting; `None` if nothing was
/// tested.
#[must_use]
pub fn passed(results: &[TestResult]) -> Option<bool> {
    let last = |component: &Component| {
        let attempts = results.iter().filter(|result| result.component == *component);
        attempts
            .max_by_key(|result| result.attempt)
            .map(|result| result.passed)
    };
    let tested: Vec<bool> = Component::ALL.iter().filter_map(last).collect();
    (!tested.is_empty()).then(|| tested.iter().all(|passed| *passed))
}

fn first() -> u8 {
    1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_attempt_of_each_component_counts() {
        let result = |component, attempt, passed| TestResult {
            component,
            attempt,
            score_tenths: None,
            of_tenths: None,
            passed,
            on: None,
            assessor: None,
        };
        let (written, mock) = (Component::Written, Component::MockTrial);
        assert_eq!(passed(&[]), None);
        assert_eq!(passed(&[result(written, 1, true)]), Some(true));
        assert_eq!(
            passed(&[result(written, 1, true), result(mock, 1, false)]),
            Some(false)
        );
        let retaken = [
            result(mock, 2, true),
            result(written, 1, true),
            result(mock, 1, false),
        ];
        assert_eq!(passed(&retaken), Some(true));
    }
}
