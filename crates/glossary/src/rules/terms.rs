//! Rules of the terms of an entry: which may stand there, and which may be the one to use.

use std::collections::{HashMap, HashSet};

use super::Violation;
use crate::{AdministrativeStatus, Concept, Lang, Region, Register, Term};

/// An entry has a term: without one nobody can find it.
pub(super) fn no_term(concept: &Concept, found: &mut Vec<Violation>) {
    if concept.terms.is_empty() {
        found.push(Violation::NoTerm);
    }
}

/// No form stands twice for the same language, region and register: the second would say nothing and be counted.
///
/// Forms are the same if their [`key`](Term::key) is.
pub(super) fn same_term_twice(concept: &Concept, found: &mut Vec<Violation>) {
    let mut seen = HashSet::new();
    for (position, term) in concept.terms.iter().enumerate() {
        if !seen.insert((term.lang, &term.region, term.register, term.key())) {
            found.push(Violation::SameTermTwice {
                position,
                lang: term.lang,
                text: term.text.clone(),
            });
        }
    }
}

/// One form is preferred in a language and region; no region is the written norm for all and counts as one of its own.
///
/// Two would leave the judge alone with the choice. A region may prefer another form than the norm. Only the written
/// norm recommends: older forms are reports of what a dictionary said.
pub(super) fn two_preferred(concept: &Concept, found: &mut Vec<Violation>) {
    let mut preferred: HashMap<(Lang, Option<&Region>), &Term> = HashMap::new();
    for (position, term) in concept.terms.iter().enumerate() {
        let is_choice = term.administrative_status == AdministrativeStatus::Preferred;
        if !is_choice || term.register != Register::Norm {
            continue;
        }
        let place = (term.lang, term.region.as_ref());
        if let Some(first) = preferred.insert(place, term) {
            let region = term.region.as_ref().map(Region::as_str);
            found.push(Violation::TwoPreferred {
                position,
                lang: term.lang,
                place: region.unwrap_or("all regions").to_owned(),
                first: first.text.clone(),
                second: term.text.clone(),
            });
        }
    }
}

/// A spoken explanation for the courtroom is never preferred: the form to use is one that may be written.
pub(super) fn spoken_with_status(concept: &Concept, found: &mut Vec<Violation>) {
    for (position, term) in concept.terms.iter().enumerate() {
        let is_choice = term.administrative_status == AdministrativeStatus::Preferred;
        if is_choice && term.register == Register::CourtroomOral {
            found.push(Violation::SpokenWithStatus {
                position,
                lang: term.lang,
                text: term.text.clone(),
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::check;
    use super::super::sample::{broken, concept};
    use super::*;

    fn court() -> Concept {
        concept(&[(Lang::Zh, "法院"), (Lang::Bo, "ཁྲིམས་ཁང"), (Lang::Bo, "ཁྲིམས་ར")])
    }

    #[test]
    fn no_term() {
        assert_eq!(broken(&concept(&[])), ["no_term /terms"]);
        assert!(broken(&concept(&[(Lang::Bo, "རྐུ་བ")])).is_empty());
    }

    #[test]
    fn same_term_twice() {
        let mut twice = concept(&[(Lang::Bo, "ཁྲིམས་ཁང"), (Lang::Bo, "ཁྲིམས་ཁང་།")]);
        twice.terms[1].administrative_status = AdministrativeStatus::Admitted;
        assert_eq!(broken(&twice), ["same_term_twice /terms/1/text"]);
        twice.terms[1].region = Some(Region::try_from("amdo".to_owned()).unwrap());
        assert!(broken(&twice).is_empty(), "a region may name the norm's form");
    }

    #[test]
    fn two_preferred() {
        let mut both = court();
        let [violation] = &check(&both)[..] else {
            panic!("one violation expected")
        };
        assert_eq!(
            violation.to_string(),
            "`ཁྲིམས་ཁང` and `ཁྲིམས་ར` are both preferred in bo for all regions (hint: make one of them `admitted`)"
        );
        assert_eq!(violation.pointer(), "/terms/2/administrative_status");
        let amdo = Some(Region::try_from("amdo".to_owned()).unwrap());
        both.terms[2].region.clone_from(&amdo);
        assert!(broken(&both).is_empty(), "a region may prefer its own form");
        both.terms[1].region = amdo;
        assert_eq!(broken(&both), ["two_preferred /terms/2/administrative_status"]);
    }

    #[test]
    fn two_preferred_passes_over_older_forms() {
        let mut both = court();
        both.terms[2].register = Register::Older;
        assert!(broken(&both).is_empty());
    }

    #[test]
    fn spoken_with_status() {
        let mut spoken = court();
        spoken.terms[2].register = Register::CourtroomOral;
        assert_eq!(
            broken(&spoken),
            ["spoken_with_status /terms/2/administrative_status"]
        );
        for status in &AdministrativeStatus::ALL[1..] {
            spoken.terms[2].administrative_status = *status;
            assert!(broken(&spoken).is_empty(), "{status}");
        }
    }
}
