//! The answers of the indexes against a scan of everything.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use proptest::prelude::*;

use super::any_text;
use crate::bo::fold;
use crate::bo::similar::syllable::Compared;
use crate::bo::similar::{Cost, SimilarSyllables, SimilarTerms, term_cost};
use crate::table::rows;

const CODAS: [&str; 18] = [
    "", "ག", "གས", "ང", "ངས", "ད", "ན", "ནད", "བ", "བས", "མ", "མས", "ར", "རད", "ལ", "ལད", "ས", "འུ",
];

/// Every syllable that the stacks of the table make with each vowel and coda, at the search level.
static NATIVE: LazyLock<Vec<String>> = LazyLock::new(|| {
    let mut all = BTreeSet::new();
    for row in rows(include_str!("../../../../data/bo_stacks.tsv")) {
        for prefix in std::iter::once("").chain(row[4].split(' ').filter(|&cell| cell != "-")) {
            for vowel in ["", "ི", "ུ", "ེ", "ོ"] {
                for coda in CODAS {
                    let bare = !prefix.is_empty()
                        && row[0].chars().count() == 1
                        && vowel.is_empty()
                        && coda.is_empty();
                    let coda = if bare { "འ" } else { coda };
                    all.insert(fold(&[prefix, row[0], vowel, coda].concat()));
                }
            }
        }
    }
    all.into_iter().collect()
});

static INDEX: LazyLock<SimilarSyllables> = LazyLock::new(|| SimilarSyllables::new(NATIVE.iter()));

/// The same syllables, ready for a scan.
static COMPARED: LazyLock<Vec<Compared<'static>>> = LazyLock::new(|| {
    NATIVE
        .iter()
        .map(|syllable| Compared::new(syllable.as_str()))
        .collect()
});

/// A native syllable with up to two characters changed, or any text.
fn any_question() -> impl Strategy<Value = String> {
    let other = "[ཀ-ཨྐ-ྸིེོུ་a]?";
    let changed = (
        prop::sample::select(NATIVE.clone()),
        any::<prop::sample::Index>(),
        other,
        0..3_usize,
    );
    let changed = changed.prop_map(|(syllable, at, other, length)| {
        let mut characters: Vec<char> = syllable.chars().collect();
        let at = at.index(characters.len());
        characters.splice(at..(at + length).min(characters.len()), other.chars());
        characters.into_iter().collect::<String>()
    });
    prop_oneof![4 => changed, 1 => any_text()]
}

#[test]
fn all_native_syllables_take_less_than_two_hundred_bytes_each() {
    assert_eq!((NATIVE.len(), INDEX.len()), (21_139, 21_139));
    assert_eq!(INDEX.heap_bytes() / INDEX.len(), 82);
    assert_eq!(INDEX.parts(), (293, 156));
}

#[test]
fn answers_come_by_cost_and_then_by_text() {
    let found = INDEX.near("ཁྲིམས", Cost::new(4));
    assert!(
        found
            .windows(2)
            .all(|pair| (pair[0].1, pair[0].0) < (pair[1].1, pair[1].0))
    );
    let shown: Vec<_> = found
        .iter()
        .map(|&(id, cost)| (INDEX.text(id), cost.tenths()))
        .collect();
    assert_eq!(shown[..3], [("ཁྲིམས", 0), ("ཁྲིམ", 2), ("ཁྲེམས", 3)]);
    assert_eq!(
        INDEX.near("ཁྲིམས", Cost::MAX),
        INDEX.near("ཁྲིམས", SimilarSyllables::MAX_LIMIT)
    );
}

#[test]
fn what_has_no_shape_of_a_syllable_is_found_by_letters() {
    let loans = SimilarSyllables::new(["པདྨ", "སངྒྷ", "wto", "法院", "ཁྲིམསཁང", "2026", "ཀ"]);
    let near = |syllable: &str| {
        let found = loans.near(syllable, Cost::LETTER);
        found
            .into_iter()
            .map(|(id, cost)| format!("{} {}", loans.text(id), cost.tenths()))
            .collect::<Vec<_>>()
            .join(", ")
    };
    assert_eq!(near("པདྨོ"), "པདྨ 10");
    assert_eq!(near("པད"), "པདྨ 10");
    assert_eq!(near("WTA"), "wto 10");
    assert_eq!(near("法官"), "法院 10");
    assert_eq!(near("༢༠༢༧"), "2026 10");
    assert_eq!(near("ཁྲིམསཁང"), "ཁྲིམསཁང 0");
    assert_eq!(near(""), "ཀ 10");
}

#[test]
fn the_order_of_what_is_read_does_not_matter() {
    let forwards: Vec<&str> = NATIVE.iter().step_by(37).map(String::as_str).collect();
    let backwards: Vec<&str> = forwards.iter().rev().chain(&forwards).copied().collect();
    let (one, other) = (
        SimilarSyllables::new(&forwards),
        SimilarSyllables::new(&backwards),
    );
    let (terms, same_terms) = (SimilarTerms::new(&forwards), SimilarTerms::new(&backwards));
    for question in ["ཁྲིམས", "ལུག", "མཁ", "པདྨ", "ཀུན"] {
        assert_eq!(
            one.near(question, Cost::new(19)),
            other.near(question, Cost::new(19))
        );
        assert_eq!(
            terms.near(question, Cost::new(19), 9),
            same_terms.near(question, Cost::new(19), 9)
        );
    }
}

#[test]
fn nothing_is_found_in_nothing() {
    let (syllables, terms) = (SimilarSyllables::new([""; 0]), SimilarTerms::new(["", "་", "།"]));
    assert!(
        syllables.is_empty() && syllables.near("ཀ", Cost::MAX).is_empty() && syllables.find("ཀ").is_none()
    );
    assert!(terms.is_empty() && terms.near("ཀ", Cost::MAX, 9).is_empty());
    let id = INDEX.find("ཨོས").unwrap();
    assert_eq!((INDEX.text(id), syllables.text(id)), ("ཨོས", ""));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn the_index_finds_what_a_scan_finds(question in any_question(), limit in 0..20_u16) {
        let asked = Compared::new(fold(&question));
        let mut scan: Vec<_> = NATIVE
            .iter()
            .zip(COMPARED.iter())
            .map(|(text, syllable)| (asked.cost(syllable).tenths(), text.as_str()))
            .filter(|&(cost, _)| cost <= limit)
            .collect();
        scan.sort_unstable();
        let found = INDEX.near(&question, Cost::new(limit));
        let found: Vec<_> = found.into_iter().map(|(id, cost)| (cost.tenths(), INDEX.text(id))).collect();
        prop_assert_eq!(found, scan, "{}", question);
    }

    #[test]
    fn a_mixed_vocabulary_is_scanned_alike(words in prop::collection::vec(any_text(), 0..60), question in any_text(), limit in 0..20_u16) {
        let index = SimilarSyllables::new(&words);
        let asked = Compared::new(fold(&question));
        let folded: BTreeSet<String> = words.iter().map(|word| fold(word)).filter(|word| !word.is_empty()).collect();
        let scan = folded.iter().filter(|word| asked.cost(&Compared::new(word.as_str())).tenths() <= limit);
        let found: BTreeSet<_> = index.near(&question, Cost::new(limit)).into_iter().map(|(id, _)| index.text(id).to_owned()).collect();
        prop_assert_eq!(found, scan.cloned().collect::<BTreeSet<_>>());
    }

    #[test]
    fn terms_are_found_at_their_cost(words in prop::collection::vec(any_text(), 0..40), question in any_text()) {
        let glossary = SimilarTerms::new(&words);
        let limit = Cost::new(25);
        for (id, cost) in glossary.near(&question, limit, 100) {
            prop_assert_eq!(term_cost(&question, glossary.text(id), limit), Some(cost));
        }
    }
}
