//! A concept as the API writes it: the public view, separate from the form it is stored in.

use std::collections::BTreeSet;

use app::view;
use glossary::{Concept, Context, LegalBasis, Source, Term};
use serde::Serialize;
use utoipa::ToSchema;

use super::hit::ListEntryBody;

/// What a concept says.
#[derive(Debug, Serialize, ToSchema)]
pub struct ConceptBody {
    /// `draft`, `reviewed`, `authorised` or `withdrawn`.
    workflow: &'static str,
    subject_fields: Vec<String>,
    collections: Vec<String>,
    /// Where it stands in official lists.
    list_entries: Vec<ListEntryBody>,
    definitions: Vec<DefinitionBody>,
    terms: Vec<FullTermBody>,
    legal_basis: Vec<LegalBasisBody>,
    relations: Vec<RelationBody>,
    notes: Vec<NoteBody>,
}

#[derive(Debug, Serialize, ToSchema)]
struct DefinitionBody {
    lang: &'static str,
    text: String,
    source: Option<String>,
}

/// A term with everything known of it.
#[derive(Debug, Serialize, ToSchema)]
struct FullTermBody {
    lang: &'static str,
    text: String,
    /// How a Chinese term is read, with tone marks.
    #[serde(skip_serializing_if = "Option::is_none")]
    pinyin: Option<String>,
    /// A Tibetan term in Extended Wylie transliteration.
    #[serde(skip_serializing_if = "Option::is_none")]
    ewts: Option<String>,
    administrative_status: &'static str,
    /// The text of the term of the same language that takes its place; `null` for a form that may be used.
    replaced_by: Option<String>,
    term_type: Option<&'static str>,
    part_of_speech: Option<&'static str>,
    region: Option<String>,
    register: &'static str,
    reliability: Option<u8>,
    sources: Vec<SourceBody>,
    contexts: Vec<ContextBody>,
    note: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
struct SourceBody {
    title: String,
    url: Option<String>,
    locator: Option<String>,
    /// The collection that brought it.
    collection: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
struct ContextBody {
    text: String,
    source: Option<String>,
}

/// A provision; dates are `YYYY-MM-DD`.
#[derive(Debug, Serialize, ToSchema)]
struct LegalBasisBody {
    law: String,
    article: Option<String>,
    chapter: Option<String>,
    edition: Option<String>,
    in_force_from: Option<String>,
    in_force_to: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
struct RelationBody {
    /// `broader`, `narrower`, `related`, `confusable` or `replaced_by`.
    kind: &'static str,
    id: String,
}

#[derive(Debug, Serialize, ToSchema)]
struct NoteBody {
    visibility: &'static str,
    text: String,
}

impl From<Concept> for ConceptBody {
    fn from(concept: Concept) -> Self {
        let mut seen = BTreeSet::new();
        let names = concept.memberships.iter().map(|m| m.collection.to_string());
        let collections = names.filter(|name| seen.insert(name.clone())).collect();
        let list_entries = concept.memberships.into_iter().filter_map(|m| {
            Some(ListEntryBody {
                collection: m.collection.to_string(),
                number: m.number?,
            })
        });
        let definition = |d: glossary::Definition| DefinitionBody {
            lang: d.lang.as_str(),
            text: d.text,
            source: d.source,
        };
        let relation = |r: glossary::Relation| RelationBody {
            kind: r.kind.as_str(),
            id: r.id.to_string(),
        };
        let note = |n: glossary::Note| NoteBody {
            visibility: n.visibility.as_str(),
            text: n.text,
        };
        Self {
            workflow: concept.workflow.as_str(),
            subject_fields: concept.subject_fields.into_iter().map(String::from).collect(),
            collections,
            list_entries: list_entries.collect(),
            definitions: concept.definitions.into_iter().map(definition).collect(),
            terms: concept.terms.into_iter().map(FullTermBody::from).collect(),
            legal_basis: concept
                .legal_basis
                .into_iter()
                .map(LegalBasisBody::from)
                .collect(),
            relations: concept.relations.into_iter().map(relation).collect(),
            notes: concept.notes.into_iter().map(note).collect(),
        }
    }
}

impl From<Term> for FullTermBody {
    fn from(term: Term) -> Self {
        let source = |s: Source| SourceBody {
            title: s.title,
            url: s.url,
            locator: s.locator,
            collection: s.collection.map(String::from),
        };
        let context = |c: Context| ContextBody {
            text: c.text,
            source: c.source,
        };
        Self {
            lang: term.lang.as_str(),
            pinyin: view::pinyin(&term),
            ewts: view::ewts(&term),
            text: term.text,
            administrative_status: term.administrative_status.as_str(),
            replaced_by: term.replaced_by,
            term_type: term.term_type.map(glossary::TermType::as_str),
            part_of_speech: term.part_of_speech.map(glossary::PartOfSpeech::as_str),
            region: term.region.map(String::from),
            register: term.register.as_str(),
            reliability: term.reliability.map(u8::from),
            sources: term.sources.into_iter().map(source).collect(),
            contexts: term.contexts.into_iter().map(context).collect(),
            note: term.note,
        }
    }
}

impl From<LegalBasis> for LegalBasisBody {
    fn from(basis: LegalBasis) -> Self {
        let LegalBasis {
            law,
            article,
            chapter,
            edition,
            in_force_from,
            in_force_to,
        } = basis;
        Self {
            law,
            article,
            chapter,
            edition,
            in_force_from,
            in_force_to,
        }
    }
}
