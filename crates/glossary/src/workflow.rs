//! How an entry becomes law language: which act leads from where to where, and what it needs.
//!
//! `draft` → `reviewed` → `authorised` in a numbered batch → `withdrawn`. What was authorised last stands until its
//! successor is authorised or the concept is withdrawn; the successor goes the same way, as a revision beside it.
//!
//! People are names here, of which only one thing is asked: whether two are the same.

use serde::{Deserialize, Serialize};

use crate::change::ChangeClass;
use crate::rules::Violation;
use crate::vocabulary::closed_list;
use crate::{BatchKind, Workflow};

closed_list! {
    /// What somebody does with a revision of an entry.
    Act {
        /// Finds it right, as another than its author.
        Review = "review",
        /// Approves it, in a batch.
        Authorise = "authorise",
        /// Lets it pass without a batch of its own, because no committee has to decide; it is listed in the next one.
        AuthoriseSpelling = "authorise_spelling",
        /// Takes back what stands.
        Withdraw = "withdraw",
        /// Makes it a draft again: to correct what a review found, or to draft a successor.
        Reopen = "reopen",
    }
}

impl Act {
    /// Returns the act by which an entry comes to `to`: without a batch, `authorised` is the short way.
    #[must_use]
    pub fn toward(to: Workflow, has_batch: bool) -> Self {
        match to {
            Workflow::Reviewed => Self::Review,
            Workflow::Authorised if has_batch => Self::Authorise,
            Workflow::Authorised => Self::AuthoriseSpelling,
            Workflow::Withdrawn => Self::Withdraw,
            Workflow::Draft => Self::Reopen,
        }
    }

    /// Returns where the act leads.
    #[must_use]
    pub fn leads_to(self) -> Workflow {
        match self {
            Self::Review => Workflow::Reviewed,
            Self::Authorise | Self::AuthoriseSpelling => Workflow::Authorised,
            Self::Withdraw => Workflow::Withdrawn,
            Self::Reopen => Workflow::Draft,
        }
    }
}

/// What is known of a revision when somebody acts on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Facts<'a> {
    /// Who wrote what the revision says.
    pub author: &'a str,
    /// Who acts.
    pub actor: &'a str,
    /// Who has reviewed this revision, if anybody.
    pub reviewer: Option<&'a str>,
    /// The batch in which it is to be authorised, if any.
    pub batch: Option<BatchKind>,
    /// Whether a reason was given.
    pub has_reason: bool,
    /// How far it departs from the revision that stands; `None` if none stands.
    pub change: Option<ChangeClass>,
    /// The rules that it would break as an authorised entry.
    pub broken: &'a [Violation],
}

/// Why an act is not allowed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WorkflowFault {
    /// The act does not follow on what the revision is.
    #[error("an entry does not go from `{from}` to `{to}`")]
    WrongOrder {
        /// What it is.
        from: Workflow,
        /// What it was to become.
        to: Workflow,
    },
    /// Whoever wrote it would be the one who finds it right.
    #[error("`{0}` wrote this revision and cannot review it (hint: ask another reviewer)")]
    OwnWorkReviewed(String),
    /// Nobody has found it right yet.
    #[error("this revision has not been reviewed (hint: have it reviewed first)")]
    NotReviewed,
    /// There is no batch for what a batch decides.
    #[error("a batch has to be named (hint: give the id of an open batch in `batch`)")]
    BatchMissing,
    /// A committee has to decide on this; the short way is for spellings.
    #[error(
        "the terms, a definition or the legal basis differ from what stands, or nothing stands yet; the short way is for \
         spellings only (hint: put the entry in a batch)"
    )]
    BatchNeeded,
    /// There is no reason for what has to be explained later.
    #[error("a reason has to be given")]
    ReasonMissing,
    /// Nothing of it was ever made public as approved.
    #[error("nothing of this entry is authorised (hint: delete the draft instead)")]
    NothingToWithdraw,
    /// As an authorised entry it would break rules.
    #[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))]
    RulesBroken(Vec<Violation>),
}

impl WorkflowFault {
    /// Returns a stable name for programs.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::WrongOrder { .. } => "wrong_order",
            Self::OwnWorkReviewed(_) => "own_work_reviewed",
            Self::NotReviewed => "not_reviewed",
            Self::BatchMissing => "batch_missing",
            Self::BatchNeeded => "batch_needed",
            Self::ReasonMissing => "reason_missing",
            Self::NothingToWithdraw => "nothing_to_withdraw",
            Self::RulesBroken(_) => "rules_broken",
        }
    }
}

/// Tells whether `act` may be done to a revision that is `from`.
///
/// - [`Review`](Act::Review): of a draft, by another than its author.
/// - [`Authorise`](Act::Authorise): of a reviewed revision, in a batch, and if it keeps the rules. What a body published
///   before was reviewed and decided there: in a batch of that kind a draft is authorised too.
/// - [`AuthoriseSpelling`](Act::AuthoriseSpelling): of a reviewed revision, with a reason, if no committee has to decide
///   on what differs from the one that stands, and if it keeps the rules.
/// - [`Withdraw`](Act::Withdraw): with a reason, while something stands.
/// - [`Reopen`](Act::Reopen): of anything but a draft.
///
/// # Errors
/// The first thing that is missing; order before persons, persons before papers, papers before content.
pub fn allow(from: Workflow, act: Act, facts: &Facts<'_>) -> Result<(), WorkflowFault> {
    check_order(from, act, facts)?;
    match act {
        Act::Review if facts.actor == facts.author => Err(own_work(facts.author)),
        Act::Review | Act::Reopen => Ok(()),
        Act::Authorise => {
            if facts.batch.is_none() {
                return Err(WorkflowFault::BatchMissing);
            }
            if facts.batch != Some(BatchKind::PublishedBefore) {
                check_review(from, facts)?;
            }
            check_rules(facts)
        }
        Act::AuthoriseSpelling => {
            check_review(from, facts)?;
            if facts.change.is_none_or(|change| change == ChangeClass::Substance) {
                return Err(WorkflowFault::BatchNeeded);
            }
            check_reason(facts)?;
            check_rules(facts)
        }
        Act::Withdraw => check_reason(facts),
    }
}

/// Checks that the act follows on what the revision is. A draft that was not reviewed is told so elsewhere.
fn check_order(from: Workflow, act: Act, facts: &Facts<'_>) -> Result<(), WorkflowFault> {
    let follows = match act {
        Act::Review => from == Workflow::Draft,
        Act::Authorise | Act::AuthoriseSpelling => matches!(from, Workflow::Draft | Workflow::Reviewed),
        Act::Withdraw => from != Workflow::Withdrawn,
        Act::Reopen => from != Workflow::Draft,
    };
    if !follows {
        let to = act.leads_to();
        return Err(WorkflowFault::WrongOrder { from, to });
    }
    // A successor that is being drafted goes with what stands.
    let stands = from == Workflow::Authorised || facts.change.is_some();
    if act == Act::Withdraw && !stands {
        return Err(WorkflowFault::NothingToWithdraw);
    }
    Ok(())
}

fn check_review(from: Workflow, facts: &Facts<'_>) -> Result<(), WorkflowFault> {
    match facts.reviewer {
        Some(reviewer) if reviewer == facts.author => Err(own_work(reviewer)),
        Some(_) if from == Workflow::Reviewed => Ok(()),
        _ => Err(WorkflowFault::NotReviewed),
    }
}

fn check_reason(facts: &Facts<'_>) -> Result<(), WorkflowFault> {
    if facts.has_reason {
        Ok(())
    } else {
        Err(WorkflowFault::ReasonMissing)
    }
}

fn check_rules(facts: &Facts<'_>) -> Result<(), WorkflowFault> {
    if facts.broken.is_empty() {
        Ok(())
    } else {
        Err(WorkflowFault::RulesBroken(facts.broken.to_vec()))
    }
}

fn own_work(author: &str) -> WorkflowFault {
    WorkflowFault::OwnWorkReviewed(author.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A reviewed correction that goes into the batch of a meeting: nothing is wrong with it.
    const SOUND: Facts<'static> = Facts {
        author: "卓玛",
        actor: "才让",
        reviewer: Some("扎西"),
        batch: Some(BatchKind::Meeting),
        has_reason: true,
        change: Some(ChangeClass::Spelling),
        broken: &[],
    };

    #[track_caller]
    fn check(from: Workflow, act: Act, facts: &Facts<'_>, expected: &str) {
        let answer = allow(from, act, facts);
        let code = answer.as_ref().err().map_or("", WorkflowFault::code);
        assert_eq!(code, expected, "{from} {act}");
    }

    #[test]
    fn wrong_order() {
        use Workflow::{Authorised, Draft, Reviewed, Withdrawn};
        for (act, froms) in [
            (Act::Review, &[Draft][..]),
            (Act::Authorise, &[Reviewed]),
            (Act::AuthoriseSpelling, &[Reviewed]),
            (Act::Withdraw, &[Draft, Reviewed, Authorised]),
            (Act::Reopen, &[Reviewed, Authorised, Withdrawn]),
        ] {
            for from in Workflow::ALL {
                let expected = match (froms.contains(from), act.leads_to(), from) {
                    (true, ..) => "",
                    (false, Authorised, Draft) => "not_reviewed",
                    (false, ..) => "wrong_order",
                };
                check(*from, act, &SOUND, expected);
            }
        }
        assert_eq!(
            allow(Authorised, Act::Review, &SOUND).unwrap_err().to_string(),
            "an entry does not go from `authorised` to `reviewed`"
        );
    }

    #[test]
    fn own_work_reviewed() {
        let alone = Facts {
            actor: SOUND.author,
            ..SOUND
        };
        check(Workflow::Draft, Act::Review, &alone, "own_work_reviewed");
        check(Workflow::Reviewed, Act::Authorise, &alone, "");
        let by_author = Facts {
            reviewer: Some(SOUND.author),
            ..SOUND
        };
        for act in [Act::Authorise, Act::AuthoriseSpelling] {
            check(Workflow::Reviewed, act, &by_author, "own_work_reviewed");
        }
    }

    #[test]
    fn not_reviewed() {
        let alone = Facts {
            reviewer: None,
            ..SOUND
        };
        for act in [Act::Authorise, Act::AuthoriseSpelling] {
            check(Workflow::Reviewed, act, &alone, "not_reviewed");
            check(Workflow::Draft, act, &alone, "not_reviewed");
        }
    }

    #[test]
    fn what_a_body_published_before_is_authorised_by_that_act() {
        let published = Facts {
            reviewer: None,
            batch: Some(BatchKind::PublishedBefore),
            change: None,
            ..SOUND
        };
        check(Workflow::Draft, Act::Authorise, &published, "");
        check(Workflow::Reviewed, Act::Authorise, &published, "");
        check(Workflow::Withdrawn, Act::Authorise, &published, "wrong_order");
    }

    #[test]
    fn batch_missing() {
        let without = Facts { batch: None, ..SOUND };
        check(Workflow::Reviewed, Act::Authorise, &without, "batch_missing");
        check(Workflow::Reviewed, Act::AuthoriseSpelling, &without, "");
    }

    #[test]
    fn batch_needed() {
        for (change, expected) in [
            (None, "batch_needed"),
            (Some(ChangeClass::Substance), "batch_needed"),
            (Some(ChangeClass::Spelling), ""),
            (Some(ChangeClass::Annotation), ""),
            (Some(ChangeClass::Nothing), ""),
        ] {
            let facts = Facts { change, ..SOUND };
            check(Workflow::Reviewed, Act::AuthoriseSpelling, &facts, expected);
            check(Workflow::Reviewed, Act::Authorise, &facts, "");
        }
    }

    #[test]
    fn reason_missing() {
        let silent = Facts {
            has_reason: false,
            ..SOUND
        };
        check(
            Workflow::Reviewed,
            Act::AuthoriseSpelling,
            &silent,
            "reason_missing",
        );
        check(Workflow::Authorised, Act::Withdraw, &silent, "reason_missing");
        check(Workflow::Reviewed, Act::Authorise, &silent, "");
        check(Workflow::Draft, Act::Review, &silent, "");
    }

    #[test]
    fn nothing_to_withdraw() {
        let never = Facts {
            change: None,
            ..SOUND
        };
        check(Workflow::Draft, Act::Withdraw, &never, "nothing_to_withdraw");
        check(Workflow::Reviewed, Act::Withdraw, &never, "nothing_to_withdraw");
        check(Workflow::Authorised, Act::Withdraw, &never, "");
        check(Workflow::Draft, Act::Withdraw, &SOUND, "");
    }

    #[test]
    fn rules_broken() {
        let broken = [Violation::AuthorisedWithoutTibetan("离婚纠纷".to_owned())];
        let facts = Facts {
            broken: &broken,
            ..SOUND
        };
        for act in [Act::Authorise, Act::AuthoriseSpelling] {
            check(Workflow::Reviewed, act, &facts, "rules_broken");
        }
        check(Workflow::Draft, Act::Review, &facts, "");
        check(Workflow::Authorised, Act::Withdraw, &facts, "");
    }

    #[test]
    fn an_act_follows_from_where_it_is_to_lead() {
        for to in Workflow::ALL {
            for has_batch in [true, false] {
                assert_eq!(Act::toward(*to, has_batch).leads_to(), *to);
            }
        }
        assert_eq!(Act::toward(Workflow::Authorised, false), Act::AuthoriseSpelling);
    }
}
