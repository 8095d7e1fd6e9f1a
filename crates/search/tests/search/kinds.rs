//! Every kind of match below the literal ones: what it finds, what it is called, and what it never stands above.

use search::{MatchKind, Notice, Request, SearchIndex};

use crate::harness::{concept, index_of, lines};

fn index() -> SearchIndex {
    let index = index_of(&[
        concept("取保候审", "ཁག་ཐེག་བྱས་ནས་འཁྲིམས་སྡོད"),
        concept("定金", "ངེས་དངུལ"),
        concept("盗窃罪", "རྐུ་བྱས་པའི་ཉེས་པ"),
        concept(
            "中华人民共和国民事诉讼法",
            "ཀྲུང་ཧྭ་མི་དམངས་སྤྱི་མཐུན་རྒྱལ་ཁབ་ཀྱི་དམངས་དོན་གཏུག་གཤེར་ཁྲིམས",
        ),
        concept("人民法院", "མི་དམངས་ཁྲིམས་ཁང"),
        concept("会计帐簿", ""),
        concept("仲裁", "བར་སྡུམ"),
        concept("国务院办公厅", ""),
        concept("西藏", "བོད་ལྗོངས"),
        concept("法官", "ཁྲིམས་དཔོན"),
    ]);
    index.wait_for_words();
    index
}

#[track_caller]
fn first(text: &str, expect: &str) {
    let answer = index().search(&Request::new(text)).unwrap();
    let shown = lines(&answer);
    assert_eq!(
        shown.first().map_or("nothing", String::as_str),
        expect,
        "for `{text}`"
    );
}

#[test]
fn pinyin_is_found_with_and_without_tones_and_spaces() {
    for typed in [
        "qubaohoushen",
        "qu bao hou shen",
        "qǔ bǎo hòu shěn",
        "qu3bao3hou4shen3",
        "QuBaoHouShen",
    ] {
        first(typed, "pinyin [取保候审]");
    }
    first("qubaohou", "pinyin [取保候]审");
    first("xizang", "pinyin [西藏]");
    first("zongcai", "fuzzy_pinyin [仲裁]");
    first("renminfayuan", "pinyin [人民法院]");
}

#[test]
fn initials_are_found_short_and_long() {
    first("qbhs", "initials [取保候审]");
    first("zhc", "initials [仲裁]");
    first("qbh", "initials [取保候]审");
}

#[test]
fn characters_and_letters_may_be_mixed() {
    first("取保houshen", "pinyin [取保候审]");
    first("取保hs", "initials [取保候审]");
    first("rmin法院", "nothing");
}

#[test]
fn wylie_is_found_in_the_habits_of_people() {
    for typed in [
        "mi dmangs khrims khang",
        "Mi-dmangs khrims-khang",
        "midmangskhrimskhang",
        "MI DMANGS KHRIMS KHANG/",
    ] {
        first(typed, "ewts [མི་དམངས་ཁྲིམས་ཁང]");
    }
    first("mi dmangs kh", "ewts [མི་དམངས་ཁྲིམས་ཁང]");
    first("khrims dpon", "ewts [ཁྲིམས་དཔོན]");
}

#[test]
fn tibetan_is_found_by_its_sound() {
    first("mimang thrimkhang", "phonetic [མི་དམངས་ཁྲིམས་ཁང]");
    first("མི་མངས་ཕྲིམས་ཁང", "homophone [མི་དམངས་ཁྲིམས་ཁང]");
}

#[test]
fn misspelt_terms_are_found_and_it_is_said() {
    for (typed, expect) in [
        ("取保后审", "homophone [取保候审]"),
        ("取保侯审", "homophone [取保候审]"),
        ("订金", "homophone [定金]"),
        ("取候保审", "fuzzy [取保候审]"),
        ("人民法完", "fuzzy [人民法院]"),
        ("མི་དམངས་ཁྲིམ་ཁང", "homophone [མི་དམངས་ཁྲིམས་ཁང]"),
        ("མི་དམངས་ཁྲིམསཁང", "fuzzy [མི་དམངས་ཁྲིམས་ཁང]"),
    ] {
        first(typed, expect);
        assert_eq!(
            index().search(&Request::new(typed)).unwrap().notices,
            [Notice::OnlySimilar],
            "{typed}"
        );
    }
}

#[test]
fn the_beginning_of_a_term_may_be_written_with_another_character() {
    let index = index_of(&[concept("定金合同纠纷", "")]);
    let answer = index.search(&Request::new("订金")).unwrap();
    assert_eq!(lines(&answer), ["homophone [定金]合同纠纷"]);
    assert_eq!(answer.notices, [Notice::OnlySimilar]);
}

#[test]
fn what_matched_is_shown_without_the_particle() {
    let index = index_of(&[concept("法院公告", "ཁྲིམས་ཁང་བརྡ་ཐོ")]);
    let answer = index.search(&Request::new("ཁྲིམས་ཁང་གིས")).unwrap();
    assert_eq!(lines(&answer), ["prefix [ཁྲིམས་ཁང]་བརྡ་ཐོ"]);
}

#[test]
fn a_letter_typed_does_not_cut_the_stack_it_begins() {
    let index = index_of(&[concept("条", "དོན་ཚན")]);
    let answer = index.search(&Request::new("ད")).unwrap();
    assert_eq!(lines(&answer), ["prefix [དོ]ན་ཚན"]);
}

#[test]
fn other_spellings_and_everyday_words_lead_to_the_term() {
    first("会计账簿", "variant [会计帐簿]");
    first("民诉法", "variant [中华人民共和国民事诉讼法]");
    first("偷东西", "variant [盗窃罪]");
    // A mark of a copied page that stands for the character.
    first("人⺠法院", "variant [人民法院]");
    first("国办", "words [国]务院[办]公厅");
}

#[test]
fn particles_behind_a_term_are_taken_off() {
    for typed in [
        "མི་དམངས་ཁྲིམས་ཁང་གིས",
        "མི་དམངས་ཁྲིམས་ཁང་གི་",
        "མི་དམངས་ཁྲིམས་ཁང་ལ",
        "མི་དམངས་ཁྲིམས་ཁང་ནས་",
    ] {
        first(typed, "folded [མི་དམངས་ཁྲིམས་ཁང]");
    }
}

#[test]
fn a_term_in_a_sentence_is_found() {
    first("对犯罪嫌疑人取保候审", "words [取保候审]");
    first("法官的藏文怎么写", "exact [法官]");
    first("请问“仲裁”的藏文", "exact [仲裁]");
    first("མི་དམངས་ཁྲིམས་ཁང་ནས་ཁྲིམས་དཔོན", "words [མི་དམངས་ཁྲིམས་ཁང]");
}

#[test]
fn operators_limit_what_is_found() {
    let found = |text| lines(&index().search(&Request::new(text)).unwrap());
    assert_eq!(found("法*"), ["prefix [法]官"]);
    assert_eq!(found("*法院"), ["ending 人民[法院]"]);
    assert_eq!(found("法 -院 -官"), ["ending 中华人民共和国民事诉讼[法]"]);
    assert_eq!(found("\"保候\""), ["phrase 取[保候]审"]);
    assert_eq!(found("\"取保后审\""), [""; 0], "what is quoted is not mended");
    assert_eq!(found("*ཁང"), ["ending མི་དམངས་ཁྲིམས་[ཁང]"]);
    assert_eq!(found("法官 domain:nowhere"), [""; 0]);
}

/// Such a term once was no hit at all: endings left out what begins so, and nobody had asked for beginnings.
#[test]
fn a_term_that_begins_and_ends_alike_is_found_by_its_ending() {
    let index = index_of(&[concept("法院与法院", "ཁང་དང་ཁང"), concept("法官", "")]);
    for text in ["*法院", "*ཁང"] {
        let answer = index.search(&Request::new(text)).unwrap();
        assert_eq!((answer.total, answer.hits.len()), (1, 1), "for `{text}`");
        assert_eq!(answer.hits[0].matched.kind, MatchKind::Ending, "for `{text}`");
    }
}

#[test]
fn what_is_like_never_stands_above_what_is_written_so() {
    let index = index_of(&[
        concept("权力", ""),
        concept("权利", "ཐོབ་ཐང"),
        concept("权利义务", "ཐོབ་ཐང་འགན"),
    ]);
    for (text, expect) in [("权力", "权力"), ("权利", "权利")] {
        let answer = index.search(&Request::new(text)).unwrap();
        assert_eq!(answer.hits[0].matched.kind, MatchKind::Exact);
        assert_eq!(answer.hits[0].matched.term, expect);
        assert!(
            answer
                .hits
                .iter()
                .all(|hit| hit.matched.kind < MatchKind::Homophone)
        );
    }
}

#[test]
fn letters_with_several_meanings_show_all_of_them() {
    let index = index_of(&[concept("马", "རྟ"), concept("十", "མ")]);
    let answer = index.search(&Request::new("ma")).unwrap();
    assert_eq!(lines(&answer)[..2], ["pinyin [马]", "ewts [མ]"]);
    assert_eq!(answer.notices, [Notice::Ambiguous]);
}
