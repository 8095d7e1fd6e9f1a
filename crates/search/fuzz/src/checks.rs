//! What has to hold for any query: the fuzz target calls this, and the tests replay the kept corpus and hostile texts.

pub mod seed;

use std::collections::HashSet;

use glossary::{Lang, Region, Workflow};
use search::{Answer, DictionaryPlace, Direction, LangChoice, Placement, Request, Scope};
use text::bo::phonetic::MAX_READINGS;
use text::zh::pinyin::{MAX_KEYS, MAX_SPLITS};

use self::seed::SEEDED;

/// Bytes of an input that choose what is asked for; the others are the text.
const CHOICES: usize = 4;
/// What `index/definition.toml` allows.
const QUERY_CHARS: usize = 256;
const QUERY_WORDS: usize = 32;
const RANKED_HITS: usize = 1_000;
/// Suggestions that are given at most.
const MOST_SUGGESTIONS: usize = 50;

/// Asks for the text of an input, in the way that its first bytes choose, and checks all that is answered.
pub fn search(input: &[u8]) {
    let Some((choices, text)) = input.split_first_chunk::<CHOICES>() else {
        return;
    };
    ask(&String::from_utf8_lossy(text), *choices);
}

/// Asks for `text` and checks the answer.
///
/// Of the first byte, bits choose the language, the scope, facets, the region and filters; the second byte is the limit
/// and the third the offset, 255 for no end; the fourth chooses what is asked besides a search.
pub fn ask(text: &str, [ways, limit, offset, besides]: [u8; CHOICES]) {
    let is_set = |bit: u8| ways >> bit & 1 == 1;
    let number = |byte: u8, unit: usize| {
        if byte == u8::MAX {
            usize::MAX
        } else {
            usize::from(byte) * unit
        }
    };
    let request = Request {
        lang: [LangChoice::Auto, LangChoice::Zh, LangChoice::Bo, LangChoice::Auto][usize::from(ways & 3)],
        scope: if is_set(2) { Scope::All } else { Scope::Terms },
        facets: is_set(3),
        region: is_set(4).then(|| Region::try_from("amdo".to_owned()).unwrap()),
        workflow: is_set(5).then_some(Workflow::Reviewed),
        subject_field: is_set(6).then(|| "law".parse().unwrap()),
        collection: is_set(7).then(|| "place-names".parse().unwrap()),
        limit: number(limit, 1),
        offset: number(offset, 8),
        ..Request::new(text)
    };
    let answer = SEEDED.index.search(&request).unwrap();
    check(&request, &answer);
    match besides % 4 {
        0 => {}
        1 => suggestions(text, usize::from(besides)),
        2 => pages(&request, &answer),
        _ => dictionary(text, besides),
    }
}

/// Returns how many headwords a search for `text` may look at, from the limits of the search.
///
/// With `h` headwords in both rooms and a text of `n` characters, a needle is looked for in at most `3 + 3n` spellings: as
/// typed, in the standard spelling, as Wylie, and each step of taking a particle off its end in three ways. One spelling
/// looks at the headwords that begin so and those that end so, again with four times as many wanted while some share a
/// concept, then counts one of both and looks inside: `(2 (2 + log4 h) + 2) h`. A table of sounds has at most `MAX_KEYS` entries a
/// headword and is read once for each reading. All that is like the text is bounded by constants of `similar_zh.rs` and
/// `similar_bo.rs`, all that stands in it by those of `partly.rs`. A text in words that ask for a term is looked for twice.
pub fn most_steps(text: &str) -> usize {
    let h = SEEDED.headwords;
    let chars = text.chars().take(QUERY_CHARS).count();
    let quotes = text
        .chars()
        .take(QUERY_CHARS)
        .filter(|c| matches!(c, '"' | '“' | '”'))
        .count();
    let needles = (2 * (1 + quotes / 2)).min(QUERY_WORDS);
    let spellings = 3 + 3 * chars;
    let literal = (2 * (2 + h.ilog(4) as usize) + 2) * h;
    let sounds = (5 + 2 * MAX_READINGS + 1 + MAX_SPLITS) * MAX_KEYS * h;
    let words = 5 * h;
    let like_zh = 64 + 3 * h + (1 << 12);
    let like_bo = MAX_KEYS * h + 24 * 65 * 65 + 25 * 65 + 2 * 512;
    let within = 80 * 24 + h;
    // What is like a text, and what stands in it, is looked for in each of the two rooms.
    needles * 2 * (spellings * literal + sounds + words + 2 * (like_zh + like_bo + within))
}

fn check(request: &Request<'_>, answer: &Answer) {
    let hits = &answer.hits;
    assert!(
        hits.len() <= request.limit.min(RANKED_HITS) && hits.len() <= answer.total,
        "{} hits of {}",
        hits.len(),
        answer.total
    );
    assert!(answer.total <= SEEDED.headwords);
    assert!(answer.steps <= most_steps(request.text), "{} steps", answer.steps);
    assert!(answer.readings.len() <= 5 * QUERY_CHARS);
    // A character is read out in at most six letters, a Tibetan one folds to less, ﷺ to eighteen.
    assert!(
        answer
            .readings
            .iter()
            .all(|reading| reading.text.chars().count() <= 18 * QUERY_CHARS)
    );
    assert!(hits.iter().all(|hit| (0.0..=100.0).contains(&hit.score)));
    assert!(
        hits.windows(2).all(|pair| pair[0].score >= pair[1].score),
        "a score rises"
    );
    let places: Vec<_> = hits.iter().map(|hit| (order(&hit.place), hit.id)).collect();
    assert!(
        places.is_sorted(),
        "the order is not that of the placement: {places:?}"
    );
    assert_eq!(
        hits.iter().map(|hit| hit.id).collect::<HashSet<_>>().len(),
        hits.len(),
        "a concept twice"
    );
    for hit in hits {
        marks_stand_apart(&hit.matched.term, &hit.matched.ranges);
        assert!(request.workflow.is_none_or(|workflow| hit.workflow == workflow));
    }
    if let Some(facets) = &answer.facets {
        let counted: usize = facets.workflows.iter().map(|(_, count)| count).sum();
        assert!(counted <= answer.total && (!facets.is_complete || counted == answer.total));
    }
}

/// By what hits are ordered, as `docs/zh/relevance.md` says.
fn order(place: &Placement) -> impl Ord + std::fmt::Debug + use<> {
    let criteria = place.standing.criteria();
    let (older, below) = criteria.split_first().unwrap();
    (
        place.tier,
        place.cost,
        place.other_lang,
        older.1,
        place.region,
        below.to_vec(),
        place.position,
    )
}

/// Ranges lie in the term, ascend, stay apart, and none begins or ends within a stack.
fn marks_stand_apart(term: &str, ranges: &[std::ops::Range<usize>]) {
    let chars: Vec<char> = term.chars().collect();
    let mut end = 0;
    for range in ranges {
        assert!(
            end <= range.start && range.start < range.end && range.end <= chars.len(),
            "{ranges:?} in {term}"
        );
        end = range.end;
        for cut in [range.start, range.end] {
            let is_within = chars.get(cut).is_some_and(|c| {
                matches!(c, '\u{f18}' | '\u{f19}' | '\u{f35}' | '\u{f37}' | '\u{f39}' | '\u{f71}'..='\u{f84}' | '\u{f86}' | '\u{f87}' | '\u{f8d}'..='\u{fbc}')
            });
            assert!(!is_within, "{term} is cut at {cut}");
        }
    }
}

/// A shorter page is the beginning of a longer one.
fn pages(request: &Request<'_>, answer: &Answer) {
    let longer = Request {
        limit: request.limit.saturating_add(7),
        ..request.clone()
    };
    let longer = SEEDED.index.search(&longer).unwrap();
    assert!(longer.hits.len() >= answer.hits.len());
    let ids = |answer: &Answer| {
        answer
            .hits
            .iter()
            .map(|hit| hit.id)
            .take(request.limit)
            .collect::<Vec<_>>()
    };
    assert_eq!(ids(&longer), ids(answer), "of a page that is longer by seven");
}

fn suggestions(text: &str, limit: usize) {
    let suggestions = SEEDED.index.suggest(text, limit).unwrap();
    assert!(suggestions.len() <= limit.min(MOST_SUGGESTIONS));
    let names: HashSet<_> = suggestions.iter().map(|s| (s.lang.as_str(), &s.text)).collect();
    assert_eq!(names.len(), suggestions.len(), "a term twice");
    assert!(SEEDED.index.parts(text).len() <= 30);
}

/// Going forward from a text and back from the first term found leads past the text again.
fn dictionary(text: &str, besides: u8) {
    let lang = if besides & 4 == 0 { Lang::Zh } else { Lang::Bo };
    let limit = usize::from(besides >> 3);
    let place = DictionaryPlace::Text(text.to_owned());
    let browse = |place: &DictionaryPlace, direction| SEEDED.index.browse(lang, place, direction, limit);
    let behind = browse(&place, Direction::Forward);
    let before = browse(&place, Direction::Backward);
    assert!(behind.len() <= limit && before.len() <= limit);
    let of = |found: &search::Browsed| (found.id, found.text.clone());
    assert!(
        before
            .iter()
            .all(|one| !behind.iter().any(|other| of(one) == of(other))),
        "a term on both sides"
    );
    if let Some(first) = behind.first() {
        let beyond = DictionaryPlace::Beyond {
            text: first.text.clone(),
            id: first.id,
        };
        assert_eq!(
            browse(&beyond, Direction::Backward).first().map(of),
            before.first().map(of)
        );
    }
}
