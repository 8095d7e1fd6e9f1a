//! The posts of two records of one person as the posts of one: what both tell of one post is told once.

use registry::{Fault, Post};
use store::{Session, courts};

use super::fault;
use crate::Error;

/// What two lists of posts come to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct PostsJoined {
    /// The posts of the one who stays with those of the other.
    pub(super) posts: Vec<Post>,
    /// Those of the one who stays that tell of a post of the other too, as they are then.
    pub(super) shared: Vec<Post>,
    /// Posts at one time that are not one: of the one who stays, and of the other.
    pub(super) clashes: Vec<(Post, Post)>,
}

/// Joins the posts of `gone` into those of `kept`. A post at the same court and of the same kind, over the same time or part
/// of it, is one post: what `kept` says of it holds, what it leaves out comes from `gone`, and the earlier first day is kept.
pub(super) fn joined(kept: &[Post], gone: &[Post]) -> PostsJoined {
    let mut found = PostsJoined {
        posts: kept.to_vec(),
        ..PostsJoined::default()
    };
    for post in gone.iter().filter(|post| !kept.contains(post)) {
        let meets =
            |own: &&mut Post| own.is_secondment == post.is_secondment && own.period.overlaps(&post.period);
        let mut met: Vec<&mut Post> = found.posts.iter_mut().filter(meets).collect();
        met.sort_by_key(|own| own.period.from);
        if let Some(other) = met.iter().find(|own| !is_one_post(own, post)) {
            found.clashes.push(((**other).clone(), post.clone()));
            continue;
        }
        // No last day is the latest one.
        let goes_on = |own: &Post| {
            own.period
                .to
                .is_none_or(|to| post.period.to.is_some_and(|other| other <= to))
        };
        match met.last() {
            None => found.posts.push(post.clone()),
            Some(last) if !goes_on(last) => found.clashes.push(((**last).clone(), post.clone())),
            Some(_) => {
                let is_alone = met.len() == 1;
                for first in met.into_iter().take(1) {
                    first.period.from = first.period.from.min(post.period.from);
                    if is_alone {
                        fill(first, post);
                    }
                    found.shared.push(first.clone());
                }
            }
        }
    }
    found
}

fn is_one_post(own: &Post, other: &Post) -> bool {
    let is_one_rank = own.rank.is_none() || other.rank.is_none() || own.rank == other.rank;
    own.court == other.court && own.kind == other.kind && is_one_rank
}

fn fill(own: &mut Post, other: &Post) {
    own.rank = own.rank.or(other.rank);
    own.department = own.department.take().or_else(|| other.department.clone());
    own.document = own.document.take().or_else(|| other.document.clone());
}

impl PostsJoined {
    /// Returns what is wrong: each two posts with their courts, and which record says which.
    pub(super) fn faults(&self, session: &mut dyn Session) -> Result<Vec<Fault>, Error> {
        let mut faults = Vec::new();
        for (own, other) in &self.clashes {
            let (own, other) = (Told::of(session, own)?, Told::of(session, other)?);
            faults.push(fault(
                "posts_overlap",
                "/into",
                format!(
                    "the record that stays says {}, and the one that goes says {}, at one time (hint: on the page of one of the two correct the court, the kind or the days of the post, or take it out, and join them then)",
                    own.en, other.en
                ),
                format!(
                    "保留的记录写的是{}，并入的记录写的是{}，时间重叠（提示：请在其中一人页面的“任职经历”中更正法院、类别、等级或起止日期，或删去录错的一条，再来合并）",
                    own.zh, other.zh
                ),
            ));
        }
        Ok(faults)
    }
}

/// A post in words.
struct Told {
    en: String,
    zh: String,
}

impl Told {
    fn of(session: &mut dyn Session, post: &Post) -> Result<Self, Error> {
        let found = courts::find(session, &post.court)?;
        let court = found.map_or_else(|| post.court.clone(), |court| court.name_zh);
        let (kind, period) = (post.kind, post.period);
        let (rank_en, rank_zh) = post.rank.map_or_else(Default::default, |rank| {
            (format!(" `{rank}`"), format!("、{}", rank.zh()))
        });
        Ok(Self {
            en: format!("`{kind}`{rank_en} at {court} {period}"),
            zh: format!("“{court} {}{rank_zh} {period}”", kind.zh()),
        })
    }
}

#[cfg(test)]
mod tests {
    use registry::{JudgeRank, Period, Person, PersonName, PostKind};

    use super::*;

    fn post(court: &str, from: &str, to: Option<&str>) -> Post {
        Post {
            court: court.to_owned(),
            department: None,
            kind: PostKind::Judge,
            rank: None,
            in_quota: false,
            is_secondment: false,
            period: Period {
                from: from.parse().unwrap(),
                to: to.map(|day| day.parse().unwrap()),
            },
            document: None,
        }
    }

    fn named(department: &str, post: Post) -> Post {
        Post {
            department: Some(department.to_owned()),
            ..post
        }
    }

    /// Shows posts as courts with their days; `+` before the shared, `!` before those that clash.
    #[track_caller]
    fn check(kept: &[Post], gone: &[Post], expected: &str) {
        let found = joined(kept, gone);
        let show = |post: &Post| {
            let department = post.department.as_deref().unwrap_or_default();
            format!("{}{department} {}", post.court, post.period)
        };
        let posts = found.posts.iter().map(show);
        let shared = found.shared.iter().map(|post| format!("+{}", show(post)));
        let clashes = found
            .clashes
            .iter()
            .map(|(own, other)| format!("!{} / {}", show(own), show(other)));
        let all: Vec<String> = posts.chain(shared).chain(clashes).collect();
        assert_eq!(all.join(", "), expected);
        // Whatever does not clash is a list of posts that the rules take.
        if found.clashes.is_empty() {
            let person = Person {
                name: PersonName {
                    zh: Some("扎西".to_owned()),
                    ..PersonName::default()
                },
                posts: found.posts,
                ..Person::default()
            };
            assert_eq!(person.faults("2026-01-01".parse().unwrap()), []);
        }
    }

    #[test]
    fn a_post_that_differs_in_department_or_first_day_is_one_post() {
        let kept = [named("民一庭", post("a", "2015-01-01", None))];
        check(
            &kept,
            &[named("刑庭", post("a", "2015-01-01", None))],
            "a民一庭 2015-01-01–, +a民一庭 2015-01-01–",
        );
        check(
            &kept,
            &[post("a", "2012-03-01", None)],
            "a民一庭 2012-03-01–, +a民一庭 2012-03-01–",
        );
        check(
            &kept,
            &[post("a", "2016-03-01", Some("2017-01-01"))],
            "a民一庭 2015-01-01–, +a民一庭 2015-01-01–",
        );
        check(&kept, &kept, "a民一庭 2015-01-01–");
        let bare = [post("a", "2015-01-01", None)];
        check(&bare, &kept, "a民一庭 2015-01-01–, +a民一庭 2015-01-01–");
    }

    #[test]
    fn a_post_that_is_told_in_parts_takes_the_earlier_first_day_into_its_first_part() {
        let kept = [
            named("刑庭", post("a", "2018-01-01", None)),
            named("民庭", post("a", "2015-01-01", Some("2017-12-31"))),
        ];
        check(
            &kept,
            &[post("a", "2014-01-01", None)],
            "a刑庭 2018-01-01–, a民庭 2014-01-01–2017-12-31, +a民庭 2014-01-01–2017-12-31",
        );
        check(
            &kept[..1],
            &kept[1..],
            "a刑庭 2018-01-01–, a民庭 2015-01-01–2017-12-31",
        );
    }

    #[test]
    fn another_court_kind_rank_or_a_later_last_day_at_one_time_is_another_post() {
        let kept = [post("a", "2015-01-01", Some("2019-12-31"))];
        check(
            &kept,
            &[post("b", "2019-01-01", None)],
            "a 2015-01-01–2019-12-31, !a 2015-01-01–2019-12-31 / b 2019-01-01–",
        );
        check(
            &kept,
            &[post("a", "2015-01-01", None)],
            "a 2015-01-01–2019-12-31, !a 2015-01-01–2019-12-31 / a 2015-01-01–",
        );
        let clerk = Post {
            kind: PostKind::Clerk,
            ..kept[0].clone()
        };
        check(
            &kept,
            &[clerk],
            "a 2015-01-01–2019-12-31, !a 2015-01-01–2019-12-31 / a 2015-01-01–2019-12-31",
        );
        let ranked = |rank| Post {
            rank: Some(rank),
            ..kept[0].clone()
        };
        let two = joined(&[ranked(JudgeRank::Judge3)], &[ranked(JudgeRank::Judge2)]);
        assert_eq!(two.clashes.len(), 1);
        let filled = joined(&kept, &[ranked(JudgeRank::Judge2)]);
        assert_eq!(filled.posts, [ranked(JudgeRank::Judge2)]);
        // Who is lent elsewhere has the own post too.
        let lent = Post {
            is_secondment: true,
            ..post("b", "2016-01-01", None)
        };
        check(&kept, &[lent], "a 2015-01-01–2019-12-31, b 2016-01-01–");
    }
}
