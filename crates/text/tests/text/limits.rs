//! Input of a size or shape that no person types.

use text::bo::similar::{Cost, SimilarSyllables, SimilarTerms, syllable_cost, term_cost};
use text::{bo, script, zh};

const MIB: usize = 1 << 20;

/// Sends `text` through everything that reads text, and returns the folds for the caller to look at.
fn read(text: &str) -> (String, String) {
    assert_eq!(bo::key(&bo::key(text)), bo::key(text));
    assert_eq!(zh::key(&zh::key(text)), zh::key(text));
    assert!(
        bo::syllables(text).count() + zh::bigrams(text).count() + script::runs(text).count()
            <= 3 * text.len()
    );
    assert!(zh::pinyin::keys(text).len() <= zh::pinyin::MAX_KEYS);
    assert!(
        zh::pinyin::reading(text).len() <= 8 * text.len() && zh::homophone::key(text).len() <= 8 * text.len()
    );
    (bo::fold(text), zh::fold(text))
}

#[test]
fn megabytes_without_a_separator_fold_whole() {
    let tibetan = "ཀ".repeat(10 * MIB / 3);
    assert!(bo::fold(&tibetan) == tibetan && bo::syllables(&tibetan).count() == 1);
    assert!(bo::fold_with_map(&tibetan).original(0..usize::MAX) == (0..tibetan.chars().count()));
    let chinese = "法".repeat(10 * MIB / 3);
    assert!(zh::fold(&chinese) == chinese && zh::bigrams(&chinese).count() == 10 * MIB / 3 - 1);
    assert_eq!(zh::homophone::key(&chinese).len(), 3 * (10 * MIB / 3) - 1);
    let typed = "xian".repeat(10 * MIB / 4);
    assert_eq!(zh::pinyin::normalize(&typed).len(), 10 * MIB);
    assert!(zh::pinyin::split(&typed).is_empty());
    assert_eq!(zh::pinyin::cost(&typed, "xian"), 6);
}

#[test]
fn stacked_signs_stay_one_stack() {
    let stacked = format!("ཀ{}", "\u{f72}".repeat(1_000));
    let (tibetan, _) = read(&stacked);
    assert_eq!(tibetan, stacked);
    let folded = bo::fold_with_map(&stacked);
    assert_eq!(folded.original(500..501), 0..1_001);
}

#[test]
fn signs_marks_and_controls_alone_have_no_fold() {
    for lone in [
        "\u{f72}",
        "\u{fb1}",
        "\u{301}",
        "\0",
        "\u{feff}",
        "༄",
        "་",
        "。",
        "\u{fe0f}",
        "\u{1f600}",
    ] {
        assert_eq!(read(lone), (String::new(), String::new()), "{lone:?}");
        assert_eq!(
            read(&lone.repeat(10_000)),
            (String::new(), String::new()),
            "{lone:?}"
        );
    }
}

#[test]
fn brackets_and_operators_are_separators() {
    let (tibetan, chinese) = read(&format!("{}ཀ法{}", "(".repeat(2_000), " AND -\"*".repeat(2_000)));
    assert!(tibetan.starts_with("ཀ་法་and་and"));
    assert!(chinese.starts_with("ཀ法and and"));
}

#[test]
fn particles_and_homeless_vowels_in_thousands_take_linear_time() {
    let (tibetan, _) = read(&format!("པ{}", "འིའོ".repeat(20_000)));
    assert_eq!(tibetan, "པ");
    let (tibetan, _) = read(&"་\u{f72}".repeat(20_000));
    assert_eq!(tibetan, "");
}

/// Sends two texts through everything that compares spellings.
fn compare(a: &str, b: &str) {
    let same = bo::fold(a) == bo::fold(b);
    assert_eq!(syllable_cost(a, b) == Cost::ZERO, same);
    assert_eq!(term_cost(a, b, Cost::MAX) == Some(Cost::ZERO), same);
    let (syllables, terms) = (SimilarSyllables::new([a, b]), SimilarTerms::new([a, b]));
    assert_eq!(
        syllables.near(a, Cost::ZERO).len(),
        usize::from(!bo::fold(a).is_empty())
    );
    let found = terms.near(a, Cost::MAX, 9);
    assert!(
        found.len() <= 2
            && found
                .first()
                .is_none_or(|&(_, cost)| cost == Cost::ZERO || bo::fold(a).is_empty())
    );
}

#[test]
fn megabytes_without_a_separator_are_compared_whole() {
    let long = "ཀ".repeat(10 * MIB / 3);
    compare(&long, "ཀ");
}

#[test]
fn a_hundred_thousand_syllables_are_compared_whole() {
    let long = "ཁྲིམས་".repeat(100_000);
    compare(&long, "ཁྲིམས");
    compare(&long, &long["ཁྲིམས་".len()..]);
    // As many as are laid side by side, each able to be joined with its neighbours.
    compare(&"ཀ་".repeat(64), &"ཀཀ་".repeat(32));
}

#[test]
fn signs_and_controls_have_their_spellings_compared() {
    for lone in [
        "",
        "\0",
        "\u{f72}",
        "\u{fb1}",
        "\u{202e}",
        "་",
        "།",
        "ཀ\0ཁ",
        "\u{1f600}",
        "འུ",
        "འ",
    ] {
        compare(lone, "ཀ");
        compare(&lone.repeat(1_000), lone);
        compare(&["ཀ", &lone.repeat(1_000)].concat(), lone);
    }
}

#[test]
fn a_glossary_of_one_syllable_is_asked_within_bounds() {
    let common: Vec<String> = (0..20_000).map(|n| format!("པ་{n} པ")).collect();
    let glossary = SimilarTerms::new(&common);
    assert_eq!(glossary.len(), 20_000);
    assert_eq!(
        glossary
            .near("པ་777་པ", Cost::new(15), 1)
            .first()
            .map(|&(id, _)| glossary.text(id)),
        Some("པ་777 པ")
    );
    assert!(glossary.near("པ་པ", Cost::MAX, usize::MAX).len() <= 256);
}
