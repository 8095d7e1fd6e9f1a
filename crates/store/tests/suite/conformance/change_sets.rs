//! Change sets.

use glossary::ConceptId;
use store::change_sets::{self, ChangeSet, ChangedConcept};
use store::{Error, Store};

fn set(id: &str, made_at_ms: i64) -> ChangeSet {
    ChangeSet {
        id: id.to_owned(),
        sought: "ཁྲིམས་ར".to_owned(),
        replaced_by: "ཁྲིམས་ཁང".to_owned(),
        reason: "统一写法\nབྲི་ཚུལ།".to_owned(),
        made_by: "卓玛".to_owned(),
        made_at_ms,
        undone: None,
    }
}

fn changed(concept: u64) -> ChangedConcept {
    ChangedConcept {
        concept: ConceptId::new(concept),
        before: 1,
        after: 2,
    }
}

fn add(store: &Store, set: &ChangeSet, concepts: &[ChangedConcept]) -> Result<(), Error> {
    let (set, concepts) = (set.clone(), concepts.to_vec());
    store.write_aside(move |session| change_sets::add(session, &set, &concepts))
}

pub fn a_change_set_reads_back_with_its_concepts(store: &Store) {
    add(store, &set("s-1", 10), &[changed(9), changed(7)]).unwrap();
    let find = |id| store.read(|session| change_sets::find(session, id)).unwrap();
    assert_eq!(find("s-1"), Some(set("s-1", 10)));
    assert_eq!(find("s-2"), None);
    let concepts = |id| store.read(|session| change_sets::concepts(session, id)).unwrap();
    assert_eq!(concepts("s-1"), [changed(7), changed(9)]);
    assert_eq!(concepts("s-2"), []);
    let again = add(store, &set("s-1", 11), &[changed(8)]);
    assert!(matches!(again, Err(Error::Taken { .. })), "{again:?}");
    assert_eq!(concepts("s-1").len(), 2);
}

pub fn change_sets_are_listed_newest_first_and_undone_once(store: &Store) {
    for (id, at_ms) in [("s-a", 10), ("s-b", 20), ("s-c", 20)] {
        add(store, &set(id, at_ms), &[]).unwrap();
    }
    let list = |before, limit| {
        let found = store.read(|session| change_sets::list(session, before, limit));
        let ids: Vec<_> = found.unwrap().into_iter().map(|set| set.id).collect();
        ids.join(" ")
    };
    assert_eq!(list(None, 9), "s-c s-b s-a");
    assert_eq!(list(Some((20, "s-c")), 1), "s-b");
    assert_eq!(list(Some((20, "s-b")), 9), "s-a");
    let undo = |id: &'static str, by: &'static str| {
        store
            .write_aside(move |session| change_sets::undo(session, id, by, 30))
            .unwrap()
    };
    assert_eq!(
        (undo("s-a", "李"), undo("s-a", "王"), undo("s-x", "王")),
        (true, false, false)
    );
    let found = store.read(|session| change_sets::find(session, "s-a")).unwrap();
    assert_eq!(found.unwrap().undone, Some(("李".to_owned(), 30)));
}
