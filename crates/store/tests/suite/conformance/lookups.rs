//! What was looked up in vain, what was asked for, and how far collections have come.

use glossary::{ConceptId, Lang, Workflow};
use store::unanswered_lookups::{self, Added, Threshold, UnansweredLookup};
use store::{Act, Deed, Standing, Store, coverage, proposals, tibetan_requests};

use super::proposals::proposal;
use crate::fixtures::{concept, create, listed, number, stamp, update};

const THRESHOLD: Threshold = Threshold { lookups: 3, days: 2 };

fn look_up(store: &Store, text: &str, lookups: u64, day: &str) {
    let (text, day) = (text.to_owned(), day.to_owned());
    store
        .write_aside(move |session| {
            let key = format!("digest of {text}");
            let lang = if text.is_ascii() || text.starts_with('法') {
                Lang::Zh
            } else {
                Lang::Bo
            };
            let added = Added {
                key: &key,
                lang,
                text: &text,
                lookups,
                day: &day,
            };
            unanswered_lookups::add(session, &added, THRESHOLD)
        })
        .unwrap();
}

fn open(store: &Store) -> Vec<UnansweredLookup> {
    store
        .read(|session| unanswered_lookups::list_open(session, None, 100))
        .unwrap()
}

fn texts(store: &Store) -> Vec<String> {
    open(store).into_iter().filter_map(|lookup| lookup.text).collect()
}

pub fn a_text_is_kept_only_when_it_came_often_enough(store: &Store) {
    look_up(store, "法拍房", 2, "2026-11-20");
    look_up(store, "ཁྲིམས", 9, "2026-11-20");
    assert_eq!(open(store), []);
    // Often, but on one day.
    look_up(store, "ཁྲིམས", 9, "2026-11-20");
    // On two days, and often enough together.
    look_up(store, "法拍房", 1, "2026-11-22");
    let shown = UnansweredLookup {
        key: "digest of 法拍房".to_owned(),
        lang: Lang::Zh,
        text: Some("法拍房".to_owned()),
        lookups: 3,
        days: 2,
        first_day: "2026-11-20".to_owned(),
        last_day: "2026-11-22".to_owned(),
        proposal: None,
    };
    assert_eq!(open(store), [shown]);
    // A node whose clock is behind adds no day.
    look_up(store, "法拍房", 1, "2026-11-21");
    assert_eq!(
        (open(store)[0].days, open(store)[0].last_day.as_str()),
        (2, "2026-11-22")
    );
    let hidden = store.read(|session| unanswered_lookups::find_shown(session, "digest of ཁྲིམས"));
    assert_eq!(hidden.unwrap(), None);
    let kept = "SELECT COUNT(*) FROM unanswered_lookup WHERE text IS NOT NULL";
    assert_eq!(number(store, kept, &[]), 1, "what is not shown is not kept");
}

pub fn lookups_are_listed_by_how_often_and_leave_the_list_once_dealt_with(store: &Store) {
    for (text, times) in [("a", 3), ("b", 5), ("c", 3), ("d", 4)] {
        look_up(store, text, times, "2026-11-20");
        look_up(store, text, 1, "2026-11-21");
    }
    assert_eq!(texts(store), ["b", "d", "a", "c"]);
    let page = store.read(|session| unanswered_lookups::list_open(session, Some((4, "digest of a")), 9));
    let page: Vec<_> = page
        .unwrap()
        .into_iter()
        .filter_map(|lookup| lookup.text)
        .collect();
    assert_eq!(page, ["c"]);
    let (made, again, aside, nothing) = store
        .write_aside(|session| {
            proposals::add(session, &proposal("p-1", 1))?;
            Ok::<_, store::Error>((
                unanswered_lookups::made_proposal(session, "digest of d", "p-1")?,
                unanswered_lookups::made_proposal(session, "digest of d", "p-1")?,
                unanswered_lookups::put_aside(session, "digest of b")?,
                unanswered_lookups::put_aside(session, "digest of x")?,
            ))
        })
        .unwrap();
    assert_eq!((made, again, aside, nothing), (true, false, true, false));
    assert_eq!(texts(store), ["a", "c"]);
    let found = store
        .read(|session| unanswered_lookups::find_shown(session, "digest of d"))
        .unwrap();
    assert_eq!(found.unwrap().proposal.as_deref(), Some("p-1"));
}

pub fn lookups_are_forgotten_after_their_last_day(store: &Store) {
    for (text, day) in [("a", "2026-05-01"), ("b", "2026-05-02")] {
        look_up(store, text, 9, "2026-04-01");
        look_up(store, text, 9, day);
    }
    let forget = |day: &'static str| {
        store
            .write_aside(move |session| unanswered_lookups::forget_before(session, day))
            .unwrap()
    };
    assert_eq!(forget("2026-05-01"), 0);
    assert_eq!(forget("2026-05-02"), 1);
    assert_eq!(texts(store), ["b"]);
}

pub fn the_tibetan_that_is_missing_is_asked_for_until_it_is_there(store: &Store) {
    let ids: Vec<ConceptId> = ["法", "人", "案", "证"]
        .map(|zh| create(store, concept(zh, "")).id)
        .into();
    let ask = |id: ConceptId, requests, day: &'static str| {
        store
            .write_aside(move |session| tibetan_requests::add(session, id, requests, day))
            .unwrap();
    };
    ask(ids[0], 2, "2026-11-20");
    ask(ids[1], 5, "2026-11-20");
    ask(ids[0], 1, "2026-11-22");
    ask(ids[0], 1, "2026-11-21");
    ask(ids[2], 4, "2026-11-20");
    ask(ConceptId::new(99), 7, "2026-11-20");
    let list = |after| {
        let listed = store
            .read(|session| tibetan_requests::list_open(session, after, 9))
            .unwrap();
        listed
            .into_iter()
            .map(|line| (line.concept, line.requests))
            .collect::<Vec<_>>()
    };
    assert_eq!(list(None), [(ids[1], 5), (ids[0], 4), (ids[2], 4)]);
    assert_eq!(list(Some((4, ids[0]))), [(ids[2], 4)]);
    let first = store
        .read(|session| tibetan_requests::list_open(session, Some((5, ids[1])), 1))
        .unwrap();
    assert_eq!(
        (first[0].first_day.as_str(), first[0].last_day.as_str()),
        ("2026-11-20", "2026-11-22")
    );
    let count = |id| {
        store
            .read(|session| tibetan_requests::count(session, id))
            .unwrap()
    };
    assert_eq!((count(ids[0]), count(ids[3])), (4, 0));
    update(store, ids[1], 1, concept("人", "མི")).unwrap();
    assert_eq!(list(None), [(ids[0], 4), (ids[2], 4)]);
}

pub fn a_collection_is_covered_by_what_stands(store: &Store) {
    create(store, listed(concept("盗窃罪", "རྐུ་ཉེས"), "charges", "1"));
    create(
        store,
        listed(listed(concept("抢劫罪", ""), "charges", "2"), "charges", "3"),
    );
    create(store, concept("无表", ""));
    let made = create(store, listed(concept("法", "ཁྲིམས"), "charges", "4"));
    let deed = Deed {
        standing: Standing::This,
        ..Deed::of(Act::Authorise)
    };
    let body = glossary::Concept {
        workflow: Workflow::Authorised,
        ..made.body
    };
    store
        .write(move |tx| tx.perform(made.id, 1, body.clone(), &deed, &stamp("李", 2)))
        .unwrap();
    // Its successor is drafted: what stands counts.
    update(store, made.id, 2, listed(concept("法律", "ཁྲིམས"), "charges", "4")).unwrap();
    let counts = store.read(coverage::count).unwrap();
    let counts: Vec<_> = counts
        .iter()
        .map(|c| (c.collection.as_str(), c.workflow, c.has_bo, c.concepts))
        .collect();
    assert_eq!(
        counts,
        [
            ("charges", Workflow::Authorised, true, 1),
            ("charges", Workflow::Draft, false, 1),
            ("charges", Workflow::Draft, true, 1)
        ]
    );
}
