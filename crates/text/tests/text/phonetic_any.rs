//! What holds for the sound of any text, however long or broken.

use proptest::prelude::*;
use text::bo::phonetic::{self, Dialect, Inventory, MAX_READINGS, key, query, split};
use text::bo::{Verdict, parse};

#[test]
fn megabytes_are_read() {
    let check = |unit: &str, bytes: usize| {
        let text = unit.repeat(bytes / unit.len());
        assert!(phonetic::thl(&text).len() <= 2 * text.len());
        assert!(key(&text).len() <= 2 * text.len());
        assert!(phonetic::dialect_keys(&text, Dialect::Amdo).len() < MAX_READINGS);
    };
    check("ཀ", 10 << 20);
    for unit in ["ཁྲིམས་", "པའི", "པདྨ", "\u{f72}", "འ", "འི", "。", "ཀ\u{f72}\u{fb1}"]
    {
        check(unit, 1 << 18);
    }
}

proptest! {
    #![proptest_config(crate::config())]

    #[test]
    fn any_text_is_safe(text in "(\\PC|[\u{f00}-\u{fff}]|[a-zé ']|[ཀགཅདབམཨའ][\u{f71}-\u{fbc}]{0,3}){0,30}") {
        let thl = phonetic::thl(&text);
        prop_assert!(!thl.contains("  "));
        prop_assert_eq!(phonetic::thl(&text.replace('་', "༌")), thl);
        let key = key(&text);
        prop_assert!(!key.contains("  ") && !key.starts_with(' ') && !key.ends_with(' '));
        prop_assert!(query(&text).len() <= MAX_READINGS);
        prop_assert!(phonetic::dialect_keys(&text, Dialect::Amdo).iter().all(|other| *other != key));
    }

    #[test]
    fn words_of_two_native_syllables_are_found_by_their_thl_reading(
        one in "[ཀཁགངཅཆཇཉཏཐདནཔཕབམཙཚཛཞཟཡརལཤསཧཨ]ྲ?[ིེོུ]?[གངདནབམརལས]?",
        other in "[ཀཁགངཅཆཇཉཏཐདནཔཕབམཙཚཛཞཟཡརལཤསཧཨ]ྱ?[ིེོུ]?[གངདནབམརལས]?",
    ) {
        let spaced = format!("{one}་{other}");
        let native = [&one, &other].into_iter().all(|syllable| matches!(parse(syllable), Verdict::Native(_)));
        prop_assume!(native);
        let found = query(&phonetic::thl(&spaced));
        prop_assert!(found.contains(&key(&spaced)), "{} {:?}", spaced, found);
        // Written together, a reading may be cut in more ways than are kept; an inventory helps.
        let inventory = Inventory::of([spaced.as_str()]);
        let found: Vec<_> = split(&phonetic::thl_word(&spaced), &inventory);
        prop_assert!(found.iter().any(|reading| reading.join(" ") == key(&spaced)), "{} {:?}", spaced, found);
    }
}
