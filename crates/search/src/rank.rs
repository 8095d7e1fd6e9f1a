//! The order of hits, and the score that shows it.
//!
//! Hits are ordered by (kind of match, words in one term before words in several, language asked for, older forms last, region asked for, workflow, status of the
//! term, whether there is Tibetan, reliability, length, place of the match, id). The id makes it one order everywhere.

use glossary::{AdministrativeStatus, ConceptId, Lang, Workflow};

use crate::MatchKind;
use crate::definition::Definition;
use crate::entry::Entry;
use crate::matching::Found;
use crate::query::{LangChoice, Request};

/// What hits are ordered by; the smallest is the best.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Rank {
    kind: MatchKind,
    scattered: bool,
    other_lang: bool,
    pub(crate) older: bool,
    region: u8,
    workflow: u8,
    status: AdministrativeStatus,
    without_bo: bool,
    unreliable: u8,
    length: usize,
    position: usize,
    id: ConceptId,
}

impl Rank {
    /// Ranks a hit of `kind` that is shown through `found`.
    pub(crate) fn new(request: &Request<'_>, entry: &Entry<'_>, kind: MatchKind, found: &Found) -> Self {
        let lang = entry.terms.get(found.term).map(|t| t.lang);
        Self {
            kind,
            scattered: found.scattered,
            other_lang: asked(request.lang).is_some_and(|asked| lang != Some(asked)),
            older: found.older || entry.older,
            region: region(request, entry),
            workflow: workflow(entry.workflow),
            status: found.status,
            without_bo: !entry.has_bo(),
            unreliable: MAX_RELIABILITY.saturating_sub(entry.reliability),
            length: found.length,
            position: found.position,
            id: entry.id,
        }
    }

    /// Returns the score: at most that of the kind of match, above that of the next worse kind.
    pub(crate) fn score(&self, definition: &Definition) -> f32 {
        let (best, next) = definition.scores(self.kind);
        // The criteria as digits of one number, each with as many values as it can take.
        let digits: [(usize, usize); 9] = [
            (self.scattered.into(), 2),
            (self.other_lang.into(), 2),
            (self.older.into(), 2),
            (self.region.into(), 3),
            (self.workflow.into(), Workflow::ALL.len()),
            (self.status as usize, AdministrativeStatus::ALL.len()),
            (self.without_bo.into(), 2),
            (self.unreliable.into(), usize::from(MAX_RELIABILITY) + 1),
            (self.length.min(LONG), LONG + 1),
        ];
        let (mut lost, mut share) = (0.0_f32, 1.0_f32);
        for (value, values) in digits {
            share /= f32::from(u8::try_from(values).unwrap_or(u8::MAX));
            lost += share * f32::from(u8::try_from(value).unwrap_or(u8::MAX));
        }
        best - (best - next) * lost.min(0.999)
    }
}

/// Returns the part of the order that does not depend on the query, the greater the better.
///
/// Candidates of one kind are taken in this order, before their terms are looked at.
pub(crate) fn static_rank(entry: &Entry<'_>) -> u64 {
    let shortest = entry
        .terms
        .iter()
        .map(|t| t.fold.chars().count())
        .min()
        .unwrap_or(LONG)
        .min(LONG);
    let digits: [(u64, u64); 5] = [
        ((!entry.older).into(), 2),
        (3 - u64::from(workflow(entry.workflow)), 4),
        (entry.has_bo().into(), 2),
        (
            entry.reliability.min(MAX_RELIABILITY).into(),
            u64::from(MAX_RELIABILITY) + 1,
        ),
        ((LONG - shortest) as u64, LONG as u64 + 1),
    ];
    digits
        .into_iter()
        .fold(0, |rank, (value, values)| rank * values + value)
}

/// The highest reliability; see [`glossary::Reliability`].
const MAX_RELIABILITY: u8 = 4;
/// Beyond this many scalar values, longer is no longer worse.
const LONG: usize = 199;

fn asked(lang: LangChoice) -> Option<Lang> {
    match lang {
        LangChoice::Auto => None,
        LangChoice::Zh => Some(Lang::Zh),
        LangChoice::Bo => Some(Lang::Bo),
    }
}

/// The best place first: a form of the region asked for, the norm of all regions, anything else.
fn region(request: &Request<'_>, entry: &Entry<'_>) -> u8 {
    let Some(asked) = &request.region else { return 0 };
    let mut forms = entry.terms.iter().filter(|t| t.lang == Lang::Bo && !t.older);
    if forms.clone().any(|t| t.region == asked.as_str()) {
        0
    } else if forms.any(|t| t.region.is_empty()) {
        1
    } else {
        2
    }
}

/// What a committee approved stands first, what was taken back last.
fn workflow(workflow: Workflow) -> u8 {
    match workflow {
        Workflow::Authorised => 0,
        Workflow::Reviewed => 1,
        Workflow::Draft => 2,
        Workflow::Withdrawn => 3,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::entry::EntryTerm;

    fn entry(id: u64, workflow: usize, older: bool, reliability: u8, fold: &str) -> Entry<'_> {
        let term = |lang| EntryTerm {
            lang,
            status: AdministrativeStatus::Preferred,
            older,
            region: "",
            text: fold,
            fold,
        };
        Entry {
            id: ConceptId::new(id),
            revision: 1,
            workflow: Workflow::ALL[workflow],
            older,
            reliability,
            terms: vec![term(Lang::Zh), term(Lang::Bo)],
        }
    }

    fn rank(entry: &Entry<'_>, kind: MatchKind, position: usize) -> Rank {
        let found = Found {
            kind,
            term: 0,
            scattered: false,
            older: entry.older,
            status: AdministrativeStatus::Preferred,
            length: entry.terms[0].fold.chars().count(),
            position,
        };
        Rank::new(&Request::new(""), entry, kind, &found)
    }

    #[test]
    fn candidates_are_taken_in_the_order_in_which_they_are_ranked() {
        // From best to worst by what does not depend on the query.
        let ordered = [
            entry(1, 2, false, 1, "法院"),
            entry(2, 1, false, 1, "法院"),
            entry(3, 0, false, 3, "法院"),
            entry(4, 0, false, 0, "法院"),
            entry(5, 0, false, 0, "人民法院"),
            entry(6, 3, false, 4, "法院"),
            entry(7, 2, true, 4, "法院"),
        ];
        for pair in ordered.windows(2) {
            assert!(static_rank(&pair[0]) > static_rank(&pair[1]), "{:?}", pair[1].id);
            assert!(rank(&pair[0], MatchKind::Prefix, 0) < rank(&pair[1], MatchKind::Prefix, 0));
        }
        let without_bo = Entry {
            terms: ordered[3].terms[..1].to_vec(),
            ..ordered[3].clone()
        };
        assert!(
            static_rank(&ordered[4]) > static_rank(&without_bo),
            "Tibetan counts for more than length"
        );
    }

    proptest! {
        #[test]
        fn a_better_rank_never_scores_less(
            a in (0usize..7, 0usize..4, any::<bool>(), 0u8..=4, 1usize..300),
            b in (0usize..7, 0usize..4, any::<bool>(), 0u8..=4, 1usize..300),
        ) {
            let definition = Definition::load().unwrap();
            let ranked = |id, (kind, workflow, older, reliability, length): (usize, usize, bool, u8, usize)| {
                let fold = "法".repeat(length);
                rank(&entry(id, workflow, older, reliability, &fold), definition.tiers[kind].kind, 0)
            };
            let (a, b) = (ranked(1, a), ranked(2, b));
            let (better, worse) = if a < b { (a, b) } else { (b, a) };
            prop_assert!(better.score(&definition) >= worse.score(&definition));
            prop_assert!(better.kind == worse.kind || better.score(&definition) > worse.score(&definition));
        }
    }
}
