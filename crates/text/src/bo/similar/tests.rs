//! What single differences cost, as tables, and what holds for any two texts.

mod judge;
mod near;

use proptest::prelude::*;

use super::*;
use crate::bo::fold;

#[track_caller]
fn check(rows: &[(&str, &str, u16)]) {
    for &(a, b, expect) in rows {
        assert_eq!(syllable_cost(a, b).tenths(), expect, "{a} {b}");
        assert_eq!(syllable_cost(b, a).tenths(), expect, "{b} {a}");
    }
}

#[track_caller]
fn check_terms(rows: &[(&str, &str, u16)]) {
    for &(a, b, expect) in rows {
        let found = [(a, b), (b, a)].map(|(a, b)| term_cost(a, b, Cost::new(200)).map(Cost::tenths));
        assert_eq!(found, [Some(expect); 2], "{a} {b}");
    }
}

#[test]
fn what_the_search_level_makes_equal_costs_nothing() {
    check(&[
        ("ཁྲིམས", "ཁྲིམས", 0),
        ("ཁྲིམས་", "ཁྲིམས༌", 0),
        ("པའི", "པ", 0),
        ("བཀའི", "བཀའ", 0),
        ("བརྡའ", "བརྡ", 0),
        ("ཀ\u{f72}\u{fb1}", "ཀྱི", 0),
        ("ཊཱི", "ཏི", 0),
        ("༢༠༢༦", "2026", 0),
        ("ＷＴＯ", "wto", 0),
        ("", "་", 0),
    ]);
}

#[test]
fn what_is_not_heard_is_cheap() {
    check(&[
        ("མཁས", "ཁས", 3),
        ("འཁོར", "མཁོར", 2),
        ("གཅིག", "དཅིག", 2),
        ("བརྩི", "རྩི", 2),
        ("གཞུང", "བཞུང", 4),
        ("རྟགས", "སྟགས", 3),
        ("རྟགས", "ཏགས", 3),
        ("བསྒྲིགས", "འགྲིགས", 5),
        ("ལུགས", "ལུག", 2),
        ("གསོལད", "གསོལ", 2),
        ("ཀྱིས", "ཀྱི", 3),
        ("མཁའ", "མཁ", 2),
        ("རྩྭ", "རྩ", 2),
        ("ཀྲུའུ", "ཀྲུ", 3),
    ]);
}

#[test]
fn what_sounds_alike_is_cheap() {
    check(&[
        ("ཁྲིམས", "ཕྲིམས", 3),
        ("གྲངས", "དྲངས", 3),
        ("སྐྲ", "སྤྲ", 3),
        ("ཀྲུང", "གྲུང", 4),
        ("ཀྲུང", "བྲུང", 5),
        ("འབྱུང", "འཇུང", 3),
        ("སྨྱོང", "ཉོང", 6),
        ("ཤེས", "ཞེས", 3),
        ("སོ", "ཟོ", 3),
        ("དབང", "ཝང", 4),
        ("དབྱིག", "གཡིག", 4),
        ("མི", "མེ", 3),
        ("ལུས", "ལོས", 3),
    ]);
}

#[test]
fn what_looks_alike_is_cheap() {
    check(&[
        ("ངེས", "དེས", 3),
        ("པོད", "བོད", 3),
        ("རྒྱལ", "དྱལ", 3),
        ("བརྒྱད", "བདྱད", 3),
        ("རྩ", "རྕ", 4),
        ("ཁོང", "ཁོད", 3),
        ("ལམ", "ལལ", 5),
        ("མེད", "མོད", 4),
    ]);
}

#[test]
fn shapes_of_a_particle_are_one_price() {
    check(&[
        ("ཀྱི", "ཡི", 2),
        ("གིས", "ཀྱིས", 2),
        ("དུ", "སུ", 2),
        ("སྟེ", "དེ", 2),
        ("པ", "བ", 2),
        ("པོ", "བོ", 2),
    ]);
    check(&[("ཤིང", "ཅིང", 2), ("ཀྱི", "ཀྱིས", 3)]);
}

#[test]
fn bare_letters_are_read_with_either_root() {
    check(&[
        ("མན", "མནའ", 4),
        ("དག", "དགའ", 4),
        ("མངས", "མངའ", 5),
        ("དགས", "དགའ", 3),
        ("བདག", "དག", 2),
    ]);
}

#[test]
fn everything_else_is_dear() {
    check(&[
        ("ཁང", "ཉང", 10),
        ("མི", "མུ", 8),
        ("ཁྲིམས", "ལམ", 23),
        ("པདྨ", "པདྨོ", 10),
        ("པདྨ", "པད", 10),
        ("ཁྲིམསཁང", "ཁྲིམས", 20),
        ("WTO", "WTA", 10),
        ("法院", "法官", 10),
        ("2025", "2026", 10),
        ("ཀ", "", 10),
    ]);
}

#[test]
fn a_long_syllable_is_the_same_or_not_compared() {
    let (long, longer) = ("ཀ".repeat(65), "ཀ".repeat(66));
    assert_eq!(syllable_cost(&long, &long), Cost::ZERO);
    assert_eq!(syllable_cost(&long, &longer), Cost::MAX);
    assert_eq!(syllable_cost(&"ཀ".repeat(64), &"ཀ".repeat(62)), Cost::new(20));
    assert_eq!(term_cost(&long, &longer, Cost::MAX), Some(Cost::new(24)));
}

#[test]
fn syllables_of_terms_are_laid_side_by_side() {
    check_terms(&[
        ("ཁྲིམས་ཁང", "ཁྲིམས ཁང་།", 0),
        ("ཁྲིམས་ཁང", "ཁྲིམས་་ཁང་", 0),
        ("ཁྲིམས་ཁང", "ཁྲིམསཁང", 2),
        ("ཁྲིམས་ཁང", "ཁྲི་མས་ཁང", 2),
        ("ཁྲིམས་ཁང", "ཕྲིམསཁང", 12),
        ("ཁྲིམས་ཁང", "ཕྲི་མས་ཁང", 12),
        ("མི་དམངས་ཁྲིམས་ཁང", "མིདམངསཁྲིམསཁང", 6),
        ("བཅའ་པའི་ཁྲིམས", "བཅའ་པའིཁྲིམས", 2),
        ("མི་དམངས་ཁྲིམས་ཁང", "མི་དམངས་ཁང", 12),
        ("ཁྲིམས་ཀྱི་ནུས་པ", "ཁྲིམས་ནུས་པ", 5),
        ("ཁྲིམས་ཀྱི་ནུས་པ", "ཁྲིམས་གྱི་ནུས་བ", 4),
        ("པ་ཁྲིམས", "ཁྲིམས", 12),
        ("ཕྲིམས་ཁང", "ཁྲིམ་ཁང", 5),
        ("WTO་ཁྲིམས", "WTA་ཁྲིམས", 10),
        ("法院 མི", "法官 མི", 10),
        ("", "ཀ", 12),
    ]);
}

#[test]
fn a_term_of_too_many_syllables_is_the_same_or_not_compared() {
    let long = "ཀ་".repeat(65);
    assert_eq!(term_cost(&long, &long, Cost::ZERO), Some(Cost::ZERO));
    assert_eq!(term_cost(&long, &"ཀ་".repeat(66), Cost::MAX), None);
    assert_eq!(
        term_cost(&"ཀ་".repeat(64), &"ཀ་".repeat(63), Cost::MAX),
        Some(Cost::new(12))
    );
}

/// Text in which native shapes, loans, signs alone and other scripts are all likely.
pub(super) fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![
        "[གདབམའ]?[རལས]?[ཀཁགངཏདཔབས]?[ྐྒྟྡྤ]?[ྱྲླྭ]?[ིེོུ]?[གངདནབམའརལས]{0,2}",
        "([ཀཁགངཏདཔབས][ིེོུ]?[གངདས]?་?){0,5}",
        "(\\PC|[\u{f40}-\u{fbc}]|[ཀགདབམའརལས་ ]){0,12}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn costs_are_symmetric_and_zero_where_the_search_level_is_the_same(a in any_text(), b in any_text()) {
        prop_assert_eq!(syllable_cost(&a, &b), syllable_cost(&b, &a));
        prop_assert_eq!(syllable_cost(&a, &b) == Cost::ZERO, fold(&a) == fold(&b));
        let terms = term_cost(&a, &b, Cost::MAX);
        prop_assert_eq!(terms, term_cost(&b, &a, Cost::MAX));
        prop_assert_eq!(terms == Some(Cost::ZERO), fold(&a) == fold(&b));
    }

    #[test]
    fn a_limit_hides_only_what_is_above_it(a in any_text(), b in any_text(), limit in 0..40_u16) {
        let limit = Cost::new(limit);
        let all = term_cost(&a, &b, Cost::MAX);
        prop_assert_eq!(term_cost(&a, &b, limit), all.filter(|&cost| cost <= limit));
    }
}
