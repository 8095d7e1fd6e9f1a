//! The order of texts, as lists from first to last, and the bytes that a store keeps.

use super::*;

/// Returns the part of a key that decides before the last level.
fn first_level(text: &str) -> Vec<u8> {
    let key = collation_key(text).into_bytes();
    key.split(|&byte| byte == END_OF_LEVEL)
        .next()
        .unwrap_or_default()
        .to_vec()
}

/// Checks that each of `texts` (divided by `<` or, where only the last level decides, `=`) sorts before the next.
#[track_caller]
fn check(texts: &str) {
    let mut before: Option<&str> = None;
    for equal in texts.split(" < ") {
        for (nth, text) in equal.split(" = ").enumerate() {
            if let Some(before) = before {
                assert!(collation_key(before) < collation_key(text), "{before} {text}");
                assert_eq!(
                    first_level(before) == first_level(text),
                    nth > 0,
                    "{before} {text}"
                );
            }
            before = Some(text);
        }
    }
}

#[test]
fn a_syllable_is_compared_by_root_group_subscript_vowel_and_the_rest() {
    check(
        "ཀ < ཀག < ཀགས < ཀང < ཀའི < ཀར < ཀི < ཀུ < ཀེ < ཀོ < ཀྭ < ཀྱ < ཀྱི < ཀྲ < ཀླ < དཀར < བཀའ < བཀྲ < རྐ < ལྐ < སྐད < བརྐོ < བསྐ < ཁ",
    );
    check("ག < དགའ < བགོ < མགོ < འགན < རྒྱ < ལྒ < སྒྲ < བརྒྱ < བསྒྲ < ང");
    check("ཕྱ < ཕྱི < ཕྱྭ < ཕྲ");
    check("ཧ < ཧྲ < ལྷ < ཨ");
}

#[test]
fn an_ended_syllable_comes_before_a_longer_one_and_marks_do_not_matter() {
    check("ཀ < ཀ་ཁ < ཀ་ཁག < ཀ་ག < ཀག");
    check("ཀ = ཀ་ = ཀ། < ཀ ཁ = ཀ་་ཁ = ཀ་ཁ = ཀ།ཁ < ཀཁ");
    check("༄༅། །ཀ < ཀཁ");
    check("ཁྲིམས་ཁང < ཁྲིམས་དཔོན < ཁྲིམས་ལུགས < ཁྲིམསཔ");
}

#[test]
fn scripts_stand_apart_in_a_fixed_order() {
    check("། < 0 = ༠ < 1 = ༡ < ༡་༠༠ < 10 < 2 = ༢ = ２ < 9 < ཀ < ཨ < a < z < ə < закон < あ < 一 < 法 < 𠀀");
    check("ལོ་2026 = ལོ་༢༠༢༦ = ལོ༢༠༢༦ < ལོ་ཀ < ལོ་法 < ལོག");
    check("法 < 法 院 < 法院");
}

#[test]
fn latin_letters_are_compared_without_case_and_diacritics_first() {
    check("A = a = á < B = b < QU = qu = qǔ < ran < straße < WTO = wto < WTO规则 = wto规则");
    check("co op = co-op < coop");
    check("z < Ø = ø < þ");
}

#[test]
fn vowels_and_subjoined_letters_of_loan_words_have_their_place() {
    check(
        "ཀ < ཀཱ < ཀི < ཀཱི < ཀྀ < ཀཱྀ < ཀུ < ཀཱུ < ཀེ < ཀཻ = ཀེེ < ཀོ < ཀོོ = ཀཽ < ཀྐ < ཀྟ < ཀྚ < ཀྠ < ཀྭ = ཀྺ < ཀྮ < ཀྱ = ཀྻ < ཀྲ < ཀླ < ཀྴ < ཀྵ < ཀྶ < ཀྷ < ཁ",
    );
    check("ཏ < ཏི < ཏྲ < ཊ < ཊི < གཏ < རྟ < ཐ < ཋ");
    check("ཀཏ < ཀཏྲ < ཀཊ < ཀཐ");
    check("ཀང = ཀྂ = ཀྃ < ཀངས < ཀམ = ཀཾ < ཀམས");
    check("རྐ < ཁ < ར < རི < ཪྐ < ཬ < བརླ");
}

#[test]
fn stacks_after_the_root_are_compared_as_letters() {
    check("ཀར < ཀར་ལུགས < ཀརད < ཀརྐ < ཀརྟ < ཀརྞ < ཀརྨ < ཀརྴ < ཀརྵ < ཀལ < ཀལྐ < ཀལྤ < ཀས < ཀསྨིར < ཀི");
    check("བིལ < བིལྦ < བུ");
    // CLDR means this place, but its rules leave ྲཱ and ྲྀ where the Unicode default has them.
    check("ཤུལ < ཤྲི < ཤྲཱི < ཤྲྀ");
}

#[test]
fn signs_without_weight_decide_last() {
    check("ཀ = ཀ༹ = ཀཿ = ཀ྄ = ཀ྅ = ྈྐ < ཀཀ");
    check("ཀ = ཀ\u{f35} = ཀ\u{f37} < ཀ\u{f37}ག = ཀག");
}

#[test]
fn text_without_letters_sorts_first_and_signs_without_a_letter_last() {
    check("! = ་ = །");
    assert_eq!(first_level(""), first_level("་ །!"));
    check("ཧ < ཨ < ཨཨ < \u{f71} < \u{f72} < \u{f90} < a");
}

#[test]
fn the_bytes_of_version_1_do_not_change() {
    let mut shown = format!("version {COLLATION_VERSION}\n");
    for text in [
        "ཀཁགངཅཆཇཉཏཐདནཔཕབམཙཚཛཝཞཟའཡརལཤསཧཨ",
        "ཫ་ཊ་ཋ་ཌ་ཎ་ཬ་ཥ་ཪཾྂྃ",
        "ཀཱཀིཀཱིཀྀཀཱྀཀུཀཱུཀེཀཻཀོཀཽ",
        "ཨྐྑྒྔྕྖྗྙྟྚྠྛྡྜྣྞྤྥྦྨྩྪྫྭྺྮྯྰྱྻྲྼླྴྵྶྷྸ",
        "གཏའ་དཀའ་བཀའ་མཁའ་འཁའ་རྐ་ལྐ་སྐ་བརྐ་བལྟ་བསྐ",
        "༠༡༢༣༤༥༦༧༨༩ 0９",
        "az AZ é ø ж 法",
    ] {
        let hex: String = first_level(text)
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
        shown.push_str(&format!("{hex} {text}\n"));
    }
    insta::assert_snapshot!(shown, @r"
    version 1
    101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d ཀཁགངཅཆཇཉཏཐདནཔཕབམཙཚཛཝཞཟའཡརལཤསཧཨ
    1090011890011990011a90011b90012890012a90012813131f ཫ་ཊ་ཋ་ཌ་ཎ་ཬ་ཥ་ཪཾྂྃ
    1040104110421043104410451046104710481049104a ཀཱཀིཀཱིཀྀཀཱྀཀུཀཱུཀེཀཻཀོཀཽ
    2d505152535455565758595a5b5c5d5e5f60616263646566676768696a6b6b6c6c6d6e6f707172 ཨྐྑྒྔྕྖྗྙྟྚྠྛྡྜྣྞྤྥྦྨྩྪྫྭྺྮྯྰྱྻྲྼླྴྵྶྷྸ
    1891260110922601109326011194260111952601109601109701109801109901189a01109b གཏའ་དཀའ་བཀའ་མཁའ་འཁའ་རྐ་ལྐ་སྐ་བརྐ་བལྟ་བསྐ
    02030405060708090a0b01020b ༠༡༢༣༤༥༦༧༨༩ 0９
    b0c901b0c901b401cac3b801d0d0b601e0e6b395 az AZ é ø ж 法
    ");
    assert_eq!(
        collation_key("ཀ་").as_bytes(),
        b"\x10\x00\xe0\xbd\x80\xe0\xbc\x8b"
    );
}

#[test]
fn a_key_of_any_size_takes_linear_time() {
    for piece in [
        "ཀ",
        "བསྒྲིགས་",
        "ཀ\u{fb1}",
        "\u{f71}\u{f72}",
        "ག\u{f88}",
        "法a1",
        "\0",
        "ས\u{f90}",
    ] {
        let text = piece.repeat(200_000);
        let key = collation_key(&text);
        assert!(key.as_bytes().len() <= 4 * text.len() + 1, "{piece:?}");
    }
    let one = format!("བ{}", "\u{fb2}".repeat(100_000));
    assert_eq!(first_level(&one).len(), 100_001);
}
