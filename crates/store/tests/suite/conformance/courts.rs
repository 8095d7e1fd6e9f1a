//! Courts.

use store::courts::{self, Court};
use store::{Error, Store};

use crate::fixtures::tamper;

fn court(code: &str, parent: Option<&str>) -> Court {
    Court {
        code: code.to_owned(),
        name_zh: format!("{code}法院"),
        parent: parent.map(str::to_owned),
    }
}

fn put(store: &Store, code: &str, parent: Option<&str>) -> Result<(), Error> {
    let court = court(code, parent);
    store.write_aside(move |session| courts::put(session, &court))
}

fn line(store: &Store, code: &str) -> Vec<String> {
    store.read(|session| courts::line(session, code)).unwrap()
}

pub fn a_court_takes_the_place_of_the_one_before(store: &Store) {
    for (code, parent) in [("Z", None), ("A", Some("Z")), ("A-1", Some("A")), ("A", None)] {
        put(store, code, parent).unwrap();
    }
    let renamed = Court {
        name_zh: "青海省高级人民法院".to_owned(),
        ..court("Z", None)
    };
    let written = renamed.clone();
    store
        .write_aside(move |session| courts::put(session, &written))
        .unwrap();
    let all = [court("A", None), court("A-1", Some("A")), renamed];
    assert_eq!(store.read(courts::list).unwrap(), all, "by code");
    for expected in all {
        let found = store.read(|session| courts::find(session, &expected.code));
        assert_eq!(found, Ok(Some(expected)));
    }
    assert_eq!(store.read(|session| courts::find(session, "a")), Ok(None));
}

pub fn a_court_stands_under_one_that_is_there(store: &Store) {
    let missing = Err(Error::NotFound {
        what: "court",
        id: "高".to_owned(),
    });
    assert_eq!(put(store, "A", Some("高")), missing);
    put(store, "A", None).unwrap();
    let above_itself = put(store, "A", Some("A"));
    assert!(
        matches!(above_itself, Err(Error::Internal { .. })),
        "{above_itself:?}"
    );
    assert_eq!(store.read(courts::list).unwrap(), [court("A", None)]);
}

pub fn a_line_leads_from_a_court_to_the_highest(store: &Store) {
    for (code, parent) in [
        ("high", None),
        ("middle", Some("high")),
        ("low", Some("middle")),
        ("other", Some("high")),
    ] {
        put(store, code, parent).unwrap();
    }
    assert_eq!(line(store, "low"), ["low", "middle", "high"]);
    assert_eq!(line(store, "other"), ["other", "high"]);
    assert_eq!(line(store, "high"), ["high"]);
    assert_eq!(line(store, "none"), [""; 0]);
}

pub fn a_line_has_an_end_whatever_was_written(store: &Store) {
    put(store, "C-0", None).unwrap();
    for depth in 1..40 {
        let above = format!("C-{}", depth - 1);
        put(store, &format!("C-{depth}"), Some(&above)).unwrap();
    }
    assert_eq!(line(store, "C-31").len(), 32);
    let deepest = line(store, "C-39");
    assert_eq!((deepest.len(), deepest[31].as_str()), (32, "C-8"));
    put(store, "C-0", Some("C-1")).unwrap();
    assert_eq!(line(store, "C-1"), ["C-1", "C-0"], "a ring is gone round once");
    assert_eq!(
        line(store, "C-2"),
        ["C-2", "C-1", "C-0"],
        "also from outside of it"
    );
}

pub fn courts_that_are_no_tree_are_found(store: &Store) {
    for (code, parent) in [
        ("high", None),
        ("a", Some("high")),
        ("b", Some("a")),
        ("c", Some("b")),
        ("d", Some("high")),
        ("e", Some("d")),
    ] {
        put(store, code, parent).unwrap();
    }
    assert!(store.verify().unwrap().is_sound());
    put(store, "a", Some("b")).unwrap();
    tamper(store, "DELETE FROM court WHERE code = 'd'");
    let report = store.verify().unwrap();
    let lost =
        ["a", "b", "c", "e"].map(|code| format!("no way leads from the court `{code}` to a highest one"));
    assert_eq!(report.problems, lost);
}
