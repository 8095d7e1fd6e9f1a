//! What came of a test, as one cell says it: 85, 85/100, 合格, 85（合格）, 缺考.

use super::{bad, narrow, tenths, tenths_text};
use crate::issue::Fault;

/// What a cell says of a test.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(in crate::roster) struct Outcome {
    /// The score in tenths of a point.
    pub score_tenths: Option<u16>,
    /// The highest score there was, in tenths of a point.
    pub of_tenths: Option<u16>,
    /// Whether it was passed, if it is said.
    pub passed: Option<bool>,
}

/// Reads a cell under the heading of a test.
pub(in crate::roster) fn outcome(typed: &str) -> Result<Outcome, Fault> {
    let mut found = Outcome::default();
    let plain = narrow(typed);
    let is_break = |c: char| matches!(c, '(' | ')' | '（' | '）' | ' ' | ',' | '，' | '、' | ';' | '；');
    for part in plain.split(is_break).filter(|part| !part.is_empty()) {
        if let Some(passed) = passed_word(part) {
            found.passed = Some(passed);
        } else if let Some((score, of)) = part.split_once('/') {
            (found.score_tenths, found.of_tenths) = (Some(tenths(score)?), Some(tenths(of)?));
        } else {
            found.score_tenths = Some(tenths(part).map_err(|_| no_outcome())?);
        }
    }
    if found == Outcome::default() {
        return Err(no_outcome());
    }
    if found
        .score_tenths
        .zip(found.of_tenths)
        .is_some_and(|(score, of)| score > of)
    {
        return Err(bad(
            ("is more than the highest score", "超过满分"),
            ("correct one of the two numbers", "请更正其中一个数"),
        ));
    }
    Ok(found)
}

/// Writes what [`outcome`] reads.
pub(in crate::roster) fn outcome_text(outcome: Outcome) -> String {
    let score = outcome.score_tenths.map(tenths_text);
    let score = match (score, outcome.of_tenths) {
        (Some(score), Some(of)) => Some(format!("{score}/{}", tenths_text(of))),
        (score, _) => score,
    };
    let passed = outcome
        .passed
        .map(|passed| if passed { "合格" } else { "不合格" }.to_owned());
    [score, passed]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(" ")
}

/// Reads the words for having passed or not.
pub(in crate::roster) fn passed_word(word: &str) -> Option<bool> {
    match word {
        "合格" | "及格" | "通过" | "优秀" | "优" | "良好" | "良" | "中等" | "达标" | "passed" => {
            Some(true)
        }
        "不合格" | "不及格" | "未通过" | "未合格" | "缺考" | "不达标" | "failed" => {
            Some(false)
        }
        _ => None,
    }
}

fn no_outcome() -> Fault {
    bad(
        (
            "is neither a score nor 合格 or 不合格",
            "既不是分数，也不是“合格”“不合格”",
        ),
        ("write it like 85, 85/100 or 合格", "请写成 85、85/100 或 合格"),
    )
}
