//! What holds for every text, tried on arbitrary and on half-way plausible strings of both scripts.

use proptest::prelude::*;
use text::script::{self, Script};
use text::{Folded, bo, zh};

/// Arbitrary strings, the whole Tibetan block, Tibetan words with all that goes wrong around them, Chinese
/// with marks and brackets, and what combines across its neighbours.
pub(crate) fn any_text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        2 => any::<String>(),
        3 => "[\u{f00}-\u{fff}]{0,12}",
        3 => "[ཀགཅདནབམའརལསཨ]([\u{f90}-\u{fbc}\u{f39}\u{f35}]|[\u{f71}-\u{f87}]){0,4}",
        2 => "(བཀ|དག|པ|མཐ|བེའུ|རྟེའུ)(འི|འོ|འམ|འང|འིས|ར|ས|འ){0,3}",
        2 => "[་༌།༎༔ \u{a0}\u{200b}\u{200d}༄༺༻()]{1,4}",
        2 => "[一-龥乾縣於戲覆答藉口、，。《》（）〔〕Ａ１㈠½ﬁ…¨]{0,8}",
        1 => "[a-zA-ZΣİé0-9 .\u{300}-\u{345}\u{338}<=>]{0,8}",
        1 => "[\u{1100}-\u{1112}\u{1161}-\u{1175}\u{11a8}-\u{11c2}ｱｶﾞﾟ\u{3099}は\u{fe0f}\u{200e}]{0,6}",
    ];
    prop::collection::vec(piece, 0..6).prop_map(|pieces| pieces.concat())
}

/// Checks that every position of the folded text leads to a range of `text`, in order and without gaps in
/// the wrong place.
fn check_map(text: &str, folded: &Folded) -> Result<(), TestCaseError> {
    let (original, count) = (text.chars().count(), folded.text.chars().count());
    let mut last = 0..0;
    for position in 0..count {
        let here = folded.original(position..position + 1);
        prop_assert!(
            last.start <= here.start && last.end <= here.end,
            "{last:?} {here:?}"
        );
        prop_assert!(
            here.start <= here.end && here.end <= original,
            "{here:?} of {original}"
        );
        last = here;
    }
    prop_assert_eq!(folded.original(0..count).end, last.end);
    prop_assert_eq!(folded.original(0..usize::MAX), folded.original(0..count));
    Ok(())
}

/// Tells whether a range of positions begins or ends inside a Tibetan stack of `text`.
fn cuts_a_stack(text: &str, position: usize) -> bool {
    let sign = |c: char| matches!(c, '\u{f71}'..='\u{f84}' | '\u{f8d}'..='\u{fbc}' | '\u{f39}' | '\u{f35}' | '\u{f37}');
    let letter = |c: char| matches!(c, '\u{f40}'..='\u{f6c}');
    let before = text.chars().take(position).last();
    let at = text.chars().nth(position);
    before.is_some_and(|c| sign(c) || letter(c)) && at.is_some_and(sign)
}

proptest! {
    #![proptest_config(crate::config())]

    #[test]
    fn each_tibetan_level_is_idempotent_and_rests_on_the_one_before(text in any_text()) {
        let normal = bo::normalize(&text).into_owned();
        prop_assert_eq!(bo::normalize(&normal), normal.as_str());
        let key = bo::key(&text);
        prop_assert_eq!(bo::key(&key), key.as_str());
        prop_assert_eq!(bo::normalize(&key), key.as_str());
        prop_assert_eq!(bo::key(&normal), key.as_str());
        let fold = bo::fold(&text);
        prop_assert_eq!(bo::fold(&fold), fold.as_str());
        prop_assert_eq!(bo::fold(&normal), fold.as_str());
        prop_assert_eq!(bo::fold(&key), fold.as_str());
    }

    #[test]
    fn each_chinese_level_is_idempotent_and_rests_on_the_one_before(text in any_text()) {
        let normal = zh::normalize(&text);
        prop_assert_eq!(zh::normalize(&normal), normal.as_str());
        let key = zh::key(&text);
        prop_assert_eq!(zh::key(&key), key.as_str());
        prop_assert_eq!(zh::normalize(&key), key.as_str());
        prop_assert_eq!(zh::key(&normal), key.as_str());
        let fold = zh::fold(&text);
        prop_assert_eq!(zh::fold(&fold), fold.as_str());
        prop_assert_eq!(zh::fold(&normal), fold.as_str());
    }

    #[test]
    fn the_map_belongs_to_the_fold(text in any_text()) {
        let tibetan = bo::fold_with_map(&text);
        prop_assert_eq!(&tibetan.text, &bo::fold(&text));
        check_map(&text, &tibetan)?;
        let chinese = zh::fold_with_map(&text);
        prop_assert_eq!(&chinese.text, &zh::fold(&text));
        check_map(&text, &chinese)?;
    }

    #[test]
    fn the_way_back_never_cuts_a_stack(text in "([ཀ-ཬ][\u{f71}-\u{f7e}\u{f90}-\u{f97}\u{f39}]{0,3}[་། ]?){0,8}", from in 0usize..20, len in 1usize..20) {
        let range = bo::fold_with_map(&text).original(from..from + len);
        prop_assert!(!cuts_a_stack(&text, range.start) && !cuts_a_stack(&text, range.end), "{range:?} of {text}");
    }

    #[test]
    fn folded_tibetan_is_syllables_joined_by_one_tsheg(text in any_text()) {
        let fold = bo::fold(&text);
        let syllables: Vec<_> = bo::syllables(&fold).map(|syllable| syllable.text).collect();
        prop_assert_eq!(syllables.join("་"), fold);
    }

    #[test]
    fn folded_chinese_has_no_white_space_but_between_other_words(text in any_text()) {
        let fold = zh::fold(&text);
        prop_assert!(!fold.starts_with(' ') && !fold.ends_with(' ') && !fold.contains("  "));
        let characters: Vec<_> = fold.chars().collect();
        let beside_han = |pair: &[char]| pair.contains(&' ') && pair.iter().any(|&c| Script::of(c) == Script::Han);
        prop_assert!(!characters.windows(2).any(beside_han), "{fold}");
        prop_assert!(characters.iter().all(|&c| c == ' ' || !c.is_whitespace()));
    }

    #[test]
    fn one_more_reading_of_any_text_is_safe(text in any_text()) {
        prop_assert!(bo::syllables(&text).count() <= text.chars().count());
        prop_assert!(zh::bigrams(&text).count() <= text.chars().count());
        prop_assert!(script::runs(&text).count() <= text.chars().count());
    }
}

#[test]
fn every_character_alone_comes_to_rest_at_every_level() {
    for c in '\0'..=char::MAX {
        let text = c.to_string();
        for (name, level) in [
            ("bo::key", bo::key as fn(&str) -> String),
            ("bo::fold", bo::fold),
            ("zh::normalize", zh::normalize),
            ("zh::key", zh::key),
            ("zh::fold", zh::fold),
        ] {
            let once = level(&text);
            assert_eq!(level(&once), once, "{name} of {c:?}");
        }
    }
}
