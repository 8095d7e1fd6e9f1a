//! Texts that mean harm or nothing: each is answered, with bounded work.

use proptest::prelude::*;
use search::{LangChoice, Request, Scope, SearchIndex};

use crate::harness::{court, index_of, search};

fn survive(index: &SearchIndex, text: &str) {
    for scope in [Scope::Terms, Scope::All] {
        for lang in [LangChoice::Auto, LangChoice::Zh, LangChoice::Bo] {
            let answer = index
                .search(&Request {
                    scope,
                    lang,
                    ..Request::new(text)
                })
                .unwrap();
            assert!(answer.hits.len() <= answer.total.min(20));
            for hit in &answer.hits {
                let chars = hit.matched.term.chars().count();
                assert!(
                    hit.matched
                        .ranges
                        .iter()
                        .all(|r| r.start < r.end && r.end <= chars),
                    "{text:?}"
                );
                assert!(
                    hit.matched.ranges.windows(2).all(|w| w[0].end <= w[1].start),
                    "{text:?}"
                );
            }
        }
    }
    assert!(index.suggest(text, 8).unwrap().len() <= 8);
    assert!(index.parts(text).len() <= 30);
}

#[test]
fn operators_brackets_and_control_characters_are_only_text() {
    let index = index_of(&court());
    let stacked = format!("ཀ{}", "ྐ".repeat(256));
    let texts = [
        "法院 AND (OR NOT +-&&||!",
        "\"法院 ^~*?:\\/[ TO }",
        "zh_exact:法院",
        "*",
        "a*b*c*",
        &"(".repeat(2000),
        &"法院(".repeat(2000),
        &"[{\"'".repeat(3000),
        &"\0".repeat(10_000),
        "法\0院",
        &stacked,
        &"\u{f72}".repeat(256),
        &"\u{301}".repeat(256),
        &"ཀ".repeat(10_000),
        &"法".repeat(10_000),
        &"ཁྲིམས་".repeat(4000),
        &"法 ".repeat(128),
        "\u{2}法\u{3}",
        "\u{202e}院法\u{202c}",
        "\u{200b}\u{feff}",
        "👩‍⚖️⚖️🧑🏽‍⚖️",
        "\u{10ffff}\u{fdd0}",
        &"\u{fdfa}".repeat(256),
        &"\u{fdfa} ".repeat(128),
    ];
    for text in texts {
        survive(&index, text);
    }
}

#[test]
fn ten_other_scripts_find_nothing_and_say_nothing_wrong() {
    for text in [
        "закон",
        "νόμος",
        "قانون",
        "חוק",
        "कानून",
        "กฎหมาย",
        "법률",
        "ほうりつ",
        "օրենք",
        "კანონი",
        "ሕግ",
        "ᠬᠠᠤᠯᠢ",
    ] {
        let answer = search(text);
        assert_eq!((answer.total, answer.hits.len()), (0, 0), "{text}");
        assert_eq!(answer.readings.len(), 1, "{text}");
    }
}

#[test]
fn ten_megabytes_are_read_only_as_far_as_the_limit() {
    for text in [
        "ཀ".repeat(4_000_000),
        "法".repeat(4_000_000),
        "ཁྲིམས".repeat(700_000),
    ] {
        let answer = search(&text);
        assert!(answer.readings[0].text.chars().count() <= 256);
    }
}

#[test]
fn marks_of_the_index_itself_cannot_be_typed() {
    for text in ["\u{2}法", "院\u{3}", "\u{2}\u{3}", "\u{2}་ཁྲིམས"] {
        let with_marks = search(text);
        let without: String = text.chars().filter(|c| !c.is_control()).collect();
        assert_eq!(with_marks.total, search(&without).total);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn any_text_is_answered(text in "(\\PC|[ཀ-ྼ་།༌]|[法院人民离婚]|[\u{0}-\u{20}]|ཁྲིམས་){0,60}") {
        static INDEX: std::sync::LazyLock<SearchIndex> = std::sync::LazyLock::new(|| index_of(&court()));
        survive(&INDEX, &text);
    }

    #[test]
    fn the_same_text_has_the_same_answer(text in "[法院人民离婚 ཁྲིམས་ཁང]{1,12}") {
        prop_assert_eq!(search(&text), search(&text));
    }
}
