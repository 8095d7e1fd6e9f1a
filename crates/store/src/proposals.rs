//! Terms that readers propose, and what was decided about them.

use glossary::{Concept, ConceptId};

use crate::value::values;
use crate::{Error, Manner, ProposalState, Row, Session, body};

/// A proposal and what became of it. Times are milliseconds since 1970-01-01T00:00:00Z.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// Its id, given by the caller.
    pub id: String,
    /// The concept it is about; `None` for a new one.
    pub concept: Option<ConceptId>,
    /// The revision that the proposer had read.
    pub based_on: Option<u64>,
    /// How it is meant.
    pub manner: Manner,
    /// What is proposed.
    pub body: Concept,
    /// Why.
    pub reason: String,
    /// The id of the account or token that proposes.
    pub proposer: String,
    /// Its name then.
    pub proposed_by: String,
    /// When.
    pub proposed_at_ms: i64,
    /// What became of it.
    pub state: ProposalState,
    /// Who decided, if somebody did.
    pub decision: Option<Decision>,
}

/// A decision about a proposal, also that of the proposer to withdraw it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// Who decided.
    pub by: String,
    /// When.
    pub at_ms: i64,
    /// Why, for the proposer to read.
    pub answer: Option<String>,
    /// What was made of it: a concept and its revision.
    pub made: Option<(ConceptId, u64)>,
}

/// Which proposals are listed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Those of this account or token.
    pub proposer: Option<String>,
    /// Those that have come this far.
    pub state: Option<ProposalState>,
    /// Those about this concept.
    pub concept: Option<ConceptId>,
    /// Those older than this one, by its time and id.
    pub before: Option<(i64, String)>,
}

const COLUMNS: &str = "id, concept, based_on, manner, body, reason, proposer, proposed_by, proposed_at_ms, state, \
                       decided_by, decided_at_ms, answer, made_concept, made_revision";

/// Writes a proposal that nobody has decided about, whatever `proposal` says of that.
///
/// # Errors
/// [`Error::Taken`] if the id was given before; [`Error::NulInText`] if a text of it holds NUL.
pub fn add(session: &mut dyn Session, proposal: &Proposal) -> Result<(), Error> {
    let json = body::encode(&proposal.body)?;
    let written = session.execute(
        &format!(
            "INSERT INTO proposal ({COLUMNS}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, 'open', \
             NULL, NULL, NULL, NULL, NULL) ON CONFLICT (id) DO NOTHING"
        ),
        &values![
            proposal.id.as_str(),
            proposal.concept.map(ConceptId::number),
            proposal.based_on,
            proposal.manner.as_str(),
            json.as_str(),
            proposal.reason.as_str(),
            proposal.proposer.as_str(),
            proposal.proposed_by.as_str(),
            proposal.proposed_at_ms,
        ],
    )?;
    if written == 1 {
        return Ok(());
    }
    Err(Error::Taken {
        what: "proposal",
        id: proposal.id.clone(),
    })
}

/// Returns the proposal with this id.
///
/// # Errors
/// If it cannot be read.
pub fn find(session: &mut dyn Session, id: &str) -> Result<Option<Proposal>, Error> {
    let rows = session.query(
        &format!("SELECT {COLUMNS} FROM proposal WHERE id = ?1"),
        &values![id],
    )?;
    rows.first().map(proposal_of).transpose()
}

/// Lists up to `limit` proposals, newest first.
///
/// # Errors
/// If they cannot be read.
pub fn list(session: &mut dyn Session, wanted: &Wanted, limit: usize) -> Result<Vec<Proposal>, Error> {
    let (before_ms, before_id) = match &wanted.before {
        Some((at_ms, id)) => (*at_ms, id.as_str()),
        None => (i64::MAX, ""),
    };
    let rows = session.query(
        &format!(
            "SELECT {COLUMNS} FROM proposal \
             WHERE (?1 = '' OR proposer = ?1) AND (?2 = '' OR state = ?2) AND (?3 = 0 OR concept = ?3) \
             AND (proposed_at_ms < ?4 OR (proposed_at_ms = ?4 AND id < ?5)) \
             ORDER BY proposed_at_ms DESC, id DESC LIMIT ?6"
        ),
        &values![
            wanted.proposer.as_deref().unwrap_or_default(),
            wanted.state.map_or("", ProposalState::as_str),
            wanted.concept.map_or(0, ConceptId::number),
            before_ms,
            before_id,
            limit,
        ],
    )?;
    rows.iter().map(proposal_of).collect()
}

/// Counts the open proposals: those of an account or token, or all of them.
///
/// # Errors
/// If they cannot be counted.
pub fn count_open(session: &mut dyn Session, proposer: Option<&str>) -> Result<u64, Error> {
    let sql = "SELECT COUNT(*) FROM proposal WHERE (?1 = '' OR proposer = ?1) AND state = 'open'";
    crate::session::one_count(session, sql, &values![proposer.unwrap_or_default()])
}

/// Writes the decision about an open proposal, once for all who decide; tells whether it was still open.
///
/// # Errors
/// [`Error::Internal`] if `state` is no decision.
pub fn decide(
    session: &mut dyn Session,
    id: &str,
    state: ProposalState,
    decision: &Decision,
) -> Result<bool, Error> {
    if state == ProposalState::Open || (state == ProposalState::Accepted) != decision.made.is_some() {
        return Err(Error::internal("a decision that decides nothing"));
    }
    let written = session.execute(
        "UPDATE proposal SET state = ?2, decided_by = ?3, decided_at_ms = ?4, answer = ?5, made_concept = ?6, \
         made_revision = ?7 WHERE id = ?1 AND state = 'open'",
        &values![
            id,
            state.as_str(),
            decision.by.as_str(),
            decision.at_ms,
            decision.answer.as_deref(),
            decision.made.map(|(concept, _)| concept.number()),
            decision.made.map(|(_, revision)| revision),
        ],
    )?;
    Ok(written == 1)
}

fn proposal_of(row: &Row) -> Result<Proposal, Error> {
    let text = |column: usize| row.text(column).map(str::to_owned);
    let concept = |column: usize| Ok::<_, Error>(row.optional_count(column)?.map(ConceptId::new));
    let decision = match row.optional_integer(11)? {
        None => None,
        Some(at_ms) => Some(Decision {
            by: row.optional_text(10)?.unwrap_or_default().to_owned(),
            at_ms,
            answer: row.optional_text(12)?.map(str::to_owned),
            made: concept(13)?.zip(row.optional_count(14)?),
        }),
    };
    Ok(Proposal {
        id: text(0)?,
        concept: concept(1)?,
        based_on: row.optional_count(2)?,
        manner: row.text(3)?.parse()?,
        body: body::decode_of(row.text(4)?, || {
            format!("the proposal `{}`", row.text(0).unwrap_or_default())
        })?,
        reason: text(5)?,
        proposer: text(6)?,
        proposed_by: text(7)?,
        proposed_at_ms: row.integer(8)?,
        state: row.text(9)?.parse()?,
        decision,
    })
}
