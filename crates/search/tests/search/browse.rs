//! Walking through the dictionary of either language, forward and back, from any point.

use glossary::{ConceptId, Lang};
use search::{DictionaryPlace, Direction, Indexed, SearchIndex};

use crate::harness::{concept, court, index_of};

fn walk(
    index: &SearchIndex,
    lang: Lang,
    from: &DictionaryPlace,
    direction: Direction,
    limit: usize,
) -> Vec<String> {
    let found = index.browse(lang, from, direction, limit);
    found.into_iter().map(|b| b.text).collect()
}

fn text(text: &str) -> DictionaryPlace {
    DictionaryPlace::Text(text.to_owned())
}

#[test]
fn both_languages_have_their_own_order() {
    let index = index_of(&[
        concept("法院", "ཁྲིམས་ཁང"),
        concept("案件", "གྱོད་དོན"),
        concept("盗窃", "རྐུ་འཇབ"),
        concept("西藏", "བོད་ལྗོངས"),
    ]);
    let all = |lang| walk(&index, lang, &DictionaryPlace::Edge, Direction::Forward, 9);
    assert_eq!(all(Lang::Zh), ["案件", "盗窃", "法院", "西藏"]);
    // རྐུ stands under ཀ, whatever is written above it.
    assert_eq!(all(Lang::Bo), ["རྐུ་འཇབ", "ཁྲིམས་ཁང", "གྱོད་དོན", "བོད་ལྗོངས"]);
}

#[test]
fn any_text_is_a_place_in_the_dictionary() {
    let index = index_of(&[
        concept("案件", ""),
        concept("法官", ""),
        concept("法院", ""),
        concept("律师", ""),
    ]);
    let from = |place, direction| walk(&index, Lang::Zh, &text(place), direction, 2);
    assert_eq!(from("法", Direction::Forward), ["法官", "法院"]);
    assert_eq!(from("法院", Direction::Forward), ["法院", "律师"]);
    assert_eq!(from("法院", Direction::Backward), ["法官", "案件"]);
    assert_eq!(from("中", Direction::Forward), [""; 0]);
    for pinyin in ["fayuan", "fa yuan", "fǎyuàn"] {
        assert_eq!(from(pinyin, Direction::Forward), ["法院", "律师"], "{pinyin}");
    }
    assert_eq!(
        walk(&index, Lang::Zh, &DictionaryPlace::Edge, Direction::Backward, 1),
        ["律师"]
    );
}

#[test]
fn pages_meet_without_a_gap_also_among_equal_terms() {
    let index = index_of(&[
        concept("法庭", "ཁྲིམས་ཁང"),
        concept("法院", "ཁྲིམས་ཁང"),
        concept("院", "ཁྲིམས་ཁང"),
    ]);
    let mut place = DictionaryPlace::Edge;
    let mut ids = Vec::new();
    while let Some(next) = index.browse(Lang::Bo, &place, Direction::Forward, 1).pop() {
        ids.push(next.id.number());
        place = DictionaryPlace::Beyond {
            text: next.text,
            id: next.id,
        };
    }
    assert_eq!(ids, [1, 2, 3]);
    let back = index.browse(Lang::Bo, &place, Direction::Backward, 9);
    assert_eq!(back.iter().map(|b| b.id.number()).collect::<Vec<_>>(), [2, 1]);
}

#[test]
fn changes_stand_in_their_place_and_what_is_gone_is_gone() {
    let index = index_of(&court());
    let mut writer = index.writer().unwrap();
    writer.delete(ConceptId::new(1)).unwrap();
    let added = concept("法槌", "ཁྲིམས་ཐོ");
    let indexed = Indexed {
        id: ConceptId::new(99),
        revision: 1,
        concept: &added,
    };
    writer.upsert(&indexed).unwrap();
    writer.commit(2).unwrap();
    let terms = walk(&index, Lang::Zh, &text("法"), Direction::Forward, 2);
    assert_eq!(terms, ["法槌", "法官"]);
}
