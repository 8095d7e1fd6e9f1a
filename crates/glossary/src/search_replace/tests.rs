//! What is found, what it becomes, and that replacing back restores it.

use proptest::prelude::*;

use super::*;
use crate::{AdministrativeStatus, rules};

/// Compares the places found and the text that results, as `3..5 7..9 text`; nothing if nothing is found.
#[track_caller]
fn check(sought: &str, by: &str, text: &str, expected: &str) {
    let replaced = Replacement::new(sought, by).unwrap().replace(text);
    let shown = |r: Replaced| {
        let hits: String = r.hits.iter().map(|hit| format!("{hit:?} ")).collect();
        hits + &r.text
    };
    let found = replaced.map(shown).unwrap_or_default();
    assert_eq!(found, expected, "{sought} {by} {text}");
}

#[test]
fn a_syllable_string_is_found_whatever_kind_of_tsheg_it_has() {
    let court = "མི་དམངས་ཁྲིམས་ར";
    let expected = "8..15 མི་དམངས་ཁྲིམས་ཁང";
    for sought in ["ཁྲིམས་ར", "ཁྲིམས་ར་", "ཁྲིམས༌ར", "ཁྲིམས ར", " ཁྲིམས་ར།"]
    {
        check(sought, "ཁྲིམས་ཁང", court, expected);
    }
    check(
        "ཁྲིམས་ར",
        "ཁྲིམས་ཁང",
        "ཁྲིམས༌ར་དང་ཁྲིམས ར",
        "0..7 11..18 ཁྲིམས་ཁང་དང་ཁྲིམས་ཁང",
    );
}

#[test]
fn only_whole_syllables_are_found() {
    check("ར", "ཁང", "ཁྲིམས་རས", "");
    check("ཁྲིམ", "ཁང", "ཁྲིམས་ར", "");
    check("ཁྲིམས་ར", "ཁང", "ཁྲིམས། ར", "");
    check("ཁྲིམས་ར", "ཁང", "ཁྲིམས་(ར)", "");
    check("ར", "ཁང", "ཁྲིམས་(ར)", "7..8 ཁྲིམས་(ཁང)");
    check("ཁྲིམས། ར", "ཁང", "ཁྲིམས།ར", "0..7 ཁང");
}

#[test]
fn syllables_with_an_attached_particle_were_not_found() {
    check("ཁྲིམས་ར", "ཁྲིམས་པ", "མི་དམངས་ཁྲིམས་རའི་ལས", "8..17 མི་དམངས་ཁྲིམས་པའི་ལས");
    check("པ", "བ", "པའི", "0..3 བའི");
    check("ར", "བཀའ", "རའི", "0..3 བཀའི");
    check("བཀའ", "ར", "བཀའི་བཀའ", "0..4 5..8 རའི་ར");
    // A closed syllable has a particle of its own: that is for somebody to write.
    let court = Replacement::new("ཁྲིམས་ར", "ཁྲིམས་ཁང").unwrap();
    let places = |text| {
        let replaced = court.replace(text).unwrap();
        format!("{:?} {:?} {}", replaced.hits, replaced.left, replaced.text)
    };
    assert_eq!(places("ཁྲིམས་རའི་ལས"), "[] [0..9] ཁྲིམས་རའི་ལས");
    assert_eq!(places("ཁྲིམས་རའི་ཁྲིམས་ར"), "[10..17] [0..9] ཁྲིམས་རའི་ཁྲིམས་ཁང");
    let mut concept = Concept::draft();
    concept.terms = vec![Term::new(Lang::Bo, "ཁྲིམས་རའི་ལས").unwrap()];
    assert_eq!(court.hits(&concept).len(), 1);
    assert_eq!(court.apply(&concept, &[0]).unwrap(), concept);
}

#[test]
fn hits_do_not_overlap_and_the_orthography_is_kept() {
    check("ཀ་ཀ", "ཁ", "ཀ་ཀ་ཀ", "0..3 ཁ་ཀ");
    // After ང a tsheg stands before the shad, after other letters none does.
    check("ར", "ཁང", "ར། ཀ", "0..1 ཁང་། ཀ");
    check("ཁང", "ར", "ཁང་། ཀ", "0..2 ར། ཀ");
}

#[test]
fn what_is_put_in_does_not_grow_together_with_its_neighbours() {
    check("༢༠༢༦", "ཀ", "ལོ༢༠༢༦", "2..6 ལོ་ཀ");
    check("ལོ", "༡", "ལོ༢༠༢༦", "0..2 ༡་༢༠༢༦");
    check("ལོ", "ཟླ", "ལོ༢༠༢༦", "0..2 ཟླ༢༠༢༦");
}

#[test]
fn what_cannot_be_found_again_is_refused() {
    let error = |sought: &str, by: &str| Replacement::new(sought, by).unwrap_err();
    assert_eq!(error(" ་ ", "ཀ"), TermError::Empty.into());
    assert_eq!(error("ཀ", ""), TermError::Empty.into());
    assert_eq!(error("ཀ", "ཁ\n་ག"), TermError::Control(10).into());
    assert_eq!(error("ཀ་", "ཀ"), ReplacementError::Same("ཀ".to_owned()));
    for outer in ["(ཀ)", "«", "ཀ)"] {
        assert!(
            matches!(error(outer, "ཁ"), ReplacementError::NoSyllables(_)),
            "{outer}"
        );
        assert!(
            matches!(error("ཁ", outer), ReplacementError::NoSyllables(_)),
            "{outer}"
        );
    }
}

#[test]
fn what_stood_there_already_cannot_be_undone_by_replacing_back() {
    let is_reversible = |sought: &str, by: &str, text: &str| {
        let replacement = Replacement::new(sought, by).unwrap();
        let replaced = replacement.replace(text).unwrap();
        let back = replacement.reversed().replace(&replaced.text).unwrap();
        assert_eq!(back.text == text, replaced.is_reversible, "{text}");
        replaced.is_reversible
    };
    assert!(is_reversible("ར", "ཁང", "ཁྲིམས་ར"));
    assert!(!is_reversible("ར", "ཁང", "ཁང་ར"));
    assert!(!is_reversible("ཁ", "ཀ་ག་ཀ", "ཀ་ག་ཁ"));
}

fn court() -> Concept {
    let mut court = Concept::draft();
    let form = |lang, text: &str| Term::new(lang, text).unwrap();
    court.terms = vec![
        form(Lang::Zh, "ཁྲིམས་ར"),
        form(Lang::Bo, "ཁྲིམས་ར་ཆེན་མོ"),
        Term {
            administrative_status: AdministrativeStatus::Deprecated,
            replaced_by: Some("ཁྲིམས་ར་ཆེན་མོ".to_owned()),
            ..form(Lang::Bo, "ཁྲིམས་ར")
        },
    ];
    court
}

#[test]
fn only_tibetan_terms_are_hit_and_only_ticked_ones_change() {
    let replacement = Replacement::new("ཁྲིམས་ར", "ཁྲིམས་ཁང").unwrap();
    let hits = replacement.hits(&court());
    let positions: Vec<usize> = hits.iter().map(|hit| hit.position).collect();
    assert_eq!(positions, [1, 2]);
    let changed = replacement.apply(&court(), &[0, 1, 7]).unwrap();
    let texts: Vec<&str> = changed.terms.iter().map(|t| t.text.as_str()).collect();
    assert_eq!(texts, ["ཁྲིམས་ར", "ཁྲིམས་ཁང་ཆེན་མོ", "ཁྲིམས་ར"]);
    // The form that is not to be used names the other one as it is now.
    assert_eq!(changed.terms[2].replaced_by.as_deref(), Some("ཁྲིམས་ཁང་ཆེན་མོ"));
    assert_eq!(rules::check(&changed), []);
    assert_eq!(replacement.apply(&court(), &[]).unwrap(), court());
}

#[test]
fn a_replacement_keeps_its_name_while_a_form_of_it_stays() {
    let mut court = court();
    let region = crate::Region::try_from("amdo".to_owned()).ok();
    let regional = Term {
        region,
        ..court.terms[1].clone()
    };
    court.terms.push(regional);
    let replacement = Replacement::new("ཁྲིམས་ར", "ཁྲིམས་ཁང").unwrap();
    let one = replacement.apply(&court, &[1]).unwrap();
    assert_eq!(one.terms[2].replaced_by, court.terms[2].replaced_by);
    let both = replacement.apply(&court, &[1, 3]).unwrap();
    assert_eq!(both.terms[2].replaced_by.as_deref(), Some("ཁྲིམས་ཁང་ཆེན་མོ"));
}

#[test]
fn a_term_that_would_become_too_long_is_refused() {
    let mut concept = Concept::draft();
    concept.terms = vec![Term::new(Lang::Bo, &"ཀ་".repeat(200)).unwrap()];
    let replacement = Replacement::new("ཀ", "ཀ་ཁ").unwrap();
    assert_eq!(replacement.apply(&concept, &[0]), Err(TermError::TooLong(799)));
}

#[test]
fn a_long_text_of_one_syllable_is_searched_in_bounded_time() {
    let text = "ཀ་".repeat(20_000);
    let sought = "ཀ་".repeat(199) + "ཁ";
    check(&sought, "ག", &text, "");
    let replaced = Replacement::new("ཀ་ཀ", "ག").unwrap().replace(&text).unwrap();
    assert_eq!(replaced.hits.len(), 10_000);
}

fn any_syllables(most: usize) -> impl Strategy<Value = String> {
    let syllable = prop::sample::select(vec!["ཀ", "ཁང", "པའི", "ར", "༢༠", "12", "法"]);
    let gap = prop::sample::select(vec!["་", "་", "་", "༌", " ", "། ", "", "("]);
    prop::collection::vec((syllable, gap), 1..=most).prop_map(|parts| {
        parts
            .iter()
            .flat_map(|(syllable, gap)| [*syllable, gap])
            .collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn replacing_back_restores_unless_it_is_ambiguous(
        sought in any_syllables(2), by in any_syllables(2), text in any_syllables(8),
    ) {
        let text = text::bo::key(&text);
        let replacement = match Replacement::new(&sought, &by) {
            Ok(replacement) => replacement,
            Err(ReplacementError::NoTerm(_)) => unreachable!("a syllable is always there"),
            Err(_) => return Ok(()),
        };
        let Some(replaced) = replacement.replace(&text) else {
            prop_assert!(find(&text, replacement.sought()).is_empty());
            return Ok(());
        };
        prop_assert_eq!(&text::bo::key(&replaced.text), &replaced.text, "canonical");
        for hit in &replaced.hits {
            let found: String = text.chars().skip(hit.start).take(hit.len()).collect();
            prop_assert_eq!(text::bo::key(&found), replacement.sought());
        }
        if replaced.is_reversible {
            let back = replacement.reversed().replace(&replaced.text).unwrap();
            prop_assert_eq!(back.text, text);
            prop_assert_eq!(back.hits.len(), replaced.hits.len());
        }
    }
}
