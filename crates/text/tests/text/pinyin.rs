//! What holds for the pronunciation of every text: bounds, inverses, and the laws of a distance.

use proptest::prelude::*;
use text::zh::{homophone, pinyin, simplify};

/// Arbitrary strings, Chinese with polyphones, phrases and guards cut anywhere, Latin and Tibetan between.
fn any_text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        1 => any::<String>(),
        3 => "[一-龥]{0,8}",
        3 => "[藏行长重没给还调处当为的了着曾单参]{0,20}",
        2 => "(西藏|银行|行为|不当得利|不当|折断、倾倒|訴訟|銀行|分行|分行政){0,4}",
        2 => "[a-zA-ZüÜvVéΣİ0-9'’:：ａＺ \u{300}-\u{308}]{0,12}",
        1 => "[\u{f00}-\u{fff}〇㈠½，。\0]{0,6}",
    ];
    prop::collection::vec(piece, 0..6).prop_map(|pieces| pieces.concat())
}

/// Letters that are pinyin, half of it, or none.
fn any_typed() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => "(zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?(a|o|e|ai|ei|ao|ou|an|en|ang|eng|i|ia|ian|ing|u|uan|uang|ui|ong)",
        1 => "[a-zA-Z1-5üv' ]{0,4}",
    ];
    prop::collection::vec(piece, 0..8).prop_map(|pieces| pieces.concat())
}

/// Sequences of syllables, also of what is none.
fn any_syllables() -> impl Strategy<Value = String> {
    let syllable = "(zh|ch|sh|[bpfnlhrzcsyw])?(an|ang|en|eng|in|ing|uan|uang|ong|u|un|i|ei|ui)|[a-z]{1,3}|é";
    prop::collection::vec(syllable, 0..8).prop_map(|syllables| syllables.join(" "))
}

fn is_key(text: &str) -> bool {
    text.chars().all(|c| c.is_ascii_lowercase() || c == ' ') && text.split(' ').all(|s| !s.is_empty())
}

proptest! {
    #![proptest_config(crate::config())]

    #[test]
    fn keys_are_few_different_and_in_their_normal_form(text in any_text()) {
        let keys = pinyin::keys(&text);
        prop_assert!(keys.len() <= pinyin::MAX_KEYS);
        for (place, key) in keys.iter().enumerate() {
            prop_assert!(is_key(&key.spaced), "{key:?}");
            prop_assert_eq!(&pinyin::normalize(&key.spaced), &key.spaced);
            prop_assert_eq!(&pinyin::normalize(&key.full), &key.full);
            prop_assert_eq!(&pinyin::normalize(&key.initials), &key.initials);
            prop_assert_eq!(&pinyin::normalize(&key.long_initials), &key.long_initials);
            prop_assert_eq!(&key.spaced.replace(' ', ""), &key.full);
            prop_assert!(!keys[..place].contains(key), "{key:?} twice");
        }
        let best = pinyin::best_key(&text);
        prop_assert_eq!(keys.first().cloned().unwrap_or_else(|| best.clone()), best);
    }

    #[test]
    fn the_reading_is_normalised_to_the_best_key(text in any_text()) {
        prop_assert_eq!(pinyin::normalize(&pinyin::reading(&text)), pinyin::best_key(&text).spaced);
    }

    #[test]
    fn simplified_and_traditional_are_read_alike(text in "[一-龥，]{0,12}") {
        prop_assert_eq!(pinyin::reading(&simplify(&text)), pinyin::reading(&text));
    }

    #[test]
    fn normalising_is_idempotent_and_gives_letters(text in any_text()) {
        let normal = pinyin::normalize(&text);
        prop_assert!(normal.is_empty() || is_key(&normal), "{normal}");
        prop_assert_eq!(pinyin::normalize(&normal), normal);
    }

    #[test]
    fn tones_case_and_width_do_not_change_what_was_typed(typed in "[a-z]{1,12}", at in 0usize..12) {
        let wide = |c: char| char::from_u32(u32::from(c) + 0xfee0).unwrap();
        let marked: String = typed.chars().enumerate()
            .flat_map(|(i, c)| [Some(wide(c.to_ascii_uppercase())), (i == at).then_some('\u{30c}')])
            .flatten()
            .collect();
        prop_assert_eq!(pinyin::normalize(&marked), pinyin::normalize(&typed));
    }

    #[test]
    fn pieces_joined_are_what_was_typed(typed in any_typed()) {
        let normal = pinyin::normalize(&typed);
        let ways = pinyin::split(&normal);
        prop_assert!(ways.len() <= pinyin::MAX_SPLITS);
        for (place, pieces) in ways.iter().enumerate() {
            prop_assert_eq!(pieces.concat(), normal.replace(' ', ""));
            prop_assert!(!ways[..place].contains(pieces), "{pieces:?} twice");
            // A space that was typed is the end of a piece.
            let ends = |text: &str| text.match_indices(' ').enumerate().map(|(before, (at, _))| at - before).collect::<Vec<_>>();
            let cuts = ends(&pieces.join(" "));
            prop_assert!(ends(&normal).iter().all(|end| cuts.contains(end)), "{pieces:?}");
        }
    }

    #[test]
    fn more_pieces_never_come_before_fewer(typed in any_typed()) {
        let normal = pinyin::normalize(&typed);
        let counts: Vec<_> = pinyin::split(&normal).iter().map(Vec::len).collect();
        prop_assert!(counts.is_sorted(), "{counts:?}");
    }

    #[test]
    fn the_fuzzy_key_is_idempotent_and_forgets_only_what_is_confused(one in any_syllables(), text in any_text()) {
        let key = pinyin::fuzzy_key(&one);
        prop_assert_eq!(pinyin::fuzzy_key(&key), key.as_str());
        prop_assert_eq!(key.split(' ').count(), one.split(' ').count());
        let sound = homophone::key(&text);
        prop_assert_eq!(pinyin::fuzzy_key(&sound), sound.as_str());
        for key in pinyin::keys(&text).iter().take(1) {
            prop_assert_eq!(&pinyin::fuzzy_key(&key.spaced), &sound);
        }
    }

    #[test]
    fn the_cost_is_a_distance(one in any_syllables(), other in any_syllables(), third in any_syllables()) {
        let cost = pinyin::cost(&one, &other);
        prop_assert_eq!(cost, pinyin::cost(&other, &one));
        prop_assert_eq!(cost == 0, one == other);
        prop_assert!(cost <= 20 * u32::try_from(one.split(' ').count().max(other.split(' ').count())).unwrap());
        let longer = [other.as_str(), third.as_str()].join(" ");
        let added = u32::try_from(third.split_whitespace().count()).unwrap();
        prop_assert!(pinyin::cost(&one, &longer) <= cost + 10 * added);
    }

    #[test]
    fn syllables_of_one_fuzzy_key_cost_less_than_another_sound(one in "(zh|z|ch|c|sh|s|n|l|r|f|h)(an|ang|en|eng|u|ui|ong)", other in "(zh|z|ch|c|sh|s|n|l|r|f|h)(an|ang|en|eng|u|ui|ong)") {
        if pinyin::fuzzy_key(&one) == pinyin::fuzzy_key(&other) {
            prop_assert!(pinyin::cost(&one, &other) <= 12, "{one} {other}");
        }
    }
}
