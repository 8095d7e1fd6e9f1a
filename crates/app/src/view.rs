//! What a reader sees of a concept in a list: the form that travels with the index.

mod pairs;
#[cfg(test)]
mod tests;

use glossary::{
    AdministrativeStatus, Concept, ConceptId, Lang, Note, Region, Register, RelationKind, Reliability, Term,
    Visibility,
};
use serde::{Deserialize, Serialize};

/// The version of [`ConceptSummary::encode`]; part of the index hash, so that a change of it rebuilds the index.
pub const ENCODER_VERSION: u32 = 3;

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
    #[serde(with = "pairs::list_entries")]
    pub list_entries: Vec<(String, String)>,
    /// The law and article it rests on first, such as (中华人民共和国刑法, 第264条).
    #[serde(default, with = "pairs::legal_basis", skip_serializing_if = "Option::is_none")]
    pub legal_basis: Option<(String, Option<String>)>,
    /// The concepts that have taken its place. The last member, and never sent: whoever answers names those that are shown.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub replaced_by: Vec<ConceptId>,
}

/// A term as lists show it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TermSummary {
    /// The term.
    pub text: String,
    /// How far it is recommended.
    pub administrative_status: AdministrativeStatus,
    /// For a form that is not to be used: the form of the same concept that takes its place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replaced_by: Option<String>,
    /// Where it is used; `None` is the written norm.
    pub region: Option<Region>,
    /// Norm, older or spoken.
    pub register: Register,
    /// 1 to 4, if anybody said.
    pub reliability: Option<Reliability>,
    /// Title of the first source.
    pub source: Option<String>,
    /// How a Chinese term is read, with tone marks; none for other languages and for terms that cannot be read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pinyin: Option<String>,
    /// A Tibetan term in Extended Wylie; none for other languages.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ewts: Option<String>,
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
            replaced_by: concept
                .relations
                .iter()
                .filter(|relation| relation.kind == RelationKind::ReplacedBy)
                .map(|relation| relation.id)
                .collect(),
        }
    }

    /// Tells whether the bytes of an entry may name concepts that have taken its place; they do so at their very end.
    pub(crate) fn may_be_replaced(bytes: &[u8]) -> bool {
        bytes.ends_with(b"\"]}")
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

    /// Returns the bytes that stand in the index: a JSON object, without spaces between its members.
    ///
    /// It is all that a hit of the API says of the concept whatever was asked, so that an answer is made by copying it:
    /// `id`, `revision`, `workflow`, `zh`, `bo`, `subject_fields`, `collections`, `list_entries` as objects of
    /// `collection` and `number`, and `legal_basis` as an object of `law` and `article`, left out where there is none.
    /// A term has `text`, `administrative_status`, `replaced_by` if it has one, `region`, `register`, `reliability`, `source`, and `pinyin` or
    /// `ewts`. The ids in `replaced_by` stand at the end and are not sent, because they may be of concepts that are hidden.
    /// A change of it is a change of the API, and needs another [`ENCODER_VERSION`].
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
            replaced_by: term.replaced_by.clone().filter(|_| term.is_out_of_use()),
            region: term.region.clone(),
            register: term.register,
            reliability: term.reliability,
            source: term.sources.first().map(|s| s.title.clone()),
            pinyin: pinyin(term),
            ewts: ewts(term),
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

/// Returns how a Chinese term is read; none for a term of another language, or without anything to read.
#[must_use]
pub fn pinyin(term: &Term) -> Option<String> {
    let reading = (term.lang == Lang::Zh).then(|| text::zh::pinyin::reading(&term.text))?;
    (!reading.is_empty()).then_some(reading)
}

/// Returns a Tibetan term in Extended Wylie; none for a term of another language.
#[must_use]
pub fn ewts(term: &Term) -> Option<String> {
    (term.lang == Lang::Bo).then(|| text::bo::to_ewts(&term.text).text)
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
