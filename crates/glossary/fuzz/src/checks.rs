//! What has to hold for any text: the fuzz target calls this, and the tests replay the kept corpus.

use glossary::filter::{Facts, Filter, FilterFaultKind, MAX_FILTER_CHARS, MAX_FILTER_TOKENS};
use glossary::{Concept, Lang, Term};

/// Reads an input as a filter: it is one, which is written so that it reads back and holds where its opposite does not, or
/// it has a fault that points into it.
pub fn filter(input: &[u8]) {
    let raw = String::from_utf8_lossy(input);
    match raw.parse::<Filter>() {
        Ok(filter) => {
            assert!(filter.tokens.len() <= MAX_FILTER_TOKENS);
            let written = filter.to_string();
            // Quoting may lengthen it beyond the bound.
            if written.chars().count() <= MAX_FILTER_CHARS {
                assert_eq!(written.parse::<Filter>().as_ref(), Ok(&filter), "{written}");
            }
            holds_where_its_opposite_does_not(filter);
        }
        Err(fault) if fault.kind == FilterFaultKind::TooLong => {
            assert!(raw.chars().count() > MAX_FILTER_CHARS);
            assert!(!fault.to_string().is_empty());
        }
        Err(fault) => {
            let token_chars = fault.token.chars().count();
            let there: String = raw.chars().skip(fault.position).take(token_chars).collect();
            assert_eq!(there, fault.token);
            assert!(!fault.to_string().is_empty());
        }
    }
}

fn holds_where_its_opposite_does_not(filter: Filter) {
    let concepts = [Vec::new(), vec![(Lang::Zh, "法院"), (Lang::Bo, "ཁྲིམས་ཁང")]].map(concept);
    for token in filter.tokens {
        let mut opposite = token.clone();
        opposite.is_negated = !token.is_negated;
        for concept in &concepts {
            let facts = Facts {
                author: Some("索朗"),
                changed_on: Some("2024-01-01"),
                batch: Some("3"),
                ..Facts::of(concept)
            };
            let holds = |token| {
                let filter = Filter { tokens: vec![token] };
                filter.matches(concept, &facts, |field, asked| field == asked)
            };
            assert_ne!(holds(token.clone()), holds(opposite.clone()), "{token:?}");
        }
    }
}

fn concept(terms: Vec<(Lang, &str)>) -> Concept {
    let mut concept = Concept::draft();
    concept.terms = terms
        .into_iter()
        .filter_map(|(lang, text)| Term::new(lang, text).ok())
        .collect();
    concept
}
