//! Concepts as lists of the API show them: hits, their terms, their parts.

use app::view::{ConceptSummary, TermSummary};
use app::{Hit, Match, Part};
use serde::Serialize;
use utoipa::ToSchema;

/// A concept that matches.
#[derive(Debug, Serialize, ToSchema)]
pub struct HitBody {
    #[schema(example = "c-000123")]
    id: String,
    revision: u64,
    /// `draft`, `reviewed`, `authorised` or `withdrawn`. Only `authorised` is law language that a body approved.
    workflow: &'static str,
    /// 0 to 100, falling with rank; comparable within one answer only.
    score: f32,
    #[serde(rename = "match")]
    matched: MatchBody,
    /// Chinese terms, best first.
    zh: Vec<TermBody>,
    /// Tibetan terms, best first; empty where none is known.
    bo: Vec<TermBody>,
    subject_fields: Vec<String>,
    collections: Vec<String>,
    /// Where the concept stands in official lists.
    list_entries: Vec<ListEntryBody>,
    /// The provision it rests on first.
    #[serde(skip_serializing_if = "Option::is_none")]
    legal_basis: Option<ProvisionBody>,
    /// Only where `bo` is empty: the longest parts of the name that have a pair. No official rendering.
    #[serde(skip_serializing_if = "Option::is_none")]
    parts: Option<Vec<PartBody>>,
}

/// Why a concept matches.
#[derive(Debug, Serialize, ToSchema)]
pub struct MatchBody {
    /// `exact`, `folded`, `variant`, `prefix`, `ending`, `substring`, `phrase`, `words` and so on, best first.
    kind: &'static str,
    lang: &'static str,
    /// The term that matched.
    term: String,
    /// The places that matched, `[start, end)` in Unicode scalar values.
    ranges: Vec<[usize; 2]>,
}

/// A term as lists show it.
#[derive(Debug, Serialize, ToSchema)]
pub struct TermBody {
    text: String,
    /// `preferred`, `admitted`, `deprecated` or `superseded`.
    administrative_status: &'static str,
    /// A dialect area or division code; `null` is the written norm for all regions.
    region: Option<String>,
    /// `norm`, `courtroom_oral` (never for documents) or `older` (a form of older dictionaries).
    register: &'static str,
    /// 1 to 4: how far the source can be relied on; `null` where nobody said.
    reliability: Option<u8>,
    /// Title of the first source.
    source: Option<String>,
}

/// A place in an official list.
#[derive(Debug, Serialize, ToSchema)]
pub struct ListEntryBody {
    #[schema(example = "charges-2024")]
    pub collection: String,
    /// The number as the list writes it.
    pub number: String,
}

/// A law and the article in it.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProvisionBody {
    #[schema(example = "中华人民共和国刑法")]
    law: String,
    #[schema(example = "第264条")]
    article: Option<String>,
}

/// A part of a name that has a pair of its own; the pair is not a rendering of the whole name.
#[derive(Debug, Serialize, ToSchema)]
pub struct PartBody {
    /// The part.
    zh: String,
    /// The concept it names.
    id: String,
    /// How far that concept has come.
    workflow: &'static str,
    /// Its Tibetan terms, best first.
    bo: Vec<TermBody>,
}

impl From<Hit> for HitBody {
    fn from(hit: Hit) -> Self {
        let ConceptSummary {
            id,
            revision,
            workflow,
            zh,
            bo,
            subject_fields,
            collections,
            list_entries,
            legal_basis,
        } = hit.summary;
        let parts = bo
            .is_empty()
            .then(|| hit.parts.into_iter().map(PartBody::from).collect());
        Self {
            id: id.to_string(),
            revision,
            workflow: workflow.as_str(),
            score: hit.score,
            matched: hit.matched.into(),
            zh: terms(zh),
            bo: terms(bo),
            subject_fields,
            collections,
            list_entries: list_entries
                .into_iter()
                .map(|(collection, number)| ListEntryBody { collection, number })
                .collect(),
            legal_basis: legal_basis.map(|(law, article)| ProvisionBody { law, article }),
            parts,
        }
    }
}

impl From<Match> for MatchBody {
    fn from(matched: Match) -> Self {
        Self {
            kind: matched.kind.as_str(),
            lang: matched.lang.as_str(),
            term: matched.term,
            ranges: matched
                .ranges
                .into_iter()
                .map(|range| [range.start, range.end])
                .collect(),
        }
    }
}

impl From<Part> for PartBody {
    fn from(part: Part) -> Self {
        let Part { zh, summary } = part;
        Self {
            zh,
            id: summary.id.to_string(),
            workflow: summary.workflow.as_str(),
            bo: terms(summary.bo),
        }
    }
}

fn terms(terms: Vec<TermSummary>) -> Vec<TermBody> {
    let body = |term: TermSummary| TermBody {
        text: term.text,
        administrative_status: term.administrative_status.as_str(),
        region: term.region.map(String::from),
        register: term.register.as_str(),
        reliability: term.reliability.map(u8::from),
        source: term.source,
    };
    terms.into_iter().map(body).collect()
}
