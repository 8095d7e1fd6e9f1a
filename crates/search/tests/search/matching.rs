//! Every kind of match, in both scripts.

use glossary::{Concept, Lang, Term};
use search::{LangChoice, MatchKind, Notice, Request, Scope};

use crate::harness::{check, concept, index_of, lines, meaning, search};

#[test]
fn the_whole_term_is_first_and_then_what_begins_ends_and_holds_it() {
    check(
        "法院",
        &["exact [法院]", "ending 人民[法院]", "ending 最高人民[法院]"],
    );
    check(
        "ཁྲིམས་ཁང",
        &[
            "exact [ཁྲིམས་ཁང]",
            "ending མི་དམངས་[ཁྲིམས་ཁང]",
            "ending ཆེས་མཐོའི་མི་དམངས་[ཁྲིམས་ཁང]",
        ],
    );
}

#[test]
fn a_beginning_stands_before_an_ending_and_an_ending_before_an_inside() {
    check(
        "法",
        &[
            "prefix [法]院",
            "prefix [法]官",
            "ending 宪[法]",
            "ending 习惯[法] (older)",
            "substring 人民[法]院",
            "substring 最高人民[法]院",
        ],
    );
    check(
        "ཁྲིམས",
        &[
            "prefix [ཁྲིམས]་ཁང",
            "prefix [ཁྲིམས]་དཔོན",
            "ending རྩ་[ཁྲིམས]",
            "ending ལུགས་སྲོལ་[ཁྲིམས] (older)",
            "substring མི་དམངས་[ཁྲིམས]་ཁང",
            "substring ཆེས་མཐོའི་མི་དམངས་[ཁྲིམས]་ཁང",
        ],
    );
}

#[test]
fn words_may_stand_in_any_order_with_others_between() {
    check(
        "纠纷离婚",
        &["words [离婚纠纷]", "words [离婚]后财产[纠纷]", "words [离婚]"],
    );
    check("财产 离婚", &["words [离婚]后[财产]纠纷"]);
    check(
        "ཁང་དམངས",
        &["words མི་[དམངས]་ཁྲིམས་[ཁང]", "words ཆེས་མཐོའི་མི་[དམངས]་ཁྲིམས་[ཁང]"],
    );
}

/// Checks what of `term` is marked for `text`.
#[track_caller]
fn check_marked(term: (&str, &str), text: &str, expect: &str) {
    let index = index_of(&[concept(term.0, term.1)]);
    assert_eq!(
        lines(&index.search(&Request::new(text)).unwrap()),
        [expect],
        "for `{text}`"
    );
}

#[test]
fn a_closing_bracket_is_marked_with_the_one_that_opens_it() {
    let district = ("区（县级）", "");
    for text in ["区(县级)", "区（县级）", "区县级"] {
        let kind = if text == "区县级" { "folded" } else { "exact" };
        check_marked(district, text, &format!("{kind} [区（县级）]"));
    }
    check_marked(district, "县级", "ending 区（[县级]）");
    check_marked(district, "区县", "prefix [区（县]级）");
    check_marked(("市辖区（县级）", ""), "区(县级)", "ending 市辖[区（县级）]");
    check_marked(
        ("《刑法》（修正案〔十一〕）", ""),
        "修正案十一",
        "ending 《刑法》（[修正案〔十一〕]）",
    );
    check_marked(("《刑法》修正案", ""), "刑法", "prefix 《[刑法]》修正案");
    check_marked(("《刑法》", ""), "《刑法》", "exact [《刑法》]");
    check_marked(("法院", "ཁྲིམས་ཁང༼རྫོང༽"), "ཁྲིམས་ཁང་རྫོང", "folded [ཁྲིམས་ཁང༼རྫོང༽]");
}

#[test]
fn noise_around_tibetan_does_not_hide_a_term() {
    let same = [
        "exact [ཁྲིམས་ཁང]",
        "ending མི་དམངས་[ཁྲིམས་ཁང]",
        "ending ཆེས་མཐོའི་མི་དམངས་[ཁྲིམས་ཁང]",
    ];
    for text in [
        "ཁྲིམས་ཁང་",
        "ཁྲིམས་ཁང་།",
        "ཁྲིམས༌ཁང༌",
        " ཁྲིམས་ཁང ",
        "ཁྲིམས ཁང",
        "ཁྲིམས་་ཁང",
        "༄༅། །ཁྲིམས་ཁང།",
    ] {
        check(text, &same);
    }
    // An attached particle is another spelling, found only by folding.
    let folded = search("རྐུ་བའི");
    assert_eq!(lines(&folded), ["folded [རྐུ་བ] (older)"]);
}

#[test]
fn noise_around_chinese_does_not_hide_a_term() {
    for text in ["《法院》", " 法院 ", "法 院", "法院。"] {
        assert_eq!(
            search(text)
                .hits
                .first()
                .map(|h| h.matched.term.clone())
                .as_deref(),
            Some("法院"),
            "{text}"
        );
    }
    for text in ["訴訟時效中斷", "诉讼 时效中断"] {
        let answer = search(text);
        assert!(
            matches!(answer.hits[0].matched.kind, MatchKind::Exact | MatchKind::Folded),
            "{text}"
        );
        assert_eq!(answer.hits[0].matched.ranges.first(), Some(&(0..6)));
    }
    assert_eq!(search("訴訟時效中斷").hits[0].matched.kind, MatchKind::Folded);
}

#[test]
fn a_word_of_its_own_is_not_the_beginning_of_another_syllable() {
    check(
        "མི",
        &[
            "exact [མི]",
            "prefix [མི]་དམངས་ཁྲིམས་ཁང",
            "substring ཆེས་མཐོའི་[མི]་དམངས་ཁྲིམས་ཁང",
        ],
    );
}

#[test]
fn an_incomplete_last_syllable_is_continued_only_when_nothing_has_it_whole() {
    check("ཁྲིམས་ཁ", &["prefix [ཁྲིམས་ཁ]ང"]);
    check("མི་དམང", &["prefix [མི་དམང]ས་ཁྲིམས་ཁང"]);
    // Syllables that only chance to be there do not count as having it.
    let index = index_of(&[concept("甲", "ཁ་ཆུ|ཁྲིམས་ར"), concept("法院", "ཁྲིམས་ཁང")]);
    let answer = index.search(&Request::new("ཁྲིམས་ཁ")).unwrap();
    assert_eq!(lines(&answer), ["prefix [ཁྲིམས་ཁ]ང"]);
    // A tsheg says that the syllable is whole, and then no term is written so.
    assert_eq!(
        lines(&search("ཁྲིམས་ཁ་")).first().map(String::as_str),
        Some("fuzzy [ཁྲིམས་ཁང]")
    );
}

#[test]
fn both_parts_of_a_mixed_query_must_match() {
    check(
        "法院 ཁྲིམས་ཁང",
        &["exact [法院]", "ending 人民[法院]", "ending 最高人民[法院]"],
    );
    check("ཁྲིམས 法官", &["prefix [ཁྲིམས]་དཔོན"]);
    // Nothing has both: then what has one of them, and it is said.
    check(
        "法院 མིག",
        &[
            "words [法院]",
            "words [མིག]",
            "words 人民[法院]",
            "words 最高人民[法院]",
        ],
    );
    assert_eq!(search("法院 མིག").notices, [search::Notice::OnlyPartly]);
    assert_eq!(search("法院ཁྲིམས་ཁང").readings.len(), 2);
}

#[test]
fn the_language_asked_for_shows_its_term() {
    let index = index_of(&[concept("法院", "ཁྲིམས་ཁང")]);
    for (lang, shown) in [(LangChoice::Zh, Lang::Zh), (LangChoice::Bo, Lang::Bo)] {
        let answer = index
            .search(&Request {
                lang,
                ..Request::new("法院 ཁྲིམས་ཁང")
            })
            .unwrap();
        assert_eq!(answer.hits[0].matched.lang, shown);
    }
}

#[test]
fn definitions_are_searched_only_when_asked_for() {
    let mut foreign = concept("逮捕", "འཛིན་བཟུང");
    foreign.definitions.push(glossary::Definition {
        lang: Lang::Bo,
        text: "ཁྲིམས་ཁང་གི་བཀའ་ལྟར་འཛིན་པ།".to_owned(),
        source: None,
    });
    let index = index_of(&[
        meaning(concept("取保候审", "ཁག་ཐེག"), "人民法院对被告人采取的强制措施。"),
        concept("强制措施", "བཙན་ཤེད་ཀྱི་ཐབས"),
        foreign,
    ]);
    let ask = |text, scope| {
        lines(
            &index
                .search(&Request {
                    scope,
                    ..Request::new(text)
                })
                .unwrap(),
        )
    };
    assert_eq!(ask("强制措施", Scope::Terms), ["exact [强制措施]"]);
    assert_eq!(
        ask("强制措施", Scope::All),
        ["exact [强制措施]", "definition 取保候审"]
    );
    assert_eq!(ask("被告人 法院", Scope::All), ["definition 取保候审"]);
    assert_eq!(ask("ཁྲིམས་ཁང", Scope::Terms), [""; 0]);
    assert_eq!(ask("ཁྲིམས་ཁང", Scope::All), ["definition འཛིན་བཟུང"]);
}

#[test]
fn words_spread_over_two_terms_of_a_concept_are_found() {
    let index = index_of(&[concept("人民法院|审判机关", "ཁྲིམས་ཁང|གཅོད་འདྲིའི་སྡེ་ཁག")]);
    let first = index.clone();
    let ask = |text| lines(&first.search(&Request::new(text)).unwrap());
    assert_eq!(ask("审判 法院"), ["words 人民[法院]"]);
    let index = index_of(&[
        concept("审判机关|人民法院", "གཅོད་འདྲི|ཁྲིམས་ཁང"),
        concept("法院的审判监督程序", "ཁྲིམས་ཁང་གི་གཅོད་འདྲི་ལྟ་སྐུལ"),
    ]);
    let ids = |text| {
        let answer = index.search(&Request::new(text)).unwrap();
        answer.hits.iter().map(|h| h.id.number()).collect::<Vec<u64>>()
    };
    assert_eq!(ids("审判 法院"), [2, 1], "words in one term stand first");
    assert_eq!(ids("གཅོད་ཁང"), [2], "syllables that are spread say too little");
    assert_eq!(
        ask("གཅོད་འདྲི་ཁང"),
        ["words [གཅོད]་[འདྲི]འི་སྡེ་ཁག"],
        "most of the syllables are in one term"
    );
}

#[test]
fn english_terms_are_found_whatever_their_case() {
    let mut court = concept("法院", "ཁྲིམས་ཁང");
    court.terms.push(Term::new(Lang::En, "People's Court").unwrap());
    let index = index_of(&[court]);
    for text in ["people's court", "COURT", "court people"] {
        let answer = index.search(&Request::new(text)).unwrap();
        assert_eq!(answer.hits[0].matched.lang, Lang::En, "{text}");
    }
}

#[test]
fn a_highlight_never_parts_a_sign_from_its_letter() {
    let index = index_of(&[concept("书信", "ཡི༷་གེའི་ཚིག|ཀཱུྃ་ཁང")]);
    for text in ["ཡི", "ཡི་གེ", "གེ་ཚིག", "ཚིག", "ཀུ", "ཀུཾ", "ཁང"]
    {
        for hit in index.search(&Request::new(text)).unwrap().hits {
            let term: Vec<char> = hit.matched.term.chars().collect();
            for range in &hit.matched.ranges {
                assert!(range.start < range.end && range.end <= term.len(), "{text}");
                for cut in [range.start, range.end] {
                    let sign = term
                        .get(cut)
                        .is_some_and(|c| matches!(c, '\u{f35}'..='\u{f39}' | '\u{f71}'..='\u{fbc}'));
                    assert!(!sign, "`{text}` cuts {:?} at {cut}", hit.matched.term);
                }
            }
        }
    }
}

#[test]
fn an_empty_term_list_is_found_by_nothing() {
    let index = index_of(&[Concept::draft()]);
    assert_eq!(index.len(), 1);
    for text in ["法院", "ཁྲིམས"] {
        assert!(index.search(&Request::new(text)).unwrap().hits.is_empty());
    }
}

#[test]
fn what_leaves_nothing_to_search_is_said() {
    for text in ["", "   ", "།།", "་", "，。", "\u{f72}", "\u{301}\u{301}", "\0\0"] {
        let answer = search(text);
        assert_eq!((answer.total, answer.hits.len()), (0, 0), "{text:?}");
        assert_eq!(answer.notices, [Notice::NothingToSearch], "{text:?}");
        assert!(answer.readings.iter().all(|r| r.invalid), "{text:?}");
    }
}
