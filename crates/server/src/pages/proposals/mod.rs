//! `/proposals`: what readers wish to see in the glossary, written in a short form and decided by editors.

pub mod form;
pub mod list;
pub mod making;
pub mod one;

use app::Proposal;
use glossary::{Concept, Lang};
use serde::Serialize;

use super::entry_terms::{LanguageView, TextView};
use super::entry_view::BasisView;
use super::times;

/// A proposal in a list, and at the head of its own page.
#[derive(Debug, Clone, Default, Serialize)]
pub struct ProposalRow {
    pub id: String,
    pub zh: Option<String>,
    pub bo: Option<String>,
    /// The concept it is about; `None` for a new one.
    pub concept: Option<String>,
    /// `new`, `add` or `replace`: the translation `manner.<manner>`.
    pub manner: &'static str,
    pub reason: String,
    pub by: String,
    pub at: String,
    /// How far it has come: the translation `proposal_state.<state>`.
    pub state: &'static str,
    pub decision: Option<DecisionView>,
}

/// What was decided. The proposer reads the answer.
#[derive(Debug, Clone, Default, Serialize)]
pub struct DecisionView {
    pub by: String,
    pub at: String,
    pub answer: Option<String>,
    /// The concept and the revision that were made of it.
    pub made: Option<(String, u64)>,
}

/// What a concept says, as far as proposals are compared with it.
#[derive(Debug, Clone, Default, Serialize)]
pub struct ContentView {
    /// Only languages of which there is a form.
    pub languages: Vec<LanguageView>,
    pub definitions: Vec<TextView>,
    pub legal_basis: Vec<BasisView>,
    pub notes: Vec<String>,
}

impl ProposalRow {
    /// Shows a proposal; times in a zone so far ahead of UTC.
    pub fn of(proposal: Proposal, utc_offset_minutes: i16) -> Self {
        let shown = |at_ms| times::shown(at_ms, utc_offset_minutes);
        let name = |lang| proposal.body.preferred(lang).map(str::to_owned);
        Self {
            zh: name(Lang::Zh),
            bo: name(Lang::Bo),
            id: proposal.id,
            concept: proposal.concept.map(|id| id.to_string()),
            manner: proposal.manner.as_str(),
            reason: proposal.reason,
            by: proposal.proposed_by,
            at: shown(proposal.proposed_at_ms),
            state: proposal.state.as_str(),
            decision: proposal.decision.map(|decision| DecisionView {
                by: decision.by,
                at: shown(decision.at_ms),
                answer: decision.answer,
                made: decision.made.map(|(id, revision)| (id.to_string(), revision)),
            }),
        }
    }
}

impl From<&Concept> for ContentView {
    fn from(concept: &Concept) -> Self {
        let languages = [Lang::Zh, Lang::Bo, Lang::En].map(|lang| LanguageView::of(concept, lang));
        Self {
            languages: languages.into_iter().filter(|l| !l.terms.is_empty()).collect(),
            definitions: concept.definitions.iter().map(TextView::of_definition).collect(),
            legal_basis: concept.legal_basis.iter().cloned().map(BasisView::from).collect(),
            notes: concept.notes.iter().map(|note| note.text.clone()).collect(),
        }
    }
}
