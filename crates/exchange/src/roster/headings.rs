//! What a heading of a roster stands for: said by hand, known, or guessed, and how sure that is.

use std::collections::HashMap;
use std::sync::LazyLock;

use registry::{Component, HalfDay};

use super::cells::half_day_heading;
use super::{Choices, Member, RosterKind, SheetDay};
use crate::columns::{REASON_HEADING, fold_heading};

/// What is done with the values under one heading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// They are read as this member.
    Member(Member),
    /// They say who was there on this half-day, or on both halves of the day.
    HalfDay(SheetDay, Option<HalfDay>),
    /// They are what came of this test, at the attempt with this number.
    Test(Component, u8),
    /// They are passed over: running numbers, reasons of an earlier round, and what a mapping says.
    Ignore,
}

/// How sure it is what a heading stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Confidence {
    /// The heading holds a known one among other words.
    Unsure,
    /// A known heading that others can mean, too, or with a remark in brackets.
    Likely,
    /// A known heading, or the name of the member.
    Known,
    /// Somebody has said so.
    Chosen,
}

/// What a heading was taken for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Guess {
    /// What is done with the column; `None` if nothing is known about it.
    pub target: Option<Target>,
    /// How sure that is.
    pub confidence: Confidence,
    /// What else it could be in a sheet of this kind, the likeliest first.
    pub alternatives: Vec<Member>,
}

impl Guess {
    fn new(target: Target, confidence: Confidence) -> Self {
        Self {
            target: Some(target),
            confidence,
            alternatives: Vec::new(),
        }
    }

    fn nothing() -> Self {
        Self {
            target: None,
            confidence: Confidence::Unsure,
            alternatives: Vec::new(),
        }
    }
}

/// Returns what `heading` stands for in a sheet of `kind`. A mapping wins over everything else.
pub(super) fn guess(kind: RosterKind, heading: &str, choices: &Choices) -> Guess {
    let folded = fold_heading(heading);
    if let Some(target) = choices.target(&folded) {
        return Guess::new(target, Confidence::Chosen);
    }
    if folded.is_empty() || PASSED_OVER.contains(&folded) {
        let target = (!folded.is_empty()).then_some(Target::Ignore);
        return Guess {
            target,
            confidence: Confidence::Known,
            alternatives: Vec::new(),
        };
    }
    if let Some(known) = known(kind, &folded, Confidence::Known) {
        return known;
    }
    if let Some(special) = special(kind, heading, &folded) {
        return special;
    }
    let plain = fold_heading(&without_brackets(heading));
    if plain != folded
        && let Some(likely) = known(kind, &plain, Confidence::Likely)
    {
        return likely;
    }
    contained(kind, &folded)
}

fn known(kind: RosterKind, folded: &str, confidence: Confidence) -> Option<Guess> {
    let mut members = KNOWN
        .get(folded)?
        .iter()
        .copied()
        .filter(|member| member.is_of(kind));
    let first = members.next()?;
    let alternatives: Vec<Member> = members.collect();
    let confidence = if alternatives.is_empty() {
        confidence
    } else {
        Confidence::Likely.min(confidence)
    };
    Some(Guess {
        target: Some(Target::Member(first)),
        confidence,
        alternatives,
    })
}

/// Columns of a half-day and of a test have no fixed heading.
fn special(kind: RosterKind, heading: &str, folded: &str) -> Option<Guess> {
    if matches!(kind, RosterKind::Attendance | RosterKind::Enrolments)
        && let Some((day, half)) = half_day_heading(heading)
    {
        return Some(Guess::new(Target::HalfDay(day, half), Confidence::Known));
    }
    if matches!(kind, RosterKind::Results | RosterKind::Enrolments) {
        let (component, attempt) = test_heading(folded)?;
        return Some(Guess::new(Target::Test(component, attempt), Confidence::Known));
    }
    None
}

/// Reads `笔试`, `成绩笔试` and `笔试补考` as folded.
fn test_heading(folded: &str) -> Option<(Component, u8)> {
    let (rest, attempt) = ["补考", "重考", "第二次", "2", "第一次", "1"]
        .iter()
        .find_map(|mark| {
            Some((
                folded.strip_suffix(mark)?,
                if mark.contains(['一', '1']) { 1 } else { 2 },
            ))
        })
        .unwrap_or((folded, 1));
    let rest = rest.strip_prefix("成绩").unwrap_or(rest);
    let rest = rest.strip_prefix("考核").unwrap_or(rest);
    let rest = ["成绩", "分数", "得分", "考试"]
        .iter()
        .find_map(|word| rest.strip_suffix(word))
        .unwrap_or(rest);
    let (component, _) = TESTS.iter().find(|(_, words)| words.contains(&rest))?;
    Some((*component, attempt))
}

const TESTS: [(Component, &[&str]); 4] = [
    (Component::Written, &["笔试", "written", "卷面"]),
    (Component::Interpreting, &["口译", "interpreting", "法庭口译"]),
    (
        Component::MockTrial,
        &["模拟庭审", "mocktrial", "模拟法庭", "模拟开庭"],
    ),
    (
        Component::Document,
        &["文书", "document", "裁判文书", "文书写作", "裁判文书写作"],
    ),
];

/// Finds the longest known heading that stands in `folded`.
fn contained(kind: RosterKind, folded: &str) -> Guess {
    // A sentence is no heading, and looking for headings in a long text would take long.
    if folded.chars().count() > 24 {
        return Guess::nothing();
    }
    let mut found: Vec<(usize, Member)> = KNOWN
        .iter()
        .filter(|(heading, _)| heading.chars().count() >= 2 && folded.contains(heading.as_str()))
        .flat_map(|(heading, members)| members.iter().map(|member| (heading.len(), *member)))
        .filter(|(_, member)| member.is_of(kind))
        .collect();
    found.sort_by_key(|(bytes, member)| (std::cmp::Reverse(*bytes), *member));
    let mut members: Vec<Member> = Vec::new();
    for (_, member) in found {
        if !members.contains(&member) {
            members.push(member);
        }
    }
    let mut members = members.into_iter();
    Guess {
        target: members.next().map(Target::Member),
        confidence: Confidence::Unsure,
        alternatives: members.collect(),
    }
}

/// Returns `heading` without what stands in brackets: 身份证号（18位）.
fn without_brackets(heading: &str) -> String {
    let mut depth = 0_usize;
    let mut kept = String::new();
    for c in heading.chars() {
        match c {
            '(' | '（' | '[' | '【' => depth += 1,
            ')' | '）' | ']' | '】' => depth = depth.saturating_sub(1),
            c if depth == 0 => kept.push(c),
            _ => {}
        }
    }
    kept
}

/// Running numbers, signatures to be filled in by hand, and reasons of an earlier round.
static PASSED_OVER: LazyLock<Vec<String>> = LazyLock::new(|| {
    [
        "序号",
        "序",
        "编号",
        "no",
        "签名",
        "签字",
        "本人签字",
        "ignore",
        REASON_HEADING,
    ]
    .map(fold_heading)
    .to_vec()
});

/// `data/roster_headers.tsv`: member, heading.
const HEADINGS_TSV: &str = include_str!("../../data/roster_headers.tsv");

static KNOWN: LazyLock<HashMap<String, Vec<Member>>> = LazyLock::new(|| {
    let own = Member::ALL
        .iter()
        .flat_map(|member| [(member.as_str(), *member), (member.zh(), *member)]);
    let lines = HEADINGS_TSV.lines().filter(|line| !line.starts_with('#')).skip(1);
    let listed = lines.filter_map(|line| {
        let (name, heading) = line.split_once('\t')?;
        Some((heading, name.parse().ok()?))
    });
    let mut known: HashMap<String, Vec<Member>> = HashMap::new();
    for (heading, member) in own.chain(listed) {
        let members = known.entry(fold_heading(heading)).or_default();
        if !members.contains(&member) {
            members.push(member);
        }
    }
    known
});

/// Returns the member of `kind` that a known heading stands for; of lines above a header, and of placeholders.
pub(super) fn known_member(kind: RosterKind, heading: &str) -> Option<Member> {
    match known(kind, &fold_heading(heading), Confidence::Known)?.target {
        Some(Target::Member(member)) => Some(member),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_table_names_a_member_and_is_needed() {
        let lines = HEADINGS_TSV.lines().filter(|line| !line.starts_with('#')).skip(1);
        let mut seen = Vec::new();
        for line in lines {
            let (name, heading) = line.split_once('\t').unwrap();
            let member: Member = name.parse().unwrap_or_else(|()| panic!("{line}"));
            assert!(heading != member.zh() && heading != name, "{line} says it again");
            let pair = (member, fold_heading(heading));
            assert!(!pair.1.is_empty() && !seen.contains(&pair), "{line}");
            seen.push(pair);
        }
    }

    #[test]
    fn every_member_has_a_kind_and_its_own_heading_is_known_there() {
        for member in Member::ALL {
            let kinds: Vec<RosterKind> = RosterKind::ALL
                .into_iter()
                .filter(|kind| member.is_of(*kind))
                .collect();
            assert!(!kinds.is_empty(), "{member}");
            for kind in kinds {
                for heading in [member.zh(), member.as_str()] {
                    assert_eq!(known_member(kind, heading), Some(*member), "{kind} {heading}");
                }
            }
        }
    }
}
