//! Parts of names, and look-ups of whole terms.

use std::sync::Arc;

use glossary::Lang;
use search::{SearchIndex, Setup, Words};

use crate::harness::{concept, court, index_of, open, setup};

#[track_caller]
fn check(index: &SearchIndex, name: &str, expect: &[&str]) {
    let parts: Vec<String> = index.parts(name).into_iter().map(|p| p.zh).collect();
    assert_eq!(parts, expect, "for `{name}`");
}

#[test]
fn the_longest_parts_with_tibetan_are_found_in_the_order_of_the_name() {
    let index = index_of(&court());
    check(&index, "离婚纠纷", &["离婚"]);
    check(&index, "盗窃罪", &["盗窃"]);
    check(&index, "最高人民法院法官", &["最高人民法院", "法官"]);
    check(&index, "法官盗窃离婚", &["法官", "盗窃", "离婚"]);
    check(&index, "離婚糾紛", &["离婚"]);
}

/// Every pair here was once shown beside the name, although the name does not say it.
#[test]
fn a_part_is_not_cut_out_of_the_middle_of_words() {
    let wrong = "成年人 治罪 判罪 充军 国法 军法 人权 征税 工人 国境 武装部 间谍罪";
    let right = "组织 管理 行政 法院 权益 税款 判决 仲裁 违反 活动";
    let concepts: Vec<_> = wrong
        .split(' ')
        .chain(right.split(' '))
        .map(|zh| concept(zh, "ཀ"))
        .collect();
    let index = index_of(&concepts);
    for (name, expect) in [
        (
            "组织未成年人进行违反治安管理活动罪",
            &["组织", "违反", "管理", "活动"][..],
        ),
        ("妨害传染病防治罪", &[]),
        ("民事、行政枉法裁判罪", &["行政"]),
        ("冒充军人招摇撞骗罪", &[]),
        ("申请承认和执行外国法院判决、仲裁裁决", &["法院", "判决", "仲裁"]),
        ("中华人民共和国香港特别行政区驻军法", &[]),
        ("企业出资人权益确认纠纷", &["权益"]),
        ("徇私舞弊不征、少征税款罪", &["税款"]),
        ("义务帮工人受害责任纠纷", &[]),
        ("组织参与国（境）外赌博罪", &["组织"]),
        ("非法生产、买卖武装部队制式服装罪", &[]),
    ] {
        check(&index, name, expect);
    }
}

#[test]
fn a_headword_is_a_word_where_the_dictionary_does_not_know_it() {
    let pairs = [("磋商", "ཀ"), ("书记", "ཁ")];
    let pairs = || pairs.iter().map(|(zh, bo)| concept(zh, bo)).collect::<Vec<_>>();
    check(&index_of(&pairs()), "新书记磋商规则", &["书记", "磋商"]);
    let with_headword: Vec<_> = pairs().into_iter().chain([concept("新书记", "")]).collect();
    check(&index_of(&with_headword), "新书记磋商规则", &["磋商"]);
    check(&index_of(&with_headword), "新书记", &["书记"]);
}

#[test]
fn there_are_no_parts_before_the_dictionary_and_the_right_ones_after_it() {
    let words = Words::on_demand();
    let temp = tempfile::tempdir().unwrap();
    drop(open(temp.path(), &court(), 1));
    let setup = Setup {
        words: Arc::clone(&words),
        ..setup()
    };
    let (index, _) = SearchIndex::open(temp.path(), setup).unwrap();
    check(&index, "离婚纠纷", &[]);
    assert!(!words.is_loaded(), "asking for parts does not wait");
    words.wait();
    check(&index, "离婚纠纷", &["离婚"]);
}

#[test]
fn a_name_is_no_part_of_itself_and_single_characters_say_nothing() {
    let index = index_of(&court());
    check(&index, "法院", &[]);
    check(&index, "人民法院", &["法院"]);
    check(&index, "人人", &[]);
}

#[test]
fn the_longer_part_wins_and_then_the_one_further_left() {
    let terms = ["合同纠纷", "纠纷仲裁程序", "程序规则", "规则解释"];
    let index = index_of(&terms.map(|zh| concept(zh, "ཀ")));
    check(&index, "合同纠纷仲裁程序规则解释", &["纠纷仲裁程序", "规则解释"]);
    check(&index, "合同纠纷仲裁", &["合同纠纷"]);
    check(&index, "程序规则解释", &["程序规则"]);
}

#[test]
fn a_part_comes_with_its_payload() {
    let index = index_of(&court());
    let parts = index.parts("离婚纠纷");
    assert_eq!(
        (parts[0].id.number(), &parts[0].payload[..]),
        (8, &b"c-000008@1"[..])
    );
}

#[test]
fn what_is_no_name_has_no_parts() {
    let index = index_of(&court());
    for name in ["", "法", "。", "ཁྲིམས་ཁང", "\0"] {
        check(&index, name, &[]);
    }
    let long = "离婚".repeat(5000);
    assert_eq!(
        index.parts(&long).len(),
        30,
        "the first sixty characters are looked at"
    );
}

#[test]
fn a_whole_term_is_looked_up_after_folding() {
    let index = index_of(&court());
    let ids = |lang, text| {
        index
            .exact(lang, text)
            .iter()
            .map(|n| n.id.number())
            .collect::<Vec<_>>()
    };
    assert_eq!(ids(Lang::Zh, "離婚"), [8]);
    assert_eq!(ids(Lang::Bo, "ཁྲིམས་ཁང་།"), [1]);
    assert_eq!(ids(Lang::Bo, "རྐུ་བའི"), [6]);
    assert_eq!(ids(Lang::Zh, "ཁྲིམས་ཁང"), [0; 0]);
    assert_eq!(ids(Lang::Zh, ""), [0; 0]);
}
