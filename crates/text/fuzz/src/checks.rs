//! What has to hold for any text: the fuzz targets call these, and the tests replay the kept corpus through them.

use text::bo::similar::{Cost, term_cost};
use text::bo::{self, ewts, phonetic};
use text::zh::{self, homophone, pinyin};
use text::{Folded, script};

/// The levels of Tibetan are idempotent, and the way back from the search level stays inside the text.
pub fn normalize(text: &str) {
    let normal = bo::normalize(text).into_owned();
    assert_eq!(bo::normalize(&normal), normal);
    let key = bo::key(text);
    assert_eq!(bo::key(&key), key);
    let folded = bo::fold_with_map(text);
    assert_eq!(bo::fold(&folded.text), folded.text);
    way_back_stays_inside(text, &folded);
    if let Some(finding) = bo::legacy::recognise(text) {
        assert!(
            text.get(finding.start..finding.end)
                .is_some_and(|evidence| !evidence.is_empty())
        );
    }
}

/// Syllables lie in the text in order; their stacks cover them; what was joined is cut into native syllables.
pub fn syllable(text: &str) {
    let mut end = 0;
    for syllable in bo::syllables(text) {
        assert!(end <= syllable.start && syllable.start < syllable.end);
        assert_eq!(&text[syllable.start..syllable.end], syllable.text);
        end = syllable.end;
        let stacks: usize = bo::stacks(syllable.text)
            .map(|stack| stack.end - stack.start)
            .sum();
        assert_eq!(stacks, syllable.text.len());
        if let Some(pieces) = bo::split_joined(syllable.text) {
            assert_eq!(pieces.concat(), syllable.text);
            assert!(
                pieces
                    .iter()
                    .all(|piece| matches!(bo::parse(piece), bo::Verdict::Native(_)))
            );
        }
    }
    assert_eq!(
        script::runs(text).map(|run| run.end - run.start).sum::<usize>(),
        text.len()
    );
    let middle = (0..=text.len() / 2)
        .rev()
        .find(|&at| text.is_char_boundary(at))
        .unwrap_or(0);
    let (one, other) = text.split_at(middle);
    assert_eq!(term_cost(one, other, Cost::MAX), term_cost(other, one, Cost::MAX));
}

/// Reading EWTS gives text that is written and read again the same, and the same key by key.
pub fn ewts_read(text: &str) {
    let read = bo::from_ewts(text);
    let again = bo::from_ewts(&bo::to_ewts(&read.text).text);
    assert_eq!(bo::normalize(&again.text), bo::normalize(&read.text));
    places_lie_inside(text, &read);
    places_lie_inside(text, &bo::from_loose_ewts(text));
    let (mut typing, mut field) = (bo::LiveEwts::default(), String::new());
    if text.len() < 512 {
        text.chars().for_each(|key| typing.push(key).apply(&mut field));
        assert_eq!(field, read.text);
    }
}

/// Whatever is written in EWTS is read back to the same canonical text.
pub fn ewts_write(text: &str) {
    let written = bo::to_ewts(text);
    assert_eq!(
        bo::normalize(&bo::from_ewts(&written.text).text),
        bo::normalize(text),
        "{}",
        written.text
    );
    places_lie_inside(text, &written);
}

/// Keys are equal exactly where the canonical forms are.
pub fn collate(text: &str) {
    let key = bo::collation_key(text);
    assert_eq!(bo::collation_key(&bo::normalize(text)), key);
    let middle = (0..=text.len() / 2)
        .rev()
        .find(|&at| text.is_char_boundary(at))
        .unwrap_or(0);
    let (one, other) = text.split_at(middle);
    let same = bo::normalize(one) == bo::normalize(other);
    assert_eq!(bo::collation_key(one) == bo::collation_key(other), same);
}

/// Sounds of any text are bounded.
pub fn phonetic(text: &str) {
    assert!(phonetic::thl(text).len() <= 16 * text.len() + 16);
    assert!(phonetic::thl_word(text).len() <= 16 * text.len() + 16);
    assert!(phonetic::key(text).len() <= 8 * text.len() + 8);
    assert!(phonetic::query(text).len() <= phonetic::MAX_READINGS);
    for dialect in phonetic::Dialect::ALL {
        assert!(phonetic::dialect_keys(text, dialect).len() <= phonetic::MAX_DIALECT_KEYS);
    }
}

/// Keys are bounded and at rest, pieces make the input, and costs are symmetric.
pub fn pinyin(text: &str) {
    assert!(pinyin::reading(text).len() <= 12 * text.len() + 12);
    let keys = pinyin::keys(text);
    assert!(keys.len() <= pinyin::MAX_KEYS);
    for key in &keys {
        assert_eq!(pinyin::normalize(&key.spaced), key.spaced);
    }
    let typed = pinyin::normalize(text);
    for pieces in pinyin::split(&typed) {
        assert_eq!(pieces.concat(), typed.replace(' ', ""));
    }
    let fuzzy = pinyin::fuzzy_key(&typed);
    assert_eq!(pinyin::fuzzy_key(&fuzzy), fuzzy);
    assert_eq!(pinyin::cost(&typed, &fuzzy), pinyin::cost(&fuzzy, &typed));
    assert!(homophone::key(text).len() <= 12 * text.len() + 12);
}

/// The levels of Chinese are idempotent; grams and words lie in the text.
pub fn segment(text: &str) {
    static SEGMENTER: std::sync::LazyLock<zh::Segmenter> =
        std::sync::LazyLock::new(|| zh::Segmenter::new(["取保候审", "诉讼时效中断"]));
    let normal = zh::normalize(text);
    assert_eq!(zh::normalize(&normal), normal);
    let key = zh::key(text);
    assert_eq!(zh::key(&key), key);
    let folded = zh::fold_with_map(text);
    assert_eq!(zh::fold(&folded.text), folded.text);
    way_back_stays_inside(text, &folded);
    for gram in zh::bigrams(text) {
        assert_eq!(&text[gram.start..gram.end], gram.text);
    }
    let mut end = 0;
    for word in SEGMENTER.words(text) {
        assert!(end <= word.start && word.start < word.end);
        assert_eq!(&text[word.start..word.end], word.text);
        end = word.end;
    }
    assert!(
        SEGMENTER
            .words_for_search(text)
            .iter()
            .all(|word| &text[word.start..word.end] == word.text)
    );
}

fn way_back_stays_inside(text: &str, folded: &Folded) {
    let whole = folded.original(0..usize::MAX);
    assert!(whole.start <= whole.end && whole.end <= text.chars().count());
}

fn places_lie_inside(text: &str, converted: &ewts::Converted) {
    let length = text.chars().count();
    assert!(converted.warnings.iter().all(|warning| warning.position < length));
}
