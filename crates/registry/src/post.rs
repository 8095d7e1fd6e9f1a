//! Posts of people in courts, over time.

use serde::{Deserialize, Serialize};

use crate::named_list::named_list;
use crate::{Fault, Period, fault};

named_list! {
    /// What somebody is in a court.
    PostKind {
        /// A judge.
        Judge = "judge", "法官";
        /// An assistant of a judge.
        Assistant = "assistant", "法官助理";
        /// A clerk.
        Clerk = "clerk", "书记员";
        /// An interpreter or translator.
        Interpreter = "interpreter", "翻译";
        /// A bailiff.
        Bailiff = "bailiff", "司法警察";
        /// Judicial administration.
        Administration = "administration", "司法行政人员";
    }
}

named_list! {
    /// The twelve ranks of judges, the lowest first (Judges Law of the PRC, article 26).
    JudgeRank {
        /// Judge of the fifth grade.
        Judge5 = "judge-5", "五级法官";
        /// Judge of the fourth grade.
        Judge4 = "judge-4", "四级法官";
        /// Judge of the third grade.
        Judge3 = "judge-3", "三级法官";
        /// Judge of the second grade.
        Judge2 = "judge-2", "二级法官";
        /// Judge of the first grade.
        Judge1 = "judge-1", "一级法官";
        /// Senior judge of the fourth grade.
        Senior4 = "senior-4", "四级高级法官";
        /// Senior judge of the third grade.
        Senior3 = "senior-3", "三级高级法官";
        /// Senior judge of the second grade.
        Senior2 = "senior-2", "二级高级法官";
        /// Senior judge of the first grade.
        Senior1 = "senior-1", "一级高级法官";
        /// Grand judge of the second grade.
        Grand2 = "grand-2", "二级大法官";
        /// Grand judge of the first grade.
        Grand1 = "grand-1", "一级大法官";
        /// The chief grand judge.
        Chief = "chief", "首席大法官";
    }
}

/// A post. Each change of kind, rank or quota is a post of its own, so that what somebody was on a day can be told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Post {
    /// The code of the court.
    pub court: String,
    /// The division of the court, in its words.
    #[serde(default)]
    pub department: Option<String>,
    /// What the person is there.
    pub kind: PostKind,
    /// The rank of a judge.
    #[serde(default)]
    pub rank: Option<JudgeRank>,
    /// Whether a judge holds one of the quota posts 员额.
    #[serde(default)]
    pub in_quota: bool,
    /// Whether the person is only lent to this court, and keeps the post in the own one.
    #[serde(default)]
    pub is_secondment: bool,
    /// From when to when.
    #[serde(flatten)]
    pub period: Period,
    /// The document by which it was given.
    #[serde(default)]
    pub document: Option<String>,
}

/// Returns what is wrong with the posts of one person, under `/posts`.
///
/// Somebody has one post of the own and may be lent to one court besides, so posts of a kind never overlap.
#[must_use]
pub fn faults(posts: &[Post]) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (n, post) in posts.iter().enumerate() {
        faults.extend(post.faults(n));
        let before = posts.iter().take(n).position(|other| {
            other.is_secondment == post.is_secondment && other.period.overlaps(&post.period)
        });
        if let Some(other) = before {
            let (period, theirs) = (
                post.period,
                posts.get(other).map_or(post.period, |post| post.period),
            );
            faults.push(Fault::new(
                "posts_overlap",
                format!("/posts/{n}/from"),
                format!("the post of {period} overlaps the one of {theirs} (hint: end the earlier one the day before)"),
                format!("{period} 的任职与 {theirs} 的任职重叠（提示：请将前一任职截止到前一天）"),
            ));
        }
    }
    faults
}

impl Post {
    fn faults(&self, n: usize) -> Vec<Fault> {
        let mut faults = Vec::new();
        faults.extend(fault::reversed(&format!("/posts/{n}"), self.period));
        let kind = self.kind;
        if kind != PostKind::Judge && self.rank.is_some() {
            faults.push(Fault::new(
                "rank_of_no_judge",
                format!("/posts/{n}/rank"),
                format!("`{kind}` has the rank of a judge (hint: leave the rank out, or correct the kind)"),
                format!("{}不评定法官等级（提示：请删去等级，或更正职务类别）", kind.zh()),
            ));
        }
        if kind != PostKind::Judge && self.in_quota {
            faults.push(Fault::new(
                "quota_of_no_judge",
                format!("/posts/{n}/in_quota"),
                format!(
                    "`{kind}` holds a quota post of judges (hint: correct the kind, or take the mark away)"
                ),
                format!(
                    "{}不占法官员额（提示：请更正职务类别，或取消员额标记）",
                    kind.zh()
                ),
            ));
        }
        faults
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fault::show;

    fn post(from: &str, to: Option<&str>) -> Post {
        Post {
            court: "632700".to_owned(),
            department: None,
            kind: PostKind::Judge,
            rank: Some(JudgeRank::Judge3),
            in_quota: true,
            is_secondment: false,
            period: Period {
                from: from.parse().unwrap(),
                to: to.map(|day| day.parse().unwrap()),
            },
            document: None,
        }
    }

    #[test]
    fn somebody_may_be_lent_to_another_court_while_the_own_post_goes_on() {
        let own = post("2010-07-01", None);
        let lent = Post {
            is_secondment: true,
            ..post("2015-01-01", Some("2015-12-31"))
        };
        assert_eq!(faults(&[own.clone(), lent.clone()]), []);
        let again = Post {
            period: Period {
                to: None,
                ..lent.period
            },
            ..lent.clone()
        };
        let found = faults(&[own, lent, again]);
        assert_eq!(
            found.iter().map(|fault| fault.code).collect::<Vec<_>>(),
            ["posts_overlap"]
        );
    }

    #[test]
    fn a_post_follows_the_one_before_on_the_next_day() {
        let first = post("2010-07-01", Some("2015-06-30"));
        assert_eq!(faults(&[first.clone(), post("2015-07-01", None)]), []);
        let wrong = [
            first,
            post("2015-06-30", Some("2014-01-01")),
            Post {
                kind: PostKind::Clerk,
                ..post("2012-01-01", None)
            },
        ];
        insta::assert_snapshot!(show(&faults(&wrong)));
    }

    #[test]
    fn ranks_are_ordered_from_below() {
        assert_eq!(JudgeRank::ALL.len(), 12);
        assert!(JudgeRank::Judge5 < JudgeRank::Senior4 && JudgeRank::Grand1 < JudgeRank::Chief);
        assert_eq!("三级高级法官".parse(), Ok(JudgeRank::Senior3));
    }

    #[test]
    fn a_post_is_kept_with_its_days_beside_its_members() {
        let json = serde_json::to_string(&post("2010-07-01", None)).unwrap();
        insta::assert_snapshot!(json);
        assert_eq!(
            serde_json::from_str::<Post>(&json).unwrap(),
            post("2010-07-01", None)
        );
    }
}
