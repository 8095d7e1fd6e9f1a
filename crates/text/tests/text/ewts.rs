//! EWTS against the vectors on which three published converters agree.

use proptest::prelude::*;
use text::bo::{LiveEwts, Verdict, from_ewts, from_loose_ewts, normalize, parse, to_ewts};

struct Row {
    ewts: &'static str,
    tibetan: &'static str,
    /// The canonical way to write it, where the row says one.
    back: Option<&'static str>,
}

fn rows() -> Vec<Row> {
    let lines = include_str!("../../testdata/ewts_vectors.tsv").lines().skip(1);
    lines
        .map(|line| {
            let cells: Vec<_> = line.split('\t').collect();
            let note = cells[2];
            let back = note.split_once("back=").map(|(_, back)| back);
            Row {
                ewts: cells[0],
                tibetan: cells[1],
                back: back.map(|back| if back == "same" { cells[0] } else { back }),
            }
        })
        .collect()
}

#[test]
fn every_vector_is_read() {
    let rows = rows();
    assert_eq!(rows.len(), 639);
    for row in rows {
        let read = from_ewts(row.ewts);
        assert_eq!(
            read.text.escape_unicode().to_string(),
            row.tibetan.escape_unicode().to_string(),
            "{}",
            row.ewts
        );
        assert_eq!(read.warnings, [], "{}", row.ewts);
    }
}

#[test]
fn every_vector_that_names_its_canonical_form_is_written_so() {
    let rows: Vec<_> = rows().into_iter().filter(|row| row.back.is_some()).collect();
    assert!(rows.len() >= 600, "{}", rows.len());
    for row in rows {
        assert_eq!(
            Some(to_ewts(row.tibetan).text.as_str()),
            row.back,
            "{}",
            row.tibetan
        );
    }
}

#[test]
fn every_vector_comes_back() {
    for row in rows() {
        let again = from_ewts(&to_ewts(row.tibetan).text).text;
        assert_eq!(normalize(&again), normalize(row.tibetan), "{}", row.tibetan);
    }
}

/// What the property tests below have found.
#[test]
fn text_that_was_once_lost_comes_back() {
    for text in [
        // The tsa-phru on ཨ, which is no consonant in EWTS.
        "ཨ\u{f39}",
        // A vowel sign on a digit, which no letter may take over.
        "༠\u{f71}ཀ",
        // A mark of another script between a letter and its vowel sign.
        "ཨ\u{dca}\u{f7a}ཨ",
        // A mark of two parts from another script.
        "འ\u{dda}",
        // A sign without a letter before a syllable that needs dots.
        "\u{f76}ས\u{f35}\u{f7e}",
        // Two marks below, one of which EWTS does not know.
        "ཨ\u{f35}\u{f18}",
    ] {
        let written = to_ewts(text).text;
        assert_eq!(normalize(&from_ewts(&written).text), normalize(text), "{written}");
    }
}

/// Tibetan as it is and as it is not, with everything around it that a text can have.
fn any_tibetan() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => "[ཀཁགངཅཏདནབམའཡརལསཧཨ]{1,5}",
        4 => "[ཀགདབམརལསཨཊཕ]([\u{f90}-\u{fbc}]{0,3}[\u{f71}-\u{f7d}\u{f80}]{0,2}[\u{f7e}\u{f7f}\u{f82}-\u{f84}\u{f35}\u{f37}\u{f39}]{0,2})",
        2 => "[\u{f00}-\u{fff}]{0,6}",
        3 => "[་་་༌།༎༔ _0-9༠-༩\n]{1,3}",
        1 => "[a-zA-Z\\[\\]\\\\中法 .+~^'-]{0,5}",
        1 => any::<String>(),
    ];
    prop::collection::vec(piece, 0..6).prop_map(|pieces| pieces.concat())
}

/// EWTS as it is typed, right and wrong.
fn any_ewts() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        6 => "(b|d|g|m|')?(r|l|s)?(k|g|ng|t|d|n|p|b|m|ts|dz|zh|sh|tsh)(y|r|l|w)?[aeiouAIU](g|ng|d|n|b|m|r|l|s)?s? ",
        3 => "[a-zA-Z'+.]{1,6}",
        2 => "[ /_:;|!*=<>()@#$%&?0-9]{1,3}",
        2 => "(\\\\u0f[0-9a-f]{2}|\\[[a-z ]*\\]|~M`?|~X|\\^|-i|-I|\\\\\\\\|\\[|\\]){1,2}",
        1 => any::<String>(),
    ];
    prop::collection::vec(piece, 0..8).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(crate::config())]

    #[test]
    fn written_text_is_read_back(text in any_tibetan()) {
        let written = to_ewts(&text).text;
        let again = from_ewts(&written);
        prop_assert_eq!(normalize(&again.text), normalize(&text), "{}", written);
    }

    #[test]
    fn writing_what_was_read_is_canonical(ewts in any_ewts()) {
        let tibetan = from_ewts(&ewts).text;
        let canonical = to_ewts(&tibetan).text;
        let again = from_ewts(&canonical).text;
        prop_assert_eq!(normalize(&again), normalize(&tibetan), "{}", canonical);
        prop_assert_eq!(to_ewts(&again).text, canonical);
    }

    #[test]
    fn warnings_lie_in_the_text_in_order(ewts in any_ewts()) {
        let read = from_ewts(&ewts);
        let length = ewts.chars().count();
        prop_assert!(read.warnings.iter().all(|warning| warning.position < length));
        prop_assert!(read.warnings.windows(2).all(|pair| pair[0].position <= pair[1].position));
    }

    #[test]
    fn what_is_shown_while_typing_is_what_was_typed(ewts in any_ewts()) {
        let (mut typing, mut field, mut typed) = (LiveEwts::default(), String::new(), String::new());
        for key in ewts.chars() {
            typing.push(key).apply(&mut field);
            typed.push(key);
            prop_assert_eq!(&field, &from_ewts(&typed).text, "{}", typed);
        }
    }

    #[test]
    fn loose_reading_takes_anything(ewts in any_ewts()) {
        let length = ewts.chars().count();
        prop_assert!(from_loose_ewts(&ewts).warnings.iter().all(|warning| warning.position < length));
    }

    #[test]
    fn native_syllables_are_read_loosely_as_they_are_strictly(ewts in "(b|d|g|m|')?(r|l|s)?(k|g|ng|t|d|n|p|b|m|ts|dz|zh|sh|tsh)(y|r|l)?[aeiou](g|ng|d|n|b|m|r|l|s)?") {
        let strict = from_ewts(&ewts);
        // `dga` is strictly དག, which is written dag; loosely it is དགའ.
        if to_ewts(&strict.text).text == ewts && matches!(parse(&strict.text), Verdict::Native(_)) {
            prop_assert_eq!(from_loose_ewts(&ewts).text, strict.text);
        }
    }
}
