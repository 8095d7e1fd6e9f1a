//! Tibetan by its sound: published readings, keys, and what people type.

use proptest::prelude::*;
use text::bo::phonetic::{self, key};

/// Returns the rows of the published readings: mode, Tibetan, reading, rule.
fn readings() -> Vec<Vec<&'static str>> {
    include_str!("../../testdata/bo_thl.tsv")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .map(|line| line.split('\t').collect())
        .collect()
}

#[test]
fn published_readings_come_out() {
    let all = readings();
    assert!(all.len() >= 150, "{}", all.len());
    let mut wrong = Vec::new();
    for row in all {
        let found = match row[0] {
            "word" => phonetic::thl_word(row[1]),
            _ => phonetic::thl(row[1]),
        };
        if found != row[2] {
            wrong.push(format!(
                "{} is {} by rule {}, not {found}",
                row[1], row[2], row[3]
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Rule 13 and the published exceptions need the next syllable or a word list.
#[test]
fn what_is_not_done_stays_as_it_is() {
    let check = |word: &str, expect: &str| assert_eq!(phonetic::thl_word(word), expect);
    check("བཀའ་འགྱུར", "kagyur");
    check("མཁའ་འགྲོ", "khadro");
    check("རྡོ་རྗེ", "dojé");
    check("རྒྱལ་རྩེ", "gyeltsé");
}

#[test]
fn what_stands_between_syllables_passes_or_goes() {
    let check = |text: &str, expect: &str| assert_eq!(phonetic::thl(text), expect, "{text}");
    check("", "");
    check("༄༅། །ཁྲིམས་ཁང་།", "trim khang");
    check("ཟླ་བ། ཉི་མ།། ལོ", "dawa, nyima, lo");
    check("ཁྲིམས་(法律)ཁང", "trim (法律)khang");
    check("ལོ༢༠༢༦ WTO", "lo 2026 WTO");
    check("法院ཁང Case", "法院 khang Case");
    check("ཁང\nཁྲིམས", "khang\ntrim");
    check("ཟླ་\nབ", "da\nba");
    check("the\u{f72}", "the\u{f72}");
    check("\u{f72}", "");
    check("བོད་ཀྱི་མོས་པ", "bö kyi möpa");
    check("ཁྲིམསཁང", "trimasakhang");
    check("ཧྥ", "hpa");
    check("ཕ༹", "fa");
    check("ཧཱུྃ", "hum");
    check("ཀརྨའི", "karmé");
}

#[test]
fn words_that_sound_alike_have_one_key() {
    for (one, other) in [
        ("སྒམ་པོ་པ", "རྒམ་པོ་པ"),
        ("ཁྲིམས", "ཕྲིམས"),
        ("གྲངས", "དྲངས"),
        ("ལུག", "ལུགས"),
        ("བཀྲ་ཤིས", "ཏ་ཞིས"),
        ("པདྨ", "པད་མ"),
        ("དབུས", "ཨུས"),
        ("བརྗོད", "བྱོས"),
    ] {
        assert_eq!(key(one), key(other));
    }
    for (one, other) in [("ཁང", "ཁན"), ("ལམ", "ལབ"), ("ཀྱི", "ཀི"), ("ཤར", "སར")]
    {
        assert_ne!(key(one), key(other));
    }
}

#[test]
fn keys_are_syllables_joined_by_one_space() {
    let check = |text: &str, expect: &str| assert_eq!(key(text), expect, "{text}");
    check("ལེའུའི", "le u");
    check("༄༅། །ཁྲིམས་ཁང་།", "dim gaN");
    check("ལོ༢༠༢༦ WTO法院", "lo 2026 wto 法院");
    check("བཛྲ", "ba Tra");
    check("\u{f72}།\0", "");
    check("", "");
}

#[test]
fn megabytes_are_read() {
    let check = |unit: &str, bytes: usize| {
        let text = unit.repeat(bytes / unit.len());
        assert!(phonetic::thl(&text).len() <= 2 * text.len());
        assert!(key(&text).len() <= 2 * text.len());
    };
    check("ཀ", 10 << 20);
    for unit in ["ཁྲིམས་", "པའི", "པདྨ", "\u{f72}", "འ", "འི", "。", "ཀ\u{f72}\u{fb1}"]
    {
        check(unit, 1 << 18);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn any_text_is_safe(text in "(\\PC|[\u{f00}-\u{fff}]|[a-zé ']|[ཀགཅདབམཨའ][\u{f71}-\u{fbc}]{0,3}){0,30}") {
        let thl = phonetic::thl(&text);
        prop_assert!(!thl.contains("  "));
        prop_assert_eq!(phonetic::thl(&text.replace('་', "༌")), thl);
        let key = key(&text);
        prop_assert!(!key.contains("  ") && !key.starts_with(' ') && !key.ends_with(' '));
    }
}
