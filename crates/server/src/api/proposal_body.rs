//! Proposals on the wire: what is proposed, and what it came to.

use app::{Manner, Proposal, ProposalState};
use glossary::ConceptId;
use serde::Serialize;
use utoipa::openapi::schema::Object;
use utoipa::{IntoParams, ToSchema};

use super::concept_body::ConceptBody;
use super::concept_input::{ConceptInput, ConceptParams};
use super::schemas;
use super::timestamp::rfc3339;
use crate::input::{Fields, Members};

/// What is proposed, with the members of a concept beside its own.
#[derive(Debug, ToSchema)]
pub struct ProposalParams {
    /// The concept that it is about; a new one if it is left out.
    #[schema(value_type = Option<String>, example = "c-000123")]
    pub concept: Option<ConceptId>,
    /// `add`: what is given is added to what the concept says. `replace`: it takes the place of all of that.
    #[schema(schema_with = manner_schema)]
    pub manner: Option<Manner>,
    /// The revision that was read; a text that takes the place of another needs it.
    #[schema(minimum = 1)]
    pub revision: Option<u64>,
    /// Why, and where it stands.
    #[schema(value_type = String)]
    pub reason: Option<String>,
    /// What is proposed.
    #[schema(value_type = ConceptParams)]
    pub content: ConceptInput,
}

const MANNERS: [(&str, Manner); 2] = [("add", Manner::Add), ("replace", Manner::Replace)];

fn manner_schema() -> Object {
    schemas::word_of(&MANNERS, Some("add"))
}

impl Members for ProposalParams {
    const NAMES: &'static [&'static str] = &["concept", "manner", "revision", "reason", "content"];

    fn take(fields: &mut Fields) -> Self {
        let concept = fields.name("concept");
        let manner = fields.word_of("manner", &MANNERS);
        let revision = fields.number("revision", 1..=i64::MAX.unsigned_abs());
        if concept.is_some() && manner == Some(Manner::Replace) {
            fields.wanted("revision", revision);
        }
        let reason = fields.text("reason");
        Self {
            concept,
            manner,
            revision,
            reason: fields.wanted("reason", reason),
            content: fields.object("content"),
        }
    }
}

/// Which proposals.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ProposalsParams {
    /// Only those that have come this far.
    #[param(schema_with = state_schema)]
    pub state: Option<ProposalState>,
    /// Only those about this concept.
    #[param(value_type = Option<String>)]
    pub concept: Option<ConceptId>,
    /// Only one's own; whoever is no editor sees no others.
    #[param(schema_with = schemas::flag)]
    pub mine: bool,
    /// At most this many.
    #[param(schema_with = limit_schema)]
    pub limit: u64,
    /// `next_cursor` of the page before.
    pub cursor: Option<String>,
}

const DEFAULT_LIMIT: u64 = 20;
/// How far a proposal has come, by its word.
pub const STATES: [(&str, ProposalState); 4] = [
    ("open", ProposalState::Open),
    ("accepted", ProposalState::Accepted),
    ("refused", ProposalState::Refused),
    ("withdrawn", ProposalState::Withdrawn),
];

fn state_schema() -> Object {
    schemas::word_of(&STATES, None)
}

fn limit_schema() -> Object {
    schemas::limit(DEFAULT_LIMIT)
}

impl Members for ProposalsParams {
    const NAMES: &'static [&'static str] = &["state", "concept", "mine", "limit", "cursor"];

    fn take(fields: &mut Fields) -> Self {
        Self {
            state: fields.word_of("state", &STATES),
            concept: fields.name("concept"),
            mine: fields.flag("mine").unwrap_or_default(),
            limit: fields
                .number("limit", 1..=schemas::MAX_LIMIT)
                .unwrap_or(DEFAULT_LIMIT),
            cursor: fields.text("cursor"),
        }
    }
}

/// A decision in a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DecisionWord {
    Accept,
    Refuse,
}

const DECISIONS: [(&str, DecisionWord); 2] =
    [("accept", DecisionWord::Accept), ("refuse", DecisionWord::Refuse)];

fn decision_schema() -> Object {
    schemas::word_of(&DECISIONS, None)
}

/// What is decided.
#[derive(Debug, ToSchema)]
pub struct DecideParams {
    /// `accept`: a draft is made of it. `refuse`: nothing comes of it.
    #[schema(schema_with = decision_schema, required = true)]
    pub decision: Option<DecisionWord>,
    /// Why, for the proposer to read; a refusal needs it.
    pub reason: Option<String>,
}

impl Members for DecideParams {
    const NAMES: &'static [&'static str] = &["decision", "reason"];

    fn take(fields: &mut Fields) -> Self {
        let decision = fields.word_of("decision", &DECISIONS);
        let reason = fields.text("reason");
        if decision == Some(DecisionWord::Refuse) {
            fields.wanted("reason", reason.clone());
        }
        Self {
            decision: fields.wanted("decision", decision),
            reason,
        }
    }
}

/// Proposals, newest first.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProposalsBody {
    pub items: Vec<ProposalBody>,
    /// Where the next page begins.
    pub next_cursor: Option<String>,
}

/// A proposal and what became of it.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProposalBody {
    id: String,
    /// `null` for a new concept.
    concept: Option<String>,
    /// The revision that was read.
    revision: Option<u64>,
    /// `new`, `add` or `replace`.
    manner: &'static str,
    /// What is proposed.
    content: ConceptBody,
    reason: String,
    proposed_by: String,
    proposed_at: String,
    /// `open`, `accepted`, `refused` or `withdrawn`.
    state: &'static str,
    decided_by: Option<String>,
    decided_at: Option<String>,
    /// Why it was decided so.
    answer: Option<String>,
    /// The draft that was made of it.
    made: Option<MadeBody>,
}

/// A draft that was made of a proposal.
#[derive(Debug, Serialize, ToSchema)]
struct MadeBody {
    id: String,
    revision: u64,
}

impl From<Proposal> for ProposalBody {
    fn from(proposal: Proposal) -> Self {
        let decision = proposal.decision;
        let made = decision.as_ref().and_then(|decision| decision.made);
        Self {
            id: proposal.id,
            concept: proposal.concept.map(|id| id.to_string()),
            revision: proposal.based_on,
            manner: proposal.manner.as_str(),
            content: proposal.body.into(),
            reason: proposal.reason,
            proposed_by: proposal.proposed_by,
            proposed_at: rfc3339(proposal.proposed_at_ms),
            state: proposal.state.as_str(),
            decided_by: decision.as_ref().map(|decision| decision.by.clone()),
            decided_at: decision.as_ref().map(|decision| rfc3339(decision.at_ms)),
            answer: decision.and_then(|decision| decision.answer),
            made: made.map(|(id, revision)| MadeBody {
                id: id.to_string(),
                revision,
            }),
        }
    }
}
