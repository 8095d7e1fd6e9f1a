//! Courts: where they stand, what posts they have, and whom they are to have.

use serde::{Deserialize, Serialize};

use crate::named_list::named_list;
use crate::{Dialect, Fault, Period, PostKind, Spoken, Written, fault};

named_list! {
    /// The levels of courts.
    CourtLevel {
        /// The Supreme People's Court.
        Supreme = "supreme", "最高人民法院";
        /// A high court of a province.
        High = "high", "高级人民法院";
        /// An intermediate court.
        Intermediate = "intermediate", "中级人民法院";
        /// A basic court.
        Basic = "basic", "基层人民法院";
        /// A tribunal of a basic court.
        Tribunal = "tribunal", "人民法庭";
    }
}

/// A court. Its code is the house's own and never changes: division codes are not unique, and a railway court has none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Court {
    /// Its name in Chinese.
    pub name_zh: String,
    /// Its name in Tibetan, only where somebody has written it so.
    #[serde(default)]
    pub name_bo: Option<String>,
    /// Where the Tibetan name was seen.
    #[serde(default)]
    pub name_bo_source: Option<String>,
    /// Its level.
    #[serde(default)]
    pub level: Option<CourtLevel>,
    /// The code of the court above it.
    #[serde(default)]
    pub parent: Option<String>,
    /// The code of its division (GB/T 2260).
    #[serde(default)]
    pub division: Option<String>,
    /// The dialects of its people.
    #[serde(default)]
    pub dialects: Vec<Dialect>,
    /// How many posts of a kind it has been given, and since when.
    #[serde(default)]
    pub established: Vec<EstablishedPosts>,
    /// Whom it is to have.
    #[serde(default)]
    pub targets: Vec<LanguageTarget>,
}

/// Posts that a court has been given 编制.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EstablishedPosts {
    /// Of what kind.
    pub kind: PostKind,
    /// How many.
    pub number: u16,
    /// From when to when.
    #[serde(flatten)]
    pub period: Period,
}

/// How many people a court is to have who can do so much, and more, in a dialect.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LanguageTarget {
    /// The dialect.
    pub dialect: Dialect,
    /// The least level in speech.
    #[serde(default)]
    pub spoken: Option<Spoken>,
    /// The least level in writing.
    #[serde(default)]
    pub written: Option<Written>,
    /// How many.
    pub number: u16,
    /// From when to when.
    #[serde(flatten)]
    pub period: Period,
}

impl Court {
    /// Returns what is wrong with it; that its parent is there and no ring is made is for whoever knows the other courts.
    #[must_use]
    pub fn faults(&self) -> Vec<Fault> {
        let mut faults = Vec::new();
        if self.name_zh.trim().is_empty() {
            faults.push(Fault::new(
                "name_missing",
                "/name_zh",
                "the court has no name (hint: write its full name)",
                "法院没有名称（提示：请写全称）",
            ));
        }
        if self.name_bo.is_some() && self.name_bo_source.is_none() {
            faults.push(Fault::new(
                "source_missing",
                "/name_bo_source",
                "the Tibetan name has no source (hint: say where it was seen; names are not made up here)",
                "藏文名称没有出处（提示：请写明见于何处；本库不自拟名称）",
            ));
        }
        let periods = self.established.iter().enumerate().map(|(n, posts)| {
            let same = self.established.iter().take(n);
            let overlaps = same
                .filter(|other| other.kind == posts.kind)
                .any(|other| other.period.overlaps(&posts.period));
            (format!("/established/{n}"), posts.period, overlaps)
        });
        let targets = self.targets.iter().enumerate().map(|(n, target)| {
            let key = |target: &LanguageTarget| (target.dialect, target.spoken, target.written);
            let same = self.targets.iter().take(n);
            let overlaps = same
                .filter(|other| key(other) == key(target))
                .any(|other| other.period.overlaps(&target.period));
            (format!("/targets/{n}"), target.period, overlaps)
        });
        for (pointer, period, overlaps) in periods.chain(targets) {
            faults.extend(period_faults(&pointer, period, overlaps));
        }
        faults
    }
}

fn period_faults(pointer: &str, period: Period, overlaps: bool) -> Option<Fault> {
    fault::reversed(pointer, period).or_else(|| overlaps.then(|| {
        Fault::new(
            "numbers_overlap",
            format!("{pointer}/from"),
            format!("{period} overlaps another number of the same kind (hint: end the earlier one the day before)"),
            format!("{period} 与同类的另一数目重叠（提示：请将前一数目截止到前一天）"),
        )
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fault::show;

    fn period(from: &str, to: Option<&str>) -> Period {
        Period {
            from: from.parse().unwrap(),
            to: to.map(|day| day.parse().unwrap()),
        }
    }

    fn court() -> Court {
        Court {
            name_zh: "玉树藏族自治州中级人民法院".to_owned(),
            name_bo: None,
            name_bo_source: None,
            level: Some(CourtLevel::Intermediate),
            parent: Some("630000".to_owned()),
            division: Some("632700".to_owned()),
            dialects: vec![Dialect::Kham],
            established: vec![EstablishedPosts {
                kind: PostKind::Judge,
                number: 30,
                period: period("2015-01-01", None),
            }],
            targets: vec![LanguageTarget {
                dialect: Dialect::Kham,
                spoken: Some(Spoken::Hearing),
                written: None,
                number: 8,
                period: period("2016-04-01", Some("2020-12-31")),
            }],
        }
    }

    #[test]
    fn numbers_of_one_kind_follow_one_another() {
        assert_eq!(court().faults(), []);
        let mut wrong = court();
        wrong.name_zh = " ".to_owned();
        wrong.name_bo = Some("ཡུལ་ཤུལ་ཁྲིམས་ཁང".to_owned());
        wrong.established.push(EstablishedPosts {
            period: period("2018-01-01", Some("2017-01-01")),
            ..wrong.established[0].clone()
        });
        wrong.established.push(EstablishedPosts {
            period: period("2019-01-01", None),
            ..wrong.established[0].clone()
        });
        wrong.targets.push(LanguageTarget {
            number: 9,
            ..wrong.targets[0].clone()
        });
        // Another level is another target.
        wrong.targets.push(LanguageTarget {
            spoken: Some(Spoken::Interpreting),
            ..wrong.targets[0].clone()
        });
        insta::assert_snapshot!(show(&wrong.faults()));
    }
}
