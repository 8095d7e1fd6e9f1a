//! Suggestions while typing.

use glossary::{ConceptId, Lang};
use search::SearchIndex;

use crate::harness::{concept, court, index_of};

#[track_caller]
fn check(index: &SearchIndex, text: &str, expect: &[&str]) {
    let found = index.suggest(text, 8).unwrap();
    let shown: Vec<String> = found
        .iter()
        .map(|s| format!("{} {}", s.kind.as_str(), s.text))
        .collect();
    assert_eq!(shown, expect, "for `{text}`");
}

#[test]
fn what_is_typed_is_continued_in_both_scripts() {
    let index = index_of(&court());
    check(&index, "法", &["prefix 法院", "prefix 法官"]);
    check(&index, "法院", &["exact 法院"]);
    check(
        &index,
        "離婚",
        &["folded 离婚", "prefix 离婚纠纷", "prefix 离婚后财产纠纷"],
    );
    check(&index, "ཁྲིམས", &["prefix ཁྲིམས་ཁང", "prefix ཁྲིམས་དཔོན"]);
    check(&index, "", &[]);
    check(&index, "།", &[]);
    check(&index, "纠纷", &[]);
}

#[test]
fn a_whole_syllable_stands_before_one_that_goes_on() {
    let index = index_of(&court());
    check(&index, "མི", &["exact མི", "prefix མི་དམངས་ཁྲིམས་ཁང", "prefix མིག"]);
    check(&index, "མི་", &["exact མི", "prefix མི་དམངས་ཁྲིམས་ཁང"]);
    check(&index, "ཁྲིམས་ཁ", &["prefix ཁྲིམས་ཁང"]);
}

#[test]
fn a_form_of_today_stands_before_an_older_one() {
    let index = index_of(&[concept("盗", "(རྐུ་བ)"), concept("盗窃", "རྐུ་འཇབ")]);
    check(&index, "རྐུ", &["prefix རྐུ་འཇབ", "prefix རྐུ་བ"]);
    check(&index, "盗", &["exact 盗", "prefix 盗窃"]);
}

#[test]
fn a_term_of_two_concepts_is_offered_once_with_the_better_one() {
    let index = index_of(&[
        concept("审判", ""),
        concept("审判", "ཁྲིམས་གཅོད"),
        concept("判决", "ཁྲིམས་གཅོད"),
    ]);
    let found = index.suggest("审", 8).unwrap();
    assert_eq!(
        found.iter().map(|s| (s.id, s.lang)).collect::<Vec<_>>(),
        [(ConceptId::new(2), Lang::Zh)]
    );
    assert_eq!(index.suggest("ཁྲིམས", 8).unwrap().len(), 1);
}

#[test]
fn deleted_concepts_are_not_offered() {
    let index = index_of(&court());
    let mut writer = index.writer().unwrap();
    writer.delete(ConceptId::new(1)).unwrap();
    writer.commit(2).unwrap();
    check(&index, "法", &["prefix 法官"]);
    check(&index, "ཁྲིམས", &["prefix ཁྲིམས་དཔོན"]);
}

#[test]
fn as_many_are_offered_as_were_asked_for() {
    let index = index_of(&court());
    for (limit, offered) in [(0, 0), (1, 1), (usize::MAX, 2)] {
        assert_eq!(index.suggest("法", limit).unwrap().len(), offered);
        assert_eq!(index.suggest("ཁྲིམས", limit).unwrap().len(), offered);
    }
}
