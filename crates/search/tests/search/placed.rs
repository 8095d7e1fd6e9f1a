//! By what a hit was placed is what orders the hits: for each criterion, a pair that nothing else tells apart.

use glossary::{AdministrativeStatus, Concept, Region, Reliability, Workflow};
use search::{Hit, LangChoice, Request, SearchIndex};

use crate::harness::{concept, court, index_of};

/// Returns the criteria of a hit by name, the most important first; the smaller each, the better.
fn criteria(hit: &Hit) -> Vec<(&'static str, u64)> {
    let place = &hit.place;
    let standing = place.standing.criteria();
    let (older, below) = standing.split_first().unwrap();
    let mut all = vec![
        ("tier", u64::from(place.tier)),
        ("cost", place.cost.into()),
        ("other_lang", place.other_lang.into()),
        (older.0, older.1.into()),
        ("region", place.region.into()),
    ];
    all.extend(below.iter().map(|(name, value)| (*name, u64::from(*value))));
    all.push(("position", place.position.into()));
    all.push(("id", hit.id.number()));
    all
}

/// Returns the name of the criterion that puts one hit before the next.
#[track_caller]
fn decides(better: &Hit, worse: &Hit) -> &'static str {
    let (better, worse) = (criteria(better), criteria(worse));
    let (first, second) = better.iter().zip(&worse).find(|(a, b)| a != b).unwrap();
    assert!(first.1 < second.1, "{better:?} stands before {worse:?}");
    first.0
}

fn with(mut concept: Concept, change: impl FnOnce(&mut Concept)) -> Concept {
    change(&mut concept);
    concept
}

/// Checks that for each text the second concept stands before the first one, and by what.
#[track_caller]
fn check(worse: Concept, better: Concept, requests: &[Request<'_>], by: &str) {
    let index = index_of(&[worse, better]);
    index.wait_for_words();
    for request in requests {
        let hits = index.search(request).unwrap().hits;
        let ids: Vec<u64> = hits.iter().map(|hit| hit.id.number()).collect();
        assert_eq!(ids, [2, 1], "for `{}`", request.text);
        assert_eq!(decides(&hits[0], &hits[1]), by, "for `{}`", request.text);
    }
}

#[test]
fn each_criterion_decides_where_all_before_it_are_equal() {
    let both = [Request::new("审判"), Request::new("ཁྲིམས")];
    let court = || concept("审判权", "ཁྲིམས་དབང");
    let region = |name: &str| Region::try_from(name.to_owned()).ok();
    check(
        concept("审判权", "ཁྲིམས་དབང"),
        concept("审判", "ཁྲིམས"),
        &both,
        "tier",
    );
    check(concept("初审判", "གོང་ཁྲིམས"), court(), &both, "tier");
    check(concept("审判权", "(ཁྲིམས་དབང)"), court(), &both, "older");
    let amdo = both.clone().map(|request| Request {
        region: region("amdo"),
        ..request
    });
    check(
        court(),
        with(court(), |c| c.terms[1].region = region("amdo")),
        &amdo,
        "region",
    );
    check(
        with(court(), |c| c.terms[1].region = region("kham")),
        court(),
        &amdo,
        "region",
    );
    check(
        court(),
        with(court(), |c| c.workflow = Workflow::Authorised),
        &both,
        "workflow",
    );
    let admitted = |at: usize| {
        with(court(), |c| {
            c.terms[at].administrative_status = AdministrativeStatus::Admitted
        })
    };
    check(admitted(0), court(), &both[..1], "administrative_status");
    check(admitted(1), court(), &both[1..], "administrative_status");
    check(concept("审判权", ""), court(), &both[..1], "without_bo");
    check(
        court(),
        with(court(), |c| {
            c.terms[1].reliability = Reliability::try_from(3).ok()
        }),
        &both,
        "unreliable",
    );
    check(concept("审判权力", "ཁྲིམས་དབང་ཆ"), court(), &both, "length");
    check(
        concept("初级审判权", "གོང་མའི་ཁྲིམས་དབང"),
        concept("初审判权力", "གོང་ཁྲིམས་དབང་ཆ་"),
        &both[..1],
        "position",
    );
}

#[test]
fn the_language_that_was_asked_for_decides_between_readings_of_letters() {
    // `ma` is the pinyin of the one and the Wylie of the other.
    let both = [concept("马", "རྟ"), concept("十", "མ")];
    let index = index_of(&both);
    for (lang, other) in [(LangChoice::Zh, [false, true]), (LangChoice::Bo, [true, false])] {
        let request = Request {
            lang,
            ..Request::new("ma")
        };
        let hits = index.search(&request).unwrap().hits;
        assert_eq!(
            hits.iter().map(|hit| hit.place.other_lang).collect::<Vec<_>>(),
            other
        );
    }
}

#[test]
fn equals_are_told_apart_by_id_alone() {
    let index = index_of(&[concept("审判", "ཁྲིམས"), concept("审判", "ཁྲིམས")]);
    for text in ["审判", "ཁྲིམས", "shenpan", "khrims"] {
        let hits = index.search(&Request::new(text)).unwrap().hits;
        assert_eq!(decides(&hits[0], &hits[1]), "id", "{text}");
        assert_eq!(hits[0].score, hits[1].score);
    }
}

/// Checks the order of all hits, and that a score says no more than the criteria before the position.
#[track_caller]
fn in_order(index: &SearchIndex, request: &Request<'_>) -> usize {
    let hits = index.search(request).unwrap().hits;
    for pair in hits.windows(2) {
        let by = decides(&pair[0], &pair[1]);
        let (better, worse) = (pair[0].score, pair[1].score);
        assert!(better >= worse, "`{}` for `{}`", by, request.text);
        if ["position", "id"].contains(&by) {
            assert_eq!(better, worse, "`{}` for `{}`", by, request.text);
        }
    }
    hits.len()
}

#[test]
fn hits_of_every_kind_stand_in_the_order_of_their_placement() {
    let index = index_of(&court());
    index.wait_for_words();
    let texts = [
        "法",
        "法院",
        "人民 法院",
        "离婚纠纷",
        "纠纷离婚",
        "盗窃人民法院",
        "fayuan",
        "fy",
        "lihun",
        "取候保审",
        "人民法完",
        "ཁྲིམས",
        "ཁྲིམས་ཁང",
        "ཁྲིམས་ཁང་གིས",
        "མི་དམངས",
        "ཁྲིམ་ཁང",
        "ཁང་དམངས",
        "khrims",
        "khrims khang",
        "mi",
        "法 ཁྲིམས",
        "法*",
        "*法",
        "\"法\"",
    ];
    for text in texts {
        for lang in [LangChoice::Auto, LangChoice::Zh, LangChoice::Bo] {
            let found = in_order(
                &index,
                &Request {
                    lang,
                    limit: 100,
                    ..Request::new(text)
                },
            );
            assert!(found > 0, "nothing for `{text}`");
        }
    }
}
