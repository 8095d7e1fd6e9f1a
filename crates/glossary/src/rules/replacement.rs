//! Rules of forms that are not to be used: each leads to the one that is.

use super::{ReplacementFault, Violation};
use crate::{Concept, Register, RelationKind, Term, term_key};

/// A deprecated or superseded form names what takes its place, so that whoever meets it in an old judgment knows it.
///
/// A concept that another one has replaced explains all its forms at once, by its relation. A spoken explanation needs
/// no replacement: nobody is to write it, whatever its status.
pub(super) fn replacement_missing(concept: &Concept, found: &mut Vec<Violation>) {
    if concept
        .relations
        .iter()
        .any(|r| r.kind == RelationKind::ReplacedBy)
    {
        return;
    }
    for (position, term) in concept.terms.iter().enumerate() {
        let is_explained = term.replaced_by.is_some() || term.register == Register::CourtroomOral;
        if term.is_out_of_use() && !is_explained {
            found.push(Violation::ReplacementMissing {
                position,
                lang: term.lang,
                text: term.text.clone(),
                status: term.administrative_status,
            });
        }
    }
}

/// What a form names as its replacement is a form of the entry in the same language, and one that may be used itself.
///
/// Otherwise a reader is led to nothing, or in a circle. The region may be another one: the norm can replace a regional
/// form. A spoken explanation replaces no written form, because it never stands in a document.
pub(super) fn replacement_unknown(concept: &Concept, found: &mut Vec<Violation>) {
    for (position, term) in concept.terms.iter().enumerate() {
        let Some(replacement) = &term.replaced_by else {
            continue;
        };
        if let Some(fault) = fault_of(concept, term, replacement) {
            found.push(Violation::ReplacementUnknown {
                position,
                lang: term.lang,
                text: term.text.clone(),
                replacement: replacement.clone(),
                fault,
            });
        }
    }
}

/// Returns why `replacement` does not take the place of `term`; `None` if one form of that name does.
fn fault_of(concept: &Concept, term: &Term, replacement: &str) -> Option<ReplacementFault> {
    let key = term_key(term.lang, replacement);
    let named: Vec<&Term> = concept
        .terms
        .iter()
        .filter(|t| t.lang == term.lang && t.key() == key)
        .collect();
    let mut in_use = named.iter().filter(|t| !t.is_out_of_use()).peekable();
    if named.is_empty() {
        Some(ReplacementFault::NotThere)
    } else if in_use.peek().is_none() {
        Some(ReplacementFault::NotInUse)
    } else {
        let is_written = |t: &Term| t.register != Register::CourtroomOral;
        let fits = !is_written(term) || in_use.any(|t| is_written(t));
        (!fits).then_some(ReplacementFault::Spoken)
    }
}

#[cfg(test)]
mod tests {
    use super::super::check;
    use super::super::sample::{broken, concept};
    use super::*;
    use crate::{AdministrativeStatus, ConceptId, Lang, Region, Relation};

    /// 法院 with a form that is not to be used, and the one that is.
    fn court(status: AdministrativeStatus, replaced_by: Option<&str>) -> Concept {
        let mut court = concept(&[(Lang::Zh, "法院"), (Lang::Bo, "ཁྲིམས་ར"), (Lang::Bo, "ཁྲིམས་ཁང")]);
        court.terms[1].administrative_status = status;
        court.terms[1].replaced_by = replaced_by.map(str::to_owned);
        court
    }

    #[test]
    fn replacement_missing() {
        for status in [AdministrativeStatus::Deprecated, AdministrativeStatus::Superseded] {
            let mut bare = court(status, None);
            let [violation] = &check(&bare)[..] else {
                panic!("one violation expected")
            };
            assert_eq!(violation.code(), "replacement_missing");
            assert_eq!(violation.pointer(), "/terms/1/replaced_by");
            let sentence = violation.to_string();
            assert!(
                sentence.starts_with(&format!("`ཁྲིམས་ར` is {status} and names no replacement")),
                "{sentence}"
            );
            assert!(broken(&court(status, Some("ཁྲིམས་ཁང"))).is_empty());
            bare.terms[1].register = Register::CourtroomOral;
            assert!(
                broken(&bare).is_empty(),
                "a spoken explanation needs no replacement"
            );
        }
        assert!(broken(&court(AdministrativeStatus::Admitted, None)).is_empty());
    }

    #[test]
    fn replacement_missing_is_explained_by_what_replaced_the_concept() {
        let mut replaced = court(AdministrativeStatus::Superseded, None);
        let mut relate = |kind| {
            let id = ConceptId::new(7);
            replaced.relations = vec![Relation { kind, id }];
            broken(&replaced).is_empty()
        };
        assert!(relate(RelationKind::ReplacedBy));
        assert!(!relate(RelationKind::Related));
    }

    #[test]
    fn replacement_unknown() {
        let status = AdministrativeStatus::Deprecated;
        for (named, fault) in [
            ("ཁྲིམས་ཁང", None),
            ("ཁྲིམས་ཁང་།", None),
            ("ཁྲིམས་ཁང་ཆེན་པོ", Some(ReplacementFault::NotThere)),
            ("法院", Some(ReplacementFault::NotThere)),
            ("", Some(ReplacementFault::NotThere)),
            ("ཁྲིམས་ར", Some(ReplacementFault::NotInUse)),
        ] {
            let checked = check(&court(status, Some(named)));
            let expected = fault.map(|fault| Violation::ReplacementUnknown {
                position: 1,
                lang: Lang::Bo,
                text: "ཁྲིམས་ར".to_owned(),
                replacement: named.to_owned(),
                fault,
            });
            assert_eq!(checked, Vec::from_iter(expected), "{named}");
        }
    }

    #[test]
    fn replacement_unknown_if_it_is_only_spoken() {
        let mut court = court(AdministrativeStatus::Superseded, Some("ཁྲིམས་ཁང"));
        court.terms[2].register = Register::CourtroomOral;
        court.terms[2].administrative_status = AdministrativeStatus::Admitted;
        assert_eq!(broken(&court), ["replacement_unknown /terms/1/replaced_by"]);
        court.terms[1].register = Register::CourtroomOral;
        assert!(broken(&court).is_empty(), "one explanation may replace another");
    }

    #[test]
    fn replacement_unknown_takes_a_form_that_one_region_still_uses() {
        let mut court = court(AdministrativeStatus::Superseded, Some("ཁྲིམས་ཁང"));
        let mut regional = court.terms[2].clone();
        regional.region = Some(Region::try_from("amdo".to_owned()).unwrap());
        court.terms[2].administrative_status = AdministrativeStatus::Superseded;
        court.terms[2].replaced_by = Some("ཁྲིམས་ཁང".to_owned());
        court.terms.push(regional);
        assert!(broken(&court).is_empty());
    }
}
