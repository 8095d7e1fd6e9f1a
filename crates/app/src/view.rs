//! What a reader sees of a concept in a list: the form that travels with the index.

use glossary::{
    AdministrativeStatus, Concept, ConceptId, Lang, Note, Region, Register, Reliability, Term, Visibility,
};
use serde::{Deserialize, Serialize};

/// The version of [`ConceptSummary::encode`]; part of the index hash, so that a change of it rebuilds the index.
pub const ENCODER_VERSION: u32 = 1;

/// A concept as lists show it. Terms stand best first: norm before older, then by status and reliability.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConceptSummary {
    /// Its id.
    pub id: ConceptId,
    /// Its revision.
    pub revision: u64,
    /// How far it has come.
    pub workflow: glossary::Workflow,
    /// Chinese terms.
    pub zh: Vec<TermSummary>,
    /// Tibetan terms; empty where none is known.
    pub bo: Vec<TermSummary>,
    /// Fields of law.
    pub subject_fields: Vec<String>,
    /// Names of the collections.
    pub collections: Vec<String>,
    /// Where it stands in official lists: (collection, number).
    pub list_entries: Vec<(String, String)>,
    /// The law and article it rests on first, such as (中华人民共和国刑法, 第264条).
    pub legal_basis: Option<(String, Option<String>)>,
}

/// A term as lists show it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TermSummary {
    /// The term.
    pub text: String,
    /// How far it is recommended.
    pub administrative_status: AdministrativeStatus,
    /// Where it is used; `None` is the written norm.
    pub region: Option<Region>,
    /// Norm, older or spoken.
    pub register: Register,
    /// 1 to 4, if anybody said.
    pub reliability: Option<Reliability>,
    /// Title of the first source.
    pub source: Option<String>,
}

impl ConceptSummary {
    /// Makes the summary of a concept.
    #[must_use]
    pub fn of(id: ConceptId, revision: u64, concept: &Concept) -> Self {
        let terms = |lang| concept.terms_in(lang).into_iter().map(TermSummary::of).collect();
        let mut collections: Vec<String> = Vec::new();
        for membership in &concept.memberships {
            let name = membership.collection.to_string();
            if !collections.contains(&name) {
                collections.push(name);
            }
        }
        let numbered = |m: &glossary::Membership| Some((m.collection.to_string(), m.number.clone()?));
        Self {
            id,
            revision,
            workflow: concept.workflow,
            zh: terms(Lang::Zh),
            bo: terms(Lang::Bo),
            subject_fields: concept.subject_fields.iter().map(ToString::to_string).collect(),
            collections,
            list_entries: concept.memberships.iter().filter_map(numbered).collect(),
            legal_basis: concept
                .legal_basis
                .first()
                .map(|basis| (basis.law.clone(), basis.article.clone())),
        }
    }

    /// Puts the Tibetan forms of `asked` first, then those of the written norm, then those of other regions.
    ///
    /// Forms that are not to be written, older ones and deprecated or superseded ones, stay below all others. Within
    /// each of these the order stays as it was.
    pub fn prefer_region(&mut self, asked: &Region) {
        self.bo.sort_by_key(|term| {
            let place = match &term.region {
                Some(region) if region == asked => 0,
                None => 1,
                Some(_) => 2,
            };
            (!term.is_for_writing(), place)
        });
    }

    /// Returns the bytes that stand in the index.
    ///
    /// # Errors
    /// If a value cannot be written as JSON, which none of these can fail to be.
    pub fn encode(&self) -> Result<Vec<u8>, serde_json::Error> {
        serde_json::to_vec(self)
    }

    /// Reads what [`encode`](Self::encode) wrote.
    ///
    /// # Errors
    /// If the bytes are something else: a damaged index.
    pub fn decode(bytes: &[u8]) -> Result<Self, serde_json::Error> {
        serde_json::from_slice(bytes)
    }
}

impl TermSummary {
    fn of(term: &Term) -> Self {
        Self {
            text: term.text.clone(),
            administrative_status: term.administrative_status,
            region: term.region.clone(),
            register: term.register,
            reliability: term.reliability,
            source: term.sources.first().map(|s| s.title.clone()),
        }
    }

    /// Tells whether the form can still be recommended.
    fn is_for_writing(&self) -> bool {
        let is_current = matches!(
            self.administrative_status,
            AdministrativeStatus::Preferred | AdministrativeStatus::Admitted
        );
        is_current && self.register != Register::Older
    }
}

/// Returns the notes of `concept` that everyone may read.
#[must_use]
pub fn public_notes(concept: &Concept) -> Vec<&Note> {
    concept
        .notes
        .iter()
        .filter(|n| n.visibility == Visibility::Public)
        .collect()
}

#[cfg(test)]
mod tests {
    use glossary::Membership;

    use super::*;

    #[test]
    fn a_summary_reads_back_what_it_wrote() {
        let mut concept = Concept::draft();
        concept.terms.push(Term::new(Lang::Zh, "离婚纠纷").unwrap());
        for number in ["14", "15"] {
            let collection = "civil-causes-2026".parse().unwrap();
            concept.memberships.push(Membership {
                collection,
                number: Some(number.to_owned()),
            });
        }
        let summary = ConceptSummary::of(ConceptId::new(7), 3, &concept);
        assert_eq!(
            ConceptSummary::decode(&summary.encode().unwrap()).unwrap(),
            summary
        );
        assert_eq!(
            summary.collections,
            ["civil-causes-2026"],
            "a collection is named once"
        );
        assert_eq!(summary.list_entries.len(), 2);
        assert!(summary.bo.is_empty());
    }

    fn region(name: &str) -> Region {
        name.to_owned().try_into().unwrap()
    }

    /// A form as `text region`, with a mark behind it: `older`, `deprecated`.
    fn form(line: &str) -> Term {
        let mut words = line.split(' ');
        let mut term = Term::new(Lang::Bo, words.next().unwrap()).unwrap();
        term.region = words.next().filter(|r| *r != "norm").map(region);
        match words.next() {
            Some("older") => term.register = Register::Older,
            Some(status) => term.administrative_status = status.parse().unwrap(),
            None => {}
        }
        term
    }

    #[track_caller]
    fn check_region(forms: &[&str], asked: &str, expect: &str) {
        let mut concept = Concept::draft();
        concept.terms.extend(forms.iter().map(|line| form(line)));
        let mut summary = ConceptSummary::of(ConceptId::new(1), 1, &concept);
        summary.prefer_region(&region(asked));
        let order: Vec<_> = summary.bo.iter().map(|t| t.text.as_str()).collect();
        assert_eq!(order.join(" "), expect, "{asked}");
    }

    #[test]
    fn the_forms_of_a_hit_stand_in_the_order_of_the_region_asked_for() {
        let forms = ["ཀ norm", "ཁ amdo", "ག kham", "ང amdo"];
        check_region(&forms, "amdo", "ཁ ང ཀ ག");
        check_region(&forms, "kham", "ག ཀ ཁ ང");
        check_region(&forms, "u-tsang", "ཀ ཁ ག ང");
        check_region(&["ཀ kham", "ཁ norm"], "amdo", "ཁ ཀ");
    }

    #[test]
    fn a_region_lifts_no_form_that_is_not_to_be_written() {
        let forms = ["ཀ norm", "ཁ amdo older", "ག amdo deprecated", "ང kham"];
        check_region(&forms, "amdo", "ཀ ང ག ཁ");
    }

    #[test]
    fn notes_for_editors_are_not_shown() {
        let mut concept = Concept::draft();
        for visibility in [Visibility::Editors, Visibility::Public] {
            concept.notes.push(Note {
                visibility,
                text: visibility.to_string(),
            });
        }
        let shown: Vec<_> = public_notes(&concept).iter().map(|n| n.text.as_str()).collect();
        assert_eq!(shown, ["public"]);
    }
}
