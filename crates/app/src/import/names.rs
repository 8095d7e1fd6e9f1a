//! By what the concepts that an import has made are found by later rows of the same file.

use std::collections::HashMap;

use glossary::{CollectionName, Concept, ConceptId, Fingerprint, Lang};

/// Names and places in lists, each with the concepts that have it.
///
/// What is kept of them is their fingerprints: the texts stand in the concepts already.
#[derive(Debug, Default)]
pub(super) struct Names {
    list_entries: HashMap<Fingerprint, ConceptId>,
    first: HashMap<Fingerprint, ConceptId>,
    /// The other concepts of the same name, of which there are few.
    others: HashMap<Fingerprint, Vec<ConceptId>>,
}

impl Names {
    /// Makes a concept findable.
    ///
    /// As in the store, a Chinese row finds a concept by its first name, a Tibetan row by any form.
    pub fn add(&mut self, id: ConceptId, concept: &Concept) {
        for membership in &concept.memberships {
            if let Some(number) = &membership.number {
                let place = list_entry(&membership.collection, number);
                self.list_entries.insert(place, id);
            }
        }
        let first_name = concept.terms_in(Lang::Zh).into_iter().take(1);
        for term in first_name.chain(concept.terms_in(Lang::Bo)) {
            self.add_name(name(term.lang, &term.key()), id);
        }
    }

    fn add_name(&mut self, name: Fingerprint, id: ConceptId) {
        if *self.first.entry(name).or_insert(id) == id {
            return;
        }
        let others = self.others.entry(name).or_default();
        if !others.contains(&id) {
            others.push(id);
        }
    }

    /// Returns the concept at a place of a list.
    pub fn at(&self, collection: &CollectionName, number: &str) -> Option<ConceptId> {
        self.list_entries.get(&list_entry(collection, number)).copied()
    }

    /// Returns the concepts with a name of this key.
    pub fn named(&self, lang: Lang, key: &str) -> impl Iterator<Item = ConceptId> {
        let name = name(lang, key);
        let others = self.others.get(&name).into_iter().flatten();
        self.first.get(&name).into_iter().chain(others).copied()
    }
}

fn name(lang: Lang, key: &str) -> Fingerprint {
    Fingerprint::of(&[lang.as_str(), key])
}

fn list_entry(collection: &CollectionName, number: &str) -> Fingerprint {
    Fingerprint::of(&[collection.as_str(), number])
}

#[cfg(test)]
mod tests {
    use glossary::{Membership, Term};

    use super::*;

    #[test]
    fn a_concept_is_found_by_its_first_chinese_name_any_tibetan_form_and_its_number() {
        let mut court = Concept::draft();
        court.terms = [
            (Lang::Zh, "法院"),
            (Lang::Zh, "审判机关"),
            (Lang::Bo, "ཁྲིམས་ཁང"),
            (Lang::Bo, "ཁྲིམས་ར"),
        ]
        .map(|(lang, text)| Term::new(lang, text).unwrap())
        .into();
        court.memberships = vec![Membership {
            collection: "a".parse().unwrap(),
            number: Some("7".to_owned()),
        }];
        let mut names = Names::default();
        let [one, other] = [1, 2].map(ConceptId::new);
        names.add(one, &court);
        names.add(one, &court);
        court.memberships.clear();
        names.add(other, &court);
        names.add(other, &court);
        let found = |lang, key: &str| names.named(lang, key).collect::<Vec<_>>();
        for (lang, key, ids) in [
            (Lang::Zh, "法院", &[one, other][..]),
            (Lang::Bo, "ཁྲིམས་ཁང", &[one, other]),
            (Lang::Bo, "ཁྲིམས་ར", &[one, other]),
            (Lang::Zh, "审判机关", &[]),
            (Lang::Bo, "法院", &[]),
        ] {
            assert_eq!(found(lang, key), ids, "{key}");
        }
        let at = |collection: &str, number| names.at(&collection.parse().unwrap(), number);
        assert_eq!(
            [at("a", "7"), at("a", "8"), at("b", "7")],
            [Some(one), None, None]
        );
    }
}
