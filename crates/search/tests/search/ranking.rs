//! The order of hits, filters, pages and scores.

use glossary::{AdministrativeStatus, Concept, Region, Reliability, Workflow};
use proptest::prelude::*;
use search::{Notice, Request, SearchIndex};

use crate::harness::{concept, court, index_of, lines, member, search};

fn ids(index: &SearchIndex, request: &Request<'_>) -> Vec<u64> {
    index
        .search(request)
        .unwrap()
        .hits
        .iter()
        .map(|h| h.id.number())
        .collect()
}

fn with(mut concept: Concept, change: impl FnOnce(&mut Concept)) -> Concept {
    change(&mut concept);
    concept
}

#[test]
fn what_was_approved_stands_before_what_was_collected() {
    let index = index_of(&[
        with(concept("审判权", "ཀ"), |c| c.workflow = Workflow::Withdrawn),
        with(concept("审判员", "ཁ"), |c| c.workflow = Workflow::Draft),
        with(concept("审判长", "ག"), |c| c.workflow = Workflow::Reviewed),
        with(concept("审判庭", "ང"), |c| c.workflow = Workflow::Authorised),
    ]);
    assert_eq!(ids(&index, &Request::new("审判")), [4, 3, 2, 1]);
}

#[test]
fn a_form_of_older_dictionaries_stands_below_the_others_of_its_kind() {
    let index = index_of(&[
        with(concept("审判权", "(ཁྲིམས་དབང)"), |c| {
            c.workflow = Workflow::Authorised
        }),
        concept("审判员长", "ཁྲིམས་དཔོན་ཆེན"),
    ]);
    assert_eq!(ids(&index, &Request::new("审判")), [2, 1]);
    assert_eq!(ids(&index, &Request::new("ཁྲིམས")), [2, 1]);
    assert_eq!(
        lines(&index.search(&Request::new("审判权")).unwrap()),
        ["exact [审判权] (older)"]
    );
}

#[test]
fn a_concept_with_tibetan_stands_before_one_without() {
    let index = index_of(&[concept("盗窃罪", ""), concept("盗窃案件", "རྐུ་ལས་ཀྱི་གྱོད་གཞི")]);
    assert_eq!(ids(&index, &Request::new("盗窃")), [2, 1]);
}

#[test]
fn a_reliable_rendering_stands_before_a_doubtful_one() {
    let reliable = |zh, bo, level: u8| {
        with(concept(zh, bo), |c| {
            c.terms[1].reliability = Reliability::try_from(level).ok()
        })
    };
    let index = index_of(&[reliable("审判权", "ཁྲིམས་དབང", 1), reliable("审判员", "ཁྲིམས་མི", 3)]);
    assert_eq!(ids(&index, &Request::new("审判")), [2, 1]);
    assert_eq!(ids(&index, &Request::new("ཁྲིམས")), [2, 1]);
}

#[test]
fn a_preferred_term_stands_before_an_admitted_one() {
    let admitted = with(concept("审判", "ཀ"), |c| {
        c.terms[0].administrative_status = AdministrativeStatus::Admitted
    });
    let index = index_of(&[admitted, concept("审判", "ཁ")]);
    assert_eq!(ids(&index, &Request::new("审判")), [2, 1]);
}

#[test]
fn the_region_asked_for_comes_first_then_the_norm_then_others() {
    let regional = |bo, region: &str| {
        with(concept("审判", bo), |c| {
            c.terms[1].region = Region::try_from(region.to_owned()).ok()
        })
    };
    let index = index_of(&[regional("ཀ", "kham"), concept("审判", "ཁ"), regional("ག", "amdo")]);
    let amdo = Region::try_from("amdo".to_owned()).ok();
    assert_eq!(
        ids(
            &index,
            &Request {
                region: amdo,
                ..Request::new("审判")
            }
        ),
        [3, 2, 1]
    );
    assert_eq!(ids(&index, &Request::new("审判")), [1, 2, 3]);
}

#[test]
fn filters_leave_only_what_they_name() {
    let index = index_of(&[
        member(concept("盗窃罪", "རྐུ་ཉེས"), "charges-2024"),
        with(
            member(concept("盗窃", "རྐུ་འཇབ"), "general"),
            |c| c.subject_fields = vec!["criminal".parse().unwrap()],
        ),
        with(concept("盗窃案", "རྐུ་གྱོད"), |c| {
            c.workflow = Workflow::Reviewed
        }),
    ]);
    for text in ["盗窃", "རྐུ"] {
        let request = Request::new(text);
        assert_eq!(index.search(&request).unwrap().total, 3);
        let collection = "charges-2024".parse().ok();
        assert_eq!(
            ids(
                &index,
                &Request {
                    collection,
                    ..request.clone()
                }
            ),
            [1]
        );
        let subject_field = "criminal".parse().ok();
        assert_eq!(
            ids(
                &index,
                &Request {
                    subject_field,
                    ..request.clone()
                }
            ),
            [2]
        );
        assert_eq!(
            ids(
                &index,
                &Request {
                    workflow: Some(Workflow::Reviewed),
                    ..request.clone()
                }
            ),
            [3]
        );
        let collection = "nowhere".parse().ok();
        assert_eq!(
            index
                .search(&Request {
                    collection,
                    ..request
                })
                .unwrap()
                .total,
            0
        );
    }
}

#[test]
fn equals_are_ordered_by_id_however_they_came_in() {
    let twins = || vec![concept("审判", "ཁྲིམས"); 30];
    let index = index_of(&twins());
    let first = ids(
        &index,
        &Request {
            limit: 30,
            ..Request::new("审判")
        },
    );
    assert_eq!(first, (1..=30).collect::<Vec<_>>());
    // Written again in reverse, in many commits: other segments, the same order.
    let mut writer = index.writer().unwrap();
    for (seq, number) in (2..).zip((1..=30).rev()) {
        let concept = &twins()[0];
        let id = glossary::ConceptId::new(number);
        writer
            .upsert(&search::Indexed {
                id,
                revision: 2,
                concept,
            })
            .unwrap();
        writer.commit(seq).unwrap();
    }
    for text in ["审判", "ཁྲིམས"] {
        assert_eq!(
            ids(
                &index,
                &Request {
                    limit: 30,
                    ..Request::new(text)
                }
            ),
            first
        );
    }
}

#[test]
fn scores_fall_from_kind_to_kind() {
    for text in ["法", "法院", "ཁྲིམས", "ཁྲིམས་ཁང"] {
        let hits = search(text).hits;
        for pair in hits.windows(2) {
            assert!(pair[0].score >= pair[1].score && pair[0].matched.kind <= pair[1].matched.kind);
            assert!(pair[0].matched.kind == pair[1].matched.kind || pair[0].score > pair[1].score);
        }
        assert!(hits.iter().all(|h| h.score > 0.0 && h.score <= 100.0));
    }
    assert!(search("人民法院").hits[0].score > 90.0);
}

#[test]
fn pages_follow_on_one_another_without_gap_or_overlap() {
    let many: Vec<Concept> = (0..1050)
        .map(|i| concept(&format!("纠纷{}", "之".repeat(i % 150 + 1)), "རྩོད་པ"))
        .collect();
    let index = index_of(&many);
    for text in ["纠纷", "རྩོད"] {
        let mut seen = std::collections::HashSet::new();
        let mut last = f32::MAX;
        for offset in (0..1000).step_by(70) {
            let answer = index
                .search(&Request {
                    limit: 70,
                    offset,
                    ..Request::new(text)
                })
                .unwrap();
            assert_eq!(answer.total, 1050);
            assert!(
                answer.hits.iter().all(|h| seen.insert(h.id)),
                "a hit of two pages at {offset}"
            );
            assert!(answer.hits.windows(2).all(|w| w[0].score >= w[1].score));
            assert!(answer.hits.first().is_none_or(|h| h.score <= last + 1.0));
            last = answer.hits.last().map_or(last, |h| h.score);
        }
        assert_eq!(seen.len(), 1000, "as many as are ranked");
        for (offset, limit) in [(995, 20), (1000, 20), (usize::MAX, usize::MAX)] {
            let answer = index
                .search(&Request {
                    limit,
                    offset,
                    ..Request::new(text)
                })
                .unwrap();
            assert_eq!(answer.notices, [Notice::TooDeep]);
            assert!(answer.hits.len() <= 5);
        }
    }
}

#[test]
fn a_limit_of_nothing_still_counts() {
    let answer = index_of(&court())
        .search(&Request {
            limit: 0,
            ..Request::new("法院")
        })
        .unwrap();
    assert_eq!((answer.total, answer.hits.len()), (3, 0));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_part_of_a_term_finds_its_concept(which in 0usize..15, from in 0usize..10, length in 1usize..10) {
        let concepts = court();
        let terms: Vec<_> = concepts[which].terms.iter().collect();
        for term in terms {
            let units: Vec<String> = match term.lang {
                glossary::Lang::Bo => term.text.split('་').map(str::to_owned).collect(),
                _ => term.text.chars().map(String::from).collect(),
            };
            let from = from % units.len();
            let part = units[from..(from + length).min(units.len())].join(if term.lang == glossary::Lang::Bo { "་" } else { "" });
            let found = search(&part);
            prop_assert!(found.hits.iter().any(|h| h.id.number() == which as u64 + 1), "`{}` in `{}`", part, term.text);
        }
    }
}
