//! What a search is limited to, and the hits counted by it: in both scripts, for any text.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use glossary::{Concept, Workflow};
use proptest::prelude::*;
use search::{Facets, Request, SearchIndex};

use crate::harness::{concept, index_of, member};

const SUBJECT_FIELDS: [&str; 3] = ["civil", "criminal", "procedure"];
const COLLECTIONS: [&str; 2] = ["charges-2024", "place-names"];

/// Sixty concepts that share words, each with its own mixture of subject field, collection and workflow.
static CONCEPTS: LazyLock<Vec<Concept>> = LazyLock::new(|| {
    let endings = ["纠纷", "法院", "盗窃罪", "人民法院"];
    let tibetan = ["རྩོད་གཞི", "ཁྲིམས་ཁང", "རྐུ་ལས", "མི་དམངས་ཁྲིམས་ཁང"];
    let numbered = |number: usize| {
        let zh = format!(
            "{}{}",
            "甲乙丙丁戊己庚".chars().nth(number % 7).unwrap(),
            endings[number % 4]
        );
        let bo = format!(
            "{}་{}",
            ["ཀ", "ཁ", "ག", "ང", "ཅ"][number % 5],
            tibetan[number % 4]
        );
        let mut concept = member(concept(&zh, &bo), COLLECTIONS[number % 2]);
        if number.is_multiple_of(6) {
            concept = member(concept, COLLECTIONS[1 - number % 2]);
        }
        concept.subject_fields = SUBJECT_FIELDS
            .iter()
            .skip(number % 4)
            .step_by(2)
            .map(|f| f.parse().unwrap())
            .collect();
        concept.workflow = Workflow::ALL[number % 11 % 4];
        concept
    };
    (0..60).map(numbered).collect()
});

static INDEX: LazyLock<SearchIndex> = LazyLock::new(|| {
    let index = index_of(&CONCEPTS);
    index.wait_for_words();
    index
});

/// Returns a concept that was found.
fn found(hit: &search::Hit) -> &'static Concept {
    &CONCEPTS[usize::try_from(hit.id.number()).unwrap() - 1]
}

fn fields(concept: &Concept) -> Vec<&str> {
    concept
        .subject_fields
        .iter()
        .map(|field| field.as_str())
        .collect()
}

fn collections(concept: &Concept) -> Vec<&str> {
    concept
        .memberships
        .iter()
        .map(|membership| membership.collection.as_str())
        .collect()
}

/// Returns the facets of a search for `text`, each count with the number of hits of the search that is limited to it.
fn counted(text: &str) -> (Facets, BTreeMap<String, (usize, usize)>) {
    let request = Request {
        limit: 100,
        facets: true,
        ..Request::new(text)
    };
    let facets = INDEX.search(&request).unwrap().facets.unwrap();
    let total = |request: &Request<'_>| {
        let answer = INDEX.search(request).unwrap();
        assert_eq!(answer.total, answer.hits.len(), "all hits are on the page");
        answer.total
    };
    let mut counts = BTreeMap::new();
    for (name, count) in &facets.subject_fields {
        counts.insert(
            name.clone(),
            (
                *count,
                total(&Request {
                    subject_field: name.parse().ok(),
                    ..request.clone()
                }),
            ),
        );
    }
    for (name, count) in &facets.collections {
        counts.insert(
            name.clone(),
            (
                *count,
                total(&Request {
                    collection: name.parse().ok(),
                    ..request.clone()
                }),
            ),
        );
    }
    for (workflow, count) in &facets.workflows {
        let limited = total(&Request {
            workflow: Some(*workflow),
            ..request.clone()
        });
        counts.insert(workflow.as_str().to_owned(), (*count, limited));
    }
    (facets, counts)
}

#[test]
fn a_count_is_the_number_of_hits_of_the_search_that_is_limited_to_it() {
    for text in [
        "纠纷",
        "法院",
        "人民法院",
        "甲",
        "罪",
        "ཁྲིམས",
        "ཁྲིམས་ཁང",
        "རྐུ",
        "རྩོད་གཞི",
        "jiafayuan",
        "khrims khang",
        "jfy",
    ] {
        let (facets, counts) = counted(text);
        assert!(facets.is_complete && !counts.is_empty(), "{text}");
        for (name, (count, limited)) in counts {
            assert_eq!(count, limited, "`{name}` of `{text}`");
        }
    }
}

#[test]
fn counts_fall_and_equals_stand_in_the_order_of_their_names() {
    for text in ["法院", "ཁྲིམས"] {
        let (facets, _) = counted(text);
        for counts in [&facets.subject_fields, &facets.collections] {
            let order: Vec<_> = counts
                .iter()
                .map(|(name, count)| (std::cmp::Reverse(*count), name))
                .collect();
            assert!(order.is_sorted(), "{counts:?}");
        }
    }
}

#[test]
fn facets_are_counted_only_when_asked_for_and_of_all_hits_whatever_the_page() {
    for text in ["法院", "ཁྲིམས"] {
        assert_eq!(INDEX.search(&Request::new(text)).unwrap().facets, None);
        let of_page = |limit, offset| {
            let request = Request {
                limit,
                offset,
                facets: true,
                ..Request::new(text)
            };
            INDEX.search(&request).unwrap().facets.unwrap()
        };
        assert_eq!(of_page(1, 0), of_page(100, 0));
        assert_eq!(of_page(0, 0), of_page(5, 20));
    }
}

#[test]
fn a_domain_in_the_text_is_the_filter_by_subject_field() {
    for (text, filtered) in [("法院", "法院 domain:criminal"), ("ཁྲིམས", "domain:crim ཁྲིམས")]
    {
        let limited = Request {
            limit: 100,
            subject_field: "criminal".parse().ok(),
            ..Request::new(text)
        };
        let typed = Request {
            limit: 100,
            ..Request::new(filtered)
        };
        let ids = |request: &Request<'_>| {
            let hits = INDEX.search(request).unwrap().hits;
            hits.iter().map(|hit| hit.id.number()).collect::<Vec<_>>()
        };
        assert_eq!(ids(&limited), ids(&typed));
        assert!(!ids(&limited).is_empty());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn no_text_finds_what_a_filter_excludes(
        text in "([甲乙丙法院人民纠纷盗窃罪]|ཁྲིམས|ཁང|རྐུ|ལས|་| |\"|\\*|fayuan|jiufen|rmfy|khrims|qie){1,8}",
        field in proptest::option::of(0usize..3),
        collection in proptest::option::of(0usize..2),
        workflow in proptest::option::of(0usize..4),
        excluded in proptest::option::of(prop_oneof![Just("甲"), Just("人民"), Just("法院"), Just("ཁང"), Just("རྐུ")]),
        domain in proptest::bool::ANY,
    ) {
        let mut typed = text.clone();
        typed.extend(excluded.map(|word| format!(" -{word}")));
        typed.extend(domain.then_some(" domain:civil"));
        let request = Request {
            limit: 100,
            subject_field: field.and_then(|at| SUBJECT_FIELDS[at].parse().ok()),
            collection: collection.and_then(|at| COLLECTIONS[at].parse().ok()),
            workflow: workflow.map(|at| Workflow::ALL[at]),
            ..Request::new(&typed)
        };
        // A quote that is opened and not closed before an operator makes it part of what is quoted.
        let has_operators = text.matches('"').count() % 2 == 0 && text.contains(|c: char| c.is_alphabetic());
        for hit in INDEX.search(&request).unwrap().hits {
            let concept = found(&hit);
            prop_assert!(field.is_none_or(|at| fields(concept).contains(&SUBJECT_FIELDS[at])), "{typed}: {:?}", hit.matched);
            prop_assert!(collection.is_none_or(|at| collections(concept).contains(&COLLECTIONS[at])), "{typed}: {:?}", hit.matched);
            prop_assert!(workflow.is_none_or(|at| concept.workflow == Workflow::ALL[at]), "{typed}: {:?}", hit.matched);
            if has_operators {
                prop_assert!(!domain || fields(concept).contains(&"civil"), "{typed}: {:?}", hit.matched);
                let holds = |word: &str| concept.terms.iter().any(|term| {
                    let text = format!("་{}་", term.text);
                    if word.contains(|c: char| c.is_ascii() || ('ཀ'..='ྼ').contains(&c)) { text.contains(&format!("་{word}་")) } else { text.contains(word) }
                });
                prop_assert!(!excluded.is_some_and(holds), "{typed}: {:?}", hit.matched);
            }
        }
    }
}
