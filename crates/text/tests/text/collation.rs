//! The dictionary order: its conformance file, the syllables that others misplace, and what holds for any text.

use proptest::prelude::*;
use text::bo::{self, Structure, Verdict, collation_key};

use crate::properties::any_text;

const ROWS: &str = include_str!("../../testdata/bo_collation.tsv");

/// Returns the first level, which is the dictionary order without the last decision between equals.
fn first_level(text: &str) -> Vec<u8> {
    let key = collation_key(text).into_bytes();
    key.split(|&byte| byte == 0).next().unwrap().to_vec()
}

#[test]
fn every_list_of_the_conformance_file_is_in_order() {
    let rows: Vec<Vec<&str>> = ROWS
        .lines()
        .skip(1)
        .map(|line| line.split('\t').collect())
        .collect();
    assert_eq!(rows.len(), 882);
    let mut pairs = 0;
    for pair in rows.windows(2).filter(|pair| pair[0][0] == pair[1][0]) {
        let (before, after) = (pair[0][2], pair[1][2]);
        let (key, next) = (collation_key(before), collation_key(after));
        let same = bo::normalize(before) == bo::normalize(after);
        assert!(if same { key == next } else { key < next }, "{before} {after}");
        pairs += 1;
    }
    assert_eq!(pairs, 882 - 38);
}

#[test]
fn only_spellings_of_one_word_share_a_place_in_the_conformance_file() {
    let mut words: Vec<&str> = ROWS
        .lines()
        .skip(1)
        .map(|line| line.split('\t').nth(2).unwrap())
        .collect();
    words.sort_by_cached_key(|word| collation_key(word));
    words.dedup_by_key(|word| collation_key(word));
    let shared: Vec<_> = words
        .windows(2)
        .filter(|pair| first_level(pair[0]) == first_level(pair[1]))
        .map(|pair| pair.join("="))
        .collect();
    assert_eq!(shared, ["ཀང=ཀྃ", "ཀམ=ཀཾ", "ཀཻ=ཀེེ", "ཀོོ=ཀཽ", "ཨོམ=ཨོཾ"]);
}

#[test]
fn the_syllables_that_cldr_does_not_list_stand_under_their_root() {
    let (mut found, places) = (
        0,
        "གསམ གསམས དགམ དགམས དངམ དངམས དཔན དཔམ དཔམས དབམ དབམས དམམ དམམས བགན བདན བསན མགན མགམ མགམས མངམ མངམས མདམ མདམས མདྲོན",
    );
    for syllable in places.split(' ') {
        let root = syllable.chars().nth(1).unwrap();
        let next = LETTERS.chars().skip_while(|&c| c != root).nth(1).unwrap();
        assert!(
            collation_key(syllable) > collation_key(&root.to_string()),
            "{syllable}"
        );
        assert!(
            collation_key(syllable) < collation_key(&next.to_string()),
            "{syllable}"
        );
        found += 1;
    }
    assert_eq!(found, 24);
}

/// The order of the parts, as the grammar gives it; written down here once more on purpose.
const LETTERS: &str = "ཀཁགངཅཆཇཉཏཐདནཔཕབམཙཚཛཝཞཟའཡརལཤསཧཨ";
const GROUPS: [&str; 12] = ["", "ག", "ད", "བ", "མ", "འ", "ར", "ལ", "ས", "བར", "བལ", "བས"];
const SUBSCRIPTS: [&str; 7] = ["", "ཝ", "ཡ", "ཡཝ", "ར", "རཝ", "ལ"];
const VOWELS: &str = "ིེོུ";

type Place = (
    Option<usize>,
    Option<usize>,
    Option<usize>,
    usize,
    Vec<(Option<usize>, usize)>,
);

/// Returns the place of a native syllable: root, group, subscripts, vowel, the other letters with their vowels.
fn place(parts: &Structure) -> Place {
    let letter = |c: char| LETTERS.chars().position(|letter| letter == c);
    let vowel = |c: char| VOWELS.chars().position(|vowel| vowel == c);
    let group: String = parts.prefix.into_iter().chain(parts.superscript).collect();
    let mut rest: Vec<(Option<usize>, usize)> = Vec::new();
    let particles = parts
        .particles
        .iter()
        .flat_map(|particle| particle.text().chars());
    for c in parts
        .suffix
        .into_iter()
        .chain(parts.second_suffix)
        .chain(particles)
    {
        match vowel(c) {
            Some(vowel) => rest.last_mut().unwrap().1 = vowel + 1,
            None => rest.push((letter(c), 0)),
        }
    }
    (
        letter(parts.root),
        GROUPS.iter().position(|&known| known == group),
        SUBSCRIPTS.iter().position(|&known| known == parts.subscripts),
        parts.vowel.and_then(vowel).map_or(0, |vowel| vowel + 1),
        rest,
    )
}

/// Returns a native syllable and its place; few roots, so that two of them differ late.
fn any_native() -> impl Strategy<Value = (String, Place)> {
    concat!(
        "[གདབམའ]?((ཀ|ག|ད|ས|བ)[ྱྲླྭ]?|[རལས](ྐ|ྒ|ྡ)[ྱྲ]?|ཕྱྭ|གྲྭ|ལྷ|ཧ|ཟླ|བརླ|རླ)[ིེོུ]?",
        "(ག|གས|ང|ད|ན|ནད|བས|མ|འ|ར|ལ|ས)?(འི|འུ|འོ|འམ|འང|འིའོ|འིས)?"
    )
    .prop_filter_map("not native", |syllable| match bo::parse(&syllable) {
        Verdict::Native(parts) => Some((syllable, place(&parts))),
        _ => None,
    })
}

proptest! {
    #![proptest_config(crate::config())]

    #[test]
    fn native_syllables_are_in_the_order_of_their_parts((a, place_a) in any_native(), (b, place_b) in any_native()) {
        prop_assert_eq!(first_level(&a).cmp(&first_level(&b)), place_a.cmp(&place_b), "{} {}", a, b);
    }

    #[test]
    fn syllables_decide_one_after_the_other((a, place_a) in any_native(), (b, place_b) in any_native(), (c, place_c) in any_native()) {
        let (left, right) = (format!("{a}་{b}"), format!("{b}་{c}"));
        prop_assert_eq!(first_level(&left).cmp(&first_level(&right)), [place_a, place_b.clone()].cmp(&[place_b, place_c]), "{} {}", left, right);
    }

    #[test]
    fn keys_are_equal_exactly_where_the_canonical_form_is(a in any_text(), b in any_text()) {
        let normal = bo::normalize(&a).into_owned();
        prop_assert_eq!(collation_key(&normal), collation_key(&a));
        prop_assert_eq!(collation_key(&a) == collation_key(&b), normal == bo::normalize(&b));
    }

    #[test]
    fn the_order_is_that_of_the_bytes(a in any_text(), b in any_text(), c in any_text()) {
        let mut keys = [&a, &b, &c].map(|text| collation_key(text));
        prop_assert_eq!(keys[0].cmp(&keys[1]), keys[0].as_bytes().cmp(keys[1].as_bytes()));
        prop_assert_eq!(keys[0].cmp(&keys[1]), keys[1].cmp(&keys[0]).reverse());
        keys.sort();
        prop_assert!(keys[0] <= keys[2]);
    }

    #[test]
    fn a_text_comes_before_itself_continued(a in any_text(), b in any_text()) {
        prop_assert!(collation_key(&a) < collation_key(&format!("{a}་{b}")), "{} {}", a.escape_unicode(), b.escape_unicode());
    }

    #[test]
    fn outer_and_doubled_separators_do_not_move_a_text(text in "[ཀ-ཬ]{1,3}([་། ]{1,3}[ཀ-ཬ]{1,3}){0,3}") {
        let spaced = format!("༄༅། །{}༎", text.replace('་', "་་ "));
        prop_assert_eq!(first_level(&spaced), first_level(&text));
    }
}
