//! The tally in memory: what was looked up in vain since it was last written.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use glossary::ConceptId;
use search::MatchKind;

use super::countable::{Countable, countable};
use crate::search_request::SearchRequest;

/// How many texts, and how many concepts, are held at most between two writes. What comes beyond is not counted.
const MAX_HELD: usize = 10_000;

/// Counts what was looked up in vain, and what Tibetan was asked for. Holds no person, no address and no time.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    is_on: AtomicBool,
    held: Mutex<Held>,
}

/// What is held between two writes.
#[derive(Debug, Default)]
pub(super) struct Held {
    /// By what it is counted by: how it was first typed, and how often.
    pub(super) lookups: HashMap<Countable, (String, u64)>,
    /// By concept: how often its Tibetan was asked for.
    pub(super) requests: HashMap<ConceptId, u64>,
}

impl Tally {
    /// Begins or ends counting lookups.
    pub(super) fn switch(&self, is_on: bool) {
        self.is_on.store(is_on, Ordering::Relaxed);
    }

    /// Counts a lookup whose best hit is `best`, if that is no answer to it. Only the plain question counts: a choice among
    /// hits, or a further page, is not the glossary's fault.
    pub(crate) fn note(&self, request: &SearchRequest, best: Option<MatchKind>) {
        let is_plain = request.cursor.is_none()
            && request.subject_field.is_none()
            && request.collection.is_none()
            && request.workflow.is_none();
        if !self.is_on.load(Ordering::Relaxed) || !is_plain || best.is_some_and(answers) {
            return;
        }
        let Some(counted) = countable(&request.text) else {
            return;
        };
        let mut held = self.held();
        let is_full = held.lookups.len() >= MAX_HELD;
        match held.lookups.get_mut(&counted) {
            Some((_, lookups)) => *lookups += 1,
            None if is_full => {}
            None => {
                held.lookups.insert(counted, (request.text.trim().to_owned(), 1));
            }
        }
    }

    /// Counts a wish for the Tibetan of a concept, and returns how often it was asked for since the last write.
    pub(super) fn ask_for_tibetan(&self, concept: ConceptId) -> u64 {
        let mut held = self.held();
        if held.requests.len() >= MAX_HELD && !held.requests.contains_key(&concept) {
            return 0;
        }
        let requests = held.requests.entry(concept).or_default();
        *requests += 1;
        *requests
    }

    /// Returns how often the Tibetan of a concept was asked for since the last write.
    pub(super) fn asked(&self, concept: ConceptId) -> u64 {
        self.held().requests.get(&concept).copied().unwrap_or(0)
    }

    /// Takes what is held, to be written.
    pub(super) fn take(&self) -> Held {
        std::mem::take(&mut *self.held())
    }

    fn held(&self) -> MutexGuard<'_, Held> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Held {
    /// Tells whether there is nothing to write.
    pub(super) fn is_empty(&self) -> bool {
        self.lookups.is_empty() && self.requests.is_empty()
    }
}

/// Tells whether a hit of this kind can be what was meant. What only sounds or looks alike, or stands in a definition, is
/// another term.
fn answers(kind: MatchKind) -> bool {
    !matches!(
        kind,
        MatchKind::Homophone | MatchKind::Fuzzy | MatchKind::FuzzyPinyin | MatchKind::Definition
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(text: &str) -> SearchRequest {
        SearchRequest::new(text)
    }

    fn counted(tally: &Tally) -> Vec<(String, u64)> {
        let mut counted: Vec<_> = tally.take().lookups.into_values().collect();
        counted.sort();
        counted
    }

    #[test]
    fn nothing_is_counted_before_counting_was_switched_on() {
        let tally = Tally::default();
        tally.note(&asked("法拍房"), None);
        assert_eq!(counted(&tally), []);
        tally.switch(true);
        tally.note(&asked("法拍房"), None);
        tally.switch(false);
        tally.note(&asked("法拍房"), None);
        assert_eq!(counted(&tally), [("法拍房".to_owned(), 1)]);
    }

    #[test]
    fn what_was_found_is_not_counted_and_what_only_looks_alike_is() {
        let tally = Tally::default();
        tally.switch(true);
        for (text, best) in [
            ("法院", Some(MatchKind::Exact)),
            ("ཁྲིམས་ཁང", Some(MatchKind::Prefix)),
            ("定金", Some(MatchKind::Homophone)),
            ("ཁྲིམས་ཁངས", Some(MatchKind::Fuzzy)),
            ("法拍房", Some(MatchKind::Definition)),
            (" 法拍房", None),
        ] {
            tally.note(&asked(text), best);
        }
        let expected = [("定金", 1), ("法拍房", 2), ("ཁྲིམས་ཁངས", 1)];
        let mut expected: Vec<_> = expected.map(|(text, n)| (text.to_owned(), n)).into();
        expected.sort();
        assert_eq!(counted(&tally), expected);
        assert_eq!(counted(&tally), [], "what was taken is gone");
    }

    #[test]
    fn a_choice_among_hits_is_not_counted() {
        let tally = Tally::default();
        tally.switch(true);
        let plain = asked("法拍房");
        for chosen in [
            SearchRequest {
                collection: "laws".parse().ok(),
                ..plain.clone()
            },
            SearchRequest {
                subject_field: "civil".parse().ok(),
                ..plain.clone()
            },
            SearchRequest {
                workflow: Some(glossary::Workflow::Authorised),
                ..plain.clone()
            },
            SearchRequest {
                cursor: Some("x".to_owned()),
                ..plain
            },
        ] {
            tally.note(&chosen, None);
        }
        assert_eq!(counted(&tally), []);
    }

    #[test]
    fn memory_is_bounded_and_what_is_held_goes_on_counting() {
        let tally = Tally::default();
        tally.switch(true);
        let nth = |n: usize| {
            let han = |n: usize| char::from_u32(0x4e00 + u32::try_from(n).unwrap()).unwrap();
            format!("{}{}", han(n / 1_000), han(10_000 + n % 1_000))
        };
        for n in 0..MAX_HELD + 50 {
            tally.note(&asked(&nth(n)), None);
        }
        tally.note(&asked(&nth(0)), None);
        let held = tally.take();
        assert!(held.lookups.len() <= MAX_HELD);
        let first = countable(&nth(0)).unwrap();
        assert!(held.lookups[&first].1 >= 2, "traditional forms count with it");
    }

    #[test]
    fn tibetan_that_is_asked_for_is_counted_by_concept() {
        let tally = Tally::default();
        let (one, other) = (ConceptId::new(1), ConceptId::new(2));
        assert_eq!((tally.ask_for_tibetan(one), tally.ask_for_tibetan(one)), (1, 2));
        assert_eq!((tally.asked(one), tally.asked(other)), (2, 0));
        assert_eq!(tally.take().requests.len(), 1);
        assert_eq!(tally.asked(one), 0);
    }
}
