//! What the list of results shows: groups of rows, a row a concept.

use app::view::{ConceptSummary, TermSummary};
use app::{Hit, Match, MatchKind, Notice, Part, Reading, ReadingKind, SearchAnswer, Suggestion};
use glossary::{AdministrativeStatus, Lang, Register};
use serde::Serialize;

use super::explained::SnippetView;
use super::facet_view::{FacetView, facets};
use super::groups::Group;
use super::highlight::{Segment, segments};
use super::question::Question;
use crate::notices::notice_codes;
use crate::web::templates::{View, percent_encode};

/// Terms that are offered in place of what nobody wrote.
const MOST_MEANT: usize = 3;

/// The results of a search; alone, the fragment that search-as-you-type puts into the page.
#[derive(Debug, Clone, Serialize)]
pub struct ResultsView {
    /// What was asked, as short as a sentence or a title takes it.
    pub q_shown: String,
    pub total: usize,
    /// The rows by how they match, each group that has any.
    pub groups: Vec<GroupView>,
    /// Names of notices.
    pub notices: Vec<&'static str>,
    /// How letters were read, if in more than one way that finds something.
    pub readings: Vec<ReadingView>,
    /// What may have been meant, where nothing is written so.
    pub meant: Vec<WordView>,
    /// Terms that continue what is being typed.
    pub suggestions: Vec<WordView>,
    pub facets: Vec<FacetView>,
    /// Whether every hit was counted.
    pub is_counted: bool,
    /// The link to the first page, if this is another.
    pub first: Option<String>,
    /// The link to the next page.
    pub more: Option<String>,
    /// The same search without choices, if there are any.
    pub unfiltered: Option<String>,
    /// The link to a proposal of what was searched for: what was found may be something else.
    pub propose: String,
}

impl View for ResultsView {
    const TEMPLATE: &'static str = "fragment.html";
}

/// Rows that match in one way.
#[derive(Debug, Clone, Serialize)]
pub struct GroupView {
    pub name: &'static str,
    pub rows: Vec<RowView>,
}

/// One way in which letters were read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReadingView {
    pub kind: &'static str,
    pub text: String,
    /// The value of `lang` for the text.
    pub lang: &'static str,
}

/// A term to search for instead.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct WordView {
    pub text: String,
    pub lang: &'static str,
    /// How it matches, where that cannot be seen.
    pub kind: Option<&'static str>,
    pub link: String,
}

/// A concept in the list.
#[derive(Debug, Clone, Serialize)]
pub struct RowView {
    pub id: String,
    pub workflow: &'static str,
    pub zh: Vec<TermView>,
    pub bo: Vec<TermView>,
    pub match_kind: &'static str,
    /// The reading of the letters by which it matches.
    pub reading: Option<ReadingView>,
    /// Where its explanation matches.
    pub snippet: Option<SnippetView>,
    /// (law, article).
    pub provision: Option<(String, Option<String>)>,
    /// (collection, number).
    pub list_entries: Vec<(String, String)>,
    pub collections: Vec<String>,
    pub parts: Vec<PartView>,
    /// The concepts that have taken its place.
    pub replaced_by: Vec<SuccessorView>,
}

/// A concept that has taken the place of another.
#[derive(Debug, Clone, Serialize)]
pub struct SuccessorView {
    pub id: String,
    pub zh: String,
}

/// A term in the list.
#[derive(Debug, Clone, Serialize)]
pub struct TermView {
    /// Exactly as stored: this is what is copied.
    pub text: String,
    /// The same, cut where it matched.
    pub segments: Vec<Segment>,
    pub administrative_status: &'static str,
    /// For a form that is not to be used: the one that takes its place.
    pub replaced_by: Option<String>,
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
    /// Makes the view of the `answer` to `question`. `snippets` are those of the hits by explanation, in their order.
    pub fn new(
        question: &Question,
        answer: SearchAnswer,
        suggestions: Vec<Suggestion>,
        snippets: Vec<Option<SnippetView>>,
    ) -> Self {
        let more = answer.next_cursor.as_deref();
        let more = more.map(|cursor| question.link(Some(cursor)));
        let counted = answer.facets.as_ref();
        Self {
            q_shown: shortened(&answer.query),
            propose: propose_link(&question.q),
            total: answer.total,
            readings: readings(&answer),
            meant: meant(question, &answer),
            suggestions: suggested(question, suggestions),
            facets: counted.map_or(Vec::new(), |counted| facets(question, counted, answer.total)),
            is_counted: counted.is_none_or(|counted| counted.is_complete),
            groups: grouped(answer.hits, &answer.readings, snippets),
            notices: notice_codes(&answer.notices, answer.is_store_away).collect(),
            first: None,
            more,
            unfiltered: (!question.chosen().is_empty()).then(|| question.unfiltered().link(None)),
        }
    }
}

/// Returns the link to the form of a proposal, with `typed` in the field of its language; letters stand in none.
fn propose_link(typed: &str) -> String {
    let typed = typed.trim();
    let holds = |first, last| typed.chars().any(|c| (first..=last).contains(&c));
    let field = match (holds('\u{0F00}', '\u{0FFF}'), holds('\u{3400}', '\u{9FFF}')) {
        (true, false) => "bo",
        (false, true) => "zh",
        _ => return "/proposals/new".to_owned(),
    };
    format!("/proposals/new?{field}={}", percent_encode(typed))
}

impl RowView {
    fn new(hit: Hit, readings: &[Reading], snippet: Option<SnippetView>) -> Self {
        let Hit {
            summary,
            matched,
            parts,
            replaced_by,
            ..
        } = hit;
        let successor = |successor: app::Successor| SuccessorView {
            id: successor.id.to_string(),
            zh: successor.name,
        };
        Self {
            id: summary.id.to_string(),
            workflow: summary.workflow.as_str(),
            zh: terms(&summary.zh, Lang::Zh, Some(&matched)),
            bo: terms(&summary.bo, Lang::Bo, Some(&matched)),
            match_kind: matched.kind.as_str(),
            reading: reading_of(matched.kind, readings),
            snippet,
            provision: summary.legal_basis,
            list_entries: summary.list_entries,
            collections: summary.collections,
            parts: parts.into_iter().map(PartView::from).collect(),
            replaced_by: replaced_by.into_iter().map(successor).collect(),
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

/// Returns the rows by group, in the order of the hits within each.
fn grouped(hits: Vec<Hit>, readings: &[Reading], snippets: Vec<Option<SnippetView>>) -> Vec<GroupView> {
    let mut views = Group::ALL.map(|group| (group, Vec::new()));
    let mut snippets = snippets.into_iter();
    for hit in hits {
        let group = Group::of(hit.matched.kind, hit.place.extent);
        let snippet = if group == Group::Explained {
            snippets.next().flatten()
        } else {
            None
        };
        if let Some((_, rows)) = views.iter_mut().find(|(of, _)| *of == group) {
            rows.push(RowView::new(hit, readings, snippet));
        }
    }
    let view = |(group, rows): (Group, Vec<RowView>)| GroupView {
        name: group.as_str(),
        rows,
    };
    let filled = views.into_iter().filter(|(_, rows)| !rows.is_empty());
    filled.map(view).collect()
}

/// Returns the ways in which letters were read: all of them if the answer calls them ambiguous, else those that hit.
/// One alone stands beside its hits.
fn readings(answer: &SearchAnswer) -> Vec<ReadingView> {
    let is_ambiguous = answer.notices.contains(&Notice::Ambiguous);
    let hits = |kind| {
        answer
            .hits
            .iter()
            .any(|hit| reading_kind(hit.matched.kind) == Some(kind))
    };
    let shown = answer
        .readings
        .iter()
        .filter(|r| !r.invalid && (is_ambiguous || hits(r.kind)));
    let shown: Vec<_> = shown.filter_map(reading_view).collect();
    if shown.len() < 2 { Vec::new() } else { shown }
}

/// Returns the reading by which a hit of `kind` was found.
fn reading_of(kind: MatchKind, readings: &[Reading]) -> Option<ReadingView> {
    let wanted = reading_kind(kind)?;
    let found = readings.iter().find(|r| r.kind == wanted && !r.invalid);
    found.and_then(reading_view)
}

fn reading_kind(kind: MatchKind) -> Option<ReadingKind> {
    match kind {
        MatchKind::Pinyin | MatchKind::FuzzyPinyin => Some(ReadingKind::Pinyin),
        MatchKind::Initials => Some(ReadingKind::Initials),
        MatchKind::Ewts => Some(ReadingKind::Ewts),
        MatchKind::Phonetic => Some(ReadingKind::Phonetic),
        _ => None,
    }
}

fn reading_view(reading: &Reading) -> Option<ReadingView> {
    let (text, lang) = match reading.kind {
        ReadingKind::Pinyin => (reading.text.clone(), "zh-Latn-pinyin"),
        ReadingKind::Initials => (reading.text.to_uppercase(), "zh-Latn-pinyin"),
        ReadingKind::Ewts => (reading.text.clone(), "bo"),
        // Its text is a key for comparing sounds, which nobody reads.
        ReadingKind::Phonetic => (String::new(), "bo-Latn"),
        _ => return None,
    };
    Some(ReadingView {
        kind: reading.kind.as_str(),
        text,
        lang,
    })
}

/// Returns what may have been meant: the terms most like a text that nobody wrote so.
fn meant(question: &Question, answer: &SearchAnswer) -> Vec<WordView> {
    let mut words: Vec<WordView> = Vec::new();
    if !answer.notices.contains(&Notice::OnlySimilar) {
        return words;
    }
    for hit in &answer.hits {
        let Match { term, lang, kind, .. } = &hit.matched;
        let is_alike = Group::of(*kind, hit.place.extent) == Group::Alike;
        if is_alike && words.len() < MOST_MEANT && words.iter().all(|word| word.text != *term) {
            words.push(WordView {
                text: term.clone(),
                lang: lang.as_str(),
                kind: Some(kind.as_str()),
                link: question.about(term).link(None),
            });
        }
    }
    words
}

/// Returns the suggestions in their order, without what was typed already.
fn suggested(question: &Question, suggestions: Vec<Suggestion>) -> Vec<WordView> {
    let others = suggestions.into_iter().filter(|s| s.text != question.q.trim());
    let view = |suggestion: Suggestion| WordView {
        link: question.about(&suggestion.text).link(None),
        kind: reading_kind(suggestion.kind).map(|_| suggestion.kind.as_str()),
        lang: suggestion.lang.as_str(),
        text: suggestion.text,
    };
    others.map(view).collect()
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

impl TermView {
    /// Makes the view of a text of which nothing else is known.
    pub fn plain(text: &str) -> Self {
        Self {
            text: text.to_owned(),
            segments: segments(text, &[]),
            administrative_status: AdministrativeStatus::Preferred.as_str(),
            replaced_by: None,
            region: None,
            register: Register::Norm.as_str(),
            source: None,
        }
    }
}

/// Returns the terms as a list shows them. What matched is underlined only where the term is the one that matched.
pub fn terms(terms: &[TermSummary], lang: Lang, matched: Option<&Match>) -> Vec<TermView> {
    let view = |term: &TermSummary| {
        let here = matched.filter(|m| m.lang == lang && m.term == term.text);
        TermView {
            segments: segments(&term.text, here.map_or(&[], |m| &m.ranges)),
            text: term.text.clone(),
            administrative_status: term.administrative_status.as_str(),
            replaced_by: term.replaced_by.clone(),
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
