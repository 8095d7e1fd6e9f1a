//! Editions of official lists.

use glossary::list_change::{ListChange, ListChangeKind, ListEntry};
use glossary::{CollectionName, ConceptId};
use store::lists::{self, Succession};
use store::{Store, concepts};

use crate::fixtures::{concept, create, listed};

fn name(text: &str) -> CollectionName {
    text.parse().unwrap()
}

fn entry(concept: u64, name: &str, number: Option<&str>) -> ListEntry {
    ListEntry {
        concept: ConceptId::new(concept),
        number: number.map(str::to_owned),
        name: name.to_owned(),
        article: number.map(|number| format!("第{number}条")),
    }
}

fn renamed() -> ListChange {
    ListChange {
        kind: ListChangeKind::Renamed,
        old: Some(entry(1, "旧罪", Some("1"))),
        new: Some(entry(2, "新罪", None)),
    }
}

fn abolished() -> ListChange {
    ListChange {
        kind: ListChangeKind::Abolished,
        old: Some(entry(3, "投机倒把罪", None)),
        new: None,
    }
}

fn succeed(store: &Store, predecessor: &str, at_ms: i64, changes: &[ListChange]) -> Succession {
    let succession = Succession {
        collection: name("charges-2027"),
        predecessor: name(predecessor),
        at_ms,
    };
    let (written, changes) = (succession.clone(), changes.to_vec());
    store
        .write_aside(move |session| lists::succeed(session, &written, &changes))
        .unwrap();
    succession
}

pub fn what_became_of_names_takes_the_place_of_what_was_known(store: &Store) {
    let changes = || store.read(|session| lists::changes(session, &name("charges-2027")));
    assert_eq!(store.read(lists::successions), Ok(vec![]));
    assert_eq!(changes(), Ok(vec![]));
    succeed(store, "charges-2020", 1, &[abolished(), renamed(), abolished()]);
    let last = succeed(store, "charges-2024", 2, &[renamed(), abolished()]);
    assert_eq!(store.read(lists::successions), Ok(vec![last]));
    assert_eq!(changes(), Ok(vec![renamed(), abolished()]));
}

pub fn what_became_of_a_name_is_found_from_both_sides(store: &Store) {
    let succession = succeed(store, "charges-2024", 1, &[renamed(), abolished()]);
    let of = |concept| store.read(|session| lists::changes_of(session, ConceptId::new(concept)));
    let told = |change| Ok(vec![(succession.clone(), change)]);
    assert_eq!(of(1), told(renamed()));
    assert_eq!(of(2), told(renamed()));
    assert_eq!(of(3), told(abolished()));
    assert_eq!(of(4), Ok(vec![]));
}

pub fn the_concepts_of_a_list_are_found(store: &Store) {
    let first = create(store, listed(concept("盗窃罪", ""), "charges-2024", "1")).id;
    create(store, listed(concept("宪法", ""), "laws", "1"));
    let second = create(store, listed(concept("抢劫罪", ""), "charges-2024", "2")).id;
    let found = |list: &str| store.read(|session| concepts::ids_in_collection(session, &name(list)));
    assert_eq!(found("charges-2024"), Ok(vec![first, second]));
    assert_eq!(found("charges-2027"), Ok(vec![]));
}
