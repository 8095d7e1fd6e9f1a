//! Which change weighs how much.

use super::*;
use crate::{
    ConceptId, Context, Definition, LegalBasis, Membership, Note, PartOfSpeech, Relation, RelationKind,
    Reliability, Source, TermType, Visibility, Workflow,
};

/// 取保候审 with two Tibetan forms of which one is not to be used, a definition and a provision.
fn bail() -> Concept {
    let mut bail = Concept::draft();
    let form = |lang, text: &str| Term::new(lang, text).unwrap();
    bail.terms = vec![
        form(Lang::Zh, "取保候审"),
        form(Lang::Bo, "ཁྲིམས་ཞིབ་སྒུག་པ"),
        Term {
            administrative_status: AdministrativeStatus::Deprecated,
            replaced_by: Some("ཁྲིམས་ཞིབ་སྒུག་པ".to_owned()),
            ..form(Lang::Bo, "སྒུག་པ")
        },
    ];
    bail.definitions = vec![Definition {
        lang: Lang::Zh,
        text: "释义".to_owned(),
        source: None,
    }];
    bail.legal_basis = vec![LegalBasis {
        law: "中华人民共和国刑事诉讼法".to_owned(),
        article: Some("第六十七条".to_owned()),
        chapter: None,
        edition: None,
        in_force_from: None,
        in_force_to: None,
    }];
    bail
}

#[track_caller]
fn check(change: impl FnOnce(&mut Concept), expected: ChangeClass) {
    let (standing, mut next) = (bail(), bail());
    change(&mut next);
    assert_eq!(classify(&standing, &next), expected);
    assert_eq!(classify(&next, &standing), expected, "and back");
    assert_eq!(classify(&next, &next), ChangeClass::Nothing);
}

#[test]
fn the_workflow_is_no_content() {
    check(|_| {}, ChangeClass::Nothing);
    check(|c| c.workflow = Workflow::Authorised, ChangeClass::Nothing);
}

#[test]
fn what_a_committee_decides_is_substance() {
    use ChangeClass::Substance;
    check(|c| c.terms.truncate(2), Substance);
    check(|c| c.terms.push(Term::new(Lang::En, "bail").unwrap()), Substance);
    check(|c| c.terms[2].text = "སྒུག་པོ".to_owned(), Substance);
    check(
        |c| c.terms[2].administrative_status = AdministrativeStatus::Superseded,
        Substance,
    );
    check(|c| c.terms[2].replaced_by = None, Substance);
    check(|c| c.terms[1].register = Register::Older, Substance);
    let amdo = || Region::try_from("amdo".to_owned()).unwrap();
    check(|c| c.terms[1].region = Some(amdo()), Substance);
    check(|c| c.definitions[0].text.push('。'), Substance);
    check(|c| c.definitions[0].lang = Lang::Bo, Substance);
    check(|c| c.definitions.clear(), Substance);
    check(|c| c.legal_basis[0].edition = Some("2018".to_owned()), Substance);
    check(
        |c| c.legal_basis[0].in_force_to = Some("2018-10-25".to_owned()),
        Substance,
    );
    check(|c| c.legal_basis.clear(), Substance);
}

#[test]
fn what_is_said_about_a_term_is_annotation() {
    use ChangeClass::Annotation;
    check(|c| c.terms[1].note = Some("说明".to_owned()), Annotation);
    let source = || Source {
        title: "来源".to_owned(),
        url: None,
        locator: None,
        collection: None,
    };
    check(|c| c.terms[1].sources.push(source()), Annotation);
    let context = || Context {
        text: "例句".to_owned(),
        source: None,
    };
    check(|c| c.terms[1].contexts.push(context()), Annotation);
    check(
        |c| c.terms[1].reliability = Reliability::try_from(3).ok(),
        Annotation,
    );
    check(
        |c| c.terms[1].part_of_speech = Some(PartOfSpeech::Noun),
        Annotation,
    );
    check(|c| c.terms[1].term_type = Some(TermType::FullForm), Annotation);
    check(|c| c.definitions[0].source = Some("法".to_owned()), Annotation);
    let relation = || Relation {
        kind: RelationKind::Confusable,
        id: ConceptId::new(7),
    };
    check(|c| c.relations.push(relation()), Annotation);
    check(|c| c.subject_fields.push("criminal".parse().unwrap()), Annotation);
    let membership = || Membership {
        collection: "laws".parse().unwrap(),
        number: None,
    };
    check(|c| c.memberships.push(membership()), Annotation);
    let note = || Note {
        visibility: Visibility::Editors,
        text: "…".to_owned(),
    };
    check(|c| c.notes.push(note()), Annotation);
    check(|c| c.terms.swap(1, 2), Annotation);
}

#[track_caller]
fn check_text(lang: Lang, text: &str, next: &str, expected: ChangeClass) {
    let entry = |text: &str| {
        let mut concept = Concept::draft();
        let mut term = Term::new(lang, "法").unwrap();
        text.clone_into(&mut term.text);
        concept.terms = vec![term];
        concept
    };
    assert_eq!(classify(&entry(text), &entry(next)), expected, "{text} {next}");
}

#[test]
fn a_text_that_folds_to_the_same_word_is_spelt_otherwise() {
    use ChangeClass::Spelling;
    check_text(Lang::Zh, "诉讼时效", "訴訟時效", Spelling);
    check_text(Lang::Zh, "ＷＴＯ规则（试行）", "WTO 规则(试行)", Spelling);
    check_text(Lang::En, "Bail", "bail", Spelling);
    check_text(Lang::Bo, "ཁྲིམས་ཁང", "ཁྲིམས་ཁང་།", Spelling);
    check_text(Lang::Bo, "ཁྲིམས་ཁང", "ཁྲིམས༌ཁང", Spelling);
    check_text(Lang::Bo, "ཁྲིམས་ཁང", "ཁྲིམས ཁང", Spelling);
    check_text(Lang::Bo, "པཎྜི་ཏ", "པནྡི་ཏ", Spelling);
    check_text(Lang::Bo, "ལོ་༢༠༢༦", "ལོ་2026", Spelling);
}

#[test]
fn one_letter_more_is_another_word() {
    use ChangeClass::Substance;
    check_text(Lang::Bo, "ཁྲིམས་ཁང", "ཁྲིམ་ཁང", Substance);
    check_text(Lang::Bo, "བཀའ", "བཀའི", Substance);
    check_text(Lang::Bo, "ཁྲིམས་པ", "ཁྲིམས་པའི", Substance);
    check_text(Lang::Bo, "པདྨ", "པདྨའི", Substance);
    check_text(Lang::Bo, "ཁྲིམས་ཁང", "ཁྲིམསཁང", Substance);
    check_text(Lang::Zh, "共同财产", "共有财产", Substance);
    check_text(Lang::Zh, "武装叛乱、暴乱罪", "武装叛乱暴乱罪", Substance);
    check_text(Lang::Zh, "50%", "50", Substance);
}

#[test]
fn texts_without_letters_are_not_one_word() {
    check_text(Lang::Bo, "(-)", "(+)", ChangeClass::Substance);
    check_text(Lang::Zh, "\u{fe00}", "\u{fe01}", ChangeClass::Substance);
}

#[test]
fn a_replacement_is_respelt_with_the_term_that_it_names() {
    let respelt = |text: &str| {
        let mut concept = bail();
        text.clone_into(&mut concept.terms[1].text);
        concept.terms[2].replaced_by = Some(text.to_owned());
        concept
    };
    let (standing, next) = (respelt("པཎྜི་ཏ"), respelt("པནྡི་ཏ"));
    assert_eq!(classify(&standing, &next), ChangeClass::Spelling);
}

#[test]
fn two_spellings_that_exchange_their_statuses_are_no_correction() {
    let suit = |preferred: &str, admitted: &str| {
        let mut concept = Concept::draft();
        concept.terms = vec![
            Term::new(Lang::Zh, preferred).unwrap(),
            Term {
                administrative_status: AdministrativeStatus::Admitted,
                ..Term::new(Lang::Zh, admitted).unwrap()
            },
        ];
        concept
    };
    let (standing, next) = (suit("诉讼", "訴訟"), suit("訴訟", "诉讼"));
    assert_eq!(classify(&standing, &next), ChangeClass::Substance);
}
