//! What the list of results shows: a row a concept.

use app::view::{ConceptSummary, TermSummary};
use app::{Hit, Match, Part, SearchAnswer};
use glossary::{Lang, Register};
use serde::Serialize;

use super::highlight::{Segment, segments};
use crate::web::templates::View;

/// The results of a search; alone, the fragment that search-as-you-type puts into the page.
#[derive(Debug, Clone, Serialize)]
pub struct ResultsView {
    pub q: String,
    /// The same, as short as a sentence or a title takes it.
    pub q_shown: String,
    pub total: usize,
    pub rows: Vec<RowView>,
    /// Names of notices.
    pub notices: Vec<&'static str>,
    /// The link to the first page, if this is another.
    pub first: Option<String>,
    /// The link to the next page.
    pub more: Option<String>,
    /// Whether something besides the text narrowed the search.
    pub is_filtered: bool,
}

impl View for ResultsView {
    const TEMPLATE: &'static str = "fragment.html";
}

/// A concept in the list.
#[derive(Debug, Clone, Serialize)]
pub struct RowView {
    pub id: String,
    pub workflow: &'static str,
    pub zh: Vec<TermView>,
    pub bo: Vec<TermView>,
    pub match_kind: &'static str,
    /// (law, article).
    pub provision: Option<(String, Option<String>)>,
    /// (collection, number).
    pub list_entries: Vec<(String, String)>,
    pub collections: Vec<String>,
    pub parts: Vec<PartView>,
}

/// A term in the list.
#[derive(Debug, Clone, Serialize)]
pub struct TermView {
    /// Exactly as stored: this is what is copied.
    pub text: String,
    /// The same, cut where it matched.
    pub segments: Vec<Segment>,
    pub administrative_status: &'static str,
    pub region: Option<String>,
    pub register: &'static str,
    pub source: Option<String>,
}

/// A part of a name that has a pair; no official rendering.
#[derive(Debug, Clone, Serialize)]
pub struct PartView {
    pub zh: String,
    pub id: String,
    pub workflow: &'static str,
    pub bo: Vec<TermView>,
}

impl ResultsView {
    /// Makes the view of `answer`, which pages lead to and from by these links.
    pub fn new(answer: SearchAnswer, first: Option<String>, more: Option<String>, is_filtered: bool) -> Self {
        Self {
            q_shown: shortened(&answer.query),
            q: answer.query,
            total: answer.total,
            rows: answer.hits.into_iter().map(RowView::from).collect(),
            notices: answer.notices.into_iter().map(app::Notice::as_str).collect(),
            first,
            more,
            is_filtered,
        }
    }
}

impl From<Hit> for RowView {
    fn from(hit: Hit) -> Self {
        let Hit {
            summary,
            matched,
            parts,
            ..
        } = hit;
        Self {
            id: summary.id.to_string(),
            workflow: summary.workflow.as_str(),
            zh: terms(&summary.zh, Lang::Zh, Some(&matched)),
            bo: terms(&summary.bo, Lang::Bo, Some(&matched)),
            match_kind: matched.kind.as_str(),
            provision: summary.legal_basis,
            list_entries: summary.list_entries,
            collections: summary.collections,
            parts: parts.into_iter().map(PartView::from).collect(),
        }
    }
}

impl From<Part> for PartView {
    fn from(part: Part) -> Self {
        let ConceptSummary { id, workflow, bo, .. } = part.summary;
        Self {
            zh: part.zh,
            id: id.to_string(),
            workflow: workflow.as_str(),
            bo: terms(&bo, Lang::Bo, None),
        }
    }
}

/// Returns at most 40 characters of what was asked, cut where a Tibetan syllable or a word ends if one does.
fn shortened(query: &str) -> String {
    const MAX_CHARS: usize = 40;
    let Some((end, _)) = query.char_indices().nth(MAX_CHARS) else {
        return query.to_owned();
    };
    let start = query.get(..end).unwrap_or_default();
    let cut = start.rfind(['་', ' ', '།']).filter(|at| *at > end / 2);
    format!("{}…", cut.and_then(|at| start.get(..at)).unwrap_or(start))
}

/// Returns the terms as a list shows them. What matched is underlined only where the term is the one that matched.
pub fn terms(terms: &[TermSummary], lang: Lang, matched: Option<&Match>) -> Vec<TermView> {
    let view = |term: &TermSummary| {
        let here = matched.filter(|m| m.lang == lang && m.term == term.text);
        TermView {
            segments: segments(&term.text, here.map_or(&[], |m| &m.ranges)),
            text: term.text.clone(),
            administrative_status: term.administrative_status.as_str(),
            region: term.region.clone().map(String::from),
            register: term.register.as_str(),
            source: term.source.clone(),
        }
    };
    let (norm, older): (Vec<_>, Vec<_>) = terms.iter().partition(|t| t.register != Register::Older);
    norm.into_iter().chain(older).map(view).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_query_is_not_repeated_in_full_and_no_syllable_is_cut() {
        for (query, shown) in [
            ("法院".to_owned(), "法院".to_owned()),
            ("法".repeat(40), "法".repeat(40)),
            ("法".repeat(400), format!("{}…", "法".repeat(40))),
            ("བསྒྲུབས་".repeat(50), format!("{}…", ["བསྒྲུབས"; 5].join("་"))),
            ("ཀ".repeat(41), format!("{}…", "ཀ".repeat(40))),
        ] {
            assert_eq!(shortened(&query), shown);
        }
    }
}
