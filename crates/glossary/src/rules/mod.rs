//! The rules an entry must keep, each with its reason; one file a family of rules.
//!
//! A rule is a function from a concept to what breaks it. Whoever writes a concept asks [`check`], or
//! [`check_numbered`] once the concept has its number, [`check_related`] for what it names, and [`check_pair`] for what holds
//! between two.

mod authority;
mod basis;
mod relations;
mod replacement;
mod terms;
mod violation;

pub use relations::{check_pair, check_related};
pub use violation::{ReplacementFault, Violation};

use crate::{Concept, ConceptId};

/// Returns every rule that `concept` breaks; empty if it keeps them all.
///
/// They come family by family (terms, replacements, authority, legal basis), within a family in the order of the entry.
/// Linear in the size of the entry.
#[must_use]
pub fn check(concept: &Concept) -> Vec<Violation> {
    let mut found = Vec::new();
    terms::no_term(concept, &mut found);
    terms::same_term_twice(concept, &mut found);
    terms::two_preferred(concept, &mut found);
    terms::spoken_with_status(concept, &mut found);
    replacement::replacement_missing(concept, &mut found);
    replacement::replacement_unknown(concept, &mut found);
    authority::authorised_without_tibetan(concept, &mut found);
    basis::bad_date(concept, &mut found);
    basis::in_force_reversed(concept, &mut found);
    found
}

/// Returns every rule that `concept` breaks as the concept `id`: those of [`check`], then those that need its number.
#[must_use]
pub fn check_numbered(id: ConceptId, concept: &Concept) -> Vec<Violation> {
    let mut found = check(concept);
    relations::relation_to_itself(id, concept, &mut found);
    found
}

/// What the tests of the families share.
#[cfg(test)]
mod sample {
    use super::{Violation, check};
    use crate::{Concept, Lang, Term};

    /// Returns a draft of these terms, each of which wants to be preferred.
    pub fn concept(terms: &[(Lang, &str)]) -> Concept {
        let mut concept = Concept::draft();
        let term = |(lang, text): &(Lang, &str)| Term::new(*lang, text).unwrap();
        concept.terms = terms.iter().map(term).collect();
        concept
    }

    /// Returns the codes and places of what `concept` breaks.
    pub fn broken(concept: &Concept) -> Vec<String> {
        let shown = |v: &Violation| format!("{} {}", v.code(), v.pointer());
        check(concept).iter().map(shown).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_rule_has_a_test_named_after_it() {
        let families = [
            include_str!("terms.rs"),
            include_str!("replacement.rs"),
            include_str!("authority.rs"),
            include_str!("basis.rs"),
            include_str!("relations.rs"),
        ]
        .concat();
        for code in Violation::CODES {
            let test = format!("#[test]\n    fn {code}(");
            assert!(families.contains(&test), "{code} has no test of its name");
        }
    }

    #[test]
    fn an_entry_without_its_number_is_not_asked_for_itself() {
        let mut concept = sample::concept(&[(crate::Lang::Zh, "法院")]);
        let id = ConceptId::new(7);
        concept.relations.push(crate::Relation {
            kind: crate::RelationKind::Related,
            id,
        });
        assert_eq!(check(&concept), []);
        assert_eq!(check_numbered(ConceptId::new(8), &concept), []);
        assert_eq!(check_numbered(id, &concept).len(), 1);
    }
}
