//! The rules an entry must keep, each with its reason. The full set comes with the workflow of authorities.

use std::collections::HashMap;

use crate::{AdministrativeStatus, Concept, Lang, Region, Register, Term, Workflow};

/// A rule that an entry breaks, naming the values.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Violation {
    /// An entry without a term cannot be found.
    #[error("the concept has no term")]
    NoTerm,
    /// Two forms that both want to be the one to use leave the judge alone with the choice.
    #[error(
        "`{first}` and `{second}` are both preferred in {lang} for {place} (hint: make one of them `admitted`)"
    )]
    TwoPreferred {
        /// The language of both.
        lang: Lang,
        /// The region of both, in words.
        place: String,
        /// The one that comes first.
        first: String,
        /// The one that follows.
        second: String,
    },
    /// The same form twice says nothing new and would be counted twice.
    #[error("`{text}` stands twice in {lang}")]
    SameTermTwice {
        /// The language.
        lang: Lang,
        /// The form.
        text: String,
    },
    /// Nobody can have approved a rendering that is not there.
    #[error("`{0}` cannot be authorised without a Tibetan term")]
    AuthorisedWithoutTibetan(String),
}

impl Violation {
    /// Returns a stable name for programs.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::NoTerm => "no_term",
            Self::TwoPreferred { .. } => "two_preferred",
            Self::SameTermTwice { .. } => "same_term_twice",
            Self::AuthorisedWithoutTibetan(_) => "authorised_without_tibetan",
        }
    }
}

/// Returns every rule that `concept` breaks, in the order of its terms; empty if it keeps them all.
#[must_use]
pub fn check(concept: &Concept) -> Vec<Violation> {
    let mut found = Vec::new();
    if concept.terms.is_empty() {
        found.push(Violation::NoTerm);
    }
    check_terms(concept, &mut found);
    let norm_in_tibetan = |t: &Term| t.lang == Lang::Bo && t.register == Register::Norm;
    if concept.workflow == Workflow::Authorised && !concept.terms.iter().any(norm_in_tibetan) {
        let name = concept.preferred(Lang::Zh).unwrap_or_default();
        found.push(Violation::AuthorisedWithoutTibetan(name.to_owned()));
    }
    found
}

fn check_terms(concept: &Concept, found: &mut Vec<Violation>) {
    let mut preferred: HashMap<(Lang, Option<&Region>), &Term> = HashMap::new();
    let mut seen: HashMap<(Lang, Option<&Region>, Register, String), ()> = HashMap::new();
    for term in &concept.terms {
        let place = (term.lang, term.region.as_ref());
        if seen
            .insert((place.0, place.1, term.register, term.key()), ())
            .is_some()
        {
            found.push(Violation::SameTermTwice {
                lang: term.lang,
                text: term.text.clone(),
            });
        }
        // Only the norm has one preferred form: older and spoken forms are reports, not recommendations.
        if term.administrative_status != AdministrativeStatus::Preferred || term.register != Register::Norm {
            continue;
        }
        if let Some(first) = preferred.insert(place, term) {
            found.push(Violation::TwoPreferred {
                lang: term.lang,
                place: term
                    .region
                    .as_ref()
                    .map_or_else(|| "all regions".to_owned(), |r| r.as_str().to_owned()),
                first: first.text.clone(),
                second: term.text.clone(),
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn concept(terms: &[(Lang, &str)]) -> Concept {
        let mut concept = Concept::draft();
        concept.terms = terms
            .iter()
            .map(|(lang, text)| Term::new(*lang, text).unwrap())
            .collect();
        concept
    }

    fn codes(concept: &Concept) -> Vec<&'static str> {
        check(concept).iter().map(Violation::code).collect()
    }

    #[test]
    fn a_concept_needs_a_term() {
        assert_eq!(codes(&concept(&[])), ["no_term"]);
    }

    #[test]
    fn one_form_is_preferred_in_a_language_and_region() {
        let mut both = concept(&[(Lang::Zh, "法院"), (Lang::Bo, "ཁྲིམས་ཁང"), (Lang::Bo, "ཁྲིམས་ར")]);
        let [violation] = &check(&both)[..] else {
            panic!("one violation expected")
        };
        assert_eq!(
            violation.to_string(),
            "`ཁྲིམས་ཁང` and `ཁྲིམས་ར` are both preferred in bo for all regions (hint: make one of them `admitted`)"
        );
        both.terms[2].region = Some(Region::try_from("amdo".to_owned()).unwrap());
        assert!(codes(&both).is_empty(), "a region may prefer its own form");
    }

    #[test]
    fn an_older_form_never_competes_for_preferred() {
        let mut both = concept(&[(Lang::Zh, "法院"), (Lang::Bo, "ཁྲིམས་ཁང"), (Lang::Bo, "ཁྲིམས་ར")]);
        both.terms[2].register = Register::Older;
        assert!(codes(&both).is_empty());
    }

    #[test]
    fn the_same_form_does_not_stand_twice() {
        let mut twice = concept(&[(Lang::Bo, "ཁྲིམས་ཁང"), (Lang::Bo, "ཁྲིམས་ཁང་།")]);
        twice.terms[1].administrative_status = AdministrativeStatus::Admitted;
        assert_eq!(codes(&twice), ["same_term_twice"]);
    }

    #[test]
    fn nothing_is_authorised_without_tibetan() {
        let mut zh_only = concept(&[(Lang::Zh, "离婚纠纷")]);
        zh_only.workflow = Workflow::Authorised;
        assert_eq!(codes(&zh_only), ["authorised_without_tibetan"]);
        let mut older = concept(&[(Lang::Zh, "盗窃"), (Lang::Bo, "རྐུ་བ")]);
        older.workflow = Workflow::Authorised;
        older.terms[1].register = Register::Older;
        assert_eq!(
            codes(&older),
            ["authorised_without_tibetan"],
            "a form of an old dictionary is no norm"
        );
    }
}
