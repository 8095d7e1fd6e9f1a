//! Parts of names, and look-ups of whole terms.

use glossary::Lang;
use search::SearchIndex;

use crate::harness::{concept, court, index_of};

#[track_caller]
fn check(index: &SearchIndex, name: &str, expect: &[&str]) {
    let parts: Vec<String> = index.parts(name).unwrap().into_iter().map(|p| p.zh).collect();
    assert_eq!(parts, expect, "for `{name}`");
}

#[test]
fn the_longest_parts_with_tibetan_are_found_in_the_order_of_the_name() {
    let index = index_of(&court());
    check(&index, "离婚纠纷", &["离婚"]);
    check(&index, "盗窃罪", &["盗窃"]);
    check(&index, "最高人民法院法官", &["最高人民法院", "法官"]);
    check(&index, "法官盗窃离婚", &["法官", "盗窃", "离婚"]);
    check(&index, "離婚糾紛", &["离婚"]);
}

#[test]
fn a_name_is_no_part_of_itself_and_single_characters_say_nothing() {
    let index = index_of(&court());
    check(&index, "法院", &[]);
    check(&index, "人民法院", &["法院"]);
    check(&index, "人人", &[]);
}

#[test]
fn the_longer_part_wins_and_then_the_one_further_left() {
    let index = index_of(&[
        concept("甲乙", "ཀ"),
        concept("乙丙丁", "ཁ"),
        concept("丁戊", "ག"),
        concept("戊己", "ང"),
    ]);
    check(&index, "甲乙丙丁戊己", &["乙丙丁", "戊己"]);
    check(&index, "甲乙丙", &["甲乙"]);
    check(&index, "丁戊己", &["丁戊"]);
}

#[test]
fn a_part_comes_with_its_payload() {
    let index = index_of(&court());
    let parts = index.parts("离婚纠纷").unwrap();
    assert_eq!(
        (parts[0].id.number(), &parts[0].payload[..]),
        (8, &b"c-000008@1"[..])
    );
}

#[test]
fn what_is_no_name_has_no_parts() {
    let index = index_of(&court());
    for name in ["", "法", "。", "ཁྲིམས་ཁང", "\0"] {
        check(&index, name, &[]);
    }
    let long = "离婚".repeat(5000);
    assert_eq!(
        index.parts(&long).unwrap().len(),
        30,
        "the first sixty characters are looked at"
    );
}

#[test]
fn a_whole_term_is_looked_up_after_folding() {
    let index = index_of(&court());
    let ids = |lang, text| {
        index
            .exact(lang, text)
            .unwrap()
            .iter()
            .map(|n| n.id.number())
            .collect::<Vec<_>>()
    };
    assert_eq!(ids(Lang::Zh, "離婚"), [8]);
    assert_eq!(ids(Lang::Bo, "ཁྲིམས་ཁང་།"), [1]);
    assert_eq!(ids(Lang::Bo, "རྐུ་བའི"), [6]);
    assert_eq!(ids(Lang::Zh, "ཁྲིམས་ཁང"), [0; 0]);
    assert_eq!(ids(Lang::Zh, ""), [0; 0]);
}
