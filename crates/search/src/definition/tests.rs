//! The definition is whole, says what is wrong with it, and its hash names what it must.

use std::collections::HashSet;

use super::*;
use crate::fold::fold;
use crate::{Words, schema};

#[test]
fn the_definition_has_every_field_that_the_code_uses() {
    let definition = Definition::load().unwrap();
    let schema = schema::schema(&definition);
    assert!(schema::Fields::of(&schema).is_ok());
    assert_eq!(schema.fields().count(), definition.fields.len());
    assert!(definition.fields.iter().all(|f| !f.reason.is_empty()));
    assert!(definition.tiers.iter().all(|t| !t.reason.is_empty()));
}

#[test]
fn a_faulty_definition_says_what_is_wrong() {
    for (from, to, said) in [
        (
            "kind = \"folded\"",
            "kind = \"ending\"",
            "the tier `variant` must stand and score below `ending`",
        ),
        (
            "score = 96.0",
            "score = 92.0",
            "the tier `variant` must stand and score below `folded`",
        ),
        (
            "ranked_together = 100",
            "ranked_together = 0",
            "`ranked_together` must not be 0",
        ),
        ("analyzer = \"raw\"", "analyzer = \"cooked\"", "cooked"),
        ("query_words = 32", "query_wrods = 32", "query_wrods"),
    ] {
        assert!(DEFINITION.contains(from));
        let error = Definition::parse(&DEFINITION.replace(from, to)).unwrap_err();
        assert!(error.to_string().contains(said), "{error}");
    }
}

#[test]
fn the_hash_names_what_shapes_an_index_and_nothing_else() {
    let definition = Definition::load().unwrap();
    let names = |names: &[&str]| {
        names
            .iter()
            .map(|n| n.parse().unwrap())
            .collect::<Vec<CollectionName>>()
    };
    let hash = definition.hash("1", &names(&["older", "places"]));
    assert_eq!(hash.len(), HASH_CHARS);
    assert!(hash.bytes().all(|b| b.is_ascii_hexdigit()));
    assert_eq!(
        hash,
        definition.hash("1", &names(&["places", "older", "older"])),
        "a set has no order"
    );
    let others = [
        definition.hash("2", &names(&["older", "places"])),
        definition.hash("1", &names(&["older"])),
        definition.hash("1", &[]),
        definition.hash("1o", &names(&["lder", "places"])),
    ];
    assert!(others.iter().all(|other| *other != hash));
}

#[test]
fn a_kind_scores_above_the_next_one() {
    let definition = Definition::load().unwrap();
    let scores = |kind, extent| {
        definition
            .place(kind, extent)
            .map(|place| definition.scores(place))
    };
    assert_eq!(scores(MatchKind::Exact, Extent::Whole), Some((100.0, 96.0)));
    assert_eq!(scores(MatchKind::Definition, Extent::Whole), Some((10.0, 0.0)));
    assert_eq!(
        scores(MatchKind::Exact, Extent::Begun),
        None,
        "there is no such thing"
    );
    let whole: Vec<_> = MatchKind::ALL
        .iter()
        .map(|kind| definition.place(*kind, Extent::Whole))
        .collect();
    assert!(
        whole.iter().all(Option::is_some) && whole.is_sorted(),
        "the order of the contract"
    );
}

#[test]
fn the_guide_for_terminologists_shows_the_tiers_as_they_stand() {
    let guide = include_str!("../../../../docs/zh/relevance.md");
    let shown: Vec<&str> = guide
        .lines()
        .filter(|line| {
            ["whole", "begun", "far", "partly"]
                .iter()
                .any(|extent| line.contains(&format!(" | {extent} | ")))
        })
        .collect();
    let definition = Definition::load().unwrap();
    assert_eq!(shown.len(), definition.tiers.len());
    for ((place, tier), row) in (0..).zip(&definition.tiers).zip(shown) {
        let extent = tier.extent.as_str();
        let expect = format!(
            "| {place} | {} | {extent} | {} | ",
            tier.kind.as_str(),
            tier.score
        );
        assert!(row.starts_with(&expect), "`{row}` should begin with `{expect}`");
    }
}

#[test]
fn every_legal_word_has_a_source_and_comes_out_whole() {
    let words = Words::on_demand();
    let segmenter = words.wait();
    let mut seen = HashSet::new();
    for line in LEGAL_WORDS.lines().filter(|l| !l.starts_with('#')) {
        let (word, source) = line
            .split_once('\t')
            .unwrap_or_else(|| panic!("`{line}` has no source"));
        assert!(!source.trim().is_empty() && seen.insert(word), "{line}");
        assert!((3..=6).contains(&word.chars().count()), "{line}");
        assert_eq!(
            segmenter.words(word).iter().map(|w| w.text).collect::<Vec<_>>(),
            [word]
        );
        assert_eq!(
            fold(glossary::Lang::Zh, word),
            word,
            "words stand as they are searched"
        );
    }
    assert_eq!(legal_words().count(), seen.len());
}

#[test]
fn folding_and_segmenting_are_those_of_the_recorded_version() {
    let words = Words::on_demand();
    let mut shown: Vec<String> = ["《訴訟時效》中斷", "ＷＴＯ 规则", "乾隆", "武装叛乱、暴乱罪"]
        .iter()
        .map(|t| fold(glossary::Lang::Zh, t))
        .collect();
    shown.extend(
        ["ཁྲིམས༌ཁང་།", "བཀའི", "རྟེའུར", "པཎྜི་ཏ", "ལོ༢༠༢༦", "ཁྲིམས་ཁང་གིའང"]
            .iter()
            .map(|t| fold(glossary::Lang::Bo, t)),
    );
    for text in ["刑事附带民事诉讼", "剥夺政治权利终身", "人民法院依法不予受理"] {
        shown.push(
            words
                .wait()
                .words_for_search(text)
                .iter()
                .map(|w| w.text)
                .collect::<Vec<_>>()
                .join("/"),
        );
    }
    // Another result here means: raise `text_version` in index/definition.toml, then write it down.
    assert_eq!(Definition::load().unwrap().text_version, 1);
    insta::assert_snapshot!(shown.join("\n"), @"
诉讼时效中断
wto规则
乾隆
武装叛乱暴乱罪
ཁྲིམས་ཁང
བཀའ
རྟེའུ
པནྡི་ཏ
ལོ་2026
ཁྲིམས་ཁང་གི
刑事/附带/附带民事诉讼/民事/诉讼
剥夺/剥夺政治权利/政治/政治权/治权/权利/终身
人民/人民法院/民法/法院/依法/不予/受理
");
}
