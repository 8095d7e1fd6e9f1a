//! Looking up in the seed lists, in both scripts.

use std::sync::LazyLock;

use app::SearchRequest;
use testkit::Application;

/// The seed lists, imported once for all tests that only read.
static SEED: LazyLock<Application> = LazyLock::new(Application::with_seed);

#[track_caller]
fn check_first(query: &str, first: &str) {
    let hits = SEED.hits(query);
    assert_eq!(
        hits.first().map(String::as_str),
        Some(first),
        "{query}: {hits:#?}"
    );
}

#[test]
fn the_right_pair_stands_first() {
    check_first("法院", "exact 法院 | ཁྲིམས་ཁང");
    check_first("人民法院", "exact 人民法院 | མི་དམངས་ཁྲིམས་ཁང");
    check_first("盗窃罪", "exact 盗窃罪 | 未有藏文");
    check_first("离婚纠纷", "exact 离婚纠纷 | 未有藏文");
    check_first("མི་དམངས་ཁྲིམས་ཁང་།", "exact 人民法院 | མི་དམངས་ཁྲིམས་ཁང");
}

#[test]
fn a_tibetan_term_is_found_with_and_without_its_tsheg() {
    for query in ["ཁྲིམས་ཁང་", "ཁྲིམས་ཁང", "ཁྲིམས་ཁང་།", "ཁྲིམས ཁང", "ཁྲིམས༌ཁང༌"]
    {
        let hits = SEED.hits(query);
        let first_two: Vec<_> = hits
            .iter()
            .take(2)
            .map(|hit| hit.split_once(' ').unwrap().1)
            .collect();
        assert!(
            first_two.contains(&"法院 | ཁྲིམས་ཁང") && first_two.contains(&"法庭 | ཁྲིམས་ཁང"),
            "{query}: {hits:#?}"
        );
    }
}

#[test]
fn a_concept_without_tibetan_shows_its_longest_parts() {
    let parts = |query: &str| {
        let answer = SEED
            .app
            .look_up()
            .search(&SEED.read_permit(), &SearchRequest::new(query))
            .unwrap();
        let hit = &answer.hits[0];
        assert!(hit.summary.bo.is_empty());
        hit.parts
            .iter()
            .map(|p| format!("{} {}", p.zh, p.summary.bo[0].text))
            .collect::<Vec<_>>()
    };
    assert_eq!(parts("盗窃罪"), ["盗窃 རྐུ་ལས"]);
    assert_eq!(parts("离婚纠纷"), ["离婚 བཟའ་ཚང་ཁ་བྲལ་བ", "纠纷 རྩོད་གཞི"]);
}

#[test]
fn a_place_name_is_no_part_of_a_legal_term() {
    // 共和 is a county too (ཆབ་ཆ), but not in 中华人民共和国民法典.
    let answer = SEED
        .app
        .look_up()
        .search(&SEED.read_permit(), &SearchRequest::new("中华人民共和国民法典"))
        .unwrap();
    let parts: Vec<_> = answer.hits[0].parts.iter().map(|p| p.zh.as_str()).collect();
    assert!(!parts.contains(&"共和"), "{parts:?}");
}

#[test]
fn pages_follow_each_other_without_gap_or_repetition() {
    let look_up = SEED.app.look_up();
    let permit = SEED.read_permit();
    for query in ["纠纷", "ཁྲིམས"] {
        let mut request = SearchRequest {
            limit: 7,
            ..SearchRequest::new(query)
        };
        let (mut seen, mut pages) = (Vec::new(), 0);
        let total = loop {
            let answer = look_up.search(&permit, &request).unwrap();
            seen.extend(answer.hits.iter().map(|hit| hit.summary.id));
            pages += 1;
            match answer.next_cursor {
                Some(cursor) if pages < 6 => request.cursor = Some(cursor),
                _ => break answer.total,
            }
        };
        let distinct: std::collections::BTreeSet<_> = seen.iter().collect();
        assert_eq!(distinct.len(), seen.len(), "{query}: no concept twice");
        assert_eq!(seen.len(), total.min(42), "{query}");
    }
}

#[test]
fn suggestions_complete_what_is_being_typed() {
    for (typed, expected) in [
        ("盗", "盗窃罪"),
        ("人民法", "人民法院"),
        ("མི་དམངས་ཁྲི", "མི་དམངས་ཁྲིམས་ཁང"),
    ] {
        let found = SEED
            .app
            .look_up()
            .suggest(&SEED.read_permit(), typed, 20)
            .unwrap();
        assert!(found.iter().any(|s| s.text == expected), "{typed}: {found:?}");
    }
}

#[test]
fn a_hostile_query_gets_an_answer() {
    let queries = [
        "(".repeat(2_000),
        "法".repeat(10_000),
        "NOT ".repeat(2_500),
        "\u{0}".into(),
        "ཀ\u{0}ཁ".into(),
        "\u{f71}\u{f72}\u{f74}".into(),
        format!("ཀ{}", "\u{f90}".repeat(1_000)),
        "a:(^ OR * ~99 [ TO ]".into(),
        "\u{202e}法院\u{2066}".into(),
    ];
    for query in queries {
        let answer = SEED
            .app
            .look_up()
            .search(&SEED.read_permit(), &SearchRequest::new(&query));
        assert!(
            answer.is_ok(),
            "{:?}: {:?}",
            query.chars().take(20).collect::<String>(),
            answer.err()
        );
    }
}

#[test]
fn the_three_causes_of_two_levels_are_two_entries_each() {
    for name in ["不当得利纠纷", "无因管理纠纷", "第三人撤销之诉"] {
        let exact = SEED
            .hits(name)
            .into_iter()
            .filter(|hit| hit.starts_with("exact"))
            .count();
        assert_eq!(exact, 2, "{name}");
    }
}
