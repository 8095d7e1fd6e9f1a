//! Holds the official lists of the seed to their order: keys, levels, articles and chapters.

use std::collections::{BTreeMap, BTreeSet};

use super::table::{seed, table};

#[test]
fn collection_and_number_are_a_key_of_the_numbered_lists() {
    let rows = seed();
    let keys: Vec<_> = rows
        .iter()
        .map(|r| (r.get("collection"), r.get("number")))
        .filter(|(_, number)| !number.is_empty())
        .collect();
    assert_eq!(keys.len(), 483 + 1_043);
    assert_eq!(keys.iter().collect::<BTreeSet<_>>().len(), keys.len());
}

#[test]
fn three_causes_stand_on_two_levels() {
    let rows = table("civil-causes-2026");
    let mut numbers: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for row in &rows {
        numbers.entry(row.get("zh")).or_default().push(row.get("number"));
    }
    numbers.retain(|_, numbers| numbers.len() > 1);
    let expected = [
        ("不当得利纠纷", vec!["十一", "148"]),
        ("无因管理纠纷", vec!["十二", "149"]),
        ("第三人撤销之诉", vec!["五十八", "511"]),
    ];
    assert_eq!(numbers, expected.into_iter().collect());
}

#[test]
fn every_cause_hangs_from_the_level_above() {
    let rows = table("civil-causes-2026");
    let numbers: BTreeSet<_> = rows.iter().map(|r| r.get("number")).collect();
    let mut rows_of_level = [0; 3];
    for row in &rows {
        let (number, broader) = (row.get("number"), row.get("broader"));
        let level = level_of(number);
        rows_of_level[level] += 1;
        if level == 0 {
            assert_eq!(broader, "", "{}", row.place());
        } else {
            assert!(numbers.contains(broader), "{}", row.place());
            assert_eq!(level_of(broader) + 1, level, "{}", row.place());
        }
        if level == 2 {
            assert_eq!(number.split('(').next(), Some(broader), "{}", row.place());
        }
    }
    assert_eq!(rows_of_level, [59, 514, 470]);
}

#[test]
fn every_chapter_of_the_criminal_law_is_one_run_of_articles() {
    let rows = table("charges-2024");
    let mut chapters: Vec<(u32, &str)> = rows
        .iter()
        .filter(|r| r.get("law") == "中华人民共和国刑法")
        .map(|r| (first_article(r.get("article")), r.get("chapter")))
        .collect();
    assert_eq!(chapters.len(), 482);
    chapters.sort_by_key(|(article, _)| *article);
    let mut runs: Vec<&str> = chapters.into_iter().map(|(_, chapter)| chapter).collect();
    runs.dedup();
    assert_eq!(
        runs.iter().collect::<BTreeSet<_>>().len(),
        runs.len(),
        "{runs:#?}"
    );
}

#[test]
fn the_first_charges_of_two_sections_stand_in_their_own_section() {
    // The list the charges were read from keeps both one section too early; the law's text decides.
    let rows = table("charges-2024");
    for (charge, section) in [
        ("逃税罪", "第六节 危害税收征管罪"),
        ("污染环境罪", "第六节 破坏环境资源保护罪"),
    ] {
        let found = rows.iter().find(|r| r.get("zh") == charge);
        assert!(
            found.is_some_and(|r| r.get("chapter").ends_with(section)),
            "{charge}"
        );
    }
}

#[test]
fn only_one_charge_rests_on_another_law() {
    let rows = table("charges-2024");
    let elsewhere: Vec<_> = rows
        .iter()
        .filter(|r| r.get("law") != "中华人民共和国刑法")
        .map(|r| (r.get("zh"), r.get("law"), r.get("article"), r.get("chapter")))
        .collect();
    let decision = "全国人民代表大会常务委员会关于惩治骗购外汇、逃汇和非法买卖外汇犯罪的决定";
    assert_eq!(elsewhere, [("骗购外汇罪", decision, "第1条", "")]);
}

/// Returns the level of a cause's number: 0 for 十一, 1 for `148`, 2 for `8(1)`.
fn level_of(number: &str) -> usize {
    match (
        number.starts_with(|c: char| c.is_ascii_digit()),
        number.contains('('),
    ) {
        (false, _) => 0,
        (true, false) => 1,
        (true, true) => 2,
    }
}

/// Returns the first article number in a citation such as 第114条、第115条第1款.
fn first_article(citation: &str) -> u32 {
    let digits: String = citation
        .chars()
        .skip(1)
        .take_while(char::is_ascii_digit)
        .collect();
    digits.parse().unwrap_or(0)
}
