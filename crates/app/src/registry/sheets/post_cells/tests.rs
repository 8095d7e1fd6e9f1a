//! What cells make of posts: which go on, which begin, and which end the one before.

use registry::{JudgeRank, PostKind};

use super::*;

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

#[test]
fn the_day_before_is_the_one_that_is_followed() {
    for (after, before) in [
        ("2019-10-14", "2019-10-13"),
        ("2019-10-01", "2019-09-30"),
        ("2020-03-01", "2020-02-29"),
        ("2019-03-01", "2019-02-28"),
        ("2020-01-01", "2019-12-31"),
    ] {
        assert_eq!(day_before(day(after)), Some(day(before)), "{after}");
    }
    assert_eq!(day_before(day("1900-01-01")), None);
}

fn cells(rank: Option<JudgeRank>) -> PostCells {
    PostCells {
        kind: Some(PostKind::Judge),
        rank,
        ..PostCells::default()
    }
}

#[test]
fn rosters_make_posts_that_follow_one_another() {
    let rows = [
        ("2013-05-01", Some(JudgeRank::Judge4)),
        ("2015-05-01", Some(JudgeRank::Judge4)),
        ("2016-05-01", Some(JudgeRank::Judge3)),
    ];
    let seen = rows.map(|(from, rank)| (day(from), ("qh".to_owned(), cells(rank))));
    let posts = of_rosters(&seen.into());
    let periods: Vec<String> = posts.iter().map(|post| post.period.to_string()).collect();
    assert_eq!(periods, ["2013-05-01–2016-04-30", "2016-05-01–"]);
}

#[test]
fn another_rank_is_another_post_and_needs_its_day() {
    let mut person = Person::default();
    let today = day("2026-01-01");
    let first = PostCells {
        from: Some(day("2020-01-01")),
        ..cells(Some(JudgeRank::Judge4))
    };
    now_at(&mut person, &first, "qh", today, None).unwrap();
    // The same again is the same.
    now_at(&mut person, &cells(Some(JudgeRank::Judge4)), "qh", today, None).unwrap();
    assert_eq!(person.posts.len(), 1);
    let risen = cells(Some(JudgeRank::Judge3));
    let refused = now_at(&mut person, &risen, "qh", today, None).unwrap_err();
    assert_eq!(refused.code, "post_from_missing");
    let risen = PostCells {
        from: Some(day("2024-03-01")),
        ..risen
    };
    now_at(&mut person, &risen, "qh", today, None).unwrap();
    let periods: Vec<String> = person.posts.iter().map(|post| post.period.to_string()).collect();
    assert_eq!(periods, ["2020-01-01–2024-02-29", "2024-03-01–"]);
    now_at(&mut person, &risen, "qh", today, None).unwrap();
    assert_eq!(person.posts.len(), 2, "said again, it is there already");
}

/// A judge of Yushu since 2020.
fn person() -> Person {
    let mut person = Person::default();
    person
        .posts
        .push(post(&cells(Some(JudgeRank::Judge4)), "qh", day("2020-01-01")).unwrap());
    person
}

fn shown(person: &Person) -> String {
    let show = |post: &Post| {
        let department = post.department.as_deref().unwrap_or_default();
        format!("{} {} {}{department}", post.court, post.kind, post.period)
    };
    person.posts.iter().map(show).collect::<Vec<_>>().join(", ")
}

#[test]
fn what_somebody_is_now_goes_on_begins_or_follows() {
    let today = day("2026-01-01");
    let from = |first: &str, cells: PostCells| PostCells {
        from: Some(day(first)),
        ..cells
    };
    let judge = || cells(Some(JudgeRank::Judge4));
    let clerk = PostCells {
        kind: Some(PostKind::Clerk),
        ..PostCells::default()
    };
    let in_division = PostCells {
        department: Some("民一庭".to_owned()),
        ..PostCells::default()
    };
    let lent = PostCells {
        is_secondment: Some(true),
        ..judge()
    };
    let in_quota = PostCells {
        in_quota: Some(true),
        ..judge()
    };
    for (cells, court, expected) in [
        // What the cells leave out stays.
        (in_division, "qh", "qh judge 2020-01-01–民一庭"),
        // Begun earlier than was known.
        (from("2018-05-01", judge()), "qh", "qh judge 2018-05-01–"),
        (
            from("2024-03-01", clerk.clone()),
            "qh",
            "qh judge 2020-01-01–2024-02-29, qh clerk 2024-03-01–",
        ),
        (
            from("2024-03-01", judge()),
            "qh-golog",
            "qh judge 2020-01-01–2024-02-29, qh-golog judge 2024-03-01–",
        ),
        // Whoever is lent stays what one is at home.
        (
            from("2025-01-01", lent.clone()),
            "qh-golog",
            "qh judge 2020-01-01–, qh-golog judge 2025-01-01–",
        ),
        (clerk, "qh", "post_from_missing"),
        (judge(), "qh-golog", "post_from_missing"),
        (in_quota, "qh", "post_from_missing"),
        (lent, "qh-golog", "post_from_missing"),
    ] {
        let mut person = person();
        let found = match now_at(&mut person, &cells, court, today, None) {
            Ok(()) => shown(&person),
            Err(fault) => {
                assert_eq!(shown(&person), "qh judge 2020-01-01–", "nothing is taken in");
                fault.code.to_owned()
            }
        };
        assert_eq!(found, expected, "{court} {cells:?}");
    }
}

#[test]
fn somebody_new_begins_on_the_day_of_the_row_or_on_that_of_coming_in() {
    let today = day("2026-01-01");
    let begun = |from: Option<&str>, fallback: Option<&str>| {
        let mut person = Person::default();
        let cells = PostCells {
            from: from.map(day),
            ..cells(None)
        };
        now_at(&mut person, &cells, "qh", today, fallback.map(day)).map(|()| shown(&person))
    };
    assert_eq!(
        begun(Some("2015-03-01"), Some("2010-07-01")).unwrap(),
        "qh judge 2015-03-01–"
    );
    assert_eq!(begun(None, Some("2010-07-01")).unwrap(), "qh judge 2010-07-01–");
    assert_eq!(begun(None, None).unwrap_err().code, "post_from_missing");
    // A post that has ended is no present one: whoever comes back begins anew.
    let mut person = person();
    person.posts[0].period.to = Some(day("2022-12-31"));
    let again = PostCells {
        from: Some(day("2025-01-01")),
        ..cells(None)
    };
    now_at(&mut person, &again, "qh", today, None).unwrap();
    assert_eq!(
        shown(&person),
        "qh judge 2020-01-01–2022-12-31, qh judge 2025-01-01–"
    );
    let nothing = now_at(
        &mut Person::default(),
        &PostCells::default(),
        "qh",
        today,
        Some(today),
    );
    assert_eq!(nothing.unwrap_err().code, "post_missing");
    // As we write somebody whose last post has ended: the court of that one, and no post.
    let mut gone = Person {
        posts: vec![Post {
            period: Period {
                from: day("2020-01-01"),
                to: Some(day("2021-12-31")),
            },
            ..person.posts[0].clone()
        }],
        ..Person::default()
    };
    let before = gone.clone();
    now_at(&mut gone, &PostCells::default(), "qh", today, Some(today)).unwrap();
    assert_eq!(gone, before);
    let elsewhere = now_at(&mut gone, &PostCells::default(), "qh-yushu", today, Some(today));
    assert_eq!(elsewhere.unwrap_err().code, "post_missing");
}

#[test]
fn a_post_of_any_time_is_the_same_by_court_first_day_and_whether_one_was_lent() {
    let ended = PostCells {
        to: Some(day("2023-06-30")),
        ..PostCells::default()
    };
    let mut person = person();
    at_some_time(&mut person, &ended, "qh", day("2020-01-01")).unwrap();
    assert_eq!(shown(&person), "qh judge 2020-01-01–2023-06-30");
    let lent = PostCells {
        is_secondment: Some(true),
        ..cells(None)
    };
    for (n, (cells, court, from)) in [
        (cells(None), "qh", "2012-01-01"),
        (cells(None), "qh-golog", "2020-01-01"),
        (lent, "qh", "2020-01-01"),
    ]
    .into_iter()
    .enumerate()
    {
        at_some_time(&mut person, &cells, court, day(from)).unwrap();
        assert_eq!(person.posts.len(), n + 2, "{court} {from}");
    }
}

#[test]
fn a_roster_leaves_posts_alone_that_did_not_come_of_rosters() {
    let first_days = [day("2020-01-01"), day("2021-01-01")];
    let of_roster = |document: Option<&str>, to: Option<&str>| {
        let known = PostCells {
            document: document.map(str::to_owned),
            ..cells(Some(JudgeRank::Judge4))
        };
        let mut known = post(&known, "qh", day("2020-01-01")).unwrap();
        known.period.to = to.map(day);
        known
    };
    let judge_3 = cells(Some(JudgeRank::Judge3));
    for (known, court, from, first_days, expected) in [
        (
            of_roster(None, None),
            "qh",
            "2021-01-01",
            &first_days[..],
            "2020-01-01–2020-12-31 2021-01-01–",
        ),
        // Said before, before what is known, and the same before what is known.
        (
            of_roster(None, None),
            "qh",
            "2020-01-01",
            &first_days[..],
            "2020-01-01–",
        ),
        (
            of_roster(None, None),
            "qh",
            "2019-01-01",
            &first_days[..],
            "2020-01-01– 2019-01-01–2019-12-31",
        ),
        // Of another court, by a decision, entered by hand, or ended: somebody knows better.
        (
            of_roster(None, None),
            "qh-yushu",
            "2021-01-01",
            &first_days[..],
            "2020-01-01–",
        ),
        (
            of_roster(Some("青高法〔2020〕1号"), None),
            "qh",
            "2021-01-01",
            &first_days[..],
            "2020-01-01–",
        ),
        (
            of_roster(None, None),
            "qh",
            "2021-01-01",
            &first_days[1..],
            "2020-01-01–",
        ),
        (
            of_roster(None, Some("2022-01-01")),
            "qh",
            "2021-01-01",
            &first_days[..],
            "2020-01-01–2022-01-01",
        ),
        (
            of_roster(None, Some("2020-06-01")),
            "qh",
            "2021-01-01",
            &first_days[..],
            "2020-01-01–2020-06-01",
        ),
    ] {
        let mut person = Person {
            posts: vec![known],
            ..Person::default()
        };
        by_roster(&mut person, &judge_3, court, day(from), first_days);
        let periods: Vec<String> = person.posts.iter().map(|post| post.period.to_string()).collect();
        assert_eq!(periods.join(" "), expected, "{court} {from}");
    }
    // The same as was known begins earlier.
    let mut person = Person {
        posts: vec![of_roster(None, None)],
        ..Person::default()
    };
    by_roster(
        &mut person,
        &cells(Some(JudgeRank::Judge4)),
        "qh",
        day("2019-01-01"),
        &first_days,
    );
    assert_eq!(person.posts[0].period.to_string(), "2019-01-01–");
}

/// Shows posts by their days.
fn by_day(mut posts: Vec<Post>) -> String {
    posts.sort_by_key(|post| post.period.from);
    let one = |post: &Post| format!("{:?} {}", post.rank, post.period);
    posts.iter().map(one).collect::<Vec<_>>().join(", ")
}

/// Takes rosters in one after the other, each by a file of its own.
fn one_by_one(rosters: &[(Day, PostCells)], order: &[usize]) -> String {
    let mut person = Person::default();
    let mut first_days: Vec<Day> = Vec::new();
    for n in order {
        let (day, cells) = &rosters[*n];
        match person.posts.is_empty() {
            true => person.posts.push(post(cells, "qh", *day).unwrap()),
            false => by_roster(&mut person, cells, "qh", *day, &first_days),
        }
        first_days.push(*day);
    }
    by_day(person.posts)
}

#[test]
fn rosters_give_the_same_posts_in_one_file_and_in_any_order_of_several() {
    use JudgeRank::{Judge2, Judge3, Judge4};
    let days = [day("2019-03-01"), day("2020-03-01"), day("2021-03-01")];
    let orders = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]];
    for ranks in [
        [Judge4, Judge4, Judge4],
        [Judge4, Judge4, Judge3],
        [Judge4, Judge3, Judge3],
        [Judge4, Judge3, Judge2],
        [Judge4, Judge3, Judge4],
    ] {
        let rosters: Vec<(Day, PostCells)> = days
            .into_iter()
            .zip(ranks.map(|rank| cells(Some(rank))))
            .collect();
        let seen = rosters
            .iter()
            .map(|(day, cells)| (*day, ("qh".to_owned(), cells.clone())));
        let expected = by_day(of_rosters(&seen.collect()));
        for order in orders {
            assert_eq!(one_by_one(&rosters, &order), expected, "{ranks:?} {order:?}");
        }
    }
}

#[test]
fn an_empty_rank_of_a_later_roster_says_nothing_in_one_file_and_in_two() {
    let [first, second] = [day("2019-03-01"), day("2020-03-01")];
    for (earlier, later, expected) in [
        (Some(JudgeRank::Judge4), None, "Some(Judge4) 2019-03-01–"),
        (
            None,
            Some(JudgeRank::Judge4),
            "None 2019-03-01–2020-02-29, Some(Judge4) 2020-03-01–",
        ),
    ] {
        let rosters = [(first, cells(earlier)), (second, cells(later))];
        let seen = rosters
            .iter()
            .map(|(day, cells)| (*day, ("qh".to_owned(), cells.clone())));
        assert_eq!(by_day(of_rosters(&seen.collect())), expected);
        assert_eq!(one_by_one(&rosters, &[0, 1]), expected);
        assert_eq!(one_by_one(&rosters, &[1, 0]), expected);
    }
}
