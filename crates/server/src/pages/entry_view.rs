//! What the page of one concept shows.

use app::{Authority, CollectionName, ConceptEntry, RevisionLine};
use glossary::list_change::{ListChange, ListChangeKind};
use glossary::{ConceptId, Lang, Register, RelationKind};
use serde::Serialize;

use super::entry_terms::{LanguageView, TextView};
use super::entry_work::WorkView;
use super::result_view::{PartView, TermView, terms};
use super::times;
use crate::web::templates::View;

/// The page of one concept.
#[derive(Debug, Clone, Serialize)]
pub struct EntryView {
    pub id: String,
    pub revision: u64,
    /// The revision that everybody reads.
    pub standing: u64,
    /// The revision that is being drafted, for those who may read it.
    pub draft: Option<u64>,
    pub updated_at: String,
    pub workflow: &'static str,
    pub authority: Option<AuthorityView>,
    pub name_zh: Option<String>,
    pub name_bo: Option<String>,
    /// Terms by language; Chinese and Tibetan always stand there, English only if there are any.
    pub languages: Vec<LanguageView>,
    pub definitions: Vec<TextView>,
    pub legal_basis: Vec<BasisView>,
    /// (collection, number).
    pub list_entries: Vec<(String, String)>,
    pub collections: Vec<String>,
    pub subject_fields: Vec<String>,
    pub relations: Vec<RelationView>,
    /// The concept and those that it is confused with, side by side; none without such.
    pub compared: Vec<ComparedView>,
    pub notes: Vec<String>,
    /// Only without Tibetan. No official rendering.
    pub parts: Vec<PartView>,
    pub revisions: Vec<RevisionView>,
    /// What the reader can do with it, for those who edit.
    pub work: Option<WorkView>,
    /// What new editions of lists call it, and called it.
    pub list_changes: Vec<NameChangeView>,
    /// How often its Tibetan was asked for; `None` if it has some.
    pub requests: Option<u64>,
    /// What was done before.
    pub done: Option<&'static str>,
}

impl View for EntryView {
    const TEMPLATE: &'static str = "entry.html";
}

/// What a new edition of a list says of the concept's name.
#[derive(Debug, Clone, Serialize)]
pub struct NameChangeView {
    /// The new edition.
    pub list: String,
    /// The list that the sentence is about.
    pub shown_list: String,
    /// `calls_it`, `called_before` or `gone`.
    pub said: &'static str,
    /// The other name.
    pub name: String,
    /// The other concept that has it, if it is another.
    pub id: Option<String>,
}

impl NameChangeView {
    /// Returns what `change` of `list`, which took the place of `predecessor`, says to a reader of the concept `id` under
    /// the name `shown`: nothing of a name that is new or stays.
    pub fn of(
        id: ConceptId,
        shown: Option<&str>,
        (list, predecessor, change): (CollectionName, CollectionName, ListChange),
    ) -> Option<Self> {
        let (list, predecessor) = (list.to_string(), predecessor.to_string());
        let other = |concept: ConceptId| (concept != id).then(|| concept.to_string());
        match (change.kind, change.old, change.new) {
            (ListChangeKind::Abolished, Some(old), _) => Some(Self {
                shown_list: list.clone(),
                list,
                said: "gone",
                name: old.name,
                id: None,
            }),
            (ListChangeKind::Renamed, Some(old), Some(new)) => {
                // A concept that was renamed itself is told of the name that it is not shown by.
                let is_old = old.concept == id && (new.concept != id || shown == Some(old.name.as_str()));
                let (said, entry) = if is_old {
                    ("calls_it", new)
                } else {
                    ("called_before", old)
                };
                Some(Self {
                    shown_list: if is_old { list.clone() } else { predecessor },
                    list,
                    said,
                    id: other(entry.concept),
                    name: entry.name,
                })
            }
            _ => None,
        }
    }
}

/// The act that authorised what is shown. Dates are civil dates.
#[derive(Debug, Clone, Serialize)]
pub struct AuthorityView {
    pub number: String,
    pub committee: String,
    pub decided_on: Option<String>,
    pub decision: Option<String>,
    /// The work in which it was published before it came in here.
    pub title: Option<String>,
    /// Whether only the spelling was changed since.
    pub is_respelled: bool,
}

/// A provision.
#[derive(Debug, Clone, Serialize)]
pub struct BasisView {
    pub law: String,
    pub article: Option<String>,
    pub chapter: Option<String>,
    pub edition: Option<String>,
    pub in_force_from: Option<String>,
    pub in_force_to: Option<String>,
}

/// Concepts that stand in one kind of relation to this one.
#[derive(Debug, Clone, Serialize)]
pub struct RelationView {
    pub kind: &'static str,
    pub concepts: Vec<RelatedView>,
}

/// A concept that this one refers to.
#[derive(Debug, Clone, Serialize)]
pub struct RelatedView {
    pub id: String,
    pub workflow: &'static str,
    pub zh: Option<TermView>,
    pub bo: Option<TermView>,
}

/// A concept beside those that it is confused with.
#[derive(Debug, Clone, Serialize)]
pub struct ComparedView {
    pub id: String,
    pub workflow: &'static str,
    pub zh: Vec<TermView>,
    pub bo: Vec<TermView>,
    pub definitions: Vec<TextView>,
    pub legal_basis: Vec<BasisView>,
}

impl ComparedView {
    /// Makes the side of `concept`, without what is said in court.
    pub fn of(id: glossary::ConceptId, concept: &glossary::Concept) -> Self {
        let summary = app::view::ConceptSummary::of(id, 0, concept);
        let written = |found: &[app::view::TermSummary], lang| {
            let mut found = terms(found, lang, None);
            found.retain(|term| term.register != Register::CourtroomOral.as_str());
            found
        };
        Self {
            id: id.to_string(),
            workflow: concept.workflow.as_str(),
            zh: written(&summary.zh, Lang::Zh),
            bo: written(&summary.bo, Lang::Bo),
            definitions: concept.definitions.iter().map(TextView::of_definition).collect(),
            legal_basis: concept.legal_basis.iter().cloned().map(BasisView::from).collect(),
        }
    }
}

/// A line of the history.
#[derive(Debug, Clone, Serialize)]
pub struct RevisionView {
    pub revision: u64,
    pub workflow: Option<&'static str>,
    pub at: String,
}

impl EntryView {
    /// Makes the view of `entry` with its history; times in a zone so far ahead of UTC.
    pub fn new(entry: ConceptEntry, history: &[RevisionLine], utc_offset_minutes: i16) -> Self {
        let relations = relations(&entry);
        let ConceptEntry {
            id,
            revision,
            standing,
            newest,
            concept,
            updated_at_ms,
            authority,
            parts,
            ..
        } = entry;
        // What is said in court is no name, and nothing to copy.
        let name = |lang| {
            let terms = concept.terms_in(lang).into_iter();
            let mut names = terms.filter(|term| term.register != Register::CourtroomOral);
            names.next().map(|term| term.text.clone())
        };
        let languages =
            [Lang::Zh, Lang::Bo, Lang::En].map(|lang| LanguageView::of(&concept, lang).with_spoken_apart());
        let line = |l: &RevisionLine| RevisionView {
            revision: l.revision,
            workflow: l.workflow.map(glossary::Workflow::as_str),
            at: times::shown(l.at_ms, utc_offset_minutes),
        };
        let mut collections: Vec<String> = concept
            .memberships
            .iter()
            .map(|m| m.collection.to_string())
            .collect();
        collections.dedup();
        let list_entry = |m: &glossary::Membership| Some((m.collection.to_string(), m.number.clone()?));
        Self {
            id: id.to_string(),
            revision,
            standing,
            draft: newest.filter(|newest| *newest != standing),
            updated_at: times::shown(updated_at_ms, utc_offset_minutes),
            workflow: concept.workflow.as_str(),
            authority: authority.map(AuthorityView::from),
            name_zh: name(Lang::Zh),
            name_bo: name(Lang::Bo),
            languages: languages
                .into_iter()
                .filter(|l| l.lang != "en" || !l.terms.is_empty() || !l.spoken.is_empty())
                .collect(),
            definitions: concept.definitions.iter().map(TextView::of_definition).collect(),
            legal_basis: concept.legal_basis.iter().cloned().map(BasisView::from).collect(),
            list_entries: concept.memberships.iter().filter_map(list_entry).collect(),
            collections,
            subject_fields: concept.subject_fields.iter().map(ToString::to_string).collect(),
            relations,
            compared: Vec::new(),
            notes: concept.notes.iter().map(|note| note.text.clone()).collect(),
            parts: parts.into_iter().map(PartView::from).collect(),
            revisions: history.iter().map(line).collect(),
            work: None,
            requests: None,
            list_changes: Vec::new(),
            done: None,
        }
    }
}

impl From<Authority> for AuthorityView {
    fn from(authority: Authority) -> Self {
        Self {
            number: authority.number,
            committee: authority.committee,
            decided_on: authority.decided_on,
            decision: authority.decision,
            title: authority.title,
            is_respelled: authority.is_respelled,
        }
    }
}

impl From<glossary::LegalBasis> for BasisView {
    fn from(basis: glossary::LegalBasis) -> Self {
        let glossary::LegalBasis {
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

fn relations(entry: &ConceptEntry) -> Vec<RelationView> {
    let of_kind = |kind: &RelationKind| {
        let concepts = entry
            .related
            .iter()
            .filter(|(k, _)| k == kind)
            .map(|(_, summary)| RelatedView {
                id: summary.id.to_string(),
                workflow: summary.workflow.as_str(),
                zh: terms(&summary.zh, Lang::Zh, None).into_iter().next(),
                bo: terms(&summary.bo, Lang::Bo, None).into_iter().next(),
            });
        RelationView {
            kind: kind.as_str(),
            concepts: concepts.collect(),
        }
    };
    RelationKind::ALL
        .iter()
        .map(of_kind)
        .filter(|relation| !relation.concepts.is_empty())
        .collect()
}
