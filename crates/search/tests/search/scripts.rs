//! How a text is read: which scripts it holds and what is searched in each.

use search::Notice;

use crate::harness::search;

#[track_caller]
fn check(text: &str, expect: &[&str]) {
    let readings: Vec<String> = search(text)
        .readings
        .iter()
        .map(|r| {
            format!(
                "{} {}{}",
                r.kind.as_str(),
                r.text,
                if r.invalid { " (invalid)" } else { "" }
            )
        })
        .collect();
    assert_eq!(readings, expect, "for `{text}`");
}

#[test]
fn each_script_has_its_reading() {
    check("法院", &["han 法院"]);
    check("ཁྲིམས་ཁང་།", &["tibetan ཁྲིམས་ཁང"]);
    check(
        "WTO",
        &["pinyin wto (invalid)", "initials wto", "ewts ཝ་ཏོ", "latin wto"],
    );
    check(
        "WTO规则",
        &["pinyin wtoguize (invalid)", "initials wtogz", "han wto规则"],
    );
    check(
        "fayuan",
        &["pinyin fa yuan", "ewts ཕཡུཨན", "phonetic ba yu en", "latin fayuan"],
    );
    check("закон", &["latin закон"]);
}

#[test]
fn two_scripts_are_two_readings_in_the_order_of_the_text() {
    check("法院 ཁྲིམས་ཁང", &["han 法院", "tibetan ཁྲིམས་ཁང"]);
    check("ཁྲིམས་ཁང法院", &["tibetan ཁྲིམས་ཁང", "han 法院"]);
    check("法院 ཁྲིམས 纠纷", &["han 法院纠纷", "tibetan ཁྲིམས"]);
}

#[test]
fn digits_belong_to_what_they_stand_beside() {
    check("第264条", &["han 第264条"]);
    check("ལོ2026", &["tibetan ལོ་2026"]);
    check("2026ལོ", &["tibetan 2026་ལོ"]);
    check("༢༦༤", &["tibetan 264"]);
    check("264", &["latin 264"]);
    check("２６４", &["latin 264"]);
}

#[test]
fn what_folds_to_nothing_is_shown_as_typed() {
    check("།།", &["tibetan །། (invalid)"]);
    check("？！", &["latin ？！ (invalid)"]);
    check("法院 །", &["han 法院", "tibetan ། (invalid)"]);
}

#[test]
fn control_characters_are_dropped() {
    check("法\0院\u{7}", &["han 法院"]);
    check("ཁྲིམས\u{0}་ཁང", &["tibetan ཁྲིམས་ཁང"]);
}

#[test]
fn a_long_text_is_cut_with_a_notice() {
    assert!(search(&"法".repeat(256)).notices.is_empty());
    let answer = search(&"法".repeat(257));
    assert_eq!(answer.notices, [Notice::Truncated]);
    assert_eq!(answer.readings[0].text.chars().count(), 256);
    let answer = search(&"ཁྲིམས་".repeat(1000));
    assert_eq!(answer.notices, [Notice::Truncated]);
}

#[test]
fn many_words_are_cut_with_a_notice() {
    let words: Vec<String> = ('一'..).take(40).map(|c| c.to_string()).collect();
    assert_eq!(
        search(&words.join(" ")).notices.first(),
        Some(&Notice::TooManyWords)
    );
    let syllables: Vec<String> = ('ཀ'..='ཟ')
        .filter(|c| c.is_alphabetic())
        .map(|c| c.to_string())
        .collect();
    let longer: Vec<String> = syllables
        .iter()
        .chain(&syllables)
        .enumerate()
        .map(|(i, s)| format!("{s}{}", if i % 2 == 0 { "ི" } else { "ོ" }))
        .collect();
    assert!(longer.len() > 32);
    assert_eq!(
        search(&longer.join("་")).notices.first(),
        Some(&Notice::TooManyWords)
    );
}
