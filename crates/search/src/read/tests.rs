//! What is looked for in each script, and that reading is bounded.

use super::*;
use crate::Definition;

fn limits() -> Limits {
    Limits {
        query_chars: 12,
        query_words: 2,
        ..Definition::load().unwrap().limits
    }
}

/// Checks what is looked for: language, fold and pieces of each part.
#[track_caller]
fn check(text: &str, expect: &[&str]) {
    let needles = read(text, &limits()).needles;
    let shown = needles
        .iter()
        .map(|n| format!("{} {} {}", n.lang, n.fold, n.pieces.join("|")));
    assert_eq!(shown.collect::<Vec<_>>(), expect, "for `{text}`");
}

#[test]
fn pieces_are_what_spaces_part_and_in_tibetan_the_syllables() {
    check("离婚 财产", &["zh 离婚财产 离婚|财产"]);
    check("离婚 离婚", &["zh 离婚离婚 离婚"]);
    check("མི མི་ཁང", &["bo མི་མི་ཁང མི|ཁང"]);
    check("法院 མི", &["zh 法院 法院", "bo མི མི"]);
}

#[test]
fn a_syllable_is_open_until_something_closes_it() {
    for (text, open) in [
        ("མི", true),
        ("མི་", false),
        ("མི།", false),
        ("མི ", false),
        ("法", false),
        ("མི 法", false),
    ] {
        let read = read(text, &limits());
        assert_eq!(read.needles.iter().any(|n| n.is_open), open, "{text}");
    }
}

#[test]
fn no_part_is_longer_than_the_limit_even_where_folding_expands() {
    let read = read(&"\u{fdfa}".repeat(12), &limits());
    assert_eq!(read.notices.first(), Some(&Notice::Truncated));
    assert!(read.needles.iter().all(|n| n.fold.chars().count() <= 12));
}

proptest::proptest! {
    #[test]
    fn whatever_is_read_stays_within_the_limits(text in "(\\PC|[ཀ-ཿ་། ]|[一-龥]|[0-9]){0,30}") {
        let limits = limits();
        let read = read(&text, &limits);
        proptest::prop_assert!(read.needles.len() <= 2 && read.needles.len() <= read.readings.len());
        for needle in &read.needles {
            proptest::prop_assert!(!needle.fold.is_empty() && needle.fold.chars().count() <= limits.query_chars);
            proptest::prop_assert!(needle.pieces.len() <= limits.query_words);
        }
        let nothing = read.notices.contains(&Notice::NothingToSearch);
        proptest::prop_assert_eq!(nothing, read.needles.is_empty());
    }
}
