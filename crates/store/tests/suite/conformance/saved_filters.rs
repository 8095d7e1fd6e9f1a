//! Filters that are kept under a name.

use store::saved_filters::{self, SavedFilter};
use store::{Error, Store};

fn filter(id: &str, owner: &str, name: &str, is_shared: bool) -> SavedFilter {
    SavedFilter {
        id: id.to_owned(),
        owner: owner.to_owned(),
        saved_by: "卓玛".to_owned(),
        name: name.to_owned(),
        filter: "without:bo -author:\"索朗 ཚེ་རིང\"".to_owned(),
        is_shared,
        saved_at_ms: 7,
    }
}

fn save(store: &Store, saved: &SavedFilter) -> Result<SavedFilter, Error> {
    let saved = saved.clone();
    store.write_aside(move |session| saved_filters::save(session, &saved))
}

fn names(store: &Store, owner: &str, with_shared: bool, limit: usize) -> String {
    let found = store.read(|session| saved_filters::list(session, owner, with_shared, limit));
    let names: Vec<_> = found.unwrap().into_iter().map(|saved| saved.name).collect();
    names.join(" ")
}

pub fn a_filter_takes_the_place_of_the_one_of_its_name(store: &Store) {
    let first = filter("f-1", "a-1", "缺藏文", false);
    assert_eq!(save(store, &first), Ok(first.clone()));
    let again = SavedFilter {
        filter: "workflow:draft".to_owned(),
        saved_at_ms: 8,
        ..filter("f-2", "a-1", "缺藏文", true)
    };
    let kept = SavedFilter {
        id: "f-1".to_owned(),
        ..again.clone()
    };
    assert_eq!(save(store, &again), Ok(kept.clone()));
    let of_another = filter("f-3", "a-2", "缺藏文", false);
    assert_eq!(save(store, &of_another), Ok(of_another));
    let found = store.read(|session| saved_filters::list(session, "a-1", false, 9));
    assert_eq!(found, Ok(vec![kept]));
    let nul = save(store, &filter("f-4", "a-1", "a\0b", false));
    assert!(matches!(nul, Err(Error::NulInText { .. })), "{nul:?}");
}

pub fn ones_own_filters_come_before_what_others_share_and_nobody_sees_more(store: &Store) {
    for (id, owner, name, is_shared) in [
        ("f-1", "a-2", "a", true),
        ("f-2", "a-2", "b", false),
        ("f-3", "a-1", "d", false),
        ("f-4", "a-1", "c", true),
        ("f-5", "a-3", "e", true),
    ] {
        save(store, &filter(id, owner, name, is_shared)).unwrap();
    }
    assert_eq!(names(store, "a-1", true, 9), "c d a e");
    assert_eq!(names(store, "a-1", true, 3), "c d a");
    assert_eq!(names(store, "a-1", false, 9), "c d");
    assert_eq!(names(store, "a-9", true, 9), "a c e");
    let count = |owner| {
        store
            .read(|session| saved_filters::count(session, owner))
            .unwrap()
    };
    assert_eq!((count("a-1"), count("a-9")), (2, 0));
    let delete = |owner: &'static str, id: &'static str| {
        store
            .write_aside(move |session| saved_filters::delete(session, owner, id))
            .unwrap()
    };
    // What others share is theirs.
    assert_eq!(
        (delete("a-1", "f-1"), delete("a-1", "f-3"), delete("a-1", "f-3")),
        (false, true, false)
    );
    assert_eq!(names(store, "a-1", true, 9), "c a e");
}
