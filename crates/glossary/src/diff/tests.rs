//! What a diff shows, by example.

use super::*;
use crate::{AdministrativeStatus, Definition, Lang, Region, Term, Workflow};

#[track_caller]
fn check(old: &Concept, new: &Concept, expected: &str) {
    let shown = |c: &FieldChange| {
        let of = |value: &Option<String>| value.clone().unwrap_or_else(|| "-".to_owned());
        format!("{}: {} > {}", c.field, of(&c.old), of(&c.new))
    };
    let lines: Vec<String> = diff(old, new).iter().map(shown).collect();
    assert_eq!(lines, expected.lines().map(str::trim).collect::<Vec<_>>());
}

fn court() -> Concept {
    let mut court = Concept::draft();
    court.terms = vec![
        Term::new(Lang::Zh, "法院").unwrap(),
        Term::new(Lang::Bo, "ཁྲིམས་ཁང").unwrap(),
        Term {
            administrative_status: AdministrativeStatus::Admitted,
            ..Term::new(Lang::Bo, "ཁྲིམས་ར").unwrap()
        },
    ];
    court.definitions = vec![Definition {
        lang: Lang::Zh,
        text: "国家审判机关".to_owned(),
        source: None,
    }];
    court
}

fn changed(change: impl FnOnce(&mut Concept)) -> Concept {
    let mut concept = court();
    change(&mut concept);
    concept
}

#[test]
fn equal_entries_have_no_diff() {
    check(&court(), &court(), "");
}

#[test]
fn a_field_is_named_by_its_place_in_the_old_state() {
    let new = changed(|c| {
        c.workflow = Workflow::Reviewed;
        c.terms[2].administrative_status = AdministrativeStatus::Deprecated;
        c.terms[2].replaced_by = Some("ཁྲིམས་ཁང".to_owned());
        c.definitions[0].text = "国家的审判机关".to_owned();
    });
    check(
        &court(),
        &new,
        "workflow: draft > reviewed
         definitions[zh].0.text: 国家审判机关 > 国家的审判机关
         terms[bo].1.administrative_status: admitted > deprecated
         terms[bo].1.replaced_by: - > ཁྲིམས་ཁང",
    );
}

#[test]
fn a_term_in_front_leaves_the_others_where_they_were() {
    let new = changed(|c| c.terms.insert(1, Term::new(Lang::Bo, "ཁྲིམས་ཞིབ་ཁང").unwrap()));
    check(
        &court(),
        &new,
        "terms[bo].+ཁྲིམས་ཞིབ་ཁང.text: - > ཁྲིམས་ཞིབ་ཁང
         terms[bo].+ཁྲིམས་ཞིབ་ཁང.administrative_status: - > preferred
         terms[bo].+ཁྲིམས་ཞིབ་ཁང.register: - > norm",
    );
    check(
        &new,
        &court(),
        "terms[bo].0.text: ཁྲིམས་ཞིབ་ཁང > -
         terms[bo].0.administrative_status: preferred > -
         terms[bo].0.register: norm > -",
    );
}

#[test]
fn a_form_that_was_corrected_is_one_change_with_its_syllables() {
    let new = changed(|c| c.terms[2].text = "ཁྲིམས་རྭ".to_owned());
    let changes = diff(&court(), &new);
    let [change] = &changes[..] else {
        panic!("one change expected")
    };
    assert_eq!(change.field, "terms[bo].1.text");
    let expected = vec![
        Piece::Same("ཁྲིམས་".into()),
        Piece::Gone("ར".into()),
        Piece::Come("རྭ".into()),
    ];
    assert_eq!(change.pieces, Some(expected));
}

#[test]
fn a_form_of_another_place_is_another_form() {
    let new = changed(|c| {
        c.terms[2].text = "ཞལ་ལྕེ".to_owned();
        c.terms[2].region = Some(Region::try_from("amdo".to_owned()).unwrap());
    });
    check(
        &court(),
        &new,
        "terms[bo].1.text: ཁྲིམས་ར > -
         terms[bo].1.administrative_status: admitted > -
         terms[bo].1.register: norm > -
         terms[bo].+ཞལ་ལྕེ amdo.text: - > ཞལ་ལྕེ
         terms[bo].+ཞལ་ལྕེ amdo.administrative_status: - > admitted
         terms[bo].+ཞལ་ལྕེ amdo.region: - > amdo
         terms[bo].+ཞལ་ལྕེ amdo.register: - > norm",
    );
}

#[test]
fn another_order_is_a_change_of_its_own() {
    check(
        &court(),
        &changed(|c| c.terms.swap(1, 2)),
        "terms[bo].order: ཁྲིམས་ཁང | ཁྲིམས་ར > ཁྲིམས་ར | ཁྲིམས་ཁང",
    );
}

#[track_caller]
fn check_pieces(old: &str, new: &str, expected: &str) {
    let shown = |piece: &Piece| match piece {
        Piece::Same(text) => text.clone(),
        Piece::Gone(text) => format!("[-{text}]"),
        Piece::Come(text) => format!("[+{text}]"),
    };
    let found: String = pieces(old, new).iter().map(shown).collect();
    assert_eq!(found, expected);
}

#[test]
fn a_text_is_cut_by_syllable_character_and_word() {
    check_pieces("", "", "");
    check_pieces("", "ཀ", "[+ཀ]");
    check_pieces("ཁྲིམས་ཁང", "ཁྲིམས་ཁང", "ཁྲིམས་ཁང");
    // One letter of a syllable changes the syllable, and its tsheg goes with it.
    check_pieces("བཀའ་ཁྲིམས", "བཀའི་ཁྲིམས", "[-བཀའ་][+བཀའི་]ཁྲིམས");
    // A syllable that gains a tsheg is the same syllable.
    check_pieces("ཁྲིམས་ཁང", "ཁྲིམས་ཁང་ཆེན", "ཁྲིམས་ཁང[+་ཆེན]");
    check_pieces("ཁང", "ཁྲིམས་ཁང", "[+ཁྲིམས་]ཁང");
    check_pieces("ཁྲིམས་ཁང", "ཁྲིམས། ཁང", "ཁྲིམས[-་][+། ]ཁང");
    check_pieces("༄༅། །ཁང", "ཁང", "[-༄༅། །]ཁང");
    check_pieces("共同财产", "共有财产", "共[-同][+有]财产");
    check_pieces("刑法第12条", "刑法第13条", "刑法第[-12][+13]条");
    check_pieces("葛\u{e0100}法", "葛法", "[-葛\u{e0100}][+葛]法");
}

#[test]
fn texts_that_are_too_long_to_compare_are_one_change() {
    let (old, new) = ("ཀ་".repeat(20_000) + "ཁ", "ག་".repeat(20_000) + "ཁ");
    let found = pieces(&format!("法{old}"), &format!("法{new}"));
    assert_eq!(found.len(), 4, "{}", found.len());
    assert_eq!(found.last(), Some(&Piece::Same("ཁ".to_owned())));
}

#[test]
fn many_long_texts_share_one_bound() {
    let definition = |c: &str, n: usize| Definition {
        lang: Lang::Zh,
        text: format!("{n}{0}共{0}", c.repeat(1_200)),
        source: None,
    };
    let with = |c: &str| changed(|x| x.definitions = (0..3).map(|n| definition(c, n)).collect());
    // The first pair is compared and has one character in common; for the others nothing is left of the bound.
    let changes = diff(&with("法"), &with("院"));
    assert_eq!(changes.len(), 3);
    let counts = changes.iter().map(|c| c.pieces.as_ref().map(Vec::len));
    assert_eq!(counts.collect::<Vec<_>>(), [Some(6), Some(3), Some(3)]);
}

#[track_caller]
fn check_three(mine: &Concept, theirs: &Concept, expected: &str) {
    let shown = |m: &FieldMerge| {
        let of = |value: &Option<String>| value.clone().unwrap_or_else(|| "-".to_owned());
        let (base, mine, theirs) = (of(&m.base), of(&m.mine), of(&m.theirs));
        format!("{} {}: {base} > {mine} | {theirs}", m.field, m.changed_by)
    };
    let merges = three_way(&court(), mine, theirs);
    let lines: Vec<String> = merges.iter().map(shown).collect();
    assert_eq!(lines, expected.lines().map(str::trim).collect::<Vec<_>>());
}

#[test]
fn two_people_who_change_different_fields_do_not_disagree() {
    let mine = changed(|c| c.terms[1].note = Some("说明".to_owned()));
    let theirs = changed(|c| c.definitions[0].source = Some("法".to_owned()));
    check_three(
        &mine,
        &theirs,
        "terms[bo].0.note mine: - > 说明 | -
         definitions[zh].0.source theirs: - > - | 法",
    );
}

#[test]
fn two_people_who_change_one_field_agree_or_not() {
    let text = |text: &str| changed(|c| c.definitions[0].text = text.to_owned());
    check_three(
        &text("审判机关"),
        &text("审判机关"),
        "definitions[zh].0.text both_alike: 国家审判机关 > 审判机关 | 审判机关",
    );
    check_three(
        &text("审判机关"),
        &text("国家机关"),
        "definitions[zh].0.text both_apart: 国家审判机关 > 审判机关 | 国家机关",
    );
}

#[test]
fn what_one_takes_away_and_the_other_changes_has_to_be_decided() {
    let gone = changed(|c| c.terms.truncate(2));
    let noted = changed(|c| c.terms[2].note = Some("说明".to_owned()));
    let taken = "terms[bo].1.text mine: ཁྲིམས་ར > - | ཁྲིམས་ར
         terms[bo].1.administrative_status mine: admitted > - | admitted
         terms[bo].1.register mine: norm > - | norm
         terms[bo].1.note both_apart: - > - | 说明";
    check_three(&gone, &noted, taken);
    let expected = "terms[bo].1.note both_apart: - > 说明 | -
         terms[bo].1.text theirs: ཁྲིམས་ར > ཁྲིམས་ར | -
         terms[bo].1.administrative_status theirs: admitted > admitted | -
         terms[bo].1.register theirs: norm > norm | -";
    check_three(&noted, &gone, expected);
}

#[test]
fn a_form_that_both_add_is_one_form_and_two_forms_are_two() {
    let with = |text: &str, status| {
        changed(|c| {
            c.terms.push(Term {
                administrative_status: status,
                ..Term::new(Lang::Bo, text).unwrap()
            });
        })
    };
    let admitted = AdministrativeStatus::Admitted;
    check_three(
        &with("ཞལ་ལྕེ", admitted),
        &with("ཞལ་ལྕེ", AdministrativeStatus::Preferred),
        "terms[bo].+ཞལ་ལྕེ.text both_alike: - > ཞལ་ལྕེ | ཞལ་ལྕེ
         terms[bo].+ཞལ་ལྕེ.administrative_status both_apart: - > admitted | preferred
         terms[bo].+ཞལ་ལྕེ.register both_alike: - > norm | norm",
    );
    let merges = three_way(&court(), &with("ཞལ་ལྕེ", admitted), &with("རྐུ་བ", admitted));
    assert!(merges.iter().all(|m| m.changed_by != ChangedBy::BothApart));
}

#[track_caller]
fn check_combined(mine: &Concept, theirs: &Concept, takes_mine: &[&str], expected: &Concept) {
    let combined = combine(&court(), mine, theirs, &|field| takes_mine.contains(&field)).unwrap();
    assert_eq!(combined, *expected);
    // Whatever has to be decided is named as `three_way` names it.
    for field in takes_mine {
        let merges = three_way(&court(), mine, theirs);
        let apart = merges.iter().filter(|m| m.changed_by == ChangedBy::BothApart);
        assert!(apart.map(|m| &m.decision).any(|d| d == field), "{field}");
    }
}

#[test]
fn what_two_people_changed_is_put_together_field_by_field() {
    let text = |text: &str| changed(|c| c.definitions[0].text = text.to_owned());
    let mine = Concept {
        terms: changed(|c| c.terms[1].note = Some("说明".to_owned())).terms,
        ..text("审判机关")
    };
    let theirs = Concept {
        workflow: Workflow::Reviewed,
        ..text("国家机关")
    };
    let both = |definition: &str| Concept {
        definitions: text(definition).definitions,
        workflow: Workflow::Reviewed,
        ..mine.clone()
    };
    check_combined(&mine, &theirs, &["definitions[zh].0.text"], &both("审判机关"));
    check_combined(&mine, &theirs, &[], &both("国家机关"));
}

#[test]
fn a_form_that_one_took_away_and_the_other_changed_goes_or_stays_whole() {
    let gone = changed(|c| c.terms.truncate(2));
    let noted = changed(|c| c.terms[2].note = Some("说明".to_owned()));
    check_combined(&gone, &noted, &["terms[bo].1"], &gone);
    check_combined(&gone, &noted, &[], &noted);
    check_combined(&noted, &gone, &["terms[bo].1"], &noted);
    check_combined(&noted, &gone, &[], &gone);
}

#[test]
fn two_sources_that_two_people_add_are_both_kept() {
    let with = |titles: &[&str]| {
        changed(|c| {
            let source = |title: &&str| crate::Source {
                title: (*title).to_owned(),
                url: None,
                locator: None,
                collection: None,
            };
            c.terms[1].sources = titles.iter().map(source).collect();
        })
    };
    check_combined(&with(&["甲"]), &with(&["乙"]), &[], &with(&["甲", "乙"]));
    check_combined(&with(&["甲"]), &with(&["甲"]), &[], &with(&["甲"]));
    check_three(
        &with(&["甲"]),
        &with(&["乙"]),
        "terms[bo].0.sources.+0.title mine: - > 甲 | -
         terms[bo].0.sources.+0.title theirs: - > - | 乙",
    );
}

#[test]
fn an_order_that_only_one_changed_stands() {
    let swapped = changed(|c| c.terms.swap(1, 2));
    let added = changed(|c| c.terms.push(Term::new(Lang::Bo, "ཞལ་ལྕེ").unwrap()));
    let both = changed(|c| {
        c.terms.swap(1, 2);
        c.terms.push(Term::new(Lang::Bo, "ཞལ་ལྕེ").unwrap());
    });
    check_combined(&swapped, &added, &[], &both);
    check_combined(&added, &swapped, &[], &both);
}
