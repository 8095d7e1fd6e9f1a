//! Replays what fuzzing kept, and asks in every way for texts that mean harm.

#[path = "../../fuzz/src/checks.rs"]
pub mod checks;

use std::path::Path;

/// Ways to ask: any language and all filters, the definitions, a page of nothing, one without end, one far away; and all
/// that is asked besides a search.
const WAYS: [[u8; 4]; 8] = [
    [0, 20, 0, 1],
    [1, 5, 0, 2],
    [2, 100, 0, 3],
    [0b1100, 255, 0, 7],
    [0b1_0100, 0, 0, 0xff],
    [0b0010_1000, 10, 1, 2],
    [0b1100_0000, 255, 255, 0xfb],
    [0b0000_0001, 1, 60, 0],
];

#[test]
fn what_fuzzing_kept_is_answered() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/fuzz/search.hex");
    let kept = std::fs::read_to_string(&path).unwrap();
    assert!(kept.lines().count() > 100, "{} is no corpus", path.display());
    for line in kept.lines() {
        let bytes: Vec<u8> = (0..line.len())
            .step_by(2)
            .map(|at| u8::from_str_radix(&line[at..at + 2], 16).unwrap())
            .collect();
        checks::search(&bytes);
    }
}

#[track_caller]
fn survive(texts: &[&str]) {
    for text in texts {
        for ways in WAYS {
            checks::ask(text, ways);
        }
    }
}

#[test]
fn stacks_and_signs_without_end_are_answered() {
    survive(&[
        &format!("ཀ{}", "ྐ".repeat(256)),
        &"ཀྵྨྲྱཱུྃ".repeat(40),
        &"\u{f72}".repeat(256),
        &"\u{301}".repeat(256),
        &format!("法{}院", "\u{301}".repeat(256)),
        &"ཀ".repeat(256),
        &"མི་".repeat(128),
        &"་ནས".repeat(128),
    ]);
}

#[test]
fn tricks_of_direction_and_what_is_not_seen_are_answered() {
    survive(&[
        "\u{202e}院法民人\u{202c}",
        "\u{2067}ཁྲིམས་ཁང\u{2069}法院",
        "法\u{200b}院\u{feff}",
        "\u{2}法\u{3}院\0",
        "ཁྲིམས\u{200d}་ཁང\u{f0c}",
    ]);
}

#[test]
fn ten_other_scripts_and_pictures_are_answered() {
    survive(&[
        "закон суд",
        "νόμος",
        "قانون محكمة",
        "חוק",
        "कानून",
        "กฎหมาย",
        "법률",
        "ほうりつ",
        "օրենք",
        "კანონი",
        "ᠬᠠᠤᠯᠢ",
        "👩‍⚖️⚖️🧑🏽‍⚖️",
        "⚖️法院",
        "🇨🇳ཁྲིམས",
        "\u{10ffff}\u{fdd0}",
        "ﷺﷺﷺ",
    ]);
}

#[test]
fn all_operators_and_nested_quotes_are_answered() {
    survive(&[
        &"*".repeat(32),
        &"法* ".repeat(32),
        "\"\"\"人民\"法院\"\"",
        "“人民“法院””纠纷“",
        "\"法院\" \"ཁྲིམས\" -纠纷 -ལས domain:law 人*",
        "-法院 -ཁྲིམས -*",
        "domain:law domain:criminal domain:",
        "罪 -盗窃 -\"抢劫\" *罪 罪*",
        &"\"法\"".repeat(85),
        &"-法 ".repeat(85),
        &"domain:law ".repeat(24),
        &"(".repeat(256),
    ]);
}

#[test]
fn one_letter_and_ten_thousand_bytes_are_answered() {
    survive(&["a", "r", "ཀ", "法", "1", "༡", "'", "ü", "？"]);
    survive(&[
        &"法院".repeat(1_700),
        &"ཁྲིམས་".repeat(600),
        &"renmin ".repeat(1_500),
        &"rmfy".repeat(2_500),
        &"mi dmangs khrims khang ".repeat(450),
        &"取bao候shen".repeat(800),
        &"a".repeat(10_000),
    ]);
}

#[test]
fn terms_are_answered_in_every_way() {
    survive(&[
        "",
        " ",
        "人民",
        "纠纷",
        "罪",
        "中华人民共和国",
        "中华人民共和过刑法",
        "民诉法",
        "偷东西",
        "请问盗窃罪的藏文怎么说",
        "ཁྲིམས",
        "ཁྲིམས་ཁང་གིས",
        "མི་དམང",
        "ཁྲིམ་ཁང",
        "renmin",
        "rm",
        "zhonghuarenmingongheguo",
        "mi dmangs",
        "khrims",
        "thrim",
        "人民 ཁྲིམས",
        "取保houshen",
        "第264条",
    ]);
}
