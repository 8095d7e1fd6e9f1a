//! A concept: one legal notion and everything said about it.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::{
    CollectionName, ConceptId, Lang, Register, RelationKind, SubjectField, Term, Visibility, Workflow,
    term_key,
};

/// One legal notion with its terms. The body of an entry: its id and revision stand beside it, not in it.
///
/// Serialised, it has the members of the contract's concept, so that the store, JSON Lines and the API speak alike.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Concept {
    /// How far it has come.
    pub workflow: Workflow,
    /// The fields of law it belongs to.
    #[serde(default)]
    pub subject_fields: Vec<SubjectField>,
    /// Where it comes from, with its number in an official list.
    #[serde(default)]
    pub memberships: Vec<Membership>,
    /// What it means.
    #[serde(default)]
    pub definitions: Vec<Definition>,
    /// Its designations, in order of preference within a language.
    #[serde(default)]
    pub terms: Vec<Term>,
    /// The law it rests on.
    #[serde(default)]
    pub legal_basis: Vec<LegalBasis>,
    /// How it stands to other concepts.
    #[serde(default)]
    pub relations: Vec<Relation>,
    /// Remarks.
    #[serde(default)]
    pub notes: Vec<Note>,
}

/// A place in a collection. In an official list, (collection, number) is the key: names occur twice there.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Membership {
    /// The collection.
    pub collection: CollectionName,
    /// The number in it as the list writes it, such as `8(1)` or 五十八.
    #[serde(default)]
    pub number: Option<String>,
}

/// What a concept means, in one language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Definition {
    /// The language of the text.
    pub lang: Lang,
    /// The definition.
    pub text: String,
    /// Where it stands.
    #[serde(default)]
    pub source: Option<String>,
}

/// A provision that a concept rests on. Dates are civil dates, `YYYY-MM-DD`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LegalBasis {
    /// The law's name.
    pub law: String,
    /// The article as cited, such as 第264条.
    #[serde(default)]
    pub article: Option<String>,
    /// The chapter and section the article stands in.
    #[serde(default)]
    pub chapter: Option<String>,
    /// Which version of the law.
    #[serde(default)]
    pub edition: Option<String>,
    /// In force from this day.
    #[serde(default)]
    pub in_force_from: Option<String>,
    /// In force to this day, inclusive.
    #[serde(default)]
    pub in_force_to: Option<String>,
}

/// How a concept stands to another.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Relation {
    /// The kind.
    pub kind: RelationKind,
    /// The other concept.
    pub id: ConceptId,
}

/// A remark on a concept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Note {
    /// Who may read it.
    pub visibility: Visibility,
    /// The remark.
    pub text: String,
}

impl LegalBasis {
    /// Makes one that names the law alone.
    #[must_use]
    pub fn of(law: impl Into<String>) -> Self {
        Self {
            law: law.into(),
            article: None,
            chapter: None,
            edition: None,
            in_force_from: None,
            in_force_to: None,
        }
    }
}

impl Concept {
    /// Makes an empty draft.
    #[must_use]
    pub fn draft() -> Self {
        Self {
            workflow: Workflow::Draft,
            subject_fields: Vec::new(),
            memberships: Vec::new(),
            definitions: Vec::new(),
            terms: Vec::new(),
            legal_basis: Vec::new(),
            relations: Vec::new(),
            notes: Vec::new(),
        }
    }

    /// Returns the terms in `lang`, best first: norm before older, then by status, reliability, place in the entry.
    #[must_use]
    pub fn terms_in(&self, lang: Lang) -> Vec<&Term> {
        let mut terms: Vec<&Term> = self.terms.iter().filter(|t| t.lang == lang).collect();
        terms.sort_by_key(|t| {
            let reliability = t.reliability.map_or(0, crate::Reliability::level);
            (
                t.register,
                t.administrative_status,
                std::cmp::Reverse(reliability),
            )
        });
        terms
    }

    /// Returns the text of the best term in `lang`.
    #[must_use]
    pub fn preferred(&self, lang: Lang) -> Option<&str> {
        self.terms_in(lang).first().map(|t| t.text.as_str())
    }

    /// Tells whether every Tibetan form is a form of older dictionaries.
    #[must_use]
    pub fn is_older(&self) -> bool {
        let mut forms = self.terms.iter().filter(|t| t.lang == Lang::Bo).peekable();
        forms.peek().is_some() && forms.all(|t| t.register == Register::Older)
    }

    /// Returns what is left for a reader to whom `hidden` collections are not shown, or `None` if that is nothing.
    ///
    /// A concept stays as long as one collection of its own is shown; a term goes when all its sources are hidden.
    #[must_use]
    pub fn without_collections(&self, hidden: &[CollectionName]) -> Option<Self> {
        if !self.memberships.is_empty() && self.memberships.iter().all(|m| hidden.contains(&m.collection)) {
            return None;
        }
        let mut shown = self.clone();
        shown.memberships.retain(|m| !hidden.contains(&m.collection));
        shown.terms.retain(|t| !t.rests_only_on(hidden));
        for term in &mut shown.terms {
            term.sources
                .retain(|s| s.collection.as_ref().is_none_or(|c| !hidden.contains(c)));
        }
        shown.name_no_term_that_is_gone();
        if shown.terms.is_empty() { None } else { Some(shown) }
    }

    /// Takes the names of replacements away that no term has any more: they would show what is hidden.
    fn name_no_term_that_is_gone(&mut self) {
        let left: BTreeSet<(Lang, String)> = self.terms.iter().map(|t| (t.lang, t.key())).collect();
        for term in &mut self.terms {
            let lang = term.lang;
            term.replaced_by
                .take_if(|named| !left.contains(&(lang, term_key(lang, named))));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Source;

    fn form(text: &str, register: Register, collection: &str) -> Term {
        let source = Source {
            title: collection.into(),
            url: None,
            locator: None,
            collection: Some(collection.parse().unwrap()),
        };
        Term {
            register,
            sources: vec![source],
            ..Term::new(Lang::Bo, text).unwrap()
        }
    }

    fn theft() -> Concept {
        let mut concept = Concept::draft();
        let mut zh = Term::new(Lang::Zh, "盗窃").unwrap();
        zh.sources = vec![form("ཀ", Register::Norm, "general").sources[0].clone()];
        concept.terms = vec![
            zh,
            form("རྐུ་བ", Register::Older, "older"),
            form("རྐུ་ལས", Register::Norm, "general"),
        ];
        for name in ["general", "older"] {
            concept.memberships.push(Membership {
                collection: name.parse().unwrap(),
                number: None,
            });
        }
        concept
    }

    #[test]
    fn an_older_form_stands_below_the_norm_whatever_the_order_of_entry() {
        let concept = theft();
        let forms: Vec<_> = concept
            .terms_in(Lang::Bo)
            .iter()
            .map(|t| t.text.clone())
            .collect();
        assert_eq!(forms, ["རྐུ་ལས", "རྐུ་བ"]);
        assert!(!concept.is_older());
    }

    #[test]
    fn hiding_a_collection_hides_its_forms_and_keeps_the_rest() {
        let shown = theft().without_collections(&["older".parse().unwrap()]).unwrap();
        assert_eq!(shown.terms.len(), 2);
        assert_eq!(shown.memberships.len(), 1);
        let both = ["older".parse().unwrap(), "general".parse().unwrap()];
        assert_eq!(theft().without_collections(&both), None);
    }

    #[test]
    fn a_replacement_of_a_hidden_collection_is_not_named() {
        let mut concept = theft();
        concept.terms[1].register = Register::Norm;
        concept.terms[1].administrative_status = crate::AdministrativeStatus::Superseded;
        concept.terms[1].replaced_by = Some("རྐུ་ལས".to_owned());
        let named = |hidden: &str| {
            let shown = concept.without_collections(&[hidden.parse().unwrap()]).unwrap();
            let old = shown.terms.into_iter().find(|t| t.text == "རྐུ་བ").unwrap();
            old.replaced_by
        };
        assert_eq!(named("laws"), Some("རྐུ་ལས".to_owned()));
        assert_eq!(named("general"), None);
    }

    #[test]
    fn a_concept_without_tibetan_is_not_older() {
        let mut concept = Concept::draft();
        concept.terms.push(Term::new(Lang::Zh, "离婚纠纷").unwrap());
        assert!(!concept.is_older());
        assert_eq!(concept.preferred(Lang::Bo), None);
    }
}
